/* SPDX-License-Identifier: MIT */
/* Metrics on small numbers, what is undefined, and the score. */
#include <stdio.h>

#include "support.h"

static const char all_types[] =
    "{'format':1,'name':'t','events':{'visit':{},'sale':{},'review':{}},"
    "'metrics':{'count':{'count':['visit','sale']},'sum':{'sum':['sale','visit']},'mean':{'mean':'review'},"
    "'days':{'active_days':['visit','sale']},'since':{'days_since':'sale'},'first':{'days_since_first':'sale'},"
    "'visits':{'count':'visit'},'sales':{'count':'sale'},'part':{'share':['sales','count']},"
    "'mean_of_sales':{'share':['mean','sales']},'since_by_mean':{'share':['since','mean']}},"
    "'ladder':[{'rung':'a'}]}";

static void each_type_on_one_day(void **state)
{
    loyalty_customer *customer = customer_of(all_types);
    (void)state;
    OK(record_value(customer, "visit", "2024-01-01", 2, 5));
    OK(record_value(customer, "sale", "2024-01-03", 1, 100));
    OK(record_value(customer, "sale", "2024-01-03", 1, 50));
    OK(record_value(customer, "sale", "2024-01-07", 1, -25));
    OK(record_value(customer, "review", "2024-01-04", 2, 3));
    OK(record_value(customer, "review", "2024-01-05", 1, -1));
    OK(advance(customer, "2024-01-10"));
    assert_string_equal(metric_text(customer, "count"), "5");
    assert_string_equal(metric_text(customer, "sum"), "135");
    assert_string_equal(metric_text(customer, "mean"), "5/3");
    assert_string_equal(metric_text(customer, "days"), "3");
    assert_string_equal(metric_text(customer, "since"), "3");
    assert_string_equal(metric_text(customer, "first"), "7");
    assert_string_equal(metric_text(customer, "part"), "300/5");
    assert_string_equal(metric_text(customer, "mean_of_sales"), "500/9");
    assert_string_equal(metric_text(customer, "since_by_mean"), "900/5");
    loyalty_customer_free(customer);
}

static void each_type_without_events(void **state)
{
    loyalty_customer *customer = customer_of(all_types);
    (void)state;
    OK(advance(customer, "2024-01-10"));
    assert_string_equal(metric_text(customer, "count"), "0");
    assert_string_equal(metric_text(customer, "sum"), "0");
    assert_string_equal(metric_text(customer, "mean"), "UNDEFINED");
    assert_string_equal(metric_text(customer, "days"), "0");
    assert_string_equal(metric_text(customer, "since"), "UNDEFINED");
    assert_string_equal(metric_text(customer, "first"), "UNDEFINED");
    assert_string_equal(metric_text(customer, "part"), "UNDEFINED");
    assert_string_equal(metric_text(customer, "since_by_mean"), "UNDEFINED");
    loyalty_customer_free(customer);
}

static void a_mean_needs_a_count_above_zero(void **state)
{
    loyalty_customer *customer = customer_of(all_types);
    (void)state;
    OK(record_value(customer, "review", "2024-01-01", 1, 7));
    OK(record_value(customer, "review", "2024-01-01", -1, 5));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(metric_text(customer, "mean"), "UNDEFINED"); /* 2 ÷ 0 */
    OK(record_value(customer, "review", "2024-01-01", -1, 5));
    assert_string_equal(metric_text(customer, "mean"), "UNDEFINED"); /* −3 ÷ −1 */
    OK(record_value(customer, "review", "2024-01-01", 2, 0));
    assert_string_equal(metric_text(customer, "mean"), "-3"); /* −3 ÷ 1 */
    loyalty_customer_free(customer);
}

static void a_share_needs_a_part_above_zero(void **state)
{
    loyalty_customer *customer = customer_of(all_types);
    (void)state;
    OK(record_value(customer, "sale", "2024-01-01", -2, 0));
    OK(record_value(customer, "visit", "2024-01-01", 2, 0));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(metric_text(customer, "part"), "UNDEFINED"); /* −2 ÷ 0 */
    OK(record_value(customer, "visit", "2024-01-01", -1, 0));
    assert_string_equal(metric_text(customer, "part"), "UNDEFINED"); /* −2 ÷ −1 */
    OK(record_value(customer, "visit", "2024-01-01", 2, 0));
    assert_string_equal(metric_text(customer, "part"), "-200");
    loyalty_customer_free(customer);
}

