/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_SCENARIO_H
#define PROPERTIES_SCENARIO_H

#include <loyalty/analysis.h>

#include "random.h"
#include "reference.h"

enum { SCENARIO_EVENTS = 700, SCENARIO_ID = 16, SCENARIO_HOSTS = 3 };

/* What a property needs of a scenario, beside chance. */
struct wishes {
    int accept_late_min, accept_late_max; /* days */
    int events_min, events_max;
    bool may_overflow; /* sums of a day may leave 64 bits; otherwise they cannot, in whatever order events arrive */
    bool deep;         /* shares of shares of shares of shares of means of extreme values */
};

/* A rule table made up at random, and events to go with it in the order of their arrival. */
struct scenario {
    char *text; /* the table */
    struct ref_table *table;
    loyalty_program *program;
    bool keeps;         /* whether the program keeps the contents of ids */
    uint64_t host_seed; /* the customers' user pointer points to it */
    int first, last;    /* the days between which things happen */
    int events;
    struct ref_event event[SCENARIO_EVENTS];
    char id[SCENARIO_EVENTS][SCENARIO_ID];
};

/* Ends the program, with the table, where the library refuses it. */
struct scenario *scenario_new(uint64_t seed, const struct wishes *wishes);
/* The same for the reference alone: the library does not see the table. */
struct scenario *scenario_without_program(uint64_t seed, const struct wishes *wishes);
void scenario_free(struct scenario *scenario);
/* Returns a copy whose program keeps the contents of ids. It shares all else, so that the original must live longer. */
struct scenario *scenario_keeping(const struct scenario *scenario);
void scenario_free_keeping(struct scenario *scenario);
/* To standard error: everything needed to see what goes on. */
void scenario_print(const struct scenario *scenario);
void scenario_print_event(const struct scenario *scenario, const struct ref_event *event);
/* Events in another order. */
void scenario_shuffle(struct random *random, struct ref_event *event, int count);

/* An event as the library takes it. */
loyalty_event scenario_event(const struct ref_event *event);
/* The host metrics for the reference; its user is the scenario's host_seed. */
bool scenario_host(void *user, const char *name, int date, int64_t *value);

/* The keys of a metric's definition, by its type. */
extern const char *const metric_type_names[REF_TYPES];

/* The two generators. The table is to be freed. */
char *generate_table(struct random *random, const struct wishes *wishes, int span);
void generate_log(struct random *random, const struct wishes *wishes, struct scenario *scenario);

/* Returns whether logs of several pages are wished for, of a year or more. */
static inline bool wishes_long(const struct wishes *wishes)
{
    return wishes->events_min >= 100;
}

#endif
