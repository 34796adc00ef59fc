/* SPDX-License-Identifier: MIT */
/* A compiled rule table. Everything hangs in one arena and never changes after compile.c made it. */
#ifndef LOYALTY_TABLE_PROGRAM_H
#define LOYALTY_TABLE_PROGRAM_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/date.h"
#include "base/memory.h"
#include "table/metric_type.h"

struct label {
    const char *language, *text;
};

/* What a person may read of a thing. */
struct texts {
    const char *name;
    struct label *labels;
    const char **actions;
    uint32_t label_count, action_count;
};

struct kind {
    struct texts texts;
    int64_t min, max;
    uint64_t rungs;       /* bit r: on rung r, an event of this kind can change the standing */
    uint32_t *activities; /* the activities that count this kind */
    uint32_t activity_count;
};

/*
 * The dates on which a set of several kinds was active (Σcount over the set > 0) are kept once for each distinct
 * set that a metric asks about. A single kind's series knows its own.
 */
struct activity {
    uint32_t *kinds;
    uint32_t kind_count;
};

struct row {
    int64_t at_least, points;
};

struct metric {
    struct texts texts;
    enum metric_type type;
    enum metric_source source;
    struct window window;
    const char *within;
    uint32_t *operands;
    uint32_t operand_count;
    uint32_t series; /* the only kind, or activity_series() of several whose dates are asked for */
    struct row *rows;
    uint32_t row_count;
    /* Values that grow by one a day matter only where they reach one of these. */
    int64_t *cuts;
    uint32_t cut_count;
    bool daily; /* operand of a share: every value matters */
    const char *host;
    loyalty_host_metric *function;
    void *user;
};

/*
 * `raise` and `lower` say which events can ever make the condition hold that does not, and not hold that does: kinds of
 * which an event with a count above 0 can. kind_bit() of each.
 */
struct condition {
    int32_t subject;
    int32_t op;
    uint32_t admits; /* a set of enum sign: on which sides of `number` the value may lie */
    uint32_t metric;
    enum shape shape; /* and what it reads: */
    uint32_t series;
    int32_t reach;
    uint32_t end; /* index in the rule of the first condition behind this one's alternative */
    int64_t number;
    uint32_t raise, lower;
};

/* Kinds from the 32nd on share a bit. */
static inline uint32_t kind_bit(uint32_t kind)
{
    return UINT32_C(1) << (kind < 31 ? kind : 31);
}

/* On which side of a number a value lies. An operator is a set of these, and its opposite is all others. */
enum sign { SIGN_BELOW = 1, SIGN_AT = 2, SIGN_ABOVE = 4, SIGN_ANY = 7 };

static inline void condition_set_op(struct condition *condition, int32_t op)
{
    static const uint8_t admits[] = {[LOYALTY_OP_GE] = SIGN_AT | SIGN_ABOVE,
                                     [LOYALTY_OP_GT] = SIGN_ABOVE,
                                     [LOYALTY_OP_LE] = SIGN_BELOW | SIGN_AT,
                                     [LOYALTY_OP_LT] = SIGN_BELOW,
                                     [LOYALTY_OP_EQ] = SIGN_AT,
                                     [LOYALTY_OP_NE] = SIGN_BELOW | SIGN_ABOVE};
    condition->op = op;
    condition->admits = admits[op];
}

/*
 * The conditions of all alternatives, one alternative after the other. A rule holds if all conditions of one
 * alternative hold, or if it has none.
 */
struct rule {
    struct condition *conditions;
    uint32_t count, alternatives;
    bool nested; /* written as a list of lists */
};

struct rung {
    struct texts texts;
    struct rule enter, keep;
    int32_t hold, grace, fall;
    bool keep_given;
};

struct cell {
    struct texts texts;
    struct rule when;
    uint32_t segmentation;
};

struct segmentation {
    const char *name;
    uint32_t first, count;
};

struct loyalty_program {
    atomic_uint_fast32_t references;
    struct arena arena;
    const char *name;
    int32_t accept_late, climb;
    int64_t score_max;
    struct kind *kinds;
    struct metric *metrics;
    struct rung *rungs;
    struct segmentation *segmentations;
    struct cell *cells;
    struct activity *activities;
    uint32_t *scored; /* the metrics that have rows */
    uint32_t kind_count, metric_count, rung_count, segmentation_count, cell_count, activity_count, scored_count;
    const char *unbound; /* a host function that nobody bound, or NULL */
};

static inline const loyalty_allocator *program_allocator(const loyalty_program *program)
{
    return &program->arena.allocator;
}

/* A log's series are known by their kind, or by this number of an activity. */
static inline uint32_t activity_series(const loyalty_program *program, uint32_t activity)
{
    return program->kind_count + activity;
}

/* Finds an object other than a cell by its name; returns whether there is one. */
bool program_find(const loyalty_program *program, int32_t object, const char *name, uint32_t *index);

/* The rule at a LOYALTY_RULE_… place, or NULL. */
const struct rule *program_rule(const loyalty_program *program, int32_t rule, uint32_t index);
/* The conditions of an alternative and their `*count`, or NULL. */
const struct condition *rule_alternative(const struct rule *rule, uint32_t alternative, uint32_t *count);
/* The condition at a position in an alternative, or NULL. */
const struct condition *rule_condition(const struct rule *rule, uint32_t alternative, uint32_t position);

#endif
