/* SPDX-License-Identifier: MIT */
#ifndef REFERENCE_CALENDAR_H
#define REFERENCE_CALENDAR_H

#include <stdbool.h>

/*
 * The calendar, written out day by day from 0001-01-01 to 9999-12-31 like a wall calendar, and then only looked up.
 * A day is its number, 1970-01-01 being 0.
 */
struct calendar_day {
    int year, month, day;
    int weekday; /* 0 is Monday */
};

int calendar_first(void);
int calendar_last(void);
struct calendar_day calendar_of(int date);
/* False where there is no such day. */
bool calendar_find(int year, int month, int day, int *date);
/* Reads YYYY-MM-DD; false for anything else. */
bool calendar_read(const char *text, int *date);
/* Writes YYYY-MM-DD and a NUL to 11 bytes. */
void calendar_write(int date, char text[11]);

int calendar_days_of_month(int year, int month);
/* The date less a number of months, the day cut to that month's last; the day before the first where there is none. */
int calendar_months_before(int date, int months);
/*
 * The date plus a number of months, which may be negative: the same day of that month, or the 1st of the month after if
 * that month has no such day. The day before the calendar's first, or after its last, if it does not reach so far.
 */
int calendar_months_after(int date, int months);

#endif
