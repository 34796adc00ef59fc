/* SPDX-License-Identifier: MIT */
/* What a table's rules ask about, and the numbers at which that may change. */
#include "check/witness_search.h"

#include <string.h>

#define DAYS_MAX 1000
#define IDLE_MAX 700000

/* Units of a share, whose numbers may be wide; see SEARCH_EFFORT. */
#define SHARE_EFFORT 50

static void put(struct plan *plan, int trait, int64_t times, int64_t plus)
{
    static const int64_t most[TRAITS] = {DAYS_MAX, IDLE_MAX, INT32_MAX, INT64_MAX};
    struct numbers *numbers = &plan->traits[trait];
    if (numbers->count == NUMBERS_MAX || plus > most[trait] || (trait != SUM && plus < 0))
        return;
    for (uint32_t i = 0; i < numbers->count; i++)
        if (numbers->amounts[i].times == times && numbers->amounts[i].plus == plus)
            return;
    numbers->amounts[numbers->count++] = (struct amount){times, plus};
}

/* A number and its neighbours. */
static void put_near(struct plan *plan, int trait, int64_t number)
{
    put(plan, trait, 0, number);
    if (number > INT64_MIN)
        put(plan, trait, 0, number - 1);
    if (number < INT64_MAX)
        put(plan, trait, 0, number + 1);
}

static struct plan *plan_kind(struct search *search, uint32_t kind)
{
    if (search->plan_of[kind])
        return search->plan_of[kind];
    struct plan *plan = search->plan_of[kind] = &search->plans[search->plan_count++];
    plan->kind = kind;
    plan->effort = 1;
    for (uint32_t i = 0; i < search->program->kinds[kind].activity_count; i++)
        plan->effort += search->program->activities[search->program->kinds[kind].activities[i]].kind_count;
    put(plan, DAYS, 0, 0);
    put(plan, DAYS, 0, 1);
    put(plan, IDLE, 0, 0);
    put(plan, IDLE, 0, 1);
    put(plan, COUNT, 0, 1);
    put(plan, SUM, 0, 0);
    return plan;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* A number that the table compares a metric with, for the kinds that the metric counts. */
static void suggest(struct search *search, uint32_t index, int64_t number)
{
    const struct metric *metric = &search->program->metrics[index];
    if (metric->type == LOYALTY_METRIC_SHARE) {
        int64_t divisor = common_divisor(100, number % 100);
        suggest(search, metric->operands[0], number / divisor);
        suggest(search, metric->operands[1], 100 / divisor);
        return;
    }
    for (uint32_t i = 0; i < metric->operand_count && search->effort > 0; i++) {
        struct plan *plan = plan_kind(search, metric->operands[i]);
        search->effort--;
        if (metric->window.type != WINDOW_ALL)
            put(plan, IDLE, 0, window_days(metric->window));
        switch (metric->type) {
        case LOYALTY_METRIC_COUNT:
            put_near(plan, COUNT, number);
            break;
        case LOYALTY_METRIC_ACTIVE_DAYS:
            put_near(plan, DAYS, number);
            break;
        case LOYALTY_METRIC_SUM:
            put_near(plan, SUM, number);
            break;
        case LOYALTY_METRIC_MEAN:
            put(plan, COUNT, 0, 2); /* fractions */
            put(plan, SUM, number, 0);
            put(plan, SUM, number, 1);
            put(plan, SUM, number, -1);
            break;
        default:
            put_near(plan, IDLE, number);
        }
    }
}

static void ask(struct search *search, uint32_t index)
{
    const struct metric *metric = &search->program->metrics[index];
    if (search->asked[index])
        return;
    search->asked[index] = 1;
    search->day_effort += metric->type == LOYALTY_METRIC_SHARE ? SHARE_EFFORT : 1 + metric->operand_count;
    if (metric->type == LOYALTY_METRIC_HOST)
        search->host = 1;
    for (uint32_t i = 0; i < metric->operand_count; i++)
        if (metric->type == LOYALTY_METRIC_SHARE)
            ask(search, metric->operands[i]);
        else
            plan_kind(search, metric->operands[i]);
}

static void ask_rule(struct search *search, const struct rule *rule)
{
    for (uint32_t i = 0; i < rule->count; i++) {
        const struct condition *condition = &rule->conditions[i];
        search->effort--;
        if (condition->subject == LOYALTY_SUBJECT_SCORE)
            search->score = 1;
        if (condition->subject == LOYALTY_SUBJECT_RUNG)
            search->rung = 1;
        if (condition->subject != LOYALTY_SUBJECT_METRIC)
            continue;
        search->named[condition->metric] = 1;
        ask(search, condition->metric);
        suggest(search, condition->metric, condition->number);
    }
}

static void ask_ladder(struct search *search)
{
    uint8_t named[LOYALTY_METRICS_MAX];
    int64_t before = search->effort;
    memcpy(named, search->named, sizeof named);
    for (uint32_t i = 0; i < search->program->rung_count; i++) {
        ask_rule(search, &search->program->rungs[i].enter);
        ask_rule(search, &search->program->rungs[i].keep);
    }
    search->ladder_effort = before - search->effort;
    memcpy(search->named, named, sizeof named);
}

static void ask_score(struct search *search)
{
    for (uint32_t i = 0; i < search->program->scored_count; i++) {
        uint32_t index = search->program->scored[i];
        const struct metric *metric = &search->program->metrics[index];
        ask(search, index);
        search->day_effort += metric->row_count;
        for (uint32_t row = 0; row < metric->row_count; row++)
            suggest(search, index, metric->rows[row].at_least);
    }
}

void search_ask(struct search *search)
{
    const struct witness *witness = search->witness;
    for (uint32_t i = 0; i < witness->hold_count; i++)
        ask_rule(search, witness->holds[i]);
    for (uint32_t i = 0; i < witness->fail_count; i++)
        ask_rule(search, witness->fails[i]);
    if (search->rung)
        ask_ladder(search);
    if (search->score)
        ask_score(search);
}
