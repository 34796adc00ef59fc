/* SPDX-License-Identifier: MIT */
/* `loyalty explain`: one customer's standing, for a person to read or as JSON. */
#include "command/command.h"
#include "command/view.h"
#include "input/events.h"
#include "input/snapshot.h"
#include "input/table.h"
#include "output/output.h"
#include "output/tell.h"

#include <stdlib.h>
#include <string.h>

static const char explain_help[] =
    "Usage: loyalty explain TABLE EVENTS --customer ID --as-of DATE [OPTION]...\n"
    "Shows where one customer stands on DATE, why, what is missing for the rungs above, and what comes next.\n"
    "\n"
    "TABLE is a file or the name of a preset. EVENTS is a CSV file or a snapshot, as for\n"
    "`loyalty replay`; - is standard input. Events dated after DATE are shown as booked for later, and\n"
    "count from their day on. DATE may not be before the day of a snapshot.\n"
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
};

/* The share of the only lane: one customer of many. */
struct share {
    const struct explain *run;
    loyalty_customer *customer;
    bool found; /* the log has an event of the customer */
    struct later later;
};

/* ---- the lane ---- */

static int32_t explain_open(void *user, const void *run)
{
    struct share *share = user;
    share->run = run;
    return loyalty_customer_new(share->run->table.program, &share->customer);
}

static void explain_close(void *user)
{
    loyalty_customer_free(((struct share *)user)->customer);
}

static int32_t explain_record_row(struct share *share, const loyalty_batch *batch, size_t row)
{
    const char *id = share->run->id;
    if (strlen(id) != batch->key_lengths[row] || memcmp(id, batch->keys[row], batch->key_lengths[row]) != 0)
        return LOYALTY_OK;
    share->found = true;
    const loyalty_event event = batch_event(batch, row);
    return loyalty_customer_record(share->customer, &event, NULL, NULL);
}

static int32_t explain_record(void *user, uint32_t table, const loyalty_batch *batch, int32_t *statuses)
{
    (void)table;
    for (size_t i = 0; i < batch->rows; i++)
        statuses[i] = explain_record_row(user, batch, i);
    return LOYALTY_OK;
}

/* Takes the customer of a book into the share, if the book has them. */
static int32_t explain_take_customer(struct share *share, const loyalty_book *book)
{
    const loyalty_customer *lent = NULL;
    loyalty_customer *own = NULL;
    int32_t status = loyalty_book_find(book, share->run->id, (uint32_t)strlen(share->run->id), &lent);
    if (status)
        return status == LOYALTY_E_NOT_FOUND || status == LOYALTY_E_KEY ? LOYALTY_OK : status;
    status = loyalty_customer_copy(lent, &own);
    if (status)
        return status;
    loyalty_customer_free(share->customer);
    share->customer = own;
    share->found = true;
    return LOYALTY_OK;
}

static int32_t explain_load(void *user, uint32_t table, struct snapshot *from)
{
    (void)table;
    struct share *share = user;
    loyalty_book *book = NULL;
    int32_t status = snapshot_load(from, share->run->table.program, &book);
    if (!status)
        status = explain_take_customer(share, book);
    loyalty_book_free(book);
    return status;
}

/* What fails here is not told in the library's words alone; see explain_tell_failure(). */
static int32_t explain_finish(void *user)
{
    (void)user;
    return LOYALTY_OK;
}

/* ---- the answer ---- */

static int32_t explain_until(const struct explain *run)
{
    return run->log.as_of < LOYALTY_DATE_MAX - LOOK_AHEAD ? run->log.as_of + LOOK_AHEAD : LOYALTY_DATE_MAX;
}

/* Inserts the events of a later day and a kind into the list of the earliest ones. */
static void explain_note_later(struct later *later, const struct later_event *one)
{
    size_t place = later->listed < VIEW_LATER ? later->listed++ : VIEW_LATER;
    if (place == VIEW_LATER && later->first[--place].date <= one->date)
        return;
    for (; place > 0 && later->first[place - 1].date > one->date; place--)
        later->first[place] = later->first[place - 1];
    later->first[place] = *one;
}

