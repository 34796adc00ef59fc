/* SPDX-License-Identifier: MIT */
/* The arithmetic beyond 64 bits, against the compiler's 128 bits and, beyond those, against identities. */
#include <string.h>

#include "base/exact.h"
#include "random.h"
#include "support.h"

enum { ROUNDS = 20000 };

__extension__ typedef __int128 int128;

/* splitmix64 (Steele, Lea, Flood 2014), with edges and small numbers more often than chance has them. */
static struct random dice = {1};

static int64_t any(void)
{
    static const int64_t edges[] = {0,
                                    1,
                                    -1,
                                    2,
                                    INT64_MAX,
                                    INT64_MIN,
                                    INT64_MIN + 1,
                                    UINT32_MAX,
                                    INT64_C(1) << 32,
                                    -(INT64_C(1) << 32),
                                    INT32_MIN,
                                    INT32_MAX};
    uint64_t z = random_bits(&dice);
    if (z % 4 == 0)
        return edges[random_bits(&dice) % LENGTH(edges)];
    return (int64_t)random_bits(&dice) >> (z >> 8) % 64;
}

static int64_t positive(void)
{
    int64_t value;
    do
        value = any();
    while (value <= 0);
    return value;
}

static bool fits(int128 value)
{
    return value >= INT64_MIN && value <= INT64_MAX;
}

static struct wide wide_of(int64_t value)
{
    struct wide wide;
    wide_set(&wide, value);
    return wide;
}

static struct wide product(const struct wide *a, const struct wide *b)
{
    struct wide result;
    memset(&result, 0xA5, sizeof result);
    wide_multiply(&result, a, b);
    return result;
}

static int sign128(int128 value)
{
    return value < 0 ? -1 : value > 0;
}

static void sums_that_fit_are_told_from_those_that_do_not(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        int64_t a = any(), b = any(), c = any(), result = 77;
        assert_int_equal(exact_add(a, b, &result), fits((int128)a + b));
        assert_int_equal(exact_subtract(a, b, &result), fits((int128)a - b));
        assert_int_equal(exact_mul(a, b, &result), fits((int128)a * b));
        int128 exact = (int128)a * b; /* with c it may leave 128 bits by no means: |a·b| ≤ 2^126 */
        int done = exact_add_product(c, a, b, &result);
        assert_int_equal(done, fits(exact + c));
        if (done)
            assert_true(result == exact + c);
    }
}

static void setting_and_getting(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        int64_t value = any(), back = ~value;
        struct wide wide = wide_of(value);
        assert_true(wide_get(&wide, &back));
        assert_true(back == value);
        assert_int_equal(wide_sign(&wide), sign128(value));
    }
}

static void sums_products_and_order(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        int64_t a = any(), b = any(), c = any(), back = 77;
        struct wide wa = wide_of(a), wb = wide_of(b), wc = wide_of(c), sum = wa, difference = wa;
        wide_add(&sum, &wb);
        wide_subtract(&difference, &wb);
        assert_int_equal(wide_get(&sum, &back), fits((int128)a + b));
        if (fits((int128)a + b))
            assert_true(back == a + b);
        assert_int_equal(wide_get(&difference, &back), fits((int128)a - b));
        if (fits((int128)a - b))
            assert_true(back == a - b);
        assert_int_equal(wide_sign(&difference), sign128((int128)a - b));
        struct wide ab = product(&wa, &wb), expected = ab;
        assert_int_equal(wide_sign(&ab), sign128((int128)a * b));
        assert_int_equal(wide_get(&ab, &back), fits((int128)a * b));
        assert_int_equal(wide_compare(&ab, &wc), sign128((int128)a * b - c));
        assert_int_equal(wide_compare(&wc, &ab), -sign128((int128)a * b - c));
        wide_add(&expected, &wc); /* a·b + c − c */
        wide_subtract(&expected, &wc);
        assert_int_equal(wide_compare(&expected, &ab), 0);
        wide_subtract(&expected, &ab);
        assert_int_equal(wide_sign(&expected), 0);
        assert_int_equal(expected.negative, 0);
    }
}

