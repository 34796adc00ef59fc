/* SPDX-License-Identifier: MIT */
/* Reads spans, the names of periods, and days of the year. */
#include "table_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ref_span table_span(const json_t *text)
{
    const char *span = json_string_value(text);
    char *unit;
    long length;
    if (!span)
        return (struct ref_span){0, REF_DAY};
    length = strtol(span, &unit, 10);
    if (unit == span || (strcmp(unit, "d") != 0 && strcmp(unit, "m") != 0))
        table_stop("not a span", span);
    return (struct ref_span){(int)length, *unit == 'd' ? REF_DAY : REF_MONTH};
}

enum ref_period table_period(const char *text)
{
    static const char *const names[] = {"", "week", "month", "quarter", "year"};
    for (int period = REF_WEEK; text != NULL && period <= REF_YEAR; period++)
        if (strcmp(text, names[period]) == 0)
            return (enum ref_period)period;
    return REF_DAY;
}

struct ref_day_of_year table_day_of_year(const char *text)
{
    struct ref_day_of_year day = {1, 1};
    if (text != NULL && sscanf(text, "%2d-%2d", &day.month, &day.day) != 2)
        table_stop("not a day of the year", text);
    return day;
}
