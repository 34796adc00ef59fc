/* SPDX-License-Identifier: MIT */
/* A table on a screen: columns as wide as their contents, and after each row a bar in the room that is left. */
#ifndef LOYALTY_TOOLS_GRID_H
#define LOYALTY_TOOLS_GRID_H

#include "output/screen.h"

#if defined(__GNUC__)
#define GRID_PRINTF __attribute__((format(printf, 2, 3)))
#else
#define GRID_PRINTF
#endif

enum {
    GRID_COLUMNS = 72, /* of a matrix of 64 rungs, and what stands around it */
    GRID_CELL = 260    /* bytes of a cell: a customer's id */
};

/* One row. A bar is a share of 1; a row with a negative one has no bar. */
struct grid_row {
    char cells[GRID_COLUMNS][GRID_CELL];
    double bar;
};

/* Fills a row, whose cells are empty and which has no bar. Called for each row more than once. */
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

/* Prints into a cell as printf() does, cut to what fits. */
void grid_cell(char cell[GRID_CELL], const char *format, ...) GRID_PRINTF;

/* Fills the first `count` cells of a row, such as the names of the columns. */
void grid_head(struct grid_row *row, const char *const names[], uint32_t count);

/* Print the title above everything, and the heading above a table after an empty line. */
void grid_title(const struct screen *screen, const char *format, ...) GRID_PRINTF;
void grid_heading(const struct screen *screen, const char *format, ...) GRID_PRINTF;

#endif
