/* SPDX-License-Identifier: MIT */
/* Compiles lists of conditions. */
#include <assert.h>
#include <string.h>

#include "table/compiler.h"
#include "table/words.h"

#define COMPILE_HOW                                                                                                    \
    "write one NAME OP NUMBER, such as \"visits >= 1\", where OP is one of >= > <= < == != and NUMBER is a whole "     \
    "number without leading zeros"

/* Compiles `rung OP RUNG-NAME`. */
static void compile_compare_rung(struct compiler *compiler, const char *path, const struct condition_text *parts,
                                 struct condition *condition, bool segment)
{
    loyalty_program *program = compiler->program;
    uint32_t rung;
    condition->subject = LOYALTY_SUBJECT_RUNG;
    if (!segment)
        report_error(compiler->findings, LOYALTY_PROBLEM_CONDITION, path,
                     "only a segment cell can ask for the rung; write a metric or the score here");
    else if (!program_find(program, LOYALTY_OBJECT_RUNG, parts->word, &rung))
        compile_unknown(compiler, path, "rung", parts->word, compile_rung_texts, program->rung_count);
    else
        condition->number = rung;
}

static void compile_condition(struct compiler *compiler, const char *path, const char *text,
                              struct condition *condition, bool segment)
{
    struct condition_text parts;
    if (!condition_parse(text, &parts)) {
        report_error(compiler->findings, LOYALTY_PROBLEM_CONDITION, path,
                     "'" REPORT_QUOTE "' is not a condition; " COMPILE_HOW, text);
        return;
    }
    condition_set_op(condition, parts.op);
    if (word_is(WORD_RUNG, parts.name)) {
        compile_compare_rung(compiler, path, &parts, condition, segment);
        return;
    }
    if (!integer_parse(parts.word, &condition->number))
        report_error(compiler->findings, LOYALTY_PROBLEM_CONDITION, path,
                     "'%s' is not valid here; write a whole number from -9223372036854775808 to 9223372036854775807, "
                     "without leading zeros",
                     parts.word);
    if (word_is(WORD_SCORE, parts.name)) {
        condition->subject = LOYALTY_SUBJECT_SCORE;
        return;
    }
    condition->subject = LOYALTY_SUBJECT_METRIC;
    condition->metric = names_find(&compiler->metrics, parts.name);
    if (condition->metric == INDEX_NONE)
        compile_unknown(compiler, path, "metric", parts.name, compile_metric_texts, compiler->program->metric_count);
}

/* Counts a draft's conditions and alternatives, and the conditions of each alternative. */
static void compile_count_conditions(const struct draft_rule *draft, struct rule *rule, uint32_t *counts)
{
    for (const struct draft_condition *condition = draft->conditions.first; condition;
         condition = condition->item.next) {
        if (condition->alternative < LOYALTY_CONDITIONS_MAX)
            counts[condition->alternative]++;
        if (condition->alternative >= rule->alternatives)
            rule->alternatives = condition->alternative + 1;
        rule->count++;
    }
}

/* Writes the index of the first condition of each alternative. */
static void compile_place_alternatives(struct compiler *compiler, const char *path, const struct rule *rule,
                                       const uint32_t *counts, uint32_t *begins)
{
    begins[0] = 0;
    for (uint32_t i = 0; i < rule->alternatives; i++) {
        if (counts[i] == 0)
            report_error(compiler->findings, LOYALTY_PROBLEM_MISSING, path_index(path, i).text,
                         "the alternative has no conditions; number alternatives from 0 without gaps");
        begins[i + 1] = begins[i] + counts[i];
    }
}

void compile_rule(struct compiler *compiler, const char *path, const struct draft_rule *draft, struct rule *rule,
                  bool segment)
{
    uint32_t counts[LOYALTY_CONDITIONS_MAX] = {0}, begins[LOYALTY_CONDITIONS_MAX + 1] = {0};
    struct rule made = {.nested = draft->nested};
    compile_count_conditions(draft, &made, counts);
    if (made.count > LOYALTY_CONDITIONS_MAX || made.alternatives > LOYALTY_CONDITIONS_MAX) {
        report_error(compiler->findings, LOYALTY_PROBLEM_LIMIT, path,
                     "too many conditions; write at most %d in one enter, keep or when", LOYALTY_CONDITIONS_MAX);
        return;
    }
    compile_place_alternatives(compiler, path, &made, counts, begins);
    made.conditions = compile_array(compiler, made.count, sizeof *made.conditions);
    if (compiler->status)
        return;
    *rule = made;
    memset(counts, 0, sizeof counts);
    for (const struct draft_condition *condition = draft->conditions.first; condition;
         condition = condition->item.next) {
        uint32_t alternative = condition->alternative, position = counts[alternative]++;
        assert(alternative < LOYALTY_CONDITIONS_MAX);
        struct path at =
            draft->nested ? path_index(path_index(path, alternative).text, position) : path_index(path, position);
        struct condition *compiled = &rule->conditions[begins[alternative] + position];
        compiled->end = begins[alternative + 1];
        compile_condition(compiler, at.text, condition->item.name, compiled, segment);
    }
}
