/* SPDX-License-Identifier: MIT */
/*
 * The running totals of a log of several pages: over all words before a spot, for each slot and each set of the program,
 * modulo 2^64. There is a checkpoint at the end of each page but the last, and one in the last page, before its last
 * date. The difference of two totals is exact wherever the true difference fits in 64 bits; otherwise
 * escapes_are_huge().
 *
 * A change makes the checkpoints behind it wrong, until they are updated. Reading does not need that: from the last one
 * that is right, words are added up one by one.
 */
#ifndef LOYALTY_FOLD_CHECKPOINT_H
#define LOYALTY_FOLD_CHECKPOINT_H

#include "fold/tally.h"

struct checkpoint {
    const struct kind_total *row; /* see checkpoint_sets(); NULL at the beginning of the log */
    struct spot spot;
};

/* Makes all checkpoints right. */
void checkpoint_update(struct log *log, const loyalty_program *program);
/* Returns whether that is a matter of a few pages at most. */
static inline bool checkpoint_is_near(const struct log *log)
{
    enum { FEW_PAGES = 4 };
    return log_last_page(log) == 0 || log->page_count - log->checked <= FEW_PAGES;
}

/* Makes them right in that case. Otherwise the next fold does, so that events in any order are recorded fast. */
static inline void checkpoint_update_few(struct log *log, const loyalty_program *program)
{
    if (checkpoint_is_near(log))
        checkpoint_update(log, program);
}

/* Returns the nearest checkpoint that is right, before or behind a spot. */
struct checkpoint checkpoint_near(const struct log *log, const loyalty_program *program, struct spot spot);

/* Returns the numbers of active dates of the program's sets, which are behind the slots. */
static inline const uint64_t *checkpoint_sets(const loyalty_program *program, const struct kind_total *row)
{
    return (const uint64_t *)(row + program->slot_count + 1);
}

#endif
