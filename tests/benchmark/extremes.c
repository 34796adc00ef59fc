/* SPDX-License-Identifier: MIT */
/* Counts and values at the limits of 64 bits, whose sums over many days need more. */
#include <stdio.h>

#include "measure.h"

/* 2000-01-01. Doubled so often, a count of INT32_MAX is 2^63 less 2^32. */
enum { FIRST_DAY = 10957, DAYS = 5000, DOUBLINGS = 32 };

static const char table[] =
    "{\"format\": 1, \"name\": \"extremes\","
    " \"events\": {\"transfer\": {\"value\": [-9223372036854775808, 9223372036854775807]}},"
    " \"metrics\": {"
    "   \"number\": {\"count\": \"transfer\", \"within\": \"365d\"},"
    "   \"ever\": {\"count\": \"transfer\"},"
    "   \"balance\": {\"sum\": \"transfer\"},"
    "   \"year\": {\"sum\": \"transfer\", \"within\": \"365d\"},"
    "   \"this_year\": {\"sum\": \"transfer\", \"within\": \"year\"},"
    "   \"usual\": {\"mean\": \"transfer\", \"within\": \"12m\"},"
    "   \"growth\": {\"share\": [\"year\", \"balance\"]}},"
    " \"score\": {\"points\": {"
    "   \"year\": [[-9223372036854775808, 10], [0, 100], [9223372036854775807, 500]],"
    "   \"usual\": [[-9223372036854775808, 10], [0, 100], [9223372036854775807, 200]]}},"
    " \"ladder\": ["
    "   {\"rung\": \"low\"},"
    "   {\"rung\": \"middle\", \"enter\": [\"ever >= 1\", \"year >= -9223372036854775808\"]},"
    "   {\"rung\": \"high\", \"enter\": [\"balance >= 9223372036854775807\", \"number >= 9223372036854775807\"]},"
    "   {\"rung\": \"top\", \"enter\": [\"growth >= 9223372036854775807\", \"usual == 9223372036854775807\","
    "    \"this_year == -9223372036854775808\", \"score >= 900\"]}]}";

static const struct extreme {
    const char *title;
    int64_t value, other; /* of the events on every other day */
    int32_t count;
    int doublings;
} extremes_of[] = {{"counts of 1, values up to 100", 100, 1, 1, 0},
                   {"values of 2^63 - 1", INT64_MAX, INT64_MAX, 1, 0},
                   {"values of -2^63", INT64_MIN, INT64_MIN, 1, 0},
                   {"values of 2^63 - 1 and -2^63 in turn", INT64_MAX, INT64_MIN, 1, 0},
                   {"counts of 2^63 - 2^32, values of 1", 1, 1, INT32_MAX, DOUBLINGS},
                   {"the same, values of 1 and -1 in turn", 1, -1, INT32_MAX, DOUBLINGS}};

/* All events, before the first day. */
static loyalty_customer *fill(loyalty_program *program, const struct extreme *extreme)
{
    loyalty_event event = {.size = sizeof event, .count = extreme->count};
    loyalty_customer *customer, *copy;
    must(loyalty_customer_new(program, &customer));
    for (int32_t day = 0; day < DAYS; day++) {
        event.date = FIRST_DAY + day;
        event.value = day % 2 ? extreme->other : extreme->value;
        must(loyalty_customer_record(customer, &event, NULL, NULL));
    }
    for (int i = 0; i < extreme->doublings; i++) {
        must(loyalty_customer_copy(customer, &copy));
        must(loyalty_customer_merge(customer, copy, NULL, NULL, NULL));
        loyalty_customer_free(copy);
    }
    return customer;
}

/* Seconds of all days, one by one. */
static double live(loyalty_program *program, const struct extreme *extreme)
{
    loyalty_customer *customer = fill(program, extreme);
    double begin = measure_clock();
    for (int32_t day = 0; day < DAYS; day++)
        must(loyalty_customer_advance(customer, FIRST_DAY + day, NULL, NULL));
    double seconds = measure_clock() - begin;
    loyalty_customer_free(customer);
    return seconds;
}

void extremes(const struct options *options)
{
    loyalty_program *program = program_from_text(table, NULL);
    double usual = 0;
    printf("Extremes: a customer with an event on each of %d days, advanced day by day, beside small numbers.\n"
           "  %-42s %12s %12s\n",
           DAYS, "", "s", "ns a day");
    for (size_t i = 0; i < sizeof extremes_of / sizeof *extremes_of; i++) {
        double seconds[RUNS_MAX];
        for (uint32_t run = 0; run < options->runs; run++)
            seconds[run] = live(program, &extremes_of[i]);
        double median = measure_median(seconds, options->runs);
        if (i == 0)
            usual = median;
        printf("  %-42s %12.4f %12.0f (%5.2f×)\n", extremes_of[i].title, median, 1e9 * median / DAYS, median / usual);
    }
    loyalty_program_unref(program);
}
