/* SPDX-License-Identifier: MIT */
#include "check/region.h"

#include <string.h>

/* Numbers beyond this are not told apart: they only make a range look larger, so a "no" stays a proof. */
#define FAR (INT64_MAX / 4)

/* Enough for any table that a person can read; a machine-made one may stay unproven. */
#define STEPS_MAX 200000
#define EFFORT_MAX 20000000

static int64_t doubled(int64_t number)
{
    return number > FAR ? 2 * FAR : number < -FAR ? -2 * FAR : 2 * number;
}

static int has_no_number(const struct range *range)
{
    return range->low > range->high;
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

/* Whether a range holds a number from `low` up to, not including, `high`. */
static int meets(struct range range, int64_t low, int64_t high)
{
    raise_low(&range, doubled(low));
    if (high < FAR)
        cut_high(&range, doubled(high) - 1);
    return !has_no_number(&range);
}

int region_metric_between(const struct region *region, uint32_t metric, int64_t low, int64_t high)
{
    return meets(region->domains[metric], low, high);
}

/* Whether a range goes below every number that can be written. */
static int is_endless_below(const struct range *range)
{
    return range->low <= -2 * FAR;
}

/* Least and greatest points that a metric in a range gives. */
static void points_range(const struct metric *metric, const struct range *range, int64_t *least, int64_t *greatest)
{
    int none = range->may_be_undefined || is_endless_below(range) || range->low < doubled(metric->rows[0].at_least);
    *least = none ? 0 : LOYALTY_POINTS_MAX;
    *greatest = none ? 0 : -LOYALTY_POINTS_MAX;
    for (uint32_t i = 0; i < metric->row_count; i++) {
        int64_t end = i + 1 < metric->row_count ? metric->rows[i + 1].at_least : INT64_MAX;
        int64_t points = metric->rows[i].points;
        if (!meets(*range, metric->rows[i].at_least, end))
            continue;
        if (points < *least)
            *least = points;
        if (points > *greatest)
            *greatest = points;
    }
}

/* What the score can be while the metrics are in these ranges. */
static struct range score_range(const struct region *region, const struct range *ranges)
{
    const loyalty_program *program = region->program;
    int64_t least = 0, greatest = 0;
    for (uint32_t i = 0; i < program->scored_count; i++) {
        uint32_t metric = program->scored[i];
        int64_t low, high;
        points_range(&program->metrics[metric], &ranges[region->same[metric]], &low, &high);
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

/* Kinds in any order; neither metric names one twice. */
static int same_kinds(const struct metric *a, const struct metric *b)
{
    uint8_t in_a[LOYALTY_KINDS_MAX] = {0};
    if (a->operand_count != b->operand_count)
        return 0;
    for (uint32_t i = 0; i < a->operand_count; i++)
        in_a[a->operands[i]] = 1;
    for (uint32_t i = 0; i < b->operand_count; i++)
        if (!in_a[b->operands[i]])
            return 0;
    return 1;
}

static int same_window(const struct metric *a, const struct metric *b)
{
    return a->window.type == b->window.type && a->window.length == b->window.length;
}

static int same_definition(const loyalty_program *program, const struct metric *a, const struct metric *b)
{
    if (a == b)
        return 1;
    if (a->type != b->type)
        return 0;
    if (a->type == LOYALTY_METRIC_HOST)
        return strcmp(a->host, b->host) == 0;
    if (a->type == LOYALTY_METRIC_SHARE)
        return same_definition(program, &program->metrics[a->operands[0]], &program->metrics[b->operands[0]]) &&
               same_definition(program, &program->metrics[a->operands[1]], &program->metrics[b->operands[1]]);
    return same_window(a, b) && same_kinds(a, b);
}

/* A mean is defined where Σcount is above 0, and days since something where there are such days. */
static uint32_t find_count(const loyalty_program *program, const struct metric *metric)
{
    int32_t type = metric->type == LOYALTY_METRIC_MEAN ? LOYALTY_METRIC_COUNT : LOYALTY_METRIC_ACTIVE_DAYS;
    if (metric->type != LOYALTY_METRIC_MEAN && metric->type != LOYALTY_METRIC_DAYS_SINCE &&
        metric->type != LOYALTY_METRIC_DAYS_SINCE_FIRST)
        return REGION_NONE;
    for (uint32_t i = 0; i < program->metric_count; i++)
        if (program->metrics[i].type == type && same_window(&program->metrics[i], metric) &&
            same_kinds(&program->metrics[i], metric))
            return i;
    return REGION_NONE;
}

void region_init(struct region *region, const loyalty_program *program)
{
    memset(region, 0, sizeof *region);
    region->program = program;
    region->effort = EFFORT_MAX;
    for (uint32_t i = 0; i < program->metric_count; i++) {
        const struct metric *metric = &program->metrics[i];
        region->same[i] = 0;
        while (region->same[i] < i && !same_definition(program, &program->metrics[region->same[i]], metric))
            region->same[i]++;
        region->counted_by[i] = find_count(program, metric);
        region->domains[i] = metric_range(region, metric);
    }
    region->domains[REGION_SCORE] = score_range(region, region->domains);
    region->domains[REGION_RUNG] = (struct range){0, doubled((int64_t)program->rung_count - 1), 0, 1};
}

void region_free(struct region *region)
{
    memory_free(&region->program->arena.allocator, region->choices);
    memory_free(&region->program->arena.allocator, region->trail);
}

int region_spend(struct region *region, uint32_t effort)
{
    region->effort = region->effort > effort ? region->effort - effort : 0;
    return region->effort > 0;
}

void region_begin(struct region *region)
{
    uint32_t metrics = region->program->metric_count;
    memcpy(region->ranges, region->domains, metrics * sizeof *region->ranges);
    region->ranges[REGION_SCORE] = region->domains[REGION_SCORE];
    region->ranges[REGION_RUNG] = region->domains[REGION_RUNG];
    region->count = 0;
    region->impossible = 0;
    region->steps = STEPS_MAX;
    region_spend(region, 8 + metrics / 8);
}

static void add(struct region *region, struct choice choice)
{
    if (!region_spend(region, 1))
        return;
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
        add(region, (struct choice){rule->conditions, rule->count, true});
}

void region_fails(struct region *region, const struct rule *rule)
{
    if (rule->count == 0)
        region->impossible = 1;
    for (uint32_t i = 0; i < rule->count; i = rule->conditions[i].end)
        add(region, (struct choice){&rule->conditions[i], rule->conditions[i].end - i, false});
}

static uint32_t quantity(const struct region *region, const struct condition *condition)
{
    if (condition->subject == LOYALTY_SUBJECT_SCORE)
        return REGION_SCORE;
    if (condition->subject == LOYALTY_SUBJECT_RUNG)
        return REGION_RUNG;
    return region->same[condition->metric];
}

int region_same_quantity(const struct region *region, const struct condition *a, const struct condition *b)
{
    return quantity(region, a) == quantity(region, b);
}

enum { PIECES = 3 }; /* below, above, undefined */

/* Cuts a range to one of the pieces in which a condition holds, or fails: 0 where there is no such piece. */
static int cut(struct range *range, const struct condition *condition, int hold, int piece)
{
    uint32_t admits = hold ? condition->admits : condition->admits ^ SIGN_ANY;
    int64_t at = doubled(condition->number);
    if (piece == 2) {
        undefine(range);
        return !hold && range->may_be_undefined;
    }
    define(range);
    if (admits == (SIGN_BELOW | SIGN_ABOVE)) /* the only one of two pieces */
        admits = piece == 0 ? SIGN_BELOW : SIGN_ABOVE;
    else if (piece == 1)
        return 0;
    if (!(admits & SIGN_BELOW))
        raise_low(range, at + !(admits & SIGN_AT));
    if (!(admits & SIGN_ABOVE))
        cut_high(range, at - !(admits & SIGN_AT));
    return !has_no_number(range);
}

/* Whether there is a rung to stand on in the range of rungs. */
static int rung_possible(const struct region *region)
{
    const struct range *range = &region->ranges[REGION_RUNG];
    int64_t rung = range->low / 2;
    while (region->reachable && rung <= range->high / 2 && !region->reachable[rung])
        rung++;
    return rung <= range->high / 2;
}

/* Whether a metric's being defined, or undefined, agrees with the ranges of what it is made of. */
static int definition_possible(const struct region *region, uint32_t index)
{
    const struct metric *metric = &region->program->metrics[index];
    const struct range *range = &region->ranges[region->same[index]];
    int defined = !range->may_be_undefined, undefined = has_no_number(range);
    if (metric->type == LOYALTY_METRIC_SHARE) {
        const struct range *a = &region->ranges[region->same[metric->operands[0]]];
        const struct range *b = &region->ranges[region->same[metric->operands[1]]];
        if (defined && (has_no_number(a) || has_no_number(b) || b->high <= 0))
            return 0;
        return !undefined || a->may_be_undefined || b->may_be_undefined || b->low <= 0;
    }
    if (region->counted_by[index] == REGION_NONE)
        return 1;
    const struct range *count = &region->ranges[region->same[region->counted_by[index]]];
    return !(defined && count->high <= 0) && !(undefined && count->low > 0);
}

/* All choices are made: whether the ranges left agree with one another. */
static int ranges_agree(struct region *region)
{
    const loyalty_program *program = region->program;
    const struct range *score = &region->ranges[REGION_SCORE], *any = &region->domains[REGION_SCORE];
    region->steps -= (int32_t)program->metric_count;
    if (!rung_possible(region))
        return 0;
    for (uint32_t i = 0; i < program->metric_count; i++)
        if (!definition_possible(region, i))
            return 0;
    if (score->low == any->low && score->high == any->high)
        return 1;
    for (uint32_t i = 0; i < program->scored_count; i++)
        region->steps -= (int32_t)program->metrics[program->scored[i]].row_count;
    struct range given = score_range(region, region->ranges);
    return given.low <= score->high && given.high >= score->low;
}

/* Whether one of the options of a choice begins with a condition. */
static bool option_begins(const struct choice *choice, uint32_t condition)
{
    return !choice->hold || condition == 0 || choice->conditions[condition - 1].end == condition;
}

/* The first condition behind the option of a condition. */
static uint32_t option_end(const struct choice *choice, uint32_t condition)
{
    return choice->hold ? choice->conditions[condition].end : condition + 1;
}

static const struct condition *condition_at(const struct region *region, const struct step *step)
{
    return &region->choices[step->choice].conditions[step->condition];
}

static void put_step(struct region *region, uint32_t depth, struct step step)
{
    region->status = memory_grow(&region->program->arena.allocator, (void **)&region->trail, &region->trail_capacity,
                                 depth + 1, sizeof step);
    if (region->status)
        return;
    step.piece = 0;
    step.before = region->ranges[quantity(region, condition_at(region, &step))];
    region->trail[depth] = step;
}

/* Goes on to the condition after that of the step at `depth`; 0 where no choice is left. */
static int step_on(struct region *region, uint32_t depth)
{
    struct step next = region->trail[depth];
    if (option_end(&region->choices[next.choice], next.condition) == next.condition + 1)
        next = (struct step){.choice = next.choice + 1};
    else
        next.condition++;
    if (next.choice == region->count)
        return 0;
    put_step(region, depth + 1, next);
    return 1;
}

/* Goes through the options of each choice, and the pieces in which each condition comes true, until all agree. */
static int solve(struct region *region)
{
    uint32_t depth = 0;
    if (region->count == 0)
        return ranges_agree(region);
    put_step(region, 0, (struct step){0});
    while (region->steps-- > 0 && !region->status) {
        struct step *step = &region->trail[depth];
        const struct choice *choice = &region->choices[step->choice];
        const struct condition *condition = condition_at(region, step);
        struct range *range = &region->ranges[quantity(region, condition)];
        *range = step->before;
        if (step->piece < PIECES) {
            if (!cut(range, condition, choice->hold, step->piece++))
                continue;
            if (step_on(region, depth))
                depth++;
            else if (ranges_agree(region))
                return 1;
        } else if (option_begins(choice, step->condition) && option_end(choice, step->condition) < choice->count) {
            step->condition = option_end(choice, step->condition);
            put_step(region, depth, *step);
        } else if (depth-- == 0) {
            return 0;
        }
    }
    return 1; /* not proven */
}

int region_possible(struct region *region)
{
    if (region->status || region->effort == 0)
        return 1;
    int possible = !region->impossible && solve(region);
    region_spend(region, (uint32_t)(STEPS_MAX - region->steps));
    return possible;
}
