/* SPDX-License-Identifier: MIT */
/* Limits of 32 bits: LOYALTY_E_FULL, without a call of the allocator. Counts are made up, since no machine has so much. */
#include "allocator.h"
#include "book/due.h"
#include "book/keys.h"
#include "fold/escapes.h"
#include "fold/ids.h"
#include "support.h"

static struct counting counting;
static loyalty_allocator allocator;

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = 0, .persists = true};
    allocator = counting_allocator(&counting);
    return 0;
}

/* Nothing was asked of the allocator. */
static int tear_down(void **state)
{
    (void)state;
    return counting.calls == 0 ? 0 : -1;
}

static void an_array_is_full(void **state)
{
    void *array = NULL;
    uint32_t capacity = UINT32_C(1) << 31;
    (void)state;
    assert_int_equal(memory_grow(&allocator, &array, &capacity, capacity + 1, 1), LOYALTY_E_FULL);
    assert_int_equal(capacity, UINT32_C(1) << 31);
    capacity = 0;
    assert_int_equal(memory_grow(&allocator, &array, &capacity, 4, SIZE_MAX / 2), LOYALTY_E_FULL);
    assert_null(array);
}

static void no_memory_is_not_full(void **state)
{
    void *array = NULL;
    uint32_t capacity = 0;
    (void)state;
    assert_int_equal(memory_grow(&allocator, &array, &capacity, UINT32_C(1) << 31, 1), LOYALTY_E_MEMORY);
    counting.calls = 0;
}

static void an_index_of_keys_is_full(void **state)
{
    struct keys keys;
    (void)state;
    keys_init(&keys, NULL);
    keys.count = keys.capacity = UINT32_MAX / 4 * 3 + 4;
    assert_int_equal(keys_reserve(&keys, &allocator, 1), LOYALTY_E_FULL);
}

static void a_bucket_is_full(void **state)
{
    static struct bucket buckets[DUE_DAYS + 1];
    struct due due = {.allocator = &allocator, .buckets = buckets, .visited = DUE_NEVER};
    (void)state;
    buckets[DUE_DAYS] = (struct bucket){.count = UINT32_MAX, .capacity = UINT32_MAX};
    assert_int_equal(due_reserve(&due, 1), LOYALTY_E_FULL);
}

static void the_ids_of_a_customer_are_full(void **state)
{
    struct id items[4] = {{.length = UINT32_C(1) << 29}, {.length = UINT32_C(1) << 29}};
    struct ids ids = {.items = items, .count = 4, .capacity = 4}, *full = &ids;
    const loyalty_program rules = {.arena = {.allocator = allocator}};
    (void)state;
    items[2] = items[3] = items[0];
    assert_int_equal(ids_reserve(&full, &rules, 1, LOYALTY_DATE_MIN), LOYALTY_E_FULL);
    assert_ptr_equal(full, &ids);
}

static void escapes_are_full(void **state)
{
    struct escapes escapes = {.free = INDEX_NONE}, *full = &escapes;
    (void)state;
    escapes.used = escapes.capacity = UINT32_C(1) << 31;
    assert_int_equal(escapes_reserve(&full, &allocator), LOYALTY_E_FULL);
    assert_ptr_equal(full, &escapes);
}

#define FULL_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FULL_TEST(an_array_is_full), FULL_TEST(no_memory_is_not_full), FULL_TEST(an_index_of_keys_is_full),
        FULL_TEST(a_bucket_is_full), FULL_TEST(escapes_are_full),      FULL_TEST(the_ids_of_a_customer_are_full),
    };
    return cmocka_run_group_tests_name("inside: full", tests, NULL, NULL);
}
