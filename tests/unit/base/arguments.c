/* SPDX-License-Identifier: MIT */
/* NULL, wherever a pointer is needed: every call refuses it, and nothing else happens. */
#include "support.h"

#define PAST_THE_END(call) assert_int_equal(call, LOYALTY_E_INDEX)

static loyalty_customer *customer;
static const loyalty_program *program;

static int set_up(void **state)
{
    (void)state;
    customer = customer_of("{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'count':'v'}},"
                           "'score':{'points':{'n':[[1,1]]}},"
                           "'ladder':[{'rung':'a','actions':['x']},{'rung':'b','enter':['n > 0']}],"
                           "'segments':{'s':[{'segment':'c'}]},'money':{'code':'EUR','digits':2}}");
    program = loyalty_customer_program(customer);
    assert_int_equal(record(customer, "v", "2024-01-01"), LOYALTY_OK);
    assert_int_equal(advance(customer, "2024-01-01"), LOYALTY_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(customer);
    return 0;
}

static void program_calls(void **state)
{
    loyalty_program *made = NULL;
    uint32_t n;
    int64_t a, b;
    const char *text;
    char money[LOYALTY_MONEY_TEXT];
    loyalty_table_info table_info = {.size = sizeof table_info};
    loyalty_kind_info kind = {.size = sizeof kind};
    loyalty_metric_info metric = {.size = sizeof metric};
    loyalty_rung_info rung = {.size = sizeof rung};
    loyalty_segmentation_info segmentation = {.size = sizeof segmentation};
    loyalty_cell_info cell = {.size = sizeof cell};
    loyalty_condition_info condition = {.size = sizeof condition};
    (void)state;
    REFUSED(loyalty_program_from_json(NULL, 2, NULL, NULL, &made));
    REFUSED(loyalty_program_from_json("{}", 2, NULL, NULL, NULL));
    REFUSED(loyalty_program_table(NULL, &table_info));
    REFUSED(loyalty_program_table(program, NULL));
    REFUSED(loyalty_program_kind(NULL, 0, &kind));
    REFUSED(loyalty_program_kind(program, 0, NULL));
    REFUSED(loyalty_program_metric(NULL, 0, &metric));
    REFUSED(loyalty_program_metric(program, 0, NULL));
    REFUSED(loyalty_program_rung(NULL, 0, &rung));
    REFUSED(loyalty_program_rung(program, 0, NULL));
    REFUSED(loyalty_program_segmentation(NULL, 0, &segmentation));
    REFUSED(loyalty_program_segmentation(program, 0, NULL));
    REFUSED(loyalty_program_cell(NULL, 0, &cell));
    REFUSED(loyalty_program_cell(program, 0, NULL));
    REFUSED(loyalty_program_find(NULL, LOYALTY_OBJECT_KIND, "v", &n));
    REFUSED(loyalty_program_find(program, LOYALTY_OBJECT_KIND, NULL, &n));
    REFUSED(loyalty_program_find(program, LOYALTY_OBJECT_KIND, "v", NULL));
    REFUSED(loyalty_program_find_cell(NULL, 0, "c", &n));
    REFUSED(loyalty_program_find_cell(program, 0, NULL, &n));
    REFUSED(loyalty_program_find_cell(program, 0, "c", NULL));
    REFUSED(loyalty_program_operand(NULL, 0, 0, &n, NULL));
    REFUSED(loyalty_program_operand(program, 0, 0, NULL, NULL));
    REFUSED(loyalty_program_row(NULL, 0, 0, &a, &b));
    REFUSED(loyalty_program_row(program, 0, 0, NULL, &b));
    REFUSED(loyalty_program_row(program, 0, 0, &a, NULL));
    REFUSED(loyalty_program_alternative_count(NULL, LOYALTY_RULE_ENTER, 1, &n));
    REFUSED(loyalty_program_alternative_count(program, LOYALTY_RULE_ENTER, 1, NULL));
    REFUSED(loyalty_program_condition_count(NULL, LOYALTY_RULE_ENTER, 1, 0, &n));
    REFUSED(loyalty_program_condition_count(program, LOYALTY_RULE_ENTER, 1, 0, NULL));
    REFUSED(loyalty_program_condition(NULL, LOYALTY_RULE_ENTER, 1, 0, 0, &condition));
    REFUSED(loyalty_program_condition(program, LOYALTY_RULE_ENTER, 1, 0, 0, NULL));
    REFUSED(loyalty_program_label(NULL, LOYALTY_OBJECT_KIND, 0, "en", &text));
    REFUSED(loyalty_program_label(program, LOYALTY_OBJECT_KIND, 0, "en", NULL));
    REFUSED(loyalty_program_action(NULL, LOYALTY_OBJECT_RUNG, 0, 0, &text));
    REFUSED(loyalty_program_action(program, LOYALTY_OBJECT_RUNG, 0, 0, NULL));
    REFUSED(loyalty_program_money(NULL, 0, money, sizeof money));
    REFUSED(loyalty_program_money(program, 0, NULL, 0));
    REFUSED(loyalty_program_money(program, 0, NULL, sizeof money));
    assert_null(made);
}

static void check_call(void **state)
{
    loyalty_report *report;
    (void)state;
    assert_int_equal(loyalty_report_new(NULL, &report), LOYALTY_OK);
    REFUSED(loyalty_program_check(NULL, report));
    REFUSED(loyalty_program_check(program, NULL));
    assert_int_equal(loyalty_report_count(report), 0);
    loyalty_report_free(report);
}

static void preset_calls(void **state)
{
    const char *text;
    size_t length;
    const char *name = loyalty_preset_name(0);
    (void)state;
    REFUSED(loyalty_preset_json(NULL, &text, &length));
    REFUSED(loyalty_preset_json(name, NULL, &length));
    REFUSED(loyalty_preset_json(name, &text, NULL));
}

static void customer_calls(void **state)
{
    loyalty_customer *made = NULL;
    loyalty_event event = event_of(customer, "v", "2024-01-01");
    (void)state;
    REFUSED(loyalty_customer_new(NULL, &made));
    REFUSED(loyalty_customer_new(loyalty_customer_program(customer), NULL));
    loyalty_customer_free(NULL);
    REFUSED(loyalty_customer_copy(NULL, &made));
    REFUSED(loyalty_customer_copy(customer, NULL));
    REFUSED(loyalty_customer_erase(NULL));
    REFUSED(loyalty_customer_void(NULL, "i", 1, NULL, NULL));
    REFUSED(loyalty_customer_void(customer, NULL, 1, NULL, NULL));
    assert_null(loyalty_customer_program(NULL));
    assert_null(loyalty_customer_user(NULL));
    REFUSED(loyalty_customer_set_user(NULL, NULL));
    REFUSED(loyalty_customer_record(NULL, &event, NULL, NULL));
    REFUSED(loyalty_customer_record(customer, NULL, NULL, NULL));
    REFUSED(loyalty_customer_advance(NULL, day("2024-01-02"), NULL, NULL));
    REFUSED(loyalty_customer_merge(NULL, customer, NULL, NULL, NULL));
    REFUSED(loyalty_customer_merge(customer, NULL, NULL, NULL, NULL));
    REFUSED(loyalty_customer_outlook(NULL, day("2024-01-02"), NULL, NULL));
    assert_int_equal(loyalty_customer_transition_count(NULL), 0);
    assert_null(made);
}

static void customer_answers(void **state)
{
    int32_t date, holds;
    uint32_t cell;
    int64_t a, b;
    size_t needed;
    char buffer[8];
    loyalty_standing standing = {.size = sizeof standing};
    loyalty_gap gap = {.size = sizeof gap};
    loyalty_transition transition = {.size = sizeof transition};
    (void)state;
    REFUSED(loyalty_customer_date(NULL, &date));
    REFUSED(loyalty_customer_date(customer, NULL));
    REFUSED(loyalty_customer_standing(NULL, &standing));
    REFUSED(loyalty_customer_standing(customer, NULL));
    REFUSED(loyalty_customer_points(NULL, 0, &a));
    REFUSED(loyalty_customer_points(customer, 0, NULL));
    PAST_THE_END(loyalty_customer_points(customer, 1, &a));
    REFUSED(loyalty_customer_metric(NULL, 0, &a, &b));
    REFUSED(loyalty_customer_metric(customer, 0, NULL, &b));
    REFUSED(loyalty_customer_metric(customer, 0, &a, NULL));
    PAST_THE_END(loyalty_customer_metric(customer, 1, &a, &b));
    REFUSED(loyalty_customer_segment(NULL, 0, &cell));
    REFUSED(loyalty_customer_segment(customer, 0, NULL));
    PAST_THE_END(loyalty_customer_segment(customer, 1, &cell));
    REFUSED(loyalty_customer_meets(NULL, LOYALTY_RULE_ENTER, 1, &holds));
    REFUSED(loyalty_customer_meets(customer, LOYALTY_RULE_ENTER, 1, NULL));
    PAST_THE_END(loyalty_customer_meets(customer, LOYALTY_RULE_ENTER, 2, &holds));
    PAST_THE_END(loyalty_customer_meets(customer, LOYALTY_RULE_OUT, 0, &holds)); /* the table has none */
    REFUSED(loyalty_customer_meets(customer, LOYALTY_RULE_OUT + 1, 0, &holds));
    REFUSED(loyalty_customer_gap(NULL, LOYALTY_RULE_ENTER, 1, 0, 0, &gap));
    REFUSED(loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 1, 0, 0, NULL));
    REFUSED(loyalty_customer_gap(customer, -1, 1, 0, 0, &gap));
    PAST_THE_END(loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 2, 0, 0, &gap));
    PAST_THE_END(loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 1, 1, 0, &gap));
    PAST_THE_END(loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 1, 0, 1, &gap));
    PAST_THE_END(loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 0, 0, 0, &gap));
    REFUSED(loyalty_customer_transition(NULL, 0, &transition));
    REFUSED(loyalty_customer_transition(customer, 0, NULL));
    PAST_THE_END(loyalty_customer_transition(customer, 1, &transition));
    PAST_THE_END(loyalty_customer_transition(customer, UINT32_MAX, &transition));
    REFUSED(loyalty_customer_json(NULL, "en", day("2024-01-02"), NULL, 0, &needed));
    REFUSED(loyalty_customer_json(customer, "en", day("2024-01-02"), NULL, 1, &needed));
    REFUSED(loyalty_customer_json(customer, "en", day("2024-01-02"), buffer, sizeof buffer, NULL));
    assert_string_equal(standing_text(customer), "b since 2024-01-01");
}

static void event_fields(void **state)
{
    loyalty_event event = event_of(customer, "v", "2024-01-01");
    (void)state;
    event.kind = 1;
    PAST_THE_END(loyalty_customer_record(customer, &event, NULL, NULL));
    event.kind = UINT32_MAX;
    PAST_THE_END(loyalty_customer_record(customer, &event, NULL, NULL));
    event.kind = 0;
    event.id_length = 3; /* of NULL */
    REFUSED(loyalty_customer_record(customer, &event, NULL, NULL));
    assert_string_equal(metric_text(customer, "n"), "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(program_calls),  cmocka_unit_test(check_call),       cmocka_unit_test(preset_calls),
        cmocka_unit_test(customer_calls), cmocka_unit_test(customer_answers), cmocka_unit_test(event_fields),
    };
    return cmocka_run_group_tests_name("arguments", tests, set_up, tear_down);
}
