/* SPDX-License-Identifier: MIT */
/* JSON tables at their limits, and strange ones: where the place of a problem is hard to find. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "support.h"

/* "line:column path" of each problem of a text, in a row. */
static const char *problems(const char *text, size_t length)
{
    const char *all = "";
    loyalty_report *report;
    loyalty_program *program = NULL;
    OK(loyalty_report_new(NULL, &report));
    int32_t status = loyalty_program_from_json(text, length, NULL, report, &program);
    assert_int_equal(status, program ? LOYALTY_OK : LOYALTY_E_TABLE);
    for (uint32_t i = 0; i < loyalty_report_count(report); i++) {
        loyalty_problem problem = {.size = sizeof problem};
        OK(loyalty_report_problem(report, i, &problem));
        all =
            text_of("%s%s%u:%u %s", all, i ? ", " : "", (unsigned)problem.line, (unsigned)problem.column, problem.path);
    }
    loyalty_program_unref(program);
    loyalty_report_free(report);
    return all;
}

static const char *problems_of(const char *json)
{
    char *text = quoted(json);
    const char *all = problems(text, strlen(text));
    free(text);
    return all;
}

/* A sound table around a part that stands after "name". */
static const char *with(const char *part)
{
    return text_of("{'format':1,'name':'t',%s'events':{'v':{}},'ladder':[{'rung':'a'}]}", part);
}

static void a_table_may_have_four_megabytes(void **state)
{
    static const char head[] = "{\"format\":1,\"name\":\"t\",\"events\":{\"v\":{}},\"ladder\":[{\"rung\":\"a\"}]}";
    char *text = malloc(LOYALTY_TABLE_MAX + 1);
    (void)state;
    assert_non_null(text);
    memset(text, ' ', LOYALTY_TABLE_MAX + 1);
    memcpy(text, head, sizeof head - 1);
    assert_string_equal(problems(text, LOYALTY_TABLE_MAX), "");
    assert_string_equal(problems(text, LOYALTY_TABLE_MAX + 1), "1:1 ");
    free(text);
}

/* Returns how many bytes reading a text takes at most, for each byte of the text: `part` again and again. */
static size_t bytes_for_each(const char *begin, const char *part, const char *end)
{
    enum { BYTES = 1 << 18 };
    struct counting heap = {.fail_at = ALLOCATOR_NEVER};
    loyalty_options *options = counting_options(&heap);
    loyalty_report *report;
    loyalty_program *program = NULL;
    char *text = malloc(BYTES);
    assert_non_null(text);
    size_t used = (size_t)sprintf(text, "%s", begin);
    while (used + strlen(part) + strlen(end) < BYTES)
        used += (size_t)sprintf(text + used, "%s", part);
    used += (size_t)sprintf(text + used, "%s", end);
    OK(loyalty_report_new(options, &report));
    assert_int_equal(loyalty_program_from_json(text, used, options, report, &program), LOYALTY_E_TABLE);
    loyalty_report_free(report);
    loyalty_options_free(options);
    free(text);
    assert_int_equal(heap.live, 0);
    return heap.most / used;
}

