/* SPDX-License-Identifier: MIT */
#include "command/command.h"
#include "command/moves.h"
#include "command/standings.h"
#include "input/customers.h"
#include "input/events.h"
#include "input/lanes.h"
#include "input/seed.h"
#include "input/table.h"
#include "output/output.h"
#include "output/tell.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char HELP[] =
    "Usage: loyalty replay TABLE EVENTS --as-of DATE [OPTION]...\n"
    "Prints where every customer stands on DATE: customer,rung,since,score\n"
    "\n"
    "TABLE is a file or the name of a preset. EVENTS is a CSV file with a header line that names\n"
    "at least the columns customer, kind, date and value, perhaps count and id; - is standard input.\n"
    "\n"
    "  --as-of DATE    YYYY-MM-DD; events dated later are not seen\n"
    "  --transitions   print every change of rung instead: date,customer,from,to\n"
    "  --stream        take the events one at a time in the order of the file, as a till would,\n"
    "                  and refuse those that come too late as bad lines\n"
    "  --skip-bad      tell and leave out bad lines; without it the first one ends the run\n"
    "  --jobs N        divide the customers among N threads, 1 to 64; the output is the same\n"
    "  --help\n";

typedef struct replay {
    const char *table;
    const char *events;
    int32_t as_of;
    int transitions;
    int stream;
    int skip_bad;
    uint32_t jobs;
    loyalty_program *program;
    const char *rungs[LOYALTY_RUNGS_MAX];
} replay;

/* What a lane holds: its customers, in a book or, for a stream, each on their own; and what is found out about them. */
typedef struct share {
    const replay *run;
    loyalty_book *book;
    customers customers;
    customer *current; /* Whom a stream's transitions are about. */
    moves moves;
    standings standings;
} share;

/* ---- a book ---- */

static int32_t record_in_book(void *user, uint32_t table, const loyalty_batch *batch, int32_t *statuses)
{
    (void)table;
    share *s = user;
    return loyalty_book_record_batch(s->book, batch, NULL, NULL, statuses, NULL);
}

/* A customer's transitions are told together, so the last mover is either this one or over and done with. */
static void on_book_transition(void *user, const char *id, uint32_t length, const loyalty_customer *handle,
                               const loyalty_transition *transition)
{
    (void)handle;
    moves *list = &((share *)user)->moves;
    uint32_t who = list->mover_count;
    if (who == 0 || list->movers[who - 1].key.text != id)
        who = moves_add_mover(list, id, length);
    if (who > 0)
        moves_take(list, who, transition);
}

static int32_t advance_book(share *s)
{
    return loyalty_book_advance(s->book, s->run->as_of, s->run->transitions ? on_book_transition : NULL, s);
}

static int32_t list_book(share *s)
{
    uint32_t cursor = 0;
    uint32_t length = 0;
    const char *id = NULL;
    const loyalty_customer *handle = NULL;
    int32_t status = standings_reserve(&s->standings, loyalty_book_count(s->book));
    while (status == LOYALTY_OK) {
        status = loyalty_book_next(s->book, &cursor, &id, &length, &handle);
        if (status == LOYALTY_E_NOT_FOUND)
            return LOYALTY_OK;
        if (status == LOYALTY_OK)
            status = standings_add(&s->standings, id, length, handle);
    }
    return status;
}

/* ---- a stream ---- */

static void on_transition(void *user, const loyalty_customer *handle, const loyalty_transition *transition)
{
    (void)handle;
    share *s = user;
    customer *who = s->current;
    if (who->mover == 0)
        who->mover = moves_add_mover(&s->moves, who->id, who->id_length);
    if (who->mover > 0)
        moves_take(&s->moves, who->mover, transition);
}

static int32_t advance_customer(share *s, customer *who, int32_t date)
{
    s->current = who;
    return loyalty_customer_advance(who->handle, date, s->run->transitions ? on_transition : NULL, s);
}

