/* SPDX-License-Identifier: MIT */
/*
 * Works out a table's fingerprint: SipHash-1-3 of its parts, twice, with two fixed keys. What is hashed, and in which
 * order, is part of the format of snapshots (docs/snapshot-format.md).
 */
#include "table/fingerprint.h"

#include <string.h>

#include "base/hash.h"

/* Parts begin with one of these, so that none can look like another. */
enum { FINGERPRINT_TABLE = 1, FINGERPRINT_KIND, FINGERPRINT_METRIC, FINGERPRINT_RUNG };

/* The fractional digits of pi, as in Blowfish (Schneier 1993): numbers that nobody chose. */
static const struct hash_seed fingerprint_keys[] = {
    {{UINT64_C(0x243f6a8885a308d3), UINT64_C(0x13198a2e03707344)}, false},
    {{UINT64_C(0xa4093822299f31d0), UINT64_C(0x082efa98ec4e6c89)}, false}};

struct fingerprint {
    const loyalty_program *program;
    struct sip halves[2];
    uint64_t words;
    bool read[LOYALTY_METRICS_MAX]; /* the metrics on which a standing or a score can depend */
};

static void fingerprint_put(struct fingerprint *print, int64_t number)
{
    for (int i = 0; i < 2; i++)
        sip_word(&print->halves[i], (uint64_t)number);
    print->words++;
}

static void fingerprint_put_text(struct fingerprint *print, const char *text)
{
    const size_t length = strlen(text);
    fingerprint_put(print, (int64_t)length);
    for (size_t at = 0; at < length; at += sizeof(uint64_t)) {
        const size_t rest = length - at;
        fingerprint_put(print, (int64_t)hash_word_of(text + at, rest < 8 ? (uint32_t)rest : 8));
    }
}

/* An absent kind is an empty name. */
static void fingerprint_put_kind(struct fingerprint *print, uint32_t kind)
{
    fingerprint_put_text(print, kind == INDEX_NONE ? "" : print->program->kinds[kind].texts.name);
}

static void fingerprint_put_span(struct fingerprint *print, struct span span)
{
    fingerprint_put(print, span.length);
    fingerprint_put(print, span.length && span.months);
}

/* Quarters that begin in April are those that begin in January. */
static void fingerprint_put_cycle(struct fingerprint *print, struct cycle cycle)
{
    const int month = cycle.period == PERIOD_YEAR ? cycle.month : cycle.period == PERIOD_QUARTER ? cycle.month % 3 : 0;
    fingerprint_put(print, cycle.period);
    fingerprint_put(print, month);
    fingerprint_put(print, cycle.period >= PERIOD_MONTH ? cycle.day : 0);
}

/* ---- rules ---- */

static void fingerprint_put_rule(struct fingerprint *print, const struct rule *rule)
{
    fingerprint_put(print, rule->alternatives);
    fingerprint_put(print, rule->count);
    for (uint32_t i = 0; i < rule->count; i++) {
        const struct condition *condition = &rule->conditions[i];
        fingerprint_put(print, condition->end);
        fingerprint_put(print, condition->subject);
        fingerprint_put(print, condition->op);
        fingerprint_put(print, condition->number);
        if (condition->subject == LOYALTY_SUBJECT_METRIC)
            fingerprint_put_text(print, print->program->metrics[condition->metric].texts.name);
    }
}

static void fingerprint_put_rung(struct fingerprint *print, const struct rung *rung)
{
    fingerprint_put(print, FINGERPRINT_RUNG);
    fingerprint_put_text(print, rung->texts.name);
    fingerprint_put_rule(print, &rung->enter);
    fingerprint_put_rule(print, &rung->keep);
    fingerprint_put_span(print, rung->hold);
    fingerprint_put_span(print, rung->grace);
    fingerprint_put_span(print, rung->term);
    fingerprint_put(print, rung_has_term(rung) ? (int64_t)rung->until : PERIOD_NONE);
    fingerprint_put(print, rung->fall);
}

/* ---- metrics ---- */

static void fingerprint_read_metric(struct fingerprint *print, uint32_t index)
{
    const struct metric *metric = &print->program->metrics[index];
    print->read[index] = true;
    for (uint32_t i = 0; metric->source == SOURCE_METRICS && i < metric->operand_count; i++)
        fingerprint_read_metric(print, metric->operands[i]); /* at most LOYALTY_SHARE_DEPTH_MAX deep */
}

static void fingerprint_read_rule(struct fingerprint *print, const struct rule *rule)
{
    for (uint32_t i = 0; i < rule->count; i++)
        if (rule->conditions[i].subject == LOYALTY_SUBJECT_METRIC)
            fingerprint_read_metric(print, rule->conditions[i].metric);
}

static void fingerprint_read_all(struct fingerprint *print)
{
    const loyalty_program *program = print->program;
    fingerprint_read_rule(print, &program->out);
    for (uint32_t i = 0; i < program->rung_count; i++) {
        fingerprint_read_rule(print, &program->rungs[i].enter);
        fingerprint_read_rule(print, &program->rungs[i].keep);
    }
    for (uint32_t i = 0; i < program->scored_count; i++)
        fingerprint_read_metric(print, program->scored[i]);
}

static void fingerprint_put_window(struct fingerprint *print, const struct window *window)
{
    fingerprint_put(print, window->type);
    fingerprint_put(print, window->length);
    fingerprint_put(print, window->back);
    fingerprint_put_cycle(print, window->cycle);
    fingerprint_put_kind(print, window->begins);
    fingerprint_put_kind(print, window->after);
}

