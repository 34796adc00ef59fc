/* SPDX-License-Identifier: MIT */
/* The records of a CSV file (RFC 4180), with the lines on which they stand. */
#ifndef LOYALTY_TOOLS_RECORDS_H
#define LOYALTY_TOOLS_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { RECORD_FIELDS_MAX = 256 }; /* fields that are kept: more than any export has */

struct record_field {
    const char *text; /* any bytes, without a NUL at the end */
    size_t length;
};

/* One record; lives until the handler returns. An empty line is not a record. */
struct record {
    const struct record_field *fields;
    uint32_t count;     /* also of those past RECORD_FIELDS_MAX, which are not kept */
    const char *broken; /* why its quotes are bad; NULL if they are good */
    uint64_t line;      /* on which it begins, from 1 */
    uint64_t last_line;
};

/* Returns whether to end the reading. */
typedef bool record_handler(void *user, const struct record *one);

enum records_result {
    RECORDS_READ,
    RECORDS_ENDED, /* by the handler */
    RECORDS_NO_MEMORY,
    RECORDS_UNREADABLE, /* errno says why */
    RECORDS_FOREIGN     /* not text in UTF-8; reported */
};

/* Reads all records of a file; `name` is for the progress bar and messages. A byte order mark is passed over. */
enum records_result records_read(FILE *file, const char *name, record_handler *handler, void *user);

#endif
