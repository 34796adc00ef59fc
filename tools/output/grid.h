/* SPDX-License-Identifier: MIT */
/* A table on a screen: columns as wide as what stands in them, and a bar behind each row in what room is left. */
#ifndef LOYALTY_TOOLS_GRID_H
#define LOYALTY_TOOLS_GRID_H

#include "output/screen.h"

#if defined(__GNUC__)
#define GRID_PRINTF __attribute__((format(printf, 2, 3)))
#else
#define GRID_PRINTF
#endif

enum {
    GRID_COLUMNS = 72, /* Of a matrix of 64 rungs, and what stands around it. */
    GRID_CELL = 260    /* Bytes of a cell: a customer's id. */
};

/* One row. A bar is a share of 1; there is none where it is below 0. */
struct grid_row {
    char cells[GRID_COLUMNS][GRID_CELL];
    double bar;
};

/* Fills a row, whose cells are empty and which has no bar. It is asked for each row more than once. */
typedef void grid_filler(const void *user, uint64_t row, struct grid_row *filled);

struct grid {
    uint32_t columns;
    uint32_t left; /* So many columns stand to the left, the others to the right. */
    uint64_t rows;
    grid_filler *fill;
    const void *user;
};

void grid_print(const struct screen *screen, const struct grid *table);

/* Columns that it takes without bars. */
size_t grid_width(const struct grid *table);

/* A cell as printf() would print it, cut to what fits. */
void grid_cell(char cell[GRID_CELL], const char *format, ...) GRID_PRINTF;

/* What stands above everything; and above a table, after an empty line. */
void grid_title(const struct screen *screen, const char *format, ...) GRID_PRINTF;
void grid_heading(const struct screen *screen, const char *format, ...) GRID_PRINTF;

#endif
