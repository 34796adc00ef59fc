/* SPDX-License-Identifier: MIT */
/* Memory from the host's allocator. */
#include "base/memory.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/abi.h"

/* Bytes. Large enough that an ordinary table takes a few blocks, small enough that a tiny one wastes little. */
enum { ARENA_BLOCK = 4000 };

/* What the allocator promises. No object of the library needs more. */
enum { MEMORY_ALIGNMENT = 8 };

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    alignas(MEMORY_ALIGNMENT) unsigned char bytes[];
};

static void *memory_libc_allocate(void *user, size_t bytes)
{
    (void)user;
    return malloc(bytes);
}

static void *memory_libc_resize(void *user, void *block, size_t bytes)
{
    (void)user;
    return realloc(block, bytes);
}

static void memory_libc_release(void *user, void *block)
{
    (void)user;
    free(block);
}

int32_t memory_allocator(const loyalty_allocator *from, loyalty_allocator *to)
{
    loyalty_allocator copy = {sizeof copy, NULL, memory_libc_allocate, memory_libc_resize, memory_libc_release};
    if (from) {
        int32_t status = abi_input(&copy, sizeof copy, from, sizeof copy);
        if (status)
            return status;
        if (!copy.allocate || !copy.resize || !copy.release)
            return LOYALTY_E_ARGUMENT;
    }
    *to = copy;
    return LOYALTY_OK;
}

void *memory_new(const loyalty_allocator *allocator, size_t bytes)
{
    void *block = allocator->allocate(allocator->user, bytes);
    if (block)
        memset(block, 0, bytes);
    return block;
}

void *memory_resize(const loyalty_allocator *allocator, void *block, size_t bytes)
{
    return block ? allocator->resize(allocator->user, block, bytes) : allocator->allocate(allocator->user, bytes);
}

int32_t memory_copy(const loyalty_allocator *allocator, const void *from, size_t count, size_t element, void **to)
{
    *to = NULL;
    if (count == 0)
        return LOYALTY_OK;
    void *block = allocator->allocate(allocator->user, count * element);
    if (!block)
        return LOYALTY_E_MEMORY;
    memcpy(block, from, count * element);
    *to = block;
    return LOYALTY_OK;
}

void memory_free(const loyalty_allocator *allocator, void *block)
{
    if (block)
        allocator->release(allocator->user, block);
}

void memory_wipe(void *block, size_t bytes)
{
    /* A compiler cannot know that the call is to memset(), or that nothing else reads the block. */
    static void *(*const volatile set)(void *, int, size_t) = memset;
    if (block && bytes > 0)
        set(block, 0, bytes);
}

void memory_free_wiped(const loyalty_allocator *allocator, void *block, size_t size)
{
    if (!block)
        return;
    memory_wipe(block, size);
    allocator->release(allocator->user, block);
}

void *memory_resize_wiped(const loyalty_allocator *allocator, void *block, size_t size, size_t bytes)
{
    void *moved = allocator->allocate(allocator->user, bytes);
    if (!moved || !block)
        return moved;
    memcpy(moved, block, size < bytes ? size : bytes);
    memory_free_wiped(allocator, block, size);
    return moved;
}

void memory_swap(void *a, void *b, size_t bytes)
{
    unsigned char *x = a, *y = b;
    for (size_t i = 0; i < bytes; i++) {
        unsigned char byte = x[i];
        x[i] = y[i];
        y[i] = byte;
    }
}

/* Sets `*larger` to a capacity for at least `needed` elements. */
static int32_t memory_larger(uint32_t capacity, uint32_t needed, size_t element, uint32_t *larger)
{
    *larger = capacity < 2 ? 2 : capacity;
    while (*larger < needed) {
        if (*larger > UINT32_MAX / 2)
            return LOYALTY_E_FULL;
        *larger *= 2;
    }
    return *larger > SIZE_MAX / element ? LOYALTY_E_FULL : LOYALTY_OK;
}

static int32_t memory_grow_array(const loyalty_allocator *allocator, void **array, uint32_t *capacity, uint32_t needed,
                                 size_t element, bool wiped)
{
    uint32_t larger;
    if (needed <= *capacity)
        return LOYALTY_OK;
    int32_t status = memory_larger(*capacity, needed, element, &larger);
    if (status)
        return status;
    void *block = wiped ? memory_resize_wiped(allocator, *array, *capacity * element, larger * element)
                        : memory_resize(allocator, *array, larger * element);
    if (!block)
        return LOYALTY_E_MEMORY;
    *array = block;
    *capacity = larger;
    return LOYALTY_OK;
}

int32_t memory_grow(const loyalty_allocator *allocator, void **array, uint32_t *capacity, uint32_t needed,
                    size_t element)
{
    return memory_grow_array(allocator, array, capacity, needed, element, false);
}

int32_t memory_grow_wiped(const loyalty_allocator *allocator, void **array, uint32_t *capacity, uint32_t needed,
                          size_t element)
{
    return memory_grow_array(allocator, array, capacity, needed, element, true);
}

/* Makes the block from which the next `bytes` are taken. Returns NULL if memory runs out. */
static struct arena_block *arena_add_block(struct arena *arena, size_t bytes)
{
    const size_t size = bytes > ARENA_BLOCK ? bytes : ARENA_BLOCK;
    struct arena_block *block = arena->allocator.allocate(arena->allocator.user, sizeof *block + size);
    if (!block)
        return NULL;
    block->next = arena->blocks;
    block->used = 0;
    block->size = size;
    arena->blocks = block;
    return block;
}

/* Returns bytes with any content whose address is a multiple of `align`, or NULL if memory runs out. */
static void *arena_take(struct arena *arena, size_t bytes, size_t align)
{
    if (bytes > SIZE_MAX / 2)
        return NULL;
    struct arena_block *block = arena->blocks;
    size_t at = block ? (block->used + align - 1) / align * align : 0;
    if (!block || at > block->size || block->size - at < bytes) {
        block = arena_add_block(arena, bytes);
        at = 0;
    }
    if (!block)
        return NULL;
    block->used = at + bytes;
    return block->bytes + at;
}

void *arena_new(struct arena *arena, size_t bytes)
{
    void *place = arena_take(arena, bytes, MEMORY_ALIGNMENT);
    if (place)
        memset(place, 0, bytes);
    return place;
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_take(arena, length + 1, 1);
    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

void arena_free(struct arena *arena)
{
    while (arena->blocks) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        arena->allocator.release(arena->allocator.user, block);
    }
}
