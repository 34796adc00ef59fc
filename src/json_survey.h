/* SPDX-License-Identifier: MIT */
/*
 * A look at JSON text that allocates nothing. Where memory runs out, the JSON library may call a good text bad, or drop
 * the end of a token without a word; beside a survey both are found out.
 */
#ifndef LOYALTY_JSON_SURVEY_H
#define LOYALTY_JSON_SURVEY_H

#include <jansson.h>
#include <stdint.h>

/* Sums over all of a document, whatever the order of its members. */
struct json_survey {
    uint64_t bytes;   /* of all texts and keys, unescaped */
    uint64_t numbers; /* of all whole numbers, modulo 2^64 */
};

/* 1 where the text is well-formed and not nested deeper than the JSON library goes, with its sums. */
int json_survey_text(const char *text, size_t length, struct json_survey *survey);

/* Adds the sums of a value. */
void json_survey_value(const json_t *value, struct json_survey *survey);

#endif
