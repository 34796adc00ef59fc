/* SPDX-License-Identifier: MIT */
/* Two tables over the same logs. Random logs against the naive reference: tests/properties. */
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* The rung follows a level that events raise and lower. */
static const char today[] = "{'format':1,'name':'today','events':{'step':{},'call':{}},"
                            "'metrics':{'level':{'sum':'step'}},'ladder':[{'rung':'low'},"
                            "{'rung':'mid','enter':['level >= 1']},{'rung':'high','enter':['level >= 2']}]}";
/* `mid` is gone, `top` is new, and `high` has another index. */
static const char plan[] = "{'format':1,'name':'plan','events':{'step':{}},"
                           "'metrics':{'level':{'sum':'step'}},'ladder':[{'rung':'low'},"
                           "{'rung':'high','enter':['level >= 2']},{'rung':'top','enter':['level >= 4']}]}";

enum { NONE = LOYALTY_NONE };

static loyalty_program *before, *after;
static loyalty_backtest *backtest;

static int set_up(void **state)
{
    (void)state;
    before = table(today);
    after = table(plan);
    OK(loyalty_backtest_new(before, after, day("2024-12-31"), 90, &backtest));
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

/* A customer with steps such as "2024-01-01 +1, 2024-02-01 -2"; "call" instead of a number is a call. */
static loyalty_customer *walker(const char *steps)
{
    loyalty_customer *customer;
    OK(loyalty_customer_new(before, &customer));
    for (const char *at = steps; *at; at += strcspn(at, ","), at += *at ? 2 : 0) {
        char date[11];
        memcpy(date, at, 10);
        date[10] = '\0';
        if (at[11] == 'c')
            OK(record(customer, "call", date));
        else
            OK(record_value(customer, "step", date, 1, strtol(at + 11, NULL, 10)));
    }
    return customer;
}

static int32_t add_to(loyalty_backtest *to, const char *key, const loyalty_customer *customer)
{
    loyalty_customer *converted;
    OK(loyalty_customer_convert(customer, after, NULL, &converted));
    int32_t status = loyalty_backtest_add(to, key, (uint32_t)strlen(key), customer, converted);
    loyalty_customer_free(converted);
    return status;
}

static void walk(const char *key, const char *steps)
{
    loyalty_customer *customer = walker(steps);
    OK(add_to(backtest, key, customer));
    loyalty_customer_free(customer);
}

static const char *rung_text(const loyalty_program *program, uint32_t rung)
{
    loyalty_rung_info info = {.size = sizeof info};
    if (rung == NONE)
        return "-";
    OK(loyalty_program_rung(program, rung, &info));
    return info.name;
}

/* "key mid 2024-01-01 > low 2024-01-02, differs 2024-01-03" */
static const char *change_text(uint64_t index)
{
    loyalty_change change = {.size = sizeof change};
    int32_t status = loyalty_backtest_change(backtest, index, &change);
    if (status)
        return status_name(status);
    assert_int_equal(change.size, sizeof change);
    return text_of("%.*s %s %s > %s %s, differs %s", (int)change.key_length, (const char *)change.key,
                   rung_text(before, change.from_rung), date_text(change.since_from), rung_text(after, change.to_rung),
                   date_text(change.since_to), date_text(change.differs));
}

/* "customers promotions demotions flapping" */
static const char *side_text(int32_t side)
{
    loyalty_side now = {.size = sizeof now};
    OK(loyalty_backtest_side(backtest, side, &now));
    return text_of("%u %u %u %u", (unsigned)now.customers, (unsigned)now.promotions, (unsigned)now.demotions,
                   (unsigned)now.flapping);
}

static uint64_t moved(uint32_t from, uint32_t to)
{
    uint64_t customers = 77;
    OK(loyalty_backtest_moved(backtest, from, to, &customers));
    return customers;
}

static void who_would_stand_elsewhere(void **state)
{
    (void)state;
    walk("ann", "2024-01-01 +1");                               /* mid, low */
    walk("bob", "2024-01-01 +2, 2024-03-01 +1");                /* high under both, by name */
    walk("cid", "2024-01-01 +1, 2024-02-01 +1, 2024-06-01 +5"); /* high, top */
    walk("dan", "2024-01-01 +2, 2024-05-01 -1");                /* mid, low */
    walk("eve", "");                                            /* nothing happened */
    assert_string_equal(side_text(0), "4 5 1 0");
    assert_string_equal(side_text(1), "4 4 1 0");
    assert_int_equal(moved(1, 0), 2);
    assert_int_equal(moved(2, 1), 1);
    assert_int_equal(moved(2, 2), 1);
    assert_int_equal(moved(0, 0), 0);
    assert_int_equal(moved(NONE, NONE), 1);
    assert_int_equal(loyalty_backtest_change_count(backtest), 3);
    assert_string_equal(change_text(0), "ann mid 2024-01-01 > low 2024-01-01, differs 2024-01-01");
    assert_string_equal(change_text(1), "cid high 2024-02-01 > top 2024-06-01, differs 2024-06-01");
    assert_string_equal(change_text(2), "dan mid 2024-05-01 > low 2024-05-01, differs 2024-05-01");
    assert_string_equal(change_text(3), "INDEX");
}

static void since_when_without_a_break(void **state)
{
    (void)state;
    /* Differs in January, not in February, and from March on, through another rung on either side. */
    walk("a", "2024-01-01 +1, 2024-02-01 +1, 2024-03-01 -1, 2024-04-01 +4, 2024-05-01 +1");
    assert_string_equal(change_text(0), "a high 2024-04-01 > top 2024-04-01, differs 2024-03-01");
    /* A day on which both change, and are the same afterwards. */
    walk("b", "2024-01-01 +1, 2024-02-01 -1, 2024-03-01 +1");
    assert_string_equal(change_text(1), "b mid 2024-03-01 > low 2024-01-01, differs 2024-03-01");
}

static void the_last_day_counts_and_no_later_one(void **state)
{
    (void)state;
    walk("on", "2024-12-31 +1");
    walk("after", "2024-06-01 +2, 2025-01-01 +7");
    walk("later", "2025-01-01 +1");
    assert_string_equal(side_text(0), "2 2 0 0");
    assert_int_equal(moved(NONE, NONE), 1);
    assert_int_equal(loyalty_backtest_change_count(backtest), 1);
    assert_string_equal(change_text(0), "on mid 2024-12-31 > low 2024-12-31, differs 2024-12-31");
}

/* The other table has no calls: these customers are not on its ladder, or only later. */
static void who_is_not_on_the_other_ladder(void **state)
{
    (void)state;
    walk("one", "2024-01-01 call");
    walk("two", "2024-01-01 call, 2024-02-01 +3");
    walk("new", "2024-01-01 call, 2024-02-01 +1");
    assert_string_equal(side_text(0), "3 2 0 0");
    assert_string_equal(side_text(1), "2 1 0 0");
    assert_int_equal(moved(0, NONE), 1);
    assert_int_equal(moved(2, 1), 1);
    assert_int_equal(loyalty_backtest_change_count(backtest), 2);
    assert_string_equal(change_text(0), "new mid 2024-02-01 > low 2024-02-01, differs 2024-01-01");
    assert_string_equal(change_text(1), "one low 2024-01-01 > - -, differs 2024-01-01");
}

static void customers_who_flap(void **state)
{
    static const struct {
        const char *steps;
        bool flaps;
    } cases[] = {
        {"2024-01-01 +1, 2024-01-02 -1", 0},                               /* one reversal */
        {"2024-01-01 +1, 2024-01-02 -1, 2024-01-03 +1", 1},                /* the least that flaps */
        {"2024-01-01 +1, 2024-01-02 -1, 2024-04-01 +1", 1},                /* 90 days apart */
        {"2024-01-01 +1, 2024-01-02 -1, 2024-04-02 +1", 0},                /* 91 */
        {"2024-01-01 +1, 2024-01-02 +1, 2024-01-03 -1, 2024-01-04 -1", 0}, /* twice up, twice down: one */
        {"2024-01-01 +2, 2024-01-02 -1, 2024-02-02 -1, 2024-04-01 +1", 1}, /* from the first day of going down */
        {"2024-01-01 +2, 2024-01-02 -1, 2024-04-01 -1, 2024-04-02 +1", 0},
        {"2024-01-01 +1, 2024-01-02 -1, 2024-06-01 +1, 2024-06-05 -1", 1}, /* the later two */
        {"2024-01-01 +1, 2024-01-02 -1, 2024-06-01 +1, 2024-12-01 -1", 0},
        {"2024-12-01 +1, 2024-12-31 -1, 2025-01-01 +1", 0}, /* after the day */
    };
    unsigned expected = 0;
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        loyalty_side side = {.size = sizeof side};
        walk("somebody", cases[i].steps);
        expected += (unsigned)cases[i].flaps;
        OK(loyalty_backtest_side(backtest, 0, &side));
        if (side.flapping != expected)
            fail_msg("%s: %s", cases[i].steps, cases[i].flaps ? "flaps" : "does not flap");
    }
    assert_memory_equal(strrchr(side_text(1), ' '), " 0", 2); /* not under the plan */
}

