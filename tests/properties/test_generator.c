/* SPDX-License-Identifier: MIT */
/*
 * Properties are only worth as much as their cases. By the reference alone: how many of the generated scenarios have
 * anything happen in them, each thing that rule tables can lead to counted by itself; too few of one is a failure.
 */
#include "runner.h"

#include <stdio.h>
#include <string.h>

static struct ref_facts facts;

enum sight {
    PROMOTIONS,
    SKIPPED_RUNGS,
    DEMOTIONS,
    REQUALIFIED,
    STEPPED_DOWN,
    FELL_TO_BOTTOM,
    FAILING,
    RECOVERED,
    HELD,
    MOVED_TWICE,
    UNDEFINED,
    FRACTIONS,
    NESTED_SHARES,
    HOSTS,
    SCORED,
    CUT_SCORE,
    IN_A_CELL,
    IN_NO_CELL,
    STEPWISE,
    EMPTY_LOG,
    VANISHED_EVENTS,
    WIDE_NUMBERS,
    SIGHTS
};

static const struct {
    const char *what;
    int least; /* of a thousand cases */
} wanted[SIGHTS] = {
    [PROMOTIONS] = {"a promotion", 300},
    [SKIPPED_RUNGS] = {"a promotion over a rung", 30},
    [DEMOTIONS] = {"a demotion", 200},
    [REQUALIFIED] = {"a fall to a rung in the middle that is kept", 20},
    [STEPPED_DOWN] = {"a fall of one rung by \"step\"", 30},
    [FELL_TO_BOTTOM] = {"a fall over a rung by \"bottom\"", 20},
    [FAILING] = {"a day of failing that is no fall", 150},
    [RECOVERED] = {"a failing customer who keeps the rung", 40},
    [HELD] = {"a fall put off by hold or grace", 80},
    [MOVED_TWICE] = {"three transitions or more", 150},
    [UNDEFINED] = {"an undefined metric", 300},
    [FRACTIONS] = {"a metric that is no whole number", 150},
    [NESTED_SHARES] = {"a share of a share that is defined", 10},
    [HOSTS] = {"a host metric", 100},
    [SCORED] = {"a score above 0", 200},
    [CUT_SCORE] = {"a score cut at either end", 60},
    [IN_A_CELL] = {"a segment cell that holds", 300},
    [IN_NO_CELL] = {"a segmentation of which no cell holds", 60},
    [STEPWISE] = {"a climb by steps over two rungs", 50},
    [EMPTY_LOG] = {"no standing at the end", 5},
    [VANISHED_EVENTS] = {"a kind and date whose events add up to nothing", 100},
    [WIDE_NUMBERS] = {"a metric beyond 64 bits", 5},
};

static void look_at_transition(const struct ref_table *table, const struct ref_history *history, int index, bool *seen)
{
    const struct ref_transition *move = &history->transition[index];
    enum ref_fall fall = table->rung[move->from].fall;
    if (move->to > move->from) {
        seen[PROMOTIONS] = true;
        seen[SKIPPED_RUNGS] |= move->to > move->from + 1;
        seen[STEPWISE] |= table->climb_step && move->to >= 2;
        return;
    }
    seen[DEMOTIONS] = true;
    seen[REQUALIFIED] |= fall == REF_REQUALIFY && move->to > 0;
    seen[STEPPED_DOWN] |= fall == REF_STEP;
    seen[FELL_TO_BOTTOM] |= fall == REF_BOTTOM && move->from > 1;
    seen[HELD] |= ref_standing_on(history, move->date - 1).failing != REF_NO_DATE;
}

static void look_at_days(const struct ref_history *history, bool *seen)
{
    for (int day = history->first; day <= history->last; day++) {
        struct ref_standing standing = ref_standing_on(history, day), before = ref_standing_on(history, day - 1);
        seen[FAILING] |= standing.failing != REF_NO_DATE;
        seen[RECOVERED] |= before.rung >= 0 && before.failing != REF_NO_DATE && standing.failing == REF_NO_DATE &&
                           standing.since == before.since;
    }
}

static bool is_share(const struct ref_table *table, int metric)
{
    return table->metric[metric].type == REF_SHARE;
}

static void look_at_metrics(const struct ref_table *table, bool *seen)
{
    int64_t points = 0, number;
    for (int i = 0; i < table->metrics; i++) {
        const struct ref_metric *metric = &table->metric[i];
        const struct ref_value *value = &facts.value[i];
        struct big whole, back;
        points += facts.points[i];
        seen[HOSTS] |= metric->type == REF_HOST;
        seen[UNDEFINED] |= !value->defined;
        if (!value->defined)
            continue;
        seen[NESTED_SHARES] |= is_share(table, i) && value->numerator.sign != 0 &&
                               (is_share(table, metric->share_of) || is_share(table, metric->share_by));
        seen[WIDE_NUMBERS] |= !big_to_int64(&value->numerator, &number);
        big_divide_down(&whole, &value->numerator, &value->denominator);
        big_multiply(&back, &whole, &value->denominator);
        seen[FRACTIONS] |= big_compare(&back, &value->numerator) != 0;
    }
    seen[SCORED] |= facts.score > 0;
    seen[CUT_SCORE] |= points != facts.score;
}

