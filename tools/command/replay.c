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

struct replay {
    const char *table;
    const char *events;
    int32_t as_of;
    int transitions;
    int stream;
    int skip_bad;
    uint32_t jobs;
    loyalty_program *program;
    const char *rungs[LOYALTY_RUNGS_MAX];
};

/* What a lane holds: its customers, in a book or, for a stream, each on their own; and what is found out about them. */
struct share {
    const struct replay *run;
    loyalty_book *book;
    struct customers customers;
    struct customer *current; /* Whom a stream's transitions are about. */
    struct moves moves;
    struct standings standings;
};

/* ---- a book ---- */

static int32_t record_in_book(void *user, uint32_t table, const loyalty_batch *batch, int32_t *statuses)
{
    (void)table;
    struct share *share = user;
    return loyalty_book_record_batch(share->book, batch, NULL, NULL, statuses, NULL);
}

/* A customer's transitions are told together, so the last mover is either this one or over and done with. */
static void on_book_transition(void *user, const char *id, uint32_t length, const loyalty_customer *handle,
                               const loyalty_transition *transition)
{
    (void)handle;
    struct moves *list = &((struct share *)user)->moves;
    uint32_t who = list->mover_count;
    if (who == 0 || list->movers[who - 1].key.text != id)
        who = moves_add_mover(list, id, length);
    if (who > 0)
        moves_take(list, who, transition);
}

static int32_t advance_book(struct share *share)
{
    return loyalty_book_advance(share->book, share->run->as_of, share->run->transitions ? on_book_transition : NULL,
                                share);
}

static int32_t list_book(struct share *share)
{
    uint32_t cursor = 0;
    uint32_t length = 0;
    const char *id = NULL;
    const loyalty_customer *handle = NULL;
    int32_t status = standings_reserve(&share->standings, loyalty_book_count(share->book));
    while (status == LOYALTY_OK) {
        status = loyalty_book_next(share->book, &cursor, &id, &length, &handle);
        if (status == LOYALTY_E_NOT_FOUND)
            return LOYALTY_OK;
        if (status == LOYALTY_OK)
            status = standings_add(&share->standings, id, length, handle);
    }
    return status;
}

/* ---- a stream ---- */

static void on_transition(void *user, const loyalty_customer *handle, const loyalty_transition *transition)
{
    (void)handle;
    struct share *share = user;
    struct customer *who = share->current;
    if (who->mover == 0)
        who->mover = moves_add_mover(&share->moves, who->id, who->id_length);
    if (who->mover > 0)
        moves_take(&share->moves, who->mover, transition);
}

static int32_t advance_customer(struct share *share, struct customer *who, int32_t date)
{
    share->current = who;
    return loyalty_customer_advance(who->handle, date, share->run->transitions ? on_transition : NULL, share);
}

/* As a till does: the event, then the day it brings. A day after the one asked about never comes. */
static int32_t follow(struct share *share, struct customer *who, int32_t date)
{
    int32_t day = LOYALTY_DATE_MIN;
    int32_t status = loyalty_customer_date(who->handle, &day);
    if (status != LOYALTY_OK && status != LOYALTY_E_ABSENT)
        return status;
    if (date > share->run->as_of || (status == LOYALTY_OK && date <= day))
        return LOYALTY_OK;
    return advance_customer(share, who, date);
}

static int32_t record_one(struct share *share, const char *id, uint32_t length, const loyalty_event *event)
{
    struct customer *who = NULL;
    int32_t status = customers_get(&share->customers, id, length, &who);
    if (status != LOYALTY_OK)
        return status;
    share->current = who;
    status = loyalty_customer_record(who->handle, event, share->run->transitions ? on_transition : NULL, share);
    if (status == LOYALTY_OK)
        status = follow(share, who, event->date);
    return status == LOYALTY_OK && share->moves.failed ? LOYALTY_E_MEMORY : status;
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

static int32_t advance_stream(struct share *share)
{
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; i < share->customers.count && status == LOYALTY_OK; i++)
        status = advance_customer(share, share->customers.all[i], share->run->as_of);
    return status;
}

