/* SPDX-License-Identifier: MIT */
/* Sorts byte by byte, the last one first (a radix sort): no comparisons, no step for a byte that all have in common. */
#include "command/order.h"

#include <loyalty/loyalty.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES = sizeof(uint64_t), VALUES = 256 };

/* How often each value of each byte occurs; then, for one byte, the place of its next item. */
struct counts {
    uint32_t of[BYTES][VALUES];
};

static unsigned order_byte(uint64_t word, unsigned byte)
{
    return (unsigned)(word >> 8 * byte) & (VALUES - 1);
}

static void order_count(struct counts *counts, const struct order_item *items, uint32_t count)
{
    memset(counts, 0, sizeof *counts);
    for (uint32_t i = 0; i < count; i++)
        for (unsigned byte = 0; byte < BYTES; byte++)
            counts->of[byte][order_byte(items[i].word, byte)]++;
}

/* Moves the items to where one byte of theirs puts them. */
static void order_move(struct order_item *to, const struct order_item *from, uint32_t count, uint32_t next[VALUES],
                       unsigned byte)
{
    uint32_t place = 0;
    for (unsigned value = 0; value < VALUES; value++) {
        uint32_t many = next[value];
        next[value] = place;
        place += many;
    }
    for (uint32_t i = 0; i < count; i++)
        to[next[order_byte(from[i].word, byte)]++] = from[i];
}

/* Sorts by the number, with room for as many items. */
static void order_by_number(struct order_item *items, uint32_t count, struct order_item *room)
{
    struct counts counts;
    struct order_item *from = items;
    struct order_item *to = room;
    order_count(&counts, items, count);
    for (unsigned byte = 0; byte < BYTES; byte++) {
        if (counts.of[byte][order_byte(items[0].word, byte)] == count)
            continue;
        order_move(to, from, count, counts.of[byte], byte);
        struct order_item *moved = to;
        to = from;
        from = moved;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
}

static void order_same(struct order_item *items, uint32_t count, order_comparer *compare)
{
    uint32_t first = 0;
    for (uint32_t i = 1; i <= count; i++) {
        if (i < count && items[i].word == items[first].word)
            continue;
        if (i - first > 1)
            qsort(items + first, i - first, sizeof *items, compare);
        first = i;
    }
}

int32_t order_sort(struct order_item *items, uint32_t count, order_comparer *compare)
{
    if (count < 2)
        return LOYALTY_OK;
    struct order_item *room = malloc(count * sizeof *room);
    if (!room)
        return LOYALTY_E_MEMORY;
    order_by_number(items, count, room);
    free(room);
    if (compare)
        order_same(items, count, compare);
    return LOYALTY_OK;
}
