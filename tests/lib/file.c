/* SPDX-License-Identifier: MIT */
/* Reads and writes whole files. It must not use the library: the reference reads its files here too. */
#include "file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *file_read_all(FILE *file, size_t *length)
{
    size_t capacity = 1 << 16, got;
    char *bytes = NULL;
    *length = 0;
    do {
        if (!bytes || capacity - *length < 2)
            bytes = realloc(bytes, capacity *= 2);
        if (!bytes)
            abort();
        got = fread(bytes + *length, 1, capacity - *length - 1, file);
        *length += got;
    } while (got > 0);
    bytes[*length] = '\0';
    return bytes;
}

char *file_read(const char *path, size_t *length)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!file)
        return NULL;
    char *bytes = file_read_all(file, length);
    bool failed = ferror(file);
    if (file != stdin)
        fclose(file);
    if (!failed)
        return bytes;
    free(bytes);
    return NULL;
}

bool file_write(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool written = fwrite(bytes, 1, length, file) == length;
    return fclose(file) == 0 && written;
}
