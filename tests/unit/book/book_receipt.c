/* SPDX-License-Identifier: MIT */
/* Recording the lines of a receipt in a book: all of them, or none. unit/fold/record_all.c has what concerns lines. */
#include <stdlib.h>
#include <string.h>

#include "books.h"
#include "seed.h"

enum { ROWS = 3 };

static loyalty_book *book;

static int set_up(void **state)
{
    (void)state;
    book = book_of(books_shop, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_book_free(book);
    return 0;
}

/* Three visits on as many days up to `last`, with ids. */
static const loyalty_batch *visits(const char *last)
{
    static const void *const ids[ROWS] = {"a", "b", "c"};
    static const uint32_t id_lengths[ROWS] = {1, 1, 1};
    static loyalty_date dates[ROWS];
    static loyalty_batch batch;
    for (int i = 0; i < ROWS; i++)
        dates[i] = day(last) - i;
    batch = (loyalty_batch){.size = sizeof batch, .rows = ROWS, .dates = dates, .ids = ids, .id_lengths = id_lengths};
    batch.kind = book_event(book, "visit", last).kind;
    return &batch;
}

static int32_t record_all(const char *key, const loyalty_batch *batch, size_t *refused)
{
    return loyalty_book_record_all(book, key, (uint32_t)strlen(key), batch, NULL, NULL, refused);
}

static void a_new_customer_is_added(void **state)
{
    size_t refused = 77;
    (void)state;
    OK(book_record(book, "bert", "visit", "2024-01-05")); /* is put aside */
    OK(record_all("anna", visits("2024-01-10"), &refused));
    assert_int_equal(refused, ROWS);
    assert_string_equal(book_keys(book), "bert anna");
    OK(book_advance(book, "2024-01-12"));
    assert_string_equal(book_standing(book, "anna"), "regular since 2024-01-10");
    assert_int_equal(record_all("anna", visits("2024-01-10"), &refused), LOYALTY_E_DUPLICATE);
    assert_int_equal(refused, 0);
    assert_int_equal(loyalty_book_failure(book, NULL, NULL, NULL), LOYALTY_E_NOT_FOUND);
}

static void a_customer_known_keeps_the_place(void **state)
{
    const loyalty_customer *before, *after;
    (void)state;
    OK(book_record(book, "anna", "visit", "2024-01-05"));
    OK(loyalty_book_find(book, "anna", 4, &before));
    OK(record_all("anna", visits("2024-01-10"), NULL));
    OK(loyalty_book_find(book, "anna", 4, &after));
    assert_ptr_equal(before, after);
}

static void one_bad_line_refuses_all(void **state)
{
    const loyalty_date dates[ROWS] = {day("2024-01-11"), LOYALTY_DATE_NONE, day("2024-01-12")};
    const void *key;
    uint32_t length;
    size_t refused = 77;
    loyalty_batch bad = *visits("2024-01-11");
    (void)state;
    OK(book_record(book, "bert", "visit", "2024-01-05"));
    OK(book_advance(book, "2024-01-10"));
    bad.dates = dates;
    char *before = book_sight(book);
    assert_int_equal(record_all("anna", &bad, &refused), LOYALTY_E_DATE);
    assert_int_equal(refused, 1);
    OK(loyalty_book_failure(book, &key, &length, NULL));
    assert_string_equal(text_of("%.*s", (int)length, (const char *)key), "anna");
    assert_int_equal(record_all("bert", &bad, &refused), LOYALTY_E_DATE);
    char *after = book_sight(book);
    assert_string_equal(after, before);
    free(before);
    free(after);
}

/* What a receipt changes is told at once for days gone by, and by the next advance for those to come. */
static void the_book_tells(void **state)
{
    struct book_diary diary = {""};
    (void)state;
    OK(book_advance(book, "2024-01-09"));
    OK(loyalty_book_record_all(book, "anna", 4, visits("2024-01-10"), book_write_down, &diary, NULL));
    assert_string_equal(diary.text, "anna 2024-01-08 guest > friend");
    assert_string_equal(book_told_by_advance(book, "2024-01-10"), "anna 2024-01-10 friend > regular");
    assert_string_equal(book_told_by_advance(book, "2024-02-06"), "");
    assert_string_equal(book_told_by_advance(book, "2024-02-09"),
                        "anna 2024-02-07 regular > friend; anna 2024-02-09 friend > guest");
}

static void no_lines_change_nothing(void **state)
{
    const loyalty_batch empty = {.size = sizeof empty};
    size_t refused = 77;
    (void)state;
    OK(record_all("anna", &empty, &refused));
    assert_int_equal(refused, 0);
    assert_int_equal(loyalty_book_count(book), 0);
}

static int32_t try_again(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                         const loyalty_transition *transition)
{
    (void)customer;
    (void)transition;
    ++*(int *)user;
    assert_int_equal(loyalty_book_record_all(book, key, key_length, visits("2024-01-08"), NULL, NULL, NULL),
                     LOYALTY_E_BUSY);
    return 1;
}

static void a_callback_is_not_called_again(void **state)
{
    int calls = 0;
    (void)state;
    OK(book_advance(book, "2024-01-12"));
    OK(loyalty_book_record_all(book, "anna", 4, visits("2024-01-10"), try_again, &calls, NULL));
    assert_int_equal(calls, 1);
    assert_string_equal(book_standing(book, "anna"), "regular since 2024-01-10");
}

static void bad_arguments(void **state)
{
    const uint64_t numbers[ROWS] = {1, 2, 3};
    size_t refused = 77;
    loyalty_batch batch = *visits("2024-01-10");
    (void)state;
    REFUSED(loyalty_book_record_all(NULL, "anna", 4, &batch, NULL, NULL, &refused));
    REFUSED(loyalty_book_record_all(book, NULL, 4, &batch, NULL, NULL, &refused));
    REFUSED(loyalty_book_record_all(book, "anna", 4, NULL, NULL, NULL, &refused));
    assert_int_equal(record_all("", &batch, &refused), LOYALTY_E_KEY);
    batch.numbers = numbers;
    REFUSED(record_all("anna", &batch, &refused));
    assert_int_equal(refused, 77);
    assert_int_equal(loyalty_book_count(book), 0);
}

#define RECEIPT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RECEIPT_TEST(a_new_customer_is_added),
        RECEIPT_TEST(a_customer_known_keeps_the_place),
        RECEIPT_TEST(one_bad_line_refuses_all),
        RECEIPT_TEST(the_book_tells),
        RECEIPT_TEST(no_lines_change_nothing),
        RECEIPT_TEST(a_callback_is_not_called_again),
        RECEIPT_TEST(bad_arguments),
    };
    return cmocka_run_group_tests_name("book receipt", tests, NULL, NULL);
}
