/* SPDX-License-Identifier: MIT */
/* Reads a table that is known to be good, key by key. */
#include "table_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void table_stop(const char *why, const char *what)
{
    fprintf(stderr, "reference: %s: %s\n", why, what);
    exit(1);
}

void *table_zeroed(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory)
        abort();
    return memory;
}

bool table_is_note(const json_t *body)
{
    return json_is_string(body);
}

int table_metric_named(const struct ref_table *table, const char *name)
{
    for (int i = 0; i < table->metrics; i++)
        if (strcmp(table->metric[i].name, name) == 0)
            return i;
    table_stop("no such metric", name);
}

int table_rung_named(const struct ref_table *table, const char *name)
{
    for (int i = 0; i < table->rungs; i++)
        if (strcmp(table->rung[i].name, name) == 0)
            return i;
    table_stop("no such rung", name);
}

int ref_table_kind(const struct ref_table *table, const char *name)
{
    for (int i = 0; i < table->kinds; i++)
        if (strcmp(table->kind[i].name, name) == 0)
            return i;
    return -1;
}

static void read_kinds(struct ref_table *table, json_t *events)
{
    const char *name;
    json_t *body;
    json_object_foreach(events, name, body)
    {
        struct ref_kind *kind = &table->kind[table->kinds];
        json_t *range = json_object_get(body, "value");
        if (table_is_note(body))
            continue;
        table->kinds++;
        kind->name = name;
        kind->low = range == NULL ? INT64_MIN : json_integer_value(json_array_get(range, 0));
        kind->high = range == NULL ? INT64_MAX : json_integer_value(json_array_get(range, 1));
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
        if (table_is_note(rows))
            continue;
        metric = &table->metric[table_metric_named(table, name)];
        json_array_foreach(rows, i, row)
        {
            metric->row[metric->rows].at_least = json_integer_value(json_array_get(row, 0));
            metric->row[metric->rows].points = json_integer_value(json_array_get(row, 1));
            metric->rows++;
        }
    }
}

/* A segmentation is a list of cells, or an object that holds the list. */
static json_t *cells_of(json_t *segmentation)
{
    return json_is_object(segmentation) ? json_object_get(segmentation, "cells") : segmentation;
}

static void read_cell(struct ref_table *table, json_t *body)
{
    struct ref_cell *cell = &table->cell[table->cells++];
    cell->name = json_string_value(json_object_get(body, "segment"));
    cell->segmentation = table->segmentations;
    cell->when = table_rule(table, json_object_get(body, "when"));
}

static void read_segments(struct ref_table *table, json_t *segments)
{
    const char *name;
    json_t *segmentation, *body;
    size_t i, count = 0;
    json_object_foreach(segments, name, segmentation)
    {
        count += json_array_size(cells_of(segmentation));
    }
    table->cell = table_zeroed(count + 1, sizeof *table->cell);
    json_object_foreach(segments, name, segmentation)
    {
        if (table_is_note(segmentation))
            continue;
        json_array_foreach(cells_of(segmentation), i, body)
        {
            read_cell(table, body);
        }
        table->segmentation[table->segmentations++] = name;
    }
}

struct ref_table *ref_table_read(const char *text, size_t length)
{
    struct ref_table *table = table_zeroed(1, sizeof *table);
    json_error_t error;
    json_t *accept_late, *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    const char *climb;
    if (!json)
        table_stop("no JSON", error.text);
    table->json = json;
    accept_late = json_object_get(json, "accept_late");
    table->accept_late = accept_late != NULL ? table_span(accept_late).length : 30;
    climb = json_string_value(json_object_get(json, "climb"));
    table->climb_step = climb != NULL && strcmp(climb, "step") == 0;
    read_kinds(table, json_object_get(json, "events"));
    table_metrics(table, json_object_get(json, "metrics"));
    read_score(table, json_object_get(json, "score"));
    table_ladder(table, json);
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
    free(table->out);
    free(table->metric);
    free(table->cell);
    json_decref(table->json);
    free(table);
}
