/* SPDX-License-Identifier: MIT */
/* Which bytes are UTF-8. */
#include "base/utf8.h"

#include <string.h>

size_t utf8_character(const unsigned char *text, size_t length)
{
    /* Well-formed byte sequences: The Unicode Standard, table 3-7. */
    static const struct {
        unsigned char first_low, first_high, second_low, second_high;
        size_t length;
    } forms[] = {{0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
                 {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
                 {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
    for (size_t i = 0; length > 0 && i < sizeof forms / sizeof *forms; i++) {
        if (text[0] < forms[i].first_low || text[0] > forms[i].first_high)
            continue;
        if (forms[i].length > length)
            return 0;
        for (size_t at = 1; at < forms[i].length; at++) {
            unsigned char low = at == 1 ? forms[i].second_low : 0x80, high = at == 1 ? forms[i].second_high : 0xBF;
            if (text[at] < low || text[at] > high)
                return 0;
        }
        return forms[i].length;
    }
    return 0;
}

bool utf8_valid(const char *text)
{
    size_t length = strlen(text), at = 0;
    while (at < length) {
        size_t step = utf8_character((const unsigned char *)text + at, length - at);
        if (step == 0)
            return false;
        at += step;
    }
    return true;
}