/* As a till does: the event, then the day it brings. A day after the one asked about never comes. */
static int32_t follow(share *s, customer *who, int32_t date)
{
    int32_t day = LOYALTY_DATE_MIN;
    int32_t status = loyalty_customer_date(who->handle, &day);
    if (status != LOYALTY_OK && status != LOYALTY_E_ABSENT)
        return status;
    if (date > s->run->as_of || (status == LOYALTY_OK && date <= day))
        return LOYALTY_OK;
    return advance_customer(s, who, date);
}

static int32_t record_one(share *s, const char *id, uint32_t length, const loyalty_event *event)
{
    customer *who = NULL;
    int32_t status = customers_get(&s->customers, id, length, &who);
    if (status != LOYALTY_OK)
        return status;
    s->current = who;
    status = loyalty_customer_record(who->handle, event, s->run->transitions ? on_transition : NULL, s);
    if (status == LOYALTY_OK)
        status = follow(s, who, event->date);
    return status == LOYALTY_OK && s->moves.failed ? LOYALTY_E_MEMORY : status;
}

static int32_t record_in_stream(void *user, uint32_t table, const loyalty_batch *batch, int32_t *statuses)
{
    (void)table;
    for (size_t i = 0; i < batch->count; i++) {
        const loyalty_event event = {.size = sizeof event,
                                     .kind = batch->kinds[i],
                                     .date = batch->dates[i],
                                     .value = batch->values[i],
                                     .count = batch->counts[i],
                                     .id = batch->ids ? batch->ids[i] : NULL,
                                     .id_length = batch->ids ? batch->id_lengths[i] : 0};
        statuses[i] = record_one(user, batch->keys[i], batch->key_lengths[i], &event);
    }
    return LOYALTY_OK;
}

static int32_t advance_stream(share *s)
{
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; i < s->customers.count && status == LOYALTY_OK; i++)
        status = advance_customer(s, s->customers.all[i], s->run->as_of);
    return status;
}

static int32_t list_stream(share *s)
{
    int32_t status = standings_reserve(&s->standings, s->customers.count);
    for (uint32_t i = 0; i < s->customers.count && status == LOYALTY_OK; i++) {
        const customer *who = s->customers.all[i];
        status = standings_add(&s->standings, who->id, who->id_length, who->handle);
    }
    return status;
}

/* ---- the result ---- */

/* Advances all customers of a lane, and puts what is asked for in order. */
static int32_t finish(void *user)
{
    share *s = user;
    int32_t status = s->run->stream ? advance_stream(s) : advance_book(s);
    if (status != LOYALTY_OK)
        return status;
    if (s->run->transitions)
        return s->moves.failed || moves_sort(&s->moves) != 0 ? LOYALTY_E_MEMORY : LOYALTY_OK;
    status = s->run->stream ? list_stream(s) : list_book(s);
    standings_sort(&s->standings);
    return status;
}

static void print_place(const replay *run, output *o, const place *one)
{
    output_field(o, one->key.text, one->key.length);
    output_bytes(o, ",", 1);
    output_text(o, run->rungs[one->rung]);
    output_bytes(o, ",", 1);
    output_date(o, one->since);
    output_bytes(o, ",", 1);
    output_number(o, one->score);
    output_bytes(o, "\n", 1);
}

static void print_standings(const replay *run, const share *shares, output *o)
{
    uint32_t heads[LANES_MAX] = {0};
    output_text(o, "customer,rung,since,score\n");
    for (;;) {
        uint32_t first = run->jobs;
        for (uint32_t i = 0; i < run->jobs; i++) {
            if (heads[i] == shares[i].standings.count)
                continue;
            const key *candidate = &shares[i].standings.all[heads[i]].key;
            if (first == run->jobs || key_compare(candidate, &shares[first].standings.all[heads[first]].key) < 0)
                first = i;
        }
        if (first == run->jobs)
            return;
        print_place(run, o, &shares[first].standings.all[heads[first]++]);
    }
}

static void print_move(const replay *run, output *o, const moves *list, const move *one)
{
    const key *who = &list->movers[one->who - 1].key;
    output_date(o, one->date);
    output_bytes(o, ",", 1);
    output_field(o, who->text, who->length);
    output_bytes(o, ",", 1);
    output_text(o, run->rungs[one->from]);
    output_bytes(o, ",", 1);
    output_text(o, run->rungs[one->to]);
    output_bytes(o, "\n", 1);
}

