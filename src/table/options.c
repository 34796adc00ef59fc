/* SPDX-License-Identifier: MIT */
/* The options of a host, and the public calls that set them. */
#include "table/options.h"

#include <string.h>

int32_t options_allocator(const loyalty_options *options, loyalty_allocator *allocator)
{
    if (!options)
        return memory_allocator(NULL, allocator);
    *allocator = options->arena.allocator;
    return LOYALTY_OK;
}

const struct binding *binding_find(const struct binding *bindings, const char *name)
{
    for (; bindings; bindings = bindings->next)
        if (strcmp(bindings->name, name) == 0)
            return bindings;
    return NULL;
}

static int32_t options_bind(struct arena *arena, struct binding **bindings, const char *name,
                            loyalty_host_metric *function, void *user)
{
    struct binding *binding = arena_new(arena, sizeof *binding);
    char *copy = arena_text(arena, name, strlen(name));
    if (!binding || !copy)
        return LOYALTY_E_MEMORY;
    *binding = (struct binding){*bindings, copy, function, user};
    *bindings = binding;
    return LOYALTY_OK;
}

int32_t bindings_copy(struct arena *arena, const struct binding *from, struct binding **to)
{
    for (; from; from = from->next) {
        int32_t status = binding_find(*to, from->name)
                             ? LOYALTY_OK /* replaced by a later binding, which comes first */
                             : options_bind(arena, to, from->name, from->function, from->user);
        if (status)
            return status;
    }
    return LOYALTY_OK;
}

loyalty_status loyalty_options_new(const loyalty_allocator *allocator, loyalty_options **options)
{
    if (!options)
        return LOYALTY_E_ARGUMENT;
    loyalty_allocator ours;
    int32_t status = memory_allocator(allocator, &ours);
    if (status)
        return status;
    loyalty_options *made = memory_new(&ours, sizeof *made);
    if (!made)
        return LOYALTY_E_MEMORY;
    made->arena.allocator = ours;
    *options = made;
    return LOYALTY_OK;
}

void loyalty_options_free(loyalty_options *options)
{
    if (!options)
        return;
    loyalty_allocator allocator = options->arena.allocator;
    arena_free(&options->arena);
    memory_free(&allocator, options);
}

loyalty_status loyalty_options_bind(loyalty_options *options, const char *name, loyalty_host_metric *function,
                                    void *user)
{
    if (!options || !name || !function)
        return LOYALTY_E_ARGUMENT;
    return options_bind(&options->arena, &options->bindings, name, function, user);
}

loyalty_status loyalty_options_keep_contents(loyalty_options *options)
{
    if (!options)
        return LOYALTY_E_ARGUMENT;
    options->keeps_contents = true;
    return LOYALTY_OK;
}
