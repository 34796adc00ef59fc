/* SPDX-License-Identifier: MIT */
/* Memory from the host's allocator: blocks, growing arrays, and an arena for objects that are freed together. */
#ifndef LOYALTY_BASE_MEMORY_H
#define LOYALTY_BASE_MEMORY_H

#include "loyalty/loyalty.h"

#define INDEX_NONE UINT32_MAX /* no element of an array */

/* Copies the host's allocator into `to`, or malloc's if `from` is NULL. Returns an error if it is not usable. */
int32_t memory_allocator(const loyalty_allocator *from, loyalty_allocator *to);

/* Returns a zeroed block, or NULL if memory runs out. */
void *memory_new(const loyalty_allocator *allocator, size_t bytes);
/* Returns the block with another size, or a new one if it is NULL; or NULL if memory runs out, and keeps the block. */
void *memory_resize(const loyalty_allocator *allocator, void *block, size_t bytes);
/* Sets `*to` to a copy of `count` elements of `element` bytes each; NULL if `count` is 0. */
int32_t memory_copy(const loyalty_allocator *allocator, const void *from, size_t count, size_t element, void **to);
void memory_free(const loyalty_allocator *allocator, void *block);
/* Overwrites the block with zeros in a way that no compiler may optimise away. */
void memory_wipe(void *block, size_t bytes);
/*
 * For blocks with what is known of a customer: memory_free() and memory_resize() that overwrite the `size` bytes of the
 * block before they release it. A host's `resize` may move a block and leave a copy, so it is not called.
 */
void memory_free_wiped(const loyalty_allocator *allocator, void *block, size_t size);
void *memory_resize_wiped(const loyalty_allocator *allocator, void *block, size_t size, size_t bytes);

void memory_swap(void *a, void *b, size_t bytes);

/*
 * Reserves room for at least `needed` elements of `element` bytes in an array that has room for `*capacity`. Keeps the
 * content. Doubles the capacity, so that an append to a long array costs no more than one to a short array. Returns
 * LOYALTY_E_FULL if that is more than 32 bits can count.
 */
int32_t memory_grow(const loyalty_allocator *allocator, void **array, uint32_t *capacity, uint32_t needed,
                    size_t element);
/* Does that for what is known of customers: see memory_resize_wiped(). */
int32_t memory_grow_wiped(const loyalty_allocator *allocator, void **array, uint32_t *capacity, uint32_t needed,
                          size_t element);

struct arena_block;
struct arena {
    loyalty_allocator allocator;
    struct arena_block *blocks;
};

/* Returns a zeroed block that lives until arena_free(), or NULL if memory runs out. */
void *arena_new(struct arena *arena, size_t bytes);
/* Returns a copy of `length` bytes of the text, with a NUL at the end, or NULL if memory runs out. */
char *arena_text(struct arena *arena, const char *text, size_t length);
void arena_free(struct arena *arena);

#endif
