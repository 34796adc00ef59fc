/* SPDX-License-Identifier: MIT */
/* The distribution of scores, from which any quantile is exact. */
#include "analysis/census.h"

struct score {
    int64_t score;
    uint64_t customers; /* 0 if the slot is empty */
};

/* Returns the slot of a score, or the empty slot where it belongs. */
static struct score *scores_find(const struct scores *scores, int64_t score)
{
    /* Fibonacci hashing: scores are small numbers close together, and the upper half of the product spreads them. */
    uint32_t at = (uint32_t)((uint64_t)score * 0x9E3779B97F4A7C15u >> 32);
    for (;; at++) {
        struct score *slot = &scores->slots[at & (scores->capacity - 1)];
        if (slot->customers == 0 || slot->score == score)
            return slot;
    }
}

int32_t scores_reserve(struct scores *scores, const loyalty_allocator *allocator, uint32_t more)
{
    uint64_t needed = ((uint64_t)scores->used + more) * 2; /* at most half full */
    if (needed <= scores->capacity)
        return LOYALTY_OK;
    struct scores larger = {NULL, 16, 0};
    while (larger.capacity < needed) {
        if (larger.capacity > UINT32_MAX / 2 / sizeof *larger.slots) /* a size_t may have 32 bits */
            return LOYALTY_E_MEMORY;
        larger.capacity *= 2;
    }
    larger.slots = memory_new(allocator, larger.capacity * sizeof *larger.slots);
    if (!larger.slots)
        return LOYALTY_E_MEMORY;
    scores_merge(&larger, scores);
    memory_free(allocator, scores->slots);
    *scores = larger;
    return LOYALTY_OK;
}

void scores_add(struct scores *scores, int64_t score, uint64_t customers)
{
    struct score *slot = scores_find(scores, score);
    scores->used += slot->customers == 0;
    slot->score = score;
    slot->customers += customers;
}

void scores_merge(struct scores *scores, const struct scores *other)
{
    for (uint32_t i = 0; i < other->capacity; i++)
        if (other->slots[i].customers)
            scores_add(scores, other->slots[i].score, other->slots[i].customers);
}

/* Returns how many customers have at most this score. */
static uint64_t scores_up_to(const struct scores *scores, int64_t score)
{
    uint64_t customers = 0;
    for (uint32_t i = 0; i < scores->capacity; i++)
        if (scores->slots[i].score <= score)
            customers += scores->slots[i].customers;
    return customers;
}

/* Returns the least score that at least `rank` customers do not exceed, by bisection: `scores` is const, not sorted. */
static int64_t scores_ranked(const struct scores *scores, uint64_t rank)
{
    int64_t low = INT64_MIN, high = INT64_MAX;
    while (low < high) {
        int64_t middle = (int64_t)((uint64_t)low + ((uint64_t)high - (uint64_t)low) / 2);
        if (scores_up_to(scores, middle) >= rank)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

int32_t loyalty_census_score(const loyalty_census *census, uint32_t numerator, uint32_t denominator, int64_t *score)
{
    if (!census || !score || denominator == 0 || numerator > denominator)
        return LOYALTY_E_ARGUMENT;
    if (census->count == 0)
        return LOYALTY_E_ABSENT;
    /* count · numerator ÷ denominator, rounded up, in parts that fit in 64 bits. */
    uint64_t whole = census->count / denominator, rest = census->count % denominator;
    uint64_t rank = whole * numerator + (rest * numerator + denominator - 1) / denominator;
    *score = scores_ranked(&census->scores, rank ? rank : 1);
    return LOYALTY_OK;
}
