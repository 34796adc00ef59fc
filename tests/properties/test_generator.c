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
    WITH_OUT,
    PUT_OUT,
    BACK_IN,
    WITH_REVIEW,
    MOVED_AT_REVIEW,
    REVIEW_BEGINS,
    WITH_TERM,
    WITH_UNTIL,
    RENEWED,
    REACHED_ANEW,
    SAVED,
    FELL_AT_END,
    FELL_AFTER_END,
    MONTHS_PUT_OFF,
    IN_TERM,
    BACK,
    BEGINS_ON_A_DAY,
    BEGINS_WITH_A_KIND,
    AFTER,
    WEIGHTS,
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
    [FAILING] = {"a day of failing that is no fall", 100},
    [RECOVERED] = {"a failing customer who keeps the rung", 40},
    [HELD] = {"a fall put off by hold or grace", 60},
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
    [WIDE_NUMBERS] = {"a metric beyond 64 bits", 2},
    [WITH_OUT] = {"a table with \"out\"", 80},
    [PUT_OUT] = {"a customer put out from above", 10},
    [BACK_IN] = {"a customer promoted who was out before", 5},
    [WITH_REVIEW] = {"a table with \"review\"", 80},
    [MOVED_AT_REVIEW] = {"a transition on a day of review", 40},
    [REVIEW_BEGINS] = {"the same where reviews begin on a day of the year", 10},
    [WITH_TERM] = {"a customer on a rung with a term", 200},
    [WITH_UNTIL] = {"the same with \"until\"", 40},
    [RENEWED] = {"a term renewed", 50},
    [REACHED_ANEW] = {"a rung reached anew as its term is over", 10},
    [SAVED] = {"a customer saved or reaching anew within the grace", 7},
    [FELL_AT_END] = {"a fall on the day a term is over", 30},
    [FELL_AFTER_END] = {"a fall later than that", 10},
    [MONTHS_PUT_OFF] = {"a fall put off by months", 5},
    [IN_TERM] = {"a number other than 0 within the term", 150},
    [BACK] = {"the same in a window further back", 100},
    [BEGINS_ON_A_DAY] = {"the same in a period that begins on a day of the year", 50},
    [BEGINS_WITH_A_KIND] = {"the same in a period that begins with a kind", 50},
    [AFTER] = {"the same after an event", 50},
    [WEIGHTS] = {"the same by weights", 50},
};

static bool has_term(const struct ref_rung *rung)
{
    return rung->term.length > 0;
}

/* Whether the customer is out on a day; the term of the day before is near enough. */
static bool is_out(const struct ref_log *log, const struct ref_history *history, int day)
{
    if (log->table->out == NULL || day < history->first)
        return false;
    ref_facts_of(log, day, ref_standing_on(history, day - 1).term.counts_from, &facts);
    return ref_rule_holds(log->table->out, &facts, -1);
}

static void look_at_demotion(const struct ref_table *table, const struct ref_history *history,
                             const struct ref_transition *move, bool *seen)
{
    const struct ref_rung *rung = &table->rung[move->from];
    struct ref_standing before = ref_standing_on(history, move->date - 1);
    bool failed = before.failing != REF_NO_DATE;
    seen[DEMOTIONS] = true;
    seen[REQUALIFIED] |= rung->fall == REF_REQUALIFY && move->to > 0;
    seen[STEPPED_DOWN] |= rung->fall == REF_STEP;
    seen[FELL_TO_BOTTOM] |= rung->fall == REF_BOTTOM && move->from > 1;
    seen[HELD] |= failed;
    seen[FELL_AT_END] |= has_term(rung) && !failed;
    seen[FELL_AFTER_END] |= has_term(rung) && failed;
    seen[MONTHS_PUT_OFF] |= failed && ((rung->hold.unit == REF_MONTH && rung->hold.length > 0) ||
                                       (rung->grace.unit == REF_MONTH && rung->grace.length > 0));
}

static void look_at_transition(const struct ref_log *log, const struct ref_history *history, int index, bool *seen)
{
    const struct ref_table *table = log->table;
    const struct ref_transition *move = &history->transition[index];
    bool out = is_out(log, history, move->date);
    seen[MOVED_AT_REVIEW] |= table->review != REF_DAY && !out;
    seen[REVIEW_BEGINS] |= table->review != REF_DAY && !out && table->review_begins.day > 1;
    if (move->to > move->from) {
        seen[PROMOTIONS] = true;
        seen[SKIPPED_RUNGS] |= move->to > move->from + 1;
        seen[STEPWISE] |= table->climb_step && move->to >= 2;
        seen[BACK_IN] |= is_out(log, history, move->date - 1);
    } else if (out) {
        seen[PUT_OUT] = true;
    } else {
        look_at_demotion(table, history, move, seen);
    }
}

/* A day on which the rung stays, and perhaps a term ends or a grace. */
static void look_at_term(const struct ref_rung *rung, struct ref_standing before, struct ref_standing standing, int day,
                         bool *seen)
{
    bool begins = standing.term.end != before.term.end;
    seen[WITH_TERM] = true;
    seen[WITH_UNTIL] |= rung->until != REF_DAY;
    seen[RENEWED] |= begins && standing.term.counts_from == day;
    seen[REACHED_ANEW] |= begins && standing.term.counts_from > day && before.failing == REF_NO_DATE;
    seen[SAVED] |= begins && before.failing != REF_NO_DATE;
}

