/* SPDX-License-Identifier: MIT */
/* Places inside a rule table, written as JSON pointers (RFC 6901). */
#ifndef LOYALTY_TABLE_PATH_H
#define LOYALTY_TABLE_PATH_H

#include <stdint.h>

#include "base/compiler.h"

/* A longer path (a key of a megabyte) is cut. */
enum { PATH_LENGTH = 512 };

struct path {
    char text[PATH_LENGTH];
};

/*
 * A path is returned by value, and may be used where it is made: `path_key(base, key).text` lives until the end of the full
 * expression (C11 6.2.4).
 */
struct path path_of(const char *format, ...) PRINTF_FORMAT(1, 2);
/* A child of a path. */
struct path path_key(const char *base, const char *key);
struct path path_index(const char *base, uint32_t index);

/*
 * Reads the first step of a path, which begins with a slash, unescaped, into PATH_LENGTH bytes; the rest of the
 * path.
 */
const char *path_read_step(const char *path, char *step);

#endif
