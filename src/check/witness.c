/* SPDX-License-Identifier: MIT */
#include "check/witness_search.h"

#include "fold/ladder.h"

/* One search gives up after this; see WITNESS_EFFORT. A unit is some ten nanoseconds. */
#define SEARCH_EFFORT 450000
/* Units of a wide sum of one day. */
#define WIDE_EFFORT 8
/* Units of trying a log, however small. */
#define TRY_EFFORT 16
/* The part of what the ladder asks of a day that is worked out for each day of events; most is decided early. */
#define FOLD_SHARE 4

/* How far a condition is from holding: 0 where it holds. */
#define UNMET ((uint64_t)1 << 32)
static uint64_t distance(struct search *search, const struct condition *condition)
{
    int64_t value, by = INT64_MIN;
    search->effort--;
    if (day_condition(&search->day, condition))
        return 0;
    if (condition->subject == LOYALTY_SUBJECT_METRIC) {
        const struct number *number = day_metric(&search->day, condition->metric);
        if (number->state != NUMBER_EXACT)
            return UNMET + UNMET - 1;
        value = number->num / number->den;
    } else {
        value = condition->subject == LOYALTY_SUBJECT_SCORE ? day_score(&search->day) : search->day.rung;
    }
    if (!exact_subtract(value, condition->number, &by) || by <= -(int64_t)UNMET || by >= (int64_t)UNMET)
        return UNMET + UNMET - 1;
    return UNMET + (uint64_t)(by < 0 ? -by : by);
}

/* The alternative that is nearest to holding counts. */
static uint64_t distance_of_rule(struct search *search, const struct rule *rule)
{
    uint64_t nearest = rule->count ? UINT64_MAX : 0;
    for (uint32_t i = 0; i < rule->count && nearest > 0;) {
        uint64_t far = 0;
        for (const uint32_t end = rule->conditions[i].end; i < end; i++)
            far += distance(search, &rule->conditions[i]);
        if (far < nearest)
            nearest = far;
    }
    return nearest;
}

static uint64_t judge(struct search *search)
{
    const struct witness *witness = search->witness;
    uint64_t far = 0;
    for (uint32_t i = 0; i < witness->hold_count; i++)
        far += distance_of_rule(search, witness->holds[i]);
    for (uint32_t i = 0; i < witness->fail_count; i++) {
        search->effort -= witness->fails[i]->count;
        if (day_rule(&search->day, witness->fails[i]))
            far += UNMET;
    }
    return far;
}

/* The rung that the log itself leads to; RUNG_ABSENT for an empty log. */
static void find_rung(struct search *search)
{
    struct history history = {NULL, 0, 0, 0};
    struct fold fold = {
        .program = search->program, .log = &search->log, .standing = {RUNG_ABSENT, 0, 0}, .next = INT32_MIN};
    search->status = ladder_fold(&fold, search->day.date, &history);
    history_free(&history, &search->program->arena.allocator);
    search->day.rung = fold.standing.rung;
}

/* How far the log chosen now is from what is asked: 0 where it is a witness. Leaves the first day in search->day. */
static uint64_t try_log(struct search *search)
{
    uint64_t far = 0;
    search_write(search);
    search->effort -= TRY_EFFORT + search->day_effort * search->witness->days;
    if (log_is_huge(&search->log))
        search->effort -= search->days * search->day_effort * search->witness->days * WIDE_EFFORT;
    if (search->rung)
        search->effort -= search->days * (search->day_effort + search->ladder_effort) / FOLD_SHARE;
    if (search->effort <= 0 || log_earliest(&search->log, search->program) == DATE_NEVER)
        return UINT64_MAX;
    for (int32_t day = search->witness->days - 1; day >= 0 && !search->status; day--) {
        day_begin(&search->day, search->program, &search->log, NULL, search->today + day);
        if (search->rung)
            find_rung(search);
        far += judge(search);
    }
    return search->status ? UINT64_MAX : far;
}

