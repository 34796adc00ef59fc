/* SPDX-License-Identifier: MIT */
/* Finds JSON values, and reports errors about them. */
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

struct path json_path(const struct json *value)
{
    enum { DEEPEST = 8 };
    const struct json *steps[DEEPEST];
    struct path path = {""};
    int count = 0;
    for (; value && value->parent; value = value->parent) {
        if (count == DEEPEST)
            return path;
        steps[count++] = value;
    }
    while (count-- > 0)
        path = steps[count]->key ? path_key(path.text, steps[count]->key) : path_index(path.text, steps[count]->index);
    return path;
}

struct path json_error_path(const struct findings *findings, const struct json *value)
{
    return report_is_full(findings) ? (struct path){""} : json_path(value);
}

const char *json_what(const struct json *value)
{
    switch (value->type) {
    case JSON_NULL:
        return "null";
    case JSON_BOOLEAN:
        return "a boolean";
    case JSON_INTEGER:
    case JSON_BIG:
        return "a number";
    case JSON_REAL:
        return "a number with a fraction or an exponent";
    case JSON_TEXT:
        return "a string";
    case JSON_LIST:
        return "a list";
    case JSON_OBJECT:
        return "an object";
    }
    return "";
}

bool json_is_whole(const struct json *value)
{
    return value->type == JSON_INTEGER || value->type == JSON_BIG;
}

/* A value nested too deep for a path does not count as replaced, because its path, "", is that of the whole table. */
void json_error(struct findings *findings, enum loyalty_problem_code code, const struct json *value, const char *format,
                ...)
{
    struct path path = json_error_path(findings, value);
    enum report_about about = path.text[0] || !value->parent ? ABOUT_REPLACED_VALUE : ABOUT_VALUE;
    va_list arguments;
    va_start(arguments, format);
    report_fault(findings, path.text, (struct report_fault){code, about, value->offset}, format, arguments);
    va_end(arguments);
}

void json_remark(struct findings *findings, enum loyalty_problem_code code, const struct json *value,
                 const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report_fault(findings, json_error_path(findings, value).text,
                 (struct report_fault){code, ABOUT_VALUE, value->offset}, format, arguments);
    va_end(arguments);
}

void json_key_error(struct findings *findings, enum loyalty_problem_code code, const struct json *member,
                    const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report_fault(findings, json_error_path(findings, member).text,
                 (struct report_fault){code, ABOUT_KEY, member->key_offset}, format, arguments);
    va_end(arguments);
}