static int32_t list_stream(struct share *share)
{
    int32_t status = standings_reserve(&share->standings, share->customers.count);
    for (uint32_t i = 0; i < share->customers.count && status == LOYALTY_OK; i++) {
        const struct customer *who = share->customers.all[i];
        status = standings_add(&share->standings, who->id, who->id_length, who->handle);
    }
    return status;
}

/* ---- the result ---- */

/* Advances all customers of a lane, and puts what is asked for in order. */
static int32_t finish(void *user)
{
    struct share *share = user;
    int32_t status = share->run->stream ? advance_stream(share) : advance_book(share);
    if (status != LOYALTY_OK)
        return status;
    if (share->run->transitions)
        return share->moves.failed || moves_sort(&share->moves) != 0 ? LOYALTY_E_MEMORY : LOYALTY_OK;
    status = share->run->stream ? list_stream(share) : list_book(share);
    standings_sort(&share->standings);
    return status;
}

static void print_place(const struct replay *run, struct output *output, const struct place *one)
{
    output_field(output, one->key.text, one->key.length);
    output_bytes(output, ",", 1);
    output_text(output, run->rungs[one->rung]);
    output_bytes(output, ",", 1);
    output_date(output, one->since);
    output_bytes(output, ",", 1);
    output_number(output, one->score);
    output_bytes(output, "\n", 1);
}

static void print_standings(const struct replay *run, const struct share *shares, struct output *output)
{
    uint32_t heads[LANES_MAX] = {0};
    output_text(output, "customer,rung,since,score\n");
    for (;;) {
        uint32_t first = run->jobs;
        for (uint32_t i = 0; i < run->jobs; i++) {
            if (heads[i] == shares[i].standings.count)
                continue;
            const struct key *candidate = &shares[i].standings.all[heads[i]].key;
            if (first == run->jobs || key_compare(candidate, &shares[first].standings.all[heads[first]].key) < 0)
                first = i;
        }
        if (first == run->jobs)
            return;
        print_place(run, output, &shares[first].standings.all[heads[first]++]);
    }
}

static void print_move(const struct replay *run, struct output *output, const struct moves *list,
                       const struct move *one)
{
    const struct key *who = &list->movers[one->who - 1].key;
    output_date(output, one->date);
    output_bytes(output, ",", 1);
    output_field(output, who->text, who->length);
    output_bytes(output, ",", 1);
    output_text(output, run->rungs[one->from]);
    output_bytes(output, ",", 1);
    output_text(output, run->rungs[one->to]);
    output_bytes(output, "\n", 1);
}

static void print_moves(const struct replay *run, const struct share *shares, struct output *output)
{
    uint32_t heads[LANES_MAX] = {0};
    output_text(output, "date,customer,from,to\n");
    for (;;) {
        const struct moves *list = NULL;
        uint32_t first = 0;
        for (uint32_t i = 0; i < run->jobs; i++) {
            const struct moves *candidate = &shares[i].moves;
            if (heads[i] == candidate->count)
                continue;
            if (!list || moves_compare(candidate, &candidate->all[heads[i]], list, &list->all[heads[first]]) < 0) {
                list = candidate;
                first = i;
            }
        }
        if (!list)
            return;
        print_move(run, output, list, &list->all[heads[first]++]);
    }
}

static void print(const struct replay *run, const struct share *shares)
{
    static struct output output;
    if (run->transitions)
        print_moves(run, shares, &output);
    else
        print_standings(run, shares, &output);
    output_flush(&output);
}

/* ---- the run ---- */

static int open_shares(const struct replay *run, struct share *shares)
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

static void close_share(struct share *share)
{
    standings_free(&share->standings);
    moves_free(&share->moves);
    customers_free(&share->customers);
    loyalty_book_free(share->book);
}

static int read_and_finish(const struct replay *run, struct share *shares)
{
    const struct lane_plan plan = {.count = run->jobs,
                                   .shares = shares,
                                   .share_size = sizeof *shares,
                                   .record = run->stream ? record_in_stream : record_in_book,
                                   .finish = finish};
    const struct event_source source = {
        .path = run->events, .programs = {run->program}, .program_count = 1, .skip_bad = run->skip_bad};
    return lanes_run(&plan, source);
}

static int run_replay(struct replay *run)
{
    struct share *shares = calloc(run->jobs, sizeof *shares);
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
    struct replay run = {.as_of = LOYALTY_DATE_NONE, .jobs = 1};
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
