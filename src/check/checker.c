/* SPDX-License-Identifier: MIT */
/* Tells warnings, and asks about rules. */
#include "check/checker.h"

#include <stdarg.h>
#include <stdio.h>

#include "table/words.h"

void check_tell(struct checker *checker, enum loyalty_problem_code code, const char *path, const char *format, ...)
{
    char message[REPORT_MESSAGE];
    va_list arguments;
    if (++checker->told > CHECK_WARNINGS_MAX) {
        if (checker->told == CHECK_WARNINGS_MAX + 1)
            report_warning(checker->findings, LOYALTY_PROBLEM_MORE_WARNINGS, "",
                           "there are more warnings than these; fix these first");
        return;
    }
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    report_warning(checker->findings, code, path, "%s", message);
}

struct path check_cell_path(const loyalty_program *program, uint32_t cell)
{
    const struct segmentation *segmentation = &program->segmentations[program->cells[cell].segmentation];
    struct path path = path_key("/segments", segmentation->texts.name);
    return path_index(segmentation->nested ? path_word(path.text, WORD_CELLS).text : path.text,
                      cell - segmentation->first);
}

struct path check_rule_path(const loyalty_program *program, int32_t rule, uint32_t index)
{
    if (rule == LOYALTY_RULE_OUT)
        return path_word("", WORD_OUT);
    if (rule == LOYALTY_RULE_WHEN)
        return path_key(check_cell_path(program, index).text, "when");
    return path_key(path_index("/ladder", index).text, rule == LOYALTY_RULE_ENTER ? "enter" : "keep");
}

struct path check_condition_path(const struct rule *rule, const char *path, uint32_t at)
{
    uint32_t alternative = 0, begin = 0;
    for (; rule->conditions[begin].end <= at; alternative++)
        begin = rule->conditions[begin].end;
    return rule->nested ? path_index(path_index(path, alternative).text, at - begin) : path_index(path, at);
}

/* Marks a metric, and the operands of a share. */
static void check_mark(const loyalty_program *program, uint32_t index, bool *asked)
{
    const struct metric *metric = &program->metrics[index];
    if (asked[index])
        return;
    asked[index] = true;
    for (uint32_t i = 0; metric->source == SOURCE_METRICS && i < metric->operand_count; i++)
        check_mark(program, metric->operands[i], asked);
}

void check_mark_rule(const loyalty_program *program, const struct rule *rule, bool *asked)
{
    for (uint32_t i = 0; i < rule->count; i++) {
        if (rule->conditions[i].subject == LOYALTY_SUBJECT_METRIC)
            check_mark(program, rule->conditions[i].metric, asked);
        for (uint32_t j = 0; rule->conditions[i].subject == LOYALTY_SUBJECT_SCORE && j < program->scored_count; j++)
            check_mark(program, program->scored[j], asked);
    }
}

void check_made_begin(struct made_rule *made)
{
    made->rule = (struct rule){.conditions = made->conditions, .alternatives = 1};
}

void check_made_add(struct made_rule *made, const struct condition *conditions, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        made->conditions[made->rule.count++] = conditions[i];
    for (uint32_t i = 0; i < made->rule.count; i++)
        made->conditions[i].end = made->rule.count;
}

bool check_rule_possible(struct checker *checker, const struct rule *rule)
{
    region_begin(&checker->region);
    region_holds(&checker->region, rule);
    return region_possible(&checker->region);
}

/* Returns whether some conditions can hold together with one more. */
static bool check_together(struct checker *checker, const struct condition *conditions, uint32_t count,
                           const struct condition *more)
{
    check_made_begin(&checker->made);
    check_made_add(&checker->made, conditions, count);
    check_made_add(&checker->made, more, 1);
    return check_rule_possible(checker, &checker->made.rule);
}

const char *check_condition_text(const loyalty_program *program, const struct condition *condition, char *text,
                                 size_t size)
{
    const char *name = condition->subject == LOYALTY_SUBJECT_METRIC  ? program->metrics[condition->metric].texts.name
                       : condition->subject == LOYALTY_SUBJECT_SCORE ? "score"
                                                                     : "rung";
    if (condition->subject == LOYALTY_SUBJECT_RUNG)
        snprintf(text, size, "%s %s %s", name, op_text(condition->op), program->rungs[condition->number].texts.name);
    else
        snprintf(text, size, "%s %s %lld", name, op_text(condition->op), (long long)condition->number);
    return text;
}

bool check_found(struct checker *checker, int32_t days)
{
    if (checker->status || !region_possible(&checker->region))
        return false;
    int32_t found = witness_find(&checker->region, &checker->effort, days, checker->witness);
    if (found < 0)
        checker->status = found;
    return found > 0;
}

/* Returns the index of the first condition that cannot hold together with those before it; `count` if all can. */
static uint32_t check_find_contradiction(struct checker *checker, const struct condition *conditions, uint32_t count)
{
    uint32_t low = 0, high = count - 1;
    if (check_together(checker, conditions, high, &conditions[high]))
        return count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (check_together(checker, conditions, middle, &conditions[middle]))
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

/* Reports a contradiction in the alternative that begins with condition `begin`. */
static void check_contradiction(struct checker *checker, const char *path, const struct rule *rule, uint32_t begin)
{
    const struct condition *conditions = &rule->conditions[begin];
    uint32_t count = conditions->end - begin, at = check_find_contradiction(checker, conditions, count), before = 0;
    char first[CHECK_CONDITION_TEXT], second[CHECK_CONDITION_TEXT];
    if (at == count)
        return;
    struct path place = check_condition_path(rule, path, begin + at);
    check_condition_text(checker->program, &conditions[at], second, sizeof second);
    if (!check_together(checker, NULL, 0, &conditions[at])) {
        check_tell(checker, LOYALTY_PROBLEM_NEVER_HOLDS, place.text, "'%s' can never hold; change or remove it",
                   second);
        return;
    }
    while (before < at && check_together(checker, &conditions[before], 1, &conditions[at]))
        before++;
    if (before < at)
        check_tell(checker, LOYALTY_PROBLEM_CONTRADICTION, place.text,
                   "'%s' contradicts '%s': they can never both hold; change or remove one", second,
                   check_condition_text(checker->program, &conditions[before], first, sizeof first));
    else
        check_tell(checker, LOYALTY_PROBLEM_CONTRADICTION, place.text,
                   "'%s' contradicts the conditions before it: they can never all hold; change or remove one", second);
}

void check_contradictions(struct checker *checker, int32_t which, uint32_t index)
{
    const struct rule *rule = program_rule(checker->program, which, index);
    struct path path = check_rule_path(checker->program, which, index);
    for (uint32_t i = 0; i < rule->count; i = rule->conditions[i].end)
        check_contradiction(checker, path.text, rule, i);
}

bool check_reads_term(const loyalty_program *program, const struct condition *condition)
{
    if (condition->subject == LOYALTY_SUBJECT_SCORE)
        return program->term_score;
    return condition->subject == LOYALTY_SUBJECT_METRIC && program->metrics[condition->metric].of_term;
}
