/* SPDX-License-Identifier: MIT */
/* The records of a CSV file (RFC 4180), with the lines on which they stand. */
#ifndef LOYALTY_TOOLS_RECORDS_H
#define LOYALTY_TOOLS_RECORDS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { RECORD_FIELDS_MAX = 256 }; /* Fields that are kept: more than any export has. */

struct record_field {
    const char *text; /* Any bytes, without a NUL at the end. */
    size_t length;
};

/* One record; lives until the handler returns. Empty lines are none. */
struct record {
    const struct record_field *fields;
    uint32_t count;     /* Also of those past RECORD_FIELDS_MAX, which are not kept. */
    const char *broken; /* Why its quotes are bad; NULL where they are good. */
    uint64_t line;      /* On which it begins, from 1. */
    uint64_t last_line;
};

/* Returns 0, or anything else to end the reading. */
typedef int record_handler(void *user, const struct record *one);

enum {
    RECORDS_READ = 0,
    RECORDS_ENDED, /* By the handler. */
    RECORDS_NO_MEMORY,
    RECORDS_UNREADABLE /* errno says why. */
};

/* Reads all records of a file; name is for the progress bar. A byte order mark is passed over. */
int records_read(FILE *file, const char *name, record_handler *handler, void *user);

#endif
