/* SPDX-License-Identifier: MIT */
/* The standings of many customers, sorted by their ids. */
#ifndef LOYALTY_TOOLS_STANDINGS_H
#define LOYALTY_TOOLS_STANDINGS_H

#include "command/key.h"

#include <loyalty/loyalty.h>

struct standing {
    struct key key;
    uint32_t rung;
    int32_t since;
    int64_t score;
};

struct standings {
    struct standing *all;
    uint32_t count;
    uint32_t capacity;
};

/* Reserves room for `capacity` standings. */
int32_t standings_reserve(struct standings *list, uint32_t capacity);
void standings_free(struct standings *list);

/* Appends a customer, unless they are not on the ladder. The id must outlive the list. Room must be reserved. */
int32_t standings_add(struct standings *list, const char *id, uint32_t length, const loyalty_customer *customer);

void standings_sort(struct standings *list);

#endif
