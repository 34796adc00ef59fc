/* SPDX-License-Identifier: MIT */
/*
 * Short forms for unit tests. Tables are JSON with ' for ", dates are texts. Answers are returned as a text or a
 * status, so that the test itself makes the assertion. A set-up that fails makes the test fail.
 */
#ifndef UNIT_SUPPORT_H
#define UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <loyalty/analysis.h>

#include "names.h" /* status_name() */

#define OK(call) assert_int_equal(call, LOYALTY_OK)
#define REFUSED(call) assert_int_equal(call, LOYALTY_E_ARGUMENT)

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* Returns a formatted text that lives until 16 more were returned. */
__attribute__((format(printf, 1, 2))) const char *text_of(const char *format, ...);

int32_t day(const char *date);
const char *date_text(int32_t date); /* "-" for LOYALTY_DATE_NONE */

/* Returns the text with " for '. The caller frees it. */
char *quoted(const char *text);
loyalty_program *table(const char *json);
loyalty_program *table_with(const char *json, const loyalty_options *options);
/* Adds a metric that has no key beside `within`; active days and streaks are those of days. Returns the call's status. */
int32_t add_metric(loyalty_builder *b, const char *name, int32_t type, const char *const *operands, size_t count,
                   const char *within);
/* Returns a builder of a valid table: kind visit, metric n, rungs a and b, segmentation s with cell c. */
loyalty_builder *sound_builder(void);
/* Returns a customer with a table of its own. Only the customer has a reference to the program. */
loyalty_customer *customer_of(const char *json);

uint32_t kind_named(const loyalty_customer *customer, const char *name);
uint32_t metric_named(const loyalty_customer *customer, const char *name);
const char *rung_name(const loyalty_customer *customer, uint32_t index);
uint32_t rung_named(const loyalty_customer *customer, const char *name);
uint32_t cell_named(const loyalty_customer *customer, const char *segmentation, const char *name);

/* Returns an event of a kind on a day, with count 1 and value 0. */
loyalty_event event_of(const loyalty_customer *customer, const char *kind, const char *date);
int32_t record(loyalty_customer *customer, const char *kind, const char *date);
int32_t record_value(loyalty_customer *customer, const char *kind, const char *date, int32_t count, int64_t value);
int32_t record_id(loyalty_customer *customer, const char *kind, const char *date, const char *id);
int32_t advance(loyalty_customer *customer, const char *date);
/* Doubles a log: merges a customer with a copy of itself. */
int32_t merge_with_copy(loyalty_customer *customer);

/* Returns "client since 2024-01-31", with ", failing since …, falls on …" if keep fails; or a status. */
const char *standing_text(const loyalty_customer *customer);
const char *next_text(const loyalty_customer *customer);
/* Returns the value of a metric, "5" or "5/2"; or a status. */
const char *metric_text(const loyalty_customer *customer, const char *metric);
int64_t score_of(const loyalty_customer *customer);
/* Returns the name of the cell, "NONE" if none holds; or a status. */
const char *segment_text(const loyalty_customer *customer, const char *segmentation);
/* Returns "2024-01-31 suspect > client; …". */
const char *transitions_text(const loyalty_customer *customer);

/* Transitions as write_down() gets them: "2024-01-31 suspect > client; …", with "revoked " before a revoked one. */
struct diary {
    char text[2000];
};
int32_t write_down(void *diary, const loyalty_customer *customer, const loyalty_transition *transition);
/* Return the transitions that an advance, a record or an outlook calls back with. The call must succeed. */
const char *told_by_advance(loyalty_customer *customer, const char *date);
const char *told_by_record(loyalty_customer *customer, const char *kind, const char *date, int32_t count);
const char *told_by_outlook(const loyalty_customer *customer, const char *until);

#endif
