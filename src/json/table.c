/* SPDX-License-Identifier: MIT */
/* The parts of a rule table in JSON: keys, types and ranges. What names and conditions mean is the compiler's. */
#include <stdio.h>
#include <string.h>

#include "table/metric_type.h"
#include "table/words.h"
#include "json/read.h"

enum { FORMAT = 1 };

/* The keys that an object may have beside "note". */
struct shape_of_object {
    const char *what; /* the object is, for a sentence */
    bool has_type;    /* the types of metrics come first */
    uint32_t count;
    enum word words[9];
};

/* Returns a key that an object may have, NULL behind the last. */
static const char *table_key(const struct shape_of_object *shape, uint32_t index)
{
    const uint32_t types = shape->has_type ? METRIC_TYPES : 0;
    if (index < types)
        return metric_info((enum metric_type)index)->name;
    return index - types < shape->count ? word_text(shape->words[index - types]) : NULL;
}

static bool table_knows_key(const struct shape_of_object *shape, const char *key)
{
    const char *known;
    for (uint32_t i = 0; (known = table_key(shape, i)); i++)
        if (strcmp(known, key) == 0)
            return true;
    return word_is(WORD_NOTE, key);
}

/* Reports a key that is none of those that an object may have. */
static void table_unknown_key(struct reader *reader, const struct json *member, const struct shape_of_object *shape)
{
    char list[REPORT_MESSAGE / 2] = "";
    const char *known;
    for (uint32_t i = 0; (known = table_key(shape, i)) && strlen(list) + strlen(known) + 3 < sizeof list; i++)
        strcat(strcat(list, i ? ", " : ""), known);
    json_key_error(reader->findings, member, "%s has no key '" REPORT_QUOTE "'; it may have: %s, %s", shape->what,
                   member->key, list, word_text(WORD_NOTE));
}

static const struct json *table_member(const struct json *object, enum word key)
{
    return json_member(object, word_text(key));
}

/* Whether a member is the first of its key; a second one is reported. */
static bool table_is_first(struct reader *reader, const struct json *member)
{
    if (json_member(member->parent, member->key) == member)
        return true;
    json_key_error(reader->findings, member, "the key \"" REPORT_QUOTE "\" stands twice in one object: keep only one",
                   member->key);
    return false;
}

/* Whether a value is an object; anything else is reported. */
static bool table_is_object(struct reader *reader, const struct json *value, const char *what)
{
    if (value->type != JSON_OBJECT)
        json_error(reader->findings, value, "this is %s: write %s as an object, {…}", json_what(value), what);
    return value->type == JSON_OBJECT;
}

/* Whether a member is a note, which nobody reads but a person. */
static bool table_is_note(struct reader *reader, const struct json *member)
{
    if (!word_is(WORD_NOTE, member->key))
        return false;
    if (member->type != JSON_TEXT)
        json_error(reader->findings, member, "this is %s: a note is a text", json_what(member));
    return true;
}

/* Whether a value is an object. Reports keys that it may not have, and those that stand twice. */
static bool table_has_shape(struct reader *reader, const struct json *value, const struct shape_of_object *shape)
{
    if (!table_is_object(reader, value, shape->what))
        return false;
    /* Past the last error that is kept, an object of any size costs nothing. */
    for (const struct json *member = value->first; member && reader->findings->errors <= REPORT_ERRORS_MAX;
         member = member->next) {
        if (!table_knows_key(shape, member->key))
            table_unknown_key(reader, member, shape);
        else if (table_is_first(reader, member))
            table_is_note(reader, member);
    }
    return true;
}

/* Whether there are more items than a table may have, which is reported. */
static bool table_too_many(struct reader *reader, const struct json *value, uint32_t limit, const char *what)
{
    if (value->count <= limit)
        return false;
    json_error(reader->findings, value, "a table has at most %lu %s", (unsigned long)limit, what);
    return true;
}

/*
 * The first member of an object whose keys are names of the table's own; NULL if there is none. Anything but an object
 * of at most so many members is reported, as are names that stand twice, which are passed over.
 */
static const struct json *table_next_named(struct reader *reader, const struct json *member)
{
    while (member && (!table_is_first(reader, member) || table_is_note(reader, member)))
        member = member->next;
    return reader->status ? NULL : member;
}