/* (x + y)·z = x·z + y·z and (x + y)·(x − y) = x² − y², hundreds of bits wide. */
static void identities_of_large_numbers(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS / 10; i++) {
        struct wide x = wide_of(any()), y = wide_of(any()), z = wide_of(any());
        for (uint64_t n = random_bits(&dice) % 6; n > 0; n--) {
            struct wide more = wide_of(any());
            x = product(&x, &more);
            wide_add(&x, &y);
            y = product(&y, &z);
        }
        struct wide sum = x, difference = x;
        wide_add(&sum, &y);
        wide_subtract(&difference, &y);
        struct wide left = product(&sum, &z), right = product(&x, &z), yz = product(&y, &z);
        wide_add(&right, &yz);
        assert_int_equal(wide_compare(&left, &right), 0);
        left = product(&sum, &difference);
        right = product(&x, &x);
        struct wide yy = product(&y, &y);
        wide_subtract(&right, &yy);
        assert_int_equal(wide_compare(&left, &right), 0);
        assert_int_equal(wide_compare(&x, &y), wide_sign(&difference));
    }
}

/* As wide as the numbers of the deepest share can be: no limb may be lost. */
static void the_widest_number_is_kept(void **state)
{
    struct wide power = wide_of(1), two = wide_of(2), half = wide_of(1);
    (void)state;
    for (int bit = 0; bit < WIDE_LIMBS * 32 - 1; bit++) {
        half = power;
        power = product(&power, &two);
    }
    struct wide again = half;
    wide_add(&again, &half);
    assert_int_equal(wide_compare(&again, &power), 0);
    assert_int_equal(power.limbs[WIDE_LIMBS - 1], UINT32_C(1) << 31);
    struct wide minus = wide_of(-1), negative = product(&power, &minus);
    assert_int_equal(wide_sign(&negative), -1);
    assert_int_equal(wide_compare(&negative, &power), -1);
    wide_add(&negative, &power);
    assert_int_equal(wide_sign(&negative), 0);
}

static int64_t floor_div(int128 num, int64_t den)
{
    int128 quotient = num / den - (num % den < 0);
    return quotient > INT64_MAX ? INT64_MAX : quotient < INT64_MIN ? INT64_MIN : (int64_t)quotient;
}

static void floors(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS / 5; i++) {
        int64_t a = any(), b = any(), den = positive();
        struct wide wa = wide_of(a), wb = wide_of(b), wide_den = wide_of(den), num = product(&wa, &wb);
        assert_true(wide_floor(&num, &wide_den) == floor_div((int128)a * b, den));
        assert_true(wide_floor(&wa, &wide_den) == floor_div(a, den));
    }
    /* Beyond: cut. */
    struct wide huge = wide_of(INT64_MAX), more = product(&huge, &huge), even_more = product(&more, &huge),
                one = wide_of(1);
    assert_true(wide_floor(&even_more, &one) == INT64_MAX);
    assert_true(wide_floor(&even_more, &more) == INT64_MAX);
    struct wide minus = wide_of(-1), below = product(&even_more, &minus);
    assert_true(wide_floor(&below, &one) == INT64_MIN);
    assert_true(wide_floor(&below, &more) == -INT64_MAX);
    assert_true(wide_floor(&minus, &more) == -1);
    assert_true(wide_floor(&one, &more) == 0);
}

static int64_t gcd(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

static void reducing(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS / 20; i++) {
        int64_t a = any(), b = positive(), back;
        if (a == INT64_MIN)
            continue;
        struct wide num = wide_of(a), den = wide_of(b);
        wide_reduce(&num, &den);
        assert_true(wide_get(&num, &back) && back == a / gcd(a, b));
        assert_true(wide_get(&den, &back) && back == b / gcd(a, b));
        /* The same after both were multiplied by something large. */
        struct wide x = wide_of(positive()), y = wide_of(positive()), factor = product(&x, &y);
        struct wide wa = wide_of(a), wb = wide_of(b);
        factor = product(&factor, &factor);
        num = product(&wa, &factor);
        den = product(&wb, &factor);
        wide_reduce(&num, &den);
        assert_true(wide_get(&num, &back) && back == a / gcd(a, b));
        assert_true(wide_get(&den, &back) && back == b / gcd(a, b));
    }
}

static void reducing_zero_gives_nothing_over_one(void **state)
{
    struct wide num = wide_of(0), den = wide_of(INT64_MAX);
    int64_t back;
    (void)state;
    wide_reduce(&num, &den);
    assert_int_equal(wide_sign(&num), 0);
    assert_true(wide_get(&den, &back) && back == 1);
}

