/* SPDX-License-Identifier: MIT */
/* Counts customers by a value, and finds the value of a rank. */
#include "analysis/spread.h"

struct spread_slot {
    int64_t value;
    uint64_t customers; /* 0 if the slot is empty */
};

/* Returns the slot of a value, or the empty slot where it belongs. */
static struct spread_slot *spread_find(const struct spread *spread, int64_t value)
{
    /*
     * Fibonacci hashing: values are often small numbers close together, and the upper half of the product spreads them.
     * The upper half of a large one is mixed in first, or multiples of a power of two would meet.
     */
    uint64_t mixed = (uint64_t)value ^ (uint64_t)value >> 32;
    uint32_t at = (uint32_t)(mixed * 0x9E3779B97F4A7C15u >> 32);
    for (;; at++) {
        struct spread_slot *slot = &spread->slots[at & (spread->capacity - 1)];
        if (slot->customers == 0 || slot->value == value)
            return slot;
    }
}

int32_t spread_reserve(struct spread *spread, const loyalty_allocator *allocator, uint32_t more)
{
    uint64_t needed = ((uint64_t)spread->used + more) * 2; /* at most half full */
    if (needed <= spread->capacity)
        return LOYALTY_OK;
    struct spread larger = {NULL, 16, 0, 0};
    while (larger.capacity < needed) {
        if (larger.capacity > UINT32_MAX / 2 / sizeof *larger.slots) /* a size_t may have 32 bits */
            return LOYALTY_E_MEMORY;
        larger.capacity *= 2;
    }
    larger.slots = memory_new(allocator, larger.capacity * sizeof *larger.slots);
    if (!larger.slots)
        return LOYALTY_E_MEMORY;
    spread_merge(&larger, spread);
    spread_free(spread, allocator);
    *spread = larger;
    return LOYALTY_OK;
}

void spread_add(struct spread *spread, int64_t value, uint64_t customers)
{
    struct spread_slot *slot = spread_find(spread, value);
    spread->used += slot->customers == 0;
    slot->value = value;
    slot->customers += customers;
    spread->customers += customers;
}

void spread_merge(struct spread *spread, const struct spread *other)
{
    for (uint32_t i = 0; i < other->capacity; i++)
        if (other->slots[i].customers)
            spread_add(spread, other->slots[i].value, other->slots[i].customers);
}

void spread_free(struct spread *spread, const loyalty_allocator *allocator)
{
    memory_free(allocator, spread->slots);
}

/*
 * Returns the least value that at least `rank` customers do not exceed. The slots are in no order and must not be
 * moved, so there is a pass for each byte, the highest first. It looks at the values that agree in the bytes before, and
 * counts their customers by this byte.
 */
static int64_t spread_ranked(const struct spread *spread, uint64_t rank)
{
    enum { BYTE = 8, BYTES = 256 };
    const uint64_t sign = UINT64_C(1) << 63; /* turned over, so that negative values come first */
    uint64_t found = 0, known = 0;           /* the bits found so far, and which these are */
    for (int shift = 64 - BYTE; shift >= 0; shift -= BYTE) {
        uint64_t customers[BYTES] = {0}, byte = 0;
        for (uint32_t i = 0; i < spread->capacity; i++) {
            uint64_t value = (uint64_t)spread->slots[i].value ^ sign;
            if ((value & known) == found)
                customers[value >> shift & (BYTES - 1)] += spread->slots[i].customers;
        }
        while (rank > customers[byte])
            rank -= customers[byte++];
        found |= byte << shift;
        known |= (uint64_t)(BYTES - 1) << shift;
    }
    return (int64_t)(found ^ sign);
}

int32_t spread_quantile(const struct spread *spread, uint32_t numerator, uint32_t denominator, int64_t *value)
{
    if (spread->customers == 0)
        return LOYALTY_E_ABSENT;
    /* customers · numerator ÷ denominator, rounded up, in parts that fit in 64 bits. */
    uint64_t whole = spread->customers / denominator, rest = spread->customers % denominator;
    uint64_t rank = whole * numerator + (rest * numerator + denominator - 1) / denominator;
    *value = spread_ranked(spread, rank ? rank : 1);
    return LOYALTY_OK;
}
