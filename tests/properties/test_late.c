/* SPDX-License-Identifier: MIT */
/* Late events, refused ones, retries and events taken back. */
#include "model.h"
#include "runner.h"

#include <stdio.h>

/* What happened over all cases, to be sure that something did. */
static struct {
    long late, refused, revoked;
} seen;

static void count_seen(const struct model *model)
{
    seen.late += model->late;
    seen.refused += model->refused;
    seen.revoked += model->told.revoked_ever;
}

/* The day that a host would be at when an event arrives: some days behind its date, or on. */
static bool reach_about(struct model *model, struct random *random, int date)
{
    int day = date + (random_chance(random, 20) ? random_int(random, 0, 10) : 0);
    if (random_chance(random, 25))
        return true;
    return model_reach(model, day > model->scenario->last ? model->scenario->last : day);
}

static bool stream_one(struct model *model, struct random *random, const struct ref_event *event)
{
    return model_record(model, event) && reach_about(model, random, event->date) &&
           (!random_chance(random, 20) || model_agrees(model));
}

/* In any order; the model says which events are late enough to be refused, and leaves those out. */
static bool holds_stream(const struct scenario *scenario, struct random *random)
{
    struct model model;
    bool holds = model_open(&model, scenario);
    for (int i = 0; holds && i < scenario->events; i++)
        holds = stream_one(&model, random, &scenario->event[i]);
    holds = holds && model_reach(&model, scenario->last) && model_agrees(&model);
    count_seen(&model);
    model_close(&model);
    return holds;
}

static struct plan late_events_accepted = {holds_stream, {320, 400, 0, 25, false, false}, 1500};
static struct plan late_events_refused = {holds_stream, {0, 15, 5, 30, false, false}, 1500};
static struct plan sums_that_overflow = {holds_stream, {0, 400, 5, 40, true, false}, 700};

/* Every event is sent again, some more than once, now or later: refused, and nothing changes. */
static bool holds_retries(const struct scenario *scenario, struct random *random)
{
    struct model model;
    bool holds = model_open(&model, scenario);
    for (int i = 0; holds && i < scenario->events; i++) {
        holds = stream_one(&model, random, &scenario->event[i]);
        for (int again = random_int(random, 0, 3); holds && again > 0; again--) {
            const struct ref_event *event = &scenario->event[random_int(random, 0, i)];
            if (event->id != NULL && model_expects(&model, event) != LOYALTY_OK)
                holds = model_record(&model, event);
        }
    }
    holds = holds && model_reach(&model, scenario->last) && model_agrees(&model);
    count_seen(&model);
    model_close(&model);
    return holds;
}

static struct plan retries = {holds_retries, {0, 400, 3, 25, false, false}, 1200};

/* The same id on another day, kind or value is a retry too, as long as it is remembered. */
static bool holds_ids_collide(const struct scenario *scenario, struct random *random)
{
    static char ids[3][2] = {"a", "b", "c"};
    struct model model;
    bool holds = model_open(&model, scenario);
    for (int i = 0; holds && i < scenario->events; i++) {
        struct ref_event event = scenario->event[i];
        event.id = random_chance(random, 70) ? ids[random_int(random, 0, 2)] : NULL;
        holds = stream_one(&model, random, &event);
    }
    holds = holds && model_reach(&model, scenario->last) && model_agrees(&model);
    count_seen(&model);
    model_close(&model);
    return holds;
}

static struct plan ids_collide = {holds_ids_collide, {0, 60, 5, 25, false, false}, 1000};

/* What was recorded and taken back was never recorded. */
static bool holds_taken_back(const struct scenario *scenario, struct random *random)
{
    struct ref_event event[2 * SCENARIO_EVENTS];
    struct model with, without;
    int events = 0;
    bool holds = model_open(&with, scenario) && model_open(&without, scenario);
    for (int i = 0; holds && i < scenario->events; i++) {
        struct ref_event one = scenario->event[i];
        event[events++] = one;
        if (i % 2 == 0 || one.count == INT32_MIN) {
            holds = model_record(&without, &one);
        } else {
            one.count = -one.count;
            one.id = NULL;
            event[events++] = one;
        }
    }
    scenario_shuffle(random, event, events);
    for (int i = 0; holds && i < events; i++)
        holds = stream_one(&with, random, &event[i]);
    holds = holds && model_reach(&with, scenario->last) && model_agrees(&with);
    holds = holds && model_advance(&without, scenario->last) && model_agrees(&without);
    holds = holds && told_agrees(&with.told, without.told.transition, without.told.count);
    count_seen(&with);
    model_close(&with);
    model_close(&without);
    return holds;
}

static struct plan taken_back = {holds_taken_back, {320, 400, 0, 25, false, false}, 1200};

static int say_what_was_seen(void **state)
{
    (void)state;
    printf("%ld late events, %ld events refused, %ld transitions revoked\n", seen.late, seen.refused, seen.revoked);
    if (runner_cases(100) < 100)
        return 0;
    return seen.late > 0 && seen.refused > 0 && seen.revoked > 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROPERTY(late_events_accepted), PROPERTY(late_events_refused), PROPERTY(sums_that_overflow), PROPERTY(retries),
        PROPERTY(ids_collide),          PROPERTY(taken_back),
    };
    return cmocka_run_group_tests_name("properties: late", tests, NULL, say_what_was_seen);
}
