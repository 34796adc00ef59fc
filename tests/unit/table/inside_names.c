/* SPDX-License-Identifier: MIT */
/* The index of names. */
#include <stdio.h>

#include "allocator.h"
#include "support.h"
#include "table/names.h"

enum { MANY = 1000 };

static struct counting counting;
static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    arena = (struct arena){.allocator = counting_allocator(&counting)};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return counting.live != 0;
}

static void an_empty_index_has_no_name(void **state)
{
    struct names names = {NULL, 0};
    (void)state;
    assert_int_equal(names_find(&names, "a"), INDEX_NONE);
    OK(names_reserve(&names, &arena, 0));
    assert_int_equal(names_find(&names, "a"), INDEX_NONE);
    assert_int_equal(names_find(&names, ""), INDEX_NONE);
}

static void the_first_number_of_a_name_is_kept(void **state)
{
    struct names names = {NULL, 0};
    (void)state;
    OK(names_reserve(&names, &arena, 3));
    names_put(&names, "a", 7);
    names_put(&names, "a", 8);
    names_put(&names, "", 9);
    assert_int_equal(names_find(&names, "a"), 7);
    assert_int_equal(names_find(&names, ""), 9);
    assert_int_equal(names_find(&names, "b"), INDEX_NONE);
}

static void as_many_names_fit_as_were_reserved(void **state)
{
    char texts[MANY][8];
    struct names names = {NULL, 0};
    (void)state;
    OK(names_reserve(&names, &arena, MANY));
    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(texts[i], sizeof texts[i], "n%u", (unsigned)i);
        assert_int_equal(names_find(&names, texts[i]), INDEX_NONE);
        names_put(&names, texts[i], i);
    }
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(names_find(&names, texts[i]), i);
}

static void more_names_than_memory_are_refused(void **state)
{
    struct names names = {NULL, 0};
    (void)state;
    assert_int_equal(names_reserve(&names, &arena, UINT32_MAX), LOYALTY_E_MEMORY);
    assert_int_equal(counting.calls, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_index_has_no_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_first_number_of_a_name_is_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(as_many_names_fit_as_were_reserved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_names_than_memory_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("names inside", tests, NULL, NULL);
}
