/* SPDX-License-Identifier: MIT */
/* Learns the months that a log has, and reads days of theirs. */
#include "input/dates.h"

#include <loyalty/loyalty.h>
#include <string.h>

static struct month dates_learn(const char *text)
{
    char date[] = "YYYY-MM-01";
    struct month month = {.text = word_load(text)};
    memcpy(date, text, WORD_BYTES);
    if (loyalty_date_parse(date, 10, &month.first))
        return month;
    month.first--;
    int32_t last = 0;
    for (month.days = 31; month.days > 28; month.days--) {
        date[8] = (char)('0' + month.days / 10);
        date[9] = (char)('0' + month.days % 10);
        if (!loyalty_date_parse(date, 10, &last))
            break;
    }
    return month;
}

bool dates_read_other(struct dates *dates, const char *text, int32_t *date)
{
    /* The last digit of the year and the month choose the entry, so neighbouring months do not share one. */
    unsigned entry = (unsigned char)text[3] * 12u + (unsigned char)text[5] * 10u + (unsigned char)text[6];
    struct month *month = &dates->months[entry % DATES_MONTHS];
    if (month->text != word_load(text))
        *month = dates_learn(text);
    unsigned tens = (unsigned)text[8] - '0';
    unsigned ones = (unsigned)text[9] - '0';
    unsigned day = tens * 10 + ones;
    if (tens > 9 || ones > 9 || day - 1 >= month->days)
        return false;
    *date = month->first + (int32_t)day;
    dates->begin = word_load(text);
    dates->end = word_load(text + 10 - WORD_BYTES);
    dates->last = *date;
    return true;
}

/* There is always a last date, because bytes that are all 0 might be in a log too. */
void dates_init(struct dates *dates)
{
    int32_t date = 0;
    memset(dates, 0, sizeof *dates);
    dates_read_other(dates, "1970-01-01", &date);
}
