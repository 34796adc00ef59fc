/* SPDX-License-Identifier: MIT */
/* Columns of events: the same as one after the other, whatever is refused among them. */
#include "books.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>

static void a_batch_without_a_column_records_nothing(void **state)
{
    loyalty_book *book = *state;
    const uint64_t number = 1;
    const char *const keys[] = {"anna"};
    const uint32_t lengths[] = {4}, kinds[] = {0};
    const int32_t dates[] = {19000};
    const loyalty_batch by_number = {
        .size = sizeof by_number, .count = 1, .numbers = &number, .kinds = kinds, .dates = dates};
    const loyalty_batch by_key = {
        .size = sizeof by_key, .count = 1, .keys = keys, .key_lengths = lengths, .kinds = kinds, .dates = dates};
    int32_t statuses[1] = {77};
    size_t refused = 77;
#define REFUSES(expected, of, change)                                                                                  \
    do {                                                                                                               \
        loyalty_batch batch = of;                                                                                      \
        batch.change;                                                                                                  \
        assert_int_equal(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, &refused),                      \
                         LOYALTY_E_##expected);                                                                        \
    } while (0)
    REFUSES(ARGUMENT, by_number, numbers = NULL);
    REFUSES(ARGUMENT, by_number, keys = keys);
    REFUSES(ARGUMENT, by_number, kinds = NULL);
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
    assert_int_equal(loyalty_book_record_batch(book, &later.batch, NULL, NULL, statuses, &refused),
                     LOYALTY_E_STRUCT_TAIL);
    assert_int_equal(loyalty_book_count(book), 0);
    assert_int_equal(statuses[0], 77);
    assert_int_equal(refused, 77);
    later.tail = NULL;
    OK(loyalty_book_record_batch(book, &later.batch, NULL, NULL, statuses, &refused));
    OK(loyalty_book_record_batch(book, &by_number, NULL, NULL, NULL, NULL));
    assert_int_equal(loyalty_book_count(book), 2);
    assert_int_equal(statuses[0], LOYALTY_OK);
    assert_int_equal(refused, 0);
}

static void an_empty_batch_needs_no_columns(void **state)
{
    loyalty_book *book = *state;
    const loyalty_batch batch = {.size = sizeof batch};
    size_t refused = 77;
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, &refused));
    assert_int_equal(refused, 0);
    assert_int_equal(loyalty_book_count(book), 0);
}

static void each_row_has_its_status(void **state)
{
    loyalty_book *book = *state;
    enum { ROWS = 13 };
    const char *keys[ROWS] = {"anna", "anna", NULL,   "bert", "carla", "doris", "",
                              "anna", "bert", "emil", "f",    "anna",  "gus"};
    const uint32_t lengths[ROWS] = {4, 4, 4, 4, 5, 5, 0, 4, LOYALTY_KEY_MAX + 1, 4, 1, 4, 3};
    const uint32_t kinds[ROWS] = {0, 0, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0, 0};
    int32_t dates[ROWS], statuses[ROWS];
    const int64_t values[ROWS] = {0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    const int32_t counts[ROWS] = {1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, INT32_MIN, 0};
    const char *const ids[ROWS] = {"one", "one", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};
    const uint32_t id_lengths[ROWS] = {3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0};
    const int32_t expected[ROWS] = {LOYALTY_OK,         LOYALTY_E_DUPLICATE, LOYALTY_E_ARGUMENT, LOYALTY_E_VALUE,
                                    LOYALTY_E_ARGUMENT, LOYALTY_E_TOO_LATE,  LOYALTY_E_KEY,      LOYALTY_OK,
                                    LOYALTY_E_KEY,      LOYALTY_E_DATE,      LOYALTY_E_ARGUMENT, LOYALTY_OK,
                                    LOYALTY_E_COUNT};
    const loyalty_batch batch = {.size = sizeof batch,
                                 .count = ROWS,
                                 .keys = keys,
                                 .key_lengths = lengths,
                                 .kinds = kinds,
                                 .dates = dates,
                                 .values = values,
                                 .counts = counts,
                                 .ids = ids,
                                 .id_lengths = id_lengths};
    size_t refused;
    struct book_diary diary = {""};
    for (size_t i = 0; i < ROWS; i++)
        dates[i] = day("2024-01-20");
    dates[5] = day("2024-01-09");
    dates[9] = LOYALTY_DATE_MAX + 1;
    OK(book_advance(book, "2024-01-20"));
    OK(loyalty_book_record_batch(book, &batch, book_write_down, &diary, statuses, &refused));
    for (size_t i = 0; i < ROWS; i++)
        assert_int_equal(statuses[i], expected[i]);
    assert_int_equal(refused, 10);
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
    const loyalty_batch batch = {.size = sizeof batch, .count = 3, .numbers = numbers, .kinds = kinds, .dates = dates};
    const loyalty_customer *customer;
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, NULL));
    OK(loyalty_book_advance(book, 19001, NULL, NULL));
    OK(loyalty_book_find(book, (const char *)&numbers[0], sizeof numbers[0], &customer));
    assert_string_equal(metric_text(customer, "n"), "2");
    OK(loyalty_book_find(book, (const char *)&numbers[2], sizeof numbers[0], &customer));
    assert_string_equal(metric_text(customer, "n"), "1");
}