static void print_moves(const replay *run, const share *shares, output *o)
{
    uint32_t heads[LANES_MAX] = {0};
    output_text(o, "date,customer,from,to\n");
    for (;;) {
        const moves *list = NULL;
        uint32_t first = 0;
        for (uint32_t i = 0; i < run->jobs; i++) {
            const moves *candidate = &shares[i].moves;
            if (heads[i] == candidate->count)
                continue;
            if (!list || moves_compare(candidate, &candidate->all[heads[i]], list, &list->all[heads[first]]) < 0) {
                list = candidate;
                first = i;
            }
        }
        if (!list)
            return;
        print_move(run, o, list, &list->all[heads[first]++]);
    }
}

static void print(const replay *run, const share *shares)
{
    static output o;
    if (run->transitions)
        print_moves(run, shares, &o);
    else
        print_standings(run, shares, &o);
    output_flush(&o);
}

/* ---- the run ---- */

static int open_shares(const replay *run, share *shares)
{
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; i < run->jobs && status == LOYALTY_OK; i++) {
        shares[i].run = run;
        customers_init(&shares[i].customers, run->program);
        if (!run->stream)
            status = loyalty_book_new(run->program, seed_draw(), &shares[i].book);
    }
    if (status != LOYALTY_OK)
        tell("%s", loyalty_status_text(status));
    return status == LOYALTY_OK ? 0 : -1;
}

static void close_share(share *s)
{
    standings_free(&s->standings);
    moves_free(&s->moves);
    customers_free(&s->customers);
    loyalty_book_free(s->book);
}

static int read_and_finish(const replay *run, share *shares)
{
    const lane_plan plan = {.count = run->jobs,
                            .shares = shares,
                            .share_size = sizeof *shares,
                            .record = run->stream ? record_in_stream : record_in_book,
                            .finish = finish};
    const event_source source = {
        .path = run->events, .programs = {run->program}, .program_count = 1, .skip_bad = run->skip_bad};
    return lanes_run(&plan, source);
}

static int run_replay(replay *run)
{
    share *shares = calloc(run->jobs, sizeof *shares);
    if (!shares) {
        tell("%s", loyalty_status_text(LOYALTY_E_MEMORY));
        return EXIT_FAILED;
    }
    int result = table_load(run->table, &run->program);
    if (result == 0) {
        table_rungs(run->program, run->rungs);
        result = open_shares(run, shares);
    }
    if (result == 0)
        result = read_and_finish(run, shares);
    if (result == 0)
        print(run, shares);
    for (uint32_t i = 0; i < run->jobs; i++)
        close_share(&shares[i]);
    free(shares);
    loyalty_program_unref(run->program);
    return result == 0 ? EXIT_DONE : EXIT_FAILED;
}

int command_replay(int argc, char **argv)
{
    static const struct option options[] = {{"as-of", required_argument, NULL, 'd'},
                                            {"transitions", no_argument, NULL, 't'},
                                            {"stream", no_argument, NULL, 's'},
                                            {"skip-bad", no_argument, NULL, 'b'},
                                            {"jobs", required_argument, NULL, 'J'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    replay run = {.as_of = LOYALTY_DATE_NONE, .jobs = 1};
    int option = 0;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h')
            return usage_print(HELP);
        if (option == '?' || (option == 'd' && option_date("--as-of", optarg, &run.as_of) != 0) ||
            (option == 'J' && option_number("--jobs", optarg, 1, LANES_MAX, &run.jobs) != 0))
            return usage_error(argv[0]);
        run.transitions |= option == 't';
        run.stream |= option == 's';
        run.skip_bad |= option == 'b';
    }
    if (argc - optind != 2 || run.as_of == LOYALTY_DATE_NONE) {
        tell("replay needs TABLE, EVENTS and --as-of DATE");
        return usage_error(argv[0]);
    }
    run.table = argv[optind];
    run.events = argv[optind + 1];
    return run_replay(&run);
}
