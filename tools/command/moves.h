/* SPDX-License-Identifier: MIT */
/* The transitions of many customers, collected while they are told, those that a late event revokes taken out again. */
#ifndef LOYALTY_TOOLS_MOVES_H
#define LOYALTY_TOOLS_MOVES_H

#include "command/key.h"

#include <loyalty/loyalty.h>

/* A customer who moved. */
struct mover {
    struct key key;
    uint32_t rank; /* Among all of the list, in the order of their keys; set by moves_sort(). */
    uint32_t last; /* Number of their last move, from 1; 0 for none. */
};

struct move {
    int32_t date;
    uint32_t who;    /* Number of the mover, from 1. */
    uint32_t rank;   /* The mover's. */
    uint32_t before; /* Number of the mover's move before this one; 0 for none. */
    unsigned char from;
    unsigned char to;
    unsigned char revoked;
};

struct moves {
    struct move *all;
    uint32_t count;
    uint32_t capacity;
    struct mover *movers;
    uint32_t mover_count;
    uint32_t mover_capacity;
    int failed; /* Out of memory: the list is not complete. */
};

void moves_free(struct moves *list);

/* Number of a new mover, whose key has to outlive the list; 0 where there is no memory. */
uint32_t moves_add_mover(struct moves *list, const char *text, uint32_t length);

/* Takes what a transition callback of this mover was told. */
void moves_take(struct moves *list, uint32_t who, const loyalty_transition *transition);

/* Drops the revoked ones and sorts by date, then customer. Returns 0, or -1 where there is no memory. */
int moves_sort(struct moves *list);

/* Below, at or above 0: the same order between two lists. */
int moves_compare(const struct moves *left, const struct move *a, const struct moves *right, const struct move *b);

#endif
