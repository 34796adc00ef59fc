/* SPDX-License-Identifier: MIT */
/* The table of speeds: every row on the same log, rows in turn, and whether their answers agree. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rows.h"

/* The runs of a row. */
struct result {
    bool measured;
    double processor[RUNS_MAX], wall[RUNS_MAX];
    double all, wall_all, each; /* medians: seconds, the wall's, and seconds for one event or decision */
    struct run run;             /* the latest */
};

/* Whether a name is in a list separated by commas. */
static bool is_listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (; list; list = strchr(list, ',')) {
        list += *list == ',';
        if (strncmp(list, name, length) == 0 && (list[length] == ',' || !list[length]))
            return true;
    }
    return false;
}

static bool is_possible(const struct row *row, const struct options *options)
{
    return !(row->traits & A_COMMAND && !options->command) && !(row->traits & A_DUCKDB && !options->duckdb);
}

/* Picks the rows; tells which of those asked for cannot be measured here. */
static int pick(struct result results[ROWS], const struct options *options)
{
    int traits = 0, picked = 0;
    for (int i = 0; i < ROWS; i++) {
        if (options->rows && !is_listed(options->rows, rows[i].name))
            continue;
        results[i].measured = is_possible(&rows[i], options);
        picked++;
        if (results[i].measured)
            traits |= rows[i].traits;
        else
            printf("  not measured: %s (see --help)\n", rows[i].title);
    }
    require(picked > 0, "there is no such row; see --help");
    return traits;
}

static uint8_t *nobodies(size_t count)
{
    uint8_t *rungs = allocate(count, 1);
    memset(rungs, NOBODY, count);
    return rungs;
}

static struct feed feed_of(int traits)
{
    return (struct feed){.keys = traits & CARDS   ? KEY_CARD
                                 : traits & HEXES ? KEY_HEX
                                                  : KEY_NUMBER,
                         .ids = traits & IDS          ? ID_RECEIPT
                                : traits & RANDOM_IDS ? ID_RANDOM
                                                      : ID_NONE,
                         .seeded = traits & SEEDED};
}

static void prepare(const struct shop *shop, struct result *result, const struct row *row)
{
    struct answers *answers = &result->run.answers;
    result->run.feed = feed_of(row->traits);
    if (row->gives & AFTER)
        answers->after = nobodies(shop->events);
    if (row->gives & ASKED)
        answers->asked = nobodies(shop_asking_days(shop) * shop->customers);
    if (row->gives & LAST)
        answers->last = nobodies(shop->customers);
    result->run.events =
        row->run == sqlite_run && shop->options->sql_events < shop->events ? shop->options->sql_events : shop->events;
}

static void measure(const struct shop *shop, struct result *result, const struct row *row, uint32_t round)
{
    struct run *run = &result->run;
    run->watch = (struct stopwatch){0};
    run->first = round == 0;
    run->rounds = 1;
    run->peak = 0;
    measure_forget_peak();
    size_t resident = measure_resident();
    row->run(shop, run);
    size_t peak = measure_resident_peak((int)getpid());
    if (!run->peak && peak > resident)
        run->peak = peak - resident;
    result->processor[round] = run->watch.processor / run->rounds;
    result->wall[round] = run->watch.wall / run->rounds;
}

/* Set beside the other rows: a share of their speed, or a multiple of their time. */
static void print_beside(const struct result results[ROWS], int row)
{
    bool by_time = rows[row].traits & BY_TIME;
    for (int k = 0; k < 2; k++) {
        int other = rows[row].beside[k];
        if (other == NONE || !results[other].measured)
            continue;
        double ratio = results[other].each / results[row].each;
        printf("  %.3g× the %s of %s", by_time ? 1 / ratio : ratio, by_time ? "time" : "speed", rows[other].name);
    }
}

static void print_results(const struct shop *shop, struct result results[ROWS])
{
    uint32_t runs = shop->options->runs;
    printf("  %-38s %8s %8s %9s %9s %9s %9s  %s\n", "", "M/s", "ns", "seconds", "by wall", "bytes/cu.", "peak MB",
           "beside");
    for (int i = 0; i < ROWS; i++) {
        struct result *result = &results[i];
        uint32_t count = rows[i].traits & OF_CUSTOMERS ? shop->customers : result->run.events;
        if (!result->measured)
            continue;
        result->all = measure_median(result->processor, runs);
        result->wall_all = measure_median(result->wall, runs);
        result->each = (rows[i].traits & BY_THE_WALL ? result->wall_all : result->all) / count;
    }
    for (int i = 0; i < ROWS; i++) {
        const struct result *result = &results[i];
        if (!result->measured)
            continue;
        printf("  %-38s %8.2f %8.1f %9.3f %9.3f", rows[i].title, 1e-6 / result->each, 1e9 * result->each, result->all,
               result->wall_all);
        if (result->run.bytes && result->run.events == shop->events)
            printf(" %9.0f", (double)result->run.bytes / shop->customers);
        else
            printf(" %9s", "");
        printf(" %9.0f", (double)result->run.peak / 1e6);
        print_beside(results, i);
        if (result->run.events < shop->events)
            printf("  (the first %" PRIu32 " events)", result->run.events);
        printf("\n");
    }
}

