/* SPDX-License-Identifier: MIT */
/* Makes each call on the library and on what must be true of the customer, and compares. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "calendar.h"
#include "mismatch.h"

bool model_open(struct model *model, const struct scenario *scenario)
{
    void *seed = (void *)(uintptr_t)&scenario->host_seed;
    *model = (struct model){.scenario = scenario};
    ref_log_init(&model->log, scenario->table, scenario_host, seed);
    EXPECT(loyalty_customer_new(scenario->program, &model->customer) == LOYALTY_OK, "no new customer");
    EXPECT(loyalty_customer_set_user(model->customer, seed) == LOYALTY_OK, "no user");
    return true;
}

void model_close(struct model *model)
{
    loyalty_customer_free(model->customer);
    ref_log_free(&model->log);
    told_free(&model->told);
    model->customer = NULL;
}

/* Ids are remembered of events dated from accept_late before the day advanced to; before any advance, of all. */
const struct ref_event *model_remembers(const struct model *model, const char *id)
{
    for (int i = 0; i < model->log.count; i++) {
        const struct ref_event *event = &model->log.event[i];
        if (event->id != NULL && strcmp(event->id, id) == 0 &&
            (!model->advanced || event->date >= model->day - model->scenario->table->accept_late))
            return event;
    }
    return NULL;
}

/* Returns whether an event is the same as another, but for the id. */
static bool is_same(const struct ref_event *a, const struct ref_event *b)
{
    return a->kind == b->kind && a->date == b->date && a->count == b->count && a->value == b->value;
}

static bool would_overflow(const struct model *model, const struct ref_event *event)
{
    wide count = event->count, sum = (wide)event->count * event->value;
    for (int i = 0; i < model->log.count; i++)
        if (model->log.event[i].kind == event->kind && model->log.event[i].date == event->date) {
            count += model->log.event[i].count;
            sum += (wide)model->log.event[i].count * model->log.event[i].value;
        }
    return count < INT64_MIN || count > INT64_MAX || sum < INT64_MIN || sum > INT64_MAX;
}

int32_t model_expects(const struct model *model, const struct ref_event *event)
{
    const struct ref_kind *kind = &model->scenario->table->kind[event->kind];
    if (event->date < calendar_first() || event->date > calendar_last())
        return LOYALTY_E_DATE;
    if (event->value < kind->low || event->value > kind->high)
        return LOYALTY_E_VALUE;
    if (event->count == 0)
        return LOYALTY_E_COUNT;
    const struct ref_event *known = event->id != NULL ? model_remembers(model, event->id) : NULL;
    if (known != NULL)
        return model->scenario->keeps && !is_same(known, event) ? LOYALTY_E_CONFLICT : LOYALTY_E_DUPLICATE;
    if (model->advanced && event->date < model->day - model->scenario->table->accept_late)
        return LOYALTY_E_TOO_LATE;
    return would_overflow(model, event) ? LOYALTY_E_OVERFLOW : LOYALTY_OK;
}

bool model_record(struct model *model, const struct ref_event *event)
{
    loyalty_event sent = scenario_event(event);
    int32_t expected = model_expects(model, event), status;
    told_begin(&model->told);
    status = loyalty_customer_record(model->customer, &sent, told_listen, &model->told);
    EXPECT(status == expected, "an event of %s on %d: status %d; expected: %d",
           model->scenario->table->kind[event->kind].name, event->date, status, expected);
    if (status != LOYALTY_OK) {
        EXPECT(model->told.added == 0 && model->told.revoked == 0, "an event that was refused tells transitions");
        model->refused++;
        return mismatch_text() == NULL;
    }
    if (model->advanced && event->date <= model->day)
        model->late++;
    else
        EXPECT(model->told.added == 0 && model->told.revoked == 0, "an event that is not late tells transitions");
    model->accepted++;
    ref_log_put(&model->log, event);
    return mismatch_text() == NULL;
}

bool model_advance(struct model *model, int date)
{
    int32_t expected = model->advanced && date < model->day ? LOYALTY_E_PAST : LOYALTY_OK, status;
    int before = model->advanced ? model->day : INT32_MIN;
    told_begin(&model->told);
    status = loyalty_customer_advance(model->customer, date, told_listen, &model->told);
    EXPECT(status == expected, "advancing to %d: status %d; expected: %d", date, status, expected);
    if (status != LOYALTY_OK)
        return mismatch_text() == NULL;
    EXPECT(model->told.revoked == 0, "advancing revokes transitions");
    for (int i = model->told.count - model->told.added; i < model->told.count; i++)
        EXPECT(model->told.transition[i].date > before && model->told.transition[i].date <= date,
               "advancing from %d to %d tells of %d", before, date, model->told.transition[i].date);
    model->advanced = true;
    model->day = date;
    return mismatch_text() == NULL;
}

bool model_reach(struct model *model, int date)
{
    return model->advanced && date <= model->day ? true : model_advance(model, date);
}

/* Whether a kind on a date would leave 64 bits if the two logs were one. */
static bool merge_overflows(const struct model *model, const struct model *other)
{
    bool overflows = false;
    struct model both = *model;
    ref_log_init(&both.log, model->log.table, model->log.host, model->log.user);
    ref_log_put_all(&both.log, &model->log);
    ref_log_put_all(&both.log, &other->log);
    for (int i = 0; i < both.log.count && !overflows; i++) {
        struct ref_event nothing = both.log.event[i];
        nothing.count = 0;
        overflows = would_overflow(&both, &nothing);
    }
    ref_log_free(&both.log);
    return overflows;
}

bool model_merge(struct model *model, const struct model *other)
{
    struct ref_history history;
    int32_t expected = merge_overflows(model, other) ? LOYALTY_E_OVERFLOW : LOYALTY_OK;
    int32_t status = loyalty_customer_merge(model->customer, other->customer, NULL, NULL, NULL);
    EXPECT(status == expected, "merge: status %d; expected: %d", status, expected);
    if (status != LOYALTY_OK)
        return true;
    ref_log_put_all(&model->log, &other->log);
    if (other->advanced && (!model->advanced || other->day > model->day)) {
        model->advanced = true;
        model->day = other->day;
    }
    if (model->advanced) {
        ref_fold(&model->log, model->day, &history);
        told_set(&model->told, history.transition, history.count);
        ref_history_free(&history);
    }
    return true;
}

bool model_copy(const struct model *model, struct model *copy)
{
    *copy = *model;
    copy->customer = NULL;
    copy->told = (struct told){0};
    ref_log_init(&copy->log, model->log.table, model->log.host, model->log.user);
    ref_log_put_all(&copy->log, &model->log);
    told_set(&copy->told, model->told.transition, model->told.count);
    EXPECT(loyalty_customer_copy(model->customer, &copy->customer) == LOYALTY_OK, "no copy");
    return true;
}

bool model_agrees(const struct model *model)
{
    struct ref_history history;
    bool agrees;
    if (!model->advanced)
        return answers_absent(model->customer);
    ref_fold(&model->log, model->day, &history);
    agrees = answers_agree(model->customer, &model->log, &history, model->day) &&
             told_agrees(&model->told, history.transition, history.count);
    ref_history_free(&history);
    return agrees;
}
