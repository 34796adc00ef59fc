/* SPDX-License-Identifier: MIT */
/* The queue of next dates, against a list of dates, one a row. */
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "book/due.h"
#include "random.h"
#include "support.h"

enum { ROWS = 200, FAR = 20000 };

static struct counting counting;
static loyalty_program program;
static struct book_chunk chunks[1];
static struct book_rows rows;
static struct due due;
static uint32_t now; /* all up to here were woken */

/* What must be true: the date of each row, and what a wake would do with it. */
static uint32_t queued[ROWS], then[ROWS];
static uint32_t woken[4 * ROWS], woken_count;
static uint32_t fails_on; /* the wake, from 0, that fails */

static struct random dice = {13};

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    program.arena.allocator = counting_allocator(&counting);
    program.home.program = &program;
    chunks[0].entries = calloc(ROW_CHUNK, sizeof *chunks[0].entries);
    assert_non_null(chunks[0].entries);
    rows = (struct book_rows){.home = &program.home, .chunks = chunks, .chunk_count = 1, .used = ROWS};
    for (uint32_t i = 0; i < ROWS; i++) {
        row_at(&rows, i)->queued = DUE_NEVER;
        queued[i] = DUE_NEVER;
    }
    OK(due_init(&due, &rows));
    now = 700000;
    fails_on = UINT32_MAX;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    due_end(&due);
    free(chunks[0].entries);
    assert_int_equal(counting.live, 0);
    assert_int_equal(counting.strange, 0);
    return 0;
}

static void put(uint32_t row, uint32_t date)
{
    OK(due_reserve(&due, 1));
    due_put(&due, row, date);
    queued[row] = date;
}

/* What a book does: the row goes to a later date, or nowhere. */
static int32_t wake(void *user, uint32_t row)
{
    uint32_t until = *(const uint32_t *)user;
    assert_true(queued[row] <= until); /* never too early here: every date queued is the true one */
    if (woken_count == fails_on)
        return LOYALTY_E_HOST;
    assert_in_range(woken_count, 0, LENGTH(woken) - 1);
    woken[woken_count++] = row;
    if (then[row] == DUE_NEVER) {
        due_drop(&due, row);
        queued[row] = DUE_NEVER;
    } else {
        put(row, then[row] + until);
    }
    return LOYALTY_OK;
}

static int32_t wake_until(uint32_t until)
{
    woken_count = 0;
    int32_t status = due_wake(&due, now, until, wake, &until);
    if (!status)
        now = until;
    return status;
}

static void assert_woken(const uint32_t *expected, size_t count)
{
    assert_int_equal(woken_count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(woken[i], expected[i]);
}

static void those_due_are_woken_by_day_and_in_the_order_of_queueing(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < ROWS; i++)
        then[i] = DUE_NEVER;
    put(7, now + 3);
    put(3, now + 1);
    put(5, now + 3);
    put(9, now + 4);
    put(1, now + 1);
    put(8, DUE_AT_ONCE);
    put(2, now + 3);
    put(7, now + 3); /* again: behind the others of its day */
    OK(wake_until(now + 3));
    assert_woken((const uint32_t[]){8, 3, 1, 5, 2, 7}, 6);
    OK(wake_until(now));
    assert_woken(NULL, 0);
    OK(wake_until(now + 1));
    assert_woken((const uint32_t[]){9}, 1);
}

static void whole_turns_of_the_wheel_are_counted(void **state)
{
    (void)state;
    then[0] = then[1] = then[2] = DUE_NEVER;
    put(0, now + 1 + 2 * DUE_DAYS);
    put(1, now + 1);
    put(2, now + 1 + DUE_DAYS);
    OK(wake_until(now + 1));
    assert_woken((const uint32_t[]){1}, 1);
    OK(wake_until(now + DUE_DAYS - 1));
    assert_woken(NULL, 0);
    OK(wake_until(now + 5));
    assert_woken((const uint32_t[]){2}, 1);
    put(1, now + DUE_DAYS);
    OK(wake_until(now + 5 * DUE_DAYS)); /* each bucket once */
    assert_woken((const uint32_t[]){0, 1}, 2);
}

/* Whoever is queued in the bucket that is being gone through is not woken twice. */
static void a_row_may_come_back_to_the_same_bucket(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < ROWS; i++) {
        then[i] = DUE_DAYS;
        put(i, now + 1);
    }
    for (int turn = 0; turn < 3; turn++) {
        OK(wake_until(now + (turn ? DUE_DAYS : 1)));
        assert_int_equal(woken_count, ROWS);
        for (uint32_t i = 0; i < ROWS; i++)
            assert_int_equal(woken[i], i);
    }
}

static void where_waking_fails_the_others_stay(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 10; i++) {
        then[i] = i % 2 ? DUE_DAYS : DUE_NEVER;
        put(i, now + 1 + i / 5);
    }
    fails_on = 3;
    assert_int_equal(wake_until(now + 2), LOYALTY_E_HOST);
    assert_woken((const uint32_t[]){0, 1, 2}, 3);
    fails_on = UINT32_MAX;
    OK(wake_until(now + 2));
    assert_woken((const uint32_t[]){3, 4, 5, 6, 7, 8, 9}, 7);
    OK(wake_until(now + DUE_DAYS));
    assert_woken((const uint32_t[]){1, 3, 5, 7, 9}, 5);
}