static const struct json *table_first_named(struct reader *reader, const struct json *value, const char *what,
                                            uint32_t limit, const char *items)
{
    if (!table_is_object(reader, value, what) || table_too_many(reader, value, limit, items))
        return NULL;
    return table_next_named(reader, value->first);
}

/* A text, or NULL for anything else, which is reported. */
static const char *table_text(struct reader *reader, const struct json *value, const char *example)
{
    if (value->type == JSON_TEXT)
        return value->text;
    json_error(reader->findings, value, "this is %s: write a text, such as \"%s\"", json_what(value), example);
    return NULL;
}

static bool table_integer(struct reader *reader, const struct json *value, int64_t least, int64_t most, int64_t *number)
{
    bool whole = value->type == JSON_INTEGER || value->type == JSON_BIG;
    if (value->type != JSON_INTEGER || value->integer < least || value->integer > most) {
        json_error(reader->findings, value, "%s%s%swrite a whole number from %lld to %lld",
                   whole ? "the number is out of range: " : "this is ", whole ? "" : json_what(value),
                   whole ? "" : ": ", (long long)least, (long long)most);
        return false;
    }
    *number = value->integer;
    return true;
}

/* Reports a value that is none of those to be written. */
static void table_no_choice(struct reader *reader, const struct json *value, const char *how)
{
    if (value->type == JSON_TEXT)
        json_error(reader->findings, value, "'" REPORT_QUOTE "' has no meaning here: write %s", value->text, how);
    else
        json_error(reader->findings, value, "this is %s: write %s", json_what(value), how);
}

static void table_days(struct reader *reader, const struct json *object, enum word key, int32_t *days)
{
    const struct json *value = table_member(object, key);
    if (value && (value->type != JSON_TEXT || !days_parse(value->text, 0, days)))
        table_no_choice(reader, value, "\"Nd\" with N from 0 to 36525, such as \"90d\"");
}

/* How the texts of a choice are listed: "any" or "step". */
static void table_list_choice(enum choices choice, char *list, size_t size)
{
    const char *text;
    size_t used = 0;
    for (uint32_t i = 0; (text = choice_text(choice, i)) && used < size; i++) {
        const char *before = i == 0 ? "" : choice_text(choice, i + 1) ? ", " : " or ";
        used += (size_t)snprintf(list + used, size - used, "%s\"%s\"", before, text);
    }
}

/* The index of the text under a key among those of a choice; 0 if the key is missing or its value is none of them. */
static int32_t table_choice(struct reader *reader, const struct json *object, enum word key, enum choices choice)
{
    char list[REPORT_MESSAGE / 2];
    const struct json *value = table_member(object, key);
    int32_t found = value && value->type == JSON_TEXT ? choice_find(choice, value->text) : -1;
    if (!value || found >= 0)
        return value ? found : 0;
    table_list_choice(choice, list, sizeof list);
    table_no_choice(reader, value, list);
    return 0;
}

static void table_check(struct reader *reader, bool failed)
{
    if (failed)
        reader->status = LOYALTY_E_MEMORY;
}

static void table_labels(struct reader *reader, const struct json *of, struct draft_thing *thing)
{
    const struct json *labels = table_member(of, WORD_LABEL);
    if (!labels)
        return;
    if (labels->type != JSON_OBJECT) {
        json_error(reader->findings, labels, "this is %s: write labels by language, {\"en\": \"Client\"}",
                   json_what(labels));
        return;
    }
    const struct json *label = table_first_named(reader, labels, "labels", LOYALTY_KINDS_MAX, "labels of one thing");
    for (; label; label = table_next_named(reader, label->next)) {
        const char *text = table_text(reader, label, "Client");
        if (text)
            table_check(reader, draft_add_label(reader->builder, thing, label->key, text));
    }
}

static void table_actions(struct reader *reader, const struct json *of, struct draft_thing *thing)
{
    const struct json *actions = table_member(of, WORD_ACTIONS);
    if (!actions)
        return;
    if (actions->type != JSON_LIST) {
        json_error(reader->findings, actions, "this is %s: write a list of actions, [\"advertise\"]",
                   json_what(actions));
        return;
    }
    if (table_too_many(reader, actions, LOYALTY_KINDS_MAX, "actions of one thing"))
        return;
    for (const struct json *action = actions->first; action && !reader->status; action = action->next) {
        const char *name = table_text(reader, action, "advertise");
        if (name)
            table_check(reader, !draft_add(reader->builder, &thing->actions, sizeof(struct draft_item), name));
    }
}

