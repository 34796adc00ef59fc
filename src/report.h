/* SPDX-License-Identifier: MIT */
/* Problems of a rule table as they are found. */
#ifndef LOYALTY_REPORT_H
#define LOYALTY_REPORT_H

#include "memory.h"
#include "path.h"

/* Longest message; a longer one is cut. */
#define REPORT_MESSAGE 512

/* How a text of the table is quoted in a message: so much of it that the reason still fits. */
#define REPORT_QUOTE "%.80s"

/* More errors than anyone mends in one go; finding places in a large text costs time for each. */
#define REPORT_ERRORS_MAX 256

struct problem {
    int32_t severity;
    uint32_t line, column;
    size_t offset;  /* in the JSON text; SIZE_MAX where not known */
    uint32_t order; /* in which it was found */
    int32_t at_key; /* about the key of the path's last step, not its value */
    int32_t mended; /* the value there was replaced to read on: what is said of it after this is noise */
    char *path, *message;
    char *raw; /* the path as it stands in the text, which may be no clean UTF-8 */
};

struct loyalty_report {
    struct arena arena;
    struct problem *problems;
    uint32_t count, capacity;
};

/* Where problems go while one table is read: a report or nowhere, with the number of errors. */
struct findings {
    loyalty_report *report; /* NULL where nobody will read it */
    uint32_t errors;
    int32_t status; /* LOYALTY_E_MEMORY where a problem could not be kept */
};

/* A copy without control characters and without what is no UTF-8 (a cut may leave half a character), or NULL. */
char *report_clean_text(struct arena *arena, const char *text);

void report_error(struct findings *findings, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);
/* About the key that ends the path. */
void report_key_error(struct findings *findings, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);
/* At a byte of the JSON text; the path is worked out from it. */
enum report_place { PLACE_SYNTAX, PLACE_KEY, PLACE_MENDED };
void report_error_at(struct findings *findings, size_t offset, enum report_place place, const char *format, ...)
    PRINTF_FORMAT(4, 5);
void report_warning(struct findings *findings, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);

#endif
