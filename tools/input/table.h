/* SPDX-License-Identifier: MIT */
/* TABLE, as every command takes it: a file of that name, or else a preset. */
#ifndef LOYALTY_TOOLS_TABLE_H
#define LOYALTY_TOOLS_TABLE_H

#include <loyalty/loyalty.h>
#include <stdio.h>

/* A table's text. */
struct table_text {
    const char *text;
    size_t length;
    char *owned; /* What table_text_free() frees; NULL for a preset. */
};

/* Returns 0, or -1 after telling why. */
int table_text_read(const char *name, struct table_text *table);
void table_text_free(struct table_text *table);

/* Prints each problem as `name:line:column: error: path: message`. */
void table_print_problems(FILE *out, const char *name, const loyalty_report *report);

/* The names of a table's rungs; how many. */
uint32_t table_rungs(const loyalty_program *program, const char *names[LOYALTY_RUNGS_MAX]);

/* Reads and compiles a table whose metrics the command can compute. Returns 0, or -1 after telling why. */
int table_load(const char *name, loyalty_program **program);

#endif
