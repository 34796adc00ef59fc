/* SPDX-License-Identifier: MIT */
/* The table of the types of metrics. */
#include "table/metric_type.h"

const struct metric_info *metric_info(enum metric_type type)
{
    enum { NONE = METRIC_TYPES };
    /* name, source, motion, range, shape; has a window, may be undefined, ages; defined by */
    static const struct metric_info infos[METRIC_TYPES] = {
        [METRIC_COUNT] = {"count", SOURCE_TOTALS, MOTION_UP, RANGE_WHOLE, SHAPE_COUNT, true, false, false, NONE},
        [METRIC_SUM] = {"sum", SOURCE_TOTALS, MOTION_BY_VALUE, RANGE_WHOLE, SHAPE_OTHER, true, false, false, NONE},
        [METRIC_MEAN] = {"mean", SOURCE_TOTALS, MOTION_ANY, RANGE_FRACTION, SHAPE_OTHER, true, true, false,
                         METRIC_COUNT},
        [METRIC_ACTIVE_DAYS] = {"active_days", SOURCE_DATES, MOTION_UP, RANGE_DAYS, SHAPE_ACTIVE, true, false, false,
                                NONE},
        [METRIC_DAYS_SINCE] = {"days_since", SOURCE_DATES, MOTION_DOWN, RANGE_AGES, SHAPE_RECENT, true, true, true,
                               METRIC_ACTIVE_DAYS},
        [METRIC_DAYS_SINCE_FIRST] = {"days_since_first", SOURCE_DATES, MOTION_ANY, RANGE_AGES, SHAPE_OTHER, true, true,
                                     true, METRIC_ACTIVE_DAYS},
        [METRIC_SHARE] = {"share", SOURCE_METRICS, MOTION_ANY, RANGE_SHARE, SHAPE_OTHER, false, true, false, NONE},
        [METRIC_HOST] = {"host", SOURCE_HOST, MOTION_ANY, RANGE_WHOLE, SHAPE_OTHER, false, true, false, NONE},
    };
    return &infos[type];
}
