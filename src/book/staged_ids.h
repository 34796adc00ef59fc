/* SPDX-License-Identifier: MIT */
/*
 * The ids of all events that a book has put aside: one set for all rows, so that a repeat is found with one access to
 * memory. When the load ends, each customer remembers those that are recent enough (settle.c).
 */
#ifndef LOYALTY_BOOK_STAGED_IDS_H
#define LOYALTY_BOOK_STAGED_IDS_H

#include "base/compiler.h"
#include "base/memory.h"
#include "book/hash.h"

/* An id as it is stored, beginning at a multiple of four bytes. */
struct staged_id {
    uint32_t row;
    int32_t date; /* of the event */
    uint8_t length;
    char bytes[];
};

struct staged_id_slot {
    uint32_t hash;
    uint32_t at; /* + 1; 0 if the slot is free */
};

/* All zeros is an empty set. */
struct staged_ids {
    struct staged_id_slot *slots; /* an open-addressing table with linear probing, in the order of hashes */
    uint32_t capacity, count;
    uint32_t *units; /* the ids, one after the other, in units of four bytes */
    uint32_t used, unit_capacity;
    uint32_t moved; /* units of ids that the customers know */
};

void staged_ids_end(struct staged_ids *ids, const loyalty_allocator *allocator);

static inline uint32_t staged_ids_hash(const struct hash_seed *seed, uint32_t row, const char *id, uint32_t length)
{
    return (uint32_t)((hash_bytes(seed, id, length) ^ row * HASH_FIRST) >> 32);
}

static inline void staged_ids_prefetch(const struct staged_ids *ids, uint32_t hash)
{
    if (ids->capacity)
        PREFETCH(&ids->slots[(uint64_t)hash * ids->capacity >> 32]);
}

/* Returns whether a row has an id. */
bool staged_ids_have(const struct staged_ids *ids, uint32_t hash, uint32_t row, const char *id, uint32_t length);

/* Reserves room for an id. Returns LOYALTY_E_OVERFLOW if there are more than can be counted. */
int32_t staged_ids_reserve(struct staged_ids *ids, const loyalty_allocator *allocator, uint32_t length);
/* Returns whether there is room for an id. */
bool staged_ids_fit(const struct staged_ids *ids, uint32_t length);
/* Adds an id that is not there. Needs room. */
void staged_ids_put(struct staged_ids *ids, uint32_t hash, const struct staged_id *one, const char *id);

/* Returns the first id that is not moved, or NULL if there is none; and marks it as moved. */
const struct staged_id *staged_ids_first(const struct staged_ids *ids);
void staged_ids_move(struct staged_ids *ids);

#endif
