/* SPDX-License-Identifier: MIT */
/* The reference's metrics of periods, streaks, levels, different kinds and weights, against cases worked out by hand. */
#include "calendar.h"
#include "fixture.h"

#include <string.h>

static struct ref_facts facts;

/* The only metric on a day, times a denominator. */
static int64_t times(const struct ref_log *log, const char *date, int64_t denominator)
{
    struct big factor, product, whole;
    int64_t value = 0;
    ref_facts_of(log, day(date), calendar_first(), &facts);
    assert_true(facts.value[0].defined);
    big_set(&factor, denominator);
    big_multiply(&product, &facts.value[0].numerator, &factor);
    big_divide_down(&whole, &product, &facts.value[0].denominator);
    assert_true(big_to_int64(&whole, &value));
    return value;
}

static int64_t value(const struct ref_log *log, const char *date)
{
    return times(log, date, 1);
}

static bool is_undefined(const struct ref_log *log, const char *date)
{
    ref_facts_of(log, day(date), calendar_first(), &facts);
    return !facts.value[0].defined;
}

static struct ref_log metric_log(const char *definition)
{
    char text[400] = "{'format': 1, 'name': 't', 'events': {'v': {}, 'w': {}, 'x': {}}, 'metrics': {'m': {";
    return log_of(strcat(strcat(strcat(text, definition), "}}"), ", 'ladder': [{'rung': 'x'}]}"));
}

static void test_latest(void **state)
{
    struct ref_log log = metric_log("'latest': ['v', 'w']");
    (void)state;
    assert_true(is_undefined(&log, "2024-01-01"));
    add(&log, "v", day("2024-01-01"), 3, 1);
    assert_int_equal(value(&log, "2024-01-04"), 3);
    add(&log, "v", day("2024-01-05"), 4, 1);
    add(&log, "w", day("2024-01-05"), 9, 1);
    assert_int_equal(value(&log, "2024-01-04"), 3);
    assert_int_equal(times(&log, "2024-01-05", 2), 13);
    add(&log, "v", day("2024-01-07"), 100, -1); /* no active date */
    assert_int_equal(times(&log, "2024-01-09", 2), 13);
    add(&log, "w", day("2024-01-07"), 8, 4); /* one now: 32 - 100 over 3 */
    assert_int_equal(times(&log, "2024-01-09", 3), -68);
    end(&log);
    log = metric_log("'latest': 'v', 'within': '2d'");
    add(&log, "v", day("2024-01-01"), 3, 1);
    assert_int_equal(value(&log, "2024-01-02"), 3);
    assert_true(is_undefined(&log, "2024-01-03"));
    end(&log);
}

static void test_active_periods(void **state)
{
    static const struct {
        const char *definition;
        int expected[5]; /* on the days below */
    } row[] = {
        {"'active_days': 'v'", {1, 2, 3, 4, 5}},
        {"'active_weeks': 'v'", {1, 2, 2, 3, 3}},
        {"'active_months': 'v'", {1, 2, 2, 3, 4}},
        {"'active_quarters': 'v'", {1, 2, 2, 3, 4}},
        {"'active_years': 'v'", {1, 1, 1, 1, 2}},
        {"'active_months': 'v', 'within': 'month', 'begins': '03-16'", {1, 2, 2, 1, 2}},
        {"'active_weeks': ['v', 'w'], 'within': '3d'", {1, 2, 2, 1, 1}},
        {"'active_years': 'w'", {0, 0, 0, 0, 0}},
    };
    /* A Sunday, the Monday and Tuesday after it, and a Tuesday and Wednesday of one week. */
    static const char *const date[5] = {"2024-03-31", "2024-04-01", "2024-04-02", "2024-12-31", "2025-01-01"};
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct ref_log log = metric_log(row[i].definition);
        for (int j = 0; j < 5; j++) {
            add(&log, "v", day(date[j]), 0, 1);
            add(&log, "w", day(date[j]), 0, 1);
            add(&log, "w", day(date[j]), 0, -1);
        }
        for (int j = 0; j < 5; j++)
            assert_int_equal(value(&log, date[j]), row[i].expected[j]);
        end(&log);
    }
}

static void test_streak_of_days(void **state)
{
    struct ref_log log = metric_log("'streak_days': ['v', 'w']");
    (void)state;
    add(&log, "v", day("2024-02-28"), 0, 1);
    add(&log, "w", day("2024-02-29"), 0, 2);
    add(&log, "v", day("2024-03-01"), 0, 1);
    add(&log, "v", day("2024-03-03"), 0, 1);
    assert_int_equal(value(&log, "2024-02-27"), 0);
    assert_int_equal(value(&log, "2024-02-28"), 1);
    assert_int_equal(value(&log, "2024-02-29"), 2);
    assert_int_equal(value(&log, "2024-03-01"), 3);
    assert_int_equal(value(&log, "2024-03-02"), 3); /* nothing yet today */
    assert_int_equal(value(&log, "2024-03-03"), 1);
    assert_int_equal(value(&log, "2024-03-04"), 1);
    assert_int_equal(value(&log, "2024-03-05"), 0);
    add(&log, "v", day("2024-02-29"), 0, -2); /* the sum over KINDS is 0 */
    assert_int_equal(value(&log, "2024-03-01"), 1);
    end(&log);
}

