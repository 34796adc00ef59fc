/* SPDX-License-Identifier: MIT */
/*
 * Decides from the table alone whether some rules can hold while others fail. Each metric, the score and the rung is a
 * quantity that varies within the range that its definition allows. Only the simplest dependencies between them are
 * known: what makes a metric undefined, and which rows a score can come from. So "no" is a proof, and "yes" only means
 * that no contradiction was found.
 */
#ifndef LOYALTY_CHECK_REGION_H
#define LOYALTY_CHECK_REGION_H

#include "table/program.h"

/*
 * A range of numbers. Bounds are doubled: a whole number is even, and the open interval between two whole numbers is
 * the odd number between them, so that `> 3` begins at 7.
 */
struct range {
    int64_t low, high; /* empty if low > high */
    bool may_be_undefined;
    bool whole; /* whether it has only whole numbers, which are even */
};

/* Quantities: the metrics, then these. */
enum { REGION_SCORE = LOYALTY_METRICS_MAX, REGION_RUNG, REGION_QUANTITIES };

/* Conditions with options, one of which must come true: an alternative holds, or, if not `hold`, a condition fails. */
struct choice {
    const struct condition *conditions;
    uint32_t count;
    bool hold;
};

/* Returns the index of the first condition after the option that `condition` belongs to. */
static inline uint32_t choice_option_end(const struct choice *choice, uint32_t condition)
{
    return choice->hold ? choice->conditions[condition].end : condition + 1;
}

/*
 * `left`: the work that all searches of a kind may still do for one table, in units of about ten nanoseconds. `stop`:
 * the value of `left` at which the current search gives up.
 */
struct effort {
    int64_t left, stop;
};

/* Allows a new search at most `units` of what is left. */
static inline void effort_allow(struct effort *effort, int64_t units)
{
    effort->stop = effort->left > units ? effort->left - units : 0;
}

/* Uses `units` of the effort. Returns false if the search must give up. */
static inline bool effort_spend(struct effort *effort, int64_t units)
{
    effort->left -= units;
    return effort->left > effort->stop;
}

/* A step of the search for an answer: one condition of one choice, and the next piece of its range to try. */
struct step {
    uint32_t choice, condition;
    int32_t piece;
    struct range before;
};

struct region {
    const loyalty_program *program;
    struct range domains[REGION_QUANTITIES];  /* the ranges that the definitions allow */
    struct range ranges[REGION_QUANTITIES];   /* what the question leaves of them */
    uint32_t same[LOYALTY_METRICS_MAX];       /* the first metric with the same definition */
    uint32_t counted_by[LOYALTY_METRICS_MAX]; /* the metric above 0 exactly if this one is defined, or metric_count */
    const bool *reachable;                    /* the rungs that a customer can be on; NULL while that is not known */
    struct choice *choices;
    uint32_t count, capacity;
    struct step *trail;
    uint32_t trail_capacity;
    bool impossible;
    struct effort effort;
    int32_t status; /* LOYALTY_E_MEMORY once memory ran out */
};

void region_init(struct region *region, const loyalty_program *program);
void region_free(struct region *region);

/* Begins a new question: can some rules hold while others fail? region_holds() and region_fails() add the rules. */
void region_begin(struct region *region);
void region_holds(struct region *region, const struct rule *rule);
void region_fails(struct region *region, const struct rule *rule);
/* Returns the answer, which is always true once no effort is left. */
bool region_possible(struct region *region);

/* Returns whether the definition of a metric allows values from `low` up to, not including, `high`. */
bool region_metric_between(const struct region *region, uint32_t metric, int64_t low, int64_t high);

/* Returns whether two conditions are on the same quantity, possibly under two names. */
bool region_same_quantity(const struct region *region, const struct condition *a, const struct condition *b);

#endif
