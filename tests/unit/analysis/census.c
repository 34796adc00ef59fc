/* SPDX-License-Identifier: MIT */
/* A census: who stands where, who moved, scores; merging. */
#include <stdio.h>

#include "support.h"

static const char shop[] =
    "{'format':1,'name':'shop','events':{'visit':{},'sale':{},'return':{}},"
    "'metrics':{'sales':{'count':'sale','within':'30d'},'ever':{'count':'sale'}},"
    "'score':{'max':100,'points':{'ever':[[1,10],[2,20],[3,40]]}},"
    "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['sales >= 1']},{'rung':'partner','enter':['sales >= 2'],"
    "'keep':['sales >= 2'],'fall':'requalify'}],"
    "'segments':{'money':[{'segment':'rich','when':['score >= 40']},{'segment':'some','when':['score >= 10']}],"
    "'place':[{'segment':'up','when':['rung >= friend']},{'segment':'down'}]}}";

enum { GUEST, FRIEND, PARTNER };
enum { CUSTOMERS = 7 };

static loyalty_program *program;
static loyalty_customer *customers[CUSTOMERS];

static void sales(loyalty_customer *customer, const char *a, const char *b, const char *c)
{
    OK(record(customer, "sale", a));
    if (b)
        OK(record(customer, "sale", b));
    if (c)
        OK(record(customer, "sale", c));
}

/* On 2024-03-01 and 2024-04-01: */
static int set_up(void **state)
{
    (void)state;
    program = table(shop);
    for (size_t i = 0; i < CUSTOMERS; i++)
        OK(loyalty_customer_new(program, &customers[i]));
    sales(customers[0], "2024-02-20", "2024-03-20", "2024-03-21"); /* friend, partner; score 40 */
    sales(customers[1], "2024-02-20", "2024-02-21", NULL);         /* partner, guest: lapsed; 20 */
    sales(customers[2], "2024-02-20", "2024-02-21", "2024-03-20"); /* partner, friend: fell; 40 */
    OK(record(customers[3], "visit", "2024-02-01"));               /* guest both days; 0 */
    sales(customers[4], "2024-03-05", NULL, NULL);                 /* appeared, friend; 10 */
    OK(record(customers[5], "visit", "2024-04-02"));               /* not on the ladder yet */
    sales(customers[6], "2024-02-29", "2024-03-31", NULL);         /* friend, friend, guest for a day between; 20 */
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < CUSTOMERS; i++)
        loyalty_customer_free(customers[i]);
    loyalty_program_unref(program);
    return 0;
}

static loyalty_census_plan plan_of(const char *from)
{
    return (loyalty_census_plan){.size = sizeof(loyalty_census_plan),
                                 .as_of = day("2024-04-01"),
                                 .parts = from ? LOYALTY_CENSUS_MOVEMENT : 0,
                                 .from_date = from ? day(from) : 0};
}

static loyalty_census *census_of(const char *from)
{
    loyalty_census *census;
    loyalty_census_plan plan = plan_of(from);
    OK(loyalty_census_new(program, &plan, &census));
    return census;
}

static void add(loyalty_census *census, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        OK(loyalty_census_add(census, customers[i]));
}

/* "2 2 2; rich 1 some 3 …": customers on the rungs and in the cells. */
static const char *standings_text(const loyalty_census *census)
{
    uint64_t on[7];
    for (uint32_t i = 0; i < 3; i++)
        OK(loyalty_census_on_rung(census, i, &on[i]));
    for (uint32_t i = 0; i < 4; i++)
        OK(loyalty_census_in_cell(census, i, &on[3 + i]));
    return text_of("%u: %u %u %u; rich %u some %u; up %u down %u", (unsigned)loyalty_census_count(census),
                   (unsigned)on[0], (unsigned)on[1], (unsigned)on[2], (unsigned)on[3], (unsigned)on[4], (unsigned)on[5],
                   (unsigned)on[6]);
}

