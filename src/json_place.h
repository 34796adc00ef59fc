/* SPDX-License-Identifier: MIT */
/*
 * Places in JSON text. The JSON library keeps no positions of what it read; a path leads to them again. Safe for any
 * bytes; right for well-formed JSON.
 */
#ifndef LOYALTY_JSON_PLACE_H
#define LOYALTY_JSON_PLACE_H

#include "report.h"

/* Offset just past the value that begins at `at`. */
size_t json_skip_value(const char *text, size_t length, size_t at);
size_t json_skip_space(const char *text, size_t length, size_t at);

/* Line and column of all problems that have none yet, then the order of the text. */
void json_place_report(loyalty_report *report, const char *text, size_t length);

#endif
