/* SPDX-License-Identifier: MIT */
/* The ids of a customer's recent events, which make a retry harmless. */
#ifndef LOYALTY_FOLD_IDS_H
#define LOYALTY_FOLD_IDS_H

#include "base/memory.h"

struct id {
    uint32_t hash;
    int32_t date;    /* of the event */
    uint32_t offset; /* of its bytes */
    uint32_t length; /* 0 where the slot is free */
};

/* An open-addressing table over a pool of bytes; in the functions below NULL is an empty one. */
struct ids {
    struct id *slots; /* capacity is a power of two */
    unsigned char *bytes;
    uint32_t capacity, used, bytes_used, bytes_capacity;
};

/* The date remembered with an id, or LOYALTY_DATE_NONE. */
int32_t ids_find(const struct ids *ids, const char *id, uint32_t length);

/*
 * Room for one more id of `length` bytes, so that ids_put() cannot fail. Ids dated before `horizon` may be
 * forgotten on the way.
 */
int32_t ids_reserve(struct ids **ids, const loyalty_allocator *allocator, uint32_t length, int32_t horizon);

/* Remembers an id; where it is there already, the later date stays. */
void ids_put(struct ids *ids, const char *id, uint32_t length, int32_t date);

/* Adds all ids of another table. */
int32_t ids_merge(struct ids **ids, const loyalty_allocator *allocator, const struct ids *other);
void ids_wipe(struct ids *ids);
void ids_free(struct ids *ids, const loyalty_allocator *allocator);

#endif
