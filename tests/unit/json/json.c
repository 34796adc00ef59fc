/* SPDX-License-Identifier: MIT */
/* The standing as JSON: the same answers as from the typed calls, in one text of a size that can be asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "support.h"

#define OK(call) assert_int_equal(call, LOYALTY_OK)

static const char shop[] =
    "{'format':1,'name':'shop','events':{'visit':{},'sale':{},'review':{}},'accept_late':'10d',"
    "'metrics':{'visits':{'count':'visit','label':{'fa':'\xd8\xa8','en':'Visits'}},'spend':{'sum':'sale'},"
    "'mood':{'mean':'review'},'huge':{'sum':['sale','visit']}},"
    "'score':{'max':50,'points':{'visits':[[1,10],[2,60]],'mood':[[0,-5]]}},"
    "'ladder':[{'rung':'guest','actions':['greet','invite']},"
    "{'rung':'friend','label':{'en':'Friend','fa':'\xd8\xaf'},'enter':[['visits >= 2','score > 3'],['mood >= 4']],"
    "'keep':['visits <= 5'],'grace':'3d','actions':['thank']},"
    "{'rung':'fan','enter':['visits == 7','huge != 0','spend < -3']}],"
    "'segments':{'size':[{'segment':'small','when':['visits < 2'],'actions':['a'],'label':{'en':'Small'}},"
    "{'segment':'big','when':['rung >= friend']}],'none':[{'segment':'never','when':['visits > 99']}]}}";

static json_t *document(const loyalty_customer *customer, const char *language, int32_t until)
{
    size_t needed = 0, again = 0;
    assert_int_equal(loyalty_customer_json(customer, language, until, NULL, 0, &needed), LOYALTY_E_SPACE);
    char *text = malloc(needed + 1);
    assert_non_null(text);
    OK(loyalty_customer_json(customer, language, until, text, needed + 1, &again));
    assert_int_equal(again, needed);
    assert_int_equal(strlen(text), needed);
    json_error_t error;
    json_t *parsed = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (!parsed)
        fail_msg("%s in %s", error.text, text);
    free(text);
    return parsed;
}

static const char *text_at(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        fail_msg("no text: %s", key);
    return json_string_value(value);
}

static void assert_date(json_t *object, const char *key, int32_t date)
{
    json_t *value = json_object_get(object, key);
    if (date == LOYALTY_DATE_NONE)
        assert_true(json_is_null(value));
    else
        assert_string_equal(text_at(object, key), date_text(date));
}

static void assert_named(json_t *object, const loyalty_program *program, int32_t kind, uint32_t index,
                         const char *language, const char *name)
{
    const char *label;
    OK(loyalty_program_label(program, kind, index, language, &label));
    assert_string_equal(text_at(object, "name"), name);
    assert_string_equal(text_at(object, "label"), label);
}

/* Names, and a label for each; a table without texts of actions has none but the names. */
static void assert_actions(json_t *object, const loyalty_program *program, int32_t kind, uint32_t index, uint32_t count)
{
    json_t *actions = json_object_get(object, "actions"), *labels = json_object_get(object, "action_labels");
    assert_true(json_is_array(actions));
    assert_int_equal(json_array_size(actions), count);
    assert_int_equal(json_object_size(labels), count);
    for (uint32_t i = 0; i < count; i++) {
        const char *action;
        OK(loyalty_program_action(program, kind, index, i, &action));
        assert_string_equal(json_string_value(json_array_get(actions, i)), action);
        assert_string_equal(text_at(labels, action), action);
    }
}

static void assert_value(json_t *object, int known, int64_t numerator, int64_t denominator)
{
    json_t *value = json_object_get(object, "value"), *num = json_object_get(object, "numerator");
    json_t *den = json_object_get(object, "denominator");
    assert_true(json_is_integer(value) == known && json_is_integer(num) == known && json_is_integer(den) == known);
    assert_true(json_is_null(value) != known && json_is_null(num) != known && json_is_null(den) != known);
    if (!known)
        return;
    assert_true(json_integer_value(num) == numerator);
    assert_true(json_integer_value(den) == denominator);
    assert_true(json_integer_value(value) == numerator / denominator);
}

