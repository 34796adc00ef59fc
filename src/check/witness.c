/* SPDX-License-Identifier: MIT */
/* Searches for a log that answers a region's question, by descents from the simplest log and from random ones. */
#include "check/witness_search.h"

#include <assert.h>

#include "fold/days.h"

enum {
    WITNESS_SEARCH_EFFORT = 400000, /* for one search */
    WITNESS_TRY_EFFORT = 16         /* to try a log, however small */
};

/* What an unmet condition adds to the distance, beside how far its value is off, which is less. */
#define WITNESS_UNMET ((uint64_t)1 << 32)

/* Returns how far a condition is from holding, or from failing if not `hold`; 0 if it does. */
static uint64_t witness_distance(struct search *search, const struct condition *condition, bool hold)
{
    int64_t value, by = INT64_MIN;
    if (day_condition(&search->day, condition) == hold)
        return 0;
    if (!hold)
        return WITNESS_UNMET;
    if (condition->subject == LOYALTY_SUBJECT_METRIC) {
        const struct number *number = day_metric(&search->day, condition->metric);
        if (number->state != NUMBER_EXACT)
            return WITNESS_UNMET + WITNESS_UNMET - 1;
        value = number->num / number->den;
    } else {
        value = condition->subject == LOYALTY_SUBJECT_SCORE ? day_score(&search->day) : search->day.rung;
    }
    if (!exact_subtract(value, condition->number, &by) || by <= -(int64_t)WITNESS_UNMET || by >= (int64_t)WITNESS_UNMET)
        return WITNESS_UNMET + WITNESS_UNMET - 1;
    return WITNESS_UNMET + (uint64_t)(by < 0 ? -by : by);
}

/* Returns the distance of the option that is nearest to coming true. */
static uint64_t witness_distance_of_choice(struct search *search, const struct choice *choice)
{
    uint64_t nearest = UINT64_MAX;
    for (uint32_t i = 0; i < choice->count && nearest > 0;) {
        uint64_t far = 0;
        for (const uint32_t end = choice_option_end(choice, i); i < end; i++)
            far += witness_distance(search, &choice->conditions[i], choice->hold);
        if (far < nearest)
            nearest = far;
    }
    return nearest;
}

/* Sets the day's rung and term to those that the log leads to. */
static void witness_find_standing(struct search *search)
{
    struct history history = {.changes = NULL};
    struct fold fold = {
        .program = search->program, .log = &search->log, .standing = standing_absent, .next = INT32_MIN};
    search->status = days_fold(&fold, search->day.date, &history);
    history_free(&history, &search->program->arena.allocator);
    ladder_resume(&search->day, &fold.standing);
}

/* Returns how far the log is from the answer on one day, and leaves that day in search->day. */
static uint64_t witness_judge(struct search *search, int32_t date)
{
    const struct region *region = search->region;
    uint64_t far = 0;
    day_begin(&search->day, search->program, &search->log, NULL, date);
    if (search->rung || search->program->terms)
        witness_find_standing(search);
    for (uint32_t i = 0; i < region->count && !search->status; i++)
        far += witness_distance_of_choice(search, &region->choices[i]);
    return far;
}

/* Writes the current log. Returns how far it is from the answer: 0 if it is a witness. */
static uint64_t witness_try(struct search *search)
{
    uint64_t far = 0;
    int64_t looks = search->days;
    search_write(search);
    if (search->rung || search->program->terms ||
        escapes_are_huge(log_escapes(&search->log))) /* the ladder, and sums beyond 64 bits, read every day */
        looks += search->written;
    if (!effort_spend(search->effort, WITNESS_TRY_EFFORT + search->width * looks) ||
        log_earliest(&search->log) == DATE_NEVER)
        return UINT64_MAX;
    for (int32_t day = search->days - 1; day >= 0 && !search->status; day--)
        far += witness_judge(search, search->today + day);
    return search->status ? UINT64_MAX : far;
}

/* A trait of a block of a kind: its current number, and how many it has. */
struct dial {
    uint32_t *at, count;
    bool matters;
};

static uint32_t witness_dials(const struct search *search)
{
    return search->plan_count * DIALS;
}

