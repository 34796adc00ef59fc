/* SPDX-License-Identifier: MIT */
/* Folds days again after the log has changed. */
#ifndef LOYALTY_FOLD_REFOLD_H
#define LOYALTY_FOLD_REFOLD_H

#include "fold/customer.h"

/*
 * Folds again from the date of a late event that was added to the log, up to the last day on which it can matter, and
 * reports the transitions that differ. A callback may free the customer. On failure the caller must take the event out of
 * the log again.
 */
int32_t refold_late(loyalty_customer *customer, const loyalty_event *event, const struct listener *listener);

/* Folds all days again and reports nothing. On failure the customer can only be freed. */
int32_t refold_all(loyalty_customer *customer);

#endif
