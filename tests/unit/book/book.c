/* SPDX-License-Identifier: MIT */
/* A book: who is in it, what each call refuses, and that a customer in it is a customer. */
#include "books.h"
#include "number_key.h"
#include "seed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void a_new_book_is_empty(void **state)
{
    loyalty_book *book = *state;
    const loyalty_customer *customer;
    uint64_t cursor = 0;
    assert_int_equal(loyalty_book_count(book), 0);
    assert_string_equal(book_day(book), "NOT_ADVANCED");
    assert_int_equal(loyalty_book_find(book, "anna", 4, &customer), LOYALTY_E_NOT_FOUND);
    assert_int_equal(loyalty_book_each(book, &cursor, NULL, NULL, NULL), LOYALTY_E_END);
    assert_int_equal(book_remove(book, "anna"), LOYALTY_E_NOT_FOUND);
    OK(book_advance(book, "2024-01-01"));
    assert_string_equal(book_day(book), "2024-01-01");
    loyalty_book_free(NULL);
    assert_int_equal(loyalty_book_count(NULL), 0);
    assert_null(loyalty_book_program(NULL));
}

static void arguments_are_needed(void **state)
{
    loyalty_book *book = *state;
    loyalty_book *made = NULL;
    loyalty_event event = book_event(book, "visit", "2024-01-01");
    const loyalty_customer *customer = NULL;
    uint64_t cursor = 0;
    int32_t date = 0;
    uint64_t left_out = 7;
    loyalty_batch batch = {.size = sizeof batch};
    REFUSED(loyalty_book_new(NULL, NULL, &made));
    REFUSED(loyalty_book_new(loyalty_book_program(book), NULL, NULL));
    REFUSED(loyalty_book_date(NULL, &date));
    REFUSED(loyalty_book_date(book, NULL));
    REFUSED(loyalty_book_record(NULL, "a", 1, &event, NULL, NULL, NULL));
    REFUSED(loyalty_book_record(book, NULL, 1, &event, NULL, NULL, NULL));
    REFUSED(loyalty_book_record(book, "a", 1, NULL, NULL, NULL, NULL));
    REFUSED(loyalty_book_record_batch(NULL, &batch, NULL, NULL, NULL, NULL));
    REFUSED(loyalty_book_record_batch(book, NULL, NULL, NULL, NULL, NULL));
    REFUSED(loyalty_book_advance(NULL, day("2024-01-01"), NULL, NULL));
    REFUSED(loyalty_book_find(NULL, "a", 1, &customer));
    REFUSED(loyalty_book_find(book, NULL, 1, &customer));
    REFUSED(loyalty_book_find(book, "a", 1, NULL));
    REFUSED(loyalty_book_each(NULL, &cursor, NULL, NULL, NULL));
    REFUSED(loyalty_book_each(book, NULL, NULL, NULL, NULL));
    REFUSED(loyalty_book_add(NULL, "a", 1, NULL));
    REFUSED(loyalty_book_add(book, NULL, 1, NULL));
    REFUSED(loyalty_book_set_user(NULL, "a", 1, NULL));
    REFUSED(loyalty_book_set_user(book, NULL, 1, NULL));
    REFUSED(loyalty_book_remove(NULL, "a", 1));
    REFUSED(loyalty_book_remove(book, NULL, 1));
    REFUSED(loyalty_book_join(NULL, "a", 1, "b", 1, NULL, NULL, NULL));
    REFUSED(loyalty_book_join(book, NULL, 1, "b", 1, NULL, NULL, NULL));
    REFUSED(loyalty_book_join(book, "a", 1, NULL, 1, NULL, NULL, NULL));
    REFUSED(loyalty_book_join(book, "a", 1, "a", 1, NULL, NULL, NULL));
    REFUSED(loyalty_book_merge(NULL, book, NULL, NULL, NULL));
    REFUSED(loyalty_book_merge(book, NULL, NULL, NULL, NULL));
    REFUSED(loyalty_book_convert(NULL, loyalty_book_program(book), NULL, &left_out, &made));
    REFUSED(loyalty_book_convert(book, NULL, NULL, &left_out, &made));
    REFUSED(loyalty_book_convert(book, loyalty_book_program(book), NULL, &left_out, NULL));
    assert_null(made);
    assert_null(customer);
    assert_int_equal(left_out, 7);
    assert_int_equal(loyalty_book_count(book), 0);
}

