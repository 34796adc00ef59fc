/* SPDX-License-Identifier: MIT */
/* The keys by which a table names the types of metrics. */
#ifndef LOYALTY_TABLE_METRIC_TYPE_H
#define LOYALTY_TABLE_METRIC_TYPE_H

#include "loyalty/loyalty.h"

enum { METRIC_TYPES = LOYALTY_METRIC_HOST + 1 };

static inline const char *metric_type_name(int32_t type)
{
    static const char *const names[METRIC_TYPES] = {
        "count", "sum", "mean", "active_days", "days_since", "days_since_first", "share", "host"};
    return names[type];
}

#endif
