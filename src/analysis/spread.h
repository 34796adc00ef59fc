/* SPDX-License-Identifier: MIT */
/*
 * The number of customers with each value of something, from which any quantile is exact. It is a hash table, because
 * most customers share their value with others.
 */
#ifndef LOYALTY_ANALYSIS_SPREAD_H
#define LOYALTY_ANALYSIS_SPREAD_H

#include "base/memory.h"

struct spread {
    struct spread_slot *slots; /* `capacity` of them, a power of two */
    uint32_t capacity, used;
    uint64_t customers; /* of all slots */
};

/* Reserves room so that the next `more` calls of spread_add() cannot fail. */
int32_t spread_reserve(struct spread *spread, const loyalty_allocator *allocator, uint32_t more);
/* Adds customers, at least one, who have a value. */
void spread_add(struct spread *spread, int64_t value, uint64_t customers);
/* Adds all of `other`. Needs spread_reserve(). */
void spread_merge(struct spread *spread, const struct spread *other);
void spread_free(struct spread *spread, const loyalty_allocator *allocator);

/*
 * Sets `*value` to the least value that at least numerator ÷ denominator of the customers do not exceed. Returns
 * LOYALTY_E_ABSENT if there are no customers. The fraction is from 0 to 1.
 */
int32_t spread_quantile(const struct spread *spread, uint32_t numerator, uint32_t denominator, int64_t *value);

#endif
