/* SPDX-License-Identifier: MIT */
/* Cycles of months are counted in months since year 0, and those of days and weeks in days. */
#include "base/cycle.h"

enum { MONDAY = 3 }; /* days from a Monday to 1970-01-01, a Thursday */

static int32_t cycle_months(struct cycle cycle)
{
    static const int32_t months[] = {[PERIOD_MONTH] = 1, [PERIOD_QUARTER] = 3, [PERIOD_YEAR] = 12};
    return months[cycle.period];
}

struct cycle cycle_from(enum period period, int32_t date)
{
    struct civil civil = date_to_civil(date);
    return (struct cycle){(int32_t)period, (int8_t)(civil.month - 1), (int8_t)civil.day};
}

int32_t cycle_begin(struct cycle cycle, int32_t index)
{
    if (cycle.period == PERIOD_DAY)
        return index;
    if (cycle.period == PERIOD_WEEK)
        return index * 7 - MONDAY;
    const int32_t month = cycle.month + index * cycle_months(cycle), year = date_floor_div(month, 12);
    const struct civil first = {year, month - year * 12 + 1, 1};
    const int32_t length = date_month_length(first.year, first.month);
    return date_from_civil(first) + (cycle.day > length ? length : cycle.day - 1);
}

int32_t cycle_index(struct cycle cycle, int32_t date)
{
    if (cycle.period == PERIOD_DAY)
        return date;
    if (cycle.period == PERIOD_WEEK)
        return date_floor_div(date + MONDAY, 7);
    const struct civil civil = date_to_civil(date);
    const int32_t index = date_floor_div(civil.year * 12 + civil.month - 1 - cycle.month, cycle_months(cycle));
    return cycle.day > 1 && cycle_begin(cycle, index) > date ? index - 1 : index;
}

int32_t cycle_first_day_from(struct cycle cycle, int32_t date)
{
    const int32_t index = cycle_index(cycle, date), begin = cycle_begin(cycle, index);
    return begin == date ? date : cycle_begin(cycle, index + 1);
}

int32_t period_days(enum period period)
{
    static const int32_t days[] = {
        [PERIOD_DAY] = 1, [PERIOD_WEEK] = 7, [PERIOD_MONTH] = 31, [PERIOD_QUARTER] = 92, [PERIOD_YEAR] = 366};
    return days[period];
}
