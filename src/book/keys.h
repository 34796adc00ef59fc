/* SPDX-License-Identifier: MIT */
/*
 * From a key to its row: an open-addressing table with linear probing. Keys are hashed by SipHash-1-3 with the book's
 * seed, so that nobody who does not know it can choose keys that crowd together.
 */
#ifndef LOYALTY_BOOK_KEYS_H
#define LOYALTY_BOOK_KEYS_H

#include "book/row.h"

struct key_slot {
    uint32_t hash;
    uint32_t row; /* + 1; 0 where the slot is free */
};

struct keys {
    struct key_slot *slots;
    uint32_t capacity; /* a power of two, or 0 */
    uint32_t count;
    uint64_t seed[2];
};

/* SipHash-1-3 (Aumasson and Bernstein 2012) of some bytes under a seed of 128 bits. */
uint64_t keys_siphash(const uint64_t seed[2], const char *bytes, uint32_t length);

void keys_init(struct keys *keys, uint64_t seed);
void keys_end(struct keys *keys, const loyalty_allocator *allocator);

/* Hashes the bytes, which live as long as the key. */
struct key keys_key(const struct keys *keys, const char *bytes, uint32_t length);

/* The row of a key, or INDEX_NONE. */
uint32_t keys_find(const struct keys *keys, const struct book_rows *rows, const struct key *key);
/* The first row that may be the one of this key, as far as the hash tells, or INDEX_NONE: it reads no row. */
uint32_t keys_guess(const struct keys *keys, uint32_t hash);

/* Room for so many keys more, so that keys_put() cannot fail. */
int32_t keys_reserve(struct keys *keys, const loyalty_allocator *allocator, uint32_t more);
/* Adds the row of a key that is not there. */
void keys_put(struct keys *keys, uint32_t hash, uint32_t row);
/* Takes it out. */
void keys_remove(struct keys *keys, uint32_t hash, uint32_t row);

static inline void keys_prefetch(const struct keys *keys, uint32_t hash)
{
    if (keys->capacity)
        PREFETCH(&keys->slots[hash & (keys->capacity - 1)]);
}

#endif
