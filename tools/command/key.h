/* SPDX-License-Identifier: MIT */
/* Customers' ids, ordered byte by byte. */
#ifndef LOYALTY_TOOLS_KEY_H
#define LOYALTY_TOOLS_KEY_H

#include <stdint.h>

enum { KEY_PREFIX = sizeof(uint64_t) };

/* Returns the first eight bytes as a number, in whose order they are; most comparisons need no more. */
uint64_t key_prefix(const char *text, uint32_t length);

/* Compares two keys as memcmp() does; the beginning of a key comes before it. */
int key_compare(const char *left, uint32_t left_length, const char *right, uint32_t right_length);

/*
 * Returns the text of a key that is no longer than its prefix from there, without a look at memory that is far away; of
 * a longer one, `text`.
 */
const char *key_text(uint64_t prefix, const char *text, uint32_t length, char buffer[KEY_PREFIX]);

#endif
