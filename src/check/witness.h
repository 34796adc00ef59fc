/* SPDX-License-Identifier: MIT */
/*
 * The other half of a proof: a log, made up of events of the table's own kinds, for which rules really hold or fail on one
 * day, or some days in a row, found by trying the numbers that the table itself asks for and judged by the ladder's own arithmetic.
 */
#ifndef LOYALTY_CHECK_WITNESS_H
#define LOYALTY_CHECK_WITNESS_H

#include "table/program.h"

enum { WITNESS_RULES_MAX = LOYALTY_CELLS_MAX + 4, WITNESS_TEXT = 200 };

/* What all searches over one table may take, in conditions judged and entries written; see witness.c for one search. */
#define WITNESS_EFFORT 15000000

struct witness {
    const struct rule *holds[WITNESS_RULES_MAX], *fails[WITNESS_RULES_MAX];
    uint32_t hold_count, fail_count;
    int32_t days;   /* on which they shall hold and fail, one after the other and without events on the later ones */
    int64_t effort; /* left */
    char text[WITNESS_TEXT]; /* "purchases 3, idle 0": the values of the metrics asked about, on the first day */
};

/* 1 with a text where a log was found; 0 where none was, or a host's metric takes part; or LOYALTY_E_MEMORY. */
int32_t witness_find(struct witness *witness, const loyalty_program *program);

#endif
