/* SPDX-License-Identifier: MIT */
/*
 * What an analyst would want to know of a sound table. A warning that something cannot be rests on region.h, one that
 * something can be on witness.h; where neither gives a proof, nothing is said.
 */
#include <stdio.h>
#include <string.h>

#include "compile.h"
#include "region.h"
#include "witness.h"

struct checker {
    const loyalty_program *program;
    struct findings *findings;
    struct region region;
    struct witness witness;
    uint8_t reachable[LOYALTY_RUNGS_MAX];
    int32_t status;
};

/* The path of a rule, and of a condition in it. */
static struct path rule_path(const loyalty_program *program, int32_t rule, uint32_t index)
{
    if (rule != LOYALTY_RULE_WHEN)
        return path_key(path_index("/ladder", index).text, rule == LOYALTY_RULE_ENTER ? "enter" : "keep");
    const struct segmentation *segmentation = &program->segmentations[program->cells[index].segmentation];
    struct path cells = path_key("/segments", segmentation->name);
    return path_key(path_index(cells.text, index - segmentation->first).text, "when");
}

static struct path condition_path(const struct rule *rule, const char *path, uint32_t alternative, uint32_t position)
{
    return rule->nested ? path_index(path_index(path, alternative).text, position) : path_index(path, position);
}

/* A rule of one alternative made of some conditions. */
struct made_rule {
    struct rule rule;
    struct alternative alternative;
};

static void make_rule(struct made_rule *made, struct condition *conditions, uint32_t count)
{
    made->alternative = (struct alternative){conditions, count};
    made->rule = (struct rule){&made->alternative, 1, 0};
}

static int conditions_possible(struct checker *checker, struct condition *conditions, uint32_t count)
{
    struct made_rule made;
    make_rule(&made, conditions, count);
    region_begin(&checker->region);
    region_holds(&checker->region, &made.rule);
    return region_possible(&checker->region);
}

/* "purchases >= 3" */
static const char *condition_text(const loyalty_program *program, const struct condition *condition, char *text,
                                  size_t size)
{
    static const char *const ops[] = {">=", ">", "<=", "<", "==", "!="};
    const char *name = condition->subject == LOYALTY_SUBJECT_METRIC  ? program->metrics[condition->metric].texts.name
                       : condition->subject == LOYALTY_SUBJECT_SCORE ? "score"
                                                                     : "rung";
    if (condition->subject == LOYALTY_SUBJECT_RUNG)
        snprintf(text, size, "%s %s %s", name, ops[condition->op], program->rungs[condition->number].texts.name);
    else
        snprintf(text, size, "%s %s %lld", name, ops[condition->op], (long long)condition->number);
    return text;
}

enum { CONDITION_TEXT = 2 * LOYALTY_NAME_MAX + 8 };

/* Tells the first condition of an alternative that cannot hold beside the ones before it; 1 where there is one. */
static int tell_contradiction(struct checker *checker, const char *path, const struct rule *rule, uint32_t index)
{
    const struct alternative *alternative = &rule->alternatives[index];
    char first[CONDITION_TEXT], second[CONDITION_TEXT];
    for (uint32_t i = 0; i < alternative->count; i++) {
        struct condition *conditions = alternative->conditions;
        struct path place = condition_path(rule, path, index, i);
        const char *at = place.text;
        condition_text(checker->program, &conditions[i], second, sizeof second);
        if (!conditions_possible(checker, &conditions[i], 1)) {
            report_warning(checker->findings, at, "'%s' can never hold", second);
            return 1;
        }
        for (uint32_t before = 0; before < i; before++) {
            struct condition pair[] = {conditions[before], conditions[i]};
            if (conditions_possible(checker, pair, 2))
                continue;
            report_warning(checker->findings, at, "'%s' contradicts '%s': they can never hold together", second,
                           condition_text(checker->program, &conditions[before], first, sizeof first));
            return 1;
        }
        if (!conditions_possible(checker, conditions, i + 1)) {
            report_warning(checker->findings, at, "'%s' contradicts the conditions before it", second);
            return 1;
        }
    }
    return 0;
}

