/* SPDX-License-Identifier: MIT */
/* Recording: what is accepted, what is refused and changes nothing. */
#include <string.h>

#include "support.h"

#define TABLE                                                                                                          \
    "{'format':1,'name':'t','events':{'visit':{},'sale':{'value':[-10,1000]},'rating':{'value':[3,3]}},"               \
    "'accept_late':'10d',"                                                                                             \
    "'metrics':{'visits':{'count':'visit'},'sales':{'count':'sale'},'spend':{'sum':'sale'},"                           \
    "'total':{'sum':'visit'},'days':{'active_days':['visit','sale']}},"                                                \
    "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['visits >= 3']}]}"

static loyalty_customer *customer;

static int set_up(void **state)
{
    (void)state;
    customer = customer_of(TABLE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(customer);
    return 0;
}

static void values_within_the_range_are_accepted(void **state)
{
    (void)state;
    OK(record_value(customer, "sale", "2024-01-01", 1, -10));
    OK(record_value(customer, "sale", "2024-01-01", 1, 1000));
    OK(record_value(customer, "rating", "2024-01-01", 1, 3));
    OK(record_value(customer, "visit", "2024-01-01", 1, INT64_MAX)); /* no range */
    OK(record_value(customer, "visit", "2024-01-02", 1, INT64_MIN));
    OK(advance(customer, "2024-01-02"));
    assert_string_equal(metric_text(customer, "spend"), "990");
    assert_string_equal(metric_text(customer, "total"), "-1");
}

static void values_outside_the_range_are_refused(void **state)
{
    static const struct {
        const char *kind;
        int64_t value;
    } bad[] = {{"sale", -11}, {"sale", 1001}, {"sale", INT64_MIN}, {"sale", INT64_MAX},
               {"rating", 2}, {"rating", 4},  {"rating", 0}};
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        assert_int_equal(record_value(customer, bad[i].kind, "2024-01-01", 1, bad[i].value), LOYALTY_E_VALUE);
        assert_int_equal(record_value(customer, bad[i].kind, "2024-01-01", 0, bad[i].value), LOYALTY_E_VALUE);
    }
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(standing_text(customer), "ABSENT");
}

static void dates_outside_the_calendar_are_refused(void **state)
{
    static const int32_t bad[] = {LOYALTY_DATE_MIN - 1, LOYALTY_DATE_MAX + 1, LOYALTY_DATE_NONE, INT32_MIN, INT32_MAX};
    loyalty_event event = event_of(customer, "visit", "2024-01-01");
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        event.date = bad[i];
        assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_E_DATE);
    }
    event.date = LOYALTY_DATE_MIN;
    OK(loyalty_customer_record(customer, &event, NULL, NULL));
    event.date = LOYALTY_DATE_MAX;
    OK(loyalty_customer_record(customer, &event, NULL, NULL));
    OK(advance(customer, "9999-12-31"));
    assert_string_equal(metric_text(customer, "visits"), "2");
    assert_string_equal(standing_text(customer), "guest since 0001-01-01");
}

static void structs_of_another_size_are_refused(void **state)
{
    struct {
        loyalty_event event;
        uint64_t tail;
    } later = {.event = event_of(customer, "visit", "2024-01-01"), .tail = 0};
    (void)state;
    later.event.size = sizeof(loyalty_event) - 1;
    assert_int_equal(loyalty_customer_record(customer, &later.event, NULL, NULL), LOYALTY_E_STRUCT);
    later.event.size = 0;
    assert_int_equal(loyalty_customer_record(customer, &later.event, NULL, NULL), LOYALTY_E_STRUCT);
    later.event.size = sizeof later;
    OK(loyalty_customer_record(customer, &later.event, NULL, NULL));
    later.tail = 1;
    assert_int_equal(loyalty_customer_record(customer, &later.event, NULL, NULL), LOYALTY_E_STRUCT_TAIL);
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(metric_text(customer, "visits"), "1");
}

static void a_count_repeats_the_event(void **state)
{
    (void)state;
    OK(record_value(customer, "sale", "2024-01-01", 3, 100));
    OK(record_value(customer, "sale", "2024-01-01", 1, 50));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(metric_text(customer, "sales"), "4");
    assert_string_equal(metric_text(customer, "spend"), "350");
}

static void a_negative_count_takes_back(void **state)
{
    (void)state;
    OK(record_value(customer, "sale", "2024-01-01", 3, 100));
    OK(record_value(customer, "sale", "2024-01-02", 1, 100));
    OK(record_value(customer, "sale", "2024-01-01", -2, 100));
    OK(advance(customer, "2024-01-02"));
    assert_string_equal(metric_text(customer, "sales"), "2");
    assert_string_equal(metric_text(customer, "spend"), "200");
    assert_string_equal(metric_text(customer, "days"), "2");
    OK(record_value(customer, "sale", "2024-01-01", -1, 100));
    assert_string_equal(metric_text(customer, "days"), "1");
    assert_string_equal(standing_text(customer), "guest since 2024-01-02"); /* as if never recorded */
}

