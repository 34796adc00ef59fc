/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_ALIKE_H
#define PROPERTIES_ALIKE_H

#include <loyalty/loyalty.h>

#include <stdbool.h>

/* Returns whether all that a transition says is the same. */
bool alike_transitions(const loyalty_transition *a, const loyalty_transition *b);
/*
 * Returns whether two customers of one program, of which the second is the model, answer alike: day, standing, transitions
 * remembered, JSON up to `last` or their day, user. What differs becomes a mismatch.
 */
bool alike_customers(const char *key, const loyalty_customer *a, const loyalty_customer *b, int last);

#endif
