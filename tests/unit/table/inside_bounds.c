/* SPDX-License-Identifier: MIT */
/* Windows of days: where they begin and end, and when a day enters and leaves them, against a calendar that only counts. */
#include "../base/calendar.h"
#include "table/window.h"

enum { BACK = 3, MARGIN = 6 * 366 }; /* no window below looks further back than the margin */

static int32_t begins[CALENDAR_DAYS];

/* Returns the first day of the period `back` periods before the one that holds a day. */
static int32_t begin_before(int32_t i, int32_t back)
{
    int32_t begin = begins[i];
    for (; back > 0; back--)
        begin = begins[begin - 1];
    return begin;
}

/* The bounds, counted, as the page on rule tables defines them. */
static void naive_bounds(const struct window *window, int32_t i, int32_t *first, int32_t *last)
{
    const int32_t near = window->length * window->back, far = window->length * (window->back + 1);
    switch (window->type) {
    case WINDOW_DAYS:
        *first = i - far + 1;
        *last = i - near;
        break;
    case WINDOW_MONTHS:
        *first = calendar_less_months(i, far) + 1;
        *last = calendar_less_months(i, near);
        break;
    default:
        *first = begin_before(i, window->back);
        *last = window->back ? begin_before(i, window->back - 1) - 1 : i;
    }
}

static void check_bounds(const struct window *window)
{
    for (int32_t i = MARGIN; i < calendar.count; i++) {
        int32_t first, last, naive_first, naive_last;
        window_bounds(window, window->cycle, calendar.first + i, &first, &last);
        naive_bounds(window, i, &naive_first, &naive_last);
        if (first != calendar.first + naive_first || last != calendar.first + naive_last)
            fail_msg("window %d %d, period %d, %d back, on %s", (int)window->type, (int)window->length,
                     (int)window->cycle.period, (int)window->back, date_text(calendar.first + i));
        if (last - first + 1 > window_days(window))
            fail_msg("window %d %d, period %d has %d days", (int)window->type, (int)window->length,
                     (int)window->cycle.period, (int)(last - first + 1));
    }
}

/* Returns whether a day is before, in or after the window of another: -1, 0 or 1. */
static int side(const struct window *window, int32_t date, int32_t t)
{
    int32_t first, last;
    window_bounds(window, window->cycle, t, &first, &last);
    return date > last ? 1 : date < first ? -1 : 0;
}

/* A day enters on the first day whose window has it, and leaves on the first after that whose window has not. */
static void check_moves(const struct window *window)
{
    int32_t enter = calendar.first + MARGIN, leave = enter; /* both only grow */
    for (int32_t i = MARGIN; i + MARGIN < calendar.count; i++) {
        const int32_t date = calendar.first + i;
        while (side(window, date, enter) > 0)
            enter++;
        leave = leave < enter ? enter : leave;
        while (side(window, date, leave) == 0)
            leave++;
        if (side(window, date, enter) != 0 || window_enter(window, window->cycle, date) != enter ||
            window_leave(window, window->cycle, date) != leave)
            fail_msg("window %d %d, period %d, %d back: %s enters on %s, leaves on %s", (int)window->type,
                     (int)window->length, (int)window->cycle.period, (int)window->back, date_text(date),
                     date_text(enter), date_text(leave));
    }
}

static void check_window(struct window window)
{
    window.begins = window.after = INDEX_NONE;
    for (window.back = 0; window.back <= BACK; window.back++) {
        check_bounds(&window);
        check_moves(&window);
        assert_int_equal(window_is_plain(&window), window.back == 0);
    }
}

static void windows_of_days(void **state)
{
    static const int32_t lengths[] = {1, 7, 90, 366};
    (void)state;
    for (size_t i = 0; i < LENGTH(lengths); i++)
        check_window((struct window){.type = WINDOW_DAYS, .length = lengths[i]});
}

static void windows_of_months(void **state)
{
    static const int32_t lengths[] = {1, 2, 3, 6, 11, 12, 18};
    (void)state;
    for (size_t i = 0; i < LENGTH(lengths); i++)
        check_window((struct window){.type = WINDOW_MONTHS, .length = lengths[i]});
}