static void flapping_within_no_days_and_any(void **state)
{
    static const char flaps[] = "0001-01-01 +1, 0001-01-02 -1, 2024-01-02 +1", twice[] = "2024-01-01 +1, 2024-01-02 -1";
    (void)state;
    loyalty_backtest_free(backtest);
    OK(loyalty_backtest_new(before, after, LOYALTY_DATE_MAX, INT32_MAX, &backtest));
    walk("a", flaps);
    walk("b", twice);
    assert_string_equal(side_text(0), "2 3 2 1");
    loyalty_backtest_free(backtest);
    OK(loyalty_backtest_new(before, after, LOYALTY_DATE_MAX, 0, &backtest));
    walk("a", "2024-01-01 +1, 2024-01-02 -1, 2024-01-03 +1");
    assert_string_equal(side_text(0), "1 2 1 0");
}

/* The log alone counts, and the day asked about: before, on or after the day that each was advanced to. */
static void whatever_day_they_are_advanced_to(void **state)
{
    static const char *const days[] = {"2024-01-01", "2024-02-15", "2024-12-31", "2030-01-01"};
    (void)state;
    for (size_t i = 0; i <= LENGTH(days); i++)
        for (size_t j = 0; j <= LENGTH(days); j++) {
            loyalty_customer *one = walker("2024-02-01 +2, 2024-03-01 -1, 2025-01-01 +9"), *two;
            OK(loyalty_customer_convert(one, after, NULL, &two));
            if (i < LENGTH(days))
                OK(advance(one, days[i]));
            if (j < LENGTH(days))
                OK(advance(two, days[j]));
            OK(loyalty_backtest_add(backtest, "k", 1, one, two));
            loyalty_customer_free(one);
            loyalty_customer_free(two);
        }
    assert_string_equal(side_text(0), "25 25 25 0");
    assert_string_equal(side_text(1), "25 25 25 0");
    for (uint64_t i = 0; i < 25; i++)
        assert_string_equal(change_text(i), "k mid 2024-03-01 > low 2024-03-01, differs 2024-03-01");
}

