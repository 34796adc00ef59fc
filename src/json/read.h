/* SPDX-License-Identifier: MIT */
/* Reads a rule table in JSON into a draft. Reports values that are wrong; the compiler reports what is missing. */
#ifndef LOYALTY_JSON_READ_H
#define LOYALTY_JSON_READ_H

#include "table/draft.h"
#include "json/value.h"

struct reader {
    loyalty_builder *builder;
    struct findings *findings;
    int32_t status; /* LOYALTY_E_MEMORY once memory ran out */
};

/* Reads the value into the draft (table.c). */
void json_read_table(struct reader *reader, const struct json *table);

/* Reads the metrics into the draft (metric.c). */
void json_read_metrics(struct reader *reader, const struct json *metrics);
/* Reads the labels of a thing (table.c). */
void json_read_labels(struct reader *reader, const struct json *of, struct draft_thing *thing);

/* Reads a list of conditions, or of lists of them, into `rule` (rule.c). */
void json_read_rule(struct reader *reader, const struct json *value, struct draft_rule *rule);

#endif
