/* SPDX-License-Identifier: MIT */
/*
 * Customers of a year and more, with hundreds of days: logs of several pages, in order but for late events and those
 * taken back, which reach back into any page.
 */
#include "model.h"
#include "runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of all cases: the kinds and dates of the longest log, and how many cases have totals beyond a limit. */
static struct {
    long cases, most, over_three_pages, counts, lows, sums, halves, late;
} seen;

static int by_date(const void *a, const void *b)
{
    const struct ref_event *left = a, *right = b;
    return (left->date > right->date) - (left->date < right->date);
}

static int by_kind_and_date(const void *a, const void *b)
{
    const struct ref_event *left = a, *right = b;
    int order = by_date(a, b);
    return order ? order : (left->kind > right->kind) - (left->kind < right->kind);
}

/* Counts the totals of the log's kinds and dates. */
static void look_at(const struct ref_log *log)
{
    static struct ref_event event[2 * SCENARIO_EVENTS];
    long totals = 0;
    bool counts = false, lows = false, sums = false, halves = false;
    memcpy(event, log->event, (size_t)log->count * sizeof *event);
    qsort(event, (size_t)log->count, sizeof *event, by_kind_and_date);
    for (int i = 0, end; i < log->count; i = end) {
        wide count = 0, sum = 0;
        for (end = i; end < log->count && by_kind_and_date(&event[i], &event[end]) == 0; end++) {
            count += event[end].count;
            sum += (wide)event[end].count * event[end].value;
        }
        sum = sum < 0 ? -sum : sum;
        totals += count != 0 || sum != 0;
        counts |= count > 15;
        lows |= count < 1 && (count != 0 || sum != 0);
        sums |= sum >> 29 != 0;
        halves |= sum >> 62 != 0;
    }
    seen.cases++;
    seen.most = totals > seen.most ? totals : seen.most;
    seen.over_three_pages += totals > 3 * 64;
    seen.counts += counts;
    seen.lows += lows;
    seen.sums += sums;
    seen.halves += halves;
}

/* Puts events in the order of dates, and then some of them much later; returns the number of events. */
static int arrange(const struct scenario *scenario, struct random *random, struct ref_event *event)
{
    int events = scenario->events, late = random_int(random, 0, 15);
    memcpy(event, scenario->event, (size_t)events * sizeof *event);
    qsort(event, (size_t)events, sizeof *event, by_date);
    for (int i = 0; i < events; i++)
        if (random_chance(random, late)) {
            int other = random_int(random, i, events - 1);
            struct ref_event swap = event[i];
            event[i] = event[other];
            event[other] = swap;
        }
    return events;
}

/* Takes an event back that was recorded before, so that it may empty a day in any page. */
static bool take_back(struct model *model, struct random *random, const struct ref_event *event, int events)
{
    struct ref_event back = event[random_int(random, 0, events - 1)];
    if (back.count == INT32_MIN)
        return true;
    back.count = -back.count;
    back.id = NULL;
    return model_record(model, &back);
}

static bool live(struct model *model, struct random *random, const struct ref_event *event, int events)
{
    int take_backs = random_chance(random, 50) ? random_int(random, 1, 10) : 0;
    for (int i = 0; i < events; i++) {
        if (!model_record(model, &event[i]))
            return false;
        if (random_chance(random, 60) && !model_reach(model, event[i].date))
            return false;
        if (random_chance(random, take_backs) && !take_back(model, random, event, i + 1))
            return false;
        if (random_chance(random, 1) && !model_agrees(model))
            return false;
    }
    return true;
}

/* Day after day, as a till sends events. */
static bool holds_year(const struct scenario *scenario, struct random *random)
{
    struct ref_event event[SCENARIO_EVENTS];
    struct model model;
    int events = arrange(scenario, random, event);
    bool holds = model_open(&model, scenario) && live(&model, random, event, events);
    look_at(&model.log);
    seen.late += model.late;
    holds = holds && model_reach(&model, scenario->last) && model_agrees(&model);
    model_close(&model);
    return holds;
}

static struct plan year = {holds_year, {0, 400, 100, 600, false, false}, 100};
static struct plan year_of_all_late = {holds_year, {400, 400, 100, 600, false, false}, 60};
static struct plan year_that_overflows = {holds_year, {0, 400, 100, 400, true, false}, 40};

/* Two logs of several pages that cover the same days, and a copy that goes on. */
static bool holds_merged(const struct scenario *scenario, struct random *random)
{
    struct ref_event event[SCENARIO_EVENTS];
    struct model one, two, copy = {0};
    int events, part = random_int(random, 0, scenario->events);
    bool holds = model_open(&one, scenario) && model_open(&two, scenario);
    memcpy(event, scenario->event, sizeof event);
    qsort(event, (size_t)part, sizeof *event, by_date);
    qsort(event + part, (size_t)(scenario->events - part), sizeof *event, by_date);
    events = scenario->events - part;
    holds = holds && live(&one, random, event, part) && live(&two, random, event + part, events / 2);
    holds = holds && model_copy(&two, &copy) && model_merge(&one, &two) && model_agrees(&one);
    holds = holds && live(&copy, random, event + part + events / 2, events - events / 2);
    look_at(&one.log);
    holds = holds && model_reach(&one, scenario->last) && model_agrees(&one) && model_agrees(&copy);
    holds = holds && model_agrees(&two);
    model_close(&one);
    model_close(&two);
    model_close(&copy);
    return holds;
}

static struct plan merged = {holds_merged, {0, 400, 100, 600, false, false}, 40};

static int say_what_was_seen(void **state)
{
    (void)state;
    printf(
        "%ld cases, up to %ld kinds and dates; %ld have over three pages, %ld a count above 15, %ld a count below 1, "
        "%ld a sum beyond 30 bits, %ld one beyond 62 bits; %ld late events\n",
        seen.cases, seen.most, seen.over_three_pages, seen.counts, seen.lows, seen.sums, seen.halves, seen.late);
    if (seen.cases < 100) /* fewer prove nothing */
        return 0;
    return seen.most > 400 && seen.over_three_pages * 3 > seen.cases && seen.counts * 5 > seen.cases &&
                   seen.lows * 5 > seen.cases && seen.lows < seen.cases && seen.sums * 5 > seen.cases &&
                   seen.halves * 20 > seen.cases && seen.late > 0
               ? 0
               : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROPERTY(year),
        PROPERTY(year_of_all_late),
        PROPERTY(year_that_overflows),
        PROPERTY(merged),
    };
    return cmocka_run_group_tests_name("properties: long logs", tests, NULL, say_what_was_seen);
}
