/* SPDX-License-Identifier: MIT */
/*
 * The queue of customers by their next dates: a timing wheel (Varghese and Lauck 1987) with a bucket a day. A row is in
 * one bucket at most. It is queued again only if its next date becomes earlier; if it becomes later, the row is queued
 * again when it is woken. Waking a customer too early does no harm.
 */
#ifndef LOYALTY_BOOK_DUE_H
#define LOYALTY_BOOK_DUE_H

#include "book/row.h"

enum {
    DUE_DAYS = 4096,          /* the buckets of the wheel */
    DUE_AT_ONCE = 0,          /* due on any date; such rows have a bucket of their own */
    DUE_NEVER = (1 << 24) - 1 /* not queued */
};

/* Returns a date as the queue counts it; DUE_NEVER for DATE_NEVER. */
static inline uint32_t due_of(int32_t date)
{
    return date > LOYALTY_DATE_MAX ? (uint32_t)DUE_NEVER : (uint32_t)(date - LOYALTY_DATE_MIN) + DUE_AT_ONCE + 1;
}

/* Rows in the order in which they were queued. An entry is alive if its row has this bucket and this place. */
struct bucket {
    uint32_t *entries;
    uint32_t count, capacity;
    uint32_t dead;
};

struct due {
    const loyalty_allocator *allocator;
    struct book_rows *rows;
    struct bucket *buckets; /* DUE_DAYS of them, and one for DUE_AT_ONCE */
    uint32_t visited;       /* the bucket that due_wake() is in, or DUE_NEVER */
};

/* Wakes a row. On success the row is queued for a later date, or not at all. */
typedef int32_t due_waker(void *user, uint32_t row);

int32_t due_init(struct due *due, struct book_rows *rows);
void due_end(struct due *due);

int32_t due_enlarge(struct due *due, uint32_t more);
/* Reserves room so that the next `more` calls of due_put() cannot fail. */
static inline int32_t due_reserve(struct due *due, uint32_t more)
{
    const struct bucket *at_once = &due->buckets[DUE_DAYS];
    return more <= at_once->capacity - at_once->count ? LOYALTY_OK : due_enlarge(due, more);
}
/* Queues a row for a date, and takes it out of the bucket where it was. Needs due_reserve(). */
void due_put(struct due *due, uint32_t row, uint32_t date);
void due_drop(struct due *due, uint32_t row);

/* Returns the earliest date after `after` for which a row is queued, DUE_NEVER if there is none. */
uint32_t due_next(const struct due *due, uint32_t after);
/* Goes through the rows queued for a date, or due at once; `*place` is 0 to begin. Returns INDEX_NONE at the end. */
uint32_t due_row(const struct due *due, uint32_t date, uint32_t *place);

/*
 * Wakes all rows queued for dates up to `until`; those up to `after` were woken before. Wakes the rows that are due at
 * once first, then those of each day in turn, in the order in which they were queued. Stops if waking a row fails; that
 * row and those after it stay queued.
 */
int32_t due_wake(struct due *due, uint32_t after, uint32_t until, due_waker *wake, void *user);

#endif
