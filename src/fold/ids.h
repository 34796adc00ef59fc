/* SPDX-License-Identifier: MIT */
/*
 * The ids of a customer's recent events, which make a retry harmless. They are sorted, not hashed: a customer of its
 * own has no secret to seed a hash with, and an attacker who chooses ids that collide would slow the customer down.
 */
#ifndef LOYALTY_FOLD_IDS_H
#define LOYALTY_FOLD_IDS_H

#include "base/memory.h"

struct id {
    int32_t date;    /* the date of the event */
    uint32_t offset; /* the offset of the id's bytes */
    uint32_t length;
};

/* In the functions below, a NULL pointer is an empty set. */
struct ids {
    struct id *items; /* in the order in which they were added */
    uint32_t *order;  /* their indices in two sorted runs: the first `sorted`, and the few added since */
    unsigned char *bytes;
    uint32_t count, sorted, capacity, bytes_used, bytes_capacity;
};

/* Returns the date that is kept with an id, or LOYALTY_DATE_NONE. */
int32_t ids_find(const struct ids *ids, const char *id, uint32_t length);

/*
 * Reserves room for one more id of `length` bytes, so that the next ids_put() cannot fail. May forget ids dated before
 * `horizon`.
 */
int32_t ids_reserve(struct ids **ids, const loyalty_allocator *allocator, uint32_t length, int32_t horizon);

/* Adds an id. If it is there already, keeps the later date. */
void ids_put(struct ids *ids, const char *id, uint32_t length, int32_t date);

/* Adds the ids of another set that are dated on `from` or later. */
int32_t ids_merge(struct ids **ids, const loyalty_allocator *allocator, const struct ids *other, int32_t from);
/* Overwrites all ids and frees them. */
void ids_free(struct ids *ids, const loyalty_allocator *allocator);

#endif
