/* SPDX-License-Identifier: MIT */
/* The log that a search has chosen, written through log.h: nothing else of the search knows how a log lies in memory. */
#include "check/witness_search.h"

static void write_day(struct search *search, uint32_t kind, int32_t date, struct day_total total)
{
    struct place place = log_find(&search->log, kind, date);
    search->days++;
    search->effort -= (log_view(&search->log, kind).count - place.index) / 8;
    if (search->status || !exact_add(total.count, place.total.count, &total.count) ||
        !exact_add(total.sum, place.total.sum, &total.sum))
        return;
    search->status = log_reserve(&search->log, search->program, kind, &place, total);
    uint64_t sum = total.sum < 0 ? 0 - (uint64_t)total.sum : (uint64_t)total.sum;
    if (!search->status)
        log_set(&search->log, search->program, kind, date, &place, total, (uint64_t)total.count + sum);
}

/* The value of an event about which nothing is asked. */
static int64_t plain_value(const struct kind *kind)
{
    return kind->min > 0 ? kind->min : kind->max < 0 ? kind->max : 0;
}

/* What of the rest of a sum so many events can take, each up to `room`. */
static int64_t take(int64_t *rest, int64_t room, int64_t events)
{
    int64_t limit, part = *rest;
    if (part != 0 && exact_mul(room, events, &limit) && (part > 0 ? limit < part : limit > part))
        part = limit;
    *rest -= part;
    return part;
}

/* The events beyond one a day fall on the last day, and of the sum as much as they can take. */
static void write_block(struct search *search, const struct plan *plan, int block)
{
    const struct kind *kind = &search->program->kinds[plan->kind];
    const struct amount *chosen[TRAITS];
    for (int i = 0; i < TRAITS; i++)
        chosen[i] = &plan->traits[i].amounts[plan->at[block][i]];
    int32_t days = (int32_t)chosen[DAYS]->plus, first = search->today - (int32_t)chosen[IDLE]->plus - days + 1;
    int64_t count = chosen[COUNT]->plus < days ? days : chosen[COUNT]->plus, last = count - days + 1;
    int64_t value = plain_value(kind), sum, rest, all, all_last;
    if (days == 0 || !exact_mul(value, count, &all) || !exact_mul(value, last, &all_last) ||
        !exact_mul(chosen[SUM]->times, count, &sum) || !exact_add(sum, chosen[SUM]->plus, &sum) ||
        !exact_subtract(sum, all, &rest))
        return;
    int64_t room = rest > 0 ? kind->max - value : kind->min - value, part = take(&rest, room, last);
    search->effort -= days * plan->effort;
    for (int32_t day = 0; day < days - 1 && search->effort > 0; day++)
        write_day(search, plan->kind, first + day, (struct day_total){1, value + take(&rest, room, 1)});
    if (exact_add(all_last, part, &all_last))
        write_day(search, plan->kind, first + days - 1, (struct day_total){last, all_last});
}

/* An event of a kind that no rule asks about only makes the customer appear. */
static void write_bystander(struct search *search)
{
    for (uint32_t kind = 0; kind < search->program->kind_count; kind++)
        if (!search->plan_of[kind]) {
            write_day(search, kind, search->today, (struct day_total){1, plain_value(&search->program->kinds[kind])});
            return;
        }
}

void search_write(struct search *search)
{
    log_empty(&search->log);
    search->days = 0;
    for (uint32_t i = 0; i < search->plan_count; i++)
        for (int block = BLOCKS - 1; block >= 0; block--)
            write_block(search, &search->plans[i], block);
    write_bystander(search);
}