static void look_at_days(const struct ref_table *table, const struct ref_history *history, bool *seen)
{
    for (int day = history->first; day <= history->last; day++) {
        struct ref_standing standing = ref_standing_on(history, day), before = ref_standing_on(history, day - 1);
        bool stays = before.rung >= 0 && standing.since == before.since;
        seen[FAILING] |= standing.failing != REF_NO_DATE;
        seen[RECOVERED] |= stays && before.failing != REF_NO_DATE && standing.failing == REF_NO_DATE;
        if (stays && has_term(&table->rung[standing.rung]))
            look_at_term(&table->rung[standing.rung], before, standing, day, seen);
    }
}

/* Over which window a metric is that is not 0, and of which type. */
static void look_at_window(const struct ref_metric *metric, bool *seen, bool *types)
{
    const struct ref_window *window = &metric->window;
    types[metric->type] = true;
    seen[IN_TERM] |= window->within == REF_TERM;
    seen[BACK] |= window->back > 0;
    seen[BEGINS_WITH_A_KIND] |= window->begins_kind != REF_NO_KIND;
    seen[BEGINS_ON_A_DAY] |= window->within == REF_PERIOD && window->begins.day > 1;
    seen[AFTER] |= window->after_kind != REF_NO_KIND;
    for (int i = 0; i < REF_KINDS; i++)
        seen[WEIGHTS] |= metric->counts[i] && metric->weight[i] != 1;
}

static bool is_share(const struct ref_table *table, int metric)
{
    return table->metric[metric].type == REF_SHARE;
}

static void look_at_metrics(const struct ref_table *table, bool *seen, bool *types)
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
        if (value->numerator.sign != 0)
            look_at_window(metric, seen, types);
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

static void look_at(const struct scenario *scenario, struct ref_log *log, bool *seen, bool *types)
{
    struct ref_history history;
    int rung, middle = (scenario->first + scenario->last) / 2;
    int days[3] = {scenario->last, scenario->events > 0 ? scenario->event[0].date : middle, middle};
    ref_fold(log, scenario->last, &history);
    for (int i = 0; i < history.count; i++)
        look_at_transition(log, &history, i, seen);
    seen[MOVED_TWICE] = history.count >= 3;
    look_at_days(log->table, &history, seen);
    seen[WITH_OUT] = log->table->out != NULL;
    seen[WITH_REVIEW] = log->table->review != REF_DAY;
    for (int i = 0; i < 3; i++) {
        ref_facts_of(log, days[i], ref_standing_on(&history, days[i]).term.counts_from, &facts);
        look_at_metrics(log->table, seen, types);
    }
    look_at_events(log, seen);
    rung = ref_standing_on(&history, middle).rung;
    for (int i = 0; rung >= 0 && i < log->table->segmentations; i++)
        seen[ref_segment(log->table, i, &facts, rung) >= 0 ? IN_A_CELL : IN_NO_CELL] = true;
    seen[EMPTY_LOG] = ref_standing_on(&history, scenario->last).rung < 0;
    ref_history_free(&history);
}

static struct ref_log log_of(struct scenario *scenario)
{
    struct ref_log log;
    ref_log_init(&log, scenario->table, scenario_host, &scenario->host_seed);
    for (int i = 0; i < scenario->events; i++)
        ref_log_put(&log, &scenario->event[i]);
    return log;
}

static bool enough(int count, int least, int cases, const char *what)
{
    bool too_few = count * 1000 < least * cases;
    printf("%5.1f %% %s%s\n", 100.0 * count / cases, what, too_few ? " - too few" : "");
    return !too_few;
}

static void test_generator(void **state)
{
    const struct wishes wishes = {0, 400, 0, 30, false, false};
    int cases = runner_cases(1000), count[SIGHTS] = {0}, of_type[REF_TYPES] = {0};
    bool all_enough = true;
    (void)state;
    if (cases < 1000) /* fewer prove nothing */
        cases = 1000;
    for (int i = 0; i < cases; i++) {
        struct scenario *scenario = scenario_without_program(random_hash(runner_seed(), (uint64_t)i), &wishes);
        struct ref_log log = log_of(scenario);
        bool seen[SIGHTS] = {false}, types[REF_TYPES] = {false};
        look_at(scenario, &log, seen, types);
        for (int j = 0; j < SIGHTS; j++)
            count[j] += seen[j];
        for (int j = 0; j < REF_TYPES; j++)
            of_type[j] += types[j];
        ref_log_free(&log);
        scenario_free(scenario);
    }
    printf("of %d cases, so many have:\n", cases);
    for (int i = 0; i < SIGHTS; i++)
        all_enough = enough(count[i], wanted[i].least, cases, wanted[i].what) && all_enough;
    printf("and a metric that is not 0 of type:\n");
    for (int i = 0; i < REF_TYPES; i++)
        all_enough = enough(of_type[i], 50, cases, metric_type_names[i]) && all_enough;
    assert_true(all_enough);
}

/* Shares four deep: numbers far beyond 64 bits that are compared with others. */
static void test_deep_shares(void **state)
{
    const struct wishes wishes = {0, 400, 5, 30, false, true};
    int deep = 0, longest = 0;
    (void)state;
    for (int i = 0; i < 500; i++) {
        struct scenario *scenario = scenario_without_program(random_hash(runner_seed(), (uint64_t)i), &wishes);
        struct ref_log log = log_of(scenario);
        int limbs = 0;
        ref_facts_of(&log, scenario->last, scenario->first, &facts);
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
