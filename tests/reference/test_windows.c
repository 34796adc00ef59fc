/* SPDX-License-Identifier: MIT */
/* The reference's spans, periods and windows, against cases worked out by hand. */
#include "calendar.h"
#include "fixture.h"

#include <string.h>

static int plus(const char *date, int months)
{
    return calendar_months_after(day(date), months);
}

static void test_plus_months(void **state)
{
    (void)state;
    assert_int_equal(plus("2025-01-31", 1), day("2025-03-01"));
    assert_int_equal(plus("2024-01-30", 1), day("2024-03-01"));
    assert_int_equal(plus("2024-01-29", 1), day("2024-02-29"));
    assert_int_equal(plus("2024-02-29", 12), day("2025-03-01"));
    assert_int_equal(plus("2024-02-29", 48), day("2028-02-29"));
    assert_int_equal(plus("2023-12-31", 2), day("2024-03-01"));
    assert_int_equal(plus("2024-08-31", 1), day("2024-10-01"));
    assert_int_equal(plus("2024-08-31", 0), day("2024-08-31"));
    assert_int_equal(plus("2024-11-15", 14), day("2026-01-15"));
    assert_int_equal(plus("2024-03-31", -1), day("2024-03-01"));
    assert_int_equal(plus("2024-03-15", -3), day("2023-12-15"));
    assert_int_equal(plus("9999-11-30", 1), day("9999-12-30"));
    assert_int_equal(plus("9999-12-01", 1), calendar_last() + 1);
    assert_int_equal(plus("0001-01-31", 36525), day("3044-10-31"));
    assert_int_equal(plus("0001-01-31", -1), calendar_first() - 1);
    assert_int_equal(plus("0001-03-31", -1), day("0001-03-01"));
    assert_int_equal(calendar_months_before(calendar_last(), 36525 * 1001), calendar_first() - 1);
}

/* An event of day d is in the window "Nm" on the days t with d <= t < d plus N months. */
static void test_less_is_the_other_side_of_plus(void **state)
{
    static const char *const first[] = {"2023-12-20", "2024-12-20", "0001-01-01", "9999-11-01"};
    (void)state;
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        for (int event = day(first[i]); event < day(first[i]) + 60; event++)
            for (int months = 1; months <= 14; months++)
                for (int t = event; t <= event + 430 && t <= calendar_last(); t++)
                    assert_int_equal(calendar_months_before(t, months) < event,
                                     t < calendar_months_after(event, months));
}

static void test_spans_and_periods(void **state)
{
    const struct ref_span day_long = {1, REF_DAY}, month_long = {1, REF_MONTH}, none = {0, REF_DAY};
    (void)state;
    assert_int_equal(ref_span_after(day("2025-01-31"), month_long), day("2025-03-01"));
    assert_int_equal(ref_span_after(day("2024-02-28"), day_long), day("2024-02-29"));
    assert_int_equal(ref_span_after(day("2024-02-28"), none), day("2024-02-28"));
    assert_int_equal(ref_span_after(calendar_last(), day_long), ref_never());
    assert_int_equal(ref_span_after(ref_never(), month_long), ref_never());
    assert_int_equal(ref_period_next(REF_DAY, day("2024-05-15")), day("2024-05-15"));
    assert_int_equal(ref_period_next(REF_WEEK, day("2024-05-15")), day("2024-05-20"));
    assert_int_equal(ref_period_next(REF_WEEK, day("2024-05-20")), day("2024-05-20"));
    assert_int_equal(ref_period_next(REF_MONTH, day("2024-12-02")), day("2025-01-01"));
    assert_int_equal(ref_period_next(REF_QUARTER, day("2024-05-15")), day("2024-07-01"));
    assert_int_equal(ref_period_next(REF_YEAR, day("2024-01-01")), day("2024-01-01"));
    assert_int_equal(ref_period_next(REF_YEAR, day("2024-01-02")), day("2025-01-01"));
    assert_int_equal(ref_period_next(REF_YEAR, day("9999-01-02")), ref_never());
    assert_int_equal(ref_period_next(REF_WEEK, calendar_last()), ref_never());
}

