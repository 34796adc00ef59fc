/* SPDX-License-Identifier: MIT */
/* Counts days, month by month. */
#include "calendar.h"

struct calendar calendar;

int32_t calendar_month_length(int32_t year, int32_t month)
{
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (month == 2)
        return leap ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

int calendar_count(void **state)
{
    int32_t months = 0;
    (void)state;
    calendar.first = day("1899-01-01");
    for (int32_t year = CALENDAR_FIRST_YEAR; year <= CALENDAR_LAST_YEAR; year++)
        for (int32_t month = 1; month <= 12; month++) {
            calendar.months[months++] = calendar.count;
            for (int32_t date = 1; date <= calendar_month_length(year, month); date++)
                calendar.days[calendar.count++] = (struct civil){year, month, date};
        }
    calendar.months[months] = calendar.count;
    assert_int_equal(months, CALENDAR_MONTHS);
    assert_in_range(calendar.count, 75000, CALENDAR_DAYS);
    return 0;
}

static int32_t month_of(int32_t day)
{
    return (calendar.days[day].year - CALENDAR_FIRST_YEAR) * 12 + calendar.days[day].month - 1;
}

/* Returns the number of a day in its month if another month has it; otherwise the last day of that, plus `excess`. */
static int32_t same_day(int32_t day, int32_t month, int32_t excess)
{
    if (month < 0 || month >= CALENDAR_MONTHS)
        return CALENDAR_OUTSIDE;
    const int32_t same = calendar.months[month] + calendar.days[day].day - 1, last = calendar.months[month + 1] - 1;
    return same <= last ? same : last + excess;
}

int32_t calendar_plus_months(int32_t day, int32_t months)
{
    return same_day(day, month_of(day) + months, 1);
}

int32_t calendar_less_months(int32_t day, int32_t months)
{
    return same_day(day, month_of(day) - months, 0);
}

static bool begins_in(enum period period, int32_t first_month, int32_t month)
{
    const int32_t distance = month % 12 - first_month + 12;
    return period == PERIOD_MONTH || distance % (period == PERIOD_QUARTER ? 3 : 12) == 0;
}

/* Marks the first days of the periods, each with itself. */
static void mark_begins(struct cycle cycle, int32_t *begins)
{
    for (int32_t day = 0; day < calendar.count; day++)
        begins[day] = CALENDAR_OUTSIDE;
    if (cycle.period == PERIOD_DAY || cycle.period == PERIOD_WEEK) {
        const int32_t step = cycle.period == PERIOD_DAY ? 1 : 7; /* 1899-01-02 was a Monday */
        for (int32_t day = step == 1 ? 0 : 1; day < calendar.count; day += step)
            begins[day] = day;
        return;
    }
    for (int32_t month = 0; month < CALENDAR_MONTHS; month++) {
        const int32_t next = calendar.months[month + 1], same = calendar.months[month] + cycle.day - 1;
        const int32_t day = same < next ? same : next;
        if (begins_in((enum period)cycle.period, cycle.month, month) && day < calendar.count)
            begins[day] = day;
    }
}

void calendar_begins(struct cycle cycle, int32_t *begins)
{
    mark_begins(cycle, begins);
    for (int32_t day = 1; day < calendar.count; day++)
        if (begins[day] == CALENDAR_OUTSIDE)
            begins[day] = begins[day - 1];
}