static void keys_have_1_to_255_bytes(void **state)
{
    loyalty_book *book = *state;
    char key[LOYALTY_KEY_MAX + 1];
    loyalty_event event = book_event(book, "visit", "2024-01-01");
    const loyalty_customer *customer;
    memset(key, 'k', sizeof key);
    for (uint32_t length = 0; length <= sizeof key; length += length == 9 ? LOYALTY_KEY_MAX - 9 : 1) {
        int32_t expected = length < 1 || length > LOYALTY_KEY_MAX ? LOYALTY_E_KEY : LOYALTY_OK;
        assert_int_equal(loyalty_book_record(book, key, length, &event, NULL, NULL, NULL), expected);
        assert_int_equal(loyalty_book_set_user(book, key, length, key), expected);
        assert_int_equal(loyalty_book_find(book, key, length, &customer), expected);
    }
    assert_int_equal(loyalty_book_count(book), 10);
    assert_int_equal(loyalty_book_remove(book, key, 0), LOYALTY_E_KEY);
    assert_int_equal(loyalty_book_remove(book, key, sizeof key), LOYALTY_E_KEY);
    assert_int_equal(loyalty_book_join(book, key, 0, "b", 1, NULL, NULL, NULL), LOYALTY_E_KEY);
    assert_int_equal(loyalty_book_join(book, "b", 1, key, sizeof key, NULL, NULL, NULL), LOYALTY_E_KEY);
    assert_int_equal(loyalty_book_find(book, key, UINT32_MAX, &customer), LOYALTY_E_KEY);
}

/* Keys that differ only in their length, in bytes of 0, or in the last byte. */
static void keys_are_bytes(void **state)
{
    loyalty_book *book = *state;
    static const char bytes[] = "\0\0\0\0\0\0\0\0\0\0\0x\0\0\0\0\0\0\0\0\0\0\0y";
    const loyalty_customer *customers[11], *again;
    uint64_t cursor = 0;
    uint32_t key_length;
    const void *key;
    for (uint32_t length = 1; length <= 11; length++)
        OK(loyalty_book_add(book, bytes, length, (void *)(uintptr_t)(bytes + length)));
    OK(loyalty_book_add(book, bytes, 12, NULL));
    OK(loyalty_book_add(book, bytes + 12, 12, NULL));
    assert_int_equal(loyalty_book_count(book), 13);
    for (uint32_t length = 1; length <= 11; length++) {
        OK(loyalty_book_find(book, bytes, length, &customers[length - 1]));
        assert_ptr_equal(loyalty_customer_user(customers[length - 1]), bytes + length);
    }
    for (uint32_t length = 1; length <= 11; length++) {
        OK(loyalty_book_each(book, &cursor, &key, &key_length, &again));
        assert_int_equal(key_length, length);
        assert_memory_equal(key, bytes, length);
        assert_ptr_equal(again, customers[length - 1]);
    }
}

/* Many, so that rows are allocated anew while customers and keys stay where they are. */
static void customers_and_keys_stay_where_they_are(void **state)
{
    loyalty_book *book = *state;
    enum { MANY = 5000 };
    const loyalty_customer **places = malloc(MANY * sizeof *places);
    const void **keys = malloc(MANY * sizeof *keys);
    loyalty_event event = book_event(book, "visit", "2024-01-01");
    uint64_t cursor = 0;
    assert_non_null(places);
    assert_non_null(keys);
    for (uint64_t i = 0; i < MANY; i++)
        OK(loyalty_book_record(book, number_key(i).bytes, NUMBER_KEY, &event, NULL, NULL, &places[i]));
    for (uint64_t i = 0; i < MANY; i++)
        OK(loyalty_book_each(book, &cursor, &keys[i], NULL, NULL));
    for (uint64_t i = MANY; i < UINT64_C(3) * MANY; i++)
        OK(loyalty_book_record(book, number_key(i).bytes, NUMBER_KEY, &event, NULL, NULL, NULL));
    OK(book_advance(book, "2024-06-01"));
    cursor = 0;
    for (uint64_t i = 0; i < MANY; i++) {
        const loyalty_customer *found, *listed;
        const void *key;
        uint32_t key_length;
        OK(loyalty_book_find(book, number_key(i).bytes, NUMBER_KEY, &found));
        OK(loyalty_book_each(book, &cursor, &key, &key_length, &listed));
        assert_ptr_equal(found, places[i]);
        assert_ptr_equal(listed, places[i]);
        assert_ptr_equal(key, keys[i]);
        assert_int_equal(key_length, NUMBER_KEY);
        assert_int_equal(key_number(key), i);
    }
    free(places);
    free(keys);
}

