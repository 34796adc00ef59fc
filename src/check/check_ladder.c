/* SPDX-License-Identifier: MIT */
/* Warns of rungs that nobody reaches, and of rules of the ladder that contradict themselves or one another. */
#include "check/checker.h"

/* Adds to the question that `out` fails, if there is one. */
static void check_ask_in(struct checker *checker)
{
    if (checker->program->out.count > 0)
        region_fails(&checker->region, &checker->program->out);
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
    check_ask_in(checker);
    if (program->climb == LOYALTY_CLIMB_ANY)
        check_ask_stays_below(checker, rung);
    return region_possible(&checker->region);
}

/* Asks that a rung is lost on a day on which `rule` of a lower one holds. */
static bool check_falls_by(struct checker *checker, uint32_t from, uint32_t to, const struct rule *rule)
{
    const loyalty_program *program = checker->program;
    region_begin(&checker->region);
    region_fails(&checker->region, &program->rungs[from].keep);
    region_fails(&checker->region, &program->rungs[from].enter);
    check_ask_in(checker);
    check_ask_stays_below(checker, from);
    if (rule)
        region_holds(&checker->region, rule);
    for (uint32_t between = to + 1; rule && between < from; between++) {
        region_fails(&checker->region, &program->rungs[between].keep);
        region_fails(&checker->region, &program->rungs[between].enter);
    }
    return region_possible(&checker->region);
}

/* Asks the same of a rung with a term, whose `keep` is asked on another day. */
static bool check_falls_after_term(struct checker *checker, uint32_t from, uint32_t to, bool requalify)
{
    const struct rung *lower = &checker->program->rungs[to];
    region_begin(&checker->region);
    region_fails(&checker->region, &checker->program->rungs[from].keep);
    return region_possible(&checker->region) &&
           (!requalify || check_rule_possible(checker, &lower->keep) || check_rule_possible(checker, &lower->enter));
}

/* Returns whether a customer can fall from one rung to another, which is not the first. */
static bool check_can_fall(struct checker *checker, uint32_t from, uint32_t to)
{
    const struct rung *rung = &checker->program->rungs[from], *lower = &checker->program->rungs[to];
    const bool requalify = rung->fall == LOYALTY_FALL_REQUALIFY;
    if (!checker->reachable[from] || (rung->fall == LOYALTY_FALL_STEP && to + 1 != from) ||
        rung->fall == LOYALTY_FALL_BOTTOM)
        return false;
    if (rung_has_term(rung))
        return check_falls_after_term(checker, from, to, requalify);
    if (!requalify)
        return check_falls_by(checker, from, to, NULL);
    return check_falls_by(checker, from, to, &lower->keep) || check_falls_by(checker, from, to, &lower->enter);
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

/* Returns whether a customer for whom `out` fails can meet the `enter` of a rung. */
static bool check_enter_possible(struct checker *checker, uint32_t rung)
{
    region_begin(&checker->region);
    region_holds(&checker->region, &checker->program->rungs[rung].enter);
    check_ask_in(checker);
    return region_possible(&checker->region);
}

/* Why no customer climbs to a rung. */
struct not_climbed {
    enum loyalty_problem_code code; /* of a rung that no fall leads to either */
    const char *text;
};

static struct not_climbed check_not_climbed(struct checker *checker, uint32_t rung)
{
    if (!check_rule_possible(checker, &checker->program->rungs[rung].enter))
        return (struct not_climbed){LOYALTY_PROBLEM_RUNG_NEVER_ENTERED,
                                    "no customer can meet its enter; ask for less in enter"};
    if (!check_enter_possible(checker, rung))
        return (struct not_climbed){LOYALTY_PROBLEM_RUNG_NEVER_ENTERED,
                                    "out holds for every customer who meets its enter; ask for more in out"};
    if (checker->program->climb == LOYALTY_CLIMB_STEP)
        return (struct not_climbed){
            LOYALTY_PROBLEM_RUNG_NEVER_ENTERED,
            "the rung below it can never be entered, and customers climb one rung at a time; fix that rung first"};
    return (struct not_climbed){
        LOYALTY_PROBLEM_RUNG_SKIPPED,
        "every customer who meets its enter also meets that of a higher rung and climbs past it; ask for more in the "
        "enter of higher rungs"};
}

/* Reports a rung that no customer climbs to. */
static void check_tell_not_climbed(struct checker *checker, uint32_t rung)
{
    const struct not_climbed why = check_not_climbed(checker, rung);
    const char *name = checker->program->rungs[rung].texts.name;
    struct path path = path_index("/ladder", rung);
    if (checker->reachable[rung])
        check_tell(checker, LOYALTY_PROBLEM_RUNG_BY_FALL, path.text, "rung '%s' can be reached only by a fall: %s",
                   name, why.text);
    else
        check_tell(checker, why.code, path.text, "rung '%s' can never be entered: %s", name, why.text);
}

void check_ladder(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    bool climbed[LOYALTY_RUNGS_MAX];
    check_find_reachable(checker, climbed);
    for (uint32_t i = 1; i < program->rung_count; i++) {
        const struct rung *rung = &program->rungs[i];
        if (!climbed[i])
            check_tell_not_climbed(checker, i);
        check_contradictions(checker, LOYALTY_RULE_ENTER, i);
        if (rung->keep_given)
            check_contradictions(checker, LOYALTY_RULE_KEEP, i);
    }
    if (program->out.count > 0)
        check_contradictions(checker, LOYALTY_RULE_OUT, 0);
}

/* Returns whether a rule asks for the term, which is not the same on every day of a standing. */
static bool check_rule_reads_term(const loyalty_program *program, const struct rule *rule)
{
    for (uint32_t i = 0; i < rule->count; i++)
        if (check_reads_term(program, &rule->conditions[i]))
            return true;
    return false;
}

/* Reports rungs without a term whose `enter` can hold while `keep` fails: there `keep` is asked in vain. */
void check_keeps(struct checker *checker)
{
    const loyalty_program *program = checker->program;
    for (uint32_t i = 1; i < program->rung_count; i++) {
        const struct rung *rung = &program->rungs[i];
        if (!rung->keep_given || rung_has_term(rung) || !checker->reachable[i] ||
            check_rule_reads_term(program, &rung->enter) || check_rule_reads_term(program, &rung->keep))
            continue;
        region_begin(&checker->region);
        region_holds(&checker->region, &rung->enter);
        region_fails(&checker->region, &rung->keep);
        check_ask_in(checker);
        check_ask_stays_below(checker, i);
        if (check_found(checker, 1))
            check_tell(
                checker, LOYALTY_PROBLEM_KEEP_IN_VAIN, check_rule_path(program, LOYALTY_RULE_KEEP, i).text,
                "keep of rung '%s' can fail while its enter holds (%s): such a customer stays all the same; ask for "
                "it in enter too, or not in keep",
                rung->texts.name, checker->witness);
    }
}