static void in_the_order_of_keys(void **state)
{
    /* As bytes, from 0 to 255; a shorter key comes before a longer one that it begins. */
    static const struct {
        const char *key;
        uint32_t length;
    } keys[] = {{"\0", 1},
                {"\0\0", 2},
                {"\0\0\0\0\0\0\0\0", 8},
                {"\0\0\0\0\0\0\0\0\0", 9},
                {"A", 1},
                {"a", 1},
                {"a\0", 2},
                {"aaaaaaaa", 8},
                {"aaaaaaaa\x01", 9},
                {"aaaaaaaab", 9},
                {"aaaaaaaab1", 10},
                {"aaaaaaaac", 9},
                {"aaaaaaac", 8},
                {"\x7f", 1},
                {"\x80", 1},
                {"\xff", 1},
                {"\xff\xff\xff\xff\xff\xff\xff\xff\xff", 9}};
    loyalty_change change = {.size = sizeof change};
    (void)state;
    loyalty_customer *one = walker("2024-02-01 +1"), *two;
    OK(loyalty_customer_convert(one, after, NULL, &two));
    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; i < LENGTH(keys); i++) {
            size_t k = i * 7 % LENGTH(keys);
            OK(loyalty_backtest_add(backtest, keys[k].key, keys[k].length, one, two));
        }
        /* Asking in between, and adding more then, is all right; a key that came twice is there twice. */
        for (size_t i = 0; i < LENGTH(keys) * (round + 1); i++) {
            OK(loyalty_backtest_change(backtest, i, &change));
            assert_int_equal(change.key_length, keys[i / (round + 1)].length);
            assert_memory_equal(change.key, keys[i / (round + 1)].key, change.key_length);
        }
    }
    loyalty_customer_free(one);
    loyalty_customer_free(two);
}

