/* SPDX-License-Identifier: MIT */
/* The census as JSON, to the byte; docs/census-json.md describes it. */
#include <stdlib.h>
#include <string.h>

#include "support.h"

static const char shop[] =
    "{'format':1,'name':'corner-shop','events':{'letter':{'label':{'en':'Letter'}},'sale':{}},'metrics':{'sales':{'"
    "count':'sale','within':'30d'},'idle':{'days_since':'letter','unit':'days','label':{'en':'Since a "
    "letter'}}},'score':{'max':100,'points':{'sales':[[1,10],[2,25]]}},'ladder':[{'rung':'prospect','label':{'fa'"
    ":'\xd8\xa8'}},"
    "{'rung':'customer','enter':['sales >= 1']},{'rung':'client','enter':['sales >= 2']}],'segments':{'money':{"
    "'label':{'en':'Money','fa':'\xd9\xbe'},'cells':[{'segment':'good','label':{'en':'Good'},"
    "'when':['score >= 20']},{'segment':'some','when':['score >= 1']}]}}}";

static loyalty_program *program;

static int set_up(void **state)
{
    (void)state;
    program = table(shop);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_program_unref(program);
    return 0;
}

static loyalty_census_plan plan_of(const uint32_t *kinds, uint32_t kind_count)
{
    return (loyalty_census_plan){.size = sizeof(loyalty_census_plan),
                                 .as_of = day("2024-03-31"),
                                 .parts = LOYALTY_CENSUS_MOVEMENT | LOYALTY_CENSUS_RETENTION | LOYALTY_CENSUS_INFLUENCE,
                                 .from_date = day("2024-02-29"),
                                 .kinds = kinds,
                                 .kind_count = kind_count,
                                 .days = 7,
                                 .first_from = day("2024-02-01"),
                                 .first_to = day("2024-02-29"),
                                 .second_from = day("2024-03-01"),
                                 .second_to = day("2024-03-31")};
}

static void add(loyalty_census *census, const char *letter, const char *first, const char *second)
{
    loyalty_customer *customer;
    OK(loyalty_customer_new(program, &customer));
    if (letter)
        OK(record(customer, "letter", letter));
    if (first)
        OK(record(customer, "sale", first));
    if (second)
        OK(record(customer, "sale", second));
    OK(loyalty_census_add(census, customer));
    loyalty_customer_free(customer);
}

static loyalty_census *census_of(const loyalty_census_plan *plan)
{
    loyalty_census *census;
    OK(loyalty_census_new(program, plan, &census));
    add(census, "2024-03-04", "2024-02-10", "2024-03-06");
    add(census, "2024-03-04", "2024-03-20", "2024-03-21");
    add(census, "2024-03-04", "2024-01-20", NULL);
    add(census, NULL, "2024-02-20", "2024-02-25");
    add(census, "2024-01-01", NULL, NULL);
    add(census, "2024-02-01", "2024-03-31", NULL);
    return census;
}

static void assert_json(const loyalty_census *census, const char *expected)
{
    static char text[4000];
    size_t needed;
    char *whole = quoted(expected);
    OK(loyalty_census_json(census, text, sizeof text, &needed));
    assert_string_equal(text, whole);
    assert_int_equal(needed, strlen(whole));
    free(whole);
}

static void all_parts(void **state)
{
    static const uint32_t sales[] = {1};
    static const uint32_t metrics[] = {1, 0}; /* the text has them in the order of the table */
    loyalty_census_plan plan = plan_of(sales, 1);
    plan.metrics = metrics;
    plan.metric_count = 2;
    loyalty_census *census = census_of(&plan);
    (void)state;
    assert_json(
        census,
        "{'program':'corner-shop','as_of':'2024-03-31','from':'2024-02-29','purchases':['sale'],'customers':6,"
        "'rungs':[{'name':'prospect','labels':{'fa':'\xd8\xa8'},'customers':3,'share':0.5},"
        "{'name':'customer','labels':{},'customers':2,"
        "'share':0.333333333333333},{'name':'client','labels':{},'customers':1,'share':0.166666666666667}],"
        "'segments':[{'name':'money','labels':{'en':'Money','fa':'\xd9\xbe'},'cells':[{'name':'good',"
        "'labels':{'en':'Good'},'customers':1,'share':0.166666666666667},{'name':'some','labels':{},"
        "'customers':2,'share':0.333333333333333}],'none':3}],'score':{'least':0,'p10':0,'p25':0,'median':0,"
        "'p75':10,'p90':25,'p95':25,'p99':25,'greatest':25},'metrics':[{'name':'sales','labels':{},'unit':null,"
        "'defined':6,'undefined':0,'quantiles':{'least':0,'p10':0,'p25':0,'median':0,'p75':1,'p90':2,'p95':2,"
        "'p99':2,'greatest':2}},{'name':'idle','labels':{'en':'Since a letter'},'unit':'days','defined':5,"
        "'undefined':1,'quantiles':{'least':27,'p10':27,'p25':27,'median':27,'p75':59,'p90':90,'p95':90,'p99':90,"
        "'greatest':90}}],'movement':{'climbed':1,'stayed':3,'fell':0,'lapsed':1,'appeared':1,"
        "'matrix':[[2,1,0],[0,1,0],[1,0,0]]},'retention':{'first':{'from':'2024-02-01','to':'2024-02-29'},"
        "'second':{'from':'2024-03-01','to':'2024-03-31'},'all':{'first':2,'second':3,'both':1,'retention':0.5,"
        "'churn':0.5},'cohorts':[{'cohort':'2024-01-01','first':0,'second':0,'both':0,'retention':0.0,'churn':0.0},"
        "{'cohort':'2024-02-01','first':2,'second':1,'both':1,'retention':0.5,'churn':0.5},{'cohort':'2024-03-01',"
        "'first':0,'second':2,'both':0,'retention':0.0,'churn':0.0}]},'influence':{'days':7,"
        "'base':0.099290780141844,'kinds':[{'name':'letter','labels':{'en':'Letter'},'exposed':3,'bought':1,'young':0,"
        "'rate':0.333333333333333,'lift':3.35714285714286},{'name':'sale','labels':{},'exposed':2,'bought':1,'young':1,"
        "'rate':0.5,'lift':5.03571428571429}]}}");
    loyalty_census_free(census);
}

