/* SPDX-License-Identifier: MIT */
/* The event kinds of one rule table, or of two side by side, found by name. */
#ifndef LOYALTY_TOOLS_KINDS_H
#define LOYALTY_TOOLS_KINDS_H

#include "input/events.h"

struct kind {
    const char *name;
    size_t name_length;
    uint32_t indexes[EVENT_TABLES]; /* in each table, or EVENT_NO_KIND */
    int64_t value_min;              /* what every table that knows the kind accepts */
    int64_t value_max;
};

enum { KIND_HINTS = 64 };

struct kinds {
    struct kind *all;
    uint32_t count;
    uint16_t hints[KIND_HINTS]; /* where a name like this was found last */
};

/* Collects the kinds of some programs, which must outlive the set. May fail with LOYALTY_E_MEMORY. */
int32_t kinds_learn(struct kinds *set, const loyalty_program *const *programs, uint32_t program_count);
void kinds_free(struct kinds *set);

/* Returns NULL if no table has the kind. */
const struct kind *kinds_find(struct kinds *set, const char *name, size_t length);

#endif
