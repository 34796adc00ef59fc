/* SPDX-License-Identifier: MIT */
/* A table written in C: the same program as from JSON, call by call. */
#include <stdlib.h>
#include <string.h>

#include "support.h"

static const char as_json[] =
    "{'format':1,'name':'shop','events':{'visit':{'label':{'en':'Visit','fa':'x'}},'purchase':{'value':[0,1000]}},"
    "'accept_late':'10d',"
    "'metrics':{'visits':{'count':'visit','label':{'en':'Visits'}},'spend':{'sum':['purchase'],'within':'6m'},"
    "'both':{'active_days':['visit','purchase'],'within':'week'},'part':{'share':['spend','visits']}},"
    "'score':{'max':50,'points':{'visits':[[1,10],[3,60]],'spend':[[100,-5]]}},"
    "'climb':'step',"
    "'ladder':[{'rung':'guest','label':{'en':'Guest'},'actions':['greet','invite']},"
    "{'rung':'friend','enter':[['visits >= 2'],['spend >= 100','both > 0']],'keep':['visits >= 1','score < 99'],"
    "'hold':'3d','grace':'2d','fall':'step'},"
    "{'rung':'fan','enter':['visits >= 4'],'fall':'bottom'}],"
    "'segments':{'value':[{'segment':'high','when':[['rung >= friend'],['spend >= 500']],'actions':['thank'],"
    "'label':{'en':'High'}},{'segment':'low'}],'mood':[{'segment':'high','when':['part > 3']}]}}";

static void add_metrics(loyalty_builder *b)
{
    static const char *const visit[] = {"visit"}, *const purchase[] = {"purchase"};
    static const char *const both[] = {"visit", "purchase"}, *const part[] = {"spend", "visits"};
    OK(loyalty_builder_add_points(b, "visits", 1, 10)); /* before the metric is there */
    OK(add_metric(b, "visits", LOYALTY_MEASURE_COUNT, visit, 1, NULL));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_METRIC, NULL, "visits", "en", "Visits"));
    OK(add_metric(b, "spend", LOYALTY_MEASURE_SUM, purchase, 1, "6m"));
    OK(add_metric(b, "both", LOYALTY_MEASURE_ACTIVE, both, 2, "week"));
    OK(add_metric(b, "part", LOYALTY_MEASURE_SHARE, part, 2, NULL));
    OK(loyalty_builder_add_points(b, "visits", 3, 60));
    OK(loyalty_builder_add_points(b, "spend", 100, -5));
}

static void add_ladder(loyalty_builder *b)
{
    OK(loyalty_builder_add_rung(b, "guest"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_RUNG, NULL, "guest", "en", "Guest"));
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, "guest", "greet"));
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, "guest", "invite"));
    OK(loyalty_builder_add_rung(b, "friend"));
    OK(loyalty_builder_add_enter(b, "friend", 1, "spend >= 100"));
    OK(loyalty_builder_add_enter(b, "friend", 0, "visits >= 2"));
    OK(loyalty_builder_add_enter(b, "friend", 1, "both > 0"));
    OK(loyalty_builder_add_keep(b, "friend", 0, "visits >= 1"));
    OK(loyalty_builder_add_keep(b, "friend", 0, "score < 99"));
    OK(loyalty_builder_set_hold(b, "friend", "3d"));
    OK(loyalty_builder_set_grace(b, "friend", "2d"));
    OK(loyalty_builder_set_fall(b, "friend", LOYALTY_FALL_STEP));
    OK(loyalty_builder_add_rung(b, "fan"));
    OK(loyalty_builder_add_enter(b, "fan", 0, "visits >= 4"));
    OK(loyalty_builder_set_fall(b, "fan", LOYALTY_FALL_BOTTOM));
}

static void add_segments(loyalty_builder *b)
{
    OK(loyalty_builder_add_cell(b, "value", "high"));
    OK(loyalty_builder_add_cell(b, "mood", "high"));
    OK(loyalty_builder_add_cell(b, "value", "low"));
    OK(loyalty_builder_add_when(b, "value", "high", 0, "rung >= friend"));
    OK(loyalty_builder_add_when(b, "value", "high", 1, "spend >= 500"));
    OK(loyalty_builder_add_when(b, "mood", "high", 0, "part > 3"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_CELL, "value", "high", "en", "High"));
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_CELL, "value", "high", "thank"));
}

