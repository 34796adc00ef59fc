/* SPDX-License-Identifier: MIT */
/* Version, status texts, what this build can do. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

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
    for (int32_t status = LOYALTY_E_KEY; status <= LOYALTY_OK; status++) {
        const char *text = loyalty_status_text(status);
        assert_non_null(text);
        assert_true(strlen(text) > 3);
        assert_string_not_equal(text, loyalty_status_text(1));
        for (int32_t other = LOYALTY_E_KEY; other < status; other++)
            assert_string_not_equal(text, loyalty_status_text(other));
    }
}

static void what_is_no_status_has_a_sentence_too(void **state)
{
    static const int32_t strange[] = {1, LOYALTY_E_KEY - 1, -1000, INT32_MAX, INT32_MIN, INT32_MIN + 1};
    (void)state;
    for (size_t i = 0; i < LENGTH(strange); i++)
        assert_string_equal(loyalty_status_text(strange[i]), loyalty_status_text(1));
}

static void tests_have_a_name_for_every_status(void **state)
{
    int32_t status = LOYALTY_OK;
    (void)state;
    for (; strcmp(loyalty_status_text(status), loyalty_status_text(1)) != 0; status--)
        assert_string_not_equal(status_name(status), status_name(1));
    assert_string_equal(status_name(status), status_name(1));
    assert_string_equal(status_name(LOYALTY_E_KEY), "KEY");
    assert_string_equal(status_name(INT32_MIN), status_name(1));
}

/* Answers of a build without JSON are tests/abi's. */
static void json_is_there_where_it_was_built_in(void **state)
{
    (void)state;
    assert_int_equal(loyalty_has_json(), JSON);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_version_is_one),
        cmocka_unit_test(every_status_has_a_sentence_of_its_own),
        cmocka_unit_test(what_is_no_status_has_a_sentence_too),
        cmocka_unit_test(tests_have_a_name_for_every_status),
        cmocka_unit_test(json_is_there_where_it_was_built_in),
    };
    return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
