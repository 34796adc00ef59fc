/* SPDX-License-Identifier: MIT */
/* A customer of a book answers for the book's day, whatever that is: a host may keep the pointer. */
#include <stdlib.h>
#include <string.h>

#include "books.h"

static const loyalty_customer *find(const loyalty_book *book, const char *key)
{
    const loyalty_customer *customer;
    OK(loyalty_book_find(book, key, (uint32_t)strlen(key), &customer));
    return customer;
}

static int32_t day_of(const loyalty_customer *customer)
{
    loyalty_date date;
    OK(loyalty_customer_date(customer, &date));
    return date;
}

static int64_t days_since(const loyalty_customer *customer)
{
    int64_t numerator, denominator;
    OK(loyalty_customer_metric(customer, 0, &numerator, &denominator));
    return numerator;
}

static const char quiet[] =
    "{\"format\": 1, \"name\": \"quiet\", \"accept_late\": \"10d\", \"events\": {\"visit\": {}},"
    " \"metrics\": {\"away\": {\"days_since\": \"visit\"}},"
    " \"ladder\": [{\"rung\": \"guest\"}]}";

static void a_pointer_answers_for_the_day_of_a_later_advance(void **state)
{
    loyalty_book *book = book_of(quiet, 1);
    (void)state;
    OK(book_record(book, "anna", "visit", "2024-01-01"));
    OK(book_advance(book, "2024-01-01"));
    const loyalty_customer *anna = find(book, "anna");
    const int32_t first = day_of(anna);
    assert_int_equal(days_since(anna), 0);
    OK(book_advance(book, "2024-02-20"));
    assert_int_equal(day_of(anna), first + 50);
    assert_int_equal(days_since(anna), 50);
    assert_ptr_equal(find(book, "anna"), anna);
    loyalty_book_free(book);
}

/* The pointers of each and of record, too, and each answer that depends on the day. */
static void every_answer_follows_the_book(void **state)
{
    loyalty_book *book = *state;
    loyalty_event visit = book_event(book, "visit", "2024-01-01");
    const loyalty_customer *recorded, *walked;
    uint64_t cursor = 0;
    OK(book_advance(book, "2024-01-01"));
    OK(loyalty_book_record(book, "anna", 4, &visit, NULL, NULL, &recorded));
    OK(loyalty_book_each(book, &cursor, NULL, NULL, &walked));
    assert_ptr_equal(walked, recorded);
    assert_int_equal(loyalty_customer_transition_count(recorded), 1);
    OK(book_advance(book, "2024-01-11"));
    assert_int_equal(loyalty_customer_transition_count(recorded), 1);
    OK(book_advance(book, "2024-01-12"));
    assert_int_equal(loyalty_customer_transition_count(recorded), 0); /* it is too old to be revoked */
    const int32_t today = day_of(recorded);
    assert_int_equal(loyalty_customer_outlook(recorded, today - 1, NULL, NULL), LOYALTY_E_PAST);
    OK(loyalty_customer_outlook(recorded, today, NULL, NULL));
}

/* A copy, and one for another table, are of the day on which they are made, and stay there. */
static void a_copy_stays_on_its_day(void **state)
{
    loyalty_book *book = *state;
    loyalty_customer *copy, *converted, *merged;
    OK(book_record(book, "anna", "visit", "2024-01-01"));
    OK(book_advance(book, "2024-01-01"));
    const loyalty_customer *anna = find(book, "anna");
    OK(book_advance(book, "2024-01-05"));
    const int32_t today = day_of(anna);
    OK(loyalty_customer_copy(anna, &copy));
    OK(loyalty_customer_convert(anna, loyalty_book_program(book), NULL, &converted));
    OK(loyalty_customer_new(loyalty_book_program(book), &merged));
    OK(loyalty_customer_merge(merged, anna, NULL, NULL, NULL));
    OK(book_advance(book, "2024-01-09"));
    assert_int_equal(day_of(anna), today + 4);
    assert_int_equal(day_of(copy), today);
    assert_int_equal(day_of(converted), today);
    assert_int_equal(day_of(merged), today);
    OK(loyalty_customer_erase(copy));
    loyalty_date date;
    assert_int_equal(loyalty_customer_date(copy, &date), LOYALTY_E_NOT_ADVANCED);
    loyalty_customer_free(copy);
    loyalty_customer_free(converted);
    loyalty_customer_free(merged);
}

