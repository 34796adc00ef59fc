/* SPDX-License-Identifier: MIT */
/* A hard-to-guess seed for the books, because a log's ids come from outside. It never changes a result. */
#ifndef LOYALTY_TOOLS_SEED_H
#define LOYALTY_TOOLS_SEED_H

#include <stdint.h>

/* Draws a seed. Returns 0 if the system provides none. */
uint64_t seed_draw(void);

#endif
