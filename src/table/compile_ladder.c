/* SPDX-License-Identifier: MIT */
/* Compiles the ladder, and what stands beside it in a table: `out` and `review`. */
#include "table/compiler.h"
#include "table/words.h"

/* Reports everything but a name, labels and actions. */
static void compile_first_rung(struct compiler *compiler, const char *path, const struct draft_rung *draft)
{
    const struct {
        enum word word;
        bool given;
    } keys[] = {{WORD_KEEP, draft->keep.given},     {WORD_HOLD, draft->hold != NULL},
                {WORD_GRACE, draft->grace != NULL}, {WORD_TERM, draft->term != NULL},
                {WORD_UNTIL, draft->until != NULL}, {WORD_FALL, draft->fall_given}};
    if (draft->enter.given)
        report_surplus(compiler->findings, LOYALTY_PROBLEM_CONFLICT, path_word(path, WORD_ENTER).text,
                       "the first rung takes every customer; remove its enter");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].given)
            report_surplus(compiler->findings, LOYALTY_PROBLEM_CONFLICT, path_word(path, keys[i].word).text,
                           "customers cannot fall from the first rung; remove its %s", word_text(keys[i].word));
}

/* Reads a span, 0 days if there is none. Returns its text. */
static const char *compile_span(struct compiler *compiler, struct path path, const char *text, int32_t least,
                                struct span *span)
{
    *span = (struct span){0, false};
    if (!text)
        return "0d";
    if (!span_parse(text, least, span))
        report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, path.text,
                     "'" REPORT_QUOTE "' is not a span; write \"Nd\" or \"Nm\" with N from %d to %d, such as \"12m\"",
                     text, least, LOYALTY_DAYS_MAX);
    return compile_text(compiler, text);
}

/* Returns the period that a text names; PERIOD_NONE, which is reported, if it names none. */
static enum period compile_period(struct compiler *compiler, const char *path, const char *text)
{
    const enum period period = period_parse(text);
    if (period == PERIOD_NONE)
        report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, path,
                     "'" REPORT_QUOTE "' is not a period; write \"week\", \"month\", \"quarter\" or \"year\"", text);
    return period;
}

static void compile_rung_spans(struct compiler *compiler, const char *path, const struct draft_rung *draft,
                               struct rung *rung)
{
    rung->hold_text = compile_span(compiler, path_word(path, WORD_HOLD), draft->hold, 0, &rung->hold);
    rung->grace_text = compile_span(compiler, path_word(path, WORD_GRACE), draft->grace, 0, &rung->grace);
    rung->term_text = compile_span(compiler, path_word(path, WORD_TERM), draft->term, 1, &rung->term);
    if (!draft->term)
        rung->term_text = NULL;
    if (draft->until && !draft->term)
        report_surplus(compiler->findings, LOYALTY_PROBLEM_CONFLICT, path_word(path, WORD_UNTIL).text,
                       "there is no term whose end could move; write a term, such as \"12m\", or remove until");
    else if (draft->until)
        rung->until = compile_period(compiler, path_word(path, WORD_UNTIL).text, draft->until);
    rung->until_text = draft->until ? compile_text(compiler, draft->until) : NULL;
}

static void compile_rung(struct compiler *compiler, const struct draft_rung *draft, uint32_t index)
{
    struct path path = path_index(path_word("", WORD_LADDER).text, index);
    struct rung *rung = &compiler->program->rungs[index];
    const char *name = draft->thing.item.name;
    if (index > 0 && !draft->enter.given)
        report_error(compiler->findings, LOYALTY_PROBLEM_MISSING, path.text,
                     "rung '" REPORT_QUOTE "' has no enter; write its conditions, such as \"enter\": [\"visits >= 1\"]",
                     name ? name : "");
    compile_rung_spans(compiler, path.text, draft, rung);
    if (index == 0)
        compile_first_rung(compiler, path.text, draft);
    compile_rule(compiler, path_word(path.text, WORD_ENTER).text, &draft->enter, &rung->enter, false);
    rung->keep_given = draft->keep.given;
    if (draft->keep.given)
        compile_rule(compiler, path_word(path.text, WORD_KEEP).text, &draft->keep, &rung->keep, false);
    else
        rung->keep = rung->enter;
    rung->fall = draft->fall;
}

static void compile_rungs(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    const struct draft_list *rungs = &compiler->builder->rungs;
    uint32_t index = 0;
    if (rungs->count == 0)
        report_error(compiler->findings, LOYALTY_PROBLEM_MISSING, path_word("", WORD_LADDER).text,
                     "the table has no rungs; write \"ladder\": [{\"rung\": \"suspect\"}, …]");
    if (rungs->count > LOYALTY_RUNGS_MAX)
        report_error(compiler->findings, LOYALTY_PROBLEM_LIMIT, path_word("", WORD_LADDER).text,
                     "too many rungs; write at most %d", LOYALTY_RUNGS_MAX);
    program->rungs = compile_array(compiler, rungs->count, sizeof *program->rungs);
    for (const struct draft_rung *draft = rungs->first; draft && !compiler->status;
         draft = draft->thing.item.next, index++) {
        struct path path = path_index(path_word("", WORD_LADDER).text, index);
        uint32_t same;
        compile_once(compiler, path_word(path.text, WORD_RUNG).text, "rung", draft->thing.item.name,
                     draft->thing.item.name &&
                         program_find(program, LOYALTY_OBJECT_RUNG, draft->thing.item.name, &same));
        compile_own_name(compiler, path.text, WORD_RUNG, draft->thing.item.name);
        compile_texts(compiler, path.text, &draft->thing, &program->rungs[index].texts);
        if (!compiler->status)
            compile_rung(compiler, draft, index);
        if (!compiler->status)
            program->rung_count++;
    }
}

static void compile_review(struct compiler *compiler)
{
    const loyalty_builder *builder = compiler->builder;
    loyalty_program *program = compiler->program;
    struct path path = path_word("", WORD_REVIEW), every = path;
    program->review = cycle_of_calendar(PERIOD_NONE);
    if (!builder->review)
        return;
    if (builder->review_is_object)
        every = path_word(path.text, WORD_EVERY);
    program->review = cycle_of_calendar(compile_period(compiler, every.text, builder->review));
    program->review_text = compile_text(compiler, builder->review);
    for (uint32_t i = 0; i < program->rung_count; i++)
        if (rung_has_term(&program->rungs[i])) {
            report_surplus(compiler->findings, LOYALTY_PROBLEM_CONFLICT, path.text,
                           "a table has either terms or a review; remove the review or the terms");
            break;
        }
    if (!builder->review_begins)
        return;
    path = path_word(path.text, WORD_BEGINS);
    program->review_begins = compile_text(compiler, builder->review_begins);
    if (program->review.period == PERIOD_WEEK)
        report_surplus(compiler->findings, LOYALTY_PROBLEM_CONFLICT, path.text,
                       "a week begins on Monday; remove begins");
    else
        compile_year_day(compiler, path.text, builder->review_begins, &program->review);
}

void compile_ladder(struct compiler *compiler)
{
    compile_rungs(compiler);
    if (!compiler->status)
        compile_rule(compiler, path_word("", WORD_OUT).text, &compiler->builder->out, &compiler->program->out, false);
    if (!compiler->status)
        compile_review(compiler);
    compiler->program->everyday = compiler->program->out.count == 0 && compiler->program->review.period == PERIOD_NONE;
}
