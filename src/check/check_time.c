/* SPDX-License-Identifier: MIT */
/* Warns of windows, terms, reviews and spans that do not go together. */
#include "check/checker.h"
#include "fold/standing.h"
#include "table/words.h"

/* Dates on which spans are compared: the first and the last of each month of four years. */
enum { SAMPLES = 96, FIRST_SAMPLE_YEAR = 2023 };

static int32_t check_sample(int index)
{
    const int32_t month = index / 2;
    const int32_t first = date_from_civil((struct civil){FIRST_SAMPLE_YEAR + month / 12, month % 12 + 1, 1});
    return index % 2 == 0 ? first : date_plus_months(first, 1) - 1;
}

/* Returns the end of a rung's term that begins on a date. */
static int32_t check_term_end(const loyalty_program *program, uint32_t rung, int32_t date)
{
    const struct standing standing = {.rung = (int8_t)rung, .term = date};
    return standing_term_end(program, &standing);
}

/* Reports what `keep`, or `enter` if it is `keep` too, asks for the term of a rung that has none. */
static void check_term_without_end(struct checker *checker, uint32_t index)
{
    const loyalty_program *program = checker->program;
    const struct rung *rung = &program->rungs[index];
    const struct path path = check_rule_path(program, rung->keep_given ? LOYALTY_RULE_KEEP : LOYALTY_RULE_ENTER, index);
    char text[CHECK_CONDITION_TEXT];
    for (uint32_t i = 0; i < rung->keep.count; i++)
        if (check_reads_term(program, &rung->keep.conditions[i]))
            check_tell(
                checker, LOYALTY_PROBLEM_NO_TERM, check_condition_path(&rung->keep, path.text, i).text,
                "'%s' asks for the term, but rung '%s' has none: it looks at all that happened since the rung was "
                "reached; write a term, or another window",
                check_condition_text(program, &rung->keep.conditions[i], text, sizeof text), rung->texts.name);
}

/* Returns whether a condition that holds goes on to hold, whatever time passes and whatever events with counts above 0. */
static bool check_is_for_ever(const loyalty_program *program, const struct condition *condition)
{
    if (condition->subject != LOYALTY_SUBJECT_METRIC || (condition->admits & (SIGN_BELOW | SIGN_ABOVE)) != SIGN_ABOVE)
        return false;
    const struct metric *metric = &program->metrics[condition->metric];
    if (metric->window != WINDOW_WHOLE)
        return false;
    switch (metric->type) {
    case METRIC_COUNT:
    case METRIC_SUM:
    case METRIC_ACTIVE:
    case METRIC_DIFFERENT:
        return condition->lower == 0;
    case METRIC_DAYS_SINCE_FIRST:
        return true;
    default:
        return false;
    }
}

/* Returns whether some customer is found for whom an alternative, from condition `first` on, holds. */
static bool check_alternative_found(struct checker *checker, const struct rule *rule, uint32_t first)
{
    check_made_begin(&checker->made);
    check_made_add(&checker->made, &rule->conditions[first], rule->conditions[first].end - first);
    region_begin(&checker->region);
    region_holds(&checker->region, &checker->made.rule);
    return check_found(checker, 1);
}

/* Returns whether all conditions of an alternative, from condition `first` on, go on to hold once they do. */
static bool check_alternative_is_for_ever(const loyalty_program *program, const struct rule *rule, uint32_t first)
{
    uint32_t at = first;
    while (at < rule->conditions[first].end && check_is_for_ever(program, &rule->conditions[at]))
        at++;
    return at == rule->conditions[first].end;
}

