/* SPDX-License-Identifier: MIT */
/* Prepares conditions for the fold of days: finds the values and the kinds that can change an answer. */
#include "table/compiler.h"

/* Writes the values at which the answer changes while the metric grows, at most two. Returns how many. */
static uint32_t compile_condition_cuts(const struct condition *condition, int64_t *cuts)
{
    uint32_t count = 0;
    bool below = (condition->admits & SIGN_BELOW) != 0, here = (condition->admits & SIGN_AT) != 0;
    bool above = (condition->admits & SIGN_ABOVE) != 0;
    if (below != here)
        cuts[count++] = condition->number;
    if (here != above && condition->number < INT64_MAX)
        cuts[count++] = condition->number + 1;
    return count;
}

/* Writes the cuts of a rule's conditions on a metric; only counts them if `cuts` is NULL. Returns how many. */
static uint32_t compile_rule_cuts(const struct rule *rule, uint32_t metric, int64_t *cuts)
{
    uint32_t count = 0;
    int64_t two[2];
    for (uint32_t i = 0; i < rule->count; i++) {
        const struct condition *condition = &rule->conditions[i];
        if (condition->subject == LOYALTY_SUBJECT_METRIC && condition->metric == metric)
            count += compile_condition_cuts(condition, cuts ? cuts + count : two);
    }
    return count;
}

static uint32_t compile_gather_cuts(const loyalty_program *program, uint32_t index, int64_t *cuts)
{
    const struct metric *metric = &program->metrics[index];
    uint32_t count = 0;
    for (uint32_t i = 0; i < program->rung_count; i++) {
        count += compile_rule_cuts(&program->rungs[i].enter, index, cuts ? cuts + count : NULL);
        count += compile_rule_cuts(&program->rungs[i].keep, index, cuts ? cuts + count : NULL);
    }
    count += compile_rule_cuts(&program->out, index, cuts ? cuts + count : NULL);
    for (uint32_t i = 0; i < metric->row_count; i++, count++)
        if (cuts)
            cuts[count] = metric->rows[i].at_least;
    return count;
}

void compile_cuts(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    for (uint32_t i = 0; i < program->metric_count && !compiler->status; i++) {
        struct metric *metric = &program->metrics[i];
        if (!metric_info(metric->type)->ages)
            continue;
        metric->cut_count = compile_gather_cuts(program, i, NULL);
        metric->cuts = compile_array(compiler, metric->cut_count, sizeof *metric->cuts);
        if (metric->cuts)
            compile_gather_cuts(program, i, metric->cuts);
    }
}

/* Sets what a share reads, through its operands. */
static const struct metric *compile_metric_reads(loyalty_program *program, uint32_t index)
{
    struct metric *metric = &program->metrics[index];
    if (metric->source == SOURCE_METRICS && metric->reads.bits == 0)
        for (uint32_t i = 0; i < metric->operand_count; i++) {
            const struct metric *operand = compile_metric_reads(program, metric->operands[i]);
            kind_set_add_all(&metric->kinds, &operand->kinds);
            kind_set_add_all(&metric->reads, &operand->reads);
            metric->of_term |= operand->of_term;
        }
    return metric;
}

/* Sets what the score reads, and which metrics depend on the term. */
static void compile_metrics_read(loyalty_program *program)
{
    for (uint32_t i = 0; i < program->metric_count; i++)
        if (compile_metric_reads(program, i)->of_term) {
            program->terms = true;
            program->term_metrics[i / 64] |= UINT64_C(1) << i % 64;
        }
    for (uint32_t i = 0; i < program->scored_count; i++) {
        const struct metric *metric = &program->metrics[program->scored[i]];
        kind_set_add_all(&program->scored_kinds, &metric->reads);
        program->term_score |= metric->of_term;
    }
}

/* Returns the kinds that a condition reads. */
static const struct kind_set *compile_condition_kinds(const loyalty_program *program, const struct condition *condition)
{
    static const struct kind_set none;
    if (condition->subject == LOYALTY_SUBJECT_METRIC)
        return &program->metrics[condition->metric].reads;
    return condition->subject == LOYALTY_SUBJECT_SCORE ? &program->scored_kinds : &none;
}

/* The directions in which an event with a count above 0 can move a metric. */
struct motion {
    bool up, down;
};

