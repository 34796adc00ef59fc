/* SPDX-License-Identifier: MIT */
/* Events voided by their id were never recorded; an id that comes again with other contents is a conflict. */
#include "bytes.h"
#include "model.h"
#include "runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IDS = SCENARIO_EVENTS };

static struct {
    long voided, again, forgotten, conflicts;
} seen;

/* A model of a program that keeps contents, and the events that were recorded with an id. */
struct voiding {
    struct scenario *scenario;
    struct model model;
    struct ref_event known[IDS];
    bool voided[IDS];
    int count;
    char id[IDS][SCENARIO_ID];
};

static struct voiding *voiding_open(const struct scenario *scenario)
{
    struct voiding *made = calloc(1, sizeof *made);
    if (!made)
        abort();
    made->scenario = scenario_keeping(scenario);
    if (!model_open(&made->model, made->scenario))
        abort();
    return made;
}

static void voiding_close(struct voiding *voiding)
{
    model_close(&voiding->model);
    scenario_free_keeping(voiding->scenario);
    free(voiding);
}

static bool voiding_record(struct voiding *voiding, const struct ref_event *event)
{
    const int32_t expected = model_expects(&voiding->model, event);
    seen.conflicts += expected == LOYALTY_E_CONFLICT;
    if (expected == LOYALTY_OK && event->id != NULL)
        voiding->known[voiding->count++] = *event;
    return model_record(&voiding->model, event);
}

/* The status that voiding an event must give, and its opposite. */
static int32_t voiding_expects(const struct voiding *voiding, int which, struct ref_event *opposite)
{
    const struct ref_event *event = &voiding->known[which];
    const struct model *model = &voiding->model;
    *opposite = *event;
    opposite->id = NULL;
    if (model->advanced && event->date < model->day - model->scenario->table->accept_late)
        return LOYALTY_E_NOT_FOUND;
    if (voiding->voided[which])
        return LOYALTY_E_DUPLICATE;
    if (event->count == INT32_MIN)
        return LOYALTY_E_OVERFLOW;
    opposite->count = -event->count;
    return model_expects(model, opposite);
}

/* Voids the event that was recorded last with some id: one before it with the same id is forgotten. */
static bool voiding_void(struct voiding *voiding, struct random *random)
{
    struct model *model = &voiding->model;
    struct ref_event opposite;
    int which = random_int(random, 0, voiding->count - 1);
    for (int i = which + 1; i < voiding->count; i++)
        if (strcmp(voiding->known[i].id, voiding->known[which].id) == 0)
            which = i;
    const char *id = voiding->known[which].id;
    const int32_t expected = voiding_expects(voiding, which, &opposite);
    told_begin(&model->told);
    const int32_t status = loyalty_customer_void(model->customer, id, (uint32_t)strlen(id), told_listen, &model->told);
    EXPECT(status == expected, "voiding '%s': status %d; expected: %d", id, status, expected);
    seen.again += expected == LOYALTY_E_DUPLICATE;
    seen.forgotten += expected == LOYALTY_E_NOT_FOUND;
    if (status != LOYALTY_OK) {
        EXPECT(model->told.added == 0 && model->told.revoked == 0, "a void that was refused tells transitions");
        return mismatch_text() == NULL;
    }
    voiding->voided[which] = true;
    seen.voided++;
    ref_log_put(&model->log, &opposite);
    return mismatch_text() == NULL;
}

/* Puts a customer in the place of the model's that was saved and loaded, or copied. */
static bool voiding_replace(struct voiding *voiding, struct random *random)
{
    struct model *model = &voiding->model;
    loyalty_customer *made = NULL;
    int32_t status;
    if (random_chance(random, 50)) {
        status = loyalty_customer_copy(model->customer, &made);
    } else {
        struct bytes saved = bytes_of(model->customer);
        status = loyalty_customer_load(model->scenario->program, saved.bytes, saved.length, NULL, &made);
        bytes_free(&saved);
    }
    EXPECT(status == LOYALTY_OK, "a copy, or loading: status %d", status);
    if (status != LOYALTY_OK)
        return false;
    loyalty_customer_set_user(made, loyalty_customer_user(model->customer));
    loyalty_customer_free(model->customer);
    model->customer = made;
    return true;
}

static bool voiding_step(struct voiding *voiding, struct random *random, const struct ref_event *event)
{
    struct model *model = &voiding->model;
    bool holds = voiding_record(voiding, event);
    if (holds && random_chance(random, 40))
        holds = model_reach(model, random_int(random, model->scenario->first, model->scenario->last));
    if (holds && random_chance(random, 20))
        holds = voiding_replace(voiding, random);
    while (holds && voiding->count > 0 && random_chance(random, 40))
        holds = voiding_void(voiding, random);
    return holds && (!random_chance(random, 20) || model_agrees(model));
}

/* Ids of which a few come again, so that some are retries, some conflicts, and some are new after they were forgotten. */
static bool voiding_run(struct voiding *voiding, struct random *random, int different)
{
    const struct scenario *scenario = voiding->scenario;
    bool holds = true;
    for (int i = 0; holds && i < scenario->events; i++) {
        struct ref_event event = scenario->event[random_chance(random, 10) ? random_int(random, 0, i) : i];
        snprintf(voiding->id[i], sizeof voiding->id[i], "%d", random_int(random, 0, different));
        event.id = voiding->id[i];
        holds = voiding_step(voiding, random, &event);
    }
    return holds && model_reach(&voiding->model, scenario->last) && model_agrees(&voiding->model);
}

static bool holds_collide(const struct scenario *scenario, struct random *random)
{
    struct voiding *voiding = voiding_open(scenario);
    const bool holds = voiding_run(voiding, random, random_int(random, 1, 9));
    voiding_close(voiding);
    return holds;
}

static struct plan ids_collide = {holds_collide, {0, 60, 5, 40, false, false}, 800};
static struct plan ids_collide_with_extremes = {holds_collide, {0, 400, 5, 40, true, false}, 400};

/* Beside a customer who was given only what was not voided. */
static bool holds_voided(const struct scenario *scenario, struct random *random)
{
    struct voiding *voiding = voiding_open(scenario);
    struct model without;
    bool holds = model_open(&without, scenario) && voiding_run(voiding, random, 100000);
    for (int i = 0; holds && i < voiding->count; i++)
        holds = voiding->voided[i] || model_record(&without, &voiding->known[i]);
    holds = holds && model_advance(&without, scenario->last) && model_agrees(&without);
    holds = holds && told_agrees(&voiding->model.told, without.told.transition, without.told.count);
    model_close(&without);
    voiding_close(voiding);
    return holds;
}

static struct plan what_is_voided_was_never_recorded = {holds_voided, {320, 400, 0, 25, false, false}, 800};

static int say_what_was_seen(void **state)
{
    (void)state;
    printf("%ld voided, %ld again, %ld forgotten, %ld conflicts\n", seen.voided, seen.again, seen.forgotten,
           seen.conflicts);
    if (runner_cases(100) < 100)
        return 0;
    return seen.voided > 0 && seen.again > 0 && seen.forgotten > 0 && seen.conflicts > 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROPERTY(what_is_voided_was_never_recorded),
        PROPERTY(ids_collide),
        PROPERTY(ids_collide_with_extremes),
    };
    return cmocka_run_group_tests_name("properties: void", tests, NULL, say_what_was_seen);
}
