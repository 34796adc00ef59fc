/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_ANSWERS_H
#define PROPERTIES_ANSWERS_H

#include <loyalty/loyalty.h>

#include <stdbool.h>

#include "reference.h"

/*
 * Whether every answer of a customer about the day advanced to is the reference's: standing, score, points, metrics,
 * gaps, segments, transitions remembered. `history` is the log's, folded at least to `date`.
 */
bool answers_agree(const loyalty_customer *customer, const struct ref_log *log, const struct ref_history *history,
                   int date);

/* Whether the standing on an earlier day, which is not before the calendar's first, is the reference's. */
bool answers_then(const loyalty_customer *customer, const struct ref_log *log, const struct ref_history *history,
                  int date);

/* The same for a customer who was not advanced yet: there are no answers. */
bool answers_absent(const loyalty_customer *customer);

#endif
