/* SPDX-License-Identifier: MIT */
/* Keeps the changes of standing to which a late event may rewind. */
#include <string.h>

#include "fold/customer.h"

/* A new list of changes: the first `keep` of the customer's, then the fresh ones. */
struct rewrite {
    const loyalty_customer *customer;
    uint32_t keep;
    const struct history *fresh;
};

static struct change changes_at(const struct rewrite *rewrite, uint32_t index)
{
    return index < rewrite->keep ? customer_change(rewrite->customer, index)
                                 : rewrite->fresh->changes[index - rewrite->keep];
}

/* Returns the index of the first change of the new list that is not forgotten. */
static uint32_t changes_first(const struct rewrite *rewrite, uint32_t count, int32_t today)
{
    uint32_t first = 0;
    int32_t horizon =
        today == LOYALTY_DATE_NONE ? DATE_BEFORE_ALL : today - customer_program(rewrite->customer)->accept_late;
    while (first + 1 < count && changes_at(rewrite, first + 1).date < horizon)
        first++;
    return first;
}

static bool changes_in_term(const loyalty_program *program, int8_t rung)
{
    return rung != RUNG_ABSENT && rung_has_term(&program->rungs[rung]);
}

struct standing customer_standing_in_term(const loyalty_customer *customer)
{
    struct standing standing = {.since = customer->since,
                                .failing = customer->term_or_failing,
                                .term = customer->since,
                                .rung = customer->rung,
                                .from = customer->from,
                                .spent = (customer->flags & CUSTOMER_SPENT) != 0};
    if (!changes_in_term(customer_program(customer), customer->rung))
        return standing;
    standing.term = customer->term_or_failing;
    standing.failing = LOYALTY_DATE_NONE;
    if (customer->flags & CUSTOMER_FAILS)
        standing.failing = standing_term_end(customer_program(customer), &standing);
    return standing;
}

static void changes_put_last(loyalty_customer *customer, const struct change *last)
{
    const struct standing *standing = &last->standing;
    const bool in_term = changes_in_term(customer_program(customer), standing->rung);
    customer->changed = last->date;
    customer->from = standing->from;
    customer->rung = standing->rung;
    customer->since = standing->since;
    customer->term_or_failing = in_term ? standing->term : standing->failing;
    customer->flags = standing->spent ? CUSTOMER_SPENT : 0;
    if (in_term && standing->failing != LOYALTY_DATE_NONE)
        customer->flags |= CUSTOMER_FAILS;
}

/* Where the older changes of the new list are in extra->older. The first `kept` of them are there already. */
struct older {
    uint32_t begin, kept, count;
};

static struct older changes_older(const struct rewrite *rewrite, uint32_t first, uint32_t count)
{
    const struct extra *extra = rewrite->customer->extra;
    struct older older = {0, 0, count - first - 1};
    uint32_t stay = extra && extra->older_count < rewrite->keep ? extra->older_count : rewrite->keep;
    if (extra && first < stay) {
        older.begin = extra->older_first + first;
        older.kept = stay - first;
    }
    return older;
}

/*
 * Reserves room for them. Moves them to the front only if at least as many were forgotten, so that the cost of a change
 * does not depend on how many are remembered.
 */
static int32_t changes_reserve(loyalty_customer *customer, struct older *older)
{
    struct extra *extra = customer->extra;
    if (older->count == 0 || (extra && older->begin + older->count <= extra->older_capacity))
        return LOYALTY_OK;
    if (older->begin < older->count)
        return customer_reserve_extra(customer, older->begin + older->count + older->count / 4);
    memmove(extra->older, extra->older + older->begin, older->kept * sizeof *extra->older);
    older->begin = 0;
    return LOYALTY_OK;
}

int32_t customer_replace_changes(loyalty_customer *customer, uint32_t keep, const struct history *fresh,
                                 const struct fold *fold, int32_t today)
{
    struct rewrite rewrite = {customer, keep, fresh};
    struct change last = {LOYALTY_DATE_NONE, standing_absent}, former = customer_last_change(customer);
    struct older older = {0, 0, 0};
    uint32_t count = keep + fresh->count, first = count ? changes_first(&rewrite, count, today) : 0;
    if (count) {
        last = changes_at(&rewrite, count - 1);
        older = changes_older(&rewrite, first, count);
    }
    int32_t status = changes_reserve(customer, &older);
    if (status)
        return status;
    for (uint32_t i = older.kept; i < older.count; i++)
        customer->extra->older[older.begin + i] = first + i < keep ? former : fresh->changes[first + i - keep];
    if (customer->extra) {
        customer->extra->older_first = older.begin;
        customer->extra->older_count = older.count;
    }
    changes_put_last(customer, &last);
    customer_take_progress(customer, fold, today);
    return LOYALTY_OK;
}
