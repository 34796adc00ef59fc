/* SPDX-License-Identifier: MIT */
#include "json_read.h"

const char *json_what(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return "a text";
    case JSON_INTEGER:
        return "a number";
    case JSON_REAL:
        return "a number with a fraction or an exponent";
    case JSON_NULL:
        return "null";
    default:
        return "true or false";
    }
}

static int wanted_list(struct reader *reader, const char *path, json_t *value)
{
    if (!json_is_array(value))
        report_error(reader->findings, path,
                     "this is %s: write a list of conditions, such as [\"visits >= 1\"], or a list of such lists",
                     json_what(value));
    else if (json_array_size(value) == 0)
        report_error(reader->findings, path, "the list is empty: write a condition, such as \"visits >= 1\"");
    else if (json_array_size(value) > LOYALTY_CONDITIONS_MAX)
        report_error(reader->findings, path, "at most %d conditions stand in one place", LOYALTY_CONDITIONS_MAX);
    else
        return 1;
    return 0;
}

static void read_condition(struct reader *reader, const char *path, json_t *value, struct draft_rule *rule,
                           uint32_t alternative)
{
    if (!json_is_string(value)) {
        report_error(reader->findings, path, "this is %s: write a condition as a text, such as \"visits >= 1\"",
                     json_what(value));
        rule->broken = 1;
    } else if (draft_condition(reader->builder, rule, alternative, json_string_value(value))) {
        reader->status = LOYALTY_E_MEMORY;
    }
}

void json_read_rule(struct reader *reader, const char *path, json_t *value, struct draft_rule *rule)
{
    rule->given = 1;
    if (!wanted_list(reader, path, value)) {
        rule->broken = 1;
        return;
    }
    rule->nested = json_is_array(json_array_get(value, 0));
    for (size_t i = 0; i < json_array_size(value) && !reader->status; i++) {
        json_t *item = json_array_get(value, i);
        struct path at = path_index(path, (uint32_t)i);
        if (!rule->nested && !json_is_array(item)) {
            read_condition(reader, at.text, item, rule, 0);
        } else if (!rule->nested || json_is_string(item)) {
            report_error(reader->findings, at.text,
                         "conditions and lists stand side by side: write either conditions, which must all hold, or "
                         "lists of conditions, of which one must hold");
            rule->broken = 1;
        } else if (wanted_list(reader, at.text, item)) {
            for (size_t j = 0; j < json_array_size(item) && !reader->status; j++)
                read_condition(reader, path_index(at.text, (uint32_t)j).text, json_array_get(item, j), rule,
                               (uint32_t)i);
        } else {
            rule->broken = 1;
        }
    }
}
