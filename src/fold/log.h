/* SPDX-License-Identifier: MIT */
/*
 * A customer's log: ascending words (word.h), one for each date and kind. The first few are in the log itself. More are
 * in a block, the *last page*. If it is full, it becomes one of the pages before the last one, and a new one begins. All
 * words of a date are on one page. Each page has a row of running totals (checkpoint.h).
 *
 * A *spot* is a place between two words.
 */
#ifndef LOYALTY_FOLD_LOG_H
#define LOYALTY_FOLD_LOG_H

#include <stdbool.h>

#include "base/compiler.h"
#include "fold/escapes.h"

enum {
    LOG_FEW = 7,       /* words in the log itself: with them, a customer of a book is two cache lines */
    LOG_ONE_PAGE = 63, /* words of the only page */
    LOG_PAGE = 31      /* words of one of several pages, if a row has no more totals: see log_page_most() */
};

/*
 * A page before the last one. It has more words than log_page_most() only if they are of one date, or if it was the only
 * page. It may be empty between log_reserve() and log_set(), and then until log_tidy().
 */
struct page {
    log_word *words;
    uint16_t count, capacity;
    uint32_t bits; /* the kind_bit() of the words' kinds */
};

/* All zeros is an empty log. */
struct log {
    uint32_t bits;           /* as in struct page, of the whole log */
    uint16_t used, capacity; /* of the last page. The capacity is 0 while the words are in `few`. */
    union {
        log_word few[LOG_FEW];
        struct {
            log_word *words;     /* of the last page */
            struct page *pages;  /* the pages before it */
            unsigned char *rows; /* running totals, a row for each page: see checkpoint.h */
            struct escapes *escapes;
            uint32_t page_count, page_capacity;
            /* The rows of the first `checked` pages are right. The next one is right for `marked` words of its page. */
            uint32_t checked, marked;
            uint32_t last_bits; /* as in struct page, of the last page */
            uint32_t most;      /* log_page_most() */
        };
    };
};

/* The spot after all pages before `page`, and after `at` words of that page. */
struct spot {
    uint32_t page, at;
};

/* A page to read. */
struct view {
    const log_word *words;
    uint32_t count;
    uint32_t bits;
};

/* Totals of a kind, modulo 2^64. */
struct kind_total {
    uint64_t count, sum;
    uint64_t dates; /* active ones: those with Σcount > 0 */
};

/* The active periods of a set of kinds, up to some date. All zeros is none. */
struct progress {
    uint64_t count; /* periods that hold an active date */
    int32_t last;   /* the latest active date, if there is one */
    uint32_t run;   /* consecutive periods, up to that which holds it, that each hold one */
};

/* Returns the bytes of a row: totals of each slot and of one more for all other kinds, and the progress of each set. */
static inline size_t log_row_size(const loyalty_program *program)
{
    return (program->slot_count + (size_t)1) * sizeof(struct kind_total) + program->set_count * sizeof(struct progress);
}

/* Returns how many words a page has, so that rows take no more memory than words, however many kinds are read. */
static inline uint32_t log_page_most(const loyalty_program *program)
{
    uint32_t totals = (uint32_t)(log_row_size(program) / sizeof(uint64_t));
    return totals > LOG_PAGE ? totals : LOG_PAGE;
}

/* Returns the bytes of the block of rows, which has one more than there is room for pages. */
static inline size_t log_rows_size(const struct log *log, const loyalty_program *program)
{
    return log->rows ? (log->page_capacity + (size_t)1) * log_row_size(program) : 0;
}

static inline bool log_is_inline(const struct log *log)
{
    return log->capacity == 0;
}

/* Returns whether the log has no word, and no block either. */
static inline bool log_is_untouched(const struct log *log)
{
    return log_is_inline(log) && log->used == 0;
}

/* Returns the index of the last page, which is the number of pages before it. */
static inline uint32_t log_last_page(const struct log *log)
{
    return log_is_inline(log) ? 0 : log->page_count;
}

static inline const log_word *log_last_words(const struct log *log)
{
    return log_is_inline(log) ? log->few : log->words;
}

static inline struct view log_view(const struct log *log, uint32_t page)
{
    if (page == log_last_page(log))
        return (struct view){log_last_words(log), log->used, log_is_inline(log) ? log->bits : log->last_bits};
    return (struct view){log->pages[page].words, log->pages[page].count, log->pages[page].bits};
}

static inline const struct escapes *log_escapes(const struct log *log)
{
    return log_is_inline(log) ? NULL : log->escapes;
}

/* Returns the totals of a word of the log. */
static inline struct day_total log_total(const struct log *log, log_word word)
{
    if (word_is_escape(word))
        return log->escapes->items[word_index(word)];
    return (struct day_total){word_count(word), word_sum(word)};
}

