/* SPDX-License-Identifier: MIT */
/* The benchmark: prints figures, judges none of them, and fails only where the rows of the replay disagree. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"

static const char usage[] =
    "usage: loyalty-benchmark [OPTION]... [PART]...\n"
    "Parts, all of them but scale if none is named:\n"
    "  growth           cost of an event in long logs and in short ones\n"
    "  evaluations      days on which the ladder is evaluated\n"
    "  idle             days without events, of a book\n"
    "  footprint        size of the library, of tables and of customers\n"
    "  order            events that arrive in another order than they happened\n"
    "  changes          a rung that changes every day\n"
    "  extremes         numbers at the limits of 64 bits\n"
    "  limits           a table at its limits\n"
    "  instructions     of the command, for an event of a CSV file; needs valgrind\n"
    "  snapshot         the replay's book saved and loaded\n"
    "  replay           the table of speeds; see --rows\n"
    "  scale            loading and batches with 3 and with 10 times the replay's customers and events: one run each,\n"
    "                   in minutes and 8 GB of memory\n"
    "Options:\n"
    "  --seed N         of the generated events, and of books with a seed (1)\n"
    "  --runs N         a figure is the median of N runs (5)\n"
    "  --customers N    of the replay, idle and snapshot (1000000)\n"
    "  --events N       of the replay and snapshot (10000000)\n"
    "  --days N         of the replay (730)\n"
    "  --sql-events N   of the replay's events, how many SQLite takes (1000000)\n"
    "  --rows NAME,...  only these rows of the replay: yardstick, ahead, keeper, keeper-ahead, keeper-load, book,\n"
    "                   handles, batches, load, sqlite, duckdb, command, command-2, csv, duckdb-csv, duckdb-csv-2,\n"
    "                   decide, decide-hand; batches and load also with -ids (of events), -card (keys of 16 digits),\n"
    "                   -hex (of 32 bytes), -seeded (numbers, a seed), -card-unseeded and -hex-unseeded (no seed),\n"
    "                   load with -ids-random\n"
    "  --duckdb FOLDER  where `npm install @duckdb/node-api` was run; without it DuckDB's rows are left out\n"
    "  --command FILE   the command `loyalty`, where it is not the one of this build\n"
    "  --help\n";

static uint64_t number(const char *text, uint64_t least, uint64_t most)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno || end == text || *end || text[0] == '-' || value < least || value > most) {
        fprintf(stderr, "benchmark: '%s' is not a number from %" PRIu64 " to %" PRIu64 "\n", text, least, most);
        exit(EXIT_FAILURE);
    }
    return value;
}

static void read_options(int argc, char **argv, struct options *options)
{
    enum { SEED = 1, RUNS, CUSTOMERS, EVENTS, DAYS, SQL_EVENTS, ROWS, DUCKDB, COMMAND, HELP };
    static const struct option known[] = {{"seed", required_argument, NULL, SEED},
                                          {"runs", required_argument, NULL, RUNS},
                                          {"customers", required_argument, NULL, CUSTOMERS},
                                          {"events", required_argument, NULL, EVENTS},
                                          {"days", required_argument, NULL, DAYS},
                                          {"sql-events", required_argument, NULL, SQL_EVENTS},
                                          {"rows", required_argument, NULL, ROWS},
                                          {"duckdb", required_argument, NULL, DUCKDB},
                                          {"command", required_argument, NULL, COMMAND},
                                          {"help", no_argument, NULL, HELP},
                                          {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        switch (option) {
        case SEED:
            options->seed = number(optarg, 0, UINT64_MAX);
            break;
        case RUNS:
            options->runs = (uint32_t)number(optarg, 1, RUNS_MAX);
            break;
        case CUSTOMERS:
            options->customers = (uint32_t)number(optarg, 1, 100000000);
            break;
        case EVENTS:
            options->events = (uint32_t)number(optarg, 1, 1000000000);
            break;
        case DAYS:
            options->days = (uint32_t)number(optarg, 1, 36525);
            break;
        case SQL_EVENTS:
            options->sql_events = (uint32_t)number(optarg, 1, 1000000000);
            break;
        case ROWS:
            options->rows = optarg;
            break;
        case DUCKDB:
            options->duckdb = optarg;
            break;
        case COMMAND:
            options->command = optarg;
            break;
        case HELP:
            fputs(usage, stdout);
            exit(EXIT_SUCCESS);
        default:
            fputs(usage, stderr);
            exit(EXIT_FAILURE);
        }
    }
}

/* All parts but the replay, the only one that says whether its rows agree. */
static const struct part {
    const char *name;
    void (*run)(const struct options *options);
    bool only_if_named;
} parts[] = {{"growth", growth, false},
             {"evaluations", evaluations, false},
             {"idle", idle, false},
             {"footprint", footprint, false},
             {"order", order, false},
             {"changes", changes, false},
             {"extremes", extremes, false},
             {"limits", limits, false},
             {"instructions", instructions, false},
             {"snapshot", snapshot, false},
             {"scale", scale, true}};

enum { PARTS = sizeof parts / sizeof *parts };

static bool is_among(const char *word, char *const *words)
{
    while (*words && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

static bool wanted(const struct part *part, char *const *named)
{
    return *named ? is_among(part->name, named) : !part->only_if_named;
}

/* Every part named must be one that there is. */
static void check_parts(char *const *named)
{
    for (; *named; named++) {
        bool found = strcmp(*named, "replay") == 0;
        for (size_t i = 0; i < PARTS; i++)
            found |= strcmp(*named, parts[i].name) == 0;
        require(found, "there is no such part; see --help");
    }
}

int main(int argc, char **argv)
{
    struct options options = {.seed = 1,
                              .runs = 5,
                              .customers = 1000000,
                              .events = 10000000,
                              .days = 730,
                              .sql_events = 1000000,
                              .shop_events = BUILT_SHOP_EVENTS,
                              .library = BUILT_LIBRARY,
                              .duckdb_script = DUCKDB_SCRIPT};
    bool agree = true;
#ifdef BUILT_COMMAND
    options.command = BUILT_COMMAND;
#endif
    read_options(argc, argv, &options);
    check_parts(argv + optind);
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("libloyalty %s, %s, built by " __VERSION__ "; medians of %" PRIu32
           " runs in seconds of processor time; seed %" PRIu64 "\n",
           loyalty_version_text(), BUILT_AS, options.runs, options.seed);
    for (size_t i = 0; i < PARTS; i++)
        if (wanted(&parts[i], argv + optind))
            parts[i].run(&options);
    if (!argv[optind] || is_among("replay", argv + optind))
        agree = replay(&options);
    return agree ? EXIT_SUCCESS : EXIT_FAILURE;
}
