/* SPDX-License-Identifier: MIT */
/* A number that nobody outside can guess, for the books: ids in a log come from outside. It never changes an answer. */
#ifndef LOYALTY_TOOLS_SEED_H
#define LOYALTY_TOOLS_SEED_H

#include <stdint.h>

/* Returns 0 if the system provides none. */
uint64_t seed_draw(void);

#endif
