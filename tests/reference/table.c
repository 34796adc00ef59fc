/* SPDX-License-Identifier: MIT */
/* Reads a table that is known to be good, key by key. */
#include "reference.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void stop(const char *why, const char *what)
{
    fprintf(stderr, "reference: %s: %s\n", why, what);
    exit(1);
}

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory)
        abort();
    return memory;
}

/* The number before the unit of "30d" or "6m". */
static int length_of(const char *text)
{
    return (int)strtol(text, NULL, 10);
}

static int days_of(json_t *text, int otherwise)
{
    return text == NULL ? otherwise : length_of(json_string_value(text));
}

int ref_table_kind(const struct ref_table *table, const char *name)
{
    for (int i = 0; i < table->kinds; i++)
        if (strcmp(table->kind[i].name, name) == 0)
            return i;
    return -1;
}

static int metric_named(const struct ref_table *table, const char *name)
{
    for (int i = 0; i < table->metrics; i++)
        if (strcmp(table->metric[i].name, name) == 0)
            return i;
    stop("no such metric", name);
    return -1;
}

static int rung_named(const struct ref_table *table, const char *name)
{
    for (int i = 0; i < table->rungs; i++)
        if (strcmp(table->rung[i].name, name) == 0)
            return i;
    stop("no such rung", name);
    return -1;
}

/* A "note" beside the names of kinds, metrics or segmentations is text, where those are objects or lists. */
static bool is_note(const json_t *body)
{
    return json_is_string(body);
}

static void read_kinds(struct ref_table *table, json_t *events)
{
    const char *name;
    json_t *body;
    json_object_foreach(events, name, body)
    {
        struct ref_kind *kind = &table->kind[table->kinds];
        json_t *range = json_object_get(body, "value");
        if (is_note(body))
            continue;
        table->kinds++;
        kind->name = name;
        kind->low = range == NULL ? INT64_MIN : json_integer_value(json_array_get(range, 0));
        kind->high = range == NULL ? INT64_MAX : json_integer_value(json_array_get(range, 1));
    }
}

static void read_window(struct ref_metric *metric, const char *within)
{
    static const char *const periods[] = {"week", "month", "quarter", "year"};
    metric->window = REF_ALL;
    if (!within)
        return;
    for (int i = 0; i < 4; i++)
        if (strcmp(within, periods[i]) == 0) {
            metric->window = (enum ref_window)(REF_WEEK + i);
            return;
        }
    metric->window = within[strlen(within) - 1] == 'd' ? REF_DAYS : REF_MONTHS;
    metric->window_length = length_of(within);
}

static void read_metric(struct ref_table *table, struct ref_metric *metric, json_t *body)
{
    static const char *const types[] = {"count", "sum", "mean", "active_days", "days_since", "days_since_first",
                                        "share", "host"};
    json_t *what = NULL, *name;
    size_t i;
    for (int type = 0; type < (int)(sizeof types / sizeof *types); type++)
        if (json_object_get(body, types[type]) != NULL) {
            metric->type = (enum ref_type)type;
            what = json_object_get(body, types[type]);
        }
    if (metric->type == REF_SHARE) {
        metric->share_of = metric_named(table, json_string_value(json_array_get(what, 0)));
        metric->share_by = metric_named(table, json_string_value(json_array_get(what, 1)));
    } else if (metric->type == REF_HOST) {
        metric->host = json_string_value(what);
    } else if (json_is_string(what)) {
        metric->counts[ref_table_kind(table, json_string_value(what))] = true;
    } else {
        json_array_foreach(what, i, name)
        {
            metric->counts[ref_table_kind(table, json_string_value(name))] = true;
        }
    }
    read_window(metric, json_string_value(json_object_get(body, "within")));
}

static void read_metrics(struct ref_table *table, json_t *metrics)
{
    const char *name;
    json_t *body;
    int i = 0;
    /* All names first: a share may name a metric that comes later. */
    table->metric = zeroed(json_object_size(metrics) + 1, sizeof *table->metric);
    json_object_foreach(metrics, name, body)
    {
        if (!is_note(body))
            table->metric[table->metrics++].name = name;
    }
    json_object_foreach(metrics, name, body)
    {
        if (!is_note(body))
            read_metric(table, &table->metric[i++], body);
    }
}

static void read_score(struct ref_table *table, json_t *score)
{
    const char *name;
    json_t *rows, *row, *max = json_object_get(score, "max");
    size_t i;
    table->score_max = max == NULL ? 1000 : json_integer_value(max);
    json_object_foreach(json_object_get(score, "points"), name, rows)
    {
        struct ref_metric *metric;
        if (is_note(rows))
            continue;
        metric = &table->metric[metric_named(table, name)];
        json_array_foreach(rows, i, row)
        {
            metric->row[metric->rows].at_least = json_integer_value(json_array_get(row, 0));
            metric->row[metric->rows].points = json_integer_value(json_array_get(row, 1));
            metric->rows++;
        }
    }
}

