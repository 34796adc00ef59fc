/* SPDX-License-Identifier: MIT */
/* Runs a property on many cases, and cuts the first that fails down to few events. */
#include "runner.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_SEED = 1 };

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    char *end;
    uint64_t number;
    if (text == NULL || *text == '\0')
        return otherwise;
    errno = 0;
    number = strtoull(text, &end, 10);
    if (*end != '\0' || errno != 0 || *text < '0' || *text > '9') {
        fprintf(stderr, "%s is no number: %s\n", name, text);
        exit(1);
    }
    return number;
}

uint64_t runner_seed(void)
{
    return number_from("LOYALTY_SEED", DEFAULT_SEED);
}

int runner_cases(int otherwise)
{
    return (int)number_from("LOYALTY_CASES", (uint64_t)otherwise);
}

static bool holds_for(const struct plan *plan, const struct scenario *scenario, uint64_t seed)
{
    struct random random = {random_hash(seed, 1)};
    mismatch_forget();
    return plan->holds(scenario, &random) && mismatch_text() == NULL;
}

/* Leaves out one event after another, as long as the property still fails. */
static void cut_down(const struct plan *plan, struct scenario *scenario, uint64_t seed)
{
    for (int i = scenario->events - 1; i >= 0; i--) {
        struct ref_event kept = scenario->event[i];
        size_t behind = (size_t)(scenario->events - i - 1) * sizeof kept;
        memmove(&scenario->event[i], &scenario->event[i + 1], behind);
        scenario->events--;
        if (holds_for(plan, scenario, seed)) {
            memmove(&scenario->event[i + 1], &scenario->event[i], behind);
            scenario->event[i] = kept;
            scenario->events++;
        }
    }
    holds_for(plan, scenario, seed);
}

static void run_case(const struct plan *plan, uint64_t seed, uint64_t number)
{
    uint64_t case_seed = random_hash(seed, number);
    struct scenario *scenario = scenario_new(case_seed, &plan->wishes);
    if (!holds_for(plan, scenario, case_seed)) {
        cut_down(plan, scenario, case_seed);
        fprintf(stderr, "\ncase %" PRIu64 " fails: %s\n", number, mismatch_text());
        scenario_print(scenario);
        fprintf(stderr, "again: LOYALTY_SEED=%" PRIu64 " LOYALTY_CASE=%" PRIu64 "\n\n", seed, number);
        scenario_free(scenario);
        fail();
    }
    scenario_free(scenario);
}

void run_plan(void **state)
{
    const struct plan *plan = *state;
    uint64_t seed = runner_seed(), cases = (uint64_t)runner_cases(plan->cases);
    if (getenv("LOYALTY_CASE") != NULL) {
        run_case(plan, seed, number_from("LOYALTY_CASE", 0));
        return;
    }
    printf("seed %" PRIu64 ", %" PRIu64 " cases\n", seed, cases);
    fflush(stdout);
    for (uint64_t number = 0; number < cases; number++)
        run_case(plan, seed, number);
}
