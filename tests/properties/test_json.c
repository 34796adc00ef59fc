/* SPDX-License-Identifier: MIT */
/* The whole standing as JSON text says what the reference says. */
#include "answers.h"
#include "calendar.h"
#include "model.h"
#include "runner.h"
#include "text.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static struct ref_facts facts;

/* The text, asked for its size first; to be freed. */
static char *standing_text(const loyalty_customer *customer, int until)
{
    size_t needed = 0, again = 0;
    char *text;
    if (loyalty_customer_json(customer, "en", until, NULL, 0, &needed) != LOYALTY_E_SPACE) {
        mismatch("the size of the JSON text is not told");
        return NULL;
    }
    text = malloc(needed + 1);
    if (!text)
        abort();
    memset(text, 'x', needed + 1);
    if (loyalty_customer_json(customer, "en", until, text, needed, &again) != LOYALTY_E_SPACE || again != needed ||
        text[0] != 'x')
        mismatch("a buffer without room for the NUL is written to, or not refused");
    if (loyalty_customer_json(customer, "en", until, text, needed + 1, &again) != LOYALTY_OK || again != needed ||
        strlen(text) != needed)
        mismatch("the JSON text is not %zu bytes long", needed);
    return text;
}

static bool is_date(const json_t *value, int date)
{
    char text[11];
    if (date == REF_NO_DATE)
        return json_is_null(value);
    calendar_write(date, text);
    return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

static bool is_text(const json_t *value, const char *text)
{
    return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

static bool standing_agrees(const json_t *json, const struct ref_table *table, struct ref_standing expected)
{
    const json_t *rung = json_object_get(json, "rung");
    EXPECT(is_text(json_object_get(rung, "name"), table->rung[expected.rung].name), "JSON: another rung");
    EXPECT(is_date(json_object_get(rung, "since"), expected.since), "JSON: another since");
    EXPECT(is_date(json_object_get(rung, "failing"), expected.failing), "JSON: another failing");
    EXPECT(json_integer_value(json_object_get(json_object_get(json, "score"), "value")) == facts.score,
           "JSON: another score than %" PRId64, facts.score);
    return true;
}

/* Writes an amount with the table's digits and code. */
static void write_money(const json_t *money, int64_t amount, struct text *text)
{
    const int places = (int)json_integer_value(json_object_get(money, "digits"));
    uint64_t left = amount < 0 ? -(uint64_t)amount : (uint64_t)amount, unit = 1;
    for (int i = 0; i < places; i++)
        unit *= 10;
    text_add(text, "%s%" PRIu64, amount < 0 ? "-" : "", left / unit);
    for (int i = 0; i < places; i++) {
        left %= unit;
        unit /= 10;
        text_add(text, "%s%" PRIu64, i == 0 ? "." : "", left / unit);
    }
    text_add(text, " %s", json_string_value(json_object_get(money, "code")));
}

/* Its unit, and a text if it is money and known. */
static bool unit_agrees(const json_t *metric, const struct ref_table *table, int index)
{
    const json_t *body = json_object_get(json_object_get(table->json, "metrics"), table->metric[index].name);
    const json_t *unit = json_object_get(body, "unit"), *money = json_object_get(table->json, "money");
    const json_t *value = json_object_get(metric, "value"), *text = json_object_get(metric, "text");
    struct text expected = {0};
    EXPECT(unit == NULL ? json_is_null(json_object_get(metric, "unit"))
                        : is_text(json_object_get(metric, "unit"), json_string_value(unit)),
           "JSON: metric %d: another unit", index);
    if (unit == NULL || strcmp(json_string_value(unit), "money") != 0 || money == NULL || json_is_null(value)) {
        EXPECT(json_is_null(text), "JSON: metric %d has a text", index);
        return true;
    }
    write_money(money, json_integer_value(value), &expected);
    const bool agrees = is_text(text, expected.bytes) || mismatch("JSON: metric %d is not %s", index, expected.bytes);
    free(expected.bytes);
    return agrees;
}

static bool metrics_agree(const json_t *json, const struct ref_table *table)
{
    const json_t *metrics = json_object_get(json, "metrics");
    const json_t *points = json_object_get(json_object_get(json, "score"), "points");
    size_t scored = 0;
    EXPECT(json_array_size(metrics) == (size_t)table->metrics, "JSON: not all metrics");
    for (int i = 0; i < table->metrics; i++) {
        const json_t *metric = json_array_get(metrics, (size_t)i), *row;
        const struct ref_value *value = &facts.value[i];
        int64_t numerator, denominator;
        EXPECT(is_text(json_object_get(metric, "name"), table->metric[i].name), "JSON: metric %d: another name", i);
        EXPECT(json_is_true(json_object_get(metric, "defined")) == value->defined, "JSON: metric %d: defined?", i);
        if (value->defined && big_to_int64(&value->numerator, &numerator) &&
            big_to_int64(&value->denominator, &denominator))
            EXPECT(json_integer_value(json_object_get(metric, "numerator")) == numerator &&
                       json_integer_value(json_object_get(metric, "denominator")) == denominator &&
                       json_integer_value(json_object_get(metric, "value")) == numerator / denominator,
                   "JSON: metric %d is not %" PRId64 "/%" PRId64, i, numerator, denominator);
        if (!unit_agrees(metric, table, i))
            return false;
        if (table->metric[i].rows == 0)
            continue;
        row = json_array_get(points, scored++);
        EXPECT(is_text(json_object_get(row, "name"), table->metric[i].name) &&
                   json_integer_value(json_object_get(row, "points")) == facts.points[i],
               "JSON: metric %d has not %" PRId64 " points", i, facts.points[i]);
    }
    return true;
}

static bool segments_agree(const json_t *json, const struct ref_table *table, int rung)
{
    for (int i = 0; i < table->segmentations; i++) {
        const json_t *segment = json_array_get(json_object_get(json, "segments"), (size_t)i);
        const json_t *cell = json_object_get(segment, "cell");
        int expected = ref_segment(table, i, &facts, rung);
        EXPECT(is_text(json_object_get(segment, "name"), table->segmentation[i]), "JSON: segmentation %d", i);
        EXPECT(expected < 0 ? json_is_null(cell) : is_text(json_object_get(cell, "name"), table->cell[expected].name),
               "JSON: segmentation %d: another cell than %d", i, expected);
    }
    return true;
}

static bool ladder_agrees(const json_t *json, const struct ref_table *table)
{
    for (int i = 0; i < table->rungs; i++) {
        const json_t *rung = json_array_get(json_object_get(json, "ladder"), (size_t)i);
        const json_t *enter = json_object_get(json_object_get(rung, "enter"), "holds");
        const json_t *keep = json_object_get(json_object_get(rung, "keep"), "holds");
        EXPECT(is_text(json_object_get(rung, "name"), table->rung[i].name), "JSON: ladder, rung %d", i);
        EXPECT(json_is_boolean(enter) && json_is_true(enter) == ref_rule_holds(table->rung[i].enter, &facts, -1) &&
                   json_is_boolean(keep) && json_is_true(keep) == ref_rule_holds(table->rung[i].keep, &facts, -1),
               "JSON: ladder, rung %d: enter or keep", i);
    }
    return true;
}

/* The transitions of the reference that are dated after one day and up to another. */
static bool transitions_agree(const json_t *list, const struct ref_log *log, const struct ref_history *history,
                              int after, int until)
{
    size_t index = 0;
    for (int i = 0; i < history->count; i++) {
        const struct ref_transition *expected = &history->transition[i];
        const json_t *transition = json_array_get(list, index);
        if (expected->date <= after || expected->date > until)
            continue;
        EXPECT(is_date(json_object_get(transition, "date"), expected->date) &&
                   is_text(json_object_get(transition, "from"), log->table->rung[expected->from].name) &&
                   is_text(json_object_get(transition, "to"), log->table->rung[expected->to].name),
               "JSON: transition %zu is not the one on %d", index, expected->date);
        index++;
    }
    EXPECT(json_is_array(list) && json_array_size(list) == index, "JSON: %zu transitions; reference: %zu",
           json_array_size(list), index);
    return true;
}

static bool json_agrees(const json_t *json, const struct model *model, const struct ref_history *history, int until)
{
    const struct ref_table *table = model->scenario->table;
    struct ref_standing standing = ref_standing_on(history, model->day);
    ref_facts_of(&model->log, model->day, standing.term.counts_from, &facts);
    EXPECT(is_date(json_object_get(json, "date"), model->day), "JSON: another day");
    return standing_agrees(json, table, standing) && metrics_agree(json, table) &&
           segments_agree(json, table, standing.rung) && ladder_agrees(json, table) &&
           transitions_agree(json_object_get(json, "transitions"), &model->log, history,
                             model->day - table->accept_late - 1, model->day) &&
           transitions_agree(json_object_get(json, "outlook"), &model->log, history, model->day, until);
}

static bool holds_json(const struct scenario *scenario, struct random *random)
{
    struct model model;
    struct ref_history history;
    int until;
    bool holds = model_open(&model, scenario);
    for (int i = 0; holds && i < scenario->events; i++)
        holds = model_record(&model, &scenario->event[i]);
    holds = holds && model_advance(&model, random_int(random, scenario->first, scenario->last));
    if (!holds)
        return false;
    until = model.day + random_int(random, 0, 60);
    until = until > LOYALTY_DATE_MAX ? LOYALTY_DATE_MAX : until;
    ref_fold(&model.log, until, &history);
    if (ref_standing_on(&history, model.day).rung < 0) {
        size_t needed;
        EXPECT(loyalty_customer_json(model.customer, NULL, until, NULL, 0, &needed) == LOYALTY_E_ABSENT,
               "JSON without a standing");
    } else {
        char *text = standing_text(model.customer, until);
        json_t *json = text == NULL ? NULL : json_loads(text, JSON_REJECT_DUPLICATES, NULL);
        EXPECT(json != NULL, "no JSON text");
        holds = json_agrees(json, &model, &history, until);
        json_decref(json);
        free(text);
    }
    ref_history_free(&history);
    model_close(&model);
    return holds;
}

static struct plan json = {holds_json, {0, 400, 0, 30, false, false}, 1500};

int main(void)
{
    const struct CMUnitTest tests[] = {PROPERTY(json)};
    return cmocka_run_group_tests_name("properties: JSON", tests, NULL, NULL);
}
