/* SPDX-License-Identifier: MIT */
/* Counts active days, cohorts, and who came back. */
#include <string.h>

#include "analysis/census.h"
#include "base/abi.h"

static int32_t retention_add_date(loyalty_census *census, int32_t date)
{
    struct scratch *scratch = &census->scratch;
    int32_t status = memory_grow(census_allocator(census), (void **)&scratch->dates, &scratch->date_capacity,
                                 scratch->date_count + 1, sizeof *scratch->dates);
    if (!status)
        scratch->dates[scratch->date_count++] = date;
    return status;
}

int32_t census_active_days(loyalty_census *census, const loyalty_customer *customer)
{
    const struct log *log = customer_log(customer);
    struct walk walk = log_walk(log, (struct spot){0, 0});
    struct sum count = {0, 0};
    int32_t date = DATE_NEVER, status = LOYALTY_OK;
    bool more = true;
    census->scratch.date_count = 0;
    while (more && !status) {
        log_word word = WORD_END;
        more = log_next(&walk, &word);
        if (!more || word_date(word) != date) {
            if (sum_is_positive(&count))
                status = retention_add_date(census, date);
            count = (struct sum){0, 0};
            date = word_date(word);
        }
        if (more && kind_set_has(&census->kinds, word_kind(word)))
            sum_add(&count, log_total(log, word).count);
    }
    return status;
}

int32_t cohorts_reserve(struct cohorts *cohorts, const loyalty_allocator *allocator, uint32_t more)
{
    return memory_grow(allocator, (void **)&cohorts->cohorts, &cohorts->capacity, cohorts->count + more,
                       sizeof *cohorts->cohorts);
}

void cohorts_add(struct cohorts *cohorts, const struct cohort *more)
{
    uint32_t low = 0, high = cohorts->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cohorts->cohorts[middle].month < more->month)
            low = middle + 1;
        else
            high = middle;
    }
    struct cohort *cohort = &cohorts->cohorts[low];
    if (low == cohorts->count || cohort->month != more->month) {
        memmove(cohort + 1, cohort, (cohorts->count++ - low) * sizeof *cohort);
        *cohort = (struct cohort){more->month, 0, 0, 0};
    }
    cohort->first += more->first;
    cohort->second += more->second;
    cohort->both += more->both;
}

static bool retention_active_between(const struct scratch *scratch, int32_t first, int32_t last)
{
    for (uint32_t i = 0; i < scratch->date_count && scratch->dates[i] <= last; i++)
        if (scratch->dates[i] >= first)
            return true;
    return false;
}

void census_count_retention(loyalty_census *census)
{
    const struct scratch *scratch = &census->scratch;
    const loyalty_census_plan *plan = &census->plan;
    if (!census_has_retention(census) || scratch->date_count == 0)
        return;
    struct civil civil = date_to_civil(scratch->dates[0]);
    civil.day = 1;
    bool first = retention_active_between(scratch, plan->first_from, plan->first_to);
    bool second = retention_active_between(scratch, plan->second_from, plan->second_to);
    struct cohort one = {date_from_civil(civil), (uint64_t)first, (uint64_t)second, (uint64_t)(first && second)};
    cohorts_add(&census->cohorts, &one);
}

static int32_t retention_give(const struct cohort *cohort, loyalty_retention *retention)
{
    loyalty_retention ours = {.size = sizeof ours,
                              .cohort = cohort->month,
                              .first = cohort->first,
                              .second = cohort->second,
                              .both = cohort->both};
    if (ours.first) {
        ours.retention = (double)ours.both / (double)ours.first;
        ours.churn = (double)(ours.first - ours.both) / (double)ours.first;
    }
    return ABI_OUTPUT(retention, ours);
}

loyalty_status loyalty_census_retention(const loyalty_census *census, loyalty_retention *retention)
{
    if (!census || !retention)
        return LOYALTY_E_ARGUMENT;
    if (!census_has_retention(census))
        return LOYALTY_E_PLAN;
    /* Everyone who was ever active is in one of the cohorts. */
    struct cohort all = {LOYALTY_DATE_NONE, 0, 0, 0};
    for (uint32_t i = 0; i < census->cohorts.count; i++) {
        all.first += census->cohorts.cohorts[i].first;
        all.second += census->cohorts.cohorts[i].second;
        all.both += census->cohorts.cohorts[i].both;
    }
    return retention_give(&all, retention);
}

uint32_t loyalty_census_cohort_count(const loyalty_census *census)
{
    return census ? census->cohorts.count : 0;
}

loyalty_status loyalty_census_cohort(const loyalty_census *census, uint32_t index, loyalty_retention *retention)
{
    if (!census || !retention)
        return LOYALTY_E_ARGUMENT;
    if (!census_has_retention(census))
        return LOYALTY_E_PLAN;
    return index < census->cohorts.count ? retention_give(&census->cohorts.cohorts[index], retention) : LOYALTY_E_INDEX;
}
