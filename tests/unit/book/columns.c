/* SPDX-License-Identifier: MIT */
/* The customers of a book as columns. */
#include "books.h"
#include "seed.h"

#include <string.h>

static const char club[] =
    "{'format':1,'name':'t','events':{'visit':{},'stars':{}},"
    "'metrics':{'visits':{'count':'visit','within':'30d'},'rating':{'mean':'stars'}},"
    "'score':{'points':{'visits':[[1,5]]}},"
    "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['visits >= 2'],'grace':'5d','term':'60d'}],"
    "'segments':{'mood':[{'segment':'happy','when':['rating >= 4']}]}}";

enum { MANY = 8 };

struct sheet {
    const void *keys[MANY];
    uint32_t key_lengths[MANY], rungs[MANY], cells[MANY];
    loyalty_date since[MANY], failing[MANY], falls_on[MANY], next[MANY], term_ends[MANY];
    int64_t scores[MANY], numerators[MANY], denominators[MANY];
};

static loyalty_columns columns_of(struct sheet *sheet)
{
    return (loyalty_columns){.size = sizeof(loyalty_columns),
                             .keys = sheet->keys,
                             .key_lengths = sheet->key_lengths,
                             .rungs = sheet->rungs,
                             .since = sheet->since,
                             .failing = sheet->failing,
                             .falls_on = sheet->falls_on,
                             .next = sheet->next,
                             .term_ends = sheet->term_ends,
                             .scores = sheet->scores,
                             .cells = sheet->cells,
                             .numerators = sheet->numerators,
                             .denominators = sheet->denominators,
                             .metric = 1};
}

static int set_up(void **state)
{
    loyalty_book *book = book_of(club, 1);
    *state = book;
    OK(book_record(book, "anna", "visit", "2024-01-05"));
    OK(book_record(book, "anna", "visit", "2024-01-06"));
    OK(book_record(book, "a customer with a longer key", "visit", "2024-01-06"));
    OK(book_record(book, "zoe", "visit", "2024-09-01"));
    loyalty_event stars = book_event(book, "stars", "2024-01-06");
    stars.value = 4;
    OK(loyalty_book_record(book, "anna", 4, &stars, NULL, NULL, NULL));
    stars.value = 5;
    OK(loyalty_book_record(book, "anna", 4, &stars, NULL, NULL, NULL));
    return 0;
}

static void assert_row_is(const struct sheet *sheet, size_t i, const loyalty_book *book)
{
    const loyalty_customer *customer;
    loyalty_standing standing = {.size = sizeof standing};
    int64_t numerator, denominator;
    uint32_t cell;
    OK(loyalty_book_find(book, sheet->keys[i], sheet->key_lengths[i], &customer));
    OK(loyalty_customer_standing(customer, &standing));
    OK(loyalty_customer_segment(customer, 0, &cell));
    assert_int_equal(sheet->rungs[i], standing.rung);
    assert_int_equal(sheet->since[i], standing.since);
    assert_int_equal(sheet->failing[i], standing.failing);
    assert_int_equal(sheet->falls_on[i], standing.falls_on);
    assert_int_equal(sheet->next[i], standing.next);
    assert_int_equal(sheet->term_ends[i], standing.term_end);
    assert_int_equal(sheet->scores[i], standing.score);
    assert_int_equal(sheet->cells[i], cell);
    int32_t status = loyalty_customer_metric(customer, 1, &numerator, &denominator);
    assert_int_equal(sheet->denominators[i], status ? 0 : denominator);
    assert_int_equal(sheet->numerators[i], status ? 0 : numerator);
}

