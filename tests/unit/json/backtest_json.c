/* SPDX-License-Identifier: MIT */
/* A backtest as JSON: docs/backtest-json.md. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "support.h"

static const char today[] = "{'format':1,'name':'today','events':{'step':{},'call':{}},"
                            "'metrics':{'level':{'sum':'step'}},'ladder':[{'rung':'low','label':{'en':'Low'}},"
                            "{'rung':'mid','enter':['level >= 1']},{'rung':'high','enter':['level >= 2']}]}";
static const char plan[] = "{'format':1,'name':'the-plan','events':{'step':{}},'metrics':{'level':{'sum':'step'}},"
                           "'ladder':[{'rung':'low'},{'rung':'high','enter':['level >= 2']}]}";

static loyalty_program *before, *after;
static loyalty_backtest *backtest;

static int set_up(void **state)
{
    (void)state;
    before = table(today);
    after = table(plan);
    OK(loyalty_backtest_new(before, after, day("2024-12-31"), 30, &backtest));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_program_unref(before);
    loyalty_program_unref(after);
    loyalty_backtest_free(backtest);
    return 0;
}

static void add(const char *key, uint32_t key_length, const char *kind, const char *date)
{
    loyalty_customer *one, *two;
    OK(loyalty_customer_new(before, &one));
    OK(record_value(one, kind, date, 1, 1));
    OK(loyalty_customer_convert(one, after, NULL, &two));
    OK(loyalty_backtest_add(backtest, key, key_length, one, two));
    loyalty_customer_free(one);
    loyalty_customer_free(two);
}

/* The text with ' for "; free() it. */
static char *json_text(void)
{
    size_t needed = 0, length;
    assert_int_equal(loyalty_backtest_json(backtest, NULL, 0, &needed), LOYALTY_E_SPACE);
    char *text = malloc(needed + 1);
    assert_non_null(text);
    memset(text, '#', needed + 1);
    assert_int_equal(loyalty_backtest_json(backtest, text, needed, &length), LOYALTY_E_SPACE);
    assert_int_equal(length, needed);
    for (size_t i = 0; i <= needed; i++)
        assert_int_equal(text[i], '#'); /* as it was */
    length = 0;
    OK(loyalty_backtest_json(backtest, text, needed + 1, &length));
    assert_int_equal(length, needed);
    assert_int_equal(strlen(text), needed);
    return text;
}

static void assert_json(const char *expected)
{
    char *text = json_text(), *wanted = quoted(expected);
    assert_string_equal(text, wanted);
    free(text);
    free(wanted);
}

static void of_nobody(void **state)
{
    (void)state;
    assert_json("{'as_of':'2024-12-31','flap_days':30,"
                "'before':{'program':'today','customers':0,'promotions':0,'demotions':0,'flapping':0,'rungs':[{'name':'"
                "low','labels':{'en':'Low'}},"
                "{'name':'mid','labels':{}},{'name':'high','labels':{}}]},"
                "'after':{'program':'the-plan','customers':0,'promotions':0,'demotions':0,'flapping':0,"
                "'rungs':[{'name':'low','labels':{}},{'name':'high','labels':{}}]},"
                "'matrix':{'from':['low','mid','high',null],'to':['low','high',null],"
                "'customers':[[0,0,0],[0,0,0],[0,0,0],[0,0,0]]},'changes':[]}");
}

