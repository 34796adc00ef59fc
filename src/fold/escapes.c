/* SPDX-License-Identifier: MIT */
/* A growing array of totals with a list of free items. */
#include "fold/escapes.h"

#include <assert.h>

enum { ESCAPES_FIRST_CAPACITY = 2 };

_Static_assert(WORD_DATE_BITS + WORD_KIND_BITS <= WORD_SUM_BITS, "a word can name an escape for each date and kind");

static size_t escapes_size(uint32_t capacity)
{
    return sizeof(struct escapes) + capacity * sizeof(struct day_total);
}

/* Returns a bound of |count| and of |sum| in units of 2^32. A sum of such bounds stays far below 2^64. */
static uint64_t escapes_weight(const struct day_total *total)
{
    uint64_t count = total->count < 0 ? 0 - (uint64_t)total->count : (uint64_t)total->count;
    uint64_t sum = total->sum < 0 ? 0 - (uint64_t)total->sum : (uint64_t)total->sum;
    return ((count > sum ? count : sum) >> 32) + 1;
}

int32_t escapes_reserve(struct escapes **escapes, const loyalty_allocator *allocator)
{
    struct escapes *from = *escapes;
    if (from && (from->free != INDEX_NONE || from->used < from->capacity))
        return LOYALTY_OK;
    uint32_t capacity = from ? from->capacity + from->capacity / 2 + 1 : ESCAPES_FIRST_CAPACITY;
    if (from && from->capacity > WORD_SUM_MASK)
        return LOYALTY_E_FULL;
    struct escapes *larger =
        memory_resize_wiped(allocator, from, from ? escapes_size(from->capacity) : 0, escapes_size(capacity));
    if (!larger)
        return LOYALTY_E_MEMORY;
    if (!from)
        *larger = (struct escapes){.free = INDEX_NONE};
    larger->capacity = capacity;
    *escapes = larger;
    return LOYALTY_OK;
}

uint32_t escapes_take(struct escapes *escapes, const struct day_total *total)
{
    uint32_t index = escapes->free;
    if (index != INDEX_NONE)
        escapes->free = (uint32_t)escapes->items[index].count;
    else
        index = escapes->used++;
    assert(index < escapes->capacity);
    escapes->items[index] = *total;
    escapes->weight += escapes_weight(total);
    escapes->lows += total->count < 1;
    return index;
}

void escapes_free_item(struct escapes *escapes, uint32_t index)
{
    struct day_total *item = &escapes->items[index];
    escapes->weight -= escapes_weight(item);
    escapes->lows -= item->count < 1;
    *item = (struct day_total){escapes->free, 0};
    escapes->free = index;
}

int32_t escapes_copy(const struct escapes *from, const loyalty_allocator *allocator, struct escapes **to)
{
    void *copy = NULL;
    int32_t status = from ? memory_copy(allocator, from, escapes_size(from->used), 1, &copy) : LOYALTY_OK;
    if (status)
        return status;
    *to = copy;
    if (from)
        (*to)->capacity = from->used;
    return LOYALTY_OK;
}

void escapes_wipe(struct escapes *escapes)
{
    if (escapes)
        memory_wipe(escapes, escapes_size(escapes->capacity));
}
