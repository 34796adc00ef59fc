/* SPDX-License-Identifier: MIT */
/*
 * Windows: the first day that an event is seen no more. Each case is one event and the last day on which its window
 * still holds it; the day after, the metric is 0 again, and the fold knows that day beforehand.
 */
#include <string.h>

#include "support.h"

static loyalty_customer *watcher(const char *within)
{
    return customer_of(text_of("{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'count':'v','within':'%s'},"
                               "'days':{'active_days':'v','within':'%s'},'since':{'days_since':'v','within':'%s'},"
                               "'first':{'days_since_first':'v','within':'%s'}},"
                               "'ladder':[{'rung':'out'},{'rung':'in','enter':['n == 1','days == 1','since >= 0',"
                               "'first >= 0']}]}",
                               within, within, within, within));
}

static void check(const char *within, const char *event, const char *last)
{
    loyalty_customer *customer = watcher(within);
    int32_t end = day(last);
    OK(record(customer, "v", event));
    OK(loyalty_customer_advance(customer, day(event) - 1, NULL, NULL));
    assert_string_equal(metric_text(customer, "n"), "0"); /* not before it came */
    assert_string_equal(told_by_advance(customer, event), text_of("%s out > in", event));
    char out[sizeof "YYYY-MM-DD"];
    OK(loyalty_date_format(end + 1, out, sizeof out));
    assert_string_equal(next_text(customer), out); /* nothing in between needs a look */
    assert_string_equal(told_by_outlook(customer, date_text(end)), "");
    assert_string_equal(told_by_outlook(customer, "9999-12-31"), text_of("%s in > out", out));
    OK(advance(customer, last));
    assert_string_equal(next_text(customer), out);
    if (strcmp(metric_text(customer, "n"), "1") != 0 || strcmp(metric_text(customer, "days"), "1") != 0)
        fail_msg("%s, event on %s: gone on %s", within, event, last);
    assert_string_equal(metric_text(customer, "since"), text_of("%d", (int)(end - day(event))));
    assert_string_equal(metric_text(customer, "first"), text_of("%d", (int)(end - day(event))));
    assert_string_equal(told_by_advance(customer, out), text_of("%s in > out", out));
    assert_string_equal(metric_text(customer, "n"), "0");
    assert_string_equal(metric_text(customer, "days"), "0");
    assert_string_equal(metric_text(customer, "since"), "UNDEFINED");
    assert_string_equal(metric_text(customer, "first"), "UNDEFINED");
    OK(loyalty_customer_advance(customer, end + 2, NULL, NULL));
    assert_string_equal(next_text(customer), "-");
    loyalty_customer_free(customer);
}

struct window_case {
    const char *within, *event, *last;
};

static void check_all(const struct window_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check(cases[i].within, cases[i].event, cases[i].last);
}

static void days(void **state)
{
    static const struct window_case cases[] = {
        {"1d", "2024-02-28", "2024-02-28"},     {"2d", "2024-02-28", "2024-02-29"},
        {"3d", "2024-02-28", "2024-03-01"},     {"365d", "2023-03-01", "2024-02-28"},
        {"36525d", "1900-01-01", "2000-01-01"}, {"7d", "1969-12-29", "1970-01-04"},
    };
    (void)state;
    check_all(cases, LENGTH(cases));
}

/* The window of "1m" on 31 March begins after 29 February, as on 30 and on 29 March. */
static void months(void **state)
{
    static const struct window_case cases[] = {
        {"1m", "2024-01-15", "2024-02-14"},  {"1m", "2024-01-28", "2024-02-27"},  {"1m", "2024-01-29", "2024-02-28"},
        {"1m", "2024-01-30", "2024-02-29"},  {"1m", "2024-01-31", "2024-02-29"},  {"1m", "2024-02-01", "2024-02-29"},
        {"1m", "2023-01-29", "2023-02-28"},  {"1m", "2023-01-31", "2023-02-28"},  {"1m", "2023-02-28", "2023-03-27"},
        {"1m", "2024-02-28", "2024-03-27"},  {"1m", "2024-02-29", "2024-03-28"},  {"1m", "2024-03-01", "2024-03-31"},
        {"1m", "2024-03-31", "2024-04-30"},  {"1m", "2024-04-30", "2024-05-29"},  {"1m", "2024-12-31", "2025-01-30"},
        {"2m", "2023-12-30", "2024-02-29"},  {"2m", "2023-12-31", "2024-02-29"},  {"6m", "2024-08-31", "2025-02-28"},
        {"12m", "2024-02-29", "2025-02-28"}, {"12m", "2024-02-28", "2025-02-27"}, {"48m", "2024-02-29", "2028-02-28"},
        {"12m", "1900-02-28", "1901-02-27"}, {"1m", "1900-01-31", "1900-02-28"},  {"13m", "2024-01-31", "2025-02-28"},
    };
    (void)state;
    check_all(cases, LENGTH(cases));
}