/* Under seed 1 the hashes of these numbers agree in all the bits that the index keeps. */
static void keys_of_one_hash_are_two_customers(void **state)
{
    loyalty_book *book = *state;
    const uint64_t numbers[] = {296146, 500237, 296146, 500237, 550291, 614309, 614309, 550291};
    enum { ROWS = LENGTH(numbers) };
    uint32_t kinds[ROWS] = {0}, cursor = 0;
    int32_t dates[ROWS];
    loyalty_batch batch = {.size = sizeof batch, .count = ROWS, .numbers = numbers, .kinds = kinds, .dates = dates};
    const loyalty_customer *customer;
    const char *key;
    for (int32_t round = 0; round < 2; round++) {
        for (int32_t i = 0; i < ROWS; i++)
            dates[i] = 19000 + round;
        OK(loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, NULL));
    }
    OK(loyalty_book_advance(book, 19001, NULL, NULL));
    for (int i = 0; i < 4; i++) {
        OK(loyalty_book_next(book, &cursor, &key, NULL, &customer));
        assert_memory_equal(key, &numbers[i < 2 ? i : i + 2], sizeof *numbers);
        assert_string_equal(metric_text(customer, "n"), "4");
    }
    assert_int_equal(loyalty_book_count(book), 4);
    OK(loyalty_book_remove(book, (const char *)&numbers[0], sizeof *numbers));
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
        size_t refused, expected = 0;
        const int32_t date = 19000 + (int32_t)length;
        const loyalty_batch batch = {.size = sizeof batch,
                                     .count = length,
                                     .numbers = numbers,
                                     .kinds = kinds,
                                     .dates = dates,
                                     .counts = counts};
        by_batch.text[0] = by_event.text[0] = '\0';
        for (size_t i = 0; i < length; i++) {
            numbers[i] = UINT64_C(0x3030303030303030) + random_bits(&dice) % 10 +
                         (random_bits(&dice) % (1 + length / 40) << 8); /* text */
            kinds[i] = random_bits(&dice) % 3 == 0;
            dates[i] = date - (int32_t)(random_bits(&dice) % 12);
            counts[i] = (int32_t)(random_bits(&dice) % 3) - 1;
        }
        OK(loyalty_book_record_batch(book, &batch, length < 30 ? book_write_down : NULL, &by_batch, statuses,
                                     &refused));
        for (size_t i = 0; i < length; i++) {
            loyalty_event event = {.size = sizeof event, .kind = kinds[i], .date = dates[i], .count = counts[i]};
            int32_t status = loyalty_book_record(single, (const char *)&numbers[i], 8, &event,
                                                 length < 30 ? book_write_down : NULL, &by_event, NULL);
            assert_int_equal(statuses[i], status);
            expected += status != LOYALTY_OK;
        }
        assert_int_equal(refused, expected);
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
        BOOK_TEST(keys_of_one_hash_are_two_customers),
        BOOK_TEST(batches_are_events_one_by_one),
    };
    return cmocka_run_group_tests_name("book: batches", tests, NULL, NULL);
}
