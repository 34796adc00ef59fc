/* SPDX-License-Identifier: MIT */
/* Why, and what is missing: rules met, gaps, segments. */
#include <inttypes.h>
#include <string.h>

#include "support.h"

/* Each condition stands in the enter of a rung of its own, so that all can be asked about. */
static const char ops[] =
    "{'format':1,'name':'t','events':{'v':{},'review':{}},"
    "'metrics':{'n':{'sum':'v'},'mean':{'mean':'review'}},'score':{'points':{'n':[[1,7]]}},"
    "'ladder':[{'rung':'r0'},"
    "{'rung':'n','enter':[['n >= 10','n > 10','n <= 10','n < 10','n == 10','n != 10'],['n >= 1000000']]},"
    "{'rung':'mean','enter':[['mean >= 2','mean > 2','mean <= 2','mean < 2','mean == 2','mean != 2'],"
    "['mean >= 1000000']]},"
    "{'rung':'scored','enter':[['score >= 9','score < 3','score == 0','n >= 1000000']]},"
    "{'rung':'edge','enter':[['n >= 9223372036854775807','n > 9223372036854775807','n < -9223372036854775808',"
    "'n <= -9223372036854775808','n == -9223372036854775808','mean > 9223372036854775807']]}],"
    "'segments':{'s':[{'segment':'c','when':['rung >= mean','rung < n','rung == edge','rung <= n']}]}}";

/* "value: shortfall" of the conditions of an alternative, "yes" where one holds. */
static const char *gaps(const loyalty_customer *customer, int32_t rule, uint32_t index, uint32_t alternative)
{
    const char *text = "";
    uint32_t count;
    OK(loyalty_program_condition_count(loyalty_customer_program(customer), rule, index, alternative, &count));
    for (uint32_t i = 0; i < count; i++) {
        loyalty_gap gap = {.size = sizeof gap};
        loyalty_condition_info condition = {.size = sizeof condition};
        OK(loyalty_customer_gap(customer, rule, index, alternative, i, &gap));
        OK(loyalty_program_condition(loyalty_customer_program(customer), rule, index, alternative, i, &condition));
        assert_int_equal(gap.subject, condition.subject);
        assert_int_equal(gap.metric, condition.metric);
        assert_int_equal(gap.op, condition.op);
        assert_true(gap.number == condition.number);
        assert_true(gap.denominator >= 1);
        if (gap.holds)
            assert_int_equal(gap.shortfall, 0);
        if (!gap.defined)
            assert_true(gap.numerator == 0 && gap.denominator == 1 && gap.shortfall == 0 && !gap.holds);
        const char *between = i ? " " : "";
        text = gap.holds     ? text_of("%s%syes", text, between)
               : gap.defined ? text_of("%s%s%" PRId64, text, between, gap.shortfall)
                             : text_of("%s%s?", text, between);
    }
    return text;
}

static loyalty_customer *with_sum(int64_t sum)
{
    loyalty_customer *customer = customer_of(ops);
    OK(record_value(customer, "v", "2024-01-01", 1, sum));
    OK(advance(customer, "2024-01-01"));
    return customer;
}

