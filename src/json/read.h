/* SPDX-License-Identifier: MIT */
/* A rule table in JSON, read into a draft: what stands there and is wrong is reported, what is missing is not. */
#ifndef LOYALTY_JSON_READ_H
#define LOYALTY_JSON_READ_H

#include "table/draft.h"
#include "json/value.h"

struct reader {
    loyalty_builder *builder;
    struct findings *findings;
    int32_t status; /* LOYALTY_E_MEMORY once memory ran out */
};

/* table.c: the value as a draft. */
void json_read_table(struct reader *reader, const struct json *table);

/* rule.c: a list of conditions, or of lists. */
void json_read_rule(struct reader *reader, const struct json *value, struct draft_rule *rule);

#endif
