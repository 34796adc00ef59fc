/* SPDX-License-Identifier: MIT */
/* Random numbers, the same for the same seed on every machine: SplitMix64 (Steele, Lea and Flood 2014). */
#ifndef TESTS_RANDOM_H
#define TESTS_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

/* Returns 64 random bits. Inline, so that a benchmark measures little of it. */
static inline uint64_t random_bits(struct random *random)
{
    uint64_t bits = random->state += UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
    return bits ^ bits >> 31;
}

/* Both return a whole number from `low` to `high`, including both. */
int64_t random_between(struct random *random, int64_t low, int64_t high);
int random_int(struct random *random, int low, int high);
/* Returns true in `percent` of a hundred cases. */
bool random_chance(struct random *random, int percent);
/* Returns a hash of two numbers. */
uint64_t random_hash(uint64_t a, uint64_t b);

#endif
