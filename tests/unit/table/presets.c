/* SPDX-License-Identifier: MIT */
/* Presets: every one is there by name, loads, and takes the same events. */
#include <string.h>

#include "support.h"

static loyalty_program *load(uint32_t index)
{
    const char *text = NULL;
    size_t length = 0;
    loyalty_program *program;
    OK(loyalty_preset_json(loyalty_preset_name(index), &text, &length));
    assert_int_equal(text[length], '\0');
    assert_int_equal(strlen(text), length);
    OK(loyalty_program_from_json(text, length, NULL, NULL, &program));
    return program;
}

static void presets_are_numbered(void **state)
{
    uint32_t count = loyalty_preset_count();
    (void)state;
    assert_in_range(count, 5, 100);
    for (uint32_t i = 0; i < count; i++) {
        assert_non_null(loyalty_preset_name(i));
        for (uint32_t j = 0; j < i; j++)
            assert_string_not_equal(loyalty_preset_name(i), loyalty_preset_name(j));
    }
    assert_null(loyalty_preset_name(count));
    assert_null(loyalty_preset_name(UINT32_MAX));
}

static void a_preset_is_the_table_of_its_name(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < loyalty_preset_count(); i++) {
        loyalty_program *program = load(i);
        loyalty_table_info info = {.size = sizeof info};
        OK(loyalty_program_table(program, &info));
        assert_string_equal(info.name, loyalty_preset_name(i));
        loyalty_program_unref(program);
    }
}

static void an_unknown_preset_is_not_found(void **state)
{
    static const char *const names[] = {"", "five", "five-rungs ", "Five-rungs", "five-rungs.json"};
    const char *text = NULL;
    size_t length = 77;
    (void)state;
    for (size_t i = 0; i < LENGTH(names); i++)
        assert_int_equal(loyalty_preset_json(names[i], &text, &length), LOYALTY_E_NOT_FOUND);
    assert_null(text);
    assert_int_equal(length, 77);
}

/* A host records once and may change tables: kinds, their order and their ranges are the same everywhere. */
static void all_presets_take_the_same_events(void **state)
{
    loyalty_program *first = load(0);
    loyalty_table_info info = {.size = sizeof info};
    (void)state;
    OK(loyalty_program_table(first, &info));
    uint32_t kinds = info.kind_count;
    for (uint32_t i = 1; i < loyalty_preset_count(); i++) {
        loyalty_program *program = load(i);
        OK(loyalty_program_table(program, &info));
        assert_int_equal(info.kind_count, kinds);
        for (uint32_t kind = 0; kind < kinds; kind++) {
            loyalty_kind_info a = {.size = sizeof a}, b = {.size = sizeof b};
            OK(loyalty_program_kind(first, kind, &a));
            OK(loyalty_program_kind(program, kind, &b));
            assert_string_equal(a.name, b.name);
            assert_true(a.value_min == b.value_min && a.value_max == b.value_max);
        }
        loyalty_program_unref(program);
    }
    loyalty_program_unref(first);
}

/* Three languages at least, for all that a customer's screen may show. */
static void all_is_labelled_in_three_languages(void **state)
{
    static const int32_t objects[] = {LOYALTY_OBJECT_KIND, LOYALTY_OBJECT_METRIC, LOYALTY_OBJECT_RUNG,
                                      LOYALTY_OBJECT_CELL};
    (void)state;
    for (uint32_t i = 0; i < loyalty_preset_count(); i++) {
        loyalty_program *program = load(i);
        for (size_t object = 0; object < LENGTH(objects); object++) {
            const char *en, *fa, *ru;
            for (uint32_t at = 0; !loyalty_program_label(program, objects[object], at, "en", &en); at++) {
                OK(loyalty_program_label(program, objects[object], at, "fa", &fa));
                OK(loyalty_program_label(program, objects[object], at, "ru", &ru));
                if (strcmp(en, fa) == 0 || strcmp(en, ru) == 0 || strcmp(fa, ru) == 0)
                    fail_msg("%s: %s, %s, %s", loyalty_preset_name(i), en, fa, ru);
            }
        }
        loyalty_program_unref(program);
    }
}

/*
 * The checker only says of them that a return outlives its sale in a rolling year, which docs/presets.md explains. A host
 * that does not take sales back on their own date still wants returns to count against them.
 */
static void presets_pass_the_check(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < loyalty_preset_count(); i++) {
        loyalty_program *program = load(i);
        loyalty_report *report;
        OK(loyalty_report_new(NULL, &report));
        OK(loyalty_program_check(program, report));
        for (uint32_t at = 0; at < loyalty_report_count(report); at++) {
            loyalty_problem problem = {.size = sizeof problem};
            OK(loyalty_report_problem(report, at, &problem));
            assert_int_equal(problem.severity, LOYALTY_SEVERITY_WARNING);
            if (strncmp(problem.path, "/metrics/spend/sum/", strlen("/metrics/spend/sum/")) != 0)
                fail_msg("%s: %s: %s", loyalty_preset_name(i), problem.path, problem.message);
        }
        loyalty_report_free(report);
        loyalty_program_unref(program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presets_are_numbered),
        cmocka_unit_test(a_preset_is_the_table_of_its_name),
        cmocka_unit_test(an_unknown_preset_is_not_found),
        cmocka_unit_test(all_presets_take_the_same_events),
        cmocka_unit_test(all_is_labelled_in_three_languages),
        cmocka_unit_test(presets_pass_the_check),
    };
    return cmocka_run_group_tests_name("presets", tests, NULL, NULL);
}
