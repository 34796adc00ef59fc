/* SPDX-License-Identifier: MIT */
/* Problems of a rule table as they are found. */
#ifndef LOYALTY_TABLE_REPORT_H
#define LOYALTY_TABLE_REPORT_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/memory.h"
#include "table/path.h"

/* Longest message; a longer one is cut. */
enum { REPORT_MESSAGE = 512 };

/* How a text of the table is quoted in a message: so much of it that the reason still fits. */
#define REPORT_QUOTE "%.80s"

/* More errors than anyone mends in one go; finding places in a large text costs time for each. */
enum { REPORT_ERRORS_MAX = 256 };

struct problem {
    int32_t severity;
    uint32_t line, column;
    size_t offset; /* in the JSON text; SIZE_MAX where not known */
    bool at_key;   /* about the key of the path's last step, not its value */
    char *path, *message;
    char *raw; /* the path as found, before control characters were replaced */
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
    uint32_t settled; /* problems of the report that settle their value: no more is said of it, nor of its parts */
    int32_t status;   /* LOYALTY_E_MEMORY if a problem could not be kept */
};

void report_error(struct findings *findings, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);
/* About the key that ends the path. */
void report_key_error(struct findings *findings, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);
/* At a byte of the JSON text. `at_key`: about the key that ends the path. */
void report_error_at(struct findings *findings, const char *path, size_t offset, bool at_key, const char *format,
                     va_list arguments) PRINTF_FORMAT(5, 0);
void report_warning(struct findings *findings, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);

#endif
