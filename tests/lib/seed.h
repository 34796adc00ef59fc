/* SPDX-License-Identifier: MIT */
/* Seeds of books that are known by a number. */
#ifndef TESTS_SEED_H
#define TESTS_SEED_H

#include <stdint.h>

/* Returns NULL for 0, otherwise LOYALTY_SEED_SIZE bytes made of the number, which live until the thread asks again. */
const void *seed_of(uint64_t number);

#endif