/* 1 where no alternative of a rule can hold. */
static int tell_contradictions(struct checker *checker, int32_t which, uint32_t index)
{
    const struct rule *rule = program_rule(checker->program, which, index);
    struct path path = rule_path(checker->program, which, index);
    uint32_t bad = 0;
    for (uint32_t i = 0; i < rule->count; i++)
        bad += (uint32_t)tell_contradiction(checker, path.text, rule, i);
    return rule->count > 0 && bad == rule->count;
}

/* Whether a customer can climb to a rung: its enter holds where those above it fail. */
static int can_climb_to(struct checker *checker, uint32_t rung)
{
    const loyalty_program *program = checker->program;
    if (program->climb == LOYALTY_CLIMB_STEP && !checker->reachable[rung - 1])
        return 0;
    region_begin(&checker->region);
    region_holds(&checker->region, &program->rungs[rung].enter);
    for (uint32_t above = rung + 1; above < program->rung_count && program->climb == LOYALTY_CLIMB_ANY; above++)
        region_fails(&checker->region, &program->rungs[above].enter);
    return region_possible(&checker->region);
}

/* Whether a customer can fall from one rung to another. */
static int can_fall_to(struct checker *checker, uint32_t from, uint32_t to)
{
    const loyalty_program *program = checker->program;
    int32_t fall = program->rungs[from].fall;
    if (!checker->reachable[from] || (fall == LOYALTY_FALL_STEP && to + 1 != from) || fall == LOYALTY_FALL_BOTTOM)
        return 0;
    region_begin(&checker->region);
    region_fails(&checker->region, &program->rungs[from].keep);
    for (uint32_t rung = to; rung < from && fall == LOYALTY_FALL_REQUALIFY; rung++) {
        if (rung == to)
            region_holds(&checker->region, &program->rungs[rung].keep);
        else
            region_fails(&checker->region, &program->rungs[rung].keep);
    }
    return region_possible(&checker->region);
}

/* Rungs that can be stood on: a fixed point, because one rung leads to others both up and down. */
static void find_reachable(struct checker *checker, uint8_t *climbed)
{
    const loyalty_program *program = checker->program;
    checker->reachable[0] = 1;
    for (int changed = 1; changed;) {
        changed = 0;
        for (uint32_t rung = 1; rung < program->rung_count; rung++) {
            if (!climbed[rung] && can_climb_to(checker, rung))
                climbed[rung] = 1;
            int reached = climbed[rung];
            for (uint32_t from = rung + 1; from < program->rung_count && !reached && !checker->reachable[rung]; from++)
                reached = can_fall_to(checker, from, rung);
            if (reached && !checker->reachable[rung])
                changed = checker->reachable[rung] = 1;
        }
    }
}

static void check_ladder(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    uint8_t climbed[LOYALTY_RUNGS_MAX] = {0};
    find_reachable(checker, climbed);
    for (uint32_t i = 1; i < program->rung_count; i++) {
        const struct rung *rung = &program->rungs[i];
        struct path path = path_index("/ladder", i);
        int dead = tell_contradictions(checker, LOYALTY_RULE_ENTER, i);
        if (rung->keep_given)
            tell_contradictions(checker, LOYALTY_RULE_KEEP, i);
        const char *why = dead ? "no customer can meet its enter"
                          : program->climb == LOYALTY_CLIMB_STEP
                              ? "the rung below it can never be entered, and customers climb one rung at a time"
                              : "whoever meets its enter also meets that of a higher rung, and climbs past it";
        if (!checker->reachable[i])
            report_warning(checker->findings, path.text, "rung '%s' can never be entered: %s", rung->texts.name, why);
        else if (!climbed[i])
            report_warning(checker->findings, path.text, "rung '%s' can only be skipped, or fallen to: %s",
                           rung->texts.name, why);
    }
}