static void of_some(void **state)
{
    (void)state;
    add("bob", 3, "step", "2024-01-02");
    add("ann", 3, "call", "2024-01-01");
    add("cid", 3, "call", "2025-01-01");
    assert_json("{'as_of':'2024-12-31','flap_days':30,"
                "'before':{'program':'today','customers':2,'promotions':1,'demotions':0,'flapping':0,'rungs':[{'name':'"
                "low','labels':{'en':'Low'}},"
                "{'name':'mid','labels':{}},{'name':'high','labels':{}}]},"
                "'after':{'program':'the-plan','customers':1,'promotions':0,'demotions':0,'flapping':0,"
                "'rungs':[{'name':'low','labels':{}},{'name':'high','labels':{}}]},"
                "'matrix':{'from':['low','mid','high',null],'to':['low','high',null],"
                "'customers':[[0,0,1],[1,0,0],[0,0,0],[0,0,1]]},'changes':["
                "{'key':'ann','key_hex':null,'from':'low','to':null,'since_from':'2024-01-01','since_to':null,"
                "'differs':'2024-01-01'},"
                "{'key':'bob','key_hex':null,'from':'mid','to':'low','since_from':'2024-01-02',"
                "'since_to':'2024-01-02','differs':'2024-01-02'}]}");
}

/* Every key comes back from the text, byte by byte, by an independent reader. */
static void keys_of_any_bytes(void **state)
{
    static const struct {
        const char *key;
        uint32_t length;
        bool is_text;
    } keys[] = {{"\x00\x01\x02\x03\x04\x05\x06\x07", 8, 0},
                {"\t", 1, 0},
                {"\"quoted\" \\ back/slash", 21, 1},
                {"A\x7f", 2, 1},
                {"\xd9\x86\xd8\xa7\xd9\x85", 6, 1},
                {"\xe2\x80\xa8", 3, 1}, /* a line separator */
                {"\xed\xa0\x80", 3, 0}, /* a surrogate */
                {"\xf0\x9f\x98\x80", 4, 1},
                {"\xff", 1, 0},
                {"\xff\xc3", 2, 0}}; /* cut off */
    (void)state;
    for (size_t i = LENGTH(keys); i-- > 0;)
        add(keys[i].key, keys[i].length, "call", "2024-01-01");
    char *text = json_text();
    json_error_t error;
    json_t *whole = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (!whole)
        fail_msg("%s: %s", error.text, text);
    json_t *changes = json_object_get(whole, "changes");
    assert_int_equal(json_array_size(changes), LENGTH(keys));
    for (size_t i = 0; i < LENGTH(keys); i++) {
        size_t k = 0; /* they come in the order of bytes */
        json_t *key = json_object_get(json_array_get(changes, i), "key"),
               *hex = json_object_get(json_array_get(changes, i), "key_hex");
        char bytes[64] = "";
        size_t length = 0;
        if (json_is_string(key)) {
            length = json_string_length(key);
            memcpy(bytes, json_string_value(key), length);
            assert_true(json_is_null(hex));
        } else {
            assert_true(json_is_null(key));
            for (const char *at = json_string_value(hex); *at; at += 2)
                bytes[length++] = (char)strtol((const char[]){at[0], at[1], '\0'}, NULL, 16);
        }
        while (k < LENGTH(keys) && (keys[k].length != length || memcmp(keys[k].key, bytes, length) != 0))
            k++;
        assert_in_range(k, 0, LENGTH(keys) - 1);
        assert_int_equal(json_is_string(key), keys[k].is_text);
    }
    json_decref(whole);
    free(text);
}

static void the_ends_of_the_ranges(void **state)
{
    (void)state;
    loyalty_backtest_free(backtest);
    OK(loyalty_backtest_new(before, after, LOYALTY_DATE_MIN, INT32_MAX, &backtest));
    char *text = json_text();
    assert_non_null(strstr(text, "{\"as_of\":\"0001-01-01\",\"flap_days\":2147483647,"));
    free(text);
}

static void what_is_refused(void **state)
{
    char text[8] = "before";
    size_t needed = 7;
    (void)state;
    assert_int_equal(loyalty_backtest_json(NULL, text, sizeof text, &needed), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_json(backtest, NULL, 5, &needed), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_json(backtest, text, sizeof text, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(needed, 7);
    assert_string_equal(text, "before");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(of_nobody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_some, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keys_of_any_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_ends_of_the_ranges, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("backtest as JSON", tests, NULL, NULL);
}
