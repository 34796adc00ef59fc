/* SPDX-License-Identifier: MIT */
#ifndef REFERENCE_PERIOD_H
#define REFERENCE_PERIOD_H

/*
 * Spans of days or months, and periods that follow one another without a gap. Period 0 begins on a day `first`, period 1
 * the length of a period later, period -1 earlier. The calendar's own periods all begin on 0001-01-01, which is a Monday.
 */
enum ref_period { REF_DAY, REF_WEEK, REF_MONTH, REF_QUARTER, REF_YEAR };

struct ref_span {
    int length;
    enum ref_period unit; /* REF_DAY or REF_MONTH */
};

/* A day on which months, quarters and years begin. */
struct ref_day_of_year {
    int month, day;
};

/* A date past the calendar's last day, which never comes. */
int ref_never(void);
/* The date plus the span; ref_never() if the calendar ends before it. `date` may be ref_never() itself. */
int ref_span_after(int date, struct ref_span span);

/* A day on which one of the periods begins that begin with `begins`; days and weeks begin as in the calendar. */
int ref_period_first(enum ref_period period, struct ref_day_of_year begins, int date);
/* The first day of a period. Before the calendar's first day and after its last, any day beyond the calendar. */
int ref_period_begins(int first, enum ref_period period, int number);
/* The number of the period that holds the date. */
int ref_period_number(int first, enum ref_period period, int date);
/* The date, if a calendar period begins on it; otherwise the day on which the next one begins, or ref_never(). */
int ref_period_next(enum ref_period period, int date);

#endif
