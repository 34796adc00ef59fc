/* SPDX-License-Identifier: MIT */
/* Two tables that have been compared, and how that is printed. The old one comes first in all that is of both. */
#ifndef LOYALTY_TOOLS_BACKTEST_H
#define LOYALTY_TOOLS_BACKTEST_H

#include "input/table.h"
#include "output/matrix.h"

enum { OLD, NEW, SIDES };

struct backtest {
    struct table tables[SIDES];
    loyalty_backtest *figures;
    int32_t as_of;
    uint32_t flap_days;
    bool list; /* those who would stand elsewhere are asked for one by one */
    loyalty_backtest_side sides[SIDES];
    struct matrix moved; /* the last row and the last column are those not on the ladder */
};

/* Returns the name of a rung, or "" if somebody is not on the ladder. */
const char *backtest_rung(const struct backtest *backtest, int side, uint32_t rung);

/* Print tables for a person; CSV, a flat table or the list; one JSON text. */
int32_t backtest_print_screen(const struct backtest *backtest);
int32_t backtest_print_csv(const struct backtest *backtest);
int32_t backtest_print_json(const struct backtest *backtest);

#endif
