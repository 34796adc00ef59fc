/* SPDX-License-Identifier: MIT */
/* Reads and writes whole files. */
#ifndef TESTS_FILE_H
#define TESTS_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Returns a file's bytes and a NUL, which the caller frees; NULL if it cannot be read. "-" is standard input. */
char *file_read(const char *path, size_t *length);
/* Creates or overwrites a file. Returns whether that succeeded. */
bool file_write(const char *path, const void *bytes, size_t length);

#endif
