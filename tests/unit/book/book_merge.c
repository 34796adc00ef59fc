/* SPDX-License-Identifier: MIT */
/* Two cards of one person, two books of one business, one book under other rules. */
#include "books.h"
#include "seed.h"

#include <stdlib.h>
#include <string.h>

static loyalty_book *another(loyalty_book *book, uint64_t seed)
{
    loyalty_book *other;
    OK(loyalty_book_new(loyalty_book_program(book), seed_of(seed), &other));
    return other;
}

static void assert_same_sight(loyalty_book *one, loyalty_book *other)
{
    char *a = book_sight(one), *b = book_sight(other);
    assert_string_equal(a, b);
    free(a);
    free(b);
}

static void two_cards_become_one(void **state)
{
    loyalty_book *book = *state;
    OK(book_record_id(book, "anna", "visit", "2024-01-01", "one"));
    OK(book_record(book, "bert", "visit", "2024-01-01"));
    OK(book_record_id(book, "card 2 of anna", "visit", "2024-01-10", "two"));
    OK(book_record(book, "card 2 of anna", "visit", "2024-01-15"));
    OK(book_record(book, "card 2 of anna", "visit", "2024-03-01"));
    OK(book_advance(book, "2024-01-20"));
    OK(book_merge_keys(book, "anna", "card 2 of anna"));
    assert_string_equal(book_keys(book), "anna bert");
    assert_string_equal(book_standing(book, "anna"), "regular since 2024-01-15");
    assert_string_equal(book_standing(book, "card 2 of anna"), "NOT_FOUND");
    assert_int_equal(book_record_id(book, "anna", "visit", "2024-01-10", "two"), LOYALTY_E_DUPLICATE);
    assert_string_equal(book_told_by_advance(book, "2024-04-10"),
                        "anna 2024-01-31 regular > friend; anna 2024-02-14 friend > guest; "
                        "anna 2024-03-01 guest > friend; anna 2024-03-31 friend > guest; "
                        "bert 2024-01-31 friend > guest");
}

static void keys_to_merge_must_be_there_and_differ(void **state)
{
    loyalty_book *book = *state;
    OK(book_record(book, "anna", "visit", "2024-01-01"));
    assert_int_equal(book_merge_keys(book, "anna", "anna"), LOYALTY_E_ARGUMENT);
    assert_int_equal(book_merge_keys(book, "anna", "bert"), LOYALTY_E_NOT_FOUND);
    assert_int_equal(book_merge_keys(book, "bert", "anna"), LOYALTY_E_NOT_FOUND);
    assert_int_equal(loyalty_book_join(book, "anna", 4, "anna\0", 5, NULL, NULL, NULL), LOYALTY_E_NOT_FOUND);
    assert_string_equal(book_keys(book), "anna");
}

static void a_merge_that_overflows_changes_nothing(void **state)
{
    loyalty_book *book = *state;
    loyalty_book *other = another(book, 2);
    for (int i = 0; i < 2; i++) {
        loyalty_book *of = i ? other : book;
        loyalty_event event = book_event(of, "sale", "2024-01-05");
        event.count = INT32_MAX;
        event.value = 1000;
        OK(book_record(of, i ? "aaa" : "zzz", "visit", "2024-01-01"));
        OK(loyalty_book_record(of, "rich", 4, &event, NULL, NULL, NULL));
        OK(loyalty_book_record(of, "r2", 2, &event, NULL, NULL, NULL));
        OK(book_record(of, "a key of many bytes", "visit", i ? "2024-01-03" : "2024-01-01"));
    }
    static const char *const wide_table = "{'format':1,'name':'t','events':{'sale':{}},'ladder':[{'rung':'a'}]}";
    loyalty_book *huge = book_of(wide_table, 0), *more;
    OK(loyalty_book_new(loyalty_book_program(huge), seed_of(1), &more));
    loyalty_event event = book_event(huge, "sale", "2024-01-05");
    event.value = INT64_MAX;
    OK(loyalty_book_record(huge, "rich", 4, &event, NULL, NULL, NULL));
    OK(loyalty_book_record(huge, "poor", 4,
                           &(loyalty_event){.size = sizeof event, .date = event.date, .value = 1, .count = 1}, NULL,
                           NULL, NULL));
    OK(loyalty_book_advance(huge, day("2024-01-05"), NULL, NULL));
    OK(book_record(more, "new", "sale", "2024-01-01"));
    OK(loyalty_book_record(more, "poor", 4, &event, NULL, NULL, NULL));
    OK(loyalty_book_advance(more, day("2024-02-05"), NULL, NULL));
    char *before = book_sight(huge);
    assert_int_equal(loyalty_book_merge(huge, more, NULL, NULL, NULL), LOYALTY_E_OVERFLOW);
    assert_int_equal(book_merge_keys(huge, "poor", "rich"), LOYALTY_E_OVERFLOW);
    char *after = book_sight(huge);
    assert_string_equal(before, after);
    free(before);
    free(after);
    /* Nothing stays behind: the next customer comes in the next place. */
    OK(book_record(huge, "next", "sale", "2024-01-05"));
    assert_string_equal(book_keys(huge), "rich poor next");
    loyalty_book_free(huge);
    loyalty_book_free(more);
    OK(loyalty_book_merge(book, other, NULL, NULL, NULL)); /* twice that much money is no overflow */
    assert_string_equal(book_keys(book), "zzz rich r2 a key of many bytes aaa");
    loyalty_book_free(other);
}

