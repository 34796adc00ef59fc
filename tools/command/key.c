/* SPDX-License-Identifier: MIT */
/* Compares customers' ids byte by byte, the first eight bytes at once. */
#include "command/key.h"

#include <string.h>

struct key key_of(const char *text, uint32_t length)
{
    uint64_t prefix = 0;
    for (uint32_t i = 0; i < sizeof prefix; i++)
        prefix = prefix << 8 | (i < length ? (unsigned char)text[i] : 0);
    return (struct key){.prefix = prefix, .text = text, .length = length};
}

int key_compare(const struct key *left, const struct key *right)
{
    if (left->prefix != right->prefix)
        return left->prefix < right->prefix ? -1 : 1;
    int order = memcmp(left->text, right->text, left->length < right->length ? left->length : right->length);
    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}
