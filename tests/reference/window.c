/* SPDX-License-Identifier: MIT */
/* The dates that a metric looks at on a day. */
#include "window.h"

#include "calendar.h"

static const struct window nothing = {0, 0};

/* "Nd" and "Nm" */
static struct window window_of_span(const struct ref_window *window, int day)
{
    int length = window->span.length, back = window->back;
    if (window->span.unit == REF_DAY)
        return (struct window){day - length * (back + 1), day - length * back};
    return (struct window){calendar_months_before(day, length * (back + 1)),
                           calendar_months_before(day, length * back)};
}

/* "week", "month", "quarter", "year" */
static struct window window_of_period(const struct ref_log *log, const struct ref_window *window, int day)
{
    int first, number;
    if (window->begins_kind == REF_NO_KIND)
        first = ref_period_first(window->period, window->begins, day);
    else
        first = ref_first_active(log, window->begins_kind, day);
    if (first == REF_NO_DATE)
        return nothing;
    number = ref_period_number(first, window->period, day) - window->back;
    return (struct window){ref_period_begins(first, window->period, number) - 1,
                           window->back == 0 ? day : ref_period_begins(first, window->period, number + 1) - 1};
}

static struct window window_within(const struct ref_log *log, const struct ref_window *window, int day, int counts_from)
{
    switch (window->within) {
    case REF_ALL:
        break;
    case REF_SPAN:
        return window_of_span(window, day);
    case REF_PERIOD:
        return window_of_period(log, window, day);
    case REF_TERM:
        return (struct window){counts_from - 1, day};
    }
    return (struct window){calendar_first() - 1, day};
}

struct window window_of(const struct ref_log *log, const struct ref_window *window, int day, int counts_from)
{
    struct window dates = window_within(log, window, day, counts_from);
    int latest;
    if (window->after_kind == REF_NO_KIND)
        return dates;
    latest = ref_latest_active(log, window->after_kind, day);
    if (latest == REF_NO_DATE)
        return nothing;
    if (dates.after < latest - 1)
        dates.after = latest - 1;
    return dates;
}
