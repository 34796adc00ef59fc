/* SPDX-License-Identifier: MIT */
/*
 * Runs a scenario in which every allocation fails once, in turn. The call in which it fails must report that and change
 * nothing. The same call must succeed when repeated, and everything afterwards must be as if nothing had failed.
 */
#ifndef UNIT_FAIL_EACH_H
#define UNIT_FAIL_EACH_H

#include <stdbool.h>

#include "allocator.h"
#include "support.h"

struct scenario {
    struct counting *counting;
    size_t step_count;
    void (*begin)(void); /* makes a new world; nothing fails yet */
    int32_t (*step)(size_t number);
    bool (*does_parts)(size_t number); /* returns whether a failing step may have done a part of its work */
    char *(*sight)(void);              /* returns a text of all that can be seen of the world; the caller frees it */
    void (*end)(void);                 /* frees the world */
    uint32_t failures_max;             /* the test fails after more: the scenario would never end */
};

/* Two tests whose state is a struct scenario. In the second, no allocation succeeds until the call has failed. */
void each_allocation_fails_once(void **state);
void memory_runs_out_for_good(void **state);

#endif
