/* SPDX-License-Identifier: MIT */
/* Finds the places of a report's problems in a JSON text. */
#ifndef LOYALTY_JSON_PLACE_H
#define LOYALTY_JSON_PLACE_H

#include "json/value.h"

/*
 * Finds the line and column of every problem by its path, and sorts the problems in the order of the text. `root` is
 * the part of the text that could be read, or NULL.
 */
void json_place_report(loyalty_report *report, const struct json *root, const char *text, size_t length);

#endif
