/* SPDX-License-Identifier: MIT */
/* Customers' ids, ordered byte by byte. */
#ifndef LOYALTY_TOOLS_KEY_H
#define LOYALTY_TOOLS_KEY_H

#include <stdint.h>

struct key {
    uint64_t prefix; /* the first eight bytes as a number; most comparisons need no more */
    const char *text;
    uint32_t length;
};

struct key key_of(const char *text, uint32_t length);

/* Compares two keys as memcmp() does; a prefix comes first. */
int key_compare(const struct key *left, const struct key *right);

#endif
