/* SPDX-License-Identifier: MIT */
/* Two cards of one person, copies, and any sequence of calls over a few customers. */
#include "model.h"
#include "runner.h"

/* Some events and some days for a customer who may not be advanced at all. */
static bool live(struct model *model, struct random *random, const struct ref_event *event, int events, bool advances)
{
    for (int i = 0; i < events; i++) {
        if (!model_record(model, &event[i]))
            return false;
        if (advances && random_chance(random, 40) && !model_reach(model, event[i].date))
            return false;
    }
    if (advances && random_chance(random, 60))
        return model_reach(model, random_int(random, model->scenario->first, model->scenario->last));
    return true;
}

/* A log in two parts, merged either way, is the log; what comes after the merge too. */
static bool holds_merged(const struct scenario *scenario, struct random *random)
{
    struct model one, two;
    int part = random_int(random, 0, scenario->events), after = random_int(random, 0, scenario->events - part);
    bool holds = model_open(&one, scenario) && model_open(&two, scenario);
    struct model *into = random_chance(random, 50) ? &one : &two, *from = into == &one ? &two : &one;
    after = random_chance(random, 50) ? after : 0;
    holds = holds && live(&one, random, scenario->event, part, random_chance(random, 75));
    holds =
        holds && live(&two, random, scenario->event + part, scenario->events - part - after, random_chance(random, 75));
    holds = holds && model_merge(into, from) && model_agrees(into) && model_agrees(from);
    holds = holds && live(into, random, scenario->event + scenario->events - after, after, true);
    holds = holds && model_reach(into, scenario->last) && model_agrees(into) && model_agrees(from);
    model_close(&one);
    model_close(&two);
    return holds;
}

static struct plan merged = {holds_merged, {0, 400, 0, 30, false, false}, 1500};

/* A merge the one way and the other end in the same answers. */
static bool holds_merge_commutes(const struct scenario *scenario, struct random *random)
{
    struct model one, two, copy = {0};
    int part = random_int(random, 0, scenario->events);
    bool holds = model_open(&one, scenario) && model_open(&two, scenario);
    holds = holds && live(&one, random, scenario->event, part, true);
    holds = holds && live(&two, random, scenario->event + part, scenario->events - part, true);
    holds = holds && model_copy(&one, &copy);
    holds = holds && model_merge(&one, &two) && model_merge(&two, &copy);
    holds = holds && model_agrees(&one) && model_agrees(&two);
    holds = holds && model_reach(&one, scenario->last) && model_reach(&two, scenario->last);
    holds = holds && model_agrees(&one) && model_agrees(&two);
    model_close(&one);
    model_close(&two);
    model_close(&copy);
    return holds;
}

static struct plan merge_commutes = {holds_merge_commutes, {0, 400, 0, 30, false, false}, 700};

/* A copy goes its own way, and outlives the original. */
static bool holds_copied(const struct scenario *scenario, struct random *random)
{
    struct model original, copy = {0};
    int common = random_int(random, 0, scenario->events), mine = random_int(random, common, scenario->events);
    bool holds = model_open(&original, scenario);
    holds = holds && live(&original, random, scenario->event, common, random_chance(random, 75));
    holds = holds && model_copy(&original, &copy) && model_agrees(&copy);
    holds = holds && live(&copy, random, scenario->event + mine, scenario->events - mine, true);
    holds = holds && model_agrees(&original);
    holds = holds && live(&original, random, scenario->event + common, mine - common, true);
    holds = holds && model_agrees(&copy) && model_reach(&original, scenario->last) && model_agrees(&original);
    model_close(&original);
    holds = holds && model_reach(&copy, scenario->last) && model_agrees(&copy);
    model_close(&copy);
    return holds;
}

static struct plan copied = {holds_copied, {0, 400, 0, 30, false, false}, 1000};

enum { CUSTOMERS = 3, LOG_MOST = 96 };

static bool step(struct model *models, struct random *random, const struct scenario *scenario)
{
    struct model *model = &models[random_int(random, 0, CUSTOMERS - 1)];
    struct model *other = &models[random_int(random, 0, CUSTOMERS - 1)], copy;
    int chance = random_int(random, 1, 100);
    if (chance <= 60 && scenario->events > 0)
        return model_record(model, &scenario->event[random_int(random, 0, scenario->events - 1)]);
    if (chance <= 85)
        return model_advance(model, model->advanced && random_chance(random, 80)
                                        ? random_int(random, model->day, scenario->last)
                                        : random_int(random, scenario->first, scenario->last));
    if (other == model || model->log.count + other->log.count > LOG_MOST)
        return true;
    if (chance <= 92)
        return model_merge(model, other);
    if (!model_copy(other, &copy))
        return false;
    model_close(model);
    *model = copy;
    return true;
}

/* Any calls in any order, the same events again and again. */
static bool holds_any_calls(const struct scenario *scenario, struct random *random)
{
    struct model models[CUSTOMERS];
    int steps = random_int(random, 1, 40);
    bool holds = true;
    for (int i = 0; i < CUSTOMERS; i++)
        holds = model_open(&models[i], scenario) && holds;
    for (int i = 0; holds && i < steps; i++) {
        holds = step(models, random, scenario);
        for (int j = 0; holds && j < CUSTOMERS && random_chance(random, 15); j++)
            holds = model_agrees(&models[j]);
    }
    for (int i = 0; i < CUSTOMERS; i++) {
        holds = holds && model_agrees(&models[i]);
        model_close(&models[i]);
    }
    return holds;
}

static struct plan any_calls = {holds_any_calls, {0, 400, 3, 20, false, false}, 1000};
static struct plan any_calls_with_extremes = {holds_any_calls, {0, 400, 3, 20, true, false}, 500};

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROPERTY(merged),    PROPERTY(merge_commutes),          PROPERTY(copied),
        PROPERTY(any_calls), PROPERTY(any_calls_with_extremes),
    };
    return cmocka_run_group_tests_name("properties: merge", tests, NULL, NULL);
}
