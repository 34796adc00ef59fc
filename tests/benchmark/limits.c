/* SPDX-License-Identifier: MIT */
/* A table at its limits: as many kinds, metrics, rungs, conditions and score rows as there may be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "measure.h"
#include "text.h"

/* 2000-01-01. A customer climbs one rung more after each CLIMB_EVENTS events. */
enum { FIRST_DAY = 10957, DAYS = 5000, CLIMB_EVENTS = DAYS / LOYALTY_RUNGS_MAX, TYPES = 8, WINDOWS = 8 };

/* Of each eight metrics. The first is defined on each day, and never below 0. */
static const struct variant {
    const char *title;
    const char *types[TYPES];
} variants[] = {{"all types of metrics",
                 {"count", "sum", "mean", "active_days", "days_since", "days_since_first", "share", "host"}},
                {"active days alone",
                 {"active_days", "days_since", "days_since_first", "active_days", "days_since", "days_since_first",
                  "active_days", "days_since"}}};

static int32_t constant(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)user;
    (void)customer_user;
    (void)date;
    *value = 1;
    *until = LOYALTY_DATE_MAX;
    return LOYALTY_OK;
}

static void add_kinds(struct text *text)
{
    for (int i = 0; i < LOYALTY_KINDS_MAX; i++)
        text_add(text, "%s\"k%d\": {}", i ? ", " : "\"events\": {", i);
    text_add(text, "},\n");
}

/* All kinds but one, which is another one in each metric, so that no two lists are the same. */
static void add_operands(struct text *text, int metric)
{
    const char *before = "[";
    for (int i = 0; i < LOYALTY_KINDS_MAX; i++) {
        if (i == metric)
            continue;
        text_add(text, "%s\"k%d\"", before, i);
        before = ",";
    }
    text_add(text, "]");
}

/* Windows of different days and months, all the calendar's, and none. */
static void add_window(struct text *text, int metric)
{
    static const char *const periods[WINDOWS] = {"week", "month", "quarter", "year"};
    int window = metric / TYPES % WINDOWS;
    if (periods[window])
        text_add(text, ", \"within\": \"%s\"", periods[window]);
    else if (window < WINDOWS - 1)
        text_add(text, ", \"within\": \"%d%c\"", 7 + 11 * metric, window == WINDOWS - 2 ? 'm' : 'd');
}

static void add_metrics(struct text *text, const char *const *types)
{
    for (int i = 0; i < LOYALTY_METRICS_MAX; i++) {
        const char *type = types[i % TYPES];
        text_add(text, "%s\"m%d\": {\"%s\": ", i ? ",\n " : "\"metrics\": {", i, type);
        if (strcmp(type, "host") == 0) {
            text_add(text, "\"constant\"");
        } else if (strcmp(type, "share") == 0) {
            text_add(text, "[\"m%d\", \"m%d\"]", i - i % TYPES + 1, i - i % TYPES);
        } else {
            add_operands(text, i);
            add_window(text, i);
        }
        text_add(text, "}");
    }
    text_add(text, "},\n");
}

static void add_score(struct text *text)
{
    text_add(text, "\"score\": {\"max\": %d, \"points\": {", LOYALTY_POINTS_MAX);
    for (int i = 0; i < LOYALTY_METRICS_MAX; i++) {
        text_add(text, "%s\"m%d\": [", i ? ",\n " : "", i);
        for (int row = 0; row < LOYALTY_ROWS_MAX; row++)
            text_add(text, "%s[%d,%d]", row ? "," : "", 20 * row, row * 7 % 31);
        text_add(text, "]");
    }
    text_add(text, "}},\n");
}

/*
 * An `enter` of as many alternatives as conditions: all that come before the last are asked, and never hold. A `keep`
 * of one alternative, whose conditions all hold.
 */
