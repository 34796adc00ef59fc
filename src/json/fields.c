/* SPDX-License-Identifier: MIT */
/* Checks single values of a table, and the keys of its objects. */
#include "json/fields.h"

#include <stdio.h>
#include <string.h>

#include "table/metric_type.h"

/* Returns a key that an object may have; NULL after the last. */
static const char *table_key(const struct shape_of_object *shape, uint32_t index)
{
    const uint32_t types = shape->has_type ? METRIC_KEYS : 0;
    if (index < types)
        return metric_key(index)->name;
    return index - types < shape->count ? word_text(shape->words[index - types]) : NULL;
}

static bool table_knows_key(const struct shape_of_object *shape, const char *key)
{
    const char *known;
    for (uint32_t i = 0; (known = table_key(shape, i)); i++)
        if (strcmp(known, key) == 0)
            return true;
    return word_is(WORD_NOTE, key);
}

/* Reports a key that an object may not have, and lists those that it may. */
static void table_unknown_key(struct reader *reader, const struct json *member, const struct shape_of_object *shape)
{
    char list[REPORT_MESSAGE / 8 * 5] = "";
    const char *known;
    for (uint32_t i = 0; (known = table_key(shape, i)) && strlen(list) + strlen(known) + 3 < sizeof list; i++)
        strcat(strcat(list, i ? ", " : ""), known);
    json_key_error(reader->findings, LOYALTY_PROBLEM_KEY, member,
                   "%s has no key '" REPORT_QUOTE "'; write one of: %s, %s", shape->what, member->key, list,
                   word_text(WORD_NOTE));
}

const struct json *table_member(const struct json *object, enum word key)
{
    return json_member(object, word_text(key));
}

/* Returns whether a member is the first with its key. Reports a repeated key. */
static bool table_is_first(struct reader *reader, const struct json *member)
{
    if (json_member(member->parent, member->key) == member)
        return true;
    json_key_error(reader->findings, LOYALTY_PROBLEM_REPEATED, member,
                   "the key \"" REPORT_QUOTE "\" occurs twice in one object; keep one", member->key);
    return false;
}

/* Returns whether a value is an object. Reports anything else. */
static bool table_is_object(struct reader *reader, const struct json *value, const char *what)
{
    if (value->type != JSON_OBJECT)
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, value, "this is %s; write %s as an object, {…}",
                   json_what(value), what);
    return value->type == JSON_OBJECT;
}

/* Returns whether a member is a note, which only people read. */
static bool table_is_note(struct reader *reader, const struct json *member)
{
    if (!word_is(WORD_NOTE, member->key))
        return false;
    if (member->type != JSON_TEXT)
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, member, "this is %s; write a note as a string",
                   json_what(member));
    return true;
}

bool table_has_shape(struct reader *reader, const struct json *value, const struct shape_of_object *shape)
{
    if (!table_is_object(reader, value, shape->what))
        return false;
    /* Stops once no more errors are kept, so that an object of any size costs little. */
    for (const struct json *member = value->first; member && reader->findings->errors <= REPORT_ERRORS_MAX;
         member = member->next) {
        if (!table_knows_key(shape, member->key))
            table_unknown_key(reader, member, shape);
        else if (table_is_first(reader, member))
            table_is_note(reader, member);
    }
    return true;
}

bool table_too_many(struct reader *reader, const struct json *value, uint32_t limit, const char *what)
{
    if (value->count <= limit)
        return false;
    json_error(reader->findings, LOYALTY_PROBLEM_LIMIT, value, "too many %s; write at most %lu", what,
               (unsigned long)limit);
    return true;
}

/*
 * Returns whether an object has more than `limit` names, which is reported. A note and up to `limit` repeats do not count.
 */
