/* SPDX-License-Identifier: MIT */
/* `loyalty explain`: one customer's standing, for a person to read or as JSON. */
#include "command/command.h"
#include "command/view.h"
#include "input/events.h"
#include "input/table.h"
#include "output/output.h"
#include "output/tell.h"

#include <stdlib.h>
#include <string.h>

static const char explain_help[] =
    "Usage: loyalty explain TABLE EVENTS --customer ID --as-of DATE [OPTION]...\n"
    "Shows where one customer stands on DATE, why, what is missing for the rungs above, and what comes next.\n"
    "\n"
    "TABLE is a file or the name of a preset. EVENTS is a CSV file as for `loyalty replay`; - is\n"
    "standard input. Events dated after DATE are ignored.\n"
    "\n"
    "  --customer ID   the customer, as in the column of that name\n"
    "  --as-of DATE    YYYY-MM-DD\n"
    "  --json          print the whole standing as one JSON text\n"
    "  --lang LANG     en (the default), fa or ru\n"
    "  --skip-bad      report and skip bad lines; by default the first one ends the run\n"
    "  --help\n";

enum { LOOK_AHEAD = 730 }; /* days of the outlook: two years */

struct explain {
    struct log_options log;
    const char *id;
    bool json;
    enum lang language;

    struct table table;
    loyalty_customer *customer;
    bool found; /* the log has an event of the customer */
};

static int32_t explain_take_event(void *user, const struct event_record *record)
{
    struct explain *run = user;
    if (strlen(run->id) != record->customer_length || memcmp(run->id, record->customer, record->customer_length) != 0)
        return LOYALTY_OK;
    run->found = true;
    /* The outlook assumes that nothing more happens, so later events are not recorded. */
    if (record->date > run->log.as_of)
        return LOYALTY_OK;
    const loyalty_event event = {.size = sizeof event,
                                 .kind = record->kinds[0],
                                 .date = record->date,
                                 .value = record->value,
                                 .count = record->count,
                                 .id = record->id,
                                 .id_length = record->id_length};
    return loyalty_customer_record(run->customer, &event, NULL, NULL);
}

static int32_t explain_until(const struct explain *run)
{
    return run->log.as_of < LOYALTY_DATE_MAX - LOOK_AHEAD ? run->log.as_of + LOOK_AHEAD : LOYALTY_DATE_MAX;
}

static int32_t explain_json(const void *user, char *buffer, size_t capacity, size_t *length)
{
    const struct explain *run = user;
    return loyalty_customer_json(run->customer, lang_code(run->language), explain_until(run), buffer, capacity, length);
}

static int32_t explain_print_view(const struct explain *run, const loyalty_standing *standing)
{
    int32_t failure = LOYALTY_OK;
    const struct view view = {.screen = screen_open(),
                              .language = run->language,
                              .table = &run->table,
                              .customer = run->customer,
                              .id = run->id,
                              .as_of = run->log.as_of,
                              .until = explain_until(run),
                              .standing = *standing,
                              .failure = &failure};
    view_print(&view);
    return failure;
}

/* Advances to the day, and prints the standing if there is one. Returns a status of the library. */
static int32_t explain_answer(const struct explain *run)
{
    loyalty_standing standing = {.size = sizeof standing};
    int32_t status = loyalty_customer_advance(run->customer, run->log.as_of, NULL, NULL);
    if (!status)
        status = loyalty_customer_standing(run->customer, &standing);
    if (status)
        return status;
    return run->json ? output_print(explain_json, run) : explain_print_view(run, &standing);
}

static void explain_tell_failure(const struct explain *run, int32_t status)
{
    char id[80];
    tell_quote(id, sizeof id, run->id, strlen(run->id));
    if (!run->found) {
        tell("%s: customer \"%s\" has no event", run->log.events, id);
    } else if (status == LOYALTY_E_ABSENT) {
        char date[SCREEN_DATE];
        tell("%s: customer \"%s\" has no event on or before %s", run->log.events, id,
             screen_date(run->log.as_of, date));
    } else {
        tell_status(status);
    }
}

static bool explain_run(struct explain *run)
{
    struct event_source source = log_source(&run->log, &run->table, 1);
    source.handler = explain_take_event;
    source.user = run;
    if (!tell_status(loyalty_customer_new(run->table.program, &run->customer)) || !events_read(&source))
        return false;
    int32_t status = explain_answer(run);
    if (status)
        explain_tell_failure(run, status);
    return !status;
}

static bool explain_take_option(void *user, int option, const char *argument)
{
    struct explain *run = user;
    switch (option) {
    case 'c':
        run->id = argument;
        return true;
    case 'j':
        run->json = true;
        return true;
    case 'l':
        if (lang_find(argument, &run->language))
            return true;
        tell("--lang: unknown language \"%s\"; use en, fa or ru", argument);
        return false;
    default:
        return option_log(&run->log, option, argument);
    }
}

int command_explain(int argc, char **argv)
{
    static const struct option options[] = {{"customer", required_argument, NULL, 'c'},
                                            {"as-of", required_argument, NULL, 'd'},
                                            {"json", no_argument, NULL, 'j'},
                                            {"lang", required_argument, NULL, 'l'},
                                            {"skip-bad", no_argument, NULL, 'b'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    struct explain run = {.log = {.as_of = LOYALTY_DATE_NONE}, .language = LANG_EN};
    int code = usage_options(argc, argv, options, explain_help, explain_take_option, &run);
    if (code >= 0)
        return code;
    if (argc - optind != 2 || !run.id || run.log.as_of == LOYALTY_DATE_NONE) {
        tell("explain needs TABLE, EVENTS, --customer ID and --as-of DATE");
        return usage_error(argv[0]);
    }
    run.log.events = argv[optind + 1];
    bool done = table_load(argv[optind], &run.table) && explain_run(&run);
    loyalty_customer_free(run.customer);
    table_free(&run.table);
    return done ? EXIT_DONE : EXIT_FAILED;
}
