/* SPDX-License-Identifier: MIT */
/*
 * Writes JSON straight into the caller's buffer, without a tree in memory, in two passes: one to measure, one to write.
 * The writer adds the commas.
 */
#ifndef LOYALTY_JSON_WRITE_H
#define LOYALTY_JSON_WRITE_H

#include <stdbool.h>

#include "loyalty/loyalty.h"

struct json_writer {
    char *buffer;    /* NULL to measure only */
    size_t capacity; /* bytes beyond it are counted, not written */
    size_t length;
    bool comma;     /* whether the next value needs a comma before it */
    int32_t status; /* the first failure */
};

/* Writes the whole text. Called once for each pass. */
typedef void json_produce(struct json_writer *writer, const void *subject);

/*
 * Writes the text and a NUL into the caller's buffer and sets `*needed` to its length without the NUL. Returns
 * LOYALTY_E_SPACE, with `*needed` set and nothing written, if it does not fit. Returns the failure of json_fail() if
 * there is one, and LOYALTY_E_HOST if the two passes differ in length.
 */
int32_t json_write(json_produce *produce, const void *subject, char *buffer, size_t capacity, size_t *needed);

/* Records `status` if it is the first failure. LOYALTY_OK is not a failure. */
void json_fail(struct json_writer *writer, int32_t status);

/*
 * Begin and end an object or a list, with its opening and its closing `bracket`. Here and below, `key` is that of a
 * member of an object, and NULL for an item of a list and for the outermost value.
 */
void json_open(struct json_writer *writer, const char *key, char bracket);
void json_close(struct json_writer *writer, char bracket);

void json_put_null(struct json_writer *writer, const char *key);
void json_put_boolean(struct json_writer *writer, const char *key, bool value);
void json_put_integer(struct json_writer *writer, const char *key, int64_t value);
void json_put_count(struct json_writer *writer, const char *key, uint64_t value);
/* Writes a number with 15 significant digits, and with a point or an exponent; null if it is not finite. */
void json_put_real(struct json_writer *writer, const char *key, double value);
void json_put_text(struct json_writer *writer, const char *key, const char *text);
/* Writes `length` bytes, which are UTF-8, as a string. */
void json_put_bytes(struct json_writer *writer, const char *key, const char *bytes, size_t length);
/* Writes a date; null for LOYALTY_DATE_NONE. */
void json_put_date(struct json_writer *writer, const char *key, int32_t date);

#endif
