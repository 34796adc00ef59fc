/* SPDX-License-Identifier: MIT */
/*
 * Series of ids, such as the receipts of one till: they begin alike, and their last eight bytes ascend. An id that is
 * greater than all before it in its series is new to any customer, which saves the search for it.
 */
#ifndef LOYALTY_BOOK_ID_SERIES_H
#define LOYALTY_BOOK_ID_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"

enum {
    ID_SERIES_BITS = 10,
    ID_SERIES_PLACES = 4, /* where a series can be */
    ID_SERIES_LENGTH = 24 /* bytes of the longest id that has a series */
};

/* What all ids of a series have in common, and the greatest one that was taken. */
struct id_series {
    uint64_t head[2]; /* what comes before the last eight bytes */
    uint64_t last;    /* these, as a number whose highest byte is the first one */
    uint32_t length;  /* of each id; 0 if there is no series */
};

/* A series stays at the first place that was free for it, because all of its ids must be taken. */
struct id_series_set {
    struct id_series places[1 << ID_SERIES_BITS];
};

/* An id as one of a series. */
struct id_of_series {
    struct id_series *series; /* NULL if it is in none */
    uint64_t last;            /* its last bytes */
};

/* Returns what an id is. May begin a series. */
struct id_of_series id_series_find(struct id_series_set *set, const char *id, uint32_t length);

/* Returns whether the id is surely none of those that were taken. */
static inline bool id_series_is_new(const struct id_of_series *id)
{
    return id->series && id->last > id->series->last;
}

/* Takes an id, which must be done with each that is recorded. */
static inline void id_series_take(const struct id_of_series *id)
{
    if (id_series_is_new(id))
        id->series->last = id->last;
}

#endif
