/* SPDX-License-Identifier: MIT */
/* Metrics: the exact numbers of docs/rule-tables.md, each with the next day on which it may change without an event. */
#include <string.h>

#include "fold/day.h"

enum { PERCENT = 100 };

static void metric_sooner(int32_t *next, int32_t date)
{
    if (date < *next)
        *next = date;
}

void day_make(struct day *day, const loyalty_program *program, const struct log *log, void *user)
{
    day->program = program;
    day->log = log;
    day->user = user;
    day->rung = 0;
    day->status = LOYALTY_OK;
    day->totals_date = LOYALTY_DATE_NONE;
    memset(day->seen, 0, sizeof day->seen);
}

void day_turn(struct day *day, int32_t date, struct spot end, uint32_t bits)
{
    day->date = date;
    day->bits = bits;
    day->next = DATE_NEVER;
    day->watch = 0;
    day->end = end;
    day->window = (struct day_window){{WINDOW_ALL, 0}, 0, true, {0, 0}};
    day->score = 0;
    day->score_known = false;
    memset(day->known, 0, sizeof day->known);
}

void day_begin(struct day *day, const loyalty_program *program, const struct log *log, void *user, int32_t date)
{
    day_make(day, program, log, user);
    day_turn(day, date, log_seek(log, word_limit(date + 1)), log->bits);
}

/* Returns the words in the window. It begins not far behind where it did on an earlier day. */
static struct extent metric_extent(struct day *day, struct window window)
{
    log_word limit = day_limit(day, window);
    if (!day->window.found) {
        bool moved = day->totals_date != LOYALTY_DATE_NONE && window_same(day->totals_window, window);
        day->window.from = moved ? log_seek_from(day->log, day->totals.extent.from, limit) : log_seek(day->log, limit);
        day->window.found = true;
    }
    return (struct extent){day->window.from, day->end};
}

/* Makes day->totals those of the window. */
static void metric_find_totals(struct day *day, struct window window, const struct extent *extent)
{
    if (day->totals_date == day->date && window_same(day->totals_window, window))
        return;
    if (day->totals_date == LOYALTY_DATE_NONE || !window_same(day->totals_window, window) ||
        !window_move(day->log, day->program, extent, &day->totals))
        window_begin(day->log, day->program, extent, &day->totals);
    day->totals_date = day->date;
    day->totals_window = window;
}

/* Adds the totals of the metric's kinds, modulo 2^64; the dates are right for one kind only. */
static void metric_add_total(struct day *day, const struct metric *metric, const struct extent *extent,
                             struct kind_total *total)
{
    metric_find_totals(day, metric->window, extent);
    for (uint32_t i = 0; i < metric->operand_count; i++)
        window_add(&day->totals, day->program->slots[metric->operands[i]], total);
}

/* Sets all of a number but `first`, for a whole value that never changes by itself. */
static void metric_whole(struct number *number, int64_t value)
{
    number->num = value;
    number->den = 1;
    number->next = DATE_NEVER;
    number->state = NUMBER_EXACT;
}

/*
 * Finds the first date of the metric in its window, and lowers `next` to the day on which it leaves. If that of an
 * earlier day of the fold is still in the window, it is the same.
 */
static void metric_find_first(const struct day *day, const struct metric *metric, const struct extent *extent,
                              struct number *number)
{
    if (metric->window.type == WINDOW_ALL)
        return;
    if (number->first == DATE_NEVER || word_limit(number->first) < day->window.limit)
        number->first = metric->source == SOURCE_DATES ? window_first_active(day->log, &metric->kinds, extent)
                                                       : window_first(day->log, &metric->kinds, extent);
    if (number->first != DATE_NEVER)
        metric_sooner(&number->next, window_leave(metric->window, number->first));
}

/* Returns whether the window may have a word of the metric's kinds. Counts below 1 may hide one in totals of 0. */
static bool metric_has_first(const struct day *day, const struct kind_total *total)
{
    const struct escapes *escapes = log_escapes(day->log);
    return total->dates > 0 || (escapes && (escapes->lows > 0 || escapes_are_huge(escapes)));
}

/* Sets the state for totals that may need more than 64 bits. */
static void metric_set_wide(const struct day *day, const struct metric *metric, const struct extent *extent,
                            struct number *number)
{
    struct sum count = {0, 0}, sum = {0, 0};
    number->state = NUMBER_WIDE;
    if (metric->type != METRIC_MEAN)
        return;
    window_sum(day->log, &metric->kinds, extent, &count, &sum);
    if (!sum_is_positive(&count))
        number->state = NUMBER_UNDEFINED;
}

static void metric_of_totals(struct day *day, const struct metric *metric, struct number *number)
{
    struct kind_total total = {0, 0, 0};
    struct extent extent = metric_extent(day, metric->window);
    if (escapes_are_huge(log_escapes(day->log)))
        metric_set_wide(day, metric, &extent, number);
    else
        metric_add_total(day, metric, &extent, &total);
    number->num = (int64_t)(metric->type == METRIC_COUNT ? total.count : total.sum);
    if (metric->type == METRIC_MEAN && number->state == NUMBER_EXACT) {
        number->den = (int64_t)total.count;
        number->state = number->den > 0 ? NUMBER_EXACT : NUMBER_UNDEFINED;
    }
    if (metric_has_first(day, &total))
        metric_find_first(day, metric, &extent, number);
}

