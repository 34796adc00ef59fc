/* SPDX-License-Identifier: MIT */
/* Metrics, score and conditions of one day, from the whole log. */
#include "calendar.h"
#include "reference.h"

#include <string.h>

/* Window start: events with start < date <= day are in the window. */
static int window_start(const struct ref_metric *metric, int day)
{
    struct calendar_day today = calendar_of(day);
    int begins = 0;
    switch (metric->window) {
    case REF_ALL:
        return calendar_first() - 1;
    case REF_DAYS:
        return day - metric->window_length;
    case REF_MONTHS:
        return calendar_months_before(day, metric->window_length);
    case REF_WEEK:
        return day - today.weekday - 1;
    case REF_MONTH:
        calendar_find(today.year, today.month, 1, &begins);
        return begins - 1;
    case REF_QUARTER:
        calendar_find(today.year, (today.month - 1) / 3 * 3 + 1, 1, &begins);
        return begins - 1;
    case REF_YEAR:
        calendar_find(today.year, 1, 1, &begins);
        return begins - 1;
    }
    return begins;
}

/* What one walk over the log finds for a metric's KINDS in its window. */
struct walk {
    wide count;           /* sum of count */
    wide sum;             /* sum of count times value */
    int active_days;      /* dates whose sum of count is above zero */
    int earliest, latest; /* the earliest and the latest of them */
};

static struct walk walk_over(const struct ref_log *log, const struct ref_metric *metric, int day)
{
    struct walk found = {0, 0, 0, REF_NO_DATE, REF_NO_DATE};
    int start = window_start(metric, day);
    for (int i = 0, next; i < log->count; i = next) {
        int date = log->event[i].date;
        wide count_of_date = 0;
        for (next = i; next < log->count && log->event[next].date == date; next++) {
            const struct ref_event *event = &log->event[next];
            if (metric->counts[event->kind] && start < date && date <= day) {
                count_of_date += event->count;
                found.sum += (wide)event->count * event->value;
            }
        }
        found.count += count_of_date;
        if (count_of_date > 0) {
            found.active_days++;
            if (found.earliest == REF_NO_DATE)
                found.earliest = date;
            found.latest = date;
        }
    }
    return found;
}

static void set_value(struct ref_value *value, bool defined, wide numerator, wide denominator)
{
    value->defined = defined;
    if (!defined)
        return;
    big_set(&value->numerator, numerator);
    big_set(&value->denominator, denominator);
}

static const struct ref_value *value_of(const struct ref_log *log, int index, int day, struct ref_facts *facts);

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

static void compute(const struct ref_log *log, const struct ref_metric *metric, int day, struct ref_facts *facts,
                    struct ref_value *value)
{
    struct walk found;
    int64_t number = 0;
    if (metric->type == REF_SHARE) {
        share_value(value_of(log, metric->share_of, day, facts), value_of(log, metric->share_by, day, facts), value);
        return;
    }
    if (metric->type == REF_HOST) {
        bool defined = log->host(log->user, metric->host, day, &number);
        set_value(value, defined, number, 1);
        return;
    }
    found = walk_over(log, metric, day);
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
    case REF_ACTIVE_DAYS:
        set_value(value, true, found.active_days, 1);
        break;
    case REF_DAYS_SINCE:
        set_value(value, found.active_days > 0, (wide)day - found.latest, 1);
        break;
    case REF_DAYS_SINCE_FIRST:
        set_value(value, found.active_days > 0, (wide)day - found.earliest, 1);
        break;
    case REF_SHARE:
    case REF_HOST:
        break;
    }
}

static const struct ref_value *value_of(const struct ref_log *log, int index, int day, struct ref_facts *facts)
{
    if (!facts->known[index])
        compute(log, &log->table->metric[index], day, facts, &facts->value[index]);
    facts->known[index] = true;
    return &facts->value[index];
}

/* A defined value beside a whole number: -1, 0 or 1. */
static int compare(const struct ref_value *value, int64_t number)
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
        if (compare(value, metric->row[i].at_least) >= 0)
            points = metric->row[i].points;
    return points;
}

void ref_facts_of(const struct ref_log *log, int day, struct ref_facts *facts)
{
    const struct ref_table *table = log->table;
    int64_t sum = 0;
    for (int i = 0; i < table->metrics; i++)
        facts->known[i] = false;
    for (int i = 0; i < table->metrics; i++) {
        facts->points[i] = points_of(&table->metric[i], value_of(log, i, day, facts));
        sum += facts->points[i];
    }
    facts->score = sum < 0 ? 0 : sum > table->score_max ? table->score_max : sum;
}

static bool relation_holds(const char *op, int order)
{
    if (strcmp(op, ">=") == 0)
        return order >= 0;
    if (strcmp(op, ">") == 0)
        return order > 0;
    if (strcmp(op, "<=") == 0)
        return order <= 0;
    if (strcmp(op, "<") == 0)
        return order < 0;
    if (strcmp(op, "==") == 0)
        return order == 0;
    return order != 0; /* != */
}

bool ref_condition_holds(const struct ref_condition *condition, const struct ref_facts *facts, int rung)
{
    int64_t number = condition->number;
    switch (condition->subject) {
    case REF_OF_METRIC:
        return facts->value[condition->metric].defined &&
               relation_holds(condition->op, compare(&facts->value[condition->metric], number));
    case REF_OF_SCORE:
        return relation_holds(condition->op, (facts->score > number) - (facts->score < number));
    case REF_OF_RUNG:
        return relation_holds(condition->op, (rung > number) - (rung < number));
    }
    return false;
}

bool ref_rule_holds(const struct ref_rule *rule, const struct ref_facts *facts, int rung)
{
    if (rule->alternatives == 0)
        return true;
    for (int i = 0; i < rule->alternatives; i++) {
        bool all = true;
        for (int j = rule->first[i]; j < rule->first[i + 1]; j++)
            if (!ref_condition_holds(&rule->condition[j], facts, rung))
                all = false;
        if (all)
            return true;
    }
    return false;
}

int ref_segment(const struct ref_table *table, int segmentation, const struct ref_facts *facts, int rung)
{
    for (int i = 0; i < table->cells; i++)
        if (table->cell[i].segmentation == segmentation && ref_rule_holds(table->cell[i].when, facts, rung))
            return i;
    return -1;
}
