/* SPDX-License-Identifier: MIT */
/*
 * From a key to its row: an open-addressing table with linear probing, of 16 bytes a slot. A key of up to eight bytes is
 * in its slot, and is found without reading any other memory; a longer one is in a block to which the slot points. Every
 * search begins with the first slot of a cache line, and nine in ten end in that line.
 */
#ifndef LOYALTY_BOOK_KEYS_H
#define LOYALTY_BOOK_KEYS_H

#include <string.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/memory.h"

enum {
    KEY_SHORT = 8,       /* bytes of a key that needs no block */
    KEY_LENGTH_BITS = 4, /* of a mark */
    KEYS_LINE = 64,      /* bytes */
    KEYS_IN_LINE = 4     /* slots */
};

/* A longer key as it is stored: its length, then its bytes. */
struct key_block {
    uint8_t length;
    char bytes[];
};

/* A key to look for, with what is worked out of it once. */
struct key {
    const char *bytes; /* NULL for a number */
    uint32_t length;
    uint32_t mark; /* the upper bits of the hash; below them the length, 0 for a longer key */
    uint64_t word; /* a short key: eight bytes as a number, the first the highest; fewer as hash_word_of() has them */
};

struct key_slot {
    union {
        uint64_t word;
        const struct key_block *block;
    };
    uint32_t mark;
    uint32_t row; /* + 1; 0 if the slot is free */
};

_Static_assert(KEYS_LINE == KEYS_IN_LINE * sizeof(struct key_slot), "slots fill lines");

struct keys {
    struct key_slot *slots; /* `capacity` of them, which is a multiple of KEYS_IN_LINE */
    void *block;            /* that they lie in */
    uint32_t capacity;
    uint32_t count;
    struct hash_seed seed;
};

/* Returns the slot where the search for a key begins. Ascending marks have ascending homes. */
static inline uint32_t keys_home(const struct keys *keys, uint32_t mark)
{
    return (uint32_t)((uint64_t)mark * keys->capacity >> 32) & ~(uint32_t)(KEYS_IN_LINE - 1);
}

static inline uint32_t keys_next_line(const struct keys *keys, uint32_t home)
{
    return home + KEYS_IN_LINE < keys->capacity ? home + KEYS_IN_LINE : 0;
}

static inline uint32_t keys_after(const struct keys *keys, uint32_t i)
{
    return i + 1 < keys->capacity ? i + 1 : 0;
}

void keys_init(struct keys *keys, const void *seed);
/* Overwrites all keys and frees them. */
void keys_end(struct keys *keys, const loyalty_allocator *allocator);

static inline bool key_is_short(const struct key *key)
{
    return key->length <= KEY_SHORT;
}

static inline uint32_t key_mark(uint64_t hash, uint32_t length)
{
    const uint32_t mask = (1u << KEY_LENGTH_BITS) - 1;
    return ((uint32_t)(hash >> 32) & ~mask) | (length <= KEY_SHORT ? length : 0);
}

/* Returns the mark of a number, which is a key of eight bytes, the highest first. */
static inline uint32_t keys_mark_number(const struct keys *keys, uint64_t number)
{
    return key_mark(hash_word(&keys->seed, number, KEY_SHORT), KEY_SHORT);
}

/* Hash a number, and any bytes, which must live as long as the key. */
static inline struct key keys_number(const struct keys *keys, uint64_t number)
{
    return (struct key){NULL, KEY_SHORT, keys_mark_number(keys, number), number};
}
struct key keys_key(const struct keys *keys, const char *bytes, uint32_t length);

/* Writes the bytes of a short key. */
void key_write(const struct key *key, char *bytes);

/* Return a bit for each slot of a line that has a word, or a mark. No processor could predict which of them it is. */
static inline uint32_t keys_same_mark(const struct key_slot *line, uint32_t mark)
{
    return (uint32_t)(line[0].mark == mark) | (uint32_t)(line[1].mark == mark) << 1 |
           (uint32_t)(line[2].mark == mark) << 2 | (uint32_t)(line[3].mark == mark) << 3;
}
static inline uint32_t keys_same_word(const struct key_slot *line, uint64_t word)
{
    return (uint32_t)(line[0].word == word) | (uint32_t)(line[1].word == word) << 1 |
           (uint32_t)(line[2].word == word) << 2 | (uint32_t)(line[3].word == word) << 3;
}

/* Returns the row of a short key, or INDEX_NONE. If a line has a free slot, its last one is free. */
static inline uint32_t keys_find_short(const struct keys *keys, uint32_t mark, uint64_t word)
{
    if (keys->count == 0)
        return INDEX_NONE;
    for (uint32_t home = keys_home(keys, mark);; home = keys_next_line(keys, home)) {
        const struct key_slot *line = &keys->slots[home];
        for (uint32_t same = keys_same_word(line, word); same; same &= same - 1) {
            const struct key_slot *slot = &line[__builtin_ctz(same)];
            if (slot->mark == mark)
                return slot->row - 1;
        }
        if (!line[KEYS_IN_LINE - 1].row)
            return INDEX_NONE;
    }
}

/* Returns the row of a key, or INDEX_NONE. */
uint32_t keys_find(const struct keys *keys, const struct key *key);
/*
 * Returns the row of the first longer key with that mark, or INDEX_NONE, and prefetches its bytes. It is very likely the
 * row of the key that has the mark.
 */
uint32_t keys_guess(const struct keys *keys, uint32_t mark);

/* Reserves room for `more` keys, so that keys_put() cannot fail. */
int32_t keys_reserve(struct keys *keys, const loyalty_allocator *allocator, uint32_t more);
/* Adds a key that is not there. A longer key's block must live until keys_remove(). */
void keys_put(struct keys *keys, const struct key *key, const struct key_block *block, uint32_t row);
/* Removes the key of a row. */
void keys_remove(struct keys *keys, const struct key *key, uint32_t row);

static inline void keys_prefetch(const struct keys *keys, uint32_t mark)
{
    if (keys->capacity)
        PREFETCH(&keys->slots[keys_home(keys, mark)]);
}

#endif