static void all_are_gone_through_in_the_order_of_their_coming(void **state)
{
    loyalty_book *book = *state;
    uint64_t cursor = 0;
    OK(book_record(book, "carla", "visit", "2024-01-01"));
    OK(book_record(book, "a customer with a long key", "visit", "2024-01-01"));
    assert_int_equal(book_record(book, "nobody", "visit", "0001-01-01"), LOYALTY_OK);
    OK(book_record(book, "bert", "visit", "2024-01-01"));
    assert_string_equal(book_keys(book), "carla a customer with a long key nobody bert");
    OK(book_remove(book, "nobody"));
    assert_string_equal(book_keys(book), "carla a customer with a long key bert");
    OK(loyalty_book_each(book, &cursor, NULL, NULL, NULL));
    OK(loyalty_book_each(book, &cursor, NULL, NULL, NULL));
    OK(loyalty_book_each(book, &cursor, NULL, NULL, NULL));
    assert_int_equal(loyalty_book_each(book, &cursor, NULL, NULL, NULL), LOYALTY_E_END);
    assert_int_equal(loyalty_book_each(book, &cursor, NULL, NULL, NULL), LOYALTY_E_END);
    cursor = UINT64_MAX;
    assert_int_equal(loyalty_book_each(book, &cursor, NULL, NULL, NULL), LOYALTY_E_END);
}

