/* SPDX-License-Identifier: MIT */
/* Adds up words. */
#ifndef LOYALTY_FOLD_TALLY_H
#define LOYALTY_FOLD_TALLY_H

#include "fold/log.h"

/* The words between two spots, each of which is between two dates. */
struct extent {
    struct spot from, end;
};

/* Adds each word of the extent to its kind's slot, or subtracts it if `sign` is -1. `slots` has slot_count + 1. */
void tally_kinds(const struct log *log, const loyalty_program *program, const struct extent *extent, int sign,
                 struct kind_total *slots);
/* Returns the number of active dates of a set of kinds. */
uint64_t tally_dates(const struct log *log, const struct kind_set *set, const struct extent *extent);
/* Goes on with the progress of a set over an extent that is after the dates of it so far. */
void tally_progress(const struct log *log, const struct period_set *set, const struct extent *extent,
                    struct progress *progress);
/* Returns whether Σcount over the set is above 0 on the date of a word of a kind in the set. */
bool tally_is_active(const struct log *log, const struct kind_set *set, const struct view *view, uint32_t at);

#endif
