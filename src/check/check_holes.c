/* SPDX-License-Identifier: MIT */
/* Warns of numbers that rules leave out, between `> n` and `< n`. */
#include "check/checker.h"

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
    check_tell(checker, LOYALTY_PROBLEM_HOLE, check_condition_path(above->rule, path.text, above->at).text,
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

void check_boundaries(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    check_family(checker, (struct family){LOYALTY_RULE_ENTER, 0, program->rung_count});
    for (uint32_t i = 0; i < program->rung_count; i++)
        if (program->rungs[i].keep_given)
            check_family(checker, (struct family){LOYALTY_RULE_KEEP, i, 1});
    check_family(checker, (struct family){LOYALTY_RULE_OUT, 0, program->out.count > 0});
    for (uint32_t i = 0; i < program->segmentation_count; i++)
        check_family(checker, (struct family){LOYALTY_RULE_WHEN, program->segmentations[i].first,
                                              program->segmentations[i].count});
}