static void an_event_that_is_refused_adds_nobody(void **state)
{
    loyalty_book *book = *state;
    loyalty_event event = book_event(book, "sale", "2024-01-01");
    const loyalty_customer *customer = NULL;
    char long_id[LOYALTY_ID_MAX + 1] = "";
    OK(book_advance(book, "2024-01-20"));
    OK(book_record(book, "first", "visit", "2024-01-20"));
    assert_int_equal(book_record(book, "anna", "visit", "2024-01-09"), LOYALTY_E_TOO_LATE);
#define TELLS(expected)                                                                                                \
    assert_int_equal(loyalty_book_record(book, "anna", 4, &event, NULL, NULL, &customer), LOYALTY_E_##expected)
    event.value = 1001;
    TELLS(VALUE);
    event.value = 0;
    event.date = LOYALTY_DATE_MAX + 1;
    TELLS(DATE);
    event.date = day("2024-01-20");
    event.id = long_id;
    event.id_length = sizeof long_id;
    TELLS(ID);
    event.id_length = 0;
    event.kind = 2;
    TELLS(INDEX);
    event.size--;
    TELLS(STRUCT);
    assert_null(customer);
    assert_int_equal(loyalty_book_count(book), 1);
    assert_string_equal(book_standing(book, "anna"), "NOT_FOUND");
    OK(book_record(book, "bert", "visit", "2024-01-20"));
    OK(book_record(book, "carla", "visit", "2024-01-20"));
    assert_string_equal(book_keys(book), "first bert carla");
}

static void a_retry_is_known_in_the_book_too(void **state)
{
    loyalty_book *book = *state;
    OK(book_record_id(book, "anna", "visit", "2024-01-01", "till 1/1"));
    assert_int_equal(book_record_id(book, "anna", "visit", "2024-01-01", "till 1/1"), LOYALTY_E_DUPLICATE);
    OK(book_record_id(book, "bert", "visit", "2024-01-01", "till 1/1")); /* ids are a customer's */
    OK(book_advance(book, "2024-01-11"));
    assert_int_equal(book_record_id(book, "anna", "visit", "2024-01-11", "till 1/1"), LOYALTY_E_DUPLICATE);
    OK(book_advance(book, "2024-01-12")); /* nothing is due, yet the id is forgotten */
    OK(book_record_id(book, "anna", "visit", "2024-01-12", "till 1/1"));
}

static void standings_are_up_to_the_day(void **state)
{
    loyalty_book *book = *state;
    const loyalty_customer *customer;
    int32_t date;
    OK(book_record(book, "anna", "visit", "2024-01-05"));
    OK(book_record(book, "bert", "visit", "2024-02-20"));
    OK(loyalty_book_find(book, "anna", 4, &customer));
    assert_int_equal(loyalty_customer_date(customer, &date), LOYALTY_E_NOT_ADVANCED);
    OK(book_advance(book, "2024-01-10"));
    assert_string_equal(book_standing(book, "anna"), "friend since 2024-01-05");
    assert_string_equal(book_standing(book, "bert"), "ABSENT");
    OK(book_advance(book, "2024-01-20")); /* nobody is due; they are asked about that day nevertheless */
    OK(loyalty_book_find(book, "anna", 4, &customer));
    OK(loyalty_customer_date(customer, &date));
    assert_int_equal(date, day("2024-01-20"));
    assert_string_equal(book_transitions(book, "anna"), ""); /* ten days are remembered */
    assert_string_equal(book_told_by_record(book, "anna", "visit", "2024-01-15", 2),
                        "anna 2024-01-15 friend > regular");
    assert_string_equal(
        book_told_by_advance(book, "2024-03-01"),
        "anna 2024-02-04 regular > friend; anna 2024-02-14 friend > guest; bert 2024-02-20 guest > friend");
    assert_string_equal(book_told_by_record(book, "carla", "visit", "2024-02-25", 1),
                        "carla 2024-02-25 guest > friend");
}

static void the_past_and_what_is_no_date_are_refused(void **state)
{
    loyalty_book *book = *state;
    assert_int_equal(loyalty_book_advance(book, LOYALTY_DATE_MIN - 1, NULL, NULL), LOYALTY_E_DATE);
    assert_int_equal(loyalty_book_advance(book, LOYALTY_DATE_MAX + 1, NULL, NULL), LOYALTY_E_DATE);
    assert_int_equal(loyalty_book_advance(book, LOYALTY_DATE_NONE, NULL, NULL), LOYALTY_E_DATE);
    assert_string_equal(book_day(book), "NOT_ADVANCED");
    OK(loyalty_book_advance(book, LOYALTY_DATE_MIN, NULL, NULL));
    OK(book_record(book, "anna", "visit", "0001-01-01"));
    OK(book_record(book, "bert", "visit", "9999-12-31"));
    OK(book_advance(book, "2024-01-02"));
    assert_int_equal(book_advance(book, "2024-01-01"), LOYALTY_E_PAST);
    assert_string_equal(book_day(book), "2024-01-02");
    OK(book_advance(book, "2024-01-02"));
    assert_string_equal(book_standing(book, "anna"), "guest since 0001-01-31");
    OK(loyalty_book_advance(book, LOYALTY_DATE_MAX, NULL, NULL));
    assert_string_equal(book_standing(book, "bert"), "friend since 9999-12-31");
    OK(loyalty_book_advance(book, LOYALTY_DATE_MAX, NULL, NULL));
}

/* The day and the order of calls, whatever the seed. */
static void customers_are_told_in_an_order_that_no_seed_changes(void **state)
{
    static const char *const names[] = {"anna", "bert", "carla", "a customer with a long key", "doris", "emil"};
    char told[2][2000] = {"", ""};
    (void)state;
    for (uint64_t seed = 0; seed < 2; seed++) {
        loyalty_book *one = book_of(books_shop, seed * UINT64_C(0x123456789abcdef));
        for (size_t i = 0; i < 3 * LENGTH(names); i++)
            OK(book_record(one, names[i * 5 % LENGTH(names)], "visit",
                           date_text(day("2024-01-01") + (int32_t)(i / 6))));
        OK(book_remove(one, "bert"));
        OK(book_record(one, "franz", "visit", "2024-01-02"));
        for (const char *date = "2024-01-01"; day(date) < day("2024-03-01"); date = date_text(day(date) + 1))
            strcat(told[seed], book_told_by_advance(one, date));
        strcat(told[seed], book_keys(one));
        loyalty_book_free(one);
    }
    assert_string_equal(told[0], told[1]);
    assert_non_null(strstr(told[0], "franz 2024-02-01 friend > guest"));
}

static void a_removed_customer_is_forgotten(void **state)
{
    loyalty_book *book = *state;
    OK(book_record_id(book, "anna", "visit", "2024-01-01", "one"));
    OK(book_record(book, "bert", "visit", "2024-01-01"));
    OK(book_advance(book, "2024-01-02"));
    OK(book_remove(book, "anna"));
    assert_int_equal(loyalty_book_count(book), 1);
    assert_int_equal(book_remove(book, "anna"), LOYALTY_E_NOT_FOUND);
    assert_string_equal(book_told_by_advance(book, "2024-02-15"), "bert 2024-01-31 friend > guest");
    OK(book_record_id(book, "anna", "visit", "2024-02-15", "one"));
    assert_string_equal(book_standing(book, "anna"), "friend since 2024-02-15");
    assert_string_equal(book_keys(book), "anna bert"); /* in the place that was free */
}

static void a_user_is_there_before_the_first_event(void **state)
{
    loyalty_book *book = *state;
    const loyalty_customer *customer;
    int mine;
    OK(book_advance(book, "2024-01-02"));
    assert_int_equal(loyalty_book_set_user(book, "anna", 4, &mine), LOYALTY_E_NOT_FOUND);
    assert_int_equal(loyalty_book_count(book), 0);
    OK(loyalty_book_add(book, "anna", 4, &mine));
    assert_int_equal(loyalty_book_add(book, "anna", 4, NULL), LOYALTY_E_DUPLICATE);
    assert_int_equal(loyalty_book_count(book), 1);
    assert_string_equal(book_standing(book, "anna"), "ABSENT");
    OK(book_record(book, "anna", "visit", "2024-01-02"));
    OK(loyalty_book_find(book, "anna", 4, &customer));
    assert_ptr_equal(loyalty_customer_user(customer), &mine);
    OK(loyalty_book_set_user(book, "anna", 4, NULL));
    assert_null(loyalty_customer_user(customer));
    assert_int_equal(loyalty_book_count(book), 1);
}

/* The book keeps its program, and a copy of a customer outlives the book. */
static void a_copy_outlives_the_book(void **state)
{
    loyalty_book *one = book_of(books_shop, 0);
    const loyalty_customer *customer;
    loyalty_customer *copy;
    (void)state;
    assert_non_null(loyalty_book_program(one));
    OK(book_record(one, "anna", "visit", "2024-01-01"));
    OK(book_advance(one, "2024-01-05"));
    OK(loyalty_book_find(one, "anna", 4, &customer));
    assert_ptr_equal(loyalty_customer_program(customer), loyalty_book_program(one));
    OK(loyalty_customer_copy(customer, &copy));
    OK(record_value(copy, "visit", "2024-01-05", 2, 0));
    assert_string_equal(standing_text(copy), "regular since 2024-01-05");
    assert_string_equal(book_standing(one, "anna"), "friend since 2024-01-01");
    loyalty_book_free(one);
    assert_string_equal(standing_text(copy), "regular since 2024-01-05");
    loyalty_customer_free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOK_TEST(a_new_book_is_empty),
        BOOK_TEST(arguments_are_needed),
        BOOK_TEST(keys_have_1_to_255_bytes),
        BOOK_TEST(keys_are_bytes),
        BOOK_TEST(customers_and_keys_stay_where_they_are),
        BOOK_TEST(all_are_gone_through_in_the_order_of_their_coming),
        BOOK_TEST(an_event_that_is_refused_adds_nobody),
        BOOK_TEST(a_retry_is_known_in_the_book_too),
        BOOK_TEST(standings_are_up_to_the_day),
        BOOK_TEST(the_past_and_what_is_no_date_are_refused),
        BOOK_TEST(customers_are_told_in_an_order_that_no_seed_changes),
        BOOK_TEST(a_removed_customer_is_forgotten),
        BOOK_TEST(a_user_is_there_before_the_first_event),
        BOOK_TEST(a_copy_outlives_the_book),
    };
    return cmocka_run_group_tests_name("book", tests, NULL, NULL);
}
