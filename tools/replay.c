/* SPDX-License-Identifier: MIT */
#include "command.h"
#include "customers.h"
#include "events.h"
#include "moves.h"
#include "table.h"
#include "tell.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
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
    "  --help\n";

typedef struct replay {
    const char *table;
    const char *events;
    int32_t as_of;
    int transitions;
    int stream;
    int skip_bad;

    loyalty_program *program;
    customers customers;
    moves moves;
    customer *current; /* Whom the transitions now told are about. */
} replay;

static void on_transition(void *user, const loyalty_customer *handle, const loyalty_transition *transition)
{
    (void)handle;
    replay *run = user;
    moves_take(&run->moves, run->current, transition);
}

/* NULL where nobody asks for transitions. */
static loyalty_transition_callback *listener(const replay *run)
{
    return run->transitions ? on_transition : NULL;
}

static int32_t advance(replay *run, customer *who, int32_t date)
{
    run->current = who;
    int32_t status = loyalty_customer_advance(who->handle, date, listener(run), run);
    return status == LOYALTY_OK && run->moves.failed ? LOYALTY_E_MEMORY : status;
}

/* As a till does: the event, then the day it brings. A day after the one asked about never comes. */
static int32_t follow(replay *run, customer *who, int32_t date)
{
    int32_t day = LOYALTY_DATE_MIN;
    int32_t status = loyalty_customer_date(who->handle, &day);
    if (status != LOYALTY_OK && status != LOYALTY_E_ABSENT)
        return status;
    if (date > run->as_of || (status == LOYALTY_OK && date <= day))
        return LOYALTY_OK;
    return advance(run, who, date);
}

static int32_t on_event(void *user, const event_record *record)
{
    replay *run = user;
    customer *who = NULL;
    int32_t status = customers_get(&run->customers, record->customer, record->customer_length, &who);
    if (status != LOYALTY_OK)
        return status;
    run->current = who;
    status = loyalty_customer_record(who->handle, &record->event, listener(run), run);
    if (status == LOYALTY_OK && run->moves.failed)
        return LOYALTY_E_MEMORY;
    return status == LOYALTY_OK && run->stream ? follow(run, who, record->event.date) : status;
}

static int advance_all(replay *run)
{
    progress_begin("advancing", run->customers.count);
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; i < run->customers.count && status == LOYALTY_OK; i++) {
        status = advance(run, run->customers.all[i], run->as_of);
        progress_update(i + 1);
    }
    progress_end();
    if (status != LOYALTY_OK)
        tell("%s", loyalty_status_text(status));
    return status == LOYALTY_OK ? 0 : -1;
}

static const char *rung_name(const replay *run, uint32_t rung)
{
    loyalty_rung_info info = {.size = sizeof info};
    return loyalty_program_rung(run->program, rung, &info) == LOYALTY_OK ? info.name : "";
}

static void print_date(int32_t date)
{
    char text[11] = "";
    loyalty_date_format(date, text, sizeof text);
    fputs(text, stdout);
}

/* A field of RFC 4180, in quotes only where it needs them. */
static void print_id(const customer *who)
{
    int plain = 1;
    for (size_t i = 0; i < who->id_length && plain; i++)
        plain = who->id[i] == '\0' || !strchr(",\"\r\n", who->id[i]);
    if (plain) {
        fwrite(who->id, 1, who->id_length, stdout);
        return;
    }
    putchar('"');
    for (size_t i = 0; i < who->id_length; i++) {
        if (who->id[i] == '"')
            putchar('"');
        putchar(who->id[i]);
    }
    putchar('"');
}

static int print_standings(replay *run)
{
    puts("customer,rung,since,score");
    for (uint32_t i = 0; i < run->customers.count; i++) {
        const customer *who = run->customers.all[i];
        loyalty_standing standing = {.size = sizeof standing};
        int32_t status = loyalty_customer_standing(who->handle, &standing);
        if (status == LOYALTY_E_ABSENT)
            continue;
        if (status != LOYALTY_OK) {
            tell("%s", loyalty_status_text(status));
            return -1;
        }
        print_id(who);
        printf(",%s,", rung_name(run, standing.rung));
        print_date(standing.since);
        printf(",%" PRId64 "\n", standing.score);
    }
    return 0;
}

static void print_moves(replay *run)
{
    moves_sort(&run->moves);
    puts("date,customer,from,to");
    for (uint32_t i = 0; i < run->moves.count; i++) {
        const move *one = &run->moves.all[i];
        print_date(one->date);
        putchar(',');
        print_id(one->who);
        printf(",%s,%s\n", rung_name(run, one->from), rung_name(run, one->to));
    }
}

static int run_replay(replay *run)
{
    if (table_load(run->table, &run->program) != 0)
        return EXIT_FAILED;
    customers_init(&run->customers, run->program);
    const event_source source = {
        .path = run->events, .program = run->program, .skip_bad = run->skip_bad, .handler = on_event, .user = run};
    int result = events_read(&source);
    if (result == 0)
        result = advance_all(run);
    if (result == 0) {
        customers_sort(&run->customers);
        if (run->transitions)
            print_moves(run);
        else
            result = print_standings(run);
    }
    moves_free(&run->moves);
    customers_free(&run->customers);
    loyalty_program_unref(run->program);
    return result == 0 ? EXIT_DONE : EXIT_FAILED;
}

int command_replay(int argc, char **argv)
{
    static const struct option options[] = {
        {"as-of", required_argument, NULL, 'd'}, {"transitions", no_argument, NULL, 't'},
        {"stream", no_argument, NULL, 's'},      {"skip-bad", no_argument, NULL, 'b'},
        {"help", no_argument, NULL, 'h'},        {NULL, 0, NULL, 0}};
    replay run = {.as_of = LOYALTY_DATE_NONE};
    int option = 0;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h')
            return usage_print(HELP);
        if (option == '?' || (option == 'd' && option_date("--as-of", optarg, &run.as_of) != 0))
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
