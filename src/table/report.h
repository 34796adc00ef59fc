/* SPDX-License-Identifier: MIT */
/* Reports: the problems of a rule table. */
#ifndef LOYALTY_TABLE_REPORT_H
#define LOYALTY_TABLE_REPORT_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/compiler.h"
#include "base/memory.h"
#include "table/path.h"

/* Bytes of a message; a longer one is truncated. */
enum { REPORT_MESSAGE = 512 };

/* The format that quotes a text of the table in a message, cut so that the reason still fits. */
#define REPORT_QUOTE "%.80s"

/* More errors than anyone fixes in one go. Each kept error costs time to find its place in a large text. */
enum { REPORT_ERRORS_MAX = 256 };

struct problem {
    int32_t severity;
    enum loyalty_problem_code code;
    uint32_t line, column;
    size_t offset; /* the byte in the JSON text; SIZE_MAX if not known */
    bool at_key;   /* whether it is about the path's last key, not its value */
    bool settles;  /* whether the value was replaced by another, about which the host needs no errors */
    char *path, *message;
    char *raw; /* the path as found in the text; may contain control characters and invalid UTF-8 */
};

struct loyalty_report {
    struct arena arena;
    struct problem *problems;
    uint32_t count, capacity;
};

/* Where problems go while a table is read: to a report, or nowhere. */
struct findings {
    loyalty_report *report; /* may be NULL */
    uint32_t errors;
    uint32_t first, read; /* the JSON reader found the report's problems from `first` up to, not including, `read` */
    int32_t status;       /* LOYALTY_E_MEMORY if a problem could not be kept */
};

void report_error(struct findings *findings, enum loyalty_problem_code code, const char *path, const char *format, ...)
    PRINTF_FORMAT(4, 5);
/* Reports an error about the last key of the path, not its value. */
void report_key_error(struct findings *findings, enum loyalty_problem_code code, const char *path, const char *format,
                      ...) PRINTF_FORMAT(4, 5);
/* Reports something that should not be there, even if its value was replaced. */
void report_surplus(struct findings *findings, enum loyalty_problem_code code, const char *path, const char *format,
                    ...) PRINTF_FORMAT(4, 5);

/* What at the path a problem is about. */
enum report_about { ABOUT_VALUE, ABOUT_REPLACED_VALUE, ABOUT_KEY };
/* An error in a JSON text. */
struct report_fault {
    enum loyalty_problem_code code;
    enum report_about about;
    size_t offset; /* the byte in the text */
};

void report_fault(struct findings *findings, const char *path, struct report_fault fault, const char *format,
                  va_list arguments) PRINTF_FORMAT(4, 0);
/* Returns whether more errors were found than are kept. */
bool report_is_full(const struct findings *findings);
void report_warning(struct findings *findings, enum loyalty_problem_code code, const char *path, const char *format,
                    ...) PRINTF_FORMAT(4, 5);

#endif
