/* SPDX-License-Identifier: MIT */
/*
 * Running totals of a log that has several pages. A checkpoint has a row of totals over all words before it, one for each
 * slot and each set of the program, modulo 2^64. There is one at the end of each page except the last page, where it is
 * before the last date. The difference of two totals is exact if the true difference fits in 64 bits, as it does unless
 * escapes_are_huge().
 *
 * A change of the log makes the checkpoints after it stale until checkpoint_update(). The others can be read: a question
 * about words after the last one that is right walks over all of them.
 */
#ifndef LOYALTY_FOLD_CHECKPOINT_H
#define LOYALTY_FOLD_CHECKPOINT_H

#include "fold/tally.h"

struct checkpoint {
    const struct kind_total *row; /* see checkpoint_sets(); NULL at the beginning of the log */
    struct spot spot;
};

/* Updates all stale checkpoints. */
void checkpoint_update(struct log *log, const loyalty_program *program);
/* Returns whether at most a few pages have a stale checkpoint. */
static inline bool checkpoint_is_near(const struct log *log)
{
    enum { FEW_PAGES = 4 };
    return log_last_page(log) == 0 || log->page_count - log->checked <= FEW_PAGES;
}

/* Updates them in that case only. The next fold updates all, so that recording is fast in any order of dates. */
static inline void checkpoint_update_few(struct log *log, const loyalty_program *program)
{
    if (checkpoint_is_near(log))
        checkpoint_update(log, program);
}

/* Returns the row before a page whose checkpoint is not stale: page <= log->checked. NULL before the first page. */
static inline const struct kind_total *checkpoint_before(const struct log *log, const loyalty_program *program,
                                                         uint32_t page)
{
    return page ? (const struct kind_total *)(const void *)(log->rows + (page - 1) * log_row_size(program)) : NULL;
}

/* Returns the nearest checkpoint that is not stale, before or after a spot. */
struct checkpoint checkpoint_near(const struct log *log, const loyalty_program *program, struct spot spot);

/* Returns the part of a row that is after the slots: the progress of the program's sets. */
static inline const struct progress *checkpoint_sets(const loyalty_program *program, const struct kind_total *row)
{
    return (const struct progress *)(const void *)(row + program->slot_count + 1);
}

#endif
