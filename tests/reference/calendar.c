/* SPDX-License-Identifier: MIT */
/* Writes out the wall calendar, and looks up everything in it. */
#include "calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LAST_YEAR = 9999, DAYS = 3652059 };

/* Compact, because there are over three million of them. */
struct entry {
    short year;
    signed char month, day;
};

static struct entry *wall;                      /* every day there is, the first one at 0 */
static int month_begins[LAST_YEAR + 1][12 + 1]; /* index in the wall of each month's first day */
static int epoch;                               /* index in the wall of 1970-01-01 */

int calendar_days_of_month(int year, int month)
{
    static const int days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month] + (month == 2 && leap ? 1 : 0);
}

static void write_out(void)
{
    int index = 0;
    if (wall)
        return;
    wall = malloc(DAYS * sizeof *wall);
    if (!wall)
        abort();
    for (int year = 1; year <= LAST_YEAR; year++)
        for (int month = 1; month <= 12; month++) {
            month_begins[year][month] = index;
            for (int day = 1; day <= calendar_days_of_month(year, month); day++)
                wall[index++] = (struct entry){(short)year, (signed char)month, (signed char)day};
        }
    if (index != DAYS)
        abort();
    epoch = month_begins[1970][1];
}

int calendar_first(void)
{
    write_out();
    return -epoch;
}

int calendar_last(void)
{
    write_out();
    return DAYS - 1 - epoch;
}

struct calendar_day calendar_of(int date)
{
    write_out();
    if (date < -epoch || date >= DAYS - epoch) {
        fprintf(stderr, "reference: %d is no day of the calendar\n", date);
        abort();
    }
    struct entry day = wall[date + epoch];
    /* 0001-01-01 is a Monday. */
    return (struct calendar_day){day.year, day.month, day.day, (date + epoch) % 7};
}

bool calendar_find(int year, int month, int day, int *date)
{
    write_out();
    if (year < 1 || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > calendar_days_of_month(year, month))
        return false;
    *date = month_begins[year][month] + day - 1 - epoch;
    return true;
}

bool calendar_read(const char *text, int *date)
{
    int part[3] = {0, 0, 0};
    if (strlen(text) != 10)
        return false;
    for (int i = 0; i < 10; i++) {
        if (i == 4 || i == 7) {
            if (text[i] != '-')
                return false;
        } else {
            int which = i < 4 ? 0 : i < 7 ? 1 : 2;
            if (text[i] < '0' || text[i] > '9')
                return false;
            part[which] = part[which] * 10 + (text[i] - '0');
        }
    }
    return calendar_find(part[0], part[1], part[2], date);
}

void calendar_write(int date, char text[11])
{
    struct calendar_day day = calendar_of(date);
    char buffer[40];
    snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", day.year, day.month, day.day);
    memcpy(text, buffer, 10);
    text[10] = '\0';
}

int calendar_months_before(int date, int months)
{
    struct calendar_day from = calendar_of(date);
    int counted = from.year * 12 + from.month - 1 - months; /* months since the year 0 began */
    int year = counted / 12, month = counted % 12 + 1, found;
    if (counted < 12)
        return calendar_first() - 1;
    int last = calendar_days_of_month(year, month);
    if (!calendar_find(year, month, from.day < last ? from.day : last, &found))
        abort();
    return found;
}

int calendar_months_after(int date, int months)
{
    struct calendar_day from = calendar_of(date);
    int counted = from.year * 12 + from.month - 1 + months; /* months since the year 0 began */
    int year = counted / 12, month = counted % 12 + 1, found;
    if (counted < 12)
        return calendar_first() - 1;
    if (year > LAST_YEAR)
        return calendar_last() + 1;
    if (from.day > calendar_days_of_month(year, month)) {
        month++; /* not past December, which has every day */
        from.day = 1;
    }
    if (!calendar_find(year, month, from.day, &found))
        abort();
    return found;
}