/* What is asked, and of whom: the typed calls and the text must agree on it. */
struct asked {
    const loyalty_customer *customer;
    const loyalty_program *program;
    const char *language;
    loyalty_table_info table;
};

static void compare_rung(const struct asked *asked, json_t *rung)
{
    loyalty_standing now = {.size = sizeof now};
    loyalty_rung_info info = {.size = sizeof info};
    OK(loyalty_customer_standing(asked->customer, &now));
    OK(loyalty_program_rung(asked->program, now.rung, &info));
    assert_int_equal(json_integer_value(json_object_get(rung, "index")), now.rung);
    assert_named(rung, asked->program, LOYALTY_OBJECT_RUNG, now.rung, asked->language, info.name);
    assert_date(rung, "since", now.since);
    assert_date(rung, "failing", now.failing);
    assert_date(rung, "falls_on", now.falls_on);
    assert_date(rung, "next", now.next);
    assert_date(rung, "term_end", now.term_end);
    assert_actions(rung, asked->program, LOYALTY_OBJECT_RUNG, now.rung, info.action_count);
}

static void compare_metrics(const struct asked *asked, json_t *metrics, json_t *score)
{
    json_t *points = json_object_get(score, "points");
    size_t scored = 0;
    assert_int_equal(json_array_size(metrics), asked->table.metric_count);
    for (uint32_t i = 0; i < asked->table.metric_count; i++) {
        loyalty_metric_info info = {.size = sizeof info};
        json_t *metric = json_array_get(metrics, i);
        int64_t numerator = 0, denominator = 1, part;
        int32_t status = loyalty_customer_metric(asked->customer, i, &numerator, &denominator);
        OK(loyalty_program_metric(asked->program, i, &info));
        assert_named(metric, asked->program, LOYALTY_OBJECT_METRIC, i, asked->language, info.name);
        assert_int_equal(json_is_true(json_object_get(metric, "defined")), status != LOYALTY_E_UNDEFINED);
        assert_value(metric, status == LOYALTY_OK, numerator, denominator);
        if (!info.row_count)
            continue;
        json_t *row = json_array_get(points, scored++);
        OK(loyalty_customer_points(asked->customer, i, &part));
        assert_named(row, asked->program, LOYALTY_OBJECT_METRIC, i, asked->language, info.name);
        assert_int_equal(json_integer_value(json_object_get(row, "points")), part);
    }
    assert_int_equal(json_array_size(points), scored);
    assert_int_equal(json_integer_value(json_object_get(score, "value")), score_of(asked->customer));
    assert_int_equal(json_integer_value(json_object_get(score, "max")), asked->table.score_max);
}

static void compare_segments(const struct asked *asked, json_t *segments)
{
    assert_int_equal(json_array_size(segments), asked->table.segmentation_count);
    for (uint32_t i = 0; i < asked->table.segmentation_count; i++) {
        loyalty_segmentation_info info = {.size = sizeof info};
        loyalty_cell_info cell = {.size = sizeof cell};
        uint32_t index;
        json_t *segment = json_array_get(segments, i), *held = json_object_get(segment, "cell");
        OK(loyalty_program_segmentation(asked->program, i, &info));
        assert_named(segment, asked->program, LOYALTY_OBJECT_SEGMENTATION, i, asked->language, info.name);
        OK(loyalty_customer_segment(asked->customer, i, &index));
        if (index == LOYALTY_NONE) {
            assert_true(json_is_null(held));
            continue;
        }
        OK(loyalty_program_cell(asked->program, index, &cell));
        assert_named(held, asked->program, LOYALTY_OBJECT_CELL, index, asked->language, cell.name);
        assert_actions(held, asked->program, LOYALTY_OBJECT_CELL, index, cell.action_count);
    }
}

