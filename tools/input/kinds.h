/* SPDX-License-Identifier: MIT */
/* The event kinds of one rule table, or of two side by side, found by name. */
#ifndef LOYALTY_TOOLS_KINDS_H
#define LOYALTY_TOOLS_KINDS_H

#include "input/events.h"

struct kind {
    const char *name;
    size_t name_length;
    uint32_t indexes[EVENT_TABLES]; /* in each table, or EVENT_NO_KIND */
    int64_t value_min;              /* the range that every table with the kind accepts */
    int64_t value_max;
};

enum { KIND_HINTS = 64 };

struct kinds {
    struct kind *all;
    uint32_t count;
    uint16_t hints[KIND_HINTS]; /* index of the kind last found for a similar name */
};

/* Collects the kinds of some programs, which must outlive the set. Fails with LOYALTY_E_MEMORY only. */
int32_t kinds_learn(struct kinds *set, const loyalty_program *const *programs, uint32_t program_count);
void kinds_free(struct kinds *set);

/* Finds a kind by name. Returns NULL if no table has it. */
const struct kind *kinds_find(struct kinds *set, const char *name, size_t length);

#endif
