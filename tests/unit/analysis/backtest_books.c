/* SPDX-License-Identifier: MIT */
/* A backtest of two books. */
#include <stdlib.h>
#include <string.h>

#include "seed.h"
#include "support.h"

static const char today[] = "{'format':1,'name':'today','events':{'call':{},'step':{}},'metrics':{"
                            "'level':{'sum':'step'},'host':{'host':'h'}},'ladder':[{'rung':'low'},"
                            "{'rung':'mid','enter':[['level >= 1'],['host == 99']]}]}";
static const char plan[] = "{'format':1,'name':'plan','events':{'step':{}},'metrics':{'level':{'sum':'step'},"
                           "'host':{'host':'h'}},'ladder':[{'rung':'low'},"
                           "{'rung':'mid','enter':[['level >= 2'],['host == 99']]}]}";

static bool failing; /* the host fails for a customer whose pointer is set */
static loyalty_program *before, *after;
static loyalty_book *one, *two;
static loyalty_backtest *backtest;

static int32_t host(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)user, (void)date, (void)until;
    *value = 0;
    return failing && customer_user ? -1 : LOYALTY_OK;
}

static int set_up(void **state)
{
    loyalty_options *options;
    (void)state;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_bind(options, "h", host, NULL));
    before = table_with(today, options);
    after = table_with(plan, options);
    loyalty_options_free(options);
    failing = false;
    OK(loyalty_book_new(before, seed_of(1), &one));
    OK(loyalty_book_new(after, seed_of(2), &two));
    OK(loyalty_backtest_new(before, after, day("2024-12-31"), 90, &backtest));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_program_unref(before);
    loyalty_program_unref(after);
    loyalty_book_free(one);
    loyalty_book_free(two);
    loyalty_backtest_free(backtest);
    return 0;
}

static void put(loyalty_book *book, const char *key, const char *kind, const char *date, int64_t value)
{
    loyalty_event event = {.size = sizeof event, .date = day(date), .count = 1, .value = value};
    OK(loyalty_program_find(loyalty_book_program(book), LOYALTY_OBJECT_KIND, kind, &event.kind));
    OK(loyalty_book_record(book, key, (uint32_t)strlen(key), &event, NULL, NULL, NULL));
}

/* The backtest's JSON; free() it. */
static char *all_of(loyalty_backtest *asked)
{
    size_t needed;
    assert_int_equal(loyalty_backtest_json(asked, NULL, 0, &needed), LOYALTY_E_SPACE);
    char *text = malloc(needed + 1);
    assert_non_null(text);
    OK(loyalty_backtest_json(asked, text, needed + 1, &needed));
    return text;
}

static void customers_are_matched_by_key(void **state)
{
    (void)state;
    put(one, "both", "step", "2024-01-01", 1);
    put(one, "first", "step", "2024-01-02", 1);
    put(one, "same", "step", "2024-01-03", 2);
    put(two, "second", "step", "2024-01-04", 2);
    put(two, "same", "step", "2024-01-03", 2);
    put(two, "both", "step", "2024-01-01", 1);
    put(two, "later", "step", "2025-01-01", 1);
    OK(loyalty_book_advance(one, day("2024-06-01"), NULL, NULL));
    OK(loyalty_backtest_add_books(backtest, one, two));
    char *text = all_of(backtest);
    char *expected = quoted(
        "{'as_of':'2024-12-31','flap_days':90,"
        "'before':{'program':'today','customers':3,'promotions':3,'demotions':0,'flapping':0,"
        "'rungs':[{'name':'low','labels':{}},{'name':'mid','labels':{}}]},"
        "'after':{'program':'plan','customers':3,'promotions':2,'demotions':0,'flapping':0,"
        "'rungs':[{'name':'low','labels':{}},{'name':'mid','labels':{}}]},"
        "'matrix':{'from':['low','mid',null],'to':['low','mid',null],'customers':[[0,0,0],[1,1,1],[0,1,1]]},'changes':["
        "{'key':'both','key_hex':null,'from':'mid','to':'low','since_from':'2024-01-01','since_to':'2024-01-01',"
        "'differs':'2024-01-01'},"
        "{'key':'first','key_hex':null,'from':'mid','to':null,'since_from':'2024-01-02','since_to':null,"
        "'differs':'2024-01-02'},"
        "{'key':'second','key_hex':null,'from':null,'to':'mid','since_from':null,'since_to':'2024-01-04',"
        "'differs':'2024-01-04'}]}");
    assert_string_equal(text, expected);
    free(text);
    free(expected);
}

