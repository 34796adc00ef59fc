/* SPDX-License-Identifier: MIT */
/* Warnings about terms, and the tables next to them of which there is nothing to say. */
#include "warnings.h"

#define VISITS(window, rungs)                                                                                          \
    TABLE("'visit': {}", "'n': {'count': 'visit'" window "}", "'ladder': [{'rung': 'a'}, " rungs "]")
#define SPEND(range, window, rungs)                                                                                    \
    TABLE("'sale': {'value': " range "}", "'spend': {'sum': 'sale'" window "}", "'ladder': [{'rung': 'a'}, " rungs "]")

static void a_keep_is_in_vain_where_enter_holds(void **state)
{
    (void)state;
    warns(VISITS("", "{'rung': 'b', 'enter': ['n >= 3'], 'keep': ['n >= 4']}"), "/ladder/1/keep",
          "keep of rung 'b' can fail while its enter holds (n 3): such a customer stays all the same;");
    warns(VISITS("", "{'rung': 'b', 'enter': ['n >= 3'], 'keep': ['n >= 4'], 'grace': '5d'}"), "/ladder/1/keep",
          "keep of rung 'b' can fail while its enter holds (n 3)");
    is_silent(VISITS("", "{'rung': 'b', 'enter': ['n >= 3'], 'keep': ['n >= 3']}"));
    is_silent(VISITS("", "{'rung': 'b', 'enter': ['n >= 3'], 'keep': ['n >= 2']}"));
}

/* With a term, keep is asked as the term ends, and not in vain. */
static void a_keep_is_not_in_vain_with_a_term(void **state)
{
    (void)state;
    is_silent(VISITS(", 'within': '6m'", "{'rung': 'b', 'enter': ['n >= 3'], 'keep': ['n >= 4'], 'term': '12m'}"));
    is_silent(
        TABLE("'visit': {}", "'n': {'count': 'visit', 'within': '30d'}, 'again': {'count': 'visit', 'within': 'term'}",
              "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['n >= 3'], 'keep': ['again >= 2'], 'term': '30d'}]"));
}

static void a_keep_is_not_in_vain_where_another_rule_decides(void **state)
{
    (void)state;
    is_silent(TABLE("'visit': {}", "'n': {'count': 'visit'}",
                    "'out': ['n < 4'], "
                    "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['n >= 3'], 'keep': ['n >= 4']}]"));
    is_silent(VISITS("", "{'rung': 'b', 'enter': ['n >= 3'], 'keep': ['n <= 3']}, {'rung': 'c', 'enter': ['n >= 4']}"));
}

static void a_rung_without_a_term_is_asked_for_it(void **state)
{
    (void)state;
    warns(TABLE("'visit': {}", "'n': {'count': 'visit'}, 'since': {'count': 'visit', 'within': 'term'}",
                "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['n >= 3'], 'keep': [['n > 9'], ['n > 5', 'since > "
                "1']]}]"),
          "/ladder/1/keep/1/1", "'since > 1' asks for the term, but rung 'b' has none: it looks at all that happened");
    is_silent(
        TABLE("'visit': {}", "'n': {'count': 'visit', 'within': '9d'}, 'since': {'count': 'visit', 'within': 'term'}",
              "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['n >= 3'], 'keep': ['since > 1'], 'term': '9d'}]"));
}

/* The table has no keep that could be pointed at. */
static void an_enter_that_is_keep_too_is_asked_for_the_term(void **state)
{
    (void)state;
    warns(VISITS(", 'within': 'term'", "{'rung': 'b', 'enter': ['n >= 3']}"), "/ladder/1/enter/0",
          "'n >= 3' asks for the term, but rung 'b' has none");
    is_silent(TABLE("'visit': {}",
                    "'n': {'count': 'visit', 'within': '9d'}, 'since': {'count': 'visit', 'within': 'term'}",
                    "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['since >= 3'], 'keep': ['n >= 1']}]"));
}

static void the_score_asks_for_the_term(void **state)
{
    (void)state;
    warns(TABLE("'visit': {}", "'n': {'count': 'visit'}, 'since': {'count': 'visit', 'within': 'term'}",
                "'score': {'points': {'since': [[1, 10]]}}, "
                "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['n >= 3'], 'keep': ['score >= 10']}]"),
          "/ladder/1/keep/0", "'score >= 10' asks for the term, but rung 'b' has none");
}

static void an_enter_never_ceases_to_hold(void **state)
{
    (void)state;
    warns(VISITS("", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '12m'}"), "/ladder/1/enter",
          "once it holds (n 3), enter of rung 'b' never ceases to hold: at the end of each term");
    warns(SPEND("[0, 100]", "", "{'rung': 'b', 'enter': ['spend > 9'], 'term': '12m'}"), "/ladder/1/enter",
          "once it holds (spend 10), enter of rung 'b' never ceases");
    warns(TABLE("'visit': {}", "'age': {'days_since_first': 'visit'}",
                "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['age >= 3'], 'term': '12m'}]"),
          "/ladder/1/enter", "once it holds (age 3), enter of rung 'b' never ceases");
}

static void an_enter_may_cease_to_hold(void **state)
{
    (void)state;
    is_silent(VISITS("", "{'rung': 'b', 'enter': ['n >= 3']}"));
    is_silent(VISITS("", "{'rung': 'b', 'enter': ['n == 3'], 'term': '12m'}"));
    is_silent(VISITS("", "{'rung': 'b', 'enter': ['n >= 3', 'n < 9'], 'term': '12m'}"));
    is_silent(VISITS(", 'within': '12m'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '12m'}"));
    is_silent(VISITS(", 'after': 'visit'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '12m'}"));
    is_silent(SPEND("[-1, 100]", "", "{'rung': 'b', 'enter': ['spend > 9'], 'term': '12m'}"));
    is_silent(TABLE("'visit': {}", "'idle': {'days_since': 'visit'}",
                    "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['idle >= 3'], 'term': '12m'}]"));
}

