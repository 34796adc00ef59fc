/* SPDX-License-Identifier: MIT */
/* Compiles metrics and their score rows. */
#include <string.h>

#include "table/compiler.h"
#include "table/metric_type.h"
#include "table/words.h"

/* Returns the index of a set; adds it if no earlier metric has the same. */
static uint32_t compile_set(loyalty_program *program, const struct kind_set *kinds, enum period period)
{
    uint32_t at = 0;
    while (at < program->set_count &&
           (program->sets[at].period != period || memcmp(&program->sets[at].kinds, kinds, sizeof *kinds) != 0))
        at++;
    if (at == program->set_count)
        program->sets[program->set_count++] = (struct period_set){*kinds, period};
    return at;
}

void compile_slot(loyalty_program *program, uint32_t kind)
{
    if (program->slots[kind] == PROGRAM_NO_SLOT)
        program->slots[kind] = (uint16_t)program->slot_count++;
}

/* Returns the period whose active ones a metric counts or looks for; PERIOD_NONE if totals of its kinds are enough. */
static enum period compile_counted_period(const struct metric *metric)
{
    switch (metric->type) {
    case METRIC_STREAK:
        return metric->period;
    case METRIC_ACTIVE:
        return metric->period == PERIOD_DAY && metric->operand_count == 1 ? PERIOD_NONE : metric->period;
    case METRIC_DAYS_SINCE:
    case METRIC_LATEST:
        return metric->operand_count == 1 ? PERIOD_NONE : PERIOD_DAY;
    default:
        return PERIOD_NONE;
    }
}

/* Notes what running totals a metric of kinds reads, and what kinds. */
static void compile_totals(loyalty_program *program, struct metric *metric)
{
    const struct window *window = &program->windows[metric->window].window;
    for (uint32_t i = 0; i < metric->operand_count; i++) {
        compile_slot(program, metric->operands[i]);
        kind_set_add(&metric->kinds, metric->operands[i]);
    }
    metric->reads = metric->kinds;
    if (window->begins != INDEX_NONE)
        kind_set_add(&metric->reads, window->begins);
    if (window->after != INDEX_NONE)
        kind_set_add(&metric->reads, window->after);
    metric->of_term = window->type == WINDOW_TERM;
    const enum period period = compile_counted_period(metric);
    metric->set = period == PERIOD_NONE ? INDEX_NONE : compile_set(program, &metric->kinds, period);
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
        struct path at = draft->weights ? path_key(path, name) : path_index(path, i);
        if (index == INDEX_NONE) {
            if (share)
                compile_unknown(compiler, at.text, "metric", name, compile_metric_texts, program->metric_count);
            else
                compile_unknown(compiler, at.text, "event kind", name, compile_kind_texts, program->kind_count);
            continue;
        }
        for (uint32_t before = 0; before < metric->operand_count && !share; before++)
            if (metric->operands[before] == index)
                report_error(compiler->findings, LOYALTY_PROBLEM_REPEATED, at.text,
                             "event kind '%s' is listed twice; keep one", name);
        metric->operands[metric->operand_count++] = index;
    }
}

