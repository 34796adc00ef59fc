/* SPDX-License-Identifier: MIT */
/* Reads the metrics and their windows. */
#include "table_parts.h"

#include <ctype.h>
#include <string.h>

static const char *const type_names[] = {"count",           "sum",          "mean",          "latest",
                                         "active_days",     "active_weeks", "active_months", "active_quarters",
                                         "active_years",    "streak_days",  "streak_weeks",  "streak_months",
                                         "streak_quarters", "streak_years", "days_since",    "days_since_first",
                                         "different",       "share",        "host"};

static int kind_named(const struct ref_table *table, const char *name)
{
    int kind = ref_table_kind(table, name);
    if (kind < 0)
        table_stop("not a kind", name);
    return kind;
}

static void take_kind(const struct ref_table *table, struct ref_metric *metric, const char *name, int weight)
{
    int kind = kind_named(table, name);
    metric->counts[kind] = true;
    metric->weight[kind] = weight;
}

/* KINDS: one kind, a list of kinds, or an object of kinds and their weights. */
static void read_kinds(const struct ref_table *table, struct ref_metric *metric, json_t *kinds)
{
    const char *name;
    json_t *body;
    size_t i;
    if (json_is_string(kinds))
        take_kind(table, metric, json_string_value(kinds), 1);
    json_array_foreach(kinds, i, body)
    {
        take_kind(table, metric, json_string_value(body), 1);
    }
    json_object_foreach(kinds, name, body)
    {
        if (!table_is_note(body))
            take_kind(table, metric, name, (int)json_integer_value(body));
    }
}

/* A day of the year begins with a digit, a name with a letter. */
static void read_begins(const struct ref_table *table, struct ref_window *window, const char *begins)
{
    bool is_kind = begins != NULL && !isdigit((unsigned char)begins[0]);
    window->begins_kind = is_kind ? kind_named(table, begins) : REF_NO_KIND;
    window->begins = table_day_of_year(is_kind ? NULL : begins);
}

static void read_window(const struct ref_table *table, struct ref_window *window, json_t *body)
{
    json_t *within = json_object_get(body, "within");
    const char *text = json_string_value(within), *after = json_string_value(json_object_get(body, "after"));
    window->period = table_period(text);
    window->back = (int)json_integer_value(json_object_get(body, "back"));
    window->after_kind = after != NULL ? kind_named(table, after) : REF_NO_KIND;
    read_begins(table, window, json_string_value(json_object_get(body, "begins")));
    if (text == NULL) {
        window->within = REF_ALL;
    } else if (window->period != REF_DAY) {
        window->within = REF_PERIOD;
    } else if (strcmp(text, "term") == 0) {
        window->within = REF_TERM;
    } else {
        window->within = REF_SPAN;
        window->span = table_span(within);
    }
}

static enum ref_type type_of(json_t *body, const char *name)
{
    for (int type = 0; type < (int)(sizeof type_names / sizeof *type_names); type++)
        if (json_object_get(body, type_names[type]) != NULL)
            return (enum ref_type)type;
    table_stop("a metric without a definition", name);
}

/* The period that active_… and streak_… count, after which they are called. */
static enum ref_period period_of(enum ref_type type)
{
    if (type >= REF_ACTIVE_DAYS && type <= REF_ACTIVE_YEARS)
        return (enum ref_period)(type - REF_ACTIVE_DAYS);
    if (type >= REF_STREAK_DAYS && type <= REF_STREAK_YEARS)
        return (enum ref_period)(type - REF_STREAK_DAYS);
    return REF_DAY;
}

static void read_metric(struct ref_table *table, struct ref_metric *metric, json_t *body)
{
    json_t *what;
    metric->type = type_of(body, metric->name);
    metric->period = period_of(metric->type);
    what = json_object_get(body, type_names[metric->type]);
    if (metric->type == REF_SHARE) {
        metric->share_of = table_metric_named(table, json_string_value(json_array_get(what, 0)));
        metric->share_by = table_metric_named(table, json_string_value(json_array_get(what, 1)));
    } else if (metric->type == REF_HOST) {
        metric->host = json_string_value(what);
    } else {
        read_kinds(table, metric, what);
    }
    read_window(table, &metric->window, body);
}

void table_metrics(struct ref_table *table, json_t *metrics)
{
    const char *name;
    json_t *body;
    int i = 0;
    /* All names first: a share may name a metric that comes later. */
    table->metric = table_zeroed(json_object_size(metrics) + 1, sizeof *table->metric);
    json_object_foreach(metrics, name, body)
    {
        if (!table_is_note(body))
            table->metric[table->metrics++].name = name;
    }
    json_object_foreach(metrics, name, body)
    {
        if (!table_is_note(body))
            read_metric(table, &table->metric[i++], body);
    }
}
