/* SPDX-License-Identifier: MIT */
/* Numbers at the edges of 64 bits and beyond: refused where they cannot be kept, exact where they can. */
#include "support.h"

/* Each `if_…` rung of its own segmentation tells whether a comparison holds. */
static const char wide[] =
    "{'format':1,'name':'t','events':{'a':{},'b':{}},'accept_late':'10d',"
    "'metrics':{'count':{'count':'a'},'counts':{'count':['a','b']},'sum':{'sum':'a'},'sums':{'sum':['a','b']},"
    "'recent':{'sum':['a','b'],'within':'5d'},"
    "'mean':{'mean':'a'},'means':{'mean':['a','b']},'part':{'share':['sum','sums']},"
    "'part2':{'share':['part','sums']},'deep':{'share':['part2','mean']}},"
    "'ladder':[{'rung':'low'},{'rung':'high','enter':['sums > 9223372036854775807']}],"
    "'segments':{"
    "'above':[{'segment':'yes','when':['sums > 9223372036854775807']},{'segment':'no'}],"
    "'below':[{'segment':'yes','when':['sums < -9223372036854775808']},{'segment':'no'}],"
    "'half':[{'segment':'yes','when':['part == 50']},{'segment':'more','when':['part > 50']},"
    "{'segment':'less','when':['part < 50']}],"
    "'mean_sign':[{'segment':'above','when':['means > 0']},{'segment':'zero','when':['means == 0']},"
    "{'segment':'below','when':['means < 0']}]}}";

static loyalty_customer *customer;

static int set_up(void **state)
{
    (void)state;
    customer = customer_of(wide);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(customer);
    return 0;
}

static int32_t add(const char *kind, const char *date, int32_t count, int64_t value)
{
    return record_value(customer, kind, date, count, value);
}

static void a_product_that_leaves_64_bits_is_refused(void **state)
{
    (void)state;
    assert_int_equal(add("a", "2024-01-01", 2, INT64_MAX), LOYALTY_E_OVERFLOW);
    assert_int_equal(add("a", "2024-01-01", -1, INT64_MIN), LOYALTY_E_OVERFLOW);
    assert_int_equal(add("a", "2024-01-01", INT32_MIN, INT64_MIN), LOYALTY_E_OVERFLOW);
    assert_int_equal(add("a", "2024-01-01", INT32_MAX, INT64_MAX), LOYALTY_E_OVERFLOW);
    assert_int_equal(add("a", "2024-01-01", INT32_MIN, INT64_MAX), LOYALTY_E_OVERFLOW);
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(standing_text(customer), "ABSENT");
    OK(add("a", "2024-01-01", 1, INT64_MIN));
    assert_string_equal(metric_text(customer, "sum"), "-9223372036854775808");
    OK(add("a", "2024-01-01", INT32_MIN, -1));
    assert_string_equal(metric_text(customer, "sum"), "-9223372034707292160");
    assert_string_equal(metric_text(customer, "count"), "-2147483647");
}

/* 2^63 alone does not fit; with what is there already it does. */
static void only_the_sum_must_fit(void **state)
{
    (void)state;
    OK(add("a", "2024-01-01", 1, -1));
    OK(add("a", "2024-01-01", -1, INT64_MIN));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(metric_text(customer, "sum"), "9223372036854775807");
    assert_string_equal(metric_text(customer, "count"), "0");
    OK(add("a", "2024-01-01", 2, -INT64_C(9223372036854775807)));
    assert_string_equal(metric_text(customer, "sum"), "-9223372036854775807");
    OK(add("a", "2024-01-01", 1, -1));
    assert_int_equal(add("a", "2024-01-01", 1, -1), LOYALTY_E_OVERFLOW);
    assert_string_equal(metric_text(customer, "sum"), "-9223372036854775808");
}

