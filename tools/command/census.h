/* SPDX-License-Identifier: MIT */
/* A census that has been taken, and how it is printed. */
#ifndef LOYALTY_TOOLS_CENSUS_H
#define LOYALTY_TOOLS_CENSUS_H

#include <loyalty/loyalty.h>

struct census {
    loyalty_program *program;
    loyalty_census *figures;
    loyalty_census_plan plan;
    loyalty_table_info table;
    const char *rungs[LOYALTY_RUNGS_MAX];

    /* Lifetime value; where reward_count is 0 nobody asks. */
    uint32_t reward_count;
    double rewards[LOYALTY_RUNGS_MAX];
    double discount;
    uint32_t periods; /* 0: for ever. */
    double values[LOYALTY_RUNGS_MAX];
};

/* The quantiles that are printed. */
struct census_quantile {
    const char *name;
    uint32_t numerator;
    uint32_t denominator;
};

enum { CENSUS_QUANTILES = 7 };
extern const struct census_quantile CENSUS_QUANTILE[CENSUS_QUANTILES];

int census_has_movement(const struct census *census);
int census_has_retention(const struct census *census);
int census_has_influence(const struct census *census);

/* Customers on the ladder who are in no cell of a segmentation; its cells are those from first on. */
uint64_t census_unsegmented(const struct census *census, uint32_t segmentation, uint32_t *first, uint32_t *count);

/* Tables for a person; a flat CSV table; one JSON text. The last returns 0, or -1 after telling why. */
void census_print_screen(const struct census *census);
void census_print_csv(const struct census *census);
int census_print_json(const struct census *census);

#endif
