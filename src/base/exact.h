/* SPDX-License-Identifier: MIT */
/*
 * Exact arithmetic beyond 64 bits. Nearly every number of a real customer fits in 64 bits; these are for the
 * ones that do not, so that no sum, mean or share is ever rounded.
 */
#ifndef LOYALTY_BASE_EXACT_H
#define LOYALTY_BASE_EXACT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A share of shares of means, LOYALTY_SHARE_DEPTH_MAX deep, over sums of 93 bits (2^63 a day, all days of
 * 9999 years, all kinds), compared with a 64-bit number, needs under 1,700 bits.
 */
enum { WIDE_LIMBS = 56 };

struct wide {
    int32_t negative;           /* 0 for zero */
    uint32_t limbs[WIDE_LIMBS]; /* the lowest first */
};

/* 1 and *result where the result fits in 64 bits, otherwise 0. */
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

/* base + a·b, where that fits in 64 bits even if a·b alone does not. */
bool exact_add_product(int64_t base, int64_t a, int64_t b, int64_t *result);

void wide_set(struct wide *to, int64_t value);
void wide_add(struct wide *to, const struct wide *value);
void wide_subtract(struct wide *to, const struct wide *value);
/* `to` must not be a or b. */
void wide_multiply(struct wide *to, const struct wide *a, const struct wide *b);
/* -1, 0 or 1. */
int wide_compare(const struct wide *a, const struct wide *b);
int wide_sign(const struct wide *a);
/* 1 and *value where it fits. */
bool wide_get(const struct wide *a, int64_t *value);
/* num ÷ den rounded down, cut to 64 bits; den > 0. */
int64_t wide_floor(const struct wide *num, const struct wide *den);
/* Lowest terms; den > 0. */
void wide_reduce(struct wide *num, struct wide *den);

#endif
