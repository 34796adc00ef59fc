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

void day_begin(struct day *day, const loyalty_program *program, const struct log *log, void *user, int32_t date)
{
    day->program = program;
    day->log = log;
    day->user = user;
    day->date = date;
    day->rung = 0;
    day->next = DATE_NEVER;
    day->watch = 0;
    day->seen = INDEX_NONE;
    day->seen_until = 0;
    day->series = (struct series){.entries = NULL};
    day->status = LOYALTY_OK;
    day->score_known = 0;
    memset(day->known, 0, program->metric_count);
}

/* The entries of a series inside the window: from `first` up to, not including, `end`. */
struct span {
    uint32_t first, end;
};

static struct span metric_series_span(const struct series *series, const struct metric *metric, int32_t start,
                                      int32_t date)
{
    struct span span = {0, series_until(series, date)};
    if (metric->window.type != WINDOW_ALL)
        span.first = series_until(series, start);
    return span;
}

/* Returns the totals of count and sum over the window. Lowers `*next` to the day on which they may change. */
static struct day_total metric_totals(const struct day *day, const struct metric *metric, int32_t *next)
{
    uint64_t count = 0, sum = 0;
    int32_t start = window_start(metric->window, day->date);
    for (uint32_t i = 0; i < metric->operand_count; i++) {
        struct series series = log_view(day->log, metric->operands[i]);
        struct span span = metric_series_span(&series, metric, start, day->date);
        if (span.end < series.count)
            metric_sooner(next, series_date(&series, span.end));
        if (span.end == span.first)
            continue;
        metric_sooner(next, window_leave(metric->window, series_date(&series, span.first)));
        count += series_count(&series, span.end) - series_count(&series, span.first);
        sum += series_sum(&series, span.end) - series_sum(&series, span.first);
    }
    return (struct day_total){(int64_t)count, (int64_t)sum};
}

/* Sums up the same totals day by day, for logs whose running totals may have left 64 bits. */
static void metric_wide_totals(const struct day *day, const struct metric *metric, struct wide *count, struct wide *sum)
{
    int32_t start = window_start(metric->window, day->date);
    wide_set(count, 0);
    wide_set(sum, 0);
    for (uint32_t i = 0; i < metric->operand_count; i++) {
        struct series series = log_view(day->log, metric->operands[i]);
        struct span span = metric_series_span(&series, metric, start, day->date);
        for (uint32_t at = span.first; at < span.end; at++) {
            struct day_total total = series_day(&series, at);
            struct wide value;
            wide_set(&value, total.count);
            wide_add(count, &value);
            wide_set(&value, total.sum);
            wide_add(sum, &value);
        }
    }
}

static struct number metric_whole(int64_t value)
{
    return (struct number){value, 1, DATE_NEVER, NUMBER_EXACT};
}

/* Returns the state of totals that may need more than 64 bits. It is apart to keep the usual stack frame small. */
static int32_t metric_wide_state(const struct day *day, const struct metric *metric)
{
    struct wide count, sum;
    metric_wide_totals(day, metric, &count, &sum);
    return metric->type == METRIC_MEAN && wide_sign(&count) <= 0 ? NUMBER_UNDEFINED : NUMBER_WIDE;
}

