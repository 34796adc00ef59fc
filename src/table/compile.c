/* SPDX-License-Identifier: MIT */
/* From draft to program: kinds, ladder and segments, and what all parts of the compiler need. */
#include "table/compile.h"

#include <stdio.h>
#include <string.h>

#include "table/words.h"

/* Tells a second definition of a name. */
static void compile_once(struct compiler *compiler, const char *path, const char *what, const char *name, int again)
{
    if (again)
        report_error(compiler->findings, path, "%s '" REPORT_QUOTE "' is defined twice: keep only one, or rename it",
                     what, name);
}

static void compile_kinds(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    uint32_t count = 0;
    for (const struct draft_kind *draft = compiler->builder->kinds; draft; draft = draft->next)
        count++;
    if (count == 0)
        report_error(compiler->findings, "/events",
                     "the table has no event kind: write \"events\": {\"purchase\": {}}");
    if (count > LOYALTY_KINDS_MAX)
        report_error(compiler->findings, "/events", "a table has at most %d event kinds", LOYALTY_KINDS_MAX);
    program->kinds = compile_array(compiler, count, sizeof *program->kinds);
    for (const struct draft_kind *draft = compiler->builder->kinds; draft && !compiler->status; draft = draft->next) {
        struct path path = path_key("/events", draft->texts.name);
        compile_once(compiler, path.text, "event kind", draft->texts.name,
                     compile_find_kind(compiler, draft->texts.name) != INDEX_NONE);
        struct kind *kind = &program->kinds[program->kind_count];
        compile_texts(compiler, path.text, NULL, &draft->texts, &kind->texts);
        kind->min = draft->min;
        kind->max = draft->max;
        if (draft->min > draft->max)
            report_error(compiler->findings, path_key(path.text, "value").text,
                         "the range of values is empty: write the least value first, such as [0, 100000]");
        if (!compiler->status)
            program->kind_count++;
    }
}

static void compile_rung(struct compiler *compiler, const struct draft_rung *draft, uint32_t index)
{
    struct path path = path_index("/ladder", index);
    struct rung *rung = &compiler->program->rungs[index];
    const char *name = draft->texts.name;
    if (index == 0) {
        if (draft->enter.given)
            report_error(compiler->findings, path_key(path.text, "enter").text,
                         "the first rung takes everyone: leave out its enter");
        if (draft->keep.given)
            report_error(compiler->findings, path_key(path.text, "keep").text,
                         "nobody falls from the first rung: leave out its keep");
    } else if (!draft->enter.given) {
        report_error(compiler->findings, path.text,
                     "rung '" REPORT_QUOTE "' has no enter: write its conditions, such as \"enter\": [\"visits >= 1\"]",
                     name ? name : "");
    }
    compile_rule(compiler, path_key(path.text, "enter").text, &draft->enter, &rung->enter, 0);
    rung->keep_given = draft->keep.given;
    if (draft->keep.given)
        compile_rule(compiler, path_key(path.text, "keep").text, &draft->keep, &rung->keep, 0);
    else
        rung->keep = rung->enter;
    rung->hold = draft->hold;
    rung->grace = draft->grace;
    rung->fall = draft->fall;
}

static void compile_ladder(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    uint32_t count = 0, index = 0;
    for (const struct draft_rung *draft = compiler->builder->rungs; draft; draft = draft->next)
        count++;
    if (count == 0)
        report_error(compiler->findings, "/ladder",
                     "the table has no rung: write \"ladder\": [{\"rung\": \"suspect\"}, …]");
    if (count > LOYALTY_RUNGS_MAX)
        report_error(compiler->findings, "/ladder", "a ladder has at most %d rungs", LOYALTY_RUNGS_MAX);
    program->rungs = compile_array(compiler, count, sizeof *program->rungs);
    for (const struct draft_rung *draft = compiler->builder->rungs; draft && !compiler->status;
         draft = draft->next, index++) {
        struct path path = path_index("/ladder", index);
        uint32_t same;
        compile_once(compiler, path_key(path.text, "rung").text, "rung", draft->texts.name,
                     draft->texts.name && program_find(program, LOYALTY_OBJECT_RUNG, draft->texts.name, &same));
        compile_texts(compiler, path.text, "rung", &draft->texts, &program->rungs[index].texts);
        if (!compiler->status)
            compile_rung(compiler, draft, index);
        if (!compiler->status)
            program->rung_count++;
    }
}