/* days_since looks at dates with Σcount above 0: a sale taken back never was, a return is none. */
static void days_count_from_active_dates(void **state)
{
    loyalty_customer *customer = customer_of(all_types);
    (void)state;
    OK(record_value(customer, "sale", "2024-01-01", 1, 0));
    OK(record_value(customer, "sale", "2024-01-05", 1, 9));
    OK(record_value(customer, "sale", "2024-01-05", -1, 4));
    OK(record_value(customer, "sale", "2024-01-06", -1, 0));
    OK(record_value(customer, "sale", "2024-01-20", 1, 0)); /* to come */
    OK(advance(customer, "2024-01-10"));
    assert_string_equal(metric_text(customer, "since"), "9");
    assert_string_equal(metric_text(customer, "first"), "9");
    OK(advance(customer, "2024-01-20"));
    assert_string_equal(metric_text(customer, "since"), "0");
    assert_string_equal(metric_text(customer, "first"), "19");
    loyalty_customer_free(customer);
}

/* Six segmentations, one an operator, ask the same of a number that may be undefined. */
static const char comparisons[] =
    "{'format':1,'name':'t','events':{'review':{},'visit':{}},'metrics':{'mean':{'mean':'review'}},"
    "'ladder':[{'rung':'a'}],'segments':{"
    "'ge':[{'segment':'yes','when':['mean >= 2']},{'segment':'no'}],"
    "'gt':[{'segment':'yes','when':['mean > 2']},{'segment':'no'}],"
    "'le':[{'segment':'yes','when':['mean <= 2']},{'segment':'no'}],"
    "'lt':[{'segment':'yes','when':['mean < 2']},{'segment':'no'}],"
    "'eq':[{'segment':'yes','when':['mean == 2']},{'segment':'no'}],"
    "'ne':[{'segment':'yes','when':['mean != 2']},{'segment':'no'}]}}";

static const char *answers(const loyalty_customer *customer)
{
    return text_of("%s %s %s %s %s %s", segment_text(customer, "ge"), segment_text(customer, "gt"),
                   segment_text(customer, "le"), segment_text(customer, "lt"), segment_text(customer, "eq"),
                   segment_text(customer, "ne"));
}

static void comparisons_of_fractions_are_exact(void **state)
{
    loyalty_customer *customer = customer_of(comparisons);
    (void)state;
    OK(record_value(customer, "review", "2024-01-01", 1, 2));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(answers(customer), "yes no yes no yes no"); /* 2 */
    OK(record_value(customer, "review", "2024-01-01", 1, 1));
    assert_string_equal(answers(customer), "no no yes yes no yes"); /* 3/2 */
    OK(record_value(customer, "review", "2024-01-01", 1, 4));
    assert_string_equal(answers(customer), "yes yes no no no yes"); /* 7/3 */
    OK(record_value(customer, "review", "2024-01-01", 1, 1));
    assert_string_equal(answers(customer), "yes no yes no yes no"); /* 8/4 */
    OK(record_value(customer, "review", "2024-01-01", 3, -7));
    assert_string_equal(answers(customer), "no no yes yes no yes"); /* −13/7 */
    loyalty_customer_free(customer);
}

static void comparisons_with_what_is_undefined_are_false(void **state)
{
    loyalty_customer *customer = customer_of(comparisons);
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(answers(customer), "no no no no no no");
    loyalty_customer_free(customer);
}

static const char scored[] =
    "{'format':1,'name':'t','events':{'sale':{},'review':{}},"
    "'metrics':{'sales':{'count':'sale'},'spend':{'sum':'sale'},'mean':{'mean':'review'},'plain':{'count':'review'}},"
    "'score':{'max':100,'points':{'sales':[[1,10],[3,30],[10,500]],'spend':[[-1000,-5],[0,0],[100,7]],"
    "'mean':[[-5,-200],[1,20],[2,40]]}},"
    "'ladder':[{'rung':'a'},{'rung':'b','enter':['score >= 50']},{'rung':'c','enter':['score == 100']}]}";

static int64_t points_of(const loyalty_customer *customer, const char *metric)
{
    int64_t points = 777;
    OK(loyalty_customer_points(customer, metric_named(customer, metric), &points));
    return points;
}

