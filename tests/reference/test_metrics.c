/* SPDX-License-Identifier: MIT */
/* The reference's calendar, numbers, metrics, score and segments, against cases worked out by hand. */
#include "calendar.h"
#include "fixture.h"

#include <string.h>

static struct ref_facts facts;

static void assert_value(struct ref_log *log, const char *metric, int date, int64_t numerator, int64_t denominator)
{
    struct big left, right, number;
    int i = 0;
    while (strcmp(log->table->metric[i].name, metric) != 0)
        i++;
    ref_facts_of(log, date, calendar_first(), &facts);
    assert_true(facts.value[i].defined);
    big_set(&number, denominator);
    big_multiply(&left, &facts.value[i].numerator, &number);
    big_set(&number, numerator);
    big_multiply(&right, &facts.value[i].denominator, &number);
    assert_int_equal(big_compare(&left, &right), 0);
}

static void assert_undefined(struct ref_log *log, const char *metric, int date)
{
    int i = 0;
    while (strcmp(log->table->metric[i].name, metric) != 0)
        i++;
    ref_facts_of(log, date, calendar_first(), &facts);
    assert_false(facts.value[i].defined);
}

static void test_calendar(void **state)
{
    char text[11];
    int date;
    (void)state;
    assert_int_equal(day("1970-01-01"), 0);
    assert_int_equal(day("1969-12-31"), -1);
    assert_int_equal(day("2000-03-01"), 11017);
    assert_int_equal(calendar_first(), -719162);
    assert_int_equal(calendar_last(), 2932896);
    assert_int_equal(calendar_of(0).weekday, 3);                 /* a Thursday */
    assert_int_equal(calendar_of(day("2000-01-01")).weekday, 5); /* a Saturday */
    assert_int_equal(calendar_of(day("2024-02-29")).weekday, 3);
    assert_false(calendar_read("2023-02-29", &date));
    assert_false(calendar_read("1900-02-29", &date));
    assert_true(calendar_read("2000-02-29", &date));
    assert_false(calendar_read("2000-13-01", &date));
    assert_false(calendar_read("2000-1-01", &date));
    calendar_write(day("0001-01-01"), text);
    assert_string_equal(text, "0001-01-01");
    assert_int_equal(calendar_months_before(day("2023-03-31"), 1), day("2023-02-28"));
    assert_int_equal(calendar_months_before(day("2024-03-31"), 1), day("2024-02-29"));
    assert_int_equal(calendar_months_before(day("2024-02-29"), 12), day("2023-02-28"));
    assert_int_equal(calendar_months_before(day("2021-01-15"), 1), day("2020-12-15"));
    assert_int_equal(calendar_months_before(day("0001-01-31"), 1), calendar_first() - 1);
}

static void test_big_numbers(void **state)
{
    struct big a, b, c, d;
    int64_t value;
    (void)state;
    big_set(&a, INT64_MIN);
    big_set(&b, INT64_MAX);
    assert_int_equal(big_compare(&a, &b), -1);
    assert_true(big_to_int64(&a, &value));
    assert_true(value == INT64_MIN);
    /* (2^63 - 1)^4 divided by 2^63 - 1, three times over, is 2^63 - 1 again. */
    big_multiply(&c, &b, &b);
    big_multiply(&d, &c, &c);
    assert_false(big_to_int64(&d, &value));
    for (int i = 0; i < 3; i++) {
        big_divide_down(&c, &d, &b);
        d = c;
    }
    assert_int_equal(big_compare(&d, &b), 0);
    /* -(2^63) - (2^63 - 1) = -(2^64 - 1); -(2^64 - 1) divided by 2^63 - 1 is -2 and a bit, so -3 rounded down. */
    big_subtract(&c, &a, &b);
    big_divide_down(&d, &c, &b);
    assert_true(big_to_int64(&d, &value));
    assert_int_equal(value, -3);
    big_subtract(&d, &a, &a);
    assert_int_equal(d.sign, 0);
    big_set(&a, -(wide)84 * 1000000007);
    big_set(&b, (wide)36 * 1000000007);
    big_common_divisor(&c, &a, &b);
    assert_true(big_to_int64(&c, &value));
    assert_int_equal(value, 12 * (int64_t)1000000007);
    big_set(&a, 0);
    big_common_divisor(&c, &a, &b);
    assert_int_equal(big_compare(&c, &b), 0);
}

