/* SPDX-License-Identifier: MIT */
#ifndef REFERENCE_FIXTURE_H
#define REFERENCE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reference.h"

/* An empty log over a table written with ' for ". */
struct ref_log log_of(const char *table);
/* Frees the log and its table. */
void end(struct ref_log *log);
/* The number of a day written YYYY-MM-DD. */
int day(const char *text);
void add(struct ref_log *log, const char *kind, int date, int64_t value, int count);
/* All transitions up to a day, as "01-05 0>1, 01-15 1>0": month, day, and the indexes of the rungs. */
void assert_moves(const struct ref_log *log, const char *last, const char *expected);
struct ref_standing standing(const struct ref_log *log, const char *date);

#endif
