/* SPDX-License-Identifier: MIT */
/* The fields of a record: which column is which, and what they say of an event. */
#ifndef LOYALTY_TOOLS_FIELDS_H
#define LOYALTY_TOOLS_FIELDS_H

#include "input/batch.h"
#include "input/dates.h"
#include "input/kinds.h"
#include "input/number.h"

/* The columns that are read; the first four are required. */
enum fields_role { FIELDS_CUSTOMER, FIELDS_KIND, FIELDS_DATE, FIELDS_VALUE, FIELDS_COUNT, FIELDS_ID, FIELDS_ROLES };

enum { FIELDS_REASON = 512 /* bytes of a message */ };

struct fields {
    uint32_t program_count;
    struct kinds kinds;
    struct dates dates;
    uint32_t columns; /* of the header; before it is read, more than any record has */
    size_t column_of[FIELDS_ROLES];
    bool has_extra; /* there is a count or an id */
};

/* Prepares for the kinds of some programs, which must outlive the fields. Fails with LOYALTY_E_MEMORY only. */
int32_t fields_init(struct fields *fields, const loyalty_program *const *programs, uint32_t program_count);
void fields_free(struct fields *fields);

/* Reads the header. Returns whether it is good; if not, sets `reason`. */
bool fields_read_header(struct fields *fields, const struct record *header, char reason[FIELDS_REASON]);

/* Reads a count and an id; empty and absent ones have their defaults. Returns whether both are valid. */
bool fields_read_extra(const struct fields *fields, const struct record *one, struct event_extra *extra);

/* Sets `reason` to what is wrong with the first field that is not valid. Returns what such lines have in common. */
const char *fields_explain(struct fields *fields, const struct record *one, char reason[FIELDS_REASON]);

/* Reads a number; an empty field leaves the default. Returns whether the number is valid. */
bool fields_read_number(struct record_field field, int64_t least, int64_t most, int64_t *number);

/*
 * What goes to a function elsewhere is a variable of its own here: nobody else has the event's address, and it can stay
 * in registers.
 */
static inline bool fields_read_value(struct record_field field, const struct kind *kind, int64_t *value)
{
    int64_t unusual = 0;
    if (number_parse_short(field.text, field.length, value))
        return *value >= kind->value_min && *value <= kind->value_max;
    bool valid = fields_read_number(field, kind->value_min, kind->value_max, &unusual);
    *value = unusual;
    return valid;
}

/* Reads what every log has. Returns whether all of it is valid; if not, fields_explain() says what is not. */
static inline bool fields_read(struct fields *fields, const struct record *one, struct event *event)
{
    struct record_field name = record_field(one, fields->column_of[FIELDS_KIND]);
    struct record_field date = record_field(one, fields->column_of[FIELDS_DATE]);
    struct record_field value = record_field(one, fields->column_of[FIELDS_VALUE]);
    const struct kind *kind = kinds_find(&fields->kinds, name.text, name.length);
    event->customer = record_field(one, fields->column_of[FIELDS_CUSTOMER]);
    if (!kind || event->customer.length - 1 >= LOYALTY_KEY_MAX ||
        !dates_read(&fields->dates, date.text, date.length, &event->date))
        return false;
    event->kinds = kind->indexes;
    return fields_read_value(value, kind, &event->value);
}

#endif