/* How many events of "v" a window sees, that is written behind {'count': 'v'. */
static int64_t seen(struct ref_log *log, const char *date)
{
    static struct ref_facts facts;
    int64_t count = -1;
    ref_facts_of(log, day(date), day(date), &facts);
    assert_true(facts.value[0].defined && big_to_int64(&facts.value[0].numerator, &count));
    return count;
}

static struct ref_log window_log(const char *window)
{
    char text[300] = "{'format': 1, 'name': 't', 'events': {'v': {}, 'join': {}, 'reset': {}}, 'metrics': {'n': "
                     "{'count': 'v'";
    return log_of(strcat(strcat(strcat(text, window), "}}"), ", 'ladder': [{'rung': 'x'}]}"));
}

struct sight {
    const char *window, *event, *date;
    int seen;
};

static void assert_sights(const struct sight *row, size_t rows)
{
    for (size_t i = 0; i < rows; i++) {
        struct ref_log log = window_log(row[i].window);
        add(&log, "v", day(row[i].event), 0, 1);
        if (seen(&log, row[i].date) != row[i].seen)
            fail_msg("%s: an event of %s on %s", row[i].window, row[i].event, row[i].date);
        end(&log);
    }
}

static void test_back(void **state)
{
    static const struct sight row[] = {
        {", 'within': '3d', 'back': 2", "2024-01-01", "2024-01-06", 0},
        {", 'within': '3d', 'back': 2", "2024-01-01", "2024-01-07", 1},
        {", 'within': '3d', 'back': 2", "2024-01-01", "2024-01-09", 1},
        {", 'within': '3d', 'back': 2", "2024-01-01", "2024-01-10", 0},
        {", 'within': '3d', 'back': 0", "2024-01-01", "2024-01-03", 1},
        {", 'within': '1m', 'back': 1", "2024-01-31", "2024-03-31", 0}, /* after 31 January, up to 29 February */
        {", 'within': '1m', 'back': 1", "2024-02-01", "2024-03-31", 1},
        {", 'within': '1m', 'back': 1", "2024-02-29", "2024-03-31", 1},
        {", 'within': '1m', 'back': 1", "2024-03-01", "2024-03-31", 0},
        {", 'within': 'week', 'back': 1", "2024-05-05", "2024-05-15", 0},
        {", 'within': 'week', 'back': 1", "2024-05-06", "2024-05-15", 1},
        {", 'within': 'week', 'back': 1", "2024-05-12", "2024-05-13", 1},
        {", 'within': 'week', 'back': 1", "2024-05-13", "2024-05-19", 0},
        {", 'within': 'month', 'back': 1", "2024-02-01", "2024-03-31", 1},
        {", 'within': 'month', 'back': 1", "2024-02-29", "2024-03-01", 1},
        {", 'within': 'month', 'back': 1", "2024-01-31", "2024-03-01", 0},
        {", 'within': 'quarter', 'back': 1", "2023-10-01", "2024-01-01", 1},
        {", 'within': 'quarter', 'back': 1", "2023-09-30", "2024-01-01", 0},
        {", 'within': 'quarter', 'back': 2", "2023-09-30", "2024-01-01", 1},
        {", 'within': 'year', 'back': 1", "2023-01-01", "2024-12-31", 1},
        {", 'within': 'year', 'back': 1", "2023-01-01", "2025-01-01", 0},
        {", 'within': 'year', 'back': 1000", "2023-01-01", "2025-01-01", 0},
        {", 'within': 'year', 'back': 1000", "0001-01-01", "1001-12-31", 1},
        {", 'within': 'year', 'back': 1", "0001-01-01", "0001-12-31", 0},
        {", 'within': '36525m', 'back': 1000", "0001-01-01", "9999-12-31", 0},
        {", 'within': '36525d', 'back': 99", "0001-01-01", "9999-12-31",
         1}, /* from before the calendar up to the year 99 */
    };
    (void)state;
    assert_sights(row, sizeof row / sizeof *row);
}

