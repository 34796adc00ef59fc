/* SPDX-License-Identifier: MIT */
/* `loyalty replay`: where every customer stands after a log of events, or every transition on the way. */
#include "command/replay.h"

#include "input/seed.h"
#include "input/snapshot.h"
#include "output/output.h"
#include "output/tell.h"

#include <stdlib.h>

static const char replay_help[] =
    "Usage: loyalty replay TABLE EVENTS --as-of DATE [OPTION]...\n"
    "Prints where every customer stands on DATE: customer,rung,since,score\n"
    "\n"
    "TABLE is a file or the name of a preset. EVENTS is a CSV file whose header line names the\n"
    "columns customer, kind, date and value, and optionally count and id, or a file that --save has\n"
    "written; - is standard input.\n"
    "\n"
    "  --as-of DATE    YYYY-MM-DD; events dated later are ignored\n"
    "  --transitions   print every change of rung instead: date,customer,from,to\n"
    "  --csv, --json   print CSV, which is the default; or one JSON text, with all dates of a standing\n"
    "  --stream        process the events one at a time in the order of the file, as a till would;\n"
    "                  an event that comes too late is a bad line, one booked for a later day is not\n"
    "  --save FILE     also save all customers to FILE, a snapshot that these commands read in place of\n"
    "                  EVENTS; one thread then records all customers\n"
    "  --skip-bad      report and skip bad lines; by default the first one ends the run\n"
    "  --jobs N        divide the customers among N threads, 1 to 64; the output stays the same; default: as\n"
    "                  many as there are processors, at most 8, and fewer for a small file\n"
    "  --help\n";

static int32_t replay_open(void *user, const void *run)
{
    struct replay_share *share = user;
    share->run = run;
    customers_init(&share->customers, share->run->table.program);
    struct seed seed;
    if (share->run->stream)
        return LOYALTY_OK;
    return loyalty_book_new(share->run->table.program, seed_draw(&seed), &share->book);
}

static void replay_close(void *user)
{
    struct replay_share *share = user;
    standings_free(&share->standings);
    moves_free(&share->moves);
    customers_free(&share->customers);
    loyalty_book_free(share->book);
}

/* CSV does not have all of a standing, so it is kept for JSON only. */
static int32_t replay_reserve(struct replay_share *share, uint32_t capacity)
{
    return standings_reserve(&share->standings, capacity, share->run->json);
}

/* ---- a book ---- */

static int32_t replay_record_book(void *user, uint32_t table, const loyalty_batch *batch, int32_t *statuses)
{
    (void)table;
    struct replay_share *share = user;
    return loyalty_book_record_batch(share->book, batch, NULL, NULL, statuses, NULL);
}

/* A customer's transitions arrive together, so the last mover is either this customer or complete. */
static int32_t replay_take_book(void *user, const void *id, uint32_t length, const loyalty_customer *handle,
                                const loyalty_transition *transition)
{
    (void)handle;
    struct moves *list = &((struct replay_share *)user)->moves;
    uint32_t who = list->mover_count;
    if (who == 0 || list->movers[who - 1].id != id)
        who = moves_add_mover(list, id, length);
    if (who > 0)
        moves_take(list, who, transition);
    return 0;
}

static int32_t replay_load(void *user, uint32_t table, struct snapshot *from)
{
    (void)table;
    struct replay_share *share = user;
    share->loaded = true;
    return snapshot_load(from, share->run->table.program, &share->book);
}

/* A snapshot may be of a later day: then the book stays there, and is asked about the earlier one. */
static int32_t replay_advance_book(struct replay_share *share)
{
    const bool listens = share->run->transitions && !share->loaded;
    int32_t status = loyalty_book_advance(share->book, share->run->log.as_of, listens ? replay_take_book : NULL, share);
    return status == LOYALTY_E_PAST ? LOYALTY_OK : status;
}