/* Sums of many numbers, whose running totals pass through all of 64 bits and leave them. */
static void sums_in_128_bits(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS / 20; i++) {
        struct sum sum = {0, 0};
        int128 exact = 0;
        struct wide added = wide_of(0), wide, one;
        for (uint64_t n = random_bits(&dice) % 40; n > 0; n--) {
            int64_t value = any();
            sum_add(&sum, value);
            exact += value;
            one = wide_of(value);
            wide_add(&added, &one);
            assert_true(sum.low == (uint64_t)exact && sum.high == (int64_t)(exact >> 64));
            assert_int_equal(sum_is_positive(&sum), exact > 0);
        }
        memset(&wide, 0xA5, sizeof wide);
        wide_set_sum(&wide, &sum);
        assert_memory_equal(&wide, &added, sizeof wide);
        assert_int_equal(wide_sign(&wide), sign128(exact));
    }
}

/* One value as often as a log has words, and taken away again. */
static void check_repeated_sum(int64_t value)
{
    enum { TIMES = 10000 };
    struct sum sum = {0, 0};
    struct wide wide, times = wide_of(TIMES), factor = wide_of(value), expected = product(&times, &factor);
    for (int i = 0; i < TIMES; i++)
        sum_add(&sum, value);
    wide_set_sum(&wide, &sum);
    assert_int_equal(wide_compare(&wide, &expected), 0);
    assert_int_equal(sum_is_positive(&sum), value > 0);
    for (int i = 0; i < TIMES; i++)
        sum_add(&sum, -(value / 2));
    for (int i = 0; i < TIMES; i++)
        sum_add(&sum, value / 2 - value);
    wide_set_sum(&wide, &sum);
    assert_true(sum.low == 0 && sum.high == 0);
    assert_int_equal(wide.negative, 0);
    assert_int_equal(wide_sign(&wide), 0);
    assert_false(sum_is_positive(&sum));
}

static void sums_at_the_limits_of_64_bits(void **state)
{
    static const int64_t values[] = {INT64_MAX, INT64_MIN, INT64_MIN + 1, INT64_MAX - 1, -1, 0, 1, UINT32_MAX};
    (void)state;
    for (size_t i = 0; i < LENGTH(values); i++)
        check_repeated_sum(values[i]);
}

/* Where the lower half is 0, or the upper one, and at both ends of 128 bits. */
static void sums_of_any_halves(void **state)
{
    static const struct sum sums[] = {{0, 0},  {1, 0},  {0, 1},           {UINT64_MAX, 0}, {UINT64_MAX, INT64_MAX},
                                      {0, -1}, {1, -1}, {UINT64_MAX, -1}, {0, INT64_MIN},  {UINT64_MAX, INT64_MIN}};
    struct wide two_32 = wide_of(INT64_C(1) << 32), two_64 = product(&two_32, &two_32);
    (void)state;
    for (size_t i = 0; i < LENGTH(sums); i++) {
        struct wide wide, low_half = wide_of((int64_t)(sums[i].low >> 32)),
                          low = wide_of((int64_t)(uint32_t)sums[i].low), high = wide_of(sums[i].high),
                          expected = product(&high, &two_64);
        low_half = product(&low_half, &two_32);
        wide_add(&expected, &low_half);
        wide_add(&expected, &low);
        wide_set_sum(&wide, &sums[i]);
        assert_memory_equal(&wide, &expected, sizeof wide);
        assert_int_equal(sum_is_positive(&sums[i]), wide_sign(&expected) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_that_fit_are_told_from_those_that_do_not),
        cmocka_unit_test(setting_and_getting),
        cmocka_unit_test(sums_products_and_order),
        cmocka_unit_test(identities_of_large_numbers),
        cmocka_unit_test(the_widest_number_is_kept),
        cmocka_unit_test(floors),
        cmocka_unit_test(reducing),
        cmocka_unit_test(reducing_zero_gives_nothing_over_one),
        cmocka_unit_test(sums_in_128_bits),
        cmocka_unit_test(sums_at_the_limits_of_64_bits),
        cmocka_unit_test(sums_of_any_halves),
    };
    return cmocka_run_group_tests_name("exact arithmetic", tests, NULL, NULL);
}
