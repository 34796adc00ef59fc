/* SPDX-License-Identifier: MIT */
/*
 * Warns of rules that a valid table probably does not mean. A warning that something can never happen is proven by
 * region.h, one that something can happen by witness.h. Without a proof nothing is reported.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "check/region.h"
#include "check/witness.h"
#include "table/compile.h"
#include "table/words.h"

/* A rule of one alternative, made of conditions of other rules, for a question. */
struct made_rule {
    struct rule rule;
    struct condition conditions[2 * LOYALTY_CONDITIONS_MAX];
};

struct checker {
    const loyalty_program *program;
    struct findings *findings;
    struct region region;
    struct made_rule made;
    struct effort effort; /* for all searches for witnesses */
    char witness[WITNESS_TEXT];
    bool reachable[LOYALTY_RUNGS_MAX]; /* the rungs that a customer may be on */
    uint32_t told;                     /* the number of warnings */
    int32_t status;
};

/* More warnings than anyone reads in one go. Each costs time to find its place in a large text. */
enum { CHECK_WARNINGS_MAX = 256 };

static void check_tell(struct checker *checker, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);

static void check_tell(struct checker *checker, const char *path, const char *format, ...)
{
    char message[REPORT_MESSAGE];
    va_list arguments;
    if (++checker->told > CHECK_WARNINGS_MAX) {
        if (checker->told == CHECK_WARNINGS_MAX + 1)
            report_warning(checker->findings, "", "there are more warnings than these; fix these first");
        return;
    }
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    report_warning(checker->findings, path, "%s", message);
}

static struct path check_cell_path(const loyalty_program *program, uint32_t cell)
{
    const struct segmentation *segmentation = &program->segmentations[program->cells[cell].segmentation];
    return path_index(path_key("/segments", segmentation->name).text, cell - segmentation->first);
}

static struct path check_rule_path(const loyalty_program *program, int32_t rule, uint32_t index)
{
    if (rule == LOYALTY_RULE_WHEN)
        return path_key(check_cell_path(program, index).text, "when");
    return path_key(path_index("/ladder", index).text, rule == LOYALTY_RULE_ENTER ? "enter" : "keep");
}

static struct path check_condition_path(const struct rule *rule, const char *path, uint32_t at)
{
    uint32_t alternative = 0, begin = 0;
    for (; rule->conditions[begin].end <= at; alternative++)
        begin = rule->conditions[begin].end;
    return rule->nested ? path_index(path_index(path, alternative).text, at - begin) : path_index(path, at);
}

static void check_made_begin(struct made_rule *made)
{
    made->rule = (struct rule){.conditions = made->conditions, .alternatives = 1};
}

static void check_made_add(struct made_rule *made, const struct condition *conditions, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        made->conditions[made->rule.count++] = conditions[i];
    for (uint32_t i = 0; i < made->rule.count; i++)
        made->conditions[i].end = made->rule.count;
}

static bool check_rule_possible(struct checker *checker, const struct rule *rule)
{
    region_begin(&checker->region);
    region_holds(&checker->region, rule);
    return region_possible(&checker->region);
}

/* Returns whether some conditions can hold together with one more. */
static bool check_together(struct checker *checker, const struct condition *conditions, uint32_t count,
                           const struct condition *more)
{
    check_made_begin(&checker->made);
    check_made_add(&checker->made, conditions, count);
    check_made_add(&checker->made, more, 1);
    return check_rule_possible(checker, &checker->made.rule);
}

/* Writes a condition, "purchases >= 3", and returns `text`. */
static const char *check_condition_text(const loyalty_program *program, const struct condition *condition, char *text,
                                        size_t size)
{
    const char *name = condition->subject == LOYALTY_SUBJECT_METRIC  ? program->metrics[condition->metric].texts.name
                       : condition->subject == LOYALTY_SUBJECT_SCORE ? "score"
                                                                     : "rung";
    if (condition->subject == LOYALTY_SUBJECT_RUNG)
        snprintf(text, size, "%s %s %s", name, op_text(condition->op), program->rungs[condition->number].texts.name);
    else
        snprintf(text, size, "%s %s %lld", name, op_text(condition->op), (long long)condition->number);
    return text;
}

