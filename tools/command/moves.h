/* SPDX-License-Identifier: MIT */
/* The transitions of many customers, collected as they arrive, without those that a late event revokes. */
#ifndef LOYALTY_TOOLS_MOVES_H
#define LOYALTY_TOOLS_MOVES_H

#include "command/key.h"
#include "command/order.h"

#include <loyalty/loyalty.h>
#include <stdbool.h>

/* A customer who moved. */
struct mover {
    const char *id;
    uint32_t id_length;
    uint32_t rank; /* position among all movers in the order of their keys; set by moves_sort() */
    uint32_t last; /* number of their last move, from 1; 0 for none */
};

struct move {
    int32_t date;
    uint32_t who;    /* number of the mover, from 1 */
    uint32_t before; /* number of the mover's move before this one; 0 for none */
    unsigned char from;
    unsigned char to;
    bool revoked;
};

struct moves {
    struct move *all;
    uint32_t count;
    uint32_t capacity;
    struct mover *movers;
    uint32_t mover_count;
    uint32_t mover_capacity;
    bool failed;              /* out of memory: the list is not complete */
    struct order_item *order; /* the moves sorted, without the revoked ones; NULL before that */
    uint32_t sorted;          /* how many they are */
};

void moves_free(struct moves *list);

/* Adds a mover, whose id must outlive the list. Returns their number, or 0 if there is no memory. */
uint32_t moves_add_mover(struct moves *list, const char *text, uint32_t length);

/* Takes a transition from a callback for this mover: adds a move, or revokes one. */
void moves_take(struct moves *list, uint32_t who, const loyalty_transition *transition);

/*
 * Adds all moves of a customer up to a day, which they must have been advanced to or past. Returns a status of the
 * library.
 */
int32_t moves_trace(struct moves *list, const char *id, uint32_t length, const loyalty_customer *customer,
                    int32_t date);

/* Sorts by date, then customer. Returns LOYALTY_E_MEMORY also if the list has failed. */
int32_t moves_sort(struct moves *list);

/* Compares the moves at two places of sorted lists. */
int moves_compare(const struct moves *left, uint32_t i, const struct moves *right, uint32_t j);

#endif
