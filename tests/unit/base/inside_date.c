/* SPDX-License-Identifier: MIT */
/* Days, months and cycles of periods, against a calendar that only counts. */
#include "base/span.h"
#include "calendar.h"

static void days_and_numbers(void **state)
{
    (void)state;
    for (int32_t i = 0; i < calendar.count; i++) {
        struct civil civil = date_to_civil(calendar.first + i), counted = calendar.days[i];
        if (civil.year != counted.year || civil.month != counted.month || civil.day != counted.day ||
            date_from_civil(civil) != calendar.first + i)
            fail_msg("day %d", (int)(calendar.first + i));
        assert_int_equal(date_month_length(civil.year, civil.month), calendar_month_length(civil.year, civil.month));
    }
}

/* Windows begin, and terms end, as far away as the longest window a thousand times back: the calendar goes on there. */
static void days_beyond_the_calendar(void **state)
{
    enum { FAR = 1120000000, ERA = 146097 };
    (void)state;
    for (int32_t date = -FAR; date < FAR; date += 9973) {
        struct civil civil = date_to_civil(date), shifted = {civil.year + 4000, civil.month, civil.day};
        assert_int_equal(date_from_civil(civil), date);
        assert_int_equal(date_from_civil(shifted), date + 10 * ERA);
        assert_in_range(civil.month, 1, 12);
        assert_in_range(civil.day, 1, date_month_length(civil.year, civil.month));
    }
}

static const int32_t month_counts[] = {0, 1, 2, 3, 6, 11, 12, 13, 18, 24, 47, 48, 120};

static void months_later_and_earlier_are_where_counting_says(void **state)
{
    (void)state;
    for (size_t m = 0; m < LENGTH(month_counts); m++)
        for (int32_t i = 0; i < calendar.count; i++) {
            const int32_t months = month_counts[m], date = calendar.first + i;
            const int32_t plus = calendar_plus_months(i, months), less = calendar_less_months(i, months),
                          back = calendar_plus_months(i, -months);
            if ((plus != CALENDAR_OUTSIDE && date_plus_months(date, months) != calendar.first + plus) ||
                (less != CALENDAR_OUTSIDE && date_less_months(date, months) != calendar.first + less) ||
                (back != CALENDAR_OUTSIDE && date_plus_months(date, -months) != calendar.first + back))
                fail_msg("%s and %d months", date_text(date), (int)months);
        }
}

/*
 * d <= t less N months exactly if d plus N months <= t. Both sums ascend with the day, so it is enough to look at the days
 * around the limit.
 */
static void check_galois(int32_t t, int32_t months)
{
    const int32_t limit = date_less_months(t, months);
    for (int32_t d = limit - 4; d <= limit + 4; d++) {
        if ((d <= limit) != (date_plus_months(d, months) <= t))
            fail_msg("%d less and %d plus %d months", (int)t, (int)d, (int)months);
        assert_true(date_plus_months(d, months) <= date_plus_months(d + 1, months));
    }
    assert_true(limit <= date_less_months(t + 1, months));
}

static void plus_and_less_are_adjoint(void **state)
{
    static const int32_t far[] = {1200, 36525, 36525 * 30, 36525 * 1001};
    (void)state;
    for (size_t m = 0; m < LENGTH(month_counts); m++)
        for (int32_t i = 0; i < calendar.count; i++)
            check_galois(calendar.first + i, month_counts[m]);
    for (size_t m = 0; m < LENGTH(far); m++)
        for (int32_t i = 0; i < 800; i++) { /* more than two years: all days of a leap year */
            check_galois(LOYALTY_DATE_MIN + i, far[m]);
            check_galois(LOYALTY_DATE_MAX - i, far[m]);
        }
}

static void spans_end_where_counting_says(void **state)
{
    (void)state;
    for (int32_t i = 0; i + 4000 < calendar.count; i++) {
        const int32_t date = calendar.first + i;
        assert_int_equal(span_after((struct span){7, false}, date), date + 7);
        assert_int_equal(span_after((struct span){13, true}, date), calendar.first + calendar_plus_months(i, 13));
    }
    assert_int_equal(span_after((struct span){0, false}, LOYALTY_DATE_MAX), LOYALTY_DATE_MAX);
    assert_int_equal(span_after((struct span){0, true}, LOYALTY_DATE_MAX), LOYALTY_DATE_MAX);
    assert_int_equal(span_after((struct span){1, false}, LOYALTY_DATE_MAX), DATE_NEVER);
    assert_int_equal(span_after((struct span){1, true}, LOYALTY_DATE_MAX), DATE_NEVER);
    assert_int_equal(span_after((struct span){LOYALTY_DAYS_MAX, true}, LOYALTY_DATE_MAX), DATE_NEVER);
    assert_int_equal(span_after((struct span){1, true}, day("9999-11-30")), day("9999-12-30"));
}

