/* SPDX-License-Identifier: MIT */
/* Compiles metrics and their score rows. */
#include <string.h>

#include "table/compiler.h"
#include "table/metric_type.h"
#include "table/words.h"

/* Returns the index of a set; adds it if no earlier metric has the same kinds. */
static uint32_t compile_set(loyalty_program *program, const struct kind_set *kinds)
{
    uint32_t at = 0;
    while (at < program->set_count && memcmp(&program->sets[at], kinds, sizeof *kinds) != 0)
        at++;
    if (at == program->set_count)
        program->sets[program->set_count++] = *kinds;
    return at;
}

/* Notes what running totals a metric of kinds reads. */
static void compile_totals(loyalty_program *program, struct metric *metric)
{
    for (uint32_t i = 0; i < metric->operand_count; i++) {
        uint16_t *slot = &program->slots[metric->operands[i]];
        kind_set_add(&metric->kinds, metric->operands[i]);
        if (*slot == PROGRAM_NO_SLOT)
            *slot = (uint16_t)program->slot_count++;
    }
    metric->set = INDEX_NONE;
    if ((metric->type == METRIC_ACTIVE_DAYS || metric->type == METRIC_DAYS_SINCE) && metric->operand_count > 1)
        metric->set = compile_set(program, &metric->kinds);
}

/* Gives all kinds that no metric reads the slot after the last one. */
static void compile_other_slots(loyalty_program *program)
{
    for (uint32_t i = 0; i < LOYALTY_KINDS_MAX; i++)
        if (program->slots[i] == PROGRAM_NO_SLOT)
            program->slots[i] = (uint16_t)program->slot_count;
}

static void compile_find_operands(struct compiler *compiler, const char *path, const struct draft_metric *draft,
                                  struct metric *metric)
{
    loyalty_program *program = compiler->program;
    bool share = metric->source == SOURCE_METRICS;
    metric->operands = compile_array(compiler, draft->operand_count, sizeof *metric->operands);
    for (uint32_t i = 0; i < draft->operand_count && !compiler->status; i++) {
        const char *name = draft->operands[i];
        uint32_t index = names_find(share ? &compiler->metrics : &compiler->kinds, name);
        struct path at = path_index(path, i);
        if (index == INDEX_NONE) {
            if (share)
                compile_unknown(compiler, at.text, "metric", name, compile_metric_texts, program->metric_count);
            else
                compile_unknown(compiler, at.text, "event kind", name, compile_kind_texts, program->kind_count);
            continue;
        }
        for (uint32_t before = 0; before < metric->operand_count && !share; before++)
            if (metric->operands[before] == index)
                report_error(compiler->findings, at.text, "event kind '%s' is listed twice; keep one", name);
        metric->operands[metric->operand_count++] = index;
    }
}

static void compile_find_function(struct compiler *compiler, const char *path, const struct draft_metric *draft,
                                  struct metric *metric)
{
    const char *fault = name_fault(draft->operands[0]);
    if (fault) {
        report_error(compiler->findings, path, "'" REPORT_QUOTE "' is not a valid function name; %s",
                     draft->operands[0], fault);
        return;
    }
    metric->host = compile_text(compiler, draft->operands[0]);
    const struct binding *binding = binding_find(compiler->builder->bindings, draft->operands[0]);
    if (binding) {
        metric->function = binding->function;
        metric->user = binding->user;
    } else {
        compiler->program->unbound = metric->host;
    }
}

static void compile_window(struct compiler *compiler, const char *path, const struct draft_metric *draft,
                           struct metric *metric)
{
    const struct metric_info *info = metric_info((enum metric_type)draft->type);
    struct path at = path_word(path, WORD_WITHIN);
    metric->within = compile_text(compiler, draft->within);
    if (!info->has_window)
        report_error(compiler->findings, at.text, "a %s metric has no window; remove its within", info->name);
    else if (!window_parse(draft->within, &metric->window))
        report_error(compiler->findings, at.text,
                     "'" REPORT_QUOTE
                     "' is not a window; write \"Nd\" or \"Nm\" with N from 1 to %d, or \"week\", \"month\", "
                     "\"quarter\" or \"year\"",
                     draft->within, LOYALTY_DAYS_MAX);
}

