/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: any bytes as a rule table. Reading never breaks, and says what is wrong in clean texts at places inside
 * the text. A table that loads can be checked, and takes events and answers questions.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { EVENTS = 40, FIRST_DAY = 19700 };

/* Problems with places in a text of so many lines. */
static void read_report(const loyalty_report *report, int32_t severity, uint32_t lines)
{
    uint32_t line = 0, column = 0;
    for (uint32_t i = 0; i < loyalty_report_count(report); i++) {
        loyalty_problem problem = {.size = sizeof problem};
        MUST(loyalty_report_problem(report, i, &problem));
        require_clean(problem.message);
        require_clean(problem.path);
        REQUIRE(problem.message[0], "a problem without a message");
        REQUIRE(!problem.path[0] || problem.path[0] == '/', "no path: %s", problem.path);
        REQUIRE(problem.severity == severity, "severity %d of: %s", (int)problem.severity, problem.message);
        REQUIRE(problem.line >= 1 && problem.line <= lines && problem.column >= 1, "place %u:%u of: %s",
                (unsigned)problem.line, (unsigned)problem.column, problem.message);
        REQUIRE(problem.line > line || (problem.line == line && problem.column >= column), "not in order: %s",
                problem.message);
        line = problem.line;
        column = problem.column;
    }
}

static void read_labels(const loyalty_program *program, int32_t object)
{
    const char *label;
    for (uint32_t i = 0; loyalty_program_label(program, object, i, "fa-IR", &label) == LOYALTY_OK; i++)
        REQUIRE(label[0], "an empty label");
}

static int32_t host(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)user, (void)customer_user;
    if (date % 5 == 0)
        return LOYALTY_E_UNDEFINED;
    *value = date % 11 - 3;
    *until = date + date % 3;
    return LOYALTY_OK;
}

static int64_t within(int64_t least, int64_t most, uint32_t seed)
{
    int64_t value = (int64_t)(seed % 200) - 50;
    return value < least ? least : value > most ? most : value;
}

/* Some events in order, some late; and every question. */
static void live(loyalty_program *program)
{
    loyalty_table_info table = {.size = sizeof table};
    loyalty_customer *customer, *copy;
    size_t needed;
    MUST(loyalty_program_table(program, &table));
    int32_t status = loyalty_customer_new(program, &customer);
    if (status == LOYALTY_E_UNBOUND)
        return;
    must(status, "new");
    for (uint32_t i = 0; i < EVENTS; i++) {
        loyalty_event event = {.size = sizeof event, .kind = i % table.kind_count, .count = i % 9 ? 1 : -1};
        loyalty_kind_info kind = {.size = sizeof kind};
        MUST(loyalty_program_kind(program, event.kind, &kind));
        event.date = FIRST_DAY + (int32_t)(i * 7 % 100);
        event.value = within(kind.value_min, kind.value_max, i * 37);
        status = loyalty_customer_record(customer, &event, NULL, NULL);
        REQUIRE(!status || status == LOYALTY_E_TOO_LATE || status == LOYALTY_E_OVERFLOW, "record: %d", (int)status);
        if (i % 3 == 0)
            MUST(loyalty_customer_advance(customer, FIRST_DAY + (int32_t)i * 3, NULL, NULL));
    }
    MUST(loyalty_customer_copy(customer, &copy));
    status = loyalty_customer_merge(copy, customer, NULL, NULL, NULL);
    REQUIRE(!status || status == LOYALTY_E_OVERFLOW, "merge: %d", (int)status);
    loyalty_customer_free(copy);
    status = loyalty_customer_json(customer, "fa", FIRST_DAY + 500, NULL, 0, &needed);
    REQUIRE(status == LOYALTY_E_SPACE || status == LOYALTY_E_ABSENT, "json: %d", (int)status);
    if (status == LOYALTY_E_SPACE) {
        char *text = malloc(needed + 1);
        if (!text)
            abort();
        MUST(loyalty_customer_json(customer, "fa", FIRST_DAY + 500, text, needed + 1, &needed));
        free(text);
    }
    loyalty_customer_free(customer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"f", "weather", "stock_of_shop"};
    struct counting heap = {.fail_at = ALLOCATOR_NEVER};
    loyalty_options *options = counting_options(&heap);
    loyalty_report *report;
    loyalty_program *program = NULL;
    const char *text = size ? (const char *)data : "";
    uint32_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        MUST(loyalty_options_bind(options, names[i], host, NULL));
    MUST(loyalty_report_new(options, &report));
    int32_t status = loyalty_program_from_json(text, size, options, report, &program);
    REQUIRE(status == LOYALTY_OK || status == LOYALTY_E_TABLE, "from_json: %d", (int)status);
    REQUIRE((status == LOYALTY_OK) == (program != NULL), "a program comes with OK, and only with it");
    REQUIRE((status == LOYALTY_OK) == (loyalty_report_count(report) == 0), "problems come with failure, and only so");
    read_report(report, LOYALTY_SEVERITY_ERROR, lines);
    MUST(loyalty_report_locate(report, text, size));
    read_report(report, LOYALTY_SEVERITY_ERROR, lines);
    if (program) {
        MUST(loyalty_program_check(program, report));
        MUST(loyalty_report_locate(report, text, size));
        read_report(report, LOYALTY_SEVERITY_WARNING, lines);
        for (int32_t object = LOYALTY_OBJECT_KIND; object <= LOYALTY_OBJECT_ACTION; object++)
            read_labels(program, object);
        live(program);
    }
    loyalty_program_unref(program);
    loyalty_report_free(report);
    loyalty_options_free(options);
    require_clean_heap(&heap);
    return 0;
}
