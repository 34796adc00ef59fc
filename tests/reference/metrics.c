/* SPDX-License-Identifier: MIT */
/* Metrics and score of one day, from the whole log. */
#include "calendar.h"
#include "reference.h"
#include "window.h"

/* Over some events of a date. */
struct sums {
    wide count; /* sum of count */
    wide sum;   /* sum of count times value */
};

/* What one walk over the log finds for a metric's KINDS in its window. */
struct walk {
    wide count;           /* sum of weight times count */
    wide sum;             /* sum of weight times count times value */
    int active_days;      /* dates whose sum of count is above zero */
    int earliest, latest; /* the earliest and the latest of them */
    struct sums of_latest;
    int periods;  /* periods of the calendar that hold an active date */
    int period;   /* the number of the latest of them */
    int in_a_row; /* of them, without a gap, up to the latest */
};

static void walk_past_active_date(struct walk *found, const struct ref_metric *metric, int date)
{
    int period = ref_period_number(calendar_first(), metric->period, date);
    found->active_days++;
    if (found->earliest == REF_NO_DATE)
        found->earliest = date;
    found->latest = date;
    if (found->periods == 0 || period != found->period) {
        found->in_a_row = found->periods > 0 && period == found->period + 1 ? found->in_a_row + 1 : 1;
        found->periods++;
        found->period = period;
    }
}

static struct walk walk_over(const struct ref_log *log, const struct ref_metric *metric, struct window window)
{
    struct walk found = {.earliest = REF_NO_DATE, .latest = REF_NO_DATE};
    for (int i = 0, next; i < log->count; i = next) {
        int date = log->event[i].date;
        struct sums plain = {0, 0};
        for (next = i; next < log->count && log->event[next].date == date; next++) {
            const struct ref_event *event = &log->event[next];
            if (!metric->counts[event->kind] || date <= window.after || date > window.to)
                continue;
            plain.count += event->count;
            plain.sum += (wide)event->count * event->value;
            found.count += (wide)event->count * metric->weight[event->kind];
            found.sum += (wide)event->count * event->value * metric->weight[event->kind];
        }
        if (plain.count > 0) {
            walk_past_active_date(&found, metric, date);
            found.of_latest = plain;
        }
    }
    return found;
}

/* The periods in a row up to the one that holds the day, or up to the one before it while that one has none yet. */
static int streak_of(const struct ref_metric *metric, const struct walk *found, int day)
{
    int present = ref_period_number(calendar_first(), metric->period, day);
    bool goes_on = found->periods > 0 && (found->period == present || found->period == present - 1);
    return goes_on ? found->in_a_row : 0;
}

/* How many of the metric's kinds have more than 0 in its window. */
static int different_kinds(const struct ref_log *log, const struct ref_metric *metric, struct window window)
{
    int different = 0;
    for (int kind = 0; kind < log->table->kinds; kind++) {
        wide count = 0;
        for (int i = 0; metric->counts[kind] && i < log->count; i++) {
            const struct ref_event *event = &log->event[i];
            if (event->kind == kind && event->date > window.after && event->date <= window.to)
                count += event->count;
        }
        if (count > 0)
            different++;
    }
    return different;
}

static void set_value(struct ref_value *value, bool defined, wide numerator, wide denominator)
{
    value->defined = defined;
    if (!defined)
        return;
    big_set(&value->numerator, numerator);
    big_set(&value->denominator, denominator);
}

static const struct ref_value *value_of(const struct ref_log *log, int index, struct ref_facts *facts);

/* 100 * A / B = (100 * A's numerator * B's denominator) / (A's denominator * B's numerator) */
static void share_value(const struct ref_value *a, const struct ref_value *b, struct ref_value *value)
{
    struct big hundred, product;
    value->defined = a->defined && b->defined && b->numerator.sign > 0;
    if (!value->defined)
        return;
    big_set(&hundred, 100);
    big_multiply(&product, &hundred, &a->numerator);
    big_multiply(&value->numerator, &product, &b->denominator);
    big_multiply(&value->denominator, &a->denominator, &b->numerator);
}

