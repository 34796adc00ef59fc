/* SPDX-License-Identifier: MIT */
/* Tells when an event of the past can no longer matter. */
#ifndef LOYALTY_FOLD_FORGET_H
#define LOYALTY_FOLD_FORGET_H

#include "fold/days.h"

/*
 * Returns true if no rule of the ladder depends, on any day from `date` on, on an event that was added on an earlier date,
 * whatever is recorded from `date` on. May return false even so.
 */
bool forget_event(const struct fold *fold, const loyalty_event *event, int32_t date);

#endif
