/* SPDX-License-Identifier: MIT */
/* Changes a customer: by events, by days that pass, and by another customer's log. */
#include <string.h>

#include "base/abi.h"
#include "fold/customer.h"

/* The number of changes that a fold can make before it allocates memory. */
enum { FEW_CHANGES = 16 };

static const struct standing absent = {RUNG_ABSENT, LOYALTY_DATE_NONE, LOYALTY_DATE_NONE};

struct fold customer_fold(const loyalty_customer *customer)
{
    return (struct fold){customer->program, &customer->log,   customer_user(customer), customer_standing(customer),
                         customer->next,    customer->looked, customer->watch};
}

loyalty_transition customer_transition(const struct change *change, int32_t revoked)
{
    return (loyalty_transition){.size = sizeof(loyalty_transition),
                                .date = change->date,
                                .from = (uint32_t)change->from,
                                .to = (uint32_t)change->standing.rung,
                                .direction =
                                    change->standing.rung > change->from ? LOYALTY_PROMOTION : LOYALTY_DEMOTION,
                                .revoked = revoked};
}

static void record_tell(loyalty_customer *customer, const struct listener *listener, const struct change *change,
                        int32_t revoked)
{
    loyalty_transition told = customer_transition(change, revoked);
    listener->callback(listener->user, customer, &told);
}

/* Returns the number of changes dated before a date. */
static uint32_t record_changes_before(const loyalty_customer *customer, int32_t date)
{
    uint32_t count = customer_change_count(customer);
    if (count > 0 && customer->changed < date)
        return count;
    while (count > 0 && customer_change(customer, count - 1).date >= date)
        count--;
    return count;
}

/* A new list of changes: the first `keep` of the customer's, then the `fresh` ones of a fold. */
struct rewrite {
    uint32_t keep;
    const struct history *fresh;
};

static struct change record_rewrite_change(const loyalty_customer *customer, const struct rewrite *rewrite,
                                           uint32_t index)
{
    return index < rewrite->keep ? customer_change(customer, index) : rewrite->fresh->changes[index - rewrite->keep];
}

/* Stores the progress of a fold in the customer. */
static void record_take_progress(loyalty_customer *customer, const struct fold *fold, int32_t today)
{
    customer->next = fold->next;
    customer->looked = fold->looked;
    customer->watch = fold->watch;
    customer->today = today;
}

/*
 * Stores the result of a fold, and the new day, in the customer. Forgets the changes that no late event can rewind to
 * any more: those before the horizon, except the last of them.
 */
static int32_t record_take_fold(loyalty_customer *customer, const struct rewrite *rewrite, const struct fold *fold,
                                int32_t today)
{
    uint32_t count = rewrite->keep + rewrite->fresh->count, first = 0;
    int32_t horizon = today == LOYALTY_DATE_NONE ? DATE_BEFORE_ALL : today - customer->program->accept_late;
    while (first + 1 < count && record_rewrite_change(customer, rewrite, first + 1).date < horizon)
        first++;
    uint32_t older = count > first + 1 ? count - first - 1 : 0;
    int32_t status = older ? customer_reserve_extra(customer, older) : LOYALTY_OK;
    if (status)
        return status;
    struct change last = {LOYALTY_DATE_NONE, absent, RUNG_ABSENT};
    if (count)
        last = record_rewrite_change(customer, rewrite, count - 1);
    for (uint32_t i = 0; i < older; i++)
        customer->extra->older[i] = record_rewrite_change(customer, rewrite, first + i);
    if (customer->extra)
        customer->extra->older_count = older;
    customer->changed = last.date;
    customer->from = (int8_t)last.from;
    customer->rung = (int8_t)last.standing.rung;
    customer->since = last.standing.since;
    customer->failing = last.standing.failing;
    record_take_progress(customer, fold, today);
    return LOYALTY_OK;
}

/* Calls the listener for the new transitions. It may free the customer. */
static void record_tell_fresh(loyalty_customer *customer, const struct history *fresh, const struct listener *listener)
{
    customer->telling = 1;
    for (uint32_t i = 0; i < fresh->count; i++)
        if (change_is_transition(&fresh->changes[i]))
            record_tell(customer, listener, &fresh->changes[i], 0);
    customer->telling = 0;
    if (customer->doomed)
        customer_free(customer);
}

