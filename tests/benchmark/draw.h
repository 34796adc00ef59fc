/* SPDX-License-Identifier: MIT */
/* Random numbers of small ranges, cheap enough to be drawn while something else is measured. */
#ifndef BENCHMARK_DRAW_H
#define BENCHMARK_DRAW_H

#include "random.h"

/* Evenly from 0 to below - 1; the bias of the multiplication is far below what a benchmark could see. */
static inline uint32_t draw_below(struct random *random, uint32_t below)
{
    return (uint32_t)((random_bits(random) >> 32) * below >> 32);
}

/* Evenly from low to high, both included. */
static inline int32_t draw_between(struct random *random, int32_t low, int32_t high)
{
    return low + (int32_t)draw_below(random, (uint32_t)(high - low) + 1);
}

#endif
