/* SPDX-License-Identifier: MIT */
/* Reads one customer. */
#ifndef LOYALTY_SNAPSHOT_LOAD_H
#define LOYALTY_SNAPSHOT_LOAD_H

#include "fold/customer.h"
#include "snapshot/head.h"

/* Reads into a customer that customer_init() made. After a failure, which the source notes, it can only be cleared. */
void restore_customer(struct source *source, struct restored *restored, loyalty_customer *customer);

#endif
