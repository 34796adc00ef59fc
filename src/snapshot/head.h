/* SPDX-License-Identifier: MIT */
/*
 * How a snapshot begins: a head of fixed length, then the day and the names of kinds. docs/snapshot-format.md has all of
 * it, byte by byte.
 */
#ifndef LOYALTY_SNAPSHOT_HEAD_H
#define LOYALTY_SNAPSHOT_HEAD_H

#include "snapshot/sink.h"
#include "snapshot/source.h"
#include "table/program.h"

enum {
    HEAD_SIZE = 40, /* bytes */
    HEAD_FORMAT = 1,
    HEAD_OF_CUSTOMER = 1,
    HEAD_OF_BOOK = 2,
    HEAD_CONTENTS = 1 /* a flag: ids have contents */
};

/* What a snapshot and its customers share, while it is written. */
struct snapshot {
    const loyalty_program *program;
    int32_t day;         /* LOYALTY_DATE_NONE for none */
    uint32_t kind_count; /* kinds that have a rank: all of a book, those of the log of a customer */
    uint16_t ranks[LOYALTY_KINDS_MAX];
};

/* Ranks the kinds for which `used` is set, all if it is NULL, by their names. */
void snapshot_rank(struct snapshot *snapshot, const bool *used);
/* Writes head, day and kinds. `length` is of the whole snapshot. */
void snapshot_begin(struct sink *sink, const struct snapshot *snapshot, unsigned char what, uint64_t length);

/* The same while it is read. */
struct restored {
    loyalty_program *program;
    bool same; /* whether the snapshot is of a table with the program's fingerprint */
    unsigned char what;
    bool contents; /* whether ids have contents */
    int32_t day;
    uint32_t kind_count;
    uint64_t reciprocal;               /* of kind_count, in units of 2^-40, rounded up */
    uint32_t kinds[LOYALTY_KINDS_MAX]; /* the kind of each rank; INDEX_NONE: the program does not have it */
    bool used[LOYALTY_KINDS_MAX];      /* whether the log has a word of that rank, or an id contents */
    uint64_t left_out;
};

/* Reads a head for restored->program. Sets `*length` to that of the whole snapshot. */
int32_t restored_head(struct restored *restored, unsigned char what, const unsigned char *bytes, size_t count,
                      uint64_t *length);
/* Reads day and kinds. */
void restored_begin(struct restored *restored, struct source *source);

#endif
