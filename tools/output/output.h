/* SPDX-License-Identifier: MIT */
/* CSV on standard output, a line at a time into a buffer: stdio's calls would cost more than the lines. */
#ifndef LOYALTY_TOOLS_OUTPUT_H
#define LOYALTY_TOOLS_OUTPUT_H

#include <stddef.h>
#include <stdint.h>

struct output {
    size_t used;
    char buffer[65536];
};

/* Bytes as they stand. */
void output_bytes(struct output *output, const char *text, size_t length);
void output_text(struct output *output, const char *text);

/* A field of RFC 4180, in quotes only where it needs them. */
void output_field(struct output *output, const char *text, size_t length);
void output_number(struct output *output, int64_t number);

/* YYYY-MM-DD; nothing for LOYALTY_DATE_NONE. */
void output_date(struct output *output, int32_t date);

/* What is left in the buffer. stdout's error says whether all could be written. */
void output_flush(struct output *output);

#endif
