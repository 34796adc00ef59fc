/* SPDX-License-Identifier: MIT */
/* A customer's whole standing as JSON, by public calls only; docs/standing-json.md describes it. */
#include "table/words.h"
#include "json/labels.h"
#include "json/write.h"

struct asked {
    const loyalty_customer *customer;
    const loyalty_program *program;
    const char *language;
    int32_t until;
};

/* Writes the name and label of a thing as members of an object. */
static void standing_name(struct json_writer *writer, const struct asked *asked, const char *name, int32_t object,
                          uint32_t index)
{
    const char *label = name;
    json_fail(writer, loyalty_program_label(asked->program, object, index, asked->language, &label));
    json_put_text(writer, "name", name);
    json_put_text(writer, "label", label);
}

/* Returns the label of an action, or its name if the table gives none. */
static const char *standing_action_label(struct json_writer *writer, const struct asked *asked, const char *action)
{
    const char *label = action;
    uint32_t index;
    if (loyalty_program_find(asked->program, LOYALTY_OBJECT_ACTION, action, &index) == LOYALTY_OK)
        json_fail(writer, loyalty_program_label(asked->program, LOYALTY_OBJECT_ACTION, index, asked->language, &label));
    return label;
}

/* Writes the names of a thing's actions as a list, and their labels as an object. */
static void standing_actions(struct json_writer *writer, const struct asked *asked, int32_t object, uint32_t index,
                             uint32_t count)
{
    const char *action = "";
    json_open(writer, "actions", '[');
    for (uint32_t i = 0; i < count; i++) {
        json_fail(writer, loyalty_program_action(asked->program, object, index, i, &action));
        json_put_text(writer, NULL, action);
    }
    json_close(writer, ']');
    json_open(writer, "action_labels", '{');
    for (uint32_t i = 0; i < count; i++) {
        json_fail(writer, loyalty_program_action(asked->program, object, index, i, &action));
        json_put_text(writer, action, standing_action_label(writer, asked, action));
    }
    json_close(writer, '}');
}

/* Writes an amount as a text; null if it is not known, not money, or the table has no money. */
static void standing_money(struct json_writer *writer, const struct asked *asked, const char *key, int32_t unit,
                           bool known, int64_t amount)
{
    char text[LOYALTY_MONEY_TEXT];
    int32_t status = LOYALTY_E_NOT_FOUND;
    if (unit == LOYALTY_UNIT_MONEY && known)
        status = loyalty_program_money(asked->program, amount, text, sizeof text);
    if (status)
        json_put_null(writer, key);
    else
        json_put_text(writer, key, text);
}

static loyalty_rung_info standing_rung_info(struct json_writer *writer, const struct asked *asked, uint32_t index)
{
    loyalty_rung_info info = {.size = sizeof info, .name = ""};
    json_fail(writer, loyalty_program_rung(asked->program, index, &info));
    return info;
}

static void standing_rung(struct json_writer *writer, const struct asked *asked, const loyalty_standing *now)
{
    loyalty_rung_info info = standing_rung_info(writer, asked, now->rung);
    json_open(writer, "rung", '{');
    json_put_integer(writer, "index", now->rung);
    standing_name(writer, asked, info.name, LOYALTY_OBJECT_RUNG, now->rung);
    json_put_date(writer, "since", now->since);
    json_put_date(writer, "failing", now->failing);
    json_put_date(writer, "falls_on", now->falls_on);
    json_put_date(writer, "next", now->next);
    json_put_date(writer, "term_end", now->term_end);
    standing_actions(writer, asked, LOYALTY_OBJECT_RUNG, now->rung, info.action_count);
    json_close(writer, '}');
}

static void standing_points(struct json_writer *writer, const struct asked *asked, uint32_t metric, const char *name)
{
    int64_t points = 0;
    json_fail(writer, loyalty_customer_points(asked->customer, metric, &points));
    json_open(writer, NULL, '{');
    standing_name(writer, asked, name, LOYALTY_OBJECT_METRIC, metric);
    json_put_integer(writer, "points", points);
    json_close(writer, '}');
}

