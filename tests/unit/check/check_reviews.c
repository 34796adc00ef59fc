/* SPDX-License-Identifier: MIT */
/* Warnings about reviews and rolling windows, and the tables next to them of which there is nothing to say. */
#include "warnings.h"

#define REVIEWED(review, window, rung)                                                                                 \
    TABLE("'visit': {}, 'join': {}", "'n': {'count': 'visit'" window "}, 'joined': {'count': 'join'}",                 \
          "'review': " review ", 'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['n >= 3', 'joined >= 1']" rung      \
          "}]")

static void a_grace_is_in_days_between_months(void **state)
{
    (void)state;
    warns(REVIEWED("'month'", "", ", 'grace': '30d'"), "/ladder/1/grace",
          "grace of 30d is counted in days, but a month is not always as long");
    warns(REVIEWED("{'every': 'quarter', 'begins': '02-15'}", "", ", 'grace': '1d'"), "/ladder/1/grace",
          "grace of 1d is counted in days, but a quarter is not always as long");
    is_silent(REVIEWED("'month'", "", ", 'grace': '1m'"));
    is_silent(REVIEWED("'month'", "", ", 'grace': '0d'"));
    is_silent(REVIEWED("'month'", "", ", 'hold': '30d'"));
    is_silent(REVIEWED("'week'", "", ", 'grace': '14d'"));
}

static void a_window_has_just_begun_on_each_review(void **state)
{
    (void)state;
    warns(REVIEWED("'month'", ", 'within': 'month'", ""), "/metrics/n/within",
          "on each review this window has just begun, and holds only that day; write \"back\": 1 for the month before");
    warns(REVIEWED("'week'", ", 'within': 'week', 'after': 'join'", ""), "/metrics/n/within",
          "on each review this window");
    warns(REVIEWED("{'every': 'year', 'begins': '04-01'}", ", 'within': 'year', 'begins': '04-01'", ""),
          "/metrics/n/within", "on each review this window has just begun");
    warns(REVIEWED("{'every': 'quarter', 'begins': '01-31'}", ", 'within': 'quarter', 'begins': '07-31'", ""),
          "/metrics/n/within", "on each review this window has just begun");
}

static void a_window_is_well_filled_on_a_review(void **state)
{
    (void)state;
    is_silent(REVIEWED("'month'", ", 'within': 'month', 'back': 1", ""));
    is_silent(REVIEWED("'month'", ", 'within': 'quarter'", ""));
    is_silent(REVIEWED("'month'", ", 'within': '1m'", ""));
    is_silent(REVIEWED("'month'", ", 'within': 'month', 'begins': '01-02'", ""));
    is_silent(REVIEWED("'month'", ", 'within': 'month', 'begins': 'join'", ""));
    is_silent(REVIEWED("{'every': 'quarter', 'begins': '02-01'}", ", 'within': 'quarter'", ""));
    is_silent(REVIEWED("{'every': 'quarter', 'begins': '08-31'}", ", 'within': 'quarter', 'begins': '11-30'", ""));
    is_silent(REVIEWED("{'every': 'quarter', 'begins': '05-31'}", ", 'within': 'quarter', 'begins': '03-01'", ""));
    is_silent(REVIEWED("{'every': 'month', 'begins': '01-31'}", ", 'within': 'month'", ""));
    is_silent(REVIEWED("'month'", ", 'within': 'month', 'begins': '01-31'", ""));
    is_silent(REVIEWED("'quarter'", ", 'within': 'month'", ""));
}

/* Segments are asked on every day. */
static void a_window_of_segments_alone_may_begin_on_a_review(void **state)
{
    (void)state;
    is_silent(TABLE("'visit': {}", "'n': {'count': 'visit', 'within': 'month'}, 'ever': {'count': 'visit'}",
                    "'review': 'month', 'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['ever >= 3']}], "
                    "'segments': {'s': [{'segment': 'c', 'when': ['n >= 1']}, {'segment': 'd'}]}"));
}

#define ROLLING(kinds, sum, window)                                                                                    \
    TABLE(kinds, "'spend': {'sum': " sum window "}",                                                                   \
          "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['spend >= 3']}]")
#define SALE_AND_RETURN "'sale': {'value': [0, 100]}, 'return': {'value': [-100, 0]}"

