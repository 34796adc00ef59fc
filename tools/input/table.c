/* SPDX-License-Identifier: MIT */
#include "input/table.h"

#include "output/tell.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* One byte more than a table may have is read, so that the library can refuse a larger one itself. */
static int read_all(const char *name, FILE *file, struct table_text *table)
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
        tell("%s", loyalty_status_text(LOYALTY_E_MEMORY));
        return -1;
    }
    if (ferror(file)) {
        tell("%s: %s", name, strerror(errno));
        free(text);
        return -1;
    }
    *table = (struct table_text){.text = text, .length = length, .owned = text};
    return 0;
}

static int read_preset(const char *name, struct table_text *table)
{
    *table = (struct table_text){0};
    if (loyalty_preset_json(name, &table->text, &table->length) == LOYALTY_OK)
        return 0;
    tell("%s: there is no such file, and no preset of that name; `loyalty presets` lists them", name);
    return -1;
}

int table_text_read(const char *name, struct table_text *table)
{
    FILE *file = fopen(name, "rb");
    if (!file && errno == ENOENT)
        return read_preset(name, table);
    if (!file) {
        tell("%s: %s", name, strerror(errno));
        return -1;
    }
    int result = read_all(name, file, table);
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
        if (loyalty_report_problem(report, i, &problem) != LOYALTY_OK)
            continue;
        fprintf(out, "%s:", name);
        if (problem.line > 0)
            fprintf(out, "%" PRIu32 ":%" PRIu32 ":", problem.line, problem.column);
        fputs(problem.severity == LOYALTY_WARNING ? " warning: " : " error: ", out);
        /* The path of the whole document is empty. */
        if (problem.path[0] != '\0')
            fprintf(out, "%s: ", problem.path);
        fprintf(out, "%s\n", problem.message);
    }
}

/* No function is bound here, so such a table could not be computed. */
static int refuse_host_metrics(const char *name, const loyalty_program *program)
{
    loyalty_table_info table = {.size = sizeof table};
    if (loyalty_program_table(program, &table) != LOYALTY_OK)
        return -1;
    int result = 0;
    for (uint32_t i = 0; i < table.metric_count; i++) {
        loyalty_metric_info metric = {.size = sizeof metric};
        if (loyalty_program_metric(program, i, &metric) != LOYALTY_OK || metric.type != LOYALTY_METRIC_HOST)
            continue;
        fprintf(stderr,
                "%s: error: /metrics/%s: the host's function \"%s\" computes this metric; the command has no such "
                "function, only `loyalty check` takes this table\n",
                name, metric.name, metric.host);
        result = -1;
    }
    return result;
}

static int compile(const char *name, const struct table_text *table, loyalty_program **program)
{
    loyalty_report *report = NULL;
    int32_t status = loyalty_report_new(NULL, &report);
    if (status == LOYALTY_OK)
        status = loyalty_program_from_json(table->text, table->length, NULL, report, program);
    if (status == LOYALTY_E_TABLE)
        table_print_problems(stderr, name, report);
    else if (status != LOYALTY_OK)
        tell("%s: %s", name, loyalty_status_text(status));
    loyalty_report_free(report);
    return status == LOYALTY_OK ? 0 : -1;
}

uint32_t table_rungs(const loyalty_program *program, const char *names[LOYALTY_RUNGS_MAX])
{
    uint32_t count = 0;
    loyalty_rung_info rung = {.size = sizeof rung};
    while (count < LOYALTY_RUNGS_MAX && loyalty_program_rung(program, count, &rung) == LOYALTY_OK)
        names[count++] = rung.name;
    return count;
}

int table_load(const char *name, loyalty_program **program)
{
    struct table_text table;
    if (table_text_read(name, &table) != 0)
        return -1;
    int result = compile(name, &table, program);
    table_text_free(&table);
    if (result == 0 && refuse_host_metrics(name, *program) != 0) {
        loyalty_program_unref(*program);
        *program = NULL;
        result = -1;
    }
    return result;
}