static loyalty_builder *shop(void)
{
    loyalty_builder *b;
    OK(loyalty_builder_new(NULL, &b));
    OK(loyalty_builder_set_name(b, "forgotten"));
    OK(loyalty_builder_set_name(b, "shop")); /* the later one */
    OK(loyalty_builder_set_accept_late(b, 10));
    OK(loyalty_builder_set_climb(b, LOYALTY_CLIMB_STEP));
    OK(loyalty_builder_set_score_max(b, 50));
    OK(loyalty_builder_add_kind(b, "visit", INT64_MIN, INT64_MAX));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_KIND, NULL, "visit", "en", "Visit"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_KIND, NULL, "visit", "fa", "x"));
    OK(loyalty_builder_add_kind(b, "purchase", 0, 1000));
    add_metrics(b);
    add_ladder(b);
    add_segments(b);
    return b;
}

static loyalty_program *built(const loyalty_builder *builder)
{
    loyalty_program *program;
    loyalty_report *report;
    OK(loyalty_report_new(NULL, &report));
    int32_t status = loyalty_builder_build(builder, report, &program);
    for (uint32_t i = 0; i < loyalty_report_count(report); i++) {
        loyalty_problem problem = {.size = sizeof problem};
        OK(loyalty_report_problem(report, i, &problem));
        print_error("%s: %s\n", problem.path, problem.message);
    }
    loyalty_report_free(report);
    OK(status);
    return program;
}

/* The whole standing of a customer after some days, as text; free() it. */
static char *story(loyalty_program *program)
{
    loyalty_customer *customer;
    size_t needed;
    OK(loyalty_customer_new(program, &customer));
    OK(record(customer, "visit", "2024-01-01"));
    OK(record_value(customer, "purchase", "2024-01-02", 2, 400));
    OK(advance(customer, "2024-01-03"));
    OK(record(customer, "visit", "2024-01-04"));
    OK(record_value(customer, "visit", "2024-01-05", 3, 0));
    OK(advance(customer, "2024-01-06"));
    assert_int_equal(record_value(customer, "purchase", "2024-01-05", 1, 1001), LOYALTY_E_VALUE);
    OK(record_value(customer, "visit", "2024-01-05", -5, 0));
    OK(advance(customer, "2024-01-20"));
    assert_int_equal(record(customer, "visit", "2024-01-09"), LOYALTY_E_TOO_LATE);
    assert_int_equal(loyalty_customer_json(customer, "fa", day("2025-01-01"), NULL, 0, &needed), LOYALTY_E_SPACE);
    char *text = malloc(needed + 1);
    assert_non_null(text);
    OK(loyalty_customer_json(customer, "fa", day("2025-01-01"), text, needed + 1, &needed));
    loyalty_customer_free(customer);
    return text;
}

/* Numbers of a table, and names, in one text. */
static const char *outline(const loyalty_program *program)
{
    loyalty_table_info info = {.size = sizeof info};
    loyalty_rung_info rung = {.size = sizeof rung};
    loyalty_metric_info metric = {.size = sizeof metric};
    loyalty_kind_info kind = {.size = sizeof kind};
    loyalty_segmentation_info value = {.size = sizeof value};
    uint32_t alternatives, operand;
    int32_t weight;
    OK(loyalty_program_table(program, &info));
    OK(loyalty_program_rung(program, 1, &rung));
    OK(loyalty_program_metric(program, 2, &metric));
    OK(loyalty_program_kind(program, 1, &kind));
    OK(loyalty_program_segmentation(program, 0, &value));
    OK(loyalty_program_alternative_count(program, LOYALTY_RULE_ENTER, 1, &alternatives));
    OK(loyalty_program_operand(program, 3, 0, &operand, &weight));
    return text_of("%s %d %d %d; %u %u %u %u %u; %s %s %s %d; %s %d %d %u %s; %s %d; %s %u; %u %u %d", info.name,
                   (int)info.accept_late, (int)info.climb, (int)info.score_max, (unsigned)info.kind_count,
                   (unsigned)info.metric_count, (unsigned)info.rung_count, (unsigned)info.segmentation_count,
                   (unsigned)info.cell_count, rung.name, rung.hold, rung.grace, (int)rung.fall, metric.name,
                   (int)metric.measure, (int)metric.period, (unsigned)metric.operand_count, metric.within, kind.name,
                   (int)kind.value_max, value.name, (unsigned)value.cell_count, (unsigned)alternatives,
                   (unsigned)operand, (int)weight);
}

static void a_built_table_has_what_was_added(void **state)
{
    loyalty_builder *builder = shop();
    loyalty_program *program = built(builder);
    (void)state;
    assert_string_equal(outline(program),
                        "shop 10 1 50; 2 4 3 2 3; friend 3d 2d 1; both 3 1 2 week; purchase 1000; value 2; 2 1 1");
    loyalty_program_unref(program);
    loyalty_builder_free(builder);
}

