/* SPDX-License-Identifier: MIT */
/* Records events. */
#include "base/abi.h"
#include "fold/checkpoint.h"
#include "fold/customer.h"
#include "fold/refold.h"

static int32_t record_check_event(const loyalty_customer *customer, const loyalty_event *event)
{
    int32_t status = event_check(customer_program(customer), event);
    if (status)
        return status;
    if (event->id_length && customer->extra) {
        int32_t remembered = ids_find(customer->extra->ids, event->id, event->id_length);
        if (remembered != LOYALTY_DATE_NONE && remembered >= customer_horizon(customer))
            return ids_repeated(customer->extra->ids, event);
    }
    return event->date < customer_horizon(customer) ? LOYALTY_E_TOO_LATE : LOYALTY_OK;
}

static int32_t record_reserve_id(loyalty_customer *customer, const loyalty_event *event)
{
    int32_t status = customer_reserve_extra(customer, 0);
    if (status)
        return status;
    return ids_reserve(&customer->extra->ids, customer_program(customer), event->id_length, customer_horizon(customer));
}

int32_t customer_remember(loyalty_customer *customer, const loyalty_event *event)
{
    if (event->date < customer_horizon(customer))
        return LOYALTY_OK;
    int32_t status = record_reserve_id(customer, event);
    if (!status)
        ids_put(customer->extra->ids, event->id, event->id_length, event->date);
    return status;
}

static log_word record_key(const loyalty_event *event)
{
    return word_of(event->date, event->kind);
}

/* Adds an event to the log. Sets `*emptied` if the day's totals became zero. */
static int32_t record_add_anywhere(loyalty_customer *customer, const loyalty_event *event, bool *emptied)
{
    struct log *log = &customer->log;
    struct day_total before = log_find(log, record_key(event)), after;
    if (!exact_add(before.count, event->count, &after.count) ||
        !exact_add_product(before.sum, event->count, event->value, &after.sum))
        return LOYALTY_E_OVERFLOW;
    int32_t status = log_reserve(log, customer_program(customer), record_key(event), &after);
    if (!status)
        log_set(log, customer_program(customer), record_key(event), &after);
    checkpoint_update_few(log, customer_program(customer));
    *emptied = after.count == 0 && after.sum == 0;
    return status;
}

/* Adds an event to the log only, and reserves room for its id. */
static int32_t record_add_to_log(loyalty_customer *customer, const loyalty_event *event, bool *emptied)
{
    struct log *log = &customer->log;
    int32_t status = event->id_length ? record_reserve_id(customer, event) : LOYALTY_OK;
    if (!status)
        status = log_reserve_append(log, customer_program(customer), record_key(event), event->count, event->value);
    *emptied = false;
    if (status)
        return status;
    if (!log_append(log, record_key(event), event->count, event->value))
        return record_add_anywhere(customer, event, emptied);
    checkpoint_update_few(log, customer_program(customer));
    return LOYALTY_OK;
}

/* Takes an event that was just added out of the log again. */
static void record_take_back(loyalty_customer *customer, const loyalty_event *event)
{
    struct day_total total = log_find(&customer->log, record_key(event));
    uint64_t sum = (uint64_t)(int64_t)event->count * (uint64_t)event->value;
    struct day_total before = {total.count - event->count, (int64_t)((uint64_t)total.sum - sum)};
    log_set(&customer->log, customer_program(customer), record_key(event), &before);
    log_tidy(&customer->log, customer_program(customer), record_key(event));
    checkpoint_update(&customer->log, customer_program(customer));
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
    return customer_program(customer)->kinds[event->kind].rungs >> customer->rung & 1;
}

int32_t customer_record(loyalty_customer *customer, const loyalty_event *event, const struct listener *listener)
{
    bool emptied;
    int32_t status = record_check_event(customer, event);
    if (!status)
        status = record_add_to_log(customer, event, &emptied);
    if (status)
        return status;
    bool changed = record_matters(customer, event, emptied);
    if (changed && event->date <= customer_today(customer)) {
        status = refold_late(customer, event, listener);
        if (status)
            record_take_back(customer, event);
        return status; /* a callback may have freed the customer */
    }
    if (emptied)
        log_tidy(&customer->log, customer_program(customer), record_key(event));
    if (changed && event->date < customer->next)
        customer->next = event->date;
    if (event->id_length)
        ids_put_event(customer->extra->ids, event);
    return LOYALTY_OK;
}

loyalty_status loyalty_customer_record(loyalty_customer *customer, const loyalty_event *event,
                                       loyalty_on_transition *on_transition, void *user)
{
    if (!customer || !event)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    loyalty_event ours;
    int32_t status = abi_input(&ours, sizeof ours, event, sizeof ours);
    if (status || customer_append(customer, &ours))
        return status;
    return customer_record(customer, &ours, &(struct listener){on_transition, user});
}
