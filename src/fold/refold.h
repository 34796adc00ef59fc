/* SPDX-License-Identifier: MIT */
/* Folds days again whose log has changed. */
#ifndef LOYALTY_FOLD_REFOLD_H
#define LOYALTY_FOLD_REFOLD_H

#include "fold/customer.h"

/*
 * Folds again after a late event was added to the log, no further than the event can matter, and reports what that has
 * changed. A callback may free the customer. On failure the caller takes the event out of the log again.
 */
int32_t refold_late(loyalty_customer *customer, const loyalty_event *event, const struct listener *listener);

/* Folds all days again and reports nothing. On failure the customer can only be freed. */
int32_t refold_all(loyalty_customer *customer);

#endif
