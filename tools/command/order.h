/* SPDX-License-Identifier: MIT */
/* Sorts many things by a number, such as the first eight bytes of a key. */
#ifndef LOYALTY_TOOLS_ORDER_H
#define LOYALTY_TOOLS_ORDER_H

#include <stdint.h>

struct order_item {
    uint64_t word;
    const void *what;
};

/* Compares two things with the same number; qsort() calls it with items. */
typedef int order_comparer(const void *left, const void *right);

/*
 * Sorts by the number, then with `compare`; NULL leaves items with the same number in their order. Fails with
 * LOYALTY_E_MEMORY only.
 */
int32_t order_sort(struct order_item *items, uint32_t count, order_comparer *compare);

#endif
