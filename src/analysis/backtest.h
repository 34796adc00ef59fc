/* SPDX-License-Identifier: MIT */
/* Two tables over the same logs. */
#ifndef LOYALTY_ANALYSIS_BACKTEST_H
#define LOYALTY_ANALYSIS_BACKTEST_H

#include "fold/customer.h"

/* A customer who would stand elsewhere. */
struct elsewhere {
    uint64_t prefix; /* the first eight bytes of the key as a number, which orders most keys by itself */
    uint32_t key;    /* where it begins among the keys */
    uint8_t length, from, to;
    int32_t since_from, since_to, differs;
};

/* Customers as they came, until someone asks for them in order. */
struct elsewhere_list {
    struct elsewhere *items;
    char *keys;
    uint32_t count, capacity, key_bytes, key_capacity;
    bool sorted;
};

struct loyalty_backtest {
    loyalty_program *programs[2]; /* before, after; memory comes from the first one's allocator */
    int32_t as_of;
    uint32_t flap_days;
    /* For each rung before the rung after of the same name, or RUNG_GONE; none is the twin of none. */
    uint8_t twins[LOYALTY_RUNGS_MAX + 1];
    struct history histories[2]; /* of the customer being added: kept for their memory */
    loyalty_backtest_side sides[2];
    uint64_t *moved; /* rows and columns end with "not on the ladder" */
    struct elsewhere_list list;
};

enum { RUNG_GONE = LOYALTY_RUNG_NONE + 1 };

/* What one customer did under both tables. */
struct comparison {
    loyalty_backtest_side sides[2]; /* customers and flapping are 0 or 1 */
    uint32_t rungs[2];
    int32_t since[2];
    int32_t differs; /* LOYALTY_DATE_NONE where the rungs are the same on the day */
};

/* One customer under each table; NULL for one who is not there. */
int32_t backtest_compare(loyalty_backtest *backtest, const loyalty_customer *const customers[2],
                         struct comparison *comparison);

/* Makes sure that so many more can be put, with so many bytes of keys. */
int32_t elsewhere_reserve(struct elsewhere_list *list, const loyalty_allocator *allocator, uint32_t count,
                          uint32_t key_bytes);
/* Needs elsewhere_reserve(). Only the item's key and length are not to be given. */
void elsewhere_put(struct elsewhere_list *list, const char *key, uint32_t length, struct elsewhere item);
/* In the order of the bytes of the keys; of the same key, as they came. */
int32_t elsewhere_sort(struct elsewhere_list *list, const loyalty_allocator *allocator);

#endif
