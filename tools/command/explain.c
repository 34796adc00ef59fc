/* SPDX-License-Identifier: MIT */
#include "command/command.h"
#include "command/view.h"
#include "input/events.h"
#include "input/table.h"
#include "output/tell.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char HELP[] =
    "Usage: loyalty explain TABLE EVENTS --customer ID --as-of DATE [OPTION]...\n"
    "Tells where one customer stands on DATE, why, what is missing for more, and what comes next.\n"
    "\n"
    "TABLE is a file or the name of a preset. EVENTS is a CSV file as for `loyalty replay`; - is\n"
    "standard input. Events dated after DATE are left out.\n"
    "\n"
    "  --customer ID   as in the column customer\n"
    "  --as-of DATE    YYYY-MM-DD\n"
    "  --json          prints the whole standing as one JSON text\n"
    "  --lang LANG     en (the default), fa or ru\n"
    "  --skip-bad      tell and leave out bad lines; without it the first one ends the run\n"
    "  --help\n";

enum { LOOK_AHEAD = 730 }; /* Days of the outlook: two years. */

struct explain {
    const char *table;
    const char *events;
    const char *id;
    int32_t as_of;
    int json;
    int skip_bad;
    enum lang language;

    loyalty_program *program;
    loyalty_customer *customer;
    int found; /* Some event was theirs. */
};

static int32_t on_event(void *user, const struct event_record *record)
{
    struct explain *run = user;
    if (strlen(run->id) != record->customer_length || memcmp(run->id, record->customer, record->customer_length) != 0)
        return LOYALTY_OK;
    run->found = 1;
    /* The outlook asks what comes if nothing more happens: what did happen later must not show. */
    if (record->date > run->as_of)
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

static int32_t until(const struct explain *run)
{
    return run->as_of < LOYALTY_DATE_MAX - LOOK_AHEAD ? run->as_of + LOOK_AHEAD : LOYALTY_DATE_MAX;
}

static int32_t print_json(const struct explain *run)
{
    size_t needed = 0;
    const char *language = lang_code(run->language);
    int32_t status = loyalty_customer_json(run->customer, language, until(run), NULL, 0, &needed);
    if (status != LOYALTY_E_SPACE && status != LOYALTY_OK)
        return status;
    char *text = malloc(needed + 1);
    if (!text)
        return LOYALTY_E_MEMORY;
    status = loyalty_customer_json(run->customer, language, until(run), text, needed + 1, &needed);
    if (status == LOYALTY_OK)
        puts(text);
    free(text);
    return status;
}

static int32_t print_view(const struct explain *run, const loyalty_standing *standing)
{
    int32_t failure = LOYALTY_OK;
    struct view view = {.screen = screen_open(),
                        .language = run->language,
                        .program = run->program,
                        .customer = run->customer,
                        .id = run->id,
                        .as_of = run->as_of,
                        .until = until(run),
                        .standing = *standing,
                        .table = {.size = sizeof view.table},
                        .failure = &failure};
    int32_t status = loyalty_program_table(run->program, &view.table);
    if (status == LOYALTY_OK)
        view_print(&view);
    return status == LOYALTY_OK ? failure : status;
}

/* Advances, and prints where there is something to print. */
static int32_t answer(struct explain *run)
{
    int32_t status = loyalty_customer_advance(run->customer, run->as_of, NULL, NULL);
    loyalty_standing standing = {.size = sizeof standing};
    if (status == LOYALTY_OK)
        status = loyalty_customer_standing(run->customer, &standing);
    if (status != LOYALTY_OK)
        return status;
    return run->json ? print_json(run) : print_view(run, &standing);
}

static int tell_failure(const struct explain *run, int32_t status)
{
    char id[80];
    char date[11] = "";
    tell_quote(id, sizeof id, run->id, strlen(run->id));
    loyalty_date_format(run->as_of, date, sizeof date);
    if (!run->found)
        tell("%s: there is no event of customer \"%s\"", run->events, id);
    else if (status == LOYALTY_E_ABSENT)
        tell("%s: customer \"%s\" has no event dated by %s", run->events, id, date);
    else
        tell("%s", loyalty_status_text(status));
    return EXIT_FAILED;
}

static int run_explain(struct explain *run)
{
    if (table_load(run->table, &run->program) != 0)
        return EXIT_FAILED;
    int code = EXIT_FAILED;
    int32_t status = loyalty_customer_new(run->program, &run->customer);
    const struct event_source source = {.path = run->events,
                                        .programs = {run->program},
                                        .program_count = 1,
                                        .skip_bad = run->skip_bad,
                                        .handler = on_event,
                                        .user = run};
    if (status != LOYALTY_OK) {
        tell("%s", loyalty_status_text(status));
    } else if (events_read(&source)) {
        status = answer(run);
        code = status == LOYALTY_OK ? EXIT_DONE : tell_failure(run, status);
    }
    loyalty_customer_free(run->customer);
    loyalty_program_unref(run->program);
    return code;
}

/* Returns 0, or -1 after telling what is wrong with an option. */
static int take_option(struct explain *run, int option, const char *argument)
{
    switch (option) {
    case 'c':
        run->id = argument;
        return 0;
    case 'd':
        return option_date("--as-of", argument, &run->as_of);
    case 'j':
        run->json = 1;
        return 0;
    case 'l':
        if (lang_find(argument, &run->language))
            return 0;
        tell("--lang: \"%s\" is none of en, fa and ru", argument);
        return -1;
    case 'b':
        run->skip_bad = 1;
        return 0;
    default:
        return -1;
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
    struct explain run = {.as_of = LOYALTY_DATE_NONE, .language = LANG_EN};
    int option = 0;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h')
            return usage_print(HELP);
        if (take_option(&run, option, optarg) != 0)
            return usage_error(argv[0]);
    }
    if (argc - optind != 2 || !run.id || run.as_of == LOYALTY_DATE_NONE) {
        tell("explain needs TABLE, EVENTS, --customer ID and --as-of DATE");
        return usage_error(argv[0]);
    }
    run.table = argv[optind];
    run.events = argv[optind + 1];
    return run_explain(&run);
}
