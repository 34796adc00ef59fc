/* SPDX-License-Identifier: MIT */
/* Words for people: units, money, labels of segmentations and actions, from JSON and from the builder. */
#include <string.h>

#include "support.h"

static const char shop[] =
    "{'$schema':'rule-table.schema.json','format':1,'name':'shop','events':{'sale':{},'visit':{}},"
    "'money':{'code':'EUR','digits':2},"
    "'metrics':{'spend':{'sum':'sale','unit':'money'},'idle':{'days_since':'sale','unit':'days'},"
    "'part':{'share':['visits','visits'],'unit':'percent'},'visits':{'count':'visit'}},"
    "'ladder':[{'rung':'guest','actions':['greet','wait']},{'rung':'client','enter':['spend >= 5000']}],"
    "'segments':{'value':{'label':{'en':'Value','fa':'\xd8\xa8'},'note':'why','cells':[{'segment':'high',"
    "'when':['spend >= 9000'],'actions':['deepen'],'label':{'en':'High'}},{'segment':'low'}]},"
    "'plain':[{'segment':'all'}]},"
    "'actions':{'note':'for staff','deepen':{'label':{'en':'Deepen the relation','fa':'\xd8\xaa'}},'greet':{}}}";

static loyalty_builder *shop_in_c(void)
{
    static const char *const sale[] = {"sale"}, *const visit[] = {"visit"}, *const visits[] = {"visits", "visits"};
    const struct {
        const char *name;
        loyalty_metric_definition definition;
    } metrics[] = {
        {"spend", {.measure = LOYALTY_MEASURE_SUM, .operands = sale, .operand_count = 1, .unit = LOYALTY_UNIT_MONEY}},
        {"idle",
         {.measure = LOYALTY_MEASURE_DAYS_SINCE, .operands = sale, .operand_count = 1, .unit = LOYALTY_UNIT_DAYS}},
        {"part",
         {.measure = LOYALTY_MEASURE_SHARE, .operands = visits, .operand_count = 2, .unit = LOYALTY_UNIT_PERCENT}},
        {"visits", {.measure = LOYALTY_MEASURE_COUNT, .operands = visit, .operand_count = 1}}};
    loyalty_builder *b;
    OK(loyalty_builder_new(NULL, &b));
    OK(loyalty_builder_set_name(b, "shop"));
    OK(loyalty_builder_add_kind(b, "sale", INT64_MIN, INT64_MAX));
    OK(loyalty_builder_add_kind(b, "visit", INT64_MIN, INT64_MAX));
    OK(loyalty_builder_set_money(b, "USD", 9));
    OK(loyalty_builder_set_money(b, "EUR", 2)); /* the later one */
    for (size_t i = 0; i < LENGTH(metrics); i++) {
        loyalty_metric_definition definition = metrics[i].definition;
        definition.size = sizeof definition;
        OK(loyalty_builder_add_metric(b, metrics[i].name, &definition));
    }
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_ACTION, NULL, "deepen", "en", "Deepen the relation"));
    OK(loyalty_builder_add_rung(b, "guest"));
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, "guest", "greet"));
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, "guest", "wait"));
    OK(loyalty_builder_add_rung(b, "client"));
    OK(loyalty_builder_add_enter(b, "client", 0, "spend >= 5000"));
    OK(loyalty_builder_add_cell(b, "value", "high"));
    OK(loyalty_builder_add_when(b, "value", "high", 0, "spend >= 9000"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_SEGMENTATION, NULL, "value", "en", "Value"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_SEGMENTATION, NULL, "value", "fa", "\xd8\xa8"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_CELL, "value", "high", "en", "High"));
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_CELL, "value", "high", "deepen"));
    OK(loyalty_builder_add_cell(b, "value", "low"));
    OK(loyalty_builder_add_cell(b, "plain", "all"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_ACTION, NULL, "deepen", "fa", "\xd8\xaa"));
    return b;
}

static const char *label_of(const loyalty_program *program, int32_t object, const char *name, const char *language)
{
    const char *label = NULL;
    uint32_t index;
    int32_t status = loyalty_program_find(program, object, name, &index);
    if (status)
        return status_name(status);
    OK(loyalty_program_label(program, object, index, language, &label));
    return label;
}

