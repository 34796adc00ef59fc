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
    day->term = LOYALTY_DATE_NONE;
    day->status = LOYALTY_OK;
    day->totals_date = LOYALTY_DATE_NONE;
    day->window = (struct day_window){.index = INDEX_NONE};
    memset(day->seen, 0, sizeof day->seen);
}

void day_turn(struct day *day, int32_t date, struct spot end, uint32_t bits)
{
    day->date = date;
    day->bits = bits;
    day->next = DATE_NEVER;
    day->watch = 0;
    day->end = end;
    day->window.index = INDEX_NONE;
    day->score = 0;
    day->score_known = false;
    memset(day->known, 0, sizeof day->known);
}

void day_begin(struct day *day, const loyalty_program *program, const struct log *log, void *user, int32_t date)
{
    day_make(day, program, log, user);
    day_turn(day, date, log_seek(log, word_limit(date + 1)), log->bits);
}

void day_set_term(struct day *day, int32_t term)
{
    if (day->term == term)
        return;
    day->term = term;
    for (int i = 0; i < LOYALTY_METRICS_MAX / 64; i++)
        day->known[i] &= ~day->program->term_metrics[i];
    day->score_known &= !day->program->term_score;
    day->window.index = INDEX_NONE;
    day->totals_date = LOYALTY_DATE_NONE;
}

/* Returns the words in the window. It begins not far behind where it did on an earlier day. */
static struct extent metric_extent(struct day *day, uint32_t window)
{
    log_word limit = day_limit(day, window);
    if (!day->window.found) {
        bool moved = day->totals_date != LOYALTY_DATE_NONE && day->totals_window == window;
        day->window.from = moved ? log_seek_from(day->log, day->totals.extent.from, limit) : log_seek(day->log, limit);
        day->window.found = true;
    }
    return (struct extent){day->window.from, day->window.end};
}

/* Makes day->totals those of the window. */
static inline void metric_find_totals(struct day *day, uint32_t window, const struct extent *extent)
{
    if (day->totals_date == day->date && day->totals_window == window)
        return;
    if (day->totals_date == LOYALTY_DATE_NONE || day->totals_window != window ||
        !window_move(day->log, day->program, extent, &day->totals))
        window_begin(day->log, day->program, extent, &day->totals);
    day->totals_date = day->date;
    day->totals_window = window;
}

