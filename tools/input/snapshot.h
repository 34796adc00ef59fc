/* SPDX-License-Identifier: MIT */
/*
 * A book saved as a snapshot, read in place of a log. The library loads a snapshot whole, so all of it goes to the first
 * lane: what the lanes find is merged, and is the same for any number of them.
 */
#ifndef LOYALTY_TOOLS_SNAPSHOT_H
#define LOYALTY_TOOLS_SNAPSHOT_H

#include "input/events.h"
#include "input/lanes.h"

#include <stdio.h>

enum {
    SNAPSHOT_SIGNATURE = 4, /* bytes that every snapshot begins with */
    SNAPSHOT_HEAD = 6       /* these, then the format, then what it holds */
};

/* A snapshot that is being read. */
struct snapshot {
    FILE *file;
    const char *name; /* the file's, for messages */
    int32_t as_of;
    int32_t earliest;  /* the earliest date of all events, or an early one up to `as_of`; INT32_MAX if there are none */
    uint64_t left_out; /* by the last load */
    uint64_t done;     /* bytes read by it */
    int error;         /* errno of a read that failed */
    unsigned char head[SNAPSHOT_HEAD];
};

/* Returns whether the bytes begin as a snapshot does. */
bool snapshot_has_signature(const void *bytes, size_t length);

/* Returns whether an opened file can only be a snapshot, since no text begins like that. Takes no byte of it. */
bool snapshot_follows(FILE *file);

/* Reads a file for which snapshot_follows() into the first lane. Returns whether that succeeded; if not, reports why. */
bool snapshot_read(const struct event_source *source, FILE *file, const char *name, struct lanes *lanes,
                   int32_t *earliest);

/* For a lane: loads a book, and puts it in the place of another, which is freed. Returns a status of the library. */
int32_t snapshot_load(struct snapshot *from, loyalty_program *program, loyalty_book **book);

#endif
