/* SPDX-License-Identifier: MIT */
/* A host's allocator that counts, and fails when told. */
#ifndef TESTS_ALLOCATOR_H
#define TESTS_ALLOCATOR_H

#include <stdbool.h>

#include <loyalty/loyalty.h>

#define ALLOCATOR_NEVER UINT32_MAX /* an enum constant is an int, which this is not */

struct counting {
    uint32_t fail_at; /* the call, from 0, that fails; ALLOCATOR_NEVER for none */
    bool persists;    /* all calls from then on fail, not only that one */
    uint32_t calls;   /* of allocate and resize */
    uint32_t failed;
    uint32_t live;    /* blocks not released */
    uint32_t strange; /* calls that the contract rules out */
    size_t bytes;     /* in blocks not released */
    size_t most;      /* the most that `bytes` has been */
};

/* `counting` is the user pointer; each block knows whose it is. */
loyalty_allocator counting_allocator(struct counting *counting);
loyalty_options *counting_options(struct counting *counting);

#endif