/* Who is removed and comes again, or is new, is of the book's day at once. */
static void new_customers_have_the_day_of_the_book(void **state)
{
    loyalty_book *book = *state;
    OK(book_advance(book, "2024-03-01"));
    OK(loyalty_book_add(book, "anna", 4, NULL));
    const int32_t today = day_of(find(book, "anna"));
    OK(book_remove(book, "anna"));
    OK(loyalty_book_add(book, "bert", 4, NULL));
    assert_int_equal(day_of(find(book, "bert")), today);
    assert_int_equal(book_record(book, "bert", "visit", "2024-02-19"), LOYALTY_E_TOO_LATE);
    OK(book_record(book, "bert", "visit", "2024-02-20"));
}

static int32_t stop(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                    const loyalty_transition *transition)
{
    (void)user, (void)key, (void)key_length, (void)customer, (void)transition;
    return 1;
}

/* An advance that stops leaves some customers ahead of the others. */
static void a_stopped_advance_leaves_customers_ahead(void **state)
{
    loyalty_book *book = *state;
    OK(book_advance(book, "2024-01-01"));
    OK(book_record(book, "anna", "visit", "2024-01-03"));
    OK(book_record(book, "bert", "visit", "2024-01-03"));
    const loyalty_customer *anna = find(book, "anna"), *bert = find(book, "bert");
    const int32_t first = day_of(anna);
    assert_int_equal(loyalty_book_advance(book, first + 4, stop, NULL), LOYALTY_E_STOPPED);
    assert_int_equal(day_of(anna), first + 4);
    assert_int_equal(day_of(bert), first);
    OK(loyalty_book_advance(book, first + 4, NULL, NULL));
    assert_int_equal(day_of(bert), first + 4);
    OK(loyalty_book_advance(book, first + 9, NULL, NULL));
    assert_int_equal(day_of(anna), first + 9);
    assert_int_equal(day_of(bert), first + 9);
}

/* Joined and merged customers read the day of the book that they are in. */
static void merged_books_share_the_later_day(void **state)
{
    loyalty_book *book = *state, *other;
    OK(loyalty_book_new(loyalty_book_program(book), NULL, &other));
    OK(book_record(book, "anna", "visit", "2024-01-01"));
    OK(book_record(book, "carl", "visit", "2024-01-01"));
    OK(book_record(other, "anna", "visit", "2024-01-02"));
    OK(book_record(other, "bert", "visit", "2024-01-02"));
    OK(book_advance(book, "2024-01-02"));
    OK(book_advance(other, "2024-01-06"));
    OK(loyalty_book_merge(book, other, NULL, NULL, NULL));
    loyalty_book_free(other);
    const loyalty_customer *anna = find(book, "anna"), *bert = find(book, "bert");
    const int32_t merged = day_of(anna);
    assert_int_equal(day_of(bert), merged);
    OK(loyalty_book_join(book, "anna", 4, "carl", 4, NULL, NULL, NULL));
    OK(book_advance(book, "2024-01-08"));
    assert_int_equal(day_of(anna), merged + 2);
    assert_int_equal(day_of(bert), merged + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pointer_answers_for_the_day_of_a_later_advance),
        BOOK_TEST(every_answer_follows_the_book),
        BOOK_TEST(a_copy_stays_on_its_day),
        BOOK_TEST(new_customers_have_the_day_of_the_book),
        BOOK_TEST(a_stopped_advance_leaves_customers_ahead),
        BOOK_TEST(merged_books_share_the_later_day),
    };
    return cmocka_run_group_tests_name("book: today", tests, NULL, NULL);
}