/* Before the event itself, and below zero: the log is a group. */
static void taking_back_may_come_first(void **state)
{
    (void)state;
    OK(record_value(customer, "visit", "2024-01-01", -1, 0));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(standing_text(customer), "guest since 2024-01-01"); /* an event all the same */
    assert_string_equal(metric_text(customer, "visits"), "-1");
    assert_string_equal(metric_text(customer, "days"), "0");
    OK(record_value(customer, "visit", "2024-01-01", 1, 0));
    assert_string_equal(standing_text(customer), "ABSENT");
    assert_string_equal(metric_text(customer, "visits"), "0");
}

/* Σcount is 0 and Σcount·value is not: something is there. */
static void a_day_counts_where_either_sum_is_not_zero(void **state)
{
    (void)state;
    OK(record_value(customer, "sale", "2024-01-01", 1, 100));
    OK(record_value(customer, "sale", "2024-01-01", -1, 30));
    OK(record_value(customer, "visit", "2024-01-05", 1, 0));
    OK(advance(customer, "2024-01-05"));
    assert_string_equal(standing_text(customer), "guest since 2024-01-01");
    assert_string_equal(metric_text(customer, "sales"), "0");
    assert_string_equal(metric_text(customer, "spend"), "70");
    assert_string_equal(metric_text(customer, "days"), "1");
}

/* active_days adds up its kinds: a sale taken back on the day of a visit takes the day away. */
static void a_day_is_active_by_the_sum_of_its_kinds(void **state)
{
    (void)state;
    OK(record_value(customer, "visit", "2024-01-01", 1, 0));
    OK(record_value(customer, "sale", "2024-01-01", -1, 0));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(metric_text(customer, "days"), "0");
    OK(record_value(customer, "visit", "2024-01-01", 1, 0));
    assert_string_equal(metric_text(customer, "days"), "1");
}

/* As it comes from a host that forgot to set the count: the sale must not be lost, nor its id be taken. */
static void a_count_of_zero_is_refused(void **state)
{
    loyalty_event event = event_of(customer, "visit", "2024-01-01");
    (void)state;
    event.count = 0;
    event.id = "nothing";
    event.id_length = 7;
    assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_E_COUNT);
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(standing_text(customer), "ABSENT");
    event.count = 1;
    OK(loyalty_customer_record(customer, &event, NULL, NULL));
    assert_string_equal(metric_text(customer, "visits"), "1");
}

static void future_events_are_not_seen_before_they_come(void **state)
{
    (void)state;
    OK(record_value(customer, "visit", "2024-01-01", 2, 0));
    OK(record(customer, "visit", "2024-01-10"));
    OK(advance(customer, "2024-01-05"));
    assert_string_equal(metric_text(customer, "visits"), "2");
    OK(record(customer, "sale", "2024-01-06")); /* tomorrow is not late */
    assert_string_equal(metric_text(customer, "days"), "1");
    assert_string_equal(next_text(customer), "2024-01-10"); /* no rung asks for sales */
    assert_string_equal(told_by_advance(customer, "2024-01-12"), "2024-01-10 guest > friend");
}

static void a_future_event_can_be_taken_back(void **state)
{
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(record_value(customer, "visit", "2024-01-10", 2, 0));
    OK(advance(customer, "2024-01-05"));
    OK(record_value(customer, "visit", "2024-01-10", -2, 0));
    assert_string_equal(told_by_advance(customer, "2024-01-12"), "");
}

static void the_order_of_arrival_does_not_matter(void **state)
{
    static const char *const dates[] = {"2024-01-03", "2024-01-01", "2024-01-02"};
    (void)state;
    for (size_t first = 0; first < LENGTH(dates); first++) {
        OK(loyalty_customer_erase(customer));
        for (size_t i = 0; i < LENGTH(dates); i++)
            OK(record(customer, "visit", dates[(first + i) % LENGTH(dates)]));
        OK(advance(customer, "2024-01-09"));
        assert_string_equal(standing_text(customer), "friend since 2024-01-03");
        assert_string_equal(metric_text(customer, "days"), "3");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_within_the_range_are_accepted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_outside_the_range_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_outside_the_calendar_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(structs_of_another_size_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_count_repeats_the_event, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_negative_count_takes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(taking_back_may_come_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_day_counts_where_either_sum_is_not_zero, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_day_is_active_by_the_sum_of_its_kinds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_count_of_zero_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(future_events_are_not_seen_before_they_come, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_future_event_can_be_taken_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_order_of_arrival_does_not_matter, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
