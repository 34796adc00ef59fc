/* SPDX-License-Identifier: MIT */
/* Standings, and lists of their changes. */
#include "fold/standing.h"

#include <string.h>

int32_t standing_term_end(const loyalty_program *program, const struct standing *standing)
{
    const struct rung *rung = &program->rungs[standing->rung];
    if (!rung_has_term(rung))
        return DATE_NEVER;
    int32_t end = span_after(rung->term, standing->term);
    if (rung->until != PERIOD_NONE && end != DATE_NEVER)
        end = cycle_first_day_from(cycle_of_calendar(rung->until), end);
    return end > LOYALTY_DATE_MAX ? DATE_NEVER : end;
}

int32_t standing_falls_on(const loyalty_program *program, const struct standing *standing)
{
    const struct rung *rung = &program->rungs[standing->rung];
    const int32_t held = span_after(rung->hold, standing->since), spared = span_after(rung->grace, standing->failing);
    const int32_t date = held > spared ? held : spared;
    if (date == DATE_NEVER || program->review.period == PERIOD_NONE)
        return date;
    const int32_t review = cycle_first_day_from(program->review, date);
    return review > LOYALTY_DATE_MAX ? DATE_NEVER : review;
}

int32_t history_push(struct history *history, const loyalty_allocator *allocator, const struct change *change)
{
    if (history->count == history->capacity && history->borrowed) {
        struct history own = {NULL, history->count, 0, 0};
        int32_t status =
            memory_grow_wiped(allocator, (void **)&own.changes, &own.capacity, history->count + 1, sizeof *own.changes);
        if (status)
            return status;
        memcpy(own.changes, history->changes, history->count * sizeof *own.changes);
        *history = own;
    } else {
        int32_t status = memory_grow_wiped(allocator, (void **)&history->changes, &history->capacity,
                                           history->count + 1, sizeof *history->changes);
        if (status)
            return status;
    }
    history->changes[history->count++] = *change;
    return LOYALTY_OK;
}

void history_free(struct history *history, const loyalty_allocator *allocator)
{
    if (!history->borrowed)
        memory_free_wiped(allocator, history->changes, history->capacity * sizeof *history->changes);
}
