/* SPDX-License-Identifier: MIT */
/* From draft to program: kinds, ladder and segments, and what all parts of the compiler need. */
#include "compile.h"

#include <stdio.h>
#include <string.h>

#include "text.h"

void *compile_array(struct compiler *compiler, uint32_t count, size_t element)
{
    if (count == 0 || compiler->status)
        return NULL;
    void *array = arena_new(&compiler->program->arena, count * element);
    if (!array)
        compiler->status = LOYALTY_E_MEMORY;
    return array;
}

const char *compile_text(struct compiler *compiler, const char *text)
{
    const char *copy = arena_text(&compiler->program->arena, text, strlen(text));
    if (!copy)
        compiler->status = LOYALTY_E_MEMORY;
    return copy;
}

struct path path_index(const char *base, uint32_t index)
{
    return path_of("%s/%lu", base, (unsigned long)index);
}

struct path path_key(const char *base, const char *key)
{
    struct path path = path_of("%s/", base);
    size_t at = strlen(path.text);
    for (; *key && at + 2 < sizeof path.text; key++) {
        if (*key == '~' || *key == '/') {
            path.text[at++] = '~';
            path.text[at++] = *key == '~' ? '0' : '1';
        } else {
            path.text[at++] = *key;
        }
    }
    path.text[at] = '\0';
    return path;
}

const struct texts *compile_kind_texts(const loyalty_program *program, uint32_t index)
{
    return &program->kinds[index].texts;
}

const struct texts *compile_metric_texts(const loyalty_program *program, uint32_t index)
{
    return &program->metrics[index].texts;
}

const struct texts *compile_rung_texts(const loyalty_program *program, uint32_t index)
{
    return &program->rungs[index].texts;
}

uint32_t compile_find_kind(const struct compiler *compiler, const char *name)
{
    uint32_t index;
    return loyalty_program_find(compiler->program, LOYALTY_OBJECT_KIND, name, &index) ? COMPILE_NONE : index;
}

uint32_t compile_find_metric(const struct compiler *compiler, const char *name)
{
    uint32_t index;
    return loyalty_program_find(compiler->program, LOYALTY_OBJECT_METRIC, name, &index) ? COMPILE_NONE : index;
}

void compile_unknown(struct compiler *compiler, const char *path, const char *what, const char *name,
                     const struct texts *(*at)(const loyalty_program *program, uint32_t index), uint32_t count)
{
    enum { LISTED = 200 }; /* bytes of names worth reading */
    char list[LISTED + LOYALTY_NAME_MAX] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < count && used < LISTED; i++) {
        const char *known = at(compiler->program, i)->name;
        if (name_fault(known))
            continue;
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", known);
        if (used >= LISTED)
            memcpy(list + LISTED, "…", sizeof "…");
    }
    report_error(compiler->findings, path, "no %s is named '" REPORT_QUOTE "'; %s%s", what, name,
                 used ? "there are: " : "there is none", list);
}

/* Tells a bad name, which is the key that ends the path or the value there. */
static void check_name(struct compiler *compiler, const char *path, int at_key, const char *name)
{
    const char *fault = defined_name_fault(name);
    if (fault && at_key)
        report_key_error(compiler->findings, path, "'" REPORT_QUOTE "' is not a name: %s", name, fault);
    else if (fault)
        report_error(compiler->findings, path, "'" REPORT_QUOTE "' is not a name: %s", name, fault);
}

