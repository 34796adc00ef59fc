/* SPDX-License-Identifier: MIT */
/* Threads that read one book after an advance or a load from a snapshot. Run it under ThreadSanitizer to see races. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "books.h"
#include "bytes.h"

enum { READERS = 4, CUSTOMERS = 200, ADVANCES = 5, FIRST = 19000 };

struct reader {
    pthread_t thread;
    const loyalty_book *book;
    const loyalty_customer *kept; /* found before the advance */
    uint64_t sum;                 /* of what it has read */
    int32_t status;               /* the first failure: cmocka's assertions are the main thread's */
};

static void must(struct reader *reader, int32_t status)
{
    if (!reader->status)
        reader->status = status;
}

static int32_t foresee(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct reader *reader = user;
    uint32_t rung = 0;
    must(reader, loyalty_customer_rung(customer, &rung));
    reader->sum += (uint64_t)transition->date * 3 + rung;
    return 0;
}

/* What looks back: the log, and the standing of an earlier day. */
static void read_past(struct reader *reader, const loyalty_customer *customer, loyalty_date date)
{
    loyalty_standing standing = {.size = sizeof standing};
    loyalty_date days[3];
    int64_t counts[3];
    size_t count = 0, needed = 0;
    int32_t status = loyalty_customer_standing_on(customer, date - 3, &standing);
    must(reader, status == LOYALTY_E_ABSENT ? LOYALTY_OK : status);
    must(reader, loyalty_customer_days(customer, 0, FIRST - 9, 3, days, counts, NULL, &count));
    status = loyalty_customer_save(customer, NULL, 0, &needed);
    must(reader, status == LOYALTY_E_SPACE ? LOYALTY_OK : status);
    reader->sum += standing.rung + count + needed + (count ? (uint64_t)days[0] : 0);
}

static void read_customer(struct reader *reader, const loyalty_customer *customer)
{
    loyalty_standing standing = {.size = sizeof standing};
    loyalty_gap gap = {.size = sizeof gap};
    loyalty_date date = 0;
    int64_t numerator = 0, denominator = 1;
    size_t needed = 0;
    must(reader, loyalty_customer_date(customer, &date));
    must(reader, loyalty_customer_standing(customer, &standing));
    must(reader, loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 2, 0, 0, &gap));
    must(reader, loyalty_customer_metric(customer, 0, &numerator, &denominator));
    must(reader, loyalty_customer_outlook(customer, date + 60, foresee, reader));
    int32_t status = loyalty_customer_json(customer, "en", date + 60, NULL, 0, &needed);
    must(reader, status == LOYALTY_E_SPACE ? LOYALTY_OK : status);
    reader->sum += (uint64_t)date + standing.rung + (uint64_t)gap.shortfall + (uint64_t)numerator + needed +
                   loyalty_customer_transition_count(customer);
    read_past(reader, customer, date);
}

/* The book as a whole. */
static void read_book(struct reader *reader)
{
    enum { ROWS = 50 };
    uint32_t rungs[ROWS];
    int64_t scores[ROWS];
    const loyalty_columns columns = {.size = sizeof columns, .rungs = rungs, .scores = scores};
    uint64_t cursor = 0;
    size_t rows;
    loyalty_date next = 0;
    int32_t status;
    must(reader, loyalty_book_next_date(reader->book, &next));
    reader->sum += (uint64_t)next;
    while ((status = loyalty_book_columns(reader->book, &cursor, ROWS, &columns, &rows)) == LOYALTY_OK)
        for (size_t i = 0; i < rows; i++)
            reader->sum += rungs[i] + (uint64_t)scores[i];
    must(reader, status == LOYALTY_E_END ? LOYALTY_OK : status);
}

static void *read_all(void *user)
{
    struct reader *reader = user;
    const loyalty_customer *customer, *found;
    const void *key;
    uint32_t length;
    uint64_t cursor = 0;
    int32_t status;
    while ((status = loyalty_book_each(reader->book, &cursor, &key, &length, &customer)) == LOYALTY_OK) {
        must(reader, loyalty_book_find(reader->book, key, length, &found));
        must(reader, found == customer ? LOYALTY_OK : LOYALTY_E_NOT_FOUND);
        read_customer(reader, customer);
    }
    must(reader, status == LOYALTY_E_END ? LOYALTY_OK : status);
    read_customer(reader, reader->kept);
    read_book(reader);
    return NULL;
}

