/* SPDX-License-Identifier: MIT */
/* What comes for a book: its next date, and room for more customers. */
#include <string.h>

#include "books.h"
#include "seed.h"

static const char club[] =
    "{'format':1,'name':'t','events':{'visit':{}},'metrics':{'visits':{'count':'visit','within':'30d'}},"
    "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['visits >= 2'],'grace':'5d','term':'60d'}]}";

static int set_up(void **state)
{
    loyalty_book *book = book_of(club, 1);
    *state = book;
    OK(book_record(book, "anna", "visit", "2024-01-05"));
    OK(book_record(book, "anna", "visit", "2024-01-06"));
    OK(book_record(book, "a customer with a longer key", "visit", "2024-01-06"));
    OK(book_record(book, "zoe", "visit", "2024-09-01"));
    return 0;
}

/* No day on which something changes comes before the next date, and advancing from date to date misses none. */
static void the_next_date_misses_nothing(void **state)
{
    loyalty_book *book = *state, *daily;
    struct book_diary by_dates = {""}, by_days = {""};
    loyalty_date date;
    assert_string_equal(book_next_date(book), "NOT_ADVANCED");
    OK(loyalty_book_convert(book, loyalty_book_program(book), NULL, NULL, &daily));
    OK(book_advance(book, "2024-01-04"));
    OK(book_advance(daily, "2024-01-04"));
    assert_string_equal(book_next_date(book), "2024-01-05");
    for (int i = 0; i < 100 && strcmp(book_next_date(book), "never") != 0; i++) {
        OK(loyalty_book_next_date(book, &date));
        OK(loyalty_book_advance(book, date, book_write_down, &by_dates));
    }
    assert_string_equal(book_next_date(book), "never");
    for (date = day("2024-01-05"); date < day("2026-01-01"); date++)
        OK(loyalty_book_advance(daily, date, book_write_down, &by_days));
    assert_string_equal(by_dates.text, by_days.text);
    assert_true(strlen(by_days.text) > 0);
    loyalty_book_free(daily);
}

static void next_dates_at_the_ends(void **state)
{
    loyalty_book *book = *state, *empty;
    loyalty_date date;
    OK(loyalty_book_new(loyalty_book_program(book), NULL, &empty));
    OK(book_advance(empty, "2024-01-01"));
    assert_string_equal(book_next_date(empty), "never");
    OK(loyalty_book_advance(book, LOYALTY_DATE_MAX, NULL, NULL));
    assert_string_equal(book_next_date(book), "never");
    assert_int_equal(loyalty_book_next_date(NULL, &date), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_book_next_date(book, NULL), LOYALTY_E_ARGUMENT);
    loyalty_book_free(empty);
}

/* A customer who was queued for a day on which nothing happens any more does not count; one far ahead does. */
static void nothing_is_next_that_is_off(void **state)
{
    loyalty_book *book = *state;
    OK(book_advance(book, "2024-01-10"));
    const char *rests = text_of("%s", book_next_date(book));
    assert_string_equal(rests, "2024-03-06"); /* anna's term */
    OK(book_record(book, "anna", "visit", "2024-02-01"));
    OK(book_record(book, "new", "visit", "2024-02-02"));
    assert_string_equal(book_next_date(book), "2024-02-02"); /* the third visit of anna changes nothing */
    loyalty_event undone = book_event(book, "visit", "2024-02-02");
    undone.count = -1;
    OK(loyalty_book_record(book, "new", 3, &undone, NULL, NULL, NULL));
    assert_string_equal(book_next_date(book), "2024-03-06");
    OK(book_remove(book, "anna"));
    assert_string_equal(book_next_date(book), "2024-09-01");
    OK(book_remove(book, "zoe"));
    OK(book_record(book, "far", "visit", "2090-01-01"));
    assert_string_equal(book_next_date(book), "2090-01-01");
}

static void room_for_more(void **state)
{
    loyalty_book *book = *state;
    OK(loyalty_book_reserve(book, 100000));
    OK(loyalty_book_reserve(book, 0));
    OK(book_record(book, "new", "visit", "2024-01-05"));
    assert_int_equal(loyalty_book_count(book), 4);
    assert_int_equal(loyalty_book_reserve(book, UINT64_MAX), LOYALTY_E_FULL);
    assert_int_equal(loyalty_book_reserve(book, (UINT64_C(1) << 31) + 1), LOYALTY_E_FULL);
    assert_int_equal(loyalty_book_reserve(NULL, 1), LOYALTY_E_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_next_date_misses_nothing, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(next_dates_at_the_ends, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_next_that_is_off, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(room_for_more, set_up, book_tear_down),
    };
    return cmocka_run_group_tests_name("book: ahead", tests, NULL, NULL);
}
