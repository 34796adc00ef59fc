/* SPDX-License-Identifier: MIT */
/*
 * The keeper: the replay's rules written by hand, with the duties of the library. It looks keys up, keeps the whole log,
 * dates and reports every transition, those that time brings too, and after a late event folds the past again and
 * revokes what no longer holds. Only the rules are fixed.
 */
#ifndef BENCHMARK_KEEPER_H
#define BENCHMARK_KEEPER_H

#include "shop.h"

enum {
    KEEPER_LINE = 64,     /* bytes of a cache line */
    KEEPER_PURCHASES = 4, /* the most that a rule asks for */
    KEEPER_NEVER = INT32_MIN / 2,
    KEEPER_FAR = INT32_MAX / 2,
    KEEPER_AHEAD_SLOT = 24, /* how many events before its turn a slot, a customer, the end of a log is prefetched */
    KEEPER_AHEAD_CUSTOMER = 12,
    KEEPER_AHEAD_LOG = 6
};

/* An event as a word of 8 bytes: 22 bits of date, 8 of kind, 34 of value. Words ascend by date. */
enum { WORD_DATE_SHIFT = 42, WORD_KIND_SHIFT = 34, WORD_VALUE_SHIFT = 30, WORD_DATES = 1 << 22 };

static inline uint64_t word_pack(int32_t date, uint32_t kind, int64_t value)
{
    return (uint64_t)date << WORD_DATE_SHIFT | (uint64_t)kind << WORD_KIND_SHIFT |
           (uint64_t)value << WORD_VALUE_SHIFT >> WORD_VALUE_SHIFT;
}

static inline int32_t word_date(uint64_t word)
{
    return (int32_t)(word >> WORD_DATE_SHIFT);
}

static inline uint32_t word_kind(uint64_t word)
{
    return (uint32_t)(word >> WORD_KIND_SHIFT) & UINT8_MAX;
}

static inline int64_t word_value(uint64_t word)
{
    return (int64_t)(word << WORD_VALUE_SHIFT) >> WORD_VALUE_SHIFT;
}

struct keeper_change {
    int32_t date;
    uint8_t from, to;
};

struct keeper_changes {
    struct keeper_change *items;
    uint32_t count, capacity;
};

/* As large as a cache line, and beginning with one. */
struct keeper_customer {
    uint64_t key;
    uint64_t *log; /* words, ascending */
    uint32_t count, capacity;
    int32_t purchases[KEEPER_PURCHASES]; /* dates of the latest, the latest first */
    int32_t referral;                    /* date of the latest */
    int32_t changed;                     /* date of the latest change of rung */
    int32_t next;                        /* the first day on which the rung may change without an event */
    int32_t queued;                      /* the day in whose queue the customer is */
    uint8_t rung;
    bool visited, reviewed;
};

_Static_assert(sizeof(struct keeper_customer) == KEEPER_LINE, "a customer is not one cache line");

struct keeper_slot {
    uint32_t hash, number; /* the customer's, from 1; 0 if the slot is empty */
};

/* The customers to evaluate on a day. */
struct keeper_queue {
    uint32_t *customers;
    uint32_t count, capacity;
};

struct keeper {
    struct keeper_customer *customers;
    uint32_t count, capacity;
    uint32_t mask;
    struct keeper_slot *slots; /* mask + 1 of them */
    struct keeper_queue *queues;
    int32_t first_day;
    uint32_t days;
    struct moves *moves;                 /* NULL if nobody listens */
    struct keeper_changes before, after; /* of a late event, and of a load */
};

/* Opens a keeper for the days of a log. `moves`: takes the transitions; may be NULL. */
void keeper_open(struct keeper *keeper, const struct shop *shop, struct moves *moves);
/* Frees a keeper, but not the customers' logs. */
void keeper_close(struct keeper *keeper);

/* Adds a customer whose key is in no slot; returns the index. */
uint32_t keeper_add(struct keeper *keeper, uint64_t key, uint32_t hash);
/* Finds all changes of rung from day `from` to day `until`, and leaves the customer as on `until`. */
void keeper_fold(struct keeper_customer *customer, int32_t from, int32_t until, struct keeper_changes *changes);
/* Puts a customer into the queue of the next day on which the rung may change, if the log reaches that day. */
void keeper_enqueue(struct keeper *keeper, uint32_t customer);
/* Sets the rung of each customer, or NOBODY, in the order of their keys. */
void keeper_ask(const struct keeper *keeper, uint32_t customers, uint8_t *rungs);

/* Mixes the halves of a product of 128 bits. */
static inline uint32_t keeper_hash(uint64_t key)
{
    __extension__ typedef unsigned __int128 product;
    product mixed = (product)(key ^ UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xd6e8feb86659fd93);
    return (uint32_t)((uint64_t)mixed ^ (uint64_t)(mixed >> 64));
}

/* Returns the index of the customer with a key, who is added if the key is new. */
static inline uint32_t keeper_find(struct keeper *keeper, uint64_t key)
{
    uint32_t hash = keeper_hash(key);
    for (uint32_t at = hash & keeper->mask; keeper->slots[at].number; at = (at + 1) & keeper->mask)
        if (keeper->slots[at].hash == hash && keeper->customers[keeper->slots[at].number - 1].key == key)
            return keeper->slots[at].number - 1;
    return keeper_add(keeper, key, hash);
}

/*
 * Where to look ahead for a key. What is there may be another key's. They return addresses because gcc drops the call of
 * a function that only prefetches.
 */
static inline const struct keeper_slot *keeper_slot_of(const struct keeper *keeper, uint64_t key)
{
    return &keeper->slots[keeper_hash(key) & keeper->mask];
}

static inline const struct keeper_customer *keeper_guess(const struct keeper *keeper, uint64_t key)
{
    uint32_t number = keeper_slot_of(keeper, key)->number;
    return &keeper->customers[number ? number - 1 : 0];
}

/* The room behind the log of the customer guessed. */
static inline const uint64_t *keeper_guess_room(const struct keeper *keeper, uint64_t key)
{
    const struct keeper_customer *customer = keeper_guess(keeper, key);
    return customer->log + customer->count;
}

static inline void keeper_report(const struct keeper *keeper, uint64_t key, struct keeper_change change, bool revoked)
{
    const loyalty_transition transition = {
        .date = change.date, .from_rung = change.from, .to_rung = change.to, .revoked = revoked};
    if (keeper->moves)
        moves_take(keeper->moves, key, &transition);
}

#endif
