/* SPDX-License-Identifier: MIT */
/* The result of a census, and how it is printed. */
#ifndef LOYALTY_TOOLS_CENSUS_H
#define LOYALTY_TOOLS_CENSUS_H

#include "input/table.h"

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
};

/* The quantiles that are printed. */
struct census_quantile {
    const char *name;
    uint32_t numerator;
    uint32_t denominator;
};

enum { CENSUS_QUANTILES = 7 };
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

/* Print tables for a person; a flat CSV table; one JSON text. Return a status of the library. */
int32_t census_print_screen(const struct census *census);
int32_t census_print_csv(const struct census *census);
int32_t census_print_json(const struct census *census);

#endif
