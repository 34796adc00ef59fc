/* SPDX-License-Identifier: MIT */
/* The log, and its days folded through the ladder one after another. */
#include "reference.h"

#include <stdlib.h>
#include <string.h>

void ref_log_init(struct ref_log *log, const struct ref_table *table, ref_host_metric *host, void *user)
{
    *log = (struct ref_log){.table = table, .host = host, .user = user};
}

void ref_log_put(struct ref_log *log, const struct ref_event *event)
{
    int place = log->count;
    if (log->count == log->capacity) {
        log->capacity = log->capacity * 2 + 8;
        log->event = realloc(log->event, (size_t)log->capacity * sizeof *log->event);
        if (!log->event)
            abort();
    }
    while (place > 0 && log->event[place - 1].date > event->date) {
        log->event[place] = log->event[place - 1];
        place--;
    }
    log->event[place] = *event;
    log->count++;
}

bool ref_log_add(struct ref_log *log, const struct ref_event *event)
{
    for (int i = 0; event->id != NULL && i < log->count; i++)
        if (log->event[i].id != NULL && strcmp(log->event[i].id, event->id) == 0)
            return false;
    ref_log_put(log, event);
    return true;
}

void ref_log_put_all(struct ref_log *log, const struct ref_log *other)
{
    for (int i = 0; i < other->count; i++)
        ref_log_put(log, &other->event[i]);
}

void ref_log_clear(struct ref_log *log)
{
    log->count = 0;
}

void ref_log_free(struct ref_log *log)
{
    free(log->event);
    log->event = NULL;
    log->count = log->capacity = 0;
}

/* A kind on a date whose events have all been taken back is as if it had never been recorded. */
static bool leaves_a_trace(const struct ref_log *log, int kind, int date)
{
    wide count = 0, sum = 0;
    for (int i = 0; i < log->count; i++)
        if (log->event[i].kind == kind && log->event[i].date == date) {
            count += log->event[i].count;
            sum += (wide)log->event[i].count * log->event[i].value;
        }
    return count != 0 || sum != 0;
}

int ref_appears(const struct ref_log *log)
{
    for (int i = 0; i < log->count; i++)
        if (leaves_a_trace(log, log->event[i].kind, log->event[i].date))
            return log->event[i].date;
    return REF_NO_DATE;
}

/* Step 1: the rung to be promoted to, or the present one. */
static int rung_up(const struct ref_table *table, const struct ref_facts *facts, int present)
{
    if (table->climb_step) {
        int next = present + 1;
        return next < table->rungs && ref_rule_holds(table->rung[next].enter, facts, -1) ? next : present;
    }
    for (int rung = table->rungs - 1; rung > present; rung--)
        if (ref_rule_holds(table->rung[rung].enter, facts, -1))
            return rung;
    return present;
}

/* Step 3: the rung to be demoted to. */
static int rung_down(const struct ref_table *table, const struct ref_facts *facts, int present)
{
    switch (table->rung[present].fall) {
    case REF_REQUALIFY:
        for (int rung = present - 1; rung > 0; rung--)
            if (ref_rule_holds(table->rung[rung].keep, facts, -1))
                return rung;
        return 0;
    case REF_STEP:
        return present - 1;
    case REF_BOTTOM:
        return 0;
    }
    return 0;
}

static struct ref_standing standing_after(const struct ref_table *table, const struct ref_facts *facts,
                                          struct ref_standing standing, int day)
{
    const struct ref_rung *rung = &table->rung[standing.rung];
    int up = rung_up(table, facts, standing.rung);
    if (up > standing.rung)
        return (struct ref_standing){up, day, REF_NO_DATE};
    if (standing.rung == 0 || ref_rule_holds(rung->keep, facts, -1)) {
        standing.failing = REF_NO_DATE;
        return standing;
    }
    if (standing.failing == REF_NO_DATE)
        standing.failing = day;
    if (day - standing.since >= rung->hold && day - standing.failing >= rung->grace)
        return (struct ref_standing){rung_down(table, facts, standing.rung), day, REF_NO_DATE};
    return standing;
}

static void tell(struct ref_history *history, int day, int from, int to)
{
    history->transition = realloc(history->transition, (size_t)(history->count + 1) * sizeof *history->transition);
    if (!history->transition)
        abort();
    history->transition[history->count++] = (struct ref_transition){day, from, to};
}

void ref_fold(const struct ref_log *log, int last, struct ref_history *history)
{
    static struct ref_facts facts; /* large, so not on the stack */
    int appears = ref_appears(log);
    struct ref_standing standing;
    *history = (struct ref_history){.first = last + 1, .last = last};
    if (appears == REF_NO_DATE || appears > last)
        return;
    history->first = appears;
    history->day = malloc((size_t)(last - appears + 1) * sizeof *history->day);
    if (!history->day)
        abort();
    standing = (struct ref_standing){0, appears, REF_NO_DATE};
    for (int day = appears; day <= last; day++) {
        struct ref_standing before = standing;
        ref_facts_of(log, day, &facts);
        standing = standing_after(log->table, &facts, before, day);
        if (standing.rung != before.rung)
            tell(history, day, before.rung, standing.rung);
        history->day[day - appears] = standing;
    }
}

struct ref_standing ref_standing_on(const struct ref_history *history, int date)
{
    if (date < history->first)
        return (struct ref_standing){-1, REF_NO_DATE, REF_NO_DATE};
    return history->day[date - history->first];
}

void ref_history_free(struct ref_history *history)
{
    free(history->day);
    free(history->transition);
    *history = (struct ref_history){0};
}
