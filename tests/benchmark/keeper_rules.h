/* SPDX-License-Identifier: MIT */
/* The replay's rules as the keeper applies them to a customer. Inline, since they are applied after each event. */
#ifndef BENCHMARK_KEEPER_RULES_H
#define BENCHMARK_KEEPER_RULES_H

#include "keeper.h"

/* As before the first event. */
static inline void rules_begin(struct keeper_customer *customer)
{
    for (int i = 0; i < KEEPER_PURCHASES; i++)
        customer->purchases[i] = KEEPER_NEVER;
    customer->referral = customer->changed = KEEPER_NEVER;
    customer->next = KEEPER_FAR;
    customer->rung = SUSPECT;
    customer->visited = customer->reviewed = false;
}

/* Takes an event that is dated on or after the latest one taken. */
static inline void rules_take(struct keeper_customer *customer, uint64_t word)
{
    uint32_t kind = word_kind(word);
    if (kind == PURCHASE) {
        for (int i = KEEPER_PURCHASES - 1; i > 0; i--)
            customer->purchases[i] = customer->purchases[i - 1];
        customer->purchases[0] = word_date(word);
    } else if (kind == VISIT) {
        customer->visited = true;
    } else if (kind == REFERRAL) {
        customer->referral = word_date(word);
    } else if (kind == REVIEW) {
        customer->reviewed = true;
    }
}

/*
 * Returns whether the mean of a year's reviews is at least 0. `next`: the day on which the oldest of them leaves the
 * year. `known`: how many words of the log are dated up to today.
 */
static inline bool rules_liked(const struct keeper_customer *customer, uint32_t known, int32_t today, int32_t *next)
{
    int64_t sum = 0;
    int32_t oldest = KEEPER_FAR;
    for (uint32_t i = known; i-- > 0 && word_date(customer->log[i]) > today - 365;) {
        if (word_kind(customer->log[i]) == REVIEW) {
            sum += word_value(customer->log[i]);
            oldest = word_date(customer->log[i]);
        }
    }
    *next = oldest == KEEPER_FAR ? KEEPER_FAR : oldest + 365;
    return oldest != KEEPER_FAR && sum >= 0;
}

static inline int32_t rules_earlier(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* The rung today, and in `next` the first day on which it may change without an event. */
static inline uint8_t rules_rung(const struct keeper_customer *customer, uint32_t known, int32_t today, int32_t *next)
{
    const int32_t *purchases = customer->purchases;
    *next = KEEPER_FAR;
    if (purchases[3] > today - 365 && customer->referral > today - 730 && customer->reviewed &&
        rules_liked(customer, known, today, next)) {
        *next = rules_earlier(*next, rules_earlier(purchases[3] + 365, customer->referral + 730));
        return ADVOCATE;
    }
    if (purchases[1] > today - 365 && purchases[0] >= today - 180) {
        *next = rules_earlier(*next, rules_earlier(purchases[1] + 365, purchases[0] + 181));
        return CLIENT;
    }
    if (purchases[0] != KEEPER_NEVER)
        return CUSTOMER;
    return customer->visited ? PROSPECT : SUSPECT;
}

/* Evaluates a customer today; returns whether the rung changes. */
static inline bool rules_evaluate(struct keeper_customer *customer, uint32_t known, int32_t today,
                                  struct keeper_change *change)
{
    uint8_t rung = rules_rung(customer, known, today, &customer->next);
    if (rung == customer->rung)
        return false;
    *change = (struct keeper_change){today, customer->rung, rung};
    customer->rung = rung;
    customer->changed = today;
    return true;
}

#endif
