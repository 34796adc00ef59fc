/* SPDX-License-Identifier: MIT */
/* A spread of any 64-bit values, against sorting them. */
#include "analysis/spread.h"

#include <stdlib.h>

#include "random.h"
#include "support.h"

enum { VALUES = 600, ROUNDS = 200 };

static const loyalty_allocator *standard(void)
{
    static loyalty_allocator allocator;
    OK(memory_allocator(NULL, &allocator));
    return &allocator;
}

/* Values that differ in any byte, in either sign, at the edges, or not at all. */
static int64_t any(struct random *random)
{
    static const int64_t edges[] = {0, 1, -1, 255, 256, -256, -257, INT64_MIN, INT64_MIN + 1, INT64_MAX, INT64_MAX - 1};
    switch (random_int(random, 0, 3)) {
    case 0:
        return edges[random_int(random, 0, (int)LENGTH(edges) - 1)];
    case 1:
        return random_between(random, -300, 300);
    case 2:
        return (int64_t)((uint64_t)random_int(random, 0, 400) << random_int(random, 0, 63));
    default:
        return (int64_t)random_bits(random);
    }
}

static int order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void add_one(struct spread *spread, int64_t value)
{
    OK(spread_reserve(spread, standard(), 1));
    spread_add(spread, value, 1);
}

static void quantiles_are_those_of_sorted_values(void **state)
{
    static int64_t values[VALUES];
    struct random random = {7};
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct spread halves[2] = {{.capacity = 0}, {.capacity = 0}};
        const int count = random_int(&random, 1, VALUES);
        for (int i = 0; i < count; i++)
            add_one(&halves[i % 2], values[i] = any(&random));
        OK(spread_reserve(&halves[0], standard(), halves[1].used));
        spread_merge(&halves[0], &halves[1]);
        qsort(values, (size_t)count, sizeof *values, order);
        assert_int_equal(halves[0].customers, count);
        for (int rank = 1; rank <= count; rank++) {
            int64_t value = 0;
            OK(spread_quantile(&halves[0], (uint32_t)rank, (uint32_t)count, &value));
            assert_true(value == values[rank - 1]);
        }
        for (int i = 0; i < 2; i++)
            spread_free(&halves[i], standard());
    }
}

static void nobody_has_no_quantile(void **state)
{
    struct spread spread = {.capacity = 0};
    int64_t value = 7;
    (void)state;
    assert_int_equal(spread_quantile(&spread, 1, 2, &value), LOYALTY_E_ABSENT);
    OK(spread_reserve(&spread, standard(), 20));
    assert_int_equal(spread_quantile(&spread, 1, 2, &value), LOYALTY_E_ABSENT);
    assert_int_equal(value, 7);
    spread_free(&spread, standard());
}

/* More customers than 32 bits count, of which each fraction is exact. */
static void many_customers_of_few_values(void **state)
{
    struct spread spread = {.capacity = 0};
    int64_t value = 0;
    (void)state;
    OK(spread_reserve(&spread, standard(), 2));
    spread_add(&spread, -5, UINT64_C(1) << 61);
    spread_add(&spread, 5, (UINT64_C(1) << 61) + 1);
    OK(spread_quantile(&spread, 1, 2, &value)); /* rank 2^61 + 1/2, rounded up */
    assert_int_equal(value, 5);
    spread_add(&spread, -5, 1);
    OK(spread_quantile(&spread, 1, 2, &value));
    assert_int_equal(value, -5);
    OK(spread_quantile(&spread, UINT32_MAX / 2 + 1, UINT32_MAX, &value)); /* just above a half */
    assert_int_equal(value, 5);
    spread_free(&spread, standard());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_sorted_values),
        cmocka_unit_test(nobody_has_no_quantile),
        cmocka_unit_test(many_customers_of_few_values),
    };
    return cmocka_run_group_tests_name("spread", tests, NULL, NULL);
}