/* Reports the first alternative of `enter` that goes on to hold; another may cease to. */
static void check_status_for_life(struct checker *checker, uint32_t index)
{
    const struct rung *rung = &checker->program->rungs[index];
    struct path path = check_rule_path(checker->program, LOYALTY_RULE_ENTER, index);
    uint32_t alternative = 0;
    for (uint32_t i = 0; i < rung->enter.count; i = rung->enter.conditions[i].end, alternative++) {
        if (!check_alternative_is_for_ever(checker->program, &rung->enter, i) ||
            !check_alternative_found(checker, &rung->enter, i))
            continue;
        if (rung->enter.nested)
            path = path_index(path.text, alternative);
        check_tell(checker, LOYALTY_PROBLEM_STATUS_FOR_LIFE, path.text,
                   "once it holds (%s), enter of rung '%s' never ceases to hold: at the end of each term the rung is "
                   "reached anew, for life; ask for something within a window",
                   checker->witness, rung->texts.name);
        return;
    }
}

/* Returns whether what enters a window on some day and leads to a rung is still in it when the rung's term ends. */
static bool check_window_outlasts(const loyalty_program *program, const struct window *window, uint32_t rung)
{
    if (window->type == WINDOW_ALL || window->type == WINDOW_TERM)
        return false;
    for (int i = 0; i < SAMPLES; i++) {
        int32_t date = check_sample(i);
        if (window->type == WINDOW_CYCLE) /* what happens on the first day of a period stays longest */
            date = cycle_first_day_from(window->cycle, date);
        const int32_t enter = window_enter(window, window->cycle, date);
        if (window_leave(window, window->cycle, date) > check_term_end(program, rung, enter))
            return true;
    }
    return false;
}

/* Returns whether a condition on a metric asks for events that add up: none are not enough. */
static bool check_adds_up(const loyalty_program *program, const struct condition *condition)
{
    const enum sign zero = condition->number > 0 ? SIGN_BELOW : condition->number < 0 ? SIGN_ABOVE : SIGN_AT;
    if (condition->subject != LOYALTY_SUBJECT_METRIC || (condition->admits & zero))
        return false;
    const struct metric *metric = &program->metrics[condition->metric];
    return (condition->raise & metric->kinds.bits) &&
           (metric->type == METRIC_COUNT || metric->type == METRIC_SUM || metric->type == METRIC_ACTIVE);
}

static void check_counts_twice(struct checker *checker, uint32_t index)
{
    const loyalty_program *program = checker->program;
    const struct rung *rung = &program->rungs[index];
    const struct path path = check_rule_path(program, LOYALTY_RULE_ENTER, index);
    char text[CHECK_CONDITION_TEXT];
    for (uint32_t i = 0; i < rung->enter.count; i++) {
        const struct condition *condition = &rung->enter.conditions[i];
        if (check_adds_up(program, condition) &&
            check_window_outlasts(program, &program->windows[program->metrics[condition->metric].window].window, index))
            check_tell(
                checker, LOYALTY_PROBLEM_COUNTS_TWICE, check_condition_path(&rung->enter, path.text, i).text,
                "'%s' looks back further than the term of %s, so that what led to rung '%s' can count again when "
                "its term ends; write a shorter window, or a longer term",
                check_condition_text(program, condition, text, sizeof text), rung->term_text, rung->texts.name);
    }
}

static void check_hold_and_term(struct checker *checker, uint32_t index)
{
    const struct rung *rung = &checker->program->rungs[index];
    for (int i = 0; i < SAMPLES; i++) {
        const int32_t date = check_sample(i);
        if (span_after(rung->hold, date) <= check_term_end(checker->program, index, date))
            continue;
        check_tell(
            checker, LOYALTY_PROBLEM_HOLD_AND_TERM, path_word(path_index("/ladder", index).text, WORD_HOLD).text,
            "hold of %s is longer than the term of %s: who is not renewed stays until it is over; write a shorter "
            "hold, or a longer term",
            rung->hold_text, rung->term_text);
        return;
    }
}

