/* SPDX-License-Identifier: MIT */
/* The order in which the events of a long life arrive: no order should cost much more than the usual one. */
#include <stdio.h>
#include <stdlib.h>

#include "draw.h"
#include "measure.h"

/* 292,000 dates are 800 years. As many days as a table may accept events late, and then the day advanced to. */
enum { FIRST_DAY = -135140, DATES = 292000, LATE_DATES = LOYALTY_DAYS_MAX }; /* 1600-01-01 */

static const char table[] =
    "{\"format\": 1, \"name\": \"order\","
    " \"events\": {\"purchase\": {}},"
    " \"accept_late\": \"36525d\","
    " \"metrics\": {"
    "   \"purchases\": {\"count\": \"purchase\", \"within\": \"365d\"},"
    "   \"spend\": {\"sum\": \"purchase\", \"within\": \"365d\"},"
    "   \"ever\": {\"count\": \"purchase\"}},"
    " \"ladder\": ["
    "   {\"rung\": \"suspect\"},"
    "   {\"rung\": \"customer\", \"enter\": [\"ever >= 1\"]},"
    "   {\"rung\": \"client\", \"enter\": [\"purchases >= 4\"], \"hold\": \"30d\", \"grace\": \"30d\"},"
    "   {\"rung\": \"partner\", \"enter\": [\"purchases >= 300\", \"spend >= 3000000\"]}]}";

enum arrangement { ASCENDING, DESCENDING, SHUFFLED, ARRANGEMENTS };

static const char *const titles[ARRANGEMENTS] = {"ascending", "descending", "random"};

/* Dates from FIRST_DAY on, to be freed. */
static int32_t *arrange(enum arrangement arrangement, uint32_t count, uint64_t seed)
{
    struct random random = {seed};
    int32_t *dates = allocate(count, sizeof *dates);
    for (uint32_t i = 0; i < count; i++)
        dates[i] = FIRST_DAY + (int32_t)(arrangement == DESCENDING ? count - 1 - i : i);
    for (uint32_t i = count; arrangement == SHUFFLED && i > 1; i--) {
        uint32_t other = draw_below(&random, i);
        int32_t date = dates[i - 1];
        dates[i - 1] = dates[other];
        dates[other] = date;
    }
    return dates;
}

static void buy(loyalty_customer *customer, int32_t date)
{
    const loyalty_event event = {.size = sizeof event, .date = date, .count = 1, .value = 5000 + date % 5000};
    must(loyalty_customer_record(customer, &event, NULL, NULL));
}

/* All purchases are seen on the last day, whatever the order was. */
static void end(loyalty_customer *customer, loyalty_program *program, uint32_t count)
{
    uint32_t ever;
    int64_t purchases, divisor;
    must(loyalty_program_find(program, LOYALTY_OBJECT_METRIC, "ever", &ever));
    must(loyalty_customer_metric(customer, ever, &purchases, &divisor));
    require(purchases == count && divisor == 1, "events are missing");
    loyalty_customer_free(customer);
}

/* Without a day, then one advance. Seconds of each. */
static void load(loyalty_program *program, const int32_t *dates, double *recording, double *advancing)
{
    loyalty_customer *customer;
    must(loyalty_customer_new(program, &customer));
    double begin = measure_clock();
    for (uint32_t i = 0; i < DATES; i++)
        buy(customer, dates[i]);
    double recorded = measure_clock();
    must(loyalty_customer_advance(customer, FIRST_DAY + DATES - 1, NULL, NULL));
    *recording = recorded - begin;
    *advancing = measure_clock() - recorded;
    end(customer, program, DATES);
}

static void print_loads(loyalty_program *program, const struct options *options)
{
    printf("Order: %d events of one customer on as many days, recorded before the first day, then one advance.\n"
           "  %-38s %12s %12s %12s %12s\n",
           DATES, "", "s recording", "ns an event", "s advancing", "ns an event");
    for (enum arrangement i = ASCENDING; i < ARRANGEMENTS; i++) {
        double recording[RUNS_MAX], advancing[RUNS_MAX];
        int32_t *dates = arrange(i, DATES, options->seed);
        for (uint32_t run = 0; run < options->runs; run++)
            load(program, dates, &recording[run], &advancing[run]);
        double record = measure_median(recording, options->runs), advance = measure_median(advancing, options->runs);
        printf("  %-38s %12.3f %12.0f %12.3f %12.0f\n", titles[i], record, 1e9 * record / DATES, advance,
               1e9 * advance / DATES);
        free(dates);
    }
}

/* The usual order: each event on its day, which the customer is advanced to. Seconds. */
static double live(loyalty_program *program, const int32_t *dates)
{
    loyalty_customer *customer;
    must(loyalty_customer_new(program, &customer));
    double begin = measure_clock();
    for (uint32_t i = 0; i < LATE_DATES; i++) {
        must(loyalty_customer_advance(customer, dates[i], NULL, NULL));
        buy(customer, dates[i]);
    }
    double seconds = measure_clock() - begin;
    end(customer, program, LATE_DATES);
    return seconds;
}

/* All of them late: the customer is at the last day before the first event comes. */
static double catch_up(loyalty_program *program, const int32_t *dates)
{
    loyalty_customer *customer;
    must(loyalty_customer_new(program, &customer));
    must(loyalty_customer_advance(customer, FIRST_DAY + LATE_DATES - 1, NULL, NULL));
    double begin = measure_clock();
    for (uint32_t i = 0; i < LATE_DATES; i++)
        buy(customer, dates[i]);
    double seconds = measure_clock() - begin;
    end(customer, program, LATE_DATES);
    return seconds;
}

static double print_late(loyalty_program *program, const struct options *options, enum arrangement arrangement,
                         double (*way)(loyalty_program *, const int32_t *), double usual)
{
    double seconds[RUNS_MAX];
    int32_t *dates = arrange(arrangement, LATE_DATES, options->seed);
    for (uint32_t run = 0; run < options->runs; run++)
        seconds[run] = way(program, dates);
    free(dates);
    double median = measure_median(seconds, options->runs);
    printf("  %s, %-*s %12.3f %12.0f %11.2f×\n", way == live ? "in time" : "late", way == live ? 29 : 32,
           titles[arrangement], median, 1e9 * median / LATE_DATES, usual > 0 ? median / usual : 1);
    return median;
}

void order(const struct options *options)
{
    loyalty_program *program = program_from_text(table, NULL);
    print_loads(program, options);
    printf("%d events on as many days, the standing up to date after each; late: after the last day.\n"
           "  %-38s %12s %12s %12s\n",
           LATE_DATES, "", "s", "ns an event", "of in time");
    double usual = print_late(program, options, ASCENDING, live, 0);
    for (enum arrangement i = ASCENDING; i < ARRANGEMENTS; i++)
        print_late(program, options, i, catch_up, usual);
    loyalty_program_unref(program);
}
