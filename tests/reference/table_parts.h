/* SPDX-License-Identifier: MIT */
#ifndef REFERENCE_TABLE_PARTS_H
#define REFERENCE_TABLE_PARTS_H

#include <jansson.h>

#include "reference.h"

/* The parts of reading a table. All end the program at what they do not expect. */

_Noreturn void table_stop(const char *why, const char *what);
/* Ends the program if there is no memory. */
void *table_zeroed(size_t count, size_t size);
/* A "note" beside the names of kinds, metrics or segmentations is text, where those are objects or lists. */
bool table_is_note(const json_t *body);
int table_metric_named(const struct ref_table *table, const char *name);
int table_rung_named(const struct ref_table *table, const char *name);

/* "30d" or "6m"; 0 days if there is no text. */
struct ref_span table_span(const json_t *text);
/* "week", "month", "quarter" or "year"; REF_DAY for any other text, or none. */
enum ref_period table_period(const char *text);
/* "MM-DD"; 1 January if there is no text. */
struct ref_day_of_year table_day_of_year(const char *text);

void table_metrics(struct ref_table *table, json_t *metrics);
/* Without alternatives if there are no conditions. */
struct ref_rule *table_rule(const struct ref_table *table, json_t *conditions);
/* The rungs, and `out` and `review` beside them. */
void table_ladder(struct ref_table *table, json_t *json);

#endif
