/* SPDX-License-Identifier: MIT */
/*
 * Writes JSON straight to where it goes, without a tree of it in memory: once to measure it, then for good. Commas come
 * by themselves.
 */
#ifndef LOYALTY_JSON_WRITE_H
#define LOYALTY_JSON_WRITE_H

#include <stdbool.h>

#include "loyalty/loyalty.h"

struct json_writer {
    char *buffer;    /* NULL to measure only */
    size_t capacity; /* bytes behind it are counted, not written */
    size_t length;
    bool comma;     /* a value stands before the next one */
    int32_t status; /* the first failure */
};

/* Writes all of a text. */
typedef void json_produce(struct json_writer *writer, const void *subject);

/*
 * Writes the text and a NUL into a caller's buffer. Sets `*needed` to its length without the NUL. LOYALTY_E_SPACE if
 * that does not fit: then nothing is written; likewise if a failure is put into the writer.
 */
int32_t json_write(json_produce *produce, const void *subject, char *buffer, size_t capacity, size_t *needed);

/* Notes a failure; LOYALTY_OK is none. */
void json_fail(struct json_writer *writer, int32_t status);

/*
 * `key`: of a member of an object; NULL for an item of a list and for the outermost value. `bracket`: '{', '[' and '}',
 * ']'.
 */
void json_open(struct json_writer *writer, const char *key, char bracket);
void json_close(struct json_writer *writer, char bracket);

void json_put_null(struct json_writer *writer, const char *key);
void json_put_boolean(struct json_writer *writer, const char *key, bool value);
void json_put_integer(struct json_writer *writer, const char *key, int64_t value);
void json_put_count(struct json_writer *writer, const char *key, uint64_t value);
/* With 15 digits, and with a point or an exponent; null if it is not finite. */
void json_put_real(struct json_writer *writer, const char *key, double value);
void json_put_text(struct json_writer *writer, const char *key, const char *text);
/* `bytes` are UTF-8. */
void json_put_bytes(struct json_writer *writer, const char *key, const char *bytes, size_t length);
/* Null for LOYALTY_DATE_NONE. */
void json_put_date(struct json_writer *writer, const char *key, int32_t date);

#endif
