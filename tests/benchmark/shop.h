/* SPDX-License-Identifier: MIT */
/* The replay's events and rules, and the rows that follow them. */
#ifndef BENCHMARK_SHOP_H
#define BENCHMARK_SHOP_H

#include <stdint.h>

enum kind { PURCHASE, VISIT, ADVERTISEMENT, RETURN, REVIEW, REFERRAL, KINDS };
enum rung { SUSPECT, PROSPECT, CUSTOMER, CLIENT, ADVOCATE };

struct shop_event {
    uint32_t customer;
    int32_t arrival; /* the day on which it becomes known; ascending */
    int32_t date;    /* up to 30 days before */
    int32_t value;
    int32_t kind;
};

struct shop {
    uint32_t customers, events;
    struct shop_event *log;
};

/*
 * One way to follow the rules. After each event the customer's rung on the day of its arrival is written to `rungs`.
 * Returns the seconds that took, and tells how many bytes it held at the end.
 */
struct row {
    const char *name, *title;
    double (*run)(const struct shop *shop, uint32_t events, uint8_t *rungs, size_t *bytes);
};

double yardstick_run(const struct shop *shop, uint32_t events, uint8_t *rungs, size_t *bytes);
double library_run(const struct shop *shop, uint32_t events, uint8_t *rungs, size_t *bytes);
double sqlite_run(const struct shop *shop, uint32_t events, uint8_t *rungs, size_t *bytes);

#endif
