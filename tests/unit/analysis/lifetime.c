/* SPDX-License-Identifier: MIT */
/* Lifetime value: the published example, boundaries, and what is refused. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "support.h"

enum { FOR_EVER = 0 };

/* Pfeifer and Carraway (2000): a customer last bought 1 to 4 periods ago, or is lost. */
enum { STATES = 5 };
static const double chain[STATES][STATES] = {
    {.3, .7, 0, 0, 0}, {.2, 0, .8, 0, 0}, {.15, 0, 0, .85, 0}, {.05, 0, 0, 0, .95}, {0, 0, 0, 0, 1}};
static const double rewards[STATES] = {36, -4, -4, -4, 0};

static void assert_near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("%.17g is not %.17g", found, expected);
}

static void assert_values(const double *found, const double *expected, uint32_t count, double tolerance)
{
    for (uint32_t i = 0; i < count; i++)
        assert_near(found[i], expected[i], tolerance);
}

static void the_published_example_for_ever(void **state)
{
    static const double expected[STATES] = {52.320, 5.554, 1.251, -1.820, 0};
    double values[STATES];
    (void)state;
    OK(loyalty_markov_value(STATES, *chain, rewards, .2, FOR_EVER, values));
    assert_values(values, expected, STATES, .0005);
}

static void the_published_example_over_four_periods(void **state)
{
    static const double expected[STATES] = {50.115, 4.220, .592, -1.980, 0};
    double values[STATES];
    (void)state;
    OK(loyalty_markov_value(STATES, *chain, rewards, .2, 4, values));
    assert_values(values, expected, STATES, .0005);
}

/* The infinite horizon is the limit of the finite ones, though each is worked out in a way of its own. */
static void long_horizons_approach_the_infinite_one(void **state)
{
    double finite[STATES], infinite[STATES];
    (void)state;
    OK(loyalty_markov_value(STATES, *chain, rewards, .2, FOR_EVER, infinite));
    OK(loyalty_markov_value(STATES, *chain, rewards, .2, 300, finite));
    assert_values(finite, infinite, STATES, 1e-12);
    OK(loyalty_markov_value(STATES, *chain, rewards, .2, UINT32_MAX, finite)); /* ends where nothing changes */
    assert_values(finite, infinite, STATES, 1e-12);
}

/* V = R + P V ÷ (1+d) must hold of what comes out, for chains of any size. */
static void the_solution_solves(void **state)
{
    static const uint32_t sizes[] = {2, 3, 17, 200};
    uint32_t seed = 1;
    (void)state;
    for (size_t s = 0; s < LENGTH(sizes); s++) {
        uint32_t n = sizes[s];
        double *p = calloc((size_t)n * n, sizeof *p), *r = calloc(n, sizeof *r), *v = calloc(n, sizeof *v);
        assert_true(p && r && v);
        for (uint32_t i = 0; i < n; i++) {
            double sum = 0;
            for (uint32_t j = 0; j < n; j++) {
                seed = seed * 1664525u + 1013904223u;
                p[i * n + j] = seed >> 28 ? (double)(seed >> 8) : 0; /* some are 0 */
                sum += p[i * n + j];
            }
            for (uint32_t j = 0; j < n; j++)
                p[i * n + j] /= sum * (i % 3 ? 1 : 1.25); /* from some, a fifth leaves */
            r[i] = (double)(i % 7) - 2;
        }
        OK(loyalty_markov_value(n, p, r, .01, FOR_EVER, v));
        for (uint32_t i = 0; i < n; i++) {
            double again = 0;
            for (uint32_t j = 0; j < n; j++)
                again += p[i * n + j] * v[j];
            assert_near(r[i] + again / 1.01, v[i], 1e-9);
        }
        free(p);
        free(r);
        free(v);
    }
}

static void one_state(void **state)
{
    double value, reward = 10, stays = 1, half = .5, never = 0;
    (void)state;
    OK(loyalty_markov_value(1, &stays, &reward, .25, FOR_EVER, &value));
    assert_near(value, 50, 1e-12); /* 10 · 1.25 ÷ 0.25 */
    OK(loyalty_markov_value(1, &half, &reward, .25, FOR_EVER, &value));
    assert_near(value, 10 / .6, 1e-12);
    OK(loyalty_markov_value(1, &never, &reward, .25, FOR_EVER, &value));
    assert_near(value, 10, 0);
    OK(loyalty_markov_value(1, &stays, &reward, 0, 9, &value)); /* without a discount: ten periods */
    assert_near(value, 100, 0);
    OK(loyalty_markov_value(1, &half, &reward, 0, 2, &value));
    assert_near(value, 17.5, 0);
}