static const char *movement_text(const loyalty_census *census)
{
    loyalty_movement movement = {.size = sizeof movement};
    uint64_t matrix[3][3];
    OK(loyalty_census_movement(census, &movement));
    for (uint32_t i = 0; i < 9; i++)
        OK(loyalty_census_moved(census, i / 3, i % 3, &matrix[i / 3][i % 3]));
    return text_of("climbed %u stayed %u fell %u lapsed %u appeared %u; %u%u%u %u%u%u %u%u%u",
                   (unsigned)movement.climbed, (unsigned)movement.stayed, (unsigned)movement.fell,
                   (unsigned)movement.lapsed, (unsigned)movement.appeared, (unsigned)matrix[0][0],
                   (unsigned)matrix[0][1], (unsigned)matrix[0][2], (unsigned)matrix[1][0], (unsigned)matrix[1][1],
                   (unsigned)matrix[1][2], (unsigned)matrix[2][0], (unsigned)matrix[2][1], (unsigned)matrix[2][2]);
}

static int32_t quantile(const loyalty_census *census, uint32_t numerator, uint32_t denominator)
{
    int64_t score = -1;
    OK(loyalty_census_score_quantile(census, numerator, denominator, &score));
    return (int32_t)score;
}

static const char all_stand[] = "6: 2 3 1; rich 2 some 3; up 4 down 2";
static const char all_moved[] = "climbed 1 stayed 2 fell 1 lapsed 1 appeared 1; 100 011 110";

/* Whatever day customers are advanced to. */
static void counts_on_the_days_of_the_plan(void **state)
{
    static const char *const days[] = {NULL, "2024-02-25", "2024-03-01", "2024-04-01", "2024-09-01"};
    (void)state;
    for (size_t i = 0; i < LENGTH(days); i++) {
        loyalty_census *census = census_of("2024-03-01");
        for (size_t j = 0; days[i] && j < CUSTOMERS; j++)
            OK(advance(customers[j], days[i]));
        add(census, 0, CUSTOMERS);
        assert_string_equal(standings_text(census), all_stand);
        assert_string_equal(movement_text(census), all_moved);
        loyalty_census_free(census);
    }
}

static void scores_by_nearest_rank(void **state)
{
    loyalty_census *census = census_of(NULL);
    int64_t score = 7;
    (void)state;
    assert_int_equal(loyalty_census_score_quantile(census, 1, 2, &score), LOYALTY_E_ABSENT);
    add(census, 5, 6); /* not on the ladder */
    assert_int_equal(loyalty_census_score_quantile(census, 1, 2, &score), LOYALTY_E_ABSENT);
    add(census, 0, 5);
    add(census, 6, 7); /* 0 10 20 20 40 40 */
    assert_int_equal(quantile(census, 0, 1), 0);
    assert_int_equal(quantile(census, 1, 6), 0);
    assert_int_equal(quantile(census, 166667, 1000000), 10);
    assert_int_equal(quantile(census, 1, 3), 10);
    assert_int_equal(quantile(census, 1, 2), 20);
    assert_int_equal(quantile(census, 4, 6), 20);
    assert_int_equal(quantile(census, UINT32_MAX - 1, UINT32_MAX), 40);
    assert_int_equal(quantile(census, UINT32_MAX, UINT32_MAX), 40);
    REFUSED(loyalty_census_score_quantile(census, 1, 0, &score));
    REFUSED(loyalty_census_score_quantile(census, 3, 2, &score));
    REFUSED(loyalty_census_score_quantile(census, 1, 2, NULL));
    REFUSED(loyalty_census_score_quantile(NULL, 1, 2, &score));
    assert_int_equal(score, 7);
    loyalty_census_free(census);
}

