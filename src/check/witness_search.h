/* SPDX-License-Identifier: MIT */
/* The state of a search for a witness, which witness_*.c share. */
#ifndef LOYALTY_CHECK_WITNESS_SEARCH_H
#define LOYALTY_CHECK_WITNESS_SEARCH_H

#include "check/witness.h"
#include "fold/day.h"

/*
 * The traits of a block of events of one kind: its number of consecutive active days, how many days ago the last of
 * them was, its number of events, and their values. These add up to VALUE for each event, plus SUM. Each kind has a
 * recent and an old block, because some windows include only the recent one.
 */
enum trait { TRAIT_DAYS, TRAIT_IDLE, TRAIT_COUNT, TRAIT_VALUE, TRAIT_SUM, TRAITS };
enum { BLOCKS = 2, DIALS = BLOCKS * TRAITS, NUMBERS_MAX = 40 };

/* The numbers to try for one trait of a kind's blocks, the simplest first. */
struct numbers {
    int64_t number[NUMBERS_MAX];
    uint32_t count;
};

/* What the search tries for one kind. */
struct plan {
    uint32_t kind;
    struct numbers traits[TRAITS];
    uint32_t at[DIALS]; /* the indices of the current numbers: all traits of a block, then those of the next */
};

struct search {
    const struct region *region;
    const loyalty_program *program;
    struct effort *effort;
    char *text;
    int32_t days; /* the number of days to judge */
    int32_t today;
    struct log log;
    struct day day;
    bool asked[LOYALTY_METRICS_MAX]; /* the metrics that the rules ask about, directly, in shares or in the score */
    bool score, rung, host;          /* whether the rules ask about the score, the rung, a host metric */
    int64_t width;                   /* the effort to judge a day: conditions, and the kinds that their metrics read */
    int64_t written;                 /* the number of days written to the log */
    int32_t status;                  /* LOYALTY_E_MEMORY once memory ran out */
    uint64_t random;
    struct plan *plan_of[LOYALTY_KINDS_MAX]; /* NULL for kinds that no rule asks about */
    uint32_t plan_count;
    struct plan plans[];
};

/* Finds what the rules ask about, and the numbers worth trying for each kind (witness_numbers.c). */
void search_ask(struct search *search);

/* Writes the log that the current numbers describe (witness_log.c). */
void search_write(struct search *search);

/* Writes the values on search->day of the metrics that the rules name, as many as fit (witness_text.c). */
void search_describe(struct search *search);

#endif
