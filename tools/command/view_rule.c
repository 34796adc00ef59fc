/* SPDX-License-Identifier: MIT */
#include "command/view.h"

/* One condition beside the customer's value. */
typedef struct row {
    loyalty_gap gap;
    int too_large; /* The value needs more than 64 bits: only the condition is known. */
} row;

typedef struct widths {
    size_t condition;
    size_t value;
} widths;

static row row_of(const view *v, int32_t rule, uint32_t rung, uint32_t alternative, uint32_t position)
{
    row r = {.gap = {.size = sizeof r.gap, .denominator = 1}};
    int32_t status = view_checked(v, loyalty_customer_gap(v->customer, rule, rung, alternative, position, &r.gap));
    if (status == LOYALTY_OK)
        return r;
    loyalty_condition_info condition = {.size = sizeof condition};
    loyalty_program_condition(v->program, rule, rung, alternative, position, &condition);
    r.too_large = 1;
    r.gap.subject = condition.subject;
    r.gap.metric = condition.metric;
    r.gap.op = condition.op;
    r.gap.number = condition.number;
    return r;
}

static size_t put_condition(const view *v, const screen *s, const loyalty_gap *gap)
{
    static const char *const ops[] = {" ≥ ", " > ", " ≤ ", " < ", " = ", " ≠ "};
    char number[24];
    size_t columns = gap->subject == LOYALTY_SUBJECT_METRIC ? view_metric(v, s, gap->metric)
                                                            : screen_put(s, lang_sentence(v->language, TEXT_SCORE));
    columns += screen_put(s, ops[gap->op]);
    return columns + screen_put(s, view_number(gap->number, number));
}

static size_t put_value(const view *v, const screen *s, const row *r)
{
    if (r->too_large)
        return screen_put(s, lang_sentence(v->language, TEXT_TOO_LARGE));
    if (!r->gap.defined)
        return screen_put(s, lang_sentence(v->language, TEXT_NO_VALUE));
    return view_value(s, r->gap.numerator, r->gap.denominator);
}

/* 1 where the value has to rise for the condition to hold, 0 where it has to sink. */
static int has_to_rise(const loyalty_gap *gap)
{
    if (gap->op != LOYALTY_OP_EQ)
        return gap->op == LOYALTY_OP_GE || gap->op == LOYALTY_OP_GT;
    int64_t whole = gap->numerator / gap->denominator;
    return whole < gap->number || (whole == gap->number && gap->numerator % gap->denominator < 0);
}

/* How near the value is to the next one with which the condition holds. */
static void put_bar(const screen *s, const loyalty_gap *gap)
{
    int64_t value = gap->numerator / gap->denominator;
    if (gap->holds)
        screen_bar(s, 1, 1);
    else if (value <= 0 || gap->op == LOYALTY_OP_NE)
        screen_bar(s, 0, 1);
    else if (has_to_rise(gap))
        screen_bar(s, value, value < INT64_MAX - gap->shortfall ? value + gap->shortfall : INT64_MAX);
    else
        screen_bar(s, value > gap->shortfall ? value - gap->shortfall : 0, value);
}

static void put_shortfall(const view *v, const loyalty_gap *gap)
{
    char amount[24];
    lang_text text = gap->op == LOYALTY_OP_NE ? TEXT_DIFFER : has_to_rise(gap) ? TEXT_MORE : TEXT_LESS;
    view_sentence(v, text, view_number(gap->shortfall, amount), NULL);
}

static void print_row(const view *v, const row *r, const widths *columns)
{
    const screen measure = {0};
    const screen *s = &v->screen;
    screen_style_on(s, r->gap.holds ? STYLE_GOOD : STYLE_BAD);
    screen_put(s, r->too_large ? "  ? " : r->gap.holds ? "  ✓ " : "  ✗ ");
    screen_style_off(s);
    screen_pad(s, columns->condition - put_condition(v, s, &r->gap) + 2);
    screen_pad(s, columns->value - put_value(v, &measure, r));
    put_value(v, s, r);
    if (!r->too_large) {
        screen_pad(s, 2);
        put_bar(s, &r->gap);
    }
    if (!r->too_large && !r->gap.holds && r->gap.defined) {
        screen_pad(s, 2);
        put_shortfall(v, &r->gap);
    }
    fputc('\n', s->file);
}

/* Visits each condition: widens the columns where there is nothing printed, prints otherwise. */
static void each_row(const view *v, int32_t rule, uint32_t rung, widths *columns, int printing)
{
    const screen measure = {0};
    uint32_t alternatives = 0;
    loyalty_program_alternatives(v->program, rule, rung, &alternatives);
    for (uint32_t alternative = 0; alternative < alternatives; alternative++) {
        uint32_t conditions = 0;
        loyalty_program_conditions(v->program, rule, rung, alternative, &conditions);
        if (printing && alternative > 0) {
            screen_pad(&v->screen, 4);
            view_sentence(v, TEXT_OR, NULL, NULL);
            fputc('\n', v->screen.file);
        }
        for (uint32_t position = 0; position < conditions; position++) {
            const row r = row_of(v, rule, rung, alternative, position);
            if (printing) {
                print_row(v, &r, columns);
                continue;
            }
            size_t condition = put_condition(v, &measure, &r.gap);
            size_t value = put_value(v, &measure, &r);
            columns->condition = condition > columns->condition ? condition : columns->condition;
            columns->value = value > columns->value ? value : columns->value;
        }
    }
}

void view_rule(const view *v, int32_t rule, uint32_t rung)
{
    widths columns = {0};
    each_row(v, rule, rung, &columns, 0);
    each_row(v, rule, rung, &columns, 1);
}
