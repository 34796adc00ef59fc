/* SPDX-License-Identifier: MIT */
/* Runs the table checker for unit tests. */
#include "warnings.h"

#include <string.h>

static loyalty_report *check(const char *json)
{
    loyalty_program *program = table(json);
    loyalty_report *report;
    OK(loyalty_report_new(NULL, &report));
    OK(loyalty_program_check(program, report));
    loyalty_program_unref(program);
    return report;
}

static loyalty_problem warning(const loyalty_report *report, uint32_t index)
{
    loyalty_problem problem = {.size = sizeof problem};
    OK(loyalty_report_problem(report, index, &problem));
    assert_int_equal(problem.severity, LOYALTY_SEVERITY_WARNING);
    assert_in_range(problem.code, LOYALTY_PROBLEM_RUNG_NEVER_ENTERED, LOYALTY_PROBLEM_MORE_WARNINGS);
    return problem;
}

void warns(const char *json, const char *path, const char *begins)
{
    loyalty_report *report = check(json);
    if (loyalty_report_count(report) == 0)
        fail_msg("no warning of %s: %s", path, json);
    for (uint32_t i = 0; i < loyalty_report_count(report); i++) {
        loyalty_problem problem = warning(report, i);
        if (i > 0 || strcmp(problem.path, path) != 0 || strncmp(problem.message, begins, strlen(begins)) != 0)
            fail_msg("not of %s (%s…), but of %s: %s", path, begins, problem.path, problem.message);
    }
    loyalty_report_free(report);
}

void is_silent(const char *json)
{
    loyalty_report *report = check(json);
    if (loyalty_report_count(report) > 0)
        fail_msg("%s: %s", warning(report, 0).path, warning(report, 0).message);
    loyalty_report_free(report);
}
