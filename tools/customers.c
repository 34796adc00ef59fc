/* SPDX-License-Identifier: MIT */
#include "customers.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1024 };

/* FNV-1a, folded so that the low bits depend on all of it. */
static uint64_t hash_of(const char *id, size_t length)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)id[i]) * UINT64_C(1099511628211);
    return hash ^ (hash >> 32);
}

void customers_init(customers *set, loyalty_program *program)
{
    *set = (customers){.program = program};
}

static void customer_free(customer *one)
{
    loyalty_customer_free(one->handle);
    free(one->id);
    free(one);
}

void customers_free(customers *set)
{
    for (uint32_t i = 0; i < set->count; i++)
        customer_free(set->all[i]);
    free(set->all);
    free(set->slots);
    *set = (customers){0};
}

/* The slot that holds the id, or the empty one where it belongs. */
static customer **find_slot(customer **slots, uint32_t slot_count, uint64_t hash, const char *id, size_t length)
{
    for (uint64_t at = hash;; at++) {
        customer **slot = &slots[at & (slot_count - 1)];
        if (!*slot || ((*slot)->hash == hash && (*slot)->id_length == length && memcmp((*slot)->id, id, length) == 0))
            return slot;
    }
}

/* Makes room for twice as many customers. */
static int grow(customers *set)
{
    if (set->slot_count > UINT32_MAX / 4)
        return -1;
    uint32_t slot_count = set->slot_count > 0 ? set->slot_count * 2 : FIRST_SLOTS;
    customer **slots = calloc(slot_count, sizeof *slots);
    customer **all = slots ? realloc(set->all, slot_count / 2 * sizeof *all) : NULL;
    if (!all) {
        free(slots);
        return -1;
    }
    for (uint32_t i = 0; i < set->count; i++)
        *find_slot(slots, slot_count, all[i]->hash, all[i]->id, all[i]->id_length) = all[i];
    free(set->slots);
    set->slots = slots;
    set->slot_count = slot_count;
    set->all = all;
    return 0;
}

static int32_t customer_new(loyalty_program *program, const char *id, size_t length, uint64_t hash, customer **made)
{
    customer *one = calloc(1, sizeof *one);
    if (!one)
        return LOYALTY_E_MEMORY;
    one->hash = hash;
    one->id_length = length;
    one->id = malloc(length > 0 ? length : 1);
    int32_t status = one->id ? loyalty_customer_new(program, &one->handle) : LOYALTY_E_MEMORY;
    if (status != LOYALTY_OK) {
        customer_free(one);
        return status;
    }
    memcpy(one->id, id, length);
    *made = one;
    return LOYALTY_OK;
}

int32_t customers_get(customers *set, const char *id, size_t length, customer **found)
{
    if (set->count >= set->slot_count / 2 && grow(set) != 0)
        return LOYALTY_E_MEMORY;
    uint64_t hash = hash_of(id, length);
    customer **slot = find_slot(set->slots, set->slot_count, hash, id, length);
    if (!*slot) {
        int32_t status = customer_new(set->program, id, length, hash, slot);
        if (status != LOYALTY_OK)
            return status;
        set->all[set->count++] = *slot;
    }
    *found = *slot;
    return LOYALTY_OK;
}

static int compare_ids(const void *left, const void *right)
{
    const customer *a = *(customer *const *)left;
    const customer *b = *(customer *const *)right;
    int order = memcmp(a->id, b->id, a->id_length < b->id_length ? a->id_length : b->id_length);
    return order != 0 ? order : (a->id_length > b->id_length) - (a->id_length < b->id_length);
}

void customers_sort(customers *set)
{
    if (set->count > 0)
        qsort(set->all, set->count, sizeof *set->all, compare_ids);
    for (uint32_t i = 0; i < set->count; i++)
        set->all[i]->rank = i;
}