static void compare_condition(const struct asked *asked, json_t *object, const loyalty_gap *gap, int32_t status)
{
    static const char *const ops[] = {">=", ">", "<=", "<", "==", "!="};
    if (status == LOYALTY_E_RANGE) {
        assert_value(object, 0, 0, 1);
        assert_true(json_is_null(json_object_get(object, "shortfall")));
        return;
    }
    OK(status);
    if (gap->subject == LOYALTY_SUBJECT_SCORE) {
        assert_string_equal(text_at(object, "name"), "score");
    } else {
        loyalty_metric_info info = {.size = sizeof info};
        OK(loyalty_program_metric(asked->program, gap->metric, &info));
        assert_named(object, asked->program, LOYALTY_OBJECT_METRIC, gap->metric, asked->language, info.name);
    }
    assert_string_equal(text_at(object, "op"), ops[gap->op]);
    assert_true(json_integer_value(json_object_get(object, "number")) == gap->number);
    assert_int_equal(json_is_true(json_object_get(object, "defined")), gap->defined);
    assert_int_equal(json_is_true(json_object_get(object, "holds")), gap->holds);
    assert_value(object, gap->defined, gap->numerator, gap->denominator);
    if (gap->defined)
        assert_true(json_integer_value(json_object_get(object, "shortfall")) == gap->shortfall);
    else
        assert_true(json_is_null(json_object_get(object, "shortfall")));
}

static void compare_rule(const struct asked *asked, json_t *object, int32_t rule, uint32_t index)
{
    json_t *alternatives = json_object_get(object, "alternatives");
    int32_t holds;
    uint32_t count, conditions;
    OK(loyalty_customer_meets(asked->customer, rule, index, &holds));
    assert_int_equal(json_is_true(json_object_get(object, "holds")), holds);
    OK(loyalty_program_alternative_count(asked->program, rule, index, &count));
    assert_int_equal(json_array_size(alternatives), count);
    for (uint32_t i = 0; i < count; i++) {
        json_t *list = json_array_get(alternatives, i);
        OK(loyalty_program_condition_count(asked->program, rule, index, i, &conditions));
        assert_int_equal(json_array_size(list), conditions);
        for (uint32_t j = 0; j < conditions; j++) {
            loyalty_gap gap = {.size = sizeof gap};
            int32_t status = loyalty_customer_gap(asked->customer, rule, index, i, j, &gap);
            compare_condition(asked, json_array_get(list, j), &gap, status);
        }
    }
}

static void compare_ladder(const struct asked *asked, json_t *ladder)
{
    assert_int_equal(json_array_size(ladder), asked->table.rung_count);
    for (uint32_t i = 0; i < asked->table.rung_count; i++) {
        json_t *rung = json_array_get(ladder, i);
        loyalty_rung_info info = {.size = sizeof info};
        OK(loyalty_program_rung(asked->program, i, &info));
        assert_named(rung, asked->program, LOYALTY_OBJECT_RUNG, i, asked->language, info.name);
        compare_rule(asked, json_object_get(rung, "enter"), LOYALTY_RULE_ENTER, i);
        compare_rule(asked, json_object_get(rung, "keep"), LOYALTY_RULE_KEEP, i);
    }
}

static void compare_out(const struct asked *asked, json_t *out)
{
    uint32_t alternatives;
    if (loyalty_program_alternative_count(asked->program, LOYALTY_RULE_OUT, 0, &alternatives))
        assert_true(json_is_null(out));
    else
        compare_rule(asked, out, LOYALTY_RULE_OUT, 0);
}

/* The list must tell what a diary has: "date from > to; …". */
static void compare_transitions(json_t *list, const char *diary)
{
    struct diary told = {""}, found = {""};
    strcpy(told.text, diary); /* texts of support.h do not live long */
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *entry = json_array_get(list, i);
        size_t used = strlen(found.text);
        snprintf(found.text + used, sizeof found.text - used, "%s%s %s > %s", i ? "; " : "", text_at(entry, "date"),
                 text_at(entry, "from"), text_at(entry, "to"));
    }
    assert_string_equal(found.text, told.text);
}

