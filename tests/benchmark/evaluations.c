/* SPDX-License-Identifier: MIT */
/* Days evaluated beside days gone by: a day on which nothing can change should cost nothing. */
#include <inttypes.h>
#include <stdio.h>

#include "measure.h"

enum { FIRST_DAY = 18262, YEAR = 365 }; /* 2020-01-01 */

/* Every rung asks the host's metric first, so that each day that is evaluated calls it once. */
static const char table[] =
    "{\"format\": 1, \"name\": \"evaluations\","
    " \"events\": {\"purchase\": {}},"
    " \"metrics\": {"
    "   \"called\": {\"host\": \"called\"},"
    "   \"purchases\": {\"count\": \"purchase\", \"within\": \"365d\"},"
    "   \"idle\": {\"days_since\": \"purchase\"}},"
    " \"ladder\": ["
    "   {\"rung\": \"suspect\"},"
    "   {\"rung\": \"customer\", \"enter\": [\"called == 0\", \"purchases >= 1\"]},"
    "   {\"rung\": \"client\", \"enter\": [\"called == 0\", \"purchases >= 3\", \"idle <= 90\"], \"hold\": \"90d\","
    "    \"grace\": \"30d\"},"
    "   {\"rung\": \"partner\", \"enter\": [\"called == 0\", \"purchases >= 1000\"]}]}";

static int32_t count_call(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    uint64_t *calls = user;
    (void)customer_user;
    (void)date;
    ++*calls;
    *value = 0;
    *until = LOYALTY_DATE_MAX;
    return LOYALTY_OK;
}

static void buy(loyalty_customer *customer, int32_t date)
{
    loyalty_event event = {.size = sizeof event, .date = date, .count = 1};
    must(loyalty_customer_record(customer, &event, NULL, NULL));
}

static const struct life {
    const char *title;
    int32_t before; /* days between the last of five weekly purchases and the year */
    int32_t every;  /* days between purchases in the year; 0 for none */
    int32_t step;   /* days between advances */
} lives[] = {{"idle for ten years", 3650, 0, YEAR},
             {"idle for ten years, advanced daily", 3650, 0, 1},
             {"last purchase yesterday", 1, 0, YEAR},
             {"last purchase yesterday, advanced daily", 1, 0, 1},
             {"a purchase a month, advanced daily", 1, 30, 1},
             {"a purchase a week, advanced daily", 1, 7, 1},
             {"a purchase a day, advanced daily", 1, 1, 1}};

/* The year of one customer: seconds, calls, and purchases in it. */
static double live(loyalty_program *program, const struct life *life, const uint64_t *calls, uint64_t *evaluated,
                   uint32_t *purchases)
{
    loyalty_customer *customer;
    must(loyalty_customer_new(program, &customer));
    for (int32_t i = 4; i >= 0; i--)
        buy(customer, FIRST_DAY - life->before - 7 * i);
    must(loyalty_customer_advance(customer, FIRST_DAY - 1, NULL, NULL));
    uint64_t before = *calls;
    *purchases = 0;
    double begin = measure_clock();
    for (int32_t day = life->step - 1; day < YEAR; day += life->step) {
        if (life->every && day % life->every == 0) {
            buy(customer, FIRST_DAY + day);
            ++*purchases;
        }
        must(loyalty_customer_advance(customer, FIRST_DAY + day, NULL, NULL));
    }
    double seconds = measure_clock() - begin;
    *evaluated = *calls - before;
    loyalty_customer_free(customer);
    return seconds;
}

void evaluations(const struct options *options)
{
    uint64_t calls = 0, evaluated = 0;
    uint32_t purchases = 0;
    loyalty_options *host;
    must(loyalty_options_new(NULL, &host));
    must(loyalty_options_bind(host, "called", count_call, &calls));
    loyalty_program *program = program_from_text(table, host);
    loyalty_options_free(host);
    printf("Evaluations: days on which the ladder was evaluated in a year of %d days, counted by a host metric.\n"
           "  %-42s %10s %10s %12s\n",
           YEAR, "", "purchases", "evaluated", "ns the year");
    for (size_t i = 0; i < sizeof lives / sizeof *lives; i++) {
        double seconds[RUNS_MAX];
        for (uint32_t run = 0; run < options->runs; run++)
            seconds[run] = live(program, &lives[i], &calls, &evaluated, &purchases);
        printf("  %-42s %10" PRIu32 " %10" PRIu64 " %12.0f\n", lives[i].title, purchases, evaluated,
               1e9 * measure_median(seconds, options->runs));
    }
    loyalty_program_unref(program);
}