/* Returns a dial. If a block has no days, its other traits do not matter. */
static struct dial witness_dial(struct search *search, uint32_t index)
{
    struct plan *plan = &search->plans[index / DIALS];
    uint32_t dial = index % DIALS, trait = dial % TRAITS;
    return (struct dial){&plan->at[dial], plan->traits[trait].count,
                         trait == TRAIT_DAYS || plan->at[dial - trait + TRAIT_DAYS] > 0};
}

/* Sets a dial to the best of its numbers while all others stay. Returns how far the log is then. */
static uint64_t witness_improve(struct search *search, struct dial dial, uint64_t far)
{
    uint32_t best = *dial.at;
    for (uint32_t i = 0; i < dial.count && far > 0 && effort_spend(search->effort, 0); i++) {
        if (i == best)
            continue;
        *dial.at = i;
        uint64_t found = witness_try(search);
        if (found < far) {
            far = found;
            best = i;
        }
    }
    *dial.at = best;
    return far;
}

/* Improves one dial after another until changing a single one no longer helps. Returns whether the log is a witness. */
static bool witness_descend(struct search *search)
{
    uint64_t far = witness_try(search), before;
    do { /* at least once: the simplest log is empty, and as far from the answer as possible */
        before = far;
        for (uint32_t i = 0; i < witness_dials(search); i++) {
            struct dial dial = witness_dial(search, i);
            if (dial.matters)
                far = witness_improve(search, dial, far);
        }
    } while (far > 0 && far < before && effort_spend(search->effort, 0));
    return far == 0;
}

/*
 * The last day to judge is a Sunday that ends a year, when the current week, month, quarter and year are longest. If
 * `begins` is set, the first day to judge is the Monday after it, when they are all just beginning.
 */
static void witness_choose_day(struct search *search, bool begins)
{
    int32_t monday = date_from_civil((struct civil){2024, 1, 1});
    search->today = begins ? monday : monday - search->days;
}

/* Sets all dials at random, but always in the same way for the same table. */
static void witness_jump(struct search *search)
{
    for (uint32_t i = 0; i < witness_dials(search); i++) {
        struct dial dial = witness_dial(search, i);
        assert(dial.count > 0);
        search->random = search->random * 6364136223846793005u + 1442695040888963407u;
        *dial.at = (uint32_t)(search->random >> 33) % dial.count;
    }
    witness_choose_day(search, search->random >> 63 != 0);
}

/* Sets each dial to its first, and so simplest, number with which the log remains a witness. */
static void witness_simplify(struct search *search)
{
    for (uint32_t i = witness_dials(search); i-- > 0;) {
        struct dial dial = witness_dial(search, i);
        uint32_t found = *dial.at;
        for (*dial.at = 0; *dial.at < found && witness_try(search) > 0;)
            (*dial.at)++;
    }
}

/* Writes the text of the current log. */
static void witness_describe(struct search *search)
{
    const struct effort effort = *search->effort;
    search->effort->left = INT64_MAX; /* this log was tried already, so it is affordable */
    search_write(search);
    witness_judge(search, search->today);
    if (!search->status)
        search_describe(search);
    *search->effort = effort;
}

static int32_t witness_run(struct search *search)
{
    effort_allow(search->effort, WITNESS_SEARCH_EFFORT);
    search_ask(search);
    bool found = false;
    while (!search->host && !found && !search->status && effort_spend(search->effort, 1)) {
        found = witness_descend(search);
        if (!found)
            witness_jump(search);
    }
    effort_allow(search->effort, WITNESS_SEARCH_EFFORT);
    if (found) {
        witness_simplify(search);
        witness_describe(search);
    }
    return search->status ? search->status : found;
}

int32_t witness_find(const struct region *region, struct effort *effort, int32_t days, char *text)
{
    const loyalty_program *program = region->program;
    const loyalty_allocator *allocator = &program->arena.allocator;
    struct search *search = memory_new(allocator, sizeof *search + program->kind_count * sizeof *search->plans);
    if (!search)
        return LOYALTY_E_MEMORY;
    search->region = region;
    search->effort = effort;
    search->program = program;
    search->text = text;
    search->days = days;
    witness_choose_day(search, false);
    int32_t found = witness_run(search);
    log_clear(&search->log, allocator);
    memory_free(allocator, search);
    return found;
}
