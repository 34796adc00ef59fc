/* SPDX-License-Identifier: MIT */
/*
 * Where customers belong and their memory comes from. A customer alone takes blocks from the program's allocator. Those of
 * a book take small ones from the book's pool: no general allocator knows as well that a log which grows leaves
 * a block behind that fits the next customer's.
 */
#ifndef LOYALTY_STORE_H
#define LOYALTY_STORE_H

#include "memory.h"

enum {
    POOL_STEP = 32,                             /* sizes of blocks are multiples of this */
    POOL_LARGEST = 1024,                        /* larger ones come from the allocator */
    POOL_CLASSES = POOL_LARGEST / POOL_STEP + 1 /* by size, the first unused */
};

struct pool_block {
    struct pool_block *next;
};

struct pool {
    struct pool_block *free[POOL_CLASSES];
    struct pool_block *chunks; /* all of them; each begins with this */
    char *rest;                /* of the latest chunk */
    size_t rest_size;
};

struct store {
    loyalty_program *program;
    const loyalty_allocator *allocator; /* the program's */
    struct pool *pool;                  /* or NULL */
};

/* Gives back the pool's chunks, and with them all blocks up to POOL_LARGEST. */
void pool_end(struct pool *pool, const loyalty_allocator *allocator);

/* A block, not zeroed, or NULL. */
void *store_allocate(const struct store *store, size_t bytes);
/* NULL is allowed. `bytes` as it was asked for. */
void store_release(const struct store *store, void *block, size_t bytes);
/* A block of another size that begins with the first `keep` bytes, or NULL and the block stays; NULL is a block of 0. */
void *store_resize(const struct store *store, void *block, size_t before, size_t keep, size_t after);

#endif
