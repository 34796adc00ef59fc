/* SPDX-License-Identifier: MIT */
#ifndef LOYALTY_FOLD_CUSTOMER_H
#define LOYALTY_FOLD_CUSTOMER_H

#include "fold/day.h"
#include "fold/ids.h"
#include "fold/ladder.h"

/* What few customers need. */
struct extra {
    void *user;
    struct ids *ids; /* NULL where no event had one */
    uint32_t older_count, older_capacity;
    struct change older[]; /* changes before the last that a late event may rewind to */
};

/* Where pointers have 64 bits, two cache lines together with a book's row (book_row.h). */
struct loyalty_customer {
    loyalty_program *program; /* a book's customers have no reference of their own */
    struct extra *extra;      /* NULL where not needed */
    int32_t today;            /* the day advanced to; LOYALTY_DATE_NONE before any advance */
    int32_t next;             /* as in struct fold, or earlier */
    int32_t looked;           /* as in struct fold */
    uint32_t watch;           /* likewise */
    int32_t changed;          /* day of the last change, where there is one: the customer has appeared */
    int32_t since, failing;
    int8_t rung, from; /* of the standing, and before the last change */
    uint8_t telling;   /* a callback of this customer is running */
    uint8_t doomed;    /* freed from within that callback */
    struct log log;
};

/* Who listens. */
struct listener {
    loyalty_transition_callback *callback; /* or NULL */
    void *user;
};

/* A customer of its own, which keeps a reference to the program; LOYALTY_E_UNBOUND. */
int32_t customer_new(loyalty_program *program, loyalty_customer **customer);
void customer_free(loyalty_customer *customer);
/* A customer without events, in place, and its end. They leave the program's references alone. */
void customer_init(loyalty_customer *customer, loyalty_program *program);
void customer_clear(loyalty_customer *customer);
/* Into a customer that customer_init() made, which stays as it is on failure. */
int32_t customer_copy(const loyalty_customer *customer, loyalty_customer *copy);
/* loyalty_customer_erase(). */
void customer_wipe(loyalty_customer *customer);
int32_t customer_set_user(loyalty_customer *customer, void *user);
/* Makes sure that there is an `extra`, with room for so many older changes. */
int32_t customer_reserve_extra(loyalty_customer *customer, uint32_t older);

/* loyalty_customer_record() for an event whose struct is known to be sound. */
int32_t customer_record(loyalty_customer *customer, const loyalty_event *event, const struct listener *listener);
/* loyalty_customer_advance() to a valid date that is not in the past. */
int32_t customer_advance(loyalty_customer *customer, int32_t date, const struct listener *listener);

/* The earliest date at which an event is still accepted. */
static inline int32_t customer_horizon(const loyalty_customer *customer)
{
    return customer->today == LOYALTY_DATE_NONE ? DATE_BEFORE_ALL : customer->today - customer->program->accept_late;
}

static inline struct standing customer_standing(const loyalty_customer *customer)
{
    return (struct standing){customer->rung, customer->since, customer->failing};
}

static inline void *customer_user(const loyalty_customer *customer)
{
    return customer->extra ? customer->extra->user : NULL;
}

static inline const struct log *customer_log(const loyalty_customer *customer)
{
    return &customer->log;
}

/* Changes that are remembered, the oldest first. */
uint32_t customer_change_count(const loyalty_customer *customer);
struct change customer_change(const loyalty_customer *customer, uint32_t index);

/*
 * Standing on any date, from the log alone, and with `history` all changes up to it (from an empty history; the caller
 * frees it, also on failure). LOYALTY_E_HOST.
 */
int32_t customer_standing_on(const loyalty_customer *customer, int32_t date, struct standing *standing,
                             struct history *history);

/*
 * Adds another customer's log and ids; the day advanced to becomes the later one, and all is folded anew. `kinds` tells
 * for each of the other's kinds which it is here, or INDEX_NONE to leave it out; NULL where the program is the same.
 * On failure the customer is good for nothing but to be freed.
 */
int32_t customer_take(loyalty_customer *customer, const loyalty_customer *other, const uint32_t *kinds);

/* The same for another customer of the program; on failure nothing has changed. */
int32_t customer_merge(loyalty_customer *customer, const loyalty_customer *other);

/* Begins the day advanced to, for questions. LOYALTY_E_ABSENT before any advance. */
int32_t customer_day(const loyalty_customer *customer, struct day *day);

/* The fold as it stands after the day advanced to. */
struct fold customer_fold(const loyalty_customer *customer);

/* A change of rung as a callback sees it. */
loyalty_transition customer_transition(const struct change *change, int32_t revoked);

#endif