static void standing_score(struct json_writer *writer, const struct asked *asked, const loyalty_table_info *table,
                           int64_t score)
{
    json_open(writer, "score", '{');
    json_put_integer(writer, "value", score);
    json_put_integer(writer, "max", table->score_max);
    json_open(writer, "points", '[');
    for (uint32_t i = 0; i < table->metric_count; i++) {
        loyalty_metric_info info = {.size = sizeof info, .name = ""};
        json_fail(writer, loyalty_program_metric(asked->program, i, &info));
        if (info.row_count)
            standing_points(writer, asked, i, info.name);
    }
    json_close(writer, ']');
    json_close(writer, '}');
}

/* Writes a value; null if it is undefined or needs more than 64 bits. */
static void standing_value(struct json_writer *writer, bool known, int64_t numerator, int64_t denominator)
{
    const struct {
        const char *key;
        int64_t number;
    } parts[] = {{"value", numerator / denominator}, {"numerator", numerator}, {"denominator", denominator}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (known)
            json_put_integer(writer, parts[i].key, parts[i].number);
        else
            json_put_null(writer, parts[i].key);
    }
}

static void standing_metric(struct json_writer *writer, const struct asked *asked, uint32_t index)
{
    loyalty_metric_info info = {.size = sizeof info, .name = ""};
    int64_t numerator = 0, denominator = 1;
    int32_t status = loyalty_customer_metric(asked->customer, index, &numerator, &denominator);
    json_fail(writer, loyalty_program_metric(asked->program, index, &info));
    if (status != LOYALTY_E_UNDEFINED && status != LOYALTY_E_RANGE)
        json_fail(writer, status);
    json_open(writer, NULL, '{');
    standing_name(writer, asked, info.name, LOYALTY_OBJECT_METRIC, index);
    json_put_unit(writer, info.unit);
    json_put_boolean(writer, "defined", status != LOYALTY_E_UNDEFINED);
    standing_value(writer, status == LOYALTY_OK, numerator, denominator);
    standing_money(writer, asked, "text", info.unit, status == LOYALTY_OK, numerator / denominator);
    json_close(writer, '}');
}

static void standing_cell(struct json_writer *writer, const struct asked *asked, uint32_t index)
{
    loyalty_cell_info cell = {.size = sizeof cell, .name = ""};
    json_fail(writer, loyalty_program_cell(asked->program, index, &cell));
    json_open(writer, "cell", '{');
    standing_name(writer, asked, cell.name, LOYALTY_OBJECT_CELL, index);
    standing_actions(writer, asked, LOYALTY_OBJECT_CELL, index, cell.action_count);
    json_close(writer, '}');
}

static void standing_segment(struct json_writer *writer, const struct asked *asked, uint32_t index)
{
    loyalty_segmentation_info info = {.size = sizeof info, .name = ""};
    uint32_t cell;
    int32_t status = loyalty_customer_segment(asked->customer, index, &cell);
    json_fail(writer, loyalty_program_segmentation(asked->program, index, &info));
    json_fail(writer, status);
    json_open(writer, NULL, '{');
    standing_name(writer, asked, info.name, LOYALTY_OBJECT_SEGMENTATION, index);
    if (!status && cell != LOYALTY_NONE)
        standing_cell(writer, asked, cell);
    else
        json_put_null(writer, "cell");
    json_close(writer, '}');
}

/* The place of a condition: a LOYALTY_RULE_…, the rung or cell, the alternative, and the position in it. */
struct condition_place {
    int32_t rule;
    uint32_t index, alternative, position;
};

/* Writes what a condition asks about. Returns its unit. */
static int32_t standing_subject(struct json_writer *writer, const struct asked *asked,
                                const loyalty_condition_info *info)
{
    loyalty_metric_info metric = {.size = sizeof metric, .name = ""};
    if (info->subject == LOYALTY_SUBJECT_METRIC) {
        json_fail(writer, loyalty_program_metric(asked->program, info->metric, &metric));
        standing_name(writer, asked, metric.name, LOYALTY_OBJECT_METRIC, info->metric);
    } else {
        json_put_text(writer, "name", "score");
        json_put_text(writer, "label", "score");
    }
    json_put_unit(writer, metric.unit);
    return metric.unit;
}

