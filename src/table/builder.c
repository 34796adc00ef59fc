/* SPDX-License-Identifier: MIT */
/* The public builder: finds what a call names, and changes the draft. */
#include <stdio.h>
#include <string.h>

#include "base/abi.h"
#include "table/compile.h"
#include "table/metric_type.h"

loyalty_status loyalty_builder_new(const loyalty_options *options, loyalty_builder **builder)
{
    return builder ? draft_new(options, builder) : LOYALTY_E_ARGUMENT;
}

void loyalty_builder_free(loyalty_builder *builder)
{
    if (builder)
        draft_free(builder);
}

loyalty_status loyalty_builder_build(const loyalty_builder *builder, loyalty_report *report, loyalty_program **program)
{
    if (!builder || !program)
        return LOYALTY_E_ARGUMENT;
    struct findings findings = {.report = report};
    return compile(builder, &findings, program);
}

/* Keeps a problem for loyalty_builder_build() to report. */
static int32_t builder_missing(loyalty_builder *builder, enum word part, const char *what, const char *name)
{
    char message[REPORT_MESSAGE];
    snprintf(message, sizeof message, "no %s is named '%s'; add it before anything that refers to it", what, name);
    struct draft_problem *problem = draft_add(builder, &builder->problems, sizeof *problem, message);
    if (!problem)
        return LOYALTY_E_MEMORY;
    problem->part = part;
    return LOYALTY_OK;
}

loyalty_status loyalty_builder_set_name(loyalty_builder *builder, const char *name)
{
    return builder && name ? draft_set_text(builder, &builder->name, name) : LOYALTY_E_ARGUMENT;
}

loyalty_status loyalty_builder_set_accept_late(loyalty_builder *builder, int32_t days)
{
    if (!builder || days < 0 || days > LOYALTY_DAYS_MAX)
        return LOYALTY_E_ARGUMENT;
    builder->accept_late = days;
    return LOYALTY_OK;
}

loyalty_status loyalty_builder_set_climb(loyalty_builder *builder, int32_t climb)
{
    if (!builder || climb < LOYALTY_CLIMB_ANY || climb > LOYALTY_CLIMB_STEP)
        return LOYALTY_E_ARGUMENT;
    builder->climb = climb;
    return LOYALTY_OK;
}

loyalty_status loyalty_builder_set_score_max(loyalty_builder *builder, int64_t max)
{
    if (!builder || max < 1 || max > LOYALTY_POINTS_MAX)
        return LOYALTY_E_ARGUMENT;
    builder->score_max = max;
    return LOYALTY_OK;
}

loyalty_status loyalty_builder_set_money(loyalty_builder *builder, const char *code, int32_t digits)
{
    if (!builder || !code || digits < 0 || digits > DRAFT_DIGITS_MAX)
        return LOYALTY_E_ARGUMENT;
    int32_t status = draft_set_text(builder, &builder->money_code, code);
    if (!status)
        builder->money_digits = digits;
    return status;
}

loyalty_status loyalty_builder_add_kind(loyalty_builder *builder, const char *kind, int64_t value_min,
                                        int64_t value_max)
{
    if (!builder || !kind)
        return LOYALTY_E_ARGUMENT;
    struct draft_kind *made = draft_add_kind(builder, kind);
    if (!made)
        return LOYALTY_E_MEMORY;
    made->min = value_min;
    made->max = value_max;
    return LOYALTY_OK;
}

/* Returns whether the constants of a definition are in their ranges, and its operands are texts. */
static bool builder_can_define(const loyalty_metric_definition *definition)
{
    if (definition->measure < 0 || definition->measure >= METRIC_TYPES || definition->period < PERIOD_NONE ||
        definition->period > PERIOD_YEAR || definition->unit < LOYALTY_UNIT_NONE ||
        definition->unit > LOYALTY_UNIT_PERCENT || definition->reserved ||
        (!definition->operands && definition->operand_count))
        return false;
    for (uint32_t i = 0; i < definition->operand_count; i++)
        if (!definition->operands[i])
            return false;
    return metric_key_name((enum metric_type)definition->measure, (enum period)definition->period) != NULL;
}

