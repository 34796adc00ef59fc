/* SPDX-License-Identifier: MIT */
/* Computes what a customer on each rung is worth, from the movements that a census counted. */
#include "analysis/census.h"
#include "analysis/lifetime.h"

/* Writes the movement matrix, as shares of its rows. */
static void census_chances(const loyalty_census *census, double *transitions)
{
    uint32_t n = census->program->rung_count;
    for (uint32_t i = 0; i < n; i++) {
        const uint64_t *moved = census->moved + (size_t)i * n;
        uint64_t stood = 0;
        for (uint32_t j = 0; j < n; j++)
            stood += moved[j];
        for (uint32_t j = 0; j < n; j++)
            transitions[(size_t)i * n + j] = stood ? (double)moved[j] / (double)stood : (double)(i == j);
    }
}

loyalty_status loyalty_census_lifetime(const loyalty_census *census, const double *rewards, double discount,
                                       uint32_t periods, double *values)
{
    if (!census || !rewards || !values)
        return LOYALTY_E_ARGUMENT;
    if (!census_has_movement(census))
        return LOYALTY_E_PLAN;
    const loyalty_allocator *allocator = census_allocator(census);
    uint32_t n = census->program->rung_count;
    double *transitions = memory_new(allocator, (size_t)n * n * sizeof *transitions);
    if (!transitions)
        return LOYALTY_E_MEMORY;
    census_chances(census, transitions);
    int32_t status = lifetime_value(allocator, n, transitions, rewards, discount, periods, values);
    memory_free(allocator, transitions);
    return status;
}
