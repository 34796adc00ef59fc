/* SPDX-License-Identifier: MIT */
/* Outlook, the next day that matters, and the day of falling. */
#include "model.h"
#include "runner.h"

#include <stdio.h>

static struct {
    long outlooks, transitions, nexts, changes;
} seen;

/* A customer somewhere in the middle of the scenario, with events that are still to come. */
static bool midway(struct model *model, struct random *random, const struct scenario *scenario)
{
    bool holds = model_open(model, scenario);
    for (int i = 0; holds && i < scenario->events; i++)
        if (random_chance(random, 80))
            holds = model_record(model, &scenario->event[i]);
    return holds && model_advance(model, random_int(random, scenario->first, scenario->last));
}

/* The reference's transitions after a day, up to another. */
static void transitions_between(const struct ref_history *history, int after, int until, struct told *told)
{
    int first = 0, last;
    while (first < history->count && history->transition[first].date <= after)
        first++;
    for (last = first; last < history->count && history->transition[last].date <= until;)
        last++;
    told_set(told, last > first ? &history->transition[first] : NULL, last - first);
}

/* The outlook tells what then happens if nothing does, and changes nothing. */
static bool holds_outlook(const struct scenario *scenario, struct random *random)
{
    struct model model;
    struct told outlook = {0}, later = {0};
    struct ref_history history;
    bool holds = midway(&model, random, scenario);
    int until = model.day + random_int(random, 0, 120);
    int32_t status;
    until = until > LOYALTY_DATE_MAX ? LOYALTY_DATE_MAX : until;
    if (!holds)
        return false;
    told_begin(&outlook);
    status = loyalty_customer_outlook(model.customer, until, told_listen, &outlook);
    EXPECT(status == LOYALTY_OK, "outlook: status %d", status);
    ref_fold(&model.log, until, &history);
    transitions_between(&history, model.day, until, &later);
    holds = told_agrees(&outlook, later.transition, later.count) && model_agrees(&model);
    seen.outlooks++;
    seen.transitions += later.count;
    ref_history_free(&history);
    EXPECT(loyalty_customer_outlook(model.customer, model.day - 1, told_listen, &outlook) ==
               (model.day == LOYALTY_DATE_MIN ? LOYALTY_E_DATE : LOYALTY_E_PAST),
           "an outlook into the past");
    holds = holds && model_advance(&model, until) && model_agrees(&model);
    told_free(&outlook);
    told_free(&later);
    model_close(&model);
    return holds;
}

static struct plan outlook = {holds_outlook, {0, 400, 0, 30, false, false}, 1500};

static bool same_standing(struct ref_standing a, struct ref_standing b)
{
    return a.rung == b.rung && a.since == b.since && a.failing == b.failing;
}

/*
 * From one `next` to the next, up to the end: nothing changes in between. A first event that is still to come is a
 * change too, though nobody has a standing before it.
 */
static bool holds_next(const struct scenario *scenario, struct random *random)
{
    struct model model;
    struct ref_history history;
    bool holds = midway(&model, random, scenario);
    if (!holds)
        return false;
    ref_fold(&model.log, scenario->last, &history);
    while (holds && model.day < scenario->last) {
        loyalty_standing standing = {.size = sizeof standing};
        struct ref_standing present = ref_standing_on(&history, model.day);
        int next = scenario->last;
        if (loyalty_customer_standing(model.customer, &standing) != LOYALTY_OK) {
            EXPECT(present.rung < 0, "no standing on %d", model.day);
            next = history.first < scenario->last ? history.first : scenario->last;
        } else if (standing.next != LOYALTY_DATE_NONE) {
            EXPECT(standing.next > model.day, "next on %d is %d", model.day, standing.next);
            next = standing.next < scenario->last ? standing.next : scenario->last;
        }
        for (int day = model.day; day < next; day++)
            EXPECT(same_standing(ref_standing_on(&history, day), present),
                   "next on %d is %d, but the standing changes on %d", model.day, standing.next, day);
        seen.nexts++;
        seen.changes += !same_standing(ref_standing_on(&history, next), present);
        holds = model_advance(&model, next) && (!random_chance(random, 10) || model_agrees(&model));
    }
    ref_history_free(&history);
    holds = holds && model_agrees(&model);
    model_close(&model);
    return holds;
}

static struct plan next = {holds_next, {0, 400, 0, 30, false, false}, 1500};

static int say_what_was_seen(void **state)
{
    (void)state;
    printf("%ld transitions in %ld outlooks; of %ld next days %ld brought a change\n", seen.transitions, seen.outlooks,
           seen.nexts, seen.changes);
    if (runner_cases(100) < 100)
        return 0;
    return seen.transitions > 0 && seen.changes > 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {PROPERTY(outlook), PROPERTY(next)};
    return cmocka_run_group_tests_name("properties: future", tests, NULL, say_what_was_seen);
}
