/* SPDX-License-Identifier: MIT */
/* Reads the parts of a rule table: keys, types and ranges. The compiler checks what names and conditions mean. */
#include "table/metric_type.h"
#include "json/fields.h"

enum { FORMAT = 1 };

void json_read_labels(struct reader *reader, const struct json *of, struct draft_thing *thing)
{
    const struct json *labels = table_member(of, WORD_LABEL);
    if (!labels)
        return;
    if (labels->type != JSON_OBJECT) {
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, labels,
                   "this is %s; write labels by language, such as {\"en\": \"Client\"}", json_what(labels));
        return;
    }
    const struct json *label = table_first_named(reader, labels, LOYALTY_KINDS_MAX, "labels");
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
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, actions,
                   "this is %s; write a list of actions, such as [\"advertise\"]", json_what(actions));
        return;
    }
    if (table_too_many(reader, actions, LOYALTY_KINDS_MAX, "actions"))
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
        json_error(reader->findings, range->type == JSON_LIST ? LOYALTY_PROBLEM_VALUE : LOYALTY_PROBLEM_TYPE, range,
                   "this is not a range of values; write the least and the greatest, such as [0, 100000]");
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
    json_read_labels(reader, value, &kind->thing);
    const struct json *range = table_member(value, WORD_VALUE);
    if (range)
        table_value_range(reader, range, kind);
}

static void table_kinds(struct reader *reader, const struct json *events)
{
    const struct json *kind = table_first_thing(reader, events, "events", LOYALTY_KINDS_MAX, "event kinds");
    for (; kind; kind = table_next_named(reader, kind->next))
        table_kind(reader, kind);
}

static void table_row(struct reader *reader, const struct json *value, struct draft_points *points)
{
    int64_t at_least, worth;
    if (value->type != JSON_LIST || value->count != 2) {
        json_error(reader->findings, value->type == JSON_LIST ? LOYALTY_PROBLEM_VALUE : LOYALTY_PROBLEM_TYPE, value,
                   "this is not a row; write [at_least, points], such as [4, 300]");
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
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, rows,
                   "this is %s; write a list of rows, such as [[1, 100], [4, 300]]", json_what(rows));
        return;
    }
    if (rows->count == 0)
        json_remark(reader->findings, LOYALTY_PROBLEM_MISSING, rows,
                    "the list is empty; write at least one row, such as [1, 100]");
    if (table_too_many(reader, rows, LOYALTY_ROWS_MAX, "score rows"))
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
        points ? table_first_thing(reader, points, "points", LOYALTY_METRICS_MAX, "scored metrics") : NULL;
    for (; rows; rows = table_next_named(reader, rows->next))
        table_points(reader, rows);
}

/* Returns the name of a rung or a cell; NULL if it has none that is a text. */
static const char *table_own_name(struct reader *reader, const struct json *value, enum word key, const char *example)
{
    const struct json *name = table_member(value, key);
    return name ? table_text(reader, name, example) : NULL;
}

/* Reads the rule under a key, if there is one. */
static void table_rule(struct reader *reader, const struct json *object, enum word key, struct draft_rule *rule)
{
    const struct json *value = table_member(object, key);
    if (value)
        json_read_rule(reader, value, rule);
}

static void table_rung(struct reader *reader, const struct json *value)
{
    static const struct shape_of_object shape = {"a rung",
                                                 false,
                                                 10,
                                                 {WORD_RUNG, WORD_LABEL, WORD_ACTIONS, WORD_ENTER, WORD_KEEP, WORD_HOLD,
                                                  WORD_GRACE, WORD_TERM, WORD_UNTIL, WORD_FALL}};
    bool good = table_has_shape(reader, value, &shape);
    const char *name = table_own_name(reader, value, WORD_RUNG, "client");
    struct draft_rung *rung = draft_add(reader->builder, &reader->builder->rungs, sizeof *rung, name);
    table_check(reader, !rung);
    if (!rung || !good)
        return;
    json_read_labels(reader, value, &rung->thing);
    table_actions(reader, value, &rung->thing);
    table_rule(reader, value, WORD_ENTER, &rung->enter);
    table_rule(reader, value, WORD_KEEP, &rung->keep);
    table_member_text(reader, value, WORD_HOLD, "90d", &rung->hold);
    table_member_text(reader, value, WORD_GRACE, "1m", &rung->grace);
    table_member_text(reader, value, WORD_TERM, "12m", &rung->term);
    table_member_text(reader, value, WORD_UNTIL, "year", &rung->until);
    rung->fall = table_choice(reader, value, WORD_FALL, CHOICES_FALL);
    rung->fall_given = table_member(value, WORD_FALL) != NULL;
}

