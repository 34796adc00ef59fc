/* SPDX-License-Identifier: MIT */
/* The values of the plan's metrics on the day, and their quantiles. */
#include "analysis/census.h"

int32_t census_make_metrics(loyalty_census *census)
{
    if (census->plan.metric_count == 0)
        return LOYALTY_OK;
    census->metrics = memory_new(census_allocator(census), census->plan.metric_count * sizeof *census->metrics);
    if (!census->metrics)
        return LOYALTY_E_MEMORY;
    uint32_t made = 0;
    for (uint32_t metric = 0; metric < census->program->metric_count; metric++)
        if (metric_set_has(&census->asked, metric))
            census->metrics[made++].metric = metric;
    return LOYALTY_OK;
}

void census_free_metrics(loyalty_census *census)
{
    for (uint32_t i = 0; census->metrics && i < census->plan.metric_count; i++)
        spread_free(&census->metrics[i].values, census_allocator(census));
    memory_free(census_allocator(census), census->metrics);
}

/*
 * Returns a number that is not undefined, rounded toward zero. What does not fit is clamped, because one customer must
 * not fail the census of all. -2^63 is clamped as well: the same number may come in 64 bits and in more.
 */
static int64_t census_whole(struct day *day, uint32_t metric, const struct number *number)
{
    if (number->state == NUMBER_EXACT) {
        int64_t whole = number->num / number->den;
        return whole < -INT64_MAX ? -INT64_MAX : whole;
    }
    struct wide num, den;
    day_metric_wide(day, metric, &num, &den);
    bool negative = wide_sign(&num) < 0;
    num.negative = 0;
    int64_t whole = wide_floor(&num, &den);
    return negative ? -whole : whole;
}

void census_look_at_metrics(loyalty_census *census, struct day *day)
{
    for (uint32_t i = 0; i < census->plan.metric_count; i++) {
        struct census_metric *metric = &census->metrics[i];
        const struct number *number = day_metric(day, metric->metric);
        if (day->status)
            return;
        metric->defined = number->state != NUMBER_UNDEFINED;
        metric->value = metric->defined ? census_whole(day, metric->metric, number) : 0;
    }
}

int32_t census_reserve_metrics(loyalty_census *census, const loyalty_census *more)
{
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; i < census->plan.metric_count && !status; i++)
        status = spread_reserve(&census->metrics[i].values, census_allocator(census),
                                more ? more->metrics[i].values.used : 1);
    return status;
}

void census_count_metrics(loyalty_census *census)
{
    for (uint32_t i = 0; i < census->plan.metric_count; i++) {
        struct census_metric *metric = &census->metrics[i];
        if (metric->defined)
            spread_add(&metric->values, metric->value, 1);
    }
}

void census_merge_metrics(loyalty_census *census, const loyalty_census *other)
{
    for (uint32_t i = 0; i < census->plan.metric_count; i++)
        spread_merge(&census->metrics[i].values, &other->metrics[i].values);
}

/* Returns the values of a metric, or NULL if the plan does not name it. */
static const struct spread *census_values(const loyalty_census *census, uint32_t metric)
{
    uint32_t i = 0;
    while (i < census->plan.metric_count && census->metrics[i].metric != metric)
        i++;
    return i < census->plan.metric_count ? &census->metrics[i].values : NULL;
}

loyalty_status loyalty_census_metric_count(const loyalty_census *census, uint32_t metric, uint64_t *defined,
                                           uint64_t *undefined)
{
    if (!census || !defined || !undefined)
        return LOYALTY_E_ARGUMENT;
    if (metric >= census->program->metric_count)
        return LOYALTY_E_INDEX;
    const struct spread *values = census_values(census, metric);
    if (!values)
        return LOYALTY_E_PLAN;
    *defined = values->customers;
    *undefined = census->count - values->customers;
    return LOYALTY_OK;
}

loyalty_status loyalty_census_metric_quantile(const loyalty_census *census, uint32_t metric, uint32_t numerator,
                                              uint32_t denominator, int64_t *value)
{
    if (!census || !value || denominator == 0 || numerator > denominator)
        return LOYALTY_E_ARGUMENT;
    if (metric >= census->program->metric_count)
        return LOYALTY_E_INDEX;
    const struct spread *values = census_values(census, metric);
    return values ? spread_quantile(values, numerator, denominator, value) : LOYALTY_E_PLAN;
}