static void assert_shop(const loyalty_program *program)
{
    static const int32_t units[] = {LOYALTY_UNIT_MONEY, LOYALTY_UNIT_DAYS, LOYALTY_UNIT_PERCENT, LOYALTY_UNIT_NONE};
    loyalty_table_info info = {.size = sizeof info};
    OK(loyalty_program_table(program, &info));
    assert_string_equal(info.money_code, "EUR");
    assert_int_equal(info.money_digits, 2);
    for (uint32_t i = 0; i < LENGTH(units); i++) {
        loyalty_metric_info metric = {.size = sizeof metric};
        OK(loyalty_program_metric(program, i, &metric));
        assert_int_equal(metric.unit, units[i]);
    }
    assert_string_equal(label_of(program, LOYALTY_OBJECT_ACTION, "deepen", "en"), "Deepen the relation");
    assert_string_equal(label_of(program, LOYALTY_OBJECT_ACTION, "deepen", "fa-IR"), "\xd8\xaa");
    assert_string_equal(label_of(program, LOYALTY_OBJECT_ACTION, "deepen", "de"), "Deepen the relation");
    assert_string_equal(label_of(program, LOYALTY_OBJECT_ACTION, "wait", "en"), "NOT_FOUND");
    assert_string_equal(label_of(program, LOYALTY_OBJECT_SEGMENTATION, "value", "fa"), "\xd8\xa8");
    assert_string_equal(label_of(program, LOYALTY_OBJECT_SEGMENTATION, "value", NULL), "Value");
    assert_string_equal(label_of(program, LOYALTY_OBJECT_SEGMENTATION, "plain", "fa"), "plain");
}

static void a_table_says_its_words(void **state)
{
    loyalty_program *program = table(shop);
    loyalty_table_info info = {.size = sizeof info};
    const char *text = "untouched";
    (void)state;
    assert_shop(program);
    OK(loyalty_program_table(program, &info));
    assert_int_equal(info.action_count, 2);
    assert_string_equal(label_of(program, LOYALTY_OBJECT_ACTION, "greet", "en"), "greet"); /* it has no label */
    assert_string_equal(label_of(program, LOYALTY_OBJECT_ACTION, "note", "en"), "NOT_FOUND");
    assert_int_equal(loyalty_program_label(program, LOYALTY_OBJECT_ACTION, 2, "en", &text), LOYALTY_E_INDEX);
    REFUSED(loyalty_program_action(program, LOYALTY_OBJECT_ACTION, 0, 0, &text));
    assert_string_equal(text, "untouched");
    loyalty_program_unref(program);
}

static void a_builder_says_them_too(void **state)
{
    loyalty_builder *b = shop_in_c();
    loyalty_program *program;
    loyalty_table_info info = {.size = sizeof info};
    (void)state;
    OK(loyalty_builder_build(b, NULL, &program));
    loyalty_builder_free(b);
    assert_shop(program);
    OK(loyalty_program_table(program, &info));
    assert_int_equal(info.action_count, 1);
    loyalty_program_unref(program);
}

static void without_words_there_are_none(void **state)
{
    loyalty_program *program = table("{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'count':'v'}},"
                                     "'ladder':[{'rung':'a','actions':['x']}]}");
    loyalty_table_info info = {.size = sizeof info, .money_digits = 7, .action_count = 7};
    loyalty_metric_info metric = {.size = sizeof metric, .unit = 7};
    char text[LOYALTY_MONEY_TEXT] = "untouched";
    (void)state;
    OK(loyalty_program_table(program, &info));
    OK(loyalty_program_metric(program, 0, &metric));
    assert_null(info.money_code);
    assert_int_equal(info.money_digits, 0);
    assert_int_equal(info.action_count, 0);
    assert_int_equal(metric.unit, LOYALTY_UNIT_NONE);
    assert_string_equal(label_of(program, LOYALTY_OBJECT_ACTION, "x", "en"), "NOT_FOUND");
    assert_int_equal(loyalty_program_money(program, 5719, text, sizeof text), LOYALTY_E_NOT_FOUND);
    assert_string_equal(text, "untouched");
    loyalty_program_unref(program);
}

static loyalty_program *with_money(const char *code, int32_t digits)
{
    loyalty_builder *b = sound_builder();
    loyalty_program *program;
    OK(loyalty_builder_set_money(b, code, digits));
    OK(loyalty_builder_build(b, NULL, &program));
    loyalty_builder_free(b);
    return program;
}

