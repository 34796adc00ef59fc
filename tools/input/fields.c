/* SPDX-License-Identifier: MIT */
/* The header of a log, the columns that few logs have, and what is wrong with a field. */
#include "input/fields.h"

#include "output/tell.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    FIELDS_QUOTED = 80, /* bytes for a field in a message */
    NEEDED = FIELDS_VALUE + 1,
    ABSENT = RECORD_FIELDS_MAX
};

static const char *const fields_names[FIELDS_ROLES] = {"customer", "kind", "date", "value", "count", "id"};

int32_t fields_init(struct fields *fields, const loyalty_program *const *programs, uint32_t program_count)
{
    *fields = (struct fields){.program_count = program_count, .columns = UINT32_MAX};
    dates_init(&fields->dates);
    return kinds_learn(&fields->kinds, programs, program_count);
}

void fields_free(struct fields *fields)
{
    kinds_free(&fields->kinds);
}

/* ---- the header ---- */

/* Finds the columns. Returns why the header is bad, or NULL. */
static const char *fields_find_columns(struct fields *fields, const struct record *header)
{
    if (header->broken)
        return header->broken;
    if (header->count > RECORD_FIELDS_MAX)
        return "the header has more than 256 columns";
    for (uint32_t role = 0; role < FIELDS_ROLES; role++) {
        fields->column_of[role] = ABSENT;
        for (uint32_t i = 0; i < header->count; i++) {
            struct record_field name = record_field(header, i);
            if (name.length != strlen(fields_names[role]) || memcmp(name.text, fields_names[role], name.length) != 0)
                continue;
            if (fields->column_of[role] != ABSENT)
                return "the header has a column twice";
            fields->column_of[role] = i;
        }
    }
    return NULL;
}

/* Appends what the header has instead, cut to fit: the names found, and the separator that they seem to have. */
static void fields_add_found(const struct record *header, char reason[FIELDS_REASON])
{
    enum { FOUND = FIELDS_REASON - 2 * FIELDS_QUOTED };
    char shown[FIELDS_QUOTED];
    size_t used = strlen(reason);
    const char *separator = NULL;
    for (uint32_t i = 0; i < header->count; i++) {
        struct record_field name = record_field(header, i);
        if (name.length > 0 && memchr(name.text, ';', name.length))
            separator = "\";\"";
        else if (name.length > 0 && memchr(name.text, '\t', name.length))
            separator = "a tab";
        if (used >= FOUND)
            continue;
        tell_quote(shown, sizeof shown, name.text, name.length);
        used += (size_t)snprintf(reason + used, FIELDS_REASON - used, "%s\"%s\"", i == 0 ? "; found " : ", ", shown);
        if (used >= FOUND)
            used += (size_t)snprintf(reason + used, FIELDS_REASON - used, ", ...");
    }
    if (separator)
        snprintf(reason + used, FIELDS_REASON - used, "; the separator seems to be %s", separator);
}

bool fields_read_header(struct fields *fields, const struct record *header, char reason[FIELDS_REASON])
{
    const char *broken = fields_find_columns(fields, header);
    if (broken) {
        snprintf(reason, FIELDS_REASON, "%s", broken);
        return false;
    }
    for (uint32_t role = 0; role < NEEDED; role++) {
        if (fields->column_of[role] == ABSENT) {
            snprintf(reason, FIELDS_REASON,
                     "the header has no column \"%s\"; it needs customer, kind, date and value, separated by commas",
                     fields_names[role]);
            fields_add_found(header, reason);
            return false;
        }
    }
    fields->columns = header->count;
    fields->has_extra = fields->column_of[FIELDS_COUNT] != ABSENT || fields->column_of[FIELDS_ID] != ABSENT;
    return true;
}

/* ---- fields ---- */

/* Returns the field of a column, which is empty if the column is absent. */
static struct record_field fields_get(const struct fields *fields, const struct record *one, enum fields_role role)
{
    size_t column = fields->column_of[role];
    return column == ABSENT ? (struct record_field){.text = ""} : record_field(one, column);
}

bool fields_read_number(struct record_field field, int64_t least, int64_t most, int64_t *number)
{
    if (field.length > 0 && !number_parse_short(field.text, field.length, number) &&
        number_parse(field.text, field.length, number) != NUMBER_OK)
        return false;
    return field.length == 0 || (*number >= least && *number <= most);
}

