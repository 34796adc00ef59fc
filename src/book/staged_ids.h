/* SPDX-License-Identifier: MIT */
/*
 * The ids of all events that a book has put aside: one set for all rows, so that a repeat is found with one access to
 * memory. When the load ends, each customer gets to know those that can still be repeated (settle.c).
 */
#ifndef LOYALTY_BOOK_STAGED_IDS_H
#define LOYALTY_BOOK_STAGED_IDS_H

#include "base/compiler.h"
#include "base/memory.h"
#include "book/hash.h"

enum { STAGED_IDS_IN_LINE = 8 };

/* An id as it is stored, beginning at a multiple of four bytes. */
struct staged_id {
    uint32_t row;
    int32_t date; /* of the event */
    uint8_t length;
    char bytes[];
};

/* Eight places, of which the first are taken: a cache line. */
struct staged_ids_line {
    uint32_t tags[STAGED_IDS_IN_LINE]; /* hashes of ids; 0 if the place is free */
    uint32_t at[STAGED_IDS_IN_LINE];   /* where the ids are */
};

/* All zeros is an empty set. */
struct staged_ids {
    struct staged_ids_line *lines; /* `line_count` of them: an open-addressing table, searched line by line */
    void *block;                   /* that they lie in */
    uint32_t line_count, count;
    uint32_t *units; /* the ids, one after the other, in units of four bytes */
    uint32_t used, unit_capacity;
};

/* Where an id goes. */
struct staged_ids_place {
    struct staged_ids_line *line; /* NULL if the row has the id already */
    uint32_t index;
};

/* Overwrites all ids and frees them. */
void staged_ids_end(struct staged_ids *ids, const loyalty_allocator *allocator);

/* Returns the hash of a row's id, which is not 0. */
static inline uint32_t staged_ids_hash(const struct hash_seed *seed, uint32_t row, const char *id, uint32_t length)
{
    uint32_t hash = (uint32_t)((hash_bytes(seed, id, length) ^ row * HASH_FIRST) >> 32);
    return hash ? hash : 1;
}

/* Returns the index of the line where the search for an id begins. */
static inline uint32_t staged_ids_home(const struct staged_ids *ids, uint32_t hash)
{
    return (uint32_t)((uint64_t)hash * ids->line_count >> 32);
}

static inline void staged_ids_prefetch(const struct staged_ids *ids, uint32_t hash)
{
    if (ids->line_count)
        PREFETCH(&ids->lines[staged_ids_home(ids, hash)]);
}

/* Reserves room for an id. Returns LOYALTY_E_OVERFLOW if there are more than can be counted. */
int32_t staged_ids_reserve(struct staged_ids *ids, const loyalty_allocator *allocator, uint32_t length);
/* Returns whether there is room for an id. */
bool staged_ids_fit(const struct staged_ids *ids, uint32_t length);

/* Returns the place for an id. Needs room. */
struct staged_ids_place staged_ids_seek(const struct staged_ids *ids, uint32_t hash, uint32_t row, const char *id,
                                        uint32_t length);
/* Puts an id there. Nothing may have been put since. */
void staged_ids_put(struct staged_ids *ids, struct staged_ids_place place, uint32_t hash, const struct staged_id *one,
                    const char *id);

/* Returns the id at `*at`, which is 0 for the first, and moves on; or returns NULL after the last. */
const struct staged_id *staged_ids_next(const struct staged_ids *ids, uint32_t *at);

#endif