/* Customers with the same key stay as they came. */
static void of_the_same_key_in_the_order_of_adding(void **state)
{
    (void)state;
    for (int i = 1; i <= 28; i++)
        walk(i % 2 ? "same key" : "same key too", text_of("2024-02-%02d +1", i));
    for (int i = 0; i < 14; i++) {
        assert_non_null(strstr(change_text((uint64_t)i), text_of("differs 2024-02-%02d", 2 * i + 1)));
        assert_non_null(strstr(change_text((uint64_t)i + 14), text_of("differs 2024-02-%02d", 2 * i + 2)));
    }
}

static void longest_keys_and_none(void **state)
{
    static char key[LOYALTY_KEY_MAX + 1];
    loyalty_change change = {.size = sizeof change};
    loyalty_customer *one = walker("2024-02-01 +1"), *two;
    (void)state;
    OK(loyalty_customer_convert(one, after, NULL, &two));
    memset(key, 'k', sizeof key);
    assert_int_equal(loyalty_backtest_add(backtest, key, 0, one, two), LOYALTY_E_KEY);
    assert_int_equal(loyalty_backtest_add(backtest, key, LOYALTY_KEY_MAX + 1, one, two), LOYALTY_E_KEY);
    assert_int_equal(loyalty_backtest_change_count(backtest), 0);
    OK(loyalty_backtest_add(backtest, key, LOYALTY_KEY_MAX, one, two));
    OK(loyalty_backtest_change(backtest, 0, &change));
    assert_int_equal(change.key_length, LOYALTY_KEY_MAX);
    assert_memory_equal(change.key, key, LOYALTY_KEY_MAX);
    assert_ptr_not_equal(change.key, key);
    loyalty_customer_free(one);
    loyalty_customer_free(two);
}

