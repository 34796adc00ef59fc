/* SPDX-License-Identifier: MIT */
/* Cost of an event for customers with few and with many active days: it should not grow. */
#include <stdio.h>
#include <stdlib.h>

#include "draw.h"
#include "measure.h"
#include "text.h"

enum { FIRST_DAY = 10957, DAYS_AT_ONCE = 1000, LARGEST = 10000, REPEAT = 20 }; /* 2000-01-01 */

static const uint32_t sizes[] = {10, 100, 1000, LARGEST};

enum { SIZES = sizeof sizes / sizeof *sizes };

/*
 * In both tables `@` is the window. The top rung is never reached, so that every day asks for the whole score, however
 * many days there are.
 */
static const char five_metrics[] =
    "{\"format\": 1, \"name\": \"growth\","
    " \"events\": {\"purchase\": {}, \"return\": {}, \"review\": {\"value\": [-100, 100]}},"
    " \"metrics\": {"
    "   \"purchases\": {\"count\": \"purchase\"@},"
    "   \"spend\": {\"sum\": [\"purchase\", \"return\"]@},"
    "   \"days\": {\"active_days\": \"purchase\"@},"
    "   \"mood\": {\"mean\": \"review\"@},"
    "   \"idle\": {\"days_since\": \"purchase\"}},"
    " \"score\": {\"points\": {"
    "   \"spend\": [[1, 50], [10000, 100], [100000, 200]],"
    "   \"days\": [[1, 50], [3, 100], [12, 200]],"
    "   \"mood\": [[-100, -200], [0, 0], [50, 200]]}},"
    " \"ladder\": ["
    "   {\"rung\": \"suspect\"},"
    "   {\"rung\": \"customer\", \"enter\": [\"purchases >= 1\"]},"
    "   {\"rung\": \"client\", \"enter\": [\"purchases >= 3\", \"idle <= 60\"], \"hold\": \"30d\", \"grace\": \"30d\"},"
    "   {\"rung\": \"partner\", \"enter\": [\"score >= 1000\"]}]}";

/* All types of metrics but the host's, active days of several kinds, and a kind with one event a year. */
static const char ten_metrics[] =
    "{\"format\": 1, \"name\": \"growth\","
    " \"events\": {\"purchase\": {}, \"return\": {}, \"review\": {\"value\": [-100, 100]}, \"referral\": {}},"
    " \"metrics\": {"
    "   \"purchases\": {\"count\": \"purchase\"@},"
    "   \"spend\": {\"sum\": [\"purchase\", \"return\"]@},"
    "   \"days\": {\"active_days\": \"purchase\"@},"
    "   \"contacts\": {\"active_days\": [\"purchase\", \"return\", \"review\"]@},"
    "   \"mood\": {\"mean\": \"review\"@},"
    "   \"idle\": {\"days_since\": \"purchase\"@},"
    "   \"known\": {\"days_since_first\": \"purchase\"@},"
    "   \"referrals\": {\"count\": \"referral\"@},"
    "   \"silent\": {\"days_since\": \"referral\"@},"
    "   \"basket\": {\"share\": [\"spend\", \"purchases\"]}},"
    " \"score\": {\"points\": {"
    "   \"spend\": [[1, 50], [10000, 100], [100000, 200]],"
    "   \"days\": [[1, 50], [3, 80], [12, 100]],"
    "   \"contacts\": [[1, 50], [3, 80], [12, 100]],"
    "   \"mood\": [[-100, -200], [0, 0], [50, 100]],"
    "   \"known\": [[0, 50], [200, 100]],"
    "   \"referrals\": [[1, 50], [3, 100]],"
    "   \"silent\": [[0, 100], [100, 50]],"
    "   \"basket\": [[0, 50], [1000000, 100]]}},"
    " \"ladder\": ["
    "   {\"rung\": \"suspect\"},"
    "   {\"rung\": \"customer\", \"enter\": [\"purchases >= 1\"]},"
    "   {\"rung\": \"client\", \"enter\": [\"purchases >= 3\", \"idle <= 60\"], \"hold\": \"30d\", \"grace\": \"30d\"},"
    "   {\"rung\": \"partner\", \"enter\": [\"score >= 1000\"]}]}";

