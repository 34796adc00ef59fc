/* SPDX-License-Identifier: MIT */
/* A hard-to-guess seed for the books, because a log's ids come from outside. It never changes a result. */
#ifndef LOYALTY_TOOLS_SEED_H
#define LOYALTY_TOOLS_SEED_H

#include <stdbool.h>

#include <loyalty/loyalty.h>

struct seed {
    unsigned char bytes[LOYALTY_SEED_SIZE];
};

/* Draws a seed. Returns its bytes, or NULL if the system provides none. */
const void *seed_draw(struct seed *seed);

#endif
