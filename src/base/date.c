/* SPDX-License-Identifier: MIT */
/* The calendar, in whole days. */
#include "base/date.h"

/*
 * Years begin in March, so that the leap day is the last day of its year. 400 years have 146,097 days, and 719,468 days
 * lie between 0000-03-01 and 1970-01-01.
 */
enum { ERA_YEARS = 400, ERA_DAYS = 146097, EPOCH = 719468 };

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

/* Returns the first day of the month that is `months` months later. */
static struct civil date_month_later(struct civil civil, int32_t months)
{
    int32_t index = civil.year * 12 + (civil.month - 1) + months, year = date_floor_div(index, 12);
    return (struct civil){year, index - year * 12 + 1, 1};
}

int32_t date_plus_months(int32_t date, int32_t months)
{
    struct civil from = date_to_civil(date), to = date_month_later(from, months);
    int32_t length = date_month_length(to.year, to.month), first = date_from_civil(to);
    return first + (from.day > length ? length : from.day - 1);
}

int32_t date_less_months(int32_t date, int32_t months)
{
    struct civil from = date_to_civil(date), to = date_month_later(from, -months);
    int32_t length = date_month_length(to.year, to.month), first = date_from_civil(to);
    return first + (from.day > length ? length : from.day) - 1;
}

loyalty_status loyalty_date_from_civil(int32_t year, int32_t month, int32_t day, loyalty_date *date)
{
    if (!date)
        return LOYALTY_E_ARGUMENT;
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > date_month_length(year, month))
        return LOYALTY_E_DATE;
    *date = date_from_civil((struct civil){year, month, day});
    return LOYALTY_OK;
}

loyalty_status loyalty_date_to_civil(loyalty_date date, int32_t *year, int32_t *month, int32_t *day)
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

loyalty_status loyalty_date_parse(const char *text, size_t length, loyalty_date *date)
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

loyalty_status loyalty_date_format(loyalty_date date, char *buffer, size_t capacity)
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
