/* SPDX-License-Identifier: MIT */
/* A callback writes over keys of rows that a batch has not come to yet, as a host does that recycles its buffers. */
#include <stdio.h>
#include <string.h>

#include "books.h"

enum { ROWS = 40, ROOM = 24, FIRST = 19000 };

/* Keys that are rewritten when the first transition is reported. */
struct host {
    char keys[ROWS][ROOM];
    const char *pattern; /* of the keys then, with the number of a row */
    uint32_t told;
};

static void write_keys(struct host *host, uint32_t from, const char *pattern)
{
    for (uint32_t i = from; i < ROWS; i++)
        (void)snprintf(host->keys[i], ROOM, "%s%02u", pattern, (unsigned)i);
}

static int32_t recycle(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                       const loyalty_transition *transition)
{
    struct host *host = user;
    (void)key, (void)key_length, (void)customer, (void)transition;
    if (host->told++ == 0)
        write_keys(host, 1, host->pattern);
    return 0;
}

/* Records a visit of each key, which are of one length before and afterwards. */
static void record_all(loyalty_book *book, struct host *host)
{
    const void *keys[ROWS];
    uint32_t lengths[ROWS];
    loyalty_date dates[ROWS];
    loyalty_batch_result result = {.size = sizeof result};
    for (uint32_t i = 0; i < ROWS; i++) {
        keys[i] = host->keys[i];
        lengths[i] = (uint32_t)strlen(host->keys[i]);
        dates[i] = FIRST;
    }
    const loyalty_batch batch = {
        .size = sizeof batch, .rows = ROWS, .keys = keys, .key_lengths = lengths, .dates = dates};
    OK(loyalty_book_record_batch(book, &batch, recycle, host, NULL, &result));
    assert_int_equal(result.refused, 0);
    assert_true(host->told > 0);
}

/* Checks that each customer is found under the key that each shows, and under no other. Returns their number. */
static uint32_t check_reachable(loyalty_book *book)
{
    const loyalty_customer *customer, *found;
    const void *key;
    uint32_t length, count = 0;
    for (uint64_t cursor = 0; loyalty_book_each(book, &cursor, &key, &length, &customer) == LOYALTY_OK; count++) {
        OK(loyalty_book_find(book, key, length, &found));
        assert_ptr_equal(found, customer);
    }
    assert_int_equal(loyalty_book_count(book), count);
    return count;
}

static void recycled(loyalty_book *book, const char *before, const char *after)
{
    struct host host = {.pattern = after};
    write_keys(&host, 0, before);
    OK(loyalty_book_advance(book, FIRST, NULL, NULL));
    record_all(book, &host);
    assert_int_equal(check_reachable(book), ROWS);
    write_keys(&host, 0, before);
    OK(loyalty_book_remove(book, host.keys[0], (uint32_t)strlen(host.keys[0]))); /* the index is sound */
    assert_int_equal(check_reachable(book), ROWS - 1);
}

static void longer_keys_stay_reachable(void **state)
{
    recycled(*state, "before-the-callback-", "after-the-callback--");
}

static void short_keys_stay_reachable(void **state)
{
    recycled(*state, "before", "after-");
}

/* The keys of coming rows become those of customers that the book has: they must not be added twice. */
static void a_key_that_is_known_by_then_is_found(void **state)
{
    loyalty_book *book = *state;
    struct host host = {.pattern = "after-the-callback--"};
    OK(loyalty_book_advance(book, FIRST, NULL, NULL));
    write_keys(&host, 0, host.pattern);
    for (uint32_t i = 0; i < ROWS; i++)
        OK(book_record(book, host.keys[i], "visit", "2022-01-08"));
    write_keys(&host, 0, "before-the-callback-");
    record_all(book, &host);
    assert_int_equal(check_reachable(book), ROWS + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOK_TEST(longer_keys_stay_reachable),
        BOOK_TEST(short_keys_stay_reachable),
        BOOK_TEST(a_key_that_is_known_by_then_is_found),
    };
    return cmocka_run_group_tests_name("book: recycled", tests, NULL, NULL);
}
