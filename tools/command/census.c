/* SPDX-License-Identifier: MIT */
#include "command/census.h"

#include "command/command.h"
#include "input/lanes.h"
#include "input/seed.h"
#include "input/table.h"
#include "output/tell.h"

#include <getopt.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char HELP[] =
    "Usage: loyalty census TABLE EVENTS --as-of DATE [OPTION]...\n"
    "Prints the figures of all customers together: how many stand on each rung and in each segment, and\n"
    "their scores on DATE; with --from, who moved, who came back, and what comes before a purchase.\n"
    "\n"
    "TABLE is a file or the name of a preset. EVENTS is a CSV file as for `loyalty replay`; - is\n"
    "standard input. Events dated after DATE are not seen.\n"
    "\n"
    "  --as-of DATE        YYYY-MM-DD, the day of the standings\n"
    "  --from DATE         an earlier day, to compare with\n"
    "  --purchases KINDS   what counts as a purchase: names of kinds with commas between them; the kind\n"
    "                      \"purchase\" where the table has one\n"
    "  --within DAYS       how soon a purchase has to follow on an event; 30\n"
    "  --first FROM..TO    the period whose customers may come back, and the period\n"
    "  --second FROM..TO   in which they do; with --from, the days after it and as many before\n"
    "  --rewards N,N,...   what a customer brings while --from becomes --as-of, a number a rung, the lowest\n"
    "                      first: prints the value of a customer on each rung\n"
    "  --discount D        what a period is discounted by, such as 0.1\n"
    "  --periods N         how many periods after the present one are counted; all, for ever\n"
    "  --csv, --json       print a flat table section,row,column,value; or one JSON text\n"
    "  --skip-bad          tell and leave out bad lines; without it the first one ends the run\n"
    "  --jobs N            divide the customers among N threads, 1 to 64; the output is the same\n"
    "  --help\n";

enum { WITHIN = 30 };

enum format { SCREEN, CSV, JSON };

struct options {
    const char *table;
    const char *events;
    const char *purchases;
    const char *rewards;
    const char *discount;
    int skip_bad;
    uint32_t jobs;
    enum format format;
    uint32_t kinds[LOYALTY_KINDS_MAX];
    struct census census;
};

/* What a lane holds. */
struct share {
    const struct options *run;
    loyalty_book *book;
    loyalty_census *figures;
};

const struct census_quantile CENSUS_QUANTILE[CENSUS_QUANTILES] = {{"least", 0, 1},   {"p10", 1, 10}, {"p25", 1, 4},
                                                                  {"median", 1, 2},  {"p75", 3, 4},  {"p90", 9, 10},
                                                                  {"greatest", 1, 1}};

int census_has_movement(const struct census *census)
{
    return census->plan.from != LOYALTY_DATE_NONE;
}

int census_has_retention(const struct census *census)
{
    return census->plan.kind_count > 0 && census->plan.first_from != LOYALTY_DATE_NONE;
}

int census_has_influence(const struct census *census)
{
    return census->plan.kind_count > 0 && census_has_movement(census) && census->plan.days > 0;
}

uint64_t census_unsegmented(const struct census *census, uint32_t segmentation, uint32_t *first, uint32_t *count)
{
    loyalty_segmentation_info info = {.size = sizeof info};
    uint64_t rest = loyalty_census_count(census->figures);
    *first = *count = 0;
    if (loyalty_program_segmentation(census->program, segmentation, &info) != LOYALTY_OK)
        return 0;
    *first = info.first_cell;
    *count = info.cell_count;
    for (uint32_t i = 0; i < info.cell_count; i++) {
        uint64_t customers = 0;
        loyalty_census_cell(census->figures, info.first_cell + i, &customers);
        rest -= customers;
    }
    return rest;
}

/* ---- options ---- */

