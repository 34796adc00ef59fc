/* SPDX-License-Identifier: MIT */
/* Writes the log of a search, through log.h: no other part of the search knows how a log is stored. */
#include "check/witness_search.h"

static void witness_write_day(struct search *search, uint32_t kind, int32_t date, struct day_total total)
{
    log_word key = word_of(date, kind);
    struct day_total before = log_find(&search->log, key);
    search->written++;
    effort_spend(search->effort, 1);
    if (search->status || !exact_add(total.count, before.count, &total.count) ||
        !exact_add(total.sum, before.sum, &total.sum))
        return;
    search->status = log_reserve(&search->log, search->program, key, &total);
    if (!search->status)
        log_set(&search->log, search->program, key, &total);
}

/*
 * Returns the value that `count` events need for `sum`, or the nearest that the kind's range allows. The first `*rest`
 * events need 1 more.
 */
static int64_t witness_share(const struct kind *kind, int64_t sum, int64_t count, int64_t *rest)
{
    int64_t each = sum / count - (sum % count < 0);
    *rest = sum % count + (sum % count < 0 ? count : 0);
    if (each >= kind->min && each < kind->max)
        return each;
    *rest = 0;
    return each < kind->min ? kind->min : kind->max;
}

/* Writes a block: one event a day, and the rest of the events on the last day. */
static void witness_write_block(struct search *search, const struct plan *plan, int block)
{
    int64_t chosen[TRAITS], sum, rest, last;
    for (int i = 0; i < TRAITS; i++)
        chosen[i] = plan->traits[i].number[plan->at[block * TRAITS + i]];
    int32_t days = (int32_t)chosen[TRAIT_DAYS], first = search->today - (int32_t)chosen[TRAIT_IDLE] - days + 1;
    int64_t count = chosen[TRAIT_COUNT] < days ? days : chosen[TRAIT_COUNT];
    if (days == 0 || !exact_add_product(chosen[TRAIT_SUM], chosen[TRAIT_VALUE], count, &sum))
        return;
    int64_t each = witness_share(&search->program->kinds[plan->kind], sum, count, &rest);
    for (int32_t day = 0; day < days - 1 && effort_spend(search->effort, 0); day++) {
        witness_write_day(search, plan->kind, first + day, (struct day_total){1, each + (rest > 0)});
        rest -= rest > 0;
    }
    count -= days - 1;
    if (exact_add_product(rest, each, count, &last))
        witness_write_day(search, plan->kind, first + days - 1, (struct day_total){count, last});
}

/* Writes an event of a kind that no rule asks about, which only makes the customer appear. */
static void witness_write_bystander(struct search *search)
{
    int64_t rest;
    for (uint32_t kind = 0; kind < search->program->kind_count; kind++)
        if (!search->plan_of[kind]) {
            int64_t value = witness_share(&search->program->kinds[kind], 0, 1, &rest);
            witness_write_day(search, kind, search->today, (struct day_total){1, value});
            return;
        }
}

void search_write(struct search *search)
{
    log_clear(&search->log, program_allocator(search->program));
    search->written = 0;
    for (uint32_t i = 0; i < search->plan_count; i++)
        for (int block = BLOCKS - 1; block >= 0; block--)
            witness_write_block(search, &search->plans[i], block);
    witness_write_bystander(search);
}
