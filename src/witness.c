/* SPDX-License-Identifier: MIT */
#include "witness.h"

#include <stdio.h>
#include <string.h>

#include "day.h"
#include "ladder.h"

/* Logs tried before giving up, and numbers tried for each property of a kind's events. */
#define TRIES_MAX 50000
#define NUMBERS_MAX 8
/* Days of one kind; thresholds above it are not met by single days but by one day's count. */
#define DAYS_MAX 400

struct numbers {
    int64_t number[NUMBERS_MAX];
    uint32_t count;
};

/*
 * What is tried for the events of one kind: `days` active days in a row, the last `idle` days ago, each with a
 * value.
 */
struct plan {
    uint32_t kind;
    struct numbers days, idle, value;
    uint32_t at[3]; /* the numbers chosen now */
};

struct search {
    struct witness *witness;
    const loyalty_program *program;
    uint8_t
        asked[LOYALTY_METRICS_MAX]; /* metrics that the rules ask about, parts of shares and of the score included */
    uint8_t named[LOYALTY_METRICS_MAX]; /* metrics that the rules name themselves */
    struct plan plans[LOYALTY_KINDS_MAX];
    uint32_t plan_count;
    int32_t score, rung, host; /* whether the rules ask for it */
};

static void put(struct numbers *numbers, int64_t number, int64_t least, int64_t most)
{
    if (number < least || number > most || numbers->count == NUMBERS_MAX)
        return;
    for (uint32_t i = 0; i < numbers->count; i++)
        if (numbers->number[i] == number)
            return;
    numbers->number[numbers->count++] = number;
}

static struct plan *plan_kind(struct search *search, uint32_t kind)
{
    for (uint32_t i = 0; i < search->plan_count; i++)
        if (search->plans[i].kind == kind)
            return &search->plans[i];
    struct plan *plan = &search->plans[search->plan_count++];
    const struct kind *of = &search->program->kinds[kind];
    plan->kind = kind;
    put(&plan->days, 0, 0, 0);
    put(&plan->days, 1, 1, 1);
    put(&plan->idle, 0, 0, 0);
    put(&plan->value, of->min > 0 ? of->min : of->max < 0 ? of->max : 0, of->min, of->max);
    return plan;
}

/* A number that the table compares a metric with, and its neighbours, for the kinds that the metric counts. */
static void suggest(struct search *search, const struct metric *metric, int64_t number)
{
    const int64_t near[] = {number, number > INT64_MIN ? number - 1 : number, number < INT64_MAX ? number + 1 : number};
    for (uint32_t i = 0; i < metric->operand_count && metric->type != LOYALTY_METRIC_SHARE; i++) {
        struct plan *plan = plan_kind(search, metric->operands[i]);
        const struct kind *kind = &search->program->kinds[plan->kind];
        for (size_t n = 0; n < sizeof near / sizeof *near; n++) {
            if (metric->type == LOYALTY_METRIC_COUNT || metric->type == LOYALTY_METRIC_ACTIVE_DAYS)
                put(&plan->days, near[n], 0, DAYS_MAX);
            else if (metric->type == LOYALTY_METRIC_SUM || metric->type == LOYALTY_METRIC_MEAN)
                put(&plan->value, near[n], kind->min, kind->max);
            else
                put(&plan->idle, near[n], 0, LOYALTY_DAYS_MAX);
        }
        if (metric->window.type == WINDOW_DAYS)
            put(&plan->idle, metric->window.length, 0, LOYALTY_DAYS_MAX);
    }
}

static void ask(struct search *search, uint32_t index)
{
    const struct metric *metric = &search->program->metrics[index];
    if (search->asked[index])
        return;
    search->asked[index] = 1;
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
    for (uint32_t i = 0; i < rule->count; i++)
        for (uint32_t j = 0; j < rule->alternatives[i].count; j++) {
            const struct condition *condition = &rule->alternatives[i].conditions[j];
            if (condition->subject == LOYALTY_SUBJECT_SCORE)
                search->score = 1;
            if (condition->subject == LOYALTY_SUBJECT_RUNG)
                search->rung = 1;
            if (condition->subject != LOYALTY_SUBJECT_METRIC)
                continue;
            search->named[condition->metric] = 1;
            ask(search, condition->metric);
            suggest(search, &search->program->metrics[condition->metric], condition->number);
        }
}

static void ask_score(struct search *search)
{
    for (uint32_t i = 0; i < search->program->scored_count; i++) {
        const struct metric *metric = &search->program->metrics[search->program->scored[i]];
        ask(search, search->program->scored[i]);
        for (uint32_t row = 0; row < metric->row_count; row++)
            suggest(search, metric, metric->rows[row].at_least);
    }
}

/* The next combination of all plans; 0 after the last. Without active days, idle and value do not matter. */
static int next_plan(struct search *search)
{
    for (uint32_t i = 0; i < search->plan_count; i++) {
        struct plan *plan = &search->plans[i];
        const struct numbers *numbers[] = {&plan->days, &plan->idle, &plan->value};
        for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++) {
            if (++plan->at[j] < numbers[j]->count) {
                if (j > 0)
                    plan->at[0] = 1;
                return 1;
            }
            plan->at[j] = 0;
        }
    }
    return 0;
}