static bool table_too_many_names(struct reader *reader, const struct json *object, uint32_t limit, const char *what)
{
    uint32_t names = object->count;
    for (const struct json *member = object->first; member && names > limit && object->count <= 2 * limit + 1;
         member = member->next)
        names -= word_is(WORD_NOTE, member->key) || json_member(object, member->key) != member;
    if (names > limit)
        json_error(reader->findings, LOYALTY_PROBLEM_LIMIT, object, "too many %s; write at most %lu", what,
                   (unsigned long)limit);
    return names > limit;
}

const struct json *table_next_named(struct reader *reader, const struct json *member)
{
    while (member && (!table_is_first(reader, member) || table_is_note(reader, member)))
        member = member->next;
    return reader->status ? NULL : member;
}

const struct json *table_first_named(struct reader *reader, const struct json *object, uint32_t limit,
                                     const char *items)
{
    return table_too_many_names(reader, object, limit, items) ? NULL : table_next_named(reader, object->first);
}

const struct json *table_first_thing(struct reader *reader, const struct json *value, const char *what, uint32_t limit,
                                     const char *items)
{
    return table_is_object(reader, value, what) ? table_first_named(reader, value, limit, items) : NULL;
}

void table_member_text(struct reader *reader, const struct json *object, enum word key, const char *example,
                       const char **to)
{
    const struct json *value = table_member(object, key);
    if (value)
        table_check(reader, draft_set_text(reader->builder, to, table_text(reader, value, example)));
}

const char *table_text(struct reader *reader, const struct json *value, const char *example)
{
    if (value->type == JSON_TEXT)
        return value->text;
    json_error(reader->findings, LOYALTY_PROBLEM_TYPE, value, "this is %s; write a string, such as \"%s\"",
               json_what(value), example);
    return NULL;
}

bool table_integer(struct reader *reader, const struct json *value, int64_t least, int64_t most, int64_t *number)
{
    bool whole = json_is_whole(value);
    if (value->type != JSON_INTEGER || value->integer < least || value->integer > most) {
        json_error(reader->findings, whole ? LOYALTY_PROBLEM_VALUE : LOYALTY_PROBLEM_TYPE, value,
                   "%s%s%swrite a whole number from %lld to %lld", whole ? "the number is out of range; " : "this is ",
                   whole ? "" : json_what(value), whole ? "" : "; ", (long long)least, (long long)most);
        return false;
    }
    *number = value->integer;
    return true;
}

/* Reports a value that is not one of those that `how` lists. */
static void table_no_choice(struct reader *reader, const struct json *value, const char *how)
{
    if (value->type == JSON_TEXT)
        json_error(reader->findings, LOYALTY_PROBLEM_VALUE, value, "'" REPORT_QUOTE "' is not valid here; write %s",
                   value->text, how);
    else
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, value, "this is %s; write %s", json_what(value), how);
}

void table_days(struct reader *reader, const struct json *object, enum word key, int32_t *days)
{
    const struct json *value = table_member(object, key);
    if (value && (value->type != JSON_TEXT || !days_parse(value->text, 0, days)))
        table_no_choice(reader, value, "\"Nd\" with N from 0 to 36525, such as \"90d\"");
}

/* Lists the texts of a choice: "any" or "step". */
static void table_list_choice(enum choices choice, char *list, size_t size)
{
    const char *text;
    size_t used = 0;
    for (uint32_t i = 0; (text = choice_text(choice, i)) && used < size; i++) {
        const char *before = i == 0 ? "" : choice_text(choice, i + 1) ? ", " : " or ";
        used += (size_t)snprintf(list + used, size - used, "%s\"%s\"", before, text);
    }
}

int32_t table_choice(struct reader *reader, const struct json *object, enum word key, enum choices choice)
{
    char list[REPORT_MESSAGE / 2];
    const struct json *value = table_member(object, key);
    int32_t found = value && value->type == JSON_TEXT ? choice_find(choice, value->text) : -1;
    if (!value || found >= 0)
        return value ? found : 0;
    table_list_choice(choice, list, sizeof list);
    table_no_choice(reader, value, list);
    return 0;
}

void table_check(struct reader *reader, bool failed)
{
    if (failed)
        reader->status = LOYALTY_E_MEMORY;
}
