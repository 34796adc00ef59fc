/* SPDX-License-Identifier: MIT */
/* Compiles the head of a table, its kinds, segments and actions. The other parts are in compile_*.c. */
#include "table/compile.h"

#include <stdio.h>
#include <string.h>

#include "table/compiler.h"
#include "table/fingerprint.h"
#include "table/words.h"

void compile_once(struct compiler *compiler, const char *path, const char *what, const char *name, bool again)
{
    if (again)
        report_error(compiler->findings, LOYALTY_PROBLEM_REPEATED, path,
                     "%s '" REPORT_QUOTE "' is defined twice; remove or rename one", what, name);
}

static void compile_kinds(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    const struct draft_list *kinds = &compiler->builder->kinds;
    if (kinds->count == 0)
        report_error(compiler->findings, LOYALTY_PROBLEM_MISSING, path_word("", WORD_EVENTS).text,
                     "the table has no event kinds; write \"events\": {\"purchase\": {}}");
    if (kinds->count > LOYALTY_KINDS_MAX)
        report_error(compiler->findings, LOYALTY_PROBLEM_LIMIT, path_word("", WORD_EVENTS).text,
                     "too many event kinds; write at most %d", LOYALTY_KINDS_MAX);
    program->kinds = compile_array(compiler, kinds->count, sizeof *program->kinds);
    compile_reserve_names(compiler, &compiler->kinds, kinds->count);
    for (const struct draft_kind *draft = kinds->first; draft && !compiler->status; draft = draft->thing.item.next) {
        struct path path = path_thing(WORD_EVENTS, draft->thing.item.name);
        compile_once(compiler, path.text, "event kind", draft->thing.item.name,
                     names_find(&compiler->kinds, draft->thing.item.name) != INDEX_NONE);
        struct kind *kind = &program->kinds[program->kind_count];
        compile_key_name(compiler, path.text, draft->thing.item.name);
        compile_texts(compiler, path.text, &draft->thing, &kind->texts);
        kind->min = draft->min;
        kind->max = draft->max;
        if (draft->min > draft->max)
            report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, path_word(path.text, WORD_VALUE).text,
                         "the range of values is empty; write the least value first, such as [0, 100000]");
        if (!compiler->status)
            names_put(&compiler->kinds, draft->thing.item.name, program->kind_count++);
    }
}

static void compile_cells(struct compiler *compiler, const struct draft_segmentation *draft, const char *path)
{
    loyalty_program *program = compiler->program;
    struct segmentation *segmentation = &program->segmentations[program->segmentation_count];
    compile_texts(compiler, path, &draft->thing, &segmentation->texts);
    segmentation->nested = draft->nested;
    segmentation->first = program->cell_count;
    for (const struct draft_cell *cell = draft->cells.first; cell && !compiler->status; cell = cell->thing.item.next) {
        struct path at = path_index(draft->nested ? path_word(path, WORD_CELLS).text : path, segmentation->count);
        struct cell *made = &program->cells[program->cell_count];
        bool again = false;
        for (uint32_t i = segmentation->first; i < program->cell_count && cell->thing.item.name && !again; i++)
            again = strcmp(program->cells[i].texts.name, cell->thing.item.name) == 0;
        compile_once(compiler, path_word(at.text, WORD_SEGMENT).text, "cell", cell->thing.item.name, again);
        made->segmentation = program->segmentation_count;
        compile_own_name(compiler, at.text, WORD_SEGMENT, cell->thing.item.name);
        compile_texts(compiler, at.text, &cell->thing, &made->texts);
        if (!compiler->status)
            compile_rule(compiler, path_word(at.text, WORD_WHEN).text, &cell->when, &made->when, true);
        if (!compiler->status) {
            segmentation->count++;
            program->cell_count++;
        }
    }
}

static void compile_segments(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    const struct draft_list *segmentations = &compiler->builder->segmentations;
    uint32_t cells = 0;
    for (const struct draft_segmentation *draft = segmentations->first; draft; draft = draft->thing.item.next)
        cells += draft->cells.count;
    if (segmentations->count > LOYALTY_CELLS_MAX || cells > LOYALTY_CELLS_MAX) {
        report_error(compiler->findings, LOYALTY_PROBLEM_LIMIT, path_word("", WORD_SEGMENTS).text,
                     "too many cells; write at most %d in all segmentations together", LOYALTY_CELLS_MAX);
        return;
    }
    program->segmentations = compile_array(compiler, segmentations->count, sizeof *program->segmentations);
    program->cells = compile_array(compiler, cells, sizeof *program->cells);
    for (const struct draft_segmentation *draft = segmentations->first; draft && !compiler->status;
         draft = draft->thing.item.next) {
        struct path path = path_thing(WORD_SEGMENTS, draft->thing.item.name);
        compile_key_name(compiler, path.text, draft->thing.item.name);
        compile_cells(compiler, draft, path.text);
        if (!compiler->status)
            program->segmentation_count++;
    }
}

