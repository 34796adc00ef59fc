/* SPDX-License-Identifier: MIT */
/*
 * The ids of the events that a part of a book's rows has put aside. When the part is settled, its customers get to know
 * those that can still be repeated (settle.c). Until then a table finds repeats. An id is *marked* in the table once one
 * must be searched for; as long as all are known to be new (id_series.h), they wait.
 */
#ifndef LOYALTY_BOOK_STAGED_IDS_H
#define LOYALTY_BOOK_STAGED_IDS_H

#include "base/compiler.h"
#include "base/hash.h"
#include "book/row.h"

enum {
    STAGED_IDS_IN_LINE = 16,
    STAGED_IDS_MOST = 12,       /* in a line, on average */
    STAGED_IDS_BLOCK_BITS = 18, /* of a mark; the others are bits of the hash */
    STAGED_IDS_HEAD = 5,        /* bytes of an id beside its own: row and date, length */
    STAGED_IDS_BLOCK = 8168,    /* bytes of ids: with what is beside them, two pages of memory */
    STAGED_IDS_SEARCHES = 16    /* after a search, so many ids that are new are marked as they come */
};

/* An id of an event. */
struct staged_id {
    uint32_t row; /* within its chunk */
    int32_t date;
    uint32_t length;
    const char *bytes;
};

/* A cache line of marks. A mark is the index of an id's block + 1, and bits of the id's hash. The free ones, 0, are last. */
struct staged_ids_line {
    uint32_t marks[STAGED_IDS_IN_LINE];
};

/* Ids, one after the other. `used` and `latest` are not valid in the last block of a set. */
struct staged_ids_block {
    uint32_t used;  /* bytes */
    int32_t latest; /* the latest date */
    char bytes[STAGED_IDS_BLOCK];
};

/* All zeros is an empty set. */
struct staged_ids {
    char *at, *end;    /* the free bytes of the last block */
    int32_t latest;    /* the latest date of the last block */
    uint32_t searches; /* searches are likely: STAGED_IDS_SEARCHES after one, one less after each id that was new */
    uint32_t marked, waiting;      /* ids */
    struct staged_ids_line *lines; /* `line_count` of them: an open-addressing table, searched line by line */
    void *table;                   /* the block that they lie in */
    uint32_t line_count;
    uint32_t block_count, block_capacity;
    uint32_t waiting_block; /* where the ids that wait begin */
    const char *waiting_at;
    struct staged_ids_block **blocks;
};

/* Overwrites all ids and frees them. */
void staged_ids_end(struct staged_ids *ids, const loyalty_allocator *allocator);

/* Returns the hash of an id, which is not 0. */
static inline uint32_t staged_ids_hash(const struct hash_seed *seed, const struct staged_id *one)
{
    uint32_t hash = (uint32_t)((hash_bytes(seed, one->bytes, one->length) ^ one->row * HASH_FIRST) >> 32);
    return hash ? hash : 1;
}

/* Returns the index of the line where the search for an id begins. */
static inline uint32_t staged_ids_home(const struct staged_ids *ids, uint32_t hash)
{
    return (uint32_t)((uint64_t)hash * ids->line_count >> 32);
}

/* Prefetches what a search needs. */
static inline void staged_ids_prefetch(const struct staged_ids *ids, uint32_t hash)
{
    if (ids->line_count)
        PREFETCH(&ids->lines[staged_ids_home(ids, hash)]);
}

/* Reserves room for an id. Returns LOYALTY_E_OVERFLOW if there are more than a mark can name. */
int32_t staged_ids_reserve(struct staged_ids *ids, const loyalty_allocator *allocator, uint32_t length);
/* Marks all ids that wait, and reserves room for a mark: what a search needs. On failure some may be marked. */
int32_t staged_ids_reserve_search(struct staged_ids *ids, const loyalty_allocator *allocator,
                                  const struct hash_seed *seed);

/* Return whether there is room for an id, and whether it can be searched for. */
static inline bool staged_ids_fit(const struct staged_ids *ids, uint32_t length)
{
    return (size_t)(ids->end - ids->at) >= STAGED_IDS_HEAD + length;
}
static inline bool staged_ids_can_search(const struct staged_ids *ids)
{
    return ids->waiting == 0 && ids->marked / STAGED_IDS_MOST < ids->line_count;
}

/* Returns the place for the mark of an id, or NULL if its row has the id already. */
uint32_t *staged_ids_search(struct staged_ids *ids, uint32_t hash, const struct staged_id *one);
/* Put an id that is new. It waits, or is marked at the place that was just found for it. */
void staged_ids_put(struct staged_ids *ids, const struct staged_id *one);
void staged_ids_put_at(struct staged_ids *ids, uint32_t *place, uint32_t hash, const struct staged_id *one);

/* A walk over the ids of a set: `staged_ids_next(&walk, &one)` until it returns false. */
struct staged_ids_walk {
    const struct staged_ids *ids;
    int32_t from; /* blocks whose ids are all dated before are left out */
    uint32_t block;
    const char *at, *end;
};

static inline struct staged_ids_walk staged_ids_walk(const struct staged_ids *ids, int32_t from)
{
    return (struct staged_ids_walk){ids, from, 0, NULL, NULL};
}

bool staged_ids_next(struct staged_ids_walk *walk, struct staged_id *one);

#endif