static void weeks_begin_on_monday(void **state)
{
    static const struct window_case cases[] = {
        {"week", "2024-01-01", "2024-01-07"}, {"week", "2024-01-07", "2024-01-07"},
        {"week", "2024-01-08", "2024-01-14"}, {"week", "2024-12-31", "2025-01-05"},
        {"week", "1969-12-31", "1970-01-04"}, {"week", "1960-02-29", "1960-03-06"},
        {"week", "0001-01-02", "0001-01-07"},
    };
    (void)state;
    check_all(cases, LENGTH(cases));
}

static void calendar_months_quarters_and_years(void **state)
{
    static const struct window_case cases[] = {
        {"month", "2024-02-01", "2024-02-29"},   {"month", "2024-02-29", "2024-02-29"},
        {"month", "2023-02-28", "2023-02-28"},   {"month", "2024-12-31", "2024-12-31"},
        {"quarter", "2024-01-01", "2024-03-31"}, {"quarter", "2024-03-31", "2024-03-31"},
        {"quarter", "2024-04-01", "2024-06-30"}, {"quarter", "2024-09-30", "2024-09-30"},
        {"quarter", "2024-10-01", "2024-12-31"}, {"quarter", "2024-11-15", "2024-12-31"},
        {"year", "2024-01-01", "2024-12-31"},    {"year", "2024-12-31", "2024-12-31"},
        {"year", "1969-06-01", "1969-12-31"},
    };
    (void)state;
    check_all(cases, LENGTH(cases));
}

/* What should leave a window after the last day of all never leaves it. */
static void windows_past_the_last_day(void **state)
{
    static const char *const windows[] = {"36525d", "36525m", "2d", "2m", "month", "quarter", "year"};
    (void)state;
    for (size_t i = 0; i < LENGTH(windows); i++) {
        loyalty_customer *customer = watcher(windows[i]);
        OK(record(customer, "v", "9999-12-31"));
        OK(advance(customer, "9999-12-31"));
        assert_string_equal(standing_text(customer), "in since 9999-12-31");
        assert_string_equal(next_text(customer), "-");
        loyalty_customer_free(customer);
    }
}

static void windows_before_the_first_day(void **state)
{
    static const char *const windows[] = {"36525d", "36525m", "1d", "1m", "week", "month", "quarter", "year"};
    (void)state;
    for (size_t i = 0; i < LENGTH(windows); i++) {
        loyalty_customer *customer = watcher(windows[i]);
        OK(record(customer, "v", "0001-01-01"));
        OK(advance(customer, "0001-01-01"));
        assert_string_equal(standing_text(customer), "in since 0001-01-01");
        loyalty_customer_free(customer);
    }
}

static void without_a_window_nothing_leaves(void **state)
{
    loyalty_customer *customer = customer_of("{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'count':'v'}},"
                                             "'ladder':[{'rung':'out'},{'rung':'in','enter':['n >= 1']}]}");
    (void)state;
    OK(record(customer, "v", "0001-01-01"));
    OK(advance(customer, "0001-01-02"));
    assert_string_equal(next_text(customer), "-");
    OK(advance(customer, "9999-12-31"));
    assert_string_equal(standing_text(customer), "in since 0001-01-01");
    loyalty_customer_free(customer);
}

/* Events of several days leave one after the other, with what they brought. */
static void sums_shrink_day_by_day(void **state)
{
    loyalty_customer *customer =
        customer_of("{'format':1,'name':'t','events':{'v':{},'w':{}},'metrics':{'n':{'count':['v','w'],'within':'3d'},"
                    "'sum':{'sum':['v','w'],'within':'3d'},'mean':{'mean':['v','w'],'within':'3d'},"
                    "'days':{'active_days':['v','w'],'within':'3d'}},'ladder':[{'rung':'a'}]}");
    static const char *const expected[][4] = {{"2", "30", "30/2", "1"},
                                              {"3", "70", "70/3", "2"},
                                              {"3", "70", "70/3", "2"},
                                              {"1", "40", "40", "1"},
                                              {"0", "0", "UNDEFINED", "0"}};
    (void)state;
    OK(record_value(customer, "v", "2024-01-01", 1, 10));
    OK(record_value(customer, "w", "2024-01-01", 1, 20));
    OK(record_value(customer, "v", "2024-01-02", 1, 40));
    for (size_t i = 0; i < LENGTH(expected); i++) {
        OK(advance(customer, date_text(day("2024-01-01") + (int32_t)i)));
        assert_string_equal(metric_text(customer, "n"), expected[i][0]);
        assert_string_equal(metric_text(customer, "sum"), expected[i][1]);
        assert_string_equal(metric_text(customer, "mean"), expected[i][2]);
        assert_string_equal(metric_text(customer, "days"), expected[i][3]);
    }
    loyalty_customer_free(customer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days),
        cmocka_unit_test(months),
        cmocka_unit_test(weeks_begin_on_monday),
        cmocka_unit_test(calendar_months_quarters_and_years),
        cmocka_unit_test(windows_past_the_last_day),
        cmocka_unit_test(windows_before_the_first_day),
        cmocka_unit_test(without_a_window_nothing_leaves),
        cmocka_unit_test(sums_shrink_day_by_day),
    };
    return cmocka_run_group_tests_name("windows", tests, NULL, NULL);
}
