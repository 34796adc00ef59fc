/* SPDX-License-Identifier: MIT */
/* Customers in a hash table. */
#include "input/customers.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1024 };

/* FNV-1a, folded so that the low bits depend on all of it. */
static uint64_t customers_hash(const char *id, uint32_t length)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (uint32_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)id[i]) * UINT64_C(1099511628211);
    return hash ^ (hash >> 32);
}

void customers_init(struct customers *set, loyalty_program *program)
{
    *set = (struct customers){.program = program};
}

void customers_free(struct customers *set)
{
    for (uint32_t i = 0; i < set->count; i++) {
        loyalty_customer_free(set->all[i]->handle);
        free(set->all[i]);
    }
    free(set->all);
    free(set->slots);
    *set = (struct customers){0};
}

/* Returns the slot that holds the id, or the empty slot for it. */
static struct customer_slot *customers_slot(struct customer_slot *slots, uint32_t slot_count, uint64_t hash,
                                            const char *id, uint32_t length)
{
    for (uint64_t at = hash;; at++) {
        struct customer_slot *slot = &slots[at & (slot_count - 1)];
        if (!slot->who ||
            (slot->hash == hash && slot->who->id_length == length && memcmp(slot->who->id, id, length) == 0))
            return slot;
    }
}

/* Doubles the room for customers. */
static int32_t customers_grow(struct customers *set)
{
    if (set->slot_count > UINT32_MAX / 4)
        return LOYALTY_E_MEMORY;
    uint32_t slot_count = set->slot_count > 0 ? set->slot_count * 2 : FIRST_SLOTS;
    struct customer_slot *slots = calloc(slot_count, sizeof *slots);
    struct customer **all = slots ? realloc(set->all, slot_count / 2 * sizeof *all) : NULL;
    if (!all) {
        free(slots);
        return LOYALTY_E_MEMORY;
    }
    for (uint32_t i = 0; i < set->count; i++)
        *customers_slot(slots, slot_count, all[i]->hash, all[i]->id, all[i]->id_length) =
            (struct customer_slot){.hash = all[i]->hash, .who = all[i]};
    free(set->slots);
    set->slots = slots;
    set->slot_count = slot_count;
    set->all = all;
    return LOYALTY_OK;
}

static int32_t customers_new(loyalty_program *program, const char *id, uint32_t length, uint64_t hash,
                             struct customer **made)
{
    struct customer *one = malloc(sizeof *one + length);
    if (!one)
        return LOYALTY_E_MEMORY;
    *one = (struct customer){.hash = hash, .id_length = length, .latest = LOYALTY_DATE_NONE};
    memcpy(one->id, id, length);
    int32_t status = loyalty_customer_new(program, &one->handle);
    if (status)
        free(one);
    else
        *made = one;
    return status;
}

int32_t customers_get(struct customers *set, const char *id, uint32_t length, struct customer **found)
{
    int32_t status = set->count >= set->slot_count / 2 ? customers_grow(set) : LOYALTY_OK;
    if (status)
        return status;
    uint64_t hash = customers_hash(id, length);
    struct customer_slot *slot = customers_slot(set->slots, set->slot_count, hash, id, length);
    if (!slot->who) {
        status = customers_new(set->program, id, length, hash, &slot->who);
        if (status)
            return status;
        slot->hash = hash;
        set->all[set->count++] = slot->who;
    }
    *found = slot->who;
    return LOYALTY_OK;
}
