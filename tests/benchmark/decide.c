/* SPDX-License-Identifier: MIT */
/* Rungs decided where the metrics are at hand, in columns: by the library, and by the same rules written in C. */
#include <stdlib.h>
#include <string.h>

#include "shop.h"

enum { VISITS, EVER, PURCHASES, IDLE, REFERRALS, MOOD, METRICS }; /* in the order of the table */
enum { AT_LEAST = 10000000 }; /* decisions of a run, so that there is a time to measure */

struct figures {
    int64_t *values[METRICS];
    char *defined[METRICS]; /* only where a metric may be undefined */
};

/* Down to the whole number below, where C would cut towards zero: so that "mood >= 0" means the same. */
static int64_t floor_of(int64_t sum, int64_t count)
{
    return sum / count - (sum % count < 0);
}

static void add(struct figures *figures, const struct shop_event *event, int32_t today)
{
    int64_t **values = figures->values;
    uint32_t i = event->customer;
    int32_t age = today - event->date;
    values[VISITS][i] += event->kind == VISIT;
    values[REFERRALS][i] += event->kind == REFERRAL && age < 730;
    if (event->kind == PURCHASE) {
        values[EVER][i]++;
        values[PURCHASES][i] += age < 365;
        if (!figures->defined[IDLE][i] || age < values[IDLE][i])
            values[IDLE][i] = age;
        figures->defined[IDLE][i] = 1;
    }
}

static void find_moods(struct figures *figures, const struct shop *shop, int32_t today)
{
    int64_t *counts = allocate(shop->customers, sizeof *counts);
    for (uint32_t i = 0; i < shop->events; i++) {
        const struct shop_event *event = &shop->log[i];
        if (event->kind == REVIEW && today - event->date < 365) {
            figures->values[MOOD][event->customer] += event->value;
            counts[event->customer]++;
        }
    }
    for (uint32_t i = 0; i < shop->customers; i++) {
        figures->defined[MOOD][i] = counts[i] > 0;
        if (counts[i])
            figures->values[MOOD][i] = floor_of(figures->values[MOOD][i], counts[i]);
    }
    free(counts);
}

static struct figures find_figures(const struct shop *shop, char *known)
{
    struct figures figures = {0};
    int32_t today = shop->first_day + (int32_t)shop->days - 1;
    for (int metric = 0; metric < METRICS; metric++)
        figures.values[metric] = allocate(shop->customers, sizeof *figures.values[metric]);
    figures.defined[IDLE] = allocate(shop->customers, 1);
    figures.defined[MOOD] = allocate(shop->customers, 1);
    for (uint32_t i = 0; i < shop->events; i++) {
        add(&figures, &shop->log[i], today);
        known[shop->log[i].customer] = 1;
    }
    find_moods(&figures, shop, today);
    return figures;
}

static void by_library(const struct figures *figures, size_t count, uint32_t *rungs, const loyalty_program *program)
{
    const int64_t *values[METRICS];
    const unsigned char *defined[METRICS];
    for (int metric = 0; metric < METRICS; metric++) {
        values[metric] = figures->values[metric];
        defined[metric] = (const unsigned char *)figures->defined[metric];
    }
    must(loyalty_program_decide(program, count, values, defined, rungs));
}

/* Without branches, so that the compiler may take several customers at once. */
static void by_hand(const struct figures *figures, size_t count, uint32_t *rungs, const loyalty_program *program)
{
    const int64_t *visits = figures->values[VISITS], *ever = figures->values[EVER],
                  *purchases = figures->values[PURCHASES], *idle = figures->values[IDLE],
                  *referrals = figures->values[REFERRALS], *mood = figures->values[MOOD];
    const char *idle_defined = figures->defined[IDLE], *mood_defined = figures->defined[MOOD];
    (void)program;
    for (size_t i = 0; i < count; i++) {
        uint32_t rung = visits[i] >= 1;
        rung = ever[i] >= 1 ? CUSTOMER : rung;
        rung = ((purchases[i] >= 2) & (idle[i] <= 180) & (idle_defined[i] != 0)) ? CLIENT : rung;
        rung = ((purchases[i] >= 4) & (referrals[i] >= 1) & (mood[i] >= 0) & (mood_defined[i] != 0)) ? ADVOCATE : rung;
        rungs[i] = rung;
    }
}

static void decide(const struct shop *shop, struct run *run,
                   void (*way)(const struct figures *, size_t, uint32_t *, const loyalty_program *))
{
    loyalty_program *program = shop_program();
    char *known = allocate(shop->customers, 1);
    struct figures figures = find_figures(shop, known);
    uint32_t *rungs = allocate(shop->customers, sizeof *rungs);
    memset(rungs, NOBODY, shop->customers * sizeof *rungs);
    run->rounds = AT_LEAST / shop->customers + 1;
    stopwatch_start(&run->watch);
    for (uint32_t round = 0; round < run->rounds; round++)
        way(&figures, shop->customers, rungs, program);
    stopwatch_stop(&run->watch);
    for (uint32_t i = 0; i < shop->customers; i++)
        run->answers.last[i] = known[i] ? (uint8_t)rungs[i] : NOBODY;
    for (int metric = 0; metric < METRICS; metric++) {
        free(figures.values[metric]);
        free(figures.defined[metric]);
    }
    free(known);
    free(rungs);
    loyalty_program_unref(program);
}

void decide_run(const struct shop *shop, struct run *run)
{
    decide(shop, run, by_library);
}

void decide_by_hand_run(const struct shop *shop, struct run *run)
{
    decide(shop, run, by_hand);
}