/* More scores than fit in the first table of the histogram, negative ones among them. */
static void many_scores(void **state)
{
    enum { SCORES = 101 };
    static char text[4000];
    size_t used = (size_t)snprintf(text, sizeof text,
                                   "{'format':1,'name':'t','events':{'sale':{}},'metrics':{'n':{'count':'sale'}},"
                                   "'score':{'max':1000,'points':{'n':[");
    loyalty_census *census, *half;
    loyalty_census_plan plan = plan_of(NULL);
    (void)state;
    for (int i = 1; i <= SCORES; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s[%d,%d]", i > 1 ? "," : "", i, i * 9);
    snprintf(text + used, sizeof text - used, "]}},'ladder':[{'rung':'a'}]}");
    loyalty_program *graded = table(text);
    OK(loyalty_census_new(graded, &plan, &census));
    OK(loyalty_census_new(graded, &plan, &half));
    for (int32_t i = 1; i <= SCORES; i++) {
        loyalty_customer *customer;
        OK(loyalty_customer_new(graded, &customer));
        OK(record_value(customer, "sale", "2024-01-01", i * 38 % SCORES + 1, 0)); /* each number once, in no order */
        OK(loyalty_census_add(i % 2 ? census : half, customer));
        loyalty_customer_free(customer);
    }
    OK(loyalty_census_merge(census, half));
    for (uint32_t i = 1; i <= SCORES; i++)
        assert_int_equal(quantile(census, i, SCORES), 9 * i);
    loyalty_census_free(census);
    loyalty_census_free(half);
    loyalty_program_unref(graded);
}

static void merging_adds(void **state)
{
    (void)state;
    for (size_t cut = 0; cut <= CUSTOMERS; cut++) {
        loyalty_census *one = census_of("2024-03-01"), *two = census_of("2024-03-01");
        add(one, 0, cut);
        add(two, cut, CUSTOMERS);
        OK(loyalty_census_merge(one, two));
        assert_string_equal(standings_text(one), all_stand);
        assert_string_equal(movement_text(one), all_moved);
        assert_int_equal(quantile(one, 1, 3), 10);
        loyalty_census_free(two);
        OK(loyalty_census_merge(one, one));
        assert_string_equal(movement_text(one), "climbed 2 stayed 4 fell 2 lapsed 2 appeared 2; 200 022 220");
        loyalty_census_free(one);
    }
}

static void nobody_and_nothing(void **state)
{
    uint64_t number = 7;
    loyalty_movement movement = {.size = sizeof movement};
    loyalty_census *census = census_of(NULL);
    (void)state;
    loyalty_census_free(NULL);
    assert_int_equal(loyalty_census_count(NULL), 0);
    assert_int_equal(loyalty_census_cohort_count(NULL), 0);
    assert_string_equal(standings_text(census), "0: 0 0 0; rich 0 some 0; up 0 down 0");
    assert_int_equal(loyalty_census_movement(census, &movement), LOYALTY_E_PLAN);
    assert_int_equal(loyalty_census_moved(census, 0, 0, &number), LOYALTY_E_PLAN);
    assert_int_equal(loyalty_census_on_rung(census, 3, &number), LOYALTY_E_INDEX);
    REFUSED(loyalty_census_on_rung(census, 0, NULL));
    REFUSED(loyalty_census_on_rung(NULL, 0, &number));
    assert_int_equal(loyalty_census_in_cell(census, 4, &number), LOYALTY_E_INDEX);
    REFUSED(loyalty_census_in_cell(census, 0, NULL));
    REFUSED(loyalty_census_in_cell(NULL, 0, &number));
    REFUSED(loyalty_census_moved(census, 0, 0, NULL));
    REFUSED(loyalty_census_moved(NULL, 0, 0, &number));
    REFUSED(loyalty_census_movement(NULL, &movement));
    REFUSED(loyalty_census_movement(census, NULL));
    REFUSED(loyalty_census_add(census, NULL));
    REFUSED(loyalty_census_add(NULL, customers[0]));
    assert_int_equal(number, 7);
    loyalty_customer *stranger = customer_of(shop);
    assert_int_equal(loyalty_census_add(census, stranger), LOYALTY_E_PROGRAM);
    loyalty_customer_free(stranger);
    loyalty_census_free(census);
    census = census_of("2024-03-01");
    assert_int_equal(loyalty_census_moved(census, 3, 0, &number), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_census_moved(census, 0, 3, &number), LOYALTY_E_INDEX);
    movement.size = sizeof movement - 1;
    assert_int_equal(loyalty_census_movement(census, &movement), LOYALTY_E_STRUCT);
    loyalty_census_free(census);
}

/* A host that fails on some day: the customer is not counted at all. */
static int32_t weather(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)customer_user, (void)until;
    *value = 1;
    return date >= *(int32_t *)user ? LOYALTY_E_HOST : LOYALTY_OK;
}