static void a_refused_sum_changes_nothing(void **state)
{
    (void)state;
    OK(add("a", "2024-01-01", 1, INT64_MAX));
    OK(advance(customer, "2024-01-02"));
    assert_int_equal(add("a", "2024-01-01", 1, 1), LOYALTY_E_OVERFLOW);
    assert_string_equal(metric_text(customer, "sum"), "9223372036854775807");
    assert_string_equal(metric_text(customer, "count"), "1");
    OK(add("a", "2024-01-01", 1, 0));
    OK(add("a", "2024-01-02", 1, 1)); /* another day */
    OK(add("b", "2024-01-01", 1, 1)); /* another kind */
    assert_string_equal(metric_text(customer, "count"), "3");
}

/* Doubles a day's count by merging a customer with a copy of itself until it would leave 64 bits. */
static void a_count_that_leaves_64_bits_is_refused(void **state)
{
    int32_t status = LOYALTY_OK;
    int doublings = 0;
    (void)state;
    OK(add("a", "2024-01-01", 1, 0));
    OK(advance(customer, "2024-01-01"));
    while (status == LOYALTY_OK && doublings < 70) {
        status = merge_with_copy(customer);
        doublings += status == LOYALTY_OK;
    }
    assert_int_equal(status, LOYALTY_E_OVERFLOW);
    assert_int_equal(doublings, 62);
    assert_string_equal(metric_text(customer, "count"), "4611686018427387904");
    assert_string_equal(standing_text(customer), "low since 2024-01-01");
    OK(add("a", "2024-01-01", INT32_MAX, 0));
    assert_string_equal(metric_text(customer, "count"), "4611686020574871551");
}

static void an_event_on_a_full_count_is_refused(void **state)
{
    loyalty_customer *half;
    (void)state;
    OK(add("a", "2024-01-01", -1, 0));
    OK(advance(customer, "2024-01-01"));
    for (int i = 0; i < 62; i++)
        OK(merge_with_copy(customer));
    OK(loyalty_customer_copy(customer, &half));
    OK(loyalty_customer_merge(customer, half, NULL, NULL, NULL)); /* INT64_MIN */
    assert_string_equal(metric_text(customer, "count"), "-9223372036854775808");
    assert_int_equal(add("a", "2024-01-01", -1, 0), LOYALTY_E_OVERFLOW);
    assert_int_equal(loyalty_customer_merge(customer, half, NULL, NULL, NULL), LOYALTY_E_OVERFLOW);
    OK(add("a", "2024-01-01", 1, 0));
    assert_string_equal(metric_text(customer, "count"), "-9223372036854775807");
    loyalty_customer_free(half);
}

static void windows_may_hold_more_than_64_bits(void **state)
{
    (void)state;
    OK(add("a", "2024-01-01", 1, INT64_MAX));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(segment_text(customer, "above"), "no");
    OK(add("b", "2024-01-01", 1, 1));
    assert_string_equal(metric_text(customer, "sums"), "RANGE");
    assert_string_equal(metric_text(customer, "recent"), "RANGE");
    assert_string_equal(metric_text(customer, "sum"), "9223372036854775807");
    assert_string_equal(segment_text(customer, "above"), "yes");
    assert_string_equal(segment_text(customer, "below"), "no");
    assert_string_equal(standing_text(customer), "high since 2024-01-01");
    OK(add("b", "2024-01-02", 1, -1));
    OK(advance(customer, "2024-01-02"));
    assert_string_equal(metric_text(customer, "sums"), "9223372036854775807");
    assert_string_equal(segment_text(customer, "above"), "no");
    OK(advance(customer, "2024-01-06")); /* the first day has left the window */
    assert_string_equal(metric_text(customer, "recent"), "-1");
}

static void and_less_than_64_bits(void **state)
{
    (void)state;
    OK(add("a", "2024-01-01", 1, INT64_MIN));
    OK(add("b", "2024-01-02", 1, -1));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(segment_text(customer, "below"), "no");
    OK(advance(customer, "2024-01-02"));
    assert_string_equal(segment_text(customer, "below"), "yes");
    assert_string_equal(segment_text(customer, "above"), "no");
    assert_string_equal(metric_text(customer, "sums"), "RANGE");
    OK(add("b", "2024-01-02", 1, 1));
    assert_string_equal(metric_text(customer, "sums"), "-9223372036854775808");
    assert_string_equal(segment_text(customer, "below"), "no");
}

