/* SPDX-License-Identifier: MIT */
/* The set of ids beside a plain list: the same found and forgotten, however many there are and in whatever order. */
#include <stdio.h>
#include <string.h>

#include "allocator.h"
#include "fold/ids.h"
#include "random.h"
#include "support.h"

enum { MOST = 6000, LONGEST = 12 };

struct known {
    char id[LONGEST];
    uint32_t length;
    int32_t date;
};

static struct counting counting;
static loyalty_allocator allocator;
static loyalty_program rules;
static struct ids *ids;
static struct known list[MOST];
static uint32_t listed;

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    allocator = counting_allocator(&counting);
    rules.arena.allocator = allocator;
    ids = NULL;
    listed = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ids_free(ids, &allocator);
    assert_int_equal(counting.live, 0);
    assert_int_equal(counting.strange, 0);
    return 0;
}

static struct known *find(const char *id, uint32_t length)
{
    for (uint32_t i = 0; i < listed; i++)
        if (list[i].length == length && memcmp(list[i].id, id, length) == 0)
            return &list[i];
    return NULL;
}

static void put(const char *id, uint32_t length, int32_t date)
{
    struct known *known = find(id, length);
    OK(ids_reserve(&ids, &rules, length, INT32_MIN));
    ids_put(ids, id, length, date);
    if (!known) {
        known = &list[listed++];
        *known = (struct known){.length = length, .date = date};
        memcpy(known->id, id, length);
    }
    if (date > known->date)
        known->date = date;
}

static void assert_same(const struct ids *found)
{
    for (uint32_t i = 0; i < listed; i++)
        assert_int_equal(ids_find(found, list[i].id, list[i].length), list[i].date);
    assert_int_equal(ids_find(found, "no such id", 10), LOYALTY_DATE_NONE);
}

/* Short ids of few letters, so that some come again and many begin alike. */
static uint32_t any_id(struct random *random, char *id)
{
    uint32_t length = (uint32_t)random_int(random, 1, LONGEST);
    for (uint32_t i = 0; i < length; i++)
        id[i] = (char)random_int(random, 0, 2); /* NUL too */
    return length;
}

static void ids_at_random(void **state)
{
    struct random random = {1};
    char id[LONGEST];
    (void)state;
    assert_same(NULL);
    while (listed < MOST) {
        uint32_t length = any_id(&random, id);
        put(id, length, random_int(&random, 0, 100));
        if (listed % 500 == 0)
            assert_same(ids);
    }
    assert_same(ids);
}

static void ids_in_order(void **state)
{
    char id[LONGEST + 1];
    for (int descending = 0; descending <= 1; descending++) {
        for (uint32_t i = 0; i < MOST; i++) {
            snprintf(id, sizeof id, "till-%06u", (unsigned)(descending ? MOST - i : i));
            put(id, 11, (int32_t)i);
        }
        assert_same(ids);
        tear_down(state);
        set_up(state);
    }
}

static void old_ids_are_forgotten_when_room_is_made(void **state)
{
    char id[LONGEST + 1];
    (void)state;
    for (uint32_t i = 0; i < 3000; i++) {
        snprintf(id, sizeof id, "%u", (unsigned)i);
        OK(ids_reserve(&ids, &rules, (uint32_t)strlen(id), (int32_t)i - 10));
        ids_put(ids, id, (uint32_t)strlen(id), (int32_t)i);
        assert_true(ids->count <= 40); /* those that count, and as many again */
    }
    assert_int_equal(ids_find(ids, "2999", 4), 2999);
    assert_int_equal(ids_find(ids, "2990", 4), 2990);
    assert_int_equal(ids_find(ids, "100", 3), LOYALTY_DATE_NONE);
}

static void a_merged_set_has_the_later_dates(void **state)
{
    struct ids *other = NULL;
    (void)state;
    for (int32_t i = 0; i < 2500; i++) {
        char id[LONGEST + 1];
        snprintf(id, sizeof id, "%d", (int)i);
        put(id, (uint32_t)strlen(id), i % 7);
        OK(ids_reserve(&other, &rules, LONGEST, INT32_MIN));
        ids_put(other, id, (uint32_t)strlen(id), i % 5);
    }
    for (uint32_t i = 0; i < listed; i++)
        if ((int32_t)i % 5 > list[i].date)
            list[i].date = (int32_t)i % 5;
    OK(ids_merge(&ids, &rules, LOYALTY_DATE_MIN, &(struct ids_of){other, LOYALTY_DATE_MIN, NULL}));
    ids_free(other, &allocator);
    assert_same(ids);
}

static void without_memory_nothing_changes(void **state)
{
    char id[LONGEST + 1];
    (void)state;
    for (uint32_t i = 0; i < 100; i++) {
        snprintf(id, sizeof id, "%u", (unsigned)i);
        for (uint32_t failures = 0;; failures++) {
            counting.fail_at = counting.calls + failures;
            counting.failed = 0;
            int32_t status = ids_reserve(&ids, &rules, (uint32_t)strlen(id), INT32_MIN);
            counting.fail_at = ALLOCATOR_NEVER;
            if (!counting.failed)
                break;
            assert_int_equal(status, LOYALTY_E_MEMORY);
            assert_same(ids);
        }
        put(id, (uint32_t)strlen(id), (int32_t)i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ids_at_random, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ids_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(old_ids_are_forgotten_when_room_is_made, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_merged_set_has_the_later_dates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_memory_nothing_changes, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("inside ids", tests, NULL, NULL);
}