bool fields_read_extra(const struct fields *fields, const struct record *one, struct event_extra *extra)
{
    int64_t count = 1;
    bool valid = fields_read_number(fields_get(fields, one, FIELDS_COUNT), INT32_MIN, INT32_MAX, &count);
    *extra = (struct event_extra){.id = fields_get(fields, one, FIELDS_ID), .count = (int32_t)count};
    return valid && extra->id.length <= LOYALTY_ID_MAX;
}

/* ---- messages ---- */

/* Prepares a field for a message. Returns `buffer`. */
static const char *fields_show(struct record_field field, char buffer[FIELDS_QUOTED])
{
    return tell_quote(buffer, FIELDS_QUOTED, field.text, field.length);
}

/* Returns what is wrong with a field that is not a number from `least` to `most`, and sets `reason`; otherwise NULL. */
static const char *fields_explain_number(struct record_field field, enum fields_role role, int64_t least, int64_t most,
                                         char *reason)
{
    static const char *const groups[2][2] = {{"the value is not a whole number", "the value is outside its range"},
                                             {"the count is not a whole number", "the count is outside its range"}};
    char shown[FIELDS_QUOTED];
    int64_t number = 0;
    if (fields_read_number(field, least, most, &number))
        return NULL;
    fields_show(field, shown);
    bool malformed = number_parse(field.text, field.length, &number) == NUMBER_MALFORMED;
    if (malformed)
        snprintf(reason, FIELDS_REASON, "%s \"%s\" is not a whole number (money is in minor units, such as cents)",
                 fields_names[role], shown);
    else
        snprintf(reason, FIELDS_REASON, "%s %s is outside the range %" PRId64 " to %" PRId64, fields_names[role], shown,
                 least, most);
    return groups[role == FIELDS_COUNT][!malformed];
}

static const char *fields_explain_numbers(const struct fields *fields, const struct record *one,
                                          const struct kind *kind, char *reason)
{
    const char *group = fields_explain_number(fields_get(fields, one, FIELDS_VALUE), FIELDS_VALUE, kind->value_min,
                                              kind->value_max, reason);
    if (!group)
        group =
            fields_explain_number(fields_get(fields, one, FIELDS_COUNT), FIELDS_COUNT, INT32_MIN, INT32_MAX, reason);
    if (group)
        return group;
    snprintf(reason, FIELDS_REASON, "%s", loyalty_status_text(LOYALTY_E_ID));
    return loyalty_status_text(LOYALTY_E_ID);
}

/* The record has as many fields as the header. */
static const char *fields_explain_fields(struct fields *fields, const struct record *one, char *reason)
{
    char shown[FIELDS_QUOTED];
    int32_t date = 0;
    struct record_field customer = fields_get(fields, one, FIELDS_CUSTOMER);
    struct record_field name = fields_get(fields, one, FIELDS_KIND);
    struct record_field day = fields_get(fields, one, FIELDS_DATE);
    const struct kind *kind = kinds_find(&fields->kinds, name.text, name.length);
    if (customer.length == 0) {
        snprintf(reason, FIELDS_REASON, "customer is empty");
        return "the customer is empty";
    }
    if (customer.length > LOYALTY_KEY_MAX) {
        snprintf(reason, FIELDS_REASON, "customer is longer than %d bytes", LOYALTY_KEY_MAX);
        return "the customer is too long";
    }
    if (!kind) {
        snprintf(reason, FIELDS_REASON, "kind \"%s\" is %s", fields_show(name, shown),
                 fields->program_count == 1 ? "not in the rule table" : "in neither rule table");
        return fields->program_count == 1 ? "the kind is not in the rule table" : "the kind is in neither rule table";
    }
    if (!dates_read(&fields->dates, day.text, day.length, &date)) {
        snprintf(reason, FIELDS_REASON, "date \"%s\" is not a calendar day; use YYYY-MM-DD", fields_show(day, shown));
        return "the date is not a calendar day";
    }
    return fields_explain_numbers(fields, one, kind, reason);
}

const char *fields_explain(struct fields *fields, const struct record *one, char reason[FIELDS_REASON])
{
    if (one->count == fields->columns)
        return fields_explain_fields(fields, one, reason);
    snprintf(reason, FIELDS_REASON, "%" PRIu32 " %s, but the header has %" PRIu32, one->count,
             one->count == 1 ? "field" : "fields", fields->columns);
    return "the number of fields is not that of the header";
}
