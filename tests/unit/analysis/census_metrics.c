/* SPDX-License-Identifier: MIT */
/* Quantiles of metrics in a census: which values count, how they are rounded, and who has none. */
#include "support.h"

static const char shop[] =
    "{'format':1,'name':'shop','events':{'sale':{'value':[-9223372036854775807,9223372036854775807]},"
    "'stars':{'value':[-5,5]}},"
    "'metrics':{'sales':{'count':'sale','within':'30d'},'spent':{'sum':'sale'},'mood':{'mean':'stars'},"
    "'idle':{'days_since':'sale'},'twice':{'sum':{'sale':2}}},"
    "'ladder':[{'rung':'guest'}]}";

enum { SALES, SPENT, MOOD, IDLE, TWICE, METRICS };

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

static loyalty_census_plan plan_of(const uint32_t *metrics, uint32_t count)
{
    return (loyalty_census_plan){
        .size = sizeof(loyalty_census_plan), .as_of = day("2024-03-31"), .metrics = metrics, .metric_count = count};
}

static loyalty_census *census_of(const uint32_t *metrics, uint32_t count)
{
    loyalty_census *census;
    loyalty_census_plan plan = plan_of(metrics, count);
    OK(loyalty_census_new(program, &plan, &census));
    return census;
}

static const uint32_t all[] = {IDLE, SALES, TWICE, MOOD, SPENT};

struct done {
    const char *kind, *date;
    int32_t count;
    int64_t value;
};

static void add(loyalty_census *census, const struct done *done, size_t count)
{
    loyalty_customer *customer;
    OK(loyalty_customer_new(program, &customer));
    for (size_t i = 0; i < count; i++)
        OK(record_value(customer, done[i].kind, done[i].date, done[i].count, done[i].value));
    OK(loyalty_census_add(census, customer));
    loyalty_customer_free(customer);
}

#define ADD(census, ...) add(census, (struct done[]){__VA_ARGS__}, LENGTH(((struct done[]){__VA_ARGS__})))

/* "3 + 1: 0 2 2 7": defined and undefined; least, median, 95th percentile and greatest. */
static const char *spread_text(const loyalty_census *census, uint32_t metric)
{
    static const uint32_t asked[][2] = {{0, 1}, {1, 2}, {19, 20}, {1, 1}};
    uint64_t defined = 7, undefined = 7;
    int64_t value[4];
    int32_t status = loyalty_census_metric_count(census, metric, &defined, &undefined);
    if (status)
        return status_name(status);
    for (size_t i = 0; i < LENGTH(asked); i++) {
        status = loyalty_census_metric_quantile(census, metric, asked[i][0], asked[i][1], &value[i]);
        if (status)
            return text_of("%u + %u: %s", (unsigned)defined, (unsigned)undefined, status_name(status));
    }
    return text_of("%u + %u: %lld %lld %lld %lld", (unsigned)defined, (unsigned)undefined, (long long)value[0],
                   (long long)value[1], (long long)value[2], (long long)value[3]);
}

static void values_by_nearest_rank(void **state)
{
    loyalty_census *census = census_of(all, METRICS);
    (void)state;
    assert_string_equal(spread_text(census, SALES), text_of("0 + 0: %s", status_name(LOYALTY_E_ABSENT)));
    ADD(census, {"sale", "2024-03-31", 2, 100}, {"sale", "2024-03-02", 1, 50}); /* the 30 days' first */
    ADD(census, {"sale", "2024-03-01", 1, 900});                                /* the day before */
    ADD(census, {"stars", "2024-03-30", 1, 4});
    ADD(census, {"sale", "2024-04-01", 1, 5}); /* not on the ladder yet */
    assert_int_equal(loyalty_census_count(census), 3);
    assert_string_equal(spread_text(census, SALES), "3 + 0: 0 0 3 3");
    assert_string_equal(spread_text(census, SPENT), "3 + 0: 0 250 900 900");
    assert_string_equal(spread_text(census, TWICE), "3 + 0: 0 500 1800 1800");
    assert_string_equal(spread_text(census, IDLE), "2 + 1: 0 0 30 30");
    assert_string_equal(spread_text(census, MOOD), "1 + 2: 4 4 4 4");
    loyalty_census_free(census);
}