static void standings_only(void **state)
{
    loyalty_census_plan plan = plan_of(NULL, 0);
    plan.parts = 0;
    loyalty_census *census = census_of(&plan);
    (void)state;
    assert_json(
        census,
        "{'program':'corner-shop','as_of':'2024-03-31','from':null,'purchases':[],'customers':6,"
        "'rungs':[{'name':'prospect','labels':{'fa':'\xd8\xa8'},'customers':3,'share':0.5},"
        "{'name':'customer','labels':{},'customers':2,'share':0.333333333333333},{'name':'client',"
        "'labels':{},'customers':1,'share':0.166666666666667}],'segments':[{'name':'money',"
        "'labels':{'en':'Money','fa':'\xd9\xbe'},'cells':[{'name':'good','labels':{'en':'Good'},"
        "'customers':1,'share':0.166666666666667},{'name':'some','labels':{},'customers':2,"
        "'share':0.333333333333333}],'none':3}],'score':{'least':0,'p10':0,'p25':0,'median':0,'p75':10,'p90':25,"
        "'p95':25,'p99':25,'greatest':25},'metrics':[],'movement':null,'retention':null,'influence':null}");
    loyalty_census_free(census);
}

static void nobody(void **state)
{
    static const uint32_t both[] = {1, 0};
    static const uint32_t idle[] = {1};
    loyalty_census_plan plan = plan_of(both, 2);
    plan.metrics = idle;
    plan.metric_count = 1;
    loyalty_census *census;
    (void)state;
    OK(loyalty_census_new(program, &plan, &census));
    assert_json(
        census,
        "{'program':'corner-shop','as_of':'2024-03-31','from':'2024-02-29','purchases':['letter','sale'],"
        "'customers':0,'rungs':[{'name':'prospect','labels':{'fa':'\xd8\xa8'},'customers':0,'share':0.0},"
        "{'name':'customer','labels':{},'customers':0,"
        "'share':0.0},{'name':'client','labels':{},'customers':0,'share':0.0}],'segments':[{'name':'money',"
        "'labels':{'en':'Money','fa':'\xd9\xbe'},'cells':[{'name':'good','labels':{'en':'Good'},"
        "'customers':0,'share':0.0},{'name':'some','labels':{},'customers':0,'share':0.0}],'none':0}],"
        "'score':null,'metrics':[{'name':'idle','labels':{'en':'Since a "
        "letter'},'unit':'days','defined':0,'undefined':0,"
        "'quantiles':null}],'movement':{'climbed':0,'stayed':0,'fell':0,'lapsed':0,'appeared':0,'matrix':[[0,0,0],[0,0,"
        "0],[0,0,0]]},'retention':{'first':{'from':'2024-02-01','to':'2024-02-29'},'second':{'from':'2024-03-01',"
        "'to':'2024-03-31'},'all':{'first':0,'second':0,'both':0,'retention':0.0,'churn':0.0},'cohorts':[]},"
        "'influence':{'days':7,'base':0.0,'kinds':[{'name':'letter','labels':{'en':'Letter'},'exposed':0,"
        "'bought':0,'young':0,'rate':0.0,'lift':0.0},{'name':'sale','labels':{},'exposed':0,'bought':0,'young':0,"
        "'rate':0.0,'lift':0.0}]}}");
    loyalty_census_free(census);
}

static void buffers(void **state)
{
    loyalty_census_plan plan = plan_of(NULL, 0);
    plan.parts = LOYALTY_CENSUS_MOVEMENT;
    loyalty_census *census = census_of(&plan);
    size_t needed = 7, again;
    char text[4000] = "as it was";
    (void)state;
    assert_int_equal(loyalty_census_json(NULL, text, sizeof text, &needed), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_census_json(census, text, sizeof text, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_census_json(census, NULL, 1, &needed), LOYALTY_E_ARGUMENT);
    assert_int_equal(needed, 7);
    assert_int_equal(loyalty_census_json(census, NULL, 0, &needed), LOYALTY_E_SPACE);
    assert_true(needed > 100 && needed < sizeof text);
    assert_int_equal(loyalty_census_json(census, text, needed, &again), LOYALTY_E_SPACE);
    assert_int_equal(again, needed);
    assert_string_equal(text, "as it was");
    OK(loyalty_census_json(census, text, needed + 1, &again));
    assert_int_equal(strlen(text), needed);
    loyalty_census_free(census);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_parts),
        cmocka_unit_test(standings_only),
        cmocka_unit_test(nobody),
        cmocka_unit_test(buffers),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
