/* SPDX-License-Identifier: MIT */
/* Windows of days: where they begin and when a day leaves them, against a calendar that only counts. */
#include "base/date.h"
#include "support.h"

/* Days of four hundred years, then all comes again: 1899 to 2104 holds 1900, 2000, 2100 and all kinds of leap years. */
enum { FIRST_YEAR = 1899, LAST_YEAR = 2104, DAYS = 76000 };

static struct civil calendar[DAYS];
static int32_t first, count;

static bool leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t length_of(int32_t year, int32_t month)
{
    if (month == 2)
        return leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static int count_days(void **state)
{
    (void)state;
    first = day("1899-01-01");
    for (int32_t year = FIRST_YEAR; year <= LAST_YEAR; year++)
        for (int32_t month = 1; month <= 12; month++)
            for (int32_t date = 1; date <= length_of(year, month); date++)
                calendar[count++] = (struct civil){year, month, date};
    assert_in_range(count, 75000, DAYS);
    return 0;
}

static void days_and_numbers(void **state)
{
    (void)state;
    for (int32_t i = 0; i < count; i++) {
        struct civil civil = date_to_civil(first + i);
        if (civil.year != calendar[i].year || civil.month != calendar[i].month || civil.day != calendar[i].day ||
            date_from_civil(civil) != first + i)
            fail_msg("day %d", (int)(first + i));
        assert_int_equal(date_month_length(civil.year, civil.month), length_of(civil.year, civil.month));
    }
}

/* Before year 1 windows still begin somewhere: the calendar goes on there. */
static void days_long_before_the_first(void **state)
{
    (void)state;
    for (int32_t date = LOYALTY_DATE_MIN - 1200000; date < LOYALTY_DATE_MIN; date += 97) {
        struct civil civil = date_to_civil(date), shifted = {civil.year + 4000, civil.month, civil.day};
        assert_int_equal(date_from_civil(civil), date);
        assert_int_equal(date_from_civil(shifted), date + 10 * 146097);
    }
}

/* Start of a window, counted: the day before its first. */
static int32_t naive_start(struct window window, int32_t index)
{
    struct civil civil = calendar[index];
    int32_t year = civil.year, month = civil.month, date = civil.day;
    switch (window.type) {
    case WINDOW_DAYS:
        return first + index - window.length;
    case WINDOW_WEEK: /* 1899-01-02 was a Monday */
        return first + index - (index + 6) % 7 - 1;
    case WINDOW_MONTHS:
        for (int32_t i = 0; i < window.length; i++)
            if (--month == 0) {
                month = 12;
                year--;
            }
        return date_from_civil(
            (struct civil){year, month, date < length_of(year, month) ? date : length_of(year, month)});
    case WINDOW_MONTH:
        return first + index - date;
    case WINDOW_QUARTER:
        month = (month - 1) / 3 * 3 + 1;
        break;
    case WINDOW_YEAR:
        month = 1;
        break;
    case WINDOW_ALL:
        fail();
    }
    return date_from_civil((struct civil){year, month, 1}) - 1;
}

static const struct window windows[] = {
    {WINDOW_DAYS, 1},   {WINDOW_DAYS, 90},   {WINDOW_DAYS, 366},  {WINDOW_MONTHS, 1},  {WINDOW_MONTHS, 2},
    {WINDOW_MONTHS, 6}, {WINDOW_MONTHS, 11}, {WINDOW_MONTHS, 12}, {WINDOW_MONTHS, 48}, {WINDOW_WEEK, 0},
    {WINDOW_MONTH, 0},  {WINDOW_QUARTER, 0}, {WINDOW_YEAR, 0}};

static void windows_begin_where_counting_says(void **state)
{
    (void)state;
    for (size_t w = 0; w < LENGTH(windows); w++)
        for (int32_t i = 0; i < count; i++)
            if (window_start(windows[w], first + i) != naive_start(windows[w], i))
                fail_msg("window %d %d on %s", (int)windows[w].type, (int)windows[w].length, date_text(first + i));
}

/* A day leaves on the first later day whose window begins at it or after it. */
static void days_leave_where_counting_says(void **state)
{
    enum { MARGIN = 1500 }; /* the longest window here */
    (void)state;
    for (size_t w = 0; w < LENGTH(windows); w++) {
        int32_t t = 1; /* leaving days only grow */
        for (int32_t i = 0; i + MARGIN < count; i++) {
            while (t <= i || window_start(windows[w], first + t) < first + i)
                t++;
            if (window_leave(windows[w], first + i) != first + t)
                fail_msg("window %d %d, day %s leaves on %s", (int)windows[w].type, (int)windows[w].length,
                         date_text(first + i), date_text(first + t));
        }
    }
}

static void windows_of_everything_never_end(void **state)
{
    (void)state;
    assert_int_equal(window_leave((struct window){WINDOW_ALL, 0}, 0), DATE_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_numbers),
        cmocka_unit_test(days_long_before_the_first),
        cmocka_unit_test(windows_begin_where_counting_says),
        cmocka_unit_test(days_leave_where_counting_says),
        cmocka_unit_test(windows_of_everything_never_end),
    };
    return cmocka_run_group_tests_name("calendar windows", tests, count_days, NULL);
}
