/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_RUNNER_H
#define PROPERTIES_RUNNER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mismatch.h"
#include "scenario.h"

/*
 * Something that must be true of every table and log. It holds, or has said why not with mismatch(). It takes all its
 * chance from `random`, so that a case can be played again.
 */
typedef bool property(const struct scenario *scenario, struct random *random);

struct plan {
    property *holds;
    struct wishes wishes;
    int cases;
};

/*
 * A cmocka test whose state is a struct plan. Environment: LOYALTY_SEED, a number, chooses other cases; LOYALTY_CASES
 * how many of each property; LOYALTY_CASE plays one alone. The first case that fails is cut down to as few events as
 * still fail, and printed with seed and number.
 */
void run_plan(void **state);

/* The seed and number of cases in force, for tests that make their own scenarios. */
uint64_t runner_seed(void);
int runner_cases(int otherwise);

#define PROPERTY(plan)                                                                                                 \
    {                                                                                                                  \
#plan, run_plan, NULL, NULL, &(plan)                                                                           \
    }

#endif
