/* SPDX-License-Identifier: MIT */
/* Columns of events: the same as one after the other, whatever is refused among them. */
#include "books.h"
#include "number_key.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>

static void a_batch_without_a_column_records_nothing(void **state)
{
    loyalty_book *book = *state;
    const uint64_t number = 1;
    const void *const keys[] = {"anna"};
    const uint32_t lengths[] = {4}, kinds[] = {0};
    const int32_t dates[] = {19000};
    const loyalty_batch by_number = {
        .size = sizeof by_number, .rows = 1, .numbers = &number, .kinds = kinds, .dates = dates};
    const loyalty_batch by_key = {
        .size = sizeof by_key, .rows = 1, .keys = keys, .key_lengths = lengths, .kinds = kinds, .dates = dates};
    int32_t statuses[1] = {77};
    loyalty_batch_result result = {.size = sizeof result, .refused = 77};
#define REFUSES(expected, of, change)                                                                                  \
    do {                                                                                                               \
        loyalty_batch batch = of;                                                                                      \
        batch.change;                                                                                                  \
        assert_int_equal(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, &result),                       \
                         LOYALTY_E_##expected);                                                                        \
    } while (0)
    REFUSES(ARGUMENT, by_number, numbers = NULL);
    REFUSES(ARGUMENT, by_number, keys = keys);
    REFUSES(ARGUMENT, by_number, dates = NULL);
    REFUSES(ARGUMENT, by_number, ids = keys);
    REFUSES(ARGUMENT, by_key, key_lengths = NULL);
    REFUSES(ARGUMENT, by_key, numbers = &number);
    REFUSES(STRUCT, by_key, size--);
    struct {
        loyalty_batch batch;
        void *tail;
    } later = {by_key, &later};
    later.batch.size = sizeof later;
    assert_int_equal(loyalty_book_record_batch(book, &later.batch, NULL, NULL, statuses, &result),
                     LOYALTY_E_STRUCT_TAIL);
    assert_int_equal(loyalty_book_count(book), 0);
    assert_int_equal(statuses[0], 77);
    assert_int_equal(result.refused, 77);
    later.tail = NULL;
    OK(loyalty_book_record_batch(book, &later.batch, NULL, NULL, statuses, &result));
    OK(loyalty_book_record_batch(book, &by_number, NULL, NULL, NULL, NULL));
    assert_int_equal(loyalty_book_count(book), 2);
    assert_int_equal(statuses[0], LOYALTY_OK);
    assert_int_equal(result.refused, 0);
    assert_int_equal(result.done, 1);
}

static void an_empty_batch_needs_no_columns(void **state)
{
    loyalty_book *book = *state;
    const loyalty_batch batch = {.size = sizeof batch};
    loyalty_batch_result result = {.size = sizeof result, .done = 77, .refused = 77, .duplicates = 77};
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, &result));
    assert_int_equal(result.done, 0);
    assert_int_equal(result.refused, 0);
    assert_int_equal(result.duplicates, 0);
    assert_int_equal(loyalty_book_count(book), 0);
}

