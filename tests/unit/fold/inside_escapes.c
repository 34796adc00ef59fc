/* SPDX-License-Identifier: MIT */
/* The totals that do not fit in a word: taken, freed and taken again, beside a plain list of them. */
#include <string.h>

#include "allocator.h"
#include "fold/escapes.h"
#include "random.h"
#include "support.h"

enum { MOST = 300, ROUNDS = 20000 };

static struct counting counting;
static loyalty_allocator allocator;
static struct escapes *escapes;
static struct day_total totals[MOST]; /* by index */
static bool taken[MOST];
static struct random dice = {11};

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    allocator = counting_allocator(&counting);
    escapes = NULL;
    memset(taken, 0, sizeof taken);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    memory_free(&allocator, escapes);
    assert_int_equal(counting.live, 0);
    assert_int_equal(counting.strange, 0);
    return 0;
}

static uint32_t take(struct day_total total)
{
    OK(escapes_reserve(&escapes, &allocator));
    uint32_t calls = counting.calls, index = escapes_take(escapes, &total);
    assert_int_equal(counting.calls, calls);
    assert_in_range(index, 0, MOST - 1);
    assert_false(taken[index]);
    taken[index] = true;
    totals[index] = total;
    return index;
}

static void give_back(uint32_t index)
{
    escapes_free_item(escapes, index);
    taken[index] = false;
}

/* Returns the length of the list of free items. */
static uint32_t free_items(const struct escapes *set)
{
    uint32_t count = 0;
    for (uint32_t index = set->free; index != INDEX_NONE; index = (uint32_t)set->items[index].count, count++)
        assert_true(index < set->used && count < set->used && !taken[index]);
    return count;
}

static void compare(const struct escapes *set)
{
    uint32_t count = 0, lows = 0;
    for (uint32_t i = 0; i < MOST; i++) {
        if (!taken[i])
            continue;
        assert_true(set->items[i].count == totals[i].count && set->items[i].sum == totals[i].sum);
        count++;
        lows += totals[i].count < 1;
    }
    assert_int_equal(set->used - free_items(set), count);
    assert_int_equal(set->lows, lows);
    assert_true(set->used <= set->capacity);
    if (count == 0)
        assert_true(set->weight == 0);
}

static struct day_total some_total(void)
{
    static const int64_t edges[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, 16, INT64_MAX};
    struct day_total total = {random_between(&dice, -20, 20), (int64_t)random_bits(&dice) >> random_int(&dice, 0, 63)};
    if (random_chance(&dice, 10))
        total.count = edges[random_int(&dice, 0, LENGTH(edges) - 1)];
    if (random_chance(&dice, 10))
        total.sum = edges[random_int(&dice, 0, LENGTH(edges) - 1)];
    return total;
}

static void items_are_taken_and_freed(void **state)
{
    (void)state;
    OK(escapes_reserve(&escapes, &allocator));
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t index = (uint32_t)random_int(&dice, 0, MOST - 1);
        if (taken[index])
            give_back(index);
        else if (random_chance(&dice, round / 2000 % 2 ? 20 : 90)) /* grows, and empties again */
            take(some_total());
        if (round % 50 == 0)
            compare(escapes);
    }
    for (uint32_t i = 0; i < MOST; i++)
        if (taken[i])
            give_back(i);
    compare(escapes);
}

/* However often items come and go, no more memory is needed than for the most that there were at a time. */
static void freed_items_are_taken_again(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        take((struct day_total){16 + i, i});
    uint32_t used = escapes->used, calls = counting.calls;
    for (uint32_t round = 0; round < 100; round++) {
        give_back(round % 5);
        give_back((round + 2) % 5);
        take((struct day_total){-1, round});
        take((struct day_total){100, round});
        compare(escapes);
    }
    assert_int_equal(escapes->used, used);
    assert_int_equal(counting.calls, calls);
}

static void an_empty_set_is_not_huge(void **state)
{
    (void)state;
    assert_false(escapes_are_huge(NULL));
    OK(escapes_reserve(&escapes, &allocator));
    assert_false(escapes_are_huge(escapes));
    assert_true(escapes->weight == 0);
    assert_int_equal(escapes->lows, 0);
}

/* Many small items are not huge, one near 2^63 is, and no longer when it is freed. */
static void large_items_are_huge(void **state)
{
    static const struct day_total large[] = {{INT64_MAX, 0}, {INT64_MIN, 0},        {1, INT64_MAX},
                                             {1, INT64_MIN}, {1, INT64_C(1) << 62}, {-(INT64_C(1) << 62), 0}};
    (void)state;
    for (int i = 0; i < 200; i++)
        take((struct day_total){i % 2 ? INT32_MAX : INT32_MIN, (INT64_C(1) << 40) * (i % 3 - 1)});
    assert_false(escapes_are_huge(escapes));
    for (size_t i = 0; i < LENGTH(large); i++) {
        uint32_t index = take(large[i]);
        assert_true(escapes_are_huge(escapes));
        give_back(index);
        assert_false(escapes_are_huge(escapes));
    }
}

