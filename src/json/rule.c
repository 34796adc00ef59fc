/* SPDX-License-Identifier: MIT */
/* Reads lists of conditions. */
#include "json/read.h"

/*
 * Stands for a value that is not a condition, which is reported already. It keeps the indices of the conditions after
 * it, and the compiler reports nothing more about it.
 */
static const char placeholder[] = "";

static void json_rule_add(struct reader *reader, struct draft_rule *rule, uint32_t alternative, const char *text)
{
    if (draft_add_condition(reader->builder, rule, alternative, text))
        reader->status = LOYALTY_E_MEMORY;
}

static bool json_rule_is_list(struct reader *reader, const struct json *value)
{
    static const char empty[] = "the list is empty; write a condition, such as \"visits >= 1\"";
    if (value->type != JSON_LIST)
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, value,
                   "this is %s; write a list of conditions, such as [\"visits >= 1\"], or a list of such lists",
                   json_what(value));
    else if (value->count == 0 && value->parent->type == JSON_LIST) /* an alternative, which gets a placeholder */
        json_error(reader->findings, LOYALTY_PROBLEM_MISSING, value, empty);
    else if (value->count == 0)
        json_remark(reader->findings, LOYALTY_PROBLEM_MISSING, value, empty);
    else if (value->count > LOYALTY_CONDITIONS_MAX)
        json_error(reader->findings, LOYALTY_PROBLEM_LIMIT, value,
                   "too many conditions; write at most %d in one enter, keep or when", LOYALTY_CONDITIONS_MAX);
    else
        return true;
    return false;
}

static void json_rule_condition(struct reader *reader, const struct json *value, struct draft_rule *rule,
                                uint32_t alternative)
{
    if (value->type != JSON_TEXT)
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, value,
                   "this is %s; write a condition as a string, such as \"visits >= 1\"", json_what(value));
    json_rule_add(reader, rule, alternative, value->type == JSON_TEXT ? value->text : placeholder);
}

/* Reads one alternative of a list of lists. */
static void json_rule_alternative(struct reader *reader, const struct json *list, struct draft_rule *rule,
                                  uint32_t alternative)
{
    if (!json_rule_is_list(reader, list)) {
        json_rule_add(reader, rule, alternative, placeholder);
        return;
    }
    for (const struct json *item = list->first; item && !reader->status; item = item->next)
        json_rule_condition(reader, item, rule, alternative);
}

void json_read_rule(struct reader *reader, const struct json *value, struct draft_rule *rule)
{
    uint32_t alternative = 0;
    rule->given = true;
    if (!json_rule_is_list(reader, value))
        return;
    rule->nested = value->first->type == JSON_LIST;
    for (const struct json *item = value->first; item && !reader->status; item = item->next) {
        if (rule->nested ? item->type == JSON_TEXT : item->type == JSON_LIST) {
            json_error(reader->findings, LOYALTY_PROBLEM_TYPE, item,
                       "conditions and lists are mixed; write either conditions, which must all hold, or lists of "
                       "conditions, of which one must hold");
            json_rule_add(reader, rule, alternative, placeholder);
        } else if (rule->nested) {
            json_rule_alternative(reader, item, rule, alternative);
        } else {
            json_rule_condition(reader, item, rule, 0);
        }
        alternative += rule->nested ? 1 : 0;
    }
}
