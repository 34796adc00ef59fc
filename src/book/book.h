/* SPDX-License-Identifier: MIT */
/* A book: many customers of one program, by key. */
#ifndef LOYALTY_BOOK_BOOK_H
#define LOYALTY_BOOK_BOOK_H

#include <stdbool.h>

#include "book/due.h"
#include "book/failure.h"
#include "book/keys.h"
#include "book/stage.h"

/*
 * Each customer is folded up to the book's day, or its `next` is after that day. All answer for the book's day, which
 * they read in its home; one may be ahead if an advance failed half-way. A book that is settled (book_settle()) is not
 * written to by calls that only read.
 */
struct loyalty_book {
    struct home home; /* of its customers */
    struct book_rows rows;
    struct keys keys;
    struct due due;
    struct stage stage;
    int32_t host_status; /* what home.host_status points to */
    struct failure failure;
    uint8_t telling; /* whether a call is running that may call back: TELLING_... (fold/customer.h) */
};

/* The transition callback of a book, its user pointer, the row that changes, and what the callback said. */
struct book_listener {
    loyalty_on_book_transition *callback;
    void *user;
    const struct book_row *row;
    bool stopped; /* the callback has asked to stop */
};

/* Adapts a book's listener to a customer's. */
struct listener book_listen(struct book_listener *listener);

/*
 * Begin and end a call that may call back. Until it ends, calls from the callback are refused, and loyalty_book_free() is
 * put off: book_leave() frees the book then, and must come last. It returns the status.
 */
static inline void book_enter(loyalty_book *book)
{
    book->telling = TELLING;
}
int32_t book_leave(loyalty_book *book, int32_t status);

static inline bool book_key_is_valid(uint32_t length)
{
    return length >= 1 && length <= LOYALTY_KEY_MAX;
}

int32_t book_new(loyalty_program *program, const void *seed, loyalty_book **book);
void book_free(loyalty_book *book);

/* Returns the row of a valid key, or INDEX_NONE. */
uint32_t book_find(const loyalty_book *book, const char *key, uint32_t length);
/* Returns the first row from `row` on that is in use, or INDEX_NONE. */
uint32_t book_next(const loyalty_book *book, uint32_t row);

/* Makes the checks of every call with a key: arguments, whether the book is busy, the key's length. */
int32_t book_check_key(const loyalty_book *book, const char *key, uint32_t length);

static inline loyalty_customer *book_customer(const loyalty_book *book, uint32_t row)
{
    return row_customer(&book->rows, row);
}

/* Puts a row into the index. Needs keys_reserve(). */
static inline void book_index(loyalty_book *book, const struct key *key, uint32_t row)
{
    keys_put(&book->keys, key, key_is_short(key) ? NULL : row_at(&book->rows, row)->key.block, row);
}

/* Adds a customer under a new key. On failure nothing has changed. */
int32_t book_add(loyalty_book *book, const struct key *key, uint32_t *row);
/* Removes a row, whether it is queued or not. */
void book_drop(loyalty_book *book, uint32_t row);

/*
 * Records an event, whose struct is valid, for a valid key. `*row` is the key's row, or INDEX_NONE if it is not known;
 * it is set to the row.
 */
int32_t book_record(loyalty_book *book, const struct key *key, const loyalty_event *event,
                    struct book_listener *listener, uint32_t *row);

/*
 * Closes the stage and settles each part, with its ids of events dated on `ids_from` or later. Then wakes its rows, or
 * queues them if `wake` is NULL. On failure nothing is lost, and the next call goes on from there.
 */
int32_t settle_parts(loyalty_book *book, int32_t ids_from, due_waker *wake, void *user);
/*
 * Makes the customers of parts that are settled remember the ids of events dated on or after a day that can still be
 * repeated. There are such ids only if waking the rows of a part failed.
 */
int32_t settle_ids(loyalty_book *book, int32_t from);
/* Ends a load. On failure nothing is lost, and the next call goes on from there. */
int32_t settle_all(loyalty_book *book);
/* Moves a part's events to its customers' logs, without queueing them. On failure the others stay in the part. */
int32_t settle_part(loyalty_book *book, uint32_t part);

/*
 * Makes sure that nothing is put aside: what any call needs that reads or changes customers, except to put aside more.
 * This changes no answer, so that calls that only read may do it.
 */
static inline int32_t book_settle(const loyalty_book *book)
{
    return book->stage.state == STAGE_CLOSED ? LOYALTY_OK : settle_all((loyalty_book *)book);
}

/* Queues a row for its next date, unless it is queued for an earlier one. Needs due_reserve(). */
void book_queue(loyalty_book *book, uint32_t row);

#endif