/* Hundreds of days of the largest values: no sum of 64 bits would be right, and no rounding one either. */
static void long_sums_beyond_64_bits_stay_exact(void **state)
{
    int32_t first = day("2000-01-01");
    (void)state;
    for (int32_t i = 0; i < 300; i++) {
        OK(add("a", date_text(first + i), 1, INT64_MAX));
        OK(add("b", date_text(first + i), 1, INT64_MIN));
    }
    OK(advance(customer, date_text(first + 299)));
    assert_string_equal(metric_text(customer, "sums"), "-300");
    assert_string_equal(metric_text(customer, "recent"), "-5");
    assert_string_equal(metric_text(customer, "sum"), "RANGE");
    assert_string_equal(metric_text(customer, "mean"), "9223372036854775807");
    assert_string_equal(metric_text(customer, "means"), "-300/600");
    assert_string_equal(segment_text(customer, "mean_sign"), "below");
    OK(add("a", date_text(first + 299), 1, -INT64_C(9223372036854775807))); /* one of them back, and one more event */
    assert_string_equal(metric_text(customer, "means"), "RANGE");
    assert_string_equal(segment_text(customer, "mean_sign"), "below");
    OK(add("b", date_text(first + 298), -1, INT64_MIN));
    assert_string_equal(metric_text(customer, "means"), "-299/600");
}

static void the_mean_of_extremes_is_exact(void **state)
{
    (void)state;
    OK(add("a", "2024-01-01", 1, INT64_MAX));
    OK(add("b", "2024-01-01", 1, INT64_MAX));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(metric_text(customer, "means"), "9223372036854775807"); /* reduced, because it would not fit */
    OK(add("b", "2024-01-02", 1, INT64_MAX - 1));
    OK(advance(customer, "2024-01-02"));
    assert_string_equal(metric_text(customer, "means"), "RANGE");
    assert_string_equal(segment_text(customer, "mean_sign"), "above");
    OK(add("b", "2024-01-02", 1, INT64_MIN));
    OK(add("a", "2024-01-02", 1, INT64_MIN));
    OK(add("b", "2024-01-03", 1, INT64_MIN));
    OK(add("a", "2024-01-03", 1, 3)); /* 3·(2^63 − 1) − 1 − 3·2^63 + 3 = −1 */
    OK(advance(customer, "2024-01-03"));
    assert_string_equal(metric_text(customer, "means"), "-1/7");
    assert_string_equal(segment_text(customer, "mean_sign"), "below");
    OK(add("a", "2024-01-03", 1, 1));
    assert_string_equal(metric_text(customer, "means"), "0/8");
    assert_string_equal(segment_text(customer, "mean_sign"), "zero");
}

/* A mean over more than 64 bits of count: the denominator is the trouble here. */
static void a_mean_without_a_positive_count_is_undefined(void **state)
{
    (void)state;
    OK(add("a", "2024-01-01", 1, INT64_MAX));
    OK(add("a", "2024-01-02", -1, INT64_MIN + 1));
    OK(add("b", "2024-01-02", 1, INT64_MAX));
    OK(advance(customer, "2024-01-02"));
    assert_string_equal(metric_text(customer, "mean"), "UNDEFINED");
    OK(add("b", "2024-01-02", -1, 0));
    assert_string_equal(metric_text(customer, "means"), "UNDEFINED");
    assert_string_equal(segment_text(customer, "mean_sign"), "NONE");
}

static void shares_beyond_64_bits_are_exact(void **state)
{
    (void)state;
    OK(add("a", "2024-01-01", 1, INT64_MAX));
    OK(add("b", "2024-01-01", 1, INT64_MAX));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(metric_text(customer, "part"), "50"); /* 100·(2^63 − 1) ÷ (2^64 − 2) */
    assert_string_equal(segment_text(customer, "half"), "yes");
    OK(add("a", "2024-01-02", 1, 1));
    OK(advance(customer, "2024-01-02"));
    assert_string_equal(segment_text(customer, "half"), "more");
    assert_string_equal(metric_text(customer, "part"), "RANGE");
    OK(add("b", "2024-01-02", 1, 2));
    assert_string_equal(segment_text(customer, "half"), "less");
    OK(add("a", "2024-01-02", 1, 1));
    assert_string_equal(segment_text(customer, "half"), "yes");
}