/* Kinds come in the order of their names, because no metric depends on the order in which a table lists them. */
static void fingerprint_put_kinds_of(struct fingerprint *print, const struct metric *metric)
{
    const loyalty_program *program = print->program;
    for (uint32_t i = 0; i < program->kind_count; i++)
        for (uint32_t j = 0; j < metric->operand_count; j++)
            if (metric->operands[j] == program->kinds_by_name[i]) {
                fingerprint_put_kind(print, metric->operands[j]);
                fingerprint_put(print, metric->weights ? metric->weights[j] : 1);
            }
}

static void fingerprint_put_operands(struct fingerprint *print, const struct metric *metric)
{
    fingerprint_put(print, metric->operand_count);
    switch (metric->source) {
    case SOURCE_TOTALS:
    case SOURCE_DATES:
        fingerprint_put_kinds_of(print, metric);
        break;
    case SOURCE_METRICS:
        for (uint32_t i = 0; i < metric->operand_count; i++)
            fingerprint_put_text(print, print->program->metrics[metric->operands[i]].texts.name);
        break;
    case SOURCE_HOST:
        fingerprint_put_text(print, metric->host);
        break;
    }
}

static void fingerprint_put_metric(struct fingerprint *print, const struct metric *metric)
{
    fingerprint_put(print, FINGERPRINT_METRIC);
    fingerprint_put_text(print, metric->texts.name);
    fingerprint_put(print, (int64_t)metric->type);
    fingerprint_put(print, (int64_t)metric->period);
    fingerprint_put_window(print, &print->program->windows[metric->window].window);
    fingerprint_put_operands(print, metric);
    fingerprint_put(print, metric->row_count);
    for (uint32_t i = 0; i < metric->row_count; i++) {
        fingerprint_put(print, metric->rows[i].at_least);
        fingerprint_put(print, metric->rows[i].points);
    }
}

/* ---- names ---- */

/* Inserts an index behind the `count` that are there, in the order of names. */
static void fingerprint_insert(const char *const *names, uint32_t *order, uint32_t count, uint32_t index)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (strcmp(names[order[middle]], names[index]) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    memmove(order + low + 1, order + low, (count - low) * sizeof *order);
    order[low] = index;
}

static void fingerprint_put_kinds(struct fingerprint *print)
{
    for (uint32_t i = 0; i < print->program->kind_count; i++) {
        const struct kind *kind = &print->program->kinds[print->program->kinds_by_name[i]];
        fingerprint_put(print, FINGERPRINT_KIND);
        fingerprint_put_text(print, kind->texts.name);
        fingerprint_put(print, kind->min);
        fingerprint_put(print, kind->max);
    }
}

static void fingerprint_put_metrics(struct fingerprint *print)
{
    const char *names[LOYALTY_METRICS_MAX];
    uint32_t order[LOYALTY_METRICS_MAX], count = 0;
    for (uint32_t i = 0; i < print->program->metric_count; i++) {
        names[i] = print->program->metrics[i].texts.name;
        if (print->read[i])
            fingerprint_insert(names, order, count++, i);
    }
    for (uint32_t i = 0; i < count; i++)
        fingerprint_put_metric(print, &print->program->metrics[order[i]]);
}

static int32_t fingerprint_sort_kinds(loyalty_program *program)
{
    const char *names[LOYALTY_KINDS_MAX];
    if (program->kind_count == 0)
        return LOYALTY_OK;
    program->kinds_by_name = arena_new(&program->arena, program->kind_count * sizeof *program->kinds_by_name);
    if (!program->kinds_by_name)
        return LOYALTY_E_MEMORY;
    for (uint32_t i = 0; i < program->kind_count; i++) {
        names[i] = program->kinds[i].texts.name;
        fingerprint_insert(names, program->kinds_by_name, i, i);
    }
    return LOYALTY_OK;
}

static void fingerprint_end(struct fingerprint *print, unsigned char *bytes)
{
    for (int i = 0; i < 2; i++) {
        const uint64_t half = sip_end(&print->halves[i], print->words);
        for (int j = 0; j < 8; j++)
            bytes[8 * i + j] = (unsigned char)(half >> 8 * j);
    }
}

int32_t fingerprint_program(loyalty_program *program)
{
    struct fingerprint print = {.program = program,
                                .halves = {sip_begin(&fingerprint_keys[0]), sip_begin(&fingerprint_keys[1])}};
    int32_t status = fingerprint_sort_kinds(program);
    if (status)
        return status;
    fingerprint_read_all(&print);
    fingerprint_put(&print, FINGERPRINT_TABLE);
    fingerprint_put(&print, program->accept_late);
    fingerprint_put(&print, program->climb);
    fingerprint_put(&print, program->score_max);
    fingerprint_put_cycle(&print, program->review);
    fingerprint_put_rule(&print, &program->out);
    fingerprint_put_kinds(&print);
    fingerprint_put_metrics(&print);
    for (uint32_t i = 0; i < program->rung_count; i++)
        fingerprint_put_rung(&print, &program->rungs[i]);
    fingerprint_end(&print, program->fingerprint);
    return LOYALTY_OK;
}

loyalty_status loyalty_program_fingerprint(const loyalty_program *program, void *bytes16)
{
    if (!program || !bytes16)
        return LOYALTY_E_ARGUMENT;
    memcpy(bytes16, program->fingerprint, sizeof program->fingerprint);
    return LOYALTY_OK;
}