static void compile_cells(struct compiler *compiler, const struct draft_segmentation *draft, const char *path)
{
    loyalty_program *program = compiler->program;
    struct segmentation *segmentation = &program->segmentations[program->segmentation_count];
    segmentation->name = compile_text(compiler, draft->name);
    segmentation->first = program->cell_count;
    for (const struct draft_cell *cell = draft->cells; cell && !compiler->status; cell = cell->next) {
        struct path at = path_index(path, segmentation->count);
        struct cell *made = &program->cells[program->cell_count];
        for (uint32_t i = segmentation->first; i < program->cell_count; i++)
            compile_once(compiler, path_key(at.text, "segment").text, "cell", cell->texts.name,
                         cell->texts.name && strcmp(program->cells[i].texts.name, cell->texts.name) == 0);
        made->segmentation = program->segmentation_count;
        compile_texts(compiler, at.text, "segment", &cell->texts, &made->texts);
        if (!compiler->status)
            compile_rule(compiler, path_key(at.text, "when").text, &cell->when, &made->when, 1);
        if (!compiler->status) {
            segmentation->count++;
            program->cell_count++;
        }
    }
}

static void compile_segments(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    uint32_t count = 0, cells = 0;
    for (const struct draft_segmentation *draft = compiler->builder->segmentations; draft; draft = draft->next) {
        count++;
        for (const struct draft_cell *cell = draft->cells; cell; cell = cell->next)
            cells++;
    }
    if (count > LOYALTY_CELLS_MAX || cells > LOYALTY_CELLS_MAX)
        report_error(compiler->findings, "/segments", "a table has at most %d cells", LOYALTY_CELLS_MAX);
    program->segmentations = compile_array(compiler, count, sizeof *program->segmentations);
    program->cells = compile_array(compiler, cells, sizeof *program->cells);
    for (const struct draft_segmentation *draft = compiler->builder->segmentations; draft && !compiler->status;
         draft = draft->next) {
        struct path path = path_key("/segments", draft->name);
        compile_check_name(compiler, path.text, 1, draft->name);
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
        report_error(compiler->findings, "", "the table has no name: write \"name\": \"corner-shop\"");
    if (fault)
        report_error(compiler->findings, "/name", "'" REPORT_QUOTE "' is not a name: %s", builder->name, fault);
    program->name = compile_text(compiler, builder->name ? builder->name : "");
    program->accept_late = builder->accept_late;
    program->climb = builder->climb;
    program->score_max = builder->score_max;
}

int32_t compile(const loyalty_builder *builder, struct findings *findings, loyalty_program **program)
{
    struct compiler compiler = {builder, findings, NULL, LOYALTY_OK};
    compiler.program = memory_new(&builder->arena.allocator, sizeof *compiler.program);
    if (!compiler.program)
        return LOYALTY_E_MEMORY;
    compiler.program->arena.allocator = builder->arena.allocator;
    atomic_init(&compiler.program->references, 1);
    for (const struct draft_problem *problem = builder->problems; problem; problem = problem->next)
        report_error(findings, problem->path, "%s", problem->message);
    static void (*const parts[])(struct compiler *) = {compile_head,   compile_kinds,  compile_metrics,
                                                       compile_points, compile_ladder, compile_segments,
                                                       compile_cuts,   compile_reads};
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !compiler.status; i++)
        parts[i](&compiler);
    int32_t status = compiler.status ? compiler.status : findings->status;
    if (!status && findings->errors)
        status = LOYALTY_E_TABLE;
    if (status)
        loyalty_program_unref(compiler.program);
    else
        *program = compiler.program;
    return status;
}
