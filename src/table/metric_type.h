/* SPDX-License-Identifier: MIT */
/*
 * The types of metrics, and what is known of each without its arithmetic. A new type needs a row in metric_type.c and
 * an arm in each `switch` over enum metric_type, which does not compile without it.
 */
#ifndef LOYALTY_TABLE_METRIC_TYPE_H
#define LOYALTY_TABLE_METRIC_TYPE_H

#include <stdbool.h>

#include "loyalty/loyalty.h"

enum metric_type {
    METRIC_COUNT = LOYALTY_METRIC_COUNT,
    METRIC_SUM = LOYALTY_METRIC_SUM,
    METRIC_MEAN = LOYALTY_METRIC_MEAN,
    METRIC_ACTIVE_DAYS = LOYALTY_METRIC_ACTIVE_DAYS,
    METRIC_DAYS_SINCE = LOYALTY_METRIC_DAYS_SINCE,
    METRIC_DAYS_SINCE_FIRST = LOYALTY_METRIC_DAYS_SINCE_FIRST,
    METRIC_SHARE = LOYALTY_METRIC_SHARE,
    METRIC_HOST = LOYALTY_METRIC_HOST
};

enum { METRIC_TYPES = METRIC_HOST + 1 }; /* the number of types; also means "no type" */

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
    RANGE_DAYS,     /* from 0 to the number of days in the window */
    RANGE_AGES,     /* from 0 to one less than that */
    RANGE_WHOLE,    /* any whole number */
    RANGE_FRACTION, /* any fraction */
    RANGE_SHARE     /* any fraction, but none below 0 if the first operand cannot be below 0 */
};

/* The forms of conditions for which one date of the log gives the answer, and how long the answer stays valid. */
enum shape {
    SHAPE_OTHER,
    SHAPE_COUNT,  /* the count is at least `reach`, which is above 0 */
    SHAPE_ACTIVE, /* the active days are at least `reach`, which is above 0 */
    SHAPE_RECENT  /* the days since are at most `reach` */
};

struct metric_info {
    const char *name; /* its key in a table */
    enum metric_source source;
    enum metric_motion motion;
    enum metric_range range;
    enum shape shape; /* the shape that conditions on it can have */
    bool has_window;  /* whether `within` may limit it */
    bool may_be_undefined;
    bool ages;           /* whether it grows by one a day without an event */
    uint32_t defined_by; /* the type that, for the same events, is above 0 exactly if this one is defined; or
                            METRIC_TYPES */
};

const struct metric_info *metric_info(enum metric_type type);

#endif
