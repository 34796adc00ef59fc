/* SPDX-License-Identifier: MIT */
/* The log, in whatever order days are set, against a table of days that only counts. */
#include <stdlib.h>
#include <string.h>

#include "../../src/log.h"
#include "allocator.h"
#include "support.h"

enum { KINDS = 3, ACTIVITIES = 2, DAYS = 50, ROUNDS = 3000 };

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

static uint64_t bits(void)
{
    static uint64_t state = 7;
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static struct log *empty_log(void)
{
    struct log *log = memory_new(&program.arena.allocator, log_size(&program));
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
    assert_int_equal(log_reserve(log, &program, kind), LOYALTY_OK);
    log_set(log, &program, kind, date, &place, total, 10);
    days[kind][date] = total;
}

/* Every date of a kind: where it stands, its totals, and the running ones. */
static void compare_kind(const struct log *log, uint32_t kind)
{
    const struct series *series = &log_series(log)[kind];
    uint64_t count = 0, sum = 0;
    uint32_t until = 0, active = 0;
    for (int32_t date = 0; date < DAYS; date++) {
        struct day_total total = days[kind][date];
        struct place place = log_find(log, kind, date);
        int there = total.count || total.sum;
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
        const struct entry *entry = &series->entries[until - 1];
        assert_true(entry->date == date && entry->count == count && entry->sum == sum && entry->active == active);
        if (total.count > 0)
            assert_int_equal(series_active(series, 0, until, active), until - 1);
    }
    assert_int_equal(series->count, until);
    assert_int_equal(series_until(series, -1), 0);
    assert_int_equal(series_until(series, INT32_MAX), until);
}

static void compare_activity(const struct log *log, uint32_t index)
{
    const struct dates *dates = &log_active(log, &program)[index];
    uint32_t until = 0;
    for (int32_t date = 0; date < DAYS; date++) {
        int128 count = 0;
        for (uint32_t i = 0; i < activities[index].kind_count; i++)
            count += days[activities[index].kinds[i]][date].count;
        until += count > 0;
        assert_int_equal(dates_until(dates, date), until);
        if (count > 0)
            assert_int_equal(dates->dates[until - 1], date);
    }
    assert_int_equal(dates->count, until);
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
    return totals[bits() % (bits() % 4 ? LENGTH(totals) - 2 : LENGTH(totals))];
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

static void days_in_any_order(void **state)
{
    struct log *log = empty_log();
    (void)state;
    compare(log);
    for (int round = 0; round < ROUNDS; round++) {
        set(log, (uint32_t)(bits() % KINDS), (int32_t)(bits() % DAYS), some_total());
        if (round % 20 == 0)
            compare(log);
    }
    for (uint32_t kind = 0; kind < KINDS; kind++) /* and all away again */
        for (int32_t date = 0; date < DAYS; date++)
            set(log, kind, date, (struct day_total){0, 0});
    compare(log);
    free_log(log);
}

static void copies_are_of_their_own(void **state)
{
    struct log *log = empty_log(), *copy = empty_log();
    (void)state;
    for (int round = 0; round < 100; round++)
        set(log, (uint32_t)(bits() % KINDS), (int32_t)(bits() % DAYS), some_total());
    assert_int_equal(log_copy(log, &program, copy), LOYALTY_OK);
    assert_true(copy->magnitude == log->magnitude);
    free_log(log);
    compare(copy);
    for (int round = 0; round < 100; round++)
        set(copy, (uint32_t)(bits() % KINDS), (int32_t)(bits() % DAYS), some_total());
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
    (void)state;
    assert_int_equal(log_reserve(log, &program, 0), LOYALTY_OK);
    log_set(log, &program, 0, 5, &place, (struct day_total){1, INT64_MAX - 1}, INT64_MAX);
    assert_false(log_is_huge(log));
    place = log_find(log, 0, 6);
    assert_int_equal(log_reserve(log, &program, 0), LOYALTY_OK);
    log_set(log, &program, 0, 6, &place, (struct day_total){1, 0}, 1);
    assert_true(log_is_huge(log));
    place = log_find(log, 0, 6);
    log_set(log, &program, 0, 6, &place, (struct day_total){0, 0}, UINT64_MAX);
    assert_true(log->magnitude == UINT64_MAX);
    free_log(log);
}

/* Seeking from the end, in rows of every length. */
static void seeking(void **state)
{
    int32_t row[40];
    (void)state;
    for (uint32_t length = 1; length <= LENGTH(row); length++) {
        for (uint32_t i = 0; i < length; i++)
            row[i] = (int32_t)(3 * i);
        for (int32_t date = -2; date < row[length - 1]; date++) {
            uint32_t expected = 0;
            while (expected < length && row[expected] <= date)
                expected++;
            assert_int_equal(log_seek(row, sizeof *row, length, date), expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(days_in_any_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copies_are_of_their_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failed_copy_stays_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(magnitude_grows_and_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(seeking, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
