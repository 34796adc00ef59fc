/* SPDX-License-Identifier: MIT */
#include "region.h"

#include <string.h>

/* Numbers beyond this are not told apart: they only make a range look larger, so a "no" stays a proof. */
#define FAR (INT64_MAX / 4)

/* Enough for any table that a person can read; a machine-made one may stay unproven. */
#define STEPS_MAX 200000

static int64_t doubled(int64_t number)
{
    return number > FAR ? 2 * FAR : number < -FAR ? -2 * FAR : 2 * number;
}

static int is_empty(const struct range *range)
{
    return range->low > range->high && !range->may_be_undefined;
}

/* Beyond FAR a bound cuts nothing off on its own side, and leaves the farthest number on the other. */
static void raise_low(struct range *range, int64_t low)
{
    if (low > 2 * FAR)
        low = 2 * FAR;
    if (low > range->low && low > -2 * FAR + 1)
        range->low = low + (range->whole && low % 2 != 0);
}

static void cut_high(struct range *range, int64_t high)
{
    if (high < -2 * FAR)
        high = -2 * FAR;
    if (high < range->high && high < 2 * FAR - 1)
        range->high = high - (range->whole && high % 2 != 0);
}

static void define(struct range *range)
{
    range->may_be_undefined = 0;
}

static void undefine(struct range *range)
{
    range->low = 1;
    range->high = 0;
}

/* What a metric's definition allows. */
static struct range metric_range(const struct region *region, const struct metric *metric)
{
    struct range range = {-2 * FAR, 2 * FAR, 0, 1};
    int32_t days = window_days(metric->window);
    const int32_t calendar = LOYALTY_DATE_MAX - LOYALTY_DATE_MIN + 1;
    if (days > calendar)
        days = calendar;
    switch (metric->type) {
    case LOYALTY_METRIC_ACTIVE_DAYS:
        range.low = 0;
        range.high = doubled(days);
        break;
    case LOYALTY_METRIC_DAYS_SINCE:
    case LOYALTY_METRIC_DAYS_SINCE_FIRST:
        range.low = 0;
        range.high = doubled((int64_t)days - 1);
        range.may_be_undefined = 1;
        break;
    case LOYALTY_METRIC_SHARE: /* of what cannot be negative, neither can it */
        if (metric_range(region, &region->program->metrics[metric->operands[0]]).low >= 0)
            range.low = 0;
        range.may_be_undefined = 1;
        range.whole = 0;
        break;
    case LOYALTY_METRIC_MEAN:
        range.may_be_undefined = 1;
        range.whole = 0;
        break;
    case LOYALTY_METRIC_HOST:
        range.may_be_undefined = 1;
        break;
    default:
        break;
    }
    return range;
}

int region_metric_between(const struct region *region, uint32_t metric, int64_t low, int64_t high)
{
    struct range range = metric_range(region, &region->program->metrics[metric]);
    raise_low(&range, doubled(low));
    if (high < FAR)
        cut_high(&range, doubled(high) - 1);
    return range.low <= range.high;
}

/* Least and greatest points of a metric. */
static void points_range(const struct region *region, uint32_t index, int64_t *least, int64_t *greatest)
{
    const struct metric *metric = &region->program->metrics[index];
    struct range range = metric_range(region, metric);
    int none = range.may_be_undefined || range.low < doubled(metric->rows[0].at_least);
    *least = none ? 0 : INT64_MAX;
    *greatest = none ? 0 : INT64_MIN;
    for (uint32_t i = 0; i < metric->row_count; i++) {
        int64_t end = i + 1 < metric->row_count ? metric->rows[i + 1].at_least : INT64_MAX;
        int64_t points = metric->rows[i].points;
        if (!region_metric_between(region, index, metric->rows[i].at_least, end))
            continue;
        if (points < *least)
            *least = points;
        if (points > *greatest)
            *greatest = points;
    }
}

static struct range score_range(const struct region *region)
{
    const loyalty_program *program = region->program;
    int64_t least = 0, greatest = 0;
    for (uint32_t i = 0; i < program->scored_count; i++) {
        int64_t low, high;
        points_range(region, program->scored[i], &low, &high);
        least += low;
        greatest += high;
    }
    struct range range = {0, doubled(program->score_max), 0, 1};
    if (least > program->score_max)
        least = program->score_max;
    if (greatest < 0)
        greatest = 0;
    raise_low(&range, doubled(least));
    cut_high(&range, doubled(greatest));
    return range;
}

static int same_definition(const struct metric *a, const struct metric *b)
{
    if (a->type != b->type || a->window.type != b->window.type || a->window.length != b->window.length ||
        a->operand_count != b->operand_count || a->type == LOYALTY_METRIC_HOST)
        return 0;
    for (uint32_t i = 0; i < a->operand_count; i++)
        if (a->operands[i] != b->operands[i])
            return 0;
    return 1;
}

