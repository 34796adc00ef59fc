/* SPDX-License-Identifier: MIT */
/* The draft of a rule table: its lists and its default values. */
#include "table/draft.h"

#include <string.h>

enum {
    DEFAULT_ACCEPT_LATE = 30, /* days */
    DEFAULT_SCORE_MAX = 1000
};

int32_t draft_new(const loyalty_options *options, loyalty_builder **builder)
{
    loyalty_allocator allocator;
    int32_t status = options_allocator(options, &allocator);
    if (status)
        return status;
    loyalty_builder *made = memory_new(&allocator, sizeof *made);
    if (!made)
        return LOYALTY_E_MEMORY;
    made->arena.allocator = allocator;
    made->accept_late = DEFAULT_ACCEPT_LATE;
    made->score_max = DEFAULT_SCORE_MAX;
    made->keeps_contents = options && options->keeps_contents;
    status = options ? bindings_copy(&made->arena, options->bindings, &made->bindings) : LOYALTY_OK;
    if (status) {
        draft_free(made);
        return status;
    }
    *builder = made;
    return LOYALTY_OK;
}

void draft_free(loyalty_builder *builder)
{
    loyalty_allocator allocator = builder->arena.allocator;
    arena_free(&builder->arena);
    memory_free(&allocator, builder);
}

const char *draft_text(loyalty_builder *builder, const char *text)
{
    return arena_text(&builder->arena, text, strlen(text));
}

int32_t draft_set_text(loyalty_builder *builder, const char **to, const char *text)
{
    const char *copy = text ? draft_text(builder, text) : *to;
    if (text && !copy)
        return LOYALTY_E_MEMORY;
    *to = copy;
    return LOYALTY_OK;
}

void *draft_add(loyalty_builder *builder, struct draft_list *list, size_t bytes, const char *name)
{
    struct draft_item *item = arena_new(&builder->arena, bytes), *last = list->last;
    const char *copy = name ? draft_text(builder, name) : NULL;
    if (!item || (name && !copy))
        return NULL;
    item->name = copy;
    if (last)
        last->next = item;
    else
        list->first = item;
    list->last = item;
    list->count++;
    return item;
}

void *draft_find(const struct draft_list *list, const char *name)
{
    struct draft_item *item = list->first;
    while (item && strcmp(item->name, name) != 0)
        item = item->next;
    return item;
}

struct draft_kind *draft_add_kind(loyalty_builder *builder, const char *name)
{
    struct draft_kind *kind = draft_add(builder, &builder->kinds, sizeof *kind, name);
    if (kind) {
        kind->min = INT64_MIN;
        kind->max = INT64_MAX;
    }
    return kind;
}

int32_t draft_add_condition(loyalty_builder *builder, struct draft_rule *rule, uint32_t alternative, const char *text)
{
    struct draft_condition *condition = draft_add(builder, &rule->conditions, sizeof *condition, text);
    if (!condition)
        return LOYALTY_E_MEMORY;
    condition->alternative = alternative;
    rule->given = true;
    if (alternative > 0)
        rule->nested = true;
    return LOYALTY_OK;
}

int32_t draft_add_label(loyalty_builder *builder, struct draft_thing *thing, const char *language, const char *text)
{
    const char *copy = draft_text(builder, text);
    struct draft_label *label = copy ? draft_add(builder, &thing->labels, sizeof *label, language) : NULL;
    if (!label)
        return LOYALTY_E_MEMORY;
    label->text = copy;
    return LOYALTY_OK;
}

int32_t draft_set_operands(loyalty_builder *builder, struct draft_metric *metric, const char *const *names,
                           const int64_t *weights, size_t count)
{
    if (count > LOYALTY_KINDS_MAX) /* a list of distinct names is not longer; the compiler reports it */
        count = LOYALTY_KINDS_MAX + 1;
    const char **copies = arena_new(&builder->arena, (count + 1) * sizeof *copies);
    int64_t *own = weights ? arena_new(&builder->arena, (count + 1) * sizeof *own) : NULL;
    if (!copies || (weights && !own))
        return LOYALTY_E_MEMORY;
    if (own)
        memcpy(own, weights, count * sizeof *own);
    for (size_t i = 0; i < count; i++)
        if (!(copies[i] = draft_text(builder, names[i])))
            return LOYALTY_E_MEMORY;
    metric->operands = copies;
    metric->weights = own;
    metric->operand_count = (uint32_t)count;
    return LOYALTY_OK;
}
