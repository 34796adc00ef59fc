/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_CHECKER_H
#define PROPERTIES_CHECKER_H

#include "scenario.h"

/* What the table checker warns of. */
enum sort {
    NEVER_ENTERED,
    ONLY_FALLEN_TO,
    CANNOT_HOLD,
    CONTRADICT_TOGETHER,
    CONTRADICT_EACH_OTHER,
    CELL_NEVER_REACHED,
    ROW_NEVER_USED,
    METRIC_NEVER_USED,
    KIND_NEVER_USED,
    FLAPS,
    HOLE,
    SORTS
};

/* One warning, and the place that it is about. */
struct claim {
    enum sort sort;
    int32_t which;  /* LOYALTY_RULE_… */
    uint32_t index; /* of the rung, cell, metric or kind */
    uint32_t alternative, position;
    uint32_t other; /* the condition that is contradicted */
    uint32_t row;
    const char *path, *message; /* the report's */
};

struct claims {
    const loyalty_program *program;
    struct claim *claim; /* to be freed */
    uint32_t count;
};

/* False where a warning is not understood. */
bool read_claims(const loyalty_program *program, const loyalty_report *report, struct claims *claims);
/* A condition of the rule that a claim is about. */
loyalty_condition_info claim_condition(const loyalty_program *program, const struct claim *claim, uint32_t position);

/*
 * A small table of a scenario without events. It has one metric of each type, m0 to m4, each of a kind of its own, k0
 * to k4, so that the words of a warning give a log; and a kind "other".
 */
enum { M_COUNT, M_SUM, M_SINCE, M_DAYS, M_MEAN, M_TYPES };
struct scenario *small_scenario(uint64_t seed);

#endif