/* One metric, `#`. The rung `member` has a term that never ends, and is reached by the first purchase. */
static const char one_metric[] =
    "{\"format\": 1, \"name\": \"growth\","
    " \"events\": {\"purchase\": {}, \"return\": {}, \"review\": {\"value\": [-100, 100]}, \"referral\": {}},"
    " \"metrics\": {\"ever\": {\"count\": \"purchase\"}, \"one\": {#}},"
    " \"score\": {\"points\": {\"one\": [[0, 50], [3, 100], [12, 200], [10000, 300]]}},"
    " \"ladder\": ["
    "   {\"rung\": \"guest\"},"
    "   {\"rung\": \"member\", \"enter\": [\"ever >= 1\"], \"term\": \"36525m\"},"
    "   {\"rung\": \"partner\", \"enter\": [\"score >= 1000\"]}]}";

enum { PURCHASE, RETURN, REVIEW, REFERRAL }; /* as in the tables */

/* `part` takes the place of `@`, as the window, or of `#`. */
static const struct variant {
    const char *title, *table, *part;
    uint32_t late_percent, late_days;
} variants[] = {
    {"no windows", five_metrics, "", 0, 0},
    {"windows of 365d", five_metrics, "365d", 0, 0},
    {"windows of 12m", five_metrics, "12m", 0, 0},
    {"windows of year", five_metrics, "year", 0, 0},
    {"365d, 5% up to 5 days late", five_metrics, "365d", 5, 5},
    {"365d, 5% up to 30 days late", five_metrics, "365d", 5, 30},
    {"ten metrics, no windows", ten_metrics, "", 0, 0},
    {"ten metrics, 365d", ten_metrics, "365d", 0, 0},
    {"ten metrics, 12m", ten_metrics, "12m", 0, 0},
    {"ten metrics, year", ten_metrics, "year", 0, 0},
    {"ten, none, 5% up to 30 days late", ten_metrics, "", 5, 30},
    {"ten, 365d, 5% up to 30 days late", ten_metrics, "365d", 5, 30},
    {"ten, 12m, 5% up to 30 days late", ten_metrics, "12m", 5, 30},
    {"ten, year, 5% up to 30 days late", ten_metrics, "year", 5, 30},
    {"count", one_metric, "\"count\": \"purchase\"", 0, 0},
    {"count, weights", one_metric, "\"count\": {\"purchase\": 2, \"return\": -1}", 0, 0},
    {"sum, weights, 365d", one_metric, "\"sum\": {\"purchase\": 2, \"return\": -1}, \"within\": \"365d\"", 0, 0},
    {"sum, year, back 1", one_metric, "\"sum\": \"purchase\", \"within\": \"year\", \"back\": 1", 0, 0},
    {"sum, 90d, back 2", one_metric, "\"sum\": \"purchase\", \"within\": \"90d\", \"back\": 2", 0, 0},
    {"sum, year from 04-01", one_metric, "\"sum\": \"purchase\", \"within\": \"year\", \"begins\": \"04-01\"", 0, 0},
    {"sum, the customer's year", one_metric, "\"sum\": \"purchase\", \"within\": \"year\", \"begins\": \"referral\"", 0,
     0},
    {"sum, the customer's last year", one_metric,
     "\"sum\": \"purchase\", \"within\": \"year\", \"begins\": \"return\", \"back\": 1", 0, 0},
    {"sum, after a yearly kind", one_metric, "\"sum\": \"purchase\", \"after\": \"referral\"", 0, 0},
    {"sum, within the term", one_metric, "\"sum\": \"purchase\", \"within\": \"term\"", 0, 0},
    {"latest", one_metric, "\"latest\": \"review\"", 0, 0},
    {"latest of two kinds, 365d", one_metric, "\"latest\": [\"review\", \"referral\"], \"within\": \"365d\"", 0, 0},
    {"different", one_metric, "\"different\": [\"purchase\", \"return\", \"review\"]", 0, 0},
    {"different, 365d", one_metric, "\"different\": [\"purchase\", \"return\", \"review\"], \"within\": \"365d\"", 0,
     0},
    {"active weeks", one_metric, "\"active_weeks\": \"purchase\"", 0, 0},
    {"active weeks, 365d", one_metric, "\"active_weeks\": \"purchase\", \"within\": \"365d\"", 0, 0},
    {"active months", one_metric, "\"active_months\": \"purchase\"", 0, 0},
    {"active months, 12m", one_metric, "\"active_months\": \"purchase\", \"within\": \"12m\"", 0, 0},
    {"active quarters, two kinds", one_metric, "\"active_quarters\": [\"purchase\", \"return\"]", 0, 0},
    {"active years", one_metric, "\"active_years\": \"purchase\"", 0, 0},
    {"streak of days", one_metric, "\"streak_days\": \"purchase\"", 0, 0},
    {"streak of weeks", one_metric, "\"streak_weeks\": \"purchase\"", 0, 0},
    {"streak of months", one_metric, "\"streak_months\": [\"purchase\", \"return\"]", 0, 0},
    {"streak of quarters", one_metric, "\"streak_quarters\": \"purchase\"", 0, 0},
    {"streak of years", one_metric, "\"streak_years\": \"purchase\"", 0, 0}};

