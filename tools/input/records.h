/* SPDX-License-Identifier: MIT */
/* The records of a CSV file (RFC 4180), with the lines on which they stand. */
#ifndef LOYALTY_TOOLS_RECORDS_H
#define LOYALTY_TOOLS_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    RECORD_FIELDS_MAX = 256, /* fields that are kept: more than any export has */

    /*
     * Bytes of a record, ignored fields, quotes and ends of lines inside of quotes included, but not its own end of
     * line. A record is in memory as a whole, so a missing quote or a file that has no lines must not fill it. The
     * fields that matter take less than 1 KiB; the rest is for notes and addresses.
     */
    RECORD_BYTES_MAX = 65536
};

struct record_field {
    const char *text; /* any bytes, without a NUL at the end */
    size_t length;
};

/* One record; lives until the handler returns. An empty line is not a record. */
struct record {
    const struct record_field *fields;
    uint32_t count;     /* also of those past RECORD_FIELDS_MAX, which are not kept */
    const char *broken; /* why it cannot be read; NULL if it can */
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

/*
 * Reads all records of a file; `name` is for the progress bar and messages. A byte order mark is passed over. A record
 * that is too long is handed over broken: where it ends if `skip_long` is set, otherwise at once as the last record.
 */
enum records_result records_read(FILE *file, const char *name, bool skip_long, record_handler *handler, void *user);

#endif