static void gaps_of_whole_numbers(void **state)
{
    static const struct {
        int64_t sum;
        const char *gaps; /* >= > <= < == != of 10 */
    } cases[] = {{10, "yes 1 yes 1 yes 1"},  {9, "1 2 yes yes 1 yes"},  {7, "3 4 yes yes 3 yes"},
                 {11, "yes yes 1 2 1 yes"},  {15, "yes yes 5 6 5 yes"}, {-5, "15 16 yes yes 15 yes"},
                 {0, "10 11 yes yes 10 yes"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        loyalty_customer *customer = with_sum(cases[i].sum);
        assert_string_equal(gaps(customer, LOYALTY_RULE_ENTER, rung_named(customer, "n"), 0), cases[i].gaps);
        loyalty_customer_free(customer);
    }
}

static void gaps_of_fractions_are_rounded_up(void **state)
{
    static const struct {
        int32_t count;
        int64_t value;    /* beside one review of 0 */
        const char *gaps; /* >= > <= < == != of 2 */
    } cases[] = {{1, 4, "yes 1 yes 1 yes 1"},  {1, 3, "1 1 yes yes 1 yes"},  {2, 1, "2 2 yes yes 2 yes"},
                 {1, 5, "yes yes 1 1 1 yes"},  {2, 4, "yes yes 1 1 1 yes"},  {1, 6, "yes yes 1 2 1 yes"},
                 {1, -1, "3 3 yes yes 3 yes"}, {1, -2, "3 4 yes yes 3 yes"}, {2, -1, "3 3 yes yes 3 yes"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        loyalty_customer *customer = customer_of(ops);
        OK(record_value(customer, "review", "2024-01-01", 1, 0));
        OK(record_value(customer, "review", "2024-01-01", cases[i].count, cases[i].value));
        OK(advance(customer, "2024-01-01"));
        const char *found = gaps(customer, LOYALTY_RULE_ENTER, rung_named(customer, "mean"), 0);
        if (strcmp(found, cases[i].gaps) != 0)
            fail_msg("%s: %s, expected %s", metric_text(customer, "mean"), found, cases[i].gaps);
        loyalty_customer_free(customer);
    }
}

static void gaps_of_what_is_undefined(void **state)
{
    loyalty_customer *customer = with_sum(1);
    (void)state;
    assert_string_equal(gaps(customer, LOYALTY_RULE_ENTER, rung_named(customer, "mean"), 0), "? ? ? ? ? ?");
    loyalty_customer_free(customer);
}

static void gaps_of_the_score_and_the_rung(void **state)
{
    loyalty_customer *customer = with_sum(1);
    loyalty_gap gap = {.size = sizeof gap};
    (void)state;
    assert_string_equal(gaps(customer, LOYALTY_RULE_ENTER, rung_named(customer, "scored"), 0), "2 5 7 999999");
    assert_string_equal(gaps(customer, LOYALTY_RULE_WHEN, 0, 0), "2 yes 4 yes");
    OK(loyalty_customer_gap(customer, LOYALTY_RULE_WHEN, 0, 0, 2, &gap));
    assert_int_equal(gap.subject, LOYALTY_SUBJECT_RUNG);
    assert_int_equal(gap.numerator, 0);
    assert_int_equal(gap.number, rung_named(customer, "edge"));
    assert_int_equal(gap.metric, 0);
    loyalty_customer_free(customer);
}

static void gaps_at_the_edge_of_64_bits_are_cut(void **state)
{
    loyalty_customer *customer = customer_of(ops);
    (void)state;
    OK(record_value(customer, "v", "2024-01-01", 1, INT64_MIN));
    OK(record_value(customer, "review", "2024-01-01", 2, INT64_MIN / 2));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(gaps(customer, LOYALTY_RULE_ENTER, rung_named(customer, "edge"), 0),
                        "9223372036854775807 9223372036854775807 1 yes yes 9223372036854775807");
    OK(record_value(customer, "v", "2024-01-01", 1, 1));
    assert_string_equal(gaps(customer, LOYALTY_RULE_ENTER, rung_named(customer, "edge"), 0),
                        "9223372036854775807 9223372036854775807 2 1 1 9223372036854775807");
    OK(record_value(customer, "v", "2024-01-01", 1, INT64_MAX));
    assert_string_equal(gaps(customer, LOYALTY_RULE_ENTER, rung_named(customer, "edge"), 0),
                        "9223372036854775807 9223372036854775807 9223372036854775807 9223372036854775807 "
                        "9223372036854775807 9223372036854775807");
    OK(record_value(customer, "v", "2024-01-01", 1, INT64_MAX));
    assert_string_equal(gaps(customer, LOYALTY_RULE_ENTER, rung_named(customer, "edge"), 0),
                        "yes 1 9223372036854775807 9223372036854775807 9223372036854775807 9223372036854775807");
    loyalty_customer_free(customer);
}

static void a_gap_beyond_64_bits_is_out_of_range(void **state)
{
    loyalty_customer *customer = with_sum(INT64_MAX);
    loyalty_gap gap = {.size = sizeof gap, .number = 77};
    int32_t holds;
    (void)state;
    OK(record_value(customer, "v", "2024-01-02", 1, 1));
    OK(advance(customer, "2024-01-02"));
    uint32_t edge = rung_named(customer, "edge");
    assert_int_equal(loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, edge, 0, 1, &gap), LOYALTY_E_RANGE);
    assert_int_equal(gap.number, 77);
    OK(loyalty_customer_meets(customer, LOYALTY_RULE_ENTER, edge, &holds));
    assert_int_equal(holds, 0);
    loyalty_customer_free(customer);
}

static void gaps_take_a_struct_of_their_size(void **state)
{
    loyalty_customer *customer = with_sum(1);
    loyalty_gap gap = {.size = sizeof gap - 1};
    loyalty_standing standing = {.size = 0};
    (void)state;
    assert_int_equal(loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 1, 0, 0, &gap), LOYALTY_E_STRUCT);
    assert_int_equal(loyalty_customer_standing(customer, &standing), LOYALTY_E_STRUCT);
    loyalty_customer_free(customer);
}

