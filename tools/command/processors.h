/* SPDX-License-Identifier: MIT */
/* How many processors there are to use. */
#ifndef LOYALTY_TOOLS_PROCESSORS_H
#define LOYALTY_TOOLS_PROCESSORS_H

#include <stdint.h>

/* Returns how many processors this process may run on, from 1 to `most`. */
uint32_t processors_at_hand(uint32_t most);

#endif
