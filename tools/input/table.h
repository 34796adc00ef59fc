/* SPDX-License-Identifier: MIT */
/* Reads the rule tables that the commands take: a file, or else the preset of that name. */
#ifndef LOYALTY_TOOLS_TABLE_H
#define LOYALTY_TOOLS_TABLE_H

#include <loyalty/loyalty.h>
#include <stdbool.h>
#include <stdio.h>

/* A table's text. */
struct table_text {
    const char *text;
    size_t length;
    char *owned; /* what table_text_free() frees; NULL for a preset */
};

/* Reads a table's text. Returns whether that succeeded; if not, reports why. */
bool table_text_read(const char *name, struct table_text *table);
void table_text_free(struct table_text *table);

/* Prints each problem as `name:line:column: error: path: message`. */
void table_print_problems(FILE *out, const char *name, const loyalty_report *report);

/* A compiled table, and what all commands need of it. */
struct table {
    loyalty_program *program;
    loyalty_table_info info;
    const char *rungs[LOYALTY_RUNGS_MAX]; /* their names, the lowest first */
};

/*
 * Reads and compiles a table whose metrics the command can compute. Returns whether that succeeded; if not, reports
 * why. Call table_free() in either case; it also accepts a table whose bytes are all 0.
 */
bool table_load(const char *name, struct table *table);
void table_free(struct table *table);

#endif
