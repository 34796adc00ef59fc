/* SPDX-License-Identifier: MIT */
/* The totals of days that do not fit in a word: counts of 16 and more, or below 1, and large sums. */
#ifndef LOYALTY_FOLD_ESCAPES_H
#define LOYALTY_FOLD_ESCAPES_H

#include "base/memory.h"
#include "fold/word.h"

/* In the functions below, a NULL pointer is an empty set. */
struct escapes {
    uint32_t used;     /* items from here on were never taken */
    uint32_t free;     /* the first free item, whose count is the next one's index; INDEX_NONE for none */
    uint32_t capacity; /* of items */
    uint32_t lows;     /* how many have a count below 1 */
    uint64_t weight;   /* of all: see escapes_are_huge() */
    struct day_total items[];
};

/*
 * Returns whether totals over several days may leave 64 bits. Otherwise |Σcount| and |Σcount·value| of all escapes stay
 * below 2^62, and those of all other words do anyway: there are no more of these than dates times kinds.
 */
static inline bool escapes_are_huge(const struct escapes *escapes)
{
    return escapes && escapes->weight >> 30 != 0;
}

/* Makes sure that the next escapes_take() cannot fail. */
int32_t escapes_reserve(struct escapes **escapes, const loyalty_allocator *allocator);
/* Returns the index of an item that gets this total. */
uint32_t escapes_take(struct escapes *escapes, const struct day_total *total);
void escapes_free_item(struct escapes *escapes, uint32_t index);
int32_t escapes_copy(const struct escapes *from, const loyalty_allocator *allocator, struct escapes **to);
void escapes_wipe(struct escapes *escapes);

#endif
