/* SPDX-License-Identifier: MIT */
/*
 * What an analyst would want to know of a sound table. A warning that something cannot be rests on region.h, one that
 * something can be on witness.h; where neither gives a proof, nothing is said.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "check/region.h"
#include "check/witness.h"
#include "table/compile.h"
#include "table/words.h"

/* A rule of one alternative, to ask about some conditions of other rules. */
struct made_rule {
    struct rule rule;
    struct condition conditions[2 * LOYALTY_CONDITIONS_MAX];
};

struct checker {
    const loyalty_program *program;
    struct findings *findings;
    struct region region;
    struct witness witness;
    struct made_rule made;
    uint8_t reachable[LOYALTY_RUNGS_MAX]; /* rungs that a customer may stand on */
    uint32_t told;
    int32_t status;
};

/* More than anyone reads in one go; finding places in a large text costs time for each. */
#define WARNINGS_MAX 256

static void tell(struct checker *checker, const char *path, const char *format, ...) PRINTF_FORMAT(3, 4);

static void tell(struct checker *checker, const char *path, const char *format, ...)
{
    char message[REPORT_MESSAGE];
    va_list arguments;
    if (++checker->told > WARNINGS_MAX) {
        if (checker->told == WARNINGS_MAX + 1)
            report_warning(checker->findings, "", "there are more warnings than these: mend these first");
        return;
    }
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    report_warning(checker->findings, path, "%s", message);
}

/* The path of a rule, and of a condition in it. */
static struct path rule_path(const loyalty_program *program, int32_t rule, uint32_t index)
{
    if (rule != LOYALTY_RULE_WHEN)
        return path_key(path_index("/ladder", index).text, rule == LOYALTY_RULE_ENTER ? "enter" : "keep");
    const struct segmentation *segmentation = &program->segmentations[program->cells[index].segmentation];
    struct path cells = path_key("/segments", segmentation->name);
    return path_key(path_index(cells.text, index - segmentation->first).text, "when");
}

static struct path condition_path(const struct rule *rule, const char *path, uint32_t at)
{
    uint32_t alternative = 0, begin = 0;
    for (; rule->conditions[begin].end <= at; alternative++)
        begin = rule->conditions[begin].end;
    return rule->nested ? path_index(path_index(path, alternative).text, at - begin) : path_index(path, at);
}

static void made_begin(struct made_rule *made)
{
    made->rule = (struct rule){.conditions = made->conditions, .alternatives = 1};
}

static void made_add(struct made_rule *made, const struct condition *conditions, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        made->conditions[made->rule.count++] = conditions[i];
    for (uint32_t i = 0; i < made->rule.count; i++)
        made->conditions[i].end = made->rule.count;
}

static int rule_possible(struct checker *checker, const struct rule *rule)
{
    region_begin(&checker->region);
    region_holds(&checker->region, rule);
    return region_possible(&checker->region);
}

static int conditions_possible(struct checker *checker, const struct condition *conditions, uint32_t count)
{
    made_begin(&checker->made);
    made_add(&checker->made, conditions, count);
    return rule_possible(checker, &checker->made.rule);
}

static int pair_possible(struct checker *checker, const struct condition *first, const struct condition *second)
{
    made_begin(&checker->made);
    made_add(&checker->made, first, 1);
    made_add(&checker->made, second, 1);
    return rule_possible(checker, &checker->made.rule);
}

