/* SPDX-License-Identifier: MIT */
/*
 * Whether a set of rules can hold, and others fail, at once: reasoning on the table alone. Each metric, the score
 * and the rung is taken as a quantity that varies freely within the range that its definition allows. So "no" is a
 * proof, and "yes" only means that no contradiction was found: real metrics depend on one another.
 */
#ifndef LOYALTY_REGION_H
#define LOYALTY_REGION_H

#include "program.h"

/*
 * A range of numbers. Bounds are doubled, so that whole numbers are even and the open interval between two of them
 * is the odd number in between: `> 3` is from 7 on.
 */
struct range {
    int64_t low, high; /* empty where low > high */
    int32_t may_be_undefined;
    int32_t whole; /* only even numbers */
};

/* Metrics, then these. */
enum { REGION_SCORE = LOYALTY_METRICS_MAX, REGION_RUNG, REGION_QUANTITIES };

/* One of several options must come true; an option is a list of conditions that all hold, or all fail. */
struct choice {
    const struct rule *rule;         /* must hold: one of its alternatives */
    const struct alternative *fails; /* or: one of these conditions must fail */
};

struct region {
    const loyalty_program *program;
    struct range ranges[REGION_QUANTITIES];
    uint32_t same[LOYALTY_METRICS_MAX]; /* the first metric with the same definition */
    struct choice *choices;
    uint32_t count, capacity;
    int32_t impossible;
    int32_t steps;  /* left before giving up with "yes" */
    int32_t status; /* LOYALTY_E_MEMORY once memory ran out */
};

void region_init(struct region *region, const loyalty_program *program);
void region_free(struct region *region);

/* Starts a new question. */
void region_begin(struct region *region);
void region_holds(struct region *region, const struct rule *rule);
void region_fails(struct region *region, const struct rule *rule);
int region_possible(struct region *region);

/* Whether a metric can lie from `low` up to, not including, `high`. */
int region_metric_between(const struct region *region, uint32_t metric, int64_t low, int64_t high);

#endif
