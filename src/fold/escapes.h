/* SPDX-License-Identifier: MIT */
/* Totals of days that do not fit in a word: counts above 15 or below 1, and sums of more than 30 bits. */
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
 * Returns whether totals over several days may need more than 64 bits. If not, |Σcount| and |Σcount·value| of all escapes
 * are below 2^62. Those of all other words always are, because there are at most as many as dates times kinds.
 */
static inline bool escapes_are_huge(const struct escapes *escapes)
{
    return escapes && escapes->weight >> 30 != 0;
}

/* Reserves room so that the next escapes_take() cannot fail. */
int32_t escapes_reserve(struct escapes **escapes, const loyalty_allocator *allocator);
/* Stores a total and returns its index. */
uint32_t escapes_take(struct escapes *escapes, const struct day_total *total);
void escapes_free_item(struct escapes *escapes, uint32_t index);
int32_t escapes_copy(const struct escapes *from, const loyalty_allocator *allocator, struct escapes **to);
void escapes_wipe(struct escapes *escapes);

#endif
