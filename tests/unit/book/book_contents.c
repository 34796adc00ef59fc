/* SPDX-License-Identifier: MIT */
/* A book whose customers keep what their events with ids were: other contents under a known id are a conflict. */
#include <stdlib.h>
#include <string.h>

#include "books.h"
#include "seed.h"

static loyalty_book *book;

static loyalty_book *keeper(loyalty_program *program)
{
    loyalty_book *made;
    OK(loyalty_book_new(program, seed_of(1), &made));
    return made;
}

static int set_up(void **state)
{
    loyalty_options *options;
    (void)state;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_keep_contents(options));
    loyalty_program *program = table_with(books_shop, options);
    loyalty_options_free(options);
    book = keeper(program);
    loyalty_program_unref(program);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_book_free(book);
    return 0;
}

/* Voids an event of a copy of a customer. */
static int32_t void_in_copy(const loyalty_book *of, const char *key, const char *id)
{
    const loyalty_customer *customer;
    loyalty_customer *copy;
    OK(loyalty_book_find(of, key, (uint32_t)strlen(key), &customer));
    OK(loyalty_customer_copy(customer, &copy));
    const int32_t status = loyalty_customer_void(copy, id, (uint32_t)strlen(id), NULL, NULL);
    loyalty_customer_free(copy);
    return status;
}

static void other_contents_are_a_conflict(void **state)
{
    (void)state;
    for (int advanced = 0; advanced <= 1; advanced++) {
        const char *id = advanced ? "b" : "a";
        OK(book_record_id(book, "anna", "visit", "2024-01-10", id));
        char *before = book_sight(book);
        assert_int_equal(book_record_id(book, "anna", "visit", "2024-01-10", id), LOYALTY_E_DUPLICATE);
        assert_int_equal(book_record_id(book, "anna", "visit", "2024-01-11", id), LOYALTY_E_CONFLICT);
        OK(book_record_id(book, "bert", "visit", "2024-01-11", id));
        OK(book_remove(book, "bert"));
        char *after = book_sight(book);
        assert_string_equal(after, before);
        free(after);
        free(before);
        OK(book_advance(book, "2024-01-12"));
    }
    assert_int_equal(void_in_copy(book, "anna", "c"), LOYALTY_E_NOT_FOUND);
    OK(void_in_copy(book, "anna", "a"));
    OK(void_in_copy(book, "anna", "b"));
}

static void a_batch_while_a_book_loads(void **state)
{
    static const void *const keys[] = {"anna", "bert", "anna", "anna", "anna"}, *const ids[] = {"", "x", "x", "x", "x"};
    static const uint32_t lengths[] = {4, 4, 4, 4, 4}, id_lengths[] = {0, 1, 1, 1, 1};
    const loyalty_date today = day("2024-01-10"), dates[] = {today, today, today, today, today + 1};
    int32_t statuses[5];
    loyalty_batch_result result = {.size = sizeof result};
    loyalty_batch batch = {.size = sizeof batch, .rows = 5, .keys = keys, .key_lengths = lengths, .dates = dates};
    (void)state;
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, &result)); /* without ids, is put aside */
    batch.ids = ids;
    batch.id_lengths = id_lengths;
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, &result));
    assert_int_equal(statuses[0], LOYALTY_OK);
    assert_int_equal(statuses[1], LOYALTY_OK);
    assert_int_equal(statuses[2], LOYALTY_OK);
    assert_int_equal(statuses[3], LOYALTY_E_DUPLICATE);
    assert_int_equal(statuses[4], LOYALTY_E_CONFLICT);
    assert_int_equal(result.refused, 1);
    assert_int_equal(result.duplicates, 1);
    OK(book_advance(book, "2024-01-12"));
    OK(void_in_copy(book, "anna", "x"));
    OK(void_in_copy(book, "bert", "x"));
}

