/* SPDX-License-Identifier: MIT */
#ifndef REFERENCE_BIG_H
#define REFERENCE_BIG_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Whole numbers of any size that a rule table can lead to, in schoolbook arithmetic. Four shares nested over means of
 * 64-bit sums need some 1,400 bits; a number that outgrows the limbs ends the program.
 */
enum { BIG_LIMBS = 64 };

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 unsigned_wide;

struct big {
    int sign;                 /* -1, 0 or 1 */
    int used;                 /* limbs in use, the highest not 0; 0 for zero */
    uint32_t limb[BIG_LIMBS]; /* magnitude, the lowest first */
};

void big_set(struct big *number, wide value);
/* `product` must be neither operand. */
void big_multiply(struct big *product, const struct big *a, const struct big *b);
/* -1, 0 or 1 as a is less than, equal to or more than b. */
int big_compare(const struct big *a, const struct big *b);
/* `difference` must be neither operand. */
void big_subtract(struct big *difference, const struct big *a, const struct big *b);
/* Rounds down; `divisor` is above zero. `quotient` must be neither operand. */
void big_divide_down(struct big *quotient, const struct big *number, const struct big *divisor);
/* Greatest common divisor of the magnitude of a, and b above zero. */
void big_common_divisor(struct big *divisor, const struct big *a, const struct big *b);
/* False where the number does not fit. */
bool big_to_int64(const struct big *number, int64_t *value);

#endif