static void compile_find_function(struct compiler *compiler, const char *path, const struct draft_metric *draft,
                                  struct metric *metric)
{
    const char *fault = name_fault(draft->operands[0]);
    if (fault) {
        report_error(compiler->findings, LOYALTY_PROBLEM_NAME, path,
                     "'" REPORT_QUOTE "' is not a valid function name; %s", draft->operands[0], fault);
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

/* Compiles the weights of kinds, also where one of these is unknown. `path` ends with the key that names the metric's type. */
static void compile_weights(struct compiler *compiler, const char *path, const struct draft_metric *draft,
                            struct metric *metric)
{
    bool all_one = true;
    if (!draft->weights || compiler->status)
        return;
    if (!metric_info(metric->type)->has_weights)
        report_error(compiler->findings, LOYALTY_PROBLEM_CONFLICT, path,
                     "only a count or a sum takes weights; write a list of event kinds");
    metric->weights = compile_array(compiler, draft->operand_count, sizeof *metric->weights);
    for (uint32_t i = 0; i < draft->operand_count && !compiler->status; i++) {
        const int64_t weight = draft->weights[i];
        if (weight == 0 || weight < -LOYALTY_WEIGHT_MAX || weight > LOYALTY_WEIGHT_MAX)
            report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, path_key(path, draft->operands[i]).text,
                         "%lld is not a weight; write a whole number from %d to %d, but not 0", (long long)weight,
                         -LOYALTY_WEIGHT_MAX, LOYALTY_WEIGHT_MAX);
        metric->weights[i] = (int32_t)weight;
        all_one &= weight == 1;
    }
    if (all_one)
        metric->weights = NULL;
}

/* Compiles the operands of a metric. `path` ends with the key that names its type. */
static void compile_source(struct compiler *compiler, const char *path, const struct draft_metric *draft,
                           struct metric *metric)
{
    if (draft->weights && (metric->source == SOURCE_HOST || metric->source == SOURCE_METRICS))
        report_error(compiler->findings, LOYALTY_PROBLEM_CONFLICT, path,
                     "only a count or a sum takes weights; remove them");
    switch (metric->source) {
    case SOURCE_HOST:
        if (draft->operand_count != 1)
            report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, path,
                         "a host metric needs one function; write its name");
        else
            compile_find_function(compiler, path, draft, metric);
        break;
    case SOURCE_METRICS:
        if (draft->operand_count != 2)
            report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, path,
                         "a share needs two metrics; write [A, B] for 100 times A divided by B");
        else
            compile_find_operands(compiler, path, draft, metric);
        break;
    case SOURCE_TOTALS:
    case SOURCE_DATES:
        if (draft->operand_count == 0)
            report_error(compiler->findings, LOYALTY_PROBLEM_MISSING, path,
                         "the list is empty; write at least one event kind");
        else if (metric->type == METRIC_DIFFERENT && draft->operand_count == 1)
            report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, path,
                         "there is nothing to tell apart; write a list of two kinds or more");
        else
            compile_find_operands(compiler, path, draft, metric);
        compile_weights(compiler, path, draft, metric);
    }
}

static void compile_no_type(struct compiler *compiler, const char *path)
{
    char list[REPORT_MESSAGE / 2] = "";
    for (uint32_t i = 0; metric_key(i); i++)
        strcat(strcat(list, i ? ", " : ""), metric_key(i)->name);
    report_error(compiler->findings, LOYALTY_PROBLEM_MISSING, path, "the metric has no definition; write one of: %s",
                 list);
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
    metric->period = (enum period)draft->period;
    metric->source = info->source;
    metric->unit = draft->unit;
    compile_window(compiler, path.text, draft, metric);
    compile_source(compiler, path_key(path.text, metric_key_name(metric->type, metric->period)).text, draft, metric);
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
        struct path path =
            path_key(path_thing(WORD_METRICS, metric->texts.name).text, metric_key_name(metric->type, metric->period));
        if (compile_reaches(program, i, i, seen))
            report_error(compiler->findings, LOYALTY_PROBLEM_CYCLE, path.text,
                         "metric '%s' is a share of itself; write other metrics", metric->texts.name);
        else if (compile_share_depth(program, i, LOYALTY_SHARE_DEPTH_MAX + 1) > LOYALTY_SHARE_DEPTH_MAX)
            report_error(compiler->findings, LOYALTY_PROBLEM_LIMIT, path.text,
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
        report_error(compiler->findings, LOYALTY_PROBLEM_LIMIT, path_word("", WORD_METRICS).text,
                     "too many metrics; write at most %d", LOYALTY_METRICS_MAX);
        return;
    }
    program->metrics = compile_array(compiler, metrics->count, sizeof *program->metrics);
    program->sets = compile_array(compiler, metrics->count, sizeof *program->sets);
    for (uint32_t i = 0; i < LOYALTY_KINDS_MAX; i++)
        program->slots[i] = PROGRAM_NO_SLOT;
    compile_begin_windows(compiler, metrics->count);
    compile_reserve_names(compiler, &compiler->metrics, metrics->count);
    /* Names first: a share may come before its operands. */
    for (const struct draft_metric *draft = metrics->first; draft && !compiler->status;
         draft = draft->thing.item.next) {
        struct path path = path_thing(WORD_METRICS, draft->thing.item.name);
        if (names_find(&compiler->metrics, draft->thing.item.name) != INDEX_NONE)
            report_error(compiler->findings, LOYALTY_PROBLEM_REPEATED, path.text,
                         "metric '%s' is defined twice; remove or rename one", draft->thing.item.name);
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
        report_error(compiler->findings, LOYALTY_PROBLEM_LIMIT, path.text, "too many score rows; write at most %d",
                     LOYALTY_ROWS_MAX);
    metric->rows = compile_array(compiler, draft->rows.count, sizeof *metric->rows);
    for (const struct draft_row *row = draft->rows.first; row && !compiler->status; row = row->item.next) {
        if (metric->row_count && row->at_least <= metric->rows[metric->row_count - 1].at_least)
            report_error(compiler->findings, LOYALTY_PROBLEM_VALUE, path_index(path.text, metric->row_count).text,
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