/* Takes a customer of a book for the list that is printed. */
static int32_t replay_list_customer(struct replay_share *share, const char *id, uint32_t length,
                                    const loyalty_customer *handle)
{
    const int32_t as_of = share->run->log.as_of;
    return share->run->transitions ? moves_trace(&share->moves, id, length, handle, as_of)
                                   : standings_add(&share->standings, id, length, handle, as_of);
}

static int32_t replay_list_book(struct replay_share *share)
{
    uint64_t cursor = 0;
    uint32_t length = 0;
    const void *id = NULL;
    const loyalty_customer *handle = NULL;
    int32_t status = LOYALTY_OK;
    if (!share->run->transitions)
        status = replay_reserve(share, (uint32_t)loyalty_book_count(share->book));
    while (!status) {
        status = loyalty_book_each(share->book, &cursor, &id, &length, &handle);
        if (status == LOYALTY_E_END)
            return LOYALTY_OK;
        if (!status)
            status = replay_list_customer(share, id, length, handle);
    }
    return status;
}

/* ---- a stream ---- */

static int32_t replay_take_customer(void *user, const loyalty_customer *handle, const loyalty_transition *transition)
{
    (void)handle;
    struct replay_share *share = user;
    struct customer *who = share->current;
    if (who->mover == 0)
        who->mover = moves_add_mover(&share->moves, who->id, who->id_length);
    if (who->mover > 0)
        moves_take(&share->moves, who->mover, transition);
    return 0;
}

static int32_t replay_advance_customer(struct replay_share *share, struct customer *who, int32_t date)
{
    share->current = who;
    return loyalty_customer_advance(who->handle, date, share->run->transitions ? replay_take_customer : NULL, share);
}

/*
 * Returns the day that has come when a customer's next line has a date. A date ahead of the day may be that of an event
 * booked for later, so it has come only when the next line of another date is not before it. The first line has nothing
 * to compare with: its own day has come.
 */
static int32_t replay_day_come(struct customer *who, int32_t date)
{
    int32_t latest = who->latest;
    who->latest = date;
    return latest == LOYALTY_DATE_NONE || date < latest ? date : latest;
}

/* Lives through the days that have come with an event just recorded, but never past the day asked about. */
static int32_t replay_follow(struct replay_share *share, struct customer *who, int32_t date)
{
    if (date > share->run->log.as_of || date == who->latest)
        return LOYALTY_OK;
    int32_t day = LOYALTY_DATE_MIN;
    int32_t come = replay_day_come(who, date);
    int32_t status = loyalty_customer_date(who->handle, &day);
    if (status && status != LOYALTY_E_NOT_ADVANCED)
        return status;
    return !status && come <= day ? LOYALTY_OK : replay_advance_customer(share, who, come);
}

static int32_t replay_record_event(struct replay_share *share, const char *id, uint32_t length,
                                   const loyalty_event *event)
{
    struct customer *who = NULL;
    int32_t status = customers_get(&share->customers, id, length, &who);
    if (status)
        return status;
    share->current = who;
    status = loyalty_customer_record(who->handle, event, share->run->transitions ? replay_take_customer : NULL, share);
    if (!status)
        status = replay_follow(share, who, event->date);
    return !status && share->moves.failed ? LOYALTY_E_MEMORY : status;
}

static int32_t replay_record_stream(void *user, uint32_t table, const loyalty_batch *batch, int32_t *statuses)
{
    (void)table;
    for (size_t i = 0; i < batch->rows; i++) {
        const loyalty_event event = batch_event(batch, i);
        statuses[i] = replay_record_event(user, batch->keys[i], batch->key_lengths[i], &event);
    }
    return LOYALTY_OK;
}

static int32_t replay_advance_stream(struct replay_share *share)
{
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; i < share->customers.count && !status; i++)
        status = replay_advance_customer(share, share->customers.all[i], share->run->log.as_of);
    return status;
}