/* Compiles the operands of a metric. `path` ends with the key that names its type. */
static void compile_source(struct compiler *compiler, const char *path, const struct draft_metric *draft,
                           struct metric *metric)
{
    switch (metric->source) {
    case SOURCE_HOST:
        if (draft->operand_count != 1)
            report_error(compiler->findings, path, "a host metric needs one function; write its name");
        else
            compile_find_function(compiler, path, draft, metric);
        break;
    case SOURCE_METRICS:
        if (draft->operand_count != 2)
            report_error(compiler->findings, path,
                         "a share needs two metrics; write [A, B] for 100 times A divided by B");
        else
            compile_find_operands(compiler, path, draft, metric);
        break;
    case SOURCE_TOTALS:
    case SOURCE_DATES:
        if (draft->operand_count == 0)
            report_error(compiler->findings, path, "the list is empty; write at least one event kind");
        else
            compile_find_operands(compiler, path, draft, metric);
    }
}

static void compile_no_type(struct compiler *compiler, const char *path)
{
    char list[REPORT_MESSAGE / 2] = "";
    for (int type = 0; type < METRIC_TYPES; type++)
        strcat(strcat(list, type ? ", " : ""), metric_info((enum metric_type)type)->name);
    report_error(compiler->findings, path, "the metric has no definition; write one of: %s", list);
}

static void compile_metric(struct compiler *compiler, const struct draft_metric *draft, struct metric *metric)
{
    struct path path = path_thing(WORD_METRICS, draft->thing.item.name);
    if (draft->type == METRIC_TYPES) {
        compile_no_type(compiler, path.text);
        return;
    }
    const struct metric_info *info = metric_info((enum metric_type)draft->type);
    metric->type = (enum metric_type)draft->type;
    metric->source = info->source;
    if (draft->within)
        compile_window(compiler, path.text, draft, metric);
    compile_source(compiler, path_key(path.text, info->name).text, draft, metric);
    if ((info->source == SOURCE_TOTALS || info->source == SOURCE_DATES) && !compiler->status)
        compile_totals(compiler->program, metric);
}

/* Returns how deep shares are nested; 0 for other metrics. Stops at `limit` + 1, because shares may form a cycle. */
static uint32_t compile_share_depth(const loyalty_program *program, uint32_t index, uint32_t limit)
{
    const struct metric *metric = &program->metrics[index];
    uint32_t deepest = 0;
    if (metric->source != SOURCE_METRICS)
        return 0;
    for (uint32_t i = 0; i < metric->operand_count && limit > 0; i++) {
        uint32_t depth = compile_share_depth(program, metric->operands[i], limit - 1);
        if (depth > deepest)
            deepest = depth;
    }
    return deepest + 1;
}

static bool compile_reaches(const loyalty_program *program, uint32_t from, uint32_t to, uint8_t *seen)
{
    const struct metric *metric = &program->metrics[from];
    for (uint32_t i = 0; metric->source == SOURCE_METRICS && i < metric->operand_count; i++) {
        uint32_t operand = metric->operands[i];
        if (operand == to)
            return true;
        if (!seen[operand]) {
            seen[operand] = 1;
            if (compile_reaches(program, operand, to, seen))
                return true;
        }
    }
    return false;
}