static void step(void)
{
    uint32_t row = (uint32_t)(random_bits(&dice) % ROWS);
    switch (random_bits(&dice) % 4) {
    case 0:
        due_drop(&due, row);
        queued[row] = DUE_NEVER;
        break;
    case 1:
        put(row, DUE_AT_ONCE);
        break;
    default:
        put(row, now + 1 + (uint32_t)(random_bits(&dice) % (random_bits(&dice) % 3 ? 10 : FAR)));
    }
}

/* Every row whose date has come is woken, once, and no other; the later never before the earlier. */
static void check_wake(uint32_t until)
{
    uint32_t before[ROWS], expected = 0;
    int seen[ROWS] = {0};
    for (uint32_t i = 0; i < ROWS; i++) {
        before[i] = queued[i];
        expected += queued[i] <= until;
        then[i] = random_bits(&dice) % 4 ? 1 + (uint32_t)(random_bits(&dice) % (random_bits(&dice) % 2 ? 10 : FAR))
                                         : (uint32_t)DUE_NEVER;
    }
    bool in_order = until - now <= DUE_DAYS;
    OK(wake_until(until));
    assert_int_equal(woken_count, expected);
    for (uint32_t i = 0; i < woken_count; i++) {
        assert_true(before[woken[i]] <= until);
        assert_false(seen[woken[i]]++);
        if (i > 0 && in_order)
            assert_true(before[woken[i - 1]] <= before[woken[i]]);
    }
}

/* The dates that rows are queued for come in order, and with each its rows and no others. */
static void check_dates(void)
{
    uint32_t expected = 0, met = 0;
    for (uint32_t i = 0; i < ROWS; i++)
        expected += queued[i] != DUE_NEVER;
    for (uint32_t date = now; date != DUE_NEVER;) {
        uint32_t place = 0, row;
        while ((row = due_row(&due, date == now ? (uint32_t)DUE_AT_ONCE : date, &place)) != INDEX_NONE) {
            assert_int_equal(queued[row], date == now ? (uint32_t)DUE_AT_ONCE : date);
            met++;
        }
        const uint32_t next = due_next(&due, date);
        for (uint32_t i = 0; i < ROWS; i++)
            assert_false(queued[i] > date && queued[i] < next);
        date = next;
    }
    assert_int_equal(met, expected);
}

static void any_calls_agree_with_a_list(void **state)
{
    enum { ROUNDS = 3000 };
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        for (uint64_t steps = random_bits(&dice) % 60; steps > 0; steps--)
            step();
        if (round % 50 == 0)
            check_dates();
        check_wake(now + (uint32_t)(random_bits(&dice) % (random_bits(&dice) % 50 ? 12 : FAR)));
    }
}

/* The worst host: every row pulled to tomorrow and back to the same far day, year after year. */
static void entries_that_died_take_no_memory_for_long(void **state)
{
    (void)state;
    const uint32_t far = now + 4000;
    for (int round = 0; round < 3000; round++) {
        for (uint32_t i = 0; i < ROWS; i++) {
            then[i] = far - now - 1;
            put(i, now + 1);
        }
        OK(wake_until(now + 1));
        assert_int_equal(woken_count, ROWS);
    }
    uint32_t room = 0;
    for (uint32_t i = 0; i <= DUE_DAYS; i++)
        room += due.buckets[i].capacity;
    assert_in_range(room, ROWS, 8 * ROWS);
}

/* A bucket that cannot grow: the row is due at once instead, which wakes it too early, but never too late. */
static void a_reserved_put_does_not_fail(void **state)
{
    (void)state;
    OK(due_reserve(&due, 3));
    counting.fail_at = counting.calls;
    counting.persists = true;
    for (uint32_t i = 0; i < 3; i++)
        due_put(&due, i, now + 10);
    assert_int_equal(due_reserve(&due, 100), LOYALTY_E_MEMORY);
    counting.fail_at = ALLOCATOR_NEVER;
    counting.persists = false;
    queued[0] = queued[1] = queued[2] = DUE_AT_ONCE;
    then[0] = then[1] = then[2] = 9;
    OK(wake_until(now + 1));
    assert_woken((const uint32_t[]){0, 1, 2}, 3);
    OK(wake_until(now + 8));
    assert_woken(NULL, 0);
    OK(wake_until(now + 1));
    assert_woken((const uint32_t[]){0, 1, 2}, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(those_due_are_woken_by_day_and_in_the_order_of_queueing),
        TEST(whole_turns_of_the_wheel_are_counted),
        TEST(a_row_may_come_back_to_the_same_bucket),
        TEST(where_waking_fails_the_others_stay),
        TEST(any_calls_agree_with_a_list),
        TEST(entries_that_died_take_no_memory_for_long),
        TEST(a_reserved_put_does_not_fail),
    };
    return cmocka_run_group_tests_name("due", tests, NULL, NULL);
}
