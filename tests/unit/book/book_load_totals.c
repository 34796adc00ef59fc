/* SPDX-License-Identifier: MIT */
/* What is put aside adds up: take-backs, counts and sums that leave the word or 64 bits, and long logs in any order. */
#include <stdlib.h>

#include "loads.h"
#include "random.h"

enum { FIRST = 19000 };

static const int64_t word_most = (INT64_C(1) << 29) - 1, word_least = -(INT64_C(1) << 29);

static loyalty_event sale(int32_t date, int32_t count, int64_t value)
{
    return (loyalty_event){
        .size = sizeof(loyalty_event), .kind = LOAD_SALE, .date = date, .count = count, .value = value};
}

static void take_backs_cancel_a_day(void **state)
{
    struct twins *twins = *state;
    struct rows rows = {.style = KEYS_NUMBERS};
    for (uint32_t key = 0; key < 12; key++) {
        if (key % 2)
            rows_add(&rows, key, LOAD_VISIT, FIRST - 1, 1, 0);
        rows_add(&rows, key, LOAD_SALE, FIRST, -2, 600);
        rows_add(&rows, key, LOAD_SALE, FIRST + 1, 1, 3);
        if (key % 3)
            rows_add(&rows, key, LOAD_SALE, FIRST + 1, -1, 3);
        rows_add(&rows, key, LOAD_SALE, FIRST, 1, 600);
        rows_add(&rows, key, LOAD_SALE, FIRST, 1, key % 4 ? 600 : 599); /* or the sum stays */
        if (key % 4 == 2)
            rows_add(&rows, key, LOAD_VISIT, FIRST + 2, 1, 0);
    }
    twins_load(twins, &rows);
    twins_advance(twins, FIRST + 2);
    twins_agree(twins);
    twins_finish(twins, FIRST + 7);
}

/* Only take-backs, which are there before what they take back. */
static void what_is_taken_back_may_come_later(void **state)
{
    struct twins *twins = *state;
    struct rows rows = {.style = KEYS_SHORT};
    for (uint32_t key = 0; key < 100; key++)
        for (int32_t i = 0; i < 10; i++)
            rows_add(&rows, key, LOAD_VISIT, FIRST + i, -1, 0);
    twins_load(twins, &rows);
    for (uint32_t key = 0; key < 100; key++)
        for (int32_t i = 0; i < 10; i++)
            rows_add(&rows, key, LOAD_VISIT, FIRST + i, i == 9 ? 3 : 1, 0);
    twins_load(twins, &rows);
    assert_int_equal(twins_advance(twins, FIRST + 9), 100);
    twins_agree(twins);
}

/* Totals of one day and kind at and beyond the limits of a word, added up in this order and in reverse. */
static void totals_may_leave_the_word(void **state)
{
    const struct {
        int32_t counts[4];
        int64_t values[4];
    } days[] = {
        {{15, 1, 1, 1}, {1, 1, 1, 1}},
        {{14, 1, -1, 1}, {1, 1, 1, 1}},
        {{15, 15, 15, 15}, {0, 0, 0, 0}},
        {{16, 1, 1, -3}, {5, 1, 1, 5}},
        {{INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN}, {7, 7, 7, 7}},
        {{1, 1, 1, 1}, {word_most, 1, -1, 1}},
        {{1, 1, 1, 1}, {word_most, 0, 1, -1}},
        {{1, 1, 1, 1}, {word_least, -1, 1, -1}},
        {{1, 1, 1, 1}, {word_least, word_least, word_most, 2}},
        {{1, 1, 1, 1}, {word_most, word_most, word_most, word_most}},
        {{1, 1, 1, 1}, {word_most + 1, word_least - 1, 1, 1}},
        {{2, 15, 1, 1}, {word_most, word_least, 1, 1}},
        {{1, -1, 1, -1}, {INT64_C(1) << 50, INT64_C(1) << 50, -(INT64_C(1) << 50), 3}},
    };
    struct twins *twins = *state;
    struct rows rows = {.style = KEYS_LONG};
    for (uint32_t i = 0; i < LENGTH(days) * 4; i++)
        for (size_t j = 0; j < 4; j++) {
            const size_t at = i % 2 ? j : 3 - j;
            rows_add(&rows, i, LOAD_SALE, FIRST + (i % 4 > 1), days[i / 4].counts[at], days[i / 4].values[at]);
            if (i % 4 > 1)
                rows_add(&rows, i, LOAD_SALE, FIRST + (int32_t)j, 1, 1);
        }
    twins_load(twins, &rows);
    assert_true(is_loading(twins, twins->loading));
    twins_finish(twins, FIRST + 5);
}

