/* SPDX-License-Identifier: MIT */
/* `loyalty backtest`: what a change of rules would do. */
#include "command/backtest.h"

#include "command/command.h"
#include "input/lanes.h"
#include "input/seed.h"
#include "input/snapshot.h"
#include "output/tell.h"

#include <string.h>

static const char backtest_help[] =
    "Usage: loyalty backtest OLD NEW EVENTS --as-of DATE [OPTION]...\n"
    "Compares two rule tables on one log: how many customers are on each rung on DATE under each table,\n"
    "who would stand elsewhere, and how many flap up and down.\n"
    "\n"
    "OLD and NEW are files or names of presets. EVENTS is a CSV file or a snapshot, as for\n"
    "`loyalty replay`; - is standard input. An event whose kind is in only one of the tables counts only there. Rungs "
    "are matched by name.\n"
    "Events dated after DATE are ignored.\n"
    "\n"
    "  --as-of DATE     YYYY-MM-DD, the day of the standings\n"
    "  --flap-days N    count a customer as flapping if reversed twice within N days; default 90\n"
    "  --list           list the customers who would stand elsewhere, and since when\n"
    "  --csv, --json    print a flat table section,row,column,value, or with --list only the list;\n"
    "                   or one JSON text, which always has the list\n"
    "  --skip-bad       report and skip bad lines; by default the first one ends the run\n"
    "  --jobs N         divide the customers among N threads, 1 to 64; the output stays the same; default: as\n"
    "                   many as there are processors, at most 8, and fewer for a small file\n"
    "  --help\n";

enum { FLAP_DAYS = 90 };

struct options {
    struct log_options log;
    bool csv;
    bool json;
    struct backtest backtest;
};

/* A lane's share. */
struct share {
    const struct backtest *backtest;
    loyalty_book *books[SIDES];
    loyalty_backtest *figures;
};

const char *backtest_rung(const struct backtest *backtest, int side, uint32_t rung)
{
    const struct table *table = &backtest->tables[side];
    return rung < table->info.rung_count ? table->rungs[rung] : "";
}

/* ---- lanes ---- */

static int32_t backtest_open(void *user, const void *run)
{
    struct share *share = user;
    const struct backtest *backtest = &((const struct options *)run)->backtest;
    const struct table *tables = backtest->tables;
    share->backtest = backtest;
    struct seed seed;
    int32_t status = loyalty_backtest_new(tables[OLD].program, tables[NEW].program, backtest->as_of,
                                          backtest->flap_days, &share->figures);
    for (int side = OLD; side < SIDES && !status; side++)
        status = loyalty_book_new(tables[side].program, seed_draw(&seed), &share->books[side]);
    return status;
}

static int32_t backtest_record(void *user, uint32_t table, const loyalty_batch *batch, int32_t *statuses)
{
    return loyalty_book_record_batch(((struct share *)user)->books[table], batch, NULL, NULL, statuses, NULL);
}

static int32_t backtest_load(void *user, uint32_t table, struct snapshot *from)
{
    struct share *share = user;
    return snapshot_load(from, share->backtest->tables[table].program, &share->books[table]);
}

static int32_t backtest_finish(void *user)
{
    struct share *share = user;
    return loyalty_backtest_add_books(share->figures, share->books[OLD], share->books[NEW]);
}

static void backtest_close(void *user)
{
    struct share *share = user;
    loyalty_backtest_free(share->figures);
    loyalty_book_free(share->books[OLD]);
    loyalty_book_free(share->books[NEW]);
}

/* ---- the result ---- */

static uint32_t backtest_find_rung(const struct table *table, const char *name)
{
    uint32_t rung = 0;
    while (rung < table->info.rung_count && strcmp(table->rungs[rung], name) != 0)
        rung++;
    return rung < table->info.rung_count ? rung : MATRIX_NONE;
}

/*
 * Names the rows or columns of a matrix: one per rung, and a last one for customers not on the ladder. Returns the
 * number of names.
 */
static uint32_t backtest_name_rungs(const struct table *table, const char *names[MATRIX_SIDE])
{
    memcpy(names, table->rungs, table->info.rung_count * sizeof *names);
    names[table->info.rung_count] = "(none)";
    return table->info.rung_count + 1;
}