static int option_period(const char *option, const char *text, int32_t *from, int32_t *to)
{
    enum { DATE_TEXT = 10, PERIOD_TEXT = 22 };
    if (strlen(text) != PERIOD_TEXT || strncmp(text + DATE_TEXT, "..", 2) != 0 ||
        loyalty_date_parse(text, DATE_TEXT, from) != LOYALTY_OK ||
        loyalty_date_parse(text + DATE_TEXT + 2, DATE_TEXT, to) != LOYALTY_OK) {
        tell("%s: \"%s\" is no period; write YYYY-MM-DD..YYYY-MM-DD", option, text);
        return -1;
    }
    if (*from <= *to)
        return 0;
    tell("%s: the period %s ends before it begins", option, text);
    return -1;
}

/* A number as C writes it, up to the end of the text or a comma. Returns what follows it; NULL where there is none. */
static const char *real_number(const char *text, double *number)
{
    char *end = NULL;
    size_t length = strspn(text, "0123456789+-.eE");
    *number = strtod(text, &end);
    return length == 0 || end != text + length || !isfinite(*number) ? NULL : end;
}

/* Takes an option; returns 0, or -1 after telling what is wrong with it. */
static int take_option(struct options *run, int option, const char *argument)
{
    loyalty_census_plan *plan = &run->census.plan;
    switch (option) {
    case 'd':
        return option_date("--as-of", argument, &plan->as_of);
    case 'f':
        return option_date("--from", argument, &plan->from);
    case 'p':
        run->purchases = argument;
        return 0;
    case 'w':
        return option_number("--within", argument, 1, LOYALTY_DAYS_MAX, &plan->days);
    case '1':
        return option_period("--first", argument, &plan->first_from, &plan->first_to);
    case '2':
        return option_period("--second", argument, &plan->second_from, &plan->second_to);
    case 'r':
        run->rewards = argument;
        return 0;
    case 'D':
        run->discount = argument;
        return 0;
    case 'P':
        return option_number("--periods", argument, 1, UINT32_MAX, &run->census.periods);
    case 'c':
        run->format = CSV;
        return 0;
    case 'j':
        run->format = JSON;
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

/* With an earlier day, the days after it and as many before are the periods of retention. */
static void default_periods(loyalty_census_plan *plan)
{
    int32_t days = plan->as_of - plan->from;
    if (plan->first_from != LOYALTY_DATE_NONE || plan->from - LOYALTY_DATE_MIN < days)
        return;
    plan->first_from = plan->from - days + 1;
    plan->first_to = plan->from;
    plan->second_from = plan->from + 1;
    plan->second_to = plan->as_of;
}

/* What the options say together. Returns 0, or -1 after telling what is wrong. */
static int check_options(struct options *run)
{
    struct census *census = &run->census;
    loyalty_census_plan *plan = &census->plan;
    int asks_value = run->rewards || run->discount || census->periods > 0;
    if (plan->from != LOYALTY_DATE_NONE && plan->from >= plan->as_of) {
        tell("--from has to lie before --as-of");
        return -1;
    }
    if ((plan->first_from == LOYALTY_DATE_NONE) != (plan->second_from == LOYALTY_DATE_NONE)) {
        tell("--first and --second go together");
        return -1;
    }
    if (asks_value && (!run->rewards || !run->discount || plan->from == LOYALTY_DATE_NONE)) {
        tell("the value of a customer needs --rewards, --discount and --from");
        return -1;
    }
    if (run->discount) {
        const char *end = real_number(run->discount, &census->discount);
        if (!end || *end != '\0' || census->discount < 0 || (census->discount <= 0 && census->periods == 0)) {
            tell("--discount: \"%s\" is no number %s", run->discount,
                 census->periods > 0 ? "from 0" : "above 0; 0 will do where --periods says how many");
            return -1;
        }
    }
    if (plan->from != LOYALTY_DATE_NONE)
        default_periods(plan);
    return 0;
}

/* ---- what depends on the table ---- */

static int add_purchase(struct options *run, const char *name, size_t length)
{
    loyalty_census_plan *plan = &run->census.plan;
    char copy[LOYALTY_NAME_MAX + 1] = "";
    uint32_t index = 0;
    if (length <= LOYALTY_NAME_MAX)
        memcpy(copy, name, length);
    if (loyalty_program_find(run->census.program, LOYALTY_OBJECT_KIND, copy, &index) != LOYALTY_OK) {
        tell("--purchases: \"%.*s\" is no event kind of the table", (int)length, name);
        return -1;
    }
    for (uint32_t i = 0; i < plan->kind_count; i++) {
        if (run->kinds[i] == index) {
            tell("--purchases: \"%s\" is named twice", copy);
            return -1;
        }
    }
    run->kinds[plan->kind_count++] = index;
    plan->kinds = run->kinds;
    return 0;
}

static int read_purchases(struct options *run)
{
    static const char usual[] = "purchase";
    uint32_t index = 0;
    const char *name = run->purchases;
    if (!name)
        name =
            loyalty_program_find(run->census.program, LOYALTY_OBJECT_KIND, usual, &index) == LOYALTY_OK ? usual : NULL;
    while (name) {
        size_t length = strcspn(name, ",");
        if (add_purchase(run, name, length) != 0)
            return -1;
        name = name[length] == ',' ? name + length + 1 : NULL;
    }
    return 0;
}

static int read_rewards(struct options *run)
{
    struct census *census = &run->census;
    const char *text = run->rewards;
    while (text) {
        double number = 0;
        const char *end = real_number(text, &number);
        if (!end || (*end != ',' && *end != '\0')) {
            tell("--rewards: \"%s\" does not begin with a number", text);
            return -1;
        }
        if (census->reward_count < LOYALTY_RUNGS_MAX)
            census->rewards[census->reward_count] = number;
        census->reward_count++;
        text = *end == ',' ? end + 1 : NULL;
    }
    if (!run->rewards || census->reward_count == census->table.rung_count)
        return 0;
    tell("--rewards: %" PRIu32 " %s where the table has %" PRIu32 " %s", census->reward_count,
         census->reward_count == 1 ? "number" : "numbers", census->table.rung_count,
         census->table.rung_count == 1 ? "rung" : "rungs");
    return -1;
}

/* ---- lanes ---- */

static int32_t record(void *user, uint32_t table, const loyalty_batch *batch, int32_t *statuses)
{
    (void)table;
    return loyalty_book_record_batch(((struct share *)user)->book, batch, NULL, NULL, statuses, NULL);
}

/* Customers who stand on the day already are counted faster. */
static int32_t finish(void *user)
{
    struct share *share = user;
    int32_t status = loyalty_book_advance(share->book, share->run->census.plan.as_of, NULL, NULL);
    return status == LOYALTY_OK ? loyalty_census_add_book(share->figures, share->book) : status;
}

static int32_t open_shares(const struct options *run, struct share *shares)
{
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; i < run->jobs && status == LOYALTY_OK; i++) {
        shares[i].run = run;
        status = loyalty_census_new(run->census.program, &run->census.plan, &shares[i].figures);
        if (status == LOYALTY_OK)
            status = loyalty_book_new(run->census.program, seed_draw(), &shares[i].book);
    }
    return status;
}

/* Brings the lanes together in the first. */
static int32_t gather(struct options *run, const struct share *shares)
{
    struct census *census = &run->census;
    int32_t status = LOYALTY_OK;
    census->figures = shares[0].figures;
    for (uint32_t i = 1; i < run->jobs && status == LOYALTY_OK; i++)
        status = loyalty_census_merge(census->figures, shares[i].figures);
    if (status == LOYALTY_OK && census->reward_count > 0)
        status = loyalty_census_lifetime(census->figures, census->rewards, census->discount, census->periods,
                                         census->values);
    return status;
}

static int print(const struct options *run)
{
    if (run->format == JSON)
        return census_print_json(&run->census);
    if (run->format == CSV)
        census_print_csv(&run->census);
    else
        census_print_screen(&run->census);
    return 0;
}

static int take_census(struct options *run, struct share *shares)
{
    const struct lane_plan plan = {
        .count = run->jobs, .shares = shares, .share_size = sizeof *shares, .record = record, .finish = finish};
    const struct event_source source = {
        .path = run->events, .programs = {run->census.program}, .program_count = 1, .skip_bad = run->skip_bad};
    int32_t status = open_shares(run, shares);
    if (status == LOYALTY_OK && lanes_run(&plan, source) != 0)
        return -1;
    if (status == LOYALTY_OK)
        status = gather(run, shares);
    if (status == LOYALTY_OK)
        return print(run);
    tell("%s", loyalty_status_text(status));
    return -1;
}

static int take_in_lanes(struct options *run)
{
    struct share *shares = calloc(run->jobs, sizeof *shares);
    if (!shares) {
        tell("%s", loyalty_status_text(LOYALTY_E_MEMORY));
        return -1;
    }
    int result = take_census(run, shares);
    for (uint32_t i = 0; i < run->jobs; i++) {
        loyalty_census_free(shares[i].figures);
        loyalty_book_free(shares[i].book);
    }
    free(shares);
    return result;
}

static int run_census(struct options *run, const char *name)
{
    struct census *census = &run->census;
    if (table_load(run->table, &census->program) != 0)
        return EXIT_FAILED;
    int code = EXIT_FAILED;
    table_rungs(census->program, census->rungs);
    if (loyalty_program_table(census->program, &census->table) == LOYALTY_OK) {
        if (read_purchases(run) != 0 || read_rewards(run) != 0)
            code = usage_error(name);
        else if (take_in_lanes(run) == 0)
            code = EXIT_DONE;
    }
    loyalty_program_unref(census->program);
    return code;
}

int command_census(int argc, char **argv)
{
    static const struct option names[] = {{"as-of", required_argument, NULL, 'd'},
                                          {"from", required_argument, NULL, 'f'},
                                          {"purchases", required_argument, NULL, 'p'},
                                          {"within", required_argument, NULL, 'w'},
                                          {"first", required_argument, NULL, '1'},
                                          {"second", required_argument, NULL, '2'},
                                          {"rewards", required_argument, NULL, 'r'},
                                          {"discount", required_argument, NULL, 'D'},
                                          {"periods", required_argument, NULL, 'P'},
                                          {"csv", no_argument, NULL, 'c'},
                                          {"json", no_argument, NULL, 'j'},
                                          {"skip-bad", no_argument, NULL, 'b'},
                                          {"jobs", required_argument, NULL, 'J'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    const int32_t none = LOYALTY_DATE_NONE;
    struct options run = {.jobs = 1,
                          .census = {.table = {.size = sizeof run.census.table},
                                     .plan = {.size = sizeof run.census.plan,
                                              .as_of = none,
                                              .from = none,
                                              .days = WITHIN,
                                              .first_from = none,
                                              .first_to = none,
                                              .second_from = none,
                                              .second_to = none}}};
    int option = 0;
    while ((option = getopt_long(argc, argv, "h", names, NULL)) != -1) {
        if (option == 'h')
            return usage_print(HELP);
        if (take_option(&run, option, optarg) != 0)
            return usage_error(argv[0]);
    }
    if (argc - optind != 2 || run.census.plan.as_of == LOYALTY_DATE_NONE) {
        tell("census needs TABLE, EVENTS and --as-of DATE");
        return usage_error(argv[0]);
    }
    if (check_options(&run) != 0)
        return usage_error(argv[0]);
    run.table = argv[optind];
    run.events = argv[optind + 1];
    return run_census(&run, argv[0]);
}
