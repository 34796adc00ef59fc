/* SPDX-License-Identifier: MIT */
/*
 * CSV on standard output, through a buffer of its own, because calls of stdio would cost more than making the lines. JSON
 * uses the same buffer; see output_json.h.
 */
#ifndef LOYALTY_TOOLS_OUTPUT_H
#define LOYALTY_TOOLS_OUTPUT_H

#include <stddef.h>
#include <stdint.h>

enum { OUTPUT_DATE = 11 }; /* bytes of a date and a NUL */

struct output {
    size_t used;
    char buffer[65536];
};

/* Append bytes, and a number in decimal, as they are. */
void output_bytes(struct output *output, const char *text, size_t length);
void output_digits(struct output *output, int64_t number);

/* Append a field: text, quoted only if necessary (RFC 4180); text that never needs quotes, such as a name; a number. */
void output_field(struct output *output, const char *text, size_t length);
void output_text(struct output *output, const char *text);
void output_number(struct output *output, int64_t number);

/* Appends a date as YYYY-MM-DD, or an empty field for LOYALTY_DATE_NONE. */
void output_date(struct output *output, int32_t date);

/* Ends a row of at least one field. */
void output_end(struct output *output);

/* Append a row of the flat table section,row,column,value. */
void output_count(struct output *output, const char *section, const char *row, const char *column, int64_t count);
void output_real(struct output *output, const char *section, const char *row, const char *column, double number);

/* Writes a text to a buffer, as loyalty_census_json() does. */
typedef int32_t output_asker(const void *user, char *buffer, size_t capacity, size_t *length);

/* Allocates such a text; free() it. Returns a status of the library; if it is not LOYALTY_OK, `text` is NULL. */
int32_t output_ask(output_asker *ask, const void *user, char **text, size_t *length);

/* Prints such a text as a line. Returns a status of the library. */
int32_t output_print(output_asker *ask, const void *user);

/* Writes the rest of the buffer. The error indicator of stdout is set if a write failed. */
void output_flush(struct output *output);

#endif
