/* SPDX-License-Identifier: MIT */
/* A customer's whole standing as JSON, on the public calls only. docs/standing-json.md describes it. */
#include "json_make.h"
#include "text.h"

struct writer {
    const loyalty_customer *customer;
    const loyalty_program *program;
    const char *language;
    int32_t status; /* the first failure */
};

static void fail(struct writer *writer, int32_t status)
{
    json_fail(&writer->status, status);
}

/* Takes over the value; NULL counts as "out of memory". */
static void set(struct writer *writer, json_t *object, const char *key, json_t *value)
{
    json_set(&writer->status, object, key, value);
}

static void append(struct writer *writer, json_t *array, json_t *value)
{
    json_push(&writer->status, array, value);
}

static void set_name(struct writer *writer, json_t *object, const char *name, int32_t kind, uint32_t index)
{
    const char *label = name;
    fail(writer, loyalty_program_label(writer->program, kind, index, writer->language, &label));
    set(writer, object, "name", json_string(name));
    set(writer, object, "label", json_string(label));
}

static json_t *actions(struct writer *writer, int32_t kind, uint32_t index, uint32_t count)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < count; i++) {
        const char *action = "";
        fail(writer, loyalty_program_action(writer->program, kind, index, i, &action));
        append(writer, list, json_string(action));
    }
    return list;
}

static const char *rung_name(struct writer *writer, uint32_t index)
{
    loyalty_rung_info info = {.size = sizeof info, .name = ""};
    fail(writer, loyalty_program_rung(writer->program, index, &info));
    return info.name;
}

static json_t *standing(struct writer *writer)
{
    loyalty_standing now = {.size = sizeof now};
    json_t *object = json_object();
    fail(writer, loyalty_customer_standing(writer->customer, &now));
    loyalty_rung_info info = {.size = sizeof info, .name = ""};
    fail(writer, loyalty_program_rung(writer->program, now.rung, &info));
    set(writer, object, "index", json_integer(now.rung));
    set_name(writer, object, info.name, LOYALTY_OBJECT_RUNG, now.rung);
    set(writer, object, "since", json_date(now.since));
    set(writer, object, "failing", json_date(now.failing));
    set(writer, object, "falls_on", json_date(now.falls_on));
    set(writer, object, "next", json_date(now.next));
    set(writer, object, "actions", actions(writer, LOYALTY_OBJECT_RUNG, now.rung, info.action_count));
    return object;
}

static json_t *score(struct writer *writer, const loyalty_table_info *table)
{
    loyalty_standing now = {.size = sizeof now};
    json_t *object = json_object(), *points = json_array();
    fail(writer, loyalty_customer_standing(writer->customer, &now));
    for (uint32_t i = 0; i < table->metric_count; i++) {
        loyalty_metric_info info = {.size = sizeof info, .name = ""};
        int64_t part = 0;
        fail(writer, loyalty_program_metric(writer->program, i, &info));
        if (info.row_count == 0)
            continue;
        fail(writer, loyalty_customer_points(writer->customer, i, &part));
        json_t *row = json_object();
        set_name(writer, row, info.name, LOYALTY_OBJECT_METRIC, i);
        set(writer, row, "points", json_integer(part));
        append(writer, points, row);
    }
    set(writer, object, "value", json_integer(now.score));
    set(writer, object, "max", json_integer(table->score_max));
    set(writer, object, "points", points);
    return object;
}

/* A value that is undefined, or needs more than 64 bits, is null. */
static void set_value(struct writer *writer, json_t *object, int known, int64_t numerator, int64_t denominator)
{
    set(writer, object, "value", known ? json_integer(numerator / denominator) : json_null());
    set(writer, object, "numerator", known ? json_integer(numerator) : json_null());
    set(writer, object, "denominator", known ? json_integer(denominator) : json_null());
}

static json_t *metrics(struct writer *writer, const loyalty_table_info *table)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < table->metric_count; i++) {
        loyalty_metric_info info = {.size = sizeof info, .name = ""};
        int64_t numerator = 0, denominator = 1;
        int32_t status = loyalty_customer_metric(writer->customer, i, &numerator, &denominator);
        fail(writer, loyalty_program_metric(writer->program, i, &info));
        if (status && status != LOYALTY_E_UNDEFINED && status != LOYALTY_E_RANGE)
            fail(writer, status);
        json_t *metric = json_object();
        set_name(writer, metric, info.name, LOYALTY_OBJECT_METRIC, i);
        set(writer, metric, "defined", json_boolean(status != LOYALTY_E_UNDEFINED));
        set_value(writer, metric, status == LOYALTY_OK, numerator, denominator);
        append(writer, list, metric);
    }
    return list;
}

static json_t *segments(struct writer *writer, const loyalty_table_info *table)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < table->segmentation_count; i++) {
        loyalty_segmentation_info info = {.size = sizeof info, .name = ""};
        loyalty_cell_info cell = {.size = sizeof cell, .name = ""};
        uint32_t index;
        json_t *segment = json_object(), *held = json_null();
        fail(writer, loyalty_program_segmentation(writer->program, i, &info));
        int32_t status = loyalty_customer_segment(writer->customer, i, &index);
        if (status == LOYALTY_OK) {
            fail(writer, loyalty_program_cell(writer->program, index, &cell));
            held = json_object();
            set_name(writer, held, cell.name, LOYALTY_OBJECT_CELL, index);
            set(writer, held, "actions", actions(writer, LOYALTY_OBJECT_CELL, index, cell.action_count));
        } else if (status != LOYALTY_E_NOT_FOUND) {
            fail(writer, status);
        }
        set(writer, segment, "name", json_string(info.name));
        set(writer, segment, "cell", held);
        append(writer, list, segment);
    }
    return list;
}

