/* SPDX-License-Identifier: MIT */
/* Keeps problems, and has the public calls that read them. */
#include "table/report.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/abi.h"
#include "base/utf8.h"
#include "table/options.h"

loyalty_status loyalty_report_new(const loyalty_options *options, loyalty_report **report)
{
    if (!report)
        return LOYALTY_E_ARGUMENT;
    loyalty_allocator allocator;
    int32_t status = options_allocator(options, &allocator);
    if (status)
        return status;
    loyalty_report *made = memory_new(&allocator, sizeof *made);
    if (!made)
        return LOYALTY_E_MEMORY;
    made->arena.allocator = allocator;
    *report = made;
    return LOYALTY_OK;
}

void loyalty_report_free(loyalty_report *report)
{
    if (!report)
        return;
    loyalty_allocator allocator = report->arena.allocator;
    memory_free(&allocator, report->problems);
    arena_free(&report->arena);
    memory_free(&allocator, report);
}

uint32_t loyalty_report_count(const loyalty_report *report)
{
    return report ? report->count : 0;
}

loyalty_status loyalty_report_problem(const loyalty_report *report, uint32_t index, loyalty_problem *problem)
{
    if (!report || !problem)
        return LOYALTY_E_ARGUMENT;
    if (index >= report->count)
        return LOYALTY_E_INDEX;
    const struct problem *found = &report->problems[index];
    loyalty_problem ours = {.size = sizeof ours,
                            .severity = found->severity,
                            .code = (int32_t)found->code,
                            .line = found->line,
                            .column = found->column,
                            .path = found->path,
                            .message = found->message};
    return ABI_OUTPUT(problem, ours);
}

/*
 * Returns a copy with a `?` for each byte that is a control character or not UTF-8 (a truncation may leave half a
 * character), or NULL if memory runs out.
 */
static char *report_clean_text(struct arena *arena, const char *text)
{
    char *copy = arena_text(arena, text, strlen(text));
    size_t length = copy ? strlen(copy) : 0, at = 0;
    while (at < length) {
        size_t step = utf8_character((unsigned char *)copy + at, length - at);
        if (step == 0 || (step == 1 && ((unsigned char)copy[at] < ' ' || copy[at] == 0x7F))) {
            copy[at] = '?';
            step = 1;
        }
        at += step;
    }
    return copy;
}

/* Returns whether the reader has replaced the value that a problem is about, or a list or object that contains it. */
static bool report_is_settled(const struct findings *findings, const char *path, bool at_key)
{
    for (uint32_t i = findings->first; i < findings->read; i++) {
        const struct problem *problem = &findings->report->problems[i];
        size_t length = strlen(problem->raw);
        if (problem->settles && strncmp(problem->raw, path, length) == 0 &&
            ((path[length] == '\0' && !at_key) || path[length] == '/'))
            return true;
    }
    return false;
}

bool report_is_full(const struct findings *findings)
{
    return findings->errors > REPORT_ERRORS_MAX;
}

static void report_keep(struct findings *findings, struct problem problem, const char *path, const char *message)
{
    loyalty_report *report = findings->report;
    assert(problem.code);
    if (!report || findings->status)
        return;
    problem.raw = arena_text(&report->arena, path, strlen(path));
    problem.path = report_clean_text(&report->arena, path);
    problem.message = report_clean_text(&report->arena, message);
    if (!problem.raw || !problem.path || !problem.message ||
        memory_grow(&report->arena.allocator, (void **)&report->problems, &report->capacity, report->count + 1,
                    sizeof problem))
        findings->status = LOYALTY_E_MEMORY;
    else
        report->problems[report->count++] = problem;
}

static void report_add(struct findings *findings, struct problem problem, const char *path, const char *format,
                       va_list arguments)
{
    char message[REPORT_MESSAGE];
    if (problem.severity == LOYALTY_SEVERITY_ERROR)
        findings->errors++;
    if (report_is_full(findings)) {
        if (problem.severity == LOYALTY_SEVERITY_ERROR && findings->errors == REPORT_ERRORS_MAX + 1)
            report_keep(findings,
                        (struct problem){.severity = LOYALTY_SEVERITY_ERROR,
                                         .code = LOYALTY_PROBLEM_MORE_ERRORS,
                                         .offset = SIZE_MAX},
                        "", "there are more errors than these; fix these first");
        return;
    }
    vsnprintf(message, sizeof message, format, arguments);
    report_keep(findings, problem, path, message);
}

void report_error(struct findings *findings, enum loyalty_problem_code code, const char *path, const char *format, ...)
{
    va_list arguments;
    if (report_is_settled(findings, path, false))
        return;
    va_start(arguments, format);
    report_add(findings, (struct problem){.severity = LOYALTY_SEVERITY_ERROR, .code = code, .offset = SIZE_MAX}, path,
               format, arguments);
    va_end(arguments);
}

void report_key_error(struct findings *findings, enum loyalty_problem_code code, const char *path, const char *format,
                      ...)
{
    va_list arguments;
    if (report_is_settled(findings, path, true))
        return;
    va_start(arguments, format);
    report_add(findings,
               (struct problem){.severity = LOYALTY_SEVERITY_ERROR, .code = code, .offset = SIZE_MAX, .at_key = true},
               path, format, arguments);
    va_end(arguments);
}

void report_surplus(struct findings *findings, enum loyalty_problem_code code, const char *path, const char *format,
                    ...)
{
    va_list arguments;
    va_start(arguments, format);
    report_add(findings, (struct problem){.severity = LOYALTY_SEVERITY_ERROR, .code = code, .offset = SIZE_MAX}, path,
               format, arguments);
    va_end(arguments);
}

void report_fault(struct findings *findings, const char *path, struct report_fault fault, const char *format,
                  va_list arguments)
{
    report_add(findings,
               (struct problem){.severity = LOYALTY_SEVERITY_ERROR,
                                .code = fault.code,
                                .offset = fault.offset,
                                .at_key = fault.about == ABOUT_KEY,
                                .settles = fault.about == ABOUT_REPLACED_VALUE},
               path, format, arguments);
}

void report_warning(struct findings *findings, enum loyalty_problem_code code, const char *path, const char *format,
                    ...)
{
    va_list arguments;
    va_start(arguments, format);
    report_add(findings, (struct problem){.severity = LOYALTY_SEVERITY_WARNING, .code = code, .offset = SIZE_MAX}, path,
               format, arguments);
    va_end(arguments);
}