static void test_periods_that_begin_on_a_day_of_the_year(void **state)
{
    static const struct sight row[] = {
        {", 'within': 'year', 'begins': '04-01'", "2023-04-01", "2024-03-31", 1},
        {", 'within': 'year', 'begins': '04-01'", "2023-03-31", "2024-03-31", 0},
        {", 'within': 'year', 'begins': '04-01'", "2024-03-31", "2024-04-01", 0},
        {", 'within': 'year', 'begins': '12-31'", "2023-12-31", "2024-12-30", 1},
        {", 'within': 'year', 'begins': '12-31'", "2023-12-31", "2024-12-31", 0},
        {", 'within': 'month', 'begins': '01-31'", "2024-02-29", "2024-02-29", 1}, /* from 31 January */
        {", 'within': 'month', 'begins': '01-31'", "2024-02-29", "2024-03-01", 0}, /* from 1 March */
        {", 'within': 'month', 'begins': '01-31'", "2024-03-01", "2024-03-30", 1},
        {", 'within': 'month', 'begins': '01-31'", "2024-03-01", "2024-03-31", 0}, /* from 31 March */
        {", 'within': 'month', 'begins': '01-31', 'back': 1", "2024-03-01", "2024-03-31", 1},
        {", 'within': 'month', 'begins': '01-31', 'back': 1", "2024-02-29", "2024-03-31", 0},
        {", 'within': 'month', 'begins': '01-31'", "2024-03-31", "2024-04-30", 1},
        {", 'within': 'month', 'begins': '01-31'", "2024-03-31", "2024-05-01", 0},
        {", 'within': 'month', 'begins': '12-29'", "2024-02-28", "2024-02-29", 0}, /* from 29 February */
        {", 'within': 'month', 'begins': '12-29'", "2023-02-28", "2023-02-28", 1},
        {", 'within': 'month', 'begins': '12-29'", "2023-02-28", "2023-03-01", 0}, /* from 1 March */
        {", 'within': 'quarter', 'begins': '11-30'", "2024-02-29", "2024-02-29", 1},
        {", 'within': 'quarter', 'begins': '11-30'", "2024-02-29", "2024-03-01", 0},
        {", 'within': 'quarter', 'begins': '11-30', 'back': 1", "2024-02-29", "2024-05-29", 1},
        {", 'within': 'quarter', 'begins': '11-30', 'back': 1", "2024-02-29", "2024-05-30", 0},
        {", 'within': 'year', 'begins': '04-01'", "0001-01-01", "0001-03-31", 1},
        {", 'within': 'year', 'begins': '04-01'", "0001-01-01", "0001-04-01", 0},
        {", 'within': 'year', 'begins': '04-01', 'back': 1", "0001-01-01", "0001-03-31", 0},
        {", 'within': 'year', 'begins': '04-01', 'back': 1", "0001-01-01", "0001-04-01", 1},
        {", 'within': 'month', 'begins': '01-31'", "9999-12-30", "9999-12-31", 0},
        {", 'within': 'month', 'begins': '01-31', 'back': 1", "9999-12-30", "9999-12-31", 1},
    };
    (void)state;
    assert_sights(row, sizeof row / sizeof *row);
}

