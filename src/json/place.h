/* SPDX-License-Identifier: MIT */
/* Where in a JSON text the problems of a report are. */
#ifndef LOYALTY_JSON_PLACE_H
#define LOYALTY_JSON_PLACE_H

#include "json/value.h"

/*
 * Finds line and column of all problems by their paths, and puts them in the order of the text. `root` is what could
 * be read of it, or NULL.
 */
void json_place_report(loyalty_report *report, const struct json *root, const char *text, size_t length);

#endif
