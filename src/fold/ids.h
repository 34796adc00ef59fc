/* SPDX-License-Identifier: MIT */
/*
 * The ids of a customer's recent events, which make a retry harmless. They are sorted, not hashed: a customer of its
 * own has no secret to seed a hash with, and an attacker who chooses ids that collide would slow the customer down.
 */
#ifndef LOYALTY_FOLD_IDS_H
#define LOYALTY_FOLD_IDS_H

#include <stdbool.h>

#include "table/program.h"

struct id {
    int32_t date;    /* the date of the event */
    uint32_t offset; /* the offset of the id's bytes */
    uint32_t length;
};

enum contents_state {
    CONTENTS_NONE, /* not known */
    CONTENTS_KEPT,
    CONTENTS_VOIDED /* the event was taken back */
};

/* What the event with an id was. All zeros is CONTENTS_NONE. */
struct contents {
    uint32_t state; /* enum contents_state */
    uint32_t kind;
    int32_t date; /* the id's date, or an earlier one */
    int32_t count;
    uint32_t value[2]; /* the lower half and the upper half */
};

/* In the functions below, a NULL pointer is an empty set. */
struct ids {
    struct id *items; /* in the order in which they were added */
    uint32_t *order;  /* their indices in two sorted runs: the first `sorted`, and the few added since */
    unsigned char *bytes;
    uint32_t count, sorted, capacity, bytes_used, bytes_capacity;
    bool keeps; /* whether each item has contents: behind the order */
};

/* The contents of all items of a set that keeps them, in the order of the items. */
static inline struct contents *ids_contents(const struct ids *ids)
{
    return (struct contents *)(void *)(ids->order + ids->capacity);
}

static inline int64_t contents_value(const struct contents *contents)
{
    return (int64_t)((uint64_t)contents->value[1] << 32 | contents->value[0]);
}

/* Returns the contents of an event. */
static inline struct contents contents_of(const loyalty_event *event)
{
    return (struct contents){CONTENTS_KEPT,
                             event->kind,
                             event->date,
                             event->count,
                             {(uint32_t)event->value, (uint32_t)((uint64_t)event->value >> 32)}};
}

/* Returns the date that is kept with an id, or LOYALTY_DATE_NONE. */
int32_t ids_find(const struct ids *ids, const char *id, uint32_t length);

/* Returns the contents of an id, to read or to change; NULL if it is not there or the set keeps none. */
struct contents *ids_find_contents(const struct ids *ids, const char *id, uint32_t length);
/* Returns why an event cannot be recorded whose id is remembered: LOYALTY_E_CONFLICT if it is known to be another event. */
int32_t ids_repeated(const struct ids *ids, const loyalty_event *event);

/*
 * Reserves room for one more id of `length` bytes, so that the next ids_put() cannot fail. May forget ids dated before
 * `horizon`. A new set keeps contents if the program does.
 */
int32_t ids_reserve(struct ids **ids, const loyalty_program *program, uint32_t length, int32_t horizon);

/* Adds an id without contents. If it is there already, keeps the later date. Returns its item. */
uint32_t ids_put(struct ids *ids, const char *id, uint32_t length, int32_t date);
/* Does that for the id of an event. Keeps the event's contents if the set keeps any. */
static inline void ids_put_event(struct ids *ids, const loyalty_event *event)
{
    const uint32_t item = ids_put(ids, event->id, event->id_length, event->date);
    if (ids->keeps)
        ids_contents(ids)[item] = contents_of(event);
}

/* Ids of another customer: those dated on `from` or later. `kinds` is as in customer_take(). */
struct ids_of {
    const struct ids *ids;
    int32_t from;
    const uint32_t *kinds;
};

/*
 * Adds the ids of another set. If both have the contents of an id, keeps those of an event that was not taken back, and
 * rather its own. What is dated before `horizon` is forgotten, and does not count.
 */
int32_t ids_merge(struct ids **ids, const loyalty_program *program, int32_t horizon, const struct ids_of *other);
/* Overwrites all ids and frees them. */
void ids_free(struct ids *ids, const loyalty_allocator *allocator);

#endif