static void a_built_table_answers_as_the_json_one(void **state)
{
    loyalty_builder *builder = shop();
    loyalty_program *program = built(builder), *read = table(as_json);
    (void)state;
    loyalty_builder_free(builder); /* the program does not need it */
    assert_string_equal(outline(program), outline(read));
    char *ours = story(program), *theirs = story(read);
    assert_string_equal(ours, theirs);
    free(ours);
    free(theirs);
    loyalty_program_unref(program);
    loyalty_program_unref(read);
}

static void a_builder_builds_again_and_may_be_added_to(void **state)
{
    loyalty_builder *builder = shop();
    loyalty_program *first = built(builder), *second = built(builder);
    loyalty_table_info info = {.size = sizeof info};
    (void)state;
    assert_ptr_not_equal(first, second);
    assert_string_equal(outline(first), outline(second));
    OK(loyalty_builder_add_rung(builder, "owner"));
    OK(loyalty_builder_add_enter(builder, "owner", 0, "visits >= 100"));
    loyalty_program *third = built(builder);
    OK(loyalty_program_table(third, &info));
    assert_int_equal(info.rung_count, 4);
    OK(loyalty_program_table(second, &info));
    assert_int_equal(info.rung_count, 3);
    loyalty_program_unref(first);
    loyalty_program_unref(second);
    loyalty_program_unref(third);
    loyalty_builder_free(builder);
}

static void texts_are_copied(void **state)
{
    char name[] = "visit", condition[] = "n >= 1", kind[] = "visit", window[] = "7d";
    const char *operands[] = {kind};
    loyalty_builder *b;
    (void)state;
    OK(loyalty_builder_new(NULL, &b));
    OK(loyalty_builder_set_name(b, name));
    OK(loyalty_builder_add_kind(b, name, 0, 1));
    OK(add_metric(b, "n", LOYALTY_MEASURE_COUNT, operands, 1, window));
    OK(loyalty_builder_add_rung(b, "a"));
    OK(loyalty_builder_add_rung(b, "b"));
    OK(loyalty_builder_add_enter(b, "b", 0, condition));
    memset(name, '#', sizeof name - 1);
    memset(condition, '#', sizeof condition - 1);
    memset(kind, '#', sizeof kind - 1);
    memset(window, '#', sizeof window - 1);
    operands[0] = NULL;
    loyalty_program *program = built(b);
    loyalty_builder_free(b);
    loyalty_metric_info info = {.size = sizeof info};
    OK(loyalty_program_metric(program, 0, &info));
    assert_string_equal(info.within, "7d");
    loyalty_program_unref(program);
}

static int32_t answer(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)customer_user, (void)until;
    *value = *(int64_t *)user + date;
    return LOYALTY_OK;
}

/* What the options bind is taken over when the builder is made. */
static void a_builder_takes_over_its_options(void **state)
{
    static const char *const function[] = {"f"};
    loyalty_options *options;
    loyalty_builder *b;
    loyalty_customer *customer;
    int64_t base = 1000;
    (void)state;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_bind(options, "f", answer, &base));
    OK(loyalty_options_bind(options, "g", answer, &base));
    OK(loyalty_options_bind(options, "f", answer, &base));
    OK(loyalty_builder_new(options, &b));
    loyalty_options_free(options);
    OK(loyalty_builder_set_name(b, "t"));
    OK(loyalty_builder_add_kind(b, "v", 0, 0));
    OK(add_metric(b, "h", LOYALTY_MEASURE_HOST, function, 1, NULL));
    OK(loyalty_builder_add_rung(b, "a"));
    loyalty_program *program = built(b);
    OK(loyalty_customer_new(program, &customer));
    OK(record(customer, "v", "1970-01-08"));
    OK(advance(customer, "1970-01-08"));
    assert_string_equal(metric_text(customer, "h"), "1007");
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
    loyalty_builder_free(b);
}

static void the_smallest_table_is_a_kind_and_a_rung(void **state)
{
    loyalty_builder *b;
    loyalty_customer *customer;
    (void)state;
    OK(loyalty_builder_new(NULL, &b));
    OK(loyalty_builder_set_name(b, "t"));
    OK(loyalty_builder_add_kind(b, "v", 0, 0));
    OK(loyalty_builder_add_rung(b, "a"));
    loyalty_program *program = built(b);
    OK(loyalty_customer_new(program, &customer));
    OK(record(customer, "v", "2024-01-01"));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(standing_text(customer), "a since 2024-01-01");
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
    loyalty_builder_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_built_table_has_what_was_added),
        cmocka_unit_test(a_built_table_answers_as_the_json_one),
        cmocka_unit_test(a_builder_builds_again_and_may_be_added_to),
        cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(a_builder_takes_over_its_options),
        cmocka_unit_test(the_smallest_table_is_a_kind_and_a_rung),
    };
    return cmocka_run_group_tests_name("builder", tests, NULL, NULL);
}
