/* SPDX-License-Identifier: MIT */
/* Score and conditions on one day. */
#include "day.h"

static int compare_wide(struct day *day, uint32_t metric, int64_t with)
{
    struct wide num, den, number, product;
    day_metric_wide(day, metric, &num, &den);
    wide_set(&number, with);
    wide_multiply(&product, &number, &den);
    return wide_compare(&num, &product);
}

/* Sign of metric − with, for a defined metric. */
static int compare_metric(struct day *day, uint32_t metric, const struct number *number, int64_t with)
{
    int64_t product = with;
    if (number->state == NUMBER_WIDE || (number->den != 1 && !exact_mul(with, number->den, &product)))
        return compare_wide(day, metric, with);
    return number->num < product ? -1 : number->num > product;
}

int64_t day_points(struct day *day, uint32_t index)
{
    const struct metric *metric = &day->program->metrics[index];
    const struct number *number = day_metric(day, index);
    int64_t points = 0;
    if (number->state == NUMBER_UNDEFINED)
        return 0;
    for (uint32_t i = 0; i < metric->row_count && compare_metric(day, index, number, metric->rows[i].at_least) >= 0;
         i++)
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
        day->score_known = 1;
    }
    return day->score;
}

static int holds(int32_t op, int order)
{
    switch (op) {
    case LOYALTY_OP_GE:
        return order >= 0;
    case LOYALTY_OP_GT:
        return order > 0;
    case LOYALTY_OP_LE:
        return order <= 0;
    case LOYALTY_OP_LT:
        return order < 0;
    case LOYALTY_OP_EQ:
        return order == 0;
    default:
        return order != 0;
    }
}

int day_condition(struct day *day, const struct condition *condition)
{
    int32_t next = DATE_NEVER;
    int result;
    if (condition->subject == LOYALTY_SUBJECT_METRIC) {
        const struct number *number = day_metric(day, condition->metric);
        next = number->next;
        result = number->state != NUMBER_UNDEFINED &&
                 holds(condition->op, compare_metric(day, condition->metric, number, condition->number));
    } else {
        int64_t value = condition->subject == LOYALTY_SUBJECT_SCORE ? day_score(day) : day->rung;
        if (condition->subject == LOYALTY_SUBJECT_SCORE)
            next = day->score_next;
        result = holds(condition->op, value < condition->number ? -1 : value > condition->number);
    }
    if (next < day->next)
        day->next = next;
    return result;
}

/*
 * Stops at the first condition that decides: the answer cannot change before one of the conditions looked at
 * does, so that `next` stays right, and late.
 */
int day_rule(struct day *day, const struct rule *rule)
{
    for (uint32_t i = 0; i < rule->count; i++) {
        const struct alternative *alternative = &rule->alternatives[i];
        uint32_t met = 0;
        while (met < alternative->count && day_condition(day, &alternative->conditions[met]))
            met++;
        if (met == alternative->count)
            return 1;
    }
    return rule->count == 0;
}
