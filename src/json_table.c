/* SPDX-License-Identifier: MIT */
/* The parts of a rule table in JSON: keys, types and ranges. What names and conditions mean is the compiler's. */
#include <string.h>

#include "json_read.h"
#include "metric_type.h"
#include "text.h"

#define FORMAT 1

/* 1 where the value is an object with no keys but these (and "note"), all of which is told otherwise. */
static int read_object(struct reader *reader, const char *path, json_t *value, const char *what,
                       const char *const *keys)
{
    const char *key;
    json_t *member;
    if (!json_is_object(value)) {
        report_error(reader->findings, path, "this is %s: write %s as an object, {…}", json_what(value), what);
        return 0;
    }
    json_object_foreach(value, key, member)
    {
        struct path at = path_key(path, key);
        size_t i = 0;
        if (strcmp(key, "note") == 0) {
            if (!json_is_string(member))
                report_error(reader->findings, at.text, "this is %s: a note is a text", json_what(member));
            continue;
        }
        while (keys && keys[i] && strcmp(keys[i], key) != 0)
            i++;
        if (keys && !keys[i]) {
            char list[REPORT_MESSAGE / 2] = "";
            for (i = 0; keys[i] && strlen(list) + strlen(keys[i]) + 3 < sizeof list; i++)
                strcat(strcat(list, i ? ", " : ""), keys[i]);
            report_key_error(reader->findings, at.text, "%s has no key '" REPORT_QUOTE "'; it may have: %s, note", what,
                             key, list);
        }
    }
    return 1;
}

/* Tells an object that is to name things but names too many. */
static int too_many(struct reader *reader, const char *path, size_t count, size_t limit, const char *what)
{
    if (count <= limit)
        return 0;
    report_error(reader->findings, path, "a table has at most %lu %s", (unsigned long)limit, what);
    return 1;
}

static const char *read_text(struct reader *reader, const char *path, json_t *value, const char *example)
{
    if (json_is_string(value))
        return json_string_value(value);
    report_error(reader->findings, path, "this is %s: write a text, such as \"%s\"", json_what(value), example);
    return NULL;
}

static int read_integer(struct reader *reader, const char *path, json_t *value, int64_t least, int64_t most,
                        int64_t *number)
{
    if (!json_is_integer(value) || json_integer_value(value) < least || json_integer_value(value) > most) {
        report_error(reader->findings, path, "%s%s%swrite a whole number from %lld to %lld",
                     json_is_integer(value) ? "the number is out of range: " : "this is ",
                     json_is_integer(value) ? "" : json_what(value), json_is_integer(value) ? "" : ": ",
                     (long long)least, (long long)most);
        return 0;
    }
    *number = json_integer_value(value);
    return 1;
}

/* Tells a value that is none of those to be written. */
static void tell_choice(struct reader *reader, const char *path, const json_t *value, const char *how)
{
    if (json_is_string(value))
        report_error(reader->findings, path, "'" REPORT_QUOTE "' has no meaning here: write %s",
                     json_string_value(value), how);
    else
        report_error(reader->findings, path, "this is %s: write %s", json_what(value), how);
}

static void read_days(struct reader *reader, const char *path, json_t *value, int32_t *days)
{
    if (value && (!json_is_string(value) || !days_parse(json_string_value(value), 0, days)))
        tell_choice(reader, path, value, "\"Nd\" with N from 0 to 36525, such as \"90d\"");
}

/* One of some words; its index, 0 where there is none. */
static int32_t read_choice(struct reader *reader, const char *path, json_t *value, const char *const *words,
                           const char *how)
{
    if (!value)
        return 0;
    for (int32_t i = 0; words[i] && json_is_string(value); i++)
        if (strcmp(words[i], json_string_value(value)) == 0)
            return i;
    tell_choice(reader, path, value, how);
    return 0;
}

static void check(struct reader *reader, int failed)
{
    if (failed)
        reader->status = LOYALTY_E_MEMORY;
}

