/* SPDX-License-Identifier: MIT */
/* The transitions of many customers, collected while they are told, those that a late event revokes taken out again. */
#ifndef LOYALTY_TOOLS_MOVES_H
#define LOYALTY_TOOLS_MOVES_H

#include "customers.h"

typedef struct move {
    const customer *who;
    int32_t date;
    uint32_t from;
    uint32_t to;
    uint32_t before; /* Number of the customer's move before this one, from 1; 0 for none. */
    int revoked;
} move;

typedef struct moves {
    move *all;
    uint32_t count;
    uint32_t capacity;
    int failed; /* Out of memory: the list is not complete. */
} moves;

void moves_free(moves *list);

/* Takes what a transition callback of this customer was told. */
void moves_take(moves *list, customer *who, const loyalty_transition *transition);

/* Drops the revoked ones and sorts by date, then customer. After customers_sort(). */
void moves_sort(moves *list);

#endif
