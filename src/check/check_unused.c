/* SPDX-License-Identifier: MIT */
/* Warns of what a table defines and does not use. */
#include <stdio.h>

#include "check/checker.h"

void check_unused(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    bool metrics[LOYALTY_METRICS_MAX] = {false}, kinds[LOYALTY_KINDS_MAX] = {false};
    for (int32_t which = LOYALTY_RULE_ENTER; which <= LOYALTY_RULE_OUT; which++) {
        const struct rule *rule;
        for (uint32_t index = 0; (rule = program_rule(program, which, index)); index++)
            for (uint32_t i = 0; i < rule->count; i++)
                if (rule->conditions[i].subject == LOYALTY_SUBJECT_METRIC)
                    metrics[rule->conditions[i].metric] = true;
    }
    for (uint32_t i = 0; i < program->metric_count; i++) {
        const struct metric *metric = &program->metrics[i];
        for (uint32_t j = 0; j < metric->operand_count; j++)
            *(metric->source == SOURCE_METRICS ? &metrics[metric->operands[j]] : &kinds[metric->operands[j]]) = true;
        for (uint32_t j = 0; j < program->kind_count; j++)
            kinds[j] |= kind_set_has(&metric->reads, j);
    }
    for (uint32_t i = 0; i < program->kind_count; i++)
        if (!kinds[i])
            check_tell(checker, LOYALTY_PROBLEM_UNUSED_KIND, path_key("/events", program->kinds[i].texts.name).text,
                       "event kind '%s' is never used: no metric counts it, so it only puts new customers on the "
                       "ladder; use it in a metric, or remove it",
                       program->kinds[i].texts.name);
    for (uint32_t i = 0; i < program->metric_count; i++)
        if (!metrics[i] && !program->metrics[i].row_count)
            check_tell(checker, LOYALTY_PROBLEM_UNUSED_METRIC,
                       path_key("/metrics", program->metrics[i].texts.name).text,
                       "metric '%s' is never used: no condition, score or share asks for it; use it, or remove it",
                       program->metrics[i].texts.name);
}

void check_rows(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    for (uint32_t i = 0; i < program->scored_count; i++) {
        const struct metric *metric = &program->metrics[program->scored[i]];
        struct path path = path_key("/score/points", metric->texts.name);
        for (uint32_t row = 0; row < metric->row_count; row++) {
            int64_t at_least = metric->rows[row].at_least, end = INT64_MAX;
            char until[40] = "";
            if (row + 1 < metric->row_count) {
                end = metric->rows[row + 1].at_least;
                snprintf(until, sizeof until, " and below %lld", (long long)end);
            }
            if (!region_metric_between(&checker->region, program->scored[i], at_least, end))
                check_tell(checker, LOYALTY_PROBLEM_UNUSED_ROW, path_index(path.text, row).text,
                           "the row is never used: '%s' is never at least %lld%s; change or remove it",
                           metric->texts.name, (long long)at_least, until);
        }
    }
}