/* Of one day and kind; the last is refused if it, with all others, needs more than 64 bits. */
static const struct {
    int64_t values[5]; /* up to a 0 */
    int32_t last;      /* the status of the last one */
} extremes[] = {
    {{INT64_MAX, 1}, LOYALTY_E_OVERFLOW},
    {{INT64_MAX, -1}, LOYALTY_OK},
    {{1, INT64_MAX}, LOYALTY_E_OVERFLOW},
    {{INT64_MIN, -1}, LOYALTY_E_OVERFLOW},
    {{INT64_MIN, INT64_MAX, 1, INT64_MAX}, LOYALTY_OK},
    {{INT64_MIN, INT64_MAX, INT64_MAX, 2}, LOYALTY_E_OVERFLOW},
    {{INT64_C(1) << 61, INT64_C(1) << 61, INT64_C(1) << 61, INT64_C(1) << 61}, LOYALTY_E_OVERFLOW},
    {{INT64_C(1) << 62, INT64_C(1) << 62}, LOYALTY_E_OVERFLOW},
    {{-(INT64_C(1) << 62), -(INT64_C(1) << 62)}, LOYALTY_OK},
    {{-(INT64_C(1) << 62), -(INT64_C(1) << 62), -1}, LOYALTY_E_OVERFLOW},
};

static void sums_beyond_64_bits_are_refused_during_a_load(void **state)
{
    struct twins *twins = *state;
    for (size_t i = 0; i < LENGTH(extremes); i++) {
        twins_renew(twins);
        const loyalty_event before = sale(FIRST, 1, 5);
        OK(twins_record(twins, 1, &before));
        for (size_t j = 0; j < 5 && extremes[i].values[j]; j++) {
            const loyalty_event event = sale(FIRST + 1, 1, extremes[i].values[j]);
            const bool last = j == 4 || !extremes[i].values[j + 1];
            assert_int_equal(twins_record(twins, 2, &event), last ? extremes[i].last : LOYALTY_OK);
        }
        twins_agree(twins);
        twins_finish(twins, FIRST + 1);
    }
}

/* A product that needs more than 64 bits is refused, also if the customer is new: nobody is added. */
static void products_beyond_64_bits_are_refused_during_a_load(void **state)
{
    const int32_t counts[] = {2, -1, INT32_MIN, INT32_MAX, 15};
    const int64_t values[] = {INT64_MAX, INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX / 14};
    struct twins *twins = *state;
    for (size_t i = 0; i < LENGTH(counts); i++) {
        twins_renew(twins);
        const loyalty_event first = sale(FIRST, 1, 5), wide = sale(FIRST, counts[i], values[i]);
        OK(twins_record(twins, 1, &first));
        assert_int_equal(twins_record(twins, 2, &wide), LOYALTY_E_OVERFLOW);
        assert_int_equal(loyalty_book_count(twins->loading), 1);
        OK(twins_record(twins, 3, &first));
        twins_finish(twins, FIRST + 1);
    }
}