static void test_table_defaults(void **state)
{
    struct ref_log log =
        log_of("{'format': 1, 'name': 't', 'note': 'n', 'events': {'note': 'n', 'v': {'value': [-3, 4]},"
               "'w': {}}, 'metrics': {'a': {'count': ['w']}}, 'ladder': [{'rung': 'x'},"
               "{'rung': 'y', 'enter': [['a>=1', 'score < -2'], ['a != 3']]}]}");
    const struct ref_table *table = log.table;
    (void)state;
    assert_int_equal(table->accept_late, 30);
    assert_int_equal(table->score_max, 1000);
    assert_false(table->climb_step);
    assert_int_equal(table->kinds, 2);
    assert_int_equal(table->kind[0].low, -3);
    assert_int_equal(table->kind[0].high, 4);
    assert_true(table->kind[1].low == INT64_MIN && table->kind[1].high == INT64_MAX);
    assert_false(table->metric[0].counts[0]);
    assert_true(table->metric[0].counts[1]);
    assert_int_equal(table->rung[1].hold.length, 0);
    assert_int_equal(table->rung[1].grace.length, 0);
    assert_int_equal(table->rung[1].fall, REF_REQUALIFY);
    assert_int_equal(table->rung[1].enter->alternatives, 2);
    assert_int_equal(table->rung[1].keep->first[2], 3);
    assert_int_equal(table->rung[1].enter->condition[1].subject, REF_OF_SCORE);
    assert_int_equal(table->rung[1].enter->condition[1].number, -2);
    assert_string_equal(table->rung[1].enter->condition[1].op, "<");
    assert_string_equal(table->rung[1].enter->condition[0].op, ">=");
    assert_int_equal(table->rung[0].keep->alternatives, 0);
    end(&log);
}

static void test_windows_of_months(void **state)
{
    struct ref_log log = log_of("{'format': 1, 'name': 't', 'events': {'v': {}},"
                                "'metrics': {'n': {'count': 'v', 'within': '1m'}}, 'ladder': [{'rung': 'x'}]}");
    (void)state;
    add(&log, "v", day("2023-01-29"), 0, 1);
    assert_value(&log, "n", day("2023-02-28"), 1, 1); /* since 01-28 */
    assert_value(&log, "n", day("2023-03-01"), 0, 1); /* since 02-01 */
    ref_log_clear(&log);
    add(&log, "v", day("2023-02-28"), 0, 1);
    assert_value(&log, "n", day("2023-03-27"), 1, 1); /* since 02-27 */
    assert_value(&log, "n", day("2023-03-28"), 0, 1); /* since 02-28, which is no longer inside */
    assert_value(&log, "n", day("2023-03-31"), 0, 1); /* since 02-28, cut */
    ref_log_clear(&log);
    add(&log, "v", day("2024-02-29"), 0, 1);
    assert_value(&log, "n", day("2024-03-28"), 1, 1); /* since 02-28 */
    assert_value(&log, "n", day("2024-03-29"), 0, 1);
    end(&log);
}

static void test_windows_of_periods_and_days(void **state)
{
    struct ref_log log =
        log_of("{'format': 1, 'name': 't', 'events': {'v': {}}, 'metrics': {"
               "'w': {'count': 'v', 'within': 'week'}, 'm': {'count': 'v', 'within': 'month'},"
               "'q': {'count': 'v', 'within': 'quarter'}, 'y': {'count': 'v', 'within': 'year'},"
               "'d': {'count': 'v', 'within': '2d'}, 'ever': {'count': 'v'}}, 'ladder': [{'rung': 'x'}]}");
    (void)state;
    add(&log, "v", day("2024-03-31"), 0, 1); /* a Sunday */
    for (int i = 0; i < 6; i++)
        assert_value(&log, log.table->metric[i].name, day("2024-03-31"), 1, 1);
    for (int i = 0; i < 6; i++)
        assert_value(&log, log.table->metric[i].name, day("2024-03-30"), 0, 1); /* not seen before its day */
    assert_value(&log, "w", day("2024-04-01"), 0, 1);
    assert_value(&log, "m", day("2024-04-01"), 0, 1);
    assert_value(&log, "q", day("2024-04-01"), 0, 1);
    assert_value(&log, "d", day("2024-04-01"), 1, 1);
    assert_value(&log, "d", day("2024-04-02"), 0, 1);
    assert_value(&log, "y", day("2024-12-31"), 1, 1);
    assert_value(&log, "y", day("2025-01-01"), 0, 1);
    assert_value(&log, "ever", calendar_last(), 1, 1);
    ref_log_clear(&log);
    add(&log, "v", day("2024-01-01"), 0, 1); /* a Monday */
    for (int i = 0; i < 4; i++)
        assert_value(&log, log.table->metric[i].name, day("2024-01-07"), 1, 1);
    assert_value(&log, "w", day("2024-01-08"), 0, 1);
    assert_value(&log, "q", day("2024-03-31"), 1, 1);
    ref_log_clear(&log);
    add(&log, "v", calendar_first(), 0, 1);
    for (int i = 0; i < 6; i++)
        assert_value(&log, log.table->metric[i].name, calendar_first(), 1, 1);
    end(&log);
}

