/* SPDX-License-Identifier: MIT */
#include "command/backtest.h"

#include "command/command.h"
#include "input/lanes.h"
#include "input/seed.h"
#include "input/table.h"
#include "output/tell.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char HELP[] =
    "Usage: loyalty backtest OLD NEW EVENTS --as-of DATE [OPTION]...\n"
    "Compares two rule tables over one log: how many stand where on DATE under each, who would stand\n"
    "elsewhere, and whom each lets flap up and down.\n"
    "\n"
    "OLD and NEW are files or names of presets. EVENTS is a CSV file as for `loyalty replay`; - is standard\n"
    "input. An event of a kind that only one of the tables knows counts only there. Rungs are matched by\n"
    "name. Events dated after DATE are not seen.\n"
    "\n"
    "  --as-of DATE     YYYY-MM-DD, the day of the standings\n"
    "  --flap-days N    a customer flaps who is reversed twice within so many days; 90\n"
    "  --list           name those who would stand elsewhere, with the day since when they would\n"
    "  --csv, --json    print a flat table section,row,column,value, or with --list the list alone;\n"
    "                   or one JSON text, always with the list\n"
    "  --skip-bad       tell and leave out bad lines; without it the first one ends the run\n"
    "  --jobs N         divide the customers among N threads, 1 to 64; the output is the same\n"
    "  --help\n";

enum { FLAP_DAYS = 90 };

struct options {
    const char *tables[SIDES];
    const char *events;
    int skip_bad;
    uint32_t jobs;
    int (*print)(const struct backtest *backtest);
    struct backtest backtest;
};

/* What a lane holds. */
struct share {
    loyalty_book *books[SIDES];
    loyalty_backtest *figures;
};

const char *backtest_rung(const struct backtest *backtest, int side, uint32_t rung)
{
    return rung < backtest->tables[side].rung_count ? backtest->rungs[side][rung] : "";
}

static int32_t record(void *user, uint32_t table, const loyalty_batch *batch, int32_t *statuses)
{
    return loyalty_book_record_batch(((struct share *)user)->books[table], batch, NULL, NULL, statuses, NULL);
}

static int32_t finish(void *user)
{
    struct share *share = user;
    return loyalty_backtest_add_books(share->figures, share->books[OLD], share->books[NEW]);
}

static int32_t open_shares(const struct options *run, struct share *shares)
{
    const struct backtest *backtest = &run->backtest;
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; i < run->jobs && status == LOYALTY_OK; i++) {
        status = loyalty_backtest_new(backtest->programs[OLD], backtest->programs[NEW], backtest->as_of,
                                      backtest->flap_days, &shares[i].figures);
        for (int side = OLD; side < SIDES && status == LOYALTY_OK; side++)
            status = loyalty_book_new(backtest->programs[side], seed_draw(), &shares[i].books[side]);
    }
    return status;
}

static void close_share(struct share *share)
{
    loyalty_backtest_free(share->figures);
    loyalty_book_free(share->books[OLD]);
    loyalty_book_free(share->books[NEW]);
}

/* ---- the result ---- */

static uint32_t find_rung(const struct backtest *backtest, int side, const char *name)
{
    uint32_t rung = 0;
    while (rung < backtest->tables[side].rung_count && strcmp(backtest->rungs[side][rung], name) != 0)
        rung++;
    return rung < backtest->tables[side].rung_count ? rung : MATRIX_NONE;
}

/* The rung of a row or a column: the last is for those not on the ladder. */
static uint32_t rung_at(const struct backtest *backtest, int side, uint32_t index)
{
    return index < backtest->tables[side].rung_count ? index : LOYALTY_RUNG_NONE;
}

static int32_t fill_matrix(struct backtest *backtest)
{
    struct matrix *matrix = &backtest->moved;
    matrix->corner = "old \\ new";
    matrix->from_count = backtest->tables[OLD].rung_count + 1;
    matrix->to_count = backtest->tables[NEW].rung_count + 1;
    int32_t status = LOYALTY_OK;
    for (uint32_t from = 0; from < matrix->from_count; from++) {
        matrix->from[from] = from + 1 < matrix->from_count ? backtest->rungs[OLD][from] : "(none)";
        matrix->same[from] = from + 1 < matrix->from_count ? find_rung(backtest, NEW, matrix->from[from]) : MATRIX_NONE;
        for (uint32_t to = 0; to < matrix->to_count && status == LOYALTY_OK; to++)
            status = loyalty_backtest_moved(backtest->figures, rung_at(backtest, OLD, from), rung_at(backtest, NEW, to),
                                            &matrix->counts[from][to]);
    }
    /* Who is on neither ladder is none of the customers yet. */
    matrix->counts[matrix->from_count - 1][matrix->to_count - 1] = 0;
    for (uint32_t to = 0; to < matrix->to_count; to++)
        matrix->to[to] = to + 1 < matrix->to_count ? backtest->rungs[NEW][to] : "(none)";
    return status;
}

