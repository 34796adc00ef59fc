/* SPDX-License-Identifier: MIT */
/* Takes back the event with an id. */
#include "fold/customer.h"

/* Returns the contents of an id that is remembered, or NULL. */
static struct contents *void_find(const loyalty_customer *customer, const char *id, uint32_t length)
{
    const struct ids *ids = customer->extra ? customer->extra->ids : NULL;
    const int32_t date = ids_find(ids, id, length);
    if (date == LOYALTY_DATE_NONE || date < customer_horizon(customer))
        return NULL;
    struct contents *contents = ids_find_contents(ids, id, length);
    return contents && contents->state != CONTENTS_NONE ? contents : NULL;
}

/* Marks the event before it is taken back: a callback, which may free the customer, must find it so. */
int32_t customer_void(loyalty_customer *customer, const char *id, uint32_t length, const struct listener *listener)
{
    struct contents *contents = void_find(customer, id, length);
    if (!contents)
        return LOYALTY_E_NOT_FOUND;
    if (contents->state == CONTENTS_VOIDED)
        return LOYALTY_E_DUPLICATE;
    if (contents->count == INT32_MIN)
        return LOYALTY_E_OVERFLOW;
    const loyalty_event opposite = {.size = sizeof opposite,
                                    .kind = contents->kind,
                                    .date = contents->date,
                                    .count = -contents->count,
                                    .value = contents_value(contents)};
    contents->state = CONTENTS_VOIDED;
    int32_t status = customer_record(customer, &opposite, listener);
    if (status)
        contents->state = CONTENTS_KEPT;
    return status;
}

loyalty_status loyalty_customer_void(loyalty_customer *customer, const void *id, uint32_t id_length,
                                     loyalty_on_transition *on_transition, void *user)
{
    if (!customer)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    const int32_t status = event_check_id(id, id_length);
    return status ? status : customer_void(customer, id, id_length, &(struct listener){on_transition, user});
}