static loyalty_program *load(const struct variant *variant)
{
    struct text text = {0};
    for (const char *from = variant->table; *from; from++) {
        if (*from == '#')
            text_add(&text, "%s", variant->part);
        else if (*from != '@')
            text_add(&text, "%c", *from);
        else if (*variant->part)
            text_add(&text, ", \"within\": \"%s\"", variant->part);
    }
    loyalty_program *program = program_from_text(text.bytes, NULL);
    free(text.bytes);
    return program;
}

/* One event a day: nine of ten are purchases, the tenth a return or a review; with ten metrics or one, a referral a year. */
static void live_day(loyalty_customer *customer, int32_t day, const struct variant *variant, struct random *random)
{
    loyalty_event event = {.size = sizeof event, .date = day, .count = 1};
    uint32_t luck = draw_below(random, 20);
    event.kind = luck > 1 ? PURCHASE : luck == 1 ? REVIEW : RETURN;
    if (variant->table != five_metrics && (day - FIRST_DAY) % 365 == 0)
        event.kind = REFERRAL;
    event.value = event.kind == REVIEW ? draw_between(random, -20, 100) : draw_between(random, 100, 20000);
    if (draw_below(random, 100) < variant->late_percent)
        event.date -= draw_between(random, 1, (int32_t)variant->late_days);
    must(loyalty_customer_record(customer, &event, NULL, NULL));
    must(loyalty_customer_advance(customer, day, NULL, NULL));
}

/*
 * Seconds an event from day size/2 to day size. So many customers at once that the small ones hold as many days
 * together as a large one.
 */
static double cost(loyalty_program *program, uint32_t size, const struct variant *variant, uint64_t seed)
{
    uint32_t at_once = size < DAYS_AT_ONCE ? DAYS_AT_ONCE / size : 1;
    uint32_t repeat = (LARGEST / size + at_once - 1) / at_once * REPEAT;
    struct random random = {seed};
    loyalty_customer *customers[DAYS_AT_ONCE];
    double seconds = 0;
    for (uint32_t i = 0; i < repeat; i++) {
        for (uint32_t j = 0; j < at_once; j++) {
            must(loyalty_customer_new(program, &customers[j]));
            for (uint32_t day = 0; day < size / 2; day++)
                live_day(customers[j], FIRST_DAY + (int32_t)day, variant, &random);
        }
        double begin = measure_clock();
        for (uint32_t j = 0; j < at_once; j++)
            for (uint32_t day = size / 2; day < size; day++)
                live_day(customers[j], FIRST_DAY + (int32_t)day, variant, &random);
        seconds += measure_clock() - begin;
        for (uint32_t j = 0; j < at_once; j++)
            loyalty_customer_free(customers[j]);
    }
    const uint32_t days = size - size / 2;
    return seconds / ((double)repeat * at_once * days);
}

void growth(const struct options *options)
{
    printf("Growth: nanoseconds to record an event and advance to its day, one event a day, and the ratio to the "
           "customer\n"
           "with %u active days; the latter half of the days is measured.\n  %-34s",
           sizes[0], "active days");
    for (int i = 0; i < SIZES; i++)
        printf(" %16u", sizes[i]);
    printf("\n");
    for (size_t v = 0; v < sizeof variants / sizeof *variants; v++) {
        double seconds[SIZES][RUNS_MAX], first = 0;
        loyalty_program *program = load(&variants[v]);
        for (uint32_t run = 0; run < options->runs; run++)
            for (int i = 0; i < SIZES; i++)
                seconds[i][run] = cost(program, sizes[i], &variants[v], options->seed);
        printf("  %-34s", variants[v].title);
        for (int i = 0; i < SIZES; i++) {
            double median = measure_median(seconds[i], options->runs);
            if (i == 0)
                first = median;
            printf(" %7.0f (%5.2f×)", 1e9 * median, median / first);
        }
        printf("\n");
        loyalty_program_unref(program);
    }
}
