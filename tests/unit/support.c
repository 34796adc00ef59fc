/* SPDX-License-Identifier: MIT */
/* Makes tables and customers from short texts, and texts of what they answer. */
#include "support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *text_of(const char *format, ...)
{
    static char texts[16][2100];
    static size_t turn;
    char *text = texts[turn++ % LENGTH(texts)];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof *texts, format, arguments);
    va_end(arguments);
    assert_in_range(length, 0, sizeof *texts - 1);
    return text;
}

int32_t day(const char *date)
{
    int32_t number;
    if (loyalty_date_parse(date, strlen(date), &number))
        fail_msg("no date: %s", date);
    return number;
}

const char *date_text(int32_t date)
{
    char text[sizeof "YYYY-MM-DD"];
    if (date == LOYALTY_DATE_NONE)
        return "-";
    assert_int_equal(loyalty_date_format(date, text, sizeof text), LOYALTY_OK);
    return text_of("%s", text);
}

char *quoted(const char *text)
{
    size_t length = strlen(text);
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    for (size_t i = 0; i <= length; i++)
        copy[i] = text[i] == '\'' ? '"' : text[i];
    return copy;
}

loyalty_program *table_with(const char *json, const loyalty_options *options)
{
    loyalty_report *report;
    loyalty_program *program = NULL;
    char *text = quoted(json);
    assert_int_equal(loyalty_report_new(NULL, &report), LOYALTY_OK);
    int32_t status = loyalty_program_from_json(text, strlen(text), options, report, &program);
    for (uint32_t i = 0; i < loyalty_report_count(report); i++) {
        loyalty_problem problem = {.size = sizeof problem};
        assert_int_equal(loyalty_report_problem(report, i, &problem), LOYALTY_OK);
        print_error("%" PRIu32 ":%" PRIu32 ": %s: %s\n", problem.line, problem.column, problem.path, problem.message);
    }
    assert_int_equal(status, LOYALTY_OK);
    loyalty_report_free(report);
    free(text);
    return program;
}

loyalty_program *table(const char *json)
{
    return table_with(json, NULL);
}

int32_t add_metric(loyalty_builder *b, const char *name, int32_t type, const char *const *operands, size_t count,
                   const char *within)
{
    const bool counts_periods = type == LOYALTY_MEASURE_ACTIVE || type == LOYALTY_MEASURE_STREAK;
    const loyalty_metric_definition definition = {.size = sizeof definition,
                                                  .measure = type,
                                                  .period = counts_periods ? LOYALTY_PERIOD_DAY : LOYALTY_PERIOD_NONE,
                                                  .operands = operands,
                                                  .operand_count = (uint32_t)count,
                                                  .within = within};
    return loyalty_builder_add_metric(b, name, &definition);
}

loyalty_builder *sound_builder(void)
{
    static const char *const visit[] = {"visit"};
    loyalty_builder *b;
    OK(loyalty_builder_new(NULL, &b));
    OK(loyalty_builder_set_name(b, "t"));
    OK(loyalty_builder_add_kind(b, "visit", 0, 10));
    OK(add_metric(b, "n", LOYALTY_MEASURE_COUNT, visit, 1, NULL));
    OK(loyalty_builder_add_rung(b, "a"));
    OK(loyalty_builder_add_rung(b, "b"));
    OK(loyalty_builder_add_enter(b, "b", 0, "n >= 1"));
    OK(loyalty_builder_add_cell(b, "s", "c"));
    return b;
}

loyalty_customer *customer_of(const char *json)
{
    loyalty_program *program = table(json);
    loyalty_customer *customer;
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_OK);
    loyalty_program_unref(program);
    return customer;
}

static uint32_t named(const loyalty_customer *customer, int32_t object, const char *name)
{
    uint32_t index;
    if (loyalty_program_find(loyalty_customer_program(customer), object, name, &index))
        fail_msg("the table has no %s", name);
    return index;
}

uint32_t kind_named(const loyalty_customer *customer, const char *name)
{
    return named(customer, LOYALTY_OBJECT_KIND, name);
}

uint32_t metric_named(const loyalty_customer *customer, const char *name)
{
    return named(customer, LOYALTY_OBJECT_METRIC, name);
}

uint32_t rung_named(const loyalty_customer *customer, const char *name)
{
    return named(customer, LOYALTY_OBJECT_RUNG, name);
}

uint32_t cell_named(const loyalty_customer *customer, const char *segmentation, const char *name)
{
    uint32_t index, of = named(customer, LOYALTY_OBJECT_SEGMENTATION, segmentation);
    if (loyalty_program_find_cell(loyalty_customer_program(customer), of, name, &index))
        fail_msg("the table has no %s in %s", name, segmentation);
    return index;
}

loyalty_event event_of(const loyalty_customer *customer, const char *kind, const char *date)
{
    return (loyalty_event){
        .size = sizeof(loyalty_event), .kind = kind_named(customer, kind), .date = day(date), .count = 1};
}

int32_t record(loyalty_customer *customer, const char *kind, const char *date)
{
    return record_value(customer, kind, date, 1, 0);
}

int32_t record_value(loyalty_customer *customer, const char *kind, const char *date, int32_t count, int64_t value)
{
    loyalty_event event = event_of(customer, kind, date);
    event.count = count;
    event.value = value;
    return loyalty_customer_record(customer, &event, NULL, NULL);
}

