/* SPDX-License-Identifier: MIT */
/*
 * Whether a set of rules can hold, and others fail, at once: reasoning on the table alone. Each metric, the score and
 * the rung is taken as a quantity that varies within the range that its definition allows, and of what ties them
 * together only the plainest is known (what makes a metric undefined, which rows a score can come from). So "no" is a
 * proof, and "yes" only means that no contradiction was found.
 */
#ifndef LOYALTY_CHECK_REGION_H
#define LOYALTY_CHECK_REGION_H

#include "table/program.h"

/*
 * A range of numbers. Bounds are doubled, so that whole numbers are even and the open interval between two of them is
 * the odd number in between: `> 3` is from 7 on.
 */
struct range {
    int64_t low, high; /* no number where low > high */
    bool may_be_undefined;
    bool whole; /* only even numbers */
};

/* Metrics, then these. */
enum { REGION_SCORE = LOYALTY_METRICS_MAX, REGION_RUNG, REGION_QUANTITIES };

/* Conditions of which one option must come true: all conditions of one alternative hold, or one condition fails. */
struct choice {
    const struct condition *conditions;
    uint32_t count;
    bool hold;
};

/* The first condition behind the option of a condition. */
static inline uint32_t choice_option_end(const struct choice *choice, uint32_t condition)
{
    return choice->hold ? choice->conditions[condition].end : condition + 1;
}

/*
 * What is left of the work that all searches of a kind may do for one table, in units of some ten nanoseconds, and
 * where to give up on the search under way.
 */
struct effort {
    int64_t left, stop;
};

/* Allows a new search some of what is left. */
static inline void effort_allow(struct effort *effort, int64_t units)
{
    effort->stop = effort->left > units ? effort->left - units : 0;
}

/* Takes some of the effort; false if the search is to give up. */
static inline bool effort_spend(struct effort *effort, int64_t units)
{
    effort->left -= units;
    return effort->left > effort->stop;
}

/* Where the search for an answer is: at one condition of one choice, in one of the pieces that it leaves. */
struct step {
    uint32_t choice, condition;
    int32_t piece;
    struct range before;
};

struct region {
    const loyalty_program *program;
    struct range domains[REGION_QUANTITIES];  /* what the definitions allow */
    struct range ranges[REGION_QUANTITIES];   /* what the question leaves of it */
    uint32_t same[LOYALTY_METRICS_MAX];       /* the first metric with the same definition */
    uint32_t counted_by[LOYALTY_METRICS_MAX]; /* the metric above 0 exactly if this one is defined, or metric_count */
    const bool *reachable;                    /* rungs that can be stood on; NULL while that is not known */
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

/* Starts a new question: whether some rules can hold while others fail. */
void region_begin(struct region *region);
void region_holds(struct region *region, const struct rule *rule);
void region_fails(struct region *region, const struct rule *rule);
/* The answer. Always true once no effort is left. */
bool region_possible(struct region *region);

/* Whether a metric can lie from `low` up to, not including, `high`. */
bool region_metric_between(const struct region *region, uint32_t metric, int64_t low, int64_t high);

/* Whether two conditions ask about the same quantity, maybe under two names. */
bool region_same_quantity(const struct region *region, const struct condition *a, const struct condition *b);

#endif
