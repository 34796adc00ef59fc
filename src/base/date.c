/* SPDX-License-Identifier: MIT */
/* The calendar, in integer arithmetic on days. */
#include "base/date.h"

/*
 * Years begin in March, so that the leap day is the last day of its year. 400 years have 146,097 days, and 719,468 days
 * lie between 0000-03-01 and 1970-01-01.
 */
enum { ERA_YEARS = 400, ERA_DAYS = 146097, EPOCH = 719468 };

static int32_t date_floor_div(int32_t a, int32_t b)
{
    return a / b - (a % b < 0);
}

int32_t date_from_civil(struct civil civil)
{
    int32_t year = civil.year - (civil.month <= 2);
    int32_t era = date_floor_div(year, ERA_YEARS);
    int32_t year_of_era = year - era * ERA_YEARS;
    int32_t month = (civil.month + 9) % 12; /* March is 0 */
    int32_t day_of_year = (153 * month + 2) / 5 + civil.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - EPOCH;
}

struct civil date_to_civil(int32_t date)
{
    int32_t days = date + EPOCH;
    int32_t era = date_floor_div(days, ERA_DAYS);
    int32_t day_of_era = days - era * ERA_DAYS;
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (ERA_DAYS - 1)) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month = (5 * day_of_year + 2) / 153;
    struct civil civil;
    civil.day = day_of_year - (153 * month + 2) / 5 + 1;
    civil.month = month < 10 ? month + 3 : month - 9;
    civil.year = year_of_era + era * ERA_YEARS + (civil.month <= 2);
    return civil;
}

int32_t date_month_length(int32_t year, int32_t month)
{
    static const int32_t length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return length[month - 1] + (month == 2 && leap);
}

/* Returns the same day `months` months later, or that month's last day if it is too short. */
static struct civil date_add_months(struct civil civil, int32_t months)
{
    int32_t index = civil.year * 12 + (civil.month - 1) + months;
    struct civil to = {date_floor_div(index, 12), 0, civil.day};
    to.month = index - to.year * 12 + 1;
    int32_t length = date_month_length(to.year, to.month);
    if (to.day > length)
        to.day = length;
    return to;
}

/* Returns the first day of the calendar period that contains day `t`. */
static int32_t date_period_begin(int32_t type, int32_t t)
{
    if (type == WINDOW_WEEK) /* 1970-01-01 was a Thursday, three days after a Monday */
        return date_floor_div(t + 3, 7) * 7 - 3;
    struct civil civil = date_to_civil(t);
    civil.day = 1;
    if (type == WINDOW_QUARTER)
        civil.month -= (civil.month - 1) % 3;
    else if (type == WINDOW_YEAR)
        civil.month = 1;
    return date_from_civil(civil);
}

int32_t window_calendar_start(struct window window, int32_t t)
{
    if (window.type == WINDOW_MONTHS)
        return date_from_civil(date_add_months(date_to_civil(t), -window.length));
    return date_period_begin(window.type, t) - 1;
}

int32_t window_calendar_leave(struct window window, int32_t date)
{
    static const int32_t period_months[] = {[WINDOW_MONTH] = 1, [WINDOW_QUARTER] = 3, [WINDOW_YEAR] = 12};
    switch (window.type) {
    case WINDOW_WEEK:
        return date_period_begin(WINDOW_WEEK, date) + 7;
    case WINDOW_MONTHS: {
        /*
         * The first t whose window_start() is on or after `date`: the same day of the month, or the first day of the
         * next month if that month is too short.
         */
        struct civil from = date_to_civil(date), to = date_add_months(from, window.length);
        int32_t t = date_from_civil(to);
        return to.day == from.day ? t : t + 1;
    }
    default: {
        struct civil begin = date_to_civil(date_period_begin(window.type, date));
        return date_from_civil(date_add_months(begin, period_months[window.type]));
    }
    }
}

int32_t window_days(struct window window)
{
    switch (window.type) {
    case WINDOW_ALL:
        return INT32_MAX;
    case WINDOW_DAYS:
        return window.length;
    case WINDOW_MONTHS:
        return window.length * 31;
    case WINDOW_WEEK:
        return 7;
    case WINDOW_MONTH:
        return 31;
    case WINDOW_QUARTER:
        return 92;
    default:
        return 366;
    }
}

int32_t loyalty_date_from_civil(int32_t year, int32_t month, int32_t day, int32_t *date)
{
    if (!date)
        return LOYALTY_E_ARGUMENT;
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > date_month_length(year, month))
        return LOYALTY_E_DATE;
    *date = date_from_civil((struct civil){year, month, day});
    return LOYALTY_OK;
}

int32_t loyalty_date_to_civil(int32_t date, int32_t *year, int32_t *month, int32_t *day)
{
    if (!year || !month || !day)
        return LOYALTY_E_ARGUMENT;
    if (!date_valid(date))
        return LOYALTY_E_DATE;
    struct civil civil = date_to_civil(date);
    *year = civil.year;
    *month = civil.month;
    *day = civil.day;
    return LOYALTY_OK;
}

int32_t loyalty_date_parse(const char *text, size_t length, int32_t *date)
{
    static const char form[] = "dddd-dd-dd";
    if (!text || !date)
        return LOYALTY_E_ARGUMENT;
    if (length != sizeof form - 1)
        return LOYALTY_E_DATE;
    int32_t part[3] = {0, 0, 0}, index = 0;
    for (size_t i = 0; i < length; i++) {
        if (form[i] == '-') {
            if (text[i] != '-')
                return LOYALTY_E_DATE;
            index++;
        } else if (text[i] >= '0' && text[i] <= '9') {
            part[index] = part[index] * 10 + (text[i] - '0');
        } else {
            return LOYALTY_E_DATE;
        }
    }
    return loyalty_date_from_civil(part[0], part[1], part[2], date);
}

int32_t loyalty_date_format(int32_t date, char *buffer, size_t capacity)
{
    if (!buffer)
        return LOYALTY_E_ARGUMENT;
    if (!date_valid(date))
        return LOYALTY_E_DATE;
    if (capacity < sizeof "YYYY-MM-DD")
        return LOYALTY_E_SPACE;
    struct civil civil = date_to_civil(date);
    const int32_t digits[] = {civil.year / 100, civil.year % 100, civil.month, civil.day};
    char *at = buffer;
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
        if (i >= 2)
            *at++ = '-';
        *at++ = (char)('0' + digits[i] / 10);
        *at++ = (char)('0' + digits[i] % 10);
    }
    *at = '\0';
    return LOYALTY_OK;
}
