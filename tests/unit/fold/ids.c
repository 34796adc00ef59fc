/* SPDX-License-Identifier: MIT */
/* Ids: a retry is harmless, as long as its id is remembered. */
#include <string.h>

#include "support.h"

static const char with_ten_days[] = "{'format':1,'name':'t','events':{'visit':{},'sale':{}},'accept_late':'10d',"
                                    "'metrics':{'visits':{'count':['visit','sale']}},'ladder':[{'rung':'a'}]}";

static loyalty_customer *customer;

static int set_up(void **state)
{
    (void)state;
    customer = customer_of(with_ten_days);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(customer);
    return 0;
}

static int32_t record_bytes(const char *date, const void *id, size_t length)
{
    loyalty_event event = event_of(customer, "visit", date);
    event.id = id;
    event.id_length = (uint32_t)length;
    return loyalty_customer_record(customer, &event, NULL, NULL);
}

static void a_retry_changes_nothing(void **state)
{
    (void)state;
    OK(record_id(customer, "visit", "2024-01-01", "till-3/17"));
    assert_int_equal(record_id(customer, "visit", "2024-01-01", "till-3/17"), LOYALTY_E_DUPLICATE);
    OK(advance(customer, "2024-01-05"));
    assert_int_equal(record_id(customer, "visit", "2024-01-01", "till-3/17"), LOYALTY_E_DUPLICATE);
    assert_string_equal(metric_text(customer, "visits"), "1");
}

static void the_id_alone_makes_the_retry(void **state)
{
    loyalty_event event = event_of(customer, "sale", "2025-07-01");
    (void)state;
    OK(record_id(customer, "visit", "2024-01-01", "x"));
    event.id = "x";
    event.id_length = 1;
    event.value = 99;
    event.count = -3;
    assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_E_DUPLICATE);
}

static void without_an_id_nothing_is_a_retry(void **state)
{
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(record(customer, "visit", "2024-01-01"));
    OK(record_bytes("2024-01-01", "", 0));
    OK(record_bytes("2024-01-01", "", 0));
    OK(record_bytes("2024-01-01", NULL, 0));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(metric_text(customer, "visits"), "5");
}

static void ids_have_up_to_255_bytes(void **state)
{
    unsigned char id[256];
    (void)state;
    for (size_t i = 0; i < sizeof id; i++)
        id[i] = (unsigned char)i; /* with NUL, and all other bytes */
    OK(record_bytes("2024-01-01", id, LOYALTY_ID_MAX));
    assert_int_equal(record_bytes("2024-01-01", id, LOYALTY_ID_MAX), LOYALTY_E_DUPLICATE);
    assert_int_equal(record_bytes("2024-01-01", id, 256), LOYALTY_E_ID);
    assert_int_equal(record_bytes("2024-01-01", id, UINT32_MAX), LOYALTY_E_ID);
    OK(record_bytes("2024-01-01", id, LOYALTY_ID_MAX - 1));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(metric_text(customer, "visits"), "2");
}

static void ids_are_bytes(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
    } ids[] = {{"a", 1},  {"A", 1},    {"a\0", 2},  {"a\0b", 3}, {"a\0c", 3},
               {"\0", 1}, {"\0\0", 2}, {"\xff", 1}, {" a", 2}};
    (void)state;
    for (size_t i = 0; i < LENGTH(ids); i++)
        OK(record_bytes("2024-01-01", ids[i].bytes, ids[i].length));
    for (size_t i = 0; i < LENGTH(ids); i++)
        assert_int_equal(record_bytes("2024-01-01", ids[i].bytes, ids[i].length), LOYALTY_E_DUPLICATE);
}

static void the_callers_bytes_are_copied(void **state)
{
    char id[] = "abc";
    (void)state;
    OK(record_bytes("2024-01-01", id, 3));
    id[0] = 'x';
    OK(record_bytes("2024-01-01", id, 3));
    id[0] = 'a';
    assert_int_equal(record_bytes("2024-01-01", id, 3), LOYALTY_E_DUPLICATE);
}

/* Before any advance all are remembered; then those dated from accept_late days before the day advanced to. */
static void ids_are_remembered_as_long_as_events_are_accepted(void **state)
{
    (void)state;
    OK(record_id(customer, "visit", "0001-01-01", "oldest"));
    OK(record_id(customer, "visit", "2024-01-09", "below"));
    OK(record_id(customer, "visit", "2024-01-10", "on"));
    OK(record_id(customer, "visit", "2024-01-11", "above"));
    OK(record_id(customer, "visit", "2024-09-01", "future"));
    assert_int_equal(record_id(customer, "visit", "2024-01-01", "oldest"), LOYALTY_E_DUPLICATE);
    OK(advance(customer, "2024-01-20")); /* accepted from 2024-01-10 on */
    assert_int_equal(record_id(customer, "visit", "2024-01-20", "on"), LOYALTY_E_DUPLICATE);
    assert_int_equal(record_id(customer, "visit", "2024-01-20", "above"), LOYALTY_E_DUPLICATE);
    assert_int_equal(record_id(customer, "visit", "2024-01-20", "future"), LOYALTY_E_DUPLICATE);
    assert_int_equal(record_id(customer, "visit", "2024-01-09", "below"), LOYALTY_E_TOO_LATE); /* its own retry */
    OK(record_id(customer, "visit", "2024-01-20", "below"));
    OK(record_id(customer, "visit", "2024-01-20", "oldest"));
    assert_int_equal(record_id(customer, "visit", "2024-01-21", "below"), LOYALTY_E_DUPLICATE); /* with its new date */
    OK(advance(customer, "2024-01-30"));
    assert_int_equal(record_id(customer, "visit", "2024-01-30", "oldest"), LOYALTY_E_DUPLICATE);
    OK(advance(customer, "2024-01-31"));
    OK(record_id(customer, "visit", "2024-01-31", "oldest"));
}