int32_t record_id(loyalty_customer *customer, const char *kind, const char *date, const char *id)
{
    loyalty_event event = event_of(customer, kind, date);
    event.id = id;
    event.id_length = (uint32_t)strlen(id);
    return loyalty_customer_record(customer, &event, NULL, NULL);
}

int32_t merge_with_copy(loyalty_customer *customer)
{
    loyalty_customer *copy;
    int32_t status = loyalty_customer_copy(customer, &copy);
    if (status)
        return status;
    status = loyalty_customer_merge(customer, copy, NULL, NULL, NULL);
    loyalty_customer_free(copy);
    return status;
}

int32_t advance(loyalty_customer *customer, const char *date)
{
    return loyalty_customer_advance(customer, day(date), NULL, NULL);
}

const char *rung_name(const loyalty_customer *customer, uint32_t index)
{
    loyalty_rung_info info = {.size = sizeof info};
    assert_int_equal(loyalty_program_rung(loyalty_customer_program(customer), index, &info), LOYALTY_OK);
    return info.name;
}

const char *standing_text(const loyalty_customer *customer)
{
    loyalty_standing now = {.size = sizeof now};
    int32_t status = loyalty_customer_standing(customer, &now);
    if (status)
        return status_name(status);
    const char *text = text_of("%s since %s", rung_name(customer, now.rung), date_text(now.since));
    assert_int_equal(now.failing == LOYALTY_DATE_NONE ? LOYALTY_DATE_NONE : now.falls_on, now.falls_on);
    if (now.failing == LOYALTY_DATE_NONE)
        return text;
    return text_of("%s, failing since %s, falls on %s", text, date_text(now.failing), date_text(now.falls_on));
}

const char *next_text(const loyalty_customer *customer)
{
    loyalty_standing now = {.size = sizeof now};
    int32_t status = loyalty_customer_standing(customer, &now);
    return status ? status_name(status) : date_text(now.next);
}

const char *metric_text(const loyalty_customer *customer, const char *metric)
{
    int64_t numerator, denominator;
    int32_t status = loyalty_customer_metric(customer, metric_named(customer, metric), &numerator, &denominator);
    if (status)
        return status_name(status);
    return denominator == 1 ? text_of("%" PRId64, numerator) : text_of("%" PRId64 "/%" PRId64, numerator, denominator);
}

int64_t score_of(const loyalty_customer *customer)
{
    loyalty_standing now = {.size = sizeof now};
    assert_int_equal(loyalty_customer_standing(customer, &now), LOYALTY_OK);
    return now.score;
}

const char *segment_text(const loyalty_customer *customer, const char *segmentation)
{
    uint32_t cell;
    loyalty_cell_info info = {.size = sizeof info};
    int32_t status =
        loyalty_customer_segment(customer, named(customer, LOYALTY_OBJECT_SEGMENTATION, segmentation), &cell);
    if (status)
        return status_name(status);
    if (cell == LOYALTY_NONE)
        return "NONE";
    assert_int_equal(loyalty_program_cell(loyalty_customer_program(customer), cell, &info), LOYALTY_OK);
    return info.name;
}

int32_t write_down(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct diary *diary = user;
    size_t used = strlen(diary->text);
    assert_int_equal(transition->size, sizeof *transition);
    assert_int_equal(transition->direction,
                     transition->to_rung > transition->from_rung ? LOYALTY_DIRECTION_UP : LOYALTY_DIRECTION_DOWN);
    assert_int_not_equal(transition->to_rung, transition->from_rung);
    assert_in_range(transition->revoked, 0, 1);
    int length = snprintf(diary->text + used, sizeof diary->text - used, "%s%s%s %s > %s", used ? "; " : "",
                          transition->revoked ? "revoked " : "", date_text(transition->date),
                          rung_name(customer, transition->from_rung), rung_name(customer, transition->to_rung));
    assert_in_range(length, 1, sizeof diary->text - used - 1);
    return 0;
}

const char *transitions_text(const loyalty_customer *customer)
{
    struct diary diary = {""};
    loyalty_transition transition = {.size = sizeof transition};
    uint32_t count = loyalty_customer_transition_count(customer);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(loyalty_customer_transition(customer, i, &transition), LOYALTY_OK);
        write_down(&diary, customer, &transition);
    }
    assert_int_equal(loyalty_customer_transition(customer, count, &transition), LOYALTY_E_INDEX);
    return text_of("%s", diary.text);
}

const char *told_by_advance(loyalty_customer *customer, const char *date)
{
    struct diary diary = {""};
    assert_int_equal(loyalty_customer_advance(customer, day(date), write_down, &diary), LOYALTY_OK);
    return text_of("%s", diary.text);
}

const char *told_by_record(loyalty_customer *customer, const char *kind, const char *date, int32_t count)
{
    struct diary diary = {""};
    loyalty_event event = event_of(customer, kind, date);
    event.count = count;
    assert_int_equal(loyalty_customer_record(customer, &event, write_down, &diary), LOYALTY_OK);
    return text_of("%s", diary.text);
}

const char *told_by_outlook(const loyalty_customer *customer, const char *until)
{
    struct diary diary = {""};
    assert_int_equal(loyalty_customer_outlook(customer, day(until), write_down, &diary), LOYALTY_OK);
    return text_of("%s", diary.text);
}
