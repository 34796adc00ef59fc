/* SPDX-License-Identifier: MIT */
/* Keeps the ids of events that are put aside. */
#include "book/staged_ids.h"

#include <assert.h>
#include <string.h>

enum { STAGED_IDS_FIRST_CAPACITY = 32 };

void staged_ids_end(struct staged_ids *ids, const loyalty_allocator *allocator)
{
    memory_wipe(ids->units, ids->used * sizeof *ids->units);
    memory_free(allocator, ids->slots);
    memory_free(allocator, ids->units);
    *ids = (struct staged_ids){.slots = NULL};
}

static const struct staged_id *staged_ids_at(const struct staged_ids *ids, uint32_t at)
{
    return (const struct staged_id *)(const void *)&ids->units[at];
}

static uint32_t staged_ids_units(uint32_t length)
{
    return (uint32_t)((offsetof(struct staged_id, bytes) + length + sizeof(uint32_t) - 1) / sizeof(uint32_t));
}

static uint32_t staged_ids_home(const struct staged_ids *ids, uint32_t hash)
{
    return (uint32_t)((uint64_t)hash * ids->capacity >> 32);
}

static uint32_t staged_ids_after(const struct staged_ids *ids, uint32_t i)
{
    return i + 1 < ids->capacity ? i + 1 : 0;
}

static bool staged_id_is(const struct staged_id *one, uint32_t row, const char *id, uint32_t length)
{
    return one->row == row && one->length == length && memcmp(one->bytes, id, length) == 0;
}

bool staged_ids_have(const struct staged_ids *ids, uint32_t hash, uint32_t row, const char *id, uint32_t length)
{
    if (ids->count == 0)
        return false;
    for (uint32_t i = staged_ids_home(ids, hash); ids->slots[i].at; i = staged_ids_after(ids, i))
        if (ids->slots[i].hash == hash && staged_id_is(staged_ids_at(ids, ids->slots[i].at - 1), row, id, length))
            return true;
    return false;
}

static void staged_ids_fill(struct staged_ids *ids, struct staged_id_slot slot)
{
    uint32_t i = staged_ids_home(ids, slot.hash);
    while (ids->slots[i].at)
        i = staged_ids_after(ids, i);
    ids->slots[i] = slot;
}

/* Three quarters of the slots are filled at most. */
static bool staged_ids_are_full(const struct staged_ids *ids)
{
    return ids->count >= ids->capacity - ids->capacity / 4;
}

/* Both tables are nearly in the order of hashes, so that memory is read in its order. */
static int32_t staged_ids_enlarge(struct staged_ids *ids, const loyalty_allocator *allocator)
{
    struct staged_ids larger = *ids;
    if (ids->capacity > UINT32_MAX / 2)
        return LOYALTY_E_OVERFLOW;
    larger.capacity = ids->capacity ? ids->capacity * 2 : STAGED_IDS_FIRST_CAPACITY;
    size_t bytes = larger.capacity * sizeof *larger.slots;
    larger.slots = bytes / sizeof *larger.slots == larger.capacity ? memory_new(allocator, bytes) : NULL;
    if (!larger.slots)
        return LOYALTY_E_MEMORY;
    for (uint32_t i = 0; i < ids->capacity; i++)
        if (ids->slots[i].at)
            staged_ids_fill(&larger, ids->slots[i]);
    memory_free(allocator, ids->slots);
    *ids = larger;
    return LOYALTY_OK;
}

bool staged_ids_fit(const struct staged_ids *ids, uint32_t length)
{
    return !staged_ids_are_full(ids) && staged_ids_units(length) <= ids->unit_capacity - ids->used;
}

int32_t staged_ids_reserve(struct staged_ids *ids, const loyalty_allocator *allocator, uint32_t length)
{
    uint32_t units = staged_ids_units(length);
    if (ids->used > UINT32_MAX / 2 - units)
        return LOYALTY_E_OVERFLOW;
    if (staged_ids_are_full(ids)) {
        int32_t status = staged_ids_enlarge(ids, allocator);
        if (status)
            return status;
    }
    return memory_grow(allocator, (void **)&ids->units, &ids->unit_capacity, ids->used + units, sizeof *ids->units);
}

void staged_ids_put(struct staged_ids *ids, uint32_t hash, const struct staged_id *one, const char *id)
{
    assert(staged_ids_fit(ids, one->length));
    struct staged_id *to = (struct staged_id *)(void *)&ids->units[ids->used];
    staged_ids_fill(ids, (struct staged_id_slot){hash, ids->used + 1});
    to->row = one->row;
    to->date = one->date;
    to->length = one->length;
    memcpy(to->bytes, id, one->length);
    ids->used += staged_ids_units(one->length);
    ids->count++;
}

const struct staged_id *staged_ids_first(const struct staged_ids *ids)
{
    return ids->moved < ids->used ? staged_ids_at(ids, ids->moved) : NULL;
}

void staged_ids_move(struct staged_ids *ids)
{
    ids->moved += staged_ids_units(staged_ids_first(ids)->length);
}
