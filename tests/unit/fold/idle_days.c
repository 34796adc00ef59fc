/* SPDX-License-Identifier: MIT */
/*
 * Cost follows change: a day on which nothing can change is not evaluated. Seen through a host metric that stands in
 * the first condition looked at, says that it stays for ever, and counts how often it is asked.
 */
#include "support.h"

static int32_t count_calls(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    uint32_t *calls = user;
    (void)customer_user, (void)date;
    (*calls)++;
    *value = 1;
    *until = LOYALTY_DATE_MAX;
    return LOYALTY_OK;
}

/* The ladder asks `asked` on every day that it is evaluated. */
static loyalty_customer *watched(const char *metrics, const char *ladder, uint32_t *calls)
{
    loyalty_options *options;
    loyalty_customer *customer;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_bind(options, "f", count_calls, calls));
    loyalty_program *program = table_with(text_of("{'format':1,'name':'t','events':{'v':{},'w':{}},"
                                                  "'metrics':{'asked':{'host':'f'},%s},'ladder':[{'rung':'r0'},%s]}",
                                                  metrics, ladder),
                                          options);
    loyalty_options_free(options);
    OK(loyalty_customer_new(program, &customer));
    loyalty_program_unref(program);
    *calls = 0;
    return customer;
}

/* Ten years in one call and in 3,652: as many evaluations, and no more than `most`. */
static void check(const char *metrics, const char *ladder, uint32_t most)
{
    uint32_t calls, daily_calls;
    int32_t first = day("2020-01-01");
    loyalty_customer *once = watched(metrics, ladder, &calls), *daily = watched(metrics, ladder, &daily_calls);
    OK(record(once, "v", "2020-01-01"));
    OK(record(daily, "v", "2020-01-01"));
    OK(advance(once, "2029-12-31"));
    for (int32_t date = first; date <= day("2029-12-31"); date++)
        OK(loyalty_customer_advance(daily, date, NULL, NULL));
    if (calls != daily_calls || calls > most || calls == 0)
        fail_msg("%s: %u evaluations in one call, %u day by day, expected at most %u", ladder, (unsigned)calls,
                 (unsigned)daily_calls, (unsigned)most);
    assert_string_equal(standing_text(once), standing_text(daily));
    OK(loyalty_customer_outlook(once, LOYALTY_DATE_MAX, NULL, NULL));
    assert_in_range(calls, 1, most + 1);
    loyalty_customer_free(once);
    loyalty_customer_free(daily);
}

static void a_count_without_a_window_is_looked_at_once(void **state)
{
    (void)state;
    check("'n':{'count':'v'}", "{'rung':'r1','enter':['asked >= 1','n >= 5']}", 1);
}

/* Promoted, the day after, the event leaves the window, demoted, the day after. */
static void a_window_is_looked_at_where_it_changes(void **state)
{
    (void)state;
    check("'n':{'count':'v','within':'365d'}", "{'rung':'r1','enter':['asked >= 1','n >= 1']}", 4);
    check("'n':{'sum':'v','within':'13m'}", "{'rung':'r1','enter':['asked >= 1','n > 5']}", 2);
    check("'n':{'active_days':'v','within':'quarter'}", "{'rung':'r1','enter':['asked >= 1','n >= 2']}", 2);
    check("'n':{'mean':'v','within':'year'}", "{'rung':'r1','enter':['asked >= 1','n >= 2']}", 2);
}

/* A number that grows by one a day matters only where it reaches a number that the table names. */
static void days_are_looked_at_where_they_reach_a_number(void **state)
{
    (void)state;
    check("'n':{'days_since':'v'}", "{'rung':'r1','enter':['asked >= 1','n >= 1000']}", 3);
    check("'n':{'days_since_first':'v'}", "{'rung':'r1','enter':['asked >= 1','n == 1000']}", 5);
    check("'n':{'days_since':'v'}", "{'rung':'r1','enter':['asked >= 1','n >= 100','n <= 200','n != 150']}", 11);
}

