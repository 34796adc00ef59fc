/* SPDX-License-Identifier: MIT */
/* Answers questions about one day: points, the score, conditions and rules. */
#include "fold/day.h"

static int rule_compare_wide(struct day *day, uint32_t metric, int64_t with)
{
    struct wide num, den, number, product;
    day_metric_wide(day, metric, &num, &den);
    wide_set(&number, with);
    wide_multiply(&product, &number, &den);
    return wide_compare(&num, &product);
}

/* Returns the sign of metric − with, for a defined metric. */
static int rule_compare_metric(struct day *day, uint32_t metric, const struct number *number, int64_t with)
{
    int64_t product = with;
    if (number->state == NUMBER_WIDE || (number->den != 1 && !exact_mul(with, number->den, &product)))
        return rule_compare_wide(day, metric, with);
    return number->num < product ? -1 : number->num > product;
}

int64_t day_points(struct day *day, uint32_t index)
{
    const struct metric *metric = &day->program->metrics[index];
    const struct number *number = day_metric(day, index);
    int64_t points = 0;
    if (number->state == NUMBER_UNDEFINED)
        return 0;
    for (uint32_t i = 0;
         i < metric->row_count && rule_compare_metric(day, index, number, metric->rows[i].at_least) >= 0; i++)
        points = metric->rows[i].points;
    return points;
}

int64_t day_score(struct day *day)
{
    if (!day->score_known) {
        const loyalty_program *program = day->program;
        int64_t score = 0;
        day->score_next = DATE_NEVER;
        for (uint32_t i = 0; i < program->scored_count; i++) {
            score += day_points(day, program->scored[i]);
            int32_t next = day_metric(day, program->scored[i])->next;
            if (next < day->score_next)
                day->score_next = next;
        }
        day->score = score < 0 ? 0 : score > program->score_max ? program->score_max : score;
        day->score_known = true;
    }
    return day->score;
}

static bool rule_holds(const struct condition *condition, int order)
{
    return condition->admits >> (order + 1) & 1;
}

/* Returns whether a condition holds. Sets `*next` to the first later day on which that may change without an event. */
static bool rule_judge(struct day *day, const struct condition *condition, int32_t *next)
{
    if (condition->shape != SHAPE_OTHER) {
        int result = day_shape(day, condition, next);
        if (result >= 0)
            return result;
    }
    if (condition->subject == LOYALTY_SUBJECT_METRIC) {
        const struct number *number = day_metric(day, condition->metric);
        *next = number->next;
        return number->state != NUMBER_UNDEFINED &&
               rule_holds(condition, rule_compare_metric(day, condition->metric, number, condition->number));
    }
    int64_t value = condition->subject == LOYALTY_SUBJECT_SCORE ? day_score(day) : day->rung;
    *next = condition->subject == LOYALTY_SUBJECT_SCORE ? day->score_next : DATE_NEVER;
    return rule_holds(condition, value < condition->number ? -1 : value > condition->number);
}

bool day_condition(struct day *day, const struct condition *condition)
{
    int32_t next;
    return rule_judge(day, condition, &next);
}

/* How long an answer stays valid: `next` and `watch` as in struct day. */
struct ground {
    int32_t next;
    uint32_t watch;
};

static void rule_rest_on(struct ground *ground, int32_t next, uint32_t watch)
{
    if (next < ground->next)
        ground->next = next;
    ground->watch |= watch;
}

static void rule_ground_day(struct day *day, const struct ground *ground)
{
    if (ground->next < day->next)
        day->next = ground->next;
    day->watch |= ground->watch;
}

/*
 * A rule holds because the conditions of one alternative do, and fails because one condition of each alternative does.
 * Changes of the other conditions do not matter.
 */
bool day_rule(struct day *day, const struct rule *rule)
{
    struct ground failing = {DATE_NEVER, 0}, holding = failing;
    for (uint32_t i = 0; i < rule->count;) {
        const struct condition *condition = &rule->conditions[i];
        int32_t next;
        if (!rule_judge(day, condition, &next)) {
            rule_rest_on(&failing, next, condition->raise);
            holding = (struct ground){DATE_NEVER, 0};
            i = condition->end;
            continue;
        }
        rule_rest_on(&holding, next, condition->lower);
        if (++i == condition->end) {
            rule_ground_day(day, &holding);
            return true;
        }
    }
    rule_ground_day(day, &failing);
    return rule->count == 0;
}
