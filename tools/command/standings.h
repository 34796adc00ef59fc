/* SPDX-License-Identifier: MIT */
/* The standings of many customers, sorted by their ids. */
#ifndef LOYALTY_TOOLS_STANDINGS_H
#define LOYALTY_TOOLS_STANDINGS_H

#include "command/key.h"
#include "command/order.h"

#include <loyalty/loyalty.h>
#include <stdbool.h>

struct standing {
    const char *id;
    int64_t score;
    int32_t since;
    unsigned char rung;
    unsigned char id_length;
};

/* What a standing has beside these, as in loyalty_standing. */
struct standing_days {
    int32_t failing;
    int32_t falls_on;
    int32_t next;
    int32_t term_end;
};

struct standings {
    struct standing *all;       /* in the order in which they were added */
    struct standing_days *days; /* of the same; NULL if not asked for */
    uint32_t count;
    uint32_t capacity;
    struct order_item *order; /* the same sorted, by the prefixes of the ids; NULL before that */
};

/* Reserves room for `capacity` standings, with their days if these are asked for. Fails with LOYALTY_E_MEMORY only. */
int32_t standings_reserve(struct standings *list, uint32_t capacity, bool with_days);
void standings_free(struct standings *list);

/*
 * Appends where a customer stood on a day up to the one they were advanced to, unless they were not on the ladder. The
 * id must outlive the list. Room must be reserved.
 */
int32_t standings_add(struct standings *list, const char *id, uint32_t length, const loyalty_customer *customer,
                      int32_t date);

/* Returns the days of a standing, which were asked for. */
const struct standing_days *standings_days(const struct standings *list, const struct standing *one);

/* Fails with LOYALTY_E_MEMORY only. */
int32_t standings_sort(struct standings *list);

/* Compares the standings at two places of sorted lists. */
int standings_compare(const struct standings *left, uint32_t i, const struct standings *right, uint32_t j);

#endif
