/* SPDX-License-Identifier: MIT */
/* The public calls that read JSON. */
#include "json/read.h"

#include "table/compile.h"
#include "json/place.h"

/* Reports all errors in a table, and makes the program if there are none. */
static int32_t read_table(loyalty_builder *builder, struct findings *findings, const struct json *table,
                          loyalty_program **program)
{
    struct reader reader = {builder, findings, LOYALTY_OK};
    json_read_table(&reader, table);
    if (reader.status)
        return reader.status;
    if (table->type != JSON_OBJECT)
        return findings->status ? findings->status : LOYALTY_E_TABLE;
    /* The draft is compiled even after errors, so that the compiler reports its own. */
    findings->read = findings->report ? findings->report->count : 0;
    return compile(builder, findings, program);
}

static int32_t read_text(loyalty_builder *builder, struct findings *findings, const char *text, size_t length,
                         loyalty_program **program)
{
    struct json *table = NULL;
    int32_t status = json_parse(&builder->arena, findings, text, length, &table);
    if (!status)
        status = read_table(builder, findings, table, program);
    if (findings->report)
        json_place_report(findings->report, table, text, length);
    return status;
}

loyalty_status loyalty_program_from_json(const char *text, size_t length, const loyalty_options *options,
                                         loyalty_report *report, loyalty_program **program)
{
    if (!text || !program)
        return LOYALTY_E_ARGUMENT;
    struct findings findings = {.report = report, .first = report ? report->count : 0};
    if (length > LOYALTY_TABLE_MAX) {
        report_error(&findings, LOYALTY_PROBLEM_LIMIT, "", "the table is too large; write at most %d bytes",
                     LOYALTY_TABLE_MAX);
        if (report)
            json_place_report(report, NULL, "", 0);
        return findings.status ? findings.status : LOYALTY_E_TABLE;
    }
    loyalty_builder *builder;
    int32_t status = draft_new(options, &builder);
    if (status)
        return status;
    status = read_text(builder, &findings, text, length, program);
    draft_free(builder);
    return status;
}

loyalty_status loyalty_report_locate(loyalty_report *report, const char *text, size_t length)
{
    if (!report || !text || length > UINT32_MAX)
        return LOYALTY_E_ARGUMENT;
    struct arena arena = {.allocator = report->arena.allocator};
    struct findings silent = {.report = NULL};
    struct json *root = NULL;
    int32_t status = json_parse(&arena, &silent, text, length, &root);
    if (status != LOYALTY_E_MEMORY) /* if a text is not JSON, places are found as far as it can be read */
        json_place_report(report, root, text, length);
    arena_free(&arena);
    return status == LOYALTY_E_MEMORY ? status : LOYALTY_OK;
}
