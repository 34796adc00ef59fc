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
    MONEY_UNKNOWN,
    METRIC_NEVER_USED,
    KIND_NEVER_USED,
    ACTION_NEVER_USED,
    KEEP_IN_VAIN,
    HOLE,
    FORGOTTEN,
    FOR_LIFE,
    TERMLESS,
    COUNTS_TWICE,
    LONG_HOLD,
    DAYS_OF_GRACE,
    JUST_BEGUN,
    OUTLIVES,
    SORTS
};

/* What was not only warned of, but also made to happen. */
enum seen { KEEP_SEEN = SORTS, HOLE_SEEN, FORGOTTEN_SEEN, LIFE_SEEN, LIFE_LASTED, TWICE_SEEN, BEGUN_SEEN, COUNTS };

/* One warning, and the place that it is about. */
struct claim {
    enum sort sort;
    int32_t which;  /* LOYALTY_RULE_… */
    uint32_t index; /* of the rung, cell, metric, kind or segmentation */
    uint32_t alternative, position;
    uint32_t other; /* the condition that is contradicted, or the kind that only takes away */
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
 * The four ways to hold a warning against the truth; false, after mismatch(), where it is wrong. `counts` has a place for
 * each sort and each enum seen.
 */
/* What follows from how the table is written, both ways: it is told just where it is so. */
bool structure_agrees(const struct scenario *scenario, const struct claims *claims);
/* What is said of spans and windows, against all days of some years, and logs made for it. */
bool dates_agree(const struct scenario *scenario, const struct claims *claims, int *counts);
/* Makes a log out of the words in brackets, of a small table. If they do not say enough, shows nothing. */
bool witness_happens(const struct scenario *scenario, const struct claim *claim, int *counts);
/* Follows the scenario's log day by day up to a day, or only its events with counts above 0. */
bool follow(const struct scenario *scenario, const struct claims *claims, int last, bool positive, int *counts);

loyalty_customer *new_customer(const struct scenario *scenario);
bool meets(const loyalty_customer *customer, int32_t which, uint32_t index);
/* Whether a rule, NULL if there is none, asks about the term, which may be another one after the day's steps. */
bool rule_reads_term(const struct ref_table *table, const struct ref_rule *rule);
/* Whether the table has `out`, and it holds. */
bool is_out(const loyalty_customer *customer);

/*
 * A small table of a scenario without events. It has one metric of each type, m0 to m4, each of a kind of its own, k0
 * to k4, so that the words of a warning give a log; one in a window, m5, one in the term, m6, and a rolling sum, m7; a
 * kind k9 that only windows use, and a kind "other".
 */
enum { M_COUNT, M_SUM, M_SINCE, M_DAYS, M_MEAN, M_TYPES, M_WINDOW = M_TYPES, M_TERM, M_ROLLING, SMALL_METRICS };
struct scenario *small_scenario(uint64_t seed);

#endif