/* A book without customers that was never advanced. */
static void *read_nobody(void *user)
{
    struct reader *reader = user;
    const loyalty_customer *customer;
    uint64_t cursor = 0;
    int32_t status = loyalty_book_find(reader->book, "anna", 4, &customer);
    must(reader, status == LOYALTY_E_NOT_FOUND ? LOYALTY_OK : status);
    status = loyalty_book_each(reader->book, &cursor, NULL, NULL, &customer);
    must(reader, status == LOYALTY_E_END ? LOYALTY_OK : status);
    return NULL;
}

/* The first advance ends a load, and folds only the customers of the later ones for whom something can change. */
static void record_some(loyalty_book *book, int32_t day)
{
    for (uint64_t number = 0; number < CUSTOMERS; number++) {
        unsigned char key[LOYALTY_KEY_OF_NUMBER];
        loyalty_event event = {.size = sizeof event, .date = FIRST + day - (int32_t)(number % 5), .count = 1};
        OK(loyalty_key_of_number(number, key));
        if (day == 0 || (number * 31 + (uint64_t)day * 7) % 23 < 4)
            OK(loyalty_book_record(book, key, sizeof key, &event, NULL, NULL, NULL));
    }
}

/* Returns what each of the readers has read. */
static uint64_t run_readers(const loyalty_book *book, const loyalty_customer *kept)
{
    struct reader readers[READERS] = {{.book = NULL}};
    for (int r = 0; r < READERS; r++) {
        readers[r] = (struct reader){.book = book, .kept = kept};
        assert_int_equal(pthread_create(&readers[r].thread, NULL, read_all, &readers[r]), 0);
    }
    for (int r = 0; r < READERS; r++) {
        assert_int_equal(pthread_join(readers[r].thread, NULL), 0);
        OK(readers[r].status);
        assert_int_equal(readers[r].sum, readers[0].sum);
    }
    return readers[0].sum;
}

static void readers_run_beside_one_another(void **state)
{
    loyalty_book *book = *state;
    const loyalty_customer *kept = NULL;
    for (int32_t i = 0; i < ADVANCES; i++) {
        record_some(book, i * 9);
        OK(loyalty_book_advance(book, FIRST + i * 9, NULL, NULL));
        if (!kept)
            OK(loyalty_book_each(book, &(uint64_t){0}, NULL, NULL, &kept));
        run_readers(book, kept);
    }
}

static void readers_of_a_snapshot_read_the_same(void **state)
{
    struct bytes file = {.bytes = NULL};
    loyalty_book *book = *state, *loaded;
    const loyalty_customer *kept;
    record_some(book, 0);
    OK(loyalty_book_advance(book, FIRST + 20, NULL, NULL));
    OK(loyalty_book_save(book, bytes_write, &file));
    OK(loyalty_book_load(loyalty_book_program(book), NULL, bytes_read, &file, NULL, &loaded));
    bytes_free(&file);
    OK(loyalty_book_each(book, &(uint64_t){0}, NULL, NULL, &kept));
    const uint64_t sum = run_readers(book, kept);
    OK(loyalty_book_each(loaded, &(uint64_t){0}, NULL, NULL, &kept));
    assert_int_equal(run_readers(loaded, kept), sum);
    loyalty_book_free(loaded);
}

static void readers_of_an_empty_snapshot(void **state)
{
    struct bytes file = {.bytes = NULL};
    loyalty_book *loaded;
    struct reader readers[READERS];
    OK(loyalty_book_save(*state, bytes_write, &file));
    OK(loyalty_book_load(loyalty_book_program(*state), NULL, bytes_read, &file, NULL, &loaded));
    bytes_free(&file);
    for (int r = 0; r < READERS; r++) {
        readers[r] = (struct reader){.book = loaded};
        assert_int_equal(pthread_create(&readers[r].thread, NULL, read_nobody, &readers[r]), 0);
    }
    for (int r = 0; r < READERS; r++) {
        assert_int_equal(pthread_join(readers[r].thread, NULL), 0);
        OK(readers[r].status);
    }
    loyalty_book_free(loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOK_TEST(readers_run_beside_one_another),
        BOOK_TEST(readers_of_a_snapshot_read_the_same),
        BOOK_TEST(readers_of_an_empty_snapshot),
    };
    return cmocka_run_group_tests_name("book: readers", tests, NULL, NULL);
}