static void test_metric_types(void **state)
{
    struct ref_log log = log_of("{'format': 1, 'name': 't', 'events': {'v': {}, 'w': {}}, 'metrics': {"
                                "'n': {'count': ['v', 'w']}, 's': {'sum': 'v'}, 'm': {'mean': 'v'},"
                                "'a': {'active_days': 'v'}, 'l': {'days_since': 'v'}, 'f': {'days_since_first': 'v'},"
                                "'p': {'share': ['m', 'n']}, 'pp': {'share': ['p', 'm']}}, 'ladder': [{'rung': 'x'}]}");
    (void)state;
    assert_value(&log, "n", 0, 0, 1);
    assert_undefined(&log, "m", 0);
    assert_undefined(&log, "l", 0);
    assert_undefined(&log, "p", 0);
    add(&log, "v", 0, 5, 2);
    add(&log, "w", 0, 100, 1);
    add(&log, "v", 3, -1, 1);
    add(&log, "v", 3, 1, -1); /* takes nothing back: the value is another one */
    add(&log, "v", 9, 7, -1);
    assert_value(&log, "n", 3, 3, 1);
    assert_value(&log, "s", 3, 8, 1);
    assert_value(&log, "m", 3, 8, 2);
    assert_value(&log, "a", 3, 1, 1); /* on day 3 the counts add up to 0 */
    assert_value(&log, "l", 3, 3, 1);
    assert_value(&log, "n", 9, 2, 1);
    assert_value(&log, "s", 9, 1, 1);
    assert_value(&log, "m", 9, 1, 1);
    assert_value(&log, "l", 9, 9, 1);
    assert_value(&log, "f", 9, 9, 1);
    assert_value(&log, "p", 3, 400, 3);             /* 100 * 4 / 3 */
    assert_value(&log, "pp", 3, (int64_t)10000, 3); /* 100 * (400 / 3) / 4 */
    add(&log, "v", 4, 4, 1);
    assert_value(&log, "f", 4, 4, 1);
    assert_value(&log, "l", 4, 0, 1);
    add(&log, "v", 10, 3, -1);
    assert_value(&log, "m", 9, 5, 2);
    assert_value(&log, "m", 10, 2, 1);
    add(&log, "v", 11, 0, -1);
    assert_undefined(&log, "m", 11); /* the counts add up to 0 */
    assert_undefined(&log, "pp", 11);
    end(&log);
}

static void test_exact_comparisons(void **state)
{
    struct ref_log log =
        log_of("{'format': 1, 'name': 't', 'events': {'v': {}}, 'metrics': {'m': {'mean': 'v'}},"
               "'ladder': [{'rung': 'x'}], 'segments': {"
               "'a': [{'segment': 'y', 'when': ['m > -4', 'm < -3', 'm != -3', 'm != -4']}],"
               "'b': [{'segment': 'y', 'when': ['m >= -3']}], 'c': [{'segment': 'y', 'when': ['m <= -4']}],"
               "'d': [{'segment': 'y', 'when': ['m == 9223372036854775807']}]}}");
    (void)state;
    add(&log, "v", 0, -3, 1);
    add(&log, "v", 0, -4, 1);
    ref_facts_of(&log, 0, calendar_first(), &facts);
    assert_int_equal(ref_segment(log.table, 0, &facts, 0), 0);
    assert_int_equal(ref_segment(log.table, 1, &facts, 0), -1);
    assert_int_equal(ref_segment(log.table, 2, &facts, 0), -1);
    ref_log_clear(&log);
    ref_facts_of(&log, 0, calendar_first(), &facts);
    for (int i = 0; i < 4; i++)
        assert_int_equal(ref_segment(log.table, i, &facts, 0), -1); /* undefined: nothing holds, != neither */
    add(&log, "v", 0, INT64_MAX, INT32_MAX);
    ref_facts_of(&log, 0, calendar_first(), &facts);
    assert_int_equal(ref_segment(log.table, 3, &facts, 0), 3);
    add(&log, "v", 0, INT64_MAX - 1, 1);
    ref_facts_of(&log, 0, calendar_first(), &facts);
    assert_int_equal(ref_segment(log.table, 3, &facts, 0), -1);
    end(&log);
}

