/* SPDX-License-Identifier: MIT */
/* Short forms for unit tests of books, like those of support.h. Keys are texts without their NUL. */
#ifndef UNIT_BOOKS_H
#define UNIT_BOOKS_H

#include "support.h"

/* guest; friend: 1 visit in 30 days; regular: 3 visits in 30 days, falls by a step. Events may be 10 days late. */
extern const char books_shop[];

/* Returns a book with a table of its own. Only the book has a reference to the program. */
loyalty_book *book_of(const char *json, uint64_t seed);

/* A test whose state is a new book of books_shop. */
#define BOOK_TEST(name) cmocka_unit_test_setup_teardown(name, book_set_up, book_tear_down)
int book_set_up(void **state);
int book_tear_down(void **state);

loyalty_event book_event(const loyalty_book *book, const char *kind, const char *date);
int32_t book_record(loyalty_book *book, const char *key, const char *kind, const char *date);
int32_t book_record_id(loyalty_book *book, const char *key, const char *kind, const char *date, const char *id);
int32_t book_advance(loyalty_book *book, const char *date);
int32_t book_remove(loyalty_book *book, const char *key);
int32_t book_merge_keys(loyalty_book *book, const char *key, const char *duplicate);

/* Like standing_text() and transitions_text(); they return a status if the book does not have the key. */
const char *book_standing(loyalty_book *book, const char *key);
const char *book_transitions(loyalty_book *book, const char *key);
const char *book_day(const loyalty_book *book);
/* Returns the next date, "never", or a status. */
const char *book_next_date(const loyalty_book *book);
/* Returns all keys, "anna bert …", in the order of loyalty_book_each(). */
const char *book_keys(loyalty_book *book);

/* Transitions as book_write_down() gets them: "anna 2024-01-31 guest > friend; …". */
struct book_diary {
    char text[2000];
};
int32_t book_write_down(void *diary, const void *key, uint32_t key_length, const loyalty_customer *customer,
                        const loyalty_transition *transition);
const char *book_told_by_advance(loyalty_book *book, const char *date);
const char *book_told_by_record(loyalty_book *book, const char *key, const char *kind, const char *date, int32_t count);

/* Returns all that can be asked of a book and its customers, without changing them. The caller frees it. */
char *book_sight(loyalty_book *book);

#endif
