/* SPDX-License-Identifier: MIT */
#include "store.h"

#include <string.h>

enum { CHUNK = 65536, CACHE_LINE = 64 };

static size_t class_of(size_t bytes)
{
    return (bytes + POOL_STEP - 1) / POOL_STEP;
}

static void put(struct pool *pool, void *block, size_t class)
{
    struct pool_block *freed = block;
    freed->next = pool->free[class];
    pool->free[class] = freed;
}

static int enlarge(struct pool *pool, const loyalty_allocator *allocator)
{
    struct pool_block *chunk = allocator->allocate(allocator->user, CHUNK);
    if (!chunk)
        return 0;
    if (pool->rest_size >= POOL_STEP)
        put(pool, pool->rest, pool->rest_size / POOL_STEP);
    chunk->next = pool->chunks;
    pool->chunks = chunk;
    uintptr_t begin = (uintptr_t)(chunk + 1), aligned = (begin + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    pool->rest = (char *)chunk + (aligned - (uintptr_t)chunk);
    pool->rest_size = CHUNK - (aligned - (uintptr_t)chunk);
    return 1;
}

static void *take(struct pool *pool, const loyalty_allocator *allocator, size_t class)
{
    struct pool_block *block = pool->free[class];
    size_t bytes = class * POOL_STEP;
    if (block) {
        pool->free[class] = block->next;
        return block;
    }
    if (pool->rest_size < bytes && !enlarge(pool, allocator))
        return NULL;
    void *taken = pool->rest;
    pool->rest += bytes;
    pool->rest_size -= bytes;
    return taken;
}

void pool_end(struct pool *pool, const loyalty_allocator *allocator)
{
    while (pool->chunks) {
        struct pool_block *chunk = pool->chunks;
        pool->chunks = chunk->next;
        memory_free(allocator, chunk);
    }
}

void *store_allocate(const struct store *store, size_t bytes)
{
    if (store->pool && bytes <= POOL_LARGEST)
        return take(store->pool, store->allocator, class_of(bytes));
    return store->allocator->allocate(store->allocator->user, bytes);
}

void store_release(const struct store *store, void *block, size_t bytes)
{
    if (block && store->pool && bytes <= POOL_LARGEST)
        put(store->pool, block, class_of(bytes));
    else
        memory_free(store->allocator, block);
}

void *store_resize(const struct store *store, void *block, size_t before, size_t keep, size_t after)
{
    if (!block)
        return store_allocate(store, after);
    if (!store->pool || (before > POOL_LARGEST && after > POOL_LARGEST))
        return store->allocator->resize(store->allocator->user, block, after);
    void *moved = store_allocate(store, after);
    if (moved) {
        memcpy(moved, block, keep);
        store_release(store, block, before);
    }
    return moved;
}
