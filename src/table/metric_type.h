/* SPDX-License-Identifier: MIT */
/*
 * The types of metrics, and what is known of each without its arithmetic. A new type is a row here and an arm of each
 * `switch` over enum metric_type, which do not compile without it.
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

enum { METRIC_TYPES = METRIC_HOST + 1 }; /* also: no type */

/* What a metric is worked out from, which is what its operands name. */
enum metric_source {
    SOURCE_TOTALS,  /* Σcount and Σcount·value of kinds over the window */
    SOURCE_DATES,   /* the dates of the window on which kinds were active */
    SOURCE_METRICS, /* two other metrics */
    SOURCE_HOST     /* a function of the host */
};

/* Where an event with a count above 0 can move a metric. */
enum metric_motion {
    MOTION_UP,
    MOTION_BY_VALUE, /* up for a value above 0, down for one below */
    MOTION_DOWN,     /* or from undefined to defined, which fails no condition that asks for a small value */
    MOTION_ANY       /* or from undefined to defined and back */
};

/* The values that a metric can have by its definition. */
enum metric_range {
    RANGE_DAYS,     /* from 0 to the days of the window */
    RANGE_AGES,     /* from 0 to the days of the window less one */
    RANGE_WHOLE,    /* any whole number */
    RANGE_FRACTION, /* any fraction */
    RANGE_SHARE     /* any fraction, but not below 0 if its first operand is not */
};

/* Conditions whose answer, and how long it will hold, can be read from one entry of one series. */
enum shape {
    SHAPE_OTHER,
    SHAPE_COUNT,  /* count of one kind, at least so many, more than 0 */
    SHAPE_ACTIVE, /* active days, at least so many, more than 0 */
    SHAPE_RECENT  /* days since, at most so many */
};

struct metric_info {
    const char *name; /* the key by which a table has it */
    enum metric_source source;
    enum metric_motion motion;
    enum metric_range range;
    enum shape shape; /* which conditions on it can have; SHAPE_OTHER if none */
    bool has_window;  /* may be asked for within one */
    bool may_be_undefined;
    bool ages;           /* grows by one a day without any event */
    uint32_t defined_by; /* the type that is above 0, for the same events, just where this one is defined; or
                                 METRIC_TYPES */
};

const struct metric_info *metric_info(enum metric_type type);

#endif