/* Many customers: as if each had been added with the other book's. */
static void as_one_by_one(void **state)
{
    enum { MANY = 3000 };
    loyalty_book *converted;
    loyalty_backtest *singly;
    uint64_t left_out;
    (void)state;
    for (int i = 0; i < MANY; i++) {
        const char *key = text_of("%d", i * 7919 % MANY);
        put(one, key, "step", text_of("2024-%02d-05", 1 + i % 12), i % 4);
        put(one, key, i % 3 ? "step" : "call", text_of("2024-%02d-25", 1 + i / 7 % 12), i % 5 - 2);
    }
    OK(loyalty_book_convert(one, after, seed_of(3), &left_out, &converted));
    assert_int_equal(left_out, MANY / 3);
    OK(loyalty_backtest_add_books(backtest, one, converted));
    OK(loyalty_backtest_new(before, after, day("2024-12-31"), 90, &singly));
    uint64_t cursor = 0;
    uint32_t length;
    const void *key;
    const loyalty_customer *customer, *like;
    while (loyalty_book_each(one, &cursor, &key, &length, &customer) == LOYALTY_OK) {
        OK(loyalty_book_find(converted, key, length, &like));
        OK(loyalty_backtest_add(singly, key, length, customer, like));
    }
    char *text = all_of(backtest), *expected = all_of(singly);
    assert_string_equal(text, expected);
    assert_in_range(loyalty_backtest_change_count(backtest), MANY / 10, MANY - 1);
    free(text);
    free(expected);
    loyalty_backtest_free(singly);
    loyalty_book_free(converted);
}

static void empty_books(void **state)
{
    loyalty_side side = {.size = sizeof side};
    (void)state;
    OK(loyalty_backtest_add_books(backtest, one, two));
    OK(loyalty_backtest_side(backtest, 0, &side));
    assert_int_equal(side.customers, 0);
    put(two, "only", "step", "2024-01-04", 2);
    OK(loyalty_backtest_add_books(backtest, one, two));
    OK(loyalty_backtest_side(backtest, 1, &side));
    assert_int_equal(side.customers, 1);
    assert_int_equal(loyalty_backtest_change_count(backtest), 1);
}

/* The last customer of either book fails: nothing is added, and what was there stays. */
static void all_or_nothing(void **state)
{
    int mark;
    (void)state;
    put(one, "a", "step", "2024-01-01", 1);
    put(two, "a", "step", "2024-01-01", 1);
    OK(loyalty_backtest_add_books(backtest, one, two));
    char *text = all_of(backtest);
    for (int side = 0; side < 2; side++) {
        loyalty_book *book = side ? two : one;
        for (int i = 0; i < 100; i++) {
            put(one, text_of("one %d", i), "step", "2024-02-01", side ? 0 : i % 3);
            put(two, text_of("one %d", i), "step", "2024-02-01", side ? 0 : i % 3);
        }
        OK(loyalty_book_add(book, side ? "z two" : "z one", 5, &mark));
        put(book, side ? "z two" : "z one", "step", "2024-02-01", 0);
        failing = true;
        assert_int_equal(loyalty_backtest_add_books(backtest, one, two), LOYALTY_E_HOST);
        failing = false;
        char *now = all_of(backtest);
        assert_string_equal(now, text);
        free(now);
        OK(loyalty_book_remove(book, side ? "z two" : "z one", 5));
    }
    free(text);
    OK(loyalty_backtest_add_books(backtest, one, two));
    assert_int_equal(loyalty_backtest_change_count(backtest), 2 + 33);
}

static void what_is_refused(void **state)
{
    (void)state;
    assert_int_equal(loyalty_backtest_add_books(NULL, one, two), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_add_books(backtest, NULL, two), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_add_books(backtest, one, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_add_books(backtest, two, one), LOYALTY_E_PROGRAM);
    assert_int_equal(loyalty_backtest_add_books(backtest, one, one), LOYALTY_E_PROGRAM);
    assert_int_equal(loyalty_backtest_add_books(backtest, two, two), LOYALTY_E_PROGRAM);
}

static int32_t add_from_within(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                               const loyalty_transition *transition)
{
    (void)user, (void)key, (void)key_length, (void)customer, (void)transition;
    assert_int_equal(loyalty_backtest_add_books(backtest, one, two), LOYALTY_E_BUSY);
    return 0;
}

static void not_from_within_a_callback_of_a_book(void **state)
{
    (void)state;
    put(one, "a", "step", "2024-01-01", 1);
    put(two, "b", "step", "2024-01-01", 2);
    OK(loyalty_book_advance(one, day("2024-01-02"), add_from_within, NULL));
    OK(loyalty_book_advance(two, day("2024-01-02"), add_from_within, NULL));
    assert_int_equal(loyalty_backtest_change_count(backtest), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(customers_are_matched_by_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(as_one_by_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(empty_books, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_or_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(not_from_within_a_callback_of_a_book, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("backtest of books", tests, NULL, NULL);
}