static void table_value_range(struct reader *reader, const struct json *range, struct draft_kind *kind)
{
    if (range->type != JSON_LIST || range->count != 2) {
        json_error(reader->findings, range, "write the least and the greatest value, such as [0, 100000]");
        return;
    }
    table_integer(reader, range->first, INT64_MIN, INT64_MAX, &kind->min);
    table_integer(reader, range->first->next, INT64_MIN, INT64_MAX, &kind->max);
}

static void table_kind(struct reader *reader, const struct json *value)
{
    static const struct shape_of_object shape = {"an event kind", false, 2, {WORD_VALUE, WORD_LABEL}};
    struct draft_kind *kind = draft_add_kind(reader->builder, value->key);
    table_check(reader, !kind);
    if (!kind || !table_has_shape(reader, value, &shape))
        return;
    table_labels(reader, value, &kind->thing);
    const struct json *range = table_member(value, WORD_VALUE);
    if (range)
        table_value_range(reader, range, kind);
}

static void table_kinds(struct reader *reader, const struct json *events)
{
    const struct json *kind = table_first_named(reader, events, "events", LOYALTY_KINDS_MAX, "event kinds");
    for (; kind; kind = table_next_named(reader, kind->next))
        table_kind(reader, kind);
}

/* A name or a list of names. */
static void table_operands(struct reader *reader, const struct json *value, struct draft_metric *metric)
{
    const char *names[LOYALTY_KINDS_MAX];
    static const char *const examples[] = {[SOURCE_TOTALS] = "purchase",
                                           [SOURCE_DATES] = "purchase",
                                           [SOURCE_METRICS] = "purchases",
                                           [SOURCE_HOST] = "credit_rating"};
    const enum metric_source source = metric_info((enum metric_type)metric->type)->source;
    bool list = value->type == JSON_LIST;
    uint32_t count = 0;
    if (list && value->count > LOYALTY_KINDS_MAX) {
        json_error(reader->findings, value, "a list has at most %d names", LOYALTY_KINDS_MAX);
        return;
    }
    for (const struct json *item = list ? value->first : value; item; item = list ? item->next : NULL) {
        const char *name = table_text(reader, item, examples[source]);
        names[count++] = name ? name : ""; /* its place is kept; the compiler says nothing new of it */
    }
    if (list && source == SOURCE_HOST)
        json_error(reader->findings, value, "this is a list: name one function of the host");
    table_check(reader, draft_set_operands(reader->builder, metric, names, count));
}

/* What the metric is: the first of the types that it has a key for. */
static void table_definition(struct reader *reader, const struct json *value, struct draft_metric *metric)
{
    metric->type = METRIC_TYPES;
    for (int32_t type = 0; type < METRIC_TYPES && !reader->status; type++) {
        const struct json *operands = json_member(value, metric_info((enum metric_type)type)->name);
        if (operands && metric->type < METRIC_TYPES) {
            json_key_error(reader->findings, operands, "a metric is one thing: keep only one of '%s' and '%s'",
                           metric_info((enum metric_type)metric->type)->name,
                           metric_info((enum metric_type)type)->name);
        } else if (operands) {
            metric->type = type;
            table_operands(reader, operands, metric);
        }
    }
}

static void table_metric(struct reader *reader, const struct json *value)
{
    static const struct shape_of_object shape = {"a metric", true, 2, {WORD_WITHIN, WORD_LABEL}};
    struct draft_metric *metric = draft_add(reader->builder, &reader->builder->metrics, sizeof *metric, value->key);
    table_check(reader, !metric);
    if (!metric)
        return;
    metric->type = METRIC_TYPES;
    if (!table_has_shape(reader, value, &shape))
        return;
    table_labels(reader, value, &metric->thing);
    const struct json *within = table_member(value, WORD_WITHIN);
    const char *text = within ? table_text(reader, within, "365d") : NULL;
    metric->within = text ? draft_text(reader->builder, text) : NULL;
    table_check(reader, text && !metric->within);
    table_definition(reader, value, metric);
}