static void begin_witness(struct checker *checker)
{
    checker->witness.hold_count = checker->witness.fail_count = 0;
}

static int found_witness(struct checker *checker)
{
    int32_t found = checker->status ? checker->status : witness_find(&checker->witness, checker->program);
    if (found < 0)
        checker->status = found;
    return found > 0;
}

/* A rung whose enter can hold where its keep fails: whoever stands there falls and climbs again, day by day. */
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
        if (!region_possible(&checker->region))
            continue;
        begin_witness(checker);
        checker->witness.holds[checker->witness.hold_count++] = &rung->enter;
        checker->witness.fails[checker->witness.fail_count++] = &rung->keep;
        if (found_witness(checker))
            report_warning(checker->findings, rule_path(program, LOYALTY_RULE_KEEP, i).text,
                           "keep of rung '%s' can fail where its enter holds (%s): such a customer falls and climbs "
                           "again; ask for less in keep, or for more in enter",
                           rung->texts.name, checker->witness.text);
    }
}

static void check_segments(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    for (uint32_t i = 0; i < program->cell_count; i++) {
        const struct cell *cell = &program->cells[i];
        struct path path = path_of("%s", rule_path(program, LOYALTY_RULE_WHEN, i).text);
        path.text[strlen(path.text) - strlen("/when")] = '\0';
        if (tell_contradictions(checker, LOYALTY_RULE_WHEN, i)) {
            report_warning(checker->findings, path.text,
                           "cell '%s' can never be reached: no customer can meet its when", cell->texts.name);
            continue;
        }
        region_begin(&checker->region);
        region_holds(&checker->region, &cell->when);
        for (uint32_t before = program->segmentations[cell->segmentation].first; before < i; before++)
            region_fails(&checker->region, &program->cells[before].when);
        if (!region_possible(&checker->region))
            report_warning(checker->findings, path.text,
                           "cell '%s' can never be reached: the cells before it take every customer who could",
                           cell->texts.name);
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
                for (uint32_t j = 0; j < rule->alternatives[i].count; j++)
                    if (rule->alternatives[i].conditions[j].subject == LOYALTY_SUBJECT_METRIC)
                        metrics[rule->alternatives[i].conditions[j].metric] = 1;
    }
    for (uint32_t i = 0; i < program->metric_count; i++) {
        const struct metric *metric = &program->metrics[i];
        for (uint32_t j = 0; j < metric->operand_count; j++)
            *(metric->type == LOYALTY_METRIC_SHARE ? &metrics[metric->operands[j]] : &kinds[metric->operands[j]]) = 1;
    }
    for (uint32_t i = 0; i < program->kind_count; i++)
        if (!kinds[i])
            report_warning(checker->findings, path_key("/events", program->kinds[i].texts.name).text,
                           "event kind '%s' is never used: no metric counts it", program->kinds[i].texts.name);
    for (uint32_t i = 0; i < program->metric_count; i++)
        if (!metrics[i] && !program->metrics[i].row_count)
            report_warning(checker->findings, path_key("/metrics", program->metrics[i].texts.name).text,
                           "metric '%s' is never used: no condition, score or share asks for it",
                           program->metrics[i].texts.name);
}

static void check_rows(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    for (uint32_t i = 0; i < program->scored_count; i++) {
        const struct metric *metric = &program->metrics[program->scored[i]];
        struct path path = path_key("/score/points", metric->texts.name);
        for (uint32_t row = 0; row < metric->row_count; row++) {
            int64_t end = row + 1 < metric->row_count ? metric->rows[row + 1].at_least : INT64_MAX;
            if (!region_metric_between(&checker->region, program->scored[i], metric->rows[row].at_least, end))
                report_warning(checker->findings, path_index(path.text, row).text,
                               "the row is never used: '%s' is never in its range", metric->texts.name);
        }
    }
}

/* Rules that stand side by side, so that a hole between them can be asked about. */
struct family {
    int32_t which;
    uint32_t first, count;
};