static json_t *condition(struct writer *writer, int32_t rule, uint32_t index, uint32_t alternative, uint32_t position)
{
    loyalty_condition_info info = {.size = sizeof info};
    loyalty_gap gap = {.size = sizeof gap, .denominator = 1, .defined = 1};
    json_t *object = json_object();
    fail(writer, loyalty_program_condition(writer->program, rule, index, alternative, position, &info));
    int32_t status = loyalty_customer_gap(writer->customer, rule, index, alternative, position, &gap);
    if (status && status != LOYALTY_E_RANGE)
        fail(writer, status);
    if (info.subject == LOYALTY_SUBJECT_METRIC) {
        loyalty_metric_info metric = {.size = sizeof metric, .name = ""};
        fail(writer, loyalty_program_metric(writer->program, info.metric, &metric));
        set_name(writer, object, metric.name, LOYALTY_OBJECT_METRIC, info.metric);
    } else {
        set(writer, object, "name", json_string("score"));
        set(writer, object, "label", json_string("score"));
    }
    set(writer, object, "op", json_string(op_text(info.op)));
    set(writer, object, "number", json_integer(info.number));
    set(writer, object, "defined", json_boolean(gap.defined));
    set_value(writer, object, status == LOYALTY_OK && gap.defined, gap.numerator, gap.denominator);
    set(writer, object, "holds", status ? json_null() : json_boolean(gap.holds));
    set(writer, object, "shortfall", status || !gap.defined ? json_null() : json_integer(gap.shortfall));
    return object;
}

/* All alternatives of a rule with what is missing. */
static json_t *gaps(struct writer *writer, int32_t rule, uint32_t index)
{
    json_t *object = json_object(), *list = json_array();
    uint32_t alternatives = 0;
    int32_t holds = 0;
    fail(writer, loyalty_customer_meets(writer->customer, rule, index, &holds));
    fail(writer, loyalty_program_alternatives(writer->program, rule, index, &alternatives));
    for (uint32_t i = 0; i < alternatives; i++) {
        json_t *conditions = json_array();
        uint32_t count = 0;
        fail(writer, loyalty_program_conditions(writer->program, rule, index, i, &count));
        for (uint32_t j = 0; j < count; j++)
            append(writer, conditions, condition(writer, rule, index, i, j));
        append(writer, list, conditions);
    }
    set(writer, object, "holds", json_boolean(holds));
    set(writer, object, "alternatives", list);
    return object;
}

static json_t *ladder(struct writer *writer, const loyalty_table_info *table)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < table->rung_count; i++) {
        json_t *rung = json_object();
        set_name(writer, rung, rung_name(writer, i), LOYALTY_OBJECT_RUNG, i);
        set(writer, rung, "enter", gaps(writer, LOYALTY_RULE_ENTER, i));
        set(writer, rung, "keep", gaps(writer, LOYALTY_RULE_KEEP, i));
        append(writer, list, rung);
    }
    return list;
}

static json_t *transition(struct writer *writer, const loyalty_transition *change)
{
    json_t *object = json_object();
    set(writer, object, "date", json_date(change->date));
    set(writer, object, "from", json_string(rung_name(writer, change->from)));
    set(writer, object, "to", json_string(rung_name(writer, change->to)));
    return object;
}

static json_t *remembered(struct writer *writer)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < loyalty_customer_transition_count(writer->customer); i++) {
        loyalty_transition change = {.size = sizeof change};
        fail(writer, loyalty_customer_transition(writer->customer, i, &change));
        append(writer, list, transition(writer, &change));
    }
    return list;
}

struct outlook {
    struct writer *writer;
    json_t *list;
};

static void foresee(void *user, const loyalty_customer *customer, const loyalty_transition *change)
{
    struct outlook *outlook = user;
    (void)customer;
    append(outlook->writer, outlook->list, transition(outlook->writer, change));
}

static json_t *whole_standing(struct writer *writer, int32_t until)
{
    loyalty_table_info table = {.size = sizeof table, .name = ""};
    json_t *whole = json_object();
    int32_t date = LOYALTY_DATE_NONE;
    fail(writer, loyalty_program_table(writer->program, &table));
    fail(writer, loyalty_customer_date(writer->customer, &date));
    set(writer, whole, "program", json_string(table.name));
    set(writer, whole, "date", json_date(date));
    set(writer, whole, "rung", standing(writer));
    set(writer, whole, "score", score(writer, &table));
    set(writer, whole, "metrics", metrics(writer, &table));
    set(writer, whole, "segments", segments(writer, &table));
    set(writer, whole, "ladder", ladder(writer, &table));
    set(writer, whole, "transitions", remembered(writer));
    struct outlook outlook = {writer, json_array()};
    fail(writer, loyalty_customer_outlook(writer->customer, until, foresee, &outlook));
    set(writer, whole, "outlook_until", json_date(until));
    set(writer, whole, "outlook", outlook.list);
    return whole;
}

int32_t loyalty_customer_json(const loyalty_customer *customer, const char *language, int32_t until, char *buffer,
                              size_t capacity, size_t *needed)
{
    if (!customer || !needed || (!buffer && capacity))
        return LOYALTY_E_ARGUMENT;
    struct writer writer = {customer, loyalty_customer_program(customer), language, LOYALTY_OK};
    int32_t date;
    int32_t status = loyalty_customer_date(customer, &date);
    if (status)
        return status;
    json_t *whole = whole_standing(&writer, until);
    return json_give(writer.status, whole, buffer, capacity, needed);
}
