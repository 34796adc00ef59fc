/* SPDX-License-Identifier: MIT */
/* The records of a CSV file (RFC 4180), with their line numbers. */
#ifndef LOYALTY_TOOLS_RECORDS_H
#define LOYALTY_TOOLS_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    RECORD_FIELDS_MAX = 256, /* fields that are kept; more than any export has */

    /*
     * Bytes of a record, with ignored fields, quotes, and ends of lines inside quotes, but without its own end of
     * line. A whole record is held in memory; the limit keeps a missing quote, or a file without lines, from filling
     * the memory. The fields that are read take less than 1 KiB; the rest is for notes and addresses.
     */
    RECORD_BYTES_MAX = 65536,

    /* Bytes after a field that may be read too, whatever they are: who reads 16 bytes at once need not look. */
    RECORD_PADDING = 16
};

struct record_field {
    const char *text; /* any bytes, without a NUL at the end */
    size_t length;
};

/* One record; lives until the handler returns. An empty line is not a record. */
struct record {
    const char *text;
    const uint32_t *bounds; /* field i is what lies between bounds[i] and bounds[i + 1], without the bytes there */
    uint32_t count;         /* of all fields, even those past RECORD_FIELDS_MAX, which need not be kept; 0 if broken */
    const char *broken;     /* why the record cannot be read; NULL if it can */
    uint64_t line;          /* line on which the record begins, from 1 */
    uint64_t last_line;
};

static inline struct record_field record_field(const struct record *one, size_t i)
{
    const char *text = one->text + one->bounds[i] + 1;
    return (struct record_field){.text = text, .length = (size_t)(one->text + one->bounds[i + 1] - text)};
}

struct lines;

/* Takes all records that lines_next() gives. Returns whether to end the reading. */
typedef bool record_handler(void *user, struct lines *lines);

enum records_result {
    RECORDS_READ,
    RECORDS_ENDED, /* by the handler */
    RECORDS_NO_MEMORY,
    RECORDS_UNREADABLE, /* errno says why */
    RECORDS_FOREIGN     /* not UTF-8 text; reported already */
};

/*
 * Reads all records of a file; `name` is for the progress bar and messages. A byte order mark is skipped. A record that
 * is too long is handed over as broken: at its end if `skip_long` is set, otherwise at once, as the last record.
 */
enum records_result records_read(FILE *file, const char *name, bool skip_long, record_handler *handler, void *user);

#endif
