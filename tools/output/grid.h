/* SPDX-License-Identifier: MIT */
/* A table on a screen: columns as wide as their contents, and after each row a bar in the remaining room. */
#ifndef LOYALTY_TOOLS_GRID_H
#define LOYALTY_TOOLS_GRID_H

#include "output/screen.h"

#if defined(__GNUC__)
#define GRID_PRINTF __attribute__((format(printf, 2, 3)))
#else
#define GRID_PRINTF
#endif

enum {
    GRID_COLUMNS = 72, /* enough for a matrix of 64 rungs with its headings and sums */
    GRID_CELL = 260    /* bytes of a cell; enough for a customer's id */
};

/* One row. A bar is a share of 1; a negative share means no bar. */
struct grid_row {
    char cells[GRID_COLUMNS][GRID_CELL];
    double bar;
};

/* Fills a row, which has empty cells and no bar. Called more than once for each row. */
typedef void grid_filler(const void *user, uint64_t row, struct grid_row *filled);

struct grid {
    uint32_t columns;
    uint32_t left; /* columns aligned to the left; the others are aligned to the right */
    uint64_t rows;
    grid_filler *fill;
    const void *user;
};

void grid_print(const struct screen *screen, const struct grid *table);

/* Returns the columns that a table takes without bars. */
size_t grid_width(const struct grid *table);

/* Prints into a cell as printf() does, and cuts what does not fit. */
void grid_cell(char cell[GRID_CELL], const char *format, ...) GRID_PRINTF;

/* Fills the first `count` cells of a row, such as the names of the columns. */
void grid_head(struct grid_row *row, const char *const names[], uint32_t count);

/* Print a title; print a heading after an empty line. */
void grid_title(const struct screen *screen, const char *format, ...) GRID_PRINTF;
void grid_heading(const struct screen *screen, const char *format, ...) GRID_PRINTF;

#endif
