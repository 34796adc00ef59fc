/* SPDX-License-Identifier: MIT */
/* Spans, and periods counted from a first day. */
#include "period.h"

#include <stdlib.h>

#include "calendar.h"

int ref_never(void)
{
    return calendar_last() + 1;
}

int ref_span_after(int date, struct ref_span span)
{
    int after;
    if (date >= ref_never())
        return ref_never();
    after = span.unit == REF_DAY ? date + span.length : calendar_months_after(date, span.length);
    return after < ref_never() ? after : ref_never();
}

int ref_period_first(enum ref_period period, struct ref_day_of_year begins, int date)
{
    int first;
    if (period == REF_DAY || period == REF_WEEK)
        return calendar_first();
    if (!calendar_find(calendar_of(date).year, begins.month, begins.day, &first))
        abort();
    return first;
}

static int months_in(enum ref_period period)
{
    return period == REF_MONTH ? 1 : period == REF_QUARTER ? 3 : 12;
}

int ref_period_begins(int first, enum ref_period period, int number)
{
    if (period == REF_DAY)
        return first + number;
    if (period == REF_WEEK)
        return first + number * 7;
    return calendar_months_after(first, number * months_in(period));
}

/* Near the number of the period that holds the date. */
static int number_near(int first, enum ref_period period, int date)
{
    struct calendar_day from = calendar_of(first), to = calendar_of(date);
    if (period == REF_DAY)
        return date - first;
    if (period == REF_WEEK)
        return (date - first) / 7;
    return ((to.year - from.year) * 12 + to.month - from.month) / months_in(period);
}

int ref_period_number(int first, enum ref_period period, int date)
{
    int number = number_near(first, period, date);
    while (ref_period_begins(first, period, number) > date)
        number--;
    while (ref_period_begins(first, period, number + 1) <= date)
        number++;
    return number;
}

int ref_period_next(enum ref_period period, int date)
{
    int number = ref_period_number(calendar_first(), period, date), next;
    if (ref_period_begins(calendar_first(), period, number) == date)
        return date;
    next = ref_period_begins(calendar_first(), period, number + 1);
    return next < ref_never() ? next : ref_never();
}