/* A hundred customers who spent 1 to 100: percentiles are these numbers. */
static void percentiles(void **state)
{
    const uint32_t spent[] = {SPENT};
    loyalty_census *census = census_of(spent, 1);
    int64_t value = 0;
    (void)state;
    for (int i = 0; i < 100; i++)
        ADD(census, {"sale", "2024-03-01", 1, i * 37 % 100 + 1});
    for (uint32_t percent = 1; percent <= 100; percent++) {
        OK(loyalty_census_metric_quantile(census, SPENT, percent, 100, &value));
        assert_int_equal(value, percent);
    }
    OK(loyalty_census_metric_quantile(census, SPENT, 999, 1000, &value));
    assert_int_equal(value, 100);
    loyalty_census_free(census);
}

static void fractions_are_rounded_toward_zero(void **state)
{
    const uint32_t mood[] = {MOOD};
    loyalty_census *census = census_of(mood, 1);
    (void)state;
    ADD(census, {"stars", "2024-03-01", 1, 5}, {"stars", "2024-03-02", 2, 4}); /* 13/3 */
    assert_string_equal(spread_text(census, MOOD), "1 + 0: 4 4 4 4");
    ADD(census, {"stars", "2024-03-01", 1, -5}, {"stars", "2024-03-02", 2, -4}); /* -13/3 */
    ADD(census, {"stars", "2024-03-01", 2, -1}, {"stars", "2024-03-02", 1, 0});  /* -2/3 */
    assert_string_equal(spread_text(census, MOOD), "3 + 0: -4 0 4 4");
    loyalty_census_free(census);
}

/* Values beyond 64 bits fail nobody: they count as the limits. So does -2^63, which may come in 64 bits or in more. */
static void huge_values_are_clamped(void **state)
{
    loyalty_census *census = census_of(all, METRICS);
    const int64_t most = INT64_MAX;
    (void)state;
    ADD(census, {"sale", "2024-03-01", 1, most});
    ADD(census, {"sale", "2024-03-01", 1, -most});
    ADD(census, {"sale", "2024-03-01", 1, -most}, {"sale", "2024-03-02", 1, -1});
    ADD(census, {"sale", "2024-03-01", 1, most}, {"sale", "2024-03-02", 1, most}, {"sale", "2024-03-03", 1, -most});
    int64_t value = 0;
    for (uint32_t rank = 1; rank <= 4; rank++) {
        OK(loyalty_census_metric_quantile(census, SPENT, rank, 4, &value));
        assert_true(value == (rank <= 2 ? -most : most));
        OK(loyalty_census_metric_quantile(census, TWICE, rank, 4, &value));
        assert_true(value == (rank <= 2 ? -most : most));
    }
    loyalty_census_free(census);
}

/* A mean whose sum needs more than 64 bits, and whose value does not. */
static void wide_sums_of_small_values(void **state)
{
    static const char wide[] =
        "{'format':1,'name':'t','events':{'a':{'value':[-9223372036854775807,9223372036854775807]}},"
        "'metrics':{'mean':{'mean':'a'}},'ladder':[{'rung':'x'}]}";
    const uint32_t mean[] = {0};
    loyalty_program *wider = table(wide);
    const int64_t most[] = {INT64_MAX, -INT64_MAX};
    loyalty_census_plan plan = plan_of(mean, 1);
    (void)state;
    for (size_t i = 0; i < LENGTH(most); i++) {
        loyalty_census *census;
        loyalty_customer *customer;
        OK(loyalty_census_new(wider, &plan, &census));
        OK(loyalty_customer_new(wider, &customer));
        OK(record_value(customer, "a", "2024-03-01", 1, most[i]));
        OK(record_value(customer, "a", "2024-03-02", 1, most[i]));
        OK(record_value(customer, "a", "2024-03-03", 2, 0));
        OK(loyalty_census_add(census, customer));
        int64_t value = 0;
        OK(loyalty_census_metric_quantile(census, 0, 1, 2, &value));
        assert_true(value == most[i] / 2); /* (2^63 - 1) / 2, toward zero */
        loyalty_customer_free(customer);
        loyalty_census_free(census);
    }
    loyalty_program_unref(wider);
}

