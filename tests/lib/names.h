/* SPDX-License-Identifier: MIT */
/* Names of the public constants, for messages and for tables made by a test. */
#ifndef TESTS_NAMES_H
#define TESTS_NAMES_H

#include <stdint.h>

enum { OPERATORS = 6, FALLS = 3 };

/* The names that a rule table uses, indexed by LOYALTY_OP_… and LOYALTY_FALL_…. */
extern const char *const operator_names[OPERATORS];
extern const char *const fall_names[FALLS];

/* Returns "OK", the part of the name after LOYALTY_E_, or "not a status". */
const char *status_name(int32_t status);

#endif