/* Copies a definition. */
static int32_t builder_define(loyalty_builder *builder, const loyalty_metric_definition *definition,
                              struct draft_metric *draft)
{
    int64_t weights[LOYALTY_KINDS_MAX + 1]; /* as many as draft_set_operands() reads */
    for (uint32_t i = 0; definition->weights && i < definition->operand_count && i <= LOYALTY_KINDS_MAX; i++)
        weights[i] = definition->weights[i];
    int32_t status = draft_set_operands(builder, draft, definition->operands, definition->weights ? weights : NULL,
                                        definition->operand_count);
    if (!status)
        status = draft_set_text(builder, &draft->within, definition->within);
    if (!status)
        status = draft_set_text(builder, &draft->begins, definition->begins);
    return status ? status : draft_set_text(builder, &draft->after, definition->after);
}

loyalty_status loyalty_builder_add_metric(loyalty_builder *builder, const char *metric,
                                          const loyalty_metric_definition *definition)
{
    loyalty_metric_definition ours;
    if (!builder || !metric || !definition)
        return LOYALTY_E_ARGUMENT;
    int32_t status = abi_input(&ours, sizeof ours, definition, sizeof ours);
    if (status)
        return status;
    if (!builder_can_define(&ours))
        return LOYALTY_E_ARGUMENT;
    struct draft_metric draft = {
        .type = ours.measure, .period = ours.period, .has_back = ours.back != 0, .back = ours.back, .unit = ours.unit};
    status = builder_define(builder, &ours, &draft);
    struct draft_metric *made = status ? NULL : draft_add(builder, &builder->metrics, sizeof *made, metric);
    if (!made)
        return LOYALTY_E_MEMORY;
    draft.thing = made->thing;
    *made = draft;
    return LOYALTY_OK;
}

loyalty_status loyalty_builder_add_points(loyalty_builder *builder, const char *metric, int64_t at_least,
                                          int64_t points)
{
    if (!builder || !metric || points < -LOYALTY_POINTS_MAX || points > LOYALTY_POINTS_MAX)
        return LOYALTY_E_ARGUMENT;
    struct draft_points *of = draft_find(&builder->points, metric);
    if (!of)
        of = draft_add(builder, &builder->points, sizeof *of, metric);
    struct draft_row *row = of ? draft_add(builder, &of->rows, sizeof *row, NULL) : NULL;
    if (!row)
        return LOYALTY_E_MEMORY;
    row->at_least = at_least;
    row->points = points;
    return LOYALTY_OK;
}

loyalty_status loyalty_builder_add_rung(loyalty_builder *builder, const char *rung)
{
    if (!builder || !rung)
        return LOYALTY_E_ARGUMENT;
    return draft_add(builder, &builder->rungs, sizeof(struct draft_rung), rung) ? LOYALTY_OK : LOYALTY_E_MEMORY;
}

/* Returns whether compile() could accept the alternative. The number of alternatives must not overflow before that. */
static bool builder_takes_alternative(uint32_t alternative)
{
    return alternative < LOYALTY_CONDITIONS_MAX;
}

loyalty_status loyalty_builder_add_enter(loyalty_builder *builder, const char *rung, uint32_t alternative,
                                         const char *condition)
{
    if (!builder || !rung || !condition || !builder_takes_alternative(alternative))
        return LOYALTY_E_ARGUMENT;
    struct draft_rung *found = draft_find(&builder->rungs, rung);
    return found ? draft_add_condition(builder, &found->enter, alternative, condition)
                 : builder_missing(builder, WORD_LADDER, "rung", rung);
}

loyalty_status loyalty_builder_add_keep(loyalty_builder *builder, const char *rung, uint32_t alternative,
                                        const char *condition)
{
    if (!builder || !rung || !condition || !builder_takes_alternative(alternative))
        return LOYALTY_E_ARGUMENT;
    struct draft_rung *found = draft_find(&builder->rungs, rung);
    return found ? draft_add_condition(builder, &found->keep, alternative, condition)
                 : builder_missing(builder, WORD_LADDER, "rung", rung);
}

