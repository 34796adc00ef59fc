/* SPDX-License-Identifier: MIT */
/* Checks single values of a table, their types and ranges, and the keys of an object. Every error is reported. */
#ifndef LOYALTY_JSON_FIELDS_H
#define LOYALTY_JSON_FIELDS_H

#include "json/read.h"

/* The keys that an object may have beside "note". */
struct shape_of_object {
    const char *what; /* what the object is, for a message */
    bool has_type;    /* whether the types of metrics are keys too */
    uint32_t count;
    enum word words[14];
};

const struct json *table_member(const struct json *object, enum word key);
/* Returns whether a value is an object. Reports unknown and repeated keys. */
bool table_has_shape(struct reader *reader, const struct json *value, const struct shape_of_object *shape);
/* Returns whether there are more than `limit` items, which is reported. `what` names them. */
bool table_too_many(struct reader *reader, const struct json *value, uint32_t limit, const char *what);
/* Returns the first member, from `member` on, that is neither a note nor a repeat, or NULL. Reports repeated keys. */
const struct json *table_next_named(struct reader *reader, const struct json *member);
/*
 * Returns the first such member of an object whose keys are names that the table defines. Returns NULL if there is
 * none, or if the object has more than `limit` names, which is reported.
 */
const struct json *table_first_named(struct reader *reader, const struct json *object, uint32_t limit,
                                     const char *items);
/* Like table_first_named(), for a value that may not be an object, which is reported. `what` names it. */
const struct json *table_first_thing(struct reader *reader, const struct json *value, const char *what, uint32_t limit,
                                     const char *items);
/* Returns the text of a value; NULL if the value is not a text, which is reported. */
const char *table_text(struct reader *reader, const struct json *value, const char *example);
/* Sets `*to` to a copy of the text under a key, if there is one; reports a value that is not a text. */
void table_member_text(struct reader *reader, const struct json *object, enum word key, const char *example,
                       const char **to);
/* Returns true and sets `*number` if the value is a whole number from `least` to `most`; reports it otherwise. */
bool table_integer(struct reader *reader, const struct json *value, int64_t least, int64_t most, int64_t *number);
/* Sets `*days` if there is a value under the key; reports it if it is not of the form "Nd". */
void table_days(struct reader *reader, const struct json *object, enum word key, int32_t *days);
/* Returns the index in `choice` of the text under the key; 0 if the key is missing or its value is not in the set. */
int32_t table_choice(struct reader *reader, const struct json *object, enum word key, enum choices choice);
/* Sets the reader's status to LOYALTY_E_MEMORY if `failed` is set. */
void table_check(struct reader *reader, bool failed);

#endif
