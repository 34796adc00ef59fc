/* SPDX-License-Identifier: MIT */
/* Whole files. */
#ifndef TESTS_FILE_H
#define TESTS_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Returns a file's bytes followed by a NUL, to be freed; NULL if it cannot be read. "-" is standard input. */
char *file_read(const char *path, size_t *length);
/* Writes a file anew. Returns whether it could. */
bool file_write(const char *path, const void *bytes, size_t length);

#endif
