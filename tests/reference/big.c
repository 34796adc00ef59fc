/* SPDX-License-Identifier: MIT */
/* Schoolbook arithmetic on whole numbers of any size. */
#include "big.h"

#include <stdio.h>
#include <stdlib.h>

static void need_limbs(int limbs)
{
    if (limbs > BIG_LIMBS) {
        fputs("reference: a number outgrew its limbs\n", stderr);
        abort();
    }
}

static void trim(struct big *number)
{
    while (number->used > 0 && number->limb[number->used - 1] == 0)
        number->used--;
    if (number->used == 0)
        number->sign = 0;
}

void big_set(struct big *number, wide value)
{
    unsigned_wide rest = value < 0 ? -(unsigned_wide)value : (unsigned_wide)value;
    number->sign = value < 0 ? -1 : value > 0;
    number->used = 0;
    for (; rest > 0; rest >>= 32)
        number->limb[number->used++] = (uint32_t)rest;
}

void big_multiply(struct big *product, const struct big *a, const struct big *b)
{
    need_limbs(a->used + b->used);
    product->sign = a->sign * b->sign;
    product->used = a->used + b->used;
    for (int i = 0; i < product->used; i++)
        product->limb[i] = 0;
    for (int i = 0; i < a->used; i++) {
        uint64_t carry = 0;
        for (int j = 0; j < b->used; j++) {
            carry += (uint64_t)a->limb[i] * b->limb[j] + product->limb[i + j];
            product->limb[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
        product->limb[i + b->used] = (uint32_t)carry;
    }
    trim(product);
}

static int compare_magnitudes(const struct big *a, const struct big *b)
{
    if (a->used != b->used)
        return a->used < b->used ? -1 : 1;
    for (int i = a->used - 1; i >= 0; i--)
        if (a->limb[i] != b->limb[i])
            return a->limb[i] < b->limb[i] ? -1 : 1;
    return 0;
}

int big_compare(const struct big *a, const struct big *b)
{
    if (a->sign != b->sign)
        return a->sign < b->sign ? -1 : 1;
    return a->sign * compare_magnitudes(a, b);
}

static void add_magnitudes(struct big *sum, const struct big *a, const struct big *b)
{
    uint64_t carry = 0;
    int longest = a->used > b->used ? a->used : b->used;
    need_limbs(longest + 1);
    for (int i = 0; i < longest; i++) {
        carry += (uint64_t)(i < a->used ? a->limb[i] : 0) + (i < b->used ? b->limb[i] : 0);
        sum->limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    sum->limb[longest] = (uint32_t)carry;
    sum->used = longest + 1;
}

/* The magnitude of a is not below that of b. */
static void subtract_magnitudes(struct big *difference, const struct big *a, const struct big *b)
{
    int64_t borrow = 0;
    for (int i = 0; i < a->used; i++) {
        int64_t limb = (int64_t)a->limb[i] - (i < b->used ? b->limb[i] : 0) - borrow;
        borrow = limb < 0;
        difference->limb[i] = (uint32_t)(limb + (borrow << 32));
    }
    difference->used = a->used;
}

void big_subtract(struct big *difference, const struct big *a, const struct big *b)
{
    if (a->sign != b->sign) {
        add_magnitudes(difference, a, b);
        difference->sign = a->sign != 0 ? a->sign : -b->sign;
    } else if (compare_magnitudes(a, b) >= 0) {
        subtract_magnitudes(difference, a, b);
        difference->sign = a->sign;
    } else {
        subtract_magnitudes(difference, b, a);
        difference->sign = -a->sign;
    }
    trim(difference);
}

static void double_and_add(struct big *number, unsigned bit)
{
    uint32_t carry = bit;
    need_limbs(number->used + 1);
    for (int i = 0; i < number->used; i++) {
        uint32_t high = number->limb[i] >> 31;
        number->limb[i] = number->limb[i] << 1 | carry;
        carry = high;
    }
    number->limb[number->used++] = carry;
    number->sign = 1;
    trim(number);
}

/* Long division of magnitudes, bit by bit. */
static void divide_magnitudes(struct big *quotient, struct big *remainder, const struct big *number,
                              const struct big *divisor)
{
    struct big left;
    big_set(quotient, 0);
    big_set(remainder, 0);
    for (int bit = number->used * 32 - 1; bit >= 0; bit--) {
        double_and_add(remainder, number->limb[bit / 32] >> (bit % 32) & 1);
        if (compare_magnitudes(remainder, divisor) >= 0) {
            subtract_magnitudes(&left, remainder, divisor);
            left.sign = 1;
            trim(&left);
            *remainder = left;
            double_and_add(quotient, 1);
        } else {
            double_and_add(quotient, 0);
        }
    }
}

void big_divide_down(struct big *quotient, const struct big *number, const struct big *divisor)
{
    struct big magnitude, remainder, one;
    divide_magnitudes(&magnitude, &remainder, number, divisor);
    if (magnitude.sign != 0)
        magnitude.sign = number->sign;
    if (number->sign < 0 && remainder.sign != 0) {
        big_set(&one, 1);
        big_subtract(quotient, &magnitude, &one);
    } else {
        *quotient = magnitude;
    }
}

void big_common_divisor(struct big *divisor, const struct big *a, const struct big *b)
{
    struct big larger = *b, smaller = *a, quotient, remainder;
    if (smaller.sign < 0)
        smaller.sign = 1;
    while (smaller.sign != 0) {
        divide_magnitudes(&quotient, &remainder, &larger, &smaller);
        larger = smaller;
        smaller = remainder;
    }
    *divisor = larger;
}

bool big_to_int64(const struct big *number, int64_t *value)
{
    wide magnitude = 0;
    if (number->used > 2)
        return false;
    for (int i = number->used - 1; i >= 0; i--)
        magnitude = magnitude << 32 | number->limb[i];
    magnitude *= number->sign;
    if (magnitude < INT64_MIN || magnitude > INT64_MAX)
        return false;
    *value = (int64_t)magnitude;
    return true;
}
