/* SPDX-License-Identifier: MIT */
/* Reads the metrics of a rule table: keys, types and ranges. */
#include "table/metric_type.h"
#include "json/fields.h"

/* The operands of a metric as they are read. */
struct operands {
    const char *names[LOYALTY_KINDS_MAX];
    int64_t weights[LOYALTY_KINDS_MAX];
    uint32_t count;
};

/* Reads kinds with weights. */
static void metric_weighted(struct reader *reader, const struct json *value, struct operands *operands)
{
    const struct json *member = table_first_named(reader, value, LOYALTY_KINDS_MAX, "event kinds");
    for (; member; member = table_next_named(reader, member->next)) {
        operands->names[operands->count] = member->key;
        if (!table_integer(reader, member, -LOYALTY_WEIGHT_MAX, LOYALTY_WEIGHT_MAX,
                           &operands->weights[operands->count]))
            operands->weights[operands->count] = 1;
        operands->count++;
    }
}

/* Reads a name or a list of names. */
static void metric_names(struct reader *reader, const struct json *value, enum metric_source source,
                         struct operands *operands)
{
    static const char *const examples[] = {[SOURCE_TOTALS] = "purchase",
                                           [SOURCE_DATES] = "purchase",
                                           [SOURCE_METRICS] = "purchases",
                                           [SOURCE_HOST] = "credit_rating"};
    const bool list = value->type == JSON_LIST;
    for (const struct json *item = list ? value->first : value; item; item = list ? item->next : NULL) {
        const char *name = table_text(reader, item, examples[source]);
        operands->names[operands->count++] = name ? name : ""; /* keeps its place; nothing more is reported about it */
    }
    if (list && source == SOURCE_HOST)
        json_error(reader->findings, LOYALTY_PROBLEM_TYPE, value,
                   "this is a list; write the name of one host function");
}

/* Reads the operands of a metric: a name, a list of names, or an object that gives each kind a weight. */
static void metric_operands(struct reader *reader, const struct json *value, struct draft_metric *metric)
{
    const enum metric_source source = metric_info((enum metric_type)metric->type)->source;
    const bool weighted = value->type == JSON_OBJECT && source != SOURCE_METRICS && source != SOURCE_HOST;
    struct operands operands = {.count = 0};
    if (value->type == JSON_LIST && value->count > LOYALTY_KINDS_MAX) {
        json_error(reader->findings, LOYALTY_PROBLEM_LIMIT, value, "too many names; write at most %d",
                   LOYALTY_KINDS_MAX);
        return;
    }
    if (weighted)
        metric_weighted(reader, value, &operands);
    else
        metric_names(reader, value, source, &operands);
    table_check(reader, draft_set_operands(reader->builder, metric, operands.names, weighted ? operands.weights : NULL,
                                           operands.count));
}

/* Reads the type of a metric, which is the first that it has a key for, and the operands. */
static void metric_definition(struct reader *reader, const struct json *value, struct draft_metric *metric)
{
    const struct metric_key *first = NULL, *key;
    metric->type = METRIC_TYPES;
    for (uint32_t i = 0; (key = metric_key(i)) && !reader->status; i++) {
        const struct json *operands = json_member(value, key->name);
        if (operands && first) {
            json_key_error(reader->findings, LOYALTY_PROBLEM_CONFLICT, operands,
                           "the metric has both '%s' and '%s'; keep one", first->name, key->name);
        } else if (operands) {
            first = key;
            metric->type = (int32_t)key->type;
            metric->period = (int32_t)key->period;
            metric_operands(reader, operands, metric);
        }
    }
}

static void metric_window(struct reader *reader, const struct json *value, struct draft_metric *metric)
{
    const struct json *back = table_member(value, WORD_BACK);
    table_member_text(reader, value, WORD_WITHIN, "365d", &metric->within);
    table_member_text(reader, value, WORD_BEGINS, "04-01", &metric->begins);
    table_member_text(reader, value, WORD_AFTER, "purchase", &metric->after);
    metric->has_back = back && table_integer(reader, back, 0, LOYALTY_BACK_MAX, &metric->back);
}

static void metric_read(struct reader *reader, const struct json *value)
{
    static const struct shape_of_object shape = {
        "a metric", true, 6, {WORD_WITHIN, WORD_BACK, WORD_BEGINS, WORD_AFTER, WORD_LABEL, WORD_UNIT}};
    struct draft_metric *metric = draft_add(reader->builder, &reader->builder->metrics, sizeof *metric, value->key);
    table_check(reader, !metric);
    if (!metric)
        return;
    metric->type = METRIC_TYPES;
    if (!table_has_shape(reader, value, &shape))
        return;
    json_read_labels(reader, value, &metric->thing);
    if (table_member(value, WORD_UNIT))
        metric->unit = table_choice(reader, value, WORD_UNIT, CHOICES_UNIT) + 1;
    metric_window(reader, value, metric);
    metric_definition(reader, value, metric);
}

void json_read_metrics(struct reader *reader, const struct json *metrics)
{
    const struct json *metric = table_first_thing(reader, metrics, "metrics", LOYALTY_METRICS_MAX, "metrics");
    for (; metric; metric = table_next_named(reader, metric->next))
        metric_read(reader, metric);
}