static void read_labels(struct reader *reader, const char *base, json_t *value, struct draft_texts *texts)
{
    struct path path = path_key(base, "label");
    const char *language;
    json_t *label;
    if (!value)
        return;
    if (!json_is_object(value)) {
        report_error(reader->findings, path.text, "this is %s: write labels by language, {\"en\": \"Client\"}",
                     json_what(value));
        return;
    }
    if (too_many(reader, path.text, json_object_size(value), LOYALTY_KINDS_MAX, "labels of one thing"))
        return;
    json_object_foreach(value, language, label)
    {
        struct path at = path_key(path.text, language);
        const char *text = read_text(reader, at.text, label, "Client");
        if (text && strcmp(language, "note") != 0)
            check(reader, draft_label(reader->builder, texts, language, text));
    }
}

static void read_actions(struct reader *reader, const char *base, json_t *value, struct draft_texts *texts)
{
    struct path path = path_key(base, "actions");
    if (!value)
        return;
    if (!json_is_array(value)) {
        report_error(reader->findings, path.text, "this is %s: write a list of actions, [\"advertise\"]",
                     json_what(value));
        return;
    }
    if (too_many(reader, path.text, json_array_size(value), LOYALTY_KINDS_MAX, "actions of one thing"))
        return;
    for (size_t i = 0; i < json_array_size(value) && !reader->status; i++) {
        const char *name =
            read_text(reader, path_index(path.text, (uint32_t)i).text, json_array_get(value, i), "advertise");
        if (name)
            check(reader, draft_action(reader->builder, texts, name));
    }
}

static void read_kinds(struct reader *reader, json_t *events)
{
    static const char *const keys[] = {"value", "label", NULL};
    const char *name;
    json_t *value;
    reader->builder->kinds_broken = 1;
    if (!events) {
        report_error(reader->findings, "", "the table has no events: write \"events\": {\"purchase\": {}}");
        return;
    }
    if (!read_object(reader, "/events", events, "events", NULL) ||
        too_many(reader, "/events", json_object_size(events), LOYALTY_KINDS_MAX, "event kinds"))
        return;
    reader->builder->kinds_broken = 0;
    json_object_foreach(events, name, value)
    {
        struct path path = path_key("/events", name), range = path_key(path.text, "value");
        if (strcmp(name, "note") == 0)
            continue;
        struct draft_kind *kind = draft_kind(reader->builder, name);
        check(reader, !kind);
        if (reader->status)
            return;
        if (!read_object(reader, path.text, value, "an event kind", keys))
            continue;
        read_labels(reader, path.text, json_object_get(value, "label"), &kind->texts);
        json_t *bounds = json_object_get(value, "value");
        if (!bounds)
            continue;
        if (!json_is_array(bounds) || json_array_size(bounds) != 2) {
            report_error(reader->findings, range.text, "write the least and the greatest value, such as [0, 100000]");
            continue;
        }
        read_integer(reader, path_index(range.text, 0).text, json_array_get(bounds, 0), INT64_MIN, INT64_MAX,
                     &kind->min);
        read_integer(reader, path_index(range.text, 1).text, json_array_get(bounds, 1), INT64_MIN, INT64_MAX,
                     &kind->max);
    }
}

/* A name or a list of names. */
static void read_operands(struct reader *reader, const char *path, json_t *value, struct draft_metric *metric)
{
    const char *names[LOYALTY_KINDS_MAX];
    const char *example = metric->type == LOYALTY_METRIC_SHARE  ? "purchases"
                          : metric->type == LOYALTY_METRIC_HOST ? "credit_rating"
                                                                : "purchase";
    size_t count = json_is_array(value) ? json_array_size(value) : 1;
    if (count > LOYALTY_KINDS_MAX) {
        report_error(reader->findings, path, "a list has at most %d names", LOYALTY_KINDS_MAX);
        metric->texts.broken = 1;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        json_t *item = json_is_array(value) ? json_array_get(value, i) : value;
        struct path at = json_is_array(value) ? path_index(path, (uint32_t)i) : path_of("%s", path);
        names[i] = read_text(reader, at.text, item, example);
        if (!names[i])
            metric->texts.broken = 1;
    }
    if (json_is_array(value) && metric->type == LOYALTY_METRIC_HOST) {
        report_error(reader->findings, path, "this is a list: name one function of the host");
        metric->texts.broken = 1;
    }
    if (!metric->texts.broken)
        check(reader, draft_operands(reader->builder, metric, names, count));
}