/* Chooses the best amount of one trait while all others stay; returns how far the log is then. */
static uint64_t improve(struct search *search, uint32_t *at, uint32_t count, uint64_t far)
{
    uint32_t best = *at;
    for (uint32_t i = 0; i < count && far > 0 && search->effort > 0; i++) {
        if (i == best)
            continue;
        *at = i;
        uint64_t found = try_log(search);
        if (found < far) {
            far = found;
            best = i;
        }
    }
    *at = best;
    return far;
}

/* Improves one trait after the other until no change of a single one helps. */
static uint64_t descend(struct search *search)
{
    uint64_t far = try_log(search), before;
    do { /* once at least: the plainest log is empty, and as far from everything as can be */
        before = far;
        for (uint32_t i = 0; i < search->plan_count; i++) {
            struct plan *plan = &search->plans[i];
            for (int block = 0; block < BLOCKS; block++)
                for (int trait = 0; trait < TRAITS; trait++)
                    if (trait == DAYS || plan->at[block][DAYS] > 0) /* no days, nothing else matters */
                        far = improve(search, &plan->at[block][trait], plan->traits[trait].count, far);
        }
    } while (far > 0 && far < before && search->effort > 0);
    return far;
}

/*
 * The last day is a Sunday that ends a year: no other has longer weeks, months, quarters and years behind it. Or the first
 * day is the Monday after it, when they are all empty.
 */
static void choose_day(struct search *search, int begins)
{
    int32_t monday = date_from_civil((struct civil){2024, 1, 1});
    search->today = begins ? monday : monday - search->witness->days;
}

/* Somewhere else, the same for the same table. */
static void jump(struct search *search)
{
    for (uint32_t i = 0; i < search->plan_count; i++)
        for (int block = 0; block < BLOCKS; block++)
            for (int trait = 0; trait < TRAITS; trait++) {
                search->random = search->random * 6364136223846793005u + 1442695040888963407u;
                search->plans[i].at[block][trait] =
                    (uint32_t)(search->random >> 33) % search->plans[i].traits[trait].count;
            }
    choose_day(search, search->random >> 63 != 0);
}

/* Goes back to the first amounts, which are the plainest, wherever the log stays a witness. */
static void simplify(struct search *search)
{
    for (uint32_t i = 0; i < search->plan_count; i++)
        for (int block = BLOCKS - 1; block >= 0; block--)
            for (int trait = 0; trait < TRAITS; trait++) {
                uint32_t *at = &search->plans[i].at[block][trait], found = *at;
                for (*at = 0; *at < found && try_log(search) > 0;)
                    (*at)++;
            }
}

/* Whether a log is found that is a witness. */
static int found(struct search *search)
{
    while (search->effort > 0 && !search->status) {
        if (descend(search) == 0)
            return 1;
        search->effort--;
        jump(search);
    }
    return 0;
}

static int32_t run(struct search *search)
{
    int64_t effort = search->witness->effort < SEARCH_EFFORT ? search->witness->effort : SEARCH_EFFORT;
    if (effort <= 0)
        return 0;
    search->effort = effort;
    search_ask(search);
    int witness = !search->host && found(search);
    if (witness) {
        search->effort += SEARCH_EFFORT;
        effort += SEARCH_EFFORT;
        simplify(search);
    }
    search->witness->effort -= effort - search->effort;
    search->effort = INT64_MAX; /* what could be tried once can be tried again */
    if (witness && try_log(search) == 0)
        search_describe(search);
    return search->status ? search->status : witness;
}

int32_t witness_find(struct witness *witness, const loyalty_program *program)
{
    const loyalty_allocator *allocator = &program->arena.allocator;
    struct search *search = memory_new(allocator, sizeof *search + program->kind_count * sizeof *search->plans);
    if (!search)
        return LOYALTY_E_MEMORY;
    search->witness = witness;
    search->program = program;
    choose_day(search, 0);
    int32_t found = run(search);
    log_clear(&search->log, program);
    memory_free(allocator, search);
    return found;
}