static void too_late_is_the_day_below(void **state)
{
    (void)state;
    OK(advance(customer, "2024-01-20"));
    assert_int_equal(record(customer, "visit", "2024-01-09"), LOYALTY_E_TOO_LATE);
    OK(record(customer, "visit", "2024-01-10"));
    OK(record(customer, "visit", "2024-01-11"));
    assert_int_equal(record(customer, "visit", "0001-01-01"), LOYALTY_E_TOO_LATE);
    assert_string_equal(metric_text(customer, "visits"), "2");
}

static void a_refused_event_leaves_no_id(void **state)
{
    loyalty_event event = event_of(customer, "visit", "2024-01-01");
    (void)state;
    OK(advance(customer, "2024-01-20"));
    event.id = "x";
    event.id_length = 1;
    assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_E_TOO_LATE);
    event.date = LOYALTY_DATE_MAX + 1;
    assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_E_DATE);
    event.date = day("2024-01-20");
    event.value = INT64_MAX;
    event.count = 2;
    assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_E_OVERFLOW);
    event.count = 1;
    OK(loyalty_customer_record(customer, &event, NULL, NULL));
}

/* With no days to be late, yesterday is too late, and today's ids are remembered. */
static void late_by_no_day_at_all(void **state)
{
    (void)state;
    loyalty_customer_free(customer);
    customer = customer_of("{'format':1,'name':'t','events':{'visit':{}},'accept_late':'0d',"
                           "'metrics':{'visits':{'count':'visit'}},'ladder':[{'rung':'a'}]}");
    OK(record_id(customer, "visit", "2024-01-20", "x"));
    OK(advance(customer, "2024-01-20"));
    assert_int_equal(record(customer, "visit", "2024-01-19"), LOYALTY_E_TOO_LATE);
    assert_int_equal(record_id(customer, "visit", "2024-01-20", "x"), LOYALTY_E_DUPLICATE);
    OK(record(customer, "visit", "2024-01-20"));
    OK(advance(customer, "2024-01-21"));
    OK(record_id(customer, "visit", "2024-01-21", "x"));
    assert_string_equal(metric_text(customer, "visits"), "3");
}

static void late_by_a_hundred_years(void **state)
{
    (void)state;
    loyalty_customer_free(customer);
    customer = customer_of("{'format':1,'name':'t','events':{'visit':{}},'accept_late':'36525d',"
                           "'metrics':{'visits':{'count':'visit'}},'ladder':[{'rung':'a'}]}");
    OK(advance(customer, "0001-01-01"));
    OK(record(customer, "visit", "0001-01-01"));
    OK(advance(customer, "9999-12-31"));
    OK(record(customer, "visit", "9899-12-30"));
    assert_int_equal(record(customer, "visit", "9899-12-29"), LOYALTY_E_TOO_LATE);
}

/* Thousands of ids, of all lengths, while the table grows, forgets and grows again. */
static void many_ids(void **state)
{
    char id[LOYALTY_ID_MAX];
    (void)state;
    for (int32_t i = 0; i < 3000; i++) {
        const char *date = date_text(day("2024-01-01") + i / 20);
        size_t length = (size_t)(4 + i * 7 % 252);
        memset(id, 'x', sizeof id);
        memcpy(id, &i, sizeof i);
        OK(record_bytes(date, id, length));
        if (i % 100 == 99)
            OK(advance(customer, date));
    }
    int32_t today;
    OK(loyalty_customer_date(customer, &today));
    for (int32_t i = 0; i < 3000; i++) {
        int32_t date = day("2024-01-01") + i / 20;
        size_t length = (size_t)(4 + i * 7 % 252);
        memset(id, 'x', sizeof id);
        memcpy(id, &i, sizeof i);
        int32_t expected = date < today - 10 ? LOYALTY_E_TOO_LATE : LOYALTY_E_DUPLICATE;
        assert_int_equal(record_bytes(date_text(date), id, length), expected);
    }
    assert_string_equal(metric_text(customer, "visits"), "3000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_retry_changes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_id_alone_makes_the_retry, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_an_id_nothing_is_a_retry, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ids_have_up_to_255_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ids_are_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_callers_bytes_are_copied, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ids_are_remembered_as_long_as_events_are_accepted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_late_is_the_day_below, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refused_event_leaves_no_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(late_by_no_day_at_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(late_by_a_hundred_years, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_ids, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("ids", tests, NULL, NULL);
}
