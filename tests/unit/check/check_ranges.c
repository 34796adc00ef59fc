/* SPDX-License-Identifier: MIT */
/* Warnings of numbers that a metric never reaches because of its window, and the last number that it does reach. */
#include "warnings.h"

#define ASKS(metric, condition)                                                                                        \
    TABLE("'visit': {}, 'call': {}", "'n': " metric ", 'calls': {'count': 'call'}",                                    \
          "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': [['calls >= 3'], ['" condition "']]}]")

/* Asserts that a metric can be `last`, and that it can never be `next`. */
#define REACHES(metric, last, next)                                                                                    \
    do {                                                                                                               \
        is_silent(ASKS(metric, last));                                                                                 \
        warns(ASKS(metric, next), "/ladder/1/enter/1/0", "'" next "' can never hold; change or remove it");            \
    } while (0)

static void days_in_a_window(void **state)
{
    (void)state;
    REACHES("{'active_days': 'visit', 'within': '8d', 'back': 3}", "n >= 8", "n >= 9");
    REACHES("{'active_days': 'visit', 'within': 'month', 'begins': 'visit'}", "n >= 31", "n >= 32");
    REACHES("{'active_days': 'visit', 'within': 'quarter', 'begins': '11-30'}", "n >= 92", "n >= 93");
}

static void weeks_in_a_window(void **state)
{
    (void)state;
    REACHES("{'active_weeks': 'visit', 'within': '1d'}", "n >= 1", "n >= 2");
    REACHES("{'active_weeks': 'visit', 'within': '8d'}", "n >= 2", "n >= 3");
    REACHES("{'active_weeks': 'visit', 'within': '9d'}", "n >= 3", "n >= 4");
    REACHES("{'active_weeks': 'visit', 'within': 'week'}", "n >= 1", "n > 2");
}

static void months_in_a_window(void **state)
{
    (void)state;
    REACHES("{'active_months': 'visit', 'within': 'month'}", "n >= 1", "n >= 2");
    REACHES("{'active_months': 'visit', 'within': 'month', 'begins': '01-15'}", "n >= 2", "n >= 3");
    REACHES("{'active_months': 'visit', 'within': 'year', 'begins': 'call'}", "n >= 13", "n >= 14");
    REACHES("{'active_months': 'visit', 'within': '2m'}", "n >= 3", "n >= 4");
    REACHES("{'active_months': 'visit', 'within': '30d'}", "n >= 3", "n >= 4");
    REACHES("{'active_quarters': 'visit', 'within': '1m'}", "n >= 2", "n >= 3");
    REACHES("{'active_years': 'visit', 'within': '12m'}", "n >= 2", "n >= 3");
}

static void ages_in_a_window(void **state)
{
    (void)state;
    REACHES("{'days_since': 'visit', 'within': '10d', 'back': 1}", "n <= 10", "n < 10");
    REACHES("{'days_since': 'visit', 'within': '10d', 'back': 1}", "n >= 19", "n >= 20");
    REACHES("{'days_since_first': 'visit', 'within': 'year'}", "n >= 365", "n >= 366");
}

static void kinds_in_a_window(void **state)
{
    (void)state;
    REACHES("{'different': ['visit', 'call'], 'within': 'year'}", "n >= 2", "n >= 3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_in_a_window), cmocka_unit_test(weeks_in_a_window), cmocka_unit_test(months_in_a_window),
        cmocka_unit_test(ages_in_a_window), cmocka_unit_test(kinds_in_a_window),
    };
    return cmocka_run_group_tests_name("check: ranges", tests, NULL, NULL);
}
