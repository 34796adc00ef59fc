/* SPDX-License-Identifier: MIT */
/* Random numbers that are the same everywhere for the same seed: SplitMix64 (Steele, Lea, Flood 2014). */
#ifndef BENCHMARK_RANDOM_H
#define BENCHMARK_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
};

static inline uint64_t random_next(struct random *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* Evenly from 0 to below - 1; the bias of the multiplication is far below what a benchmark could see. */
static inline uint32_t random_below(struct random *random, uint32_t below)
{
    return (uint32_t)((random_next(random) >> 32) * below >> 32);
}

/* Evenly from low to high, both included. */
static inline int32_t random_between(struct random *random, int32_t low, int32_t high)
{
    return low + (int32_t)random_below(random, (uint32_t)(high - low) + 1);
}

#endif
