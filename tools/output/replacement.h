/* SPDX-License-Identifier: MIT */
/*
 * A file that takes the place of another only when all of it is written: until then it is a temporary file in the same
 * directory, so that a failure leaves the other as it was.
 */
#ifndef LOYALTY_TOOLS_REPLACEMENT_H
#define LOYALTY_TOOLS_REPLACEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct replacement {
    const char *path; /* as the user wrote it, for messages */
    char *target;     /* the file that is replaced, with symbolic links followed */
    char *temporary;
    FILE *file;
    int error; /* errno of the first write that failed */
};

/* Checks that a file can be made in the directory of `path`. Returns whether it can; if not, reports why. */
bool replacement_possible(const char *path);

/* Begins a file for `path`. Returns whether that succeeded; if not, reports why. */
bool replacement_open(struct replacement *file, const char *path);

/* Appends bytes. Returns whether that succeeded; replacement_finish() reports why not. */
bool replacement_write(struct replacement *file, const void *bytes, size_t length);

/*
 * Puts all that was written on the disk, with the permissions of the file that is there. Returns whether it, and all
 * writing before, succeeded; if not, reports why, and removes the temporary file.
 */
bool replacement_finish(struct replacement *file);

/* Puts the finished file in its place. Returns whether that succeeded; if not, reports why, and removes it. */
bool replacement_commit(struct replacement *file);

/* Removes the file. */
void replacement_abandon(struct replacement *file);

#endif
