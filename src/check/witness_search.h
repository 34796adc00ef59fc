/* SPDX-License-Identifier: MIT */
/* A search for a witness under way; the parts of it lie in a file each. */
#ifndef LOYALTY_CHECK_WITNESS_SEARCH_H
#define LOYALTY_CHECK_WITNESS_SEARCH_H

#include "check/witness.h"
#include "fold/day.h"

/*
 * A block of events of one kind: so many active days in a row, the last of them so many days ago, so many events and so
 * large a sum in all. Each kind has a recent block and an old one, so that windows can tell them apart.
 */
enum { DAYS, IDLE, COUNT, SUM, TRAITS };
enum { BLOCKS = 2, NUMBERS_MAX = 40 };

/* `times` for each event of the block and `plus`: a sum is asked for as such or, for a mean, by the event. */
struct amount {
    int64_t times, plus;
};

/* Tried for one trait of a kind's events. */
struct numbers {
    struct amount amounts[NUMBERS_MAX];
    uint32_t count;
};

struct plan {
    uint32_t kind;
    struct numbers traits[TRAITS];
    uint32_t at[BLOCKS][TRAITS]; /* the amounts chosen now */
    int64_t effort;              /* of writing a day */
};

struct search {
    struct witness *witness;
    const loyalty_program *program;
    int32_t today;
    struct log log;
    struct day day;
    uint8_t
        asked[LOYALTY_METRICS_MAX]; /* metrics that the rules ask about, parts of shares and of the score included */
    uint8_t named[LOYALTY_METRICS_MAX]; /* metrics that the rules name themselves */
    int32_t score, rung, host;          /* whether the rules ask for it */
    int64_t effort;                     /* left */
    int64_t day_effort, ladder_effort;  /* of working out what is asked of a day, and the ladder on it */
    int64_t days;                       /* written */
    int32_t status;                     /* LOYALTY_E_MEMORY once memory ran out */
    uint64_t random;
    struct plan *plan_of[LOYALTY_KINDS_MAX]; /* NULL for kinds that no rule asks about */
    uint32_t plan_count;
    struct plan plans[];
};

/* Gathers what the rules ask about, and for each kind of events the numbers worth trying. witness_numbers.c */
void search_ask(struct search *search);

/* Writes the log chosen now. witness_log.c */
void search_write(struct search *search);

/* Says what the metrics asked about are on search->day. witness_text.c */
void search_describe(struct search *search);

#endif
