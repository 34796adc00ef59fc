/* SPDX-License-Identifier: MIT */
/* Draws random numbers. Never change a sequence: the seed in a log must lead to the same case again. */
#include "random.h"

int64_t random_between(struct random *random, int64_t low, int64_t high)
{
    uint64_t span = (uint64_t)high - (uint64_t)low + 1; /* 0 stands for 2^64 */
    uint64_t bits = random_bits(random);
    return (int64_t)((uint64_t)low + (span == 0 ? bits : bits % span));
}

int random_int(struct random *random, int low, int high)
{
    return (int)random_between(random, low, high);
}

bool random_chance(struct random *random, int percent)
{
    return random_int(random, 1, 100) <= percent;
}

uint64_t random_hash(uint64_t a, uint64_t b)
{
    struct random random = {a};
    random.state = random_bits(&random) ^ b;
    return random_bits(&random);
}
