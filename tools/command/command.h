/* SPDX-License-Identifier: MIT */
/* The commands of `loyalty`. Each takes its own arguments, with its name as argv[0], and returns an exit code. */
#ifndef LOYALTY_TOOLS_COMMAND_H
#define LOYALTY_TOOLS_COMMAND_H

#include "input/events.h"
#include "input/table.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    EXIT_DONE = 0,   /* done; for check: the table is sound */
    EXIT_FAILED = 1, /* bad input, no memory, output that could not be written; reported on standard error */
    EXIT_USAGE = 2   /* the command was called wrongly */
};

int command_check(int argc, char **argv);
int command_presets(int argc, char **argv);
int command_replay(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_census(int argc, char **argv);
int command_backtest(int argc, char **argv);

/* Points to the help after a usage error. `name` is argv[0]. Returns EXIT_USAGE. */
int usage_error(const char *name);

/* Prints a command's help on standard output. Returns EXIT_DONE. */
int usage_print(const char *text);

/* Takes an option as getopt_long() returns it. Returns whether it is valid; if not, reports why. */
typedef bool option_taker(void *run, int option, const char *argument);

/*
 * Takes all options of a command; the arguments begin at optind. Returns the exit code if the command ends here,
 * otherwise -1.
 */
int usage_options(int argc, char **argv, const struct option *options, const char *help, option_taker *take, void *run);

/* The same for a command that has no option but --help. */
int usage_only_help(int argc, char **argv, const char *help);

/* The options of every command that reads a log of events. */
struct log_options {
    const char *events;
    int32_t as_of; /* LOYALTY_DATE_NONE until it is set */
    uint32_t jobs; /* 0 if not asked for, until the log is set */
    bool skip_bad;
};

/* Sets the log, and how many jobs it is worth if that was not asked for. */
void log_set_events(struct log_options *log, const char *events);

/* Takes one of them: 'd', 'b', or 'J' for --jobs. Returns whether it is valid; if not, reports why. */
bool option_log(struct log_options *log, int option, const char *argument);

/* Returns a source of the events of a log, for `table_count` tables. */
struct event_source log_source(const struct log_options *log, const struct table *tables, uint32_t table_count);

/* Reads the date of an option. Returns whether it is a date; if not, reports that. */
bool option_date(const char *option, const char *text, int32_t *date);

/* Reads the whole number of an option. Returns whether it is from `least` to `most`; if not, reports that. */
bool option_number(const char *option, const char *text, uint32_t least, uint32_t most, uint32_t *number);

/* Does that for a number of days, up to LOYALTY_DAYS_MAX. */
bool option_days(const char *option, const char *text, uint32_t least, int32_t *days);

/* Checks that at most one of --csv and --json was given. Returns whether that is so; if not, reports it. */
bool option_one_format(bool csv, bool json);

#endif