static void table_metrics(struct reader *reader, const struct json *metrics)
{
    const struct json *metric = table_first_named(reader, metrics, "metrics", LOYALTY_METRICS_MAX, "metrics");
    for (; metric; metric = table_next_named(reader, metric->next))
        table_metric(reader, metric);
}

static void table_row(struct reader *reader, const struct json *value, struct draft_points *points)
{
    int64_t at_least, worth;
    if (value->type != JSON_LIST || value->count != 2) {
        json_error(reader->findings, value, "a row is [at_least, points], such as [4, 300]");
        return;
    }
    bool good = table_integer(reader, value->first, INT64_MIN, INT64_MAX, &at_least);
    good &= table_integer(reader, value->first->next, -LOYALTY_POINTS_MAX, LOYALTY_POINTS_MAX, &worth);
    struct draft_row *row = good ? draft_add(reader->builder, &points->rows, sizeof *row, NULL) : NULL;
    table_check(reader, good && !row);
    if (row) {
        row->at_least = at_least;
        row->points = worth;
    }
}

static void table_points(struct reader *reader, const struct json *rows)
{
    if (rows->type != JSON_LIST) {
        json_error(reader->findings, rows, "this is %s: write rows, such as [[1, 100], [4, 300]]", json_what(rows));
        return;
    }
    if (rows->count == 0)
        json_error(reader->findings, rows, "there is no row: write at least one, such as [1, 100]");
    if (table_too_many(reader, rows, LOYALTY_ROWS_MAX, "score rows for one metric"))
        return;
    struct draft_points *points = draft_add(reader->builder, &reader->builder->points, sizeof *points, rows->key);
    table_check(reader, !points);
    for (const struct json *row = rows->first; row && !reader->status; row = row->next)
        table_row(reader, row, points);
}

static void table_score(struct reader *reader, const struct json *score)
{
    static const struct shape_of_object shape = {"score", false, 2, {WORD_MAX, WORD_POINTS}};
    if (!table_has_shape(reader, score, &shape))
        return;
    const struct json *max = table_member(score, WORD_MAX), *points = table_member(score, WORD_POINTS);
    if (max)
        table_integer(reader, max, 1, LOYALTY_POINTS_MAX, &reader->builder->score_max);
    const struct json *rows =
        points ? table_first_named(reader, points, "points", LOYALTY_METRICS_MAX, "scored metrics") : NULL;
    for (; rows; rows = table_next_named(reader, rows->next))
        table_points(reader, rows);
}

/* The name inside a rung or a cell; NULL if it has none, or none that is a text. */
static const char *table_own_name(struct reader *reader, const struct json *value, enum word key, const char *example)
{
    const struct json *name = table_member(value, key);
    return name ? table_text(reader, name, example) : NULL;
}

/* A rule, if there is one under a key. */
static void table_rule(struct reader *reader, const struct json *object, enum word key, struct draft_rule *rule)
{
    const struct json *value = table_member(object, key);
    if (value)
        json_read_rule(reader, value, rule);
}

static void table_rung(struct reader *reader, const struct json *value)
{
    static const struct shape_of_object shape = {
        "a rung",
        false,
        8,
        {WORD_RUNG, WORD_LABEL, WORD_ACTIONS, WORD_ENTER, WORD_KEEP, WORD_HOLD, WORD_GRACE, WORD_FALL}};
    bool good = table_has_shape(reader, value, &shape);
    const char *name = table_own_name(reader, value, WORD_RUNG, "client");
    struct draft_rung *rung = draft_add(reader->builder, &reader->builder->rungs, sizeof *rung, name);
    table_check(reader, !rung);
    if (!rung || !good)
        return;
    table_labels(reader, value, &rung->thing);
    table_actions(reader, value, &rung->thing);
    table_rule(reader, value, WORD_ENTER, &rung->enter);
    table_rule(reader, value, WORD_KEEP, &rung->keep);
    table_days(reader, value, WORD_HOLD, &rung->hold);
    table_days(reader, value, WORD_GRACE, &rung->grace);
    rung->fall = table_choice(reader, value, WORD_FALL, CHOICES_FALL);
}