/* "purchases >= 3" */
static const char *condition_text(const loyalty_program *program, const struct condition *condition, char *text,
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

enum { CONDITION_TEXT = 2 * LOYALTY_NAME_MAX + 8 };

/* The first condition of an alternative that cannot hold beside the ones before it; its count where all can. */
static uint32_t find_contradiction(struct checker *checker, const struct condition *conditions, uint32_t count)
{
    uint32_t can = 0, cannot = count; /* conditions from the first */
    if (conditions_possible(checker, conditions, count))
        return count;
    while (can + 1 < cannot) {
        uint32_t middle = can + (cannot - can) / 2;
        *(conditions_possible(checker, conditions, middle) ? &can : &cannot) = middle;
    }
    return can;
}

/* Reports a contradiction in the alternative that begins with a condition. */
static void tell_contradiction(struct checker *checker, const char *path, const struct rule *rule, uint32_t begin)
{
    const struct condition *conditions = &rule->conditions[begin];
    uint32_t count = conditions->end - begin, at = find_contradiction(checker, conditions, count), before = 0;
    char first[CONDITION_TEXT], second[CONDITION_TEXT];
    if (at == count)
        return;
    struct path place = condition_path(rule, path, begin + at);
    condition_text(checker->program, &conditions[at], second, sizeof second);
    if (!conditions_possible(checker, &conditions[at], 1)) {
        tell(checker, place.text, "'%s' can never hold", second);
        return;
    }
    while (before < at && pair_possible(checker, &conditions[before], &conditions[at]))
        before++;
    if (before < at)
        tell(checker, place.text, "'%s' contradicts '%s': they can never hold together", second,
             condition_text(checker->program, &conditions[before], first, sizeof first));
    else
        tell(checker, place.text, "'%s' contradicts the conditions before it: they can never hold together", second);
}

static void tell_contradictions(struct checker *checker, int32_t which, uint32_t index)
{
    const struct rule *rule = program_rule(checker->program, which, index);
    struct path path = rule_path(checker->program, which, index);
    for (uint32_t i = 0; i < rule->count; i = rule->conditions[i].end)
        tell_contradiction(checker, path.text, rule, i);
}

/* The enter rules by which a customer would leave a rung upward: where one of them holds, nothing else happens. */
static uint32_t rungs_above(const loyalty_program *program, uint32_t rung)
{
    uint32_t all = program->rung_count - rung - 1;
    return program->climb == LOYALTY_CLIMB_STEP && all > 1 ? 1 : all;
}

static void stays_below(struct checker *checker, uint32_t rung)
{
    for (uint32_t i = 1; i <= rungs_above(checker->program, rung); i++)
        region_fails(&checker->region, &checker->program->rungs[rung + i].enter);
}

/* Whether a customer can climb to a rung: with `any`, its enter holds where those above it fail. */
static int can_climb_to(struct checker *checker, uint32_t rung)
{
    const loyalty_program *program = checker->program;
    if (program->climb == LOYALTY_CLIMB_STEP && !checker->reachable[rung - 1])
        return 0;
    region_begin(&checker->region);
    region_holds(&checker->region, &program->rungs[rung].enter);
    if (program->climb == LOYALTY_CLIMB_ANY)
        stays_below(checker, rung);
    return region_possible(&checker->region);
}

/* Whether a customer can fall from one rung to another above the first. */
static int can_fall_to(struct checker *checker, uint32_t from, uint32_t to)
{
    const loyalty_program *program = checker->program;
    int32_t fall = program->rungs[from].fall;
    if (!checker->reachable[from] || (fall == LOYALTY_FALL_STEP && to + 1 != from) || fall == LOYALTY_FALL_BOTTOM)
        return 0;
    region_begin(&checker->region);
    region_fails(&checker->region, &program->rungs[from].keep);
    stays_below(checker, from);
    if (fall == LOYALTY_FALL_REQUALIFY) {
        region_holds(&checker->region, &program->rungs[to].keep);
        for (uint32_t between = to + 1; between < from; between++)
            region_fails(&checker->region, &program->rungs[between].keep);
    }
    return region_possible(&checker->region);
}

/* Rungs that customers climb to, and that they stand on: what is climbed to never depends on falls, and falls lead down. */
static void find_reachable(struct checker *checker, uint8_t *climbed)
{
    const loyalty_program *program = checker->program;
    climbed[0] = checker->reachable[0] = 1;
    for (uint32_t rung = 1; rung < program->rung_count; rung++)
        climbed[rung] = checker->reachable[rung] = (uint8_t)can_climb_to(checker, rung);
    for (uint32_t from = program->rung_count; from-- > 2;)
        for (uint32_t to = 1; to < from; to++)
            if (!checker->reachable[to])
                checker->reachable[to] = (uint8_t)can_fall_to(checker, from, to);
    checker->region.reachable = checker->reachable;
}

static void check_ladder(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    uint8_t climbed[LOYALTY_RUNGS_MAX];
    find_reachable(checker, climbed);
    for (uint32_t i = 1; i < program->rung_count; i++) {
        const struct rung *rung = &program->rungs[i];
        struct path path = path_index("/ladder", i);
        const char *why = !rule_possible(checker, &rung->enter) ? "no customer can meet its enter"
                          : program->climb == LOYALTY_CLIMB_STEP
                              ? "the rung below it can never be entered, and customers climb one rung at a time"
                              : "whoever meets its enter also meets that of a higher rung, and climbs past it";
        if (!checker->reachable[i])
            tell(checker, path.text, "rung '%s' can never be entered: %s", rung->texts.name, why);
        else if (!climbed[i])
            tell(checker, path.text, "rung '%s' can only be skipped, or fallen to: %s", rung->texts.name, why);
        tell_contradictions(checker, LOYALTY_RULE_ENTER, i);
        if (rung->keep_given)
            tell_contradictions(checker, LOYALTY_RULE_KEEP, i);
    }
}

static void begin_witness(struct checker *checker, int32_t days)
{
    checker->witness.days = days;
    checker->witness.hold_count = checker->witness.fail_count = 0;
}

static int found_witness(struct checker *checker)
{
    int32_t found = checker->status ? checker->status : witness_find(&checker->witness, checker->program);
    if (found < 0)
        checker->status = found;
    return found > 0;
}

/* On the first the customer climbs, on the second they fall, on the third they climb again. */
enum { FLAP_DAYS = 3 };

/* A rung whose enter can hold where its keep fails: whoever climbs to it then falls and climbs again, day by day. */
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
        stays_below(checker, i);
        if (!region_possible(&checker->region))
            continue;
        begin_witness(checker, FLAP_DAYS);
        checker->witness.holds[checker->witness.hold_count++] = &rung->enter;
        checker->witness.fails[checker->witness.fail_count++] = &rung->keep;
        for (uint32_t above = 1; above <= rungs_above(program, i); above++)
            checker->witness.fails[checker->witness.fail_count++] = &program->rungs[i + above].enter;
        if (found_witness(checker))
            tell(checker, rule_path(program, LOYALTY_RULE_KEEP, i).text,
                 "keep of rung '%s' can fail where its enter holds (%s): such a customer climbs, falls and "
                 "climbs again; ask for less in keep, or for more in enter",
                 rung->texts.name, checker->witness.text);
    }
}