/* Writes how far a condition is from holding; null if the value needs more than 64 bits, so `known` is false. */
static void standing_gap(struct json_writer *writer, const loyalty_gap *gap, bool known)
{
    json_put_boolean(writer, "defined", gap->defined);
    standing_value(writer, known && gap->defined, gap->numerator, gap->denominator);
    if (known)
        json_put_boolean(writer, "holds", gap->holds);
    else
        json_put_null(writer, "holds");
    if (known && gap->defined)
        json_put_integer(writer, "shortfall", gap->shortfall);
    else
        json_put_null(writer, "shortfall");
}

static void standing_condition(struct json_writer *writer, const struct asked *asked,
                               const struct condition_place *place)
{
    loyalty_condition_info info = {.size = sizeof info};
    loyalty_gap gap = {.size = sizeof gap, .denominator = 1, .defined = 1};
    json_fail(writer, loyalty_program_condition(asked->program, place->rule, place->index, place->alternative,
                                                place->position, &info));
    int32_t status =
        loyalty_customer_gap(asked->customer, place->rule, place->index, place->alternative, place->position, &gap);
    if (status != LOYALTY_E_RANGE)
        json_fail(writer, status);
    const bool known = status == LOYALTY_OK;
    json_open(writer, NULL, '{');
    const int32_t unit = standing_subject(writer, asked, &info);
    json_put_text(writer, "op", op_text(info.op));
    json_put_integer(writer, "number", info.number);
    standing_gap(writer, &gap, known);
    standing_money(writer, asked, "number_text", unit, true, info.number);
    standing_money(writer, asked, "text", unit, known && gap.defined, gap.numerator / gap.denominator);
    standing_money(writer, asked, "shortfall_text", unit, known && gap.defined, gap.shortfall);
    json_close(writer, '}');
}

/* Writes whether a rule holds, and all its alternatives with their gaps. */
static void standing_rule(struct json_writer *writer, const char *key, const struct asked *asked, int32_t rule,
                          uint32_t index)
{
    struct condition_place place = {.rule = rule, .index = index};
    uint32_t alternatives = 0;
    int32_t holds = 0;
    json_fail(writer, loyalty_customer_meets(asked->customer, rule, index, &holds));
    json_fail(writer, loyalty_program_alternative_count(asked->program, rule, index, &alternatives));
    json_open(writer, key, '{');
    json_put_boolean(writer, "holds", holds);
    json_open(writer, "alternatives", '[');
    for (; place.alternative < alternatives; place.alternative++) {
        uint32_t count = 0;
        json_fail(writer, loyalty_program_condition_count(asked->program, rule, index, place.alternative, &count));
        json_open(writer, NULL, '[');
        for (place.position = 0; place.position < count; place.position++)
            standing_condition(writer, asked, &place);
        json_close(writer, ']');
    }
    json_close(writer, ']');
    json_close(writer, '}');
}

/* Writes the table's `out`; null if it has none. */
static void standing_out(struct json_writer *writer, const struct asked *asked)
{
    uint32_t alternatives;
    if (loyalty_program_alternative_count(asked->program, LOYALTY_RULE_OUT, 0, &alternatives))
        json_put_null(writer, "out");
    else
        standing_rule(writer, "out", asked, LOYALTY_RULE_OUT, 0);
}

static void standing_ladder(struct json_writer *writer, const struct asked *asked, uint32_t rungs)
{
    json_open(writer, "ladder", '[');
    for (uint32_t i = 0; i < rungs; i++) {
        json_open(writer, NULL, '{');
        standing_name(writer, asked, standing_rung_info(writer, asked, i).name, LOYALTY_OBJECT_RUNG, i);
        standing_rule(writer, "enter", asked, LOYALTY_RULE_ENTER, i);
        standing_rule(writer, "keep", asked, LOYALTY_RULE_KEEP, i);
        json_close(writer, '}');
    }
    json_close(writer, ']');
}

