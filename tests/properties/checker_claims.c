/* SPDX-License-Identifier: MIT */
/* From warnings, which are for people, back to what they are about. */
#include "checker.h"

#include "mismatch.h"
#include "names.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    int32_t code;
    enum sort sort;
} sorts_of[] = {
    {LOYALTY_PROBLEM_RUNG_NEVER_ENTERED, NEVER_ENTERED},
    {LOYALTY_PROBLEM_RUNG_SKIPPED, NEVER_ENTERED},
    {LOYALTY_PROBLEM_RUNG_BY_FALL, ONLY_FALLEN_TO},
    {LOYALTY_PROBLEM_NEVER_HOLDS, CANNOT_HOLD},
    {LOYALTY_PROBLEM_CONTRADICTION, CONTRADICT_EACH_OTHER},
    {LOYALTY_PROBLEM_CELL_UNREACHED, CELL_NEVER_REACHED},
    {LOYALTY_PROBLEM_UNUSED_ROW, ROW_NEVER_USED},
    {LOYALTY_PROBLEM_NO_MONEY, MONEY_UNKNOWN},
    {LOYALTY_PROBLEM_UNUSED_METRIC, METRIC_NEVER_USED},
    {LOYALTY_PROBLEM_UNUSED_KIND, KIND_NEVER_USED},
    {LOYALTY_PROBLEM_UNUSED_ACTION, ACTION_NEVER_USED},
    {LOYALTY_PROBLEM_KEEP_IN_VAIN, KEEP_IN_VAIN},
    {LOYALTY_PROBLEM_HOLE, HOLE},
    {LOYALTY_PROBLEM_IN_NO_CELL, FORGOTTEN},
    {LOYALTY_PROBLEM_STATUS_FOR_LIFE, FOR_LIFE},
    {LOYALTY_PROBLEM_NO_TERM, TERMLESS},
    {LOYALTY_PROBLEM_COUNTS_TWICE, COUNTS_TWICE},
    {LOYALTY_PROBLEM_HOLD_AND_TERM, LONG_HOLD},
    {LOYALTY_PROBLEM_GRACE_IN_DAYS, DAYS_OF_GRACE},
    {LOYALTY_PROBLEM_WINDOW_AND_REVIEW, JUST_BEGUN},
    {LOYALTY_PROBLEM_RETURN_OUTLIVES_SALE, OUTLIVES},
};

static enum sort sort_of(const loyalty_problem *problem)
{
    size_t at = 0;
    while (at < sizeof sorts_of / sizeof *sorts_of && sorts_of[at].code != problem->code)
        at++;
    if (at == sizeof sorts_of / sizeof *sorts_of)
        return SORTS;
    if (sorts_of[at].sort == CONTRADICT_EACH_OTHER && strstr(problem->message, "the conditions before it"))
        return CONTRADICT_TOGETHER;
    return sorts_of[at].sort;
}

/* A condition as the checker writes it. */
static void condition_words(const loyalty_program *program, const loyalty_condition_info *condition, char *words,
                            size_t size)
{
    loyalty_metric_info metric = {.size = sizeof metric};
    loyalty_rung_info rung = {.size = sizeof rung};
    if (condition->subject == LOYALTY_SUBJECT_RUNG) {
        if (loyalty_program_rung(program, (uint32_t)condition->number, &rung) != LOYALTY_OK)
            abort();
        snprintf(words, size, "rung %s %s", operator_names[condition->op], rung.name);
        return;
    }
    if (loyalty_program_metric(program, condition->metric, &metric) != LOYALTY_OK)
        abort();
    snprintf(words, size, "%s %s %" PRId64, condition->subject == LOYALTY_SUBJECT_SCORE ? "score" : metric.name,
             operator_names[condition->op], condition->number);
}

loyalty_condition_info claim_condition(const loyalty_program *program, const struct claim *claim, uint32_t position)
{
    loyalty_condition_info condition = {.size = sizeof condition};
    if (loyalty_program_condition(program, claim->which, claim->index, claim->alternative, position, &condition) !=
        LOYALTY_OK)
        mismatch("%s: %s: there is no such condition", claim->path, claim->message);
    return condition;
}

/* "'B' contradicts 'A'": A is one of the conditions before B. */
static bool find_other(const loyalty_program *program, struct claim *claim)
{
    char words[200], quoted[220];
    for (claim->other = 0; claim->other < claim->position; claim->other++) {
        loyalty_condition_info condition = claim_condition(program, claim, claim->other);
        condition_words(program, &condition, words, sizeof words);
        snprintf(quoted, sizeof quoted, "contradicts '%s'", words);
        if (strstr(claim->message, quoted) != NULL)
            return true;
    }
    return mismatch("%s: %s: there is no such condition", claim->path, claim->message);
}