static void check_segments(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    for (uint32_t i = 0; i < program->cell_count; i++) {
        const struct cell *cell = &program->cells[i];
        struct path path = rule_path(program, LOYALTY_RULE_WHEN, i);
        path.text[strlen(path.text) - strlen("/when")] = '\0';
        const char *why = "no customer can meet its when";
        int reached = rule_possible(checker, &cell->when);
        if (reached) {
            why = "the cells before it take every customer who could";
            region_begin(&checker->region);
            region_holds(&checker->region, &cell->when);
            for (uint32_t before = program->segmentations[cell->segmentation].first; before < i; before++)
                region_fails(&checker->region, &program->cells[before].when);
            reached = region_possible(&checker->region);
        }
        if (!reached)
            tell(checker, path.text, "cell '%s' can never be reached: %s", cell->texts.name, why);
        tell_contradictions(checker, LOYALTY_RULE_WHEN, i);
    }
}

static void check_unused(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    uint8_t metrics[LOYALTY_METRICS_MAX] = {0}, kinds[LOYALTY_KINDS_MAX] = {0};
    for (int32_t which = LOYALTY_RULE_ENTER; which <= LOYALTY_RULE_WHEN; which++) {
        const struct rule *rule;
        for (uint32_t index = 0; (rule = program_rule(program, which, index)); index++)
            for (uint32_t i = 0; i < rule->count; i++)
                if (rule->conditions[i].subject == LOYALTY_SUBJECT_METRIC)
                    metrics[rule->conditions[i].metric] = 1;
    }
    for (uint32_t i = 0; i < program->metric_count; i++) {
        const struct metric *metric = &program->metrics[i];
        for (uint32_t j = 0; j < metric->operand_count; j++)
            *(metric->type == LOYALTY_METRIC_SHARE ? &metrics[metric->operands[j]] : &kinds[metric->operands[j]]) = 1;
    }
    for (uint32_t i = 0; i < program->kind_count; i++)
        if (!kinds[i])
            tell(checker, path_key("/events", program->kinds[i].texts.name).text,
                 "event kind '%s' is never used: no metric counts it, and all that it does is to make customers "
                 "appear",
                 program->kinds[i].texts.name);
    for (uint32_t i = 0; i < program->metric_count; i++)
        if (!metrics[i] && !program->metrics[i].row_count)
            tell(checker, path_key("/metrics", program->metrics[i].texts.name).text,
                 "metric '%s' is never used: no condition, score or share asks for it", program->metrics[i].texts.name);
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
                tell(checker, path_index(path.text, row).text, "the row is never used: '%s' is never at least %lld%s",
                     metric->texts.name, (long long)at_least, until);
        }
    }
}

/* Rules that stand side by side, so that a hole between them can be asked about. */
struct family {
    int32_t which;
    uint32_t first, count;
};

