/* SPDX-License-Identifier: MIT */
/* Where a customer stands on the ladder, and the changes of it. */
#ifndef LOYALTY_FOLD_STANDING_H
#define LOYALTY_FOLD_STANDING_H

#include "table/program.h"

/* The rung before the day of the earliest event. */
enum { RUNG_ABSENT = -1 };

struct standing {
    int32_t since;
    int32_t failing; /* LOYALTY_DATE_NONE if the rung is kept */
    int32_t term;    /* the first day of the term; LOYALTY_DATE_NONE if the program has no terms */
    int8_t rung;     /* RUNG_ABSENT before the customer appears */
    int8_t from;     /* the rung before the last change; the same rung if that was not a transition */
    bool spent;      /* whether the term counts only from the day after its first on */
};

static const struct standing standing_absent = {LOYALTY_DATE_NONE, LOYALTY_DATE_NONE, LOYALTY_DATE_NONE,
                                                RUNG_ABSENT,       RUNG_ABSENT,       false};

_Static_assert(LOYALTY_RUNGS_MAX <= INT8_MAX, "a standing names all rungs");

/* Returns the day from which the term counts. */
static inline int32_t standing_counts_from(const struct standing *standing)
{
    return standing->term + standing->spent;
}

/* Returns the first day that is no longer in the term; DATE_NEVER if the rung has none or it goes on for ever. */
int32_t standing_term_end(const loyalty_program *program, const struct standing *standing);
/* Returns the day of the demotion of a customer who fails, if nothing else happens; DATE_NEVER if it never comes. */
int32_t standing_falls_on(const loyalty_program *program, const struct standing *standing);

/* The standing from a date until the next change. */
struct change {
    int32_t date;
    struct standing standing;
};

static inline bool change_is_transition(const struct change *change)
{
    return change->standing.rung != change->standing.from;
}

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

#endif
