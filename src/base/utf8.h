/* SPDX-License-Identifier: MIT */
/* UTF-8, as The Unicode Standard has it. */
#ifndef LOYALTY_BASE_UTF8_H
#define LOYALTY_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Length of the well-formed UTF-8 character at the head of `text`, 0 where there is none. */
size_t utf8_character(const unsigned char *text, size_t length);
bool utf8_valid(const char *text);

#endif