/* Returns how a count or a sum can move, from its weights and, if `by_value`, from the values that its kinds may have. */
static struct motion compile_motion_of_kinds(const loyalty_program *program, const struct metric *metric, bool by_value)
{
    struct motion motion = {false, false};
    for (uint32_t i = 0; i < metric->operand_count; i++) {
        const struct kind *kind = &program->kinds[metric->operands[i]];
        const bool gives = !by_value || kind->max > 0, takes = by_value && kind->min < 0;
        const bool turned = metric->weights && metric->weights[i] < 0;
        motion.up |= turned ? takes : gives;
        motion.down |= turned ? gives : takes;
    }
    return motion;
}

/* Returns how a metric can move, for a condition that asks for large values, or else for small ones. */
static struct motion compile_motion_of(const loyalty_program *program, const struct metric *metric, bool large)
{
    switch (metric_info(metric->type)->motion) {
    case MOTION_UP:
        return compile_motion_of_kinds(program, metric, false);
    case MOTION_BY_VALUE:
        return compile_motion_of_kinds(program, metric, true);
    case MOTION_DOWN:
        return (struct motion){large, true}; /* a value that becomes defined may be large */
    case MOTION_ANY:
        break;
    }
    return (struct motion){true, true};
}

/* Returns the kind_bit() of the kinds whose events move a metric's window. */
static uint32_t compile_window_bits(const loyalty_program *program, const struct metric *metric)
{
    const struct window *window = &program->windows[metric->window].window;
    uint32_t bits = 0;
    if (window->begins != INDEX_NONE)
        bits |= kind_bit(window->begins);
    if (window->after != INDEX_NONE)
        bits |= kind_bit(window->after);
    return bits;
}

/* Returns whether values on `side` of the number satisfy the condition, and those on the other side do not. */
static bool compile_asks_for(const struct condition *condition, enum sign side)
{
    return (condition->admits & (SIGN_BELOW | SIGN_ABOVE)) == (uint32_t)side;
}

/* Sets `raise` and `lower` of a condition. */
static void compile_motion(const loyalty_program *program, struct condition *condition)
{
    uint32_t kinds = compile_condition_kinds(program, condition)->bits;
    bool large = compile_asks_for(condition, SIGN_ABOVE), small = compile_asks_for(condition, SIGN_BELOW);
    condition->raise = condition->lower = kinds;
    if (condition->subject != LOYALTY_SUBJECT_METRIC || (!large && !small))
        return;
    const struct metric *metric = &program->metrics[condition->metric];
    const uint32_t always = compile_window_bits(program, metric);
    struct motion motion = compile_motion_of(program, metric, large);
    if (large ? !motion.up : !motion.down)
        condition->raise = always;
    if (large ? !motion.down : !motion.up)
        condition->lower = always;
}

/* Returns the kind_bit() without a word of which a condition fails; 0 if there is not one such bit. */
static uint32_t compile_need(const loyalty_program *program, const struct condition *condition)
{
    if (condition->subject != LOYALTY_SUBJECT_METRIC)
        return 0;
    const struct metric *metric = &program->metrics[condition->metric];
    const enum sign zero = condition->number > 0 ? SIGN_BELOW : condition->number < 0 ? SIGN_ABOVE : SIGN_AT;
    if (metric->source == SOURCE_HOST || metric->source == SOURCE_METRICS)
        return 0;
    /* Without a word, the metric is 0 or undefined. */
    bool fails = metric_info(metric->type)->may_be_undefined || !(condition->admits & zero);
    return fails && (metric->kinds.bits & (metric->kinds.bits - 1)) == 0 ? metric->kinds.bits : 0;
}

static void compile_needs(const loyalty_program *program, const struct rule *rule)
{
    for (uint32_t first = 0; first < rule->count; first = rule->conditions[first].end) {
        rule->conditions[first].needs = 0;
        for (uint32_t i = first; i < rule->conditions[first].end; i++)
            rule->conditions[first].needs |= compile_need(program, &rule->conditions[i]);
    }
}

static void compile_shape(const loyalty_program *program, struct condition *condition)
{
    condition->shape = SHAPE_OTHER;
    if (condition->subject != LOYALTY_SUBJECT_METRIC || condition->number < 0 || condition->number >= INT32_MAX)
        return;
    const struct metric *metric = &program->metrics[condition->metric];
    const enum shape shape = metric_info(metric->type)->shape;
    const int32_t number = (int32_t)condition->number;
    const bool past = !(condition->admits & SIGN_AT), small = shape == SHAPE_RECENT;
    if (!compile_asks_for(condition, small ? SIGN_BELOW : SIGN_ABOVE) || metric->weights || !metric->plain ||
        metric->period > PERIOD_DAY)
        return;
    condition->reach = small ? number - past : number + past;
    if (condition->reach >= (small ? 0 : 1))
        condition->shape = shape;
}

