/* SPDX-License-Identifier: MIT */
/* Windows: the dates that a metric looks at on a day. */
#ifndef LOYALTY_TABLE_WINDOW_H
#define LOYALTY_TABLE_WINDOW_H

#include "base/cycle.h"
#include "base/memory.h"

enum window_type { WINDOW_ALL, WINDOW_DAYS, WINDOW_MONTHS, WINDOW_CYCLE, WINDOW_TERM };

enum { WINDOW_BACK_MAX = 1000 };

/* A table's window. Kinds are indices, INDEX_NONE for none. */
struct window {
    int32_t type;
    int32_t length;     /* N of WINDOW_DAYS and WINDOW_MONTHS */
    int32_t back;       /* how many lengths or periods before the present one */
    struct cycle cycle; /* of WINDOW_CYCLE; from `begins` only its period */
    uint32_t begins;    /* the kind on whose first active date the cycle begins */
    uint32_t after;     /* the kind from whose latest active date on dates are in the window */
};

/* Returns whether the dates in the window follow from the day alone, and the last of them is the day. */
static inline bool window_is_plain(const struct window *window)
{
    return window->back == 0 && window->begins == INDEX_NONE && window->after == INDEX_NONE &&
           window->type != WINDOW_TERM;
}

/*
 * For windows of WINDOW_DAYS, WINDOW_MONTHS and WINDOW_CYCLE, without `after`; `cycle` is window->cycle, or that which
 * `begins` gives.
 */
/* Sets the first and the last date of the window on day `t`. */
void window_bounds(const struct window *window, struct cycle cycle, int32_t t, int32_t *first, int32_t *last);
/* Returns the first day whose window contains a date, which is the date itself if `back` is 0. */
int32_t window_enter(const struct window *window, struct cycle cycle, int32_t date);
/* Returns the first day after that whose window no longer contains the date. */
int32_t window_leave(const struct window *window, struct cycle cycle, int32_t date);

/* Returns an upper bound on the number of days in the window; INT32_MAX for WINDOW_ALL and WINDOW_TERM. */
int32_t window_days(const struct window *window);

#endif