static void table_ladder(struct reader *reader, const struct json *ladder)
{
    if (ladder->type != JSON_LIST)
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, ladder, "this is %s; write a list of rungs, lowest first",
                   json_what(ladder));
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
    json_read_labels(reader, value, &cell->thing);
    table_actions(reader, value, &cell->thing);
    table_rule(reader, value, WORD_WHEN, &cell->when);
}

static void table_cells(struct reader *reader, const struct json *cells, struct draft_segmentation *segmentation)
{
    if (cells->type != JSON_LIST)
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, cells,
                   "this is %s; write a list of cells, such as [{\"segment\": \"true_friend\"}]", json_what(cells));
    else if (cells->count == 0)
        json_remark(reader->findings, LOYALTY_PROBLEM_MISSING, cells,
                    "the list is empty; write at least one cell, such as {\"segment\": \"stranger\"}");
    else if (!table_too_many(reader, cells, LOYALTY_CELLS_MAX, "cells"))
        for (const struct json *cell = cells->first; cell && !reader->status; cell = cell->next)
            table_cell(reader, cell, segmentation);
}

/* Reads a list of cells, or an object that has one. */
static void table_segmentation(struct reader *reader, const struct json *value)
{
    static const struct shape_of_object shape = {"a segmentation", false, 2, {WORD_LABEL, WORD_CELLS}};
    struct draft_segmentation *segmentation =
        draft_add(reader->builder, &reader->builder->segmentations, sizeof *segmentation, value->key);
    table_check(reader, !segmentation);
    if (!segmentation)
        return;
    segmentation->nested = value->type == JSON_OBJECT;
    if (!segmentation->nested) {
        table_cells(reader, value, segmentation);
        return;
    }
    if (!table_has_shape(reader, value, &shape))
        return;
    json_read_labels(reader, value, &segmentation->thing);
    const struct json *cells = table_member(value, WORD_CELLS);
    if (cells)
        table_cells(reader, cells, segmentation);
    else
        json_remark(reader->findings, LOYALTY_PROBLEM_MISSING, value,
                    "the segmentation has no cells; write \"cells\": [{\"segment\": \"stranger\"}]");
}

static void table_segments(struct reader *reader, const struct json *segments)
{
    const struct json *cells = table_first_thing(reader, segments, "segments", LOYALTY_CELLS_MAX, "segmentations");
    for (; cells; cells = table_next_named(reader, cells->next))
        table_segmentation(reader, cells);
}

static void table_out(struct reader *reader, const struct json *out)
{
    json_read_rule(reader, out, &reader->builder->out);
}

static void table_review(struct reader *reader, const struct json *review)
{
    static const struct shape_of_object shape = {"a review", false, 2, {WORD_EVERY, WORD_BEGINS}};
    loyalty_builder *builder = reader->builder;
    builder->review_is_object = review->type == JSON_OBJECT;
    if (review->type == JSON_TEXT) {
        table_check(reader, draft_set_text(builder, &builder->review, review->text));
    } else if (!builder->review_is_object) {
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, review,
                   "this is %s; write a period, such as \"month\", or {\"every\": \"month\", \"begins\": \"01-05\"}",
                   json_what(review));
    } else if (table_has_shape(reader, review, &shape)) {
        if (!table_member(review, WORD_EVERY))
            json_remark(reader->findings, LOYALTY_PROBLEM_MISSING, review,
                        "the review has no period; write \"every\": \"month\"");
        else if (!table_member(review, WORD_BEGINS))
            json_remark(reader->findings, LOYALTY_PROBLEM_MISSING, review,
                        "the review has no day; write \"begins\": \"01-05\", or the period alone, without an object");
        table_member_text(reader, review, WORD_EVERY, "month", &builder->review);
        table_member_text(reader, review, WORD_BEGINS, "01-05", &builder->review_begins);
    }
}