enum { CHECK_CONDITION_TEXT = 2 * LOYALTY_NAME_MAX + 8 };

/* Returns the index of the first condition that cannot hold together with those before it; `count` if all can. */
static uint32_t check_find_contradiction(struct checker *checker, const struct condition *conditions, uint32_t count)
{
    uint32_t low = 0, high = count - 1;
    if (check_together(checker, conditions, high, &conditions[high]))
        return count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (check_together(checker, conditions, middle, &conditions[middle]))
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

/* Reports a contradiction in the alternative that begins with condition `begin`. */
static void check_contradiction(struct checker *checker, const char *path, const struct rule *rule, uint32_t begin)
{
    const struct condition *conditions = &rule->conditions[begin];
    uint32_t count = conditions->end - begin, at = check_find_contradiction(checker, conditions, count), before = 0;
    char first[CHECK_CONDITION_TEXT], second[CHECK_CONDITION_TEXT];
    if (at == count)
        return;
    struct path place = check_condition_path(rule, path, begin + at);
    check_condition_text(checker->program, &conditions[at], second, sizeof second);
    if (!check_together(checker, NULL, 0, &conditions[at])) {
        check_tell(checker, place.text, "'%s' can never hold; change or remove it", second);
        return;
    }
    while (before < at && check_together(checker, &conditions[before], 1, &conditions[at]))
        before++;
    if (before < at)
        check_tell(checker, place.text, "'%s' contradicts '%s': they can never both hold; change or remove one", second,
                   check_condition_text(checker->program, &conditions[before], first, sizeof first));
    else
        check_tell(checker, place.text,
                   "'%s' contradicts the conditions before it: they can never all hold; change or remove one", second);
}

static void check_contradictions(struct checker *checker, int32_t which, uint32_t index)
{
    const struct rule *rule = program_rule(checker->program, which, index);
    struct path path = check_rule_path(checker->program, which, index);
    for (uint32_t i = 0; i < rule->count; i = rule->conditions[i].end)
        check_contradiction(checker, path.text, rule, i);
}

/* Adds to the question that every `enter` fails by which a customer would climb from the rung. */
static void check_ask_stays_below(struct checker *checker, uint32_t rung)
{
    const loyalty_program *program = checker->program;
    uint32_t end =
        program->climb == LOYALTY_CLIMB_STEP && rung + 1 < program->rung_count ? rung + 2 : program->rung_count;
    for (uint32_t above = rung + 1; above < end; above++)
        region_fails(&checker->region, &program->rungs[above].enter);
}

/* Returns whether a customer can climb to a rung. With climb `any`, the `enter` of every higher rung must fail. */
static bool check_can_climb(struct checker *checker, uint32_t rung)
{
    const loyalty_program *program = checker->program;
    if (program->climb == LOYALTY_CLIMB_STEP && !checker->reachable[rung - 1])
        return false;
    region_begin(&checker->region);
    region_holds(&checker->region, &program->rungs[rung].enter);
    if (program->climb == LOYALTY_CLIMB_ANY)
        check_ask_stays_below(checker, rung);
    return region_possible(&checker->region);
}

/* Returns whether a customer can fall from one rung to another, which is not the first. */
static bool check_can_fall(struct checker *checker, uint32_t from, uint32_t to)
{
    const loyalty_program *program = checker->program;
    int32_t fall = program->rungs[from].fall;
    if (!checker->reachable[from] || (fall == LOYALTY_FALL_STEP && to + 1 != from) || fall == LOYALTY_FALL_BOTTOM)
        return false;
    region_begin(&checker->region);
    region_fails(&checker->region, &program->rungs[from].keep);
    check_ask_stays_below(checker, from);
    if (fall == LOYALTY_FALL_REQUALIFY) {
        region_holds(&checker->region, &program->rungs[to].keep);
        for (uint32_t between = to + 1; between < from; between++)
            region_fails(&checker->region, &program->rungs[between].keep);
    }
    return region_possible(&checker->region);
}

/*
 * Finds the rungs that customers climb to, and all that they can be on. One pass over each is enough: climbs do not
 * depend on falls, and falls lead down.
 */
static void check_find_reachable(struct checker *checker, bool *climbed)
{
    const loyalty_program *program = checker->program;
    climbed[0] = checker->reachable[0] = true;
    for (uint32_t rung = 1; rung < program->rung_count; rung++)
        climbed[rung] = checker->reachable[rung] = check_can_climb(checker, rung);
    for (uint32_t from = program->rung_count; from-- > 2;)
        for (uint32_t to = 1; to < from; to++)
            if (!checker->reachable[to])
                checker->reachable[to] = check_can_fall(checker, from, to);
    checker->region.reachable = checker->reachable;
}

static void check_ladder(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    bool climbed[LOYALTY_RUNGS_MAX];
    check_find_reachable(checker, climbed);
    for (uint32_t i = 1; i < program->rung_count; i++) {
        const struct rung *rung = &program->rungs[i];
        struct path path = path_index("/ladder", i);
        const char *why =
            !check_rule_possible(checker, &rung->enter) ? "no customer can meet its enter; ask for less in enter"
            : program->climb == LOYALTY_CLIMB_STEP
                ? "the rung below it can never be entered, and customers climb one rung at a time; fix that rung first"
                : "every customer who meets its enter also meets that of a higher rung and climbs past it; ask for "
                  "more in the enter of higher rungs";
        if (!checker->reachable[i])
            check_tell(checker, path.text, "rung '%s' can never be entered: %s", rung->texts.name, why);
        else if (!climbed[i])
            check_tell(checker, path.text, "rung '%s' can be reached only by a fall: %s", rung->texts.name, why);
        check_contradictions(checker, LOYALTY_RULE_ENTER, i);
        if (rung->keep_given)
            check_contradictions(checker, LOYALTY_RULE_KEEP, i);
    }
}

/* Returns whether a witness is found that answers the region's question on each of `days` days in a row. */
static bool check_found(struct checker *checker, int32_t days)
{
    if (checker->status || !region_possible(&checker->region))
        return false;
    int32_t found = witness_find(&checker->region, &checker->effort, days, checker->witness);
    if (found < 0)
        checker->status = found;
    return found > 0;
}

/* On the first day the customer climbs, on the second they fall, on the third they climb again. */
enum { CHECK_FLAP_DAYS = 3 };

/* Reports rungs whose `enter` can hold while `keep` fails: a customer would climb, fall and climb again, day by day. */
static void check_keeps(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    for (uint32_t i = 1; i < program->rung_count; i++) {
        const struct rung *rung = &program->rungs[i];
        if (!rung->keep_given || !checker->reachable[i])
            continue;
        region_begin(&checker->region);
        region_holds(&checker->region, &rung->enter);
        region_fails(&checker->region, &rung->keep);
        check_ask_stays_below(checker, i);
        if (check_found(checker, CHECK_FLAP_DAYS))
            check_tell(
                checker, check_rule_path(program, LOYALTY_RULE_KEEP, i).text,
                "keep of rung '%s' can fail while its enter holds (%s): such a customer climbs, falls and climbs "
                "again; ask for less in keep or for more in enter",
                rung->texts.name, checker->witness);
    }
}

static void check_segments(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    for (uint32_t i = 0; i < program->cell_count; i++) {
        const struct cell *cell = &program->cells[i];
        const char *why = "no customer can meet its when; ask for less in when";
        bool reached = check_rule_possible(checker, &cell->when);
        if (reached) {
            why = "the cells before it take every customer who meets its when; move it up, or ask for more in those "
                  "cells";
            region_begin(&checker->region);
            region_holds(&checker->region, &cell->when);
            for (uint32_t before = program->segmentations[cell->segmentation].first; before < i; before++)
                region_fails(&checker->region, &program->cells[before].when);
            reached = region_possible(&checker->region);
        }
        if (!reached)
            check_tell(checker, check_cell_path(program, i).text, "cell '%s' can never be reached: %s",
                       cell->texts.name, why);
        check_contradictions(checker, LOYALTY_RULE_WHEN, i);
    }
}

static void check_unused(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    bool metrics[LOYALTY_METRICS_MAX] = {false}, kinds[LOYALTY_KINDS_MAX] = {false};
    for (int32_t which = LOYALTY_RULE_ENTER; which <= LOYALTY_RULE_WHEN; which++) {
        const struct rule *rule;
        for (uint32_t index = 0; (rule = program_rule(program, which, index)); index++)
            for (uint32_t i = 0; i < rule->count; i++)
                if (rule->conditions[i].subject == LOYALTY_SUBJECT_METRIC)
                    metrics[rule->conditions[i].metric] = true;
    }
    for (uint32_t i = 0; i < program->metric_count; i++) {
        const struct metric *metric = &program->metrics[i];
        for (uint32_t j = 0; j < metric->operand_count; j++)
            *(metric->source == SOURCE_METRICS ? &metrics[metric->operands[j]] : &kinds[metric->operands[j]]) = true;
    }
    for (uint32_t i = 0; i < program->kind_count; i++)
        if (!kinds[i])
            check_tell(checker, path_key("/events", program->kinds[i].texts.name).text,
                       "event kind '%s' is never used: no metric counts it, so it only puts new customers on the "
                       "ladder; use it in a metric, or remove it",
                       program->kinds[i].texts.name);
    for (uint32_t i = 0; i < program->metric_count; i++)
        if (!metrics[i] && !program->metrics[i].row_count)
            check_tell(checker, path_key("/metrics", program->metrics[i].texts.name).text,
                       "metric '%s' is never used: no condition, score or share asks for it; use it, or remove it",
                       program->metrics[i].texts.name);
}

static void check_rows(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    for (uint32_t i = 0; i < program->scored_count; i++) {
        const struct metric *metric = &program->metrics[program->scored[i]];
        struct path path = path_key("/score/points", metric->texts.name);
        for (uint32_t row = 0; row < metric->row_count; row++) {
            int64_t at_least = metric->rows[row].at_least, end = INT64_MAX;
            char until[40] = "";
            if (row + 1 < metric->row_count) {
                end = metric->rows[row + 1].at_least;
                snprintf(until, sizeof until, " and below %lld", (long long)end);
            }
            if (!region_metric_between(&checker->region, program->scored[i], at_least, end))
                check_tell(checker, path_index(path.text, row).text,
                           "the row is never used: '%s' is never at least %lld%s; change or remove it",
                           metric->texts.name, (long long)at_least, until);
        }
    }
}

/* Rules between which there may be a hole: all `enter` rules, one `keep` rule, or the cells of a segmentation. */
struct family {
    int32_t which;
    uint32_t first, count;
};

/* The place of a condition in a rule of a family. */
struct site {
    const struct rule *rule;
    uint32_t index, at;
};

static const struct condition *check_condition(const struct site *site)
{
    return &site->rule->conditions[site->at];
}

/* Adds the other conditions of the site's alternative. */
static void check_made_add_others(struct made_rule *made, const struct site *site)
{
    const struct condition *conditions = site->rule->conditions;
    uint32_t begin = site->at, end = conditions[site->at].end;
    while (begin > 0 && conditions[begin - 1].end == end)
        begin--;
    check_made_add(made, &conditions[begin], site->at - begin);
    check_made_add(made, &conditions[site->at + 1], end - site->at - 1);
}

/* Makes a rule of the number between two conditions and of the other conditions of their alternatives. */
static void check_made_between(struct made_rule *made, const struct site *above, const struct site *below)
{
    struct condition between = *check_condition(above);
    condition_set_op(&between, LOYALTY_OP_EQ);
    between.shape = SHAPE_OTHER;
    check_made_begin(made);
    check_made_add(made, &between, 1);
    check_made_add_others(made, above);
    check_made_add_others(made, below);
}

/* Returns whether a customer can be exactly between `> n` and `< n` while every rule of the family fails. */
static bool check_is_hole(struct checker *checker, const struct family *family, const struct site *above,
                          const struct site *below)
{
    check_made_between(&checker->made, above, below);
    region_begin(&checker->region);
    region_holds(&checker->region, &checker->made.rule);
    for (uint32_t i = family->first; i < family->first + family->count; i++) {
        const struct rule *rule = program_rule(checker->program, family->which, i);
        if (rule->count > 0 || family->which == LOYALTY_RULE_WHEN) /* everyone meets the first rung's */
            region_fails(&checker->region, rule);
    }
    return check_found(checker, 1);
}

static void check_tell_hole(struct checker *checker, const struct family *family, const struct site *above,
                            const struct site *below)
{
    struct path path = check_rule_path(checker->program, family->which, above->index);
    char first[CHECK_CONDITION_TEXT], second[CHECK_CONDITION_TEXT];
    check_tell(checker, check_condition_path(above->rule, path.text, above->at).text,
               "'%s' and '%s' leave out the number between them (%s); write >= or <=",
               check_condition_text(checker->program, check_condition(above), first, sizeof first),
               check_condition_text(checker->program, check_condition(below), second, sizeof second), checker->witness);
}

/* Returns whether two conditions, the first of which is `> n`, are `> n` and `< n` on the same quantity. */
static bool check_is_boundary(const struct region *region, const struct site *above, const struct site *below)
{
    const struct condition *over = check_condition(above), *under = check_condition(below);
    return under->op == LOYALTY_OP_LT && under->number == over->number && region_same_quantity(region, under, over);
}

/* Reports the first hole between the `> n` at `above` and a `< n`. */
static void check_boundary(struct checker *checker, const struct family *family, const struct site *above)
{
    struct site below = {NULL, family->first, 0};
    for (; below.index < family->first + family->count; below.index++) {
        below.rule = program_rule(checker->program, family->which, below.index);
        for (below.at = 0; below.at < below.rule->count; below.at++) {
            if (checker->region.effort.left-- <= 0)
                return;
            if (check_is_boundary(&checker->region, above, &below) && check_is_hole(checker, family, above, &below)) {
                check_tell_hole(checker, family, above, &below);
                return;
            }
        }
    }
}

static void check_family(struct checker *checker, struct family family)
{
    struct site site = {NULL, family.first, 0};
    for (; site.index < family.first + family.count; site.index++) {
        site.rule = program_rule(checker->program, family.which, site.index);
        for (site.at = 0; site.at < site.rule->count; site.at++)
            if (check_condition(&site)->op == LOYALTY_OP_GT)
                check_boundary(checker, &family, &site);
    }
}

static void check_boundaries(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    check_family(checker, (struct family){LOYALTY_RULE_ENTER, 0, program->rung_count});
    for (uint32_t i = 0; i < program->rung_count; i++)
        if (program->rungs[i].keep_given)
            check_family(checker, (struct family){LOYALTY_RULE_KEEP, i, 1});
    for (uint32_t i = 0; i < program->segmentation_count; i++)
        check_family(checker, (struct family){LOYALTY_RULE_WHEN, program->segmentations[i].first,
                                              program->segmentations[i].count});
}

int32_t loyalty_program_check(const loyalty_program *program, loyalty_report *report)
{
    if (!program || !report)
        return LOYALTY_E_ARGUMENT;
    struct findings findings = {.report = report};
    struct checker *checker = memory_new(&program->arena.allocator, sizeof *checker);
    if (!checker)
        return LOYALTY_E_MEMORY;
    checker->program = program;
    checker->findings = &findings;
    checker->effort.left = WITNESS_EFFORT;
    region_init(&checker->region, program);
    static void (*const checks[])(struct checker *) = {check_ladder, check_keeps, check_segments,
                                                       check_unused, check_rows,  check_boundaries};
    uint32_t known = report->count;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !checker->status && checker->told <= CHECK_WARNINGS_MAX;
         i++)
        checks[i](checker);
    int32_t status = checker->status ? checker->status : checker->region.status;
    if (!status)
        status = findings.status;
    if (status)
        report->count = known;
    region_free(&checker->region);
    memory_free(&program->arena.allocator, checker);
    return status;
}