/* A path's steps: "ladder", "2", "enter", "0", "1". A step "cells", below a segmentation that is an object, is left out. */
struct steps {
    char step[6][LOYALTY_NAME_MAX + 1];
    int count;
};

static struct steps split(const char *path)
{
    struct steps steps = {.count = 0};
    while (*path == '/' && steps.count < 6) {
        size_t length = strcspn(++path, "/");
        snprintf(steps.step[steps.count++], sizeof steps.step[0], "%.*s", (int)length, path);
        path += length;
        if (steps.count == 3 && strcmp(steps.step[0], "segments") == 0 && strcmp(steps.step[2], "cells") == 0)
            steps.count--;
    }
    return steps;
}

static uint32_t number_in(const struct steps *steps, int at)
{
    return at < steps->count ? (uint32_t)strtoul(steps->step[at], NULL, 10) : 0;
}

/* Where the numbers of conditions begin in the paths of each rule. */
static int conditions_at(int32_t which)
{
    return which == LOYALTY_RULE_OUT ? 1 : which == LOYALTY_RULE_WHEN ? 4 : 3;
}

static bool read_segment(const loyalty_program *program, const struct steps *steps, struct claim *claim)
{
    loyalty_segmentation_info segmentation = {.size = sizeof segmentation};
    EXPECT(loyalty_program_find(program, LOYALTY_OBJECT_SEGMENTATION, steps->step[1], &claim->index) == LOYALTY_OK &&
               loyalty_program_segmentation(program, claim->index, &segmentation) == LOYALTY_OK,
           "%s: no such segmentation", claim->path);
    claim->which = LOYALTY_RULE_WHEN;
    if (claim->sort != FORGOTTEN)
        claim->index = segmentation.first_cell + number_in(steps, 2);
    return true;
}

/* A kind, an action, a metric, a metric's row or an operand of its. */
static bool read_thing(const loyalty_program *program, const struct steps *steps, struct claim *claim)
{
    int32_t object = strcmp(steps->step[0], "events") == 0    ? LOYALTY_OBJECT_KIND
                     : strcmp(steps->step[0], "actions") == 0 ? LOYALTY_OBJECT_ACTION
                                                              : LOYALTY_OBJECT_METRIC;
    const char *name = steps->step[strcmp(steps->step[0], "score") == 0 ? 2 : 1];
    EXPECT(loyalty_program_find(program, object, name, &claim->index) == LOYALTY_OK, "%s: no such thing", claim->path);
    claim->row = number_in(steps, 3);
    if (claim->sort == OUTLIVES && loyalty_program_find(program, LOYALTY_OBJECT_KIND, steps->step[3], &claim->other))
        EXPECT(loyalty_program_operand(program, claim->index, claim->row, &claim->other, NULL) == LOYALTY_OK,
               "%s: no such kind", claim->path);
    return true;
}

static bool read_place(const loyalty_program *program, struct claim *claim)
{
    struct steps steps = split(claim->path);
    if (strcmp(steps.step[0], "out") == 0) {
        claim->which = LOYALTY_RULE_OUT;
    } else if (strcmp(steps.step[0], "ladder") == 0) {
        claim->index = number_in(&steps, 1);
        claim->which = strcmp(steps.step[2], "keep") == 0 ? LOYALTY_RULE_KEEP : LOYALTY_RULE_ENTER;
    } else if (strcmp(steps.step[0], "segments") == 0 ? !read_segment(program, &steps, claim)
                                                      : !read_thing(program, &steps, claim)) {
        return false;
    }
    claim->position = number_in(&steps, steps.count - 1);
    claim->alternative =
        steps.count == conditions_at(claim->which) + 2 ? number_in(&steps, conditions_at(claim->which)) : 0;
    if (claim->sort == FOR_LIFE) /* of a whole alternative */
        claim->alternative = number_in(&steps, conditions_at(claim->which));
    return true;
}

bool read_claims(const loyalty_program *program, const loyalty_report *report, struct claims *claims)
{
    *claims = (struct claims){program, NULL, loyalty_report_count(report)};
    claims->claim = calloc(claims->count + 1, sizeof *claims->claim);
    if (!claims->claim)
        abort();
    for (uint32_t i = 0; i < claims->count; i++) {
        struct claim *claim = &claims->claim[i];
        loyalty_problem problem = {.size = sizeof problem};
        EXPECT(loyalty_report_problem(report, i, &problem) == LOYALTY_OK, "problem %u is missing", (unsigned)i);
        EXPECT(problem.severity == LOYALTY_SEVERITY_WARNING, "%s: %s: an error", problem.path, problem.message);
        claim->path = problem.path;
        claim->message = problem.message;
        claim->sort = sort_of(&problem);
        EXPECT(claim->sort != SORTS, "%s: %s: an unknown warning", problem.path, problem.message);
        if (!read_place(program, claim) || (claim->sort == CONTRADICT_EACH_OTHER && !find_other(program, claim)))
            return false;
    }
    return true;
}
