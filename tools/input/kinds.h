/* SPDX-License-Identifier: MIT */
/* The event kinds of one rule table, or of two side by side, found by name. */
#ifndef LOYALTY_TOOLS_KINDS_H
#define LOYALTY_TOOLS_KINDS_H

#include "input/events.h"

struct kind {
    const char *name;
    size_t name_length;
    uint32_t indexes[EVENT_TABLES]; /* In each table, or EVENT_NO_KIND. */
    int64_t value_min;              /* What every table that knows the kind accepts. */
    int64_t value_max;
};

enum { KIND_HINTS = 64 };

struct kinds {
    struct kind *all;
    uint32_t count;
    uint16_t hints[KIND_HINTS]; /* Where a name like this was found last. */
};

/* The programs have to outlive it. Returns 0, or -1 where there is no memory. */
int kinds_learn(struct kinds *set, const loyalty_program *const *programs, uint32_t program_count);
void kinds_free(struct kinds *set);

/* NULL where no table has it. */
const struct kind *kinds_find(struct kinds *set, const char *name, size_t length);

#endif
