/* SPDX-License-Identifier: MIT */
/*
 * Who is due when: a timing wheel (Varghese and Lauck 1987) with a bucket a day. A row stands in one bucket at most; it is
 * queued anew only where its next date comes earlier, and looked at again when the bucket of its former one is
 * visited. Waking a customer too early does no harm.
 */
#ifndef LOYALTY_BOOK_DUE_H
#define LOYALTY_BOOK_DUE_H

#include "book/row.h"

enum {
    DUE_DAYS = 4096,          /* of the wheel */
    DUE_AT_ONCE = 0,          /* whatever the date: in a bucket of its own */
    DUE_NEVER = (1 << 24) - 1 /* in no bucket */
};

/* A date as the queue counts it; those without one are DUE_NEVER. */
static inline uint32_t due_of(int32_t date)
{
    return date > LOYALTY_DATE_MAX ? (uint32_t)DUE_NEVER : (uint32_t)(date - LOYALTY_DATE_MIN) + DUE_AT_ONCE + 1;
}

/* Rows in the order in which they were queued. An entry is alive where its row says that it stands there. */
struct bucket {
    uint32_t *entries;
    uint32_t count, capacity;
    uint32_t dead;
};

struct due {
    const loyalty_allocator *allocator;
    struct book_rows *rows;
    struct bucket *buckets; /* DUE_DAYS, and one for DUE_AT_ONCE */
    uint32_t visited;       /* the bucket that is being gone through, or DUE_NEVER */
};

/* Wakes a row, which on success is queued for a later date or not at all. */
typedef int32_t due_waker(void *user, uint32_t row);

int32_t due_init(struct due *due, struct book_rows *rows);
void due_end(struct due *due);

/* Makes sure that so many calls of due_put() do not fail. */
int32_t due_enlarge(struct due *due, uint32_t more);
static inline int32_t due_reserve(struct due *due, uint32_t more)
{
    const struct bucket *at_once = &due->buckets[DUE_DAYS];
    return more <= at_once->capacity - at_once->count ? LOYALTY_OK : due_enlarge(due, more);
}
/* Queues a row for a date; it leaves the bucket where it stood. Needs due_reserve(). */
void due_put(struct due *due, uint32_t row, uint32_t date);
void due_drop(struct due *due, uint32_t row);

/*
 * Wakes all rows queued for dates up to `until`, where those up to `after` have been woken before: first those that
 * are due at once, then day by day, each day's in the order in which they were queued. Where waking fails it stops; the
 * row that failed and those after it stay queued.
 */
int32_t due_wake(struct due *due, uint32_t after, uint32_t until, due_waker *wake, void *user);

#endif
