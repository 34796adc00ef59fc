/* SPDX-License-Identifier: MIT */
/* A part that is full is settled while the load goes on: what a load holds is bounded, and memory may run out in that. */
#include "loads.h"

enum {
    FIRST = 19000,
    EVENTS = 2000000,
    BLOCKS = 128, /* of a part, of up to */
    BLOCK = 509,  /* events, of */
    EVENT = 12,   /* bytes */
    WORD = 8,     /* bytes, when they are sorted */
    ESCAPE = 16   /* bytes, of an event that leaves the word */
};

/* Returns the most bytes held while so many events of few customers are loaded, beyond those held before. */
static size_t peak_of(struct twins *twins, uint32_t events, int32_t count)
{
    enum { ROWS = 1000, CUSTOMERS = 100, DAYS = 10 };
    static uint64_t numbers[ROWS];
    static uint32_t kinds[ROWS];
    static int32_t dates[ROWS], counts[ROWS];
    static int64_t values[ROWS];
    const loyalty_batch batch = {.size = sizeof batch,
                                 .rows = ROWS,
                                 .numbers = numbers,
                                 .kinds = kinds,
                                 .dates = dates,
                                 .values = values,
                                 .counts = counts};
    const size_t before = twins->counting.bytes;
    loyalty_batch_result result = {.size = sizeof result};
    twins->counting.most = before;
    for (uint32_t done = 0; done < events; done += ROWS) {
        for (uint32_t i = 0; i < ROWS; i++) {
            numbers[i] = (done / ROWS + i) * 31 % CUSTOMERS;
            kinds[i] = (done + i) % 7 == 0;
            dates[i] = FIRST + (int32_t)(i * 7 + done / ROWS) % DAYS;
            counts[i] = count;
            values[i] = i % 50;
        }
        OK(loyalty_book_record_batch(twins->loading, &batch, NULL, NULL, NULL, &result));
        assert_int_equal(result.refused + result.duplicates, 0);
    }
    return twins->counting.most - before;
}

static int64_t visits_of(loyalty_book *book, uint32_t number)
{
    const struct load_key key = load_key(KEYS_NUMBERS, number);
    const loyalty_customer *customer;
    int64_t visits, sales, denominator;
    OK(loyalty_book_find(book, key.bytes, key.length, &customer));
    OK(loyalty_customer_metric(customer, metric_named(customer, "n"), &visits, &denominator));
    OK(loyalty_customer_metric(customer, metric_named(customer, "sales"), &sales, &denominator));
    return visits + sales;
}

/* Once more for rows, keys and logs. */
static void a_load_of_few_customers_holds_little_memory(void **state)
{
    struct twins *twins = *state;
    int64_t all = 0;
    size_t peak = peak_of(twins, EVENTS, 1);
    assert_in_range(peak, BLOCKS * BLOCK * EVENT, 2 * BLOCKS * BLOCK * (EVENT + WORD));
    assert_true(is_loading(twins, twins->loading));
    OK(loyalty_book_advance(twins->loading, FIRST + 20, NULL, NULL));
    for (uint32_t i = 0; i < 100; i++)
        all += visits_of(twins->loading, i);
    assert_int_equal(all, EVENTS);
}

/* What they leave the word with is in an array that grows by half: for a moment it is there twice. */
static void a_load_of_large_events_holds_little_memory(void **state)
{
    struct twins *twins = *state;
    int64_t all = 0;
    size_t peak = peak_of(twins, EVENTS, 20);
    assert_in_range(peak, BLOCKS * BLOCK * EVENT, 2 * BLOCKS * BLOCK * (EVENT + WORD) + 3 * BLOCKS * BLOCK * ESCAPE);
    assert_true(is_loading(twins, twins->loading));
    OK(loyalty_book_advance(twins->loading, FIRST + 20, NULL, NULL));
    for (uint32_t i = 0; i < 100; i++)
        all += visits_of(twins->loading, i);
    assert_int_equal(all, 20 * EVENTS);
}

/* So many events of few customers, of 13 words each, that a few more fill a part. Some leave the word. */
static void fill_nearly(struct twins *twins)
{
    enum { FULL = 15 + 31 + 63 + 127 + 255 + 123 * BLOCK, CUSTOMERS = 12, WORDS = 13 };
    struct rows rows = {.style = KEYS_NUMBERS};
    for (uint32_t i = 0; i < FULL - 10; i++)
        rows_add(&rows, i % CUSTOMERS, LOAD_SALE, FIRST + (int32_t)(i / CUSTOMERS * 5 % WORDS), i % 9 ? 1 : 16, 1);
    twins_load(twins, &rows);
}

/* Records twenty more events. Those in which memory runs out are recorded again; returns how many. */
static uint32_t record_more(struct twins *twins, loyalty_book *book)
{
    uint32_t failed = 0;
    for (uint32_t i = 0; i < 20; i++) {
        const struct load_key key = load_key(KEYS_NUMBERS, i * 7);
        const loyalty_event event = {.size = sizeof event, .date = FIRST + (int32_t)i % 3, .count = 1};
        int32_t status = loyalty_book_record(book, key.bytes, key.length, &event, NULL, NULL, NULL);
        if (!status)
            continue;
        assert_int_equal(status, LOYALTY_E_MEMORY);
        failed++;
        twins->counting.fail_at = ALLOCATOR_NEVER;
        OK(loyalty_book_record(book, key.bytes, key.length, &event, NULL, NULL, NULL));
    }
    return failed;
}

static void memory_may_run_out_when_a_part_is_full(void **state)
{
    struct twins *twins = *state;
    uint32_t failed = 1, fail_at = 0;
    for (; failed; fail_at += 2) {
        twins_renew(twins);
        fill_nearly(twins);
        twins->counting.fail_at = twins->counting.calls + fail_at;
        twins->counting.persists = fail_at % 4 > 0;
        failed = record_more(twins, twins->loading);
        twins->counting.fail_at = ALLOCATOR_NEVER;
        assert_int_equal(record_more(twins, twins->plain), 0);
        assert_in_range(failed, 0, 1);
        if (fail_at % 3 > 0)
            assert_true(is_loading(twins, twins->loading));
        twins_finish(twins, FIRST + 13);
    }
    assert_in_range(fail_at, 50, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOAD_TEST(a_load_of_few_customers_holds_little_memory),
        LOAD_TEST(a_load_of_large_events_holds_little_memory),
        LOAD_TEST(memory_may_run_out_when_a_part_is_full),
    };
    return cmocka_run_group_tests_name("book: load, full parts", tests, NULL, NULL);
}
