/* SPDX-License-Identifier: MIT */
/* What joining two customers of a book, and merging two books, reports. */
#include "books.h"
#include "seed.h"

#include <string.h>

static const char club[] = "{'format':1,'name':'t','events':{'visit':{}},'accept_late':'10d',"
                           "'metrics':{'visits':{'count':'visit'},'idle':{'days_since':'visit'}},"
                           "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['visits >= 2','idle < 100']},"
                           "{'rung':'fan','enter':['visits >= 4','idle < 100']}]}";

static int set_up(void **state)
{
    *state = book_of(club, 1);
    return 0;
}

static loyalty_book *another(loyalty_book *book)
{
    loyalty_book *other;
    OK(loyalty_book_new(loyalty_book_program(book), seed_of(2), &other));
    return other;
}

static const char *told_by_join(loyalty_book *book, const char *key, const char *duplicate)
{
    struct book_diary diary = {""};
    OK(loyalty_book_join(book, key, (uint32_t)strlen(key), duplicate, (uint32_t)strlen(duplicate), book_write_down,
                         &diary, NULL));
    return text_of("%s", diary.text);
}

static const char *told_by_merge(loyalty_book *book, const loyalty_book *other)
{
    struct book_diary diary = {""};
    OK(loyalty_book_merge(book, other, book_write_down, &diary, NULL));
    return text_of("%s", diary.text);
}

static void a_join_reports_the_customer_that_stays(void **state)
{
    loyalty_book *book = *state;
    OK(book_record(book, "anna", "visit", "2024-01-05"));
    OK(book_record(book, "anna", "visit", "2024-02-05"));
    OK(book_record(book, "card 2", "visit", "2024-01-01"));
    OK(book_record(book, "card 2", "visit", "2024-02-06"));
    OK(book_advance(book, "2024-02-20"));
    assert_string_equal(told_by_join(book, "anna", "card 2"),
                        "anna revoked 2024-02-05 guest > friend; anna 2024-01-05 guest > friend; "
                        "anna 2024-02-06 friend > fan");
    assert_string_equal(book_keys(book), "anna");
}

static void a_join_counts_shared_ids(void **state)
{
    loyalty_book *book = *state;
    uint64_t shared = 0;
    OK(book_record_id(book, "anna", "visit", "2024-01-05", "1"));
    OK(book_record_id(book, "anna", "visit", "2024-01-05", "2"));
    OK(book_record_id(book, "card 2", "visit", "2024-01-05", "2"));
    OK(loyalty_book_join(book, "anna", 4, "card 2", 6, NULL, NULL, &shared));
    assert_int_equal(shared, 1);
}

/* Those that both books have, and those that come with the later day; not those that are new in the book. */
static void a_merge_reports_each_customer_that_the_book_had(void **state)
{
    loyalty_book *book = *state, *other = another(book);
    OK(book_record(book, "anna", "visit", "2024-01-05"));
    OK(book_record(book, "anna", "visit", "2024-02-05"));
    OK(book_record(book, "bert", "visit", "2024-01-05"));
    OK(book_record(book, "carl", "visit", "2024-02-01"));
    OK(book_record(book, "carl", "visit", "2024-02-02"));
    OK(book_advance(book, "2024-02-20"));
    OK(book_record(other, "anna", "visit", "2024-01-01"));
    OK(book_record(other, "bert", "visit", "2024-02-07"));
    OK(book_record(other, "dora", "visit", "2024-02-07"));
    OK(book_record(other, "dora", "visit", "2024-02-08"));
    OK(book_advance(other, "2024-05-12"));
    assert_string_equal(told_by_merge(book, other),
                        "anna revoked 2024-02-05 guest > friend; anna 2024-01-05 guest > friend; "
                        "bert 2024-02-07 guest > friend; carl 2024-05-12 friend > guest");
    assert_string_equal(book_standing(book, "dora"), "friend since 2024-02-08");
    loyalty_book_free(other);
}

static int32_t stop_at_once(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                            const loyalty_transition *transition)
{
    (void)key;
    (void)key_length;
    (void)customer;
    (void)transition;
    ++*(int *)user;
    return 1;
}

static void a_callback_that_stops_hears_no_more(void **state)
{
    loyalty_book *book = *state, *other = another(book);
    int calls = 0;
    for (int i = 0; i < 2; i++) {
        OK(book_record(i ? other : book, "anna", "visit", "2024-01-05"));
        OK(book_record(i ? other : book, "bert", "visit", "2024-01-05"));
    }
    OK(book_advance(book, "2024-02-20"));
    OK(loyalty_book_merge(book, other, stop_at_once, &calls, NULL));
    assert_int_equal(calls, 1);
    assert_string_equal(book_standing(book, "anna"), "friend since 2024-01-05");
    assert_string_equal(book_standing(book, "bert"), "friend since 2024-01-05");
    loyalty_book_free(other);
}

static void a_merge_counts_shared_ids(void **state)
{
    loyalty_book *book = *state, *other = another(book);
    uint64_t shared = 0;
    for (int i = 0; i < 2; i++) {
        OK(book_record_id(i ? other : book, "anna", "visit", "2024-01-05", "1"));
        OK(book_record_id(i ? other : book, "bert", "visit", "2024-01-05", "2"));
        OK(book_record_id(i ? other : book, "bert", "visit", "2024-01-05", i ? "3" : "4"));
    }
    OK(loyalty_book_merge(book, other, NULL, NULL, &shared));
    assert_int_equal(shared, 2);
    loyalty_book_free(other);
}

static int32_t call_the_book(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                             const loyalty_transition *transition)
{
    (void)customer;
    (void)transition;
    assert_int_equal(loyalty_book_remove(user, key, key_length), LOYALTY_E_BUSY);
    return 0;
}

static void a_book_that_reports_is_busy(void **state)
{
    loyalty_book *book = *state, *other = another(book);
    OK(book_record(book, "anna", "visit", "2024-01-05"));
    OK(book_record(book, "anna 2", "visit", "2024-01-05"));
    OK(book_record(other, "anna", "visit", "2024-01-06"));
    OK(book_advance(book, "2024-02-20"));
    OK(loyalty_book_join(book, "anna", 4, "anna 2", 6, call_the_book, book, NULL));
    OK(loyalty_book_merge(book, other, call_the_book, book, NULL));
    OK(book_remove(book, "anna"));
    loyalty_book_free(other);
}

static void a_book_is_not_merged_with_itself(void **state)
{
    loyalty_book *book = *state;
    assert_int_equal(loyalty_book_merge(book, book, NULL, NULL, NULL), LOYALTY_E_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_join_reports_the_customer_that_stays, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(a_join_counts_shared_ids, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(a_merge_reports_each_customer_that_the_book_had, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(a_callback_that_stops_hears_no_more, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(a_merge_counts_shared_ids, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(a_book_that_reports_is_busy, set_up, book_tear_down),
        cmocka_unit_test_setup_teardown(a_book_is_not_merged_with_itself, set_up, book_tear_down),
    };
    return cmocka_run_group_tests_name("book: merge news", tests, NULL, NULL);
}
