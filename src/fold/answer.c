/* SPDX-License-Identifier: MIT */
/* Answers questions about a customer on the day advanced to. */
#include "base/abi.h"
#include "fold/checkpoint.h"
#include "fold/customer.h"

int32_t customer_day(const loyalty_customer *customer, struct day *day)
{
    const int32_t today = customer_today(customer);
    if (today == LOYALTY_DATE_NONE)
        return LOYALTY_E_NOT_ADVANCED;
    day_begin(day, customer_program(customer), &customer->log, customer_user(customer), today);
    const struct standing standing = customer_standing(customer);
    ladder_resume(day, &standing);
    return LOYALTY_OK;
}

/* Begins the day for a question that needs a standing. */
static int32_t answer_present_day(const loyalty_customer *customer, struct day *day)
{
    const int32_t status = customer_day(customer, day);
    return !status && customer->rung == RUNG_ABSENT ? LOYALTY_E_ABSENT : status;
}

static int32_t answer_date(int32_t date)
{
    return date > LOYALTY_DATE_MAX ? LOYALTY_DATE_NONE : date;
}

loyalty_status loyalty_customer_date(const loyalty_customer *customer, loyalty_date *date)
{
    if (!customer || !date)
        return LOYALTY_E_ARGUMENT;
    const int32_t today = customer_today(customer);
    if (today == LOYALTY_DATE_NONE)
        return LOYALTY_E_NOT_ADVANCED;
    *date = today;
    return LOYALTY_OK;
}

loyalty_standing answer_standing(struct day *day, const struct standing *now)
{
    loyalty_standing ours = {.size = sizeof ours,
                             .rung = (uint32_t)now->rung,
                             .since = now->since,
                             .failing = now->failing,
                             .falls_on = LOYALTY_DATE_NONE,
                             .score = day_score(day),
                             .next = answer_date(days_next(day, now)),
                             .term_end = answer_date(standing_term_end(day->program, now))};
    if (now->failing != LOYALTY_DATE_NONE)
        ours.falls_on = answer_date(standing_falls_on(day->program, now));
    return ours;
}

int32_t customer_next(const loyalty_customer *customer, int32_t *next)
{
    struct day day;
    const struct standing standing = customer_standing(customer);
    if (standing.rung == RUNG_ABSENT) {
        *next = log_earliest(&customer->log);
        return LOYALTY_OK;
    }
    const int32_t status = customer_day(customer, &day);
    if (status)
        return status;
    *next = days_next(&day, &standing);
    return day.status;
}

loyalty_status loyalty_customer_standing(const loyalty_customer *customer, loyalty_standing *standing)
{
    if (!customer || !standing)
        return LOYALTY_E_ARGUMENT;
    struct day day;
    int32_t status = answer_present_day(customer, &day);
    if (status)
        return status;
    const struct standing now = customer_standing(customer);
    loyalty_standing ours = answer_standing(&day, &now);
    return day.status ? day.status : ABI_OUTPUT(standing, ours);
}

loyalty_status loyalty_customer_rung(const loyalty_customer *customer, uint32_t *rung)
{
    if (!customer || !rung)
        return LOYALTY_E_ARGUMENT;
    if (customer->rung == RUNG_ABSENT)
        return customer_today(customer) == LOYALTY_DATE_NONE ? LOYALTY_E_NOT_ADVANCED : LOYALTY_E_ABSENT;
    *rung = (uint32_t)customer->rung;
    return LOYALTY_OK;
}

