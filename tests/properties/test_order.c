/* SPDX-License-Identifier: MIT */
/* The standing does not depend on the order in which events arrive, nor on the steps in which days pass. */
#include "model.h"
#include "runner.h"

#include <stdlib.h>
#include <string.h>

static int by_date(const void *a, const void *b)
{
    const struct ref_event *left = a, *right = b;
    return (left->date > right->date) - (left->date < right->date);
}

/* All events in any order, then one advance to some day, then one to the last. */
static bool holds_replay(const struct scenario *scenario, struct random *random)
{
    struct model model;
    bool holds = model_open(&model, scenario);
    for (int i = 0; holds && i < scenario->events; i++)
        holds = model_record(&model, &scenario->event[i]);
    holds = holds && model_agrees(&model);
    holds = holds && model_advance(&model, random_int(random, scenario->first, scenario->last));
    holds = holds && model_agrees(&model);
    holds = holds && model_advance(&model, scenario->last) && model_agrees(&model);
    model_close(&model);
    return holds;
}

static struct plan replay = {holds_replay, {0, 400, 0, 30, false, false}, 3000};

/* Numbers of well over a thousand bits. */
static struct plan replay_of_deep_shares = {holds_replay, {0, 400, 5, 30, false, true}, 500};

/* Events as a till sends them: day after day, asked about in between. */
static bool holds_day_by_day(const struct scenario *scenario, struct random *random)
{
    struct ref_event event[SCENARIO_EVENTS];
    struct model model;
    bool holds = model_open(&model, scenario);
    memcpy(event, scenario->event, sizeof event);
    qsort(event, (size_t)scenario->events, sizeof *event, by_date);
    for (int i = 0; holds && i < scenario->events; i++) {
        if (random_chance(random, 30)) /* the day is opened before its first event */
            holds = model_reach(&model, event[i].date);
        holds = holds && model_record(&model, &event[i]);
        if (random_chance(random, 70))
            holds = holds && model_reach(&model, event[i].date);
        if (random_chance(random, 20))
            holds = holds && model_agrees(&model);
    }
    holds = holds && model_reach(&model, scenario->last) && model_agrees(&model);
    model_close(&model);
    return holds;
}

static struct plan day_by_day = {holds_day_by_day, {0, 400, 0, 30, false, false}, 1500};

/* Many small advances tell and answer what one does. */
static bool holds_small_steps(const struct scenario *scenario, struct random *random)
{
    struct model small, large;
    int day = scenario->first - random_int(random, 0, 3);
    bool holds = model_open(&small, scenario) && model_open(&large, scenario);
    if (day < LOYALTY_DATE_MIN)
        day = LOYALTY_DATE_MIN;
    for (int i = 0; holds && i < scenario->events; i++)
        holds = model_record(&small, &scenario->event[i]) && model_record(&large, &scenario->event[i]);
    for (; holds && day < scenario->last; day += random_int(random, 0, 4)) {
        holds = model_advance(&small, day);
        if (random_chance(random, 5))
            holds = holds && model_agrees(&small);
    }
    holds = holds && model_advance(&small, scenario->last) && model_advance(&large, scenario->last);
    holds = holds && model_agrees(&large) && model_agrees(&small);
    holds = holds && told_agrees(&small.told, large.told.transition, large.told.count);
    model_close(&small);
    model_close(&large);
    return holds;
}

static struct plan small_steps = {holds_small_steps, {0, 400, 0, 30, false, false}, 1500};

/* A day gone by is gone. */
static bool holds_no_way_back(const struct scenario *scenario, struct random *random)
{
    struct model model;
    bool holds = model_open(&model, scenario);
    for (int i = 0; holds && i < scenario->events; i++)
        holds = model_record(&model, &scenario->event[i]);
    for (int i = 0; holds && i < 6; i++)
        holds = model_advance(&model, random_int(random, scenario->first, scenario->last)) && model_agrees(&model);
    model_close(&model);
    return holds;
}

static struct plan no_way_back = {holds_no_way_back, {0, 60, 0, 20, false, false}, 700};

/* An erased handle is as new. */
static bool holds_erased(const struct scenario *scenario, struct random *random)
{
    struct model model;
    bool holds = model_open(&model, scenario);
    void *user = (void *)(uintptr_t)&scenario->host_seed;
    for (int i = 0; holds && i < scenario->events / 2; i++)
        holds = model_record(&model, &scenario->event[i]);
    if (random_chance(random, 80))
        holds = holds && model_advance(&model, random_int(random, scenario->first, scenario->last));
    EXPECT(loyalty_customer_erase(model.customer) == LOYALTY_OK, "not erased");
    EXPECT(loyalty_customer_user(model.customer) == NULL, "the host's pointer outlives the customer");
    EXPECT(loyalty_customer_set_user(model.customer, user) == LOYALTY_OK, "no user");
    ref_log_clear(&model.log);
    told_set(&model.told, NULL, 0);
    model.advanced = false;
    holds = holds && model_agrees(&model);
    for (int i = 0; holds && i < scenario->events; i++)
        holds = model_record(&model, &scenario->event[i]);
    holds = holds && model_advance(&model, scenario->last) && model_agrees(&model);
    model_close(&model);
    return holds;
}

static struct plan erased = {holds_erased, {0, 60, 0, 20, false, false}, 500};

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROPERTY(replay),      PROPERTY(replay_of_deep_shares), PROPERTY(day_by_day),
        PROPERTY(small_steps), PROPERTY(no_way_back),           PROPERTY(erased),
    };
    return cmocka_run_group_tests_name("properties: order", tests, NULL, NULL);
}