/* Conditions of two alternatives, but for one on each side, and the number in between. */
static uint32_t join(const struct alternative *above, uint32_t above_at, const struct alternative *below,
                     uint32_t below_at, struct condition *conditions)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < above->count; i++) {
        conditions[count] = above->conditions[i];
        if (i == above_at)
            conditions[count].op = LOYALTY_OP_EQ;
        count++;
    }
    for (uint32_t i = 0; i < below->count; i++)
        if (i != below_at)
            conditions[count++] = below->conditions[i];
    return count;
}

/* Whether a customer can lie exactly between `> n` and `< n`, where no rule of the family takes them. */
static int is_hole(struct checker *checker, const struct family *family, struct condition *conditions, uint32_t count)
{
    struct made_rule between;
    make_rule(&between, conditions, count);
    region_begin(&checker->region);
    begin_witness(checker);
    region_holds(&checker->region, &between.rule);
    checker->witness.holds[checker->witness.hold_count++] = &between.rule;
    for (uint32_t i = family->first; i < family->first + family->count; i++) {
        const struct rule *rule = program_rule(checker->program, family->which, i);
        if (rule->count == 0 && family->which != LOYALTY_RULE_WHEN)
            continue; /* the first rung is no answer */
        region_fails(&checker->region, rule);
        checker->witness.fails[checker->witness.fail_count++] = rule;
    }
    return region_possible(&checker->region) && found_witness(checker);
}

/* Looks for `< n` on the same metric beside a `> n`. */
static void check_boundary(struct checker *checker, const struct family *family, uint32_t above_index,
                           uint32_t alternative, uint32_t position)
{
    struct condition conditions[2 * LOYALTY_CONDITIONS_MAX];
    const struct rule *rule = program_rule(checker->program, family->which, above_index);
    const struct alternative *above = &rule->alternatives[alternative];
    const struct condition *over = &above->conditions[position];
    for (uint32_t index = family->first; index < family->first + family->count; index++) {
        const struct rule *other = program_rule(checker->program, family->which, index);
        for (uint32_t i = 0; i < other->count; i++)
            for (uint32_t j = 0; j < other->alternatives[i].count; j++) {
                const struct condition *under = &other->alternatives[i].conditions[j];
                if (under->op != LOYALTY_OP_LT || under->subject != over->subject || under->metric != over->metric ||
                    under->number != over->number || &other->alternatives[i] == above)
                    continue;
                uint32_t count = join(above, position, &other->alternatives[i], j, conditions);
                if (!is_hole(checker, family, conditions, count))
                    continue;
                char first[CONDITION_TEXT], second[CONDITION_TEXT];
                struct path path = rule_path(checker->program, family->which, above_index);
                report_warning(
                    checker->findings, condition_path(rule, path.text, alternative, position).text,
                    "'%s' stands beside '%s', and nothing takes the number between them (%s): write >= or <=",
                    condition_text(checker->program, over, first, sizeof first),
                    condition_text(checker->program, under, second, sizeof second), checker->witness.text);
                return;
            }
    }
}

static void check_family(struct checker *checker, struct family family)
{
    for (uint32_t index = family.first; index < family.first + family.count; index++) {
        const struct rule *rule = program_rule(checker->program, family.which, index);
        for (uint32_t i = 0; i < rule->count; i++)
            for (uint32_t j = 0; j < rule->alternatives[i].count; j++)
                if (rule->alternatives[i].conditions[j].op == LOYALTY_OP_GT)
                    check_boundary(checker, &family, index, i, j);
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
    struct findings findings = {report, 0, LOYALTY_OK};
    struct checker *checker = memory_new(&program->arena.allocator, sizeof *checker);
    if (!checker)
        return LOYALTY_E_MEMORY;
    checker->program = program;
    checker->findings = &findings;
    region_init(&checker->region, program);
    static void (*const checks[])(struct checker *) = {check_ladder, check_keeps, check_segments,
                                                       check_unused, check_rows,  check_boundaries};
    uint32_t known = report->count;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !checker->status; i++)
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
