/* SPDX-License-Identifier: MIT */
/* Finds what a table's rules ask about, and the numbers at which the answers may change. */
#include "check/witness_search.h"

/* The effort for a share, whose numbers may be wide; for another metric, it is 1 for each series and row it reads. */
enum { WITNESS_SHARE_EFFORT = 50 };

static void witness_put(struct plan *plan, enum trait trait, int64_t number)
{
    static const int64_t least[TRAITS] = {0, 0, 0, INT64_MIN, INT64_MIN};
    static const int64_t most[TRAITS] = {1000, 700000, INT32_MAX, INT64_MAX, INT64_MAX};
    struct numbers *numbers = &plan->traits[trait];
    if (numbers->count == NUMBERS_MAX || number < least[trait] || number > most[trait])
        return;
    for (uint32_t i = 0; i < numbers->count; i++)
        if (numbers->number[i] == number)
            return;
    numbers->number[numbers->count++] = number;
}

/* Adds a number and its neighbours to those to try. */
static void witness_put_near(struct plan *plan, enum trait trait, int64_t number)
{
    witness_put(plan, trait, number);
    if (number > INT64_MIN)
        witness_put(plan, trait, number - 1);
    if (number < INT64_MAX)
        witness_put(plan, trait, number + 1);
}

static struct plan *witness_plan(struct search *search, uint32_t index)
{
    if (search->plan_of[index])
        return search->plan_of[index];
    struct plan *plan = search->plan_of[index] = &search->plans[search->plan_count++];
    plan->kind = index;
    witness_put_near(plan, TRAIT_DAYS, 0);
    witness_put_near(plan, TRAIT_IDLE, 0);
    witness_put(plan, TRAIT_COUNT, 1);
    witness_put(plan, TRAIT_VALUE, 0);
    witness_put(plan, TRAIT_SUM, 0);
    return plan;
}

static int64_t witness_common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* Adds a number that the table compares a metric with to the plan of a kind that the metric reads. */
static void witness_put_number(const struct search *search, struct plan *plan, const struct metric *metric,
                               int64_t number)
{
    const struct window *window = &search->program->windows[metric->window].window;
    if (window->type == WINDOW_DAYS || window->type == WINDOW_MONTHS || window->type == WINDOW_CYCLE) {
        witness_put(plan, TRAIT_IDLE, window_days(window) * window->back);
        witness_put(plan, TRAIT_IDLE, window_days(window) * (window->back + 1));
    }
    switch (metric->type) {
    case METRIC_COUNT:
        witness_put_near(plan, TRAIT_COUNT, number);
        break;
    case METRIC_ACTIVE:
    case METRIC_STREAK:
        witness_put_near(plan, TRAIT_DAYS, number);
        break;
    case METRIC_SUM:
        witness_put_near(plan, TRAIT_SUM, number);
        break;
    case METRIC_DIFFERENT:
        witness_put_near(plan, TRAIT_COUNT, 0);
        break;
    case METRIC_MEAN:
    case METRIC_LATEST:
        witness_put(plan, TRAIT_COUNT, 2); /* fractions */
        witness_put(plan, TRAIT_VALUE, number);
        witness_put_near(plan, TRAIT_SUM, 0);
        break;
    case METRIC_DAYS_SINCE:
    case METRIC_DAYS_SINCE_FIRST:
    case METRIC_SHARE: /* witness_ask() asks about its operands instead */
    case METRIC_HOST:
        witness_put_near(plan, TRAIT_IDLE, number);
    }
}

/* Notes that the table compares a metric with a number. */
static void witness_ask(struct search *search, uint32_t index, int64_t number)
{
    const struct metric *metric = &search->program->metrics[index];
    if (!search->asked[index])
        search->width +=
            metric->source == SOURCE_METRICS ? WITNESS_SHARE_EFFORT : 1 + metric->operand_count + metric->row_count;
    search->asked[index] = true;
    search->host |= metric->source == SOURCE_HOST;
    if (metric->source == SOURCE_METRICS) {
        int64_t divisor = witness_common_divisor(100, number % 100);
        witness_ask(search, metric->operands[0], number / divisor);
        witness_ask(search, metric->operands[1], 100 / divisor);
        return;
    }
    const struct window *window = &search->program->windows[metric->window].window;
    if (window->begins != INDEX_NONE)
        witness_put_near(witness_plan(search, window->begins), TRAIT_DAYS, 1);
    if (window->after != INDEX_NONE)
        witness_put_near(witness_plan(search, window->after), TRAIT_DAYS, 1);
    for (uint32_t i = 0; i < metric->operand_count && effort_spend(search->effort, 1); i++)
        witness_put_number(search, witness_plan(search, metric->operands[i]), metric, number);
}

static void witness_ask_conditions(struct search *search, const struct condition *conditions, uint32_t count)
{
    search->width += count;
    for (uint32_t i = 0; i < count && effort_spend(search->effort, 1); i++) {
        search->score |= conditions[i].subject == LOYALTY_SUBJECT_SCORE;
        search->rung |= conditions[i].subject == LOYALTY_SUBJECT_RUNG;
        if (conditions[i].subject == LOYALTY_SUBJECT_METRIC)
            witness_ask(search, conditions[i].metric, conditions[i].number);
    }
}

static void witness_ask_ladder(struct search *search)
{
    for (uint32_t i = 0; i < search->program->rung_count; i++) {
        const struct rung *rung = &search->program->rungs[i];
        witness_ask_conditions(search, rung->enter.conditions, rung->enter.count);
        witness_ask_conditions(search, rung->keep.conditions, rung->keep.count);
    }
}

static void witness_ask_score(struct search *search)
{
    for (uint32_t i = 0; i < search->program->scored_count; i++) {
        const struct metric *metric = &search->program->metrics[search->program->scored[i]];
        for (uint32_t row = 0; row < metric->row_count; row++)
            witness_ask(search, search->program->scored[i], metric->rows[row].at_least);
    }
}

void search_ask(struct search *search)
{
    const struct region *region = search->region;
    for (uint32_t i = 0; i < region->count; i++)
        witness_ask_conditions(search, region->choices[i].conditions, region->choices[i].count);
    if (search->rung || search->program->terms)
        witness_ask_ladder(search);
    if (search->score)
        witness_ask_score(search);
}
