/* SPDX-License-Identifier: MIT */
/* Arrays, blocks and arenas: they grow, are aligned, and refuse sizes that no memory has before they ask for them. */
#include <stddef.h>
#include <string.h>

#include "allocator.h"
#include "base/memory.h"
#include "support.h"

static struct counting counting;
static loyalty_allocator allocator;

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    allocator = counting_allocator(&counting);
    return 0;
}

static void arrays_grow_by_doubling(void **state)
{
    void *array = NULL;
    uint32_t capacity = 0;
    (void)state;
    for (uint32_t needed = 0; needed < 1000; needed++) {
        assert_int_equal(memory_grow(&allocator, &array, &capacity, needed, sizeof(uint32_t)), LOYALTY_OK);
        assert_true(capacity >= needed && capacity <= 2 * needed + 2);
        if (needed > 0)
            ((uint32_t *)array)[needed - 1] = needed;
    }
    assert_in_range(counting.calls, 5, 12);
    for (uint32_t i = 0; i < 999; i++)
        assert_int_equal(((uint32_t *)array)[i], i + 1);
    memory_free(&allocator, array);
    assert_int_equal(counting.live, 0);
}

static void too_large_an_array_is_refused(void **state)
{
    void *array = NULL;
    uint32_t capacity = 0;
    (void)state;
    assert_int_equal(memory_grow(&allocator, &array, &capacity, UINT32_MAX, 1), LOYALTY_E_FULL);
    assert_int_equal(memory_grow(&allocator, &array, &capacity, 5, SIZE_MAX / 7), LOYALTY_E_FULL);
    assert_null(array);
    assert_int_equal(capacity, 0);
    assert_int_equal(counting.calls, 0);
}

static void too_large_a_block_of_an_arena_is_refused(void **state)
{
    struct arena arena = {allocator, NULL};
    (void)state;
    assert_null(arena_new(&arena, SIZE_MAX));
    assert_null(arena_new(&arena, SIZE_MAX / 2 + 1));
    assert_int_equal(counting.calls, 0);
    unsigned char *first = arena_new(&arena, 3), *second = arena_new(&arena, 100000);
    assert_non_null(first);
    assert_non_null(second);
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(second[i], 0);
    arena_free(&arena);
    assert_int_equal(counting.live, 0);
}

static void an_arena_aligns_what_comes_after_a_text(void **state)
{
    struct arena arena = {allocator, NULL};
    (void)state;
    for (size_t length = 0; length < 5000; length += 7) {
        static const char text[5000];
        char *copy = arena_text(&arena, text, length);
        uint64_t *number = arena_new(&arena, sizeof *number);
        assert_non_null(copy);
        assert_non_null(number);
        assert_int_equal((uintptr_t)number % 8, 0);
        assert_int_equal(*number, 0);
        memset(copy, 'x', length + 1);
        assert_int_equal(*number, 0);
    }
    arena_free(&arena);
    assert_int_equal(counting.live, 0);
}

/* Larger and smaller, from nothing: what fits stays. */
static void a_resized_block_keeps_its_content(void **state)
{
    static const size_t sizes[] = {1, 16, 17, 5000, 5001, 12, 1, 300};
    unsigned char *block = NULL;
    size_t before = 0;
    (void)state;
    for (size_t i = 0; i < LENGTH(sizes); i++) {
        block = memory_resize(&allocator, block, sizes[i]);
        assert_non_null(block);
        assert_int_equal(counting.live, 1);
        assert_int_equal(counting.bytes, sizes[i]);
        for (size_t at = 0; at < before && at < sizes[i]; at++)
            assert_int_equal(block[at], (unsigned char)(at * 7 + i - 1));
        for (size_t at = 0; at < sizes[i]; at++)
            block[at] = (unsigned char)(at * 7 + i);
        before = sizes[i];
    }
    memory_free(&allocator, block);
    assert_int_equal(counting.live, 0);
    assert_int_equal(counting.strange, 0);
}

static void a_block_stays_if_resizing_fails(void **state)
{
    (void)state;
    counting.fail_at = 0;
    assert_null(memory_resize(&allocator, NULL, 8));
    assert_int_equal(counting.live, 0);
    unsigned char *block = memory_resize(&allocator, NULL, 8);
    assert_non_null(block);
    memset(block, 77, 8);
    counting.fail_at = counting.calls;
    assert_null(memory_resize(&allocator, block, 100));
    assert_int_equal(counting.live, 1);
    assert_int_equal(counting.bytes, 8);
    for (size_t at = 0; at < 8; at++)
        assert_int_equal(block[at], 77);
    memory_free(&allocator, block);
    memory_free(&allocator, NULL);
    assert_int_equal(counting.live, 0);
    assert_int_equal(counting.strange, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(arrays_grow_by_doubling, set_up),
        cmocka_unit_test_setup(too_large_an_array_is_refused, set_up),
        cmocka_unit_test_setup(too_large_a_block_of_an_arena_is_refused, set_up),
        cmocka_unit_test_setup(an_arena_aligns_what_comes_after_a_text, set_up),
        cmocka_unit_test_setup(a_resized_block_keeps_its_content, set_up),
        cmocka_unit_test_setup(a_block_stays_if_resizing_fails, set_up),
    };
    return cmocka_run_group_tests_name("memory inside", tests, NULL, NULL);
}
