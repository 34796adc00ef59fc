/* SPDX-License-Identifier: MIT */
/* Decides whether rules can hold while others fail, with ranges of quantities and a search through the options. */
#include "check/region.h"

#include <string.h>

/* Numbers beyond this are all the same. That can only make a range larger, so "no" remains a proof. */
#define REGION_FAR (INT64_MAX / 4)

/*
 * The effort for a table and for one question. It is enough for any table that a person can read; a generated one may
 * remain unproven.
 */
enum { REGION_EFFORT = 20000000, REGION_QUESTION_EFFORT = 200000 };

static int64_t region_double(int64_t number)
{
    return number > REGION_FAR ? 2 * REGION_FAR : number < -REGION_FAR ? -2 * REGION_FAR : 2 * number;
}

static bool region_is_empty(const struct range *range)
{
    return range->low > range->high;
}

/* Both narrow a range. A bound beyond REGION_FAR either cuts nothing off, or leaves only the farthest number. */
static void region_raise_low(struct range *range, int64_t low)
{
    if (low > 2 * REGION_FAR)
        low = 2 * REGION_FAR;
    if (low > range->low && low > -2 * REGION_FAR + 1)
        range->low = low + (range->whole && low % 2 != 0);
}

static void region_cut_high(struct range *range, int64_t high)
{
    if (high < -2 * REGION_FAR)
        high = -2 * REGION_FAR;
    if (high < range->high && high < 2 * REGION_FAR - 1)
        range->high = high - (range->whole && high % 2 != 0);
}

/* Returns an upper bound on the days in a window. */
static int64_t region_days(const struct window *window)
{
    const int64_t calendar = LOYALTY_DATE_MAX - LOYALTY_DATE_MIN + 1, days = window_days(window);
    return days < calendar ? days : calendar;
}

/* Returns how many months in a row a window touches at most. */
static int64_t region_months(const struct window *window)
{
    static const int32_t months[] = {[PERIOD_MONTH] = 1, [PERIOD_QUARTER] = 3, [PERIOD_YEAR] = 12};
    if (window->type == WINDOW_MONTHS)
        return (int64_t)window->length + 1;
    if (window->type == WINDOW_CYCLE && window->cycle.period >= PERIOD_MONTH)
        return months[window->cycle.period] + (window->cycle.day > 1 || window->begins != INDEX_NONE);
    return (region_days(window) + 26) / 28 + 1;
}

/* Returns an upper bound on the calendar periods that a window touches. `k` units in a row touch (k + n - 2) / n + 1. */
static int64_t region_periods(const struct window *window, enum period period)
{
    const int64_t days = region_days(window), months = region_months(window);
    switch (period) {
    case PERIOD_WEEK:
        return (days + 5) / 7 + 1;
    case PERIOD_MONTH:
        return months;
    case PERIOD_QUARTER:
        return (months + 1) / 3 + 1;
    case PERIOD_YEAR:
        return (months + 10) / 12 + 1;
    default:
        return days;
    }
}

/* Returns the range that a metric's definition allows. */
static struct range region_metric_range(const struct region *region, const struct metric *metric)
{
    const struct metric_info *info = metric_info(metric->type);
    const struct window *window = &region->program->windows[metric->window].window;
    struct range range = {-2 * REGION_FAR, 2 * REGION_FAR, info->may_be_undefined, true};
    switch (info->range) {
    case RANGE_DAYS:
        range.low = 0;
        range.high = region_double(region_periods(window, metric->period));
        break;
    case RANGE_AGES:
        range.low = window->type == WINDOW_DAYS ? region_double((int64_t)window->length * window->back) : 0;
        range.high = region_double(region_days(window) * (window->back + 1) - 1);
        break;
    case RANGE_KINDS:
        range.low = 0;
        range.high = region_double(metric->operand_count);
        break;
    case RANGE_WHOLE:
        break;
    case RANGE_SHARE:
        if (region_metric_range(region, &region->program->metrics[metric->operands[0]]).low >= 0)
            range.low = 0;
        range.whole = false;
        break;
    case RANGE_FRACTION:
        range.whole = false;
    }
    return range;
}

