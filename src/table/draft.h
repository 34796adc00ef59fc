/* SPDX-License-Identifier: MIT */
/*
 * A rule table in the making, as texts: what a builder gathers, what the JSON reader fills in and what compile.c
 * turns into a program. Names may still be wrong, and a rung's or a cell's may be missing (NULL).
 */
#ifndef LOYALTY_TABLE_DRAFT_H
#define LOYALTY_TABLE_DRAFT_H

#include "base/memory.h"
#include "table/options.h"
#include "table/report.h"

struct draft_label {
    struct draft_label *next;
    const char *language, *text;
};

struct draft_action {
    struct draft_action *next;
    const char *name;
};

struct draft_texts {
    const char *name;
    struct draft_label *labels;
    struct draft_action *actions;
};

struct draft_condition {
    struct draft_condition *next;
    uint32_t alternative;
    const char *text;
};

struct draft_rule {
    struct draft_condition *conditions;
    bool nested; /* written as a list of lists; paths depend on it */
    bool given;
};

struct draft_kind {
    struct draft_kind *next;
    struct draft_texts texts;
    int64_t min, max;
};

struct draft_row {
    struct draft_row *next;
    int64_t at_least, points;
};

struct draft_points {
    struct draft_points *next;
    const char *metric;
    struct draft_row *rows;
};

struct draft_metric {
    struct draft_metric *next;
    struct draft_texts texts;
    int32_t type; /* METRIC_TYPES if none was given */
    const char **operands;
    uint32_t operand_count;
    const char *within;
};

struct draft_rung {
    struct draft_rung *next;
    struct draft_texts texts;
    struct draft_rule enter, keep;
    int32_t hold, grace, fall;
};

struct draft_cell {
    struct draft_cell *next;
    struct draft_texts texts;
    struct draft_rule when;
};

struct draft_segmentation {
    struct draft_segmentation *next;
    const char *name;
    struct draft_cell *cells;
};

/* A call that named what is not there. */
struct draft_problem {
    struct draft_problem *next;
    const char *path, *message;
};

struct loyalty_builder {
    struct arena arena;
    struct binding *bindings;
    const char *name;
    int32_t accept_late, climb;
    int64_t score_max;
    struct draft_kind *kinds;
    struct draft_metric *metrics;
    struct draft_points *points;
    struct draft_rung *rungs;
    struct draft_segmentation *segmentations;
    struct draft_problem *problems;
};

int32_t draft_new(const loyalty_options *options, loyalty_builder **builder);
void draft_free(loyalty_builder *builder);
int32_t draft_name(loyalty_builder *builder, const char *name);

/* Each appends a zeroed thing; NULL where memory runs out. Texts are copied; a rung's and a cell's name may be NULL. */
struct draft_kind *draft_kind(loyalty_builder *builder, const char *name);
struct draft_metric *draft_metric(loyalty_builder *builder, const char *name);
struct draft_points *draft_points(loyalty_builder *builder, const char *metric);
struct draft_row *draft_row(loyalty_builder *builder, struct draft_points *points);
struct draft_rung *draft_rung(loyalty_builder *builder, const char *name);
struct draft_segmentation *draft_segmentation(loyalty_builder *builder, const char *name);
struct draft_cell *draft_cell(loyalty_builder *builder, struct draft_segmentation *segmentation, const char *name);
/* A new segmentation with its first cell, or neither. */
struct draft_cell *draft_first_cell(loyalty_builder *builder, const char *segmentation, const char *cell);

int32_t draft_condition(loyalty_builder *builder, struct draft_rule *rule, uint32_t alternative, const char *text);
int32_t draft_label(loyalty_builder *builder, struct draft_texts *texts, const char *language, const char *text);
int32_t draft_action(loyalty_builder *builder, struct draft_texts *texts, const char *name);
int32_t draft_operands(loyalty_builder *builder, struct draft_metric *metric, const char *const *names, size_t count);

/* The first thing of that name, or NULL. */
struct draft_kind *draft_find_kind(const loyalty_builder *builder, const char *name);
struct draft_metric *draft_find_metric(const loyalty_builder *builder, const char *name);
struct draft_points *draft_find_points(const loyalty_builder *builder, const char *metric);
struct draft_rung *draft_find_rung(const loyalty_builder *builder, const char *name);
struct draft_segmentation *draft_find_segmentation(const loyalty_builder *builder, const char *name);
struct draft_cell *draft_find_cell(const struct draft_segmentation *segmentation, const char *name);

#endif