static void compile_conditions(const loyalty_program *program, const struct rule *rule)
{
    for (uint32_t i = 0; i < rule->count; i++) {
        compile_motion(program, &rule->conditions[i]);
        compile_shape(program, &rule->conditions[i]);
    }
    compile_needs(program, rule);
}

/* Returns whether one condition holds whenever another does, if that is plain to see. */
static bool compile_follows(const struct condition *condition, const struct condition *from)
{
    if (condition->subject != from->subject || condition->metric != from->metric)
        return false;
    if (condition->number == from->number)
        return (from->admits & ~condition->admits) == 0;
    const enum sign side = condition->number < from->number ? SIGN_ABOVE : SIGN_BELOW;
    /* All values that `from` admits are on that side of its number or on it, and so on that side of the other's. */
    return (from->admits & ~(uint32_t)(side | SIGN_AT)) == 0 && (condition->admits & side);
}

/* Returns whether all conditions of an alternative hold whenever those of another do. */
static bool compile_alternative_follows(const struct rule *rule, uint32_t first, const struct rule *from,
                                        uint32_t from_first)
{
    for (uint32_t i = first; i < rule->conditions[first].end; i++) {
        uint32_t j = from_first;
        while (j < from->conditions[from_first].end && !compile_follows(&rule->conditions[i], &from->conditions[j]))
            j++;
        if (j == from->conditions[from_first].end)
            return false;
    }
    return true;
}

/* Returns whether a rule holds whenever another does, if that is plain to see from each alternative alone. */
static bool compile_rule_follows(const struct rule *rule, const struct rule *from)
{
    for (uint32_t j = 0; j < from->count; j = from->conditions[j].end) {
        uint32_t i = 0;
        while (i < rule->count && !compile_alternative_follows(rule, i, from, j))
            i = rule->conditions[i].end;
        if (i == rule->count)
            return false;
    }
    return true;
}

static void compile_rule_reads(const loyalty_program *program, const struct rule *rule, struct kind_set *kinds)
{
    for (uint32_t i = 0; i < rule->count; i++)
        kind_set_add_all(kinds, compile_condition_kinds(program, &rule->conditions[i]));
}

_Static_assert(LOYALTY_RUNGS_MAX <= 64, "kind.rungs has a bit for each rung");

/*
 * Notes for each kind the rungs on which it matters. From the top down: a customer may climb to any rung above. `out`
 * matters on all rungs, and `enter` of a rung also keeps it.
 */
static void compile_rungs_of_kinds(loyalty_program *program)
{
    struct kind_set above = {.bits = 0};
    for (uint32_t rung = program->rung_count; rung-- > 0;) {
        struct kind_set kinds = above;
        compile_rule_reads(program, &program->out, &kinds);
        compile_rule_reads(program, &program->rungs[rung].enter, &kinds);
        compile_rule_reads(program, &program->rungs[rung].keep, &kinds);
        for (uint32_t i = 0; i < program->kind_count; i++)
            if (kind_set_has(&kinds, i))
                program->kinds[i].rungs |= UINT64_C(1) << rung;
        if (program->climb == LOYALTY_CLIMB_STEP)
            above = (struct kind_set){.bits = 0};
        compile_rule_reads(program, &program->rungs[rung].enter, &above);
    }
}

void compile_reads(struct compiler *compiler)
{
    loyalty_program *program = compiler->program;
    if (compiler->findings->errors || compiler->status)
        return;
    compile_metrics_read(program);
    compile_conditions(program, &program->out);
    for (uint32_t i = 0; i < program->cell_count; i++)
        compile_conditions(program, &program->cells[i].when);
    for (uint32_t i = 0; i < program->rung_count; i++) {
        compile_conditions(program, &program->rungs[i].enter);
        compile_conditions(program, &program->rungs[i].keep);
        program->terms |= rung_has_term(&program->rungs[i]);
        program->rungs[i].asks_enter = !compile_rule_follows(&program->rungs[i].keep, &program->rungs[i].enter);
    }
    compile_rungs_of_kinds(program);
}
