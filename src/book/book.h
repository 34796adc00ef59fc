/* SPDX-License-Identifier: MIT */
#ifndef LOYALTY_BOOK_BOOK_H
#define LOYALTY_BOOK_BOOK_H

#include <stdbool.h>

#include "book/due.h"
#include "book/keys.h"

/*
 * A customer is folded up to the book's day, or its next date lies behind it: then `today` may lag, and is brought up
 * before anybody asks. A customer may be ahead of the book where an advance has failed half-way.
 */
struct loyalty_book {
    loyalty_program *program;
    struct book_rows rows;
    struct keys keys;
    struct due due;
    int32_t day;     /* advanced to; LOYALTY_DATE_NONE before any advance */
    uint8_t telling; /* a call that folds is running: its callback and host metrics must not come back */
};

/* Who listens to the transitions of a row. */
struct book_listener {
    loyalty_book_callback *callback;
    void *user;
    const struct book_row *row;
};

/* As a customer knows it. */
struct listener book_listen(struct book_listener *listener);

static inline bool book_key_is_valid(uint32_t length)
{
    return length >= 1 && length <= LOYALTY_KEY_MAX;
}

int32_t book_new(loyalty_program *program, uint64_t seed, loyalty_book **book);
void book_free(loyalty_book *book);

/* The row of a valid key, or INDEX_NONE. */
uint32_t book_find(const loyalty_book *book, const char *key, uint32_t length);
/* The first row from `row` on that is in use, or INDEX_NONE. */
uint32_t book_next(const loyalty_book *book, uint32_t row);

/* Checks before any call with a key: arguments, whether the book is busy, the key's length. */
int32_t book_check_key(const loyalty_book *book, const char *key, uint32_t length);

/* The row's customer, for changing. */
static inline loyalty_customer *book_customer(const loyalty_book *book, uint32_t row)
{
    return row_customer(&book->rows, row);
}

/* The same, brought up to the book's day. */
static inline loyalty_customer *book_present_customer(const loyalty_book *book, uint32_t row)
{
    loyalty_customer *customer = row_customer(&book->rows, row);
    if (customer->today < book->day)
        customer->today = book->day;
    return customer;
}

/* Adds a customer under a key that is not there; on failure nothing has changed. */
int32_t book_add(loyalty_book *book, const struct key *key, uint32_t *row);
/* Takes a row out, whether queued or not. */
void book_drop(loyalty_book *book, uint32_t row);

/* Queues a row for its next date where it is not queued for an earlier one. Needs due_reserve(). */
void book_queue(loyalty_book *book, uint32_t row);

#endif
