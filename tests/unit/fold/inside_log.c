/* SPDX-License-Identifier: MIT */
/* The log, in whatever order days are set, against a table of days that only counts. */
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "fold/log.h"
#include "random.h"
#include "support.h"

/* With the activities, more series than a directory has in the log itself; three kinds are of no activity. */
enum { KINDS = 6, ACTIVITIES = 2, DAYS = 50, ROUNDS = 3000 };

__extension__ typedef __int128 int128;

static struct counting counting;
static uint32_t of_first[] = {0}, of_second[] = {0, 1}, of_third[] = {1};
static uint32_t first_and_second[] = {0, 1}, second_and_third[] = {1, 2};
static struct kind kinds[KINDS] = {{.activities = of_first, .activity_count = 1},
                                   {.activities = of_second, .activity_count = 2},
                                   {.activities = of_third, .activity_count = 1}};
static struct activity activities[ACTIVITIES] = {{first_and_second, 2}, {second_and_third, 2}};
static loyalty_program program = {
    .kinds = kinds, .kind_count = KINDS, .activities = activities, .activity_count = ACTIVITIES};

static struct day_total days[KINDS][DAYS];

static struct random dice = {7};

static struct log *empty_log(void)
{
    struct log *log = memory_new(&program.arena.allocator, sizeof *log);
    assert_non_null(log);
    return log;
}

static void free_log(struct log *log)
{
    log_clear(log, &program);
    memory_free(&program.arena.allocator, log);
}

static void set(struct log *log, uint32_t kind, int32_t date, struct day_total total)
{
    struct place place = log_find(log, kind, date);
    assert_int_equal(log_reserve(log, &program, kind, &place, total), LOYALTY_OK);
    log_set(log, &program, kind, date, &place, total, 10);
    days[kind][date] = total;
}

/* Every date of a kind: where it stands, its totals, and the running ones. */
static void compare_kind(const struct log *log, uint32_t kind)
{
    struct series view = log_view(log, kind), *series = &view;
    uint64_t count = 0, sum = 0;
    uint32_t until = 0, active = 0;
    for (int32_t date = 0; date < DAYS; date++) {
        struct day_total total = days[kind][date];
        struct place place = log_find(log, kind, date);
        bool there = total.count || total.sum;
        assert_int_equal(place.found, there);
        assert_int_equal(place.index, until);
        assert_true(place.total.count == total.count && place.total.sum == total.sum);
        count += (uint64_t)total.count;
        sum += (uint64_t)total.sum;
        until += (uint32_t)there;
        active += total.count > 0;
        assert_int_equal(series_until(series, date), until);
        if (!there)
            continue;
        assert_int_equal(series_date(series, until - 1), date);
        assert_true(series_count(series, until) == count && series_sum(series, until) == sum);
        assert_int_equal(series_active(series, until), active);
        struct day_total day = series_day(series, until - 1);
        assert_true(day.count == total.count && day.sum == total.sum);
        if (total.count > 0)
            assert_int_equal(series_reach(series, until, active), until);
    }
    assert_int_equal(series->count, until);
    assert_int_equal(series_until(series, -1), 0);
    assert_int_equal(series_until(series, INT32_MAX), until);
}

static void compare_activity(const struct log *log, uint32_t index)
{
    struct series dates = log_view(log, activity_series(&program, index));
    uint32_t until = 0;
    for (int32_t date = 0; date < DAYS; date++) {
        int128 count = 0;
        for (uint32_t i = 0; i < activities[index].kind_count; i++)
            count += days[activities[index].kinds[i]][date].count;
        until += count > 0;
        assert_int_equal(series_until(&dates, date), until);
        if (count > 0)
            assert_int_equal(series_date(&dates, until - 1), date);
    }
    assert_int_equal(dates.count, until);
    assert_false(dates.wide);
}

static void compare(const struct log *log)
{
    int32_t earliest = DATE_NEVER;
    for (uint32_t kind = 0; kind < KINDS; kind++) {
        compare_kind(log, kind);
        for (int32_t date = DAYS - 1; date >= 0; date--)
            if ((days[kind][date].count || days[kind][date].sum) && date < earliest)
                earliest = date;
    }
    for (uint32_t i = 0; i < ACTIVITIES; i++)
        compare_activity(log, i);
    assert_int_equal(log_earliest(log, &program), earliest);
}

static struct day_total some_total(void)
{
    static const struct day_total totals[] = {
        {0, 0}, {1, 0}, {2, 50}, {-1, 0}, {0, 7}, {-3, 9}, {1, -1}, {INT64_MAX, INT64_MIN}, {INT64_MIN, INT64_MAX}};
    return totals[random_bits(&dice) % (random_bits(&dice) % 4 ? LENGTH(totals) - 2 : LENGTH(totals))];
}

/* Totals with which a series stays narrow. */
static struct day_total some_plain_total(void)
{
    struct day_total total = {(int64_t)(random_bits(&dice) % 4), 0};
    if (total.count)
        total.sum = (int64_t)random_bits(&dice) / 1000;
    return total;
}

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    program.arena.allocator = counting_allocator(&counting);
    memset(days, 0, sizeof days);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    assert_int_equal(counting.live, 0);
    return 0;
}