static void check_grace_and_review(struct checker *checker, uint32_t index)
{
    const struct rung *rung = &checker->program->rungs[index];
    if (rung->grace.length > 0 && !rung->grace.months && checker->program->review.period >= PERIOD_MONTH)
        check_tell(
            checker, LOYALTY_PROBLEM_GRACE_IN_DAYS, path_word(path_index("/ladder", index).text, WORD_GRACE).text,
            "grace of %s is counted in days, but a %s is not always as long: now it spares a customer more reviews, "
            "now fewer; write it in months",
            rung->grace_text, checker->program->review_text);
}

/* Returns whether the periods of two cycles begin on the same days. */
static bool check_same_cycle(struct cycle a, struct cycle b)
{
    if (a.period != b.period)
        return false;
    const int32_t begin = cycle_begin(a, 0);
    return cycle_first_day_from(b, begin) == begin && a.day == b.day;
}

/* Reports windows that have just begun on each review, among those that reviews ask about. */
static void check_windows_and_review(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    bool asked[LOYALTY_METRICS_MAX] = {false};
    for (uint32_t i = 1; i < program->rung_count; i++) {
        check_mark_rule(program, &program->rungs[i].enter, asked);
        check_mark_rule(program, &program->rungs[i].keep, asked);
    }
    for (uint32_t i = 0; i < program->metric_count; i++) {
        const struct metric *metric = &program->metrics[i];
        const struct window *window = &program->windows[metric->window].window;
        if (asked[i] && window->type == WINDOW_CYCLE && window->back == 0 && window->begins == INDEX_NONE &&
            check_same_cycle(window->cycle, program->review))
            check_tell(
                checker, LOYALTY_PROBLEM_WINDOW_AND_REVIEW,
                path_word(path_key("/metrics", metric->texts.name).text, WORD_WITHIN).text,
                "on each review this window has just begun, and holds only that day; write \"back\": 1 for the %s "
                "before",
                metric->within);
    }
}

/* Returns whether events of a sum's operand can move it in a direction: up (1) or down (-1). */
static bool check_operand_moves(const loyalty_program *program, const struct metric *metric, uint32_t operand, int way)
{
    const struct kind *kind = &program->kinds[metric->operands[operand]];
    const bool turned = metric->weights && metric->weights[operand] < 0;
    return turned == (way < 0) ? kind->max > 0 : kind->min < 0;
}

/* Reports kinds that only take away from a rolling sum to which others add. */
static void check_outlives(struct checker *checker, const struct metric *metric)
{
    const loyalty_program *program = checker->program;
    const int32_t type = program->windows[metric->window].window.type;
    const struct path path = path_key(path_key("/metrics", metric->texts.name).text, "sum");
    bool adds = false;
    if (metric->type != METRIC_SUM || (type != WINDOW_DAYS && type != WINDOW_MONTHS))
        return;
    for (uint32_t i = 0; i < metric->operand_count; i++)
        adds |= check_operand_moves(program, metric, i, 1);
    for (uint32_t i = 0; adds && i < metric->operand_count; i++) {
        const char *name = program->kinds[metric->operands[i]].texts.name;
        if (check_operand_moves(program, metric, i, -1) && !check_operand_moves(program, metric, i, 1))
            check_tell(checker, LOYALTY_PROBLEM_RETURN_OUTLIVES_SALE,
                       (metric->weights ? path_key(path.text, name) : path_index(path.text, i)).text,
                       "'%s' only takes away from '%s', and leaves the window later than what it takes away: a return "
                       "outlives its sale; take the sale back on its own date, with a negative count, instead",
                       name, metric->texts.name);
    }
}

void check_time(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    for (uint32_t i = 1; i < program->rung_count; i++) {
        if (!rung_has_term(&program->rungs[i])) {
            check_term_without_end(checker, i);
        } else {
            check_status_for_life(checker, i);
            check_counts_twice(checker, i);
            check_hold_and_term(checker, i);
        }
        check_grace_and_review(checker, i);
    }
    if (program->review.period != PERIOD_NONE)
        check_windows_and_review(checker);
    for (uint32_t i = 0; i < program->metric_count; i++)
        check_outlives(checker, &program->metrics[i]);
}