/* Sums of many customers, of which each fits: the load may end, but nothing is refused. */
static void many_large_sums_are_all_recorded(void **state)
{
    struct twins *twins = *state;
    struct rows rows = {.style = KEYS_NUMBERS};
    for (uint32_t i = 0; i < 400; i++)
        rows_add(&rows, i / 4, LOAD_SALE, FIRST + (int32_t)i % 4, 1, (INT64_C(1) << 61) - i);
    twins_load(twins, &rows);
    assert_false(is_loading(twins, twins->loading));
    twins_finish(twins, FIRST + 5);
}

enum order { ASCENDING, DESCENDING, SHUFFLED, TWICE, ORDERS };

static void shuffle(struct random *random, uint32_t *numbers, uint32_t count)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = (uint32_t)random_int(random, 0, (int)i - 1), swapped = numbers[i - 1];
        numbers[i - 1] = numbers[other];
        numbers[other] = swapped;
    }
}

/* Adds so many words of a customer: two kinds a day, or one, or all of few days. */
static void add_words(struct rows *rows, uint32_t key, uint32_t count, enum order order)
{
    struct random random = {count};
    uint32_t *numbers = malloc((count + 1) * sizeof *numbers);
    assert_non_null(numbers);
    for (uint32_t i = 0; i < count; i++)
        numbers[i] = order == DESCENDING ? count - 1 - i : i;
    if (order == SHUFFLED)
        shuffle(&random, numbers, count);
    for (uint32_t i = 0; i < count * (order == TWICE ? 2 : 1); i++) {
        const uint32_t number = numbers[i % count], kind = key % 2 ? number % LOAD_KINDS : LOAD_VISIT;
        const int32_t date = FIRST + (int32_t)(key % 2 ? number / LOAD_KINDS : number);
        rows_add(rows, key, kind, date, 1, kind == LOAD_SALE ? number % 7 : 0);
    }
    free(numbers);
}

static void logs_of_any_length_and_order_are_loaded(void **state)
{
    const uint32_t counts[] = {1, 6, 7, 8, 9, 10, 31, 32, 62, 63, 64, 65, 94, 95, 96, 127, 1000};
    struct twins *twins = *state;
    struct rows rows = {.style = KEYS_NUMBERS};
    for (enum order order = 0; order < ORDERS; order++)
        for (uint32_t i = 0; i < LENGTH(counts) * 2; i++)
            add_words(&rows, (uint32_t)order * 100 + i, counts[i / 2], order);
    twins_load(twins, &rows);
    assert_true(is_loading(twins, twins->loading));
    for (int32_t date = FIRST; date < FIRST + 1100; date += date < FIRST + 130 ? 13 : 97) {
        twins_advance(twins, date);
        twins_agree(twins);
    }
}

/* More than is put aside of one part, which is settled meanwhile. */
static void logs_of_a_hundred_thousand_words_are_loaded(void **state)
{
    struct twins *twins = *state;
    for (enum order order = ASCENDING; order <= SHUFFLED; order++) {
        struct rows rows = {.style = KEYS_NUMBERS};
        twins_renew(twins);
        add_words(&rows, order == ASCENDING, 100000, order);
        twins_load(twins, &rows);
        assert_true(is_loading(twins, twins->loading));
        for (int32_t date = FIRST; date < FIRST + 100000; date += 16667)
            twins_advance(twins, date);
        twins_finish(twins, FIRST + 100000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOAD_TEST(take_backs_cancel_a_day),
        LOAD_TEST(what_is_taken_back_may_come_later),
        LOAD_TEST(totals_may_leave_the_word),
        LOAD_TEST(sums_beyond_64_bits_are_refused_during_a_load),
        LOAD_TEST(products_beyond_64_bits_are_refused_during_a_load),
        LOAD_TEST(many_large_sums_are_all_recorded),
        LOAD_TEST(logs_of_any_length_and_order_are_loaded),
        LOAD_TEST(logs_of_a_hundred_thousand_words_are_loaded),
    };
    return cmocka_run_group_tests_name("book: load, totals", tests, NULL, NULL);
}
