/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_PAIR_H
#define PROPERTIES_PAIR_H

#include "scenario.h"

enum { PAIR_KEYS = 7 };

extern const char *const pair_keys[PAIR_KEYS];

/* A book, and beside it the customers alone; NULL for those who are not in it. */
struct pair {
    const struct scenario *scenario;
    loyalty_book *book;
    loyalty_customer *alone[PAIR_KEYS];
    bool advanced;
    int day;
    bool hosts; /* the table has host metrics, which need a user */
};

bool pair_open(struct pair *pair, const struct scenario *scenario, struct random *random);
void pair_close(struct pair *pair);
uint32_t pair_length(int key);
/* Gives a customer a user, where there are host metrics; otherwise sometimes. Adds those not known. */
bool pair_prepare(struct pair *pair, struct random *random, int key);
/* Returns a customer alone as the book would make one. */
loyalty_customer *pair_new_alone(const struct pair *pair);

/* Whether all answers are those of the customers alone: by key, one after the other, and in columns. */
bool pair_agrees(struct pair *pair);

/* What was told by one call of the book, and by those of customers alone; `pair_begin()` forgets it. */
void pair_begin(void);
int pair_told(void); /* by the book */
long pair_told_ever(void);
int32_t pair_hear_book(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                       const loyalty_transition *transition);
/* Its user is the customer's key: &pair_keys[i]. */
int32_t pair_hear_one(void *user, const loyalty_customer *customer, const loyalty_transition *transition);
/* Whether of each customer the same was told in the same order; then also that of several customers. */
bool pair_told_the_same(const char *call);
bool pair_told_in_the_same_order(const char *call);

#endif