static int32_t replay_list_stream(struct replay_share *share)
{
    int32_t status = replay_reserve(share, share->customers.count);
    for (uint32_t i = 0; i < share->customers.count && !status; i++) {
        const struct customer *who = share->customers.all[i];
        status = standings_add(&share->standings, who->id, who->id_length, who->handle, share->run->log.as_of);
    }
    return status;
}

/* Advances all customers of a lane, and sorts the standings or the transitions. */
static int32_t replay_finish(void *user)
{
    struct replay_share *share = user;
    int32_t status = share->run->stream ? replay_advance_stream(share) : replay_advance_book(share);
    if (!status && share->run->transitions && share->loaded)
        status = replay_list_book(share);
    if (status)
        return status;
    if (share->run->transitions)
        return moves_sort(&share->moves);
    status = share->run->stream ? replay_list_stream(share) : replay_list_book(share);
    return status ? status : standings_sort(&share->standings);
}

/* ---- the run ---- */

/* Saves first: if that fails, nothing is printed. What was saved takes its place last, when all is printed. */
static bool replay_gather(void *user, void *shares)
{
    static struct output output; /* large */
    const struct replay *run = user;
    struct replacement file;
    if (run->save && !replay_save(run, ((struct replay_share *)shares)->book, &file))
        return false;
    replay_print(run, shares, &output);
    output_flush(&output);
    return !run->save || replay_saved(&file);
}

static bool replay_run(struct replay *run)
{
    const struct lane_plan plan = {.count = run->log.jobs,
                                   .share_size = sizeof(struct replay_share),
                                   .run = run,
                                   .open = replay_open,
                                   .record = run->stream ? replay_record_stream : replay_record_book,
                                   .load = run->stream ? NULL : replay_load,
                                   .finish = replay_finish,
                                   .gather = replay_gather,
                                   .close = replay_close};
    const struct event_source source = log_source(&run->log, &run->table, 1);
    return events_run(&source, &plan);
}

static bool replay_take_option(void *user, int option, const char *argument)
{
    struct replay *run = user;
    switch (option) {
    case 't':
        run->transitions = true;
        return true;
    case 's':
        run->stream = true;
        return true;
    case 'c':
        run->csv = true;
        return true;
    case 'S':
        run->save = argument;
        return true;
    case 'j':
        run->json = true;
        return true;
    default:
        return option_log(&run->log, option, argument);
    }
}

int command_replay(int argc, char **argv)
{
    static const struct option options[] = {
        {"as-of", required_argument, NULL, 'd'}, {"transitions", no_argument, NULL, 't'},
        {"stream", no_argument, NULL, 's'},      {"save", required_argument, NULL, 'S'},
        {"csv", no_argument, NULL, 'c'},         {"json", no_argument, NULL, 'j'},
        {"skip-bad", no_argument, NULL, 'b'},    {"jobs", required_argument, NULL, 'J'},
        {"help", no_argument, NULL, 'h'},        {NULL, 0, NULL, 0}};
    struct replay run = {.log = {.as_of = LOYALTY_DATE_NONE}};
    int code = usage_options(argc, argv, options, replay_help, replay_take_option, &run);
    if (code >= 0)
        return code;
    if (argc - optind != 2 || run.log.as_of == LOYALTY_DATE_NONE) {
        tell("replay needs TABLE, EVENTS and --as-of DATE");
        return usage_error(argv[0]);
    }
    if (!option_one_format(run.csv, run.json))
        return usage_error(argv[0]);
    if (run.save && run.stream) {
        tell("--save and --stream cannot be combined: a stream has no book to save");
        return usage_error(argv[0]);
    }
    log_set_events(&run.log, argv[optind + 1]);
    if (run.save)
        run.log.jobs = 1; /* one book, whose customers are in the order of the log, without a second copy of any */
    bool done = (!run.save || replay_can_save(run.save)) && table_load(argv[optind], &run.table) && replay_run(&run);
    table_free(&run.table);
    return done ? EXIT_DONE : EXIT_FAILED;
}
