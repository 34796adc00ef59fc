/* SPDX-License-Identifier: MIT */
/* How many customers moved from each rung to each rung. */
#ifndef LOYALTY_TOOLS_MATRIX_H
#define LOYALTY_TOOLS_MATRIX_H

#include "output/screen.h"

#include <loyalty/loyalty.h>

enum {
    MATRIX_SIDE = LOYALTY_RUNGS_MAX + 1, /* all rungs, and one for customers not on the ladder */
    MATRIX_NONE = MATRIX_SIDE            /* no column is for the same rung as the row */
};

struct matrix {
    const char *corner; /* text of the corner, which explains the rows and the columns */
    uint32_t from_count;
    uint32_t to_count;
    const char *from[MATRIX_SIDE];
    const char *to[MATRIX_SIDE];
    uint32_t same[MATRIX_SIDE]; /* for each row, the column of the same rung, or MATRIX_NONE */
    uint64_t counts[MATRIX_SIDE][MATRIX_SIDE];
};

/*
 * Prints a matrix with the sums of its rows and columns, and the share of each row that stays, also as a bar. If the
 * names of the columns take too much room, prints numbers instead, and a list of the names.
 */
void matrix_print(const struct screen *screen, const struct matrix *matrix);

#endif