/* Returns the day on which a value that grows by one a day next reaches one of the metric's cuts, or DATE_NEVER. */
static int32_t metric_next_cut(const struct metric *metric, int64_t value, int32_t date)
{
    if (metric->daily)
        return date + 1;
    int64_t wait = (int64_t)LOYALTY_DATE_MAX - date;
    bool reached = false;
    for (uint32_t i = 0; i < metric->cut_count; i++)
        if (metric->cuts[i] > value && metric->cuts[i] - value <= wait) {
            wait = metric->cuts[i] - value;
            reached = true;
        }
    return reached ? (int32_t)(date + wait) : DATE_NEVER;
}

static void metric_of_active_days(struct day *day, const struct metric *metric, struct number *number)
{
    struct kind_total total = {0, 0, 0};
    struct extent extent = metric_extent(day, metric->window);
    if (metric->set == INDEX_NONE)
        metric_add_total(day, metric, &extent, &total);
    else
        total.dates = window_dates(day->log, day->program, metric->set, &extent);
    number->num = (int64_t)total.dates;
    if (total.dates > 0)
        metric_find_first(day, metric, &extent, number);
}

/* Sets the days since the first or the last active date. */
static void metric_of_age(struct day *day, const struct metric *metric, struct number *number)
{
    int32_t date;
    if (metric->type == METRIC_DAYS_SINCE) {
        date = window_last_active(day->log, day->program, metric, day_limit(day, metric->window), day->end);
    } else {
        struct extent extent = metric_extent(day, metric->window);
        date = window_first_active(day->log, &metric->kinds, &extent);
    }
    number->state = NUMBER_UNDEFINED;
    if (date == DATE_NEVER)
        return;
    number->state = NUMBER_EXACT;
    number->num = (int64_t)day->date - date;
    metric_sooner(&number->next, window_leave(metric->window, date));
    metric_sooner(&number->next, metric_next_cut(metric, number->num, day->date));
}

static void metric_of_share(struct day *day, const struct metric *metric, struct number *number)
{
    const struct number *a = day_metric(day, metric->operands[0]), *b = day_metric(day, metric->operands[1]);
    number->next = a->next;
    metric_sooner(&number->next, b->next);
    number->state = NUMBER_UNDEFINED;
    if (a->state == NUMBER_UNDEFINED || b->state == NUMBER_UNDEFINED)
        return;
    if (b->state == NUMBER_EXACT && b->num <= 0)
        return;
    if (b->state == NUMBER_WIDE) {
        struct wide num, den;
        day_metric_wide(day, metric->operands[1], &num, &den);
        if (wide_sign(&num) <= 0)
            return;
    }
    number->state = NUMBER_WIDE;
    int64_t percent;
    if (a->state == NUMBER_EXACT && b->state == NUMBER_EXACT && exact_mul(a->num, PERCENT, &percent) &&
        exact_mul(percent, b->den, &number->num) && exact_mul(a->den, b->num, &number->den))
        number->state = NUMBER_EXACT;
}

static void metric_of_host(struct day *day, const struct metric *metric, struct number *number)
{
    int32_t until = day->date;
    int32_t status = metric->function(metric->user, day->user, day->date, &number->num, &until);
    number->next = until >= LOYALTY_DATE_MAX ? DATE_NEVER : until < day->date ? day->date + 1 : until + 1;
    if (status == LOYALTY_E_UNDEFINED)
        number->state = NUMBER_UNDEFINED;
    else if (status)
        day->status = LOYALTY_E_HOST;
}

/* Sets the number of a metric none of whose kinds the log has. */
static void metric_of_nothing(const struct metric *metric, struct number *number)
{
    if (metric_info(metric->type)->may_be_undefined)
        number->state = NUMBER_UNDEFINED;
}

void day_evaluate(struct day *day, uint32_t index)
{
    const struct metric *metric = &day->program->metrics[index];
    struct number *number = &day->numbers[index];
    if (!(day->seen[index / 64] >> index % 64 & 1))
        number->first = DATE_NEVER;
    metric_whole(number, 0);
    if (metric->source == SOURCE_HOST)
        metric_of_host(day, metric, number);
    else if (metric->source == SOURCE_METRICS)
        metric_of_share(day, metric, number);
    else if (!(day->bits & metric->kinds.bits))
        metric_of_nothing(metric, number);
    else if (metric->source == SOURCE_TOTALS)
        metric_of_totals(day, metric, number);
    else if (metric->type == METRIC_ACTIVE_DAYS)
        metric_of_active_days(day, metric, number);
    else
        metric_of_age(day, metric, number);
}

void day_metric_wide(struct day *day, uint32_t index, struct wide *num, struct wide *den)
{
    const struct metric *metric = &day->program->metrics[index];
    const struct number *number = day_metric(day, index);
    wide_set(den, 1);
    if (number->state == NUMBER_EXACT) {
        wide_set(num, number->num);
        wide_set(den, number->den);
    } else if (metric->source == SOURCE_METRICS) {
        struct wide a_num, a_den, b_num, b_den, percent, product;
        day_metric_wide(day, metric->operands[0], &a_num, &a_den);
        day_metric_wide(day, metric->operands[1], &b_num, &b_den);
        wide_set(&percent, PERCENT);
        wide_multiply(&product, &a_num, &percent);
        wide_multiply(num, &product, &b_den);
        wide_multiply(den, &a_den, &b_num);
    } else {
        struct sum count = {0, 0}, sum = {0, 0};
        struct extent extent = metric_extent(day, metric->window);
        window_sum(day->log, &metric->kinds, &extent, &count, &sum);
        wide_set_sum(num, metric->type == METRIC_COUNT ? &count : &sum);
        if (metric->type == METRIC_MEAN)
            wide_set_sum(den, &count);
    }
}