static void host_value(const struct ref_log *log, const struct ref_metric *metric, int day, struct ref_value *value)
{
    int64_t number = 0;
    bool defined = log->host(log->user, metric->host, day, &number);
    set_value(value, defined, number, 1);
}

/* The value of a metric that takes kinds. */
static void kinds_value(const struct ref_log *log, const struct ref_metric *metric, int day, int counts_from,
                        struct ref_value *value)
{
    struct window window = window_of(log, &metric->window, day, counts_from);
    struct walk found = walk_over(log, metric, window);
    bool active = found.active_days > 0;
    switch (metric->type) {
    case REF_COUNT:
        set_value(value, true, found.count, 1);
        break;
    case REF_SUM:
        set_value(value, true, found.sum, 1);
        break;
    case REF_MEAN:
        set_value(value, found.count > 0, found.sum, found.count);
        break;
    case REF_LATEST:
        set_value(value, active, found.of_latest.sum, found.of_latest.count);
        break;
    case REF_ACTIVE_DAYS:
    case REF_ACTIVE_WEEKS:
    case REF_ACTIVE_MONTHS:
    case REF_ACTIVE_QUARTERS:
    case REF_ACTIVE_YEARS:
        set_value(value, true, found.periods, 1);
        break;
    case REF_STREAK_DAYS:
    case REF_STREAK_WEEKS:
    case REF_STREAK_MONTHS:
    case REF_STREAK_QUARTERS:
    case REF_STREAK_YEARS:
        set_value(value, true, streak_of(metric, &found, day), 1);
        break;
    case REF_DAYS_SINCE:
        set_value(value, active, (wide)day - found.latest, 1);
        break;
    case REF_DAYS_SINCE_FIRST:
        set_value(value, active, (wide)day - found.earliest, 1);
        break;
    case REF_DIFFERENT:
        set_value(value, true, different_kinds(log, metric, window), 1);
        break;
    case REF_SHARE:
    case REF_HOST:
        break;
    }
}

static const struct ref_value *value_of(const struct ref_log *log, int index, struct ref_facts *facts)
{
    const struct ref_metric *metric = &log->table->metric[index];
    struct ref_value *value = &facts->value[index];
    if (facts->known[index])
        return value;
    if (metric->type == REF_SHARE)
        share_value(value_of(log, metric->share_of, facts), value_of(log, metric->share_by, facts), value);
    else if (metric->type == REF_HOST)
        host_value(log, metric, facts->date, value);
    else
        kinds_value(log, metric, facts->date, facts->counts_from, value);
    facts->known[index] = true;
    return value;
}

int ref_value_compare(const struct ref_value *value, int64_t number)
{
    struct big whole, scaled;
    big_set(&whole, number);
    if (value->denominator.used == 1 && value->denominator.limb[0] == 1)
        return big_compare(&value->numerator, &whole);
    big_multiply(&scaled, &whole, &value->denominator);
    return big_compare(&value->numerator, &scaled);
}

static int64_t points_of(const struct ref_metric *metric, const struct ref_value *value)
{
    int64_t points = 0;
    for (int i = 0; value->defined && i < metric->rows; i++)
        if (ref_value_compare(value, metric->row[i].at_least) >= 0)
            points = metric->row[i].points;
    return points;
}

void ref_facts_of(const struct ref_log *log, int date, int counts_from, struct ref_facts *facts)
{
    const struct ref_table *table = log->table;
    int64_t sum = 0;
    facts->date = date;
    facts->counts_from = counts_from;
    for (int i = 0; i < table->metrics; i++)
        facts->known[i] = false;
    for (int i = 0; i < table->metrics; i++) {
        facts->points[i] = points_of(&table->metric[i], value_of(log, i, facts));
        sum += facts->points[i];
    }
    facts->score = sum < 0 ? 0 : sum > table->score_max ? table->score_max : sum;
}
