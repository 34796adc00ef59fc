/* SPDX-License-Identifier: MIT */
/*
 * The ids of a customer's recent events, which make a retry harmless. They are kept in an order, not in a hash table: a
 * customer of its own has no secret that a hash could be seeded with, and whoever chooses ids that meet in one slot
 * would slow the customer down.
 */
#ifndef LOYALTY_FOLD_IDS_H
#define LOYALTY_FOLD_IDS_H

#include "base/memory.h"

struct id {
    int32_t date;    /* of the event */
    uint32_t offset; /* of its bytes */
    uint32_t length;
};

/* In the functions below NULL is an empty set. */
struct ids {
    struct id *items; /* as they came */
    uint32_t *order;  /* their indexes in two sorted runs: `sorted` of them, and the few that came since */
    unsigned char *bytes;
    uint32_t count, sorted, capacity, bytes_used, bytes_capacity;
};

/* Returns the date remembered with an id, or LOYALTY_DATE_NONE. */
int32_t ids_find(const struct ids *ids, const char *id, uint32_t length);

/*
 * Reserves room for one more id of `length` bytes, so that ids_put() cannot fail. May forget ids dated before `horizon`
 * on the way.
 */
int32_t ids_reserve(struct ids **ids, const loyalty_allocator *allocator, uint32_t length, int32_t horizon);

/* Remembers an id. Of one that is there already, the later date stays. */
void ids_put(struct ids *ids, const char *id, uint32_t length, int32_t date);

/* Adds all ids of another set. */
int32_t ids_merge(struct ids **ids, const loyalty_allocator *allocator, const struct ids *other);
void ids_wipe(struct ids *ids);
void ids_free(struct ids *ids, const loyalty_allocator *allocator);

#endif
