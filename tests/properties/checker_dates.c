/* SPDX-License-Identifier: MIT */
/*
 * Warnings about spans and windows, against the calendar: by the reference's windows, on every day of some years, and with
 * logs made for the purpose.
 */
#include "checker.h"

#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "mismatch.h"
#include "runner.h"
#include "window.h"

enum { YEARS = 8, FIRST_YEAR = 2020, LONGEST_FOLD = 4000 };

static int day_of(int year)
{
    int date = 0;
    if (!calendar_find(year, 1, 1, &date))
        abort();
    return date;
}

/* The end of a rung's term that begins on a date. */
static int term_end(const struct ref_rung *rung, int date)
{
    int end = ref_span_after(date, rung->term);
    return end < ref_never() ? ref_period_next(rung->until, end) : end;
}

static bool hold_is_longer(const struct ref_rung *rung)
{
    for (int date = day_of(FIRST_YEAR); date < day_of(FIRST_YEAR + YEARS); date++)
        if (ref_span_after(date, rung->hold) > term_end(rung, date))
            return true;
    return false;
}

static bool is_told(const struct claims *claims, enum sort sort, int rung, int alternative, int position)
{
    for (uint32_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->claim[i];
        if (claim->sort == sort && claim->index == (uint32_t)rung && claim->alternative == (uint32_t)alternative &&
            claim->position == (uint32_t)position)
            return true;
    }
    return false;
}

/* Told just where it is so, unless the term's end moves: then the checker, which samples, may miss the shortest term. */
static bool holds_agree(const struct ref_table *table, const struct claims *claims)
{
    for (int i = 1; i < table->rungs; i++) {
        const struct ref_rung *rung = &table->rung[i];
        const bool longer = rung->term.length > 0 && hold_is_longer(rung), told = is_told(claims, LONG_HOLD, i, 0, 0);
        EXPECT(longer || !told, "the hold of rung %d is longer than its term on no day", i);
        EXPECT(told || !longer || rung->until != REF_DAY, "the hold of rung %d is longer than its term", i);
    }
    return true;
}

/* ---- Windows longer than terms ---- */

/* The days on which a date is in a window: from `enter` up to the day before `leave`. */
struct stay {
    int enter, leave;
};