/* Returns the rung of a row or a column. */
static uint32_t backtest_rung_at(const struct table *table, uint32_t index)
{
    return index < table->info.rung_count ? index : LOYALTY_NONE;
}

static int32_t backtest_fill_matrix(struct backtest *backtest)
{
    const struct table *tables = backtest->tables;
    struct matrix *matrix = &backtest->moved;
    matrix->corner = "old \\ new";
    matrix->from_count = backtest_name_rungs(&tables[OLD], matrix->from);
    matrix->to_count = backtest_name_rungs(&tables[NEW], matrix->to);
    int32_t status = LOYALTY_OK;
    for (uint32_t from = 0; from < matrix->from_count; from++) {
        matrix->same[from] = backtest_find_rung(&tables[NEW], matrix->from[from]);
        for (uint32_t to = 0; to < matrix->to_count && !status; to++)
            status = loyalty_backtest_moved(backtest->figures, backtest_rung_at(&tables[OLD], from),
                                            backtest_rung_at(&tables[NEW], to), &matrix->counts[from][to]);
    }
    /* Customers on neither ladder are not counted. */
    matrix->counts[matrix->from_count - 1][matrix->to_count - 1] = 0;
    return status;
}

static int32_t backtest_print(const struct options *run)
{
    if (run->json)
        return backtest_print_json(&run->backtest);
    return run->csv ? backtest_print_csv(&run->backtest) : backtest_print_screen(&run->backtest);
}

/* Merges all lanes into the first, and prints the result. */
static bool backtest_gather(void *user, void *shares)
{
    struct options *run = user;
    struct backtest *backtest = &run->backtest;
    const struct share *share = shares;
    int32_t status = LOYALTY_OK;
    backtest->figures = share[0].figures;
    for (uint32_t i = 1; i < run->log.jobs && !status; i++)
        status = loyalty_backtest_merge(backtest->figures, share[i].figures);
    for (int side = OLD; side < SIDES && !status; side++) {
        backtest->sides[side].size = sizeof backtest->sides[side];
        status = loyalty_backtest_side(backtest->figures, side == NEW, &backtest->sides[side]);
    }
    if (!status)
        status = backtest_fill_matrix(backtest);
    return tell_status(status ? status : backtest_print(run));
}

/* ---- the run ---- */

static bool backtest_run(struct options *run)
{
    const struct lane_plan plan = {.count = run->log.jobs,
                                   .share_size = sizeof(struct share),
                                   .run = run,
                                   .open = backtest_open,
                                   .record = backtest_record,
                                   .load = backtest_load,
                                   .finish = backtest_finish,
                                   .gather = backtest_gather,
                                   .close = backtest_close};
    const struct event_source source = log_source(&run->log, run->backtest.tables, SIDES);
    return events_run(&source, &plan);
}

static bool backtest_take_option(void *user, int option, const char *argument)
{
    struct options *run = user;
    switch (option) {
    case 'f':
        return option_days("--flap-days", argument, 0, &run->backtest.flap_days);
    case 'l':
        run->backtest.list = true;
        return true;
    case 'c':
        run->csv = true;
        return true;
    case 'j':
        run->json = true;
        return true;
    default:
        return option_log(&run->log, option, argument);
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
    static struct options run; /* large */
    run.log.as_of = LOYALTY_DATE_NONE;
    run.backtest.flap_days = FLAP_DAYS;
    int code = usage_options(argc, argv, names, backtest_help, backtest_take_option, &run);
    if (code >= 0)
        return code;
    if (argc - optind != 3 || run.log.as_of == LOYALTY_DATE_NONE) {
        tell("backtest needs OLD, NEW, EVENTS and --as-of DATE");
        return usage_error(argv[0]);
    }
    if (!option_one_format(run.csv, run.json))
        return usage_error(argv[0]);
    log_set_events(&run.log, argv[optind + 2]);
    run.backtest.as_of = run.log.as_of;
    struct table *tables = run.backtest.tables;
    bool done =
        table_load(argv[optind], &tables[OLD]) && table_load(argv[optind + 1], &tables[NEW]) && backtest_run(&run);
    table_free(&tables[OLD]);
    table_free(&tables[NEW]);
    return done ? EXIT_DONE : EXIT_FAILED;
}
