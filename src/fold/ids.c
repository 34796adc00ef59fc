/* SPDX-License-Identifier: MIT */
/* The ids of events that were recorded, to know a retry. */
#include "fold/ids.h"

#include <assert.h>
#include <string.h>

#include "base/date.h"

enum { IDS_FIRST_CAPACITY = 8 };

/* FNV-1a with a last mix (Fowler, Noll, Vo; the mix is MurmurHash3's): results never depend on it, only speed does. */
static uint32_t ids_hash_of(const char *id, uint32_t length)
{
    uint32_t hash = UINT32_C(2166136261);
    for (uint32_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)id[i]) * UINT32_C(16777619);
    hash = (hash ^ hash >> 16) * UINT32_C(0x85ebca6b);
    hash = (hash ^ hash >> 13) * UINT32_C(0xc2b2ae35);
    return hash ^ hash >> 16;
}

/* The slot of an id, or the free one where it would go. The table is never full. */
static struct id *ids_slot_of(const struct ids *ids, const char *id, uint32_t length, uint32_t hash)
{
    uint32_t mask = ids->capacity - 1;
    for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
        struct id *slot = &ids->slots[i];
        if (slot->length == 0 ||
            (slot->hash == hash && slot->length == length && memcmp(ids->bytes + slot->offset, id, length) == 0))
            return slot;
    }
}

int32_t ids_find(const struct ids *ids, const char *id, uint32_t length)
{
    if (!ids)
        return LOYALTY_DATE_NONE;
    const struct id *slot = ids_slot_of(ids, id, length, ids_hash_of(id, length));
    return slot->length ? slot->date : LOYALTY_DATE_NONE;
}

/* An empty table for so many ids and bytes, a quarter full at least free, so that the next one is as many ids away. */
static struct ids *ids_new_table(const loyalty_allocator *allocator, uint32_t count, uint32_t bytes)
{
    struct ids *ids = memory_new(allocator, sizeof *ids);
    if (!ids)
        return NULL;
    ids->capacity = IDS_FIRST_CAPACITY;
    while (ids->capacity / 4 <= count)
        ids->capacity *= 2;
    ids->bytes_capacity = bytes * 2;
    ids->slots = memory_new(allocator, ids->capacity * sizeof *ids->slots);
    ids->bytes = memory_new(allocator, ids->bytes_capacity);
    if (ids->slots && ids->bytes)
        return ids;
    ids_free(ids, allocator);
    return NULL;
}

int32_t ids_reserve(struct ids **ids, const loyalty_allocator *allocator, uint32_t length, int32_t horizon)
{
    const struct ids *from = *ids;
    if (from && from->used + 1 <= from->capacity / 4 * 3 && length <= from->bytes_capacity - from->bytes_used)
        return LOYALTY_OK;
    uint32_t kept = 0, bytes = length;
    for (uint32_t i = 0; from && i < from->capacity; i++)
        if (from->slots[i].length && from->slots[i].date >= horizon) {
            kept++;
            if (bytes > UINT32_MAX / 2 - from->slots[i].length || kept > UINT32_MAX / 16)
                return LOYALTY_E_MEMORY;
            bytes += from->slots[i].length;
        }
    struct ids *made = ids_new_table(allocator, kept, bytes);
    if (!made)
        return LOYALTY_E_MEMORY;
    for (uint32_t i = 0; from && i < from->capacity; i++) {
        const struct id *id = &from->slots[i];
        if (id->length && id->date >= horizon)
            ids_put(made, (const char *)from->bytes + id->offset, id->length, id->date);
    }
    ids_free(*ids, allocator);
    *ids = made;
    return LOYALTY_OK;
}

void ids_put(struct ids *ids, const char *id, uint32_t length, int32_t date)
{
    uint32_t hash = ids_hash_of(id, length);
    struct id *slot = ids_slot_of(ids, id, length, hash);
    if (slot->length) {
        if (date > slot->date)
            slot->date = date;
        return;
    }
    assert(length <= ids->bytes_capacity - ids->bytes_used);
    *slot = (struct id){hash, date, ids->bytes_used, length};
    memcpy(ids->bytes + ids->bytes_used, id, length);
    ids->bytes_used += length;
    ids->used++;
}

int32_t ids_merge(struct ids **ids, const loyalty_allocator *allocator, const struct ids *other)
{
    for (uint32_t i = 0; other && i < other->capacity; i++) {
        const struct id *id = &other->slots[i];
        if (id->length == 0)
            continue;
        int32_t status = ids_reserve(ids, allocator, id->length, DATE_BEFORE_ALL);
        if (status)
            return status;
        ids_put(*ids, (const char *)other->bytes + id->offset, id->length, id->date);
    }
    return LOYALTY_OK;
}

void ids_wipe(struct ids *ids)
{
    if (!ids)
        return;
    memory_wipe(ids->slots, ids->capacity * sizeof *ids->slots);
    memory_wipe(ids->bytes, ids->bytes_capacity);
}

void ids_free(struct ids *ids, const loyalty_allocator *allocator)
{
    if (!ids)
        return;
    memory_free(allocator, ids->slots);
    memory_free(allocator, ids->bytes);
    memory_free(allocator, ids);
}