static void contents_come_along(void **state)
{
    loyalty_book *other = keeper(loyalty_book_program(book)), *converted;
    (void)state;
    OK(book_record_id(book, "anna", "visit", "2024-01-10", "a"));
    OK(book_record_id(other, "anna", "visit", "2024-01-10", "b"));
    OK(book_record_id(other, "bert", "visit", "2024-01-10", "c"));
    OK(loyalty_book_merge(book, other, NULL, NULL, NULL));
    OK(book_merge_keys(book, "anna", "bert"));
    OK(loyalty_book_convert(book, loyalty_book_program(book), NULL, NULL, &converted));
    for (int i = 0; i < 3; i++) {
        const char *id = text_of("%c", 'a' + i);
        OK(void_in_copy(book, "anna", id));
        OK(void_in_copy(converted, "anna", id));
        assert_int_equal(book_record_id(converted, "anna", "visit", "2024-01-11", id), LOYALTY_E_CONFLICT);
    }
    loyalty_book_free(other);
    loyalty_book_free(converted);
}

static int32_t void_of(const char *key, const char *id)
{
    return loyalty_book_void(book, key, (uint32_t)strlen(key), id, (uint32_t)strlen(id), NULL, NULL);
}

static void a_book_voids(void **state)
{
    struct book_diary diary = {""};
    (void)state;
    OK(book_record(book, "anna", "visit", "2024-01-09"));
    OK(book_record_id(book, "anna", "visit", "2024-01-10", "a"));
    OK(book_record_id(book, "anna", "visit", "2024-01-11", "b"));
    OK(void_of("anna", "b")); /* while it loads */
    OK(book_record_id(book, "anna", "visit", "2024-01-11", "c"));
    OK(book_advance(book, "2024-01-12"));
    assert_string_equal(book_standing(book, "anna"), "regular since 2024-01-11");
    OK(loyalty_book_void(book, "anna", 4, "c", 1, book_write_down, &diary));
    assert_string_equal(diary.text, "anna revoked 2024-01-11 friend > regular");
    assert_int_equal(void_of("anna", "c"), LOYALTY_E_DUPLICATE);
    assert_int_equal(loyalty_book_failure(book, NULL, NULL, NULL), LOYALTY_E_NOT_FOUND);
    assert_int_equal(void_of("anna", "d"), LOYALTY_E_NOT_FOUND);
    OK(loyalty_book_failure(book, NULL, NULL, NULL));
    assert_int_equal(void_of("bert", "a"), LOYALTY_E_NOT_FOUND);
    const void *key;
    uint32_t length;
    OK(loyalty_book_failure(book, &key, &length, NULL));
    assert_string_equal(text_of("%.*s", (int)length, (const char *)key), "bert");
    assert_int_equal(void_of("anna", ""), LOYALTY_E_NOT_FOUND);
    assert_int_equal(void_of("", "a"), LOYALTY_E_KEY);
    assert_int_equal(book_record_id(book, "anna", "visit", "2024-01-11", "c"), LOYALTY_E_DUPLICATE);
}

/* A voided event to come no longer wakes the customer, and a customer is queued who falls earlier without it. */
static void the_queue_follows(void **state)
{
    (void)state;
    OK(book_record_id(book, "anna", "visit", "2024-01-10", "a"));
    OK(book_advance(book, "2024-01-12"));
    OK(book_record_id(book, "anna", "visit", "2024-02-01", "to come"));
    OK(void_of("anna", "to come"));
    OK(book_record_id(book, "anna", "visit", "2024-01-12", "late"));
    OK(void_of("anna", "late"));
    OK(book_advance(book, "2024-03-01"));
    assert_string_equal(book_standing(book, "anna"), "guest since 2024-02-09");
}

static void null_is_refused(void **state)
{
    (void)state;
    REFUSED(loyalty_book_void(NULL, "anna", 4, "a", 1, NULL, NULL));
    REFUSED(loyalty_book_void(book, NULL, 4, "a", 1, NULL, NULL));
    REFUSED(loyalty_book_void(book, "anna", 4, NULL, 1, NULL, NULL));
    assert_int_equal(loyalty_book_void(book, "anna", 4, "a", LOYALTY_ID_MAX + 1, NULL, NULL), LOYALTY_E_ID);
}

#define CONTENTS_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CONTENTS_TEST(other_contents_are_a_conflict),
        CONTENTS_TEST(a_batch_while_a_book_loads),
        CONTENTS_TEST(contents_come_along),
        CONTENTS_TEST(a_book_voids),
        CONTENTS_TEST(the_queue_follows),
        CONTENTS_TEST(null_is_refused),
    };
    return cmocka_run_group_tests_name("book contents", tests, NULL, NULL);
}