static void add_rung(struct text *text, int rung)
{
    text_add(text, ",\n {\"rung\": \"r%d\", \"enter\": [", rung);
    for (int i = 0; i < LOYALTY_CONDITIONS_MAX - 2; i++)
        text_add(text, "[\"m%d == %d\"], ", i, 1000000000 + rung);
    text_add(text, "[\"score == %d\"], [\"m%d >= %d\"]], \"keep\": [", LOYALTY_POINTS_MAX, (WINDOWS - 1) * TYPES,
             rung * CLIMB_EVENTS);
    for (int i = 0; i < LOYALTY_CONDITIONS_MAX; i++)
        text_add(text, "%s\"m%d >= %d\"", i ? ", " : "", i / TYPES * TYPES, -rung - i % TYPES);
    text_add(text, "]}");
}

static struct text write_table(const struct variant *variant)
{
    struct text text = {0};
    text_add(&text, "{\"format\": 1, \"name\": \"limits\",\n");
    add_kinds(&text);
    add_metrics(&text, variant->types);
    add_score(&text);
    text_add(&text, "\"ladder\": [{\"rung\": \"r0\"}");
    for (int rung = 1; rung < LOYALTY_RUNGS_MAX; rung++)
        add_rung(&text, rung);
    text_add(&text, "]}\n");
    return text;
}

static loyalty_program *load(const struct text *text)
{
    loyalty_options *options;
    must(loyalty_options_new(NULL, &options));
    must(loyalty_options_bind(options, "constant", constant, NULL));
    loyalty_program *program = program_from_text(text->bytes, options);
    loyalty_options_free(options);
    return program;
}

/* An event a day, of any kind. `each`: whether the customer is advanced to each day, or only to the last. Seconds. */
static double live(loyalty_program *program, bool each, uint64_t seed)
{
    struct random random = {seed};
    loyalty_event event = {.size = sizeof event, .count = 1};
    loyalty_customer *customer;
    uint32_t rung;
    must(loyalty_customer_new(program, &customer));
    double begin = measure_clock();
    for (event.date = FIRST_DAY; event.date < FIRST_DAY + DAYS; event.date++) {
        event.kind = draw_below(&random, LOYALTY_KINDS_MAX);
        event.value = draw_between(&random, 0, 1000);
        must(loyalty_customer_record(customer, &event, NULL, NULL));
        if (each || event.date == FIRST_DAY + DAYS - 1)
            must(loyalty_customer_advance(customer, event.date, NULL, NULL));
    }
    double seconds = measure_clock() - begin;
    must(loyalty_customer_rung(customer, &rung));
    require(rung == LOYALTY_RUNGS_MAX - 1, "the customer did not climb to the top");
    loyalty_customer_free(customer);
    return seconds;
}

static void print_line(const char *title, double *seconds, uint32_t runs)
{
    double median = measure_median(seconds, runs);
    printf("    %-42s %12.3f %12.1f\n", title, median, 1e6 * median / DAYS);
}

static void measure(const struct options *options, const struct variant *variant)
{
    double loading[RUNS_MAX], once[RUNS_MAX], daily[RUNS_MAX];
    struct text text = write_table(variant);
    for (uint32_t run = 0; run < options->runs; run++) {
        double begin = measure_clock();
        loyalty_program *program = load(&text);
        loading[run] = measure_clock() - begin;
        once[run] = live(program, false, options->seed);
        daily[run] = live(program, true, options->seed);
        loyalty_program_unref(program);
    }
    printf("  %s, %.1f MB of JSON, loaded in %.0f ms\n", variant->title, (double)text.length / 1e6,
           1e3 * measure_median(loading, options->runs));
    print_line("recorded before the first day, one advance", once, options->runs);
    print_line("day by day", daily, options->runs);
    free(text.bytes);
}

void limits(const struct options *options)
{
    printf("Limits: tables of %d kinds, %d metrics, %d score rows each, and %d rungs with %d conditions in each enter "
           "and\nkeep; a customer with %d events on as many days.\n  %-44s %12s %12s\n",
           LOYALTY_KINDS_MAX, LOYALTY_METRICS_MAX, LOYALTY_ROWS_MAX, LOYALTY_RUNGS_MAX, LOYALTY_CONDITIONS_MAX, DAYS,
           "", "s", "µs a day");
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        measure(options, &variants[i]);
}
