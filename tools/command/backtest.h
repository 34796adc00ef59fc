/* SPDX-License-Identifier: MIT */
/* The result of comparing two tables, and how it is printed. The old table always comes first. */
#ifndef LOYALTY_TOOLS_BACKTEST_H
#define LOYALTY_TOOLS_BACKTEST_H

#include <loyalty/analysis.h>

#include "input/table.h"
#include "output/matrix.h"

enum { OLD, NEW, SIDES };

struct backtest {
    struct table tables[SIDES];
    loyalty_backtest *figures;
    int32_t as_of;
    int32_t flap_days;
    bool list; /* whether to list the customers who would stand elsewhere */
    loyalty_side sides[SIDES];
    struct matrix moved; /* the last row and the last column are for customers not on the ladder */
};

/* Returns the name of a rung, or "" for LOYALTY_NONE. */
const char *backtest_rung(const struct backtest *backtest, int side, uint32_t rung);

/* Print tables for a person; CSV, the flat table or the list; one JSON text. Return a status of the library. */
int32_t backtest_print_screen(const struct backtest *backtest);
int32_t backtest_print_csv(const struct backtest *backtest);
int32_t backtest_print_json(const struct backtest *backtest);

#endif