/* "NAME OP NUMBER", the spaces optional; in a segment also "rung OP RUNG-NAME". */
static void read_condition(const struct ref_table *table, struct ref_condition *condition, const char *text)
{
    char name[65], number[65];
    if (sscanf(text, " %64[A-Za-z0-9_-] %2[<>=!] %64s", name, condition->op, number) != 3)
        stop("no condition", text);
    condition->subject = REF_OF_METRIC;
    if (strcmp(name, "rung") == 0) {
        condition->subject = REF_OF_RUNG;
        condition->number = rung_named(table, number);
        return;
    }
    if (strcmp(name, "score") == 0)
        condition->subject = REF_OF_SCORE;
    else
        condition->metric = metric_named(table, name);
    condition->number = strtoll(number, NULL, 10);
}

static void read_alternative(const struct ref_table *table, struct ref_rule *rule, json_t *conditions)
{
    int next = rule->first[rule->alternatives];
    json_t *text;
    size_t i;
    json_array_foreach(conditions, i, text)
    {
        read_condition(table, &rule->condition[next++], json_string_value(text));
    }
    rule->first[++rule->alternatives] = next;
}

static struct ref_rule *read_rule(const struct ref_table *table, json_t *conditions)
{
    struct ref_rule *rule = zeroed(1, sizeof *rule);
    json_t *alternative;
    size_t i;
    if (!conditions)
        return rule;
    if (json_is_string(json_array_get(conditions, 0))) {
        read_alternative(table, rule, conditions);
    } else {
        json_array_foreach(conditions, i, alternative)
        {
            read_alternative(table, rule, alternative);
        }
    }
    return rule;
}

static void read_ladder(struct ref_table *table, json_t *ladder)
{
    json_t *body;
    size_t i;
    json_array_foreach(ladder, i, body)
    {
        table->rung[table->rungs++].name = json_string_value(json_object_get(body, "rung"));
    }
    json_array_foreach(ladder, i, body)
    {
        struct ref_rung *rung = &table->rung[i];
        json_t *enter = json_object_get(body, "enter"), *keep = json_object_get(body, "keep");
        const char *fall = json_string_value(json_object_get(body, "fall"));
        rung->enter = read_rule(table, enter);
        rung->keep = read_rule(table, keep != NULL ? keep : enter);
        rung->hold = days_of(json_object_get(body, "hold"), 0);
        rung->grace = days_of(json_object_get(body, "grace"), 0);
        rung->fall = REF_REQUALIFY;
        if (fall != NULL && strcmp(fall, "step") == 0)
            rung->fall = REF_STEP;
        if (fall != NULL && strcmp(fall, "bottom") == 0)
            rung->fall = REF_BOTTOM;
    }
}

static void read_segments(struct ref_table *table, json_t *segments)
{
    const char *name;
    json_t *cells, *body;
    size_t i, count = 0;
    json_object_foreach(segments, name, cells)
    {
        count += json_array_size(cells);
    }
    table->cell = zeroed(count + 1, sizeof *table->cell);
    json_object_foreach(segments, name, cells)
    {
        if (is_note(cells))
            continue;
        json_array_foreach(cells, i, body)
        {
            struct ref_cell *cell = &table->cell[table->cells++];
            cell->name = json_string_value(json_object_get(body, "segment"));
            cell->segmentation = table->segmentations;
            cell->when = read_rule(table, json_object_get(body, "when"));
        }
        table->segmentation[table->segmentations++] = name;
    }
}

struct ref_table *ref_table_read(const char *text, size_t length)
{
    struct ref_table *table = zeroed(1, sizeof *table);
    json_error_t error;
    json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    const char *climb;
    if (!json)
        stop("no JSON", error.text);
    table->json = json;
    table->accept_late = days_of(json_object_get(json, "accept_late"), 30);
    climb = json_string_value(json_object_get(json, "climb"));
    table->climb_step = climb != NULL && strcmp(climb, "step") == 0;
    read_kinds(table, json_object_get(json, "events"));
    read_metrics(table, json_object_get(json, "metrics"));
    read_score(table, json_object_get(json, "score"));
    read_ladder(table, json_object_get(json, "ladder"));
    read_segments(table, json_object_get(json, "segments"));
    return table;
}

void ref_table_free(struct ref_table *table)
{
    if (!table)
        return;
    for (int i = 0; i < table->rungs; i++) {
        free(table->rung[i].enter);
        free(table->rung[i].keep);
    }
    for (int i = 0; i < table->cells; i++)
        free(table->cell[i].when);
    free(table->metric);
    free(table->cell);
    json_decref(table->json);
    free(table);
}
