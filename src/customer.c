/* SPDX-License-Identifier: MIT */
/* A customer's life: new, record, advance, merge, copy, erase. Questions are in answer.c. */
#include "customer.h"

#include <string.h>

#include "abi.h"

static const struct standing absent = {RUNG_ABSENT, LOYALTY_DATE_NONE, LOYALTY_DATE_NONE};

static const loyalty_allocator *allocator_of(const loyalty_customer *customer)
{
    return &customer->program->arena.allocator;
}

static void reset(loyalty_customer *customer)
{
    customer->today = LOYALTY_DATE_NONE;
    customer->next = DATE_NEVER;
    customer->standing = absent;
    customer->history.count = 0;
}

static size_t size_of(const loyalty_program *program)
{
    return sizeof(loyalty_customer) - sizeof(struct log) + log_size(program);
}

int32_t loyalty_customer_new(loyalty_program *program, loyalty_customer **customer)
{
    if (!program || !customer)
        return LOYALTY_E_ARGUMENT;
    if (program->unbound)
        return LOYALTY_E_UNBOUND;
    loyalty_customer *made = memory_new(&program->arena.allocator, size_of(program));
    if (!made)
        return LOYALTY_E_MEMORY;
    made->program = loyalty_program_ref(program);
    reset(made);
    *customer = made;
    return LOYALTY_OK;
}

void loyalty_customer_free(loyalty_customer *customer)
{
    if (!customer)
        return;
    if (customer->telling) {
        customer->doomed = 1;
        return;
    }
    loyalty_program *program = customer->program;
    const loyalty_allocator *allocator = allocator_of(customer);
    log_clear(&customer->log, program);
    ids_free(customer->ids, allocator);
    memory_free(allocator, customer->history.changes);
    memory_free(allocator, customer);
    loyalty_program_unref(program);
}

int32_t loyalty_customer_copy(const loyalty_customer *customer, loyalty_customer **copy)
{
    if (!customer || !copy)
        return LOYALTY_E_ARGUMENT;
    const loyalty_allocator *allocator = allocator_of(customer);
    loyalty_customer *made = memory_new(allocator, size_of(customer->program));
    if (!made)
        return LOYALTY_E_MEMORY;
    made->program = loyalty_program_ref(customer->program);
    made->user = customer->user;
    made->today = customer->today;
    made->next = customer->next;
    made->standing = customer->standing;
    int32_t status = log_copy(&customer->log, customer->program, &made->log);
    if (!status)
        status = ids_merge(&made->ids, allocator, customer->ids);
    if (!status)
        status = memory_copy(allocator, customer->history.changes, customer->history.count,
                             sizeof *customer->history.changes, (void **)&made->history.changes);
    if (status) {
        loyalty_customer_free(made);
        return status;
    }
    made->history.count = made->history.capacity = customer->history.count;
    *copy = made;
    return LOYALTY_OK;
}

int32_t loyalty_customer_erase(loyalty_customer *customer)
{
    if (!customer)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    const loyalty_program *program = customer->program;
    log_wipe(&customer->log, program);
    log_clear(&customer->log, program);
    ids_wipe(customer->ids);
    ids_free(customer->ids, allocator_of(customer));
    customer->ids = NULL;
    memory_wipe(customer->history.changes, customer->history.capacity * sizeof *customer->history.changes);
    memory_free(allocator_of(customer), customer->history.changes);
    memset(&customer->history, 0, sizeof customer->history);
    customer->user = NULL;
    reset(customer);
    return LOYALTY_OK;
}

loyalty_program *loyalty_customer_program(const loyalty_customer *customer)
{
    return customer ? customer->program : NULL;
}

int32_t loyalty_customer_set_user(loyalty_customer *customer, void *user)
{
    if (!customer)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    customer->user = user;
    return LOYALTY_OK;
}

void *loyalty_customer_user(const loyalty_customer *customer)
{
    return customer ? customer->user : NULL;
}

struct fold customer_fold(const loyalty_customer *customer)
{
    return (struct fold){customer->program, &customer->log, customer->user, customer->standing, customer->next};
}

loyalty_transition customer_transition(const struct change *change, int32_t revoked)
{
    loyalty_transition told = {sizeof told,
                               change->date,
                               (uint32_t)change->from,
                               (uint32_t)change->standing.rung,
                               change->standing.rung > change->from ? LOYALTY_PROMOTION : LOYALTY_DEMOTION,
                               revoked};
    return told;
}

/* Who listens. */
struct listener {
    loyalty_transition_callback *callback;
    void *user;
};

static void tell(loyalty_customer *customer, const struct listener *listener, const struct change *change,
                 int32_t revoked)
{
    loyalty_transition told = customer_transition(change, revoked);
    listener->callback(listener->user, customer, &told);
}

/* Drops the changes that no late event can rewind to any more: all but the last before the horizon. */
static void forget(loyalty_customer *customer)
{
    struct history *history = &customer->history;
    uint32_t drop = 0;
    while (drop + 1 < history->count && history->changes[drop + 1].date < customer_horizon(customer))
        drop++;
    if (drop == 0)
        return;
    history->count -= drop;
    memmove(history->changes, history->changes + drop, history->count * sizeof *history->changes);
}

