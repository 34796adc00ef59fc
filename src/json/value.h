/* SPDX-License-Identifier: MIT */
/* JSON text as values that know where they stand in it. */
#ifndef LOYALTY_JSON_VALUE_H
#define LOYALTY_JSON_VALUE_H

#include "table/report.h"

enum json_type {
    JSON_NULL,
    JSON_BOOLEAN,
    JSON_INTEGER,
    JSON_BIG,  /* a whole number beyond 64 bits */
    JSON_REAL, /* a number with a fraction or an exponent */
    JSON_TEXT,
    JSON_LIST,
    JSON_OBJECT
};

struct json {
    struct json *parent; /* the list or object that holds the value */
    struct json *next;   /* the item behind it there */
    const char *key;     /* of a member of an object; NULL elsewhere */
    union {
        int64_t integer;
        const char *text;
        struct json *first; /* item of a list or an object */
    };
    union {
        uint32_t key_offset; /* first byte of a member's key */
        uint32_t index;      /* of an item of a list */
    };
    uint32_t offset; /* first byte of the value */
    uint32_t count;  /* items of a list or an object */
    enum json_type type;
};

/*
 * Reads a text as RFC 8259 has it into values that live in `arena`. Sets `*root` to what could be read, NULL if
 * nothing, and returns LOYALTY_OK; LOYALTY_E_TABLE if the text is not JSON, which is reported; LOYALTY_E_MEMORY.
 * A text may be up to UINT32_MAX bytes long. \u0000 is reported too, and left out.
 */
int32_t json_parse(struct arena *arena, struct findings *findings, const char *text, size_t length, struct json **root);

/* Returns where the JSON begins in a text: behind a byte order mark. */
size_t json_begin(const char *text, size_t length);

/* Returns the first member with a key, NULL if there is none or `object` is not an object. */
const struct json *json_member(const struct json *object, const char *key);
/* Returns the item of a list with an index, NULL if there is none. */
const struct json *json_item(const struct json *list, uint32_t index);

/* Returns the path of a value, or "" if it is nested deeper than any table is. NULL: "". */
struct path json_path(const struct json *value);
/* Returns the path for an error; nothing is worked out once no more errors are kept. */
struct path json_error_path(const struct findings *findings, const struct json *value);

/* Returns what a value is, for a sentence: "a number". */
const char *json_what(const struct json *value);

/*
 * Report an error about a value for which another is put into the draft, so that the compiler need not judge it; about a
 * value that stays as it is; and about the key of a member.
 */
void json_error(struct findings *findings, const struct json *value, const char *format, ...) PRINTF_FORMAT(3, 4);
void json_remark(struct findings *findings, const struct json *value, const char *format, ...) PRINTF_FORMAT(3, 4);
void json_key_error(struct findings *findings, const struct json *member, const char *format, ...) PRINTF_FORMAT(3, 4);

#endif