/* Returns the spot before the first word that is not below the limit. */
struct spot log_seek(const struct log *log, log_word limit);
/* Does the same, searching forward from a spot that is not after that one and usually near it. */
struct spot log_seek_from(const struct log *log, struct spot from, log_word limit);
/* Returns the earliest date, DATE_NEVER if the log is empty. */
int32_t log_earliest(const struct log *log);

/* Visits the words from a spot on: `while (log_next(&walk, &word))`. `spot` is the one after the last word visited. */
struct walk {
    const struct log *log;
    struct spot spot;
    struct view view;
};

static inline struct walk log_walk(const struct log *log, struct spot from)
{
    return (struct walk){log, from, log_view(log, from.page)};
}

static inline bool log_next(struct walk *walk, log_word *word)
{
    while (walk->spot.at == walk->view.count) {
        if (walk->spot.page == log_last_page(walk->log))
            return false;
        walk->spot = (struct spot){walk->spot.page + 1, 0};
        walk->view = log_view(walk->log, walk->spot.page);
    }
    *word = walk->view.words[walk->spot.at++];
    return true;
}

/* Gives all memory back; the log is empty. */
void log_clear(struct log *log, const loyalty_allocator *allocator);
/* Copies into an empty log, which stays empty on failure. */
int32_t log_copy(const struct log *from, const loyalty_program *program, struct log *to);
/* Overwrites all words and totals in blocks with zeros. The log can only be cleared then. */
void log_wipe(struct log *log, const loyalty_program *program);

/* Returns the totals of a key; zeros if it has no word. */
struct day_total log_find(const struct log *log, log_word key);
/* Reserves room so that log_set() with these totals, or with the present ones, cannot fail. */
int32_t log_reserve(struct log *log, const loyalty_program *program, log_word key, const struct day_total *total);
/* Sets the totals of a key. Needs log_reserve(), unless it restores what was there before the last log_set(). */
void log_set(struct log *log, const loyalty_program *program, log_word key, const struct day_total *total);
/* Frees the key's page if log_set() has emptied it. After that, what was there cannot be restored without log_reserve(). */
void log_tidy(struct log *log, const loyalty_program *program, log_word key);

/* Sets the sum of an event if its totals fit in a word; returns false otherwise. */
static inline bool log_event_fits(int32_t count, int64_t value, int64_t *sum)
{
    return count >= 1 && count <= WORD_COUNT_MAX && exact_mul(count, value, sum) && word_sum_fits(*sum);
}

/* Returns how many words the last page can have before it must be split or get a larger block. */
static inline uint32_t log_room(const struct log *log)
{
    if (log_is_inline(log))
        return LOG_FEW;
    uint32_t most = log->page_count ? log->most : LOG_ONE_PAGE;
    return log->capacity < most ? log->capacity : most;
}

/*
 * Adds a word that is not an escape in the usual case: its key is the last one or comes after it, and the totals fit in a
 * word. Otherwise, or if there is no room, returns false and changes nothing.
 */
static inline bool log_append_word(struct log *log, log_word word)
{
    log_word *words = log_is_inline(log) ? log->few : log->words;
    uint32_t used = log->used;
    if (used > 0 && word_key(word) <= words[used - 1]) {
        log_word last = words[used - 1];
        uint32_t count = word_count(last) + word_count(word);
        int64_t sum = word_sum(last) + word_sum(word);
        if (word_key(last) != word_key(word) || word_is_escape(last) || count > WORD_COUNT_MAX || !word_sum_fits(sum))
            return false;
        words[used - 1] = word_with(word_key(word), count, sum);
        return true;
    }
    if (used >= log_room(log))
        return false;
    words[used] = word;
    log->used++;
    log->bits |= kind_bit(word_kind(word));
    if (!log_is_inline(log))
        log->last_bits |= kind_bit(word_kind(word));
    return true;
}

/* Does that for an event. */
static inline bool log_append(struct log *log, log_word key, int32_t count, int64_t value)
{
    int64_t sum;
    return log_event_fits(count, value, &sum) && log_append_word(log, word_with(key, count, sum));
}

/* Makes room for one more word at the end if that is all that log_append() lacks. */
int32_t log_reserve_append(struct log *log, const loyalty_program *program, log_word key, int32_t count, int64_t value);

/* Prefetches what adding to the log will need. */
static inline void log_prefetch_end(const struct log *log)
{
    if (!log_is_inline(log))
        PREFETCH(log->words + log->used);
}

/* Prefetches the latest words. */
static inline void log_prefetch(const struct log *log)
{
    enum { WORDS_IN_LINE = 64 / sizeof(log_word) };
    if (!log_is_inline(log)) {
        PREFETCH(log->words + log->used);
        PREFETCH(log->words + (log->used > WORDS_IN_LINE ? log->used - WORDS_IN_LINE : 0));
    }
}

#endif