static void a_book_is_added_to_another(void **state)
{
    loyalty_book *book = *state;
    loyalty_book *other = another(book, 2);
    const loyalty_customer *anna, *again;
    int mine, theirs;
    OK(book_record_id(book, "anna", "visit", "2024-01-01", "one"));
    OK(book_record(book, "bert", "visit", "2024-01-20"));
    OK(loyalty_book_set_user(book, "anna", 4, &mine));
    OK(book_advance(book, "2024-01-10"));
    OK(loyalty_book_find(book, "anna", 4, &anna));
    OK(book_record_id(other, "anna", "visit", "2024-01-05", "two"));
    OK(book_record(other, "anna", "visit", "2024-01-06"));
    OK(book_record(other, "carla with a long key", "visit", "2024-01-02"));
    OK(loyalty_book_set_user(other, "anna", 4, &theirs));
    OK(loyalty_book_add(other, "doris", 5, &theirs));
    OK(book_advance(other, "2024-01-25"));
    char *before = book_sight(other);
    OK(loyalty_book_merge(book, other, NULL, NULL, NULL));
    char *after = book_sight(other);
    assert_string_equal(before, after);
    free(before);
    free(after);
    loyalty_book_free(other);
    assert_string_equal(book_day(book), "2024-01-25");
    assert_string_equal(book_keys(book), "anna bert carla with a long key doris");
    OK(loyalty_book_find(book, "anna", 4, &again));
    assert_ptr_equal(again, anna);
    assert_ptr_equal(loyalty_customer_user(again), &mine);
    assert_string_equal(standing_text(anna), "regular since 2024-01-06");
    assert_string_equal(book_standing(book, "bert"), "friend since 2024-01-20");
    assert_string_equal(book_standing(book, "carla with a long key"), "friend since 2024-01-02");
    assert_string_equal(book_standing(book, "doris"), "ABSENT");
    OK(loyalty_book_find(book, "doris", 5, &again));
    assert_ptr_equal(loyalty_customer_user(again), &theirs);
    assert_int_equal(book_record_id(book, "anna", "visit", "2024-01-25", "two"), LOYALTY_OK); /* too old to be known */
    assert_string_equal(book_told_by_advance(book, "2024-03-01"),
                        "anna 2024-02-04 regular > friend; anna 2024-02-24 friend > guest; "
                        "carla with a long key 2024-02-01 friend > guest; bert 2024-02-19 friend > guest");
}

/* Whatever the seeds, and whichever of the two is ahead. */
static void a_merge_is_a_merge_of_each(void **state)
{
    loyalty_book *book = *state;
    static const char *const dates[] = {NULL, "2024-01-10", "2024-02-10"};
    for (size_t i = 0; i < LENGTH(dates) * LENGTH(dates); i++) {
        loyalty_book *one = another(book, i), *other = another(book, 7 * i), *apart = another(book, i);
        const char *mine = dates[i % 3], *theirs = dates[i / 3];
        for (int32_t j = 0; j < 60; j++) {
            const char *key = text_of("customer %d", (int)(j * 7 % 20 + j % 2 * 10));
            const char *date = date_text(day("2023-12-20") + j);
            OK(book_record(j % 2 ? one : other, key, "visit", date));
            OK(book_record(apart, text_of("%s of %d", key, j % 2), "visit", date));
        }
        if (mine)
            OK(book_advance(one, mine));
        if (theirs)
            OK(book_advance(other, theirs));
        if (mine || theirs)
            OK(book_advance(apart, !mine || (theirs && day(theirs) > day(mine)) ? theirs : mine));
        OK(loyalty_book_merge(one, other, NULL, NULL, NULL));
        for (int c = 0; c < 30; c++) {
            const char *first = text_of("customer %d of 1", c), *second = text_of("customer %d of 0", c);
            if (strcmp(book_standing(apart, first), "NOT_FOUND") == 0)
                first = second;
            else if (strcmp(book_standing(apart, second), "NOT_FOUND") != 0)
                OK(book_merge_keys(apart, first, second));
            assert_string_equal(book_standing(one, text_of("customer %d", c)), book_standing(apart, first));
            assert_string_equal(book_transitions(one, text_of("customer %d", c)), book_transitions(apart, first));
        }
        OK(book_advance(one, "2024-06-01"));
        OK(book_advance(apart, "2024-06-01"));
        for (int c = 0; c < 30; c++) {
            const char *standing = book_standing(one, text_of("customer %d", c));
            if (strcmp(standing, "NOT_FOUND") != 0)
                assert_memory_equal(standing, "guest since 2024-0", 18);
        }
        loyalty_book_free(one);
        loyalty_book_free(other);
        loyalty_book_free(apart);
    }
}