static int32_t explain_list_later_kind(struct share *share, uint32_t kind)
{
    int32_t dates[VIEW_LATER];
    int64_t counts[VIEW_LATER];
    size_t days = 0;
    const int32_t status =
        loyalty_customer_days(share->customer, kind, share->run->log.as_of + 1, VIEW_LATER, dates, counts, NULL, &days);
    for (size_t i = 0; i < days && i < VIEW_LATER && !status; i++)
        explain_note_later(&share->later,
                           &(struct later_event){.date = dates[i],
                                                 .kind = kind,
                                                 .count = counts[i] > -INT64_MAX ? counts[i] : -INT64_MAX});
    share->later.count += days;
    return status;
}

/* Asks the log, which adds up the events of a day and a kind; a snapshot does not have them one by one. */
static int32_t explain_list_later(struct share *share)
{
    int32_t status = LOYALTY_OK;
    if (share->run->log.as_of == LOYALTY_DATE_MAX)
        return status;
    for (uint32_t kind = 0; kind < share->run->table.info.kind_count && !status; kind++)
        status = explain_list_later_kind(share, kind);
    return status;
}

static int32_t explain_json(const void *user, char *buffer, size_t capacity, size_t *length)
{
    const struct share *share = user;
    const char *language = lang_code(share->run->language);
    return loyalty_customer_json(share->customer, language, explain_until(share->run), buffer, capacity, length);
}

static int32_t explain_print_view(const struct share *share, const loyalty_standing *standing)
{
    int32_t failure = LOYALTY_OK;
    const struct explain *run = share->run;
    struct screen screen = screen_open();
    screen.right_to_left = lang_is_right_to_left(run->language);
    const struct view view = {.screen = screen,
                              .language = run->language,
                              .table = &run->table,
                              .customer = share->customer,
                              .later = &share->later,
                              .id = run->id,
                              .as_of = run->log.as_of,
                              .until = explain_until(run),
                              .standing = *standing,
                              .failure = &failure};
    view_print(&view);
    return failure;
}

/* Advances to the day, and prints the standing if there is one. Returns a status of the library. */
static int32_t explain_answer(struct share *share)
{
    loyalty_standing standing = {.size = sizeof standing};
    int32_t status = loyalty_customer_advance(share->customer, share->run->log.as_of, NULL, NULL);
    if (!status)
        status = explain_list_later(share);
    if (!status)
        status = loyalty_customer_standing(share->customer, &standing);
    if (status)
        return status;
    return share->run->json ? output_print(explain_json, share) : explain_print_view(share, &standing);
}

static void explain_tell_failure(const struct share *share, int32_t status)
{
    char id[80];
    const struct explain *run = share->run;
    tell_quote(id, sizeof id, run->id, strlen(run->id));
    if (!share->found) {
        tell("%s: customer \"%s\" has no event", run->log.events, id);
    } else if (status == LOYALTY_E_ABSENT) {
        char date[SCREEN_DATE];
        tell("%s: customer \"%s\" has no event on or before %s", run->log.events, id,
             screen_date(run->log.as_of, date));
    } else if (status == LOYALTY_E_PAST) {
        char date[SCREEN_DATE];
        int32_t day = LOYALTY_DATE_NONE;
        loyalty_customer_date(share->customer, &day);
        tell("the snapshot %s is of %s; explain needs that day or a later one as --as-of", run->log.events,
             screen_date(day, date));
    } else {
        tell_status(status);
    }
}

static bool explain_gather(void *run, void *shares)
{
    (void)run;
    int32_t status = explain_answer(shares);
    if (status)
        explain_tell_failure(shares, status);
    return !status;
}

/* ---- the run ---- */

static bool explain_run(struct explain *run)
{
    const struct lane_plan plan = {.count = 1,
                                   .share_size = sizeof(struct share),
                                   .run = run,
                                   .open = explain_open,
                                   .record = explain_record,
                                   .load = explain_load,
                                   .finish = explain_finish,
                                   .gather = explain_gather,
                                   .close = explain_close};
    const struct event_source source = log_source(&run->log, &run->table, 1);
    return events_run(&source, &plan);
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
    log_set_events(&run.log, argv[optind + 1]);
    bool done = table_load(argv[optind], &run.table) && explain_run(&run);
    table_free(&run.table);
    return done ? EXIT_DONE : EXIT_FAILED;
}