int32_t customer_advance(loyalty_customer *customer, int32_t date, const struct listener *listener)
{
    if (customer->next > date) {
        customer->today = date;
        return LOYALTY_OK;
    }
    struct change few[FEW_CHANGES];
    struct history fresh = {few, 0, FEW_CHANGES, true};
    struct fold fold = customer_fold(customer);
    const loyalty_allocator *allocator = program_allocator(customer->program);
    int32_t status = ladder_fold(&fold, date, &fresh);
    if (!status && fresh.count == 0) {
        record_take_progress(customer, &fold, date);
    } else if (!status) {
        struct rewrite rewrite = {customer_change_count(customer), &fresh};
        status = record_take_fold(customer, &rewrite, &fold, date);
        if (!status && listener->callback)
            record_tell_fresh(customer, &fresh, listener);
    }
    history_free(&fresh, allocator);
    return status;
}

int32_t loyalty_customer_advance(loyalty_customer *customer, int32_t date, loyalty_transition_callback *on_transition,
                                 void *user)
{
    if (!customer)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    if (!date_valid(date))
        return LOYALTY_E_DATE;
    if (customer->today != LOYALTY_DATE_NONE && date < customer->today)
        return LOYALTY_E_PAST;
    return customer_advance(customer, date, &(struct listener){on_transition, user});
}

static bool record_same_transition(const struct change *a, const struct change *b)
{
    return a->date == b->date && a->from == b->from && a->standing.rung == b->standing.rung;
}

/* Calls the listener for the transitions of `of` that `other` does not have. */
static void record_tell_difference(loyalty_customer *customer, const struct listener *listener,
                                   const struct history *of, const struct history *other, int32_t revoked)
{
    uint32_t j = 0;
    for (uint32_t i = 0; i < of->count; i++) {
        const struct change *change = &of->changes[i];
        while (j < other->count && other->changes[j].date < change->date)
            j++;
        if (change_is_transition(change) && !(j < other->count && record_same_transition(change, &other->changes[j])))
            record_tell(customer, listener, change, revoked);
    }
}

/*
 * Folds the days from `from` on again, after the log has changed there. Appends the changes that are replaced to
 * `former`, which is NULL if there is no callback, and the new ones to `fresh`.
 */
static int32_t record_refold(loyalty_customer *customer, int32_t from, struct history *former, struct history *fresh)
{
    struct fold fold = customer_fold(customer);
    uint32_t known = customer_change_count(customer), keep = record_changes_before(customer, from);
    for (uint32_t i = keep; former && i < known; i++) {
        struct change change = customer_change(customer, i);
        int32_t status = history_push(former, program_allocator(customer->program), &change);
        if (status)
            return status;
    }
    fold.standing = keep ? customer_change(customer, keep - 1).standing : absent;
    fold.next = from;
    int32_t status = ladder_fold(&fold, customer->today, fresh);
    if (status)
        return status;
    if (fresh->count == 0 && keep == known) {
        record_take_progress(customer, &fold, customer->today);
        return LOYALTY_OK;
    }
    return record_take_fold(customer, &(struct rewrite){keep, fresh}, &fold, customer->today);
}

/* Checks all of an event that can be checked without the log. */
static int32_t record_check_event(const loyalty_customer *customer, const loyalty_event *event)
{
    if (event->kind >= customer->program->kind_count || (event->id_length && !event->id))
        return LOYALTY_E_ARGUMENT;
    const struct kind *kind = &customer->program->kinds[event->kind];
    if (!date_valid(event->date))
        return LOYALTY_E_DATE;
    if (event->value < kind->min || event->value > kind->max)
        return LOYALTY_E_VALUE;
    if (event->count == 0)
        return LOYALTY_E_COUNT;
    if (event->id_length > LOYALTY_ID_MAX)
        return LOYALTY_E_ID;
    if (event->id_length && customer->extra) {
        int32_t remembered = ids_find(customer->extra->ids, event->id, event->id_length);
        if (remembered != LOYALTY_DATE_NONE && remembered >= customer_horizon(customer))
            return LOYALTY_E_DUPLICATE;
    }
    return event->date < customer_horizon(customer) ? LOYALTY_E_TOO_LATE : LOYALTY_OK;
}

static uint64_t record_magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