static void each_row_has_its_status(void **state)
{
    loyalty_book *book = *state;
    enum { ROWS = 13 };
    const void *keys[ROWS] = {"anna", "anna", NULL,   "bert", "carla", "doris", "",
                              "anna", "bert", "emil", "f",    "anna",  "gus"};
    const uint32_t lengths[ROWS] = {4, 4, 4, 4, 5, 5, 0, 4, LOYALTY_KEY_MAX + 1, 4, 1, 4, 3};
    const uint32_t kinds[ROWS] = {0, 0, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0, 0};
    int32_t dates[ROWS], statuses[ROWS];
    const int64_t values[ROWS] = {0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    const int32_t counts[ROWS] = {1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, INT32_MIN, 0};
    const void *const ids[ROWS] = {"one", "one", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};
    const uint32_t id_lengths[ROWS] = {3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0};
    const int32_t expected[ROWS] = {LOYALTY_OK,      LOYALTY_E_DUPLICATE, LOYALTY_E_ARGUMENT, LOYALTY_E_VALUE,
                                    LOYALTY_E_INDEX, LOYALTY_E_TOO_LATE,  LOYALTY_E_KEY,      LOYALTY_OK,
                                    LOYALTY_E_KEY,   LOYALTY_E_DATE,      LOYALTY_E_ARGUMENT, LOYALTY_OK,
                                    LOYALTY_E_COUNT};
    const loyalty_batch batch = {.size = sizeof batch,
                                 .rows = ROWS,
                                 .keys = keys,
                                 .key_lengths = lengths,
                                 .kinds = kinds,
                                 .dates = dates,
                                 .values = values,
                                 .counts = counts,
                                 .ids = ids,
                                 .id_lengths = id_lengths};
    loyalty_batch_result result = {.size = sizeof result};
    struct book_diary diary = {""};
    for (size_t i = 0; i < ROWS; i++)
        dates[i] = day("2024-01-20");
    dates[5] = day("2024-01-09");
    dates[9] = LOYALTY_DATE_MAX + 1;
    OK(book_advance(book, "2024-01-20"));
    OK(loyalty_book_record_batch(book, &batch, book_write_down, &diary, statuses, &result));
    for (size_t i = 0; i < ROWS; i++)
        assert_int_equal(statuses[i], expected[i]);
    assert_int_equal(result.done, ROWS);
    assert_int_equal(result.refused, 9);
    assert_int_equal(result.duplicates, 1);
    assert_string_equal(book_keys(book), "anna");
    assert_string_equal(diary.text, "anna 2024-01-20 guest > friend; anna revoked 2024-01-20 guest > friend; "
                                    "anna 2024-01-20 guest > regular; anna revoked 2024-01-20 guest > regular");
}

/* Columns that are not there: a value of 0, a count of 1. */
static void columns_may_be_left_out(void **state)
{
    loyalty_book *book = *state;
    const uint64_t numbers[] = {5, 5, 6};
    const uint32_t kinds[] = {0, 0, 0};
    const int32_t dates[] = {19000, 19001, 19000};
    const loyalty_batch batch = {.size = sizeof batch, .rows = 3, .numbers = numbers, .kinds = kinds, .dates = dates};
    const loyalty_customer *customer;
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, NULL));
    OK(loyalty_book_advance(book, 19001, NULL, NULL));
    OK(loyalty_book_find(book, number_key(numbers[0]).bytes, NUMBER_KEY, &customer));
    assert_string_equal(metric_text(customer, "n"), "2");
    OK(loyalty_book_find(book, number_key(numbers[2]).bytes, NUMBER_KEY, &customer));
    assert_string_equal(metric_text(customer, "n"), "1");
}

/* One kind for all rows, instead of a column. */
static void all_rows_may_be_of_one_kind(void **state)
{
    loyalty_book *book = *state;
    const uint64_t numbers[] = {5, 6, 5};
    const int32_t dates[] = {19000, 19000, 19001};
    const int64_t values[] = {7, 1001, 2};
    int32_t statuses[3];
    loyalty_batch batch = {
        .size = sizeof batch, .rows = 3, .numbers = numbers, .dates = dates, .values = values, .kind = 1};
    loyalty_batch_result result = {.size = sizeof result};
    const loyalty_customer *customer;
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, &result));
    OK(statuses[0]);
    assert_int_equal(statuses[1], LOYALTY_E_VALUE);
    OK(statuses[2]);
    batch.kind = 2;
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, &result));
    assert_int_equal(result.refused, 3);
    assert_int_equal(statuses[0], LOYALTY_E_INDEX);
    batch.kind = 0;
    batch.reserved = 1;
    REFUSED(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, &result));
    OK(loyalty_book_advance(book, 19001, NULL, NULL));
    OK(loyalty_book_find(book, number_key(5).bytes, NUMBER_KEY, &customer));
    assert_string_equal(metric_text(customer, "spent"), "9");
    assert_int_equal(loyalty_book_count(book), 1);
}