static void read_metric(struct reader *reader, const char *name, json_t *value)
{
    static const char *const keys[] = {"count", "sum",  "mean",   "active_days", "days_since", "days_since_first",
                                       "share", "host", "within", "label",       NULL};
    struct path path = path_key("/metrics", name);
    struct draft_metric *metric = draft_metric(reader->builder, name);
    int found = 0;
    check(reader, !metric);
    if (reader->status)
        return;
    if (!read_object(reader, path.text, value, "a metric", keys)) {
        metric->texts.broken = 1;
        return;
    }
    read_labels(reader, path.text, json_object_get(value, "label"), &metric->texts);
    json_t *within = json_object_get(value, "within");
    if (within) {
        const char *text = read_text(reader, path_key(path.text, "within").text, within, "365d");
        metric->within = text ? arena_text(&reader->builder->arena, text, strlen(text)) : NULL;
        check(reader, text && !metric->within);
    }
    for (int32_t type = 0; type < METRIC_TYPES && !reader->status; type++) {
        json_t *operands = json_object_get(value, metric_type_name(type));
        if (!operands)
            continue;
        struct path at = path_key(path.text, metric_type_name(type));
        if (found++) {
            report_key_error(reader->findings, at.text, "a metric is one thing: keep only one of '%s' and '%s'",
                             metric_type_name(metric->type), metric_type_name(type));
            continue;
        }
        metric->type = type;
        read_operands(reader, at.text, operands, metric);
    }
    if (!found) {
        report_error(reader->findings, path.text,
                     "the metric has no definition: write one of count, sum, mean, active_days, days_since, "
                     "days_since_first, share, host");
        metric->texts.broken = 1;
    }
}

static void read_metrics(struct reader *reader, json_t *metrics)
{
    const char *name;
    json_t *value;
    if (!metrics || !read_object(reader, "/metrics", metrics, "metrics", NULL) ||
        too_many(reader, "/metrics", json_object_size(metrics), LOYALTY_METRICS_MAX, "metrics"))
        return;
    json_object_foreach(metrics, name, value)
    {
        if (strcmp(name, "note") != 0)
            read_metric(reader, name, value);
        if (reader->status)
            return;
    }
}

static void read_row(struct reader *reader, const char *path, json_t *value, struct draft_points *points)
{
    int64_t at_least, worth;
    if (!json_is_array(value) || json_array_size(value) != 2) {
        report_error(reader->findings, path, "a row is [at_least, points], such as [4, 300]");
        return;
    }
    int good =
        read_integer(reader, path_index(path, 0).text, json_array_get(value, 0), INT64_MIN, INT64_MAX, &at_least);
    good &= read_integer(reader, path_index(path, 1).text, json_array_get(value, 1), -LOYALTY_POINTS_MAX,
                         LOYALTY_POINTS_MAX, &worth);
    if (!good)
        return;
    struct draft_row *row = draft_row(reader->builder, points);
    check(reader, !row);
    if (row) {
        row->at_least = at_least;
        row->points = worth;
    }
}

static void read_points(struct reader *reader, const char *metric, json_t *rows)
{
    struct path path = path_key("/score/points", metric);
    if (!json_is_array(rows)) {
        report_error(reader->findings, path.text, "this is %s: write rows, such as [[1, 100], [4, 300]]",
                     json_what(rows));
        return;
    }
    if (json_array_size(rows) == 0)
        report_error(reader->findings, path.text, "there is no row: write at least one, such as [1, 100]");
    if (too_many(reader, path.text, json_array_size(rows), LOYALTY_ROWS_MAX, "score rows for one metric"))
        return;
    struct draft_points *points = draft_points(reader->builder, metric);
    check(reader, !points);
    for (size_t i = 0; i < json_array_size(rows) && !reader->status; i++)
        read_row(reader, path_index(path.text, (uint32_t)i).text, json_array_get(rows, i), points);
}

