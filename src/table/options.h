/* SPDX-License-Identifier: MIT */
/* What a host supplies: its allocator, and its functions with the names that tables use for them. */
#ifndef LOYALTY_TABLE_OPTIONS_H
#define LOYALTY_TABLE_OPTIONS_H

#include <stdbool.h>

#include "base/memory.h"

struct binding {
    struct binding *next;
    char *name;
    loyalty_host_metric *function;
    void *user;
};

struct loyalty_options {
    struct arena arena;
    struct binding *bindings;
    bool keeps_contents;
};

/* Sets `*allocator` to that of the options; to malloc's if `options` is NULL. */
int32_t options_allocator(const loyalty_options *options, loyalty_allocator *allocator);

/* Returns the first binding with that name, or NULL. */
const struct binding *binding_find(const struct binding *bindings, const char *name);

/* Copies a list of bindings into an arena, of each name only the first. */
int32_t bindings_copy(struct arena *arena, const struct binding *from, struct binding **to);

#endif
