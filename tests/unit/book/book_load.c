/* SPDX-License-Identifier: MIT */
/* What ends a load, and what is refused during one. */
#include <stdlib.h>
#include <string.h>

#include "loads.h"
#include "seed.h"

enum { FIRST = 19000, FEW = 40 };

/* Three events each of a few customers; the later ones have kinds and dates of their own. */
static struct rows some_rows(enum key_style style)
{
    struct rows rows = {.style = style};
    for (uint32_t i = 0; i < FEW * 3; i++) {
        const uint32_t number = i % FEW;
        rows_add(&rows, number, number % 3 == 0, FIRST + (int32_t)(i * 7 % 11), i % 5 == 4 ? 2 : 1, number * 10);
    }
    return rows;
}

/* The calls, each on one book. `key` is in the book; each returns a number that tells books with other events apart. */

static int64_t visits(const loyalty_customer *customer)
{
    loyalty_customer *copy;
    int64_t visits, spent, denominator;
    OK(loyalty_customer_copy(customer, &copy));
    OK(loyalty_customer_advance(copy, FIRST + 100, NULL, NULL));
    OK(loyalty_customer_metric(copy, metric_named(copy, "days"), &visits, &denominator));
    OK(loyalty_customer_metric(copy, metric_named(copy, "spent"), &spent, &denominator));
    loyalty_customer_free(copy);
    return visits * 1000 + spent;
}

static int64_t all_visits(loyalty_book *book)
{
    const loyalty_customer *customer;
    uint64_t cursor = 0;
    int64_t all = 0;
    while (loyalty_book_each(book, &cursor, NULL, NULL, &customer) == LOYALTY_OK)
        all += visits(customer);
    return all;
}

static int64_t call_find(loyalty_book *book, const struct load_key *key)
{
    const loyalty_customer *customer;
    OK(loyalty_book_find(book, key->bytes, key->length, &customer));
    return visits(customer);
}

static int64_t call_next(loyalty_book *book, const struct load_key *key)
{
    (void)key;
    return all_visits(book);
}

static int64_t call_advance(loyalty_book *book, const struct load_key *key)
{
    const loyalty_customer *customer;
    uint32_t rung;
    OK(loyalty_book_advance(book, FIRST + 20, NULL, NULL));
    OK(loyalty_book_find(book, key->bytes, key->length, &customer));
    OK(loyalty_customer_rung(customer, &rung));
    return rung;
}

static int64_t call_set_user(loyalty_book *book, const struct load_key *key)
{
    OK(loyalty_book_set_user(book, key->bytes, key->length, book));
    return call_find(book, key);
}

static int64_t call_add(loyalty_book *book, const struct load_key *key)
{
    OK(loyalty_book_add(book, "a new customer", 14, book));
    return call_find(book, key);
}

static int64_t call_remove(loyalty_book *book, const struct load_key *key)
{
    OK(loyalty_book_remove(book, key->bytes, key->length));
    return all_visits(book);
}

static int64_t call_merge_keys(loyalty_book *book, const struct load_key *key)
{
    OK(loyalty_book_join(book, key->bytes, key->length, "another customer", 16, NULL, NULL, NULL));
    return all_visits(book);
}

static loyalty_book *another(loyalty_book *book)
{
    loyalty_book *other;
    OK(loyalty_book_new(loyalty_book_program(book), seed_of(5), &other));
    OK(book_record(other, "another customer", "visit", "2022-01-09"));
    OK(book_record(other, "7", "visit", "2022-01-10"));
    return other;
}

static int64_t call_merge_into(loyalty_book *book, const struct load_key *key)
{
    loyalty_book *other = another(book);
    (void)key;
    OK(loyalty_book_merge(book, other, NULL, NULL, NULL));
    loyalty_book_free(other);
    return all_visits(book);
}

static int64_t call_merge_from(loyalty_book *book, const struct load_key *key)
{
    loyalty_book *other = another(book);
    (void)key;
    OK(loyalty_book_merge(other, book, NULL, NULL, NULL));
    int64_t all = all_visits(other);
    loyalty_book_free(other);
    return all;
}

static int64_t call_convert(loyalty_book *book, const struct load_key *key)
{
    loyalty_book *converted;
    uint64_t left_out;
    OK(loyalty_book_convert(book, loyalty_book_program(book), seed_of(9), &left_out, &converted));
    assert_int_equal(left_out, 0);
    int64_t found = call_find(converted, key) + all_visits(converted);
    loyalty_book_free(converted);
    return found;
}