static void table_ladder(struct reader *reader, const struct json *ladder)
{
    if (ladder->type != JSON_LIST)
        json_error(reader->findings, ladder, "this is %s: write a list of rungs, the lowest first", json_what(ladder));
    if (ladder->type != JSON_LIST || table_too_many(reader, ladder, LOYALTY_RUNGS_MAX, "rungs"))
        return;
    for (const struct json *rung = ladder->first; rung && !reader->status; rung = rung->next)
        table_rung(reader, rung);
}

static void table_cell(struct reader *reader, const struct json *value, struct draft_segmentation *segmentation)
{
    static const struct shape_of_object shape = {
        "a segment cell", false, 4, {WORD_SEGMENT, WORD_LABEL, WORD_WHEN, WORD_ACTIONS}};
    bool good = table_has_shape(reader, value, &shape);
    const char *name = table_own_name(reader, value, WORD_SEGMENT, "true_friend");
    struct draft_cell *cell = draft_add(reader->builder, &segmentation->cells, sizeof *cell, name);
    table_check(reader, !cell);
    if (!cell || !good)
        return;
    table_labels(reader, value, &cell->thing);
    table_actions(reader, value, &cell->thing);
    table_rule(reader, value, WORD_WHEN, &cell->when);
}

static void table_segmentation(struct reader *reader, const struct json *cells)
{
    struct draft_segmentation *segmentation =
        draft_add(reader->builder, &reader->builder->segmentations, sizeof *segmentation, cells->key);
    table_check(reader, !segmentation);
    if (cells->type != JSON_LIST)
        json_error(reader->findings, cells, "this is %s: write a list of cells, [{\"segment\": \"true_friend\"}]",
                   json_what(cells));
    else if (cells->count == 0)
        json_error(reader->findings, cells, "there is no cell: write at least one, {\"segment\": \"stranger\"}");
    else if (!table_too_many(reader, cells, LOYALTY_CELLS_MAX, "cells"))
        for (const struct json *cell = cells->first; cell && !reader->status; cell = cell->next)
            table_cell(reader, cell, segmentation);
}

static void table_segments(struct reader *reader, const struct json *segments)
{
    const struct json *cells = table_first_named(reader, segments, "segments", LOYALTY_CELLS_MAX, "segmentations");
    for (; cells; cells = table_next_named(reader, cells->next))
        table_segmentation(reader, cells);
}

static void table_head(struct reader *reader, const struct json *table)
{
    const struct json *format = table_member(table, WORD_FORMAT), *name = table_member(table, WORD_NAME);
    if (!format)
        report_error(reader->findings, path_word("", WORD_FORMAT).text, "the table has no format: write \"format\": %d",
                     FORMAT);
    else if (format->type != JSON_INTEGER || format->integer != FORMAT)
        json_error(reader->findings, format, "this library reads format %d: write %d", FORMAT, FORMAT);
    const char *text = name ? table_text(reader, name, "corner-shop") : NULL;
    if (name)
        table_check(reader, draft_set_name(reader->builder, text ? text : ""));
    table_days(reader, table, WORD_ACCEPT_LATE, &reader->builder->accept_late);
    reader->builder->climb = table_choice(reader, table, WORD_CLIMB, CHOICES_CLIMB);
}

void json_read_table(struct reader *reader, const struct json *table)
{
    static const struct shape_of_object shape = {"a table",
                                                 false,
                                                 9,
                                                 {WORD_FORMAT, WORD_NAME, WORD_EVENTS, WORD_ACCEPT_LATE, WORD_METRICS,
                                                  WORD_SCORE, WORD_CLIMB, WORD_LADDER, WORD_SEGMENTS}};
    static const struct {
        enum word key;
        void (*read)(struct reader *reader, const struct json *value);
    } parts[] = {{WORD_EVENTS, table_kinds},
                 {WORD_METRICS, table_metrics},
                 {WORD_SCORE, table_score},
                 {WORD_LADDER, table_ladder},
                 {WORD_SEGMENTS, table_segments}};
    if (!table_has_shape(reader, table, &shape))
        return;
    table_head(reader, table);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !reader->status; i++) {
        const struct json *value = table_member(table, parts[i].key);
        if (value)
            parts[i].read(reader, value);
    }
}