static void test_periods_that_begin_with_a_kind(void **state)
{
    struct ref_log log = window_log(", 'within': 'year', 'begins': 'join'");
    (void)state;
    add(&log, "v", day("2024-02-29"), 0, 1);
    add(&log, "v", day("2027-12-31"), 0, 10);
    assert_int_equal(seen(&log, "2024-02-29"), 0); /* there is no join yet */
    add(&log, "join", day("2024-02-29"), 0, 1);
    add(&log, "join", day("2024-06-01"), 0, 1); /* it is the first that counts */
    assert_int_equal(seen(&log, "2024-02-28"), 0);
    assert_int_equal(seen(&log, "2024-02-29"), 1);
    assert_int_equal(seen(&log, "2025-02-28"), 1);
    assert_int_equal(seen(&log, "2025-03-01"), 0);  /* the anniversary of a 29 February */
    assert_int_equal(seen(&log, "2028-02-28"), 10); /* from 2027-03-01 */
    assert_int_equal(seen(&log, "2028-02-29"), 0);
    add(&log, "join", day("2024-02-29"), 0, -1); /* then it is that of 1 June */
    assert_int_equal(seen(&log, "2024-05-31"), 0);
    assert_int_equal(seen(&log, "2024-06-01"), 0);
    assert_int_equal(seen(&log, "2028-02-29"), 10);
    assert_int_equal(seen(&log, "2028-06-01"), 0);
    end(&log);
    log = window_log(", 'within': 'month', 'begins': 'join', 'back': 1");
    add(&log, "join", day("2024-03-10"), 0, 1);
    add(&log, "v", day("2024-02-09"), 0, 1);
    add(&log, "v", day("2024-02-10"), 0, 10);
    add(&log, "v", day("2024-03-09"), 0, 100);
    add(&log, "v", day("2024-03-10"), 0, 1000);
    assert_int_equal(seen(&log, "2024-03-09"), 0); /* nobody has joined */
    assert_int_equal(seen(&log, "2024-03-10"), 110);
    assert_int_equal(seen(&log, "2024-04-10"), 1000);
    end(&log);
}

static void test_after(void **state)
{
    struct ref_log log = window_log(", 'after': 'reset'");
    (void)state;
    add(&log, "v", day("2024-01-04"), 0, 1);
    add(&log, "v", day("2024-01-05"), 0, 10);
    add(&log, "v", day("2024-01-10"), 0, 100);
    assert_int_equal(seen(&log, "2024-01-10"), 0);
    add(&log, "reset", day("2024-01-05"), 0, 1);
    assert_int_equal(seen(&log, "2024-01-04"), 0);
    assert_int_equal(seen(&log, "2024-01-05"), 10);
    assert_int_equal(seen(&log, "2024-01-10"), 110);
    add(&log, "reset", day("2024-01-08"), 0, 1);
    assert_int_equal(seen(&log, "2024-01-07"), 10);
    assert_int_equal(seen(&log, "2024-01-08"), 0);
    assert_int_equal(seen(&log, "2024-01-10"), 100);
    add(&log, "reset", day("2024-01-08"), 7, -1); /* the count of that day is 0 now */
    assert_int_equal(seen(&log, "2024-01-10"), 110);
    end(&log);
    log = window_log(", 'within': '3d', 'back': 1, 'after': 'reset'");
    add(&log, "reset", day("2024-01-05"), 0, 1);
    add(&log, "v", day("2024-01-04"), 0, 1);
    add(&log, "v", day("2024-01-05"), 0, 10);
    assert_int_equal(seen(&log, "2024-01-07"), 0); /* up to the 4th */
    assert_int_equal(seen(&log, "2024-01-08"), 10);
    assert_int_equal(seen(&log, "2024-01-10"), 10);
    assert_int_equal(seen(&log, "2024-01-11"), 0);
    end(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plus_months),
        cmocka_unit_test(test_less_is_the_other_side_of_plus),
        cmocka_unit_test(test_spans_and_periods),
        cmocka_unit_test(test_back),
        cmocka_unit_test(test_periods_that_begin_on_a_day_of_the_year),
        cmocka_unit_test(test_periods_that_begin_with_a_kind),
        cmocka_unit_test(test_after),
    };
    return cmocka_run_group_tests_name("reference: windows", tests, NULL, NULL);
}