static int64_t call_census(loyalty_book *book, const struct load_key *key)
{
    const loyalty_census_plan plan = {.size = sizeof plan, .as_of = FIRST + 20};
    loyalty_census *census;
    uint64_t customers;
    int64_t all = 0;
    (void)key;
    OK(loyalty_census_new(loyalty_book_program(book), &plan, &census));
    OK(loyalty_census_add_book(census, book));
    for (uint32_t rung = 0; loyalty_census_on_rung(census, rung, &customers) == LOYALTY_OK; rung++)
        all = all * 1000 + (int64_t)customers;
    loyalty_census_free(census);
    return all;
}

static int64_t backtest(loyalty_book *before, loyalty_book *after)
{
    static char json[20000];
    loyalty_backtest *backtest;
    size_t needed = 0;
    int64_t digest = 0;
    OK(loyalty_backtest_new(loyalty_book_program(before), loyalty_book_program(after), FIRST + 20, 10, &backtest));
    OK(loyalty_backtest_add_books(backtest, before, after));
    OK(loyalty_backtest_json(backtest, json, sizeof json, &needed));
    for (size_t i = 0; i < needed; i++)
        digest = (digest * 31 + json[i]) % 1000003;
    loyalty_backtest_free(backtest);
    return digest;
}

static int64_t call_backtest_before(loyalty_book *book, const struct load_key *key)
{
    loyalty_book *other = another(book);
    (void)key;
    int64_t digest = backtest(book, other);
    loyalty_book_free(other);
    return digest;
}

static int64_t call_backtest_after(loyalty_book *book, const struct load_key *key)
{
    loyalty_book *other = another(book);
    (void)key;
    int64_t digest = backtest(other, book);
    loyalty_book_free(other);
    return digest;
}

static int64_t call_record(loyalty_book *book, const struct load_key *key)
{
    const loyalty_customer *customer;
    const loyalty_event event = {.size = sizeof event, .date = FIRST + 90, .count = 1};
    OK(loyalty_book_record(book, key->bytes, key->length, &event, NULL, NULL, &customer));
    return visits(customer);
}

static int64_t (*const calls[])(loyalty_book *book, const struct load_key *key) = {
    call_find,           call_next,       call_advance,    call_set_user, call_add,    call_remove,
    call_merge_keys,     call_merge_into, call_merge_from, call_convert,  call_census, call_backtest_before,
    call_backtest_after, call_record};

static void load_some(struct twins *twins, enum key_style style, bool singly)
{
    const loyalty_event event = {.size = sizeof event, .date = FIRST + 1, .count = 1};
    struct rows rows = some_rows(style);
    twins_renew(twins);
    if (singly)
        twins_singly(twins, &rows);
    else
        twins_load(twins, &rows);
    OK(loyalty_book_record(twins->loading, "another customer", 16, &event, NULL, NULL, NULL));
    OK(loyalty_book_record(twins->plain, "another customer", 16, &event, NULL, NULL, NULL));
    rows_free(&rows);
}

static void every_call_that_ends_a_load_sees_all_events(void **state)
{
    struct twins *twins = *state;
    for (size_t i = 0; i < LENGTH(calls) * KEY_STYLES * 2; i++) {
        const struct load_key key = load_key(i / 2 % KEY_STYLES, 7);
        int64_t (*call)(loyalty_book *, const struct load_key *) = calls[i / 2 / KEY_STYLES];
        load_some(twins, i / 2 % KEY_STYLES, i % 2);
        assert_int_equal(call(twins->loading, &key), call(twins->plain, &key));
        twins_agree(twins);
        twins_finish(twins, FIRST + 20);
    }
}

/* Without allocating: nothing was put aside any more. */
static void after_such_a_call_nothing_is_put_aside(void **state)
{
    struct twins *twins = *state;
    const loyalty_event event = {.size = sizeof event, .date = FIRST + 15, .count = 1};
    for (size_t i = 0; i < LENGTH(calls); i++) {
        const struct load_key key = load_key(KEYS_NUMBERS, 7);
        load_some(twins, KEYS_NUMBERS, false);
        calls[i](twins->loading, &key);
        calls[i](twins->plain, &key);
        OK(twins_record(twins, 8, &event));
        assert_false(is_loading(twins, twins->loading));
        twins_finish(twins, FIRST + 20);
    }
}

static void counting_customers_does_not_end_a_load(void **state)
{
    struct twins *twins = *state;
    int32_t date;
    load_some(twins, KEYS_SHORT, false);
    assert_int_equal(loyalty_book_count(twins->loading), FEW + 1);
    assert_int_equal(loyalty_book_date(twins->loading, &date), LOYALTY_E_NOT_ADVANCED);
    assert_ptr_equal(loyalty_book_program(twins->loading), twins->program);
    assert_true(is_loading(twins, twins->loading));
    assert_false(is_loading(twins, twins->loading));
    assert_false(is_loading(twins, twins->plain));
    twins_agree(twins);
}