/* Returns how much |count| + |count·value| of a day may grow; UINT64_MAX if that needs more than 64 bits. */
static uint64_t record_growth_of(const struct day_total *before, const struct day_total *after)
{
    int64_t count, sum;
    if (!exact_subtract(after->count, before->count, &count) || !exact_subtract(after->sum, before->sum, &sum))
        return UINT64_MAX;
    return record_magnitude(count) > UINT64_MAX - record_magnitude(sum)
               ? UINT64_MAX
               : record_magnitude(count) + record_magnitude(sum);
}

static int32_t record_reserve_id(loyalty_customer *customer, const loyalty_event *event)
{
    int32_t status = customer_reserve_extra(customer, 0);
    if (status)
        return status;
    return ids_reserve(&customer->extra->ids, program_allocator(customer->program), event->id_length,
                       customer_horizon(customer));
}

/* Adds an event to the log only, and reserves room for its id. Sets `*emptied` if the day's totals became zero. */
static int32_t record_add_to_log(loyalty_customer *customer, const loyalty_event *event, bool *emptied)
{
    int added = 0;
    int32_t status = event->id_length ? record_reserve_id(customer, event) : LOYALTY_OK;
    *emptied = false;
    if (!status)
        status =
            log_append(&customer->log, customer->program, event->kind, event->date, event->count, event->value, &added);
    if (status || added)
        return status;
    struct place place = log_find(&customer->log, event->kind, event->date);
    struct day_total after;
    if (!exact_add(place.total.count, event->count, &after.count) ||
        !exact_add_product(place.total.sum, event->count, event->value, &after.sum))
        return LOYALTY_E_OVERFLOW;
    status = log_reserve(&customer->log, customer->program, event->kind, &place, after);
    if (!status)
        log_set(&customer->log, customer->program, event->kind, event->date, &place, after,
                record_growth_of(&place.total, &after));
    *emptied = after.count == 0 && after.sum == 0;
    return status;
}

/* Takes an event that was just added out of the log again. */
static void record_take_back(loyalty_customer *customer, const loyalty_event *event, uint32_t magnitude_before)
{
    struct place place = log_find(&customer->log, event->kind, event->date);
    uint64_t sum = (uint64_t)(int64_t)event->count * (uint64_t)event->value;
    struct day_total before = {place.total.count - event->count, (int64_t)((uint64_t)place.total.sum - sum)};
    log_set(&customer->log, customer->program, event->kind, event->date, &place, before, 0);
    customer->log.magnitude = magnitude_before;
}

/*
 * Returns whether an event that was just added can change the standing, or the next day on which it can change. An
 * event that did not empty its day, has a count above 0 and is dated on or after `looked` can only if its kind is
 * watched. Any other can if it is dated on or before the day of the last change, or if this rung's rules read its kind.
 */
static bool record_matters(const loyalty_customer *customer, const loyalty_event *event, bool emptied)
{
    if (customer->rung == RUNG_ABSENT)
        return true;
    if (event->count > 0 && event->date >= customer->looked && !emptied)
        return (customer->watch & kind_bit(event->kind)) != 0;
    if (event->date <= customer->changed)
        return true;
    return customer->program->kinds[event->kind].rungs >> customer->rung & 1;
}

/*
 * Folds a late event that was added to the log, and calls the listener, which may free the customer. On failure the
 * caller takes the event out of the log again.
 */
static int32_t record_fold_late(loyalty_customer *customer, const loyalty_event *event, const struct listener *listener)
{
    struct change few[FEW_CHANGES], few_former[FEW_CHANGES];
    struct history fresh = {few, 0, FEW_CHANGES, true}, former = {few_former, 0, FEW_CHANGES, true};
    const loyalty_allocator *allocator = program_allocator(customer->program);
    int32_t status = record_refold(customer, event->date, listener->callback ? &former : NULL, &fresh);
    if (!status) {
        if (event->id_length)
            ids_put(customer->extra->ids, event->id, event->id_length, event->date);
        customer->telling = 1;
        if (listener->callback) {
            record_tell_difference(customer, listener, &former, &fresh, 1);
            record_tell_difference(customer, listener, &fresh, &former, 0);
        }
        customer->telling = 0;
        if (customer->doomed)
            customer_free(customer);
    }
    history_free(&fresh, allocator);
    history_free(&former, allocator);
    return status;
}