/* SECURITY.md promises it. */
static void a_text_takes_at_most_32_times_its_bytes(void **state)
{
    static const char *const texts[][3] = {{"", "[", ""},
                                           {"[", "1,", "1]"},
                                           {"[", "[],", "[]]"},
                                           {"[", "\"\",", "\"\"]"},
                                           {"[", "[[[[[[[[]]]]]]]],", "1]"},
                                           {"{", "\"\":0,", "\"\":0}"},
                                           {"{\"events\":{", "\"\":{},", "\"\":0}}"},
                                           {"{\"ladder\":[", "{},", "{}]}"},
                                           {"{\"ladder\":[{\"enter\":[", "\"\",", "\"\"]}]}"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(texts); i++) {
        size_t each = bytes_for_each(texts[i][0], texts[i][1], texts[i][2]);
        if (each >= 32)
            fail_msg("%s%s: %u bytes for each of the text", texts[i][0], texts[i][1], (unsigned)each);
    }
}

static void a_text_need_not_end_in_nul(void **state)
{
    static const char text[] = "{\"format\":1,\"name\":\"t\",\"events\":{\"v\":{}},\"ladder\":[{\"rung\":\"a\"}]}}}}";
    (void)state;
    assert_string_equal(problems(text, sizeof text - 4), "");
    assert_string_not_equal(problems(text, sizeof text - 3), "");
    assert_string_not_equal(problems(text, sizeof text), ""); /* a NUL is no part of a table */
}

/* One list or object of more things than a table takes: each in its place, `one` for each thing. */
static void assert_too_many(const char *before, const char *one, int32_t count, const char *after, const char *path)
{
    char *text = malloc(200000);
    assert_non_null(text);
    size_t used = (size_t)sprintf(text, "%s", before);
    for (int32_t i = 0; i < count; i++) {
        used += (size_t)sprintf(text + used, "%s", i ? "," : "");
        used += (size_t)sprintf(text + used, one, (int)i);
    }
    sprintf(text + used, "%s", after);
    const char *found = problems_of(text);
    const char *at = strchr(found, '/');
    if (!at || strcmp(at, path) != 0)
        fail_msg("%s, not %s", found, path);
    free(text);
}

#define HEAD "{'format':1,'name':'t','events':{'v':{}},"
#define TAIL ",'ladder':[{'rung':'a'}]}"

static void lists_have_limits(void **state)
{
    (void)state;
    assert_too_many("{'format':1,'name':'t','events':{", "'v%d':{}", LOYALTY_KINDS_MAX + 1,
                    "},'ladder':[{'rung':'a'}]}", "/events");
    assert_too_many("{'format':1,'name':'t','events':{'v':{'label':{", "'l%03d':'L'", LOYALTY_KINDS_MAX + 1,
                    "}}},'ladder':[{'rung':'a'}]}", "/events/v/label");
    assert_too_many(HEAD "'metrics':{", "'m%d':{'count':'v'}", LOYALTY_METRICS_MAX + 1, "}" TAIL, "/metrics");
    assert_too_many(HEAD "'metrics':{'m':{'count':[", "'v%d'", LOYALTY_KINDS_MAX + 1, "]}}" TAIL, "/metrics/m/count");
    assert_too_many(HEAD "'score':{'points':{", "'m%d':[[1,1]]", LOYALTY_METRICS_MAX + 1, "}}" TAIL, "/score/points");
    assert_too_many(HEAD "'metrics':{'m':{'count':'v'}},'score':{'points':{'m':[", "[%d,1]", LOYALTY_ROWS_MAX + 1,
                    "]}}" TAIL, "/score/points/m");
    assert_too_many(HEAD "'ladder':[", "{'rung':'r%d'}", LOYALTY_RUNGS_MAX + 1, "]}", "/ladder");
    assert_too_many(HEAD "'ladder':[{'rung':'a','actions':[", "'a%d'", LOYALTY_KINDS_MAX + 1, "]}]}",
                    "/ladder/0/actions");
    assert_too_many(HEAD "'ladder':[{'rung':'a'},{'rung':'b','enter':[", "'score > %d'", LOYALTY_CONDITIONS_MAX + 1,
                    "]}]}", "/ladder/1/enter");
    assert_too_many(HEAD "'ladder':[{'rung':'a'},{'rung':'b','enter':[", "['score > %d']", LOYALTY_CONDITIONS_MAX + 1,
                    "]}]}", "/ladder/1/enter");
    assert_too_many(HEAD "'ladder':[{'rung':'a'},{'rung':'b','enter':[['score > 7'],[", "'score > %d'",
                    LOYALTY_CONDITIONS_MAX, "]]}]}", "/ladder/1/enter");
    assert_too_many(HEAD "'segments':{'s':[", "{'segment':'c%d'}", LOYALTY_CELLS_MAX + 1, "]}" TAIL, "/segments/s");
    assert_too_many(HEAD "'segments':{", "'s%d':[{'segment':'c'}]", LOYALTY_CELLS_MAX + 1, "}" TAIL, "/segments");
}

static void keys_may_be_written_with_escapes(void **state)
{
    (void)state;
    assert_string_equal(problems_of(with("'\\ud83d\\ude00':1,")), "1:24 /\xf0\x9f\x98\x80");
    assert_string_equal(problems_of(with("'\\u00e9\\u20ac':1,")), "1:24 /\xc3\xa9\xe2\x82\xac");
    assert_string_equal(problems_of(with("'a\\/b~':1,")), "1:24 /a~1b~0");
    assert_string_equal(problems_of(with("'\\u0063limb':'up',")), "1:37 /climb");
    assert_string_equal(problems_of(with("'q\\\"q':1,'q\\\"q':2,")), "1:24 /q\"q, 1:33 /q\"q");
    assert_string_equal(problems_of(with("'b\\\\':1,'b\\\\':2,")), "1:24 /b\\, 1:32 /b\\");
}

static void empty_names_are_told(void **state)
{
    (void)state;
    assert_string_equal(problems_of("{'format':1,'name':'t','events':{'v':{}},'ladder':[{'rung':'a'},"
                                    "{'rung':'','enter':['score > 1']}],'segments':{'s':[{'segment':''}]}}"),
                        "1:73 /ladder/1/rung, 1:128 /segments/s/0/segment");
    assert_string_equal(problems_of(with("'metrics':{'':{'count':'v'}},")), "1:35 /metrics/");
    assert_string_equal(problems_of(with("'segments':{'':[{'segment':'c'}]},")), "1:36 /segments/");
    assert_string_equal(problems_of("{'format':1,'name':'','events':{'':{}},'ladder':[{'rung':'a','actions':['']}]}"),
                        "1:20 /name, 1:33 /events/, 1:73 /ladder/0/actions/0");
}

static void numbers_that_are_none(void **state)
{
    (void)state;
    assert_string_equal(problems_of(with("'score':{'max':1e},")), "1:39 /score/max");
    assert_string_equal(problems_of(with("'score':{'max':1e5},")), "1:39 /score/max");
    assert_string_equal(problems_of(with("'score':{'max':1e999},")), "1:39 /score/max");
    assert_string_equal(problems_of(with("'score':{'max':-1e999999999},")), "1:39 /score/max");
    assert_string_equal(problems_of(with("'score':{'max':1.5},")), "1:39 /score/max");
    assert_string_equal(problems_of(with("'score':{'max':1.},")), "1:39 /score/max");
    assert_string_equal(problems_of(with("'score':{'max':-},")), "1:39 /score/max");
    assert_string_equal(problems_of(with("'score':{'max':01},")), "1:39 /score/max");
    assert_string_equal(problems_of(with("'score':{'max':99999999999999999999},")), "1:39 /score/max");
    assert_string_equal(problems_of(with("'score':{'max':-99999999999999999999},")), "1:39 /score/max");
}

static void escapes_that_are_none(void **state)
{
    static const char *const bad[] = {"'\\u12g4'",        "'\\u12'",   "'\\x41'",   "'\\ud83d'", "'\\ud83dx'",
                                      "'\\ud83d\\u0041'", "'\\ude00'", "'\\u0000'", "'\\'"};
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        const char *found = problems_of(text_of("{'format':1,'name':%s,'events':{}}", bad[i]));
        if (strncmp(found, "1:", 2) != 0)
            fail_msg("%s: %s", bad[i], found);
    }
}

