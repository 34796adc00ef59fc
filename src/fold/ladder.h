/* SPDX-License-Identifier: MIT */
/* Folds days through the ladder. */
#ifndef LOYALTY_FOLD_LADDER_H
#define LOYALTY_FOLD_LADDER_H

#include <stdbool.h>

#include "fold/day.h"

/* The rung before the day of the earliest event. */
enum { RUNG_ABSENT = -1 };

struct standing {
    int32_t rung; /* RUNG_ABSENT before the customer appears */
    int32_t since;
    int32_t failing; /* LOYALTY_DATE_NONE if keep holds */
};

static const struct standing standing_absent = {RUNG_ABSENT, LOYALTY_DATE_NONE, LOYALTY_DATE_NONE};

/* The standing from a date until the next change. */
struct change {
    int32_t date;
    struct standing standing;
    int32_t from; /* the rung before; the same rung if this is not a transition */
};

/* As many changes as a fold usually makes at most: before it allocates memory, it may use an array of so many. */
enum { HISTORY_FEW = 16 };

/* Changes in the order of their dates. A history of all zeros is empty. */
struct history {
    struct change *changes;
    uint32_t count, capacity;
    bool borrowed; /* whether `changes` is not from the allocator; history_push() replaces it when it is full */
};

int32_t history_push(struct history *history, const loyalty_allocator *allocator, const struct change *change);
void history_free(struct history *history, const loyalty_allocator *allocator);

/* A fold of days, complete for all days before `next`. */
struct fold {
    const loyalty_program *program;
    const struct log *log;
    void *user; /* the customer's user pointer, for host metrics */
    struct standing standing;
    int32_t next; /* the next day on which anything can change without an event; DATE_NEVER for none */
    /* Until then, only events of the kinds in `watch` (see day.h), or dated before `looked`, can change anything. */
    int32_t looked;
    uint32_t watch;
};

static inline bool change_is_transition(const struct change *change)
{
    return change->standing.rung != change->from;
}

/* Returns the day of the demotion if keep continues to fail, which may be after LOYALTY_DATE_MAX. */
int64_t ladder_falls_on(const struct rung *rung, const struct standing *standing);

/*
 * Returns the first day after day->date on which anything can change without a further event, for a customer with this
 * standing on that day. `moved`: the customer came to that rung on that day. DATE_NEVER: none.
 */
int32_t ladder_next(struct day *day, const struct standing *standing, int moved);

/* Folds all days up to `until` and appends the changes to the history. On failure both are of no use. */
int32_t ladder_fold(struct fold *fold, int32_t until, struct history *history);

#endif
