/* SPDX-License-Identifier: MIT */
/*
 * Making JSON values with one status for all: the first failure stays, and what was made after it is thrown away with
 * the whole. Values handed over may be NULL, which counts as "out of memory".
 */
#ifndef LOYALTY_JSON_MAKE_H
#define LOYALTY_JSON_MAKE_H

#include <jansson.h>

#include "loyalty/loyalty.h"

void json_fail(int32_t *status, int32_t failure);
void json_set(int32_t *status, json_t *object, const char *key, json_t *value);
void json_push(int32_t *status, json_t *array, json_t *value);
/* Null for LOYALTY_DATE_NONE. */
json_t *json_date(int32_t date);

/*
 * Writes the text into a caller's buffer as loyalty_customer_json() does, and ends the value, where all before it
 * succeeded. Floating point has 15 digits.
 */
int32_t json_give(int32_t status, json_t *whole, char *buffer, size_t capacity, size_t *needed);

#endif
