/* SPDX-License-Identifier: MIT */
/* Version, limits, status texts, keys of numbers. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "number_key.h"
#include "support.h"

enum { GIVEN_UP = -3 }; /* a status that is not given out again */

static void the_version_is_one(void **state)
{
    uint32_t number = loyalty_version();
    (void)state;
    assert_string_equal(loyalty_version_text(),
                        text_of("%" PRIu32 ".%" PRIu32 ".%" PRIu32, number / 10000, number / 100 % 100, number % 100));
    assert_string_equal(loyalty_version_text(), VERSION);
    assert_ptr_equal(loyalty_version_text(), loyalty_version_text());
}

/* A test runs with the library that it was compiled with. */
static void the_header_says_the_same_version(void **state)
{
    (void)state;
    assert_int_equal(loyalty_version(), LOYALTY_VERSION);
    assert_string_equal(loyalty_version_text(),
                        text_of("%d.%d.%d", LOYALTY_VERSION_MAJOR, LOYALTY_VERSION_MINOR, LOYALTY_VERSION_PATCH));
    assert_in_range(LOYALTY_VERSION_MINOR, 0, 99);
    assert_in_range(LOYALTY_VERSION_PATCH, 0, 99);
#if LOYALTY_VERSION < 900
    fail_msg("the preprocessor cannot compare versions");
#endif
}

static void the_library_says_its_limits(void **state)
{
    static const struct {
        int32_t limit;
        int64_t expected;
    } limits[] = {
        {LOYALTY_LIMIT_NAME, LOYALTY_NAME_MAX},       {LOYALTY_LIMIT_ID, LOYALTY_ID_MAX},
        {LOYALTY_LIMIT_DAYS, LOYALTY_DAYS_MAX},       {LOYALTY_LIMIT_BACK, LOYALTY_BACK_MAX},
        {LOYALTY_LIMIT_WEIGHT, LOYALTY_WEIGHT_MAX},   {LOYALTY_LIMIT_KINDS, LOYALTY_KINDS_MAX},
        {LOYALTY_LIMIT_METRICS, LOYALTY_METRICS_MAX}, {LOYALTY_LIMIT_RUNGS, LOYALTY_RUNGS_MAX},
        {LOYALTY_LIMIT_CELLS, LOYALTY_CELLS_MAX},     {LOYALTY_LIMIT_CONDITIONS, LOYALTY_CONDITIONS_MAX},
        {LOYALTY_LIMIT_ROWS, LOYALTY_ROWS_MAX},       {LOYALTY_LIMIT_SHARE_DEPTH, LOYALTY_SHARE_DEPTH_MAX},
        {LOYALTY_LIMIT_POINTS, LOYALTY_POINTS_MAX},   {LOYALTY_LIMIT_TABLE, LOYALTY_TABLE_MAX},
        {LOYALTY_LIMIT_KEY, LOYALTY_KEY_MAX},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(limits); i++) {
        assert_int_equal(limits[i].limit, i);
        assert_int_equal(loyalty_limit(limits[i].limit), limits[i].expected);
    }
    assert_int_equal(loyalty_limit(LENGTH(limits)), 0);
    assert_int_equal(loyalty_limit(-1), 0);
    assert_int_equal(loyalty_limit(INT32_MAX), 0);
    assert_int_equal(loyalty_limit(INT32_MIN), 0);
}

static void a_number_is_its_bytes(void **state)
{
    static const struct {
        uint64_t number;
        unsigned char key[LOYALTY_KEY_OF_NUMBER];
    } cases[] = {{0, {0}},
                 {1, {0, 0, 0, 0, 0, 0, 0, 1}},
                 {4711, {0, 0, 0, 0, 0, 0, 0x12, 0x67}},
                 {UINT64_C(0x0123456789abcdef), {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef}},
                 {UINT64_C(1) << 63, {0x80}},
                 {UINT64_MAX, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}}};
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        unsigned char key[LOYALTY_KEY_OF_NUMBER + 1] = {[LOYALTY_KEY_OF_NUMBER] = 0x77};
        OK(loyalty_key_of_number(cases[i].number, key));
        assert_memory_equal(key, cases[i].key, LOYALTY_KEY_OF_NUMBER);
        assert_int_equal(key[LOYALTY_KEY_OF_NUMBER], 0x77);
        assert_int_equal(key_number(key), cases[i].number); /* as tests read it */
        assert_memory_equal(number_key(cases[i].number).bytes, key, LOYALTY_KEY_OF_NUMBER);
        if (i > 0) /* in the order of the numbers */
            assert_true(memcmp(cases[i - 1].key, key, LOYALTY_KEY_OF_NUMBER) < 0);
    }
    REFUSED(loyalty_key_of_number(1, NULL));
}

static void every_status_has_a_sentence_of_its_own(void **state)
{
    (void)state;
    assert_string_equal(loyalty_status_text(GIVEN_UP), loyalty_status_text(1));
    for (int32_t status = LOYALTY_E_CONFLICT; status <= LOYALTY_OK; status++) {
        const char *text = loyalty_status_text(status);
        if (status == GIVEN_UP)
            continue;
        assert_non_null(text);
        assert_true(strlen(text) > 3);
        assert_string_not_equal(text, loyalty_status_text(1));
        for (int32_t other = LOYALTY_E_CONFLICT; other < status; other++)
            assert_string_not_equal(text, loyalty_status_text(other));
    }
}

static void what_is_no_status_has_a_sentence_too(void **state)
{
    static const int32_t strange[] = {1, LOYALTY_E_CONFLICT - 1, -1000, INT32_MAX, INT32_MIN, INT32_MIN + 1};
    (void)state;
    for (size_t i = 0; i < LENGTH(strange); i++)
        assert_string_equal(loyalty_status_text(strange[i]), loyalty_status_text(1));
}

static void tests_have_a_name_for_every_status(void **state)
{
    int32_t status = LOYALTY_OK;
    (void)state;
    for (; status == GIVEN_UP || strcmp(loyalty_status_text(status), loyalty_status_text(1)) != 0; status--)
        assert_int_equal(strcmp(status_name(status), status_name(1)) == 0, status == GIVEN_UP);
    assert_string_equal(status_name(status), status_name(1));
    assert_string_equal(status_name(LOYALTY_E_STOPPED), "STOPPED");
    assert_string_equal(status_name(INT32_MIN), status_name(1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_version_is_one),
        cmocka_unit_test(the_header_says_the_same_version),
        cmocka_unit_test(the_library_says_its_limits),
        cmocka_unit_test(a_number_is_its_bytes),
        cmocka_unit_test(every_status_has_a_sentence_of_its_own),
        cmocka_unit_test(what_is_no_status_has_a_sentence_too),
        cmocka_unit_test(tests_have_a_name_for_every_status),
    };
    return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
