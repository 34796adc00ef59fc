/* SPDX-License-Identifier: MIT */
/* Draws a number from the system's source of randomness. */
#include "input/seed.h"

#include <stdio.h>

uint64_t seed_draw(void)
{
    uint64_t seed = 0;
    FILE *source = fopen("/dev/urandom", "rb");
    if (!source)
        return 0;
    setvbuf(source, NULL, _IONBF, 0);
    if (fread(&seed, sizeof seed, 1, source) != 1)
        seed = 0;
    fclose(source);
    return seed;
}
