/* SPDX-License-Identifier: MIT */
/* The calendar: days since 1970-01-01 in the proleptic Gregorian calendar. */
#ifndef LOYALTY_BASE_DATE_H
#define LOYALTY_BASE_DATE_H

#include <stdbool.h>

#include "loyalty/loyalty.h"

enum {
    DATE_BEFORE_ALL = INT32_MIN, /* earlier than every date, and than LOYALTY_DATE_NONE */
    DATE_NEVER = INT32_MAX       /* no further date: later than every date */
};

struct civil {
    int32_t year, month, day;
};

/* Convert between a date and its civil form, also for the three million years in which long windows may begin or end. */
int32_t date_from_civil(struct civil civil);
struct civil date_to_civil(int32_t date);

/* Returns the number of days in the month, 28 to 31. */
int32_t date_month_length(int32_t year, int32_t month);

/* Returns a ÷ b, rounded down; b > 0. */
static inline int32_t date_floor_div(int32_t a, int32_t b)
{
    return a / b - (a % b < 0);
}

static inline bool date_valid(int32_t date)
{
    return date >= LOYALTY_DATE_MIN && date <= LOYALTY_DATE_MAX;
}

/*
 * Returns the same day of the month `months` months later or, if `months` is below 0, earlier; the first day of the month
 * after if that month has no such day.
 */
int32_t date_plus_months(int32_t date, int32_t months);
/* Returns the same day of the month `months` months earlier, or that month's last day if it has no such day. */
int32_t date_less_months(int32_t date, int32_t months);

#endif