/* Neither alone has anything to do between its last day of change and the book's; as one they fall in between. */
static void those_who_lag_are_folded_when_merged(void **state)
{
    loyalty_book *book = *state;
    loyalty_book *other = another(book, 2);
    OK(book_record(book, "anna", "visit", "2024-01-01"));
    OK(book_record(book, "anna", "visit", "2024-01-20"));
    OK(book_record(other, "anna", "visit", "2024-01-05"));
    OK(book_record(other, "anna", "visit", "2024-01-06"));
    for (int32_t date = day("2024-01-01"); date <= day("2024-02-04"); date++) {
        OK(loyalty_book_advance(book, date, NULL, NULL));
        OK(loyalty_book_advance(other, date, NULL, NULL));
    }
    OK(loyalty_book_merge(book, other, NULL, NULL, NULL));
    assert_string_equal(book_standing(book, "anna"), "friend since 2024-02-04");
    assert_string_equal(book_told_by_advance(book, "2024-03-01"), "anna 2024-02-19 friend > guest");
    loyalty_book_free(other);
}

static void a_book_is_not_added_to_itself(void **state)
{
    loyalty_book *book = *state;
    OK(book_record(book, "anna", "visit", "2024-01-01"));
    OK(book_record(book, "anna", "visit", "2024-01-02"));
    OK(book_advance(book, "2024-01-10"));
    assert_string_equal(book_standing(book, "anna"), "friend since 2024-01-01");
    REFUSED(loyalty_book_merge(book, book, NULL, NULL, NULL));
    assert_string_equal(book_standing(book, "anna"), "friend since 2024-01-01");
    loyalty_book *twin;
    OK(loyalty_book_convert(book, loyalty_book_program(book), NULL, NULL, &twin));
    OK(loyalty_book_merge(book, twin, NULL, NULL, NULL));
    loyalty_book_free(twin);
    assert_string_equal(book_standing(book, "anna"), "regular since 2024-01-02"); /* four visits now */
    assert_int_equal(loyalty_book_count(book), 1);
}

static void an_empty_book_adds_nothing_but_its_day(void **state)
{
    loyalty_book *book = *state;
    loyalty_book *other = another(book, 0);
    OK(book_record(book, "anna", "visit", "2024-01-01"));
    OK(loyalty_book_merge(book, other, NULL, NULL, NULL));
    assert_string_equal(book_day(book), "NOT_ADVANCED");
    OK(book_advance(other, "2024-02-15"));
    OK(loyalty_book_merge(book, other, NULL, NULL, NULL));
    assert_string_equal(book_day(book), "2024-02-15");
    assert_string_equal(book_standing(book, "anna"), "guest since 2024-01-31");
    OK(loyalty_book_merge(other, book, NULL, NULL, NULL));
    assert_string_equal(book_standing(other, "anna"), "guest since 2024-01-31");
    assert_same_sight(book, other);
    loyalty_book_free(other);
}

/* Programs must be the same object: two of the same table are two. */
static void books_of_other_programs_do_not_merge(void **state)
{
    loyalty_book *book = *state;
    loyalty_book *other = book_of(books_shop, 1);
    assert_int_equal(loyalty_book_merge(book, other, NULL, NULL, NULL), LOYALTY_E_PROGRAM);
    loyalty_book_free(other);
}

/* Cards without visits, the kinds in another order, a harder ladder. */
static const char club[] = "{'format':1,'name':'c','events':{'sale':{},'call':{},'visit':{}},'accept_late':'5d',"
                           "'metrics':{'n':{'count':'visit'}},"
                           "'ladder':[{'rung':'none'},{'rung':'member','enter':['n >= 2']}]}";

