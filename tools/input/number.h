/* SPDX-License-Identifier: MIT */
/* Whole numbers in text. */
#ifndef LOYALTY_TOOLS_NUMBER_H
#define LOYALTY_TOOLS_NUMBER_H

#include <stddef.h>
#include <stdint.h>

enum { NUMBER_OK, NUMBER_MALFORMED, NUMBER_TOO_LARGE };

/* Reads digits with a minus before them or not; nothing else may stand there. Sets number only for NUMBER_OK. */
int number_parse(const char *text, size_t length, int64_t *number);

#endif
