/* SPDX-License-Identifier: MIT */
#include "ids.h"

#include <assert.h>
#include <string.h>

#define FIRST_CAPACITY 8

/* FNV-1a with a last mix (Fowler, Noll, Vo; the mix is MurmurHash3's): results never depend on it, only speed does. */
static uint32_t hash_of(const char *id, uint32_t length)
{
    uint32_t hash = UINT32_C(2166136261);
    for (uint32_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)id[i]) * UINT32_C(16777619);
    hash = (hash ^ hash >> 16) * UINT32_C(0x85ebca6b);
    hash = (hash ^ hash >> 13) * UINT32_C(0xc2b2ae35);
    return hash ^ hash >> 16;
}

/* The slot of an id, or the free one where it would go. The table is never full. */
static struct id *slot_of(const struct ids *ids, const char *id, uint32_t length, uint32_t hash)
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
    if (ids->used == 0)
        return LOYALTY_DATE_NONE;
    const struct id *slot = slot_of(ids, id, length, hash_of(id, length));
    return slot->length ? slot->date : LOYALTY_DATE_NONE;
}

/* A table with room, holding the ids that are not dated before the horizon. */
static int32_t rebuild(struct ids *ids, const loyalty_allocator *allocator, uint32_t length, int32_t horizon)
{
    struct ids made = {0};
    uint32_t kept = 0, bytes = length;
    for (uint32_t i = 0; i < ids->capacity; i++)
        if (ids->slots[i].length && ids->slots[i].date >= horizon) {
            kept++;
            if (bytes > UINT32_MAX / 2 - ids->slots[i].length)
                return LOYALTY_E_MEMORY;
            bytes += ids->slots[i].length;
        }
    /* A quarter full at least after, so that the next rebuild is as many ids away as this one cost. */
    made.capacity = FIRST_CAPACITY;
    while (made.capacity / 4 <= kept)
        made.capacity *= 2;
    made.bytes_capacity = bytes * 2;
    made.slots = memory_new(allocator, made.capacity * sizeof *made.slots);
    made.bytes = memory_new(allocator, made.bytes_capacity);
    if (!made.slots || !made.bytes) {
        ids_free(&made, allocator);
        return LOYALTY_E_MEMORY;
    }
    for (uint32_t i = 0; i < ids->capacity; i++) {
        const struct id *id = &ids->slots[i];
        if (id->length && id->date >= horizon)
            ids_put(&made, (const char *)ids->bytes + id->offset, id->length, id->date);
    }
    ids_free(ids, allocator);
    *ids = made;
    return LOYALTY_OK;
}

int32_t ids_reserve(struct ids *ids, const loyalty_allocator *allocator, uint32_t length, int32_t horizon)
{
    if (ids->used + 1 <= ids->capacity / 4 * 3 && length <= ids->bytes_capacity - ids->bytes_used)
        return LOYALTY_OK;
    return rebuild(ids, allocator, length, horizon);
}

void ids_put(struct ids *ids, const char *id, uint32_t length, int32_t date)
{
    uint32_t hash = hash_of(id, length);
    struct id *slot = slot_of(ids, id, length, hash);
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

int32_t ids_copy(const struct ids *from, const loyalty_allocator *allocator, struct ids *to)
{
    struct ids made = *from;
    made.slots = NULL;
    made.bytes = NULL;
    int32_t status = memory_copy(allocator, from->slots, from->capacity, sizeof *from->slots, (void **)&made.slots);
    if (!status)
        status = memory_copy(allocator, from->bytes, from->bytes_capacity, 1, (void **)&made.bytes);
    if (status) {
        ids_free(&made, allocator);
        return status;
    }
    *to = made;
    return LOYALTY_OK;
}

int32_t ids_merge(struct ids *ids, const loyalty_allocator *allocator, const struct ids *other)
{
    for (uint32_t i = 0; i < other->capacity; i++) {
        const struct id *id = &other->slots[i];
        if (id->length == 0)
            continue;
        int32_t status = ids_reserve(ids, allocator, id->length, INT32_MIN);
        if (status)
            return status;
        ids_put(ids, (const char *)other->bytes + id->offset, id->length, id->date);
    }
    return LOYALTY_OK;
}

void ids_wipe(struct ids *ids)
{
    memory_wipe(ids->slots, ids->capacity * sizeof *ids->slots);
    memory_wipe(ids->bytes, ids->bytes_capacity);
}

void ids_free(struct ids *ids, const loyalty_allocator *allocator)
{
    memory_free(allocator, ids->slots);
    memory_free(allocator, ids->bytes);
    memset(ids, 0, sizeof *ids);
}
