/* SPDX-License-Identifier: MIT */
/*
 * What a log has between two spots, which divide no date. However long it is, totals are the difference of two
 * checkpoints and the words that lie between these and the spots.
 */
#ifndef LOYALTY_FOLD_WINDOW_H
#define LOYALTY_FOLD_WINDOW_H

#include "fold/checkpoint.h"

/* The totals of all kinds in a window. */
struct window_totals {
    struct extent extent;
    struct checkpoint from, end;
    struct kind_total rest[LOYALTY_KINDS_MAX + 1]; /* what the difference of the checkpoints lacks */
};

void window_begin(const struct log *log, const loyalty_program *program, const struct extent *extent,
                  struct window_totals *totals);
/* Does the same if that is a short way from the extent that the totals are of; otherwise returns false. */
bool window_move(const struct log *log, const loyalty_program *program, const struct extent *extent,
                 struct window_totals *totals);

/* Adds the totals of a slot. */
static inline void window_add(const struct window_totals *totals, uint32_t slot, struct kind_total *sum)
{
    const struct kind_total *rest = &totals->rest[slot], *end = totals->end.row, *from = totals->from.row;
    sum->count += rest->count;
    sum->sum += rest->sum;
    sum->dates += rest->dates;
    if (end == from)
        return;
    if (end) {
        sum->count += end[slot].count;
        sum->sum += end[slot].sum;
        sum->dates += end[slot].dates;
    }
    if (from) {
        sum->count -= from[slot].count;
        sum->sum -= from[slot].sum;
        sum->dates -= from[slot].dates;
    }
}

/* Returns the number of active dates of one of the program's sets. */
uint64_t window_dates(const struct log *log, const loyalty_program *program, uint32_t set, const struct extent *extent);
/* Adds up counts and sums exactly, word by word. */
void window_sum(const struct log *log, const struct kind_set *set, const struct extent *extent, struct sum *count,
                struct sum *sum);
/* Returns the first date with words of the set, DATE_NEVER for none. */
int32_t window_first(const struct log *log, const struct kind_set *set, const struct extent *extent);
/* Both return an active date, DATE_NEVER for none. */
int32_t window_first_active(const struct log *log, const struct kind_set *set, const struct extent *extent);
/* The last one that is not below the limit, which may be in front of the extent's first. */
int32_t window_last_active(const struct log *log, const struct kind_set *set, log_word limit, struct spot end);

/* Asks for the last date such that the total from there on is at least `least`, which is above 0. */
struct reach {
    const struct metric *metric; /* count, whose days are all above 0; or active_days */
    uint64_t least;
    log_word limit; /* dates below it are not asked for */
};

/* Returns that date for the words before `end`, DATE_NEVER if there is none. */
int32_t window_reach_anywhere(const struct log *log, const loyalty_program *program, const struct reach *reach,
                              struct spot end);

/*
 * Does the same; nearly every question is about a count, and answered by few words. Whether a word counts is no branch,
 * because that is hard to predict.
 */
static inline int32_t window_reach(const struct log *log, const loyalty_program *program, const struct reach *reach,
                                   struct spot end)
{
    if (reach->metric->type != METRIC_COUNT || log_escapes(log))
        return window_reach_anywhere(log, program, reach, end);
    const struct kind_set *set = &reach->metric->kinds;
    const log_word *words = log_view(log, end.page).words;
    struct reach left = *reach;
    for (const log_word *word = words + end.at; word > words;) {
        word--;
        uint64_t taken = word_count(*word) & (0 - (uint64_t)kind_set_has(set, word_kind(*word)));
        if (*word < left.limit)
            return DATE_NEVER;
        if (taken >= left.least)
            return word_date(*word);
        left.least -= taken;
    }
    return end.page ? window_reach_anywhere(log, program, &left, (struct spot){end.page, 0}) : DATE_NEVER;
}

#endif
