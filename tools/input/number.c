/* SPDX-License-Identifier: MIT */
#include "input/number.h"

int number_parse(const char *text, size_t length, int64_t *number)
{
    size_t at = length > 0 && text[0] == '-' ? 1 : 0;
    int negative = at == 1;
    if (at == length)
        return NUMBER_MALFORMED;
    /* Summed below zero, where INT64_MIN fits too. */
    int64_t sum = 0;
    int too_large = 0;
    for (; at < length; at++) {
        if (text[at] < '0' || text[at] > '9')
            return NUMBER_MALFORMED;
        int64_t digit = text[at] - '0';
        if (sum < INT64_MIN / 10 || (sum == INT64_MIN / 10 && digit > -(INT64_MIN % 10)))
            too_large = 1;
        else
            sum = sum * 10 - digit;
    }
    if (too_large || (!negative && sum == INT64_MIN))
        return NUMBER_TOO_LARGE;
    *number = negative ? sum : -sum;
    return NUMBER_OK;
}
