/* SPDX-License-Identifier: MIT */
/* Rung by rung: how many customers went from each to each. */
#ifndef LOYALTY_TOOLS_MATRIX_H
#define LOYALTY_TOOLS_MATRIX_H

#include "output/screen.h"

#include <loyalty/loyalty.h>

enum {
    MATRIX_SIDE = LOYALTY_RUNGS_MAX + 1, /* all rungs, and not on the ladder */
    MATRIX_NONE = MATRIX_SIDE            /* no column is the same as the row */
};

struct matrix {
    const char *corner; /* what the rows and the columns are */
    uint32_t from_count;
    uint32_t to_count;
    const char *from[MATRIX_SIDE];
    const char *to[MATRIX_SIDE];
    uint32_t same[MATRIX_SIDE]; /* the column for those who stay where they are in a row, or MATRIX_NONE */
    uint64_t counts[MATRIX_SIDE][MATRIX_SIDE];
};

/*
 * Prints a matrix with the sums of rows and columns, and the share of each row that stays, which the bars draw. If the
 * names of the columns take too much room, prints numbers and a list of what they mean.
 */
void matrix_print(const struct screen *screen, const struct matrix *matrix);

#endif
