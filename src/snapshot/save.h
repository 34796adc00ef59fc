/* SPDX-License-Identifier: MIT */
/* Writes one customer. */
#ifndef LOYALTY_SNAPSHOT_SAVE_H
#define LOYALTY_SNAPSHOT_SAVE_H

#include "fold/customer.h"
#include "snapshot/head.h"

/*
 * Puts a customer. If the snapshot has a day, the customer is one that nothing happened to from its own day up to that
 * one, or it is ahead of it.
 */
void save_customer(struct sink *sink, const struct snapshot *snapshot, const loyalty_customer *customer);

#endif