/* Tells the changes from one on, which then may let older ones go. */
static void tell_new(loyalty_customer *customer, uint32_t first, const struct listener *listener)
{
    customer->telling = 1;
    for (uint32_t i = first; listener->callback && i < customer->history.count; i++)
        if (change_is_transition(&customer->history.changes[i]))
            tell(customer, listener, &customer->history.changes[i], 0);
    customer->telling = 0;
    if (customer->doomed)
        loyalty_customer_free(customer);
    else
        forget(customer);
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
    uint32_t known = customer->history.count;
    if (customer->next <= date) {
        struct fold fold = customer_fold(customer);
        int32_t status = ladder_fold(&fold, date, &customer->history);
        if (status) {
            customer->history.count = known;
            return status;
        }
        customer->standing = fold.standing;
        customer->next = fold.next;
    }
    customer->today = date;
    if (known < customer->history.count)
        tell_new(customer, known, &(struct listener){on_transition, user});
    return LOYALTY_OK;
}

static int same_transition(const struct change *a, const struct change *b)
{
    return a->date == b->date && a->from == b->from && a->standing.rung == b->standing.rung;
}

/* Some changes in a row. */
struct changes {
    const struct change *changes;
    uint32_t count;
};

/* Tells the transitions of `of` that `other` does not have. */
static void tell_difference(loyalty_customer *customer, const struct listener *listener, struct changes of,
                            struct changes other, int32_t revoked)
{
    uint32_t j = 0;
    for (uint32_t i = 0; i < of.count; i++) {
        const struct change *change = &of.changes[i];
        while (j < other.count && other.changes[j].date < change->date)
            j++;
        if (change_is_transition(change) && !(j < other.count && same_transition(change, &other.changes[j])))
            tell(customer, listener, change, revoked);
    }
}

/* Number of changes dated before a date. */
static uint32_t changes_before(const struct history *history, int32_t date)
{
    uint32_t count = history->count;
    while (count > 0 && history->changes[count - 1].date >= date)
        count--;
    return count;
}

/*
 * Folds the days from `from` on again, after the log has changed there. The new changes are first appended behind
 * those that they replace, so that a failure changes nothing. The replaced ones are copied to `former` where it is
 * not NULL.
 */
static int32_t refold(loyalty_customer *customer, int32_t from, struct change **former)
{
    struct history *history = &customer->history;
    struct fold fold = customer_fold(customer);
    uint32_t known = history->count, keep = changes_before(history, from);
    int32_t status = LOYALTY_OK;
    if (former && known > keep)
        status = memory_copy(allocator_of(customer), history->changes + keep, known - keep, sizeof **former,
                             (void **)former);
    if (status)
        return status;
    fold.standing = keep ? history->changes[keep - 1].standing : absent;
    fold.next = from;
    status = ladder_fold(&fold, customer->today, history);
    if (status) {
        history->count = known;
        if (former)
            memory_free(allocator_of(customer), *former);
        return status;
    }
    history->count -= known - keep;
    if (known > keep && history->count > keep)
        memmove(history->changes + keep, history->changes + known, (history->count - keep) * sizeof *history->changes);
    customer->standing = fold.standing;
    customer->next = fold.next;
    return LOYALTY_OK;
}

/* Tells how a late event of `date` changed the past, and ends the former changes. */
static void tell_rewritten(loyalty_customer *customer, const struct listener *listener, int32_t date,
                           struct changes former)
{
    const struct history *history = &customer->history;
    uint32_t keep = changes_before(history, date);
    struct changes now = {NULL, history->count - keep};
    if (now.count)
        now.changes = history->changes + keep;
    customer->telling = 1;
    tell_difference(customer, listener, former, now, 1);
    tell_difference(customer, listener, now, former, 0);
    customer->telling = 0;
}