/* The first day from `from` on whose window ends on the date or later, or, if not `enters`, begins after it. */
static int find_day(const struct ref_log *log, const struct ref_window *window, int date, int from, bool enters)
{
    int low = from, high = ref_never();
    while (low < high) {
        int middle = low + (high - low) / 2;
        struct window dates = window_of(log, window, middle, date);
        if (enters ? dates.to >= date : dates.after >= date)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static struct stay stay_of(const struct ref_log *log, const struct ref_window *window, int date)
{
    struct stay stay;
    stay.enter = find_day(log, window, date, date, true);
    stay.leave = find_day(log, window, date, stay.enter, false);
    return stay;
}

/* A log with one event of the kinds on which a window depends, long ago. */
static void log_of_window(const struct scenario *scenario, const struct ref_window *window, struct ref_log *log)
{
    struct ref_event event = {.date = day_of(2000), .count = 1};
    ref_log_init(log, scenario->table, scenario_host, (void *)(uintptr_t)&scenario->host_seed);
    event.kind = window->begins_kind;
    if (event.kind != REF_NO_KIND)
        ref_log_put(log, &event);
    event.kind = window->after_kind;
    if (event.kind != REF_NO_KIND)
        ref_log_put(log, &event);
}

/* A date that is still in the window as the term ends that began as the date entered it; REF_NO_DATE if there is none. */
static int find_outlasting(const struct scenario *scenario, const struct ref_window *window,
                           const struct ref_rung *rung)
{
    struct ref_log log;
    int found = REF_NO_DATE;
    log_of_window(scenario, window, &log);
    for (int date = day_of(FIRST_YEAR); found == REF_NO_DATE && date < day_of(FIRST_YEAR + YEARS); date++) {
        struct stay stay = stay_of(&log, window, date);
        if (stay.enter < ref_never() && stay.leave > term_end(rung, stay.enter))
            found = date;
    }
    ref_log_free(&log);
    return found;
}

/* The number of events, all of one kind, for which the claim's condition holds by itself; 0 if that is not so plain. */
static int plain_count(const struct ref_table *table, const struct ref_rule *rule, const struct claim *claim, int *kind)
{
    int first = rule->first[claim->alternative], kinds = 0;
    const struct ref_condition *condition = &rule->condition[first];
    const struct ref_metric *metric = &table->metric[condition->metric];
    bool more = strcmp(condition->op, ">") == 0;
    if (rule->first[claim->alternative + 1] - first != 1 || metric->type != REF_COUNT || condition->number > 1000 ||
        condition->number + more < 1 || (!more && strcmp(condition->op, ">=") != 0) ||
        metric->window.begins_kind != REF_NO_KIND || metric->window.after_kind != REF_NO_KIND)
        return 0;
    for (int i = 0; i < table->kinds; i++)
        if (metric->counts[i]) {
            kinds += metric->weight[i] == 1 ? 1 : 2;
            *kind = i;
        }
    return kinds == 1 ? (int)condition->number + more : 0;
}

static bool same_term(struct ref_standing a, struct ref_standing b)
{
    return a.rung == b.rung && a.since == b.since && a.term.end == b.term.end && b.failing == REF_NO_DATE;
}

/* Some events on one date lead to the rung, and lead to it again, or to its renewal, as the term ends. */
static bool counts_again(const struct ref_log *log, const struct ref_rung *rung, uint32_t index, struct stay stay,
                         bool *shown)
{
    struct ref_history history;
    int end = term_end(rung, stay.enter);
    ref_fold(log, end, &history);
    struct ref_standing entered = ref_standing_on(&history, stay.enter), last = ref_standing_on(&history, end - 1);
    struct ref_standing anew = ref_standing_on(&history, end);
    ref_history_free(&history);
    if (entered.rung != (int)index || entered.since != stay.enter || !same_term(entered, last))
        return true;
    *shown = true;
    EXPECT(anew.rung > entered.rung || (log->table->out != NULL && anew.rung == 0) ||
               (anew.rung == entered.rung && anew.failing == REF_NO_DATE && anew.term.end > end),
           "rung %d is entered on %d, but not reached anew on %d", entered.rung, stay.enter, end);
    return true;
}

static bool make_count_twice(const struct scenario *scenario, const struct claim *claim, int date, int *counts)
{
    const struct ref_rung *rung = &scenario->table->rung[claim->index];
    const struct ref_rule *rule = rung->enter;
    struct ref_event event = {.date = date};
    struct ref_log log;
    bool well = true, shown = false;
    event.count = plain_count(scenario->table, rule, claim, &event.kind);
    if (event.count == 0)
        return true;
    const struct ref_window *window =
        &scenario->table->metric[rule->condition[rule->first[claim->alternative]].metric].window;
    event.value = scenario->table->kind[event.kind].low;
    log_of_window(scenario, window, &log);
    ref_log_put(&log, &event);
    struct stay stay = stay_of(&log, window, date);
    if (term_end(rung, stay.enter) - date < LONGEST_FOLD)
        well = counts_again(&log, rung, claim->index, stay, &shown);
    counts[TWICE_SEEN] += shown;
    ref_log_free(&log);
    return well;
}

/* Whether 0 meets a condition. */
static bool holds_of_nothing(const struct ref_condition *condition)
{
    const char *op = condition->op;
    if (condition->number == 0)
        return strcmp(op, "==") == 0 || strcmp(op, ">=") == 0 || strcmp(op, "<=") == 0;
    return strcmp(op, "!=") == 0 || op[0] == (condition->number < 0 ? '>' : '<');
}

static bool count_twice(const struct scenario *scenario, const struct claim *claim, int *counts)
{
    const struct ref_table *table = scenario->table;
    const struct ref_rung *rung = &table->rung[claim->index];
    const struct ref_condition *condition =
        &rung->enter->condition[rung->enter->first[claim->alternative] + (int)claim->position];
    int date = find_outlasting(scenario, &table->metric[condition->metric].window, rung);
    EXPECT(date != REF_NO_DATE, "%s: %s: nothing does", claim->path, claim->message);
    EXPECT(!holds_of_nothing(condition), "%s: %s: it asks for nothing", claim->path, claim->message);
    return make_count_twice(scenario, claim, date, counts);
}

/* Whether a condition asks for a count that events can only raise, in a window that depends on no kind. */
static bool asks_for_count(const struct ref_table *table, const struct ref_condition *condition)
{
    const struct ref_metric *metric = &table->metric[condition->metric];
    bool only_up = condition->subject == REF_OF_METRIC && metric->type == REF_COUNT && condition->op[0] == '>' &&
                   !holds_of_nothing(condition) && metric->window.begins_kind == REF_NO_KIND &&
                   (metric->window.within == REF_SPAN || metric->window.within == REF_PERIOD);
    for (int i = 0; only_up && i < table->kinds; i++)
        only_up = !metric->counts[i] || metric->weight[i] > 0;
    return only_up;
}

/* Of plain counts, and terms whose end does not move, every window is told that is longer than the term. */
static bool windows_agree(const struct scenario *scenario, const struct claims *claims, int rung)
{
    const struct ref_table *table = scenario->table;
    const struct ref_rule *enter = table->rung[rung].enter;
    if (table->rung[rung].term.length == 0 || table->rung[rung].until != REF_DAY)
        return true;
    for (int i = 0; i < enter->alternatives; i++)
        for (int at = enter->first[i]; at < enter->first[i + 1]; at++) {
            const struct ref_condition *condition = &enter->condition[at];
            EXPECT(!asks_for_count(table, condition) || is_told(claims, COUNTS_TWICE, rung, i, at - enter->first[i]) ||
                       find_outlasting(scenario, &table->metric[condition->metric].window, &table->rung[rung]) ==
                           REF_NO_DATE,
                   "rung %d, alternative %d, condition %d: the window is longer than the term", rung, i,
                   at - enter->first[i]);
        }
    return true;
}

/* ---- A return outlives its sale ---- */

/* A value of a kind that adds to a weighted sum, or takes away from it, by as little as can be; 0 if there is none. */
static int64_t value_that_moves(const struct ref_kind *kind, int64_t direction)
{
    if (direction > 0)
        return kind->high < 1 ? 0 : kind->low > 1 ? kind->low : 1;
    return kind->low > -1 ? 0 : kind->high < -1 ? kind->high : -1;
}

static void put(loyalty_customer *customer, int kind, int date, int64_t value)
{
    loyalty_event event = {.size = sizeof event, .kind = (uint32_t)kind, .date = date, .value = value, .count = 1};
    assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_OK);
}

/* A kind of the metric's that can add to it; -1 if there is none. */
static int adding_kind(const struct ref_table *table, const struct ref_metric *metric)
{
    for (int i = 0; i < table->kinds; i++)
        if (metric->counts[i] && value_that_moves(&table->kind[i], metric->weight[i]) != 0)
            return i;
    return REF_NO_KIND;
}

static bool sum_is(const struct scenario *scenario, const struct claim *claim, loyalty_customer *customer, int day,
                   int64_t sum)
{
    int64_t numerator, denominator;
    assert_int_equal(loyalty_customer_advance(customer, day, NULL, NULL), LOYALTY_OK);
    int32_t status = loyalty_customer_metric(customer, claim->index, &numerator, &denominator);
    EXPECT(status == LOYALTY_E_RANGE || (status == LOYALTY_OK && numerator == sum),
           "%s: %s: the sum of %s is %lld on %d", claim->path, claim->message,
           scenario->table->metric[claim->index].name, (long long)numerator, day);
    return true;
}

/* A sale, and a return that is still in the window as the sale has just left it: the sum is below zero. */
static bool outlives(const struct scenario *scenario, const struct claim *claim)
{
    const struct ref_table *table = scenario->table;
    const struct ref_metric *metric = &table->metric[claim->index];
    int sale = adding_kind(table, metric), back = (int)claim->other, sold = day_of(FIRST_YEAR);
    int64_t taken = value_that_moves(&table->kind[back], -metric->weight[back]);
    struct ref_log log;
    EXPECT(value_that_moves(&table->kind[back], metric->weight[back]) == 0 && taken != 0, "%s: %s: it adds",
           claim->path, claim->message);
    EXPECT(sale != REF_NO_KIND, "%s: %s: there is nothing to take away from", claim->path, claim->message);
    log_of_window(scenario, &metric->window, &log);
    struct stay stay = stay_of(&log, &metric->window, sold);
    struct window then = window_of(&log, &metric->window, stay.leave < ref_never() ? stay.leave : sold, sold);
    ref_log_free(&log);
    const int after = metric->window.after_kind;
    const bool other = after != REF_NO_KIND && after != back && after != sale;
    if (stay.leave >= ref_never() || (other && metric->counts[after]))
        return true;
    loyalty_customer *customer = new_customer(scenario);
    put(customer, sale, sold, value_that_moves(&table->kind[sale], metric->weight[sale]));
    if (other)
        put(customer, after, sold, table->kind[after].low);
    put(customer, back, then.after + 1, taken);
    bool well = sum_is(scenario, claim, customer, stay.leave, taken * metric->weight[back]);
    loyalty_customer_free(customer);
    return well;
}

/* What is said of one claim. */
static bool date_agrees(const struct scenario *scenario, const struct claim *claim, int *counts)
{
    if (claim->sort == COUNTS_TWICE)
        return count_twice(scenario, claim, counts);
    return claim->sort != OUTLIVES || outlives(scenario, claim);
}

bool dates_agree(const struct scenario *scenario, const struct claims *claims, int *counts)
{
    for (uint32_t i = 0; i < claims->count; i++)
        if (!date_agrees(scenario, &claims->claim[i], counts))
            return false;
    for (int i = 1; i < scenario->table->rungs; i++)
        if (!windows_agree(scenario, claims, i))
            return false;
    return holds_agree(scenario->table, claims);
}