static void test_streaks_of_periods(void **state)
{
    static const struct {
        const char *definition, *events[3], *date;
        int expected;
    } row[] = {
        {"'streak_weeks': 'v'", {"2024-05-01", "2024-05-07", "2024-05-13"}, "2024-05-12", 2},
        {"'streak_weeks': 'v'", {"2024-05-01", "2024-05-07", "2024-05-13"}, "2024-05-19", 3},
        {"'streak_weeks': 'v'", {"2024-05-01", "2024-05-07", "2024-05-13"}, "2024-05-26", 3},
        {"'streak_weeks': 'v'", {"2024-05-01", "2024-05-07", "2024-05-13"}, "2024-05-27", 0},
        {"'streak_weeks': 'v'", {"2024-05-01", "2024-05-02", "2024-05-13"}, "2024-05-13", 1},
        {"'streak_weeks': 'v'", {"2024-12-29", "2024-12-30", "2025-01-05"}, "2025-01-05", 2},
        {"'streak_months': 'v'", {"2023-11-30", "2023-12-01", "2024-01-31"}, "2024-01-30", 2},
        {"'streak_months': 'v'", {"2023-11-30", "2023-12-01", "2024-01-31"}, "2024-02-29", 3},
        {"'streak_months': 'v'", {"2023-11-30", "2023-12-01", "2024-01-31"}, "2024-03-01", 0},
        {"'streak_quarters': 'v'", {"2023-12-31", "2024-01-01", "2024-07-01"}, "2024-06-30", 2},
        {"'streak_quarters': 'v'", {"2023-12-31", "2024-01-01", "2024-07-01"}, "2024-07-01", 1},
        {"'streak_years': 'v'", {"0001-01-01", "0002-12-31", "0003-06-01"}, "0004-12-31", 3},
        {"'streak_years': 'v'", {"0001-01-01", "0002-12-31", "0003-06-01"}, "0005-01-01", 0},
        {"'streak_years': 'v'", {"9997-01-01", "9998-12-31", "9999-12-31"}, "9999-12-30", 2},
        {"'streak_years': 'v'", {"9997-01-01", "9998-12-31", "9999-12-31"}, "9999-12-31", 3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct ref_log log = metric_log(row[i].definition);
        for (int j = 0; j < 3; j++)
            add(&log, "v", day(row[i].events[j]), 0, 1);
        assert_int_equal(value(&log, row[i].date), row[i].expected);
        end(&log);
    }
}

static void test_different(void **state)
{
    struct ref_log log = metric_log("'different': ['v', 'x'], 'within': '10d'");
    (void)state;
    assert_int_equal(value(&log, "2024-01-01"), 0);
    add(&log, "v", day("2024-01-01"), 0, 3);
    add(&log, "w", day("2024-01-01"), 0, 1); /* not asked about */
    assert_int_equal(value(&log, "2024-01-01"), 1);
    add(&log, "x", day("2024-01-02"), 0, 1);
    assert_int_equal(value(&log, "2024-01-02"), 2);
    add(&log, "v", day("2024-01-05"), 0, -3); /* another date, but the same window */
    assert_int_equal(value(&log, "2024-01-04"), 2);
    assert_int_equal(value(&log, "2024-01-05"), 1);
    assert_int_equal(value(&log, "2024-01-12"), 0);
    end(&log);
}

static void test_weights(void **state)
{
    struct ref_log log = metric_log("'count': {'v': 1, 'note': 'n', 'w': -20}");
    struct big expected, million, most;
    (void)state;
    add(&log, "v", day("2024-01-01"), 5, 3);
    add(&log, "w", day("2024-01-01"), 7, 2);
    add(&log, "x", day("2024-01-01"), 7, 2);
    assert_int_equal(value(&log, "2024-01-01"), 3 - 40);
    end(&log);
    log = metric_log("'sum': {'v': 2, 'w': -1000000}");
    add(&log, "v", day("2024-01-01"), 5, 3);
    add(&log, "w", day("2024-01-02"), 7, 1);
    assert_int_equal(value(&log, "2024-01-01"), 30);
    assert_int_equal(value(&log, "2024-01-02"), 30 - 7000000);
    ref_log_clear(&log);
    add(&log, "w", day("2024-01-02"), INT64_MAX, 1);
    add(&log, "w", day("2024-01-03"), INT64_MAX, 1);
    ref_facts_of(&log, day("2024-01-03"), 0, &facts);
    big_set(&million, -2000000);
    big_set(&most, INT64_MAX);
    big_multiply(&expected, &million, &most);
    assert_int_equal(big_compare(&facts.value[0].numerator, &expected), 0);
    end(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_latest),         cmocka_unit_test(test_active_periods),
        cmocka_unit_test(test_streak_of_days), cmocka_unit_test(test_streaks_of_periods),
        cmocka_unit_test(test_different),      cmocka_unit_test(test_weights),
    };
    return cmocka_run_group_tests_name("reference: types of metrics", tests, NULL, NULL);
}