loyalty_status loyalty_customer_points(const loyalty_customer *customer, uint32_t metric, int64_t *points)
{
    if (!customer || !points)
        return LOYALTY_E_ARGUMENT;
    if (metric >= customer_program(customer)->metric_count)
        return LOYALTY_E_INDEX;
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

int32_t answer_metric(struct day *day, uint32_t metric, int64_t *numerator, int64_t *denominator)
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

loyalty_status loyalty_customer_metric(const loyalty_customer *customer, uint32_t metric, int64_t *numerator,
                                       int64_t *denominator)
{
    if (!customer || !numerator || !denominator)
        return LOYALTY_E_ARGUMENT;
    if (metric >= customer_program(customer)->metric_count)
        return LOYALTY_E_INDEX;
    struct day day;
    int32_t status = customer_day(customer, &day);
    return status ? status : answer_metric(&day, metric, numerator, denominator);
}

uint32_t answer_cell(struct day *day, uint32_t segmentation)
{
    const struct segmentation *cells = &day->program->segmentations[segmentation];
    for (uint32_t at = cells->first; at < cells->first + cells->count; at++)
        if (day_rule(day, &day->program->cells[at].when))
            return at;
    return LOYALTY_NONE;
}

loyalty_status loyalty_customer_segment(const loyalty_customer *customer, uint32_t segmentation, uint32_t *cell)
{
    if (!customer || !cell)
        return LOYALTY_E_ARGUMENT;
    if (segmentation >= customer_program(customer)->segmentation_count)
        return LOYALTY_E_INDEX;
    struct day day;
    int32_t status = answer_present_day(customer, &day);
    if (status)
        return status;
    const uint32_t found = answer_cell(&day, segmentation);
    if (day.status)
        return day.status;
    *cell = found;
    return LOYALTY_OK;
}

loyalty_status loyalty_customer_meets(const loyalty_customer *customer, int32_t rule, uint32_t index, int32_t *holds)
{
    if (!customer || !holds)
        return LOYALTY_E_ARGUMENT;
    const struct rule *asked = program_rule(customer_program(customer), rule, index);
    if (!asked)
        return program_rule_refusal(rule);
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

loyalty_status loyalty_customer_gap(const loyalty_customer *customer, int32_t rule, uint32_t index,
                                    uint32_t alternative, uint32_t position, loyalty_gap *gap)
{
    if (!customer || !gap)
        return LOYALTY_E_ARGUMENT;
    const struct rule *asked = program_rule(customer_program(customer), rule, index);
    if (!asked)
        return program_rule_refusal(rule);
    const struct condition *condition = rule_condition(asked, alternative, position);
    if (!condition)
        return LOYALTY_E_INDEX;
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
    log_wipe(&copy, fold->program);
    log_clear(&copy, program_allocator(fold->program));
    return status;
}

int32_t customer_fold_log(const loyalty_customer *customer, int32_t date, struct fold *fold, struct history *history)
{
    *fold = (struct fold){.program = customer_program(customer),
                          .log = &customer->log,
                          .user = customer_user(customer),
                          .standing = standing_absent,
                          .next = log_earliest(&customer->log)};
    return answer_fold(fold, date, history);
}

int32_t customer_standing_on(const loyalty_customer *customer, int32_t date, struct standing *standing,
                             struct history *history)
{
    struct fold fold;
    int32_t status = customer_fold_log(customer, date, &fold, history);
    if (!status)
        *standing = fold.standing;
    return status;
}

loyalty_status loyalty_customer_outlook(const loyalty_customer *customer, loyalty_date until,
                                        loyalty_on_transition *on_transition, void *user)
{
    if (!customer)
        return LOYALTY_E_ARGUMENT;
    if (!date_valid(until))
        return LOYALTY_E_DATE;
    if (until < customer_today(customer))
        return LOYALTY_E_PAST;
    struct history history = {.changes = NULL};
    struct fold fold = customer_fold(customer);
    int32_t status = answer_fold(&fold, until, &history);
    for (uint32_t i = 0; !status && on_transition && i < history.count; i++) {
        if (!change_is_transition(&history.changes[i]))
            continue;
        loyalty_transition told = customer_transition(&history.changes[i], 0);
        if (on_transition(user, customer, &told))
            status = LOYALTY_E_STOPPED;
    }
    history_free(&history, &customer_program(customer)->arena.allocator);
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

loyalty_status loyalty_customer_transition(const loyalty_customer *customer, uint32_t index,
                                           loyalty_transition *transition)
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
    return LOYALTY_E_INDEX;
}
