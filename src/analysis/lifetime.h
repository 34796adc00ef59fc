/* SPDX-License-Identifier: MIT */
/* Computes the value of a Markov chain's states, as loyalty_markov_value() defines it. */
#ifndef LOYALTY_ANALYSIS_LIFETIME_H
#define LOYALTY_ANALYSIS_LIFETIME_H

#include "base/memory.h"
#include "loyalty/analysis.h"

int32_t lifetime_value(const loyalty_allocator *allocator, uint32_t states, const double *transitions,
                       const double *rewards, double discount, uint32_t periods, double *values);

#endif
