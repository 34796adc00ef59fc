/* SPDX-License-Identifier: MIT */
/* Compares the histories of one customer under two tables. */
#include "analysis/backtest.h"

/* Returns the rung after the first `count` changes; RUNG_OFF before the first. */
static uint32_t compare_rung_after(const struct history *history, uint32_t count)
{
    return count ? (uint32_t)history->changes[count - 1].standing.rung : RUNG_OFF;
}

static bool compare_same_rung(const loyalty_backtest *backtest, uint32_t before, uint32_t after)
{
    return backtest->twins[before] == after;
}

/* Counts transitions. Two reversals of direction within `flap_days` are flapping. */
static void compare_count_transitions(const struct history *history, int32_t flap_days, loyalty_side *side)
{
    int upward = -1;
    int32_t reversed = LOYALTY_DATE_NONE;
    for (uint32_t i = 0; i < history->count; i++) {
        const struct change *change = &history->changes[i];
        if (!change_is_transition(change))
            continue;
        bool up = change->standing.rung > change->standing.from;
        if (up)
            side->promotions++;
        else
            side->demotions++;
        if (upward == !up) {
            if (reversed != LOYALTY_DATE_NONE && change->date - reversed <= flap_days)
                side->flapping = 1;
            reversed = change->date;
        }
        upward = up;
    }
}

/* Returns the day since which the rungs have differed. Goes back through both histories until they are the same. */
static int32_t compare_differ_since(const loyalty_backtest *backtest)
{
    const struct history *before = &backtest->histories[0], *after = &backtest->histories[1];
    uint32_t i = before->count, j = after->count;
    int32_t date = LOYALTY_DATE_NONE;
    while (!compare_same_rung(backtest, compare_rung_after(before, i), compare_rung_after(after, j))) {
        int32_t one = i ? before->changes[i - 1].date : DATE_BEFORE_ALL,
                two = j ? after->changes[j - 1].date : DATE_BEFORE_ALL;
        date = one > two ? one : two;
        i -= one == date;
        j -= two == date;
    }
    return date;
}

int32_t backtest_compare(loyalty_backtest *backtest, const loyalty_customer *const customers[2],
                         struct comparison *comparison)
{
    *comparison = (struct comparison){.differs = LOYALTY_DATE_NONE};
    for (int i = 0; i < 2; i++) {
        struct standing standing = standing_absent;
        struct history *history = &backtest->histories[i];
        history->count = 0;
        int32_t status =
            customers[i] ? customer_standing_on(customers[i], backtest->as_of, &standing, history) : LOYALTY_OK;
        if (status)
            return status;
        compare_count_transitions(history, backtest->flap_days, &comparison->sides[i]);
        comparison->sides[i].customers = standing.rung != RUNG_ABSENT;
        comparison->rungs[i] = standing.rung == RUNG_ABSENT ? RUNG_OFF : (uint32_t)standing.rung;
        comparison->since[i] = standing.rung == RUNG_ABSENT ? LOYALTY_DATE_NONE : standing.since;
    }
    comparison->differs = compare_differ_since(backtest);
    return LOYALTY_OK;
}
