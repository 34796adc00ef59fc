/* SPDX-License-Identifier: MIT */
/* Reports: problems kept, counted and found in the text. What the problems say: tests/golden. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* "severity line:column path" */
static const char *problem_text(const loyalty_report *report, uint32_t index)
{
    loyalty_problem problem = {.size = sizeof problem};
    int32_t status = loyalty_report_problem(report, index, &problem);
    if (status)
        return status_name(status);
    assert_non_null(problem.message);
    assert_true(strlen(problem.message) > 0);
    return text_of("%s %u:%u %s", problem.severity == LOYALTY_SEVERITY_ERROR ? "error" : "warning",
                   (unsigned)problem.line, (unsigned)problem.column, problem.path);
}

static int32_t load(const char *json, loyalty_report *report)
{
    char *text = quoted(json);
    loyalty_program *program = NULL;
    int32_t status = loyalty_program_from_json(text, strlen(text), NULL, report, &program);
    free(text);
    loyalty_program_unref(program);
    return status;
}

static loyalty_report *empty(void)
{
    loyalty_report *report;
    assert_int_equal(loyalty_report_new(NULL, &report), LOYALTY_OK);
    return report;
}

static void a_new_report_is_empty(void **state)
{
    loyalty_report *report = empty();
    (void)state;
    assert_int_equal(loyalty_report_count(report), 0);
    assert_string_equal(problem_text(report, 0), "INDEX");
    assert_int_equal(loyalty_report_count(NULL), 0);
    loyalty_report_free(report);
    loyalty_report_free(NULL);
}

static void all_problems_come_in_the_order_of_the_document(void **state)
{
    loyalty_report *report = empty();
    (void)state;
    assert_int_equal(load("{'format': 2,\n"
                          " 'name': '1st',\n"
                          " 'colour': 'red',\n"
                          " 'events': {'visit': {'value': [5, 1]}},\n"
                          " 'ladder': [{'rung': 'a'},\n"
                          "   {'rung': 'b', 'enter': ['visits >= 1']}]}",
                          report),
                     LOYALTY_E_TABLE);
    assert_int_equal(loyalty_report_count(report), 5);
    assert_string_equal(problem_text(report, 0), "error 1:12 /format");
    assert_string_equal(problem_text(report, 1), "error 2:10 /name");
    assert_string_equal(problem_text(report, 2), "error 3:2 /colour");
    assert_string_equal(problem_text(report, 3), "error 4:32 /events/visit/value");
    assert_string_equal(problem_text(report, 4), "error 6:28 /ladder/1/enter/0");
    assert_string_equal(problem_text(report, 5), "INDEX");
    loyalty_report_free(report);
}

static void columns_count_characters(void **state)
{
    loyalty_report *report = empty();
    (void)state;
    assert_int_equal(load("{'format':1,'note':'\u0645\u0634\u062a\u0631\u06cc \U0001F600','name':7,'events':{'v':{}},"
                          "'ladder':[{'rung':'a'}]}",
                          report),
                     LOYALTY_E_TABLE);
    assert_string_equal(problem_text(report, 0), "error 1:37 /name");
    loyalty_report_free(report);
}

static void a_report_takes_the_problems_of_several_calls(void **state)
{
    loyalty_report *report = empty();
    (void)state;
    assert_int_equal(load("[]", report), LOYALTY_E_TABLE);
    uint32_t first = loyalty_report_count(report);
    assert_true(first > 0);
    assert_int_equal(load("{", report), LOYALTY_E_TABLE);
    assert_int_equal(loyalty_report_count(report), first + 1);
    loyalty_report_free(report);
}

/* What was wrong with another table says nothing about this one. */
static void a_used_report_hides_nothing(void **state)
{
    loyalty_report *report = empty();
    (void)state;
    assert_int_equal(load("[]", report), LOYALTY_E_TABLE);
    assert_int_equal(load("{'format':1}", report), LOYALTY_E_TABLE);
    assert_int_equal(loyalty_report_count(report), 4);
    assert_int_equal(load("{'format':1,'name':7,'events':{'v':{}},'ladder':[{'rung':'a'}]}", report), LOYALTY_E_TABLE);
    assert_int_equal(load("{'format':1,'name':'5a','events':{'v':{}},'ladder':[{'rung':'a'}]}", report),
                     LOYALTY_E_TABLE);
    assert_int_equal(loyalty_report_count(report), 6);
    assert_int_equal(load("{'format':1,'name':'a','events':{'v':{}},'metrics':{'v':{'share':['v','v']}},"
                          "'ladder':[{'rung':'a'},{'rung':'b','enter':['v >= 1']}]}",
                          report),
                     LOYALTY_E_TABLE);
    loyalty_report_free(report);
}

static int32_t code_of(const loyalty_report *report, uint32_t index)
{
    loyalty_problem problem = {.size = sizeof problem};
    assert_int_equal(loyalty_report_problem(report, index, &problem), LOYALTY_OK);
    return problem.code;
}