/* Calls that are refused for what they are given, so that they do not get as far. */
static void calls_that_are_refused_do_not_end_a_load(void **state)
{
    struct twins *twins = *state;
    const loyalty_customer *customer;
    loyalty_event event = {.size = sizeof event, .date = FIRST, .count = 0};
    loyalty_book *made = NULL, *foreign = book_of(loads_shop, 1);
    load_some(twins, KEYS_SHORT, false);
    loyalty_book *book = twins->loading;
    assert_int_equal(loyalty_book_record(book, "1", 1, &event, NULL, NULL, NULL), LOYALTY_E_COUNT);
    assert_int_equal(loyalty_book_find(book, "", 0, &customer), LOYALTY_E_KEY);
    REFUSED(loyalty_book_find(book, NULL, 1, &customer));
    assert_int_equal(loyalty_book_advance(book, LOYALTY_DATE_MAX + 1, NULL, NULL), LOYALTY_E_DATE);
    assert_int_equal(loyalty_book_remove(book, "1", LOYALTY_KEY_MAX + 1), LOYALTY_E_KEY);
    REFUSED(loyalty_book_join(book, "1", 1, "1", 1, NULL, NULL, NULL));
    REFUSED(loyalty_book_each(book, NULL, NULL, NULL, NULL));
    REFUSED(loyalty_book_convert(book, NULL, NULL, NULL, &made));
    assert_int_equal(loyalty_book_merge(book, foreign, NULL, NULL, NULL), LOYALTY_E_PROGRAM);
    assert_true(is_loading(twins, book));
    twins_agree(twins);
    loyalty_book_free(foreign);
}

static void a_book_may_be_freed_during_a_load(void **state)
{
    struct twins *twins = *state;
    for (enum key_style style = KEYS_NUMBERS; style < KEY_STYLES; style++)
        load_some(twins, style, false);
    loyalty_book_free(twins->loading);
    twins->loading = NULL; /* the counting allocator sees the rest */
}

/* Also with escapes put aside. */
static void a_book_may_be_freed_with_large_events_put_aside(void **state)
{
    struct twins *twins = *state;
    const loyalty_event event = {.size = sizeof event, .date = FIRST, .count = -100};
    for (uint32_t i = 0; i < 5000; i++)
        OK(twins_record(twins, i, &event));
}

enum { ERRORS = 14 };

/* Columns in which rows that are not valid stand between others, of the same keys and of new ones. */
struct bad_batch {
    const void *keys[ERRORS];
    uint32_t lengths[ERRORS], kinds[ERRORS];
    int32_t dates[ERRORS], counts[ERRORS], expected[ERRORS];
    int64_t values[ERRORS];
};

static const char any_bytes[LOYALTY_KEY_MAX + 1] = "any bytes";

static const struct bad_batch bad = {
    .keys = {"anna", "bert", "carla", "doris", "anna", "emil", any_bytes, NULL, "franz", "bert", any_bytes, "gus",
             "anna", "heidi"},
    .lengths = {4, 4, 5, 5, 4, 4, LOYALTY_KEY_MAX + 1, 4, 0, 4, LOYALTY_KEY_MAX, 3, 4, 5},
    .kinds = {0, 0, LOAD_KINDS, 0, 0, UINT32_MAX, 0, 0, 0, 0, 0, 0, LOAD_GIFT, LOAD_GIFT},
    .dates = {FIRST, LOYALTY_DATE_MAX + 1, FIRST, LOYALTY_DATE_MIN - 1, FIRST, FIRST, FIRST, FIRST, FIRST, FIRST, FIRST,
              LOYALTY_DATE_NONE, FIRST, FIRST},
    .counts = {1, 1, 1, 1, 0, 1, 1, 1, 1, 16, 1, 1, 1, 1},
    .values = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, INT64_MIN},
    .expected = {LOYALTY_OK, LOYALTY_E_DATE, LOYALTY_E_INDEX, LOYALTY_E_DATE, LOYALTY_E_COUNT, LOYALTY_E_INDEX,
                 LOYALTY_E_KEY, LOYALTY_E_ARGUMENT, LOYALTY_E_KEY, LOYALTY_OK, LOYALTY_OK, LOYALTY_E_DATE,
                 LOYALTY_E_VALUE, LOYALTY_E_VALUE}};

static void record_bad(loyalty_book *book)
{
    int32_t statuses[ERRORS];
    loyalty_batch_result result = {.size = sizeof result};
    const loyalty_batch batch = {.size = sizeof batch,
                                 .rows = ERRORS,
                                 .keys = bad.keys,
                                 .key_lengths = bad.lengths,
                                 .kinds = bad.kinds,
                                 .dates = bad.dates,
                                 .values = bad.values,
                                 .counts = bad.counts};
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, &result));
    for (size_t i = 0; i < ERRORS; i++)
        assert_int_equal(statuses[i], bad.expected[i]);
    assert_int_equal(result.refused, ERRORS - 3);
    assert_int_equal(result.duplicates, 0);
}

