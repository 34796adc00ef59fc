/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_CALLS_ANSWERS_H
#define FUZZ_CALLS_ANSWERS_H

#include <loyalty/loyalty.h>

/* A digest of the answers of a customer, but for the gaps; the outlook included. */
uint64_t answers_digest(const loyalty_customer *customer);

/* Ends the process where two customers of one program do not answer the same. */
void answers_compare(const loyalty_customer *one, const loyalty_customer *two);

#endif
