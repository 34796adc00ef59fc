/* SPDX-License-Identifier: MIT */
/* The days of a log, folded through the ladder one after another. */
#include "reference.h"

#include <stdlib.h>

#include "calendar.h"

/* Large, so not on the stack: what is true on a day, and on the last day of a term that has ended. */
static struct ref_facts today, last_of_term;

static bool holds(const struct ref_rule *rule, const struct ref_facts *facts)
{
    return ref_rule_holds(rule, facts, -1);
}

static bool has_term(const struct ref_rung *rung)
{
    return rung->term.length > 0;
}

/* A term that begins on `first`. */
static struct ref_term term_from(const struct ref_rung *rung, int first, int counts_from)
{
    struct ref_term term = {ref_never(), counts_from};
    if (has_term(rung))
        term.end = ref_span_after(first, rung->term);
    if (term.end != ref_never())
        term.end = ref_period_next(rung->until, term.end);
    return term;
}

/* On a rung from a day on; a term begins with it. */
static struct ref_standing standing_from(const struct ref_table *table, int rung, int day, int counts_from)
{
    return (struct ref_standing){rung, day, REF_NO_DATE, term_from(&table->rung[rung], day, counts_from)};
}

static struct ref_standing demoted(const struct ref_table *table, int rung, int day)
{
    return standing_from(table, rung, day, day);
}

/* Step 0, Renewal: asked on the day on which a term is over, of the last day of that term. */
static void renew(const struct ref_log *log, struct ref_standing *standing, int day)
{
    const struct ref_rung *rung = &log->table->rung[standing->rung];
    if (!has_term(rung) || standing->failing != REF_NO_DATE || day != standing->term.end)
        return;
    ref_facts_of(log, day - 1, standing->term.counts_from, &last_of_term);
    if (holds(rung->keep, &last_of_term))
        standing->term = term_from(rung, day, day);
}

/* Step 1, Out. */
static struct ref_standing out(const struct ref_table *table, struct ref_standing standing, int day)
{
    if (standing.rung > 0)
        return demoted(table, 0, day);
    standing.failing = REF_NO_DATE;
    return standing;
}

/* Step 2, Review: whether the day is the first of a period. */
bool ref_is_reviewed(const struct ref_table *table, int day)
{
    int first = ref_period_first(table->review, table->review_begins, day);
    return ref_period_begins(first, table->review, ref_period_number(first, table->review, day)) == day;
}

/* Step 3, Up: the rung to be promoted to, or the present one. */
static int rung_up(const struct ref_table *table, int present)
{
    if (table->climb_step) {
        int next = present + 1;
        return next < table->rungs && holds(table->rung[next].enter, &today) ? next : present;
    }
    for (int rung = table->rungs - 1; rung > present; rung--)
        if (holds(table->rung[rung].enter, &today))
            return rung;
    return present;
}

/* Step 4, Kept. False if the customer fails. */
static bool keep(const struct ref_table *table, struct ref_standing *standing, int day)
{
    const struct ref_rung *rung = &table->rung[standing->rung];
    bool was_failing = standing->failing != REF_NO_DATE;
    bool saved, reached_anew;
    if (standing->rung == 0) {
        standing->failing = REF_NO_DATE;
        return true;
    }
    if (has_term(rung) && !was_failing && day < standing->term.end)
        return true;
    saved = (was_failing || !has_term(rung)) && holds(rung->keep, &today);
    reached_anew = holds(rung->enter, &today);
    if (!saved && !reached_anew)
        return false;
    standing->failing = REF_NO_DATE;
    if (has_term(rung))
        standing->term = term_from(rung, day, day + 1);
    return true;
}

/* Step 5, Fall: the rung to be demoted to. `keeps`: what the rungs' `keep` is asked of. */
static int rung_down(const struct ref_table *table, int present, const struct ref_facts *keeps)
{
    switch (table->rung[present].fall) {
    case REF_REQUALIFY:
        for (int rung = present - 1; rung > 0; rung--)
            if (holds(table->rung[rung].keep, keeps) || holds(table->rung[rung].enter, &today))
                return rung;
        return 0;
    case REF_STEP:
        return present - 1;
    case REF_BOTTOM:
        return 0;
    }
    return 0;
}

/* Step 5, Fall. */
static struct ref_standing fall(const struct ref_log *log, struct ref_standing standing, int day)
{
    const struct ref_rung *rung = &log->table->rung[standing.rung];
    const struct ref_facts *keeps = &today;
    if (standing.failing == REF_NO_DATE) {
        standing.failing = day;
        if (has_term(rung)) {
            ref_facts_of(log, standing.term.end - 1, standing.term.counts_from, &last_of_term);
            keeps = &last_of_term;
        }
    }
    if (day < ref_span_after(standing.since, rung->hold) || day < ref_span_after(standing.failing, rung->grace))
        return standing;
    return demoted(log->table, rung_down(log->table, standing.rung, keeps), day);
}

static struct ref_standing standing_after(const struct ref_log *log, struct ref_standing standing, int day)
{
    const struct ref_table *table = log->table;
    int up;
    renew(log, &standing, day);
    ref_facts_of(log, day, standing.term.counts_from, &today);
    if (table->out != NULL && holds(table->out, &today))
        return out(table, standing, day);
    if (!ref_is_reviewed(table, day))
        return standing;
    up = rung_up(table, standing.rung);
    if (up > standing.rung)
        return standing_from(table, up, day, day + 1);
    if (keep(table, &standing, day))
        return standing;
    return fall(log, standing, day);
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
    int appears = ref_appears(log);
    struct ref_standing standing;
    *history = (struct ref_history){.first = last + 1, .last = last};
    if (appears == REF_NO_DATE || appears > last)
        return;
    history->first = appears;
    history->day = malloc((size_t)(last - appears + 1) * sizeof *history->day);
    if (!history->day)
        abort();
    standing = standing_from(log->table, 0, appears, appears);
    for (int day = appears; day <= last; day++) {
        struct ref_standing before = standing;
        standing = standing_after(log, before, day);
        if (standing.rung != before.rung)
            tell(history, day, before.rung, standing.rung);
        history->day[day - appears] = standing;
    }
}

struct ref_standing ref_standing_on(const struct ref_history *history, int date)
{
    if (date < history->first)
        return (struct ref_standing){-1, REF_NO_DATE, REF_NO_DATE, {ref_never(), calendar_first()}};
    return history->day[date - history->first];
}

void ref_history_free(struct ref_history *history)
{
    free(history->day);
    free(history->transition);
    *history = (struct ref_history){0};
}