/* Once with customers who are new, and again with customers who are known. */
static void each_row_of_a_load_has_its_status(void **state)
{
    struct twins *twins = *state;
    for (int round = 0; round < 3; round++) {
        record_bad(twins->loading);
        record_bad(twins->plain);
        assert_int_equal(loyalty_book_count(twins->loading), 3);
    }
    assert_true(is_loading(twins, twins->loading));
    twins_finish(twins, FIRST);
}

/* One by one: what is not valid adds no customer. */
static void each_event_of_a_load_has_its_status(void **state)
{
    struct twins *twins = *state;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < ERRORS; i++) {
            const loyalty_event event = {.size = sizeof event,
                                         .kind = bad.kinds[i],
                                         .date = bad.dates[i],
                                         .value = bad.values[i],
                                         .count = bad.counts[i]};
            const uint64_t before = loyalty_book_count(twins->loading);
            int32_t status = loyalty_book_record(twins->loading, bad.keys[i], bad.lengths[i], &event, NULL, NULL, NULL);
            assert_int_equal(status, bad.expected[i]);
            assert_int_equal(loyalty_book_count(twins->loading), before + (!status && !round));
            assert_int_equal(loyalty_book_record(twins->plain, bad.keys[i], bad.lengths[i], &event, NULL, NULL, NULL),
                             status);
        }
    assert_true(is_loading(twins, twins->loading));
    twins_finish(twins, FIRST);
}

/* What stands in for the hash of a missing key is the hash of a key that is there, and of the same length. */
static void a_missing_key_is_compared_with_none(void **state)
{
    enum { LENGTH = 16 };
    static const char key[LENGTH] = {LENGTH}; /* without a seed, its hash is 0 */
    static const void *const keys[] = {key, NULL, key};
    static const uint32_t lengths[] = {LENGTH, LENGTH, LENGTH}, kinds[] = {LOAD_VISIT, LOAD_VISIT, LOAD_VISIT};
    static const int32_t dates[] = {FIRST, FIRST, FIRST};
    const struct twins *twins = *state;
    const loyalty_batch batch = {
        .size = sizeof batch, .rows = 3, .keys = keys, .key_lengths = lengths, .kinds = kinds, .dates = dates};
    loyalty_book *book;
    int32_t statuses[3];
    OK(loyalty_book_new(twins->program, NULL, &book));
    for (int known = 0; known < 2; known++) {
        OK(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, NULL));
        OK(statuses[0]);
        assert_int_equal(statuses[1], LOYALTY_E_ARGUMENT);
        OK(statuses[2]);
    }
    assert_int_equal(loyalty_book_count(book), 1);
    loyalty_book_free(book);
}

/* The rows after the one that ends the load are of customers known before, and of new ones. */
static void a_load_may_end_in_the_middle_of_a_batch(void **state)
{
    struct twins *twins = *state;
    for (uint32_t at = 0; at < 70; at++)
        for (int known = 0; known < 2; known++) {
            struct rows rows = {.style = at % KEY_STYLES};
            twins_renew(twins);
            for (uint32_t i = 0; known && i < 3; i++)
                rows_add(&rows, i, LOAD_VISIT, FIRST, 1, 0);
            twins_batch(twins, &rows);
            rows_free(&rows);
            for (uint32_t i = 0; i < 70; i++)
                rows_add(&rows, i % 5, LOAD_SALE, FIRST + (int32_t)i % 2, 1, i == at ? INT64_MAX : i + 1);
            twins_batch(twins, &rows);
            rows_free(&rows);
            assert_false(is_loading(twins, twins->loading));
            twins_finish(twins, FIRST + 1);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOAD_TEST(every_call_that_ends_a_load_sees_all_events),
        LOAD_TEST(after_such_a_call_nothing_is_put_aside),
        LOAD_TEST(counting_customers_does_not_end_a_load),
        LOAD_TEST(calls_that_are_refused_do_not_end_a_load),
        LOAD_TEST(a_book_may_be_freed_during_a_load),
        LOAD_TEST(a_book_may_be_freed_with_large_events_put_aside),
        LOAD_TEST(each_row_of_a_load_has_its_status),
        LOAD_TEST(each_event_of_a_load_has_its_status),
        LOAD_TEST(a_missing_key_is_compared_with_none),
        LOAD_TEST(a_load_may_end_in_the_middle_of_a_batch),
    };
    return cmocka_run_group_tests_name("book: load", tests, NULL, NULL);
}
