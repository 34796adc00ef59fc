/* SPDX-License-Identifier: MIT */
/*
 * A customer's log: ascending words (word.h), one for each date and kind. The first few are in the log itself, then
 * they are in a block, which is the *last page*. When it is full it moves to the pages before, and a new one begins. A
 * page is never split within a date. Beside each page stand the running totals of all words before it (checkpoint.h).
 *
 * A *spot* is a place between two words.
 */
#ifndef LOYALTY_FOLD_LOG_H
#define LOYALTY_FOLD_LOG_H

#include <stdbool.h>

#include "base/compiler.h"
#include "fold/escapes.h"

enum {
    LOG_FEW = 7,       /* as many as make a customer of a book two cache lines */
    LOG_ONE_PAGE = 63, /* words of the last page if it is the only one */
    LOG_PAGE = 31      /* words of a page; more only if they are all of one date, or if it was the only one */
};

/* A page before the last one. It has words, except from log_reserve() to log_set(), and from there to log_tidy(). */
struct page {
    log_word *words;
    uint16_t count, capacity;
    uint32_t bits; /* the kind_bit() of the words' kinds, and perhaps of others */
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
            /* The rows of so many pages are right; that of the next page is at so many words of it. */
            uint32_t checked, marked;
        };
    };
};

/* The words before it are those of the pages before `page`, and `at` words of this one. */
struct spot {
    uint32_t page, at;
};

/* The words of a page, to read. */
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

/* Returns the bytes of a row of totals: of all slots, of one more for the other kinds, and the dates of all sets. */
static inline size_t log_row_size(const loyalty_program *program)
{
    return (program->slot_count + (size_t)1) * sizeof(struct kind_total) + program->set_count * sizeof(uint64_t);
}

static inline bool log_is_inline(const struct log *log)
{
    return log->capacity == 0;
}

/* Returns the number of pages before the last one, and so the index of the last one. */
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
        return (struct view){log_last_words(log), log->used, log->bits};
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
/* Does the same from a spot that is not behind that one, and mostly near. */
struct spot log_seek_from(const struct log *log, struct spot from, log_word limit);
/* Returns the earliest date, DATE_NEVER if the log is empty. */
int32_t log_earliest(const struct log *log);

/*
 * Goes from word to word: `for (struct walk walk = log_walk(log, spot); log_next(&walk, &word);)`. After a word, `spot`
 * is the one behind it.
 */
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
/* Into an empty log, which stays empty on failure. */
int32_t log_copy(const struct log *from, const loyalty_program *program, struct log *to);
/* Overwrites all words and totals outside of `log` with zeros. It can only be cleared then. */
void log_wipe(struct log *log, const loyalty_program *program);

/* Returns the totals of a date and kind, zeros if there are none. */
struct day_total log_find(const struct log *log, log_word key);
/* Makes sure that log_set() with these totals, or with those that stand there, cannot fail. */
int32_t log_reserve(struct log *log, const loyalty_program *program, log_word key, const struct day_total *total);
/* Sets the totals of a date and kind. Needs log_reserve() unless it puts back what stood there before. */
void log_set(struct log *log, const loyalty_program *program, log_word key, const struct day_total *total);
/* Frees the page that log_set() has emptied, if it has. After that, what stood there cannot be put back. */
void log_tidy(struct log *log, const loyalty_program *program, log_word key);

/* Sets the sum of an event whose totals fit in a word. Returns false for others. */
static inline bool log_event_fits(int32_t count, int64_t value, int64_t *sum)
{
    return count >= 1 && count <= WORD_COUNT_MAX && exact_mul(count, value, sum) && word_sum_fits(*sum);
}

/* Returns the number of words that the last page may hold without being split or getting another block. */
static inline uint32_t log_room(const struct log *log)
{
    if (log_is_inline(log))
        return LOG_FEW;
    uint32_t most = log->page_count ? LOG_PAGE : LOG_ONE_PAGE;
    return log->capacity < most ? log->capacity : most;
}

/*
 * Adds an event in the usual case: on the last date and kind, or a later one, and fitting in a word. Returns false if it
 * is another or if there is no room, and has done nothing then.
 */
static inline bool log_append(struct log *log, log_word key, int32_t count, int64_t value)
{
    log_word *words = log_is_inline(log) ? log->few : log->words;
    uint32_t used = log->used;
    int64_t sum;
    if (!log_event_fits(count, value, &sum))
        return false;
    if (used > 0 && key <= words[used - 1]) {
        log_word last = words[used - 1];
        if (word_key(last) != key || word_is_escape(last) || word_count(last) + (uint32_t)count > WORD_COUNT_MAX ||
            !word_sum_fits(word_sum(last) + sum))
            return false;
        words[used - 1] = word_with(key, (int64_t)word_count(last) + count, word_sum(last) + sum);
        return true;
    }
    if (used >= log_room(log))
        return false;
    words[used] = word_with(key, count, sum);
    log->used++;
    log->bits |= kind_bit(word_kind(key));
    return true;
}

/* Makes room for another word at the end, if that is all that log_append() lacks. */
int32_t log_reserve_append(struct log *log, const loyalty_program *program, log_word key, int32_t count, int64_t value);

/* Asks for what adding to the log will need. */
static inline void log_prefetch_end(const struct log *log)
{
    if (!log_is_inline(log))
        PREFETCH(log->words + log->used);
}

/* Asks for the latest words. */
static inline void log_prefetch(const struct log *log)
{
    enum { WORDS_IN_LINE = 64 / sizeof(log_word) };
    if (!log_is_inline(log)) {
        PREFETCH(log->words + log->used);
        PREFETCH(log->words + (log->used > WORDS_IN_LINE ? log->used - WORDS_IN_LINE : 0));
    }
}

#endif