/* Two states that follow each other, at a discount that 1 + d loses: V is still right to the last digits. */
static void small_discounts_lose_nothing(void **state)
{
    static const double swing[2][2] = {{.5, .5}, {.5, .5}}, wins[2] = {1, 1}, zero_sum[2] = {1, -1};
    static const double discounts[] = {1e-3, 1e-9, 1e-15, 1e-18, 1e-200};
    double values[2];
    (void)state;
    for (size_t i = 0; i < LENGTH(discounts); i++) {
        double d = discounts[i];
        OK(loyalty_markov_value(2, *swing, wins, d, FOR_EVER, values));
        assert_near(values[0] * d / (1 + d), 1, 1e-14);
        assert_near(values[1] * d / (1 + d), 1, 1e-14);
        OK(loyalty_markov_value(2, *swing, zero_sum, d > 1e-9 ? d : 1e-9, FOR_EVER, values));
        assert_near(values[0], 1, 1e-6);
        assert_near(values[1], -1, 1e-6);
    }
}

/* Rows that sum to a little more than 1 do not grow without end. */
static void rounded_rows(void **state)
{
    static const double rounded[2][2] = {{.5, .5 + 5e-10}, {.5 + 5e-10, .5}}, wins[2] = {1, 1};
    double values[2];
    (void)state;
    OK(loyalty_markov_value(2, *rounded, wins, 1e-10, FOR_EVER, values));
    assert_near(values[0] / 1e10, 1, 1e-6);
    OK(loyalty_markov_value(2, *rounded, wins, 0, 1000000, values));
    assert_near(values[0] / 1000001, 1, 1e-9);
}

static void what_is_out_of_range_is_refused(void **state)
{
    static const double above[2][2] = {{.5, .5001}, {0, 1}}, below[2][2] = {{-.1, .5}, {0, 1}},
                        no_number[2][2] = {{NAN, .5}, {0, 1}}, good[2][2] = {{.5, .5}, {0, 1}};
    static const double money[2] = {1, 2}, endless[2] = {1, INFINITY}, no_money[2] = {NAN, 1};
    double values[2] = {7, 7};
    (void)state;
    REFUSED(loyalty_markov_value(0, *good, money, .1, FOR_EVER, values));
    REFUSED(loyalty_markov_value(1025, *good, money, .1, FOR_EVER, values));
    REFUSED(loyalty_markov_value(2, NULL, money, .1, FOR_EVER, values));
    REFUSED(loyalty_markov_value(2, *good, NULL, .1, FOR_EVER, values));
    REFUSED(loyalty_markov_value(2, *good, money, .1, FOR_EVER, NULL));
    REFUSED(loyalty_markov_value(2, *above, money, .1, FOR_EVER, values));
    REFUSED(loyalty_markov_value(2, *below, money, .1, 3, values));
    REFUSED(loyalty_markov_value(2, *no_number, money, .1, FOR_EVER, values));
    REFUSED(loyalty_markov_value(2, *good, endless, .1, FOR_EVER, values));
    REFUSED(loyalty_markov_value(2, *good, no_money, .1, FOR_EVER, values));
    REFUSED(loyalty_markov_value(2, *good, money, 0, FOR_EVER, values)); /* nothing that adds up */
    REFUSED(loyalty_markov_value(2, *good, money, -.1, 3, values));
    REFUSED(loyalty_markov_value(2, *good, money, NAN, 3, values));
    REFUSED(loyalty_markov_value(2, *good, money, INFINITY, 3, values));
    assert_near(values[0], 7, 0);
    assert_near(values[1], 7, 0);
}

static void values_too_large_for_a_double(void **state)
{
    static const double stays = 1, reward = 1e300;
    double value = 7;
    (void)state;
    assert_int_equal(loyalty_markov_value(1, &stays, &reward, 1e-10, FOR_EVER, &value), LOYALTY_E_RANGE);
    assert_int_equal(loyalty_markov_value(1, &stays, &(double){DBL_MAX}, 0, 1, &value), LOYALTY_E_RANGE);
    assert_near(value, 7, 0);
    OK(loyalty_markov_value(1, &stays, &reward, DBL_MAX, FOR_EVER, &value)); /* only the present counts */
    assert_near(value / 1e300, 1, 1e-15);
}

static void values_may_replace_rewards(void **state)
{
    double both[2] = {1, 2};
    static const double good[2][2] = {{.5, .5}, {0, 1}};
    (void)state;
    OK(loyalty_markov_value(2, *good, both, 0, 1, both));
    assert_near(both[0], 2.5, 0);
    assert_near(both[1], 4, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_example_for_ever),
        cmocka_unit_test(the_published_example_over_four_periods),
        cmocka_unit_test(long_horizons_approach_the_infinite_one),
        cmocka_unit_test(the_solution_solves),
        cmocka_unit_test(one_state),
        cmocka_unit_test(small_discounts_lose_nothing),
        cmocka_unit_test(rounded_rows),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(values_too_large_for_a_double),
        cmocka_unit_test(values_may_replace_rewards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
