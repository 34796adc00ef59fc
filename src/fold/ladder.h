/* SPDX-License-Identifier: MIT */
/* The fold of days through the ladder. */
#ifndef LOYALTY_FOLD_LADDER_H
#define LOYALTY_FOLD_LADDER_H

#include <stdbool.h>

#include "fold/day.h"

/* Before the day of the earliest event. */
enum { RUNG_ABSENT = -1 };

struct standing {
    int32_t rung; /* RUNG_ABSENT before the customer appears */
    int32_t since;
    int32_t failing; /* LOYALTY_DATE_NONE where keep holds */
};

/* The standing from a date on, until the next change. */
struct change {
    int32_t date;
    struct standing standing;
    int32_t from; /* the rung before; the same where this is no transition */
};

/* Changes in the order of dates. All zeros is an empty one. */
struct history {
    struct change *changes;
    uint32_t count, capacity;
    bool borrowed; /* `changes` is not from the allocator, as long as it is long enough */
};

int32_t history_push(struct history *history, const loyalty_allocator *allocator, const struct change *change);
void history_free(struct history *history, const loyalty_allocator *allocator);

/* A fold in progress. All days before `next` are done. */
struct fold {
    const loyalty_program *program;
    const struct log *log;
    void *user; /* the customer's, for host metrics */
    struct standing standing;
    int32_t next; /* the next day on which anything can change; DATE_NEVER where none */
    /* Until then, only events of the kinds in `watch` (see day.h), or dated before `looked`, can change anything. */
    int32_t looked;
    uint32_t watch;
};

static inline bool change_is_transition(const struct change *change)
{
    return change->standing.rung != change->from;
}

/* Day of the demotion if keep goes on failing; may lie after the last date. */
int64_t ladder_falls_on(const struct rung *rung, const struct standing *standing);

/*
 * The next day after day->date on which anything can change with no further event, for a customer who stands so on that
 * day, and has `moved` to there on that same day.
 */
int32_t ladder_next(struct day *day, const struct standing *standing, int moved);

/*
 * Folds all days up to `until`, appending changes to the history. On failure the fold is as it was, and the history
 * may hold more changes.
 */
int32_t ladder_fold(struct fold *fold, int32_t until, struct history *history);

#endif
