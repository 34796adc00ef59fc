/* SPDX-License-Identifier: MIT */
/* The list of customers whose rung differs between the two tables. */
#include <string.h>

#include "analysis/backtest.h"

int32_t elsewhere_reserve(struct elsewhere_list *list, const loyalty_allocator *allocator, uint32_t count,
                          uint32_t key_bytes)
{
    if (count > UINT32_MAX - list->count || key_bytes > UINT32_MAX - list->key_bytes)
        return LOYALTY_E_MEMORY;
    int32_t status =
        memory_grow(allocator, (void **)&list->items, &list->capacity, list->count + count, sizeof *list->items);
    if (!status)
        status = memory_grow(allocator, (void **)&list->keys, &list->key_capacity, list->key_bytes + key_bytes, 1);
    return status;
}

static uint64_t elsewhere_prefix_of(const char *key, uint32_t length)
{
    uint64_t prefix = 0;
    for (uint32_t i = 0; i < sizeof prefix; i++)
        prefix = prefix << 8 | (i < length ? (unsigned char)key[i] : 0);
    return prefix;
}

void elsewhere_put(struct elsewhere_list *list, const char *key, uint32_t length, struct elsewhere item)
{
    item.prefix = elsewhere_prefix_of(key, length);
    item.key = list->key_bytes;
    item.length = (uint8_t)length;
    memcpy(list->keys + list->key_bytes, key, length);
    list->key_bytes += length;
    list->items[list->count++] = item;
    list->sorted = false;
}

static bool elsewhere_precedes(const struct elsewhere_list *list, const struct elsewhere *a, const struct elsewhere *b)
{
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix;
    int order = memcmp(list->keys + a->key, list->keys + b->key, a->length < b->length ? a->length : b->length);
    return order ? order < 0 : a->length < b->length;
}

/* Merges two neighbouring runs: from bounds[0] up to bounds[1], and from there up to bounds[2]. */
static void elsewhere_merge_runs(const struct elsewhere_list *list, const struct elsewhere *from, struct elsewhere *to,
                                 const size_t bounds[3])
{
    size_t one = bounds[0], two = bounds[1];
    for (size_t i = bounds[0]; i < bounds[2]; i++) {
        bool second = one == bounds[1] || (two < bounds[2] && elsewhere_precedes(list, &from[two], &from[one]));
        to[i] = from[second ? two++ : one++];
    }
}

/* Merges runs of doubling length. Not qsort(), which may allocate memory that is not from the host's allocator. */
int32_t elsewhere_sort(struct elsewhere_list *list, const loyalty_allocator *allocator)
{
    const size_t count = list->count;
    if (list->sorted || count == 0)
        return LOYALTY_OK;
    struct elsewhere *from = list->items, *to = allocator->allocate(allocator->user, count * sizeof *to);
    if (!to)
        return LOYALTY_E_MEMORY;
    struct elsewhere *spare = to;
    for (size_t run = 1; run < count; run *= 2) {
        for (size_t first = 0; first < count; first += 2 * run) {
            size_t middle = count - first < run ? count : first + run;
            size_t end = count - middle < run ? count : middle + run;
            elsewhere_merge_runs(list, from, to, (const size_t[]){first, middle, end});
        }
        struct elsewhere *done = to;
        to = from;
        from = done;
    }
    if (from != list->items)
        memcpy(list->items, from, count * sizeof *from);
    memory_free(allocator, spare);
    list->sorted = true;
    return LOYALTY_OK;
}
