/* SPDX-License-Identifier: MIT */
/* Warns of texts for people that nobody sees: labels of actions that no one takes, and money without its code. */
#include <string.h>

#include "check/checker.h"

static bool check_lists_action(const struct texts *texts, const char *action)
{
    for (uint32_t i = 0; i < texts->action_count; i++)
        if (strcmp(texts->actions[i], action) == 0)
            return true;
    return false;
}

/* Returns whether a rung or a cell has the action. */
static bool check_uses_action(const loyalty_program *program, const char *action)
{
    for (uint32_t i = 0; i < program->rung_count; i++)
        if (check_lists_action(&program->rungs[i].texts, action))
            return true;
    for (uint32_t i = 0; i < program->cell_count; i++)
        if (check_lists_action(&program->cells[i].texts, action))
            return true;
    return false;
}

void check_words(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    for (uint32_t i = 0; i < program->metric_count; i++) {
        const struct texts *texts = &program->metrics[i].texts;
        if (program->metrics[i].unit == LOYALTY_UNIT_MONEY && !program->money_code)
            check_tell(checker, LOYALTY_PROBLEM_NO_MONEY, path_key(path_key("/metrics", texts->name).text, "unit").text,
                       "metric '%s' is money, but the table does not say which; write \"money\": {\"code\": \"EUR\", "
                       "\"digits\": 2} beside \"metrics\"",
                       texts->name);
    }
    for (uint32_t i = 0; i < program->action_count; i++) {
        const char *name = program->actions[i].name;
        if (!check_uses_action(program, name))
            check_tell(checker, LOYALTY_PROBLEM_UNUSED_ACTION, path_key("/actions", name).text,
                       "action '%s' is never used: no rung or cell lists it; list it, or remove it", name);
    }
}
