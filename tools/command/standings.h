/* SPDX-License-Identifier: MIT */
/* Where many customers stand, in the order of their ids. */
#ifndef LOYALTY_TOOLS_STANDINGS_H
#define LOYALTY_TOOLS_STANDINGS_H

#include "command/key.h"

#include <loyalty/loyalty.h>

typedef struct place {
    key key;
    uint32_t rung;
    int32_t since;
    int64_t score;
} place;

typedef struct standings {
    place *all;
    uint32_t count;
    uint32_t capacity;
} standings;

/* Room for so many. */
int32_t standings_reserve(standings *list, uint32_t capacity);
void standings_free(standings *list);

/* Adds a customer, whose id has to outlive the list; one who is not on the ladder is left out. There has to be room. */
int32_t standings_add(standings *list, const char *id, uint32_t length, const loyalty_customer *customer);

void standings_sort(standings *list);

#endif
