/* SPDX-License-Identifier: MIT */
/* Runs a scenario again and again, each time with the next allocation failing. */
#include "fail_each.h"

#include <stdlib.h>
#include <string.h>

enum { FAILURES_MIN = 40 }; /* fewer would be a scenario in which little is allocated */

static void begin(const struct scenario *scenario)
{
    *scenario->counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    scenario->begin();
}

static void end(const struct scenario *scenario)
{
    scenario->end();
    assert_int_equal(scenario->counting->live, 0);
    assert_int_equal(scenario->counting->strange, 0);
}

/* The sight before each step, and after the last. */
static void expect(const struct scenario *scenario, char **expected)
{
    begin(scenario);
    for (size_t i = 0; i < scenario->step_count; i++) {
        expected[i] = scenario->sight();
        OK(scenario->step(i));
    }
    expected[scenario->step_count] = scenario->sight();
    end(scenario);
}

static void assert_sight(const struct scenario *scenario, const char *expected, size_t step, uint32_t fail_at)
{
    char *found = scenario->sight();
    if (strcmp(found, expected) != 0)
        fail_msg("allocation %u fails: before step %u there is\n%s\ninstead of\n%s", (unsigned)fail_at, (unsigned)step,
                 found, expected);
    free(found);
}

/* Returns whether an allocation failed at all. */
static bool run(const struct scenario *scenario, char **expected, uint32_t fail_at, bool persists)
{
    struct counting *counting = scenario->counting;
    begin(scenario);
    counting->fail_at = counting->calls + fail_at;
    counting->persists = persists;
    for (size_t i = 0; i < scenario->step_count; i++) {
        int32_t status = scenario->step(i);
        if (status == LOYALTY_E_MEMORY) {
            assert_int_not_equal(counting->failed, 0);
            counting->fail_at = ALLOCATOR_NEVER;
            if (!scenario->does_parts(i))
                assert_sight(scenario, expected[i], i, fail_at);
            status = scenario->step(i);
        }
        if (status)
            fail_msg("allocation %u fails: step %u says %s", (unsigned)fail_at, (unsigned)i, status_name(status));
    }
    bool failed = counting->failed > 0;
    counting->fail_at = ALLOCATOR_NEVER;
    assert_sight(scenario, expected[scenario->step_count], scenario->step_count, fail_at);
    end(scenario);
    return failed;
}

static void fail_each_allocation(const struct scenario *scenario, bool persists)
{
    uint32_t fail_at = 0;
    char **expected = calloc(scenario->step_count + 1, sizeof *expected);
    assert_non_null(expected);
    expect(scenario, expected);
    while (run(scenario, expected, fail_at, persists))
        fail_at++;
    assert_in_range(fail_at, FAILURES_MIN, scenario->failures_max);
    for (size_t i = 0; i <= scenario->step_count; i++)
        free(expected[i]);
    free(expected);
}

void each_allocation_fails_once(void **state)
{
    fail_each_allocation(*state, false);
}

/* Cleaning up needs no memory. */
void memory_runs_out_for_good(void **state)
{
    fail_each_allocation(*state, true);
}
