/* SPDX-License-Identifier: MIT */
/* A host's allocator that counts its calls, and fails those that a test chooses. */
#ifndef TESTS_ALLOCATOR_H
#define TESTS_ALLOCATOR_H

#include <stdbool.h>

#include <loyalty/loyalty.h>

#define ALLOCATOR_NEVER UINT32_MAX /* not an enum constant, which would have to fit in an int */

struct counting {
    uint32_t fail_at; /* the call, from 0, that fails; ALLOCATOR_NEVER for none */
    bool persists;    /* whether all calls from then on fail, not only that one */
    uint32_t calls;   /* the number of calls of allocate and resize */
    uint32_t failed;  /* the number of those that failed */
    uint32_t live;    /* the number of blocks not yet released */
    uint32_t strange; /* the number of calls that the contract forbids */
    size_t bytes;     /* the bytes of blocks not yet released */
    size_t most;      /* the highest value of `bytes` so far */
};

/* Both return an allocator, or options with it, whose user pointer is `counting`. Each block knows its owner. */
loyalty_allocator counting_allocator(struct counting *counting);
loyalty_options *counting_options(struct counting *counting);

#endif
