/* SPDX-License-Identifier: MIT */
/*
 * Exact arithmetic beyond 64 bits. Nearly every number of a real customer fits in 64 bits; this is for those that do
 * not, so that no sum, mean or share is ever rounded.
 */
#ifndef LOYALTY_BASE_EXACT_H
#define LOYALTY_BASE_EXACT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The largest number comes from comparing a share of shares of means, LOYALTY_SHARE_DEPTH_MAX deep, with a 64-bit
 * number. Its sums have 113 bits (2^63 a day, all days of 9999 years, all kinds, weights of 2^20), and it needs under
 * 1,770 bits.
 */
enum { WIDE_LIMBS = 56 };

struct wide {
    int32_t negative;           /* 0 for zero */
    uint32_t limbs[WIDE_LIMBS]; /* the magnitude, lowest limb first */
};

/* exact_…: each returns true and sets `*result` if the result fits in 64 bits, and returns false otherwise. */
static inline bool exact_mul(int64_t a, int64_t b, int64_t *result)
{
    return !__builtin_mul_overflow(a, b, result);
}

static inline bool exact_add(int64_t a, int64_t b, int64_t *result)
{
    return !__builtin_add_overflow(a, b, result);
}

static inline bool exact_subtract(int64_t a, int64_t b, int64_t *result)
{
    return !__builtin_sub_overflow(a, b, result);
}

/* base + a·b, which may fit even if a·b alone does not. */
bool exact_add_product(int64_t base, int64_t a, int64_t b, int64_t *result);

/* A sum of 64-bit numbers, in 128 bits. A sum of all zeros is 0. */
struct sum {
    uint64_t low;
    int64_t high;
};

static inline void sum_add(struct sum *sum, int64_t value)
{
    sum->low += (uint64_t)value;
    sum->high += (value < 0 ? -1 : 0) + (sum->low < (uint64_t)value);
}

static inline void sum_add_sum(struct sum *sum, const struct sum *other)
{
    sum->low += other->low;
    sum->high += other->high + (sum->low < other->low);
}

/* Returns true and sets `*value` if the sum fits in 64 bits. */
static inline bool sum_get(const struct sum *sum, int64_t *value)
{
    *value = (int64_t)sum->low;
    return sum->high == (*value < 0 ? -1 : 0);
}

static inline bool sum_is_positive(const struct sum *sum)
{
    return sum->high > 0 || (sum->high == 0 && sum->low > 0);
}

void wide_set(struct wide *to, int64_t value);
void wide_set_sum(struct wide *to, const struct sum *sum);
void wide_add(struct wide *to, const struct wide *value);
void wide_subtract(struct wide *to, const struct wide *value);
/* Sets `to` to a·b. `to` must be neither `a` nor `b`. */
void wide_multiply(struct wide *to, const struct wide *a, const struct wide *b);
/* Both return -1, 0 or 1. */
int wide_compare(const struct wide *a, const struct wide *b);
int wide_sign(const struct wide *a);
/* Returns true and sets `*value` if the number fits in 64 bits. */
bool wide_get(const struct wide *a, int64_t *value);
/* Returns num ÷ den, rounded down and clamped to the range of int64_t; den > 0. */
int64_t wide_floor(const struct wide *num, const struct wide *den);
/* Reduces num/den to lowest terms; den > 0. */
void wide_reduce(struct wide *num, struct wide *den);

#endif