static void compile_check_shares(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    for (uint32_t i = 0; i < program->metric_count; i++) {
        struct metric *metric = &program->metrics[i];
        uint8_t seen[LOYALTY_METRICS_MAX] = {0};
        if (metric->source != SOURCE_METRICS)
            continue;
        struct path path = path_key(path_thing(WORD_METRICS, metric->texts.name).text, metric_info(metric->type)->name);
        if (compile_reaches(program, i, i, seen))
            report_error(compiler->findings, path.text, "metric '%s' is a share of itself; write other metrics",
                         metric->texts.name);
        else if (compile_share_depth(program, i, LOYALTY_SHARE_DEPTH_MAX + 1) > LOYALTY_SHARE_DEPTH_MAX)
            report_error(compiler->findings, path.text,
                         "shares of shares are nested too deeply; write at most %d levels", LOYALTY_SHARE_DEPTH_MAX);
        for (uint32_t operand = 0; operand < metric->operand_count; operand++)
            program->metrics[metric->operands[operand]].daily = 1;
    }
}

void compile_metrics(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    const struct draft_list *metrics = &compiler->builder->metrics;
    uint32_t index = 0;
    if (metrics->count > LOYALTY_METRICS_MAX) {
        report_error(compiler->findings, path_word("", WORD_METRICS).text, "too many metrics; write at most %d",
                     LOYALTY_METRICS_MAX);
        return;
    }
    program->metrics = compile_array(compiler, metrics->count, sizeof *program->metrics);
    program->sets = compile_array(compiler, metrics->count, sizeof *program->sets);
    for (uint32_t i = 0; i < LOYALTY_KINDS_MAX; i++)
        program->slots[i] = PROGRAM_NO_SLOT;
    compile_reserve_names(compiler, &compiler->metrics, metrics->count);
    /* Names first: a share may come before its operands. */
    for (const struct draft_metric *draft = metrics->first; draft && !compiler->status;
         draft = draft->thing.item.next) {
        struct path path = path_thing(WORD_METRICS, draft->thing.item.name);
        if (names_find(&compiler->metrics, draft->thing.item.name) != INDEX_NONE)
            report_error(compiler->findings, path.text, "metric '%s' is defined twice; remove or rename one",
                         draft->thing.item.name);
        compile_key_name(compiler, path.text, draft->thing.item.name);
        compile_texts(compiler, path.text, &draft->thing, &program->metrics[program->metric_count].texts);
        if (!compiler->status)
            names_put(&compiler->metrics, draft->thing.item.name, program->metric_count++);
    }
    for (const struct draft_metric *draft = metrics->first; draft && !compiler->status; draft = draft->thing.item.next)
        compile_metric(compiler, draft, &program->metrics[index++]);
    compile_other_slots(program);
    if (!compiler->status)
        compile_check_shares(compiler);
}

static void compile_rows(struct compiler *compiler, const struct draft_points *draft, struct metric *metric)
{
    struct path path = path_points(draft->item.name);
    if (draft->rows.count > LOYALTY_ROWS_MAX)
        report_error(compiler->findings, path.text, "too many score rows; write at most %d", LOYALTY_ROWS_MAX);
    metric->rows = compile_array(compiler, draft->rows.count, sizeof *metric->rows);
    for (const struct draft_row *row = draft->rows.first; row && !compiler->status; row = row->item.next) {
        if (metric->row_count && row->at_least <= metric->rows[metric->row_count - 1].at_least)
            report_error(compiler->findings, path_index(path.text, metric->row_count).text,
                         "at_least %lld is not above %lld, that of the row before; write rows in ascending order",
                         (long long)row->at_least, (long long)metric->rows[metric->row_count - 1].at_least);
        metric->rows[metric->row_count++] = (struct row){row->at_least, row->points};
    }
}

void compile_points(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    program->scored = compile_array(compiler, program->metric_count, sizeof *program->scored);
    for (const struct draft_points *draft = compiler->builder->points.first; draft && !compiler->status;
         draft = draft->item.next) {
        uint32_t index = names_find(&compiler->metrics, draft->item.name);
        if (index == INDEX_NONE) {
            compile_unknown(compiler, path_points(draft->item.name).text, "metric", draft->item.name,
                            compile_metric_texts, program->metric_count);
            continue;
        }
        if (draft->rows.count == 0)
            continue;
        compile_rows(compiler, draft, &program->metrics[index]);
        program->scored[program->scored_count++] = index;
    }
}
