/* SPDX-License-Identifier: MIT */
/* The reader of JSON and its values: what they are, where they are, and what is refused where. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "support.h"
#include "json/value.h"

enum { DEEPEST = 2048 };

static struct counting counting;
static struct arena arena;
static loyalty_report *report;
static struct json *root;

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    arena = (struct arena){.allocator = counting_allocator(&counting)};
    return loyalty_report_new(NULL, &report);
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    loyalty_report_free(report);
    assert_int_equal(counting.live, 0);
    return 0;
}

/* Reads bytes of exactly this length, so that a sanitizer sees one that is read behind them. */
static int32_t parse(const char *text, size_t length)
{
    struct findings findings = {.report = report};
    char *copy = malloc(length ? length : 1);
    assert_non_null(copy);
    memcpy(copy, text, length);
    int32_t status = json_parse(&arena, &findings, copy, length, &root);
    free(copy);
    return status;
}

static const struct json *value_of(const char *text)
{
    assert_int_equal(parse(text, strlen(text)), LOYALTY_OK);
    assert_int_equal(loyalty_report_count(report), 0);
    return root;
}

/* "offset path: message" of the one problem that a text has. */
static const char *refusal_of(const char *text, size_t length)
{
    uint32_t before = report->count;
    assert_int_equal(parse(text, length), LOYALTY_E_TABLE);
    assert_int_equal(report->count, before + 1);
    const struct problem *problem = &report->problems[before];
    return text_of("%d %s: %.30s", (int)problem->offset, problem->path, problem->message);
}

#define assert_refused(text, expected) assert_string_equal(refusal_of(text, sizeof(text) - 1), expected)

static void numbers_are_exact_or_said_to_be_large(void **state)
{
    (void)state;
    assert_true(value_of("9223372036854775807")->integer == INT64_MAX);
    assert_true(value_of("-9223372036854775808")->integer == INT64_MIN);
    assert_int_equal(value_of("-0")->type, JSON_INTEGER);
    assert_int_equal(value_of("0")->integer, 0);
    assert_int_equal(value_of("9223372036854775808")->type, JSON_BIG);
    assert_int_equal(value_of("-9223372036854775809")->type, JSON_BIG);
    assert_int_equal(value_of("100000000000000000000000000000")->type, JSON_BIG);
    assert_int_equal(value_of("1.0")->type, JSON_REAL);
    assert_int_equal(value_of("1e2")->type, JSON_REAL);
    assert_int_equal(value_of("-1.5E-400")->type, JSON_REAL);
    assert_int_equal(value_of("1E+9999")->type, JSON_REAL);
}

static void texts_are_unescaped(void **state)
{
    (void)state;
    assert_string_equal(value_of("\"\"")->text, "");
    assert_string_equal(value_of("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\x7f\"")->text, "a\"\\/\b\f\n\r\t\x7f");
    assert_string_equal(value_of("\"\\u0041\\u00e9\\u20AC\\uD83D\\uDE00\"")->text, "A\u00e9\u20ac\U0001F600");
    assert_string_equal(value_of("\"\\uFFFF\\uDBFF\\uDFFF\"")->text, "\uFFFF\U0010FFFF");
    assert_string_equal(value_of("\"\u0645\U0001F600\"")->text, "\u0645\U0001F600");
}

static void values_know_their_places(void **state)
{
    const struct json *object = value_of("\xEF\xBB\xBF {\"a\": [1, {\"b~/\": null}], \"c\" :true}"), *list;
    (void)state;
    assert_int_equal(object->offset, 4);
    assert_int_equal(object->count, 2);
    list = json_member(object, "a");
    assert_int_equal(list->key_offset, 5);
    assert_int_equal(list->offset, 10);
    assert_int_equal(list->count, 2);
    assert_int_equal(json_item(list, 0)->integer, 1);
    const struct json *inner = json_member(json_item(list, 1), "b~/");
    assert_int_equal(inner->type, JSON_NULL);
    assert_string_equal(json_path(inner).text, "/a/1/b~0~1");
    assert_string_equal(json_path(object).text, "");
    assert_int_equal(json_member(object, "c")->offset, 35);
    assert_null(json_member(object, "d"));
    assert_null(json_member(list, "a"));
    assert_null(json_item(list, 2));
    assert_null(json_item(object, 0));
}

static void empty_lists_and_objects_are_read(void **state)
{
    const struct json *list = value_of(" [ [ ] , { } , [{}] ] ");
    (void)state;
    assert_int_equal(list->count, 3);
    assert_int_equal(json_item(list, 0)->type, JSON_LIST);
    assert_int_equal(json_item(list, 1)->type, JSON_OBJECT);
    assert_int_equal(json_item(list, 2)->count, 1);
}

