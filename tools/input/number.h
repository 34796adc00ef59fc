/* SPDX-License-Identifier: MIT */
/* Whole numbers in text. */
#ifndef LOYALTY_TOOLS_NUMBER_H
#define LOYALTY_TOOLS_NUMBER_H

#include <stddef.h>
#include <stdint.h>

enum number_result { NUMBER_OK, NUMBER_MALFORMED, NUMBER_TOO_LARGE };

/* Reads digits, with an optional minus before them and nothing else. Sets `number` only for NUMBER_OK. */
enum number_result number_parse(const char *text, size_t length, int64_t *number);

#endif
