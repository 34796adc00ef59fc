/* SPDX-License-Identifier: MIT */
/* The limits of this version. */
#include "loyalty/loyalty.h"

int64_t loyalty_limit(int32_t limit)
{
    static const int64_t limits[] = {
        [LOYALTY_LIMIT_NAME] = LOYALTY_NAME_MAX,       [LOYALTY_LIMIT_ID] = LOYALTY_ID_MAX,
        [LOYALTY_LIMIT_DAYS] = LOYALTY_DAYS_MAX,       [LOYALTY_LIMIT_BACK] = LOYALTY_BACK_MAX,
        [LOYALTY_LIMIT_WEIGHT] = LOYALTY_WEIGHT_MAX,   [LOYALTY_LIMIT_KINDS] = LOYALTY_KINDS_MAX,
        [LOYALTY_LIMIT_METRICS] = LOYALTY_METRICS_MAX, [LOYALTY_LIMIT_RUNGS] = LOYALTY_RUNGS_MAX,
        [LOYALTY_LIMIT_CELLS] = LOYALTY_CELLS_MAX,     [LOYALTY_LIMIT_CONDITIONS] = LOYALTY_CONDITIONS_MAX,
        [LOYALTY_LIMIT_ROWS] = LOYALTY_ROWS_MAX,       [LOYALTY_LIMIT_SHARE_DEPTH] = LOYALTY_SHARE_DEPTH_MAX,
        [LOYALTY_LIMIT_POINTS] = LOYALTY_POINTS_MAX,   [LOYALTY_LIMIT_TABLE] = LOYALTY_TABLE_MAX,
        [LOYALTY_LIMIT_KEY] = LOYALTY_KEY_MAX,
    };
    return limit >= 0 && (size_t)limit < sizeof limits / sizeof *limits ? limits[limit] : 0;
}
