/* SPDX-License-Identifier: MIT */
/*
 * Cycles: days, weeks, months, quarters or years that follow one another without a gap. Each period has an index, one
 * above that of the period before it.
 */
#ifndef LOYALTY_BASE_CYCLE_H
#define LOYALTY_BASE_CYCLE_H

#include "base/date.h"

enum period {
    PERIOD_NONE = LOYALTY_PERIOD_NONE,
    PERIOD_DAY = LOYALTY_PERIOD_DAY,
    PERIOD_WEEK = LOYALTY_PERIOD_WEEK,
    PERIOD_MONTH = LOYALTY_PERIOD_MONTH,
    PERIOD_QUARTER = LOYALTY_PERIOD_QUARTER,
    PERIOD_YEAR = LOYALTY_PERIOD_YEAR
};

/*
 * Months, quarters and years begin on a day of a month: in the months whose distance from `month` is a multiple of the
 * period's length. A month that has no such day begins on the first day of the next one. For days and weeks, `month` and
 * `day` mean nothing; weeks begin on Monday.
 */
struct cycle {
    int32_t period; /* enum period */
    int8_t month;   /* 0 to 11 */
    int8_t day;     /* 1 to 31 */
};

/* Returns the cycle of calendar periods. */
static inline struct cycle cycle_of_calendar(enum period period)
{
    return (struct cycle){(int32_t)period, 0, 1};
}

/* Returns the cycle one of whose periods begins on a date. */
struct cycle cycle_from(enum period period, int32_t date);

/* Returns the index of the period that holds a date. */
int32_t cycle_index(struct cycle cycle, int32_t date);
/* Returns the first day of a period. */
int32_t cycle_begin(struct cycle cycle, int32_t index);
/* Returns the earliest first day of a period that is not before the date. */
int32_t cycle_first_day_from(struct cycle cycle, int32_t date);

/* Returns an upper bound on the number of days of a period. */
int32_t period_days(enum period period);

#endif