static void a_book_under_another_table(void **state)
{
    loyalty_book *book = *state;
    loyalty_program *rules = table(club);
    loyalty_book *converted;
    const loyalty_customer *anna;
    uint64_t left_out = 0;
    int mine;
    OK(book_record_id(book, "anna", "visit", "2024-01-01", "one"));
    OK(book_record_id(book, "anna", "visit", "2024-01-18", "two"));
    OK(book_record(book, "anna", "sale", "2024-01-18"));
    OK(book_record(book, "bert with a long key", "sale", "2024-01-02"));
    OK(book_record(book, "carla", "visit", "2024-01-30"));
    OK(book_record(book, "carla", "visit", "2024-02-01"));
    OK(loyalty_book_set_user(book, "anna", 4, &mine));
    OK(book_record(book, "doris", "visit", "2024-01-30"));
    OK(book_remove(book, "doris"));
    OK(book_advance(book, "2024-01-20"));
    OK(book_record(book, "emil", "visit", "2024-01-20"));
    char *before = book_sight(book);
    OK(loyalty_book_convert(book, rules, seed_of(5), &left_out, &converted));
    char *after = book_sight(book);
    assert_string_equal(before, after);
    free(before);
    free(after);
    assert_int_equal(left_out, 0);
    assert_ptr_equal(loyalty_book_program(converted), rules);
    assert_string_equal(book_day(converted), "2024-01-20");
    assert_string_equal(book_keys(converted), "anna bert with a long key carla emil");
    assert_string_equal(book_standing(converted, "anna"), "member since 2024-01-18");
    assert_string_equal(book_standing(converted, "bert with a long key"), "none since 2024-01-02");
    assert_int_equal(book_record_id(converted, "anna", "visit", "2024-01-19", "two"), LOYALTY_E_DUPLICATE);
    assert_int_equal(book_record(converted, "anna", "visit", "2024-01-14"), LOYALTY_E_TOO_LATE);
    OK(loyalty_book_find(converted, "anna", 4, &anna));
    assert_ptr_equal(loyalty_customer_user(anna), &mine);
    assert_string_equal(book_told_by_advance(converted, "2024-03-01"), "carla 2024-02-01 none > member");
    /* And back: sales of the first table's kinds only, calls are left out. */
    OK(book_record(converted, "anna", "call", "2024-03-01"));
    OK(book_record(converted, "anna", "call", "2024-03-02"));
    OK(book_record(converted, "anna", "call", "2024-03-02"));
    OK(book_record(converted, "only calls", "call", "2024-03-02"));
    loyalty_book *back;
    OK(loyalty_book_convert(converted, loyalty_book_program(book), NULL, &left_out, &back));
    assert_int_equal(left_out, 3);
    OK(book_advance(book, "2024-03-01"));
    assert_string_equal(book_keys(back), "anna bert with a long key carla emil only calls");
    for (const char **key = (const char *[]){"anna", "bert with a long key", "carla", "emil", NULL}; *key; key++)
        assert_string_equal(book_standing(back, *key), book_standing(book, *key));
    assert_string_equal(book_standing(back, "only calls"), "ABSENT");
    loyalty_book_free(back);
    OK(loyalty_book_convert(converted, loyalty_book_program(book), NULL, NULL, &back));
    loyalty_book_free(back);
    loyalty_book_free(converted);
    loyalty_program_unref(rules);
}

/* A book that was never advanced stays so. */
static void converted_before_any_advance(void **state)
{
    loyalty_book *book = *state;
    loyalty_book *converted;
    OK(book_record(book, "anna", "visit", "2024-01-05"));
    OK(book_record(book, "bert", "visit", "2024-01-01"));
    OK(loyalty_book_convert(book, loyalty_book_program(book), seed_of(5), NULL, &converted));
    assert_string_equal(book_day(converted), "NOT_ADVANCED");
    assert_string_equal(book_told_by_advance(converted, "2024-01-05"),
                        "anna 2024-01-05 guest > friend; bert 2024-01-01 guest > friend");
    loyalty_book_free(converted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOK_TEST(two_cards_become_one),
        BOOK_TEST(keys_to_merge_must_be_there_and_differ),
        BOOK_TEST(a_merge_that_overflows_changes_nothing),
        BOOK_TEST(a_book_is_added_to_another),
        BOOK_TEST(a_merge_is_a_merge_of_each),
        BOOK_TEST(those_who_lag_are_folded_when_merged),
        BOOK_TEST(a_book_is_not_added_to_itself),
        BOOK_TEST(an_empty_book_adds_nothing_but_its_day),
        BOOK_TEST(books_of_other_programs_do_not_merge),
        BOOK_TEST(a_book_under_another_table),
        BOOK_TEST(converted_before_any_advance),
    };
    return cmocka_run_group_tests_name("book: merge", tests, NULL, NULL);
}
