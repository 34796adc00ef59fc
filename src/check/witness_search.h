/* SPDX-License-Identifier: MIT */
/* A search for a witness under way; each part of it is in a file of its own. */
#ifndef LOYALTY_CHECK_WITNESS_SEARCH_H
#define LOYALTY_CHECK_WITNESS_SEARCH_H

#include "check/witness.h"
#include "fold/day.h"

/*
 * A block of events of one kind: active days in a row, the last of them `idle` days ago, and the number of events.
 * Their values add up to `value` for each event and `sum`. Each kind has a recent block and an old one, so that windows
 * can tell them apart.
 */
enum trait { TRAIT_DAYS, TRAIT_IDLE, TRAIT_COUNT, TRAIT_VALUE, TRAIT_SUM, TRAITS };
enum { BLOCKS = 2, DIALS = BLOCKS * TRAITS, NUMBERS_MAX = 40 };

/* The numbers to try for one trait of a kind's events, the plainest first. */
struct numbers {
    int64_t number[NUMBERS_MAX];
    uint32_t count;
};

/* What is tried for one kind. */
struct plan {
    uint32_t kind;
    int64_t effort; /* of writing a day */
    struct numbers traits[TRAITS];
    uint32_t at[DIALS]; /* the indices of the numbers chosen now: all traits of a block, then those of the next */
};

struct search {
    const struct region *region;
    const loyalty_program *program;
    struct effort *effort;
    char *text;
    int32_t days; /* to judge */
    int32_t today;
    struct log log;
    struct day day;
    bool asked[LOYALTY_METRICS_MAX]; /* metrics that the rules ask about, parts of shares and of the score included */
    bool score, rung, host;          /* whether the rules ask for it */
    int64_t width;                   /* conditions, and the series that their metrics read */
    int64_t written;                 /* days of the log */
    int32_t status;                  /* LOYALTY_E_MEMORY once memory ran out */
    uint64_t random;
    struct plan *plan_of[LOYALTY_KINDS_MAX]; /* NULL for kinds that no rule asks about */
    uint32_t plan_count;
    struct plan plans[];
};

/* Gathers what the rules ask about, and the numbers worth trying for each kind of events. witness_numbers.c */
void search_ask(struct search *search);

/* Writes the log chosen now. witness_log.c */
void search_write(struct search *search);

/* Writes the values on search->day of the metrics asked about. witness_text.c */
void search_describe(struct search *search);

#endif