static struct number metric_of_totals(const struct day *day, const struct metric *metric)
{
    int32_t next = DATE_NEVER;
    struct day_total total = metric_totals(day, metric, &next);
    struct number number = metric_whole(metric->type == METRIC_COUNT ? total.count : total.sum);
    if (log_is_huge(day->log)) {
        number.state = metric_wide_state(day, metric);
    } else if (metric->type == METRIC_MEAN) {
        number.den = total.count;
        number.state = total.count > 0 ? NUMBER_EXACT : NUMBER_UNDEFINED;
    }
    number.next = next;
    return number;
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

/* The active dates in a window. */
struct activity_span {
    uint32_t count;
    int32_t date;         /* if there are any, the one that the metric needs: the first or the last */
    int32_t enter, leave; /* the next day on which a date may enter the window, and leave it */
};

static struct activity_span metric_activity_of(const struct day *day, const struct metric *metric)
{
    struct series series = log_view(day->log, metric->series);
    struct span span = metric_series_span(&series, metric, window_start(metric->window, day->date), day->date);
    struct activity_span found = {0, 0, DATE_NEVER, DATE_NEVER};
    if (span.end < series.count)
        found.enter = series_date(&series, span.end);
    if (span.first == span.end)
        return found;
    uint32_t before = series_active(&series, span.first), until = series_active(&series, span.end);
    found.leave = window_leave(metric->window, series_date(&series, span.first));
    found.count = until - before;
    if (found.count == 0 || metric->type == METRIC_ACTIVE_DAYS)
        return found;
    uint32_t asked = metric->type == METRIC_DAYS_SINCE ? until : before + 1;
    found.date = series_date(&series, series_reach(&series, span.end, asked) - 1);
    return found;
}

static struct number metric_of_active_dates(const struct day *day, const struct metric *metric)
{
    struct activity_span active = metric_activity_of(day, metric);
    struct number number = metric_whole(active.count);
    number.next = active.enter;
    if (metric->type == METRIC_ACTIVE_DAYS) {
        metric_sooner(&number.next, active.leave);
    } else if (active.count == 0) {
        number.state = NUMBER_UNDEFINED;
    } else {
        number.num = (int64_t)day->date - active.date;
        metric_sooner(&number.next, window_leave(metric->window, active.date));
        metric_sooner(&number.next, metric_next_cut(metric, number.num, day->date));
    }
    return number;
}

static struct number metric_of_share(struct day *day, const struct metric *metric)
{
    struct number a = *day_metric(day, metric->operands[0]), b = *day_metric(day, metric->operands[1]);
    struct number number = {0, 1, a.next, NUMBER_UNDEFINED};
    metric_sooner(&number.next, b.next);
    if (a.state == NUMBER_UNDEFINED || b.state == NUMBER_UNDEFINED)
        return number;
    if (b.state == NUMBER_EXACT && b.num <= 0)
        return number;
    if (b.state == NUMBER_WIDE) {
        struct wide num, den;
        day_metric_wide(day, metric->operands[1], &num, &den);
        if (wide_sign(&num) <= 0)
            return number;
    }
    number.state = NUMBER_WIDE;
    int64_t percent;
    if (a.state == NUMBER_EXACT && b.state == NUMBER_EXACT && exact_mul(a.num, PERCENT, &percent) &&
        exact_mul(percent, b.den, &number.num) && exact_mul(a.den, b.num, &number.den))
        number.state = NUMBER_EXACT;
    return number;
}

static struct number metric_of_host(struct day *day, const struct metric *metric)
{
    struct number number = metric_whole(0);
    int32_t until = day->date;
    int32_t status = metric->function(metric->user, day->user, day->date, &number.num, &until);
    number.next = until >= LOYALTY_DATE_MAX ? DATE_NEVER : until < day->date ? day->date + 1 : until + 1;
    if (status == LOYALTY_E_UNDEFINED)
        number.state = NUMBER_UNDEFINED;
    else if (status)
        day->status = LOYALTY_E_HOST;
    return number;
}

static struct number metric_evaluate(struct day *day, const struct metric *metric)
{
    switch (metric->source) {
    case SOURCE_TOTALS:
        return metric_of_totals(day, metric);
    case SOURCE_DATES:
        return metric_of_active_dates(day, metric);
    case SOURCE_METRICS:
        return metric_of_share(day, metric);
    case SOURCE_HOST:
        return metric_of_host(day, metric);
    }
    return metric_whole(0);
}

const struct number *day_metric(struct day *day, uint32_t metric)
{
    if (!day->known[metric]) {
        day->numbers[metric] = metric_evaluate(day, &day->program->metrics[metric]);
        day->known[metric] = 1;
    }
    return &day->numbers[metric];
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
        struct wide count, sum;
        metric_wide_totals(day, metric, &count, &sum);
        *num = metric->type == METRIC_COUNT ? count : sum;
        if (metric->type == METRIC_MEAN)
            *den = count;
    }
}

/*
 * Returns the latest entry of a narrow series such that it and those after it, up to `end`, count at least `reach`.
 * Searches from the end, in doubling steps and then by halving.
 */
static uint32_t metric_look_back(const struct entry *entries, uint32_t end, uint32_t reach)
{
    uint32_t before = entries[end - 1].count - reach; /* the most that the entries before it may count */
    uint32_t low = 0, high = end - 1, step = 1;       /* it is not after `high` */
    while (high > 0) {
        uint32_t probe = high > step ? high - step : 0;
        if (probe == 0 || entries[probe - 1].count <= before) {
            low = probe;
            break;
        }
        high = probe;
        step *= 2;
    }
    while (low < high) {
        uint32_t middle = high - (high - low) / 2;
        if (entries[middle - 1].count <= before)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

int day_shape(struct day *day, const struct condition *condition, int32_t *next)
{
    if (day->seen != condition->series) { /* conditions on the same series often follow one another */
        day->seen = condition->series;
        day->series = log_view(day->log, condition->series);
        day->seen_until = series_until(&day->series, day->date);
    }
    const struct entry *entries = day->series.entries;
    uint32_t end = day->seen_until, from = end - 1;
    if (day->series.wide)
        return -1;
    *next = end < day->series.count ? entries[end].date : DATE_NEVER; /* until then it can only stop holding */
    if (end == 0)
        return 0;
    if (condition->shape != SHAPE_RECENT) {
        uint32_t have = condition->shape == SHAPE_ACTIVE ? end : entries[end - 1].count;
        if (have < (uint32_t)condition->reach)
            return 0;
        from = condition->shape == SHAPE_ACTIVE ? end - (uint32_t)condition->reach
                                                : metric_look_back(entries, end, (uint32_t)condition->reach);
    }
    int32_t date = entries[from].date;
    int32_t leave = window_leave(day->program->metrics[condition->metric].window, date);
    if (condition->shape == SHAPE_RECENT && condition->reach < (int64_t)leave - date)
        leave = date + condition->reach + 1;
    if (leave <= day->date)
        return 0;
    *next = leave;
    return 1;
}