static void money_is_written_to_its_limits(void **state)
{
    static const struct {
        int32_t digits;
        int64_t amount;
        const char *text;
    } expected[] = {{2, 5719, "57.19 EUR"},
                    {2, -5719, "-57.19 EUR"},
                    {2, 0, "0.00 EUR"},
                    {2, 5, "0.05 EUR"},
                    {2, -5, "-0.05 EUR"},
                    {2, 100, "1.00 EUR"},
                    {2, INT64_MAX, "92233720368547758.07 EUR"},
                    {2, INT64_MIN, "-92233720368547758.08 EUR"},
                    {0, 0, "0 EUR"},
                    {0, -7, "-7 EUR"},
                    {0, 1000, "1000 EUR"},
                    {0, INT64_MIN, "-9223372036854775808 EUR"},
                    {9, 0, "0.000000000 EUR"},
                    {9, 1, "0.000000001 EUR"},
                    {9, 999999999, "0.999999999 EUR"},
                    {9, 1000000000, "1.000000000 EUR"},
                    {9, INT64_MIN, "-9223372036.854775808 EUR"},
                    {1, -9, "-0.9 EUR"},
                    {3, 12345, "12.345 EUR"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(expected); i++) {
        loyalty_program *program = with_money("EUR", expected[i].digits);
        char text[LOYALTY_MONEY_TEXT] = "";
        OK(loyalty_program_money(program, expected[i].amount, text, sizeof text));
        assert_string_equal(text, expected[i].text);
        loyalty_program_unref(program);
    }
}

static void money_needs_room(void **state)
{
    static const char longest[] = "a234567890123456789012345678901234567890123456789012345678901234";
    loyalty_program *program = with_money(longest, 9);
    char text[LOYALTY_MONEY_TEXT + 1], expected[LOYALTY_MONEY_TEXT];
    (void)state;
    assert_int_equal(strlen(longest), LOYALTY_NAME_MAX);
    strcat(strcpy(expected, "-9223372036.854775808 "), longest);
    const size_t needed = strlen(expected) + 1;
    assert_true(needed <= LOYALTY_MONEY_TEXT);
    for (size_t capacity = 0; capacity <= sizeof text; capacity++) {
        memset(text, '#', sizeof text);
        int32_t status = loyalty_program_money(program, INT64_MIN, text, capacity);
        assert_int_equal(status, capacity < needed ? LOYALTY_E_SPACE : LOYALTY_OK);
        if (!status)
            assert_string_equal(text, expected);
        for (size_t i = status ? 0 : needed; i < sizeof text; i++)
            assert_int_equal(text[i], '#');
    }
    loyalty_program_unref(program);
}

static void what_is_no_money_or_unit_is_refused_at_once(void **state)
{
    static const char *const visit[] = {"visit"};
    loyalty_builder *b = sound_builder();
    loyalty_program *program;
    loyalty_table_info info = {.size = sizeof info};
    loyalty_metric_definition definition = {
        .size = sizeof definition, .measure = LOYALTY_MEASURE_COUNT, .operands = visit, .operand_count = 1};
    (void)state;
    REFUSED(loyalty_builder_set_money(b, "EUR", -1));
    REFUSED(loyalty_builder_set_money(b, "EUR", 10));
    REFUSED(loyalty_builder_set_money(b, NULL, 2));
    REFUSED(loyalty_builder_set_money(NULL, "EUR", 2));
    definition.unit = -1;
    REFUSED(loyalty_builder_add_metric(b, "m", &definition));
    definition.unit = LOYALTY_UNIT_PERCENT + 1;
    REFUSED(loyalty_builder_add_metric(b, "m", &definition));
    definition.unit = LOYALTY_UNIT_MONEY;
    definition.reserved = 1;
    REFUSED(loyalty_builder_add_metric(b, "m", &definition));
    OK(loyalty_builder_build(b, NULL, &program));
    OK(loyalty_program_table(program, &info));
    assert_null(info.money_code);
    assert_int_equal(info.metric_count, 1);
    loyalty_program_unref(program);
    loyalty_builder_free(b);
}

/* Cells that are written in an object are warned of there. */
static void a_warning_finds_a_cell_in_an_object(void **state)
{
    loyalty_program *program = table("{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'count':'v'}},"
                                     "'ladder':[{'rung':'a'},{'rung':'b','enter':['n > 0']}],'segments':{'s':{'cells':"
                                     "[{'segment':'c'},{'segment':'d','when':['n > 3']}]}}}");
    loyalty_report *report;
    loyalty_problem problem = {.size = sizeof problem};
    (void)state;
    OK(loyalty_report_new(NULL, &report));
    OK(loyalty_program_check(program, report));
    assert_int_equal(loyalty_report_count(report), 1);
    OK(loyalty_report_problem(report, 0, &problem));
    assert_string_equal(problem.path, "/segments/s/cells/1");
    loyalty_report_free(report);
    loyalty_program_unref(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_says_its_words),
        cmocka_unit_test(a_builder_says_them_too),
        cmocka_unit_test(without_words_there_are_none),
        cmocka_unit_test(money_is_written_to_its_limits),
        cmocka_unit_test(money_needs_room),
        cmocka_unit_test(what_is_no_money_or_unit_is_refused_at_once),
        cmocka_unit_test(a_warning_finds_a_cell_in_an_object),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
