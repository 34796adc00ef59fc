/* SPDX-License-Identifier: MIT */
/* Short ways to build the tables of the fuzz targets. */
#ifndef FUZZ_TABLE_PARTS_H
#define FUZZ_TABLE_PARTS_H

#include "fuzz.h"

enum { ACCEPT_LATE = 20, FIRST_DAY = 19700 };

/* Begins a table that accepts events ACCEPT_LATE days late. Frees the options. */
loyalty_builder *begin_table(loyalty_options *options, const char *name);
/* Builds the program and frees the builder. */
loyalty_program *end_table(loyalty_builder *b);
/* Adds a metric of one or two operands; `two` and `within` may be NULL. */
void add_metric(loyalty_builder *b, const char *name, int32_t type, const char *one, const char *two,
                const char *within);
/* Adds a metric of kinds, as many as are not NULL; the rest of it comes from `definition`. */
void add_kinds(loyalty_builder *b, const char *name, loyalty_metric_definition definition, const char *one,
               const char *two, const char *three);
void add_rung(loyalty_builder *b, const char *name, const char *hold, const char *grace, int32_t fall);
/* Adds r0, r1 and r2, over the metrics week, since, spend and days. */
void add_low_rungs(loyalty_builder *b);

#endif
