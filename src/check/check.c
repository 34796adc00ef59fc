/* SPDX-License-Identifier: MIT */
/*
 * Warns of rules that a valid table probably does not mean. A warning that something can never happen is proven by
 * region.h, one that something can happen by witness.h, and one about a span of time by the calendar. Without a proof
 * nothing is reported.
 */
#include "check/checker.h"
#include "table/compile.h"

loyalty_status loyalty_program_check(const loyalty_program *program, loyalty_report *report)
{
    if (!program || !report)
        return LOYALTY_E_ARGUMENT;
    struct findings findings = {.report = report};
    struct checker *checker = memory_new(&program->arena.allocator, sizeof *checker);
    if (!checker)
        return LOYALTY_E_MEMORY;
    checker->program = program;
    checker->findings = &findings;
    checker->effort.left = WITNESS_EFFORT;
    region_init(&checker->region, program);
    static void (*const checks[])(struct checker *) = {check_ladder, check_keeps, check_time,       check_segments,
                                                       check_unused, check_rows,  check_boundaries, check_words};
    uint32_t known = report->count;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !checker->status && checker->told <= CHECK_WARNINGS_MAX;
         i++)
        checks[i](checker);
    int32_t status = checker->status ? checker->status : checker->region.status;
    if (!status)
        status = findings.status;
    if (status)
        report->count = known;
    region_free(&checker->region);
    memory_free(&program->arena.allocator, checker);
    return status;
}
