/* SPDX-License-Identifier: MIT */
/* Answers questions about a customer on the day advanced to. */
#include "base/abi.h"
#include "fold/checkpoint.h"
#include "fold/customer.h"

int32_t customer_day(const loyalty_customer *customer, struct day *day)
{
    if (customer->today == LOYALTY_DATE_NONE)
        return LOYALTY_E_ABSENT;
    day_begin(day, customer->program, &customer->log, customer_user(customer), customer->today);
    const struct standing standing = customer_standing(customer);
    ladder_resume(day, &standing);
    return LOYALTY_OK;
}

/* Begins the day for a question that needs a standing. */
static int32_t answer_present_day(const loyalty_customer *customer, struct day *day)
{
    return customer->rung == RUNG_ABSENT ? LOYALTY_E_ABSENT : customer_day(customer, day);
}

static int32_t answer_date(int32_t date)
{
    return date > LOYALTY_DATE_MAX ? LOYALTY_DATE_NONE : date;
}

int32_t loyalty_customer_date(const loyalty_customer *customer, int32_t *date)
{
    if (!customer || !date)
        return LOYALTY_E_ARGUMENT;
    if (customer->today == LOYALTY_DATE_NONE)
        return LOYALTY_E_ABSENT;
    *date = customer->today;
    return LOYALTY_OK;
}

int32_t loyalty_customer_standing(const loyalty_customer *customer, loyalty_standing *standing)
{
    if (!customer || !standing)
        return LOYALTY_E_ARGUMENT;
    struct day day;
    int32_t status = answer_present_day(customer, &day);
    if (status)
        return status;
    const loyalty_program *program = customer->program;
    struct standing now = customer_standing(customer);
    loyalty_standing ours = {.size = sizeof ours,
                             .rung = (uint32_t)now.rung,
                             .since = now.since,
                             .failing = now.failing,
                             .falls_on = LOYALTY_DATE_NONE,
                             .score = day_score(&day),
                             .next = answer_date(days_next(&day, &now)),
                             .term_end = answer_date(standing_term_end(program, &now))};
    if (now.failing != LOYALTY_DATE_NONE)
        ours.falls_on = answer_date(standing_falls_on(program, &now));
    return day.status ? day.status : ABI_OUTPUT(standing, ours);
}

int32_t loyalty_customer_rung(const loyalty_customer *customer, uint32_t *rung)
{
    if (!customer || !rung)
        return LOYALTY_E_ARGUMENT;
    if (customer->rung == RUNG_ABSENT)
        return LOYALTY_E_ABSENT;
    *rung = (uint32_t)customer->rung;
    return LOYALTY_OK;
}

int32_t loyalty_customer_points(const loyalty_customer *customer, uint32_t metric, int64_t *points)
{
    if (!customer || !points || metric >= customer->program->metric_count)
        return LOYALTY_E_ARGUMENT;
    struct day day;
    int32_t status = customer_day(customer, &day);
    if (status)
        return status;
    int64_t value = day_points(&day, metric);
    if (day.status)
        return day.status;
    *points = value;
    return LOYALTY_OK;
}

/* Sets the value of a metric as two 64-bit numbers. Returns LOYALTY_E_RANGE if it does not fit. */
static int32_t answer_metric(struct day *day, uint32_t metric, int64_t *numerator, int64_t *denominator)
{
    const struct number *number = day_metric(day, metric);
    if (day->status)
        return day->status;
    if (number->state == NUMBER_UNDEFINED)
        return LOYALTY_E_UNDEFINED;
    if (number->state == NUMBER_EXACT) {
        *numerator = number->num;
        *denominator = number->den;
        return LOYALTY_OK;
    }
    struct wide num, den;
    int64_t small_num, small_den;
    day_metric_wide(day, metric, &num, &den);
    if (!wide_get(&num, &small_num) || !wide_get(&den, &small_den))
        wide_reduce(&num, &den);
    if (!wide_get(&num, &small_num) || !wide_get(&den, &small_den))
        return LOYALTY_E_RANGE;
    *numerator = small_num;
    *denominator = small_den;
    return LOYALTY_OK;
}

