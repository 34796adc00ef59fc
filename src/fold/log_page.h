/* SPDX-License-Identifier: MIT */
/* Room in the pages of a log. Only log.c and load.c use this. */
#ifndef LOYALTY_FOLD_LOG_PAGE_H
#define LOYALTY_FOLD_LOG_PAGE_H

#include "fold/log.h"

/* Read and write any page. The last one is part of the log; these make it look like the others. */
static inline struct page log_page_at(struct log *log, uint32_t index)
{
    if (log_is_inline(log))
        return (struct page){log->few, log->used, LOG_FEW, log->bits};
    if (index == log->page_count)
        return (struct page){log->words, log->used, log->capacity, log->last_bits};
    return log->pages[index];
}

static inline void log_page_put(struct log *log, uint32_t index, const struct page *page)
{
    if (!log_is_inline(log) && index < log->page_count) {
        log->pages[index] = *page;
        return;
    }
    log->used = page->count;
    if (!log_is_inline(log)) {
        log->words = page->words;
        log->capacity = page->capacity;
        log->last_bits = page->bits;
    }
}

/* Marks checkpoints as stale after a change at a spot. */
static inline void log_page_changed(struct log *log, struct spot spot)
{
    if (log_is_inline(log) || log->checked < spot.page)
        return;
    if (log->checked > spot.page || log->marked >= spot.at)
        log->marked = 0;
    log->checked = spot.page;
}

/* Copies up to LOG_ONE_PAGE words, which are not escapes, into a log without words or block; `bits` as in struct page. */
int32_t log_page_fill(struct log *log, const loyalty_program *program, const log_word *words, uint32_t count,
                      uint32_t bits);
/* Reserve room for the key's word in a page, and for an escape. */
int32_t log_page_reserve(struct log *log, const loyalty_program *program, uint32_t index, log_word key);
int32_t log_page_reserve_escape(struct log *log, const loyalty_program *program);
/* Removes an empty page, which is not the only one. */
void log_page_remove(struct log *log, const loyalty_allocator *allocator, uint32_t index);

#endif
