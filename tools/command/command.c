/* SPDX-License-Identifier: MIT */
/* Shared by all commands: options, and messages about usage. */
#define _POSIX_C_SOURCE 200809L
#include "command/command.h"

#include "command/processors.h"
#include "input/lanes.h"
#include "input/number.h"
#include "output/nearest.h"
#include "output/tell.h"

#include <inttypes.h>
#include <loyalty/loyalty.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    JOBS_MOST = 8,       /* without being asked for: more of them would wait for the thread that reads */
    JOBS_SHARE = 1 << 20 /* bytes of a log that are worth a job: a hundredth of a second */
};

int usage_error(const char *name)
{
    fprintf(stderr, "Try '%s --help'.\n", name);
    return EXIT_USAGE;
}

int usage_print(const char *text)
{
    fputs(text, stdout);
    return EXIT_DONE;
}

/* Suggests the option nearest to one that getopt_long() has just refused. */
static void usage_suggest(const char *refused, const struct option *options)
{
    enum { OPTIONS = 32, TYPED = 64 };
    const char *names[OPTIONS];
    char typed[TYPED];
    size_t count = 0;
    /* It sets optopt if it knows the option, but misses its argument or does not want one. */
    if (optopt != 0 || strncmp(refused, "--", 2) != 0 || strlen(refused) >= TYPED)
        return;
    snprintf(typed, sizeof typed, "%.*s", (int)strcspn(refused + 2, "="), refused + 2);
    for (; count < OPTIONS && options[count].name; count++)
        names[count] = options[count].name;
    size_t nearest = nearest_word(typed, names, count);
    if (nearest < count)
        fprintf(stderr, "Did you mean '--%s'?\n", names[nearest]);
}

int usage_options(int argc, char **argv, const struct option *options, const char *help, option_taker *take, void *run)
{
    int option = 0;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h')
            return usage_print(help);
        if (option == '?')
            usage_suggest(argv[optind - 1], options);
        if (!take(run, option, optarg))
            return usage_error(argv[0]);
    }
    return -1;
}

static bool option_take_none(void *run, int option, const char *argument)
{
    (void)run;
    (void)option;
    (void)argument;
    return false;
}

int usage_only_help(int argc, char **argv, const char *help)
{
    static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    return usage_options(argc, argv, options, help, option_take_none, NULL);
}

void log_set_events(struct log_options *log, const char *events)
{
    log->events = events;
    if (log->jobs > 0)
        return;
    struct stat status;
    bool is_file = strcmp(events, "-") == 0 ? !fstat(STDIN_FILENO, &status) : !stat(events, &status);
    uint64_t shares = JOBS_MOST;
    if (is_file && S_ISREG(status.st_mode))
        shares = 1 + (uint64_t)status.st_size / JOBS_SHARE;
    log->jobs = processors_at_hand(shares < JOBS_MOST ? (uint32_t)shares : JOBS_MOST);
}

bool option_log(struct log_options *log, int option, const char *argument)
{
    switch (option) {
    case 'd':
        return option_date("--as-of", argument, &log->as_of);
    case 'b':
        log->skip_bad = true;
        return true;
    case 'J':
        return option_number("--jobs", argument, 1, LANES_MAX, &log->jobs);
    default:
        return false; /* getopt_long() has reported why */
    }
}

struct event_source log_source(const struct log_options *log, const struct table *tables, uint32_t table_count)
{
    struct event_source source = {
        .path = log->events, .program_count = table_count, .as_of = log->as_of, .skip_bad = log->skip_bad};
    for (uint32_t i = 0; i < table_count; i++)
        source.programs[i] = tables[i].program;
    return source;
}

bool option_date(const char *option, const char *text, int32_t *date)
{
    if (!loyalty_date_parse(text, strlen(text), date))
        return true;
    tell("%s: \"%s\" is not a date; use YYYY-MM-DD", option, text);
    return false;
}

bool option_number(const char *option, const char *text, uint32_t least, uint32_t most, uint32_t *number)
{
    int64_t parsed = 0;
    if (number_parse(text, strlen(text), &parsed) == NUMBER_OK && parsed >= least && parsed <= most) {
        *number = (uint32_t)parsed;
        return true;
    }
    tell("%s: \"%s\" is not a whole number from %" PRIu32 " to %" PRIu32, option, text, least, most);
    return false;
}

bool option_days(const char *option, const char *text, uint32_t least, int32_t *days)
{
    uint32_t number = 0;
    if (!option_number(option, text, least, LOYALTY_DAYS_MAX, &number))
        return false;
    *days = (int32_t)number;
    return true;
}

bool option_one_format(bool csv, bool json)
{
    if (!csv || !json)
        return true;
    tell("--csv and --json cannot be combined");
    return false;
}
