/* SPDX-License-Identifier: MIT */
/* The public calls that read JSON. */
#include "compile.h"
#include "json_place.h"
#include "json_read.h"

static int32_t load(struct reader *reader, const char *text, size_t length, loyalty_program **program)
{
    struct findings *findings = reader->findings;
    if (length > LOYALTY_TABLE_MAX) {
        report_error_at(findings, 0, PLACE_SYNTAX, "the table is too large: at most %d bytes", LOYALTY_TABLE_MAX);
        return LOYALTY_E_TABLE;
    }
    json_t *value = json_read_text(reader, text, length);
    if (!value)
        return reader->status ? reader->status : findings->status ? findings->status : LOYALTY_E_TABLE;
    json_read_table(reader, value);
    /* What could be read is compiled even so: its problems are told too. */
    int32_t status = reader->status;
    if (!status && json_is_object(value))
        status = compile(reader->builder, findings, program);
    else if (!status)
        status = findings->status ? findings->status : LOYALTY_E_TABLE;
    json_decref(value);
    return status;
}

int32_t loyalty_program_from_json(const char *text, size_t length, const loyalty_options *options,
                                  loyalty_report *report, loyalty_program **program)
{
    if (!text || !program)
        return LOYALTY_E_ARGUMENT;
    struct findings findings = {report, 0, LOYALTY_OK};
    struct reader reader = {NULL, &findings, LOYALTY_OK};
    int32_t status = draft_new(options, &reader.builder);
    if (status)
        return status;
    status = load(&reader, text, length, program);
    loyalty_builder_free(reader.builder);
    if (report)
        json_place_report(report, text, length);
    return status;
}

int32_t loyalty_report_locate(loyalty_report *report, const char *text, size_t length)
{
    if (!report || !text)
        return LOYALTY_E_ARGUMENT;
    json_place_report(report, text, length);
    return LOYALTY_OK;
}

int32_t loyalty_has_json(void)
{
    return 1;
}