static void standing_transition(struct json_writer *writer, const struct asked *asked, const loyalty_transition *change)
{
    json_open(writer, NULL, '{');
    json_put_date(writer, "date", change->date);
    json_put_text(writer, "from", standing_rung_info(writer, asked, change->from_rung).name);
    json_put_text(writer, "to", standing_rung_info(writer, asked, change->to_rung).name);
    json_close(writer, '}');
}

static void standing_transitions(struct json_writer *writer, const struct asked *asked)
{
    json_open(writer, "transitions", '[');
    for (uint32_t i = 0; i < loyalty_customer_transition_count(asked->customer); i++) {
        loyalty_transition change = {.size = sizeof change};
        json_fail(writer, loyalty_customer_transition(asked->customer, i, &change));
        standing_transition(writer, asked, &change);
    }
    json_close(writer, ']');
}

struct outlook {
    struct json_writer *writer;
    const struct asked *asked;
};

static int32_t standing_foresee(void *user, const loyalty_customer *customer, const loyalty_transition *change)
{
    const struct outlook *outlook = user;
    (void)customer;
    standing_transition(outlook->writer, outlook->asked, change);
    return 0;
}

static void standing_outlook(struct json_writer *writer, const struct asked *asked)
{
    struct outlook outlook = {writer, asked};
    json_put_date(writer, "outlook_until", asked->until);
    json_open(writer, "outlook", '[');
    json_fail(writer, loyalty_customer_outlook(asked->customer, asked->until, standing_foresee, &outlook));
    json_close(writer, ']');
}

/* Writes how the table writes money; null if it does not say. */
static void standing_table_money(struct json_writer *writer, const loyalty_table_info *table)
{
    if (!table->money_code) {
        json_put_null(writer, "money");
        return;
    }
    json_open(writer, "money", '{');
    json_put_text(writer, "code", table->money_code);
    json_put_integer(writer, "digits", table->money_digits);
    json_close(writer, '}');
}

static void standing_head(struct json_writer *writer, const struct asked *asked, const loyalty_table_info *table)
{
    int32_t date = LOYALTY_DATE_NONE;
    json_fail(writer, loyalty_customer_date(asked->customer, &date));
    json_put_text(writer, "program", table->name);
    json_put_date(writer, "date", date);
    standing_table_money(writer, table);
}

static void standing_produce(struct json_writer *writer, const void *subject)
{
    const struct asked *asked = subject;
    loyalty_table_info table = {.size = sizeof table, .name = ""};
    loyalty_standing now = {.size = sizeof now};
    json_fail(writer, loyalty_program_table(asked->program, &table));
    json_fail(writer, loyalty_customer_standing(asked->customer, &now));
    json_open(writer, NULL, '{');
    standing_head(writer, asked, &table);
    standing_rung(writer, asked, &now);
    standing_score(writer, asked, &table, now.score);
    json_open(writer, "metrics", '[');
    for (uint32_t i = 0; i < table.metric_count; i++)
        standing_metric(writer, asked, i);
    json_close(writer, ']');
    json_open(writer, "segments", '[');
    for (uint32_t i = 0; i < table.segmentation_count; i++)
        standing_segment(writer, asked, i);
    json_close(writer, ']');
    standing_out(writer, asked);
    standing_ladder(writer, asked, table.rung_count);
    standing_transitions(writer, asked);
    standing_outlook(writer, asked);
    json_close(writer, '}');
}

loyalty_status loyalty_customer_json(const loyalty_customer *customer, const char *language, loyalty_date until,
                                     char *buffer, size_t capacity, size_t *needed)
{
    if (!customer || !needed || (!buffer && capacity))
        return LOYALTY_E_ARGUMENT;
    struct asked asked = {customer, loyalty_customer_program(customer), language, until};
    int32_t date;
    int32_t status = loyalty_customer_date(customer, &date);
    return status ? status : json_write(standing_produce, &asked, buffer, capacity, needed);
}