static void merging_adds(void **state)
{
    (void)state;
    for (int cut = 0; cut <= 40; cut += 8) {
        loyalty_census *one = census_of(all, METRICS), *two = census_of((const uint32_t[]){0, 1, 2, 3, 4}, METRICS);
        for (int i = 0; i < 40; i++) {
            if (i % 4)
                ADD(i < cut ? one : two, {"sale", "2024-03-01", 1, i * 7 % 40});
            else
                ADD(i < cut ? one : two, {"stars", "2024-03-01", 1, i % 5});
        }
        OK(loyalty_census_merge(one, two));
        assert_string_equal(spread_text(one, SPENT), "40 + 0: 0 13 37 39");
        assert_string_equal(spread_text(one, IDLE), "30 + 10: 30 30 30 30");
        assert_string_equal(spread_text(one, MOOD), "10 + 30: 0 2 4 4");
        loyalty_census_free(two);
        OK(loyalty_census_merge(one, one));
        assert_string_equal(spread_text(one, MOOD), "20 + 60: 0 2 4 4");
        loyalty_census_free(one);
    }
}

static void merging_needs_the_same_metrics(void **state)
{
    const uint32_t some[] = {SALES, MOOD}, turned[] = {MOOD, SALES}, other[] = {SALES, IDLE};
    loyalty_census *census = census_of(some, 2), *same = census_of(turned, 2), *different = census_of(other, 2),
                   *fewer = census_of(some, 1), *none = census_of(NULL, 0);
    (void)state;
    OK(loyalty_census_merge(census, same));
    assert_int_equal(loyalty_census_merge(census, different), LOYALTY_E_PROGRAM);
    assert_int_equal(loyalty_census_merge(census, fewer), LOYALTY_E_PROGRAM);
    assert_int_equal(loyalty_census_merge(fewer, census), LOYALTY_E_PROGRAM);
    assert_int_equal(loyalty_census_merge(census, none), LOYALTY_E_PROGRAM);
    assert_int_equal(loyalty_census_merge(none, census), LOYALTY_E_PROGRAM);
    loyalty_census_free(census);
    loyalty_census_free(same);
    loyalty_census_free(different);
    loyalty_census_free(fewer);
    loyalty_census_free(none);
}

static int32_t status_of(const loyalty_census_plan *plan)
{
    loyalty_census *census = NULL;
    int32_t status = loyalty_census_new(program, plan, &census);
    assert_true(!census == (status != LOYALTY_OK));
    loyalty_census_free(census);
    return status;
}

static void bad_plans(void **state)
{
    const uint32_t twice[] = {SALES, MOOD, SALES}, unknown[] = {METRICS}, largest[] = {UINT32_MAX};
    loyalty_census_plan plan = plan_of(all, METRICS);
    (void)state;
    OK(status_of(&plan));
    plan = plan_of(all, METRICS + 1);
    REFUSED(status_of(&plan));
    plan = plan_of(all, UINT32_MAX);
    REFUSED(status_of(&plan));
    plan = plan_of(NULL, 1);
    REFUSED(status_of(&plan));
    plan = plan_of(twice, 3);
    REFUSED(status_of(&plan));
    plan = plan_of(unknown, 1);
    assert_int_equal(status_of(&plan), LOYALTY_E_INDEX);
    plan = plan_of(largest, 1);
    assert_int_equal(status_of(&plan), LOYALTY_E_INDEX);
    plan = plan_of(unknown, 0); /* nothing is read */
    OK(status_of(&plan));
}

