/* SPDX-License-Identifier: MIT */
#include "table/draft.h"

#include <string.h>

/* A table has 30 days to accept late events unless it says otherwise, and a score up to 1000. */
enum { DEFAULT_ACCEPT_LATE = 30 };
enum { DEFAULT_SCORE_MAX = 1000 };

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

static const char *draft_text_of(loyalty_builder *builder, const char *text)
{
    return arena_text(&builder->arena, text, strlen(text));
}

int32_t draft_name(loyalty_builder *builder, const char *name)
{
    const char *copy = draft_text_of(builder, name);
    if (!copy)
        return LOYALTY_E_MEMORY;
    builder->name = copy;
    return LOYALTY_OK;
}

/* Lists are linked through the first member of their elements. */
struct link {
    struct link *next;
};

/* A zeroed element of `bytes` at the end of a list, or NULL. */
static void *draft_append(loyalty_builder *builder, void *list, size_t bytes)
{
    struct link *made = arena_new(&builder->arena, bytes), *last;
    if (!made)
        return NULL;
    memcpy(&last, list, sizeof last);
    if (!last) {
        memcpy(list, &made, sizeof made);
        return made;
    }
    while (last->next)
        last = last->next;
    last->next = made;
    return made;
}

struct draft_kind *draft_kind(loyalty_builder *builder, const char *name)
{
    const char *copy = draft_text_of(builder, name);
    struct draft_kind *kind = copy ? draft_append(builder, &builder->kinds, sizeof *kind) : NULL;
    if (kind) {
        kind->texts.name = copy;
        kind->min = INT64_MIN;
        kind->max = INT64_MAX;
    }
    return kind;
}

struct draft_metric *draft_metric(loyalty_builder *builder, const char *name)
{
    const char *copy = draft_text_of(builder, name);
    struct draft_metric *metric = copy ? draft_append(builder, &builder->metrics, sizeof *metric) : NULL;
    if (metric)
        metric->texts.name = copy;
    return metric;
}

struct draft_points *draft_points(loyalty_builder *builder, const char *metric)
{
    const char *copy = draft_text_of(builder, metric);
    struct draft_points *points = copy ? draft_append(builder, &builder->points, sizeof *points) : NULL;
    if (points)
        points->metric = copy;
    return points;
}

struct draft_row *draft_row(loyalty_builder *builder, struct draft_points *points)
{
    return draft_append(builder, &points->rows, sizeof(struct draft_row));
}

struct draft_rung *draft_rung(loyalty_builder *builder, const char *name)
{
    const char *copy = name ? draft_text_of(builder, name) : NULL;
    struct draft_rung *rung = copy || !name ? draft_append(builder, &builder->rungs, sizeof *rung) : NULL;
    if (rung)
        rung->texts.name = copy;
    return rung;
}

struct draft_segmentation *draft_segmentation(loyalty_builder *builder, const char *name)
{
    const char *copy = draft_text_of(builder, name);
    struct draft_segmentation *segmentation =
        copy ? draft_append(builder, &builder->segmentations, sizeof *segmentation) : NULL;
    if (segmentation)
        segmentation->name = copy;
    return segmentation;
}

struct draft_cell *draft_cell(loyalty_builder *builder, struct draft_segmentation *segmentation, const char *name)
{
    const char *copy = name ? draft_text_of(builder, name) : NULL;
    struct draft_cell *cell = copy || !name ? draft_append(builder, &segmentation->cells, sizeof *cell) : NULL;
    if (cell)
        cell->texts.name = copy;
    return cell;
}

struct draft_cell *draft_first_cell(loyalty_builder *builder, const char *segmentation, const char *cell)
{
    struct draft_cell *made = arena_new(&builder->arena, sizeof *made);
    const char *name = draft_text_of(builder, cell);
    struct draft_segmentation *of = made && name ? draft_segmentation(builder, segmentation) : NULL;
    if (!of)
        return NULL;
    made->texts.name = name;
    of->cells = made;
    return made;
}

int32_t draft_condition(loyalty_builder *builder, struct draft_rule *rule, uint32_t alternative, const char *text)
{
    const char *copy = draft_text_of(builder, text);
    struct draft_condition *condition = copy ? draft_append(builder, &rule->conditions, sizeof *condition) : NULL;
    if (!condition)
        return LOYALTY_E_MEMORY;
    condition->alternative = alternative;
    condition->text = copy;
    rule->given = true;
    if (alternative > 0)
        rule->nested = true;
    return LOYALTY_OK;
}

int32_t draft_label(loyalty_builder *builder, struct draft_texts *texts, const char *language, const char *text)
{
    const char *copy = draft_text_of(builder, language), *copied = draft_text_of(builder, text);
    struct draft_label *label = copy && copied ? draft_append(builder, &texts->labels, sizeof *label) : NULL;
    if (!label)
        return LOYALTY_E_MEMORY;
    label->language = copy;
    label->text = copied;
    return LOYALTY_OK;
}

int32_t draft_action(loyalty_builder *builder, struct draft_texts *texts, const char *name)
{
    const char *copy = draft_text_of(builder, name);
    struct draft_action *action = copy ? draft_append(builder, &texts->actions, sizeof *action) : NULL;
    if (!action)
        return LOYALTY_E_MEMORY;
    action->name = copy;
    return LOYALTY_OK;
}

int32_t draft_operands(loyalty_builder *builder, struct draft_metric *metric, const char *const *names, size_t count)
{
    if (count > LOYALTY_KINDS_MAX) /* no list of distinct names is longer; compile.c tells */
        count = LOYALTY_KINDS_MAX + 1;
    const char **copies = arena_new(&builder->arena, (count + 1) * sizeof *copies);
    if (!copies)
        return LOYALTY_E_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (!(copies[i] = draft_text_of(builder, names[i])))
            return LOYALTY_E_MEMORY;
    metric->operands = copies;
    metric->operand_count = (uint32_t)count;
    return LOYALTY_OK;
}

struct draft_kind *draft_find_kind(const loyalty_builder *builder, const char *name)
{
    struct draft_kind *kind = builder->kinds;
    while (kind && strcmp(kind->texts.name, name) != 0)
        kind = kind->next;
    return kind;
}

struct draft_metric *draft_find_metric(const loyalty_builder *builder, const char *name)
{
    struct draft_metric *metric = builder->metrics;
    while (metric && strcmp(metric->texts.name, name) != 0)
        metric = metric->next;
    return metric;
}

struct draft_points *draft_find_points(const loyalty_builder *builder, const char *metric)
{
    struct draft_points *points = builder->points;
    while (points && strcmp(points->metric, metric) != 0)
        points = points->next;
    return points;
}

struct draft_rung *draft_find_rung(const loyalty_builder *builder, const char *name)
{
    struct draft_rung *rung = builder->rungs;
    while (rung && strcmp(rung->texts.name, name) != 0)
        rung = rung->next;
    return rung;
}

struct draft_segmentation *draft_find_segmentation(const loyalty_builder *builder, const char *name)
{
    struct draft_segmentation *segmentation = builder->segmentations;
    while (segmentation && strcmp(segmentation->name, name) != 0)
        segmentation = segmentation->next;
    return segmentation;
}

struct draft_cell *draft_find_cell(const struct draft_segmentation *segmentation, const char *name)
{
    struct draft_cell *cell = segmentation->cells;
    while (cell && strcmp(cell->texts.name, name) != 0)
        cell = cell->next;
    return cell;
}