/* Returns whether the totals of all items that are taken stay below 2^62, without regard to their signs. */
static bool stay_below(void)
{
    __extension__ unsigned __int128 count = 0, sum = 0;
    for (uint32_t i = 0; i < MOST; i++)
        if (taken[i]) {
            count += totals[i].count < 0 ? 0 - (uint64_t)totals[i].count : (uint64_t)totals[i].count;
            sum += totals[i].sum < 0 ? 0 - (uint64_t)totals[i].sum : (uint64_t)totals[i].sum;
        }
    return count >> 62 == 0 && sum >> 62 == 0;
}

/* A set that is not huge stays below 2^62; and one that stays below 2^60 is not huge. */
static void huge_sets_are_known(void **state)
{
    int huge = 0, small = 0;
    (void)state;
    for (int round = 0; round < 2000; round++) {
        for (int i = random_int(&dice, 1, 40); i > 0; i--)
            take(
                (struct day_total){random_int(&dice, -5, 40), (int64_t)random_bits(&dice) >> random_int(&dice, 1, 12)});
        if (!escapes_are_huge(escapes))
            assert_true(stay_below());
        huge += escapes_are_huge(escapes);
        small += !escapes_are_huge(escapes);
        for (uint32_t i = 0; i < MOST; i++)
            if (taken[i])
                give_back(i);
        assert_true(escapes->weight == 0 && escapes->lows == 0);
    }
    assert_true(huge > 100 && small > 100);
    for (int i = 0; i < 250; i++)
        take((struct day_total){INT64_C(1) << 52, -(INT64_C(1) << 52)});
    assert_false(escapes_are_huge(escapes));
}

static void copies_are_of_their_own(void **state)
{
    struct escapes *copy = NULL, *original = NULL;
    (void)state;
    for (int i = 0; i < 100; i++)
        take(some_total());
    for (uint32_t i = 0; i < 100; i += 3)
        give_back(i);
    OK(escapes_copy(escapes, &allocator, &copy));
    compare(copy);
    assert_true(copy->weight == escapes->weight);
    escapes_wipe(escapes);
    compare(copy);
    original = escapes;
    escapes = copy;
    for (int i = 0; i < 100; i++)
        take(some_total());
    compare(copy = escapes);
    memory_free(&allocator, original);
}

static void a_set_without_items_is_copied(void **state)
{
    struct escapes *copy = NULL;
    (void)state;
    OK(escapes_copy(NULL, &allocator, &copy));
    assert_null(copy);
    OK(escapes_reserve(&escapes, &allocator));
    OK(escapes_copy(escapes, &allocator, &copy));
    memory_free(&allocator, escapes);
    escapes = copy;
    compare(escapes);
    take((struct day_total){16, 0});
    compare(escapes);
}

/* Reserves room for one item more while all of its allocations fail, as long as it needs any. */
static bool reserving_fails(void)
{
    counting.fail_at = counting.calls;
    int32_t status = escapes_reserve(&escapes, &allocator);
    bool failed = counting.calls > counting.fail_at;
    counting.fail_at = ALLOCATOR_NEVER;
    assert_int_equal(status, failed ? LOYALTY_E_MEMORY : LOYALTY_OK);
    return failed;
}

static void a_failed_allocation_changes_nothing(void **state)
{
    int failures = 0;
    (void)state;
    for (int i = 0; i < 200; i++) {
        if (reserving_fails()) {
            failures++;
            assert_int_equal(counting.live, escapes != NULL);
            if (escapes)
                compare(escapes);
        }
        take(some_total());
        compare(escapes);
    }
    assert_true(failures > 3);
    struct escapes *copy = NULL;
    counting.fail_at = counting.calls;
    assert_int_equal(escapes_copy(escapes, &allocator, &copy), LOYALTY_E_MEMORY);
    assert_null(copy);
    assert_int_equal(counting.live, 1);
}

static void wiping_leaves_nothing(void **state)
{
    static const unsigned char zeros[sizeof(struct day_total)];
    (void)state;
    escapes_wipe(NULL);
    for (int i = 0; i < 50; i++)
        take(some_total());
    for (uint32_t i = 0; i < 50; i += 2)
        give_back(i);
    uint32_t capacity = escapes->capacity;
    escapes_wipe(escapes);
    for (uint32_t i = 0; i < capacity; i++)
        assert_memory_equal(&escapes->items[i], zeros, sizeof zeros);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(items_are_taken_and_freed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(freed_items_are_taken_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_set_is_not_huge, set_up, tear_down),
        cmocka_unit_test_setup_teardown(large_items_are_huge, set_up, tear_down),
        cmocka_unit_test_setup_teardown(huge_sets_are_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copies_are_of_their_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_set_without_items_is_copied, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failed_allocation_changes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wiping_leaves_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("escapes", tests, NULL, NULL);
}
