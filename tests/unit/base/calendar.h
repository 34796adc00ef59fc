/* SPDX-License-Identifier: MIT */
/* A calendar that only counts, to compare the library's arithmetic with. Days are numbered from its first one. */
#ifndef UNIT_BASE_CALENDAR_H
#define UNIT_BASE_CALENDAR_H

#include "base/cycle.h"
#include "support.h"

/* Days of four hundred years, then all comes again: 1899 to 2104 holds 1900, 2000, 2100 and all kinds of leap years. */
enum { CALENDAR_FIRST_YEAR = 1899, CALENDAR_LAST_YEAR = 2104, CALENDAR_DAYS = 76000 };
enum { CALENDAR_MONTHS = (CALENDAR_LAST_YEAR - CALENDAR_FIRST_YEAR + 1) * 12 };

/* Whatever falls outside the calendar. */
enum { CALENDAR_OUTSIDE = -1 };

struct calendar {
    struct civil days[CALENDAR_DAYS];
    int32_t months[CALENDAR_MONTHS + 1]; /* the first day of each, and the day after all */
    int32_t first, count;                /* the date of day 0, and the number of days */
};

/* Counts all days; a set-up of a group of tests. */
int calendar_count(void **state);
extern struct calendar calendar;

int32_t calendar_month_length(int32_t year, int32_t month);
/* Return the day that is some months later or earlier, or CALENDAR_OUTSIDE. */
int32_t calendar_plus_months(int32_t day, int32_t months);
int32_t calendar_less_months(int32_t day, int32_t months);

/*
 * Sets for each day the first day of the period that holds it, or CALENDAR_OUTSIDE before the first that begins in the
 * calendar. Months, quarters and years begin on a day of a month, 0 to 11, or on the first day after that month.
 */
void calendar_begins(struct cycle cycle, int32_t *begins);

#endif
