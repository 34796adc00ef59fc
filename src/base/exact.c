/* SPDX-License-Identifier: MIT */
/* Numbers beyond 64 bits: as many limbs as a share of shares needs. */
#include "base/exact.h"

#include <assert.h>
#include <string.h>

bool exact_add_product(int64_t base, int64_t a, int64_t b, int64_t *result)
{
    int64_t product;
    if (exact_mul(a, b, &product) && exact_add(base, product, result))
        return true;
    struct wide sum, x, y, wide_product;
    wide_set(&sum, base);
    wide_set(&x, a);
    wide_set(&y, b);
    wide_multiply(&wide_product, &x, &y);
    wide_add(&sum, &wide_product);
    return wide_get(&sum, result);
}

static int magnitude_compare(const struct wide *a, const struct wide *b)
{
    for (int i = WIDE_LIMBS - 1; i >= 0; i--)
        if (a->limbs[i] != b->limbs[i])
            return a->limbs[i] < b->limbs[i] ? -1 : 1;
    return 0;
}

static void magnitude_add(struct wide *to, const struct wide *value)
{
    uint64_t carry = 0;
    for (int i = 0; i < WIDE_LIMBS; i++) {
        carry += (uint64_t)to->limbs[i] + value->limbs[i];
        to->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    assert(carry == 0);
}

/* Sets `to` to large − small; large ≥ small. */
static void magnitude_subtract(struct wide *to, const struct wide *large, const struct wide *small)
{
    uint64_t borrow = 0;
    for (int i = 0; i < WIDE_LIMBS; i++) {
        uint64_t difference = (uint64_t)large->limbs[i] - small->limbs[i] - borrow;
        to->limbs[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
    assert(borrow == 0);
}

static void magnitude_halve(struct wide *a)
{
    for (int i = 0; i < WIDE_LIMBS; i++)
        a->limbs[i] = a->limbs[i] >> 1 | (i + 1 < WIDE_LIMBS ? a->limbs[i + 1] << 31 : 0);
}

static bool wide_is_zero(const struct wide *a)
{
    for (int i = 0; i < WIDE_LIMBS; i++)
        if (a->limbs[i])
            return false;
    return true;
}

void wide_set(struct wide *to, int64_t value)
{
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    memset(to, 0, sizeof *to);
    to->negative = value < 0;
    to->limbs[0] = (uint32_t)magnitude;
    to->limbs[1] = (uint32_t)(magnitude >> 32);
}

void wide_set_sum(struct wide *to, const struct sum *sum)
{
    uint64_t low = sum->low, high = (uint64_t)sum->high;
    memset(to, 0, sizeof *to);
    to->negative = sum->high < 0;
    if (to->negative) {
        low = 0 - low;
        high = ~high + (low == 0);
    }
    to->limbs[0] = (uint32_t)low;
    to->limbs[1] = (uint32_t)(low >> 32);
    to->limbs[2] = (uint32_t)high;
    to->limbs[3] = (uint32_t)(high >> 32);
}

void wide_add(struct wide *to, const struct wide *value)
{
    if (to->negative == value->negative) {
        magnitude_add(to, value);
    } else if (magnitude_compare(to, value) >= 0) {
        magnitude_subtract(to, to, value);
    } else {
        magnitude_subtract(to, value, to);
        to->negative = value->negative;
    }
    if (wide_is_zero(to))
        to->negative = 0;
}

void wide_subtract(struct wide *to, const struct wide *value)
{
    struct wide negated = *value;
    negated.negative = !negated.negative && !wide_is_zero(value);
    wide_add(to, &negated);
}

void wide_multiply(struct wide *to, const struct wide *a, const struct wide *b)
{
    memset(to, 0, sizeof *to);
    for (int i = 0; i < WIDE_LIMBS; i++) {
        uint64_t carry = 0;
        if (a->limbs[i] == 0)
            continue;
        for (int j = 0; i + j < WIDE_LIMBS; j++) {
            carry += (uint64_t)a->limbs[i] * b->limbs[j] + to->limbs[i + j];
            to->limbs[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
        assert(carry == 0);
    }
    to->negative = a->negative != b->negative && !wide_is_zero(to);
}

int wide_sign(const struct wide *a)
{
    return wide_is_zero(a) ? 0 : a->negative ? -1 : 1;
}

int wide_compare(const struct wide *a, const struct wide *b)
{
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    int order = magnitude_compare(a, b);
    return a->negative ? -order : order;
}

bool wide_get(const struct wide *a, int64_t *value)
{
    for (int i = 2; i < WIDE_LIMBS; i++)
        if (a->limbs[i])
            return false;
    uint64_t magnitude = (uint64_t)a->limbs[1] << 32 | a->limbs[0];
    if (magnitude > (uint64_t)INT64_MAX + (uint64_t)a->negative)
        return false;
    *value = a->negative ? -(int64_t)(magnitude - 1) - 1 : (int64_t)magnitude;
    return true;
}

/* Returns whether q·den ≤ num. */
static bool wide_at_most(int64_t q, const struct wide *num, const struct wide *den)
{
    struct wide wide_q, product;
    wide_set(&wide_q, q);
    wide_multiply(&product, &wide_q, den);
    return wide_compare(&product, num) <= 0;
}

int64_t wide_floor(const struct wide *num, const struct wide *den)
{
    int64_t low = INT64_MIN, high = INT64_MAX;
    while (low < high) { /* low to high contains the largest q with q·den ≤ num */
        uint64_t span = (uint64_t)high - (uint64_t)low;
        int64_t middle = (int64_t)((uint64_t)low + span / 2 + span % 2);
        if (wide_at_most(middle, num, den))
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static bool wide_is_even(const struct wide *a)
{
    return (a->limbs[0] & 1) == 0;
}

/* Divides a by b, by long division, bit by bit. b > 0, and divides a without remainder. */
static void wide_divide(struct wide *a, const struct wide *b)
{
    struct wide quotient, rest;
    wide_set(&quotient, 0);
    wide_set(&rest, 0);
    for (int bit = WIDE_LIMBS * 32 - 1; bit >= 0; bit--) {
        for (int i = WIDE_LIMBS - 1; i > 0; i--)
            rest.limbs[i] = rest.limbs[i] << 1 | rest.limbs[i - 1] >> 31;
        rest.limbs[0] = rest.limbs[0] << 1 | (a->limbs[bit / 32] >> (bit % 32) & 1);
        if (magnitude_compare(&rest, b) >= 0) {
            magnitude_subtract(&rest, &rest, b);
            quotient.limbs[bit / 32] |= UINT32_C(1) << (bit % 32);
        }
    }
    quotient.negative = a->negative;
    *a = quotient;
}

void wide_reduce(struct wide *num, struct wide *den)
{
    if (wide_is_zero(num)) {
        wide_set(den, 1);
        return;
    }
    struct wide a = *num, b = *den; /* binary greatest common divisor; common factors of two are removed first */
    a.negative = 0;
    while (wide_is_even(&a) && wide_is_even(&b)) {
        magnitude_halve(&a);
        magnitude_halve(&b);
        magnitude_halve(num);
        magnitude_halve(den);
    }
    while (!wide_is_zero(&a)) {
        while (wide_is_even(&a))
            magnitude_halve(&a);
        while (wide_is_even(&b))
            magnitude_halve(&b);
        if (magnitude_compare(&a, &b) >= 0)
            magnitude_subtract(&a, &a, &b);
        else
            magnitude_subtract(&b, &b, &a);
    }
    wide_divide(num, &b);
    wide_divide(den, &b);
}
