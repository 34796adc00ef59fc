/* SPDX-License-Identifier: MIT */
/* What all parts of the compiler need: memory, names, and what a person may read of a thing. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "table/compile.h"
#include "table/words.h"

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
    return program_find(compiler->program, LOYALTY_OBJECT_KIND, name, &index) ? index : INDEX_NONE;
}

uint32_t compile_find_metric(const struct compiler *compiler, const char *name)
{
    uint32_t index;
    return program_find(compiler->program, LOYALTY_OBJECT_METRIC, name, &index) ? index : INDEX_NONE;
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

void compile_check_name(struct compiler *compiler, const char *path, int at_key, const char *name)
{
    const char *fault = defined_name_fault(name);
    if (fault && at_key)
        report_key_error(compiler->findings, path, "'" REPORT_QUOTE "' is not a name: %s", name, fault);
    else if (fault)
        report_error(compiler->findings, path, "'" REPORT_QUOTE "' is not a name: %s", name, fault);
}

void compile_texts(struct compiler *compiler, const char *path, const char *name_key, const struct draft_thing *draft,
                   struct texts *texts)
{
    const char *fault;
    texts->name = compile_text(compiler, draft->item.name ? draft->item.name : "");
    if (!draft->item.name)
        report_error(compiler->findings, path_key(path, name_key).text, "it has no name: write \"%s\": \"a_name\"",
                     name_key);
    else
        compile_check_name(compiler, name_key ? path_key(path, name_key).text : path, !name_key, draft->item.name);
    texts->label_count = draft->labels.count;
    texts->action_count = draft->actions.count;
    texts->labels = compile_array(compiler, texts->label_count, sizeof *texts->labels);
    texts->actions = compile_array(compiler, texts->action_count, sizeof *texts->actions);
    if (compiler->status)
        return;
    uint32_t i = 0;
    for (const struct draft_label *label = draft->labels.first; label; label = label->item.next, i++) {
        struct path at = path_key(path_key(path, "label").text, label->item.name);
        fault = language_fault(label->item.name);
        if (fault)
            report_key_error(compiler->findings, at.text, "'" REPORT_QUOTE "' is not a language: %s", label->item.name,
                             fault);
        if (!label->text[0] || !utf8_valid(label->text))
            report_error(compiler->findings, at.text, "a label is a text of at least one character, in UTF-8");
        for (uint32_t before = 0; before < i; before++)
            if (language_is(texts->labels[before].language, label->item.name, strlen(label->item.name)))
                report_key_error(compiler->findings, at.text, "there are two labels in '%s': keep only one",
                                 label->item.name);
        texts->labels[i] =
            (struct label){compile_text(compiler, label->item.name), compile_text(compiler, label->text)};
        if (compiler->status)
            return;
    }
    i = 0;
    for (const struct draft_item *action = draft->actions.first; action; action = action->next, i++) {
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