static void a_host_that_fails(void **state)
{
    static const char *const tables[] = {
        "{'format':1,'name':'t','events':{'v':{}},'metrics':{'w':{'host':'w'}},"
        "'ladder':[{'rung':'a'},{'rung':'b','enter':['w > 5']}]}",
        "{'format':1,'name':'t','events':{'v':{}},'metrics':{'w':{'host':'w'}},"
        "'score':{'points':{'w':[[1,3]]}},'ladder':[{'rung':'a'}]}",
        "{'format':1,'name':'t','events':{'v':{}},'metrics':{'w':{'host':'w'}},"
        "'ladder':[{'rung':'a'}],'segments':{'s':[{'segment':'x','when':['w == 1']}]}}"};
    loyalty_census_plan plan = plan_of("2024-03-01");
    (void)state;
    for (size_t i = 0; i < LENGTH(tables); i++) {
        int32_t fails = day("2024-04-01");
        loyalty_options *options;
        OK(loyalty_options_new(NULL, &options));
        OK(loyalty_options_bind(options, "w", weather, &fails));
        loyalty_program *hosted = table_with(tables[i], options);
        loyalty_customer *customer;
        loyalty_census *census;
        OK(loyalty_customer_new(hosted, &customer));
        OK(record(customer, "v", "2024-01-01"));
        OK(loyalty_census_new(hosted, &plan, &census));
        assert_int_equal(loyalty_census_add(census, customer), LOYALTY_E_HOST);
        assert_int_equal(loyalty_census_count(census), 0);
        fails++;
        OK(loyalty_census_add(census, customer));
        assert_int_equal(loyalty_census_count(census), 1);
        loyalty_census_free(census);
        loyalty_customer_free(customer);
        loyalty_program_unref(hosted);
        loyalty_options_free(options);
    }
}

static void a_census_keeps_its_program(void **state)
{
    loyalty_program *own = table(shop);
    loyalty_census_plan plan = plan_of(NULL);
    loyalty_census *census;
    uint64_t number;
    (void)state;
    OK(loyalty_census_new(own, &plan, &census));
    loyalty_program_unref(own);
    OK(loyalty_census_on_rung(census, 2, &number));
    assert_int_equal(number, 0);
    loyalty_census_free(census);
}

static void lifetime_by_rung(void **state)
{
    loyalty_census *census = census_of("2024-03-01");
    double money[] = {0, 10, 30}, values[3] = {7, 7, 7}, expected[3];
    /* Of one guest one stayed; of two friends one stayed and one became a partner; of two partners neither stayed. */
    double shares[3][3] = {{1, 0, 0}, {0, .5, .5}, {.5, .5, 0}};
    (void)state;
    add(census, 0, CUSTOMERS);
    OK(loyalty_census_lifetime(census, money, .1, 0, values));
    OK(loyalty_markov_value(3, *shares, money, .1, 0, expected));
    assert_memory_equal(values, expected, sizeof values);
    OK(loyalty_census_lifetime(census, money, 0, 2, values));
    OK(loyalty_markov_value(3, *shares, money, 0, 2, expected));
    assert_memory_equal(values, expected, sizeof values);
    REFUSED(loyalty_census_lifetime(census, money, 0, 0, values));
    REFUSED(loyalty_census_lifetime(NULL, money, .1, 0, values));
    REFUSED(loyalty_census_lifetime(census, NULL, .1, 0, values));
    REFUSED(loyalty_census_lifetime(census, money, .1, 0, NULL));
    loyalty_census_free(census);
    census = census_of("2024-03-01"); /* nobody at all: everybody stays */
    OK(loyalty_census_lifetime(census, money, 0, 3, values));
    assert_true(values[0] <= 0 && values[1] >= 40 && values[1] <= 40 && values[2] >= 120 && values[2] <= 120);
    loyalty_census_free(census);
    census = census_of(NULL);
    assert_int_equal(loyalty_census_lifetime(census, money, .1, 0, values), LOYALTY_E_PLAN);
    loyalty_census_free(census);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_on_the_days_of_the_plan),
        cmocka_unit_test(scores_by_nearest_rank),
        cmocka_unit_test(many_scores),
        cmocka_unit_test(merging_adds),
        cmocka_unit_test(nobody_and_nothing),
        cmocka_unit_test(a_host_that_fails),
        cmocka_unit_test(a_census_keeps_its_program),
        cmocka_unit_test(lifetime_by_rung),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