static void check_cycle(struct cycle cycle)
{
    calendar_begins(cycle, begins);
    check_window((struct window){.type = WINDOW_CYCLE, .cycle = cycle});
}

static void windows_of_calendar_periods(void **state)
{
    (void)state;
    for (int32_t period = PERIOD_WEEK; period <= PERIOD_YEAR; period++)
        check_cycle(cycle_of_calendar((enum period)period));
}

/* Periods that begin elsewhere, as `begins` says: on a day of every year, and on a member's first day. */
static void windows_of_periods_from_a_day(void **state)
{
    static const char *const days[] = {"1999-04-01", "2000-02-28", "2000-02-29", "2000-08-30", "2001-12-31"};
    (void)state;
    for (int32_t period = PERIOD_MONTH; period <= PERIOD_YEAR; period++)
        for (size_t i = 0; i < LENGTH(days); i++)
            check_cycle(cycle_from((enum period)period, day(days[i])));
}

/* A window may lie before the first date: nothing overflows on the way. */
static void the_furthest_windows(void **state)
{
    static const struct window windows[] = {
        {.type = WINDOW_DAYS, .length = LOYALTY_DAYS_MAX, .back = WINDOW_BACK_MAX},
        {.type = WINDOW_MONTHS, .length = LOYALTY_DAYS_MAX, .back = WINDOW_BACK_MAX},
        {.type = WINDOW_CYCLE, .back = WINDOW_BACK_MAX, .cycle = {PERIOD_YEAR, 1, 29}},
        {.type = WINDOW_CYCLE, .back = WINDOW_BACK_MAX, .cycle = {PERIOD_WEEK, 0, 1}}};
    static const int32_t dates[] = {LOYALTY_DATE_MIN, LOYALTY_DATE_MIN + 59, 0, LOYALTY_DATE_MAX - 1, LOYALTY_DATE_MAX};
    (void)state;
    for (size_t i = 0; i < LENGTH(windows); i++)
        for (size_t d = 0; d < LENGTH(dates); d++) {
            const struct window *window = &windows[i];
            int32_t first, last;
            window_bounds(window, window->cycle, dates[d], &first, &last);
            assert_true(first <= last && last < dates[d]);
            assert_true(window_enter(window, window->cycle, last) <= dates[d]);
            assert_true(window_enter(window, window->cycle, last + 1) > dates[d]);
            assert_true(window_leave(window, window->cycle, first) > dates[d]);
            assert_true(window_leave(window, window->cycle, first - 1) <= dates[d]);
            assert_true(last - first + 1 <= window_days(window));
        }
}

static void windows_without_bounds_have_any_number_of_days(void **state)
{
    (void)state;
    assert_int_equal(window_days(&(struct window){.type = WINDOW_ALL}), INT32_MAX);
    assert_int_equal(window_days(&(struct window){.type = WINDOW_TERM}), INT32_MAX);
}

/* Only these follow from the day alone, and end on it. */
static void plain_windows(void **state)
{
    const struct window plain = {.type = WINDOW_CYCLE, .begins = INDEX_NONE, .after = INDEX_NONE};
    struct window other = plain;
    (void)state;
    assert_true(window_is_plain(&plain));
    other.begins = 0;
    assert_false(window_is_plain(&other));
    other = plain;
    other.after = 3;
    assert_false(window_is_plain(&other));
    other = plain;
    other.type = WINDOW_TERM;
    assert_false(window_is_plain(&other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_of_days),
        cmocka_unit_test(windows_of_months),
        cmocka_unit_test(windows_of_calendar_periods),
        cmocka_unit_test(windows_of_periods_from_a_day),
        cmocka_unit_test(the_furthest_windows),
        cmocka_unit_test(windows_without_bounds_have_any_number_of_days),
        cmocka_unit_test(plain_windows),
    };
    return cmocka_run_group_tests_name("bounds of windows", tests, calendar_count, NULL);
}
