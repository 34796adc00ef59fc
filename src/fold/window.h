/* SPDX-License-Identifier: MIT */
/*
 * Answers questions about the words between two spots, each of which is between two dates. However long the log is, a
 * total is the difference of two checkpoints, corrected by the few words between them and the spots.
 */
#ifndef LOYALTY_FOLD_WINDOW_H
#define LOYALTY_FOLD_WINDOW_H

#include "fold/checkpoint.h"

/* The totals of all slots over an extent: the difference of two checkpoints, and `rest`. */
struct window_totals {
    struct extent extent;
    struct checkpoint from, end;
    struct kind_total rest[LOYALTY_KINDS_MAX + 1];
};

void window_begin(const struct log *log, const loyalty_program *program, const struct extent *extent,
                  struct window_totals *totals);
/* Moves totals to a later extent. Returns false, and changes nothing, if that is on other pages. */
bool window_move(const struct log *log, const loyalty_program *program, const struct extent *extent,
                 struct window_totals *totals);

/* Adds the difference of a slot's totals in two rows; NULL is a row of zeros. */
static inline void window_add_rows(const struct kind_total *end, const struct kind_total *from, uint32_t slot,
                                   struct kind_total *total)
{
    if (end) {
        total->count += end[slot].count;
        total->sum += end[slot].sum;
        total->dates += end[slot].dates;
    }
    if (from) {
        total->count -= from[slot].count;
        total->sum -= from[slot].sum;
        total->dates -= from[slot].dates;
    }
}

/* Adds the totals of a slot, modulo 2^64. */
static inline void window_add(const struct window_totals *totals, uint32_t slot, struct kind_total *total)
{
    total->count += totals->rest[slot].count;
    total->sum += totals->rest[slot].sum;
    total->dates += totals->rest[slot].dates;
    if (totals->end.row != totals->from.row)
        window_add_rows(totals->end.row, totals->from.row, slot, total);
}

/* Sets the progress of one of the program's sets over all words before a spot. */
void window_progress(const struct log *log, const loyalty_program *program, uint32_t set, struct spot spot,
                     struct progress *progress);
/* Returns the number of active periods of one of the program's sets. */
uint64_t window_periods(const struct log *log, const loyalty_program *program, uint32_t set,
                        const struct extent *extent);
/* Adds all counts and sums of a set of kinds, exactly. */
void window_sum(const struct log *log, const struct kind_set *set, const struct extent *extent, struct sum *count,
                struct sum *sum);
/* Returns the first date with a word of the set, or DATE_NEVER. */
int32_t window_first(const struct log *log, const struct kind_set *set, const struct extent *extent);
/* Returns the first active date, or DATE_NEVER. */
int32_t window_first_active(const struct log *log, const struct kind_set *set, const struct extent *extent);

/* A question: what is the last date, not below the limit, from which on a metric is at least `least`? */
struct reach {
    const struct metric *metric; /* one whose active dates are counted; or count, if no day's count is below 1 */
    uint64_t least;              /* above 0 */
    log_word limit;
};

/* Answers it for the words before `end`. Returns DATE_NEVER if there is no such date. */
int32_t window_reach_anywhere(const struct log *log, const loyalty_program *program, const struct reach *reach,
                              struct spot end);

/*
 * Does the same. Nearly every question is about a count, and a few words answer it. There is no branch on whether a word
 * counts, because that is hard to predict.
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

/* Returns the last active date of a days_since or latest metric before `end` that is not below the limit, or DATE_NEVER. */
int32_t window_last_active(const struct log *log, const loyalty_program *program, const struct metric *metric,
                           log_word limit, struct spot end);

/* Returns the first active date of a metric of one kind before `end`, or DATE_NEVER, in a long log by its totals. */
int32_t window_first_of_kind(const struct log *log, const loyalty_program *program, const struct metric *metric,
                             struct spot end);

#endif
