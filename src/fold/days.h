/* SPDX-License-Identifier: MIT */
/* Folds the days of a log through the ladder, one after another. */
#ifndef LOYALTY_FOLD_DAYS_H
#define LOYALTY_FOLD_DAYS_H

#include "fold/ladder.h"

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
    int32_t host_status; /* as in struct day, once a fold has failed with LOYALTY_E_HOST */
};

/*
 * Returns the first day after day->date on which anything can change without a further event, for a customer with this
 * standing on that day. DATE_NEVER: none.
 */
int32_t days_next(struct day *day, const struct standing *standing);

/* Folds all days up to `until` and appends the changes to the history. On failure both are of no use. */
int32_t days_fold(struct fold *fold, int32_t until, struct history *history);

#endif
