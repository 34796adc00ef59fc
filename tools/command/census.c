/* SPDX-License-Identifier: MIT */
/* `loyalty census`: the figures of all customers together. */
#include "command/census.h"

#include "command/command.h"
#include "input/lanes.h"
#include "input/seed.h"
#include "input/snapshot.h"
#include "output/tell.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char census_help[] =
    "Usage: loyalty census TABLE EVENTS --as-of DATE [OPTION]...\n"
    "Prints figures of all customers together on DATE: how many are on each rung and in each segment, and\n"
    "their scores; with --from, also who moved, who came back, and which events precede a purchase.\n"
    "\n"
    "TABLE is a file or the name of a preset. EVENTS is a CSV file or a snapshot, as for\n"
    "`loyalty replay`; - is standard input. Events dated after DATE are ignored.\n"
    "\n"
    "  --as-of DATE        YYYY-MM-DD, the day of the standings\n"
    "  --from DATE         an earlier day to compare with\n"
    "  --purchases KINDS   event kinds that count as purchases, separated by commas; default: the kind\n"
    "                      \"purchase\", if the table has it\n"
    "  --within DAYS       days within which a purchase must follow an event; default 30\n"
    "  --metrics NAMES     metrics whose quantiles to print, separated by commas, or \"all\"\n"
    "  --first FROM..TO    the period whose buyers may come back\n"
    "  --second FROM..TO   the period in which they come back; with --from, the default is the days after\n"
    "                      it, and for --first as many days up to it\n"
    "  --rewards N,N,...   what a customer on each rung brings between --from and --as-of, the lowest rung\n"
    "                      first; prints the value of a customer on each rung\n"
    "  --discount D        the discount rate for one period, such as 0.1\n"
    "  --periods N         the number of periods to count after the present one; default: all of them\n"
    "  --csv, --json       print a flat table section,row,column,value; or one JSON text\n"
    "  --skip-bad          report and skip bad lines; by default the first one ends the run\n"
    "  --jobs N            divide the customers among N threads, 1 to 64; the output stays the same; default: as\n"
    "                      many as there are processors, at most 8, and fewer for a small file\n"
    "  --help\n";

enum { WITHIN = 30 };

struct options {
    struct log_options log;
    const char *purchases;
    const char *metrics;
    const char *rewards;
    const char *discount;
    bool csv;
    bool json;
    uint32_t kinds[LOYALTY_KINDS_MAX];
    struct census census;
};

/* A lane's share. */
struct share {
    const struct options *run;
    loyalty_book *book;
    loyalty_census *figures;
};

/* ---- options ---- */

static bool census_option_period(const char *option, const char *text, int32_t *from, int32_t *to)
{
    enum { DATE_TEXT = 10, PERIOD_TEXT = 22 };
    if (strlen(text) != PERIOD_TEXT || strncmp(text + DATE_TEXT, "..", 2) != 0 ||
        loyalty_date_parse(text, DATE_TEXT, from) || loyalty_date_parse(text + DATE_TEXT + 2, DATE_TEXT, to)) {
        tell("%s: \"%s\" is not a period; use YYYY-MM-DD..YYYY-MM-DD", option, text);
        return false;
    }
    if (*from <= *to)
        return true;
    tell("%s: the period %s ends before it begins", option, text);
    return false;
}

/* Reads a finite number in C notation. Returns what follows it, or NULL if there is none. */
static const char *census_read_real(const char *text, double *number)
{
    char *end = NULL;
    size_t length = strspn(text, "0123456789+-.eE");
    *number = strtod(text, &end);
    return length == 0 || end != text + length || !isfinite(*number) ? NULL : end;
}

