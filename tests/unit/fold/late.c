/* SPDX-License-Identifier: MIT */
/* Late events: what they undo, what they bring, and where they leave the customer. */
#include "support.h"

/* A friend has two visits within five days, a fan four; falling takes a day of grace. */
static const char shop[] = "{'format':1,'name':'t','events':{'visit':{},'other':{}},'accept_late':'10d',"
                           "'metrics':{'n':{'count':'visit','within':'5d'}},"
                           "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['n >= 2'],'grace':'1d'},"
                           "{'rung':'fan','enter':['n >= 4'],'grace':'1d'}]}";

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

static void a_late_event_brings_transitions(void **state)
{
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-10"));
    assert_string_equal(told_by_record(customer, "visit", "2024-01-03", 1),
                        "2024-01-03 guest > friend; 2024-01-07 friend > guest");
    assert_string_equal(standing_text(customer), "guest since 2024-01-07");
    assert_string_equal(transitions_text(customer), "2024-01-03 guest > friend; 2024-01-07 friend > guest");
}

static void what_stays_is_not_told(void **state)
{
    (void)state;
    OK(record_value(customer, "visit", "2024-01-01", 2, 0));
    OK(advance(customer, "2024-01-10"));
    assert_string_equal(transitions_text(customer), "2024-01-01 guest > friend; 2024-01-07 friend > guest");
    assert_string_equal(told_by_record(customer, "other", "2024-01-05", 1), "");
    assert_string_equal(told_by_record(customer, "visit", "2024-01-09", 1), "");
    /* The promotion stays; the fall does not come. */
    assert_string_equal(told_by_record(customer, "visit", "2024-01-06", 2), "revoked 2024-01-07 friend > guest");
    assert_string_equal(standing_text(customer), "friend since 2024-01-01");
}

static void revoked_ones_come_before_new_ones(void **state)
{
    (void)state;
    OK(record(customer, "visit", "2024-01-02"));
    OK(record(customer, "visit", "2024-01-04"));
    OK(advance(customer, "2024-01-10"));
    assert_string_equal(transitions_text(customer), "2024-01-04 guest > friend; 2024-01-08 friend > guest");
    assert_string_equal(told_by_record(customer, "visit", "2024-01-03", 2),
                        "revoked 2024-01-04 guest > friend; revoked 2024-01-08 friend > guest; "
                        "2024-01-03 guest > friend; 2024-01-04 friend > fan; 2024-01-08 fan > guest");
}

static void taking_back_late_revokes(void **state)
{
    (void)state;
    OK(record_value(customer, "visit", "2024-01-05", 2, 0));
    OK(advance(customer, "2024-01-06"));
    assert_string_equal(told_by_record(customer, "visit", "2024-01-05", -1), "revoked 2024-01-05 guest > friend");
    assert_string_equal(standing_text(customer), "guest since 2024-01-05");
    assert_string_equal(told_by_record(customer, "visit", "2024-01-05", -1), "");
    assert_string_equal(standing_text(customer), "ABSENT");
    assert_string_equal(transitions_text(customer), "");
}

static void today_is_late_too(void **state)
{
    (void)state;
    OK(advance(customer, "2024-01-06"));
    assert_string_equal(told_by_record(customer, "visit", "2024-01-06", 4), "2024-01-06 guest > fan");
    assert_string_equal(standing_text(customer), "fan since 2024-01-06");
    assert_string_equal(told_by_record(customer, "visit", "2024-01-07", 1), "");
}

/* An earlier first event moves the appearance. */
static void the_appearance_moves(void **state)
{
    (void)state;
    OK(record(customer, "other", "2024-01-08"));
    OK(advance(customer, "2024-01-10"));
    assert_string_equal(told_by_record(customer, "other", "2024-01-02", 1), "");
    assert_string_equal(standing_text(customer), "guest since 2024-01-02");
    assert_string_equal(told_by_record(customer, "other", "2024-01-02", -1), "");
    assert_string_equal(standing_text(customer), "guest since 2024-01-08");
}

static void the_earliest_day_accepted_and_the_one_before(void **state)
{
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-12"));
    struct diary diary = {""};
    loyalty_event event = event_of(customer, "visit", "2024-01-01");
    assert_int_equal(loyalty_customer_record(customer, &event, write_down, &diary), LOYALTY_E_TOO_LATE);
    assert_string_equal(diary.text, "");
    assert_string_equal(metric_text(customer, "n"), "0");
    assert_string_equal(told_by_record(customer, "visit", "2024-01-02", 1),
                        "2024-01-02 guest > friend; 2024-01-07 friend > guest");
}

/* A late event after a long time rewinds to a standing that began long before. */
static void a_rewind_knows_the_standing_before(void **state)
{
    (void)state;
    for (int32_t i = 0; i < 200; i++)
        OK(record_value(customer, "visit", date_text(day("2023-01-01") + i), 1, 0));
    OK(advance(customer, "2023-07-15"));
    assert_string_equal(standing_text(customer), "fan since 2023-01-04");
    OK(advance(customer, "2023-07-19"));
    assert_string_equal(told_by_record(customer, "visit", "2023-07-09", -1), "");
    assert_string_equal(standing_text(customer), "fan since 2023-01-04");
    /* Three visits less on the last days accepted: the fall is told, the promotion of January stays. */
    assert_string_equal(told_by_record(customer, "visit", "2023-07-10", -3),
                        "2023-07-11 fan > guest; 2023-07-14 guest > friend; 2023-07-15 friend > fan");
    assert_string_equal(transitions_text(customer),
                        "2023-07-11 fan > guest; 2023-07-14 guest > friend; 2023-07-15 friend > fan");
}

/* In whatever order the days come, the standing afterwards is that of the right order. */
static void late_or_in_time_makes_no_difference(void **state)
{
    loyalty_customer *in_time = customer_of(shop);
    static const char *const dates[] = {"2024-01-05", "2024-01-02", "2024-01-08", "2024-01-04", "2024-01-03"};
    (void)state;
    OK(advance(customer, "2024-01-09"));
    for (size_t i = 0; i < LENGTH(dates); i++) {
        OK(record(customer, "visit", dates[i]));
        OK(record(in_time, "visit", dates[i]));
    }
    OK(advance(in_time, "2024-01-09"));
    assert_string_equal(standing_text(customer), standing_text(in_time));
    assert_string_equal(transitions_text(customer), transitions_text(in_time));
    assert_string_equal(next_text(customer), next_text(in_time));
    assert_string_equal(told_by_outlook(customer, "2025-01-01"), told_by_outlook(in_time, "2025-01-01"));
    loyalty_customer_free(in_time);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_late_event_brings_transitions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_stays_is_not_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(revoked_ones_come_before_new_ones, set_up, tear_down),
        cmocka_unit_test_setup_teardown(taking_back_late_revokes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(today_is_late_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_appearance_moves, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_earliest_day_accepted_and_the_one_before, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_rewind_knows_the_standing_before, set_up, tear_down),
        cmocka_unit_test_setup_teardown(late_or_in_time_makes_no_difference, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("late events", tests, NULL, NULL);
}