/* Reads and checks all that can be checked without the log. */
static int32_t read_event(const loyalty_customer *customer, const loyalty_event *from, loyalty_event *event)
{
    int32_t status = abi_input(event, sizeof *event, from, sizeof *event);
    if (status)
        return status;
    if (event->kind >= customer->program->kind_count || (event->id_length && !event->id))
        return LOYALTY_E_ARGUMENT;
    const struct kind *kind = &customer->program->kinds[event->kind];
    if (!date_valid(event->date))
        return LOYALTY_E_DATE;
    if (event->value < kind->min || event->value > kind->max)
        return LOYALTY_E_VALUE;
    if (event->id_length > LOYALTY_ID_MAX)
        return LOYALTY_E_ID;
    if (event->id_length) {
        int32_t remembered = ids_find(customer->ids, event->id, event->id_length);
        if (remembered != LOYALTY_DATE_NONE && remembered >= customer_horizon(customer))
            return LOYALTY_E_DUPLICATE;
    }
    return event->date < customer_horizon(customer) ? LOYALTY_E_TOO_LATE : LOYALTY_OK;
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

/* How much |count| + |count·value| of a day may grow; UINT64_MAX where that needs more than 64 bits. */
static uint64_t growth_of(const struct day_total *before, const struct day_total *after)
{
    int64_t count, sum;
    if (!exact_subtract(after->count, before->count, &count) || !exact_subtract(after->sum, before->sum, &sum))
        return UINT64_MAX;
    return magnitude(count) > UINT64_MAX - magnitude(sum) ? UINT64_MAX : magnitude(count) + magnitude(sum);
}

/* Adds to the log only. The caller may take it back with log_set(). */
static int32_t add_to_log(loyalty_customer *customer, const loyalty_event *event, struct day_total *before,
                          struct day_total *after)
{
    struct place place = log_find(&customer->log, event->kind, event->date);
    *before = place.total;
    if (!exact_add(before->count, event->count, &after->count) ||
        !exact_add_product(before->sum, event->count, event->value, &after->sum))
        return LOYALTY_E_OVERFLOW;
    int32_t status = log_reserve(&customer->log, customer->program, event->kind);
    if (!status && event->id_length)
        status = ids_reserve(&customer->ids, allocator_of(customer), event->id_length, customer_horizon(customer));
    if (!status)
        log_set(&customer->log, customer->program, event->kind, event->date, &place, *after, growth_of(before, after));
    return status;
}

/*
 * Whether an event that was just added can change the standing: on a rung where no condition reads its kind it
 * cannot. A late one can only be passed over where the customer has stood as now since before its date.
 */
static int matters(const loyalty_customer *customer, const loyalty_event *event)
{
    const struct history *history = &customer->history;
    if (customer->standing.rung == RUNG_ABSENT ||
        (event->date <= customer->today && event->date <= history->changes[history->count - 1].date))
        return 1;
    return customer->program->kinds[event->kind].rungs >> customer->standing.rung & 1;
}

/* Folds a late event in, and tells; on failure the caller takes it out of the log again. */
static int32_t fold_late(loyalty_customer *customer, const loyalty_event *event, const struct listener *listener)
{
    struct change *former = NULL;
    uint32_t replaced = customer->history.count - changes_before(&customer->history, event->date);
    int32_t status = refold(customer, event->date, listener->callback ? &former : NULL);
    if (status)
        return status;
    if (event->id_length)
        ids_put(customer->ids, event->id, event->id_length, event->date);
    if (listener->callback)
        tell_rewritten(customer, listener, event->date, (struct changes){former, replaced});
    memory_free(allocator_of(customer), former);
    if (customer->doomed)
        loyalty_customer_free(customer);
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
    struct day_total before, after;
    uint64_t magnitude_before = customer->log.magnitude;
    int32_t status = read_event(customer, event, &ours);
    if (!status)
        status = add_to_log(customer, &ours, &before, &after);
    if (status)
        return status;
    int changed = (before.count != after.count || before.sum != after.sum) && matters(customer, &ours);
    if (changed && customer->today != LOYALTY_DATE_NONE && ours.date <= customer->today) {
        status = fold_late(customer, &ours, &(struct listener){on_transition, user});
        if (!status)
            return LOYALTY_OK; /* a callback may have freed the customer */
        struct place place = log_find(&customer->log, ours.kind, ours.date);
        log_set(&customer->log, customer->program, ours.kind, ours.date, &place, before, 0);
        customer->log.magnitude = magnitude_before;
        return status;
    }
    if (changed && ours.date < customer->next)
        customer->next = ours.date;
    if (ours.id_length)
        ids_put(customer->ids, ours.id, ours.id_length, ours.date);
    return LOYALTY_OK;
}

/* Adds every day of a log. */
static int32_t add_log(struct log *log, const loyalty_program *program, const struct log *other)
{
    static const struct day_total nothing = {0, 0};
    for (uint32_t kind = 0; kind < program->kind_count; kind++) {
        const struct series *series = &log_series(other)[kind];
        for (uint32_t i = 0; i < series->count; i++) {
            struct day_total added = series_day(series, i);
            struct place place = log_find(log, kind, series->entries[i].date);
            struct day_total total = place.total;
            if (!exact_add(total.count, added.count, &total.count) || !exact_add(total.sum, added.sum, &total.sum))
                return LOYALTY_E_OVERFLOW;
            int32_t status = log_reserve(log, program, kind);
            if (status)
                return status;
            log_set(log, program, kind, series->entries[i].date, &place, total, growth_of(&nothing, &added));
        }
    }
    return LOYALTY_OK;
}

int32_t loyalty_customer_merge(loyalty_customer *customer, const loyalty_customer *other)
{
    if (!customer || !other)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    if (customer->program != other->program)
        return LOYALTY_E_PROGRAM;
    loyalty_customer *merged;
    int32_t status = loyalty_customer_copy(customer, &merged);
    if (status)
        return status;
    if (other->today > merged->today)
        merged->today = other->today;
    status = add_log(&merged->log, merged->program, &other->log);
    if (!status)
        status = ids_merge(&merged->ids, allocator_of(merged), other->ids);
    if (!status)
        status = refold(merged, INT32_MIN, NULL);
    if (!status) {
        forget(merged);
        memory_swap(customer, merged, size_of(customer->program));
    }
    loyalty_customer_free(merged);
    return status;
}