/* Numbers of the example that the checker gives need not fit in 64 bits. */
static void the_check_may_speak_of_huge_numbers(void **state)
{
    loyalty_program *program =
        table("{'format':1,'name':'t','events':{'v':{},'w':{}},'metrics':{'a':{'sum':'v'},'b':{'count':'w'},"
              "'s':{'share':['a','b']}},'ladder':[{'rung':'a'},{'rung':'b','enter':['s > 9223372036854775807'],"
              "'keep':['b < 1']}]}");
    loyalty_report *report;
    loyalty_problem problem = {.size = sizeof problem};
    (void)state;
    OK(loyalty_report_new(NULL, &report));
    OK(loyalty_program_check(program, report));
    assert_int_equal(loyalty_report_count(report), 1);
    OK(loyalty_report_problem(report, 0, &problem));
    assert_string_equal(problem.path, "/ladder/1/keep");
    assert_non_null(strstr(problem.message, "b 1, s about 9223372036854775807"));
    loyalty_report_free(report);
    loyalty_program_unref(program);
}

/* Whatever the score can be is within the cut: the checker knows. */
static void the_check_knows_the_cut_of_the_score(void **state)
{
    static const char *const tables[] = {/* never below 1000: 2000 points for any number of days */
                                         "{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'active_days':'v'}},"
                                         "'score':{'points':{'n':[[0,2000]]}},"
                                         "'ladder':[{'rung':'a'},{'rung':'b','enter':['score < 1000']}]}",
                                         /* never above 0 */
                                         "{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'active_days':'v'}},"
                                         "'score':{'points':{'n':[[0,-5]]}},"
                                         "'ladder':[{'rung':'a'},{'rung':'b','enter':['score > 0']}]}"};
    (void)state;
    for (size_t i = 0; i < LENGTH(tables); i++) {
        loyalty_program *program = table(tables[i]);
        loyalty_report *report;
        loyalty_problem problem = {.size = sizeof problem};
        OK(loyalty_report_new(NULL, &report));
        OK(loyalty_program_check(program, report));
        assert_int_not_equal(loyalty_report_count(report), 0);
        OK(loyalty_report_problem(report, 0, &problem));
        assert_int_equal(problem.severity, LOYALTY_SEVERITY_WARNING);
        assert_int_equal(strncmp(problem.path, "/ladder/1", 9), 0);
        loyalty_report_free(report);
        loyalty_program_unref(program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_may_have_four_megabytes),
        cmocka_unit_test(a_text_takes_at_most_32_times_its_bytes),
        cmocka_unit_test(a_text_need_not_end_in_nul),
        cmocka_unit_test(lists_have_limits),
        cmocka_unit_test(keys_may_be_written_with_escapes),
        cmocka_unit_test(empty_names_are_told),
        cmocka_unit_test(numbers_that_are_none),
        cmocka_unit_test(escapes_that_are_none),
        cmocka_unit_test(the_check_may_speak_of_huge_numbers),
        cmocka_unit_test(the_check_knows_the_cut_of_the_score),
    };
    return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