/* Returns whether a range has a number from `low` up to, not including, `high`. */
static bool region_meets(struct range range, int64_t low, int64_t high)
{
    region_raise_low(&range, region_double(low));
    if (high < REGION_FAR)
        region_cut_high(&range, region_double(high) - 1);
    return !region_is_empty(&range);
}

bool region_metric_between(const struct region *region, uint32_t metric, int64_t low, int64_t high)
{
    return region_meets(region->domains[metric], low, high);
}

/* Sets the least and the greatest points that a metric in a range gives. */
static void region_points_range(const struct metric *metric, const struct range *range, int64_t *least,
                                int64_t *greatest)
{
    bool endless = range->low <= -2 * REGION_FAR; /* goes below every number that a table can have */
    bool none = range->may_be_undefined || endless || range->low < region_double(metric->rows[0].at_least);
    *least = none ? 0 : LOYALTY_POINTS_MAX;
    *greatest = none ? 0 : -LOYALTY_POINTS_MAX;
    for (uint32_t i = 0; i < metric->row_count; i++) {
        int64_t end = i + 1 < metric->row_count ? metric->rows[i + 1].at_least : INT64_MAX;
        int64_t points = metric->rows[i].points;
        if (!region_meets(*range, metric->rows[i].at_least, end))
            continue;
        if (points < *least)
            *least = points;
        if (points > *greatest)
            *greatest = points;
    }
}

/* Returns the range of the score while the metrics are in `ranges`. */
static struct range region_score_range(const struct region *region, const struct range *ranges)
{
    const loyalty_program *program = region->program;
    int64_t least = 0, greatest = 0;
    for (uint32_t i = 0; i < program->scored_count; i++) {
        uint32_t metric = program->scored[i];
        int64_t low, high;
        region_points_range(&program->metrics[metric], &ranges[region->same[metric]], &low, &high);
        least += low;
        greatest += high;
    }
    struct range range = {0, region_double(program->score_max), false, true};
    if (least > program->score_max)
        least = program->score_max;
    if (greatest < 0)
        greatest = 0;
    region_raise_low(&range, region_double(least));
    region_cut_high(&range, region_double(greatest));
    return range;
}

/* Returns whether two metrics read the same events. Kinds may be in any order; neither metric names one twice. */
static bool region_same_events(const struct metric *a, const struct metric *b)
{
    int64_t weights[LOYALTY_KINDS_MAX] = {0};
    uint32_t shared = 0;
    for (uint32_t i = 0; i < a->operand_count; i++)
        weights[a->operands[i]] = a->weights ? a->weights[i] : 1;
    for (uint32_t i = 0; i < b->operand_count; i++)
        shared += weights[b->operands[i]] == (b->weights ? b->weights[i] : 1);
    return shared == a->operand_count && shared == b->operand_count && a->window == b->window;
}

static bool region_same_definition(const loyalty_program *program, const struct metric *a, const struct metric *b)
{
    if (a == b)
        return true;
    if (a->type != b->type || a->period != b->period)
        return false;
    if (a->source == SOURCE_HOST)
        return strcmp(a->host, b->host) == 0;
    if (a->source == SOURCE_METRICS)
        return region_same_definition(program, &program->metrics[a->operands[0]], &program->metrics[b->operands[0]]) &&
               region_same_definition(program, &program->metrics[a->operands[1]], &program->metrics[b->operands[1]]);
    return region_same_events(a, b);
}

/* Returns the metric that is above 0 exactly if `metric` is defined; the number of metrics if there is none. */
static uint32_t region_find_count(const loyalty_program *program, const struct metric *metric)
{
    uint32_t i = 0;
    while (i < program->metric_count && ((uint32_t)program->metrics[i].type != metric_info(metric->type)->defined_by ||
                                         !region_same_events(&program->metrics[i], metric)))
        i++;
    return i;
}

