/* SPDX-License-Identifier: MIT */
/* The words of the standing as JSON: units, amounts of money as texts, labels of segmentations and actions. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "support.h"

/* %s is what the table says of money. */
static const char shop[] =
    "{'format':1,'name':'shop','events':{'sale':{},'visit':{}},%s"
    "'metrics':{'spend':{'sum':'sale','unit':'money'},'mean':{'mean':'sale','unit':'money'},"
    "'idle':{'days_since':'visit','unit':'days'},'part':{'share':['sales','sales'],'unit':'percent'},"
    "'sales':{'count':'sale'}},'score':{'points':{'sales':[[1,5]]}},"
    "'ladder':[{'rung':'guest','actions':['greet','deepen']},{'rung':'client',"
    "'enter':['spend >= 10000','mean > -50','idle < 9','score >= 1']}],"
    "'segments':{'value':{'label':{'en':'Value','fa':'\xd8\xa8'},'cells':[{'segment':'low','actions':['deepen']}]}},"
    "'actions':{'deepen':{'label':{'en':'Deepen the relation','fa':'\xd8\xaa'}}}}";

static json_t *standing_of(const char *money, int64_t value, const char *language)
{
    char *whole = NULL, *text;
    size_t needed = 0;
    whole = malloc(sizeof shop + strlen(money));
    assert_non_null(whole);
    const char *at = strstr(shop, "%s");
    memcpy(whole, shop, (size_t)(at - shop));
    strcat(strcpy(whole + (at - shop), money), at + 2);
    loyalty_customer *customer = customer_of(whole);
    free(whole);
    OK(record_value(customer, "sale", "2024-01-01", 1, value));
    OK(record_value(customer, "sale", "2024-01-01", 1, 0));
    OK(advance(customer, "2024-01-01"));
    assert_int_equal(loyalty_customer_json(customer, language, day("2024-01-01"), NULL, 0, &needed), LOYALTY_E_SPACE);
    text = malloc(needed + 1);
    assert_non_null(text);
    OK(loyalty_customer_json(customer, language, day("2024-01-01"), text, needed + 1, &needed));
    json_t *standing = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(standing);
    free(text);
    loyalty_customer_free(customer);
    return standing;
}

/* Returns the text under the key, or "null" for null. */
static const char *text_at(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    assert_true(json_is_null(value) || json_is_string(value));
    return json_is_null(value) ? "null" : json_string_value(value);
}

static const json_t *metric_at(const json_t *standing, size_t index)
{
    return json_array_get(json_object_get(standing, "metrics"), index);
}

/* A condition of the second rung's enter. */
static const json_t *condition_at(const json_t *standing, size_t index)
{
    const json_t *rung = json_array_get(json_object_get(standing, "ladder"), 1);
    const json_t *alternatives = json_object_get(json_object_get(rung, "enter"), "alternatives");
    return json_array_get(json_array_get(alternatives, 0), index);
}

static void metrics_have_units(void **state)
{
    static const char *const units[] = {"money", "money", "days", "percent", "null"};
    json_t *standing = standing_of("'money':{'code':'EUR','digits':2},", 5719, "en");
    const json_t *money = json_object_get(standing, "money");
    (void)state;
    assert_string_equal(text_at(money, "code"), "EUR");
    assert_int_equal(json_integer_value(json_object_get(money, "digits")), 2);
    for (size_t i = 0; i < LENGTH(units); i++)
        assert_string_equal(text_at(metric_at(standing, i), "unit"), units[i]);
    assert_string_equal(text_at(metric_at(standing, 0), "text"), "57.19 EUR");
    assert_string_equal(text_at(metric_at(standing, 1), "text"), "28.59 EUR"); /* 57.19/2, toward zero */
    for (size_t i = 2; i < LENGTH(units); i++)
        assert_string_equal(text_at(metric_at(standing, i), "text"), "null");
    json_decref(standing);
    standing = standing_of("'money':{'code':'EUR','digits':2},", -5719, "en");
    assert_string_equal(text_at(metric_at(standing, 0), "text"), "-57.19 EUR");
    assert_string_equal(text_at(metric_at(standing, 1), "text"), "-28.59 EUR");
    json_decref(standing);
}