static void a_return_outlives_its_sale(void **state)
{
    (void)state;
    warns(ROLLING(SALE_AND_RETURN, "['sale', 'return']", ", 'within': '12m'"), "/metrics/spend/sum/1",
          "'return' only takes away from 'spend', and leaves the window later than what it takes away: a return "
          "outlives");
    warns(ROLLING(SALE_AND_RETURN, "{'return': 2, 'sale': 1}", ", 'within': '30d', 'back': 1"),
          "/metrics/spend/sum/return", "'return' only takes away from 'spend'");
    warns(ROLLING("'sale': {'value': [0, 100]}, 'redeem': {'value': [1, 100]}", "{'sale': 1, 'redeem': -1}",
                  ", 'within': '12m'"),
          "/metrics/spend/sum/redeem", "'redeem' only takes away from 'spend'");
    warns(ROLLING("'sale': {}, 'return': {'value': [-100, 0]}", "['return', 'sale']", ", 'within': '12m'"),
          "/metrics/spend/sum/0", "'return' only takes away from 'spend'");
}

static void a_return_does_not_outlive_its_sale(void **state)
{
    (void)state;
    is_silent(ROLLING(SALE_AND_RETURN, "['sale', 'return']", ""));
    is_silent(ROLLING(SALE_AND_RETURN, "['sale', 'return']", ", 'within': 'year'"));
    is_silent(ROLLING(SALE_AND_RETURN, "{'sale': 1, 'return': -1}", ", 'within': '12m'"));
    is_silent(ROLLING("'sale': {'value': [-100, 100]}", "'sale'", ", 'within': '12m'"));
    is_silent(ROLLING("'sale': {}, 'return': {}", "['sale', 'return']", ", 'within': '12m'"));
}

/* Nothing is there that a return could take away from. */
static void there_is_no_sale_to_outlive(void **state)
{
    (void)state;
    is_silent(TABLE("'letter': {'value': [0, 0]}, 'return': {'value': [-100, 0]}",
                    "'lost': {'sum': ['letter', 'return'], 'within': '12m'}",
                    "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['lost <= -3']}]"));
    is_silent(TABLE("'return': {'value': [-100, 0]}", "'lost': {'sum': 'return', 'within': '12m'}",
                    "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['lost <= -3']}]"));
}

/* The warning is right: the sale has left, the return has not. */
static void a_return_that_has_outlived_its_sale_is_below_zero(void **state)
{
    loyalty_customer *c = customer_of(ROLLING(SALE_AND_RETURN, "['sale', 'return']", ", 'within': '12m'"));
    (void)state;
    OK(record_value(c, "sale", "2024-01-10", 1, 50));
    OK(record_value(c, "return", "2024-02-20", 1, -50));
    OK(record_value(c, "sale", "2025-01-15", 1, 12));
    OK(advance(c, "2025-01-15"));
    assert_string_equal(metric_text(c, "spend"), "-38");
    OK(advance(c, "2025-02-20"));
    assert_string_equal(metric_text(c, "spend"), "12");
    assert_string_equal(transitions_text(c), "2025-02-20 a > b");
    loyalty_customer_free(c);
}

/* As the warning advises: the sale is taken back on its own date. */
static void a_sale_taken_back_on_its_own_date_leaves_with_it(void **state)
{
    loyalty_customer *c = customer_of(ROLLING("'sale': {'value': [0, 100]}", "'sale'", ", 'within': '12m'"));
    (void)state;
    OK(record_value(c, "sale", "2024-01-10", 1, 50));
    OK(record_value(c, "sale", "2024-01-10", -1, 50));
    OK(record_value(c, "sale", "2025-01-15", 1, 12));
    OK(advance(c, "2025-01-15"));
    assert_string_equal(metric_text(c, "spend"), "12");
    loyalty_customer_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grace_is_in_days_between_months),
        cmocka_unit_test(a_window_has_just_begun_on_each_review),
        cmocka_unit_test(a_window_is_well_filled_on_a_review),
        cmocka_unit_test(a_window_of_segments_alone_may_begin_on_a_review),
        cmocka_unit_test(a_return_outlives_its_sale),
        cmocka_unit_test(a_return_does_not_outlive_its_sale),
        cmocka_unit_test(there_is_no_sale_to_outlive),
        cmocka_unit_test(a_return_that_has_outlived_its_sale_is_below_zero),
        cmocka_unit_test(a_sale_taken_back_on_its_own_date_leaves_with_it),
    };
    return cmocka_run_group_tests_name("check: reviews", tests, NULL, NULL);
}
