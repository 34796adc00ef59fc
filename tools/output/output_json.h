/* SPDX-License-Identifier: MIT */
/* One JSON text on standard output, written as it is produced, so that it needs no memory however long it is. */
#ifndef LOYALTY_TOOLS_OUTPUT_JSON_H
#define LOYALTY_TOOLS_OUTPUT_JSON_H

#include "output/output.h"

#include <stdbool.h>

struct output_json {
    struct output *output;
    bool comma; /* the next value follows another one */
};

/* Opens or closes an object or an array, which is the value of `name`; NULL for an element or the whole text. */
void output_json_open(struct output_json *json, const char *name, char bracket);
void output_json_close(struct output_json *json, char bracket);

/* Opens an object that is an element of an array, on a line of its own. */
void output_json_open_row(struct output_json *json);

/* Add members: a text that is UTF-8, a number, and a date, which is null for LOYALTY_DATE_NONE. */
void output_json_text(struct output_json *json, const char *name, const char *text);
void output_json_number(struct output_json *json, const char *name, int64_t number);
void output_json_date(struct output_json *json, const char *name, int32_t date);

/*
 * Adds the members `key` and `key_hex` of a customer. If the bytes are UTF-8 without control characters, the first is
 * the text and the second null; otherwise the first is null, and the second has the bytes in hexadecimal.
 */
void output_json_key(struct output_json *json, const char *key, size_t length);

#endif
