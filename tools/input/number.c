/* SPDX-License-Identifier: MIT */
/* Parses whole numbers without strtoll(), which accepts spaces and plus signs that a log must not have. */
#include "input/number.h"

enum number_result number_parse(const char *text, size_t length, int64_t *number)
{
    size_t at = length > 0 && text[0] == '-' ? 1 : 0;
    bool negative = at == 1;
    if (at == length)
        return NUMBER_MALFORMED;
    /* The sum is negative, so that INT64_MIN fits too. */
    int64_t sum = 0;
    bool too_large = false;
    for (; at < length; at++) {
        if (text[at] < '0' || text[at] > '9')
            return NUMBER_MALFORMED;
        int64_t digit = text[at] - '0';
        if (sum < INT64_MIN / 10 || (sum == INT64_MIN / 10 && digit > -(INT64_MIN % 10)))
            too_large = true;
        else
            sum = sum * 10 - digit;
    }
    if (too_large || (!negative && sum == INT64_MIN))
        return NUMBER_TOO_LARGE;
    *number = negative ? sum : -sum;
    return NUMBER_OK;
}