static void compare(const loyalty_customer *customer, const char *language, const char *until)
{
    struct asked asked = {customer, loyalty_customer_program(customer), language, {.size = sizeof asked.table}};
    json_t *whole = document(customer, language, day(until));
    int32_t date;
    OK(loyalty_program_table(asked.program, &asked.table));
    OK(loyalty_customer_date(customer, &date));
    assert_string_equal(text_at(whole, "program"), asked.table.name);
    assert_date(whole, "date", date);
    compare_rung(&asked, json_object_get(whole, "rung"));
    compare_metrics(&asked, json_object_get(whole, "metrics"), json_object_get(whole, "score"));
    compare_segments(&asked, json_object_get(whole, "segments"));
    compare_out(&asked, json_object_get(whole, "out"));
    compare_ladder(&asked, json_object_get(whole, "ladder"));
    compare_transitions(json_object_get(whole, "transitions"), transitions_text(customer));
    compare_transitions(json_object_get(whole, "outlook"), told_by_outlook(customer, until));
    assert_date(whole, "outlook_until", day(until));
    assert_int_equal(json_object_size(whole), 12);
    json_decref(whole);
}

static void the_text_agrees_with_the_typed_answers(void **state)
{
    loyalty_customer *customer = customer_of(shop);
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-01"));
    compare(customer, "en", "2024-01-01");
    OK(record(customer, "visit", "2024-01-02"));
    OK(record_value(customer, "review", "2024-01-02", 3, 5));
    OK(record_value(customer, "review", "2024-01-02", 1, -2));
    OK(record_value(customer, "visit", "2024-01-12", 4, 0));
    OK(advance(customer, "2024-01-03"));
    compare(customer, "fa", "2024-03-01");
    compare(customer, NULL, "2024-01-13");
    compare(customer, "xx", "2024-03-01");
    OK(advance(customer, "2024-01-12")); /* failing */
    compare(customer, "fa-IR", "2024-03-01");
    OK(record_value(customer, "sale", "2024-01-11", 1, INT64_MAX));
    OK(record_value(customer, "visit", "2024-01-11", 1, 1));
    assert_string_equal(metric_text(customer, "huge"), "RANGE");
    compare(customer, "en", "2024-03-01");
    loyalty_customer_free(customer);
}

/* A table with an `out`, and a rung with a term. */
static void terms_and_out_agree_too(void **state)
{
    loyalty_customer *customer = customer_of(
        "{'format':1,'name':'t','events':{'visit':{},'left':{}},'metrics':{'gone':{'days_since':'left'},"
        "'visits':{'count':'visit','within':'term'}},'out':[['gone <= 3','visits < 9'],['gone == 20']],"
        "'ladder':[{'rung':'guest'},{'rung':'member','enter':['visits >= 1'],'term':'12m','until':'year'}]}");
    json_t *whole;
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-05"));
    compare(customer, "en", "2027-01-01");
    whole = document(customer, "en", day("2024-02-01"));
    assert_string_equal(text_at(json_object_get(whole, "rung"), "term_end"), "2025-01-01");
    assert_true(json_is_false(json_object_get(json_object_get(whole, "out"), "holds")));
    json_decref(whole);
    OK(record(customer, "left", "2024-01-06"));
    OK(advance(customer, "2024-01-07"));
    compare(customer, "en", "2024-02-01");
    whole = document(customer, "en", day("2024-02-01"));
    assert_true(json_is_null(json_object_get(json_object_get(whole, "rung"), "term_end")));
    assert_true(json_is_true(json_object_get(json_object_get(whole, "out"), "holds")));
    json_decref(whole);
    loyalty_customer_free(customer);
}

