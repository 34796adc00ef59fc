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
    bool settles;  /* the value is replaced by another: what the compiler would say of that is not the host's concern */
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
    loyalty_report *report; /* may be NULL */
    uint32_t errors;
    uint32_t first,
        read;       /* the report's problems of this table that the JSON reader found: from `first` up to `read` */
    int32_t status; /* LOYALTY_E_MEMORY if a problem could not be kept */
};

void report_error(struct findings *findings, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);
/* About the key that ends the path. */
void report_key_error(struct findings *findings, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);
/* About something that is there and should not be, whatever is wrong with its value. */
void report_surplus(struct findings *findings, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);

/* What a problem of the JSON text is about, beside its path. */
enum report_about { ABOUT_VALUE, ABOUT_REPLACED_VALUE, ABOUT_KEY };
/* At a byte of the JSON text. */
void report_error_at(struct findings *findings, const char *path, size_t offset, enum report_about about,
                     const char *format, va_list arguments) PRINTF_FORMAT(5, 0);
/* Whether more errors were found than are kept. */
bool report_is_full(const struct findings *findings);
void report_warning(struct findings *findings, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);

#endif
