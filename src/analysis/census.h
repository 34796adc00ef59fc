/* SPDX-License-Identifier: MIT */
/*
 * A census keeps totals only, and computes every share and rate when asked. So two censuses are merged by addition, and
 * the result gives exactly the numbers that one census of all customers would.
 */
#ifndef LOYALTY_ANALYSIS_CENSUS_H
#define LOYALTY_ANALYSIS_CENSUS_H

#include <stdbool.h>

#include "analysis/spread.h"
#include "fold/customer.h"
#include "loyalty/analysis.h"

/* The customers whose first active day is in one month. */
struct cohort {
    int32_t month; /* its first day */
    uint64_t first, second, both;
};

struct cohorts {
    struct cohort *cohorts; /* ascending */
    uint32_t count, capacity;
};

/* Days of customers on the ladder after `from_date` whose N days are over, and those that a purchase followed in time. */
struct base {
    uint64_t days, buying;
};

/* The metrics that a plan names. */
struct metric_set {
    uint64_t metrics[LOYALTY_METRICS_MAX / 64];
};

static inline void metric_set_add(struct metric_set *set, uint32_t metric)
{
    set->metrics[metric / 64] |= UINT64_C(1) << metric % 64;
}

static inline bool metric_set_has(const struct metric_set *set, uint32_t metric)
{
    return set->metrics[metric / 64] >> metric % 64 & 1;
}

/* A metric of the plan. */
struct census_metric {
    uint32_t metric;
    bool defined;         /* whether the customer who is being counted has a value, */
    int64_t value;        /* and which */
    struct spread values; /* of all customers on the ladder who have one */
};

/* Working memory while a customer is counted, kept for the next. */
struct scratch {
    struct history history;
    uint32_t *cells; /* one a segmentation; INDEX_NONE if no cell holds */
    int32_t *dates;  /* the customer's active days, ascending */
    uint32_t date_count, date_capacity;
};

struct loyalty_census {
    loyalty_program *program;
    /* Its `kinds` and `metrics` are NULL; what its parts do not need is 0 or LOYALTY_DATE_NONE. */
    loyalty_census_plan plan;
    struct kind_set kinds;   /* of the plan */
    struct metric_set asked; /* of the plan */
    uint64_t *totals;        /* one block for all arrays that follow */
    size_t total_count;
    uint64_t *rungs;                    /* one a rung */
    uint64_t *moved;                    /* rung × rung; a row is the rung on `from_date` */
    uint64_t *cells;                    /* one a cell */
    uint64_t *exposed, *bought, *young; /* one a kind */
    uint64_t count, appeared;
    struct base base;
    struct spread scores;
    struct census_metric *metrics; /* the plan's, in the order of the table; NULL if there are none */
    struct cohorts cohorts;
    struct scratch scratch;
};

static inline const loyalty_allocator *census_allocator(const loyalty_census *census)
{
    return &census->program->arena.allocator;
}

static inline bool census_has_movement(const loyalty_census *census)
{
    return census->plan.parts & LOYALTY_CENSUS_MOVEMENT;
}

static inline bool census_has_retention(const loyalty_census *census)
{
    return census->plan.parts & LOYALTY_CENSUS_RETENTION;
}

static inline bool census_has_influence(const loyalty_census *census)
{
    return census->plan.parts & LOYALTY_CENSUS_INFLUENCE;
}

/* census_metric.c */

/* Makes `metrics` of the plan's. */
int32_t census_make_metrics(loyalty_census *census);
void census_free_metrics(loyalty_census *census);
/* Sets the values of a customer on the ladder. The day's status says whether that succeeded. */
void census_look_at_metrics(loyalty_census *census, struct day *day);
/* Reserves room for one customer, or for all of `more` if that is not NULL. */
int32_t census_reserve_metrics(loyalty_census *census, const loyalty_census *more);
/* Count the customer who was looked at; the customers of another census. Both need census_reserve_metrics(). */
void census_count_metrics(loyalty_census *census);
void census_merge_metrics(loyalty_census *census, const loyalty_census *other);

/* census_retention.c */

/* Writes the customer's active days to the scratch. On failure the census is unchanged. */
int32_t census_active_days(loyalty_census *census, const loyalty_customer *customer);
/* Reserves room for `more` cohorts. */
int32_t cohorts_reserve(struct cohorts *cohorts, const loyalty_allocator *allocator, uint32_t more);
/* Adds to the cohort of a month. Needs cohorts_reserve(). */
void cohorts_add(struct cohorts *cohorts, const struct cohort *more);
/* Counts the customer whose active days are in the scratch. Needs cohorts_reserve(). */
void census_count_retention(loyalty_census *census);

/* census_influence.c */

/* Counts the customer whose active days are in the scratch. */
void census_count_influence(loyalty_census *census, const loyalty_customer *customer);

#endif