/* Adds the totals of the metric's kinds, modulo 2^64; the dates are right for one kind only. */
static inline void metric_add_total(struct day *day, const struct metric *metric, const struct extent *extent,
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

/* Returns the first date of an extent that counts for a metric, or DATE_NEVER. */
static inline int32_t metric_first(const struct day *day, const struct metric *metric, const struct extent *extent)
{
    return metric->source == SOURCE_DATES ? window_first_active(day->log, &metric->kinds, extent)
                                          : window_first(day->log, &metric->kinds, extent);
}

/*
 * Finds the first date of the metric in its window, and lowers `next` to the day on which it leaves. If that of an
 * earlier day of the fold is still in the window, it is the same.
 */
static void metric_find_first(const struct day *day, const struct metric *metric, const struct extent *extent,
                              struct number *number)
{
    const int32_t type = day->program->windows[metric->window].window.type;
    if (type == WINDOW_ALL || type == WINDOW_TERM)
        return;
    if (number->first == DATE_NEVER || word_limit(number->first) < day->window.limit)
        number->first = metric_first(day, metric, extent);
    if (number->first != DATE_NEVER)
        metric_sooner(&number->next, day_leave(day, metric, number->first));
}

/* Lowers `next` to the day on which the first date behind a window that ends before the day enters it. */
static void metric_await(struct day *day, const struct metric *metric, struct number *number)
{
    const struct window *window = &day->program->windows[metric->window].window;
    if (window->back == 0 || day_limit(day, metric->window) == WORD_END)
        return;
    const int32_t date = metric_first(day, metric, &(struct extent){day->window.end, day->end});
    if (date != DATE_NEVER)
        metric_sooner(&number->next, window_enter(window, day->window.cycle, date));
}

/* Returns whether the window may have a word of the metric's kinds. Counts below 1 may hide one in totals of 0. */
static bool metric_has_first(const struct day *day, const struct kind_total *total)
{
    const struct escapes *escapes = log_escapes(day->log);
    return total->dates > 0 || (escapes && (escapes->lows > 0 || escapes_are_huge(escapes)));
}

/* Adds up a count or a sum exactly, with weights, and the count of its kinds. */
static void metric_add_wide(const struct day *day, const struct metric *metric, const struct extent *extent,
                            struct wide *num, struct sum *all)
{
    wide_set(num, 0);
    for (uint32_t i = 0; i < metric->operand_count; i++) {
        struct sum count = {0, 0}, sum = {0, 0};
        struct wide of_kind, weight, product;
        struct kind_set kind = {.bits = 0};
        kind_set_add(&kind, metric->operands[i]);
        window_sum(day->log, &kind, extent, &count, &sum);
        wide_set_sum(&of_kind, metric->type == METRIC_COUNT ? &count : &sum);
        wide_set(&weight, metric->weights ? metric->weights[i] : 1);
        wide_multiply(&product, &of_kind, &weight);
        wide_add(num, &product);
        sum_add_sum(all, &count);
    }
}

/* Sets the number from totals that may need more than 64 bits. */
static void metric_of_wide_totals(const struct day *day, const struct metric *metric, const struct extent *extent,
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

/* Sets a count or a sum with weights. */
static void metric_weigh(struct day *day, const struct metric *metric, const struct extent *extent,
                         struct number *number, struct kind_total *total)
{
    metric_find_totals(day, metric->window, extent);
    for (uint32_t i = 0; i < metric->operand_count; i++) {
        struct kind_total of_kind = {0, 0, 0};
        int64_t product;
        window_add(&day->totals, day->program->slots[metric->operands[i]], &of_kind);
        total->dates += of_kind.dates;
        if (!exact_mul((int64_t)(metric->type == METRIC_COUNT ? of_kind.count : of_kind.sum), metric->weights[i],
                       &product) ||
            !exact_add(number->num, product, &number->num))
            number->state = NUMBER_WIDE;
    }
}

/* Sets a count, a sum or a mean from totals that fit in 64 bits. */
static inline void metric_of_small_totals(struct day *day, const struct metric *metric, const struct extent *extent,
                                          struct number *number, struct kind_total *total)
{
    metric_add_total(day, metric, extent, total);
    number->num = (int64_t)(metric->type == METRIC_COUNT ? total->count : total->sum);
    if (metric->type == METRIC_MEAN) {
        number->den = (int64_t)total->count;
        number->state = number->den > 0 ? NUMBER_EXACT : NUMBER_UNDEFINED;
    }
}

/* Sets the number of kinds with a count above 0. */
static void metric_of_different(struct day *day, const struct metric *metric, const struct extent *extent,
                                struct number *number, struct kind_total *total)
{
    const bool huge = escapes_are_huge(log_escapes(day->log));
    if (!huge)
        metric_find_totals(day, metric->window, extent);
    for (uint32_t i = 0; i < metric->operand_count; i++) {
        struct kind_total of_kind = {0, 0, 0};
        struct sum count = {0, 0}, sum = {0, 0};
        struct kind_set kind = {.bits = 0};
        kind_set_add(&kind, metric->operands[i]);
        if (huge)
            window_sum(day->log, &kind, extent, &count, &sum);
        else
            window_add(&day->totals, day->program->slots[metric->operands[i]], &of_kind);
        number->num += huge ? sum_is_positive(&count) : (int64_t)of_kind.count > 0;
        total->dates += of_kind.dates;
    }
}

static void metric_of_totals(struct day *day, const struct metric *metric, struct number *number)
{
    struct kind_total total = {0, 0, 0};
    struct extent extent = metric_extent(day, metric->window);
    if (metric->type == METRIC_DIFFERENT)
        metric_of_different(day, metric, &extent, number, &total);
    else if (escapes_are_huge(log_escapes(day->log)))
        metric_of_wide_totals(day, metric, &extent, number);
    else if (metric->weights)
        metric_weigh(day, metric, &extent, number, &total);
    else
        metric_of_small_totals(day, metric, &extent, number, &total);
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

static void metric_of_active(struct day *day, const struct metric *metric, struct number *number)
{
    struct kind_total total = {0, 0, 0};
    struct extent extent = metric_extent(day, metric->window);
    if (metric->set == INDEX_NONE)
        metric_add_total(day, metric, &extent, &total);
    else
        total.dates = window_periods(day->log, day->program, metric->set, &extent);
    number->num = (int64_t)total.dates;
    if (total.dates > 0)
        metric_find_first(day, metric, &extent, number);
}

/* A streak lasts until a whole period has passed without an active date. */
static void metric_of_streak(const struct day *day, const struct metric *metric, struct number *number)
{
    const struct cycle cycle = cycle_of_calendar(metric->period);
    struct progress progress;
    window_progress(day->log, day->program, metric->set, day->end, &progress);
    if (progress.run == 0)
        return;
    const int32_t ends = cycle_begin(cycle, cycle_index(cycle, progress.last) + 2);
    if (ends <= day->date)
        return;
    number->num = progress.run;
    number->next = ends;
}

/* Returns the latest active date in a metric's window, or DATE_NEVER. */
static int32_t metric_latest_date(struct day *day, const struct metric *metric)
{
    const log_word limit = day_limit(day, metric->window);
    return window_last_active(day->log, day->program, metric, limit, day->window.end);
}

/* Adds up the kinds of a metric on one date. */
static void metric_sum_date(const struct day *day, const struct metric *metric, int32_t date, struct sum *count,
                            struct sum *sum)
{
    const struct extent extent = {log_seek(day->log, word_limit(date)), log_seek(day->log, word_limit(date + 1))};
    window_sum(day->log, &metric->kinds, &extent, count, sum);
}

static void metric_of_latest(struct day *day, const struct metric *metric, struct number *number)
{
    const int32_t date = metric_latest_date(day, metric);
    struct sum count = {0, 0}, sum = {0, 0};
    number->state = NUMBER_UNDEFINED;
    if (date == DATE_NEVER)
        return;
    metric_sum_date(day, metric, date, &count, &sum);
    const bool small_den = sum_get(&count, &number->den), small_num = sum_get(&sum, &number->num);
    number->state = small_den && small_num ? NUMBER_EXACT : NUMBER_WIDE;
    metric_sooner(&number->next, day_leave(day, metric, date));
}

/* Sets the days since the first or the last active date. */
static void metric_of_age(struct day *day, const struct metric *metric, struct number *number)
{
    int32_t date;
    if (metric->type == METRIC_DAYS_SINCE) {
        date = metric_latest_date(day, metric);
    } else {
        struct extent extent = metric_extent(day, metric->window);
        date = window_first_active(day->log, &metric->kinds, &extent);
    }
    number->state = NUMBER_UNDEFINED;
    if (date == DATE_NEVER)
        return;
    number->state = NUMBER_EXACT;
    number->num = (int64_t)day->date - date;
    metric_sooner(&number->next, day_leave(day, metric, date));
    metric_sooner(&number->next, metric_next_cut(metric, number->num, day->date));
}

static void metric_of_dates(struct day *day, const struct metric *metric, struct number *number)
{
    switch (metric->type) {
    case METRIC_ACTIVE:
        metric_of_active(day, metric, number);
        break;
    case METRIC_STREAK:
        metric_of_streak(day, metric, number);
        break;
    case METRIC_LATEST:
        metric_of_latest(day, metric, number);
        break;
    default:
        metric_of_age(day, metric, number);
    }
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
    if (status == LOYALTY_OK || status == LOYALTY_E_UNDEFINED || day->status)
        return;
    day->status = LOYALTY_E_HOST;
    day->host_status = status;
}

/* Sets the number of a metric whose window has no word of its kinds. */
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
    else if (!(day->bits & metric->kinds.bits) || (!metric->plain && day_limit(day, metric->window) == WORD_END))
        metric_of_nothing(metric, number);
    else if (metric->source == SOURCE_TOTALS)
        metric_of_totals(day, metric, number);
    else
        metric_of_dates(day, metric, number);
    if (!metric->plain)
        metric_await(day, metric, number);
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
    } else if (metric->type == METRIC_LATEST) {
        struct sum count = {0, 0}, sum = {0, 0};
        metric_sum_date(day, metric, metric_latest_date(day, metric), &count, &sum);
        wide_set_sum(num, &sum);
        wide_set_sum(den, &count);
    } else {
        struct sum count = {0, 0};
        struct extent extent = metric_extent(day, metric->window);
        metric_add_wide(day, metric, &extent, num, &count);
        if (metric->type == METRIC_MEAN)
            wide_set_sum(den, &count);
    }
}
