/* SPDX-License-Identifier: MIT */
/* Whether the past still matters. */
#ifndef LOYALTY_FOLD_FORGET_H
#define LOYALTY_FOLD_FORGET_H

#include "fold/ladder.h"

/*
 * Returns whether no rule of the ladder depends, on any day from `date` on, on an event that the log has got on an
 * earlier date, whatever is recorded from `date` on. It may return false although none does.
 */
bool forget_event(const struct fold *fold, const loyalty_event *event, int32_t date);

#endif
