/* SPDX-License-Identifier: MIT */
/* The calendar of windows. An event of day d is in "Nm" on the days t with d <= t < d plus N months. */
#include "table/window.h"

void window_bounds(const struct window *window, struct cycle cycle, int32_t t, int32_t *first, int32_t *last)
{
    const int32_t near = window->length * window->back, far = near + window->length;
    switch (window->type) {
    case WINDOW_DAYS:
        *first = t - far + 1;
        *last = t - near;
        break;
    case WINDOW_MONTHS:
        *first = date_less_months(t, far) + 1;
        *last = near ? date_less_months(t, near) : t;
        break;
    default: {
        const int32_t index = cycle_index(cycle, t) - window->back;
        *first = cycle_begin(cycle, index);
        *last = window->back ? cycle_begin(cycle, index + 1) - 1 : t;
    }
    }
}

/* Returns the first day on which a date is `times` lengths or periods back. */
static int32_t window_day(const struct window *window, struct cycle cycle, int32_t date, int32_t times)
{
    switch (window->type) {
    case WINDOW_DAYS:
        return date + window->length * times;
    case WINDOW_MONTHS:
        return date_plus_months(date, window->length * times);
    default:
        return cycle_begin(cycle, cycle_index(cycle, date) + times);
    }
}

int32_t window_enter(const struct window *window, struct cycle cycle, int32_t date)
{
    return window->back ? window_day(window, cycle, date, window->back) : date;
}

int32_t window_leave(const struct window *window, struct cycle cycle, int32_t date)
{
    return window_day(window, cycle, date, window->back + 1);
}

int32_t window_days(const struct window *window)
{
    switch (window->type) {
    case WINDOW_DAYS:
        return window->length;
    case WINDOW_MONTHS:
        return window->length * 31;
    case WINDOW_CYCLE:
        return period_days((enum period)window->cycle.period);
    default:
        return INT32_MAX;
    }
}
