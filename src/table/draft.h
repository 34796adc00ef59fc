/* SPDX-License-Identifier: MIT */
/*
 * A draft of a rule table, as texts: the builder and the JSON reader fill it in, and compile.c turns it into a program.
 * Names may still be invalid, and the name of a rung or a cell may be missing (NULL).
 */
#ifndef LOYALTY_TABLE_DRAFT_H
#define LOYALTY_TABLE_DRAFT_H

#include "base/memory.h"
#include "table/options.h"
#include "table/report.h"
#include "table/words.h"

/* Every item of a list begins with this. */
struct draft_item {
    void *next;
    const char *name;
};

struct draft_list {
    void *first, *last;
    uint32_t count;
};

struct draft_label {
    struct draft_item item; /* named by its language */
    const char *text;
};

/* Every kind, metric, rung and cell begins with this: its name, labels and actions. */
struct draft_thing {
    struct draft_item item;
    struct draft_list labels, actions; /* of draft_label and draft_item */
};

struct draft_condition {
    struct draft_item item; /* named by its text */
    uint32_t alternative;
};

struct draft_rule {
    struct draft_list conditions;
    bool nested; /* whether it is written as a list of lists; paths depend on it */
    bool given;
};

struct draft_kind {
    struct draft_thing thing;
    int64_t min, max;
};

struct draft_row {
    struct draft_item item; /* without a name */
    int64_t at_least, points;
};

struct draft_points {
    struct draft_item item; /* named by the metric */
    struct draft_list rows;
};

struct draft_metric {
    struct draft_thing thing;
    int32_t type;   /* METRIC_TYPES if none was given */
    int32_t period; /* enum period */
    const char **operands;
    int64_t *weights; /* NULL if none were given */
    uint32_t operand_count;
    bool has_back; /* whether `back` was given */
    int64_t back;
    const char *within, *begins, *after; /* NULL if not given */
    int32_t unit;                        /* LOYALTY_UNIT_… */
};

struct draft_rung {
    struct draft_thing thing;
    struct draft_rule enter, keep;
    int32_t fall;
    bool fall_given;
    const char *hold, *grace, *term, *until; /* NULL if not given */
};

struct draft_cell {
    struct draft_thing thing;
    struct draft_rule when;
};

struct draft_segmentation {
    struct draft_thing thing;
    struct draft_list cells;
    bool nested; /* whether its cells are written in an object; paths depend on it */
};

enum { DRAFT_DIGITS_MAX = 9 };

struct draft_action {
    struct draft_thing thing;
};

/* A builder call that named something that does not exist. */
struct draft_problem {
    struct draft_item item; /* named by the message */
    enum word part;         /* the part of the table that should have it */
};

struct loyalty_builder {
    struct arena arena;
    struct binding *bindings;
    bool keeps_contents; /* as in struct loyalty_program */
    const char *name;
    int32_t accept_late, climb;
    int64_t score_max;
    struct draft_rule out;
    const char *review, *review_begins; /* NULL if not given */
    bool review_is_object;              /* whether it is written as an object; paths depend on it */
    const char *money_code;             /* NULL if not given */
    int32_t money_digits;
    struct draft_list kinds, metrics, points, rungs, segmentations, actions, problems;
};

int32_t draft_new(const loyalty_options *options, loyalty_builder **builder);
void draft_free(loyalty_builder *builder);

/* Returns a copy that lives as long as the draft, or NULL if memory runs out. */
const char *draft_text(loyalty_builder *builder, const char *text);

/* Appends a zeroed item of `bytes`, with a copy of `name`, which may be NULL. Returns NULL if memory runs out. */
void *draft_add(loyalty_builder *builder, struct draft_list *list, size_t bytes, const char *name);
/* Returns the first item with that name, or NULL. */
void *draft_find(const struct draft_list *list, const char *name);

struct draft_kind *draft_add_kind(loyalty_builder *builder, const char *name);
int32_t draft_add_condition(loyalty_builder *builder, struct draft_rule *rule, uint32_t alternative, const char *text);
int32_t draft_add_label(loyalty_builder *builder, struct draft_thing *thing, const char *language, const char *text);
/* Copies names of operands, and `weights` unless that is NULL. */
int32_t draft_set_operands(loyalty_builder *builder, struct draft_metric *metric, const char *const *names,
                           const int64_t *weights, size_t count);
/* Sets `*to` to a copy of a text; does nothing if `text` is NULL. */
int32_t draft_set_text(loyalty_builder *builder, const char **to, const char *text);

#endif
