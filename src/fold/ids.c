/* SPDX-License-Identifier: MIT */
/* The ids of recorded events, by which a retry is recognised. */
#include "fold/ids.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/date.h"

enum {
    IDS_FIRST_CAPACITY = 4,
    IDS_NEW_MAX = 1024 /* ids not yet in the long run: moving that many indices costs less than a cache miss */
};

/* Compares by length, then by bytes: any order that finds an id again will do. */
static int ids_compare(const struct ids *ids, uint32_t item, const char *id, uint32_t length)
{
    const struct id *one = &ids->items[item];
    if (one->length != length)
        return one->length < length ? -1 : 1;
    return memcmp(ids->bytes + one->offset, id, length);
}

/* Returns the first place in a run, from `from` up to `end`, whose id does not come before this one. */
static uint32_t ids_place(const struct ids *ids, uint32_t from, uint32_t end, const char *id, uint32_t length)
{
    while (from < end) {
        uint32_t middle = from + (end - from) / 2;
        if (ids_compare(ids, ids->order[middle], id, length) < 0)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

/* Returns the item with an id in a run, or NULL. Sets `*place` to its place, or to where it would go. */
static struct id *ids_in_run(const struct ids *ids, uint32_t from, uint32_t end, const char *id, uint32_t length,
                             uint32_t *place)
{
    *place = ids_place(ids, from, end, id, length);
    bool found = *place < end && ids_compare(ids, ids->order[*place], id, length) == 0;
    return found ? &ids->items[ids->order[*place]] : NULL;
}

/* Returns the item with an id, or NULL. Sets `*place` to its place, or to where it would go in the second run. */
static struct id *ids_item(const struct ids *ids, const char *id, uint32_t length, uint32_t *place)
{
    struct id *item = ids_in_run(ids, 0, ids->sorted, id, length, place);
    return item ? item : ids_in_run(ids, ids->sorted, ids->count, id, length, place);
}

int32_t ids_find(const struct ids *ids, const char *id, uint32_t length)
{
    uint32_t place;
    const struct id *item = ids ? ids_item(ids, id, length, &place) : NULL;
    return item ? item->date : LOYALTY_DATE_NONE;
}

/* Merges the two runs into one, from the back, so that each index moves once. */
static void ids_settle(struct ids *ids)
{
    uint32_t news[IDS_NEW_MAX], end = ids->sorted, more = ids->count - ids->sorted;
    memcpy(news, ids->order + end, more * sizeof *news);
    for (; more > 0; more--) {
        const struct id *item = &ids->items[news[more - 1]];
        uint32_t place = ids_place(ids, 0, end, (const char *)ids->bytes + item->offset, item->length);
        memmove(ids->order + place + more, ids->order + place, (end - place) * sizeof *ids->order);
        ids->order[place + more - 1] = news[more - 1];
        end = place;
    }
    ids->sorted = ids->count;
}

static size_t ids_size(uint32_t capacity, uint32_t bytes)
{
    return sizeof(struct ids) + capacity * (sizeof(struct id) + sizeof(uint32_t)) + bytes;
}

/* Makes a set in one block. */
static struct ids *ids_new(const loyalty_allocator *allocator, uint32_t capacity, uint32_t bytes)
{
    size_t items = sizeof(struct ids), order = items + capacity * sizeof(struct id);
    size_t texts = order + capacity * sizeof(uint32_t);
    unsigned char *block = memory_resize(allocator, NULL, ids_size(capacity, bytes));
    if (!block)
        return NULL;
    struct ids *ids = (struct ids *)(void *)block;
    *ids = (struct ids){.items = (struct id *)(void *)(block + items),
                        .order = (uint32_t *)(void *)(block + order),
                        .bytes = block + texts,
                        .capacity = capacity,
                        .bytes_capacity = bytes};
    return ids;
}

/* Appends an id that is the last of its run. Needs ids_reserve(). */
static void ids_append(struct ids *ids, const char *id, uint32_t length, int32_t date)
{
    assert(ids->count < ids->capacity && length <= ids->bytes_capacity - ids->bytes_used);
    ids->items[ids->count] = (struct id){date, ids->bytes_used, length};
    memcpy(ids->bytes + ids->bytes_used, id, length);
    ids->bytes_used += length;
    ids->order[ids->count] = ids->count;
    ids->count++;
}

int32_t ids_reserve(struct ids **ids, const loyalty_allocator *allocator, uint32_t length, int32_t horizon)
{
    struct ids *from = *ids;
    if (from && from->count < from->capacity && length <= from->bytes_capacity - from->bytes_used)
        return LOYALTY_OK;
    uint32_t kept = 0, bytes = length;
    for (uint32_t i = 0; from && i < from->count; i++)
        if (from->items[i].date >= horizon) {
            kept++;
            if (bytes > UINT32_MAX / 2 - from->items[i].length || kept > UINT32_MAX / 16)
                return LOYALTY_E_FULL;
            bytes += from->items[i].length;
        }
    struct ids *made = ids_new(allocator, kept < IDS_FIRST_CAPACITY / 2 ? IDS_FIRST_CAPACITY : kept * 2, bytes * 2);
    if (!made)
        return LOYALTY_E_MEMORY;
    if (from)
        ids_settle(from);
    for (uint32_t i = 0; from && i < from->count; i++) {
        const struct id *id = &from->items[from->order[i]];
        if (id->date >= horizon)
            ids_append(made, (const char *)from->bytes + id->offset, id->length, id->date);
    }
    made->sorted = made->count;
    ids_free(from, allocator);
    *ids = made;
    return LOYALTY_OK;
}

void ids_put(struct ids *ids, const char *id, uint32_t length, int32_t date)
{
    uint32_t place;
    struct id *item = ids_item(ids, id, length, &place);
    if (item) {
        if (date > item->date)
            item->date = date;
        return;
    }
    uint32_t index = ids->count;
    ids_append(ids, id, length, date);
    memmove(ids->order + place + 1, ids->order + place, (index - place) * sizeof *ids->order);
    ids->order[place] = index;
    if (ids->count - ids->sorted == IDS_NEW_MAX)
        ids_settle(ids);
}

int32_t ids_merge(struct ids **ids, const loyalty_allocator *allocator, const struct ids *other, int32_t from)
{
    for (uint32_t i = 0; other && i < other->count; i++) {
        const struct id *id = &other->items[i];
        if (id->date < from)
            continue;
        int32_t status = ids_reserve(ids, allocator, id->length, DATE_BEFORE_ALL);
        if (status)
            return status;
        ids_put(*ids, (const char *)other->bytes + id->offset, id->length, id->date);
    }
    return LOYALTY_OK;
}

void ids_free(struct ids *ids, const loyalty_allocator *allocator)
{
    if (ids)
        memory_free_wiped(allocator, ids, ids_size(ids->capacity, ids->bytes_capacity));
}