static void bad_questions(void **state)
{
    const uint32_t mood[] = {MOOD};
    loyalty_census *census = census_of(mood, 1);
    uint64_t defined = 7, undefined = 7;
    int64_t value = 7;
    (void)state;
    ADD(census, {"sale", "2024-03-01", 1, 5});
    REFUSED(loyalty_census_metric_count(NULL, MOOD, &defined, &undefined));
    assert_int_equal(loyalty_census_metric_count(census, METRICS, &defined, &undefined), LOYALTY_E_INDEX);
    REFUSED(loyalty_census_metric_count(census, MOOD, NULL, &undefined));
    REFUSED(loyalty_census_metric_count(census, MOOD, &defined, NULL));
    assert_int_equal(loyalty_census_metric_count(census, SALES, &defined, &undefined), LOYALTY_E_PLAN);
    REFUSED(loyalty_census_metric_quantile(NULL, MOOD, 1, 2, &value));
    assert_int_equal(loyalty_census_metric_quantile(census, METRICS, 1, 2, &value), LOYALTY_E_INDEX);
    REFUSED(loyalty_census_metric_quantile(census, MOOD, 1, 2, NULL));
    REFUSED(loyalty_census_metric_quantile(census, MOOD, 1, 0, &value));
    REFUSED(loyalty_census_metric_quantile(census, MOOD, 3, 2, &value));
    REFUSED(loyalty_census_metric_quantile(census, SALES, 3, 2, &value));
    assert_int_equal(loyalty_census_metric_quantile(census, SALES, 1, 2, &value), LOYALTY_E_PLAN);
    assert_int_equal(loyalty_census_metric_quantile(census, MOOD, 1, 2, &value), LOYALTY_E_ABSENT); /* nobody has one */
    assert_true(defined == 7 && undefined == 7 && value == 7);
    OK(loyalty_census_metric_count(census, MOOD, &defined, &undefined));
    assert_true(defined == 0 && undefined == 1);
    loyalty_census_free(census);
}

/* A host that is undefined for some, and fails for others, who are not counted at all. */
static int32_t rain(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)customer_user, (void)date, (void)until;
    *value = -3;
    return *(int32_t *)user;
}

static void a_host_metric(void **state)
{
    static const char text[] = "{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'count':'v'},"
                               "'rain':{'host':'rain'}},'ladder':[{'rung':'a'}]}";
    const uint32_t metrics[] = {0, 1};
    loyalty_census_plan plan = plan_of(metrics, 2);
    loyalty_options *options;
    loyalty_customer *customer;
    loyalty_census *census;
    int32_t says = LOYALTY_E_HOST;
    (void)state;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_bind(options, "rain", rain, &says));
    loyalty_program *hosted = table_with(text, options);
    OK(loyalty_customer_new(hosted, &customer));
    OK(record(customer, "v", "2024-01-01"));
    OK(loyalty_census_new(hosted, &plan, &census));
    assert_int_equal(loyalty_census_add(census, customer), LOYALTY_E_HOST);
    assert_string_equal(spread_text(census, 0), text_of("0 + 0: %s", status_name(LOYALTY_E_ABSENT)));
    says = LOYALTY_E_UNDEFINED;
    OK(loyalty_census_add(census, customer));
    says = LOYALTY_OK;
    OK(loyalty_census_add(census, customer));
    assert_string_equal(spread_text(census, 0), "2 + 0: 1 1 1 1");
    assert_string_equal(spread_text(census, 1), "1 + 1: -3 -3 -3 -3");
    loyalty_census_free(census);
    loyalty_customer_free(customer);
    loyalty_program_unref(hosted);
    loyalty_options_free(options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_by_nearest_rank),
        cmocka_unit_test(percentiles),
        cmocka_unit_test(fractions_are_rounded_toward_zero),
        cmocka_unit_test(huge_values_are_clamped),
        cmocka_unit_test(wide_sums_of_small_values),
        cmocka_unit_test(merging_adds),
        cmocka_unit_test(merging_needs_the_same_metrics),
        cmocka_unit_test(bad_plans),
        cmocka_unit_test(bad_questions),
        cmocka_unit_test(a_host_metric),
    };
    return cmocka_run_group_tests_name("census: metrics", tests, set_up, tear_down);
}