void region_init(struct region *region, const loyalty_program *program)
{
    memset(region, 0, sizeof *region);
    region->program = program;
    region->effort.left = REGION_EFFORT;
    for (uint32_t i = 0; i < program->metric_count; i++) {
        const struct metric *metric = &program->metrics[i];
        region->same[i] = 0;
        while (region->same[i] < i && !region_same_definition(program, &program->metrics[region->same[i]], metric))
            region->same[i]++;
        region->counted_by[i] = region_find_count(program, metric);
        region->domains[i] = region_metric_range(region, metric);
    }
    region->domains[REGION_SCORE] = region_score_range(region, region->domains);
    region->domains[REGION_RUNG] = (struct range){0, region_double((int64_t)program->rung_count - 1), false, true};
}

void region_free(struct region *region)
{
    memory_free(&region->program->arena.allocator, region->choices);
    memory_free(&region->program->arena.allocator, region->trail);
}

void region_begin(struct region *region)
{
    uint32_t metrics = region->program->metric_count;
    memcpy(region->ranges, region->domains, metrics * sizeof *region->ranges);
    region->ranges[REGION_SCORE] = region->domains[REGION_SCORE];
    region->ranges[REGION_RUNG] = region->domains[REGION_RUNG];
    region->count = 0;
    region->impossible = false;
    region->effort.left -= 8 + metrics / 8;
    effort_allow(&region->effort, REGION_QUESTION_EFFORT);
}

static void region_add(struct region *region, struct choice choice)
{
    int32_t status = memory_grow(&region->program->arena.allocator, (void **)&region->choices, &region->capacity,
                                 region->count + 1, sizeof choice);
    effort_spend(&region->effort, 1);
    if (status)
        region->status = status;
    else
        region->choices[region->count++] = choice;
}

void region_holds(struct region *region, const struct rule *rule)
{
    if (rule->count)
        region_add(region, (struct choice){rule->conditions, rule->count, true});
}

void region_fails(struct region *region, const struct rule *rule)
{
    if (rule->count == 0)
        region->impossible = true;
    for (uint32_t i = 0; i < rule->count; i = rule->conditions[i].end)
        region_add(region, (struct choice){&rule->conditions[i], rule->conditions[i].end - i, false});
}

static uint32_t region_quantity(const struct region *region, const struct condition *condition)
{
    if (condition->subject == LOYALTY_SUBJECT_SCORE)
        return REGION_SCORE;
    if (condition->subject == LOYALTY_SUBJECT_RUNG)
        return REGION_RUNG;
    return region->same[condition->metric];
}

bool region_same_quantity(const struct region *region, const struct condition *a, const struct condition *b)
{
    return region_quantity(region, a) == region_quantity(region, b);
}

enum { REGION_PIECES = 3 }; /* below, above, undefined */

/* Cuts a range to one of the pieces in which a condition holds, or fails. Returns false if that piece is empty. */
static bool region_cut(struct range *range, const struct condition *condition, bool hold, int piece)
{
    uint32_t admits = hold ? condition->admits : condition->admits ^ SIGN_ANY;
    int64_t at = region_double(condition->number);
    if (piece == 2) {
        range->low = 1;
        range->high = 0;
        return !hold && range->may_be_undefined;
    }
    range->may_be_undefined = false;
    if (admits == (SIGN_BELOW | SIGN_ABOVE)) /* the only case with two pieces */
        admits = piece == 0 ? SIGN_BELOW : SIGN_ABOVE;
    else if (piece == 1)
        return false;
    if (!(admits & SIGN_BELOW))
        region_raise_low(range, at + !(admits & SIGN_AT));
    if (!(admits & SIGN_ABOVE))
        region_cut_high(range, at - !(admits & SIGN_AT));
    return !region_is_empty(range);
}

/* Returns whether the range of rungs has one that a customer can be on. */
static bool region_rung_possible(const struct region *region)
{
    const struct range *range = &region->ranges[REGION_RUNG];
    int64_t rung = range->low / 2;
    while (region->reachable && rung <= range->high / 2 && !region->reachable[rung])
        rung++;
    return rung <= range->high / 2;
}