static bool census_take_option(void *user, int option, const char *argument)
{
    struct options *run = user;
    loyalty_census_plan *plan = &run->census.plan;
    switch (option) {
    case 'f':
        return option_date("--from", argument, &plan->from_date);
    case 'p':
        run->purchases = argument;
        return true;
    case 'w':
        return option_days("--within", argument, 1, &plan->days);
    case '1':
        return census_option_period("--first", argument, &plan->first_from, &plan->first_to);
    case '2':
        return census_option_period("--second", argument, &plan->second_from, &plan->second_to);
    case 'm':
        run->metrics = argument;
        return true;
    case 'r':
        run->rewards = argument;
        return true;
    case 'D':
        run->discount = argument;
        return true;
    case 'P':
        return option_number("--periods", argument, 1, UINT32_MAX, &run->census.periods);
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

/* Sets the default periods of retention: the days after the earlier day, and as many days up to it. */
static void census_default_periods(loyalty_census_plan *plan)
{
    int32_t days = plan->as_of - plan->from_date;
    if (plan->first_from != LOYALTY_DATE_NONE || plan->from_date - LOYALTY_DATE_MIN < days)
        return;
    plan->first_from = plan->from_date - days + 1;
    plan->first_to = plan->from_date;
    plan->second_from = plan->from_date + 1;
    plan->second_to = plan->as_of;
}

/* Checks the options against each other. Returns whether they are valid; if not, reports why. */
static bool census_check_options(struct options *run)
{
    struct census *census = &run->census;
    loyalty_census_plan *plan = &census->plan;
    plan->as_of = run->log.as_of;
    bool asks_value = run->rewards || run->discount || census->periods > 0;
    if (!option_one_format(run->csv, run->json))
        return false;
    if (plan->from_date != LOYALTY_DATE_NONE && plan->from_date >= plan->as_of) {
        tell("--from must be before --as-of");
        return false;
    }
    if ((plan->first_from == LOYALTY_DATE_NONE) != (plan->second_from == LOYALTY_DATE_NONE)) {
        tell("use --first and --second together");
        return false;
    }
    if (asks_value && (!run->rewards || !run->discount || plan->from_date == LOYALTY_DATE_NONE)) {
        tell("the value of a customer needs --rewards, --discount and --from");
        return false;
    }
    if (run->discount) {
        const char *end = census_read_real(run->discount, &census->discount);
        if (!end || *end != '\0' || census->discount < 0 || (census->discount <= 0 && census->periods == 0)) {
            tell("--discount: \"%s\" is not a number %s", run->discount,
                 census->periods > 0 ? "of at least 0" : "above 0; 0 is allowed with --periods");
            return false;
        }
    }
    if (plan->from_date != LOYALTY_DATE_NONE)
        census_default_periods(plan);
    return true;
}

/* ---- what depends on the table ---- */

static bool census_add_purchase(struct options *run, const char *name, size_t length)
{
    loyalty_census_plan *plan = &run->census.plan;
    char copy[LOYALTY_NAME_MAX + 1] = "";
    uint32_t index = 0;
    if (length <= LOYALTY_NAME_MAX)
        memcpy(copy, name, length);
    if (loyalty_program_find(run->census.table.program, LOYALTY_OBJECT_KIND, copy, &index)) {
        tell("--purchases: the rule table has no event kind \"%.*s\"", (int)length, name);
        return false;
    }
    for (uint32_t i = 0; i < plan->kind_count; i++) {
        if (run->kinds[i] == index) {
            tell("--purchases: \"%s\" is listed twice", copy);
            return false;
        }
    }
    run->kinds[plan->kind_count++] = index;
    plan->kinds = run->kinds;
    return true;
}

static bool census_read_purchases(struct options *run)
{
    static const char usual[] = "purchase";
    uint32_t index = 0;
    const char *name = run->purchases;
    if (!name && !loyalty_program_find(run->census.table.program, LOYALTY_OBJECT_KIND, usual, &index))
        name = usual;
    while (name) {
        size_t length = strcspn(name, ",");
        if (!census_add_purchase(run, name, length))
            return false;
        name = name[length] == ',' ? name + length + 1 : NULL;
    }
    return true;
}

static bool census_read_rewards(struct options *run)
{
    struct census *census = &run->census;
    const char *text = run->rewards;
    while (text) {
        double number = 0;
        const char *end = census_read_real(text, &number);
        if (!end || (*end != ',' && *end != '\0')) {
            tell("--rewards: \"%s\" does not begin with a number", text);
            return false;
        }
        if (census->reward_count < LOYALTY_RUNGS_MAX)
            census->rewards[census->reward_count] = number;
        census->reward_count++;
        text = *end == ',' ? end + 1 : NULL;
    }
    if (!run->rewards || census->reward_count == census->table.info.rung_count)
        return true;
    tell("--rewards: %" PRIu32 " %s, but the table has %" PRIu32 " %s", census->reward_count,
         census->reward_count == 1 ? "number" : "numbers", census->table.info.rung_count,
         census->table.info.rung_count == 1 ? "rung" : "rungs");
    return false;
}

/* ---- lanes ---- */

static int32_t census_open(void *user, const void *run)
{
    struct share *share = user;
    share->run = run;
    const struct census *census = &share->run->census;
    struct seed seed;
    int32_t status = loyalty_census_new(census->table.program, &census->plan, &share->figures);
    return status ? status : loyalty_book_new(census->table.program, seed_draw(&seed), &share->book);
}

static int32_t census_record(void *user, uint32_t table, const loyalty_batch *batch, int32_t *statuses)
{
    (void)table;
    return loyalty_book_record_batch(((struct share *)user)->book, batch, NULL, NULL, statuses, NULL);
}

static int32_t census_load(void *user, uint32_t table, struct snapshot *from)
{
    (void)table;
    struct share *share = user;
    return snapshot_load(from, share->run->census.table.program, &share->book);
}

/*
 * Advances first, because customers already advanced to the day are counted faster. A snapshot may be of a later day:
 * then they are counted as they were.
 */
static int32_t census_finish(void *user)
{
    struct share *share = user;
    int32_t status = loyalty_book_advance(share->book, share->run->census.plan.as_of, NULL, NULL);
    if (status == LOYALTY_E_PAST)
        status = LOYALTY_OK;
    return status ? status : loyalty_census_add_book(share->figures, share->book);
}

static void census_close(void *user)
{
    struct share *share = user;
    loyalty_census_free(share->figures);
    loyalty_book_free(share->book);
}

static int32_t census_print(const struct options *run)
{
    if (run->json)
        return census_print_json(&run->census);
    return run->csv ? census_print_csv(&run->census) : census_print_screen(&run->census);
}

/* Computes the value of a customer, if it is asked for. Returns whether that succeeded; if not, reports why. */
static bool census_compute_value(struct census *census)
{
    if (census->reward_count == 0)
        return true;
    int32_t status =
        loyalty_census_lifetime(census->figures, census->rewards, census->discount, census->periods, census->values);
    if (status != LOYALTY_E_RANGE)
        return tell_status(status);
    /* The status's text is about whole numbers. */
    tell("the value of a customer is too large for a floating-point number (about 1.8e308); use smaller --rewards or "
         "a larger --discount");
    return false;
}

/* Merges all lanes into the first, and prints the result. */
static bool census_gather(void *user, void *shares)
{
    struct options *run = user;
    struct census *census = &run->census;
    const struct share *share = shares;
    int32_t status = LOYALTY_OK;
    census->figures = share[0].figures;
    for (uint32_t i = 1; i < run->log.jobs && !status; i++)
        status = loyalty_census_merge(census->figures, share[i].figures);
    return tell_status(status) && census_compute_value(census) && tell_status(census_print(run));
}

static bool census_take(struct options *run)
{
    const struct lane_plan plan = {.count = run->log.jobs,
                                   .share_size = sizeof(struct share),
                                   .run = run,
                                   .open = census_open,
                                   .record = census_record,
                                   .load = census_load,
                                   .finish = census_finish,
                                   .gather = census_gather,
                                   .close = census_close};
    const struct event_source source = log_source(&run->log, &run->census.table, 1);
    return events_run(&source, &plan);
}

/* Plans the parts for which all that they need was given. */
static void census_plan_parts(loyalty_census_plan *plan)
{
    const bool earlier = plan->from_date != LOYALTY_DATE_NONE;
    if (earlier)
        plan->parts |= LOYALTY_CENSUS_MOVEMENT;
    if (plan->kind_count > 0 && plan->first_from != LOYALTY_DATE_NONE)
        plan->parts |= LOYALTY_CENSUS_RETENTION;
    if (plan->kind_count > 0 && earlier)
        plan->parts |= LOYALTY_CENSUS_INFLUENCE;
}

static int census_run(struct options *run, const char *table, const char *name)
{
    if (!table_load(table, &run->census.table))
        return EXIT_FAILED;
    if (!census_read_purchases(run) || !census_read_metrics(&run->census, run->metrics) || !census_read_rewards(run))
        return usage_error(name);
    census_plan_parts(&run->census.plan);
    return census_take(run) ? EXIT_DONE : EXIT_FAILED;
}

int command_census(int argc, char **argv)
{
    static const struct option names[] = {{"as-of", required_argument, NULL, 'd'},
                                          {"from", required_argument, NULL, 'f'},
                                          {"purchases", required_argument, NULL, 'p'},
                                          {"within", required_argument, NULL, 'w'},
                                          {"metrics", required_argument, NULL, 'm'},
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
    struct options run = {.log = {.as_of = none},
                          .census = {.plan = {.size = sizeof run.census.plan,
                                              .from_date = none,
                                              .days = WITHIN,
                                              .first_from = none,
                                              .first_to = none,
                                              .second_from = none,
                                              .second_to = none}}};
    int code = usage_options(argc, argv, names, census_help, census_take_option, &run);
    if (code >= 0)
        return code;
    if (argc - optind != 2 || run.log.as_of == LOYALTY_DATE_NONE) {
        tell("census needs TABLE, EVENTS and --as-of DATE");
        return usage_error(argv[0]);
    }
    if (!census_check_options(&run))
        return usage_error(argv[0]);
    log_set_events(&run.log, argv[optind + 1]);
    code = census_run(&run, argv[optind], argv[0]);
    table_free(&run.census.table);
    return code;
}
