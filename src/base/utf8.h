/* SPDX-License-Identifier: MIT */
/* UTF-8 as defined by The Unicode Standard. */
#ifndef LOYALTY_BASE_UTF8_H
#define LOYALTY_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Returns the length in bytes of the well-formed UTF-8 character at the start of `text`, or 0 if there is none. */
size_t utf8_character(const unsigned char *text, size_t length);
bool utf8_valid(const char *text);

#endif
