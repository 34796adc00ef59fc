/* SPDX-License-Identifier: MIT */
/* A compiled rule table. Everything hangs in one arena and never changes after compile.c made it. */
#ifndef LOYALTY_PROGRAM_H
#define LOYALTY_PROGRAM_H

#include <stdatomic.h>

#include "date.h"
#include "memory.h"

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
#define ACTIVITY_NONE UINT32_MAX
struct activity {
    uint32_t *kinds;
    uint32_t kind_count;
};

struct row {
    int64_t at_least, points;
};

struct metric {
    struct texts texts;
    int32_t type;
    struct window window;
    const char *within;
    uint32_t *operands;
    uint32_t operand_count;
    uint32_t activity; /* of active_days, days_since and days_since_first over several kinds, or ACTIVITY_NONE */
    struct row *rows;
    uint32_t row_count;
    /* Values that grow by one a day matter only where they reach one of these. */
    int64_t *cuts;
    uint32_t cut_count;
    int32_t daily; /* operand of a share: every value matters */
    const char *host;
    loyalty_host_metric *function;
    void *user;
};

struct condition {
    int32_t subject;
    int32_t op;
    uint32_t metric;
    int64_t number;
};

struct alternative {
    struct condition *conditions;
    uint32_t count;
};

/* Holds where one of its alternatives does, or where it has none. */
struct rule {
    struct alternative *alternatives;
    uint32_t count;
    int32_t nested; /* written as a list of lists */
};

struct rung {
    struct texts texts;
    struct rule enter, keep;
    int32_t hold, grace, fall;
    int32_t keep_given;
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

/* The rule at a LOYALTY_RULE_… place, or NULL. */
const struct rule *program_rule(const loyalty_program *program, int32_t rule, uint32_t index);

#endif
