/* SPDX-License-Identifier: MIT */
/* The public builder: finds what a call names and hands over to the draft. */
#include <stdio.h>
#include <string.h>

#include "table/compile.h"

int32_t loyalty_builder_new(const loyalty_options *options, loyalty_builder **builder)
{
    return builder ? draft_new(options, builder) : LOYALTY_E_ARGUMENT;
}

void loyalty_builder_free(loyalty_builder *builder)
{
    if (builder)
        draft_free(builder);
}

int32_t loyalty_builder_build(const loyalty_builder *builder, loyalty_report *report, loyalty_program **program)
{
    if (!builder || !program)
        return LOYALTY_E_ARGUMENT;
    struct findings findings = {.report = report};
    return compile(builder, &findings, program);
}

/* Keeps a problem for loyalty_builder_build(). */
static int32_t builder_missing(loyalty_builder *builder, const char *path, const char *what, const char *name)
{
    char message[REPORT_MESSAGE];
    snprintf(message, sizeof message, "no %s is named '%s': add it before what belongs to it", what, name);
    struct draft_problem *problem = arena_new(&builder->arena, sizeof *problem);
    const char *copy = arena_text(&builder->arena, message, strlen(message));
    if (!problem || !copy)
        return LOYALTY_E_MEMORY;
    struct draft_problem **last = &builder->problems;
    while (*last)
        last = &(*last)->next;
    problem->path = path; /* constant */
    problem->message = copy;
    *last = problem;
    return LOYALTY_OK;
}

int32_t loyalty_builder_set_name(loyalty_builder *builder, const char *name)
{
    return builder && name ? draft_name(builder, name) : LOYALTY_E_ARGUMENT;
}

int32_t loyalty_builder_set_accept_late(loyalty_builder *builder, int32_t days)
{
    if (!builder || days < 0 || days > LOYALTY_DAYS_MAX)
        return LOYALTY_E_ARGUMENT;
    builder->accept_late = days;
    return LOYALTY_OK;
}

int32_t loyalty_builder_set_climb(loyalty_builder *builder, int32_t climb)
{
    if (!builder || climb < LOYALTY_CLIMB_ANY || climb > LOYALTY_CLIMB_STEP)
        return LOYALTY_E_ARGUMENT;
    builder->climb = climb;
    return LOYALTY_OK;
}

int32_t loyalty_builder_set_score_max(loyalty_builder *builder, int64_t max)
{
    if (!builder || max < 1 || max > LOYALTY_POINTS_MAX)
        return LOYALTY_E_ARGUMENT;
    builder->score_max = max;
    return LOYALTY_OK;
}

int32_t loyalty_builder_add_kind(loyalty_builder *builder, const char *kind, int64_t value_min, int64_t value_max)
{
    if (!builder || !kind)
        return LOYALTY_E_ARGUMENT;
    struct draft_kind *made = draft_kind(builder, kind);
    if (!made)
        return LOYALTY_E_MEMORY;
    made->min = value_min;
    made->max = value_max;
    return LOYALTY_OK;
}

int32_t loyalty_builder_add_metric(loyalty_builder *builder, const char *metric, int32_t type,
                                   const char *const *operands, size_t count, const char *within)
{
    if (!builder || !metric || (!operands && count) || type < LOYALTY_METRIC_COUNT || type > LOYALTY_METRIC_HOST)
        return LOYALTY_E_ARGUMENT;
    for (size_t i = 0; i < count; i++)
        if (!operands[i])
            return LOYALTY_E_ARGUMENT;
    struct draft_metric draft = {.type = type};
    if (within && !(draft.within = arena_text(&builder->arena, within, strlen(within))))
        return LOYALTY_E_MEMORY;
    if (draft_operands(builder, &draft, operands, count))
        return LOYALTY_E_MEMORY;
    struct draft_metric *made = draft_metric(builder, metric);
    if (!made)
        return LOYALTY_E_MEMORY;
    draft.texts = made->texts;
    *made = draft;
    return LOYALTY_OK;
}

int32_t loyalty_builder_add_points(loyalty_builder *builder, const char *metric, int64_t at_least, int64_t points)
{
    if (!builder || !metric || points < -LOYALTY_POINTS_MAX || points > LOYALTY_POINTS_MAX)
        return LOYALTY_E_ARGUMENT;
    struct draft_points *of = draft_find_points(builder, metric);
    if (!of)
        of = draft_points(builder, metric);
    struct draft_row *row = of ? draft_row(builder, of) : NULL;
    if (!row)
        return LOYALTY_E_MEMORY;
    row->at_least = at_least;
    row->points = points;
    return LOYALTY_OK;
}

int32_t loyalty_builder_add_rung(loyalty_builder *builder, const char *rung)
{
    if (!builder || !rung)
        return LOYALTY_E_ARGUMENT;
    return draft_rung(builder, rung) ? LOYALTY_OK : LOYALTY_E_MEMORY;
}

/* Alternatives past this can hold no condition that compile() would take, and their number would not fit. */
static int builder_takes_alternative(uint32_t alternative)
{
    return alternative < LOYALTY_CONDITIONS_MAX;
}

int32_t loyalty_builder_add_enter(loyalty_builder *builder, const char *rung, uint32_t alternative,
                                  const char *condition)
{
    if (!builder || !rung || !condition || !builder_takes_alternative(alternative))
        return LOYALTY_E_ARGUMENT;
    struct draft_rung *found = draft_find_rung(builder, rung);
    return found ? draft_condition(builder, &found->enter, alternative, condition)
                 : builder_missing(builder, "/ladder", "rung", rung);
}

