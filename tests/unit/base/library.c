/* SPDX-License-Identifier: MIT */
/* Version, status texts, what this build can do. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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

static void every_status_has_a_sentence_of_its_own(void **state)
{
    (void)state;
    assert_string_equal(loyalty_status_text(GIVEN_UP), loyalty_status_text(1));
    for (int32_t status = LOYALTY_E_COUNT; status <= LOYALTY_OK; status++) {
        const char *text = loyalty_status_text(status);
        if (status == GIVEN_UP)
            continue;
        assert_non_null(text);
        assert_true(strlen(text) > 3);
        assert_string_not_equal(text, loyalty_status_text(1));
        for (int32_t other = LOYALTY_E_COUNT; other < status; other++)
            assert_string_not_equal(text, loyalty_status_text(other));
    }
}

static void what_is_no_status_has_a_sentence_too(void **state)
{
    static const int32_t strange[] = {1, LOYALTY_E_COUNT - 1, -1000, INT32_MAX, INT32_MIN, INT32_MIN + 1};
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
    assert_string_equal(status_name(LOYALTY_E_COUNT), "COUNT");
    assert_string_equal(status_name(INT32_MIN), status_name(1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_version_is_one),
        cmocka_unit_test(every_status_has_a_sentence_of_its_own),
        cmocka_unit_test(what_is_no_status_has_a_sentence_too),
        cmocka_unit_test(tests_have_a_name_for_every_status),
    };
    return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
