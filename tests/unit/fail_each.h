/* SPDX-License-Identifier: MIT */
/*
 * A scenario in which every allocation fails once, in turn. The call says so and has changed nothing; called again it
 * does its work, and everything afterwards is as if nothing had happened.
 */
#ifndef UNIT_FAIL_EACH_H
#define UNIT_FAIL_EACH_H

#include <stdbool.h>

#include "allocator.h"
#include "support.h"

struct scenario {
    struct counting *counting;
    size_t step_count;
    void (*begin)(void); /* makes the world anew; nothing fails yet */
    int32_t (*step)(size_t number);
    bool (*does_parts)(size_t number); /* whether a step that fails may have done a part of its work */
    char *(*sight)(void);              /* everything that can be seen of the world; to be freed */
    void (*end)(void);                 /* frees the world */
    uint32_t failures_max;             /* more would be a scenario that never ends */
};

/* Two tests whose state is a struct scenario. In the second no allocation succeeds until the call has given up. */
void each_allocation_fails_once(void **state);
void memory_runs_out_for_good(void **state);

#endif
