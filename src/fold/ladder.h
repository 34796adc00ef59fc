/* SPDX-License-Identifier: MIT */
/* The ladder on one day: the steps of docs/rule-tables.md, and how long what comes of them stays valid. */
#ifndef LOYALTY_FOLD_LADDER_H
#define LOYALTY_FOLD_LADDER_H

#include "fold/day.h"
#include "fold/standing.h"

/* What was asked of the last day of a term that is over and was not renewed. */
struct lapse {
    bool over;     /* whether there is such a term; the rest means nothing otherwise */
    uint64_t kept; /* a bit for each lower rung whose `keep` held on that day */
};

/* Returns whether a customer keeps the rung at the end of its term, on whose last day it is; sets `*lapse` otherwise. */
bool ladder_renews(struct day *day, const struct standing *standing, struct lapse *lapse);

/* Makes a day that of a customer with this standing, for questions. */
static inline void ladder_resume(struct day *day, const struct standing *standing)
{
    day->rung = standing->rung;
    if (day->program->terms && standing->rung != RUNG_ABSENT)
        day_set_term(day, standing_counts_from(standing));
}

/* Begins a new term on the day; `spent`: it counts only from the day after it. Does nothing if the program has no terms. */
void ladder_begin_term(struct day *day, struct standing *standing, bool spent);

/* Puts a customer on a rung on the day. */
void ladder_stand(struct day *day, struct standing *standing, int32_t rung, bool spent);

/*
 * Sets day->next to the first later day on which anything can change without a further event, for a standing as the day
 * has left it; DATE_NEVER if there is none. Adds to day->watch the kinds of events that may change that.
 */
void ladder_ground(struct day *day, const struct standing *standing);

/*
 * Pass a day that is a review, on which the customer is not out, and any day. Return whether the customer came to another
 * rung or term, so that ladder_ground() has to ask again; otherwise do what it does.
 */
bool ladder_pass_rungs(struct day *day, struct standing *standing, const struct lapse *lapse);
bool ladder_pass_calendar(struct day *day, struct standing *standing, const struct lapse *lapse);

/* Passes a day, whose term is the standing's, and does what ladder_ground() does. */
static inline void ladder_pass_day(struct day *day, struct standing *standing, const struct lapse *lapse)
{
    const bool news =
        day->program->everyday ? ladder_pass_rungs(day, standing, lapse) : ladder_pass_calendar(day, standing, lapse);
    if (news)
        ladder_ground(day, standing);
}

#endif