int32_t customer_record(loyalty_customer *customer, const loyalty_event *event, const struct listener *listener)
{
    uint32_t magnitude_before = log_magnitude(&customer->log);
    bool emptied;
    int32_t status = record_check_event(customer, event);
    if (!status)
        status = record_add_to_log(customer, event, &emptied);
    if (status)
        return status;
    bool changed = record_matters(customer, event, emptied);
    if (changed && customer->today != LOYALTY_DATE_NONE && event->date <= customer->today) {
        status = record_fold_late(customer, event, listener);
        if (status)
            record_take_back(customer, event, magnitude_before);
        return status; /* a callback may have freed the customer */
    }
    if (changed && event->date < customer->next)
        customer->next = event->date;
    if (event->id_length)
        ids_put(customer->extra->ids, event->id, event->id_length, event->date);
    return LOYALTY_OK;
}

int32_t loyalty_customer_record(loyalty_customer *customer, const loyalty_event *event,
                                loyalty_transition_callback *on_transition, void *user)
{
    if (!customer || !event)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    loyalty_event ours;
    int32_t status = abi_input(&ours, sizeof ours, event, sizeof ours);
    return status ? status : customer_record(customer, &ours, &(struct listener){on_transition, user});
}

/* Adds every day of another customer's log. `kinds` is as in customer_take(). */
static int32_t customer_take_log(loyalty_customer *customer, const loyalty_customer *other, const uint32_t *kinds)
{
    static const struct day_total nothing = {0, 0};
    const loyalty_program *program = customer->program;
    for (uint32_t theirs = 0; theirs < other->program->kind_count; theirs++) {
        uint32_t kind = kinds ? kinds[theirs] : theirs;
        struct series series = log_view(customer_log(other), theirs);
        for (uint32_t i = 0; i < series.count && kind != INDEX_NONE; i++) {
            struct day_total added = series_day(&series, i);
            struct place place = log_find(&customer->log, kind, series_date(&series, i));
            struct day_total total = place.total;
            if (!exact_add(total.count, added.count, &total.count) || !exact_add(total.sum, added.sum, &total.sum))
                return LOYALTY_E_OVERFLOW;
            int32_t status = log_reserve(&customer->log, customer->program, kind, &place, total);
            if (status)
                return status;
            log_set(&customer->log, program, kind, series_date(&series, i), &place, total,
                    record_growth_of(&nothing, &added));
        }
    }
    return LOYALTY_OK;
}

static int32_t customer_take_ids(loyalty_customer *customer, const loyalty_customer *other)
{
    if (!other->extra || !other->extra->ids)
        return LOYALTY_OK;
    int32_t status = customer_reserve_extra(customer, 0);
    return status ? status : ids_merge(&customer->extra->ids, program_allocator(customer->program), other->extra->ids);
}

int32_t customer_take(loyalty_customer *customer, const loyalty_customer *other, const uint32_t *kinds)
{
    struct history fresh = {.changes = NULL};
    if (other->today > customer->today)
        customer->today = other->today;
    int32_t status = customer_take_log(customer, other, kinds);
    if (!status)
        status = customer_take_ids(customer, other);
    if (!status)
        status = record_refold(customer, DATE_BEFORE_ALL, NULL, &fresh);
    history_free(&fresh, program_allocator(customer->program));
    return status;
}

int32_t customer_merge(loyalty_customer *customer, const loyalty_customer *other)
{
    loyalty_customer merged;
    customer_init(&merged, customer->program);
    int32_t status = customer_copy(customer, &merged);
    if (!status)
        status = customer_take(&merged, other, NULL);
    if (!status)
        memory_swap(customer, &merged, sizeof *customer);
    customer_clear(&merged);
    return status;
}

int32_t loyalty_customer_merge(loyalty_customer *customer, const loyalty_customer *other)
{
    if (!customer || !other)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    return customer->program == other->program ? customer_merge(customer, other) : LOYALTY_E_PROGRAM;
}

int32_t customer_standing_on(const loyalty_customer *customer, int32_t date, struct standing *standing,
                             struct history *history)
{
    struct fold fold = {.program = customer->program,
                        .log = &customer->log,
                        .user = customer_user(customer),
                        .standing = absent,
                        .next = log_earliest(&customer->log, customer->program)};
    int32_t status = ladder_fold(&fold, date, history);
    if (!status)
        *standing = fold.standing;
    return status;
}