/* Brings the lanes together in the first. */
static int32_t gather(struct options *run, const struct share *shares)
{
    struct backtest *backtest = &run->backtest;
    int32_t status = LOYALTY_OK;
    backtest->figures = shares[0].figures;
    for (uint32_t i = 1; i < run->jobs && status == LOYALTY_OK; i++)
        status = loyalty_backtest_merge(backtest->figures, shares[i].figures);
    for (int side = OLD; side < SIDES && status == LOYALTY_OK; side++) {
        backtest->sides[side].size = sizeof backtest->sides[side];
        status = loyalty_backtest_side_of(backtest->figures, side == NEW, &backtest->sides[side]);
    }
    return status == LOYALTY_OK ? fill_matrix(backtest) : status;
}

/* ---- the run ---- */

static int compare(struct options *run, struct share *shares)
{
    const struct backtest *backtest = &run->backtest;
    const struct lane_plan plan = {
        .count = run->jobs, .shares = shares, .share_size = sizeof *shares, .record = record, .finish = finish};
    const struct event_source source = {.path = run->events,
                                        .programs = {backtest->programs[OLD], backtest->programs[NEW]},
                                        .program_count = SIDES,
                                        .skip_bad = run->skip_bad};
    int32_t status = open_shares(run, shares);
    if (status == LOYALTY_OK && lanes_run(&plan, source) != 0)
        return -1;
    if (status == LOYALTY_OK)
        status = gather(run, shares);
    if (status == LOYALTY_OK)
        return run->print(backtest);
    tell("%s", loyalty_status_text(status));
    return -1;
}

static int compare_in_lanes(struct options *run)
{
    struct share *shares = calloc(run->jobs, sizeof *shares);
    if (!shares) {
        tell("%s", loyalty_status_text(LOYALTY_E_MEMORY));
        return -1;
    }
    int result = compare(run, shares);
    for (uint32_t i = 0; i < run->jobs; i++)
        close_share(&shares[i]);
    free(shares);
    return result;
}

static int run_backtest(struct options *run)
{
    struct backtest *backtest = &run->backtest;
    int result = 0;
    for (int side = OLD; side < SIDES && result == 0; side++) {
        backtest->tables[side].size = sizeof backtest->tables[side];
        result = table_load(run->tables[side], &backtest->programs[side]);
        if (result == 0)
            table_rungs(backtest->programs[side], backtest->rungs[side]);
        if (result == 0 && loyalty_program_table(backtest->programs[side], &backtest->tables[side]) != LOYALTY_OK)
            result = -1;
    }
    if (result == 0)
        result = compare_in_lanes(run);
    loyalty_program_unref(backtest->programs[OLD]);
    loyalty_program_unref(backtest->programs[NEW]);
    return result == 0 ? EXIT_DONE : EXIT_FAILED;
}

/* Takes an option; returns 0, or -1 after telling what is wrong with it. */
static int take_option(struct options *run, int option, const char *argument)
{
    switch (option) {
    case 'd':
        return option_date("--as-of", argument, &run->backtest.as_of);
    case 'f':
        return option_number("--flap-days", argument, 0, LOYALTY_DAYS_MAX, &run->backtest.flap_days);
    case 'l':
        run->backtest.list = 1;
        return 0;
    case 'c':
        run->print = backtest_print_csv;
        return 0;
    case 'j':
        run->print = backtest_print_json;
        return 0;
    case 'b':
        run->skip_bad = 1;
        return 0;
    case 'J':
        return option_number("--jobs", argument, 1, LANES_MAX, &run->jobs);
    default:
        return -1;
    }
}

int command_backtest(int argc, char **argv)
{
    static const struct option names[] = {{"as-of", required_argument, NULL, 'd'},
                                          {"flap-days", required_argument, NULL, 'f'},
                                          {"list", no_argument, NULL, 'l'},
                                          {"csv", no_argument, NULL, 'c'},
                                          {"json", no_argument, NULL, 'j'},
                                          {"skip-bad", no_argument, NULL, 'b'},
                                          {"jobs", required_argument, NULL, 'J'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    static struct options run; /* The matrix is large. */
    run.jobs = 1;
    run.print = backtest_print_screen;
    run.backtest.as_of = LOYALTY_DATE_NONE;
    run.backtest.flap_days = FLAP_DAYS;
    int option = 0;
    while ((option = getopt_long(argc, argv, "h", names, NULL)) != -1) {
        if (option == 'h')
            return usage_print(HELP);
        if (take_option(&run, option, optarg) != 0)
            return usage_error(argv[0]);
    }
    if (argc - optind != 3 || run.backtest.as_of == LOYALTY_DATE_NONE) {
        tell("backtest needs OLD, NEW, EVENTS and --as-of DATE");
        return usage_error(argv[0]);
    }
    run.tables[OLD] = argv[optind];
    run.tables[NEW] = argv[optind + 1];
    run.events = argv[optind + 2];
    return run_backtest(&run);
}
