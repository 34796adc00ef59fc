/* SPDX-License-Identifier: MIT */
/* Two tables that have been compared, and how that is printed. The old one comes first in all that is of both. */
#ifndef LOYALTY_TOOLS_BACKTEST_H
#define LOYALTY_TOOLS_BACKTEST_H

#include "output/matrix.h"

#include <loyalty/loyalty.h>

enum { OLD, NEW, SIDES };

struct backtest {
    loyalty_program *programs[SIDES];
    loyalty_backtest *figures;
    int32_t as_of;
    uint32_t flap_days;
    int list; /* Those who would stand elsewhere are asked for one by one. */
    loyalty_table_info tables[SIDES];
    loyalty_backtest_side sides[SIDES];
    const char *rungs[SIDES][LOYALTY_RUNGS_MAX];
    struct matrix moved; /* The last row and the last column are those not on the ladder. */
};

/* The name of a rung; "" where somebody is not on the ladder. */
const char *backtest_rung(const struct backtest *backtest, int side, uint32_t rung);

/* Tables for a person; CSV, a flat table or the list; one JSON text. They return 0, or -1 after telling why. */
int backtest_print_screen(const struct backtest *backtest);
int backtest_print_csv(const struct backtest *backtest);
int backtest_print_json(const struct backtest *backtest);

#endif
