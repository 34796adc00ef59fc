/* SPDX-License-Identifier: MIT */
/* Seeds of books that are known by a number. */
#include "seed.h"

#include <stddef.h>

#include <loyalty/loyalty.h>

const void *seed_of(uint64_t number)
{
    static _Thread_local unsigned char seed[LOYALTY_SEED_SIZE];
    if (number == 0)
        return NULL;
    for (unsigned i = 0; i < LOYALTY_SEED_SIZE; i++)
        seed[i] = (unsigned char)(number >> i % 8 * 8 ^ (i < 8 ? 0 : 0x5a));
    return seed;
}
