/* SPDX-License-Identifier: MIT */
/* Advances a customer to a day, and reports transitions. */
#include "fold/checkpoint.h"
#include "fold/customer.h"

struct fold customer_fold(const loyalty_customer *customer)
{
    return (struct fold){customer_program(customer),
                         &customer->log,
                         customer_user(customer),
                         customer_standing(customer),
                         customer->next,
                         customer->looked,
                         customer->watch,
                         LOYALTY_OK};
}

loyalty_transition customer_transition(const struct change *change, int32_t revoked)
{
    return (loyalty_transition){.size = sizeof(loyalty_transition),
                                .date = change->date,
                                .from_rung = (uint32_t)change->standing.from,
                                .to_rung = (uint32_t)change->standing.rung,
                                .direction = change->standing.rung > change->standing.from ? LOYALTY_DIRECTION_UP
                                                                                           : LOYALTY_DIRECTION_DOWN,
                                .revoked = revoked};
}

/* Returns whether the listener goes on. */
static bool advance_tell(loyalty_customer *customer, const struct listener *listener, const struct change *change,
                         int32_t revoked)
{
    loyalty_transition told = customer_transition(change, revoked);
    return listener->callback(listener->user, customer, &told) == 0;
}

static bool advance_same_transition(const struct change *a, const struct change *b)
{
    return a->date == b->date && a->standing.from == b->standing.from && a->standing.rung == b->standing.rung;
}

/* Calls the listener for the transitions of `of` that `other` does not have. Returns whether it goes on. */
static bool advance_tell_difference(loyalty_customer *customer, const struct listener *listener,
                                    const struct history *of, const struct history *other, int32_t revoked)
{
    uint32_t j = 0;
    bool on = true;
    for (uint32_t i = 0; i < of->count && on; i++) {
        const struct change *change = &of->changes[i];
        while (j < other->count && other->changes[j].date < change->date)
            j++;
        if (change_is_transition(change) && !(j < other->count && advance_same_transition(change, &other->changes[j])))
            on = advance_tell(customer, listener, change, revoked);
    }
    return on;
}

void customer_tell(loyalty_customer *customer, const struct history *former, const struct history *fresh,
                   const struct listener *listener)
{
    if (!listener->callback)
        return;
    customer->telling = TELLING;
    if (former->count == 0 || advance_tell_difference(customer, listener, former, fresh, 1))
        (void)advance_tell_difference(customer, listener, fresh, former, 0);
    const bool doomed = customer->telling == TELLING_DOOMED;
    customer->telling = TELLING_NOBODY;
    if (doomed)
        customer_free(customer);
}

int32_t customer_advance(loyalty_customer *customer, int32_t date, const struct listener *listener)
{
    if (customer->next > date) {
        customer->folded = date;
        return LOYALTY_OK;
    }
    struct change few[HISTORY_FEW];
    struct history fresh = {few, 0, HISTORY_FEW, true};
    struct fold fold = customer_fold(customer);
    const loyalty_allocator allocator =
        *program_allocator(customer_program(customer)); /* a callback may end the program */
    checkpoint_update(&customer->log, customer_program(customer));
    int32_t status = days_fold(&fold, date, &fresh);
    if (!status && fresh.count == 0) {
        customer_take_progress(customer, &fold, date);
    } else if (!status) {
        status = customer_replace_changes(customer, customer_change_count(customer), &fresh, &fold, date);
        if (!status)
            customer_tell(customer, &(struct history){.count = 0}, &fresh, listener);
    } else {
        customer_blame_host(customer, &fold, status);
    }
    history_free(&fresh, &allocator);
    return status;
}

loyalty_status loyalty_customer_advance(loyalty_customer *customer, loyalty_date date,
                                        loyalty_on_transition *on_transition, void *user)
{
    if (!customer)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    if (!date_valid(date))
        return LOYALTY_E_DATE;
    if (date < customer_today(customer))
        return LOYALTY_E_PAST;
    return customer_advance(customer, date, &(struct listener){on_transition, user});
}
