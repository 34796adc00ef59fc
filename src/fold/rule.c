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

/* Returns the sign of metric − with, for a fraction or a metric beyond 64 bits. */
static int rule_compare_other(struct day *day, uint32_t metric, const struct number *number, int64_t with)
{
    int64_t product;
    if (number->state == NUMBER_WIDE || !exact_mul(with, number->den, &product))
        return rule_compare_wide(day, metric, with);
    return (number->num > product) - (number->num < product);
}

/* Returns the sign of metric − with, for a defined metric. */
static inline int rule_compare_metric(struct day *day, uint32_t metric, const struct number *number, int64_t with)
{
    if (number->state == NUMBER_WIDE || number->den != 1)
        return rule_compare_other(day, metric, number, with);
    return (number->num > with) - (number->num < with);
}

/* Returns the points for a whole number of 64 bits. */
static int64_t rule_whole_points(const struct metric *metric, int64_t value)
{
    int64_t points = 0;
    for (uint32_t i = 0; i < metric->row_count && metric->rows[i].at_least <= value; i++)
        points = metric->rows[i].points;
    return points;
}

/* Returns the points for a metric, whose number is known. */
static int64_t rule_points(struct day *day, uint32_t index, const struct number *number)
{
    const struct metric *metric = &day->program->metrics[index];
    int64_t points = 0;
    if (number->state == NUMBER_UNDEFINED)
        return 0;
    if (number->state == NUMBER_EXACT && number->den == 1)
        return rule_whole_points(metric, number->num);
    for (uint32_t i = 0;
         i < metric->row_count && rule_compare_metric(day, index, number, metric->rows[i].at_least) >= 0; i++)
        points = metric->rows[i].points;
    return points;
}

int64_t day_points(struct day *day, uint32_t metric)
{
    return rule_points(day, metric, day_metric(day, metric));
}

static void rule_find_score(struct day *day)
{
    const loyalty_program *program = day->program;
    int64_t score = 0;
    int32_t next = DATE_NEVER;
    for (uint32_t i = 0; i < program->scored_count; i++) {
        const struct number *number = day_metric(day, program->scored[i]);
        score += rule_points(day, program->scored[i], number);
        next = number->next < next ? number->next : next;
    }
    day->score = score < 0 ? 0 : score > program->score_max ? program->score_max : score;
    day->score_next = next;
    day->score_known = true;
}

int64_t day_score(struct day *day)
{
    if (!day->score_known)
        rule_find_score(day);
    return day->score;
}

static bool rule_holds(const struct condition *condition, int order)
{
    return condition->admits >> (order + 1) & 1;
}

/* Returns the date whose leaving the window ends a condition that holds, DATE_NEVER if it fails. */
static int32_t rule_shape_date(struct day *day, const struct condition *condition, const struct metric *metric)
{
    log_word limit = day_limit(day, metric->window);
    if (condition->shape == SHAPE_RECENT) {
        int64_t first = (int64_t)day->date - condition->reach;
        log_word recent = first > LOYALTY_DATE_MIN ? word_limit((int32_t)first) : 0;
        return window_last_active(day->log, day->program, metric, recent > limit ? recent : limit, day->end);
    }
    struct reach reach = {metric, (uint32_t)condition->reach, limit};
    return window_reach(day->log, day->program, &reach, day->end);
}

/*
 * Returns whether a condition holds that is not SHAPE_OTHER, and sets `*next` to the first later day on which that may
 * change. There is no count below 1 if it is SHAPE_COUNT.
 */
static bool rule_shape(struct day *day, const struct condition *condition, int32_t *next)
{
    const struct metric *metric = &day->program->metrics[condition->metric];
    *next = DATE_NEVER; /* until an event comes, it can only stop holding */
    if (!(day->bits & metric->kinds.bits))
        return false;
    int32_t date = rule_shape_date(day, condition, metric);
    if (date == DATE_NEVER)
        return false;
    int32_t leave = day_leave(day, metric, date);
    if (condition->shape == SHAPE_RECENT && condition->reach < (int64_t)leave - date)
        leave = date + condition->reach + 1;
    *next = leave;
    return true;
}

/* Returns whether rule_shape() can answer. */
static bool rule_has_shape(const struct day *day, const struct condition *condition)
{
    const struct escapes *escapes = log_escapes(day->log);
    return condition->shape != SHAPE_OTHER && !(condition->shape == SHAPE_COUNT && escapes && escapes->lows);
}

/* Returns whether a condition holds. Sets `*next` to the first later day on which that may change without an event. */
static bool rule_judge(struct day *day, const struct condition *condition, int32_t *next)
{
    if (rule_has_shape(day, condition))
        return rule_shape(day, condition, next);
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

/* Returns whether an alternative holds: because all its conditions do, or not because one fails. Sets the ground. */
static inline bool rule_judge_alternative(struct day *day, const struct rule *rule, uint32_t first,
                                          struct ground *ground)
{
    const struct condition *condition = &rule->conditions[first], *end = &rule->conditions[condition->end];
    const uint32_t lack = condition->needs & ~day->bits;
    *ground = (struct ground){DATE_NEVER, lack & (0 - lack)}; /* one of the bits is enough to watch */
    if (lack)
        return false;
    for (; condition < end; condition++) {
        int32_t next;
        if (!rule_judge(day, condition, &next)) {
            *ground = (struct ground){next, condition->raise};
            return false;
        }
        rule_rest_on(ground, next, condition->lower);
    }
    return true;
}

/* A rule holds because one alternative does, and fails because each does. Changes of other conditions do not matter. */
static inline bool rule_judge_all(struct day *day, const struct rule *rule, struct ground *failing)
{
    struct ground ground;
    for (uint32_t i = 0; i < rule->count; i = rule->conditions[i].end) {
        if (rule_judge_alternative(day, rule, i, &ground)) {
            rule_ground_day(day, &ground);
            return true;
        }
        rule_rest_on(failing, ground.next, ground.watch);
    }
    return false;
}

bool day_rule(struct day *day, const struct rule *rule)
{
    struct ground failing = {DATE_NEVER, 0};
    if (rule_judge_all(day, rule, &failing))
        return true;
    rule_ground_day(day, &failing);
    return rule->count == 0;
}

bool day_either(struct day *day, const struct rule *first, const struct rule *second)
{
    struct ground failing = {DATE_NEVER, 0};
    if (rule_judge_all(day, first, &failing) || rule_judge_all(day, second, &failing))
        return true;
    rule_ground_day(day, &failing);
    return false;
}
