/* SPDX-License-Identifier: MIT */
/* Compiles the windows of metrics: `within`, and the keys beside it. */
#include "table/compiler.h"
#include "table/words.h"

#define COMPILE_PERIODS "\"week\", \"month\", \"quarter\" or \"year\""

static bool compile_same_window(const struct window *a, const struct window *b)
{
    return a->type == b->type && a->length == b->length && a->back == b->back && a->cycle.period == b->cycle.period &&
           a->cycle.month == b->cycle.month && a->cycle.day == b->cycle.day && a->begins == b->begins &&
           a->after == b->after;
}

/* Returns a metric that finds the active dates of one kind; NULL, perhaps with the status set, if there is none. */
static struct metric *compile_dates_of(struct compiler *compiler, uint32_t kind)
{
    if (kind == INDEX_NONE)
        return NULL;
    struct metric *metric = compile_array(compiler, 1, sizeof *metric);
    uint32_t *operands = compile_array(compiler, 1, sizeof *operands);
    if (compiler->status)
        return NULL;
    *operands = kind;
    metric->type = METRIC_DAYS_SINCE;
    metric->source = SOURCE_DATES;
    metric->operands = operands;
    metric->operand_count = 1;
    metric->set = INDEX_NONE;
    kind_set_add(&metric->kinds, kind);
    compile_slot(compiler->program, kind);
    return metric;
}

/* Returns the index of a window; adds it if no earlier metric has the same one. */
static uint32_t compile_put_window(struct compiler *compiler, const struct window *window)
{
    loyalty_program *program = compiler->program;
    uint32_t at = 0;
    while (at < program->window_count && !compile_same_window(&program->windows[at].window, window))
        at++;
    if (at == program->window_count)
        program->windows[program->window_count++] =
            (struct program_window){*window, window_is_plain(window), compile_dates_of(compiler, window->begins),
                                    compile_dates_of(compiler, window->after)};
    return at;
}

static const struct window window_whole = {
    .type = WINDOW_ALL, .cycle = {PERIOD_NONE, 0, 1}, .begins = INDEX_NONE, .after = INDEX_NONE};

void compile_begin_windows(struct compiler *compiler, uint32_t metrics)
{
    compiler->program->windows = compile_array(compiler, metrics + 1, sizeof *compiler->program->windows);
    if (!compiler->status)
        compile_put_window(compiler, &window_whole);
}

static void compile_within(struct compiler *compiler, const char *path, const char *text, struct window *window)
{
    if (text && !window_parse(text, window))
        report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, path_word(path, WORD_WITHIN).text,
                     "'" REPORT_QUOTE "' is not a window; write \"Nd\" or \"Nm\" with N from 1 to %d, " COMPILE_PERIODS
                     ", or \"term\"",
                     text, LOYALTY_DAYS_MAX);
}

static void compile_back(struct compiler *compiler, const char *path, const struct draft_metric *draft,
                         struct window *window)
{
    struct path at = path_word(path, WORD_BACK);
    if (!draft->has_back)
        return;
    if (!draft->within || window->type == WINDOW_TERM)
        report_surplus(
            compiler->findings, LOYALTY_PROBLEM_CONFLICT, at.text,
            "there is no window before this one; write a within of days, months or a period, or remove back");
    if (draft->back < 0 || draft->back > LOYALTY_BACK_MAX)
        report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, at.text,
                     "%lld is not valid here; write a whole number from 0 to %d", (long long)draft->back,
                     LOYALTY_BACK_MAX);
    else
        window->back = (int32_t)draft->back;
}

/* Returns the index of a kind that a window names, or INDEX_NONE. */
static uint32_t compile_window_kind(struct compiler *compiler, const char *path, enum word word, const char *name)
{
    uint32_t kind = names_find(&compiler->kinds, name);
    if (kind == INDEX_NONE)
        compile_unknown(compiler, path_word(path, word).text, "event kind", name, compile_kind_texts,
                        compiler->program->kind_count);
    return kind;
}

void compile_year_day(struct compiler *compiler, const char *path, const char *text, struct cycle *cycle)
{
    if (!year_day_parse(text, cycle))
        report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, path,
                     "'" REPORT_QUOTE "' is not a day of every year; write \"MM-DD\", such as \"04-01\", but not 02-29",
                     text);
}

static void compile_begins(struct compiler *compiler, const char *path, const char *text, struct window *window)
{
    struct path at = path_word(path, WORD_BEGINS);
    if (!text)
        return;
    if (window->type != WINDOW_CYCLE || window->cycle.period == PERIOD_WEEK)
        report_surplus(
            compiler->findings, LOYALTY_PROBLEM_CONFLICT, at.text,
            "only months, quarters and years can begin elsewhere; write \"within\": \"year\", or remove begins");
    else if (text_is_number(text))
        compile_year_day(compiler, at.text, text, &window->cycle);
    else
        window->begins = compile_window_kind(compiler, path, WORD_BEGINS, text);
}

/* Reports keys of a window on a metric that has none. */
static void compile_no_window(struct compiler *compiler, const char *path, const struct draft_metric *draft,
                              const char *type)
{
    const struct {
        enum word word;
        bool given;
    } keys[] = {{WORD_WITHIN, draft->within != NULL},
                {WORD_BACK, draft->has_back},
                {WORD_BEGINS, draft->begins != NULL},
                {WORD_AFTER, draft->after != NULL}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].given)
            report_surplus(compiler->findings, LOYALTY_PROBLEM_CONFLICT, path_word(path, keys[i].word).text,
                           "a %s metric has no window; remove its %s", type, word_text(keys[i].word));
}

static void compile_window_texts(struct compiler *compiler, const struct draft_metric *draft, struct metric *metric)
{
    metric->within = draft->within ? compile_text(compiler, draft->within) : NULL;
    metric->begins = draft->begins ? compile_text(compiler, draft->begins) : NULL;
    metric->after = draft->after ? compile_text(compiler, draft->after) : NULL;
}

void compile_window(struct compiler *compiler, const char *path, const struct draft_metric *draft,
                    struct metric *metric)
{
    struct window window = window_whole;
    compile_window_texts(compiler, draft, metric);
    if (!metric_info(metric->type)->has_window) {
        metric->plain = true;
        compile_no_window(compiler, path, draft, metric_key_name(metric->type, metric->period));
        return;
    }
    compile_within(compiler, path, draft->within, &window);
    compile_back(compiler, path, draft, &window);
    compile_begins(compiler, path, draft->begins, &window);
    if (draft->after)
        window.after = compile_window_kind(compiler, path, WORD_AFTER, draft->after);
    if (!compiler->status) {
        metric->window = compile_put_window(compiler, &window);
        metric->plain = window_is_plain(&window);
    }
}
