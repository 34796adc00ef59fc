/* SPDX-License-Identifier: MIT */
/* What parts of the command write to standard error, as a text; and files of theirs that are made of a text. */
#ifndef UNIT_COMMAND_CAPTURE_H
#define UNIT_COMMAND_CAPTURE_H

#include <stdio.h>

/* From the first call on, standard error is kept until the second, which returns it. The caller frees it. */
void capture_begin(void);
char *capture_end(void);

/* Returns a temporary file that holds a text and is read from its beginning; close it. */
FILE *capture_file(const char *text);

/* Returns all that was written to a temporary file, and closes it. The caller frees the text. */
char *capture_written(FILE *file);

#endif