static void read_score(struct reader *reader, json_t *score)
{
    static const char *const keys[] = {"max", "points", NULL};
    const char *metric;
    json_t *rows;
    if (!score || !read_object(reader, "/score", score, "score", keys))
        return;
    json_t *max = json_object_get(score, "max"), *points = json_object_get(score, "points");
    if (max)
        read_integer(reader, "/score/max", max, 1, LOYALTY_POINTS_MAX, &reader->builder->score_max);
    if (!points || !read_object(reader, "/score/points", points, "points", NULL) ||
        too_many(reader, "/score/points", json_object_size(points), LOYALTY_METRICS_MAX, "scored metrics"))
        return;
    json_object_foreach(points, metric, rows) if (strcmp(metric, "note") != 0 && !reader->status)
        read_points(reader, metric, rows);
}

/* The name inside a rung or a cell; NULL where it has none, which is told. */
static const char *read_own_name(struct reader *reader, const char *path, json_t *value, const char *key,
                                 const char *example)
{
    json_t *name = json_object_get(value, key);
    if (json_is_object(value) && !name)
        report_error(reader->findings, path, "it has no name: write \"%s\": \"%s\"", key, example);
    return name ? read_text(reader, path_key(path, key).text, name, example) : NULL;
}

static void read_rung(struct reader *reader, uint32_t index, json_t *value)
{
    static const char *const keys[] = {"rung", "label", "actions", "enter", "keep", "hold", "grace", "fall", NULL};
    static const char *const falls[] = {"requalify", "step", "bottom", NULL};
    struct path path = path_index("/ladder", index);
    int good = read_object(reader, path.text, value, "a rung", keys);
    const char *name = good ? read_own_name(reader, path.text, value, "rung", "client") : NULL;
    struct draft_rung *rung = draft_rung(reader->builder, name ? name : "");
    check(reader, !rung);
    if (reader->status)
        return;
    rung->texts.name_broken = !name;
    rung->texts.broken = !good;
    if (!good)
        return;
    read_labels(reader, path.text, json_object_get(value, "label"), &rung->texts);
    read_actions(reader, path.text, json_object_get(value, "actions"), &rung->texts);
    json_t *enter = json_object_get(value, "enter"), *keep = json_object_get(value, "keep");
    if (enter)
        json_read_rule(reader, path_key(path.text, "enter").text, enter, &rung->enter);
    if (keep)
        json_read_rule(reader, path_key(path.text, "keep").text, keep, &rung->keep);
    read_days(reader, path_key(path.text, "hold").text, json_object_get(value, "hold"), &rung->hold);
    read_days(reader, path_key(path.text, "grace").text, json_object_get(value, "grace"), &rung->grace);
    rung->fall = read_choice(reader, path_key(path.text, "fall").text, json_object_get(value, "fall"), falls,
                             "\"requalify\", \"step\" or \"bottom\"");
}

static void read_ladder(struct reader *reader, json_t *ladder)
{
    reader->builder->rungs_broken = 1;
    if (!ladder)
        report_error(reader->findings, "", "the table has no ladder: write \"ladder\": [{\"rung\": \"suspect\"}, …]");
    else if (!json_is_array(ladder))
        report_error(reader->findings, "/ladder", "this is %s: write a list of rungs, the lowest first",
                     json_what(ladder));
    else if (!too_many(reader, "/ladder", json_array_size(ladder), LOYALTY_RUNGS_MAX, "rungs"))
        reader->builder->rungs_broken = 0;
    for (size_t i = 0; !reader->builder->rungs_broken && i < json_array_size(ladder) && !reader->status; i++)
        read_rung(reader, (uint32_t)i, json_array_get(ladder, i));
}