static size_t count_differences(const uint8_t *a, const uint8_t *b, size_t count)
{
    size_t differ = 0;
    for (size_t i = 0; i < count; i++)
        differ += a[i] != b[i];
    return differ;
}

/* Beside the first row that gives the same answers. */
static size_t tell_agreement(const struct shop *shop, const struct result results[ROWS], int row, int answer)
{
    static const char *const texts[] = {
        [AFTER] = "rungs after events", [ASKED] = "rungs at ends of days", [LAST] = "rungs on the last day"};
    int other = 0;
    while (!(results[other].measured && rows[other].gives & answer))
        other++;
    if (other == row)
        return 0;
    const struct answers *a = &results[other].run.answers, *b = &results[row].run.answers;
    size_t differ, count;
    if (answer == MOVES) {
        differ = a->moves.count != b->moves.count || a->moves.sum != b->moves.sum;
        printf("  %-21s transitions of %s (%" PRId64 "): %s\n", rows[row].name, rows[other].name, a->moves.count,
               differ ? "OTHERS" : "the same");
        return differ;
    }
    if (answer == AFTER) {
        count =
            results[row].run.events < results[other].run.events ? results[row].run.events : results[other].run.events;
        differ = count_differences(a->after, b->after, count);
    } else if (answer == ASKED) {
        count = shop_asking_days(shop) * shop->customers;
        differ = count_differences(a->asked, b->asked, count);
    } else {
        count = shop->customers;
        differ = count_differences(a->last, b->last, count);
    }
    printf("  %-21s %s of %s: %zu of %zu differ\n", rows[row].name, texts[answer], rows[other].name, differ, count);
    return differ;
}

static void print_population(const struct shop *shop, const uint8_t *last)
{
    uint32_t population[RUNGS] = {0}, nobody = 0;
    for (uint32_t i = 0; i < shop->customers; i++) {
        if (last[i] < RUNGS)
            population[last[i]]++;
        else
            nobody++;
    }
    printf("  on the last day:");
    for (int i = 0; i < RUNGS; i++)
        printf(" %s %" PRIu32, rung_names[i], population[i]);
    printf(", without any event %" PRIu32 "\n", nobody);
}

/* Whether the generated log is what the text says. */
static void print_log(const struct shop *shop)
{
    uint32_t kinds[KINDS] = {0}, late = 0, of_few = 0;
    for (uint32_t i = 0; i < shop->events; i++) {
        kinds[shop->log[i].kind]++;
        late += shop->log[i].date < shop->log[i].arrival;
        of_few += shop->log[i].customer < shop->customers / 5;
    }
    printf("Replay: %" PRIu32 " customers, %" PRIu32 " events in %" PRIu32 " days; a fifth of the customers have "
           "%.1f%% of them; %.1f%% late by up to %d days;",
           shop->customers, shop->events, shop->days, 100.0 * of_few / shop->events, 100.0 * late / shop->events,
           LATE_DAYS);
    for (int i = 0; i < KINDS; i++)
        printf(" %s %.1f%%", kind_names[i], 100.0 * kinds[i] / shop->events);
    printf("\n");
}

/* What any of the rows needs, before anything is measured. */
static void provide(struct shop *shop, int traits)
{
    if (traits & A_FILE)
        shop_write(shop);
    if (traits & IDS)
        shop_spell_ids(shop, ID_RECEIPT);
    if (traits & RANDOM_IDS)
        shop_spell_ids(shop, ID_RANDOM);
    if (traits & CARDS)
        shop_spell_keys(shop, KEY_CARD);
    if (traits & HEXES)
        shop_spell_keys(shop, KEY_HEX);
}

bool replay(const struct options *options)
{
    static struct result results[ROWS];
    struct shop shop;
    size_t differ = 0;
    shop_generate(&shop, options);
    print_log(&shop);
    provide(&shop, pick(results, options));
    for (int i = 0; i < ROWS; i++)
        if (results[i].measured)
            prepare(&shop, &results[i], &rows[i]);
    for (uint32_t round = 0; round < options->runs; round++) /* rows in turn: what disturbs disturbs all of them */
        for (int i = 0; i < ROWS; i++)
            if (results[i].measured)
                measure(&shop, &results[i], &rows[i], round);
    print_results(&shop, results);
    for (int answer = AFTER; answer <= MOVES; answer *= 2)
        for (int i = 0; i < ROWS; i++)
            if (results[i].measured && rows[i].gives & answer)
                differ += tell_agreement(&shop, results, i, answer);
    if (results[YARDSTICK].measured)
        print_population(&shop, results[YARDSTICK].run.answers.last);
    for (int i = 0; i < ROWS; i++) {
        free(results[i].run.answers.after);
        free(results[i].run.answers.asked);
        free(results[i].run.answers.last);
    }
    shop_free(&shop);
    return differ == 0;
}
