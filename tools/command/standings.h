/* SPDX-License-Identifier: MIT */
/* The standings of many customers, sorted by their ids. */
#ifndef LOYALTY_TOOLS_STANDINGS_H
#define LOYALTY_TOOLS_STANDINGS_H

#include "command/key.h"
#include "command/order.h"

#include <loyalty/loyalty.h>

struct standing {
    const char *id;
    int64_t score;
    int32_t since;
    unsigned char rung;
    unsigned char id_length;
};

struct standings {
    struct standing *all; /* in the order in which they were added */
    uint32_t count;
    uint32_t capacity;
    struct order_item *order; /* the same sorted, by the prefixes of the ids; NULL before that */
};

/* Reserves room for `capacity` standings. */
int32_t standings_reserve(struct standings *list, uint32_t capacity);
void standings_free(struct standings *list);

/* Appends a customer, unless they are not on the ladder. The id must outlive the list. Room must be reserved. */
int32_t standings_add(struct standings *list, const char *id, uint32_t length, const loyalty_customer *customer);

/* Fails with LOYALTY_E_MEMORY only. */
int32_t standings_sort(struct standings *list);

/* Compares the standings at two places of sorted lists. */
int standings_compare(const struct standings *left, uint32_t i, const struct standings *right, uint32_t j);

#endif
