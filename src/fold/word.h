/* SPDX-License-Identifier: MIT */
/*
 * The words of a log. Everything that a customer did on one date, of one kind, is one word of 64 bits. From the highest
 * bits to the lowest:
 *
 *     date 22, days from LOYALTY_DATE_MIN | kind 8 | Σcount 4 | Σcount·value 30, in two's complement
 *
 * Ascending words are thus in the order of their dates, and on one date in the order of their kinds. If the totals do not
 * fit, the word is an escape: its count is 0 and the lowest 30 bits are an index into the log's escapes (escapes.h).
 */
#ifndef LOYALTY_FOLD_WORD_H
#define LOYALTY_FOLD_WORD_H

#include "base/date.h"
#include "base/exact.h"
#include "table/program.h"

typedef uint64_t log_word;

enum {
    WORD_SUM_BITS = 30,
    WORD_COUNT_BITS = 4,
    WORD_KIND_BITS = 8,
    WORD_DATE_BITS = 22,
    WORD_COUNT_AT = WORD_SUM_BITS,
    WORD_KIND_AT = WORD_COUNT_AT + WORD_COUNT_BITS,
    WORD_DATE_AT = WORD_KIND_AT + WORD_KIND_BITS,
    WORD_COUNT_MAX = (1 << WORD_COUNT_BITS) - 1,
    WORD_SUM_MAX = (1 << (WORD_SUM_BITS - 1)) - 1
};

#define WORD_SUM_MASK ((UINT64_C(1) << WORD_SUM_BITS) - 1)
/* A limit above all words. */
#define WORD_END UINT64_MAX

_Static_assert(WORD_DATE_AT + WORD_DATE_BITS == 64, "the parts fill a word");
_Static_assert(LOYALTY_DATE_MAX - LOYALTY_DATE_MIN < (1 << WORD_DATE_BITS) - 1, "a word names all dates, and WORD_END");
_Static_assert(LOYALTY_KINDS_MAX <= 1 << WORD_KIND_BITS, "a word names all kinds");

/* Σcount and Σcount·value of one kind on one date. */
struct day_total {
    int64_t count, sum;
};

/* Returns the lowest word of a date, as a limit: words are below it if they are dated before. Takes any date. */
static inline log_word word_limit(int32_t date)
{
    if (date <= LOYALTY_DATE_MIN)
        return 0;
    return date > LOYALTY_DATE_MAX ? WORD_END : (log_word)(uint32_t)(date - LOYALTY_DATE_MIN) << WORD_DATE_AT;
}

/* Returns the key of a date and kind: their word with all other bits 0. */
static inline log_word word_of(int32_t date, uint32_t kind)
{
    return (log_word)(uint32_t)(date - LOYALTY_DATE_MIN) << WORD_DATE_AT | (log_word)kind << WORD_KIND_AT;
}

static inline log_word word_with(log_word key, int64_t count, int64_t sum)
{
    return key | (log_word)count << WORD_COUNT_AT | ((log_word)sum & WORD_SUM_MASK);
}

static inline log_word word_escape(log_word key, uint32_t index)
{
    return key | index;
}

static inline int32_t word_date(log_word word)
{
    return (int32_t)(uint32_t)(word >> WORD_DATE_AT) + LOYALTY_DATE_MIN;
}

static inline uint32_t word_kind(log_word word)
{
    return (uint32_t)(word >> WORD_KIND_AT) & (LOYALTY_KINDS_MAX - 1);
}

static inline log_word word_key(log_word word)
{
    return word >> WORD_KIND_AT << WORD_KIND_AT;
}

static inline bool word_same_date(log_word a, log_word b)
{
    return (a ^ b) >> WORD_DATE_AT == 0;
}

/* Returns Σcount, or 0 if the word is an escape. */
static inline uint32_t word_count(log_word word)
{
    return (uint32_t)(word >> WORD_COUNT_AT) & WORD_COUNT_MAX;
}

static inline bool word_is_escape(log_word word)
{
    return word_count(word) == 0;
}

/* Returns Σcount·value of a word that is not an escape. */
static inline int64_t word_sum(log_word word)
{
    return (int64_t)(word << (64 - WORD_SUM_BITS)) >> (64 - WORD_SUM_BITS);
}

static inline uint32_t word_index(log_word escape)
{
    return (uint32_t)(escape & WORD_SUM_MASK);
}

static inline bool word_sum_fits(int64_t sum)
{
    return sum >= -WORD_SUM_MAX - 1 && sum <= WORD_SUM_MAX;
}

/* Returns whether events with counts above 0 and values that the kind allows can add up to these totals. */
static inline bool day_total_is_plain(const struct day_total *total, const struct kind *kind)
{
    return total->count > 0 && (total->sum >= 0 || kind->min < 0) && (total->sum <= 0 || kind->max > 0);
}

/* Returns whether totals fit in a word. So a word that is not an escape is always plain: see day_total_is_plain(). */
static inline bool word_fits(const struct day_total *total, const struct kind *kind)
{
    return total->count <= WORD_COUNT_MAX && word_sum_fits(total->sum) && day_total_is_plain(total, kind);
}

#endif