/* A condition of a family. */
struct spot {
    uint32_t index, at;
};

static const struct rule *rule_of(const struct checker *checker, const struct family *family, uint32_t index)
{
    return program_rule(checker->program, family->which, index);
}

static const struct condition *condition_of(const struct checker *checker, const struct family *family,
                                            struct spot spot)
{
    return &rule_of(checker, family, spot.index)->conditions[spot.at];
}

/* Moves a spot behind the end of its rule to the next condition; false after the last. */
static bool next_spot(const struct checker *checker, const struct family *family, struct spot *spot)
{
    while (spot->index < family->first + family->count && spot->at == rule_of(checker, family, spot->index)->count)
        *spot = (struct spot){spot->index + 1, 0};
    return spot->index < family->first + family->count;
}

/* Adds all conditions but one of its alternative. */
static void add_others(struct made_rule *made, const struct rule *rule, uint32_t at)
{
    uint32_t begin = at, end = rule->conditions[at].end;
    while (begin > 0 && rule->conditions[begin - 1].end == end)
        begin--;
    made_add(made, &rule->conditions[begin], at - begin);
    made_add(made, &rule->conditions[at + 1], end - at - 1);
}

/* Makes a rule of the number between two conditions and of what stands beside each of them. */
static void join(struct checker *checker, const struct family *family, struct spot above, struct spot below)
{
    struct condition between = *condition_of(checker, family, above);
    condition_set_op(&between, LOYALTY_OP_EQ);
    between.shape = SHAPE_OTHER;
    made_begin(&checker->made);
    made_add(&checker->made, &between, 1);
    add_others(&checker->made, rule_of(checker, family, above.index), above.at);
    add_others(&checker->made, rule_of(checker, family, below.index), below.at);
}

/* Whether a customer can lie exactly between `> n` and `< n`, where no rule of the family takes them. */
static int is_hole(struct checker *checker, const struct family *family)
{
    region_begin(&checker->region);
    begin_witness(checker, 1);
    region_holds(&checker->region, &checker->made.rule);
    checker->witness.holds[checker->witness.hold_count++] = &checker->made.rule;
    for (uint32_t i = family->first; i < family->first + family->count; i++) {
        const struct rule *rule = program_rule(checker->program, family->which, i);
        if (rule->count == 0 && family->which != LOYALTY_RULE_WHEN)
            continue; /* the first rung is no answer */
        region_fails(&checker->region, rule);
        checker->witness.fails[checker->witness.fail_count++] = rule;
    }
    return region_possible(&checker->region) && found_witness(checker);
}

/* Reports the hole between two conditions, if there is one. */
static int tell_hole(struct checker *checker, const struct family *family, struct spot above, struct spot below)
{
    join(checker, family, above, below);
    if (!is_hole(checker, family))
        return 0;
    struct path path = rule_path(checker->program, family->which, above.index);
    char first[CONDITION_TEXT], second[CONDITION_TEXT];
    tell(checker, condition_path(rule_of(checker, family, above.index), path.text, above.at).text,
         "'%s' stands beside '%s', and nothing takes the number between them (%s): write >= or <=",
         condition_text(checker->program, condition_of(checker, family, above), first, sizeof first),
         condition_text(checker->program, condition_of(checker, family, below), second, sizeof second),
         checker->witness.text);
    return 1;
}

/* Looks for `< n` on the same quantity beside a `> n`. */
static void check_boundary(struct checker *checker, const struct family *family, struct spot above)
{
    const struct condition *over = condition_of(checker, family, above);
    for (struct spot below = {family->first, 0}; next_spot(checker, family, &below); below.at++) {
        const struct condition *under = condition_of(checker, family, below);
        if (!region_spend(&checker->region, 1))
            return;
        if (under->op == LOYALTY_OP_LT && under->number == over->number &&
            region_same_quantity(&checker->region, under, over) && tell_hole(checker, family, above, below))
            return;
    }
}

static void check_family(struct checker *checker, struct family family)
{
    for (struct spot spot = {family.first, 0}; next_spot(checker, &family, &spot); spot.at++)
        if (condition_of(checker, &family, spot)->op == LOYALTY_OP_GT)
            check_boundary(checker, &family, spot);
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
    checker->witness.effort = WITNESS_EFFORT;
    region_init(&checker->region, program);
    static void (*const checks[])(struct checker *) = {check_ladder, check_keeps, check_segments,
                                                       check_unused, check_rows,  check_boundaries};
    uint32_t known = report->count;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !checker->status && checker->told <= WARNINGS_MAX; i++)
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
