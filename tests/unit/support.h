/* SPDX-License-Identifier: MIT */
/*
 * Short ways to write a unit test. Tables are JSON with ' for ", dates are texts. What a test asks comes back as a text
 * or a status, so that the assertion stands in the test. What cannot be set up at all fails the test.
 */
#ifndef UNIT_SUPPORT_H
#define UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <loyalty/loyalty.h>

#include "names.h" /* status_name() */

#define OK(call) assert_int_equal(call, LOYALTY_OK)
#define REFUSED(call) assert_int_equal(call, LOYALTY_E_ARGUMENT)

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A text that lives until 16 more were asked for. */
__attribute__((format(printf, 1, 2))) const char *text_of(const char *format, ...);

int32_t day(const char *date);
const char *date_text(int32_t date); /* "-" for LOYALTY_DATE_NONE */

/* The text with " for '; free() it. */
char *quoted(const char *text);
loyalty_program *table(const char *json);
loyalty_program *table_with(const char *json, const loyalty_options *options);
/* A builder of a sound table: kind visit, metric n, rungs a and b, segmentation s with cell c. */
loyalty_builder *sound_builder(void);
/* A customer of a table of its own: the customer alone keeps the program. */
loyalty_customer *customer_of(const char *json);

uint32_t kind_named(const loyalty_customer *customer, const char *name);
uint32_t metric_named(const loyalty_customer *customer, const char *name);
const char *rung_name(const loyalty_customer *customer, uint32_t index);
uint32_t rung_named(const loyalty_customer *customer, const char *name);
uint32_t cell_named(const loyalty_customer *customer, const char *segmentation, const char *name);

/* An event of a kind on a day, once, with value 0. */
loyalty_event event_of(const loyalty_customer *customer, const char *kind, const char *date);
int32_t record(loyalty_customer *customer, const char *kind, const char *date);
int32_t record_value(loyalty_customer *customer, const char *kind, const char *date, int32_t count, int64_t value);
int32_t record_id(loyalty_customer *customer, const char *kind, const char *date, const char *id);
int32_t advance(loyalty_customer *customer, const char *date);

/* "client since 2024-01-31", and ", failing since …, falls on …" where it fails; a status where there is none. */
const char *standing_text(const loyalty_customer *customer);
const char *next_text(const loyalty_customer *customer);
/* Value of a metric: "5", "5/2", or a status. */
const char *metric_text(const loyalty_customer *customer, const char *metric);
int64_t score_of(const loyalty_customer *customer);
/* Name of the cell, or a status. */
const char *segment_text(const loyalty_customer *customer, const char *segmentation);
/* "2024-01-31 suspect > client; …" */
const char *transitions_text(const loyalty_customer *customer);

/* Takes down what a callback is told: "2024-01-31 suspect > client; …", with "revoked " before what was undone. */
struct diary {
    char text[2000];
};
void write_down(void *diary, const loyalty_customer *customer, const loyalty_transition *transition);
/* What an advance, a record and an outlook tell. They must succeed. */
const char *told_by_advance(loyalty_customer *customer, const char *date);
const char *told_by_record(loyalty_customer *customer, const char *kind, const char *date, int32_t count);
const char *told_by_outlook(const loyalty_customer *customer, const char *until);

#endif
