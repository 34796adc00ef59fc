/* SPDX-License-Identifier: MIT */
/* A backtest: compares two tables on the same logs. */
#ifndef LOYALTY_ANALYSIS_BACKTEST_H
#define LOYALTY_ANALYSIS_BACKTEST_H

#include "fold/customer.h"
#include "loyalty/analysis.h"

/* A customer whose rung differs between the two tables. */
struct elsewhere {
    uint64_t prefix; /* the first eight bytes of the key as a number, which is enough to sort most keys */
    uint32_t key;    /* the offset of the key in `keys` */
    uint8_t length, from, to;
    int32_t since_from, since_to, differs;
};

/* Customers in the order in which they were added, until elsewhere_sort(). */
struct elsewhere_list {
    struct elsewhere *items;
    char *keys;
    uint32_t count, capacity, key_bytes, key_capacity;
    bool sorted;
};

/* Instead of a rung: not on the ladder; on no rung of the other program. */
enum { RUNG_OFF = LOYALTY_RUNGS_MAX, RUNG_GONE };

struct loyalty_backtest {
    loyalty_program *programs[2]; /* before and after; memory comes from the allocator of the first */
    int32_t as_of;
    int32_t flap_days;
    /* For each rung before, the rung after with the same name, or RUNG_GONE; RUNG_OFF for itself. */
    uint8_t twins[LOYALTY_RUNGS_MAX + 1];
    struct history histories[2]; /* those of the customer being added; kept to reuse their memory */
    loyalty_side sides[2];
    uint64_t *moved; /* the matrix of rungs before and after; the last of each is "not on the ladder" */
    struct elsewhere_list list;
};

/* One customer under both tables. */
struct comparison {
    loyalty_side sides[2]; /* customers and flapping are 0 or 1 */
    uint32_t rungs[2];
    int32_t since[2];
    int32_t differs; /* LOYALTY_DATE_NONE if the rungs are the same on `as_of` */
};

/* Compares a customer under each table; NULL under a table where the customer does not exist. */
int32_t backtest_compare(loyalty_backtest *backtest, const loyalty_customer *const customers[2],
                         struct comparison *comparison);

/* Reserves room for `count` more items and `key_bytes` more bytes of keys. */
int32_t elsewhere_reserve(struct elsewhere_list *list, const loyalty_allocator *allocator, uint32_t count,
                          uint32_t key_bytes);
/* Appends an item with the key, and sets its prefix, key and length. Needs elsewhere_reserve(). */
void elsewhere_put(struct elsewhere_list *list, const char *key, uint32_t length, struct elsewhere item);
/* Sorts the items by the bytes of their keys; those with the same key stay in the order in which they were added. */
int32_t elsewhere_sort(struct elsewhere_list *list, const loyalty_allocator *allocator);

#endif