int32_t loyalty_builder_add_keep(loyalty_builder *builder, const char *rung, uint32_t alternative,
                                 const char *condition)
{
    if (!builder || !rung || !condition || !builder_takes_alternative(alternative))
        return LOYALTY_E_ARGUMENT;
    struct draft_rung *found = draft_find_rung(builder, rung);
    return found ? draft_condition(builder, &found->keep, alternative, condition)
                 : builder_missing(builder, "/ladder", "rung", rung);
}

int32_t loyalty_builder_set_hold(loyalty_builder *builder, const char *rung, int32_t days)
{
    if (!builder || !rung || days < 0 || days > LOYALTY_DAYS_MAX)
        return LOYALTY_E_ARGUMENT;
    struct draft_rung *found = draft_find_rung(builder, rung);
    if (!found)
        return builder_missing(builder, "/ladder", "rung", rung);
    found->hold = days;
    return LOYALTY_OK;
}

int32_t loyalty_builder_set_grace(loyalty_builder *builder, const char *rung, int32_t days)
{
    if (!builder || !rung || days < 0 || days > LOYALTY_DAYS_MAX)
        return LOYALTY_E_ARGUMENT;
    struct draft_rung *found = draft_find_rung(builder, rung);
    if (!found)
        return builder_missing(builder, "/ladder", "rung", rung);
    found->grace = days;
    return LOYALTY_OK;
}

int32_t loyalty_builder_set_fall(loyalty_builder *builder, const char *rung, int32_t fall)
{
    if (!builder || !rung || fall < LOYALTY_FALL_REQUALIFY || fall > LOYALTY_FALL_BOTTOM)
        return LOYALTY_E_ARGUMENT;
    struct draft_rung *found = draft_find_rung(builder, rung);
    if (!found)
        return builder_missing(builder, "/ladder", "rung", rung);
    found->fall = fall;
    return LOYALTY_OK;
}

int32_t loyalty_builder_add_cell(loyalty_builder *builder, const char *segmentation, const char *cell)
{
    if (!builder || !segmentation || !cell)
        return LOYALTY_E_ARGUMENT;
    struct draft_segmentation *found = draft_find_segmentation(builder, segmentation);
    struct draft_cell *made = found ? draft_cell(builder, found, cell) : draft_first_cell(builder, segmentation, cell);
    return made ? LOYALTY_OK : LOYALTY_E_MEMORY;
}

static struct draft_cell *builder_find_cell(const loyalty_builder *builder, const char *segmentation, const char *cell)
{
    const struct draft_segmentation *found = draft_find_segmentation(builder, segmentation);
    return found ? draft_find_cell(found, cell) : NULL;
}

int32_t loyalty_builder_add_when(loyalty_builder *builder, const char *segmentation, const char *cell,
                                 uint32_t alternative, const char *condition)
{
    if (!builder || !segmentation || !cell || !condition || !builder_takes_alternative(alternative))
        return LOYALTY_E_ARGUMENT;
    struct draft_cell *found = builder_find_cell(builder, segmentation, cell);
    return found ? draft_condition(builder, &found->when, alternative, condition)
                 : builder_missing(builder, "/segments", "cell", cell);
}

/* What a label or an action is for. */
struct target {
    struct draft_texts *texts; /* NULL where there is none of that name */
    const char *path, *what;
};

static struct target builder_find_target(const loyalty_builder *builder, int32_t object, const char *segmentation,
                                         const char *name)
{
    struct target target = {NULL, "", ""};
    if (object == LOYALTY_OBJECT_KIND) {
        struct draft_kind *kind = draft_find_kind(builder, name);
        target = (struct target){kind ? &kind->texts : NULL, "/events", "event kind"};
    } else if (object == LOYALTY_OBJECT_METRIC) {
        struct draft_metric *metric = draft_find_metric(builder, name);
        target = (struct target){metric ? &metric->texts : NULL, "/metrics", "metric"};
    } else if (object == LOYALTY_OBJECT_RUNG) {
        struct draft_rung *rung = draft_find_rung(builder, name);
        target = (struct target){rung ? &rung->texts : NULL, "/ladder", "rung"};
    } else {
        struct draft_cell *cell = builder_find_cell(builder, segmentation, name);
        target = (struct target){cell ? &cell->texts : NULL, "/segments", "cell"};
    }
    return target;
}

int32_t loyalty_builder_add_label(loyalty_builder *builder, int32_t object, const char *segmentation, const char *name,
                                  const char *language, const char *label)
{
    if (!builder || !name || !language || !label || object < LOYALTY_OBJECT_KIND || object > LOYALTY_OBJECT_CELL ||
        (object == LOYALTY_OBJECT_CELL && !segmentation))
        return LOYALTY_E_ARGUMENT;
    struct target target = builder_find_target(builder, object, segmentation, name);
    return target.texts ? draft_label(builder, target.texts, language, label)
                        : builder_missing(builder, target.path, target.what, name);
}

int32_t loyalty_builder_add_action(loyalty_builder *builder, int32_t object, const char *segmentation, const char *name,
                                   const char *action)
{
    if (!builder || !name || !action || (object != LOYALTY_OBJECT_RUNG && object != LOYALTY_OBJECT_CELL) ||
        (object == LOYALTY_OBJECT_CELL && !segmentation))
        return LOYALTY_E_ARGUMENT;
    struct target target = builder_find_target(builder, object, segmentation, name);
    return target.texts ? draft_action(builder, target.texts, action)
                        : builder_missing(builder, target.path, target.what, name);
}