static void table_money(struct reader *reader, const struct json *money)
{
    static const struct shape_of_object shape = {"money", false, 2, {WORD_CODE, WORD_DIGITS}};
    int64_t digits;
    if (!table_has_shape(reader, money, &shape))
        return;
    const struct json *value = table_member(money, WORD_DIGITS);
    if (!table_member(money, WORD_CODE) || !value)
        json_remark(reader->findings, LOYALTY_PROBLEM_MISSING, money,
                    "money needs a code and digits; write {\"code\": \"EUR\", \"digits\": 2}");
    table_member_text(reader, money, WORD_CODE, "EUR", &reader->builder->money_code);
    if (value && table_integer(reader, value, 0, DRAFT_DIGITS_MAX, &digits))
        reader->builder->money_digits = (int32_t)digits;
}

/* Reads the table's `actions`, which give labels to those of rungs and cells. */
static void table_action_texts(struct reader *reader, const struct json *actions)
{
    static const struct shape_of_object shape = {"an action", false, 1, {WORD_LABEL}};
    const struct json *value = table_first_thing(reader, actions, "actions", LOYALTY_CELLS_MAX, "actions");
    for (; value; value = table_next_named(reader, value->next)) {
        struct draft_action *action = draft_add(reader->builder, &reader->builder->actions, sizeof *action, value->key);
        table_check(reader, !action);
        if (action && table_has_shape(reader, value, &shape))
            json_read_labels(reader, value, &action->thing);
    }
}

static void table_head(struct reader *reader, const struct json *table)
{
    const struct json *format = table_member(table, WORD_FORMAT), *name = table_member(table, WORD_NAME);
    if (!format)
        report_error(reader->findings, LOYALTY_PROBLEM_MISSING, path_word("", WORD_FORMAT).text,
                     "the table has no format; write \"format\": %d", FORMAT);
    else if (format->type != JSON_INTEGER || format->integer != FORMAT)
        json_error(reader->findings, json_is_whole(format) ? LOYALTY_PROBLEM_VALUE : LOYALTY_PROBLEM_TYPE, format,
                   "this library reads only format %d; write %d", FORMAT, FORMAT);
    const char *text = name ? table_text(reader, name, "corner-shop") : NULL;
    const struct json *schema = table_member(table, WORD_SCHEMA);
    if (schema) /* for editors */
        table_text(reader, schema, "rule-table.schema.json");
    if (name)
        table_check(reader, draft_set_text(reader->builder, &reader->builder->name, text ? text : ""));
    table_days(reader, table, WORD_ACCEPT_LATE, &reader->builder->accept_late);
    reader->builder->climb = table_choice(reader, table, WORD_CLIMB, CHOICES_CLIMB);
}

void json_read_table(struct reader *reader, const struct json *table)
{
    static const struct shape_of_object shape = {"a table",
                                                 false,
                                                 14,
                                                 {WORD_FORMAT, WORD_NAME, WORD_EVENTS, WORD_ACCEPT_LATE, WORD_METRICS,
                                                  WORD_SCORE, WORD_CLIMB, WORD_OUT, WORD_REVIEW, WORD_LADDER,
                                                  WORD_SEGMENTS, WORD_MONEY, WORD_ACTIONS, WORD_SCHEMA}};
    static const struct {
        enum word key;
        void (*read)(struct reader *reader, const struct json *value);
    } parts[] = {
        {WORD_EVENTS, table_kinds},      {WORD_METRICS, json_read_metrics}, {WORD_SCORE, table_score},
        {WORD_OUT, table_out},           {WORD_REVIEW, table_review},       {WORD_LADDER, table_ladder},
        {WORD_SEGMENTS, table_segments}, {WORD_MONEY, table_money},         {WORD_ACTIONS, table_action_texts}};
    if (!table_has_shape(reader, table, &shape))
        return;
    table_head(reader, table);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !reader->status; i++) {
        const struct json *value = table_member(table, parts[i].key);
        if (value)
            parts[i].read(reader, value);
    }
}