static void points_are_those_of_the_last_row_reached(void **state)
{
    loyalty_customer *customer = customer_of(scored);
    (void)state;
    OK(advance(customer, "2024-01-01"));
    assert_int_equal(points_of(customer, "sales"), 0);
    assert_int_equal(points_of(customer, "spend"), 0);
    assert_int_equal(points_of(customer, "mean"), 0); /* undefined */
    OK(record_value(customer, "sale", "2024-01-01", 2, 50));
    OK(record_value(customer, "review", "2024-01-01", 3, 1));
    assert_int_equal(points_of(customer, "sales"), 10);
    assert_int_equal(points_of(customer, "spend"), 7);
    assert_int_equal(points_of(customer, "mean"), 20);
    assert_int_equal(points_of(customer, "plain"), 0); /* no rows */
    assert_int_equal(score_of(customer), 37);
    OK(record_value(customer, "review", "2024-01-01", 2, 3)); /* 9/5: not yet 2 */
    assert_int_equal(points_of(customer, "mean"), 20);
    OK(record_value(customer, "review", "2024-01-01", 1, 3)); /* 12/6 */
    assert_int_equal(points_of(customer, "mean"), 40);
    OK(record_value(customer, "sale", "2024-01-01", 1, -101)); /* −1 */
    assert_int_equal(points_of(customer, "spend"), -5);
    assert_int_equal(points_of(customer, "sales"), 30);
    assert_int_equal(score_of(customer), 65);
    loyalty_customer_free(customer);
}

static void the_score_is_cut_below_and_above(void **state)
{
    loyalty_customer *customer = customer_of(scored);
    (void)state;
    OK(record_value(customer, "review", "2024-01-01", 1, -5));
    OK(advance(customer, "2024-01-01"));
    assert_int_equal(points_of(customer, "mean"), -200);
    assert_int_equal(score_of(customer), 0);
    OK(record_value(customer, "sale", "2024-01-01", 10, 0));
    assert_int_equal(score_of(customer), 100);                          /* 300 */
    assert_string_equal(standing_text(customer), "c since 2024-01-01"); /* conditions see the cut score */
    OK(record_value(customer, "sale", "2024-01-01", -7, 0));
    assert_int_equal(score_of(customer), 0); /* −170 */
    assert_string_equal(standing_text(customer), "a since 2024-01-01");
    loyalty_customer_free(customer);
}

static void a_score_that_nothing_gives_is_zero(void **state)
{
    loyalty_customer *customer = customer_of(all_types);
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-01"));
    assert_int_equal(score_of(customer), 0);
    loyalty_customer_free(customer);
}

/* The largest points of every metric there can be still add up. */
static void the_largest_score_is_cut_not_wrapped(void **state)
{
    char json[16000];
    size_t used = (size_t)snprintf(json, sizeof json, "{'format':1,'name':'t','events':{'v':{}},'metrics':{");
    (void)state;
    for (int i = 0; i < LOYALTY_METRICS_MAX; i++)
        used += (size_t)snprintf(json + used, sizeof json - used, "%s'm%d':{'count':'v'}", i ? "," : "", i);
    used += (size_t)snprintf(json + used, sizeof json - used, "},'score':{'max':1000000000,'points':{");
    for (int i = 0; i < LOYALTY_METRICS_MAX; i++)
        used += (size_t)snprintf(json + used, sizeof json - used, "%s'm%d':[[1,%s]]", i ? "," : "", i,
                                 i % 3 ? "1000000000" : "-1000000000");
    used += (size_t)snprintf(json + used, sizeof json - used, "}},'ladder':[{'rung':'a'}]}");
    assert_true(used < sizeof json);
    loyalty_customer *customer = customer_of(json);
    OK(record(customer, "v", "2024-01-01"));
    OK(advance(customer, "2024-01-01"));
    assert_int_equal(score_of(customer), LOYALTY_POINTS_MAX);
    loyalty_customer_free(customer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_type_on_one_day),
        cmocka_unit_test(each_type_without_events),
        cmocka_unit_test(a_mean_needs_a_count_above_zero),
        cmocka_unit_test(a_share_needs_a_part_above_zero),
        cmocka_unit_test(days_count_from_active_dates),
        cmocka_unit_test(comparisons_of_fractions_are_exact),
        cmocka_unit_test(comparisons_with_what_is_undefined_are_false),
        cmocka_unit_test(points_are_those_of_the_last_row_reached),
        cmocka_unit_test(the_score_is_cut_below_and_above),
        cmocka_unit_test(a_score_that_nothing_gives_is_zero),
        cmocka_unit_test(the_largest_score_is_cut_not_wrapped),
    };
    return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