void compile_texts(struct compiler *compiler, const char *path, const char *name_key, const struct draft_texts *draft,
                   struct texts *texts)
{
    const char *fault;
    texts->name = compile_text(compiler, draft->name);
    if (!draft->name_broken)
        check_name(compiler, name_key ? path_key(path, name_key).text : path, !name_key, draft->name);
    for (const struct draft_label *label = draft->labels; label; label = label->next)
        texts->label_count++;
    for (const struct draft_action *action = draft->actions; action; action = action->next)
        texts->action_count++;
    texts->labels = compile_array(compiler, texts->label_count, sizeof *texts->labels);
    texts->actions = compile_array(compiler, texts->action_count, sizeof *texts->actions);
    if (compiler->status)
        return;
    uint32_t i = 0;
    for (const struct draft_label *label = draft->labels; label; label = label->next, i++) {
        struct path at = path_key(path_key(path, "label").text, label->language);
        fault = language_fault(label->language);
        if (fault)
            report_key_error(compiler->findings, at.text, "'" REPORT_QUOTE "' is not a language: %s", label->language,
                             fault);
        if (!label->text[0] || !utf8_valid(label->text))
            report_error(compiler->findings, at.text, "a label is a text of at least one character, in UTF-8");
        for (uint32_t before = 0; before < i; before++)
            if (language_is(texts->labels[before].language, label->language, strlen(label->language)))
                report_key_error(compiler->findings, at.text, "there are two labels in '%s': keep only one",
                                 label->language);
        texts->labels[i] = (struct label){compile_text(compiler, label->language), compile_text(compiler, label->text)};
        if (compiler->status)
            return;
    }
    i = 0;
    for (const struct draft_action *action = draft->actions; action; action = action->next, i++) {
        fault = name_fault(action->name);
        if (fault)
            report_error(compiler->findings, path_index(path_key(path, "actions").text, i).text,
                         "'" REPORT_QUOTE "' is not an action's name: %s", action->name, fault);
        for (uint32_t before = 0; before < i; before++)
            if (strcmp(texts->actions[before], action->name) == 0)
                report_error(compiler->findings, path_index(path_key(path, "actions").text, i).text,
                             "the action '%s' stands twice: keep only one", action->name);
        texts->actions[i] = compile_text(compiler, action->name);
        if (compiler->status)
            return;
    }
}

/* Tells a second definition of a name. */
static void once(struct compiler *compiler, const char *path, const char *what, const char *name, int again)
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
    if (count == 0 && !compiler->builder->kinds_broken)
        report_error(compiler->findings, "/events",
                     "there is no event kind: name at least one, such as \"purchase\": {}");
    if (count > LOYALTY_KINDS_MAX)
        report_error(compiler->findings, "/events", "a table has at most %d event kinds", LOYALTY_KINDS_MAX);
    program->kinds = compile_array(compiler, count, sizeof *program->kinds);
    for (const struct draft_kind *draft = compiler->builder->kinds; draft && !compiler->status; draft = draft->next) {
        struct path path = path_key("/events", draft->texts.name);
        once(compiler, path.text, "event kind", draft->texts.name,
             compile_find_kind(compiler, draft->texts.name) != COMPILE_NONE);
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
    } else if (!draft->enter.given && !draft->enter.broken && !draft->texts.broken) {
        report_error(compiler->findings, path.text,
                     "rung '" REPORT_QUOTE "' has no enter: write its conditions, such as \"enter\": [\"visits >= 1\"]",
                     name);
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
    if (count == 0 && !compiler->builder->rungs_broken)
        report_error(compiler->findings, "/ladder",
                     "there is no rung: write at least the first, such as {\"rung\": \"suspect\"}");
    if (count > LOYALTY_RUNGS_MAX)
        report_error(compiler->findings, "/ladder", "a ladder has at most %d rungs", LOYALTY_RUNGS_MAX);
    program->rungs = compile_array(compiler, count, sizeof *program->rungs);
    for (const struct draft_rung *draft = compiler->builder->rungs; draft && !compiler->status;
         draft = draft->next, index++) {
        struct path path = path_index("/ladder", index);
        uint32_t same;
        once(compiler, path_key(path.text, "rung").text, "rung", draft->texts.name,
             !draft->texts.name_broken &&
                 !loyalty_program_find(program, LOYALTY_OBJECT_RUNG, draft->texts.name, &same));
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
            once(compiler, path_key(at.text, "segment").text, "cell", cell->texts.name,
                 !cell->texts.name_broken && strcmp(program->cells[i].texts.name, cell->texts.name) == 0);
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
        if (!draft->cells && !draft->broken) /* left by a loyalty_builder_add_cell() that ran out of memory */
            continue;
        check_name(compiler, path.text, 1, draft->name);
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
    if (!builder->name && !builder->name_broken)
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