/* Finds the rung that a call names. If no rung has that name, sets `*found` to NULL and keeps a problem. */
static int32_t builder_find_rung(loyalty_builder *builder, const char *rung, struct draft_rung **found)
{
    *found = draft_find(&builder->rungs, rung);
    return *found ? LOYALTY_OK : builder_missing(builder, WORD_LADDER, "rung", rung);
}

loyalty_status loyalty_builder_set_hold(loyalty_builder *builder, const char *rung, const char *span)
{
    struct draft_rung *found;
    if (!builder || !rung || !span)
        return LOYALTY_E_ARGUMENT;
    int32_t status = builder_find_rung(builder, rung, &found);
    return found ? draft_set_text(builder, &found->hold, span) : status;
}

loyalty_status loyalty_builder_set_grace(loyalty_builder *builder, const char *rung, const char *span)
{
    struct draft_rung *found;
    if (!builder || !rung || !span)
        return LOYALTY_E_ARGUMENT;
    int32_t status = builder_find_rung(builder, rung, &found);
    return found ? draft_set_text(builder, &found->grace, span) : status;
}

loyalty_status loyalty_builder_set_term(loyalty_builder *builder, const char *rung, const char *span, const char *until)
{
    struct draft_rung *found;
    const char *term = NULL, *end = NULL;
    if (!builder || !rung || !span)
        return LOYALTY_E_ARGUMENT;
    int32_t status = builder_find_rung(builder, rung, &found);
    if (!found)
        return status;
    status = draft_set_text(builder, &term, span);
    if (!status)
        status = draft_set_text(builder, &end, until);
    if (status)
        return status;
    found->term = term;
    found->until = end;
    return LOYALTY_OK;
}

loyalty_status loyalty_builder_set_fall(loyalty_builder *builder, const char *rung, int32_t fall)
{
    struct draft_rung *found;
    if (!builder || !rung || fall < LOYALTY_FALL_REQUALIFY || fall > LOYALTY_FALL_BOTTOM)
        return LOYALTY_E_ARGUMENT;
    int32_t status = builder_find_rung(builder, rung, &found);
    if (found) {
        found->fall = fall;
        found->fall_given = true;
    }
    return status;
}

loyalty_status loyalty_builder_add_out(loyalty_builder *builder, uint32_t alternative, const char *condition)
{
    if (!builder || !condition || !builder_takes_alternative(alternative))
        return LOYALTY_E_ARGUMENT;
    return draft_add_condition(builder, &builder->out, alternative, condition);
}

loyalty_status loyalty_builder_set_review(loyalty_builder *builder, const char *every, const char *begins)
{
    const char *period = NULL, *first = NULL;
    if (!builder || !every)
        return LOYALTY_E_ARGUMENT;
    int32_t status = draft_set_text(builder, &period, every);
    if (!status)
        status = draft_set_text(builder, &first, begins);
    if (status)
        return status;
    builder->review = period;
    builder->review_begins = first;
    builder->review_is_object = first != NULL;
    return LOYALTY_OK;
}

/* Adds a segmentation together with its first cell, or neither. Returns NULL if memory runs out. */
static struct draft_cell *builder_add_first_cell(loyalty_builder *builder, const char *segmentation, const char *name)
{
    struct draft_list cells = {.first = NULL};
    struct draft_cell *cell = draft_add(builder, &cells, sizeof *cell, name);
    struct draft_segmentation *made =
        cell ? draft_add(builder, &builder->segmentations, sizeof *made, segmentation) : NULL;
    if (made)
        made->cells = cells;
    return made ? cell : NULL;
}

loyalty_status loyalty_builder_add_cell(loyalty_builder *builder, const char *segmentation, const char *cell)
{
    if (!builder || !segmentation || !cell)
        return LOYALTY_E_ARGUMENT;
    struct draft_segmentation *found = draft_find(&builder->segmentations, segmentation);
    struct draft_cell *made = found ? draft_add(builder, &found->cells, sizeof *made, cell)
                                    : builder_add_first_cell(builder, segmentation, cell);
    return made ? LOYALTY_OK : LOYALTY_E_MEMORY;
}

