/* SPDX-License-Identifier: MIT */
/* From draft to program: lists of conditions. */
#include <string.h>

#include "table/compile.h"
#include "table/words.h"

#define HOW                                                                                                            \
    "write NAME OP NUMBER, such as \"visits >= 1\", with OP one of >= > <= < == != and NUMBER whole, without leading " \
    "zeros"

/* `rung OP RUNG-NAME`. */
static void compare_rung(struct compiler *compiler, const char *path, const struct condition_text *parts,
                         struct condition *condition, int segment)
{
    loyalty_program *program = compiler->program;
    uint32_t rung;
    condition->subject = LOYALTY_SUBJECT_RUNG;
    if (!segment)
        report_error(compiler->findings, path,
                     "only a segment may ask for the rung: ask for a metric or the score here");
    else if (!program_find(program, LOYALTY_OBJECT_RUNG, parts->word, &rung))
        compile_unknown(compiler, path, "rung", parts->word, compile_rung_texts, program->rung_count);
    else
        condition->number = rung;
}

static void compile_condition(struct compiler *compiler, const char *path, const char *text,
                              struct condition *condition, int segment)
{
    struct condition_text parts;
    if (!condition_parse(text, &parts)) {
        report_error(compiler->findings, path, "'" REPORT_QUOTE "' is not a condition: " HOW, text);
        return;
    }
    condition_set_op(condition, parts.op);
    if (strcmp(parts.name, "rung") == 0) {
        compare_rung(compiler, path, &parts, condition, segment);
        return;
    }
    if (!integer_parse(parts.word, &condition->number))
        report_error(
            compiler->findings, path,
            "'%s' is not a whole number from -9223372036854775808 to 9223372036854775807, without leading zeros",
            parts.word);
    if (strcmp(parts.name, "score") == 0) {
        condition->subject = LOYALTY_SUBJECT_SCORE;
        return;
    }
    condition->subject = LOYALTY_SUBJECT_METRIC;
    condition->metric = compile_find_metric(compiler, parts.name);
    if (condition->metric == COMPILE_NONE)
        compile_unknown(compiler, path, "metric", parts.name, compile_metric_texts, compiler->program->metric_count);
}

/* Numbers of conditions of each alternative, and of alternatives; alternatives have no gaps. */
static uint32_t count_alternatives(const struct draft_rule *draft, uint32_t *conditions, uint32_t *total)
{
    uint32_t count = 0;
    for (const struct draft_condition *condition = draft->conditions; condition; condition = condition->next) {
        if (condition->alternative < LOYALTY_CONDITIONS_MAX)
            conditions[condition->alternative]++;
        if (condition->alternative >= count)
            count = condition->alternative + 1;
        (*total)++;
    }
    return count;
}

void compile_rule(struct compiler *compiler, const char *path, const struct draft_rule *draft, struct rule *rule,
                  int segment)
{
    uint32_t conditions[LOYALTY_CONDITIONS_MAX] = {0}, total = 0;
    uint32_t count = count_alternatives(draft, conditions, &total);
    if (total > LOYALTY_CONDITIONS_MAX || count > LOYALTY_CONDITIONS_MAX) {
        report_error(compiler->findings, path, "at most %d conditions stand in one place", LOYALTY_CONDITIONS_MAX);
        return;
    }
    rule->nested = draft->nested;
    rule->alternatives = compile_array(compiler, count, sizeof *rule->alternatives);
    for (uint32_t i = 0; i < count && !compiler->status; i++) {
        if (conditions[i] == 0)
            report_error(compiler->findings, path_index(path, i).text,
                         "the alternative has no condition: alternatives are counted from 0 without a gap");
        rule->alternatives[i].conditions = compile_array(compiler, conditions[i], sizeof(struct condition));
    }
    if (compiler->status)
        return;
    rule->count = count;
    for (const struct draft_condition *condition = draft->conditions; condition; condition = condition->next) {
        struct alternative *alternative = &rule->alternatives[condition->alternative];
        struct path at = draft->nested ? path_index(path_index(path, condition->alternative).text, alternative->count)
                                       : path_index(path, alternative->count);
        compile_condition(compiler, at.text, condition->text, &alternative->conditions[alternative->count], segment);
        alternative->count++;
    }
}
