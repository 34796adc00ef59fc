/* SPDX-License-Identifier: MIT */
/*
 * Memory runs out while tables are made. Tables take memory in blocks, so that a small one fails in few places; here
 * texts are longer than a block and lists are long, and each place fails in turn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "support.h"

#define OK(call) assert_int_equal(call, LOYALTY_OK)

enum { LONG = 5000 };

static struct counting counting;
static char longer[LONG + 1], other[LONG + 1];

static int set_up(void **state)
{
    (void)state;
    memset(longer, 'x', LONG);
    memset(other, 'y', LONG);
    return 0;
}

static loyalty_options *begin(void)
{
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    return counting_options(&counting);
}

static void end(loyalty_options *options)
{
    loyalty_options_free(options);
    assert_int_equal(counting.live, 0);
    assert_int_equal(counting.strange, 0);
}

/* Calls again and again, each time with the next allocation failing, until it works; how often it failed. */
#define FAIL_EACH(status, call, after_failure)                                                                         \
    do {                                                                                                               \
        uint32_t failures = 0;                                                                                         \
        for (;; failures++) {                                                                                          \
            counting.fail_at = counting.calls + failures;                                                              \
            counting.failed = 0;                                                                                       \
            (status) = call;                                                                                           \
            counting.fail_at = ALLOCATOR_NEVER;                                                                        \
            if (!counting.failed)                                                                                      \
                break;                                                                                                 \
            assert_int_equal(status, LOYALTY_E_MEMORY);                                                                \
            after_failure;                                                                                             \
        }                                                                                                              \
        assert_in_range(failures, 1, 100000);                                                                          \
    } while (0)

struct problems {
    char text[30000];
};

static const char *problems(const loyalty_builder *builder, struct problems *found)
{
    char *text = found->text;
    size_t used = 0;
    loyalty_report *report;
    loyalty_program *program = NULL;
    OK(loyalty_report_new(NULL, &report));
    assert_int_equal(loyalty_builder_build(builder, report, &program), LOYALTY_E_TABLE);
    text[0] = '\0';
    for (uint32_t i = 0; i < loyalty_report_count(report); i++) {
        loyalty_problem problem = {.size = sizeof problem};
        OK(loyalty_report_problem(report, i, &problem));
        used +=
            (size_t)snprintf(text + used, sizeof found->text - used, "%.40s %.80s\n", problem.path, problem.message);
        assert_true(used < sizeof found->text);
    }
    loyalty_report_free(report);
    return text;
}

static int32_t add_kind(loyalty_builder *b)
{
    return loyalty_builder_add_kind(b, longer, 0, 1);
}

static int32_t define_metric(loyalty_builder *b)
{
    static const int32_t weights[] = {2, -3};
    const char *const operands[] = {longer, other};
    const loyalty_metric_definition definition = {.size = sizeof definition,
                                                  .measure = LOYALTY_MEASURE_COUNT,
                                                  .operands = operands,
                                                  .weights = weights,
                                                  .operand_count = 2,
                                                  .within = other,
                                                  .begins = longer,
                                                  .after = other};
    return loyalty_builder_add_metric(b, longer, &definition);
}

static int32_t add_points(loyalty_builder *b)
{
    return loyalty_builder_add_points(b, longer, 1, 1);
}

static int32_t add_more_points(loyalty_builder *b)
{
    return loyalty_builder_add_points(b, longer, 2, 2);
}

static int32_t add_rung(loyalty_builder *b)
{
    return loyalty_builder_add_rung(b, longer);
}

static int32_t add_second_rung(loyalty_builder *b)
{
    return loyalty_builder_add_rung(b, other);
}

static int32_t add_enter(loyalty_builder *b)
{
    return loyalty_builder_add_enter(b, other, 0, longer);
}

static int32_t add_keep(loyalty_builder *b)
{
    return loyalty_builder_add_keep(b, other, 3, longer);
}

static int32_t add_cell(loyalty_builder *b)
{
    return loyalty_builder_add_cell(b, longer, longer);
}

static int32_t add_second_cell(loyalty_builder *b)
{
    return loyalty_builder_add_cell(b, longer, other);
}

static int32_t add_when(loyalty_builder *b)
{
    return loyalty_builder_add_when(b, longer, other, 0, longer);
}

static int32_t add_label(loyalty_builder *b)
{
    return loyalty_builder_add_label(b, LOYALTY_OBJECT_CELL, longer, longer, other, longer);
}

static int32_t add_action(loyalty_builder *b)
{
    return loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, other, longer);
}

static int32_t label_segmentation(loyalty_builder *b)
{
    return loyalty_builder_add_label(b, LOYALTY_OBJECT_SEGMENTATION, NULL, longer, "en", longer);
}

static int32_t label_new_action(loyalty_builder *b)
{
    return loyalty_builder_add_label(b, LOYALTY_OBJECT_ACTION, NULL, other, "en", longer);
}

