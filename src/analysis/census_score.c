/* SPDX-License-Identifier: MIT */
/* Answers for quantiles of scores. */
#include "analysis/census.h"

loyalty_status loyalty_census_score_quantile(const loyalty_census *census, uint32_t numerator, uint32_t denominator,
                                             int64_t *score)
{
    if (!census || !score || denominator == 0 || numerator > denominator)
        return LOYALTY_E_ARGUMENT;
    return spread_quantile(&census->scores, numerator, denominator, score);
}
