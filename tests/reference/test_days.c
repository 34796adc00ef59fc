/* SPDX-License-Identifier: MIT */
/* The reference's `out`, `review`, and spans of months on the ladder, against cases worked out by hand. */
#include "calendar.h"
#include "fixture.h"

#include <string.h>

/* `n`: what happened in the last five days. `top` stands beside the ladder, `rungs` in it. */
static struct ref_log day_log(const char *top, const char *rungs)
{
    char text[700] =
        "{'format': 1, 'name': 't', 'events': {'v': {}, 's': {}}, 'metrics': {'n': {'count': 'v', 'within':"
        "'5d'}, 's': {'count': 's'}, 't': {'count': 'v', 'within': 'term'}}, ";
    return log_of(strcat(strcat(strcat(strcat(text, top), "'ladder': [{'rung': 'a'}, "), rungs), "]}"));
}

static void test_out(void **state)
{
    struct ref_log log = day_log("'out': ['s >= 1'], ", "{'rung': 'b', 'enter': ['n >= 1'], 'hold': '90d'}");
    (void)state;
    add(&log, "v", day("2024-01-01"), 0, 1);
    add(&log, "v", day("2024-01-06"), 0, 1);
    add(&log, "v", day("2024-01-10"), 0, 1);
    assert_moves(&log, "2024-03-01", "01-01 0>1");
    add(&log, "s", day("2024-01-03"), 0, 1);
    add(&log, "s", day("2024-01-03"), 0, -1); /* on and off within a day */
    assert_moves(&log, "2024-03-01", "01-01 0>1");
    add(&log, "s", day("2024-01-03"), 0, 1);
    assert_moves(&log, "2024-03-01", "01-01 0>1, 01-03 1>0"); /* no hold protects */
    assert_int_equal(standing(&log, "2024-01-20").since, day("2024-01-03"));
    assert_int_equal(standing(&log, "2024-01-03").term.counts_from, day("2024-01-03"));
    add(&log, "s", day("2024-01-08"), 0, -1);
    assert_moves(&log, "2024-03-01", "01-01 0>1, 01-03 1>0, 01-08 0>1");
    end(&log);
}

static void test_out_with_terms(void **state)
{
    struct ref_log log = day_log("'out': [['s >= 1'], ['t >= 3']], ", "{'rung': 'b', 'enter': ['n >= 2'], 'keep': "
                                                                      "['t >= 1'], 'term': '10d', 'grace': '20d'}");
    (void)state;
    add(&log, "v", day("2024-01-01"), 0, 2);
    add(&log, "s", day("2024-01-12"), 0, 1);
    assert_int_equal(standing(&log, "2024-01-11").failing, day("2024-01-11"));
    assert_int_equal(standing(&log, "2024-01-12").failing, REF_NO_DATE);
    assert_moves(&log, "2024-03-01", "01-01 0>1, 01-12 1>0");
    end(&log);
    log = day_log("'out': [['s >= 1'], ['t >= 3']], ", "{'rung': 'b', 'enter': ['n >= 2'], 'keep': ['t >= 1'],"
                                                       "'term': '10d'}");
    add(&log, "v", day("2024-01-01"), 0, 2);
    add(&log, "v", day("2024-01-09"), 0, 2);
    add(&log, "v", day("2024-01-11"), 0, 1); /* the fifth since the first day, but the first of the renewed term */
    assert_moves(&log, "2024-01-12", "01-01 0>1");
    end(&log);
}

static void test_out_on_the_day_of_appearing(void **state)
{
    struct ref_log log = day_log("'out': ['s >= 1'], ", "{'rung': 'b', 'enter': ['n >= 1']}");
    (void)state;
    add(&log, "s", day("2024-01-01"), 0, 1);
    add(&log, "v", day("2024-01-01"), 0, 1);
    assert_moves(&log, "2024-02-01", "");
    assert_int_equal(standing(&log, "2024-01-04").since, day("2024-01-01"));
    end(&log);
}

