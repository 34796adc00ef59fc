/* SPDX-License-Identifier: MIT */
/* Advancing and looking ahead: which days are passed, which are told, and which cost nothing. */
#include "support.h"

/* A visit makes a friend on its day. */
static const char shop[] = "{'format':1,'name':'t','events':{'visit':{}},'accept_late':'10d',"
                           "'metrics':{'n':{'count':'visit','within':'30d'},'today':{'count':'visit','within':'1d'}},"
                           "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['today >= 1'],'keep':['n >= 1'],"
                           "'hold':'20d','grace':'5d'}]}";

static loyalty_customer *customer;

static int set_up(void **state)
{
    (void)state;
    customer = customer_of(shop);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(customer);
    return 0;
}

static void one_long_advance_is_many_short_ones(void **state)
{
    loyalty_customer *daily;
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(record(customer, "visit", "2024-03-15"));
    OK(record(customer, "visit", "2025-12-31"));
    OK(loyalty_customer_copy(customer, &daily));
    struct diary once = {""}, by_day = {""};
    OK(loyalty_customer_advance(customer, day("2024-08-01"), write_down, &once));
    for (int32_t date = day("2023-12-25"); date <= day("2024-08-01"); date++)
        OK(loyalty_customer_advance(daily, date, write_down, &by_day));
    assert_string_equal(once.text, by_day.text);
    assert_string_equal(standing_text(customer), standing_text(daily));
    assert_string_equal(next_text(customer), next_text(daily));
    assert_string_equal(transitions_text(customer), transitions_text(daily));
    loyalty_customer_free(daily);
}

static void the_past_is_refused(void **state)
{
    int32_t date;
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-10"));
    assert_int_equal(advance(customer, "2024-01-09"), LOYALTY_E_PAST);
    assert_int_equal(advance(customer, "0001-01-01"), LOYALTY_E_PAST);
    OK(advance(customer, "2024-01-10")); /* today is no past */
    OK(loyalty_customer_date(customer, &date));
    assert_int_equal(date, day("2024-01-10"));
}

static void what_is_no_date_is_refused(void **state)
{
    static const int32_t bad[] = {LOYALTY_DATE_MIN - 1, LOYALTY_DATE_MAX + 1, LOYALTY_DATE_NONE, INT32_MIN, INT32_MAX};
    int32_t date;
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        assert_int_equal(loyalty_customer_advance(customer, bad[i], NULL, NULL), LOYALTY_E_DATE);
        assert_int_equal(loyalty_customer_outlook(customer, bad[i], NULL, NULL), LOYALTY_E_DATE);
    }
    assert_int_equal(loyalty_customer_date(customer, &date), LOYALTY_E_NOT_ADVANCED);
}

static void each_transition_is_told_once(void **state)
{
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    assert_string_equal(told_by_advance(customer, "2023-12-31"), "");
    assert_string_equal(told_by_advance(customer, "2024-01-01"), "2024-01-01 guest > friend");
    assert_string_equal(told_by_advance(customer, "2024-01-01"), "");
    assert_string_equal(told_by_advance(customer, "2024-02-04"), "");
    assert_string_equal(told_by_advance(customer, "2024-02-05"), "2024-02-05 friend > guest");
    assert_string_equal(told_by_advance(customer, "2024-02-05"), "");
    assert_string_equal(told_by_advance(customer, "2024-02-06"), "");
    OK(record(customer, "visit", "2024-02-07"));
    assert_string_equal(told_by_advance(customer, "2024-02-08"), "2024-02-07 guest > friend");
}

static void next_is_the_day_that_matters(void **state)
{
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(record(customer, "visit", "2024-01-20"));
    OK(advance(customer, "2024-01-02"));
    assert_string_equal(next_text(customer), "2024-01-31"); /* the first visit leaves the window */
    OK(advance(customer, "2024-01-20"));
    assert_string_equal(next_text(customer), "2024-02-19"); /* but one visit is enough: the second */
    OK(advance(customer, "2024-01-31"));
    assert_string_equal(next_text(customer), "2024-02-19");
    OK(advance(customer, "2024-02-19"));
    assert_string_equal(standing_text(customer),
                        "friend since 2024-01-01, failing since 2024-02-19, falls on 2024-02-24");
    assert_string_equal(next_text(customer), "2024-02-24");
}

