/* SPDX-License-Identifier: MIT */
/* Paths of values in a rule table, written as JSON pointers (RFC 6901). */
#ifndef LOYALTY_TABLE_PATH_H
#define LOYALTY_TABLE_PATH_H

#include <stdint.h>

/* Bytes. A longer path, of a key of a megabyte for example, is truncated. */
enum { PATH_LENGTH = 512 };

struct path {
    char text[PATH_LENGTH];
};

/*
 * Both return the path of a child of the value at `base`. A path is returned by value and may be used in the expression
 * that makes it: `path_key(base, key).text` lives until the end of the full expression (C11 6.2.4).
 */
struct path path_key(const char *base, const char *key);
struct path path_index(const char *base, uint32_t index);

/*
 * Copies the first step of a path, unescaped, into the PATH_LENGTH bytes at `step`. `path` begins with a slash. Returns
 * the rest of the path.
 */
const char *path_read_step(const char *path, char *step);

#endif
