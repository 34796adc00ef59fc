/* SPDX-License-Identifier: MIT */
/* Which bytes are UTF-8. */
#include "base/utf8.h"

#include <string.h>

/* Returns the length of the characters that begin with a byte; 0 if there are none. */
static size_t utf8_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* Well-formed byte sequences: The Unicode Standard, table 3-7. */
size_t utf8_character(const unsigned char *text, size_t length)
{
    const unsigned char first = length ? text[0] : 0;
    const size_t count = utf8_length(first);
    if (count > length)
        return 0;
    for (size_t at = 1; at < count; at++)
        if ((text[at] & 0xC0) != 0x80)
            return 0;
    /* Too long for their code point, a surrogate, or beyond U+10FFFF. */
    if ((first == 0xE0 && text[1] < 0xA0) || (first == 0xF0 && text[1] < 0x90) || (first == 0xED && text[1] > 0x9F) ||
        (first == 0xF4 && text[1] > 0x8F))
        return 0;
    return count;
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
