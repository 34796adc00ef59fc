/* SPDX-License-Identifier: MIT */
/* The commands of `loyalty`. Each takes its own arguments, argv[0] being its name, and returns an exit code. */
#ifndef LOYALTY_TOOLS_COMMAND_H
#define LOYALTY_TOOLS_COMMAND_H

#include <stdint.h>

enum {
    EXIT_DONE = 0,   /* Done; for check: the table is sound. */
    EXIT_FAILED = 1, /* Bad input, no memory, output that could not be written; told on standard error. */
    EXIT_USAGE = 2   /* The command was called wrongly. */
};

int command_check(int argc, char **argv);
int command_presets(int argc, char **argv);
int command_replay(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_census(int argc, char **argv);
int command_backtest(int argc, char **argv);

/* Told after the reason of a usage error; returns EXIT_USAGE. name is argv[0]. */
int usage_error(const char *name);

/* Prints a command's help on standard output; returns EXIT_DONE. */
int usage_print(const char *text);

/* Date of an option. Returns 0, or -1 after telling why not. */
int option_date(const char *option, const char *text, int32_t *date);

/* Whole number of an option, from least to most; likewise. */
int option_number(const char *option, const char *text, uint32_t least, uint32_t most, uint32_t *number);

#endif