static void read_cell(struct reader *reader, const char *path, json_t *value, struct draft_segmentation *segmentation)
{
    static const char *const keys[] = {"segment", "label", "when", "actions", NULL};
    int good = read_object(reader, path, value, "a segment cell", keys);
    const char *name = good ? read_own_name(reader, path, value, "segment", "true_friend") : NULL;
    struct draft_cell *cell = draft_cell(reader->builder, segmentation, name ? name : "");
    check(reader, !cell);
    if (reader->status)
        return;
    cell->texts.name_broken = !name;
    if (!good)
        return;
    read_labels(reader, path, json_object_get(value, "label"), &cell->texts);
    read_actions(reader, path, json_object_get(value, "actions"), &cell->texts);
    json_t *when = json_object_get(value, "when");
    if (when)
        json_read_rule(reader, path_key(path, "when").text, when, &cell->when);
}

static void read_segmentation(struct reader *reader, const char *name, json_t *cells)
{
    struct path path = path_key("/segments", name);
    struct draft_segmentation *segmentation = draft_segmentation(reader->builder, name);
    check(reader, !segmentation);
    if (reader->status)
        return;
    if (!json_is_array(cells))
        report_error(reader->findings, path.text, "this is %s: write a list of cells, [{\"segment\": \"true_friend\"}]",
                     json_what(cells));
    else if (json_array_size(cells) == 0)
        report_error(reader->findings, path.text, "there is no cell: write at least one, {\"segment\": \"stranger\"}");
    else if (!too_many(reader, path.text, json_array_size(cells), LOYALTY_CELLS_MAX, "cells"))
        for (size_t i = 0; i < json_array_size(cells) && !reader->status; i++)
            read_cell(reader, path_index(path.text, (uint32_t)i).text, json_array_get(cells, i), segmentation);
}

static void read_segments(struct reader *reader, json_t *segments)
{
    const char *name;
    json_t *cells;
    if (!segments || !read_object(reader, "/segments", segments, "segments", NULL) ||
        too_many(reader, "/segments", json_object_size(segments), LOYALTY_CELLS_MAX, "segmentations"))
        return;
    json_object_foreach(segments, name, cells) if (strcmp(name, "note") != 0 && !reader->status)
        read_segmentation(reader, name, cells);
}

static void read_head(struct reader *reader, json_t *table)
{
    static const char *const climbs[] = {"any", "step", NULL};
    json_t *format = json_object_get(table, "format"), *name = json_object_get(table, "name");
    if (!format)
        report_error(reader->findings, "", "the table has no format: write \"format\": %d", FORMAT);
    else if (!json_is_integer(format) || json_integer_value(format) != FORMAT)
        report_error(reader->findings, "/format", "this library reads format %d: write %d", FORMAT, FORMAT);
    const char *text = name ? read_text(reader, "/name", name, "corner-shop") : NULL;
    reader->builder->name_broken = name && !text;
    if (text)
        check(reader, loyalty_builder_set_name(reader->builder, text));
    read_days(reader, "/accept_late", json_object_get(table, "accept_late"), &reader->builder->accept_late);
    reader->builder->climb =
        read_choice(reader, "/climb", json_object_get(table, "climb"), climbs, "\"any\" or \"step\"");
}

void json_read_table(struct reader *reader, json_t *table)
{
    static const char *const keys[] = {"format", "name",  "events", "accept_late", "metrics",
                                       "score",  "climb", "ladder", "segments",    NULL};
    if (!read_object(reader, "", table, "a table", keys))
        return;
    read_head(reader, table);
    if (!reader->status)
        read_kinds(reader, json_object_get(table, "events"));
    if (!reader->status)
        read_metrics(reader, json_object_get(table, "metrics"));
    if (!reader->status)
        read_score(reader, json_object_get(table, "score"));
    if (!reader->status)
        read_ladder(reader, json_object_get(table, "ladder"));
    if (!reader->status)
        read_segments(reader, json_object_get(table, "segments"));
}