static void compile_money(struct compiler *compiler)
{
    const loyalty_builder *builder = compiler->builder;
    if (!builder->money_code)
        return;
    const char *fault = name_fault(builder->money_code);
    if (fault)
        report_error(compiler->findings, LOYALTY_PROBLEM_NAME,
                     path_word(path_word("", WORD_MONEY).text, WORD_CODE).text,
                     "'" REPORT_QUOTE "' is not a code of money, such as \"EUR\"; %s", builder->money_code, fault);
    compiler->program->money_code = compile_text(compiler, builder->money_code);
    compiler->program->money_digits = builder->money_digits;
}

/* Compiles the table's `actions`, which give labels to those of rungs and cells. */
static void compile_action_texts(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    const struct draft_list *actions = &compiler->builder->actions;
    if (actions->count > LOYALTY_CELLS_MAX) {
        report_error(compiler->findings, LOYALTY_PROBLEM_LIMIT, path_word("", WORD_ACTIONS).text,
                     "too many actions; write at most %d", LOYALTY_CELLS_MAX);
        return;
    }
    program->actions = compile_array(compiler, actions->count, sizeof *program->actions);
    for (const struct draft_action *draft = actions->first; draft && !compiler->status;
         draft = draft->thing.item.next) {
        const char *name = draft->thing.item.name, *fault = action_name_fault(name);
        struct path path = path_thing(WORD_ACTIONS, name);
        if (fault)
            report_key_error(compiler->findings, LOYALTY_PROBLEM_NAME, path.text,
                             "'" REPORT_QUOTE "' is not a valid action name; %s", name, fault);
        compile_texts(compiler, path.text, &draft->thing, &program->actions[program->action_count]);
        if (!compiler->status)
            program->action_count++;
    }
}

static void compile_head(struct compiler *compiler)
{
    const loyalty_builder *builder = compiler->builder;
    loyalty_program *program = compiler->program;
    const char *fault = builder->name ? name_fault(builder->name) : NULL;
    if (!builder->name)
        report_error(compiler->findings, LOYALTY_PROBLEM_MISSING, "",
                     "the table has no name; write \"name\": \"corner-shop\"");
    if (fault)
        report_error(compiler->findings, LOYALTY_PROBLEM_NAME, path_word("", WORD_NAME).text,
                     "'" REPORT_QUOTE "' is not a valid name; %s", builder->name, fault);
    program->name = compile_text(compiler, builder->name ? builder->name : "");
    program->accept_late = builder->accept_late;
    program->climb = builder->climb;
    program->score_max = builder->score_max;
}

int32_t compile(const loyalty_builder *builder, struct findings *findings, loyalty_program **program)
{
    const loyalty_allocator *allocator = &builder->arena.allocator;
    struct compiler compiler = {.builder = builder, .findings = findings, .scratch.allocator = *allocator};
    compiler.program = memory_new(allocator, sizeof *compiler.program);
    if (!compiler.program)
        return LOYALTY_E_MEMORY;
    compiler.program->arena.allocator = *allocator;
    atomic_init(&compiler.program->references, 1);
    compiler.program->home = (struct home){compiler.program, LOYALTY_DATE_NONE, NULL};
    compiler.program->keeps_contents = compiler.builder->keeps_contents;
    for (const struct draft_problem *problem = builder->problems.first; problem; problem = problem->item.next)
        report_error(findings, LOYALTY_PROBLEM_UNKNOWN, path_word("", problem->part).text, "%s", problem->item.name);
    static void (*const parts[])(struct compiler *) = {
        compile_head,   compile_money,    compile_kinds,        compile_metrics, compile_points,
        compile_ladder, compile_segments, compile_action_texts, compile_cuts,    compile_reads};
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !compiler.status; i++)
        parts[i](&compiler);
    arena_free(&compiler.scratch);
    int32_t status = compiler.status ? compiler.status : findings->status;
    if (!status && findings->errors)
        status = LOYALTY_E_TABLE;
    if (!status)
        status = fingerprint_program(compiler.program);
    if (status)
        loyalty_program_unref(compiler.program);
    else
        *program = compiler.program;
    return status;
}
