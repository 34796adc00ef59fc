/* SPDX-License-Identifier: MIT */
/* A callback frees its book, as a garbage collector may. Run it under AddressSanitizer to see uses after that. */
#include <string.h>

#include "books.h"

enum { ROWS = 40, FIRST = 19000 };

/* What a callback did. */
struct reaper {
    loyalty_book *book;
    uint32_t told, busy;
};

static int32_t reap(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                    const loyalty_transition *transition)
{
    struct reaper *reaper = user;
    loyalty_standing standing = {.size = sizeof standing};
    const loyalty_customer *found;
    (void)transition;
    if (reaper->told++ == 0)
        loyalty_book_free(reaper->book);
    OK(loyalty_customer_standing(customer, &standing)); /* what was lent lives on until the call returns */
    reaper->busy += loyalty_book_find(reaper->book, key, key_length, &found) == LOYALTY_E_BUSY;
    return 0;
}

static int set_up(void **state)
{
    static struct reaper reaper;
    reaper = (struct reaper){.book = book_of(books_shop, 1)};
    *state = &reaper;
    return 0;
}

/* If nothing was told, nothing was freed. */
static int tear_down(void **state)
{
    struct reaper *reaper = *state;
    if (!reaper->told)
        loyalty_book_free(reaper->book);
    return 0;
}

static void freed_while_a_record_reports(void **state)
{
    struct reaper *reaper = *state;
    loyalty_event visit = book_event(reaper->book, "visit", "2024-01-01");
    const loyalty_customer *customer;
    OK(book_advance(reaper->book, "2024-01-01"));
    OK(loyalty_book_record(reaper->book, "anna", 4, &visit, reap, reaper, &customer));
    assert_int_equal(reaper->told, 1);
    assert_int_equal(reaper->busy, reaper->told);
}

static void freed_while_a_batch_reports(void **state)
{
    struct reaper *reaper = *state;
    uint64_t numbers[ROWS];
    loyalty_date dates[ROWS];
    loyalty_status statuses[ROWS];
    loyalty_batch_result result = {.size = sizeof result};
    for (uint32_t i = 0; i < ROWS; i++) {
        numbers[i] = i;
        dates[i] = FIRST;
    }
    const loyalty_batch batch = {.size = sizeof batch, .rows = ROWS, .numbers = numbers, .dates = dates};
    OK(loyalty_book_advance(reaper->book, FIRST, NULL, NULL));
    OK(loyalty_book_record_batch(reaper->book, &batch, reap, reaper, statuses, &result));
    assert_int_equal(result.done, ROWS); /* the call finishes its work */
    assert_int_equal(result.refused, 0);
    assert_int_equal(reaper->told, ROWS);
    assert_int_equal(reaper->busy, reaper->told);
}

/* Of a load, and of a book that has a day. */
static void freed_while_an_advance_reports(void **state)
{
    for (int settled = 0; settled < 2; settled++) {
        struct reaper reaper = {.book = book_of(books_shop, 1)};
        OK(book_record(reaper.book, "anna", "visit", "2024-01-02"));
        OK(book_record(reaper.book, "bert", "visit", "2024-01-02"));
        if (settled)
            OK(book_advance(reaper.book, "2024-01-01"));
        OK(loyalty_book_advance(reaper.book, 19800, reap, &reaper));
        assert_true(reaper.told >= 2);
        assert_int_equal(reaper.busy, reaper.told);
    }
    (void)state;
}

static int32_t reap_and_stop(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                             const loyalty_transition *transition)
{
    return reap(user, key, key_length, customer, transition) + 1;
}

static void freed_while_an_advance_stops(void **state)
{
    struct reaper *reaper = *state;
    OK(book_record(reaper->book, "anna", "visit", "2024-01-02"));
    OK(book_record(reaper->book, "bert", "visit", "2024-01-02"));
    assert_int_equal(loyalty_book_advance(reaper->book, 19800, reap_and_stop, reaper), LOYALTY_E_STOPPED);
    assert_int_equal(reaper->told, 1);
}

/* Two visits of each make a regular of both together. */
static void freed_while_a_join_reports(void **state)
{
    struct reaper *reaper = *state;
    for (int i = 0; i < 2; i++) {
        OK(book_record(reaper->book, "anna", "visit", "2024-01-02"));
        OK(book_record(reaper->book, "bert", "visit", "2024-01-02"));
    }
    OK(book_advance(reaper->book, "2024-01-03"));
    OK(loyalty_book_join(reaper->book, "anna", 4, "bert", 4, reap, reaper, NULL));
    assert_int_equal(reaper->busy, reaper->told);
}

static void freed_while_a_merge_reports(void **state)
{
    struct reaper *reaper = *state;
    loyalty_book *other;
    OK(loyalty_book_new(loyalty_book_program(reaper->book), NULL, &other));
    for (int i = 0; i < 2; i++) {
        OK(book_record(reaper->book, "anna", "visit", "2024-01-02"));
        OK(book_record(other, "anna", "visit", "2024-01-02"));
        OK(book_record(other, "bert", "visit", "2024-01-02"));
    }
    OK(book_advance(reaper->book, "2024-01-03"));
    OK(book_advance(other, "2024-01-04"));
    OK(loyalty_book_merge(reaper->book, other, reap, reaper, NULL));
    assert_int_equal(reaper->busy, reaper->told);
    loyalty_book_free(other);
}

#define FREE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FREE_TEST(freed_while_a_record_reports),
        FREE_TEST(freed_while_a_batch_reports),
        cmocka_unit_test(freed_while_an_advance_reports),
        FREE_TEST(freed_while_an_advance_stops),
        FREE_TEST(freed_while_a_join_reports),
        FREE_TEST(freed_while_a_merge_reports),
    };
    return cmocka_run_group_tests_name("book: free", tests, NULL, NULL);
}
