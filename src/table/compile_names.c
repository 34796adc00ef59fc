/* SPDX-License-Identifier: MIT */
/* What all parts of the compiler need: memory, names, labels and actions. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "table/compiler.h"
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

void compile_reserve_names(struct compiler *compiler, struct names *names, uint32_t count)
{
    if (!compiler->status)
        compiler->status = names_reserve(names, &compiler->scratch, count);
}

void compile_unknown(struct compiler *compiler, const char *path, const char *what, const char *name,
                     const struct texts *(*at)(const loyalty_program *program, uint32_t index), uint32_t count)
{
    enum { LISTED = 200 }; /* bytes of names that are worth reading */
    char list[LISTED + LOYALTY_NAME_MAX] = "";
    size_t used = 0;
    bool more = false;
    for (uint32_t i = 0; i < count && !more; i++) {
        const char *known = at(compiler->program, i)->name;
        if (name_fault(known))
            continue;
        more = used >= LISTED;
        if (!more)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", known);
    }
    if (more || used > LISTED)
        memcpy(list + LISTED, "…", sizeof "…");
    report_error(compiler->findings, LOYALTY_PROBLEM_UNKNOWN, path, "no %s is named '" REPORT_QUOTE "'; %s%s", what,
                 name, used ? "write one of: " : "define it in the table", list);
}

void compile_key_name(struct compiler *compiler, const char *path, const char *name)
{
    const char *fault = defined_name_fault(name);
    if (fault)
        report_key_error(compiler->findings, LOYALTY_PROBLEM_NAME, path, "'" REPORT_QUOTE "' is not a valid name; %s",
                         name, fault);
}

void compile_own_name(struct compiler *compiler, const char *path, enum word key, const char *name)
{
    const char *fault = name ? defined_name_fault(name) : NULL;
    struct path at = path_word(path, key);
    if (!name)
        report_error(compiler->findings, LOYALTY_PROBLEM_MISSING, at.text,
                     "the name is missing; write \"%s\": \"a_name\"", word_text(key));
    else if (fault)
        report_error(compiler->findings, LOYALTY_PROBLEM_NAME, at.text, "'" REPORT_QUOTE "' is not a valid name; %s",
                     name, fault);
}

static struct path compile_label_path(const char *path, const char *language)
{
    return path_key(path_word(path, WORD_LABEL).text, language);
}

/* Reports errors in a label. `before` has the `index` labels that come before it. */
static void compile_check_label(struct compiler *compiler, const char *path, const struct draft_label *label,
                                const struct label *before, uint32_t index)
{
    const char *language = label->item.name, *fault = language_fault(language);
    const size_t length = strlen(language);
    if (fault)
        report_key_error(compiler->findings, LOYALTY_PROBLEM_NAME, compile_label_path(path, language).text,
                         "'" REPORT_QUOTE "' is not a valid language tag; %s", language, fault);
    if (!label->text[0] || !utf8_valid(label->text))
        report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, compile_label_path(path, language).text,
                     "the label is empty or not valid UTF-8; write at least one character, in UTF-8");
    for (uint32_t i = 0; i < index; i++)
        if (language_is(before[i].language, language, length))
            report_key_error(compiler->findings, LOYALTY_PROBLEM_REPEATED, compile_label_path(path, language).text,
                             "language '%s' has two labels; keep one", language);
}

static void compile_labels(struct compiler *compiler, const char *path, const struct draft_list *draft,
                           struct texts *texts)
{
    texts->labels = compile_array(compiler, draft->count, sizeof *texts->labels);
    for (const struct draft_label *label = draft->first; label && !compiler->status; label = label->item.next) {
        compile_check_label(compiler, path, label, texts->labels, texts->label_count);
        texts->labels[texts->label_count++] =
            (struct label){compile_text(compiler, label->item.name), compile_text(compiler, label->text)};
    }
}

static struct path compile_action_path(const char *path, uint32_t index)
{
    return path_index(path_word(path, WORD_ACTIONS).text, index);
}

static void compile_actions(struct compiler *compiler, const char *path, const struct draft_list *draft,
                            struct texts *texts)
{
    texts->actions = compile_array(compiler, draft->count, sizeof *texts->actions);
    for (const struct draft_item *action = draft->first; action && !compiler->status; action = action->next) {
        const char *fault = action_name_fault(action->name);
        if (fault)
            report_error(compiler->findings, LOYALTY_PROBLEM_NAME, compile_action_path(path, texts->action_count).text,
                         "'" REPORT_QUOTE "' is not a valid action name; %s", action->name, fault);
        for (uint32_t before = 0; before < texts->action_count; before++)
            if (strcmp(texts->actions[before], action->name) == 0)
                report_error(compiler->findings, LOYALTY_PROBLEM_REPEATED,
                             compile_action_path(path, texts->action_count).text,
                             "action '%s' is listed twice; keep one", action->name);
        texts->actions[texts->action_count++] = compile_text(compiler, action->name);
    }
}

void compile_texts(struct compiler *compiler, const char *path, const struct draft_thing *draft, struct texts *texts)
{
    texts->name = compile_text(compiler, draft->item.name ? draft->item.name : "");
    compile_labels(compiler, path, &draft->labels, texts);
    compile_actions(compiler, path, &draft->actions, texts);
}
