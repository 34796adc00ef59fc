/* SPDX-License-Identifier: MIT */
/* Prints what a rule asks for, one line per condition. */
#include "command/view.h"

/* One condition and the customer's value. */
struct row {
    loyalty_gap gap;
    bool too_large; /* the value needs more than 64 bits: only the condition is known */
};

struct widths {
    size_t condition;
    size_t value;
};

static struct row view_ask_row(const struct view *view, int32_t rule, uint32_t rung, uint32_t alternative,
                               uint32_t position)
{
    struct row row = {.gap = {.size = sizeof row.gap, .denominator = 1}};
    int32_t status =
        view_checked(view, loyalty_customer_gap(view->customer, rule, rung, alternative, position, &row.gap));
    if (!status)
        return row;
    loyalty_condition_info condition = {.size = sizeof condition};
    loyalty_program_condition(view->table->program, rule, rung, alternative, position, &condition);
    row.too_large = true;
    row.gap.subject = condition.subject;
    row.gap.metric = condition.metric;
    row.gap.op = condition.op;
    row.gap.number = condition.number;
    return row;
}

static size_t view_put_condition(const struct view *view, const struct screen *screen, const loyalty_gap *gap)
{
    static const char *const ops[] = {" ≥ ", " > ", " ≤ ", " < ", " = ", " ≠ "};
    char number[24];
    size_t columns = gap->subject == LOYALTY_SUBJECT_METRIC
                         ? view_metric(view, screen, gap->metric)
                         : screen_put(screen, lang_sentence(view->language, TEXT_SCORE));
    columns += screen_put(screen, ops[gap->op]);
    return columns + screen_put(screen, view_number(gap->number, number));
}

static size_t view_put_value(const struct view *view, const struct screen *screen, const struct row *row)
{
    if (row->too_large)
        return screen_put(screen, lang_sentence(view->language, TEXT_TOO_LARGE));
    if (!row->gap.defined)
        return screen_put(screen, lang_sentence(view->language, TEXT_NO_VALUE));
    return view_value(screen, row->gap.numerator, row->gap.denominator);
}

/* Returns whether the value has to rise for the condition to hold; otherwise it has to fall. */
static bool view_has_to_rise(const loyalty_gap *gap)
{
    if (gap->op != LOYALTY_OP_EQ)
        return gap->op == LOYALTY_OP_GE || gap->op == LOYALTY_OP_GT;
    int64_t whole = gap->numerator / gap->denominator;
    return whole < gap->number || (whole == gap->number && gap->numerator % gap->denominator < 0);
}

/* Draws how near the value is to the nearest one for which the condition holds. */
static void view_put_bar(const struct screen *screen, const loyalty_gap *gap)
{
    int64_t value = gap->numerator / gap->denominator;
    if (gap->holds)
        screen_bar(screen, 1, 1);
    else if (value <= 0 || gap->op == LOYALTY_OP_NE)
        screen_bar(screen, 0, 1);
    else if (view_has_to_rise(gap))
        screen_bar(screen, value, value < INT64_MAX - gap->shortfall ? value + gap->shortfall : INT64_MAX);
    else
        screen_bar(screen, value > gap->shortfall ? value - gap->shortfall : 0, value);
}

void view_shortfall(const struct view *view, const loyalty_gap *gap)
{
    char amount[24];
    enum lang_text text = gap->op == LOYALTY_OP_NE ? TEXT_DIFFER : view_has_to_rise(gap) ? TEXT_MORE : TEXT_LESS;
    view_sentence(view, text, view_number(gap->shortfall, amount), NULL);
}

static void view_print_row(const struct view *view, const struct row *row, const struct widths *columns)
{
    const struct screen measure = {0};
    const struct screen *screen = &view->screen;
    screen_style_on(screen, row->gap.holds ? STYLE_GOOD : STYLE_BAD);
    screen_put(screen, row->too_large ? "  ? " : row->gap.holds ? "  ✓ " : "  ✗ ");
    screen_style_off(screen);
    screen_pad(screen, columns->condition - view_put_condition(view, screen, &row->gap) + 2);
    screen_pad(screen, columns->value - view_put_value(view, &measure, row));
    view_put_value(view, screen, row);
    if (!row->too_large) {
        screen_pad(screen, 2);
        view_put_bar(screen, &row->gap);
    }
    if (!row->too_large && !row->gap.holds && row->gap.defined) {
        screen_pad(screen, 2);
        view_shortfall(view, &row->gap);
    }
    fputc('\n', screen->file);
}

/* Visits each condition, either to print it or only to widen the columns. */
static void view_each_row(const struct view *view, int32_t rule, uint32_t rung, struct widths *columns, bool printing)
{
    const struct screen measure = {0};
    uint32_t alternatives = 0;
    loyalty_program_alternatives(view->table->program, rule, rung, &alternatives);
    for (uint32_t alternative = 0; alternative < alternatives; alternative++) {
        uint32_t conditions = 0;
        loyalty_program_conditions(view->table->program, rule, rung, alternative, &conditions);
        if (printing && alternative > 0) {
            screen_pad(&view->screen, 4);
            view_sentence(view, TEXT_OR, NULL, NULL);
            fputc('\n', view->screen.file);
        }
        for (uint32_t position = 0; position < conditions; position++) {
            const struct row row = view_ask_row(view, rule, rung, alternative, position);
            if (printing) {
                view_print_row(view, &row, columns);
                continue;
            }
            size_t condition = view_put_condition(view, &measure, &row.gap);
            size_t value = view_put_value(view, &measure, &row);
            columns->condition = condition > columns->condition ? condition : columns->condition;
            columns->value = value > columns->value ? value : columns->value;
        }
    }
}

void view_rule(const struct view *view, int32_t rule, uint32_t rung)
{
    struct widths columns = {0};
    view_each_row(view, rule, rung, &columns, false);
    view_each_row(view, rule, rung, &columns, true);
}