static void conditions_on_money_say_amounts(void **state)
{
    json_t *standing = standing_of("'money':{'code':'IRR','digits':0},", 5719, "en");
    const json_t *spend = condition_at(standing, 0), *mean = condition_at(standing, 1);
    (void)state;
    assert_string_equal(text_at(spend, "unit"), "money");
    assert_string_equal(text_at(spend, "number_text"), "10000 IRR");
    assert_string_equal(text_at(spend, "text"), "5719 IRR");
    assert_string_equal(text_at(spend, "shortfall_text"), "4281 IRR");
    assert_int_equal(json_integer_value(json_object_get(spend, "shortfall")), 4281);
    assert_string_equal(text_at(mean, "number_text"), "-50 IRR");
    assert_string_equal(text_at(mean, "shortfall_text"), "0 IRR");
    for (size_t i = 2; i < 4; i++) { /* days, and the score */
        const json_t *other = condition_at(standing, i);
        assert_string_equal(text_at(other, "unit"), i == 2 ? "days" : "null");
        assert_string_equal(text_at(other, "number_text"), "null");
        assert_string_equal(text_at(other, "text"), "null");
        assert_string_equal(text_at(other, "shortfall_text"), "null");
    }
    json_decref(standing);
}

static void a_table_without_money_has_no_amounts(void **state)
{
    json_t *standing = standing_of("", 5719, "en");
    (void)state;
    assert_true(json_is_null(json_object_get(standing, "money")));
    assert_string_equal(text_at(metric_at(standing, 0), "unit"), "money");
    assert_string_equal(text_at(metric_at(standing, 0), "text"), "null");
    assert_string_equal(text_at(condition_at(standing, 0), "number_text"), "null");
    assert_string_equal(text_at(condition_at(standing, 0), "shortfall_text"), "null");
    json_decref(standing);
}

/* A value that is undefined is no amount; what is asked for still is one. */
static void an_undefined_value_has_no_text(void **state)
{
    loyalty_customer *customer =
        customer_of("{'format':1,'name':'t','events':{'sale':{},'visit':{}},'money':{'code':'EUR','digits':2},"
                    "'metrics':{'mean':{'mean':'sale','unit':'money'}},"
                    "'ladder':[{'rung':'a'},{'rung':'b','enter':['mean >= 100']}]}");
    char text[2000];
    size_t needed;
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-01"));
    OK(loyalty_customer_json(customer, "en", day("2024-01-01"), text, sizeof text, &needed));
    json_t *standing = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_string_equal(text_at(metric_at(standing, 0), "text"), "null");
    assert_string_equal(text_at(condition_at(standing, 0), "text"), "null");
    assert_string_equal(text_at(condition_at(standing, 0), "shortfall_text"), "null");
    assert_string_equal(text_at(condition_at(standing, 0), "number_text"), "1.00 EUR");
    json_decref(standing);
    loyalty_customer_free(customer);
}

static void labels_are_in_the_language(void **state)
{
    static const struct {
        const char *language, *segmentation, *action;
    } expected[] = {{"en", "Value", "Deepen the relation"}, {"fa-IR", "\xd8\xa8", "\xd8\xaa"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(expected); i++) {
        json_t *standing = standing_of("", 0, expected[i].language);
        const json_t *rung = json_object_get(json_object_get(standing, "rung"), "action_labels");
        const json_t *segment = json_array_get(json_object_get(standing, "segments"), 0);
        const json_t *cell = json_object_get(json_object_get(segment, "cell"), "action_labels");
        assert_string_equal(text_at(segment, "name"), "value");
        assert_string_equal(text_at(segment, "label"), expected[i].segmentation);
        assert_string_equal(text_at(rung, "deepen"), expected[i].action);
        assert_string_equal(text_at(rung, "greet"), "greet");
        assert_int_equal(json_object_size(rung), 2);
        assert_string_equal(text_at(cell, "deepen"), expected[i].action);
        json_decref(standing);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metrics_have_units),
        cmocka_unit_test(conditions_on_money_say_amounts),
        cmocka_unit_test(a_table_without_money_has_no_amounts),
        cmocka_unit_test(an_undefined_value_has_no_text),
        cmocka_unit_test(labels_are_in_the_language),
    };
    return cmocka_run_group_tests_name("words of the JSON", tests, NULL, NULL);
}
