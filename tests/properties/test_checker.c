/* SPDX-License-Identifier: MIT */
/*
 * What the table checker says is true. Tables made up at random are checked; then many random logs are followed day by
 * day, and no day may contradict a warning. What a warning says can happen is made to happen, if its words give the log;
 * what it says of the calendar is held against all days of some years.
 * Environment: LOYALTY_SEED, LOYALTY_CASES (tables of each sort), LOYALTY_CASE (one alone).
 */
#include "runner.h"

#include "calendar.h"
#include "checker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *what;
    int least; /* of a thousand small tables */
} counted[COUNTS] = {
    [NEVER_ENTERED] = {"a rung that can never be entered", 200},
    [ONLY_FALLEN_TO] = {"a rung that can only be fallen to", 20},
    [CANNOT_HOLD] = {"a condition that can never hold", 300},
    [CONTRADICT_TOGETHER] = {"several conditions that contradict", 20},
    [CONTRADICT_EACH_OTHER] = {"two that do", 150},
    [CELL_NEVER_REACHED] = {"a cell that can never be reached", 250},
    [ROW_NEVER_USED] = {"a row that is never used", 60},
    [MONEY_UNKNOWN] = {"a metric that is money of no code", 50},
    [METRIC_NEVER_USED] = {"a metric that is never used", 500},
    [KIND_NEVER_USED] = {"a kind that is never used", 500},
    [ACTION_NEVER_USED] = {"an action that is never used", 50},
    [KEEP_IN_VAIN] = {"a keep that fails where its enter holds", 80},
    [HOLE] = {"a hole", 60},
    [FORGOTTEN] = {"a metric that is undefined of who is in no cell", 10},
    [FOR_LIFE] = {"a status for life", 15},
    [TERMLESS] = {"a term asked for where there is none", 8},
    [COUNTS_TWICE] = {"a window longer than the term", 20},
    [LONG_HOLD] = {"a hold longer than the term", 20},
    [DAYS_OF_GRACE] = {"a grace in days between reviews", 10},
    [JUST_BEGUN] = {"a window that has just begun on each review", 20},
    [OUTLIVES] = {"a kind that only takes away", 50},
    [KEEP_SEEN] = {"such a keep, made to fail", 60},
    [HOLE_SEEN] = {"such a hole, with a customer in it", 50},
    [FORGOTTEN_SEEN] = {"such a customer, in no cell", 5},
    [LIFE_SEEN] = {"such a status, reached", 15},
    [LIFE_LASTED] = {"a day on which it went on", 500},
    [TWICE_SEEN] = {"such a window by which a rung is reached again", 3},
    [BEGUN_SEEN] = {"such a review, of a day with events", 3},
};

static int counts[COUNTS];

/* ---- Cases ---- */

enum { LOGS = 20, AFTERWARDS = 100 };

/* Some logs are followed until terms, graces and windows are over. */
static int last_day(const struct scenario *scenario, int log)
{
    int last = scenario->last + (log % 5 == 0 ? AFTERWARDS : 0);
    return last < calendar_last() ? last : calendar_last();
}

static bool warnings_hold(struct scenario *scenario, struct random *random, const struct wishes *wishes, bool small)
{
    struct claims claims;
    loyalty_report *report;
    bool well;
    mismatch_forget();
    assert_int_equal(loyalty_report_new(NULL, &report), LOYALTY_OK);
    assert_int_equal(loyalty_program_check(scenario->program, report), LOYALTY_OK);
    well = read_claims(scenario->program, report, &claims) && structure_agrees(scenario, &claims) &&
           dates_agree(scenario, &claims, counts);
    for (uint32_t i = 0; well && i < claims.count; i++)
        counts[claims.claim[i].sort]++;
    for (uint32_t i = 0; small && well && i < claims.count; i++)
        well = witness_happens(scenario, &claims.claim[i], counts);
    for (int i = 0; well && i < LOGS; i++) {
        scenario->events = 0;
        scenario->host_seed = random_bits(random);
        generate_log(random, wishes, scenario);
        well = follow(scenario, &claims, last_day(scenario, i), i % 2 != 0, counts);
    }
    free(claims.claim);
    loyalty_report_free(report);
    return well;
}

static void run(bool small, const struct wishes *wishes, int cases)
{
    const char *alone = getenv("LOYALTY_CASE");
    int first = alone != NULL ? atoi(alone) : 0;
    printf("seed %" PRIu64 ", %d tables, %d logs each\n", runner_seed(), alone != NULL ? 1 : cases, LOGS);
    memset(counts, 0, sizeof counts);
    for (int i = first; i < (alone != NULL ? first + 1 : cases); i++) {
        uint64_t seed = random_hash(runner_seed(), (uint64_t)i);
        struct random random = {random_hash(seed, 2)};
        struct scenario *scenario = small ? small_scenario(seed) : scenario_new(seed, wishes);
        if (!warnings_hold(scenario, &random, wishes, small)) {
            fprintf(stderr, "\ncase %d fails: %s\n", i, mismatch_text());
            scenario_print(scenario);
            fprintf(stderr, "again: LOYALTY_SEED=%" PRIu64 " LOYALTY_CASE=%d\n\n", runner_seed(), i);
            scenario_free(scenario);
            fail();
        }
        scenario_free(scenario);
    }
}

static void test_small_tables(void **state)
{
    const struct wishes wishes = {0, 0, 0, 12, false, false};
    int cases = runner_cases(2000);
    bool enough = true;
    (void)state;
    run(true, &wishes, cases);
    for (int i = 0; i < COUNTS; i++) {
        bool too_few = counts[i] * 1000 < counted[i].least * cases;
        printf("%5d %s%s\n", counts[i], counted[i].what, too_few ? " - too few" : "");
        enough = enough && !too_few;
    }
    if (cases >= 300 && getenv("LOYALTY_CASE") == NULL) /* fewer prove nothing */
        assert_true(enough);
}

/* Windows, shares, hosts, nested things. */
static void test_generated_tables(void **state)
{
    const struct wishes wishes = {0, 400, 0, 30, false, false};
    (void)state;
    run(false, &wishes, runner_cases(500));
    for (int i = 0; i < COUNTS; i++)
        printf("%5d %s\n", counts[i], counted[i].what);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_small_tables), cmocka_unit_test(test_generated_tables)};
    return cmocka_run_group_tests_name("properties: checker", tests, NULL, NULL);
}