static void two_backtests_are_added(void **state)
{
    loyalty_backtest *other, *first = backtest;
    (void)state;
    OK(loyalty_backtest_new(before, after, day("2024-12-31"), 90, &other));
    walk("dan", "2024-01-01 +1, 2024-01-02 -1, 2024-01-03 +1");
    walk("bob", "2024-01-04 +1");
    backtest = other;
    walk("cid", "2024-01-02 call");
    walk("bob", "2024-01-03 +1");
    walk("ann", "2024-01-02 +2");
    assert_string_equal(change_text(0), "bob mid 2024-01-03 > low 2024-01-03, differs 2024-01-03");
    backtest = first;
    OK(loyalty_backtest_merge(backtest, other));
    loyalty_backtest_free(other);
    assert_string_equal(side_text(0), "5 5 1 1");
    assert_string_equal(side_text(1), "4 1 0 0");
    assert_int_equal(moved(1, 0), 3);
    assert_int_equal(moved(0, NONE), 1);
    assert_int_equal(moved(2, 1), 1);
    assert_int_equal(loyalty_backtest_change_count(backtest), 4);
    assert_string_equal(change_text(0), "bob mid 2024-01-04 > low 2024-01-04, differs 2024-01-04");
    assert_string_equal(change_text(1), "bob mid 2024-01-03 > low 2024-01-03, differs 2024-01-03");
    assert_string_equal(change_text(2), "cid low 2024-01-02 > - -, differs 2024-01-02");
    assert_string_equal(change_text(3), "dan mid 2024-01-03 > low 2024-01-01, differs 2024-01-03");
    OK(loyalty_backtest_merge(backtest, backtest));
    assert_string_equal(side_text(0), "10 10 2 2");
    assert_int_equal(loyalty_backtest_change_count(backtest), 8);
    assert_string_equal(change_text(7), "dan mid 2024-01-03 > low 2024-01-01, differs 2024-01-03");
}

static void only_of_the_same_question(void **state)
{
    loyalty_backtest *other;
    loyalty_program *twin = table(plan);
    (void)state;
    walk("ann", "2024-01-01 +1");
    OK(loyalty_backtest_new(before, twin, day("2024-12-31"), 90, &other));
    assert_int_equal(loyalty_backtest_merge(backtest, other), LOYALTY_E_PROGRAM);
    loyalty_backtest_free(other);
    OK(loyalty_backtest_new(twin, after, day("2024-12-31"), 90, &other));
    assert_int_equal(loyalty_backtest_merge(backtest, other), LOYALTY_E_PROGRAM);
    loyalty_backtest_free(other);
    OK(loyalty_backtest_new(before, after, day("2024-12-30"), 90, &other));
    assert_int_equal(loyalty_backtest_merge(backtest, other), LOYALTY_E_PROGRAM);
    loyalty_backtest_free(other);
    OK(loyalty_backtest_new(before, after, day("2024-12-31"), 91, &other));
    assert_int_equal(loyalty_backtest_merge(backtest, other), LOYALTY_E_PROGRAM);
    loyalty_backtest_free(other);
    loyalty_program_unref(twin);
    assert_int_equal(loyalty_backtest_change_count(backtest), 1);
}

/* A table beside itself changes nothing. */
static void the_same_table_twice(void **state)
{
    loyalty_customer *customer = walker("2024-01-01 +1, 2024-02-01 +1, 2024-02-02 -2");
    (void)state;
    loyalty_backtest_free(backtest);
    OK(loyalty_backtest_new(before, before, day("2024-12-31"), 90, &backtest));
    OK(loyalty_backtest_add(backtest, "k", 1, customer, customer));
    assert_string_equal(side_text(0), "1 2 1 0");
    assert_string_equal(side_text(1), "1 2 1 0");
    assert_int_equal(loyalty_backtest_change_count(backtest), 0);
    loyalty_customer_free(customer);
}

static void customers_of_other_programs_are_refused(void **state)
{
    loyalty_customer *one = walker("2024-01-01 +1"), *two, *stranger = customer_of(plan);
    (void)state;
    OK(loyalty_customer_convert(one, after, NULL, &two));
    assert_int_equal(loyalty_backtest_add(backtest, "k", 1, two, one), LOYALTY_E_PROGRAM);
    assert_int_equal(loyalty_backtest_add(backtest, "k", 1, one, one), LOYALTY_E_PROGRAM);
    assert_int_equal(loyalty_backtest_add(backtest, "k", 1, one, stranger), LOYALTY_E_PROGRAM);
    assert_string_equal(side_text(0), "0 0 0 0");
    loyalty_customer_free(one);
    loyalty_customer_free(two);
    loyalty_customer_free(stranger);
}

