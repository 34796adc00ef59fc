/* SPDX-License-Identifier: MIT */
/* Warns of segment cells that nobody reaches, and of customers whom a segmentation forgets. */
#include "check/checker.h"

/* Adds to the question that a metric is undefined: neither comparison holds. */
static void check_ask_undefined(struct checker *checker, uint32_t metric)
{
    struct made_rule *made = &checker->made;
    check_made_begin(made);
    made->rule.count = made->rule.alternatives = 2;
    for (uint32_t i = 0; i < 2; i++) {
        made->conditions[i] =
            (struct condition){.subject = LOYALTY_SUBJECT_METRIC, .metric = metric, .shape = SHAPE_OTHER, .end = i + 1};
        condition_set_op(&made->conditions[i], i == 0 ? LOYALTY_OP_GE : LOYALTY_OP_LT);
    }
    region_fails(&checker->region, &made->rule);
}

/* The metrics that the cells of a segmentation ask about: by comparing them, or also behind the score and behind shares. */
struct forgotten_ask {
    bool compared[LOYALTY_METRICS_MAX], any[LOYALTY_METRICS_MAX];
};

static void check_find_asked(const loyalty_program *program, const struct segmentation *cells,
                             struct forgotten_ask *asked)
{
    for (uint32_t i = 0; i < cells->count; i++) {
        const struct rule *when = &program->cells[cells->first + i].when;
        check_mark_rule(program, when, asked->any);
        for (uint32_t j = 0; j < when->count; j++)
            if (when->conditions[j].subject == LOYALTY_SUBJECT_METRIC)
                asked->compared[when->conditions[j].metric] = true;
    }
}

/*
 * Begins the question whether a customer is in no cell while all metrics that the cells ask about are defined, but for
 * `undefined`, unless that is INDEX_NONE.
 */
static void check_ask_no_cell(struct checker *checker, const struct segmentation *cells,
                              const struct forgotten_ask *asked, uint32_t undefined)
{
    struct region *region = &checker->region;
    region_begin(region);
    for (uint32_t i = 0; i < cells->count; i++)
        region_fails(region, &checker->program->cells[cells->first + i].when);
    for (uint32_t i = 0; i < checker->program->metric_count; i++)
        if (asked->any[i] && (undefined == INDEX_NONE || region->same[i] != region->same[undefined]))
            region->ranges[region->same[i]].may_be_undefined = false;
    if (undefined != INDEX_NONE)
        check_ask_undefined(checker, undefined);
}

static void check_tell_forgotten(struct checker *checker, const struct segmentation *cells, uint32_t metric)
{
    check_tell(checker, LOYALTY_PROBLEM_IN_NO_CELL, path_key("/segments", cells->texts.name).text,
               "customers for whom '%s' is undefined are in no cell of '%s' (%s), because no comparison with it holds; "
               "write a last cell without when",
               checker->program->metrics[metric].texts.name, cells->texts.name, checker->witness);
}

/* Reports a segmentation that has a cell for everybody but those for whom a metric is undefined. */
static void check_forgotten(struct checker *checker, const struct segmentation *cells)
{
    const loyalty_program *program = checker->program;
    struct forgotten_ask asked = {{false}, {false}};
    check_find_asked(program, cells, &asked);
    check_ask_no_cell(checker, cells, &asked, INDEX_NONE);
    if (region_possible(&checker->region))
        return;
    for (uint32_t i = 0; i < program->metric_count; i++) {
        if (!checker->region.domains[checker->region.same[i]].may_be_undefined || !asked.compared[i])
            continue;
        check_ask_no_cell(checker, cells, &asked, i);
        if (check_found(checker, 1)) {
            check_tell_forgotten(checker, cells, i);
            return;
        }
    }
}

void check_segments(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    for (uint32_t i = 0; i < program->cell_count; i++) {
        const struct cell *cell = &program->cells[i];
        const char *why = "no customer can meet its when; ask for less in when";
        bool reached = check_rule_possible(checker, &cell->when);
        if (reached) {
            why = "the cells before it take every customer who meets its when; move it up, or ask for more in those "
                  "cells";
            region_begin(&checker->region);
            region_holds(&checker->region, &cell->when);
            for (uint32_t before = program->segmentations[cell->segmentation].first; before < i; before++)
                region_fails(&checker->region, &program->cells[before].when);
            reached = region_possible(&checker->region);
        }
        if (!reached)
            check_tell(checker, LOYALTY_PROBLEM_CELL_UNREACHED, check_cell_path(program, i).text,
                       "cell '%s' can never be reached: %s", cell->texts.name, why);
        check_contradictions(checker, LOYALTY_RULE_WHEN, i);
    }
    for (uint32_t i = 0; i < program->segmentation_count; i++)
        check_forgotten(checker, &program->segmentations[i]);
}
