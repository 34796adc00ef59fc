/* SPDX-License-Identifier: MIT */
/* Draws bytes from the system's source of randomness. */
#include "input/seed.h"

#include <stdio.h>

const void *seed_draw(struct seed *seed)
{
    FILE *source = fopen("/dev/urandom", "rb");
    if (!source)
        return NULL;
    setvbuf(source, NULL, _IONBF, 0);
    const bool drawn = fread(seed->bytes, sizeof seed->bytes, 1, source) == 1;
    fclose(source);
    return drawn ? seed->bytes : NULL;
}
