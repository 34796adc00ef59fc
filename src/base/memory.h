/* SPDX-License-Identifier: MIT */
/* Memory from the host's allocator: blocks, growing arrays, and an arena for what lives and dies together. */
#ifndef LOYALTY_BASE_MEMORY_H
#define LOYALTY_BASE_MEMORY_H

#include "loyalty/loyalty.h"

#define INDEX_NONE UINT32_MAX /* no element of an array */

/* Copies the host's allocator, or malloc's where it is NULL. */
int32_t memory_allocator(const loyalty_allocator *from, loyalty_allocator *to);

/* A zeroed block, or NULL. */
void *memory_new(const loyalty_allocator *allocator, size_t bytes);
/* A block of count × element bytes with the same content as from (count may be 0: then *to is NULL). */
int32_t memory_copy(const loyalty_allocator *allocator, const void *from, size_t count, size_t element, void **to);
void memory_free(const loyalty_allocator *allocator, void *block);
/* Overwrites with zeros in a way that no compiler takes out. */
void memory_wipe(void *block, size_t bytes);

void memory_swap(void *a, void *b, size_t bytes);

/*
 * Room for at least `needed` elements in an array of *capacity; the content stays. Doubles, so that
 * appending costs the same for long arrays as for short ones.
 */
int32_t memory_grow(const loyalty_allocator *allocator, void **array, uint32_t *capacity, uint32_t needed,
                    size_t element);

struct arena_block;
struct arena {
    loyalty_allocator allocator;
    struct arena_block *blocks;
};

/* A zeroed block that lives until arena_free(), or NULL. */
void *arena_new(struct arena *arena, size_t bytes);
/* A copy of the text, ended with NUL, or NULL. */
char *arena_text(struct arena *arena, const char *text, size_t length);
void arena_free(struct arena *arena);

#endif