static void look_at_events(const struct ref_log *log, bool *seen)
{
    for (int i = 0; i < log->count; i++) {
        wide count = 0, sum = 0;
        for (int j = 0; j < log->count; j++)
            if (log->event[i].kind == log->event[j].kind && log->event[i].date == log->event[j].date) {
                count += log->event[j].count;
                sum += (wide)log->event[j].count * log->event[j].value;
            }
        seen[VANISHED_EVENTS] |= count == 0 && sum == 0;
    }
}

static void look_at(const struct scenario *scenario, struct ref_log *log, bool *seen)
{
    struct ref_history history;
    int rung, middle = (scenario->first + scenario->last) / 2;
    ref_fold(log, scenario->last, &history);
    for (int i = 0; i < history.count; i++)
        look_at_transition(log->table, &history, i, seen);
    seen[MOVED_TWICE] = history.count >= 3;
    look_at_days(&history, seen);
    ref_facts_of(log, scenario->last, &facts);
    look_at_metrics(log->table, seen);
    ref_facts_of(log, middle, &facts);
    look_at_metrics(log->table, seen);
    look_at_events(log, seen);
    rung = ref_standing_on(&history, middle).rung;
    for (int i = 0; rung >= 0 && i < log->table->segmentations; i++)
        seen[ref_segment(log->table, i, &facts, rung) >= 0 ? IN_A_CELL : IN_NO_CELL] = true;
    seen[EMPTY_LOG] = ref_standing_on(&history, scenario->last).rung < 0;
    ref_history_free(&history);
}

static void test_generator(void **state)
{
    const struct wishes wishes = {0, 400, 0, 30, false, false};
    uint64_t seed = runner_seed();
    int cases = runner_cases(1000), count[SIGHTS] = {0};
    bool enough = true;
    (void)state;
    if (cases < 1000) /* fewer prove nothing */
        cases = 1000;
    for (int i = 0; i < cases; i++) {
        struct scenario *scenario = scenario_new(random_hash(seed, (uint64_t)i), &wishes);
        struct ref_log log;
        bool seen[SIGHTS] = {false};
        ref_log_init(&log, scenario->table, scenario_host, &scenario->host_seed);
        for (int j = 0; j < scenario->events; j++)
            ref_log_put(&log, &scenario->event[j]);
        look_at(scenario, &log, seen);
        for (int j = 0; j < SIGHTS; j++)
            count[j] += seen[j];
        ref_log_free(&log);
        scenario_free(scenario);
    }
    printf("of %d cases, so many have:\n", cases);
    for (int i = 0; i < SIGHTS; i++) {
        bool too_few = count[i] * 1000 < wanted[i].least * cases;
        printf("%5.1f %% %s%s\n", 100.0 * count[i] / cases, wanted[i].what, too_few ? " - too few" : "");
        enough = enough && !too_few;
    }
    assert_true(enough);
}

/* Shares four deep: numbers far beyond 64 bits that are compared with others. */
static void test_deep_shares(void **state)
{
    const struct wishes wishes = {0, 400, 5, 30, false, true};
    int deep = 0, longest = 0;
    (void)state;
    for (int i = 0; i < 500; i++) {
        struct scenario *scenario = scenario_new(random_hash(runner_seed(), (uint64_t)i), &wishes);
        struct ref_log log;
        int limbs = 0;
        ref_log_init(&log, scenario->table, scenario_host, &scenario->host_seed);
        for (int j = 0; j < scenario->events; j++)
            ref_log_put(&log, &scenario->event[j]);
        ref_facts_of(&log, scenario->last, &facts);
        for (int j = 0; j < scenario->table->metrics; j++)
            if (facts.value[j].defined && facts.value[j].numerator.used > limbs)
                limbs = facts.value[j].numerator.used;
        deep += limbs > 10;
        longest = limbs > longest ? limbs : longest;
        ref_log_free(&log);
        scenario_free(scenario);
    }
    printf("of 500 cases of deep shares, %d have a number over 320 bits; the longest has %d\n", deep, longest * 32);
    assert_true(deep >= 25 && longest > 24);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_generator), cmocka_unit_test(test_deep_shares)};
    return cmocka_run_group_tests_name("properties: generator", tests, NULL, NULL);
}
