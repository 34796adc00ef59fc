/* SPDX-License-Identifier: MIT */
/* A rule table in JSON, read into a draft. */
#ifndef LOYALTY_JSON_READ_H
#define LOYALTY_JSON_READ_H

#include <jansson.h>

#include "draft.h"

struct reader {
    loyalty_builder *builder;
    struct findings *findings;
    int32_t status; /* LOYALTY_E_MEMORY once memory ran out */
};

/* json_text.c: the text as a value, NULL where it is not well-formed. Duplicate keys are told, and the first stays. */
json_t *json_read_text(struct reader *reader, const char *text, size_t length);

/* json_table.c: the value as a draft. */
void json_read_table(struct reader *reader, json_t *table);

/* json_rule.c: a list of conditions, or of lists. */
void json_read_rule(struct reader *reader, const char *path, json_t *value, struct draft_rule *rule);

/* What a value is, for a sentence: "a number". */
const char *json_what(const json_t *value);

#endif