/* Under seed 1 the hashes of these numbers agree in all the bits that the index keeps. */
static void keys_of_one_hash_are_two_customers(void **state)
{
    loyalty_book *book = *state;
    const uint64_t numbers[] = {19096, 31397, 19096, 31397, 20079, 39552, 39552, 20079};
    enum { ROWS = LENGTH(numbers) };
    uint32_t kinds[ROWS] = {0};
    uint64_t cursor = 0;
    int32_t dates[ROWS];
    loyalty_batch batch = {.size = sizeof batch, .rows = ROWS, .numbers = numbers, .kinds = kinds, .dates = dates};
    const loyalty_customer *customer;
    const void *key;
    for (int32_t round = 0; round < 2; round++) {
        for (int32_t i = 0; i < ROWS; i++)
            dates[i] = 19000 + round;
        OK(loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, NULL));
    }
    OK(loyalty_book_advance(book, 19001, NULL, NULL));
    for (int i = 0; i < 4; i++) {
        OK(loyalty_book_each(book, &cursor, &key, NULL, &customer));
        assert_int_equal(key_number(key), numbers[i < 2 ? i : i + 2]);
        assert_string_equal(metric_text(customer, "n"), "4");
    }
    assert_int_equal(loyalty_book_count(book), 4);
    OK(loyalty_book_remove(book, number_key(numbers[0]).bytes, NUMBER_KEY));
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, NULL));
    assert_int_equal(loyalty_book_count(book), 4);
}

static struct random dice = {17};

/* Batches of every length, longer and shorter than the look-ahead, with keys that repeat within it and new ones. */
static void batches_are_events_one_by_one(void **state)
{
    loyalty_book *book = *state;
    enum { MANY = 200 };
    loyalty_book *single = book_of(books_shop, 99);
    uint64_t numbers[MANY];
    uint32_t kinds[MANY];
    int32_t dates[MANY], counts[MANY], statuses[MANY];
    struct book_diary by_batch, by_event;
    for (size_t length = 0; length < MANY; length++) {
        size_t expected = 0;
        loyalty_batch_result result = {.size = sizeof result};
        const int32_t date = 19000 + (int32_t)length;
        const loyalty_batch batch = {
            .size = sizeof batch, .rows = length, .numbers = numbers, .kinds = kinds, .dates = dates, .counts = counts};
        by_batch.text[0] = by_event.text[0] = '\0';
        for (size_t i = 0; i < length; i++) {
            numbers[i] = UINT64_C(0x3030303030303030) + random_bits(&dice) % 10 +
                         (random_bits(&dice) % (1 + length / 40) << 8); /* text */
            kinds[i] = random_bits(&dice) % 3 == 0;
            dates[i] = date - (int32_t)(random_bits(&dice) % 12);
            counts[i] = (int32_t)(random_bits(&dice) % 3) - 1;
        }
        OK(loyalty_book_record_batch(book, &batch, length < 30 ? book_write_down : NULL, &by_batch, statuses, &result));
        for (size_t i = 0; i < length; i++) {
            loyalty_event event = {.size = sizeof event, .kind = kinds[i], .date = dates[i], .count = counts[i]};
            int32_t status = loyalty_book_record(single, number_key(numbers[i]).bytes, NUMBER_KEY, &event,
                                                 length < 30 ? book_write_down : NULL, &by_event, NULL);
            assert_int_equal(statuses[i], status);
            expected += status != LOYALTY_OK;
        }
        assert_int_equal(result.refused, expected);
        assert_int_equal(result.done, length);
        assert_int_equal(result.duplicates, 0);
        assert_string_equal(by_batch.text, by_event.text);
        OK(loyalty_book_advance(book, date, NULL, NULL));
        OK(loyalty_book_advance(single, date, NULL, NULL));
    }
    char *one = book_sight(book), *other = book_sight(single);
    assert_string_equal(one, other);
    free(one);
    free(other);
    loyalty_book_free(single);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOK_TEST(a_batch_without_a_column_records_nothing),
        BOOK_TEST(an_empty_batch_needs_no_columns),
        BOOK_TEST(each_row_has_its_status),
        BOOK_TEST(columns_may_be_left_out),
        BOOK_TEST(all_rows_may_be_of_one_kind),
        BOOK_TEST(keys_of_one_hash_are_two_customers),
        BOOK_TEST(batches_are_events_one_by_one),
    };
    return cmocka_run_group_tests_name("book: batches", tests, NULL, NULL);
}
