/* SPDX-License-Identifier: MIT */
/* Events per second of a replay, one event at a time, the rung up to date after each. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"
#include "random.h"
#include "shop.h"

enum { FIRST_DAY = 19358, LATE_PERCENT = 5, LATE_DAYS = 30 }; /* 2023-01-01 */

enum { YARDSTICK, LIBRARY, SQLITE, ROWS };

static const struct row rows[ROWS] = {
    [YARDSTICK] = {"yardstick", "hand-written C, these rules only", yardstick_run},
    [LIBRARY] = {"library", "libloyalty, one event at a time", library_run},
    [SQLITE] = {"sqlite", "SQLite in memory, insert and query", sqlite_run},
};

static int32_t kind_of(uint32_t percent)
{
    static const uint32_t below[KINDS] = {
        [PURCHASE] = 55, [VISIT] = 80, [ADVERTISEMENT] = 90, [RETURN] = 93, [REVIEW] = 98, [REFERRAL] = 100};
    int32_t kind = 0;
    while (percent >= below[kind])
        kind++;
    return kind;
}

static void generate(struct shop *shop, const struct options *options)
{
    struct random random = {options->seed};
    uint32_t few = options->customers / 5 ? options->customers / 5 : 1;
    shop->customers = options->customers;
    shop->events = options->events;
    shop->log = calloc(options->events, sizeof *shop->log);
    require(shop->log != NULL, "out of memory");
    for (uint32_t i = 0; i < options->events; i++) {
        struct shop_event *event = &shop->log[i];
        /* A fifth of the customers get four fifths of the events. */
        if (random_below(&random, 100) < 80 || few == options->customers)
            event->customer = random_below(&random, few);
        else
            event->customer = few + random_below(&random, options->customers - few);
        event->arrival = FIRST_DAY + (int32_t)((uint64_t)i * options->days / options->events);
        event->date = event->arrival;
        if (random_below(&random, 100) < LATE_PERCENT)
            event->date -= random_between(&random, 1, LATE_DAYS);
        event->kind = kind_of(random_below(&random, 100));
        if (event->kind == REVIEW)
            event->value = random_between(&random, -100, 100);
        else if (event->kind == PURCHASE || event->kind == RETURN)
            event->value = random_between(&random, 100, 20000);
    }
}

struct result {
    double seconds[RUNS_MAX];
    double each; /* the median, for one event */
    uint32_t events;
    size_t bytes;
    uint8_t *rungs;
};

/* Customers whose rung after their last event, and events whose rung right after them, differ between two rows. */
static uint32_t tell_agreement(const struct shop *shop, const struct result *a, const struct result *b,
                               const char *title)
{
    uint32_t events = a->events < b->events ? a->events : b->events, last_differ = 0, differ = 0, customers = 0;
    uint8_t *seen = calloc(shop->customers, 1);
    require(seen != NULL, "out of memory");
    for (uint32_t i = events; i-- > 0;) {
        uint8_t *customer = &seen[shop->log[i].customer];
        differ += a->rungs[i] != b->rungs[i];
        last_differ += !*customer && a->rungs[i] != b->rungs[i];
        customers += !*customer;
        *customer = 1;
    }
    free(seen);
    printf("  %-36s rung after the last event differs for %" PRIu32 " of %" PRIu32 " customers, after any for %" PRIu32
           " of %" PRIu32 " events\n",
           title, last_differ, customers, differ, events);
    return differ;
}

static void print_population(const struct shop *shop, const struct result *result)
{
    static const char *const names[] = {"suspect", "prospect", "customer", "client", "advocate"};
    uint32_t population[ADVOCATE + 1] = {0};
    uint8_t *seen = calloc(shop->customers, 1);
    require(seen != NULL, "out of memory");
    for (uint32_t i = result->events; i-- > 0;) {
        population[result->rungs[i]] += !seen[shop->log[i].customer];
        seen[shop->log[i].customer] = 1;
    }
    free(seen);
    printf("  after the last event:");
    for (int i = 0; i <= ADVOCATE; i++)
        printf(" %s %" PRIu32, names[i], population[i]);
    printf("\n");
}

/* The speed of a row beside that of another; blank where the other was not measured. */
static void print_ratio(const struct result *result, const struct result *other)
{
    if (other->rungs)
        printf(" %12.3f×", other->each / result->each);
    else
        printf(" %13s", "");
}

static void print_results(const struct shop *shop, struct result results[ROWS], uint32_t runs)
{
    printf("  %-36s %10s %10s %13s %13s %13s\n", "", "events/s", "ns/event", "by yardstick", "by SQLite",
           "bytes/customer");
    for (int i = 0; i < ROWS; i++)
        if (results[i].rungs)
            results[i].each = measure_median(results[i].seconds, runs) / results[i].events;
    for (int i = 0; i < ROWS; i++) {
        if (!results[i].rungs)
            continue;
        printf("  %-36s %8.2f M %10.0f", rows[i].title, 1e-6 / results[i].each, 1e9 * results[i].each);
        print_ratio(&results[i], &results[YARDSTICK]);
        print_ratio(&results[i], &results[SQLITE]);
        printf(" %13.0f", (double)results[i].bytes / shop->customers);
        if (results[i].events < shop->events)
            printf("  (the first %" PRIu32 " events)", results[i].events);
        printf("\n");
    }
}

static void check_row(const char *name)
{
    int known = !name;
    for (int i = 0; i < ROWS; i++)
        known = known || strcmp(name, rows[i].name) == 0;
    require(known, "there is no such row; see --help");
}

int replay(const struct options *options)
{
    struct shop shop;
    struct result results[ROWS];
    uint32_t differ = 0;
    memset(results, 0, sizeof results);
    check_row(options->row);
    generate(&shop, options);
    printf("Replay: %" PRIu32 " customers, %" PRIu32 " events in %" PRIu32
           " days, %d%% up to %d days late; each recorded, the\n"
           "customer advanced to the day of its arrival, the rung asked. Customers are made on the way.\n",
           shop.customers, shop.events, options->days, LATE_PERCENT, LATE_DAYS);
    for (uint32_t run = 0; run < options->runs; run++) { /* rows in turn: what disturbs disturbs all of them */
        for (int i = 0; i < ROWS; i++) {
            struct result *result = &results[i];
            if (options->row && strcmp(options->row, rows[i].name) != 0)
                continue;
            result->events = i == SQLITE && options->sql_events < shop.events ? options->sql_events : shop.events;
            if (!result->rungs)
                result->rungs = calloc(shop.events, 1);
            require(result->rungs != NULL, "out of memory");
            result->seconds[run] = rows[i].run(&shop, result->events, result->rungs, &result->bytes);
        }
    }
    print_results(&shop, results, options->runs);
    for (int i = 0; i < ROWS; i++)
        if (i != YARDSTICK && results[i].rungs && results[YARDSTICK].rungs)
            differ += tell_agreement(&shop, &results[YARDSTICK], &results[i], rows[i].title);
    if (results[YARDSTICK].rungs)
        print_population(&shop, &results[YARDSTICK]);
    for (int i = 0; i < ROWS; i++)
        free(results[i].rungs);
    free(shop.log);
    return differ == 0;
}
