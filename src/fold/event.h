/* SPDX-License-Identifier: MIT */
/* Checks events, and reads them from columns. */
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

/* Makes those of an id alone, by which an event is looked for. */
static inline int32_t event_check_id(const void *id, uint32_t length)
{
    if (length == 0)
        return LOYALTY_E_NOT_FOUND;
    if (!id)
        return LOYALTY_E_ARGUMENT;
    return length > LOYALTY_ID_MAX ? LOYALTY_E_ID : LOYALTY_OK;
}

static inline uint32_t event_kind(const loyalty_batch *batch, size_t i)
{
    return batch->kinds ? batch->kinds[i] : batch->kind;
}

/* Returns the event of row `i`. */
static inline loyalty_event event_at(const loyalty_batch *batch, size_t i)
{
    loyalty_event event = {.size = sizeof event, .kind = event_kind(batch, i), .date = batch->dates[i], .count = 1};
    if (batch->values)
        event.value = batch->values[i];
    if (batch->counts)
        event.count = batch->counts[i];
    if (batch->ids) {
        event.id = batch->ids[i];
        event.id_length = batch->id_lengths[i];
    }
    return event;
}

#endif
