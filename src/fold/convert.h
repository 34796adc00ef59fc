/* SPDX-License-Identifier: MIT */
/* Converts customers to another table, with their logs. */
#ifndef LOYALTY_FOLD_CONVERT_H
#define LOYALTY_FOLD_CONVERT_H

#include "fold/customer.h"

/*
 * Sets `*kinds` to a map for customer_take(): for each kind of `from`, the kind of `to` with the same name, or
 * INDEX_NONE. The caller frees it with the allocator of `to`.
 */
int32_t convert_kinds(const loyalty_program *from, const loyalty_program *to, uint32_t **kinds);

/* Returns how many (kind, date) pairs of a customer's log such a map leaves out. */
uint64_t convert_left_out(const loyalty_customer *customer, const uint32_t *kinds);

#endif
