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
};

/* Runs the scenario until no allocation fails. Returns how many did. `persists`: all later ones fail too. */
uint32_t fail_each_allocation(const struct scenario *scenario, bool persists);

#endif
