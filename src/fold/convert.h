/* SPDX-License-Identifier: MIT */
/* The same log under another table. */
#ifndef LOYALTY_FOLD_CONVERT_H
#define LOYALTY_FOLD_CONVERT_H

#include "fold/customer.h"

/*
 * For each kind of one program the kind of that name in another, INDEX_NONE where there is none; for customer_take().
 * The caller frees it with the other program's allocator.
 */
int32_t convert_kinds(const loyalty_program *from, const loyalty_program *to, uint32_t **kinds);

/* How many (kind, date) pairs of a customer's log such a map leaves out. */
uint64_t convert_left_out(const loyalty_customer *customer, const uint32_t *kinds);

#endif
