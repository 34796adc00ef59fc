/* SPDX-License-Identifier: MIT */
/* Conditions, rules and segments: what the facts of a day are held against. */
#include "reference.h"

#include <string.h>

static bool relation_holds(const char *op, int order)
{
    if (strcmp(op, ">=") == 0)
        return order >= 0;
    if (strcmp(op, ">") == 0)
        return order > 0;
    if (strcmp(op, "<=") == 0)
        return order <= 0;
    if (strcmp(op, "<") == 0)
        return order < 0;
    if (strcmp(op, "==") == 0)
        return order == 0;
    return order != 0; /* != */
}

bool ref_condition_holds(const struct ref_condition *condition, const struct ref_facts *facts, int rung)
{
    int64_t number = condition->number;
    switch (condition->subject) {
    case REF_OF_METRIC:
        return facts->value[condition->metric].defined &&
               relation_holds(condition->op, ref_value_compare(&facts->value[condition->metric], number));
    case REF_OF_SCORE:
        return relation_holds(condition->op, (facts->score > number) - (facts->score < number));
    case REF_OF_RUNG:
        return relation_holds(condition->op, (rung > number) - (rung < number));
    }
    return false;
}

bool ref_rule_holds(const struct ref_rule *rule, const struct ref_facts *facts, int rung)
{
    if (rule->alternatives == 0)
        return true;
    for (int i = 0; i < rule->alternatives; i++) {
        bool all = true;
        for (int j = rule->first[i]; j < rule->first[i + 1]; j++)
            if (!ref_condition_holds(&rule->condition[j], facts, rung))
                all = false;
        if (all)
            return true;
    }
    return false;
}

int ref_segment(const struct ref_table *table, int segmentation, const struct ref_facts *facts, int rung)
{
    for (int i = 0; i < table->cells; i++)
        if (table->cell[i].segmentation == segmentation && ref_rule_holds(table->cell[i].when, facts, rung))
            return i;
    return -1;
}
