/* SPDX-License-Identifier: MIT */
/* Writes amounts in the units of their metrics, and fractions for people. */
#include "command/view.h"

#include <inttypes.h>
#include <string.h>

enum { AMOUNT_ASCII = LOYALTY_MONEY_TEXT + 8 };

int32_t view_unit(const struct view *view, int32_t subject, uint32_t metric)
{
    loyalty_metric_info info = {.size = sizeof info};
    if (subject != LOYALTY_SUBJECT_METRIC || loyalty_program_metric(view->table->program, metric, &info))
        return LOYALTY_UNIT_NONE;
    if (info.unit != LOYALTY_UNIT_NONE)
        return info.unit;
    if (info.measure == LOYALTY_MEASURE_DAYS_SINCE || info.measure == LOYALTY_MEASURE_DAYS_SINCE_FIRST)
        return LOYALTY_UNIT_DAYS;
    return info.measure == LOYALTY_MEASURE_SHARE ? LOYALTY_UNIT_PERCENT : LOYALTY_UNIT_NONE;
}

static const char *amount_money(const struct view *view, int64_t amount, char buffer[LANG_NUMBER])
{
    char ascii[AMOUNT_ASCII];
    if (loyalty_program_money(view->table->program, amount, ascii, sizeof ascii))
        return view_number(view, amount, buffer); /* the table does not say how money is written */
    char money[96];                               /* 20 digits, a sign and a point in any language */
    char *code = strchr(ascii, ' ');
    *code++ = '\0';
    lang_number(view->language, ascii, money, sizeof money);
    snprintf(buffer, LANG_NUMBER, "%s" PHRASE_TIE "%s", money, code);
    return buffer;
}

const char *view_whole_amount(const struct view *view, int32_t unit, int64_t amount, char buffer[LANG_NUMBER])
{
    char ascii[AMOUNT_ASCII];
    switch (unit) {
    case LOYALTY_UNIT_MONEY:
        return amount_money(view, amount, buffer);
    case LOYALTY_UNIT_DAYS:
        return lang_amount(view->language, UNIT_DAYS, amount, buffer, LANG_NUMBER);
    case LOYALTY_UNIT_PERCENT:
        snprintf(ascii, sizeof ascii, "%" PRId64 "%%", amount);
        return lang_number(view->language, ascii, buffer, LANG_NUMBER);
    default:
        return view_number(view, amount, buffer);
    }
}

/* Returns the next decimal digit of a remainder, and leaves what remains then. Ten times it may exceed 64 bits. */
static char amount_next_digit(uint64_t *remainder, uint64_t denominator)
{
    char digit = '0';
    uint64_t rest = 0;
    for (int i = 0; i < 10; i++) {
        if (rest >= denominator - *remainder) {
            rest -= denominator - *remainder;
            digit++;
        } else {
            rest += *remainder;
        }
    }
    *remainder = rest;
    return digit;
}

/* Writes a fraction with at most two decimals, and "..." if it has more: rounding could seem to reach a limit. */
static void amount_fraction(int64_t numerator, int64_t denominator, char ascii[AMOUNT_ASCII])
{
    const int64_t whole = numerator / denominator;
    uint64_t remainder = (uint64_t)(numerator % denominator);
    if (numerator < 0)
        remainder = 0 - remainder;
    const char first = amount_next_digit(&remainder, (uint64_t)denominator);
    const bool ends = remainder == 0;
    const char second = amount_next_digit(&remainder, (uint64_t)denominator);
    const int used =
        snprintf(ascii, AMOUNT_ASCII, "%s%" PRId64 ".%c", numerator < 0 && whole == 0 ? "-" : "", whole, first);
    if (!ends)
        snprintf(ascii + used, AMOUNT_ASCII - (size_t)used, "%c%s", second, remainder > 0 ? "..." : "");
}

const char *view_amount(const struct view *view, int32_t unit, int64_t numerator, int64_t denominator,
                        char buffer[LANG_NUMBER])
{
    char ascii[AMOUNT_ASCII];
    /* A fraction of a cent or of a day says nothing to anybody. */
    const bool is_whole = numerator % denominator == 0 || unit == LOYALTY_UNIT_MONEY || unit == LOYALTY_UNIT_DAYS;
    if (is_whole)
        return view_whole_amount(view, unit, numerator / denominator, buffer);
    amount_fraction(numerator, denominator, ascii);
    if (unit == LOYALTY_UNIT_PERCENT)
        strcat(ascii, "%");
    return lang_number(view->language, ascii, buffer, LANG_NUMBER);
}