void region_init(struct region *region, const loyalty_program *program)
{
    memset(region, 0, sizeof *region);
    region->program = program;
    for (uint32_t i = 0; i < program->metric_count; i++) {
        region->same[i] = 0;
        while (region->same[i] < i && !same_definition(&program->metrics[region->same[i]], &program->metrics[i]))
            region->same[i]++;
    }
}

void region_free(struct region *region)
{
    memory_free(&region->program->arena.allocator, region->choices);
}

void region_begin(struct region *region)
{
    const loyalty_program *program = region->program;
    for (uint32_t i = 0; i < program->metric_count; i++)
        region->ranges[i] = metric_range(region, &program->metrics[i]);
    region->ranges[REGION_SCORE] = score_range(region);
    region->ranges[REGION_RUNG] = (struct range){0, doubled((int64_t)program->rung_count - 1), 0, 1};
    region->count = 0;
    region->impossible = 0;
    region->steps = STEPS_MAX;
}

static void add(struct region *region, struct choice choice)
{
    int32_t status = memory_grow(&region->program->arena.allocator, (void **)&region->choices, &region->capacity,
                                 region->count + 1, sizeof choice);
    if (status)
        region->status = status;
    else
        region->choices[region->count++] = choice;
}

void region_holds(struct region *region, const struct rule *rule)
{
    if (rule->count)
        add(region, (struct choice){rule, NULL});
}

void region_fails(struct region *region, const struct rule *rule)
{
    if (rule->count == 0)
        region->impossible = 1;
    for (uint32_t i = 0; i < rule->count; i++)
        add(region, (struct choice){NULL, &rule->alternatives[i]});
}

static struct range *quantity(struct region *region, const struct condition *condition)
{
    if (condition->subject == LOYALTY_SUBJECT_SCORE)
        return &region->ranges[REGION_SCORE];
    if (condition->subject == LOYALTY_SUBJECT_RUNG)
        return &region->ranges[REGION_RUNG];
    return &region->ranges[region->same[condition->metric]];
}

enum { PIECES = 3 }; /* below, above, undefined */

/* Cuts a range to one of the pieces in which a condition holds, or fails: 0 where there is no such piece. */
static int cut(struct range *range, const struct condition *condition, int hold, int piece)
{
    static const int32_t opposite[] = {LOYALTY_OP_LT, LOYALTY_OP_LE, LOYALTY_OP_GT,
                                       LOYALTY_OP_GE, LOYALTY_OP_NE, LOYALTY_OP_EQ};
    int32_t op = hold ? condition->op : opposite[condition->op];
    int64_t at = doubled(condition->number);
    if (piece == 2) {
        undefine(range);
        return !hold && range->may_be_undefined;
    }
    define(range);
    if (op == LOYALTY_OP_NE && piece == 0)
        cut_high(range, at - 1);
    else if (op == LOYALTY_OP_NE)
        raise_low(range, at + 1);
    else if (piece == 1)
        return 0;
    if (op == LOYALTY_OP_GE || op == LOYALTY_OP_EQ)
        raise_low(range, at);
    if (op == LOYALTY_OP_LE || op == LOYALTY_OP_EQ)
        cut_high(range, at);
    if (op == LOYALTY_OP_GT)
        raise_low(range, at + 1);
    if (op == LOYALTY_OP_LT)
        cut_high(range, at - 1);
    return !is_empty(range);
}

static int solve(struct region *region, uint32_t choice);

/* Conditions of one option from `first` on, then the choices after `choice`. */
static int solve_option(struct region *region, uint32_t choice, const struct condition *conditions, uint32_t count,
                        int hold)
{
    if (count == 0)
        return solve(region, choice + 1);
    struct range *range = quantity(region, conditions), before = *range;
    for (int piece = 0; piece < PIECES; piece++) {
        if (region->steps-- <= 0)
            return 1;
        if (cut(range, conditions, hold, piece) && solve_option(region, choice, conditions + 1, count - 1, hold))
            return 1;
        *range = before;
    }
    return 0;
}

static int solve(struct region *region, uint32_t index)
{
    if (index == region->count)
        return 1;
    const struct choice choice = region->choices[index];
    if (choice.fails) {
        for (uint32_t i = 0; i < choice.fails->count; i++)
            if (solve_option(region, index, &choice.fails->conditions[i], 1, 0))
                return 1;
        return 0;
    }
    for (uint32_t i = 0; i < choice.rule->count; i++)
        if (solve_option(region, index, choice.rule->alternatives[i].conditions, choice.rule->alternatives[i].count, 1))
            return 1;
    return 0;
}

int region_possible(struct region *region)
{
    return region->status || (!region->impossible && solve(region, 0));
}
