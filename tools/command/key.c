/* SPDX-License-Identifier: MIT */
/* Compares customers' ids byte by byte, the first eight bytes at once. */
#include "command/key.h"

#include <string.h>

uint64_t key_prefix(const char *text, uint32_t length)
{
    uint64_t prefix = 0;
    for (uint32_t i = 0; i < KEY_PREFIX; i++)
        prefix = prefix << 8 | (i < length ? (unsigned char)text[i] : 0);
    return prefix;
}

int key_compare(const char *left, uint32_t left_length, const char *right, uint32_t right_length)
{
    int order = memcmp(left, right, left_length < right_length ? left_length : right_length);
    return order != 0 ? order : (left_length > right_length) - (left_length < right_length);
}

const char *key_text(uint64_t prefix, const char *text, uint32_t length, char buffer[KEY_PREFIX])
{
    if (length > KEY_PREFIX)
        return text;
    for (uint32_t i = 0; i < KEY_PREFIX; i++)
        buffer[i] = (char)(prefix >> 8 * (KEY_PREFIX - 1 - i));
    return buffer;
}
