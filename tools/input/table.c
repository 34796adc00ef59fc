/* SPDX-License-Identifier: MIT */
/* A rule table: its text, from a file or the presets, and what it compiles to. */
#include "input/table.h"

#include "input/foreign.h"
#include "output/tell.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Reads up to one byte more than a table may have, so that the library itself can refuse a larger table. */
static bool table_read_file(const char *name, FILE *file, struct table_text *table)
{
    size_t capacity = 65536;
    char *text = malloc(capacity);
    size_t length = 0;
    while (text) {
        length += fread(text + length, 1, capacity - length, file);
        if (length < capacity || length > LOYALTY_TABLE_MAX)
            break;
        char *larger = realloc(text, capacity * 2);
        if (!larger)
            free(text);
        text = larger;
        capacity *= 2;
    }
    if (!text) {
        tell_status(LOYALTY_E_MEMORY);
        return false;
    }
    if (ferror(file)) {
        tell("%s: %s", name, strerror(errno));
        free(text);
        return false;
    }
    if (foreign_refuse_table(name, text, length)) {
        free(text);
        return false;
    }
    *table = (struct table_text){.text = text, .length = length, .owned = text};
    return true;
}

static bool table_read_preset(const char *name, struct table_text *table)
{
    *table = (struct table_text){0};
    if (!loyalty_preset_json(name, &table->text, &table->length))
        return true;
    tell("%s: no such file or preset; see `loyalty presets`", name);
    return false;
}

bool table_text_read(const char *name, struct table_text *table)
{
    FILE *file = fopen(name, "rb");
    if (!file && errno == ENOENT)
        return table_read_preset(name, table);
    if (!file) {
        tell("%s: %s", name, strerror(errno));
        return false;
    }
    bool result = table_read_file(name, file, table);
    fclose(file);
    return result;
}

void table_text_free(struct table_text *table)
{
    free(table->owned);
    *table = (struct table_text){0};
}

void table_print_problems(FILE *out, const char *name, const loyalty_report *report)
{
    for (uint32_t i = 0; i < loyalty_report_count(report); i++) {
        loyalty_problem problem = {.size = sizeof problem};
        if (loyalty_report_problem(report, i, &problem))
            continue;
        fprintf(out, "%s:", name);
        if (problem.line > 0)
            fprintf(out, "%" PRIu32 ":%" PRIu32 ":", problem.line, problem.column);
        fputs(problem.severity == LOYALTY_SEVERITY_WARNING ? " warning: " : " error: ", out);
        /* The path of the whole document is empty. */
        if (problem.path[0] != '\0')
            fprintf(out, "%s: ", problem.path);
        fprintf(out, "%s\n", problem.message);
    }
}

/* Reports host metrics: the command binds no function, so it cannot compute them. Returns whether there is any. */
static bool table_refuse_host_metrics(const char *name, const struct table *table)
{
    bool refused = false;
    for (uint32_t i = 0; i < table->info.metric_count; i++) {
        loyalty_metric_info metric = {.size = sizeof metric};
        if (loyalty_program_metric(table->program, i, &metric) || metric.measure != LOYALTY_MEASURE_HOST)
            continue;
        fprintf(stderr,
                "%s: error: /metrics/%s: the host's function \"%s\" computes this metric, and the command does not "
                "have it; only `loyalty check` accepts this table\n",
                name, metric.name, metric.host);
        refused = true;
    }
    return refused;
}

static bool table_compile(const char *name, const struct table_text *text, loyalty_program **program)
{
    loyalty_report *report = NULL;
    int32_t status = loyalty_report_new(NULL, &report);
    if (!status)
        status = loyalty_program_from_json(text->text, text->length, NULL, report, program);
    if (status == LOYALTY_E_TABLE)
        table_print_problems(stderr, name, report);
    else if (status)
        tell("%s: %s", name, loyalty_status_text(status));
    loyalty_report_free(report);
    return !status;
}

bool table_load(const char *name, struct table *table)
{
    *table = (struct table){.info = {.size = sizeof table->info}};
    struct table_text text;
    if (!table_text_read(name, &text))
        return false;
    bool compiled = table_compile(name, &text, &table->program);
    table_text_free(&text);
    if (!compiled || !tell_status(loyalty_program_table(table->program, &table->info)))
        return false;
    loyalty_rung_info rung = {.size = sizeof rung};
    for (uint32_t i = 0; i < table->info.rung_count && !loyalty_program_rung(table->program, i, &rung); i++)
        table->rungs[i] = rung.name;
    return !table_refuse_host_metrics(name, table);
}

void table_free(struct table *table)
{
    loyalty_program_unref(table->program);
    *table = (struct table){0};
}