static void the_outlook_is_what_an_advance_will_tell(void **state)
{
    loyalty_customer *later;
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-15"));
    OK(loyalty_customer_copy(customer, &later));
    const char *outlook = told_by_outlook(customer, "2024-03-01");
    assert_string_equal(outlook, told_by_advance(later, "2024-03-01"));
    assert_string_equal(told_by_outlook(customer, "2024-02-05"), "2024-02-05 friend > guest");
    assert_string_equal(told_by_outlook(customer, "2024-02-04"), "");
    assert_string_equal(told_by_outlook(customer, "2024-01-15"), ""); /* today was told */
    loyalty_customer_free(later);
}

static void the_outlook_changes_nothing(void **state)
{
    int32_t date;
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-11"));
    OK(loyalty_customer_outlook(customer, LOYALTY_DATE_MIN + 800000, NULL, NULL)); /* nobody listens */
    assert_string_equal(standing_text(customer), "friend since 2024-01-01");
    assert_string_equal(next_text(customer), "2024-01-31");
    assert_string_equal(transitions_text(customer), "2024-01-01 guest > friend");
    OK(loyalty_customer_date(customer, &date));
    assert_int_equal(date, day("2024-01-11"));
    assert_string_equal(told_by_advance(customer, "2024-02-05"), "2024-02-05 friend > guest");
}

static void the_outlook_sees_events_to_come(void **state)
{
    (void)state;
    OK(record(customer, "visit", "2024-01-10"));
    assert_string_equal(told_by_outlook(customer, "2024-01-31"), "2024-01-10 guest > friend"); /* not advanced yet */
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(told_by_outlook(customer, "2024-01-31"), "2024-01-10 guest > friend");
    OK(advance(customer, "2024-01-10"));
    OK(record(customer, "visit", "2024-02-13"));
    assert_string_equal(told_by_outlook(customer, "2024-03-01"), ""); /* just in time */
    OK(record_value(customer, "visit", "2024-02-13", -1, 0));
    assert_string_equal(told_by_outlook(customer, "2024-02-20"), "2024-02-14 friend > guest");
    OK(record(customer, "visit", "2024-02-15"));
    assert_string_equal(told_by_outlook(customer, "2024-02-20"),
                        "2024-02-14 friend > guest; 2024-02-15 guest > friend");
}

static void the_outlook_into_the_past_is_refused(void **state)
{
    (void)state;
    OK(advance(customer, "2024-01-15"));
    assert_int_equal(loyalty_customer_outlook(customer, day("2024-01-14"), NULL, NULL), LOYALTY_E_PAST);
    OK(loyalty_customer_outlook(customer, day("2024-01-15"), NULL, NULL));
}

/* Remembered are the transitions that a late event may still change. */
static void transitions_are_forgotten_beyond_late_events(void **state)
{
    loyalty_customer *fickle = customer_of(
        "{'format':1,'name':'t','events':{'v':{}},'accept_late':'10d',"
        "'metrics':{'n':{'count':'v','within':'2d'}},'ladder':[{'rung':'a'},{'rung':'b','enter':['n >= 1']}]}");
    (void)state;
    OK(record(fickle, "v", "2024-01-01"));
    OK(record(fickle, "v", "2024-01-11"));
    OK(advance(fickle, "2024-01-13"));
    assert_string_equal(transitions_text(fickle), "2024-01-03 b > a; 2024-01-11 a > b; 2024-01-13 b > a");
    OK(advance(fickle, "2024-01-14"));
    assert_string_equal(transitions_text(fickle), "2024-01-11 a > b; 2024-01-13 b > a");
    OK(advance(fickle, "2024-01-21"));
    assert_string_equal(transitions_text(fickle), "2024-01-11 a > b; 2024-01-13 b > a");
    OK(advance(fickle, "2024-01-22"));
    assert_string_equal(transitions_text(fickle), "2024-01-13 b > a");
    OK(advance(fickle, "2024-01-23"));
    assert_string_equal(transitions_text(fickle), "2024-01-13 b > a");
    OK(advance(fickle, "2024-01-24"));
    assert_string_equal(transitions_text(fickle), "");
    loyalty_customer_free(fickle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_long_advance_is_many_short_ones, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_past_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_date_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_transition_is_told_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(next_is_the_day_that_matters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_outlook_is_what_an_advance_will_tell, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_outlook_changes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_outlook_sees_events_to_come, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_outlook_into_the_past_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(transitions_are_forgotten_beyond_late_events, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("advance", tests, NULL, NULL);
}
