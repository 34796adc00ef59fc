/* SPDX-License-Identifier: MIT */
/* Finds where a window is in the log. */
#include "fold/day.h"

/* Sets the first date of the window without `after`; `*last` is the day, or becomes an earlier date. */
static bool span_of_days(const struct day *day, const struct program_window *of, int32_t *first, int32_t *last,
                         struct cycle *cycle)
{
    const struct window *window = &of->window;
    switch (window->type) {
    case WINDOW_ALL:
        *first = LOYALTY_DATE_MIN;
        return true;
    case WINDOW_TERM:
        *first = day->term;
        return true;
    case WINDOW_CYCLE:
        if (of->begins) {
            const int32_t begin = window_first_of_kind(day->log, day->program, of->begins, day->end);
            if (begin == DATE_NEVER)
                return false;
            *cycle = cycle_from((enum period)window->cycle.period, begin);
        }
        break;
    default:
        break;
    }
    window_bounds(window, *cycle, day->date, first, last);
    return true;
}

/* Sets the first and the last date of a window. Returns false if it has none because a kind was never active. */
static bool span_find(const struct day *day, const struct program_window *of, int32_t *first, int32_t *last,
                      struct cycle *cycle)
{
    if (!span_of_days(day, of, first, last, cycle))
        return false;
    if (of->after) {
        const int32_t after = window_last_active(day->log, day->program, of->after, 0, day->end);
        if (after == DATE_NEVER)
            return false;
        *first = after > *first ? after : *first;
    }
    return true;
}

void day_open_window(struct day *day, uint32_t index)
{
    const struct program_window *of = &day->program->windows[index];
    struct day_window *window = &day->window;
    int32_t first, last = day->date;
    *window = (struct day_window){index, true, WORD_END, day->end, day->end, of->window.cycle};
    if (!span_find(day, of, &first, &last, &window->cycle))
        return;
    window->limit = word_limit(first);
    window->found = window->limit == 0 || first > last;
    if (window->limit == 0)
        window->from = (struct spot){0, 0};
    if (first > last)
        window->from = window->end = log_seek(day->log, window->limit);
    else if (last < day->date)
        window->end = log_seek(day->log, word_limit(last + 1));
}
