/* SPDX-License-Identifier: MIT */
/*
 * The types of metrics, and what is known of each without its arithmetic. A new type needs a row in metric_type.c and
 * an arm in each `switch` over enum metric_type, which does not compile without it.
 */
#ifndef LOYALTY_TABLE_METRIC_TYPE_H
#define LOYALTY_TABLE_METRIC_TYPE_H

#include <stdbool.h>

#include "base/cycle.h"

enum metric_type {
    METRIC_COUNT = LOYALTY_MEASURE_COUNT,
    METRIC_SUM = LOYALTY_MEASURE_SUM,
    METRIC_MEAN = LOYALTY_MEASURE_MEAN,
    METRIC_ACTIVE = LOYALTY_MEASURE_ACTIVE,
    METRIC_DAYS_SINCE = LOYALTY_MEASURE_DAYS_SINCE,
    METRIC_DAYS_SINCE_FIRST = LOYALTY_MEASURE_DAYS_SINCE_FIRST,
    METRIC_SHARE = LOYALTY_MEASURE_SHARE,
    METRIC_HOST = LOYALTY_MEASURE_HOST,
    METRIC_LATEST = LOYALTY_MEASURE_LATEST,
    METRIC_STREAK = LOYALTY_MEASURE_STREAK,
    METRIC_DIFFERENT = LOYALTY_MEASURE_DIFFERENT
};

enum { METRIC_TYPES = METRIC_DIFFERENT + 1 }; /* the number of types; also means "no type" */

/* What a metric is computed from, and so what its operands name. */
enum metric_source {
    SOURCE_TOTALS,  /* Σcount and Σcount·value of kinds over the window */
    SOURCE_DATES,   /* the dates in the window on which kinds were active */
    SOURCE_METRICS, /* two other metrics */
    SOURCE_HOST     /* a function of the host */
};

/* The direction in which an event with a count above 0 can move a metric. */
enum metric_motion {
    MOTION_UP,
    MOTION_BY_VALUE, /* up for a value above 0, down for one below */
    MOTION_DOWN,     /* or from undefined to defined, which makes no condition fail that asks for a small value */
    MOTION_ANY       /* or from undefined to defined and back */
};

/* The values that the definition of a metric allows. */
enum metric_range {
    RANGE_DAYS,     /* from 0 to the number of periods that the window touches */
    RANGE_AGES,     /* from 0, or the least age in the window, to one less than that number of days */
    RANGE_KINDS,    /* from 0 to the number of operands */
    RANGE_WHOLE,    /* any whole number */
    RANGE_FRACTION, /* any fraction */
    RANGE_SHARE     /* any fraction, but none below 0 if the first operand cannot be below 0 */
};

/* The forms of conditions for which one date of the log gives the answer, and how long the answer stays valid. */
enum shape {
    SHAPE_OTHER,
    SHAPE_COUNT,  /* the count, without weights, is at least `reach`, which is above 0 */
    SHAPE_ACTIVE, /* the active days are at least `reach`, which is above 0 */
    SHAPE_RECENT  /* the days since are at most `reach` */
};

struct metric_info {
    enum metric_source source;
    enum metric_motion motion;
    enum metric_range range;
    enum shape shape; /* the shape that conditions on it can have if its window is plain */
    bool has_window;  /* whether `within` and the keys beside it may limit it */
    bool has_weights; /* whether its kinds may have weights */
    bool may_be_undefined;
    bool ages;           /* whether it grows by one a day without an event */
    uint32_t defined_by; /* the type that, for the same events, is above 0 exactly if this one is defined; or
                            METRIC_TYPES */
};

const struct metric_info *metric_info(enum metric_type type);

/* A key that defines a metric in a table. */
struct metric_key {
    const char *name;
    enum metric_type type;
    enum period period; /* PERIOD_NONE for a type that has none */
};

enum { METRIC_KEYS = 19 };

/* Returns a key by its index; NULL after the last. */
const struct metric_key *metric_key(uint32_t index);
/* Returns the name of the key of a type and period; NULL if there is none. */
const char *metric_key_name(enum metric_type type, enum period period);

#endif
