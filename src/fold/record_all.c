/* SPDX-License-Identifier: MIT */
/* Records the events of one receipt: all of them or none. */
#include "base/abi.h"
#include "fold/customer.h"
#include "fold/event.h"

/* Adds the changes dated on or after a day, which are all that events from that day on can change. */
static int32_t receipt_collect(const loyalty_customer *customer, int32_t from, struct history *history)
{
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; !status && i < customer_change_count(customer); i++) {
        const struct change change = customer_change(customer, i);
        if (change.date >= from)
            status = history_push(history, program_allocator(customer_program(customer)), &change);
    }
    return status;
}

/* Records the events in a customer that nobody listens to. On failure sets `*refused` to the row. */
static int32_t receipt_record(loyalty_customer *customer, const loyalty_batch *events, size_t *refused, int32_t *first)
{
    for (size_t i = 0; i < events->rows; i++) {
        const loyalty_event event = event_at(events, i);
        int32_t status = LOYALTY_OK;
        if (!customer_append(customer, &event))
            status = customer_record(customer, &event, &(struct listener){NULL, NULL});
        if (status) {
            *refused = i;
            return status;
        }
        *first = event.date < *first ? event.date : *first;
    }
    return LOYALTY_OK;
}

/* Records the events in `copy`, and collects what is new of it beside the customer. */
static int32_t receipt_make(const loyalty_customer *customer, loyalty_customer *copy, const loyalty_batch *events,
                            size_t *refused, struct news *news)
{
    int32_t first = DATE_NEVER;
    int32_t status = customer_copy(customer, copy);
    if (!status)
        status = receipt_record(copy, events, refused, &first);
    if (!status && news)
        status = receipt_collect(customer, first, &news->former);
    if (!status && news)
        status = receipt_collect(copy, first, &news->fresh);
    return status;
}

int32_t customer_record_all(loyalty_customer *customer, const loyalty_batch *events, const struct listener *listener,
                            size_t *refused)
{
    const loyalty_allocator allocator = *program_allocator(customer_program(customer)); /* a callback may end it */
    loyalty_customer copy;
    struct news news = {.former = {.changes = NULL}};
    size_t row = events->rows;
    customer_init(&copy, customer->home);
    int32_t status = receipt_make(customer, &copy, events, &row, listener->callback ? &news : NULL);
    if (!status)
        memory_swap(customer, &copy, sizeof *customer);
    customer_clear(&copy);
    if (refused)
        *refused = row;
    if (!status)
        customer_tell(customer, &news.former, &news.fresh, listener);
    news_free(&news, &allocator);
    return status;
}

int32_t receipt_check(const loyalty_batch *events, loyalty_batch *ours)
{
    int32_t status = abi_input(ours, sizeof *ours, events, sizeof *ours);
    if (status)
        return status;
    const bool complete = (ours->rows == 0 || ours->dates) && (!ours->ids || ours->id_lengths);
    return complete && !ours->reserved && !ours->numbers && !ours->keys ? LOYALTY_OK : LOYALTY_E_ARGUMENT;
}

loyalty_status loyalty_customer_record_all(loyalty_customer *customer, const loyalty_batch *events,
                                           loyalty_on_transition *on_transition, void *user, size_t *refused)
{
    if (!customer || !events)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    loyalty_batch ours;
    int32_t status = receipt_check(events, &ours);
    return status ? status : customer_record_all(customer, &ours, &(struct listener){on_transition, user}, refused);
}
