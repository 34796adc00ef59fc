/* SPDX-License-Identifier: MIT */
/* Whole numbers in text. */
#ifndef LOYALTY_TOOLS_NUMBER_H
#define LOYALTY_TOOLS_NUMBER_H

#include "input/word.h"

#include <stdbool.h>

enum number_result { NUMBER_OK, NUMBER_MALFORMED, NUMBER_TOO_LARGE };

/* Reads digits, with an optional minus before them and nothing else. Sets `number` only for NUMBER_OK. */
enum number_result number_parse(const char *text, size_t length, int64_t *number);

/*
 * Reads one to eight digits all at once; the eight bytes of `text` may be read whatever the length. Returns whether the
 * text is of that kind; any other is left to number_parse().
 */
static inline bool number_parse_short(const char *text, size_t length, int64_t *number)
{
    if (length - 1 >= WORD_BYTES)
        return false;
    /* Shifted, so that digits 0 stand before the number; each byte is a digit, the first one lowest. */
    uint64_t digits = (word_load(text) ^ UINT64_C(0x3030303030303030)) << 8 * (WORD_BYTES - length);
    if (((digits + UINT64_C(0x7676767676767676)) | digits) & UINT64_C(0x8080808080808080))
        return false;
    /* Numbers of two digits in every other byte; then the first and third of them, and the second and fourth. */
    uint64_t pairs = digits * 10 + (digits >> 8);
    uint64_t odd = (pairs & UINT64_C(0x000000ff000000ff)) * (100 + (UINT64_C(1000000) << 32));
    uint64_t even = (pairs >> 16 & UINT64_C(0x000000ff000000ff)) * (1 + (UINT64_C(10000) << 32));
    *number = (int64_t)((odd + even) >> 32);
    return true;
}

#endif
