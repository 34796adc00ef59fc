/* SPDX-License-Identifier: MIT */
/* Checks events. */
#ifndef LOYALTY_FOLD_EVENT_H
#define LOYALTY_FOLD_EVENT_H

#include "base/date.h"
#include "table/program.h"

/* Makes the checks that need no customer, on an event whose struct is valid. */
static inline int32_t event_check(const loyalty_program *program, const loyalty_event *event)
{
    if (event->kind >= program->kind_count)
        return LOYALTY_E_INDEX;
    if (event->id_length && !event->id)
        return LOYALTY_E_ARGUMENT;
    const struct kind *kind = &program->kinds[event->kind];
    if (!date_valid(event->date))
        return LOYALTY_E_DATE;
    if (event->value < kind->min || event->value > kind->max)
        return LOYALTY_E_VALUE;
    if (event->count == 0)
        return LOYALTY_E_COUNT;
    return event->id_length > LOYALTY_ID_MAX ? LOYALTY_E_ID : LOYALTY_OK;
}

#endif