static void shares_of_shares_beyond_64_bits_are_exact(void **state)
{
    (void)state;
    OK(add("a", "2024-01-01", 1, INT64_MAX));
    OK(add("b", "2024-01-01", 1, INT64_MAX));
    OK(advance(customer, "2024-01-01"));
    /* part2 = 100·50 ÷ (2^64 − 2) = 2500 ÷ (2^63 − 1), deep = 100·part2 ÷ (2^63 − 1) */
    assert_string_equal(metric_text(customer, "part2"), "2500/9223372036854775807");
    assert_string_equal(metric_text(customer, "deep"), "RANGE");
}

static void a_share_of_nothing_or_less_is_undefined(void **state)
{
    (void)state;
    OK(add("a", "2024-01-01", 1, INT64_MIN));
    OK(add("b", "2024-01-01", 1, INT64_MIN));
    OK(advance(customer, "2024-01-01"));
    assert_string_equal(metric_text(customer, "part"), "UNDEFINED"); /* B is below 64 bits */
    assert_string_equal(segment_text(customer, "half"), "NONE");
    OK(add("b", "2024-01-02", 2, INT64_C(4611686018427387904) - 1));
    OK(add("b", "2024-01-03", 1, INT64_MAX));
    OK(add("b", "2024-01-04", 1, 3));
    OK(advance(customer, "2024-01-03"));
    assert_string_equal(metric_text(customer, "part"), "UNDEFINED"); /* 3 below zero */
    OK(advance(customer, "2024-01-04"));
    assert_string_equal(metric_text(customer, "sums"), "0");
    assert_string_equal(metric_text(customer, "part"), "UNDEFINED");
    OK(add("b", "2024-01-04", 1, 1));
    assert_string_equal(segment_text(customer, "half"), "less"); /* −100·2^63 ÷ 1 */
    assert_string_equal(metric_text(customer, "part"), "RANGE");
}

static void counts_beyond_64_bits_are_exact(void **state)
{
    (void)state;
    OK(add("a", "2024-01-01", 1, 0));
    OK(add("b", "2024-01-01", 1, 0));
    OK(advance(customer, "2024-01-01"));
    for (int i = 0; i < 62; i++)
        OK(merge_with_copy(customer));
    assert_string_equal(metric_text(customer, "count"), "4611686018427387904");
    assert_string_equal(metric_text(customer, "counts"), "RANGE"); /* 2^63 */
    OK(add("b", "2024-01-01", -1, 0));
    assert_string_equal(metric_text(customer, "counts"), "9223372036854775807");
}

/* A day before 1970 less such a number of days is below 32 bits. */
static void days_since_may_be_compared_with_any_number(void **state)
{
    loyalty_customer *old = customer_of("{'format':1,'name':'t','events':{'v':{}},'metrics':{'s':{'days_since':'v'}},"
                                        "'ladder':[{'rung':'a'},{'rung':'b','enter':['s <= 2147483646']}]}");
    (void)state;
    OK(record(old, "v", "1960-01-01"));
    OK(advance(old, "1960-02-01"));
    assert_string_equal(standing_text(old), "b since 1960-01-01");
    loyalty_customer_free(old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_product_that_leaves_64_bits_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_the_sum_must_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refused_sum_changes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_count_that_leaves_64_bits_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_event_on_a_full_count_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(windows_may_hold_more_than_64_bits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(and_less_than_64_bits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_sums_beyond_64_bits_stay_exact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_mean_of_extremes_is_exact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_mean_without_a_positive_count_is_undefined, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shares_beyond_64_bits_are_exact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shares_of_shares_beyond_64_bits_are_exact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_share_of_nothing_or_less_is_undefined, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counts_beyond_64_bits_are_exact, set_up, tear_down),
        cmocka_unit_test(days_since_may_be_compared_with_any_number),
    };
    return cmocka_run_group_tests_name("extremes", tests, NULL, NULL);
}