static void what_is_not_json_is_told_where_it_is(void **state)
{
    (void)state;
    assert_refused("", "0 : not JSON: the text is empty; w");
    assert_refused(" \n", "0 : not JSON: the text is empty; w");
    assert_refused("\xEF\xBB\xBF", "0 : not JSON: the text is empty; w");
    assert_refused("\xEF\xBB", "0 : not JSON: this byte is not val");
    assert_refused("{\"a\":", "5 : not JSON: the text ends too ea");
    assert_refused("{\"a", "3 : not JSON: the text ends too ea");
    assert_refused("\"\\", "2 : not JSON: the text ends too ea");
    assert_refused("\"\\u00", "5 : not JSON: the text ends too ea");
    assert_refused("\"\\uD83D\\u", "9 : not JSON: the text ends too ea");
    assert_refused("[1] 2", "4 : not JSON: there is text after ");
    assert_refused("[1,]", "3 : not JSON: expected a value, fo");
    assert_refused("{\"a\":[1,}", "8 /a/1: not JSON: expected a value, fo");
    assert_refused("{\"a\":01}", "5 /a: not JSON: expected a value, fo");
    assert_refused("{\"a\":1 \"b\"", "7 : not JSON: expected ',' or '}',");
    assert_refused("{\"a\":[1}", "7 /a: not JSON: expected ',' or ']',");
    assert_refused("{a:1}", "1 : not JSON: expected a key in \"\"");
    assert_refused("{\"a\":\"\\x\"}", "7 /a: not JSON: expected one of \" \\ ");
    assert_refused("{\"a\":\"\\uDE00\"}", "5 /a: not JSON: this \\u escape is ha");
    assert_refused("{\"a\":\"\\uD83D\\u0041\"}", "5 /a: not JSON: this \\u escape is ha");
    assert_refused("{\"a\":\"x\ty\"}", "7 /a: not JSON: a string cannot cont");
    assert_refused("{\"a\":\"x\0y\"}", "7 /a: not JSON: found a NUL byte; sa");
    assert_refused("{\0", "1 : not JSON: found a NUL byte; sa");
    assert_refused("[\"\xC3\"]", "2 /0: not JSON: this byte is not val");
    assert_refused("[\xFF]", "1 /0: not JSON: this byte is not val");
}

/* It is JSON, so it is read, but C has no such text. */
static void a_nul_is_told_and_left_out(void **state)
{
    static const char text[] = "{\"a\\u0000b\": \"c\\u0000\"}";
    (void)state;
    assert_int_equal(parse(text, strlen(text)), LOYALTY_OK);
    assert_int_equal(loyalty_report_count(report), 2);
    assert_string_equal(json_member(root, "ab")->text, "c");
    assert_int_equal(report->problems[0].offset, 1);
    assert_int_equal(report->problems[1].offset, 13);
    assert_string_equal(report->problems[1].path, "/ab");
}

static void nesting_has_an_end(void **state)
{
    char text[2 * DEEPEST + 2];
    (void)state;
    memset(text, '[', DEEPEST);
    memset(text + DEEPEST, ']', DEEPEST);
    assert_int_equal(parse(text, sizeof text - 2), LOYALTY_OK);
    memset(text, '[', DEEPEST + 1);
    memset(text + DEEPEST + 1, ']', DEEPEST + 1);
    assert_string_equal(refusal_of(text, sizeof text), "2048 : not JSON: lists and objects ar");
}

static void each_allocation_fails(void **state)
{
    static const char text[] = "{\"a\":[1,\"b\\u0041\",{\"c\":{}}]}";
    int32_t status;
    (void)state;
    arena_free(&arena);
    for (uint32_t failures = 0;; failures++) {
        counting = (struct counting){.fail_at = failures};
        status = parse(text, strlen(text));
        arena_free(&arena);
        if (!counting.failed)
            break;
        assert_int_equal(status, LOYALTY_E_MEMORY);
    }
    assert_int_equal(status, LOYALTY_OK);
    assert_int_equal(loyalty_report_count(report), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers_are_exact_or_said_to_be_large, set_up, tear_down),
        cmocka_unit_test_setup_teardown(texts_are_unescaped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_know_their_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(empty_lists_and_objects_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_json_is_told_where_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_nul_is_told_and_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nesting_has_an_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_allocation_fails, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("inside JSON", tests, NULL, NULL);
}
