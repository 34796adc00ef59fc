/* SPDX-License-Identifier: MIT */
/* The table of the types of metrics, and their keys. */
#include "table/metric_type.h"

#include <stddef.h>

const struct metric_info *metric_info(enum metric_type type)
{
    enum { NONE = METRIC_TYPES };
    /* source, motion, range, shape; has a window, has weights, may be undefined, ages; defined by */
    static const struct metric_info infos[METRIC_TYPES] = {
        [METRIC_COUNT] = {SOURCE_TOTALS, MOTION_UP, RANGE_WHOLE, SHAPE_COUNT, true, true, false, false, NONE},
        [METRIC_SUM] = {SOURCE_TOTALS, MOTION_BY_VALUE, RANGE_WHOLE, SHAPE_OTHER, true, true, false, false, NONE},
        [METRIC_MEAN] = {SOURCE_TOTALS, MOTION_ANY, RANGE_FRACTION, SHAPE_OTHER, true, false, true, false,
                         METRIC_COUNT},
        [METRIC_LATEST] = {SOURCE_DATES, MOTION_ANY, RANGE_FRACTION, SHAPE_OTHER, true, false, true, false,
                           METRIC_ACTIVE},
        [METRIC_ACTIVE] = {SOURCE_DATES, MOTION_UP, RANGE_DAYS, SHAPE_ACTIVE, true, false, false, false, NONE},
        [METRIC_STREAK] = {SOURCE_DATES, MOTION_UP, RANGE_DAYS, SHAPE_OTHER, false, false, false, false, NONE},
        [METRIC_DAYS_SINCE] = {SOURCE_DATES, MOTION_DOWN, RANGE_AGES, SHAPE_RECENT, true, false, true, true,
                               METRIC_ACTIVE},
        [METRIC_DAYS_SINCE_FIRST] = {SOURCE_DATES, MOTION_ANY, RANGE_AGES, SHAPE_OTHER, true, false, true, true,
                                     METRIC_ACTIVE},
        [METRIC_DIFFERENT] = {SOURCE_TOTALS, MOTION_UP, RANGE_KINDS, SHAPE_OTHER, true, false, false, false, NONE},
        [METRIC_SHARE] = {SOURCE_METRICS, MOTION_ANY, RANGE_SHARE, SHAPE_OTHER, false, false, true, false, NONE},
        [METRIC_HOST] = {SOURCE_HOST, MOTION_ANY, RANGE_WHOLE, SHAPE_OTHER, false, false, true, false, NONE},
    };
    return &infos[type];
}

/* In the order in which messages list them. */
static const struct metric_key metric_keys[METRIC_KEYS] = {
    {"count", METRIC_COUNT, PERIOD_NONE},
    {"sum", METRIC_SUM, PERIOD_NONE},
    {"mean", METRIC_MEAN, PERIOD_NONE},
    {"latest", METRIC_LATEST, PERIOD_NONE},
    {"active_days", METRIC_ACTIVE, PERIOD_DAY},
    {"active_weeks", METRIC_ACTIVE, PERIOD_WEEK},
    {"active_months", METRIC_ACTIVE, PERIOD_MONTH},
    {"active_quarters", METRIC_ACTIVE, PERIOD_QUARTER},
    {"active_years", METRIC_ACTIVE, PERIOD_YEAR},
    {"streak_days", METRIC_STREAK, PERIOD_DAY},
    {"streak_weeks", METRIC_STREAK, PERIOD_WEEK},
    {"streak_months", METRIC_STREAK, PERIOD_MONTH},
    {"streak_quarters", METRIC_STREAK, PERIOD_QUARTER},
    {"streak_years", METRIC_STREAK, PERIOD_YEAR},
    {"days_since", METRIC_DAYS_SINCE, PERIOD_NONE},
    {"days_since_first", METRIC_DAYS_SINCE_FIRST, PERIOD_NONE},
    {"different", METRIC_DIFFERENT, PERIOD_NONE},
    {"share", METRIC_SHARE, PERIOD_NONE},
    {"host", METRIC_HOST, PERIOD_NONE},
};
const struct metric_key *metric_key(uint32_t index)
{
    return index < METRIC_KEYS ? &metric_keys[index] : NULL;
}

const char *metric_key_name(enum metric_type type, enum period period)
{
    for (int i = 0; i < METRIC_KEYS; i++)
        if (metric_keys[i].type == type && metric_keys[i].period == period)
            return metric_keys[i].name;
    return NULL;
}
