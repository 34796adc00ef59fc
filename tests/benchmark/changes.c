/* SPDX-License-Identifier: MIT */
/* A rung that changes every day until the last date there is: seconds and bytes a change. */
#include <inttypes.h>
#include <stdio.h>

#include "account.h"
#include "measure.h"

enum { FIRST_DAY = 10957, CHANGES = LOYALTY_DATE_MAX - FIRST_DAY }; /* 2000-01-01 */

/* The host's metric is 1 on every other day. */
static const char table[] = "{\"format\": 1, \"name\": \"changes\","
                            " \"events\": {\"purchase\": {}},"
                            " \"accept_late\": \"%dd\","
                            " \"metrics\": {\"odd\": {\"host\": \"parity\"}},"
                            " \"ladder\": [{\"rung\": \"low\"}, {\"rung\": \"high\", \"enter\": [\"odd == 1\"]}]}";

static int32_t parity(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)user;
    (void)customer_user;
    (void)until; /* stays: ask again tomorrow */
    *value = (date - FIRST_DAY) % 2;
    return LOYALTY_OK;
}

static const struct way {
    const char *title;
    int32_t accept_late, step; /* days; the days between two advances */
} ways[] = {{"one advance, 30 days late accepted", 30, CHANGES},
            {"one advance, 36,525 days late accepted", LOYALTY_DAYS_MAX, CHANGES},
            {"day by day, 30 days late accepted", 30, 1},
            {"day by day, 36,525 days late accepted", LOYALTY_DAYS_MAX, 1}};

static int32_t count_change(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    uint32_t *changes = user;
    (void)customer;
    (void)transition;
    ++*changes;
    return 0;
}

static loyalty_program *load(const struct way *way, struct account *account)
{
    char text[512];
    loyalty_options *options = account_options(account);
    must(loyalty_options_bind(options, "parity", parity, NULL));
    snprintf(text, sizeof text, table, way->accept_late);
    loyalty_program *program = program_from_text(text, options);
    loyalty_options_free(options);
    return program;
}

/* A life of one event. Seconds, and the most bytes that the customer held. */
static double live(const struct way *way, size_t *peak)
{
    struct account account = {0};
    loyalty_program *program = load(way, &account);
    size_t before = account.bytes;
    const loyalty_event event = {.size = sizeof event, .date = FIRST_DAY, .count = 1};
    loyalty_customer *customer;
    uint32_t changes = 0;
    account.peak = before;
    must(loyalty_customer_new(program, &customer));
    must(loyalty_customer_record(customer, &event, NULL, NULL));
    double begin = measure_clock();
    for (int32_t day = way->step; day <= CHANGES; day += way->step)
        must(loyalty_customer_advance(customer, FIRST_DAY + day, count_change, &changes));
    double seconds = measure_clock() - begin;
    *peak = account.peak - before;
    require(changes == CHANGES, "a change is missing");
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
    return seconds;
}

void changes(const struct options *options)
{
    printf("Changes: a rung that changes on each of the %d days from 2000-01-02 to 9999-12-31; the most bytes asked of "
           "the\nallocator.\n  %-42s %12s %12s %12s %14s\n",
           CHANGES, "", "s", "ns a change", "bytes", "bytes a change");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        double seconds[RUNS_MAX];
        size_t peak = 0;
        for (uint32_t run = 0; run < options->runs; run++)
            seconds[run] = live(&ways[i], &peak);
        double median = measure_median(seconds, options->runs);
        printf("  %-42s %12.3f %12.0f %12zu %14.1f\n", ways[i].title, median, 1e9 * median / CHANGES, peak,
               (double)peak / CHANGES);
    }
}
