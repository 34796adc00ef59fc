/* SPDX-License-Identifier: MIT */
#ifndef REFERENCE_WINDOW_H
#define REFERENCE_WINDOW_H

#include "reference.h"

/* The dates d with after < d <= to. */
struct window {
    int after, to;
};

/* The window of a metric on a day. `counts_from`: the day from which the present term counts. */
struct window window_of(const struct ref_log *log, const struct ref_window *window, int day, int counts_from);

#endif