static void hold_and_grace_are_waited_for(void **state)
{
    (void)state;
    check("'n':{'count':'v','within':'10d'}",
          "{'rung':'r1','enter':['asked >= 1','n >= 1'],'hold':'1000d','grace':'300d'}", 5);
}

static void an_event_costs_the_days_that_it_changes(void **state)
{
    uint32_t calls;
    loyalty_customer *customer =
        watched("'n':{'count':'v','within':'365d'}", "{'rung':'r1','enter':['asked >= 1','n >= 3']}", &calls);
    (void)state;
    OK(record(customer, "v", "2020-01-01"));
    OK(advance(customer, "2024-12-31"));
    uint32_t before = calls;
    OK(record(customer, "w", "2025-01-05")); /* no rung asks for it */
    OK(record(customer, "v", "2025-01-10"));
    OK(advance(customer, "2025-12-31"));
    assert_in_range(calls - before, 1, 3);
    before = calls;
    OK(record(customer, "v", "2025-12-30")); /* late: the day itself, and what may follow */
    assert_in_range(calls - before, 1, 2);
    loyalty_customer_free(customer);
}

static void periods_are_looked_at_where_they_change(void **state)
{
    (void)state;
    check("'n':{'count':'v','within':'year','back':2}", "{'rung':'r1','enter':['asked >= 1','n >= 1']}", 3);
    check("'n':{'count':'v','within':'100d','back':5}", "{'rung':'r1','enter':['asked >= 1','n >= 1']}", 3);
    check("'n':{'sum':'v','within':'quarter','begins':'v','back':1}", "{'rung':'r1','enter':['asked >= 1','n >= 1']}",
          3);
    check("'n':{'active_months':'v','within':'3m'}", "{'rung':'r1','enter':['asked >= 1','n >= 2']}", 2);
    check("'n':{'streak_weeks':'v'}", "{'rung':'r1','enter':['asked >= 1','n >= 2']}", 2);
    check("'n':{'latest':'v','within':'50d'}", "{'rung':'r1','enter':['asked >= 1','n >= 1']}", 2);
}

/* A term's end asks two days, its last and the end itself. */
static void terms_are_looked_at_where_they_end(void **state)
{
    (void)state;
    check("'n':{'count':'v','within':'term'},'first':{'count':'v','within':'1d'}",
          "{'rung':'r1','enter':['asked >= 2','first >= 1'],'keep':['asked >= 1','n >= 0'],'term':'12m'},"
          "{'rung':'r2','enter':['first >= 2']}",
          40);
}

static void reviews_are_looked_at_where_something_changed(void **state)
{
    uint32_t calls;
    loyalty_options *options;
    loyalty_customer *customer;
    (void)state;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_bind(options, "f", count_calls, &calls));
    loyalty_program *program = table_with(
        "{'format':1,'name':'t','events':{'v':{}},'review':'week','metrics':{'asked':{'host':'f'},"
        "'n':{'count':'v','within':'365d'}},'ladder':[{'rung':'r0'},{'rung':'r1','enter':['asked >= 1','n >= 1']}]}",
        options);
    loyalty_options_free(options);
    OK(loyalty_customer_new(program, &customer));
    loyalty_program_unref(program);
    calls = 0;
    OK(record(customer, "v", "2020-01-01"));
    OK(advance(customer, "2029-12-31"));
    assert_in_range(calls, 2, 4); /* the Monday after, and that on which the visit has left */
    loyalty_customer_free(customer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_count_without_a_window_is_looked_at_once),
        cmocka_unit_test(a_window_is_looked_at_where_it_changes),
        cmocka_unit_test(days_are_looked_at_where_they_reach_a_number),
        cmocka_unit_test(hold_and_grace_are_waited_for),
        cmocka_unit_test(an_event_costs_the_days_that_it_changes),
        cmocka_unit_test(periods_are_looked_at_where_they_change),
        cmocka_unit_test(terms_are_looked_at_where_they_end),
        cmocka_unit_test(reviews_are_looked_at_where_something_changed),
    };
    return cmocka_run_group_tests_name("idle days", tests, NULL, NULL);
}