static int32_t label_action_again(loyalty_builder *b)
{
    return loyalty_builder_add_label(b, LOYALTY_OBJECT_ACTION, NULL, other, longer, longer);
}

static int32_t set_money(loyalty_builder *b)
{
    return loyalty_builder_set_money(b, longer, 2);
}

static int32_t name_what_is_not_there(loyalty_builder *b)
{
    return loyalty_builder_set_hold(b, "nobody", "1d");
}

static int32_t name_more_that_is_not_there(loyalty_builder *b)
{
    return loyalty_builder_set_fall(b, "nobody", 1);
}

static int32_t set_name(loyalty_builder *b)
{
    return loyalty_builder_set_name(b, longer);
}

static void each_builder_call_fails_and_changes_nothing(void **state)
{
    static int32_t (*const calls[])(loyalty_builder *) = {
        add_kind,           define_metric,          add_points,         add_more_points,
        add_rung,           add_second_rung,        add_enter,          add_keep,
        add_cell,           add_second_cell,        add_when,           add_label,
        add_action,         name_what_is_not_there, set_name,           name_more_that_is_not_there,
        label_segmentation, label_new_action,       label_action_again, set_money};
    static struct problems before, after;
    loyalty_options *options = begin();
    loyalty_builder *b;
    int32_t status;
    (void)state;
    OK(loyalty_builder_new(options, &b));
    for (size_t i = 0; i < LENGTH(calls); i++) {
        OK(loyalty_builder_set_name(b, longer)); /* fills a block, so that the call has to ask for memory */
        problems(b, &before);
        FAIL_EACH(status, calls[i](b), assert_string_equal(problems(b, &after), before.text));
        OK(status);
    }
    loyalty_program *program = NULL;
    FAIL_EACH(status, loyalty_builder_build(b, NULL, &program), assert_null(program));
    assert_int_equal(status, LOYALTY_E_TABLE);
    loyalty_builder_free(b);
    end(options);
}

/* A cell that did not get in has not begun its segmentation either. */
static void a_failed_cell_leaves_no_segmentation(void **state)
{
    uint32_t failed = 1;
    (void)state;
    for (uint32_t fail_at = 0; failed; fail_at++) {
        loyalty_builder *b;
        loyalty_program *program;
        loyalty_segmentation_info info = {.size = sizeof info};
        loyalty_options *options = begin();
        OK(loyalty_builder_new(options, &b));
        OK(loyalty_builder_set_name(b, "t"));
        OK(loyalty_builder_add_kind(b, "visit", 0, 5));
        OK(loyalty_builder_add_rung(b, "a"));
        counting.fail_at = counting.calls + fail_at;
        int32_t status = loyalty_builder_add_cell(b, "one", other);
        failed = counting.failed;
        counting.fail_at = ALLOCATOR_NEVER;
        assert_int_equal(status, failed ? LOYALTY_E_MEMORY : LOYALTY_OK);
        if (failed) {
            OK(loyalty_builder_add_cell(b, "two", "c"));
            OK(loyalty_builder_add_cell(b, "one", "c"));
            OK(loyalty_builder_build(b, NULL, &program));
            OK(loyalty_program_segmentation(program, 0, &info));
            assert_string_equal(info.name, "two");
            assert_int_equal(info.cell_count, 1);
            loyalty_program_unref(program);
        }
        loyalty_builder_free(b);
        end(options);
    }
}

/* As much of everything as makes lists longer than a block. */
static loyalty_builder *large(const loyalty_options *options)
{
    loyalty_builder *b;
    OK(loyalty_builder_new(options, &b));
    OK(loyalty_builder_set_name(b, "large"));
    for (int i = 0; i < 100; i++) {
        const char *const operands[] = {text_of("kind%d", i), text_of("kind%d", i / 2 + i % 2)};
        OK(loyalty_builder_add_kind(b, operands[0], 0, 1));
        OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_KIND, NULL, operands[0], "en", "A kind"));
        OK(add_metric(b, text_of("metric%d", i), LOYALTY_MEASURE_ACTIVE, operands, i > 1 ? 2 : 1, "7d"));
        OK(loyalty_builder_add_points(b, text_of("metric%d", i), 1, 1));
    }
    for (int i = 0; i < 30; i++) {
        char rung[20];
        snprintf(rung, sizeof rung, "rung%d", i);
        OK(loyalty_builder_add_rung(b, rung));
        for (uint32_t alternative = 0; i > 0 && alternative < 20; alternative++) {
            OK(loyalty_builder_add_enter(b, rung, alternative, text_of("metric%d >= %d", i, i)));
            OK(loyalty_builder_add_keep(b, rung, alternative, text_of("metric%d >= %u", i, (unsigned)alternative)));
        }
        for (int action = 0; action < 10; action++)
            OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, rung, text_of("action%d", action)));
        for (int action = 0; action < 9; action++)
            OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_ACTION, NULL, text_of("action%d-%d", i, action), "en",
                                         "An action"));
        OK(loyalty_builder_add_cell(b, "s", text_of("cell%d", i)));
        OK(loyalty_builder_add_when(b, "s", text_of("cell%d", i), 0, text_of("rung == %s", rung)));
    }
    return b;
}

