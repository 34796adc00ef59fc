/* SPDX-License-Identifier: MIT */
/* Reading the log of a customer, and the standing on an earlier day. */
#include "support.h"

static const char shop[] = "{'format':1,'name':'t','events':{'visit':{},'sale':{}},'accept_late':'10d',"
                           "'metrics':{'visits':{'count':'visit','within':'30d'},'idle':{'days_since':'visit'}},"
                           "'score':{'points':{'idle':[[0,7]]}},"
                           "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['visits >= 2'],'grace':'5d'}]}";

static loyalty_customer *anna;

static int set_up(void **state)
{
    loyalty_program *program = table(shop);
    (void)state;
    OK(loyalty_customer_new(program, &anna));
    loyalty_program_unref(program);
    OK(record(anna, "visit", "2024-01-05"));
    OK(record(anna, "visit", "2024-01-10"));
    OK(record_value(anna, "sale", "2024-01-10", 2, 30));
    OK(record_value(anna, "sale", "2024-01-11", 1, 5));
    OK(record_value(anna, "sale", "2024-01-11", -1, 5));
    OK(record(anna, "visit", "2024-06-01"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(anna);
    return 0;
}

static void days_of_a_kind(void **state)
{
    loyalty_date dates[3] = {0};
    int64_t counts[3] = {0}, sums[3] = {0};
    size_t count = 0;
    (void)state;
    OK(loyalty_customer_days(anna, kind_named(anna, "visit"), LOYALTY_DATE_MIN, 3, dates, counts, sums, &count));
    assert_int_equal(count, 3);
    assert_int_equal(dates[0], day("2024-01-05"));
    assert_int_equal(dates[2], day("2024-06-01"));
    assert_int_equal(counts[1], 1);
    OK(loyalty_customer_days(anna, kind_named(anna, "sale"), LOYALTY_DATE_MIN, 3, dates, counts, sums, &count));
    assert_int_equal(count, 1); /* that of the next day was taken back */
    assert_int_equal(counts[0], 2);
    assert_int_equal(sums[0], 60);
}

static void only_as_many_as_fit(void **state)
{
    const uint32_t visit = kind_named(anna, "visit");
    loyalty_date dates[2] = {1, 1};
    size_t count = 0;
    (void)state;
    OK(loyalty_customer_days(anna, visit, day("2024-01-06"), 1, dates, NULL, NULL, &count));
    assert_int_equal(count, 2);
    assert_int_equal(dates[0], day("2024-01-10"));
    assert_int_equal(dates[1], 1);
    OK(loyalty_customer_days(anna, visit, day("2024-06-02"), 0, NULL, NULL, NULL, &count));
    assert_int_equal(count, 0);
}

static void bad_questions_about_days(void **state)
{
    size_t count = 7;
    (void)state;
    assert_int_equal(loyalty_customer_days(NULL, 0, 0, 0, NULL, NULL, NULL, &count), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_customer_days(anna, 0, 0, 0, NULL, NULL, NULL, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_customer_days(anna, 2, 0, 0, NULL, NULL, NULL, &count), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_customer_days(anna, 0, LOYALTY_DATE_NONE, 0, NULL, NULL, NULL, &count), LOYALTY_E_DATE);
    assert_int_equal(count, 7);
}

static void the_standing_on_each_earlier_day(void **state)
{
    loyalty_standing then = {.size = sizeof then}, now = {.size = sizeof now};
    loyalty_customer *other;
    (void)state;
    OK(loyalty_customer_copy(anna, &other));
    OK(advance(anna, "2024-03-31"));
    for (loyalty_date date = day("2024-01-05"); date <= day("2024-03-31"); date++) {
        OK(loyalty_customer_advance(other, date, NULL, NULL));
        OK(loyalty_customer_standing(other, &now));
        OK(loyalty_customer_standing_on(anna, date, &then));
        assert_memory_equal(&then, &now, sizeof now);
    }
    loyalty_customer_free(other);
}

static void days_without_a_standing(void **state)
{
    loyalty_standing then = {.size = sizeof then};
    (void)state;
    assert_int_equal(loyalty_customer_standing_on(anna, day("2024-01-05"), &then), LOYALTY_E_NOT_ADVANCED);
    OK(advance(anna, "2024-03-31"));
    assert_int_equal(loyalty_customer_standing_on(anna, day("2024-01-04"), &then), LOYALTY_E_ABSENT);
    assert_int_equal(loyalty_customer_standing_on(anna, day("2024-04-01"), &then), LOYALTY_E_NOT_ADVANCED);
    assert_int_equal(loyalty_customer_standing_on(anna, LOYALTY_DATE_MAX + 1, &then), LOYALTY_E_DATE);
    assert_int_equal(loyalty_customer_standing_on(anna, day("2024-01-05"), NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_customer_standing_on(NULL, day("2024-01-05"), &then), LOYALTY_E_ARGUMENT);
    then.size = 1;
    assert_int_equal(loyalty_customer_standing_on(anna, day("2024-01-05"), &then), LOYALTY_E_STRUCT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(days_of_a_kind, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_as_many_as_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bad_questions_about_days, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_standing_on_each_earlier_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(days_without_a_standing, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("look back", tests, NULL, NULL);
}