/* Only the alternative that goes on to hold is pointed at. */
static void one_alternative_never_ceases_to_hold(void **state)
{
    (void)state;
    warns(VISITS("", "{'rung': 'b', 'enter': [['n == 1'], ['n >= 3']], 'term': '12m'}"), "/ladder/1/enter/1",
          "once it holds (n 3), enter of rung 'b' never ceases to hold");
}

static void a_window_looks_back_further_than_the_term(void **state)
{
    (void)state;
    warns(VISITS(", 'within': '12m'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '6m'}"), "/ladder/1/enter/0",
          "'n >= 3' looks back further than the term of 6m, so that what led to rung 'b' can count again");
    warns(VISITS(", 'within': '30d'", "{'rung': 'b', 'enter': [['n >= 3']], 'term': '1m'}"), "/ladder/1/enter/0/0",
          "'n >= 3' looks back further than the term of 1m");
    warns(VISITS(", 'within': 'year', 'back': 1", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '11m'}"),
          "/ladder/1/enter/0", "'n >= 3' looks back further than the term of 11m");
    warns(VISITS(", 'within': 'year', 'begins': 'visit'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '11m'}"),
          "/ladder/1/enter/0", "'n >= 3' looks back further than the term of 11m");
    warns(SPEND("[-9, 0]", ", 'within': '8d'", "{'rung': 'b', 'enter': ['spend <= -3'], 'term': '7d'}"),
          "/ladder/1/enter/0", "'spend <= -3' looks back further than the term of 7d");
}

/* From the first day of a period on, an event stays for all of it. */
static void a_period_that_begins_later_is_longer_than_the_term(void **state)
{
    (void)state;
    warns(VISITS(", 'within': 'month', 'begins': '01-15'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '30d'}"),
          "/ladder/1/enter/0", "'n >= 3' looks back further than the term of 30d");
    warns(VISITS(", 'within': 'year', 'begins': '04-06'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '365d'}"),
          "/ladder/1/enter/0", "'n >= 3' looks back further than the term of 365d");
    is_silent(VISITS(", 'within': 'month', 'begins': '01-15'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '31d'}"));
    is_silent(VISITS(", 'within': 'year', 'begins': '04-06'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '366d'}"));
}

static void a_window_is_no_longer_than_the_term(void **state)
{
    (void)state;
    is_silent(VISITS(", 'within': '6m'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '6m'}"));
    is_silent(VISITS(", 'within': '28d'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '1m'}"));
    is_silent(VISITS(", 'within': 'year'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '1d', 'until': 'year'}"));
    is_silent(VISITS(", 'within': 'year', 'back': 1", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '12m'}"));
    is_silent(VISITS(", 'within': 'year', 'begins': 'visit'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '12m'}"));
    is_silent(VISITS(", 'within': 'term'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '1d'}"));
}

/* Nothing led to a rung that is reached by staying away. */
static void nothing_counts_twice(void **state)
{
    (void)state;
    is_silent(VISITS(", 'within': '12m'", "{'rung': 'b', 'enter': ['n == 0'], 'term': '6m'}"));
    is_silent(VISITS(", 'within': '12m'", "{'rung': 'b', 'enter': ['n != 3'], 'term': '6m'}"));
    is_silent(VISITS(", 'within': '12m', 'after': 'visit'", "{'rung': 'b', 'enter': ['n <= 3'], 'term': '6m'}"));
    is_silent(VISITS(", 'within': '12m'", "{'rung': 'b', 'enter': ['n > -1'], 'term': '6m'}"));
}

static void a_hold_is_longer_than_the_term(void **state)
{
    (void)state;
    warns(VISITS(", 'within': '9d'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '2m', 'hold': '60d'}"),
          "/ladder/1/hold", "hold of 60d is longer than the term of 2m: who is not renewed stays until it is over;");
    warns(VISITS(", 'within': '1d'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '1d', 'until': 'week', 'hold': '2d'}"),
          "/ladder/1/hold", "hold of 2d is longer than the term of 1d");
    is_silent(VISITS(", 'within': '9d'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '2m', 'hold': '59d'}"));
    is_silent(VISITS(", 'within': '9d'", "{'rung': 'b', 'enter': ['n >= 3'], 'term': '12m', 'hold': '12m'}"));
    is_silent(VISITS(", 'within': '9d'", "{'rung': 'b', 'enter': ['n >= 3'], 'hold': '60d'}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_keep_is_in_vain_where_enter_holds),
        cmocka_unit_test(a_keep_is_not_in_vain_with_a_term),
        cmocka_unit_test(a_keep_is_not_in_vain_where_another_rule_decides),
        cmocka_unit_test(a_rung_without_a_term_is_asked_for_it),
        cmocka_unit_test(an_enter_that_is_keep_too_is_asked_for_the_term),
        cmocka_unit_test(the_score_asks_for_the_term),
        cmocka_unit_test(an_enter_never_ceases_to_hold),
        cmocka_unit_test(an_enter_may_cease_to_hold),
        cmocka_unit_test(one_alternative_never_ceases_to_hold),
        cmocka_unit_test(a_window_looks_back_further_than_the_term),
        cmocka_unit_test(a_period_that_begins_later_is_longer_than_the_term),
        cmocka_unit_test(a_window_is_no_longer_than_the_term),
        cmocka_unit_test(nothing_counts_twice),
        cmocka_unit_test(a_hold_is_longer_than_the_term),
    };
    return cmocka_run_group_tests_name("check: terms", tests, NULL, NULL);
}