static int32_t write_log(const struct search *search, int32_t today, struct log *log)
{
    for (uint32_t i = 0; i < search->plan_count; i++) {
        const struct plan *plan = &search->plans[i];
        int64_t days = plan->days.number[plan->at[0]], idle = plan->idle.number[plan->at[1]];
        struct day_total total = {1, plan->value.number[plan->at[2]]};
        for (int64_t day = 0; day < days; day++) {
            int32_t status = log_reserve(log, search->program, plan->kind);
            if (status)
                return status;
            int32_t date = (int32_t)(today - idle - days + 1 + day);
            struct place place = log_find(log, plan->kind, date);
            log_set(log, search->program, plan->kind, date, &place, total, UINT64_MAX);
        }
    }
    return LOYALTY_OK;
}

static int judge(const struct search *search, struct day *day)
{
    const struct witness *witness = search->witness;
    for (uint32_t i = 0; i < witness->hold_count; i++)
        if (!day_rule(day, witness->holds[i]))
            return 0;
    for (uint32_t i = 0; i < witness->fail_count; i++)
        if (day_rule(day, witness->fails[i]))
            return 0;
    return 1;
}

/* Values are wide here, because the log's sums are taken day by day. */
static void describe(const struct search *search, struct day *day)
{
    char *text = search->witness->text;
    size_t used = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < search->program->metric_count; i++) {
        if (!search->named[i] || used + LOYALTY_NAME_MAX + 30 > WITNESS_TEXT)
            continue;
        const char *name = search->program->metrics[i].texts.name;
        used += (size_t)snprintf(text + used, WITNESS_TEXT - used, "%s%s ", used ? ", " : "", name);
        struct wide num, den;
        if (day_metric(day, i)->state == NUMBER_UNDEFINED) {
            used += (size_t)snprintf(text + used, WITNESS_TEXT - used, "undefined");
            continue;
        }
        day_metric_wide(day, i, &num, &den);
        used += (size_t)snprintf(text + used, WITNESS_TEXT - used, "%lld", (long long)wide_floor(&num, &den));
    }
    if (search->score && used + 30 < WITNESS_TEXT)
        snprintf(text + used, WITNESS_TEXT - used, "%sscore %lld", used ? ", " : "", (long long)day_score(day));
}

/* The rung that the log itself leads to; RUNG_ABSENT for an empty log. */
static int32_t find_rung(const struct search *search, const struct log *log, int32_t today, int32_t *rung)
{
    struct history history = {NULL, 0, 0};
    struct fold fold = {search->program, log, NULL, {RUNG_ABSENT, 0, 0}, INT32_MIN};
    int32_t status = ladder_fold(&fold, today, &history);
    memory_free(&search->program->arena.allocator, history.changes);
    *rung = fold.standing.rung;
    return status;
}

/* Tries the present combination in a log that is empty before and after. */
static int32_t try_plan(const struct search *search, int32_t today, struct log *log, struct day *day)
{
    int32_t status = write_log(search, today, log);
    if (!status) {
        log->magnitude = UINT64_MAX; /* sums are taken day by day, whatever the values */
        day_begin(day, search->program, log, NULL, today);
        if (search->rung)
            status = find_rung(search, log, today, &day->rung);
    }
    if (!status && day->rung != RUNG_ABSENT) {
        status = judge(search, day);
        if (status)
            describe(search, day);
    }
    log_clear(log, search->program);
    return status;
}

int32_t witness_find(struct witness *witness, const loyalty_program *program)
{
    /* A Sunday that ends a year: no other day has longer weeks, months, quarters and years behind it. */
    const int32_t today = date_from_civil((struct civil){2023, 12, 31});
    struct search search = {.witness = witness, .program = program};
    struct day day;
    for (uint32_t i = 0; i < witness->hold_count; i++)
        ask_rule(&search, witness->holds[i]);
    for (uint32_t i = 0; i < witness->fail_count; i++)
        ask_rule(&search, witness->fails[i]);
    uint8_t named[LOYALTY_METRICS_MAX];
    memcpy(named, search.named, sizeof named);
    for (uint32_t i = 0; search.rung && i < program->rung_count; i++) {
        ask_rule(&search, &program->rungs[i].enter);
        ask_rule(&search, &program->rungs[i].keep);
    }
    memcpy(search.named, named, sizeof named);
    if (search.score)
        ask_score(&search);
    if (search.host)
        return 0;
    struct log *log = memory_new(&program->arena.allocator, log_size(program));
    int32_t found = log ? 0 : LOYALTY_E_MEMORY;
    for (int tries = 0; !found && tries < TRIES_MAX; tries++) {
        found = try_plan(&search, today, log, &day);
        if (!next_plan(&search))
            break;
    }
    memory_free(&program->arena.allocator, log);
    return found;
}
