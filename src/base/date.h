/* SPDX-License-Identifier: MIT */
/* The calendar: days since 1970-01-01 in the proleptic Gregorian calendar, and windows of days. */
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

/* Convert between a date and its civil form, also for the 3,100 years before year 1, where long windows may begin. */
int32_t date_from_civil(struct civil civil);
struct civil date_to_civil(int32_t date);

/* Returns the number of days in the month, 28 to 31. */
int32_t date_month_length(int32_t year, int32_t month);

static inline bool date_valid(int32_t date)
{
    return date >= LOYALTY_DATE_MIN && date <= LOYALTY_DATE_MAX;
}

enum window_type { WINDOW_ALL, WINDOW_DAYS, WINDOW_MONTHS, WINDOW_WEEK, WINDOW_MONTH, WINDOW_QUARTER, WINDOW_YEAR };

struct window {
    int32_t type;
    int32_t length; /* N of WINDOW_DAYS and WINDOW_MONTHS */
};

static inline bool window_same(struct window a, struct window b)
{
    return a.type == b.type && a.length == b.length;
}

/* The slow paths of window_start() and window_leave(): windows whose length is not a fixed number of days. */
int32_t window_calendar_start(struct window window, int32_t t);
int32_t window_calendar_leave(struct window window, int32_t date);

/* Returns the day before the first day of the window on day `t`; DATE_BEFORE_ALL for WINDOW_ALL. */
static inline int32_t window_start(struct window window, int32_t t)
{
    if (window.type == WINDOW_ALL)
        return DATE_BEFORE_ALL;
    return window.type == WINDOW_DAYS ? t - window.length : window_calendar_start(window, t);
}

/* Returns the first day whose window no longer contains `date`; DATE_NEVER for WINDOW_ALL. */
static inline int32_t window_leave(struct window window, int32_t date)
{
    if (window.type == WINDOW_ALL)
        return DATE_NEVER;
    return window.type == WINDOW_DAYS ? date + window.length : window_calendar_leave(window, date);
}

/* Returns an upper bound on the number of days in the window; INT32_MAX for WINDOW_ALL. */
int32_t window_days(struct window window);

#endif