static void a_large_table_fails_anywhere(void **state)
{
    loyalty_options *options = begin();
    loyalty_builder *b = large(options);
    loyalty_program *program = NULL;
    int32_t status;
    (void)state;
    FAIL_EACH(status, loyalty_builder_build(b, NULL, &program), assert_null(program));
    OK(status);
    loyalty_program_unref(program);
    loyalty_builder_free(b);
    end(options);
}

/* What the checker has most to say about: it needs examples, and memory for them. */
static void the_check_fails_anywhere(void **state)
{
    static const char json[] =
        "{'format':1,'name':'t','events':{'v':{},'w':{'value':[0,9]}},'metrics':{'n':{'count':'v'},"
        "'m':{'mean':'w'},'s':{'share':['n','k']},'k':{'count':['v','w'],'within':'30d'},'idle':{'days_since':'w'},"
        "'days':{'active_days':['v','w']}},"
        "'score':{'points':{'n':[[1,10],[5,30]],'idle':[[0,7],[90,0]]}},"
        "'ladder':[{'rung':'a'},{'rung':'b','enter':['n >= 3','m > 2'],'keep':['idle < 3','n != 7']},"
        "{'rung':'c','enter':[['s >= 50','score > 5'],['k < 2','n > 5']],'keep':['score >= 30']},"
        "{'rung':'d','enter':['days >= 3','n >= 2'],'keep':['days < 2']}],"
        "'segments':{'x':[{'segment':'lo','when':['n < 3']},{'segment':'hi','when':['n > 3']},"
        "{'segment':'no','when':['n > 4']}]}}";
    loyalty_options *options = begin();
    loyalty_program *program = table_with(json, options);
    loyalty_report *report;
    int32_t status;
    (void)state;
    OK(loyalty_report_new(options, &report));
    FAIL_EACH(status, loyalty_program_check(program, report), assert_int_equal(loyalty_report_count(report), 0));
    OK(status);
    assert_int_not_equal(loyalty_report_count(report), 0);
    loyalty_report_free(report);
    loyalty_program_unref(program);
    end(options);
}

/* %s are long texts, which are no names: all is read, and told to be wrong. */
static void long_texts_in_json_fail_anywhere(void **state)
{
    static const char form[] =
        "{\"format\":1,\"name\":\"%s\",\"events\":{\"%s\":{\"label\":{\"en\":\"%s\",\"%s\":\"%s\"}},\"v\":{}},"
        "\"metrics\":{\"%s\":{\"count\":[\"%s\",\"v\"],\"within\":\"%s\"},\"n\":{\"count\":\"v\"}},"
        "\"score\":{\"points\":{\"%s\":[[1,2]],\"n\":[[1,1],[2,2]]}},"
        "\"ladder\":[{\"rung\":\"%s\",\"actions\":[\"%s\"]},{\"rung\":\"b\",\"enter\":[\"%s\",\"n > 1\"],"
        "\"keep\":[[\"%s\"],[\"n > 0\"]]}],\"segments\":{\"%s\":[{\"segment\":\"%s\",\"when\":[\"%s\"]}],"
        "\"v\":{\"label\":{\"en\":\"%s\"},\"cells\":[{\"segment\":\"c\"}]}},"
        "\"actions\":{\"%s\":{\"label\":{\"en\":\"%s\"}}},\"money\":{\"code\":\"%s\",\"digits\":2}}";
    const size_t room = (size_t)25 * LONG;
    char *text = malloc(room);
    loyalty_options *options = begin();
    loyalty_program *program = NULL;
    int32_t status;
    (void)state;
    assert_non_null(text);
    int length = snprintf(text, room, form, longer, longer, longer, other, longer, longer, longer, longer, longer,
                          longer, longer, longer, longer, longer, longer, longer, longer, longer, longer, longer);
    assert_in_range(length, room / 4 * 3, room - 1);
    FAIL_EACH(status, loyalty_program_from_json(text, (size_t)length, options, NULL, &program), assert_null(program));
    assert_int_equal(status, LOYALTY_E_TABLE);
    free(text);
    end(options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_builder_call_fails_and_changes_nothing),
        cmocka_unit_test(a_failed_cell_leaves_no_segmentation),
        cmocka_unit_test(a_large_table_fails_anywhere),
        cmocka_unit_test(the_check_fails_anywhere),
        cmocka_unit_test(long_texts_in_json_fail_anywhere),
    };
    return cmocka_run_group_tests_name("memory for tables", tests, set_up, NULL);
}