static void test_score(void **state)
{
    struct ref_log log =
        log_of("{'format': 1, 'name': 't', 'events': {'v': {}, 'w': {}}, 'metrics': {'m': {'mean': 'v'},"
               "'n': {'count': 'w'}}, 'score': {'max': 50, 'points': {'note': 'x', 'm': [[-10, -20], [0, 5], [4, 30]],"
               "'n': [[1, 10], [3, 40]]}}, 'ladder': [{'rung': 'x'}]}");
    static const struct {
        int visits;
        int64_t value, count, score;
    } row[] = {{0, 0, 0, 0},    {1, 0, 0, 10}, {2, 0, 0, 10}, {3, 0, 0, 40}, {0, -11, 1, 0}, {0, -10, 1, 0},
               {3, -10, 1, 20}, {0, 7, 2, 5},  {0, 8, 2, 30}, {1, 8, 2, 40}, {3, 8, 2, 50}};
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        ref_log_clear(&log);
        add(&log, "w", 0, 0, row[i].visits);
        if (row[i].count == 1)
            add(&log, "v", 0, row[i].value, 1);
        if (row[i].count == 2) { /* a mean of value / 2 */
            add(&log, "v", 0, row[i].value, 1);
            add(&log, "v", 0, 0, 1);
        }
        ref_facts_of(&log, 0, calendar_first(), &facts);
        assert_int_equal(facts.score, row[i].score);
    }
    assert_int_equal(facts.points[0], 30);
    assert_int_equal(facts.points[1], 40);
    end(&log);
}

static void test_ids_and_order(void **state)
{
    struct ref_log log = log_of("{'format': 1, 'name': 't', 'events': {'v': {}}, 'metrics': {'s': {'sum': 'v'}},"
                                "'ladder': [{'rung': 'x'}]}");
    struct ref_event first = {0, 5, 100, 1, "a"}, again = {0, 6, 10, 1, "a"}, other = {0, 4, 1, 1, "b"};
    (void)state;
    assert_true(ref_log_add(&log, &first));
    assert_false(ref_log_add(&log, &again));
    assert_true(ref_log_add(&log, &other));
    assert_value(&log, "s", 4, 1, 1);
    assert_value(&log, "s", 9, 101, 1);
    assert_int_equal(log.event[0].date, 4);
    end(&log);
}

static void test_segments(void **state)
{
    struct ref_log log = log_of("{'format': 1, 'name': 't', 'events': {'v': {}}, 'metrics': {'n': {'count': 'v'}},"
                                "'ladder': [{'rung': 'x'}, {'rung': 'y', 'enter': ['n >= 1']}, {'rung': 'z', 'enter':"
                                "['n >= 2']}], 'segments': {'a': [{'segment': 'p', 'when': ['rung >= y', 'n >= 3']},"
                                "{'segment': 'q', 'when': [['rung == z'], ['rung < y']]}, {'segment': 'r'}],"
                                "'b': [{'segment': 'p', 'when': ['rung != x']}]}}");
    (void)state;
    add(&log, "v", 0, 0, 3);
    ref_facts_of(&log, 0, calendar_first(), &facts);
    assert_int_equal(ref_segment(log.table, 0, &facts, 2), 0);
    assert_int_equal(ref_segment(log.table, 0, &facts, 1), 0);
    assert_int_equal(ref_segment(log.table, 0, &facts, 0), 1);
    ref_log_clear(&log);
    add(&log, "v", 0, 0, 2);
    ref_facts_of(&log, 0, calendar_first(), &facts);
    assert_int_equal(ref_segment(log.table, 0, &facts, 2), 1);
    assert_int_equal(ref_segment(log.table, 0, &facts, 1), 2);
    assert_int_equal(ref_segment(log.table, 1, &facts, 1), 3);
    assert_int_equal(ref_segment(log.table, 1, &facts, 0), -1);
    end(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendar),
        cmocka_unit_test(test_big_numbers),
        cmocka_unit_test(test_table_defaults),
        cmocka_unit_test(test_windows_of_months),
        cmocka_unit_test(test_windows_of_periods_and_days),
        cmocka_unit_test(test_metric_types),
        cmocka_unit_test(test_exact_comparisons),
        cmocka_unit_test(test_score),
        cmocka_unit_test(test_ids_and_order),
        cmocka_unit_test(test_segments),
    };
    return cmocka_run_group_tests_name("reference: metrics", tests, NULL, NULL);
}