static void presets_agree_too(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < loyalty_preset_count(); i++) {
        const char *text;
        size_t length;
        loyalty_program *program;
        loyalty_customer *customer;
        OK(loyalty_preset_json(loyalty_preset_name(i), &text, &length));
        OK(loyalty_program_from_json(text, length, NULL, NULL, &program));
        OK(loyalty_customer_new(program, &customer));
        loyalty_program_unref(program);
        OK(record(customer, "visit", "2024-01-01"));
        for (int32_t week = 0; week < 30; week++) {
            const char *date = date_text(day("2024-01-02") + 7 * week);
            OK(record_value(customer, week % 3 ? "purchase" : "promo_purchase", date, 1, 5000 + 10 * week));
            if (week % 5 == 0)
                OK(record_value(customer, "review", date, 1, 60 - week));
            OK(advance(customer, date));
            if (week % 10 == 9)
                compare(customer, week % 20 == 9 ? "ru" : "fa", "2026-12-31");
        }
        loyalty_customer_free(customer);
    }
}

static void a_buffer_must_hold_the_text_and_its_end(void **state)
{
    loyalty_customer *customer = customer_of(shop);
    int32_t until = day("2024-02-01");
    size_t needed = 0, again = 0;
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-01"));
    assert_int_equal(loyalty_customer_json(customer, "en", until, NULL, 0, &needed), LOYALTY_E_SPACE);
    char *buffer = malloc(needed + 3);
    assert_non_null(buffer);
    memset(buffer, '#', needed + 3);
    assert_int_equal(loyalty_customer_json(customer, "en", until, buffer, needed, &again), LOYALTY_E_SPACE);
    assert_int_equal(again, needed);
    assert_int_equal(loyalty_customer_json(customer, "en", until, buffer, 0, &again), LOYALTY_E_SPACE);
    assert_int_equal(loyalty_customer_json(customer, "en", until, buffer, 1, &again), LOYALTY_E_SPACE);
    for (size_t i = 0; i < needed + 3; i++)
        assert_int_equal(buffer[i], '#');
    OK(loyalty_customer_json(customer, "en", until, buffer, needed + 1, &again));
    assert_int_equal(again, needed);
    assert_int_equal(buffer[needed], '\0');
    assert_int_equal(buffer[needed + 1], '#');
    char *larger = malloc(needed + 100);
    assert_non_null(larger);
    OK(loyalty_customer_json(customer, "en", until, larger, needed + 100, &again));
    assert_string_equal(larger, buffer);
    free(larger);
    free(buffer);
    loyalty_customer_free(customer);
}

static void a_text_that_cannot_be_is_refused(void **state)
{
    loyalty_customer *customer = customer_of(shop);
    size_t needed = 77;
    (void)state;
    assert_int_equal(loyalty_customer_json(customer, "en", 0, NULL, 0, &needed), LOYALTY_E_NOT_ADVANCED);
    OK(advance(customer, "2024-01-01"));
    assert_int_equal(loyalty_customer_json(customer, "en", day("2024-01-01"), NULL, 0, &needed), LOYALTY_E_ABSENT);
    OK(record(customer, "visit", "2024-01-01"));
    assert_int_equal(loyalty_customer_json(customer, "en", day("2023-12-31"), NULL, 0, &needed), LOYALTY_E_PAST);
    assert_int_equal(loyalty_customer_json(customer, "en", LOYALTY_DATE_MAX + 1, NULL, 0, &needed), LOYALTY_E_DATE);
    assert_int_equal(loyalty_customer_json(customer, "en", LOYALTY_DATE_NONE, NULL, 0, &needed), LOYALTY_E_DATE);
    assert_int_equal(needed, 77);
    loyalty_customer_free(customer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_agrees_with_the_typed_answers),
        cmocka_unit_test(terms_and_out_agree_too),
        cmocka_unit_test(presets_agree_too),
        cmocka_unit_test(a_buffer_must_hold_the_text_and_its_end),
        cmocka_unit_test(a_text_that_cannot_be_is_refused),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
