/* SPDX-License-Identifier: MIT */
/* Prints what a rule asks for, one row per condition. */
#include "command/view.h"

/* One condition and the customer's value. */
struct condition_answer {
    loyalty_gap gap;
    bool too_large; /* the value needs more than 64 bits: only the condition is known */
};

/* One alternative of a rule, and how its rows are treated. */
struct alternative {
    int32_t rule;
    uint32_t rung;
    uint32_t number;
    struct view_widths *widths;
    bool printing; /* otherwise the rows only widen the columns */
};

static struct condition_answer view_ask_condition(const struct view *view, const struct alternative *of,
                                                  uint32_t position)
{
    struct condition_answer answer = {.gap = {.size = sizeof answer.gap, .denominator = 1}};
    int32_t status =
        view_checked(view, loyalty_customer_gap(view->customer, of->rule, of->rung, of->number, position, &answer.gap));
    if (!status)
        return answer;
    loyalty_condition_info condition = {.size = sizeof condition};
    loyalty_program_condition(view->table->program, of->rule, of->rung, of->number, position, &condition);
    answer.too_large = true;
    answer.gap.subject = condition.subject;
    answer.gap.metric = condition.metric;
    answer.gap.op = condition.op;
    answer.gap.number = condition.number;
    return answer;
}

static enum lang_text view_operator(int32_t op)
{
    switch (op) {
    case LOYALTY_OP_GE:
        return TEXT_AT_LEAST;
    case LOYALTY_OP_GT:
        return TEXT_MORE_THAN;
    case LOYALTY_OP_LE:
        return TEXT_AT_MOST;
    case LOYALTY_OP_LT:
        return TEXT_LESS_THAN;
    case LOYALTY_OP_EQ:
        return TEXT_EXACTLY;
    default:
        return TEXT_NOT;
    }
}

void view_subject(const struct view *view, struct phrase *phrase, const loyalty_gap *gap)
{
    struct phrase name;
    view_begin(view, &name);
    if (gap->subject == LOYALTY_SUBJECT_METRIC)
        view_metric(view, &name, gap->metric);
    else
        view_fill(view, &name, TEXT_SCORE, NULL, NULL);
    phrase_add(phrase, &name);
    phrase_put(phrase, ": ");
}

static void view_put_condition(const struct view *view, struct phrase *phrase, const loyalty_gap *gap)
{
    char amount[LANG_NUMBER];
    view_subject(view, phrase, gap);
    view_fill(view, phrase, view_operator(gap->op),
              view_whole_amount(view, view_unit(view, gap->subject, gap->metric), gap->number, amount), NULL);
}

static void view_put_value(const struct view *view, struct phrase *phrase, const struct condition_answer *answer)
{
    char amount[LANG_NUMBER];
    const loyalty_gap *gap = &answer->gap;
    if (answer->too_large)
        view_fill(view, phrase, TEXT_TOO_LARGE, NULL, NULL);
    else if (!gap->defined)
        view_fill(view, phrase, TEXT_NO_VALUE, NULL, NULL);
    else
        view_fill(
            view, phrase, TEXT_NOW,
            view_amount(view, view_unit(view, gap->subject, gap->metric), gap->numerator, gap->denominator, amount),
            NULL);
}

/* Returns whether the value has to rise for the condition to hold; otherwise it has to fall. */
static bool view_has_to_rise(const loyalty_gap *gap)
{
    if (gap->op != LOYALTY_OP_EQ)
        return gap->op == LOYALTY_OP_GE || gap->op == LOYALTY_OP_GT;
    int64_t whole = gap->numerator / gap->denominator;
    return whole < gap->number || (whole == gap->number && gap->numerator % gap->denominator < 0);
}

/* Fills the bar as near as the value is to the nearest one for which the condition holds. */
static void view_put_bar(struct view_row *row, const loyalty_gap *gap)
{
    const int64_t value = gap->numerator / gap->denominator;
    row->has_bar = true;
    row->part = value;
    row->whole = value;
    if (gap->holds)
        row->part = row->whole = 1;
    else if (value <= 0 || gap->op == LOYALTY_OP_NE)
        row->part = 0, row->whole = 1;
    else if (view_has_to_rise(gap))
        row->whole = value < INT64_MAX - gap->shortfall ? value + gap->shortfall : INT64_MAX;
    else
        row->part = value > gap->shortfall ? value - gap->shortfall : 0;
}

void view_shortfall(const struct view *view, struct phrase *phrase, const loyalty_gap *gap)
{
    char amount[LANG_NUMBER];
    enum lang_text text = gap->op == LOYALTY_OP_NE ? TEXT_DIFFER : view_has_to_rise(gap) ? TEXT_MORE : TEXT_LESS;
    view_fill(view, phrase, text,
              view_whole_amount(view, view_unit(view, gap->subject, gap->metric), gap->shortfall, amount), NULL);
}

static void view_compose_row(const struct view *view, const struct condition_answer *answer, struct view_row *row)
{
    view_row_begin(view, row);
    row->mark = answer->too_large ? VIEW_UNKNOWN : answer->gap.holds ? VIEW_YES : VIEW_NO;
    view_put_condition(view, &row->name, &answer->gap);
    view_put_value(view, &row->value, answer);
    if (!answer->too_large)
        view_put_bar(row, &answer->gap);
    if (!answer->too_large && !answer->gap.holds && answer->gap.defined)
        view_shortfall(view, &row->remark, &answer->gap);
}

static void view_each_condition(const struct view *view, const struct alternative *of)
{
    uint32_t conditions = 0;
    loyalty_program_condition_count(view->table->program, of->rule, of->rung, of->number, &conditions);
    for (uint32_t position = 0; position < conditions; position++) {
        struct view_row row;
        const struct condition_answer answer = view_ask_condition(view, of, position);
        view_compose_row(view, &answer, &row);
        if (of->printing)
            view_row_print(view, &row, of->widths);
        else
            view_row_measure(view, &row, of->widths);
    }
}

void view_rule(const struct view *view, int32_t rule, uint32_t rung)
{
    uint32_t alternatives = 0;
    struct view_widths widths = {0};
    struct alternative of = {.rule = rule, .rung = rung, .widths = &widths};
    loyalty_program_alternative_count(view->table->program, rule, rung, &alternatives);
    for (of.number = 0; of.number < alternatives; of.number++)
        view_each_condition(view, &of);
    of.printing = true;
    for (of.number = 0; of.number < alternatives; of.number++) {
        if (of.number > 0)
            view_line(view, TEXT_OR, NULL, NULL);
        view_each_condition(view, &of);
    }
}
