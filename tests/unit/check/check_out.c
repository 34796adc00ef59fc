/* SPDX-License-Identifier: MIT */
/* Warnings about `out`, and what only `out` or a window uses. */
#include "warnings.h"

#define OUT(out, rungs)                                                                                                \
    TABLE("'visit': {}, 'strike': {}", "'n': {'count': 'visit'}, 'strikes': {'count': 'strike'}",                      \
          "'out': " out ", 'ladder': [{'rung': 'a'}, " rungs "]")

static void out_contradicts_itself(void **state)
{
    (void)state;
    warns(OUT("['strikes >= 3', 'strikes < 3']", "{'rung': 'b', 'enter': ['n >= 1']}"), "/out/1",
          "'strikes < 3' contradicts 'strikes >= 3': they can never both hold");
    warns(OUT("[['strikes >= 3'], ['n == 1', 'n > 1']]", "{'rung': 'b', 'enter': ['n >= 1']}"), "/out/1/1",
          "'n > 1' contradicts 'n == 1'");
    is_silent(OUT("[['strikes >= 3'], ['strikes < 0']]", "{'rung': 'b', 'enter': ['n >= 1']}"));
}

static void out_holds_for_all_who_enter(void **state)
{
    (void)state;
    warns(OUT("['n >= 2', 'strikes >= 0']", "{'rung': 'b', 'enter': ['n >= 3', 'strikes > 1']}"), "/ladder/1",
          "rung 'b' can never be entered: out holds for every customer who meets its enter; ask for more in out");
    is_silent(OUT("['n >= 2', 'strikes > 1']", "{'rung': 'b', 'enter': ['n >= 3', 'strikes > 0']}"));
}

/* A customer falls to 'b' only on a day on which out fails, and so its keep. */
static void out_holds_for_all_who_fall(void **state)
{
    (void)state;
    warns(OUT("['n >= 2', 'strikes < 1']",
              "{'rung': 'b', 'enter': ['n >= 3', 'strikes < 1'], 'keep': ['n >= 2', 'strikes < 1']}, "
              "{'rung': 'c', 'enter': ['n >= 3', 'strikes == 1']}"),
          "/ladder/1", "rung 'b' can never be entered: out holds for every customer");
    warns(OUT("['n >= 3', 'strikes < 1']",
              "{'rung': 'b', 'enter': ['n >= 3', 'strikes < 1'], 'keep': ['n >= 2', 'strikes < 1']}, "
              "{'rung': 'c', 'enter': ['n >= 3', 'strikes == 1']}"),
          "/ladder/1", "rung 'b' can be reached only by a fall: out holds for every customer");
}

/* The keep of a lower rung is asked of another day than out. */
static void out_fails_later_than_a_term_ends(void **state)
{
    (void)state;
    warns(OUT("['n >= 2', 'strikes < 1']",
              "{'rung': 'b', 'enter': ['n >= 3', 'strikes < 1'], 'keep': ['n >= 2', 'strikes < 1']}, "
              "{'rung': 'c', 'enter': ['n == 3', 'strikes == 1'], 'term': '1m'}"),
          "/ladder/1", "rung 'b' can be reached only by a fall: out holds for every customer");
}

static void out_leaves_out_a_number(void **state)
{
    (void)state;
    warns(OUT("[['strikes > 3'], ['strikes < 3']]", "{'rung': 'b', 'enter': ['n >= 1']}"), "/out/0/0",
          "'strikes > 3' and 'strikes < 3' leave out the number between them (strikes 3)");
}

static void a_metric_is_used_by_out(void **state)
{
    (void)state;
    is_silent(OUT("['strikes >= 3']", "{'rung': 'b', 'enter': ['n >= 1']}"));
    warns(OUT("['n >= 3']", "{'rung': 'b', 'enter': ['n >= 1', 'n < 3']}"), "/metrics/strikes",
          "metric 'strikes' is never used");
}

#define WINDOW(window)                                                                                                 \
    TABLE("'visit': {}, 'join': {}", "'n': {'count': 'visit'" window "}",                                              \
          "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['n >= 1']}]")

static void a_kind_is_used_by_a_window(void **state)
{
    (void)state;
    is_silent(WINDOW(", 'within': 'year', 'begins': 'join'"));
    is_silent(WINDOW(", 'after': 'join'"));
    warns(WINDOW(", 'within': 'year', 'begins': '04-01'"), "/events/join", "event kind 'join' is never used");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(out_contradicts_itself),     cmocka_unit_test(out_holds_for_all_who_enter),
        cmocka_unit_test(out_holds_for_all_who_fall), cmocka_unit_test(out_fails_later_than_a_term_ends),
        cmocka_unit_test(out_leaves_out_a_number),    cmocka_unit_test(a_metric_is_used_by_out),
        cmocka_unit_test(a_kind_is_used_by_a_window),
    };
    return cmocka_run_group_tests_name("check: out", tests, NULL, NULL);
}
