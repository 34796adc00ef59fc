/* SPDX-License-Identifier: MIT */
/* Folds late events. */
#include "fold/refold.h"

#include "fold/checkpoint.h"
#include "fold/forget.h"

/* The days that are folded before the first question whether that is enough. */
enum { REFOLD_FIRST = 64 };

/* Returns the number of changes dated before a date. */
static uint32_t refold_changes_before(const loyalty_customer *customer, int32_t date)
{
    uint32_t count = customer_change_count(customer);
    if (count > 0 && customer->changed < date)
        return count;
    while (count > 0 && customer_change(customer, count - 1).date >= date)
        count--;
    return count;
}

/* A fold from some date on. Its fresh changes replace those from index `keep` up to, not including, `until`. */
struct refold {
    struct fold fold;
    struct history fresh;
    uint32_t keep, until;
};

static void refold_begin(loyalty_customer *customer, int32_t from, struct refold *refold)
{
    checkpoint_update(&customer->log, customer_program(customer));
    refold->fold = customer_fold(customer);
    refold->until = customer_change_count(customer);
    refold->keep = refold_changes_before(customer, from);
    refold->fold.standing = refold->keep ? customer_change(customer, refold->keep - 1).standing : standing_absent;
    refold->fold.next = from;
}

/*
 * Returns whether two standings on a date have the same future, except for `since` until the next transition, on which a
 * term may depend.
 */
static bool refold_same_standing(const loyalty_program *program, const struct standing *a, const struct standing *b,
                                 int32_t date)
{
    if (a->rung != b->rung || a->failing != b->failing || a->term != b->term || a->spent != b->spent)
        return false;
    const int32_t later = a->since > b->since ? a->since : b->since;
    return a->since == b->since || (!program->terms && span_after(program->rungs[a->rung].hold, later) <= date);
}

/*
 * Returns whether all days after a date are as they were before the event: the standing is the same on that date, the
 * event no longer matters, and the ladder was evaluated on that date or later. If so, limits what the fold replaces.
 */
static bool refold_is_enough(const loyalty_customer *customer, const loyalty_event *event, int32_t date,
                             struct refold *refold)
{
    uint32_t before = refold_changes_before(customer, date + 1);
    if (before == 0 || customer->looked < date)
        return false;
    struct change change = customer_change(customer, before - 1);
    if (!refold_same_standing(customer_program(customer), &change.standing, &refold->fold.standing, date) ||
        !forget_event(&refold->fold, event, date))
        return false;
    refold->until = before;
    return true;
}

/* Folds up to the day advanced to, or until that is enough, which it asks after 64 days, 128, 256 and so on. */
static int32_t refold_run(const loyalty_customer *customer, const loyalty_event *event, struct refold *refold,
                          bool *enough)
{
    const int32_t today = customer_today(customer);
    int64_t days = REFOLD_FIRST;
    int32_t status = LOYALTY_OK;
    *enough = false;
    while (!status && !*enough && event->date + days < today) {
        int32_t date = (int32_t)(event->date + days);
        status = days_fold(&refold->fold, date, &refold->fresh);
        *enough = !status && refold_is_enough(customer, event, date, refold);
        days *= 2;
    }
    return status || *enough ? status : days_fold(&refold->fold, today, &refold->fresh);
}

/* Appends some of the customer's changes to a history. Until the first transition, their `since` is replaced. */
static int32_t refold_push(const loyalty_customer *customer, uint32_t from, uint32_t end, int32_t since,
                           struct history *history)
{
    int32_t status = LOYALTY_OK;
    for (uint32_t i = from; !status && i < end; i++) {
        struct change change = customer_change(customer, i);
        if (change_is_transition(&change))
            since = change.standing.since;
        change.standing.since = since;
        status = history_push(history, program_allocator(customer_program(customer)), &change);
    }
    return status;
}

/* Returns the `since` of the standing before a change. */
static int32_t refold_since(const loyalty_customer *customer, uint32_t index)
{
    return index ? customer_change(customer, index - 1).standing.since : LOYALTY_DATE_NONE;
}

/* Stores the result of the fold. */
static int32_t refold_take(loyalty_customer *customer, struct refold *refold, bool enough)
{
    uint32_t known = customer_change_count(customer), fresh = refold->fresh.count;
    int32_t since = refold->fold.standing.since;
    if (enough)
        refold->fold = customer_fold(customer);
    if (fresh == 0 && refold->keep == refold->until) {
        customer_take_progress(customer, &refold->fold, customer_today(customer));
        return LOYALTY_OK;
    }
    int32_t status = refold_push(customer, refold->until, known, since, &refold->fresh);
    if (!status)
        status =
            customer_replace_changes(customer, refold->keep, &refold->fresh, &refold->fold, customer_today(customer));
    refold->fresh.count = fresh;
    return status;
}

int32_t refold_late(loyalty_customer *customer, const loyalty_event *event, const struct listener *listener)
{
    struct change few[HISTORY_FEW], few_former[HISTORY_FEW];
    struct refold refold = {.fresh = {few, 0, HISTORY_FEW, true}};
    struct history former = {few_former, 0, HISTORY_FEW, true};
    const loyalty_allocator allocator =
        *program_allocator(customer_program(customer)); /* a callback may end the program */
    bool enough;
    refold_begin(customer, event->date, &refold);
    int32_t status = refold_run(customer, event, &refold, &enough);
    if (status)
        customer_blame_host(customer, &refold.fold, status);
    if (!status && listener->callback)
        status = refold_push(customer, refold.keep, refold.until, refold_since(customer, refold.keep), &former);
    if (!status)
        status = refold_take(customer, &refold, enough);
    if (!status) {
        log_tidy(&customer->log, customer_program(customer), word_of(event->date, event->kind));
        if (event->id_length)
            ids_put_event(customer->extra->ids, event);
        if (refold.fresh.count + former.count > 0)
            customer_tell(customer, &former, &refold.fresh, listener);
    }
    history_free(&refold.fresh, &allocator);
    history_free(&former, &allocator);
    return status;
}

int32_t refold_all(loyalty_customer *customer)
{
    struct refold refold = {.fresh = {.changes = NULL}};
    refold_begin(customer, DATE_BEFORE_ALL, &refold);
    int32_t status = days_fold(&refold.fold, customer_today(customer), &refold.fresh);
    if (status)
        customer_blame_host(customer, &refold.fold, status);
    else
        status = refold_take(customer, &refold, false);
    history_free(&refold.fresh, program_allocator(customer_program(customer)));
    return status;
}
