/* SPDX-License-Identifier: MIT */
#ifndef LOYALTY_TABLE_OPTIONS_H
#define LOYALTY_TABLE_OPTIONS_H

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
};

/* The allocator of the options, malloc's for NULL. */
int32_t options_allocator(const loyalty_options *options, loyalty_allocator *allocator);

/* The binding of a name in a list, or NULL. */
const struct binding *binding_find(const struct binding *bindings, const char *name);

/* Copies a list of bindings into an arena. */
int32_t bindings_copy(struct arena *arena, const struct binding *from, struct binding **to);

#endif
