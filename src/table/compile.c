/* SPDX-License-Identifier: MIT */
/* Compiles the head of a table, its kinds and segments. The other parts are in compile_*.c. */
#include "table/compile.h"

#include <stdio.h>
#include <string.h>

#include "table/compiler.h"
#include "table/words.h"

void compile_once(struct compiler *compiler, const char *path, const char *what, const char *name, bool again)
{
    if (again)
        report_error(compiler->findings, path, "%s '" REPORT_QUOTE "' is defined twice; remove or rename one", what,
                     name);
}

static void compile_kinds(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    const struct draft_list *kinds = &compiler->builder->kinds;
    if (kinds->count == 0)
        report_error(compiler->findings, path_word("", WORD_EVENTS).text,
                     "the table has no event kinds; write \"events\": {\"purchase\": {}}");
    if (kinds->count > LOYALTY_KINDS_MAX)
        report_error(compiler->findings, path_word("", WORD_EVENTS).text, "too many event kinds; write at most %d",
                     LOYALTY_KINDS_MAX);
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
            report_error(compiler->findings, path_word(path.text, WORD_VALUE).text,
                         "the range of values is empty; write the least value first, such as [0, 100000]");
        if (!compiler->status)
            names_put(&compiler->kinds, draft->thing.item.name, program->kind_count++);
    }
}

static void compile_cells(struct compiler *compiler, const struct draft_segmentation *draft, const char *path)
{
    loyalty_program *program = compiler->program;
    struct segmentation *segmentation = &program->segmentations[program->segmentation_count];
    segmentation->name = compile_text(compiler, draft->item.name);
    segmentation->first = program->cell_count;
    for (const struct draft_cell *cell = draft->cells.first; cell && !compiler->status; cell = cell->thing.item.next) {
        struct path at = path_index(path, segmentation->count);
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
    for (const struct draft_segmentation *draft = segmentations->first; draft; draft = draft->item.next)
        cells += draft->cells.count;
    if (segmentations->count > LOYALTY_CELLS_MAX || cells > LOYALTY_CELLS_MAX) {
        report_error(compiler->findings, path_word("", WORD_SEGMENTS).text,
                     "too many cells; write at most %d in all segmentations together", LOYALTY_CELLS_MAX);
        return;
    }
    program->segmentations = compile_array(compiler, segmentations->count, sizeof *program->segmentations);
    program->cells = compile_array(compiler, cells, sizeof *program->cells);
    for (const struct draft_segmentation *draft = segmentations->first; draft && !compiler->status;
         draft = draft->item.next) {
        struct path path = path_thing(WORD_SEGMENTS, draft->item.name);
        compile_key_name(compiler, path.text, draft->item.name);
        compile_cells(compiler, draft, path.text);
        if (!compiler->status)
            program->segmentation_count++;
    }
}

static void compile_head(struct compiler *compiler)
{
    const loyalty_builder *builder = compiler->builder;
    loyalty_program *program = compiler->program;
    const char *fault = builder->name ? name_fault(builder->name) : NULL;
    if (!builder->name)
        report_error(compiler->findings, "", "the table has no name; write \"name\": \"corner-shop\"");
    if (fault)
        report_error(compiler->findings, path_word("", WORD_NAME).text, "'" REPORT_QUOTE "' is not a valid name; %s",
                     builder->name, fault);
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
    for (const struct draft_problem *problem = builder->problems.first; problem; problem = problem->item.next)
        report_error(findings, path_word("", problem->part).text, "%s", problem->item.name);
    static void (*const parts[])(struct compiler *) = {compile_head,   compile_kinds,  compile_metrics,
                                                       compile_points, compile_ladder, compile_segments,
                                                       compile_cuts,   compile_reads};
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !compiler.status; i++)
        parts[i](&compiler);
    arena_free(&compiler.scratch);
    int32_t status = compiler.status ? compiler.status : findings->status;
    if (!status && findings->errors)
        status = LOYALTY_E_TABLE;
    if (status)
        loyalty_program_unref(compiler.program);
    else
        *program = compiler.program;
    return status;
}