/* Returns whether the metric can be defined, or undefined, as its range says, given the ranges that decide it. */
static bool region_definition_possible(const struct region *region, uint32_t index)
{
    const struct metric *metric = &region->program->metrics[index];
    const struct range *range = &region->ranges[region->same[index]];
    bool defined = !range->may_be_undefined, undefined = region_is_empty(range);
    if (metric->source == SOURCE_METRICS) {
        const struct range *a = &region->ranges[region->same[metric->operands[0]]];
        const struct range *b = &region->ranges[region->same[metric->operands[1]]];
        if (defined && (region_is_empty(a) || region_is_empty(b) || b->high <= 0))
            return false;
        return !undefined || a->may_be_undefined || b->may_be_undefined || b->low <= 0;
    }
    if (region->counted_by[index] == region->program->metric_count)
        return true;
    const struct range *count = &region->ranges[region->same[region->counted_by[index]]];
    return !(defined && count->high <= 0) && !(undefined && count->low > 0);
}

/* Returns whether the ranges that are left, once all choices are made, agree with one another. */
static bool region_ranges_agree(struct region *region)
{
    const loyalty_program *program = region->program;
    const struct range *score = &region->ranges[REGION_SCORE], *any = &region->domains[REGION_SCORE];
    effort_spend(&region->effort, program->metric_count);
    if (!region_rung_possible(region))
        return false;
    for (uint32_t i = 0; i < program->metric_count; i++)
        if (!region_definition_possible(region, i))
            return false;
    if (score->low == any->low && score->high == any->high)
        return true;
    for (uint32_t i = 0; i < program->scored_count; i++)
        effort_spend(&region->effort, program->metrics[program->scored[i]].row_count);
    struct range given = region_score_range(region, region->ranges);
    return given.low <= score->high && given.high >= score->low;
}

/* Returns whether an option of the choice begins with the condition. */
static bool region_option_begins(const struct choice *choice, uint32_t condition)
{
    return !choice->hold || condition == 0 || choice->conditions[condition - 1].end == condition;
}

static const struct condition *region_condition_at(const struct region *region, const struct step *step)
{
    return &region->choices[step->choice].conditions[step->condition];
}

static void region_put_step(struct region *region, uint32_t depth, struct step step)
{
    region->status = memory_grow(&region->program->arena.allocator, (void **)&region->trail, &region->trail_capacity,
                                 depth + 1, sizeof step);
    if (region->status)
        return;
    step.piece = 0;
    step.before = region->ranges[region_quantity(region, region_condition_at(region, &step))];
    region->trail[depth] = step;
}

/* Adds a step for the condition after that of the step at `depth`. Returns false if no choice is left. */
static bool region_step_on(struct region *region, uint32_t depth)
{
    struct step next = region->trail[depth];
    if (choice_option_end(&region->choices[next.choice], next.condition) == next.condition + 1)
        next = (struct step){.choice = next.choice + 1};
    else
        next.condition++;
    if (next.choice == region->count)
        return false;
    region_put_step(region, depth + 1, next);
    return true;
}

/*
 * Tries the options of each choice, and the pieces in which each condition comes true, until all ranges agree. Returns
 * false if they never do.
 */
static bool region_solve(struct region *region)
{
    uint32_t depth = 0;
    if (region->count == 0)
        return region_ranges_agree(region);
    region_put_step(region, 0, (struct step){0});
    while (effort_spend(&region->effort, 1) && !region->status) {
        struct step *step = &region->trail[depth];
        const struct choice *choice = &region->choices[step->choice];
        const struct condition *condition = region_condition_at(region, step);
        struct range *range = &region->ranges[region_quantity(region, condition)];
        *range = step->before;
        if (step->piece < REGION_PIECES) {
            if (!region_cut(range, condition, choice->hold, step->piece++))
                continue;
            if (region_step_on(region, depth))
                depth++;
            else if (region_ranges_agree(region))
                return true;
        } else if (region_option_begins(choice, step->condition) &&
                   choice_option_end(choice, step->condition) < choice->count) {
            step->condition = choice_option_end(choice, step->condition);
            region_put_step(region, depth, *step);
        } else if (depth-- == 0) {
            return false;
        }
    }
    return true; /* not proven */
}

bool region_possible(struct region *region)
{
    return region->status || !effort_spend(&region->effort, 0) || (!region->impossible && region_solve(region));
}
