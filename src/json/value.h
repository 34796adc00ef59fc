/* SPDX-License-Identifier: MIT */
/* The values of a JSON text, with their places in it. */
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
    struct json *parent; /* the list or object that contains the value */
    struct json *next;   /* the next item in it */
    const char *key;     /* the key of a member of an object; NULL otherwise */
    union {
        int64_t integer;
        const char *text;
        struct json *first; /* the first item of a list or an object */
    };
    union {
        uint32_t key_offset; /* the first byte of a member's key */
        uint32_t index;      /* the index of an item of a list */
    };
    uint32_t offset; /* the first byte of the value */
    uint32_t count;  /* the number of items of a list or an object */
    enum json_type type;
};

/*
 * Parses a text, as RFC 8259 defines JSON, into values that live in `arena`. Sets `*root` to what could be read, or to
 * NULL. Returns LOYALTY_E_TABLE if the text is not JSON, which is reported. A text may have up to UINT32_MAX bytes.
 * \u0000 is reported too, and left out.
 */
int32_t json_parse(struct arena *arena, struct findings *findings, const char *text, size_t length, struct json **root);

/* Returns the offset of the JSON in a text: the length of its byte order mark, or 0. */
size_t json_begin(const char *text, size_t length);

/* Returns the first member with that key; NULL if there is none or `object` is not an object. */
const struct json *json_member(const struct json *object, const char *key);
/* Returns the item at an index; NULL if there is none or `list` is not a list. */
const struct json *json_item(const struct json *list, uint32_t index);

/* Returns the path of a value; "" if `value` is NULL, or is nested deeper than the values of any table. */
struct path json_path(const struct json *value);
/* Returns the path of a value for an error; "", without looking for it, once no more errors are kept. */
struct path json_error_path(const struct findings *findings, const struct json *value);

/* Returns what a value is, for a message: "a number". */
const char *json_what(const struct json *value);
/* Returns whether a value is a whole number, of any size. */
bool json_is_whole(const struct json *value);

/*
 * json_error() reports an error about a value that the draft replaces, so that the compiler reports nothing more about
 * it. json_remark() reports one about a value that is kept, and json_key_error() one about a member's key.
 */
void json_error(struct findings *findings, enum loyalty_problem_code code, const struct json *value, const char *format,
                ...) PRINTF_FORMAT(4, 5);
void json_remark(struct findings *findings, enum loyalty_problem_code code, const struct json *value,
                 const char *format, ...) PRINTF_FORMAT(4, 5);
void json_key_error(struct findings *findings, enum loyalty_problem_code code, const struct json *member,
                    const char *format, ...) PRINTF_FORMAT(4, 5);

#endif
