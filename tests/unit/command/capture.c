/* SPDX-License-Identifier: MIT */
/* Standard error, kept in a temporary file for a while. */
#define _POSIX_C_SOURCE 200809L
#include "capture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE *capture_kept;
static int capture_before;

static void capture_need(int holds, const char *what)
{
    if (holds)
        return;
    perror(what);
    abort();
}

FILE *capture_file(const char *text)
{
    FILE *file = tmpfile();
    capture_need(file && fputs(text, file) >= 0, "a temporary file");
    rewind(file);
    return file;
}

char *capture_written(FILE *file)
{
    capture_need(fseek(file, 0, SEEK_END) == 0, "fseek");
    long length = ftell(file);
    capture_need(length >= 0, "ftell");
    char *text = calloc((size_t)length + 1, 1);
    rewind(file);
    capture_need(text && fread(text, 1, (size_t)length, file) == (size_t)length, "fread");
    fclose(file);
    return text;
}

void capture_begin(void)
{
    capture_kept = capture_file("");
    fflush(stderr);
    capture_before = dup(STDERR_FILENO);
    capture_need(capture_before >= 0 && dup2(fileno(capture_kept), STDERR_FILENO) >= 0, "dup2");
}

char *capture_end(void)
{
    fflush(stderr);
    capture_need(dup2(capture_before, STDERR_FILENO) >= 0, "dup2");
    close(capture_before);
    return capture_written(capture_kept);
}
