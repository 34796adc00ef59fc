/* SPDX-License-Identifier: MIT */
/* Reads conditions and lists of them. */
#include "table_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "NAME OP NUMBER", the spaces optional; in a segment also "rung OP RUNG-NAME". */
static void read_condition(const struct ref_table *table, struct ref_condition *condition, const char *text)
{
    char name[65], number[65];
    if (sscanf(text, " %64[A-Za-z0-9_-] %2[<>=!] %64s", name, condition->op, number) != 3)
        table_stop("no condition", text);
    condition->subject = REF_OF_METRIC;
    if (strcmp(name, "rung") == 0) {
        condition->subject = REF_OF_RUNG;
        condition->number = table_rung_named(table, number);
        return;
    }
    if (strcmp(name, "score") == 0)
        condition->subject = REF_OF_SCORE;
    else
        condition->metric = table_metric_named(table, name);
    condition->number = strtoll(number, NULL, 10);
}

static void read_alternative(const struct ref_table *table, struct ref_rule *rule, json_t *conditions)
{
    int next = rule->first[rule->alternatives];
    json_t *text;
    size_t i;
    json_array_foreach(conditions, i, text)
    {
        read_condition(table, &rule->condition[next++], json_string_value(text));
    }
    rule->first[++rule->alternatives] = next;
}

struct ref_rule *table_rule(const struct ref_table *table, json_t *conditions)
{
    struct ref_rule *rule = table_zeroed(1, sizeof *rule);
    json_t *alternative;
    size_t i;
    if (!conditions)
        return rule;
    if (json_is_string(json_array_get(conditions, 0))) {
        read_alternative(table, rule, conditions);
    } else {
        json_array_foreach(conditions, i, alternative)
        {
            read_alternative(table, rule, alternative);
        }
    }
    return rule;
}