int32_t loyalty_customer_metric(const loyalty_customer *customer, uint32_t metric, int64_t *numerator,
                                int64_t *denominator)
{
    if (!customer || !numerator || !denominator || metric >= customer->program->metric_count)
        return LOYALTY_E_ARGUMENT;
    struct day day;
    int32_t status = customer_day(customer, &day);
    return status ? status : answer_metric(&day, metric, numerator, denominator);
}

int32_t loyalty_customer_segment(const loyalty_customer *customer, uint32_t segmentation, uint32_t *cell)
{
    if (!customer || !cell || segmentation >= customer->program->segmentation_count)
        return LOYALTY_E_ARGUMENT;
    struct day day;
    int32_t status = answer_present_day(customer, &day);
    if (status)
        return status;
    const struct segmentation *cells = &customer->program->segmentations[segmentation];
    uint32_t at = 0;
    while (at < cells->count && !day_rule(&day, &customer->program->cells[cells->first + at].when))
        at++;
    if (day.status)
        return day.status;
    if (at == cells->count)
        return LOYALTY_E_NOT_FOUND;
    *cell = cells->first + at;
    return LOYALTY_OK;
}

int32_t loyalty_customer_meets(const loyalty_customer *customer, int32_t rule, uint32_t index, int32_t *holds)
{
    if (!customer || !holds)
        return LOYALTY_E_ARGUMENT;
    const struct rule *asked = program_rule(customer->program, rule, index);
    if (!asked)
        return LOYALTY_E_ARGUMENT;
    struct day day;
    int32_t status = answer_present_day(customer, &day);
    if (status)
        return status;
    int result = day_rule(&day, asked);
    if (day.status)
        return day.status;
    *holds = result;
    return LOYALTY_OK;
}

/* How far num ÷ den is from a number: the whole steps, rounded down, and whether nothing was rounded off. */
struct distance {
    int64_t steps;
    int32_t whole;
};

static struct distance answer_wide_distance(int64_t num, int64_t den, int64_t number)
{
    struct wide value, divisor, asked, distance, steps, product;
    wide_set(&value, num);
    wide_set(&divisor, den);
    wide_set(&asked, number);
    wide_multiply(&distance, &asked, &divisor);
    wide_subtract(&distance, &value);
    distance.negative = 0;
    int64_t down = wide_floor(&distance, &divisor);
    wide_set(&steps, down);
    wide_multiply(&product, &steps, &divisor);
    return (struct distance){down, wide_compare(&product, &distance) == 0};
}

static struct distance answer_distance(int64_t num, int64_t den, int64_t number)
{
    int64_t asked, distance;
    if (!exact_mul(number, den, &asked) || !exact_subtract(asked, num, &distance) || distance == INT64_MIN)
        return answer_wide_distance(num, den, number);
    distance = distance < 0 ? -distance : distance;
    return (struct distance){distance / den, distance % den == 0};
}

/*
 * Returns the least whole amount by which num ÷ den must move for a failing condition to hold: to the number, or past
 * it if the condition does not admit the number itself. At most INT64_MAX.
 */
static int64_t answer_shortfall(uint32_t admits, int64_t num, int64_t den, int64_t number)
{
    struct distance distance = answer_distance(num, den, number);
    bool past = !(admits & SIGN_AT) || !distance.whole;
    return past && distance.steps < INT64_MAX ? distance.steps + 1 : distance.steps;
}