static void test_review(void **state)
{
    static const struct {
        const char *review, *first, *second, *moves;
    } row[] = {
        /* Appearing on a day of review, and on another. */
        {"'month'", "2024-02-01", "2024-02-01", "02-01 0>1, 03-01 1>0"},
        {"'month'", "2024-01-31", "2024-01-31", "02-01 0>1, 03-01 1>0"},
        {"'month'", "2024-01-15", "2024-01-15", ""}, /* by 1 February it is too long ago */
        {"'month'", "2024-01-31", "2024-02-29", "02-01 0>1, 04-01 1>0"},
        {"'week'", "2024-05-13", "2024-05-13", "05-13 0>1, 05-20 1>0"},
        {"'week'", "2024-05-14", "2024-05-16", "05-20 0>1, 05-27 1>0"},
        {"'quarter'", "2024-03-31", "2024-03-31", "04-01 0>1, 07-01 1>0"},
        {"'year'", "2023-12-30", "2024-12-30", "01-01 0>1, 01-01 1>0"}, /* 2024; 2025 keeps; 2026 */
        {"{'every': 'year', 'begins': '04-01'}", "2024-03-31", "2024-03-31", "04-01 0>1, 04-01 1>0"},
        {"{'every': 'month', 'begins': '01-31'}", "2024-02-28", "2024-02-28", "03-01 0>1, 03-31 1>0"},
        {"{'every': 'month', 'begins': '01-31'}", "2024-03-02", "2024-03-02", ""},
        {"{'every': 'quarter', 'begins': '11-30'}", "2024-02-28", "2024-02-28", "03-01 0>1, 05-30 1>0"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char top[100] = "'review': ";
        struct ref_log log = day_log(strcat(strcat(top, row[i].review), ", "), "{'rung': 'b', 'enter': ['n >= 1']}");
        add(&log, "v", day(row[i].first), 0, 1);
        add(&log, "v", day(row[i].second), 0, 1);
        assert_moves(&log, "2026-12-31", row[i].moves);
        end(&log);
    }
}

/* Between two reviews nothing is noted either; but who is out, is out on any day. */
static void test_between_reviews(void **state)
{
    struct ref_log log = day_log("'review': 'month', 'out': ['s >= 1'], ", "{'rung': 'b', 'enter': ['n >= 1'],"
                                                                           "'grace': '1m'}");
    (void)state;
    add(&log, "v", day("2024-01-31"), 0, 1);
    assert_int_equal(standing(&log, "2024-02-29").failing, REF_NO_DATE);
    assert_int_equal(standing(&log, "2024-03-01").failing, day("2024-03-01"));
    assert_int_equal(standing(&log, "2024-03-31").failing, day("2024-03-01"));
    assert_moves(&log, "2024-12-31", "02-01 0>1, 04-01 1>0");
    add(&log, "v", day("2024-03-15"), 0, 1); /* seen by nobody: it is too long ago on 1 April */
    assert_moves(&log, "2024-12-31", "02-01 0>1, 04-01 1>0");
    add(&log, "s", day("2024-03-20"), 0, 1);
    assert_moves(&log, "2024-12-31", "02-01 0>1, 03-20 1>0");
    end(&log);
}

static void test_months_of_hold_and_grace(void **state)
{
    static const struct {
        const char *spans, *event, *moves;
    } row[] = {
        {"'hold': '1m'", "2025-01-31", "01-31 0>1, 03-01 1>0"},
        {"'hold': '1m'", "2024-01-29", "01-29 0>1, 02-29 1>0"},
        {"'hold': '1m'", "2024-02-29", "02-29 0>1, 03-29 1>0"},
        {"'hold': '0m'", "2024-01-31", "01-31 0>1, 02-05 1>0"},
        {"'hold': '12m'", "2024-02-29", "02-29 0>1, 03-01 1>0"},
        {"'grace': '1m'", "2024-01-31", "01-31 0>1, 03-05 1>0"}, /* failing since 5 February */
        {"'grace': '1m'", "2024-12-26", "12-26 0>1, 01-31 1>0"}, /* since 31 December */
        {"'grace': '2m'", "2024-12-26", "12-26 0>1, 03-01 1>0"},
        {"'hold': '2m', 'grace': '10d'", "2024-12-31", "12-31 0>1, 03-01 1>0"},
        {"'hold': '36525m'", "9999-12-20", "12-20 0>1"},
        {"'grace': '1m'", "9999-12-20", "12-20 0>1"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char rungs[200] = "{'rung': 'b', 'enter': ['n >= 1'], ";
        struct ref_log log = day_log("", strcat(strcat(rungs, row[i].spans), "}"));
        add(&log, "v", day(row[i].event), 0, 1);
        assert_moves(&log, row[i].event[0] == '9' ? "9999-12-31" : "2026-01-01", row[i].moves);
        end(&log);
    }
}

/* What led to a rung is spent, so that each step of the ladder has to be earned. */
static void test_steps_that_are_earned_one_by_one(void **state)
{
    struct ref_log log = day_log("'climb': 'step', ", "{'rung': 'b', 'enter': ['t >= 2'], 'keep': ['s == 0']},"
                                                      "{'rung': 'c', 'enter': ['t >= 2'], 'keep': ['s == 0']}");
    (void)state;
    add(&log, "v", day("2024-01-01"), 0, 1);
    add(&log, "v", day("2024-01-03"), 0, 3);
    assert_moves(&log, "2024-02-01", "01-03 0>1");
    add(&log, "v", day("2024-01-04"), 0, 2);
    assert_moves(&log, "2024-02-01", "01-03 0>1, 01-04 1>2");
    end(&log);
}

/* The member's own year: it begins with the kind "s", and last year's figure keeps until its end. */
static void test_own_year(void **state)
{
    struct ref_log log =
        log_of("{'format': 1, 'name': 't', 'events': {'v': {}, 's': {}}, 'metrics': {"
               "'this': {'sum': 'v', 'within': 'year', 'begins': 's'},"
               "'last': {'sum': 'v', 'within': 'year', 'begins': 's', 'back': 1}}, 'ladder': [{'rung': 'a'},"
               "{'rung': 'b', 'enter': ['this >= 50'], 'keep': [['this >= 50'], ['last >= 50']]}]}");
    (void)state;
    add(&log, "s", day("2024-02-29"), 0, 1);
    add(&log, "v", day("2024-02-28"), 100, 1); /* in the year before the first */
    add(&log, "v", day("2024-05-01"), 20, 1);
    add(&log, "v", day("2025-02-28"), 30, 1);
    assert_moves(&log, "2028-12-31", "02-28 0>1, 03-01 1>0");
    assert_int_equal(standing(&log, "2026-03-01").since, day("2026-03-01"));
    end(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_out),
        cmocka_unit_test(test_out_with_terms),
        cmocka_unit_test(test_out_on_the_day_of_appearing),
        cmocka_unit_test(test_review),
        cmocka_unit_test(test_between_reviews),
        cmocka_unit_test(test_months_of_hold_and_grace),
        cmocka_unit_test(test_steps_that_are_earned_one_by_one),
        cmocka_unit_test(test_own_year),
    };
    return cmocka_run_group_tests_name("reference: days", tests, NULL, NULL);
}