static void set_in_any_order(struct day_total (*some)(void), int wide)
{
    struct log *log = empty_log();
    compare(log);
    for (int round = 0; round < ROUNDS; round++) {
        set(log, (uint32_t)(random_bits(&dice) % KINDS), (int32_t)(random_bits(&dice) % DAYS), some());
        if (round % 20 == 0)
            compare(log);
    }
    for (uint32_t kind = 0; kind < KINDS; kind++)
        assert_int_equal(log_view(log, kind).wide, wide);
    for (uint32_t kind = 0; kind < KINDS; kind++) /* and all away again */
        for (int32_t date = 0; date < DAYS; date++)
            set(log, kind, date, (struct day_total){0, 0});
    compare(log);
    free_log(log);
}

static void days_in_any_order(void **state)
{
    (void)state;
    set_in_any_order(some_total, 1);
}

static void plain_days_in_any_order(void **state)
{
    (void)state;
    set_in_any_order(some_plain_total, 0);
}

/* Where the running count leaves 32 bits, whatever day takes it there. */
static void counts_beyond_32_bits(void **state)
{
    struct log *log = empty_log();
    (void)state;
    set(log, 0, 7, (struct day_total){UINT32_MAX - 2, 1});
    set(log, 0, 9, (struct day_total){2, 1});
    assert_false(log_view(log, 0).wide);
    compare(log);
    set(log, 0, 3, (struct day_total){1, 1});
    assert_true(log_view(log, 0).wide);
    compare(log);
    set(log, 1, 3, (struct day_total){(int64_t)UINT32_MAX + 1, 1});
    assert_true(log_view(log, 1).wide);
    compare(log);
    free_log(log);
}

/* Emptied and filled again, as a search over many logs does. */
static void an_emptied_log_is_as_new(void **state)
{
    struct log *log = empty_log();
    (void)state;
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 30; i++)
            set(log, (uint32_t)(random_bits(&dice) % KINDS), (int32_t)(random_bits(&dice) % DAYS), some_total());
        compare(log);
        log_empty(log);
        memset(days, 0, sizeof days);
        compare(log);
        assert_true(log_magnitude(log) == 0);
    }
    free_log(log);
}

static void copies_are_of_their_own(void **state)
{
    struct log *log = empty_log(), *copy = empty_log();
    (void)state;
    for (int round = 0; round < 100; round++)
        set(log, (uint32_t)(random_bits(&dice) % KINDS), (int32_t)(random_bits(&dice) % DAYS), some_total());
    assert_int_equal(log_copy(log, &program, copy), LOYALTY_OK);
    assert_true(log_magnitude(copy) == log_magnitude(log));
    free_log(log);
    compare(copy);
    for (int round = 0; round < 100; round++)
        set(copy, (uint32_t)(random_bits(&dice) % KINDS), (int32_t)(random_bits(&dice) % DAYS), some_total());
    compare(copy);
    free_log(copy);
}

static void a_failed_copy_stays_empty(void **state)
{
    struct log *log = empty_log(), *copy = empty_log();
    int32_t status;
    (void)state;
    for (uint32_t kind = 0; kind < KINDS; kind++)
        set(log, kind, 7, (struct day_total){1, 1});
    uint32_t live = counting.live;
    for (uint32_t failures = 0;; failures++) {
        counting.fail_at = counting.calls + failures;
        status = log_copy(log, &program, copy);
        counting.fail_at = ALLOCATOR_NEVER;
        if (!status)
            break;
        assert_int_equal(status, LOYALTY_E_MEMORY);
        assert_int_equal(counting.live, live);
        assert_int_equal(log_earliest(copy, &program), DATE_NEVER);
        assert_in_range(failures, 0, KINDS + ACTIVITIES);
    }
    compare(copy);
    free_log(copy);
    free_log(log);
}

/* Windows may hold more than 64 bits only where this says so. */
static void magnitude_grows_and_stays(void **state)
{
    struct log *log = empty_log();
    struct place place = log_find(log, 0, 5);
    struct day_total much = {1, INT64_MAX - 1}, more = {1, 0};
    (void)state;
    assert_int_equal(log_reserve(log, &program, 0, &place, much), LOYALTY_OK);
    log_set(log, &program, 0, 5, &place, much, INT64_MAX - 2 * (uint64_t)UINT32_MAX);
    assert_false(log_is_huge(log));
    place = log_find(log, 0, 6);
    assert_int_equal(log_reserve(log, &program, 0, &place, more), LOYALTY_OK);
    log_set(log, &program, 0, 6, &place, more, 1);
    assert_true(log_is_huge(log));
    place = log_find(log, 0, 6);
    log_set(log, &program, 0, 6, &place, (struct day_total){0, 0}, UINT64_MAX);
    assert_true(log_magnitude(log) == UINT32_MAX);
    free_log(log);
}

/* Seeking from the end, in rows of every length. */
static void seeking(void **state)
{
    struct entry row[40];
    (void)state;
    for (uint32_t length = 1; length <= LENGTH(row); length++) {
        struct series series = {row, length, 0};
        for (uint32_t i = 0; i < length; i++)
            row[i] = (struct entry){(int32_t)(3 * i), i, i};
        for (int32_t date = -2; date < row[length - 1].date; date++) {
            uint32_t expected = 0;
            while (expected < length && row[expected].date <= date)
                expected++;
            assert_int_equal(series_seek(&series, date), expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(days_in_any_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plain_days_in_any_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counts_beyond_32_bits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_emptied_log_is_as_new, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copies_are_of_their_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failed_copy_stays_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(magnitude_grows_and_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(seeking, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
