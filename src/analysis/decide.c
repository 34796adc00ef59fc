/* SPDX-License-Identifier: MIT */
/*
 * Decides rungs from columns of metrics. It applies one condition after another to a block of rows at a time. So each
 * condition is a short loop over one column without a branch, and the columns of a block stay in the cache. Loops over
 * bytes run over whole blocks, because gcc needs a constant length to vectorize at -O2.
 */
#include <string.h>

#include "loyalty/analysis.h"
#include "table/program.h"

enum { DECIDE_BLOCK = 1024 };

struct table {
    const loyalty_program *program;
    const int64_t *const *metrics;
    const unsigned char *const *defined; /* NULL if all values are defined */
};

/* Some rows of the table, and what is known of them. Bytes are 0 or 1. */
struct block {
    const struct table *table;
    size_t first, count;
    bool scored; /* whether the scores are known */
    int64_t scores[DECIDE_BLOCK];
    unsigned char rungs[DECIDE_BLOCK];
    unsigned char open[DECIDE_BLOCK];        /* 1 if not decided yet; 0 after the last row */
    unsigned char holds[DECIDE_BLOCK];       /* 1 if open and the rung's `enter` holds */
    unsigned char alternative[DECIDE_BLOCK]; /* 1 if open and the conditions so far hold */
};

/* The values that satisfy a comparison: those from `low` to `low` + `width`, or, if `others` is 1, all others. */
struct decide_span {
    uint64_t low, width;
    unsigned char others;
};

static struct decide_span decide_span_of(const struct condition *condition)
{
    const unsigned char others = !(condition->admits & SIGN_AT);
    const uint32_t admits = others ? condition->admits ^ SIGN_ANY : condition->admits;
    const uint64_t low = (uint64_t)(admits & SIGN_BELOW ? INT64_MIN : condition->number);
    const uint64_t high = (uint64_t)(admits & SIGN_ABOVE ? INT64_MAX : condition->number);
    return (struct decide_span){low, high - low, others};
}

static const int64_t *decide_column(const struct block *block, uint32_t metric)
{
    const int64_t *column = block->table->metrics[metric];
    return column ? column + block->first : NULL;
}

/* Returns which values of a metric are defined; NULL if all are. */
static const unsigned char *decide_defined(const struct block *block, uint32_t metric)
{
    const unsigned char *const *defined = block->table->defined;
    return defined && defined[metric] ? defined[metric] + block->first : NULL;
}

/* Adds the points of one metric, the same as day_points() returns, to the scores. */
static void decide_add_points(struct block *block, uint32_t index)
{
    const struct metric *metric = &block->table->program->metrics[index];
    const int64_t *column = decide_column(block, index);
    const unsigned char *defined = decide_defined(block, index);
    const size_t count = block->count;
    int64_t *restrict scores = block->scores;
    int64_t before = 0;
    for (uint32_t row = 0; column && row < metric->row_count; row++) {
        int64_t at_least = metric->rows[row].at_least, more = metric->rows[row].points - before;
        before = metric->rows[row].points;
        for (size_t i = 0; i < count; i++)
            scores[i] += column[i] >= at_least && (!defined || defined[i]) ? more : 0;
    }
}

static const int64_t *decide_scores(struct block *block)
{
    const loyalty_program *program = block->table->program;
    if (block->scored)
        return block->scores;
    memset(block->scores, 0, sizeof block->scores);
    for (uint32_t i = 0; i < program->scored_count; i++)
        decide_add_points(block, program->scored[i]);
    for (size_t i = 0; i < block->count; i++) {
        int64_t score = block->scores[i] < 0 ? 0 : block->scores[i];
        block->scores[i] = score > program->score_max ? program->score_max : score;
    }
    block->scored = true;
    return block->scores;
}

/* Keeps in the alternative only the rows for which the condition holds too. */
static void decide_apply(struct block *block, const struct condition *condition)
{
    const bool is_metric = condition->subject == LOYALTY_SUBJECT_METRIC;
    const int64_t *column = is_metric ? decide_column(block, condition->metric) : decide_scores(block);
    const unsigned char *defined = is_metric ? decide_defined(block, condition->metric) : NULL;
    const struct decide_span span = decide_span_of(condition);
    const size_t count = block->count;
    unsigned char *restrict rows = block->alternative;
    if (!column) {
        memset(rows, 0, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        rows[i] &= ((uint64_t)column[i] - span.low <= span.width) ^ span.others;
    if (defined)
        for (size_t i = 0; i < count; i++)
            rows[i] &= defined[i] != 0;
}

/* Sets `holds` for the open rows for which a rule holds. */
static void decide_apply_rule(struct block *block, const struct rule *rule)
{
    memset(block->holds, 0, DECIDE_BLOCK);
    for (uint32_t i = 0; i < rule->count;) {
        const uint32_t end = rule->conditions[i].end;
        memcpy(block->alternative, block->open, DECIDE_BLOCK);
        for (; i < end; i++)
            decide_apply(block, &rule->conditions[i]);
        for (size_t k = 0; k < DECIDE_BLOCK; k++)
            block->holds[k] |= block->alternative[k];
    }
}

static void decide_block(struct block *block, uint32_t *rungs)
{
    uint32_t left = 1;
    memset(block->open, 0, DECIDE_BLOCK);
    memset(block->open, 1, block->count);
    memset(block->rungs, 0, DECIDE_BLOCK);
    decide_apply_rule(block, &block->table->program->out);
    for (size_t i = 0; i < DECIDE_BLOCK; i++)
        block->open[i] ^= block->holds[i];
    for (uint32_t rung = block->table->program->rung_count - 1; rung > 0 && left; rung--) {
        decide_apply_rule(block, &block->table->program->rungs[rung].enter);
        left = 0;
        for (size_t i = 0; i < DECIDE_BLOCK; i++) {
            block->rungs[i] |= (unsigned char)(block->holds[i] * rung);
            block->open[i] ^= block->holds[i];
            left |= block->open[i];
        }
    }
    for (size_t i = 0; i < block->count; i++)
        rungs[i] = block->rungs[i];
}

loyalty_status loyalty_program_decide(const loyalty_program *program, size_t rows, const int64_t *const *metrics,
                                      const unsigned char *const *defined, uint32_t *rungs)
{
    if (!program || (!metrics && program->metric_count) || (!rungs && rows))
        return LOYALTY_E_ARGUMENT;
    struct table table = {program, metrics, defined};
    struct block block = {.table = &table};
    for (size_t first = 0; first < rows; first += block.count) {
        block.first = first;
        block.count = rows - first < DECIDE_BLOCK ? rows - first : DECIDE_BLOCK;
        block.scored = false;
        decide_block(&block, rungs + first);
    }
    return LOYALTY_OK;
}