/* Of all codes: tests/golden. */
static void a_problem_has_a_code(void **state)
{
    loyalty_report *report = empty();
    loyalty_builder *builder;
    loyalty_program *program = NULL;
    (void)state;
    assert_int_equal(load("{'format':2,'name':7,'events':{'v':{}},'ladder':[{'rung':'a'}]}", report), LOYALTY_E_TABLE);
    assert_int_equal(code_of(report, 0), LOYALTY_PROBLEM_VALUE);
    assert_int_equal(code_of(report, 1), LOYALTY_PROBLEM_TYPE);
    loyalty_report_free(report);
    report = empty();
    assert_int_equal(loyalty_program_from_json("{", LOYALTY_TABLE_MAX + 1, NULL, report, &program), LOYALTY_E_TABLE);
    assert_int_equal(code_of(report, 0), LOYALTY_PROBLEM_LIMIT);
    loyalty_report_free(report);
    report = empty();
    assert_int_equal(loyalty_builder_new(NULL, &builder), LOYALTY_OK);
    assert_int_equal(loyalty_builder_set_name(builder, "t"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_kind(builder, "v", 0, 1), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_rung(builder, "a"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_set_hold(builder, "b", "1d"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_build(builder, report, &program), LOYALTY_E_TABLE);
    assert_int_equal(loyalty_report_count(report), 1);
    assert_int_equal(code_of(report, 0), LOYALTY_PROBLEM_UNKNOWN);
    loyalty_builder_free(builder);
    loyalty_report_free(report);
}

static void problems_of_a_builder_have_no_position(void **state)
{
    loyalty_report *report = empty();
    loyalty_builder *builder;
    loyalty_program *program = NULL;
    (void)state;
    assert_int_equal(loyalty_builder_new(NULL, &builder), LOYALTY_OK);
    assert_int_equal(loyalty_builder_set_name(builder, "t"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_rung(builder, "a"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_kind(builder, "v", 2, 1), LOYALTY_OK);
    assert_int_equal(loyalty_builder_build(builder, report, &program), LOYALTY_E_TABLE);
    assert_int_equal(loyalty_report_count(report), 1);
    assert_string_equal(problem_text(report, 0), "error 0:0 /events/v/value");
    loyalty_builder_free(builder);
    loyalty_report_free(report);
}

/* Places are found by path; where a step is not in the text, the nearest thing around it. */
static void locate_finds_places_by_path(void **state)
{
    loyalty_report *report = empty();
    loyalty_builder *builder;
    loyalty_program *program = NULL;
    char *text = quoted("{\n 'events': {'a/b~c': {},\n  'v': {'value': [2, 1]}},\n 'ladder': [{'rung': 'a'}, {}]}");
    (void)state;
    assert_int_equal(loyalty_builder_new(NULL, &builder), LOYALTY_OK);
    assert_int_equal(loyalty_builder_set_name(builder, "t"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_rung(builder, "a"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_rung(builder, "b"), LOYALTY_OK); /* has no enter */
    assert_int_equal(loyalty_builder_add_rung(builder, "c"), LOYALTY_OK); /* /ladder/2 is not in the text */
    assert_int_equal(loyalty_builder_add_kind(builder, "v", 2, 1), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_kind(builder, "a/b~c", 0, 1), LOYALTY_OK);
    assert_int_equal(loyalty_builder_build(builder, report, &program), LOYALTY_E_TABLE);
    assert_int_equal(loyalty_report_count(report), 4);
    assert_int_equal(loyalty_report_locate(report, text, strlen(text)), LOYALTY_OK);
    assert_int_equal(loyalty_report_count(report), 4);
    loyalty_problem problem = {.size = sizeof problem};
    assert_int_equal(loyalty_report_problem(report, 0, &problem), LOYALTY_OK);
    assert_int_equal(problem.line, 2);
    assert_string_equal(problem.path, "/events/a~1b~0c");
    assert_string_equal(problem_text(report, 1), "error 3:18 /events/v/value");
    assert_int_equal(loyalty_report_problem(report, 2, &problem), LOYALTY_OK);
    assert_int_equal(problem.line, 4);
    assert_int_equal(problem.column, 12); /* the list */
    assert_string_equal(problem_text(report, 3), "error 4:28 /ladder/1");
    loyalty_builder_free(builder);
    loyalty_report_free(report);
    free(text);
}

static void locate_keeps_what_is_known(void **state)
{
    loyalty_report *report = empty();
    const char *json = "{'format':1,'name':'1','events':{'v':{}},\n'ladder':[{'rung':'a'}]}";
    char *text = quoted(json);
    (void)state;
    assert_int_equal(load(json, report), LOYALTY_E_TABLE);
    const char *before = problem_text(report, 0);
    assert_int_equal(loyalty_report_locate(report, text, strlen(text)), LOYALTY_OK);
    assert_string_equal(problem_text(report, 0), before);
    loyalty_report_free(report);
    free(text);
}

/* Texts in which nothing can be found are no reason to fail. */
static void locate_takes_any_text(void **state)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "{",
                                        "[",
                                        "{\"events\"",
                                        "{\"events\":",
                                        "{\"events\":{\"v\":{\"value",
                                        "]",
                                        "\"",
                                        "\"\\",
                                        "{\"\\u00",
                                        "{\"events\":{\"v\" 1 2}}",
                                        "{\"events\":3}",
                                        "{\"events\":[1,2]}",
                                        "nonsense",
                                        "\xff\xfe"};
    loyalty_builder *builder;
    loyalty_program *program = NULL;
    (void)state;
    assert_int_equal(loyalty_builder_new(NULL, &builder), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_kind(builder, "v", 2, 1), LOYALTY_OK);
    for (size_t i = 0; i < LENGTH(texts); i++) {
        loyalty_report *report = empty();
        assert_int_equal(loyalty_builder_build(builder, report, &program), LOYALTY_E_TABLE);
        uint32_t count = loyalty_report_count(report);
        assert_int_equal(loyalty_report_locate(report, texts[i], strlen(texts[i])), LOYALTY_OK);
        assert_int_equal(loyalty_report_count(report), count);
        for (uint32_t at = 0; at < count; at++) {
            loyalty_problem problem = {.size = sizeof problem};
            assert_int_equal(loyalty_report_problem(report, at, &problem), LOYALTY_OK);
            assert_int_equal(problem.line, 1);
            assert_in_range(problem.column, 1, strlen(texts[i]) + 1);
        }
        loyalty_report_free(report);
    }
    loyalty_builder_free(builder);
}

/* A text that is wrong everywhere must not cost memory without end; the report says that it stops. */
static void errors_are_told_up_to_a_limit(void **state)
{
    enum { WRONG = 2000, PART = 20 };
    char *text = malloc(WRONG * PART + 200);
    loyalty_report *report = empty();
    loyalty_program *program = NULL;
    (void)state;
    assert_non_null(text);
    size_t length = (size_t)sprintf(text, "{");
    for (int i = 0; i < WRONG; i++)
        length += (size_t)sprintf(text + length, "\"wrong%d\": 0,", i);
    length += (size_t)sprintf(text + length, "\"x\": 0}");
    assert_int_equal(loyalty_program_from_json(text, length, NULL, report, &program), LOYALTY_E_TABLE);
    assert_in_range(loyalty_report_count(report), 200, 300);
    loyalty_report_free(report);
    free(text);
}

static void nobody_need_read_the_report(void **state)
{
    (void)state;
    assert_int_equal(load("{}", NULL), LOYALTY_E_TABLE);
    assert_int_equal(load("", NULL), LOYALTY_E_TABLE);
}

static void texts_of_a_report_are_clean(void **state)
{
    loyalty_report *report = empty();
    (void)state;
    assert_int_equal(
        load("{'a\\u0007\\u001b[31m':1,'format':1,'name':'t','events':{'v':{}},'ladder':[{'rung':'a'}]}", report),
        LOYALTY_E_TABLE);
    assert_int_equal(loyalty_report_count(report), 1);
    loyalty_problem problem = {.size = sizeof problem};
    assert_int_equal(loyalty_report_problem(report, 0, &problem), LOYALTY_OK);
    for (const char *at = problem.message; *at; at++)
        assert_true((unsigned char)*at >= ' ');
    for (const char *at = problem.path; *at; at++)
        assert_true((unsigned char)*at >= ' ');
    loyalty_report_free(report);
}

static void reports_refuse_null(void **state)
{
    loyalty_report *report = empty();
    loyalty_problem problem = {.size = sizeof problem};
    (void)state;
    assert_int_equal(loyalty_report_new(NULL, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_report_problem(NULL, 0, &problem), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_report_locate(NULL, "{}", 2), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_report_locate(report, NULL, 2), LOYALTY_E_ARGUMENT);
    assert_int_equal(load("{}", report), LOYALTY_E_TABLE);
    assert_int_equal(loyalty_report_problem(report, 0, NULL), LOYALTY_E_ARGUMENT);
    loyalty_report_free(report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_report_is_empty),
        cmocka_unit_test(all_problems_come_in_the_order_of_the_document),
        cmocka_unit_test(columns_count_characters),
        cmocka_unit_test(a_report_takes_the_problems_of_several_calls),
        cmocka_unit_test(a_used_report_hides_nothing),
        cmocka_unit_test(a_problem_has_a_code),
        cmocka_unit_test(problems_of_a_builder_have_no_position),
        cmocka_unit_test(locate_finds_places_by_path),
        cmocka_unit_test(locate_keeps_what_is_known),
        cmocka_unit_test(locate_takes_any_text),
        cmocka_unit_test(errors_are_told_up_to_a_limit),
        cmocka_unit_test(nobody_need_read_the_report),
        cmocka_unit_test(texts_of_a_report_are_clean),
        cmocka_unit_test(reports_refuse_null),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
