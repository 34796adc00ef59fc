/* SPDX-License-Identifier: MIT */
/* Finding one's way among JSON values, and reporting errors about them. */
#include "json/value.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct json *json_member(const struct json *object, const char *key)
{
    const struct json *member = object->type == JSON_OBJECT ? object->first : NULL;
    while (member && strcmp(member->key, key) != 0)
        member = member->next;
    return member;
}

const struct json *json_item(const struct json *list, uint32_t index)
{
    const struct json *item = list->type == JSON_LIST ? list->first : NULL;
    for (; item && index > 0; index--)
        item = item->next;
    return item;
}

static uint32_t json_index(const struct json *item)
{
    uint32_t index = 0;
    for (const struct json *before = item->parent->first; before != item; before = before->next)
        index++;
    return index;
}

struct path json_path(const struct json *value)
{
    enum { DEEPEST = 8 };
    const struct json *steps[DEEPEST];
    struct path path = path_of("%s", "");
    int count = 0;
    for (; value && value->parent; value = value->parent) {
        if (count == DEEPEST)
            return path;
        steps[count++] = value;
    }
    while (count-- > 0) {
        const struct json *step = steps[count];
        if (step->key && strlen(path.text) + 2 * strlen(step->key) + sizeof "/" > PATH_LENGTH)
            break; /* a part of a key would lead nowhere */
        path = step->key ? path_key(path.text, step->key) : path_index(path.text, json_index(step));
    }
    return path;
}

const char *json_what(const struct json *value)
{
    switch (value->type) {
    case JSON_NULL:
        return "null";
    case JSON_BOOLEAN:
        return "true or false";
    case JSON_INTEGER:
    case JSON_BIG:
        return "a number";
    case JSON_REAL:
        return "a number with a fraction or an exponent";
    case JSON_TEXT:
        return "a text";
    case JSON_LIST:
        return "a list";
    case JSON_OBJECT:
        return "an object";
    }
    return "";
}

void json_error(struct findings *findings, const struct json *value, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report_error_at(findings, json_path(value).text, value->offset, false, format, arguments);
    va_end(arguments);
}

void json_key_error(struct findings *findings, const struct json *member, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report_error_at(findings, json_path(member).text, member->key_offset, true, format, arguments);
    va_end(arguments);
}