static void what_else_is_refused(void **state)
{
    loyalty_backtest *none = NULL;
    loyalty_side side = {.size = sizeof side};
    loyalty_change change = {.size = sizeof change};
    uint64_t customers = 7;
    loyalty_customer *one = walker("2024-01-01 +1"), *two;
    (void)state;
    OK(loyalty_customer_convert(one, after, NULL, &two));
    assert_int_equal(loyalty_backtest_new(NULL, after, 0, 90, &none), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_new(before, NULL, 0, 90, &none), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_new(before, after, 0, 90, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_new(before, after, 0, -1, &none), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_new(before, after, 0, INT32_MIN, &none), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_new(before, after, LOYALTY_DATE_MAX + 1, 90, &none), LOYALTY_E_DATE);
    assert_int_equal(loyalty_backtest_new(before, after, LOYALTY_DATE_NONE, 90, &none), LOYALTY_E_DATE);
    assert_null(none);
    assert_int_equal(loyalty_backtest_add(NULL, "k", 1, one, two), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_add(backtest, NULL, 1, one, two), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_add(backtest, "k", 1, NULL, two), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_add(backtest, "k", 1, one, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_merge(NULL, backtest), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_merge(backtest, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_side(backtest, 2, &side), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_side(backtest, -1, &side), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_side(backtest, 0, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_side(NULL, 0, &side), LOYALTY_E_ARGUMENT);
    side.size--;
    assert_int_equal(loyalty_backtest_side(backtest, 0, &side), LOYALTY_E_STRUCT);
    assert_int_equal(loyalty_backtest_moved(backtest, 3, 0, &customers), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_backtest_moved(backtest, 0, 3, &customers), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_backtest_moved(backtest, NONE + UINT32_C(1), 0, &customers), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_backtest_moved(backtest, 0, UINT32_MAX, &customers), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_backtest_moved(backtest, 0, 0, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_moved(NULL, 0, 0, &customers), LOYALTY_E_ARGUMENT);
    assert_int_equal(customers, 7);
    assert_int_equal(loyalty_backtest_change(backtest, 0, &change), LOYALTY_E_INDEX);
    OK(loyalty_backtest_add(backtest, "k", 1, one, two));
    assert_int_equal(loyalty_backtest_change(NULL, 0, &change), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_backtest_change(backtest, 0, NULL), LOYALTY_E_ARGUMENT);
    change.size--;
    assert_int_equal(loyalty_backtest_change(backtest, 0, &change), LOYALTY_E_STRUCT);
    assert_int_equal(loyalty_backtest_change_count(NULL), 0);
    loyalty_backtest_free(NULL);
    loyalty_customer_free(one);
    loyalty_customer_free(two);
}

static void a_backtest_keeps_its_programs(void **state)
{
    loyalty_program *one = table(today), *two = table(plan);
    loyalty_backtest *alone;
    loyalty_side side = {.size = sizeof side};
    (void)state;
    OK(loyalty_backtest_new(one, two, 0, 90, &alone));
    loyalty_program_unref(one);
    loyalty_program_unref(two);
    OK(loyalty_backtest_side(alone, 1, &side));
    loyalty_backtest_free(alone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_would_stand_elsewhere, set_up, tear_down),
        cmocka_unit_test_setup_teardown(since_when_without_a_break, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_last_day_counts_and_no_later_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_is_not_on_the_other_ladder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(customers_who_flap, set_up, tear_down),
        cmocka_unit_test_setup_teardown(flapping_within_no_days_and_any, set_up, tear_down),
        cmocka_unit_test_setup_teardown(whatever_day_they_are_advanced_to, set_up, tear_down),
        cmocka_unit_test_setup_teardown(in_the_order_of_keys, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_the_same_key_in_the_order_of_adding, set_up, tear_down),
        cmocka_unit_test_setup_teardown(longest_keys_and_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_backtests_are_added, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_of_the_same_question, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_table_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(customers_of_other_programs_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_else_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_backtest_keeps_its_programs, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("backtest", tests, NULL, NULL);
}
