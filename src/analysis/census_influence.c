/* SPDX-License-Identifier: MIT */
/* Counts what preceded a purchase: exposures to each kind, and the base rate of any day. */
#include "analysis/census.h"
#include "base/abi.h"

/* Returns the first active day after a date, or DATE_NEVER. */
static int32_t influence_active_after(const struct scratch *scratch, int32_t date)
{
    uint32_t low = 0, high = scratch->date_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (scratch->dates[middle] <= date)
            low = middle + 1;
        else
            high = middle;
    }
    return low < scratch->date_count ? scratch->dates[low] : DATE_NEVER;
}

/*
 * Returns the last day whose N days are over on `as_of`. What happens after a later day is not known yet: to count it
 * as a day without a purchase would make every recent exposure a failure.
 */
static int32_t influence_last_judged(const loyalty_census_plan *plan)
{
    return plan->as_of - plan->days;
}

/*
 * Counts the days on the ladder from `lowest` on whose N days are over, and those that an active day follows within
 * these. A day that several active days follow counts once.
 */
static void influence_count_base(loyalty_census *census, int32_t lowest)
{
    const loyalty_census_plan *plan = &census->plan;
    const struct scratch *scratch = &census->scratch;
    const int32_t end = influence_last_judged(plan) + 1;
    if (end <= lowest)
        return;
    census->base.days += (uint64_t)(end - lowest);
    int32_t open = lowest; /* the first day not yet counted */
    for (uint32_t i = 0; i < scratch->date_count && open < end; i++) {
        int32_t date = scratch->dates[i], begin = date - plan->days;
        begin = begin > open ? begin : open;
        int32_t stop = date < end ? date : end;
        if (stop <= begin)
            continue;
        census->base.buying += (uint64_t)(stop - begin);
        open = stop;
    }
}

/* Counts, for each kind, the first day after `from`, up to `as_of`, on which it has a count above 0. */
static void influence_count_exposures(loyalty_census *census, const struct log *log)
{
    const loyalty_census_plan *plan = &census->plan;
    struct walk walk = log_walk(log, log_seek(log, word_limit(plan->from_date + 1)));
    struct kind_set seen = {.bits = 0};
    log_word word, limit = word_limit(plan->as_of + 1);
    while (log_next(&walk, &word) && word < limit) {
        uint32_t kind = word_kind(word);
        if (kind_set_has(&seen, kind) || log_total(log, word).count <= 0)
            continue;
        int32_t date = word_date(word);
        kind_set_add(&seen, kind);
        if (date > influence_last_judged(plan)) {
            census->young[kind]++;
            continue;
        }
        census->exposed[kind]++;
        census->bought[kind] += influence_active_after(&census->scratch, date) <= date + plan->days;
    }
}

void census_count_influence(loyalty_census *census, const loyalty_customer *customer)
{
    const loyalty_census_plan *plan = &census->plan;
    if (!census_has_influence(census))
        return;
    influence_count_exposures(census, customer_log(customer));
    int32_t appeared = log_earliest(customer_log(customer));
    if (appeared <= plan->as_of)
        influence_count_base(census, appeared > plan->from_date ? appeared : plan->from_date + 1);
}

loyalty_status loyalty_census_influence(const loyalty_census *census, uint32_t kind, loyalty_influence *influence)
{
    if (!census || !influence)
        return LOYALTY_E_ARGUMENT;
    if (kind >= census->program->kind_count)
        return LOYALTY_E_INDEX;
    if (!census_has_influence(census))
        return LOYALTY_E_PLAN;
    loyalty_influence ours = {.size = sizeof ours,
                              .exposed = census->exposed[kind],
                              .bought = census->bought[kind],
                              .young = census->young[kind]};
    if (ours.exposed)
        ours.rate = (double)ours.bought / (double)ours.exposed;
    if (census->base.days)
        ours.base_rate = (double)census->base.buying / (double)census->base.days;
    if (ours.base_rate > 0)
        ours.lift = ours.rate / ours.base_rate;
    return ABI_OUTPUT(influence, ours);
}