int32_t loyalty_customer_gap(const loyalty_customer *customer, int32_t rule, uint32_t index, uint32_t alternative,
                             uint32_t position, loyalty_gap *gap)
{
    if (!customer || !gap)
        return LOYALTY_E_ARGUMENT;
    const struct rule *asked = program_rule(customer->program, rule, index);
    const struct condition *condition = asked ? rule_condition(asked, alternative, position) : NULL;
    if (!condition)
        return LOYALTY_E_ARGUMENT;
    struct day day;
    int32_t status = answer_present_day(customer, &day);
    if (status)
        return status;
    loyalty_gap ours = {.size = sizeof ours,
                        .subject = condition->subject,
                        .metric = condition->metric,
                        .op = condition->op,
                        .number = condition->number,
                        .defined = 1,
                        .denominator = 1};
    ours.holds = day_condition(&day, condition);
    if (condition->subject == LOYALTY_SUBJECT_RUNG)
        ours.numerator = day.rung;
    else if (condition->subject == LOYALTY_SUBJECT_SCORE)
        ours.numerator = day_score(&day);
    else
        status = answer_metric(&day, condition->metric, &ours.numerator, &ours.denominator);
    if (day.status)
        return day.status;
    if (status == LOYALTY_E_UNDEFINED)
        ours.defined = 0;
    else if (status)
        return status;
    else if (!ours.holds)
        ours.shortfall = answer_shortfall(condition->admits, ours.numerator, ours.denominator, ours.number);
    return ABI_OUTPUT(gap, ours);
}

/*
 * Folds on for a question. A customer who must not change, and whose log came in any order and was not folded yet, is
 * folded with a copy of the log, which has its checkpoints.
 */
static int32_t answer_fold(struct fold *fold, int32_t until, struct history *history)
{
    if (checkpoint_is_near(fold->log))
        return days_fold(fold, until, history);
    struct log copy = {.capacity = 0};
    int32_t status = log_copy(fold->log, fold->program, &copy);
    if (status)
        return status;
    checkpoint_update(&copy, fold->program);
    fold->log = &copy;
    status = days_fold(fold, until, history);
    log_clear(&copy, program_allocator(fold->program));
    return status;
}

int32_t customer_standing_on(const loyalty_customer *customer, int32_t date, struct standing *standing,
                             struct history *history)
{
    struct fold fold = {.program = customer->program,
                        .log = &customer->log,
                        .user = customer_user(customer),
                        .standing = standing_absent,
                        .next = log_earliest(&customer->log)};
    int32_t status = answer_fold(&fold, date, history);
    if (!status)
        *standing = fold.standing;
    return status;
}

int32_t loyalty_customer_outlook(const loyalty_customer *customer, int32_t until,
                                 loyalty_transition_callback *on_transition, void *user)
{
    if (!customer)
        return LOYALTY_E_ARGUMENT;
    if (!date_valid(until))
        return LOYALTY_E_DATE;
    if (customer->today != LOYALTY_DATE_NONE && until < customer->today)
        return LOYALTY_E_PAST;
    struct history history = {.changes = NULL};
    struct fold fold = customer_fold(customer);
    int32_t status = answer_fold(&fold, until, &history);
    for (uint32_t i = 0; !status && on_transition && i < history.count; i++) {
        if (!change_is_transition(&history.changes[i]))
            continue;
        loyalty_transition told = customer_transition(&history.changes[i], 0);
        on_transition(user, customer, &told);
    }
    history_free(&history, &customer->program->arena.allocator);
    return status;
}

/* Returns whether a change is a transition that can still be revoked. Older ones are kept only to rewind to. */
static bool answer_is_remembered(const loyalty_customer *customer, const struct change *change)
{
    return change_is_transition(change) && change->date >= customer_horizon(customer);
}

uint32_t loyalty_customer_transition_count(const loyalty_customer *customer)
{
    uint32_t count = 0;
    for (uint32_t i = 0; customer && i < customer_change_count(customer); i++) {
        struct change change = customer_change(customer, i);
        count += (uint32_t)answer_is_remembered(customer, &change);
    }
    return count;
}

int32_t loyalty_customer_transition(const loyalty_customer *customer, uint32_t index, loyalty_transition *transition)
{
    if (!customer || !transition)
        return LOYALTY_E_ARGUMENT;
    for (uint32_t i = 0; i < customer_change_count(customer); i++) {
        struct change change = customer_change(customer, i);
        if (!answer_is_remembered(customer, &change) || index-- > 0)
            continue;
        loyalty_transition ours = customer_transition(&change, 0);
        return ABI_OUTPUT(transition, ours);
    }
    return LOYALTY_E_ARGUMENT;
}