static void columns_say_what_each_customer_says(void **state)
{
    loyalty_book *book = *state;
    struct sheet sheet;
    loyalty_columns columns = columns_of(&sheet);
    uint64_t cursor = 0;
    size_t rows = 0;
    OK(book_advance(book, "2024-02-10"));
    OK(loyalty_book_columns(book, &cursor, MANY, &columns, &rows));
    assert_int_equal(rows, 3);
    assert_memory_equal(sheet.keys[0], "anna", 4);
    assert_row_is(&sheet, 0, book);
    assert_row_is(&sheet, 1, book);
    assert_int_equal(sheet.numerators[0], 9);
    assert_int_equal(sheet.denominators[0], 2);
    assert_int_equal(sheet.denominators[1], 0);
    assert_int_equal(sheet.cells[0], 0);
    assert_int_equal(sheet.cells[1], LOYALTY_NONE);
    assert_int_equal(sheet.rungs[2], LOYALTY_NONE); /* zoe comes in September */
    assert_int_equal(sheet.since[2], LOYALTY_DATE_NONE);
    assert_int_equal(sheet.term_ends[2], LOYALTY_DATE_NONE);
    assert_int_equal(sheet.scores[2], 0);
    assert_int_equal(sheet.cells[2], LOYALTY_NONE);
    assert_int_equal(loyalty_book_columns(book, &cursor, MANY, &columns, &rows), LOYALTY_E_END);
    assert_int_equal(rows, 3);
}

static void a_cursor_goes_on_where_it_was(void **state)
{
    loyalty_book *book = *state;
    uint32_t rungs[2];
    loyalty_columns columns = {.size = sizeof columns, .rungs = rungs};
    uint64_t cursor = 0;
    size_t rows = 0;
    OK(book_advance(book, "2024-01-10"));
    OK(book_remove(book, "a customer with a longer key"));
    OK(loyalty_book_columns(book, &cursor, 1, &columns, &rows));
    assert_int_equal(rows, 1);
    assert_int_equal(rungs[0], 1);
    OK(loyalty_book_columns(book, &cursor, 2, &columns, &rows));
    assert_int_equal(rows, 1);
    assert_int_equal(rungs[0], LOYALTY_NONE);
    assert_int_equal(loyalty_book_columns(book, &cursor, 2, &columns, &rows), LOYALTY_E_END);
    cursor = UINT64_MAX;
    assert_int_equal(loyalty_book_columns(book, &cursor, 2, &columns, &rows), LOYALTY_E_END);
}

static void columns_before_any_advance(void **state)
{
    loyalty_book *book = *state;
    struct sheet sheet;
    loyalty_columns columns = columns_of(&sheet);
    uint64_t cursor = 0;
    size_t rows = 0;
    OK(loyalty_book_columns(book, &cursor, MANY, &columns, &rows));
    assert_int_equal(rows, 3);
    for (size_t i = 0; i < rows; i++) {
        assert_int_equal(sheet.rungs[i], LOYALTY_NONE);
        assert_int_equal(sheet.cells[i], LOYALTY_NONE);
        assert_int_equal(sheet.denominators[i], 0);
    }
}

static void bad_columns(void **state)
{
    loyalty_book *book = *state;
    uint32_t numbers[MANY];
    int64_t values[MANY];
    loyalty_columns columns = {.size = sizeof columns, .cells = numbers, .segmentation = 1};
    uint64_t cursor = 0;
    size_t rows = 7;
    assert_int_equal(loyalty_book_columns(book, &cursor, MANY, &columns, &rows), LOYALTY_E_INDEX);
    columns = (loyalty_columns){.size = sizeof columns, .denominators = values, .metric = 2};
    assert_int_equal(loyalty_book_columns(book, &cursor, MANY, &columns, &rows), LOYALTY_E_INDEX);
    columns.metric = 0;
    assert_int_equal(loyalty_book_columns(NULL, &cursor, MANY, &columns, &rows), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_book_columns(book, NULL, MANY, &columns, &rows), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_book_columns(book, &cursor, MANY, NULL, &rows), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_book_columns(book, &cursor, MANY, &columns, NULL), LOYALTY_E_ARGUMENT);
    columns.size = 4;
    assert_int_equal(loyalty_book_columns(book, &cursor, MANY, &columns, &rows), LOYALTY_E_STRUCT);
    assert_int_equal(rows, 7);
    assert_int_equal(cursor, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(columns_say_what_each_customer_says, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(a_cursor_goes_on_where_it_was, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(columns_before_any_advance, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(bad_columns, set_up, book_tear_down),
    };
    return cmocka_run_group_tests_name("book: columns", tests, NULL, NULL);
}
