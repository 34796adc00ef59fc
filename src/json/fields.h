/* SPDX-License-Identifier: MIT */
/* Single values of a table: their types and ranges, and the keys of an object. What is wrong is reported. */
#ifndef LOYALTY_JSON_FIELDS_H
#define LOYALTY_JSON_FIELDS_H

#include "json/read.h"

/* The keys that an object may have beside "note". */
struct shape_of_object {
    const char *what; /* the object is, for a sentence */
    bool has_type;    /* the types of metrics come first */
    uint32_t count;
    enum word words[9];
};

const struct json *table_member(const struct json *object, enum word key);
/* Whether a value is an object. Reports keys that it may not have, and those that stand twice. */
bool table_has_shape(struct reader *reader, const struct json *value, const struct shape_of_object *shape);
/* Whether there are more items than a table may have, which is reported. */
bool table_too_many(struct reader *reader, const struct json *value, uint32_t limit, const char *what);
/* The first member, from one on, that is neither a note nor the second of its name, which is reported; or NULL. */
const struct json *table_next_named(struct reader *reader, const struct json *member);
/* The first member of an object whose keys are names of the table's own, unless there are too many; or NULL. */
const struct json *table_first_named(struct reader *reader, const struct json *object, uint32_t limit,
                                     const char *items);
/* The same for a value that should be an object, `what` for a sentence; anything else is reported. */
const struct json *table_first_thing(struct reader *reader, const struct json *value, const char *what, uint32_t limit,
                                     const char *items);
/* A text, or NULL for anything else, which is reported. */
const char *table_text(struct reader *reader, const struct json *value, const char *example);
bool table_integer(struct reader *reader, const struct json *value, int64_t least, int64_t most, int64_t *number);
void table_days(struct reader *reader, const struct json *object, enum word key, int32_t *days);
/* The index of the text under a key among those of a choice; 0 if the key is missing or its value is none of them. */
int32_t table_choice(struct reader *reader, const struct json *object, enum word key, enum choices choice);
void table_check(struct reader *reader, bool failed);

#endif