/* Whatever moves a value by its shortfall meets the condition, and nothing less does. */
static void the_shortfall_is_the_least(void **state)
{
    (void)state;
    for (size_t op = 0; op < OPERATORS; op++) {
        loyalty_customer *customer =
            customer_of(text_of("{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'sum':'v'}},"
                                "'ladder':[{'rung':'a'},{'rung':'b','enter':['n %s 3','n > 1000']}]}",
                                operator_names[op]));
        for (int64_t value = -9; value <= 9; value++) {
            loyalty_gap gap = {.size = sizeof gap};
            bool rises = op == 0 || op == 1 || (op == 4 && value < 3) || op == 5;
            OK(loyalty_customer_erase(customer));
            OK(record_value(customer, "v", "2024-01-01", 1, value));
            OK(advance(customer, "2024-01-01"));
            OK(loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 1, 0, 0, &gap));
            assert_int_equal(gap.holds, gap.shortfall == 0);
            for (int64_t step = 1; step <= gap.shortfall; step++) {
                OK(record_value(customer, "v", "2024-01-01", 1, rises ? 1 : -1));
                loyalty_gap moved = {.size = sizeof moved};
                OK(loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 1, 0, 0, &moved));
                assert_int_equal(moved.holds, step == gap.shortfall);
            }
        }
        loyalty_customer_free(customer);
    }
}

static void meets_answers_for_any_rule(void **state)
{
    loyalty_customer *customer =
        customer_of("{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'count':'v'}},"
                    "'ladder':[{'rung':'a'},{'rung':'b','enter':['n >= 2'],'keep':['n >= 1']},"
                    "{'rung':'c','enter':[['n == 7'],['n >= 3','n <= 4']]}],"
                    "'segments':{'s':[{'segment':'x','when':['n > 3','rung == c']},{'segment':'y'}]}}");
    static const struct {
        int32_t rule;
        uint32_t index;
        const char *holds; /* for n = 1, 2, 3, 4, 5, 7 */
    } cases[] = {{LOYALTY_RULE_ENTER, 0, "111111"}, {LOYALTY_RULE_KEEP, 0, "111111"},
                 {LOYALTY_RULE_ENTER, 1, "011111"}, {LOYALTY_RULE_KEEP, 1, "111111"},
                 {LOYALTY_RULE_ENTER, 2, "001101"}, {LOYALTY_RULE_KEEP, 2, "001101"},
                 {LOYALTY_RULE_WHEN, 0, "000101"},  {LOYALTY_RULE_WHEN, 1, "111111"}};
    static const int32_t counts[] = {1, 2, 3, 4, 5, 7};
    (void)state;
    for (size_t n = 0; n < LENGTH(counts); n++) {
        OK(loyalty_customer_erase(customer));
        OK(record_value(customer, "v", "2024-01-01", counts[n], 0));
        OK(advance(customer, "2024-01-01"));
        for (size_t i = 0; i < LENGTH(cases); i++) {
            int32_t holds = 77;
            OK(loyalty_customer_meets(customer, cases[i].rule, cases[i].index, &holds));
            assert_int_equal(holds, cases[i].holds[n] - '0');
        }
    }
    loyalty_customer_free(customer);
}

static void the_first_cell_that_holds_is_the_segment(void **state)
{
    loyalty_customer *customer = customer_of(
        "{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'count':'v'}},'score':{'points':{'n':[[2,40]]}},"
        "'ladder':[{'rung':'a'},{'rung':'b','enter':['n >= 3']}],"
        "'segments':{'size':[{'segment':'two','when':['n == 2']},{'segment':'many','when':['n >= 2','score > 39']}],"
        "'place':[{'segment':'low','when':['rung < b']},{'segment':'high','when':['rung != a']}],"
        "'all':[{'segment':'everyone'},{'segment':'nobody'}]}}");
    static const char *const expected[][3] = {
        {"NONE", "low", "everyone"}, {"two", "low", "everyone"}, {"many", "high", "everyone"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(expected); i++) {
        OK(record(customer, "v", "2024-01-01"));
        OK(advance(customer, "2024-01-01"));
        assert_string_equal(segment_text(customer, "size"), expected[i][0]);
        assert_string_equal(segment_text(customer, "place"), expected[i][1]);
        assert_string_equal(segment_text(customer, "all"), expected[i][2]);
    }
    uint32_t cell;
    OK(loyalty_customer_segment(customer, 1, &cell));
    assert_int_equal(cell, cell_named(customer, "place", "high")); /* counted through all segmentations */
    loyalty_customer_free(customer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gaps_of_whole_numbers),
        cmocka_unit_test(gaps_of_fractions_are_rounded_up),
        cmocka_unit_test(gaps_of_what_is_undefined),
        cmocka_unit_test(gaps_of_the_score_and_the_rung),
        cmocka_unit_test(gaps_at_the_edge_of_64_bits_are_cut),
        cmocka_unit_test(a_gap_beyond_64_bits_is_out_of_range),
        cmocka_unit_test(gaps_take_a_struct_of_their_size),
        cmocka_unit_test(the_shortfall_is_the_least),
        cmocka_unit_test(meets_answers_for_any_rule),
        cmocka_unit_test(the_first_cell_that_holds_is_the_segment),
    };
    return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