static int32_t begins[CALENDAR_DAYS];

/* Returns the first day of the next period, or CALENDAR_OUTSIDE. */
static int32_t next_begin(int32_t i)
{
    const int32_t begin = begins[i];
    while (i < calendar.count && begins[i] == begin)
        i++;
    return i < calendar.count ? i : CALENDAR_OUTSIDE;
}

/* Indices ascend by one with each period; all days of one have its index. Returns the length of the longest period. */
static int32_t check_cycle(struct cycle cycle)
{
    int32_t longest = 0, from = 0;
    calendar_begins(cycle, begins);
    while (begins[from] == CALENDAR_OUTSIDE)
        from++;
    const int32_t zero = cycle_index(cycle, calendar.first + from);
    for (int32_t begin = from, index = zero, next; begin != CALENDAR_OUTSIDE; begin = next, index++) {
        next = next_begin(begin);
        const int32_t end = next == CALENDAR_OUTSIDE ? calendar.count : next;
        assert_int_equal(cycle_begin(cycle, index), calendar.first + begin);
        assert_int_equal(cycle_first_day_from(cycle, calendar.first + begin), calendar.first + begin);
        for (int32_t i = begin; i < end; i++)
            if (cycle_index(cycle, calendar.first + i) != index ||
                (i > begin && end == next && cycle_first_day_from(cycle, calendar.first + i) != calendar.first + next))
                fail_msg("period %d from %d of month %d: %s", (int)cycle.period, (int)cycle.day, (int)cycle.month + 1,
                         date_text(calendar.first + i));
        longest = end - begin > longest ? end - begin : longest;
    }
    return longest;
}

static void calendar_periods_follow_one_another(void **state)
{
    (void)state;
    for (int32_t period = PERIOD_DAY; period <= PERIOD_YEAR; period++) {
        const int32_t longest = check_cycle(cycle_of_calendar((enum period)period));
        assert_int_equal(longest, period_days((enum period)period));
    }
}

/* Cycles from the days on which months differ, of each month. */
static void periods_from_any_day_follow_one_another(void **state)
{
    static const int32_t dates[] = {1, 2, 15, 28, 29, 30, 31};
    (void)state;
    for (int32_t period = PERIOD_MONTH; period <= PERIOD_YEAR; period++)
        for (int32_t month = 1; month <= 12; month++)
            for (size_t i = 0; i < LENGTH(dates) && dates[i] <= calendar_month_length(2000, month); i++) {
                const int32_t date = date_from_civil((struct civil){2000, month, dates[i]});
                const struct cycle cycle = cycle_from((enum period)period, date);
                assert_int_equal(cycle_begin(cycle, cycle_index(cycle, date)), date);
                assert_in_range(check_cycle(cycle), 1, period_days((enum period)period));
            }
}

/* Period j of a cycle from a date begins j times 1, 3 or 12 months after it, each counted from the date itself. */
static void periods_are_counted_from_the_first_day(void **state)
{
    static const int32_t months[] = {[PERIOD_MONTH] = 1, [PERIOD_QUARTER] = 3, [PERIOD_YEAR] = 12};
    (void)state;
    for (int32_t period = PERIOD_MONTH; period <= PERIOD_YEAR; period++)
        for (int32_t i = calendar.months[1200]; i < calendar.months[1200 + 60]; i++) { /* from 1999 */
            const struct cycle cycle = cycle_from((enum period)period, calendar.first + i);
            const int32_t index = cycle_index(cycle, calendar.first + i);
            for (int32_t j = -40; j <= 40; j++)
                assert_int_equal(cycle_begin(cycle, index + j),
                                 calendar.first + calendar_plus_months(i, j * months[period]));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_numbers),
        cmocka_unit_test(days_beyond_the_calendar),
        cmocka_unit_test(months_later_and_earlier_are_where_counting_says),
        cmocka_unit_test(plus_and_less_are_adjoint),
        cmocka_unit_test(spans_end_where_counting_says),
        cmocka_unit_test(calendar_periods_follow_one_another),
        cmocka_unit_test(periods_from_any_day_follow_one_another),
        cmocka_unit_test(periods_are_counted_from_the_first_day),
    };
    return cmocka_run_group_tests_name("calendar", tests, calendar_count, NULL);
}
