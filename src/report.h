/* SPDX-License-Identifier: MIT */
/* Problems of a rule table as they are found. */
#ifndef LOYALTY_REPORT_H
#define LOYALTY_REPORT_H

#include "memory.h"

/* Longest path and message; longer ones (a key of a megabyte) are cut. */
#define REPORT_PATH 512
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

#if defined(__GNUC__)
#define REPORT_FORMAT(a, b) __attribute__((format(printf, a, b)))
#else
#define REPORT_FORMAT(a, b)
#endif

void report_error(struct findings *findings, const char *path, const char *format, ...) REPORT_FORMAT(3, 4);
/* About the key that ends the path. */
void report_key_error(struct findings *findings, const char *path, const char *format, ...) REPORT_FORMAT(3, 4);
/* At a byte of the JSON text; the path is worked out from it. */
enum report_place { PLACE_SYNTAX, PLACE_KEY, PLACE_MENDED };
void report_error_at(struct findings *findings, size_t offset, enum report_place place, const char *format, ...)
    REPORT_FORMAT(4, 5);
void report_warning(struct findings *findings, const char *path, const char *format, ...) REPORT_FORMAT(3, 4);

/* A place inside the document, written as a JSON pointer. */
struct path {
    char text[REPORT_PATH];
};
struct path path_of(const char *format, ...) REPORT_FORMAT(1, 2);

#endif
