/* SPDX-License-Identifier: MIT */
/* The result of a census, and how it is printed. */
#ifndef LOYALTY_TOOLS_CENSUS_H
#define LOYALTY_TOOLS_CENSUS_H

#include <loyalty/analysis.h>

#include "input/table.h"
#include "output/output.h"
#include "output/screen.h"

struct census {
    struct table table;
    loyalty_census *figures;
    loyalty_census_plan plan;

    /* Lifetime value; not asked for if `reward_count` is 0. */
    uint32_t reward_count;
    double rewards[LOYALTY_RUNGS_MAX];
    double discount;
    uint32_t periods; /* after the present one; 0 for all */
    double values[LOYALTY_RUNGS_MAX];

    uint32_t metrics[LOYALTY_METRICS_MAX]; /* those of the plan */
};

/* The quantiles that are printed. */
struct census_quantile {
    const char *name;
    uint32_t numerator;
    uint32_t denominator;
};

enum { CENSUS_QUANTILES = 9 };
extern const struct census_quantile census_quantiles[CENSUS_QUANTILES];

/* Names, each with a number of customers. */
struct census_tally {
    const char *title; /* a segmentation's name */
    const char *names[LOYALTY_CELLS_MAX + 1];
    uint64_t counts[LOYALTY_CELLS_MAX + 1];
    uint32_t rows;
};

/* Counts the customers on each rung. */
void census_tally_rungs(const struct census *census, struct census_tally *tally);

/* Counts the customers in each cell of a segmentation, and last those in no cell, under the name `nobody`. */
void census_tally_cells(const struct census *census, uint32_t segmentation, const char *nobody,
                        struct census_tally *tally);

/*
 * Counts who moved which way, and last the new customers, under the name `newcomers`. Returns whether there is a day to
 * compare with.
 */
bool census_tally_movement(const struct census *census, const char *newcomers, struct census_tally *tally);

/* The parts of a census that may be left out, in their order. */
enum census_part { CENSUS_SCORE, CENSUS_MOVEMENT, CENSUS_RETENTION, CENSUS_INFLUENCE, CENSUS_VALUE };

/* What a part may lack, as bits. */
enum census_missing {
    CENSUS_NO_CUSTOMERS = 1,
    CENSUS_NO_POINTS = 2, /* a screen does not show scores that are 0 for everybody */
    CENSUS_NO_FROM = 4,
    CENSUS_NO_PERIODS = 8,
    CENSUS_NO_PURCHASES = 16,
    CENSUS_NO_REWARDS = 32
};

/* Returns what a part lacks; 0 if a screen shows it. */
unsigned census_missing(const struct census *census, enum census_part part);

/* Print which parts are left out and why: a line for all that lack the same; a member of the JSON text. */
void census_show_left_out(const struct census *census, const struct screen *screen);
void census_json_left_out(const struct census *census);

/*
 * Adds the metrics of --metrics to the plan: names separated by commas, "all", or NULL for none. Returns whether the
 * table has them; if not, reports why.
 */
bool census_read_metrics(struct census *census, const char *names);

/* Print the quantiles of each metric: a table for a person; rows of the flat CSV table. */
void census_show_metrics(const struct census *census, const struct screen *screen);
void census_csv_metrics(const struct census *census, struct output *output);

/* Print tables for a person; a flat CSV table; one JSON text. Return a status of the library. */
int32_t census_print_screen(const struct census *census);
int32_t census_print_csv(const struct census *census);
int32_t census_print_json(const struct census *census);

#endif