static struct draft_cell *builder_find_cell(const loyalty_builder *builder, const char *segmentation, const char *cell)
{
    const struct draft_segmentation *found = draft_find(&builder->segmentations, segmentation);
    return found ? draft_find(&found->cells, cell) : NULL;
}

loyalty_status loyalty_builder_add_when(loyalty_builder *builder, const char *segmentation, const char *cell,
                                        uint32_t alternative, const char *condition)
{
    if (!builder || !segmentation || !cell || !condition || !builder_takes_alternative(alternative))
        return LOYALTY_E_ARGUMENT;
    struct draft_cell *found = builder_find_cell(builder, segmentation, cell);
    return found ? draft_add_condition(builder, &found->when, alternative, condition)
                 : builder_missing(builder, WORD_SEGMENTS, "cell", cell);
}

/* The thing that a label or an action is for. */
struct target {
    struct draft_thing *thing; /* NULL if none has that name */
    enum word part;            /* the part of the table that should have it */
    const char *what;
};

static struct target builder_find_target(const loyalty_builder *builder, int32_t object, const char *segmentation,
                                         const char *name)
{
    switch (object) {
    case LOYALTY_OBJECT_KIND:
        return (struct target){draft_find(&builder->kinds, name), WORD_EVENTS, "event kind"};
    case LOYALTY_OBJECT_METRIC:
        return (struct target){draft_find(&builder->metrics, name), WORD_METRICS, "metric"};
    case LOYALTY_OBJECT_RUNG:
        return (struct target){draft_find(&builder->rungs, name), WORD_LADDER, "rung"};
    case LOYALTY_OBJECT_SEGMENTATION:
        return (struct target){draft_find(&builder->segmentations, name), WORD_SEGMENTS, "segmentation"};
    default: {
        struct draft_cell *cell = builder_find_cell(builder, segmentation, name);
        return (struct target){cell ? &cell->thing : NULL, WORD_SEGMENTS, "cell"};
    }
    }
}

/* Adds a label of an action. The first one adds the action, too. */
static int32_t builder_label_action(loyalty_builder *builder, const char *name, const char *language, const char *label)
{
    struct draft_action *found = draft_find(&builder->actions, name);
    if (found)
        return draft_add_label(builder, &found->thing, language, label);
    struct draft_thing first = {.labels.first = NULL};
    int32_t status = draft_add_label(builder, &first, language, label);
    struct draft_action *made = status ? NULL : draft_add(builder, &builder->actions, sizeof *made, name);
    if (!made)
        return LOYALTY_E_MEMORY;
    made->thing.labels = first.labels;
    return LOYALTY_OK;
}

loyalty_status loyalty_builder_add_label(loyalty_builder *builder, int32_t object, const char *segmentation,
                                         const char *name, const char *language, const char *label)
{
    if (!builder || !name || !language || !label || object < LOYALTY_OBJECT_KIND || object > LOYALTY_OBJECT_ACTION ||
        (object == LOYALTY_OBJECT_CELL && !segmentation))
        return LOYALTY_E_ARGUMENT;
    if (object == LOYALTY_OBJECT_ACTION)
        return builder_label_action(builder, name, language, label);
    struct target target = builder_find_target(builder, object, segmentation, name);
    return target.thing ? draft_add_label(builder, target.thing, language, label)
                        : builder_missing(builder, target.part, target.what, name);
}

loyalty_status loyalty_builder_add_action(loyalty_builder *builder, int32_t object, const char *segmentation,
                                          const char *name, const char *action)
{
    if (!builder || !name || !action || (object != LOYALTY_OBJECT_RUNG && object != LOYALTY_OBJECT_CELL) ||
        (object == LOYALTY_OBJECT_CELL && !segmentation))
        return LOYALTY_E_ARGUMENT;
    struct target target = builder_find_target(builder, object, segmentation, name);
    if (!target.thing)
        return builder_missing(builder, target.part, target.what, name);
    return draft_add(builder, &target.thing->actions, sizeof(struct draft_item), action) ? LOYALTY_OK
                                                                                         : LOYALTY_E_MEMORY;
}
