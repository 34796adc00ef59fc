/* SPDX-License-Identifier: MIT */
/* Prints what keeps a customer on a rung: conditions, terms, hold and grace, or that he is out. */
#include "command/view.h"

/* Prints one condition that is missing, such as "spend, this term: 210 more needed". */
static void view_put_missing(const struct view *view, const loyalty_gap *gap)
{
    if (gap->subject == LOYALTY_SUBJECT_METRIC)
        view_metric(view, &view->screen, gap->metric);
    else
        view_sentence(view, TEXT_SCORE, NULL, NULL);
    screen_put(&view->screen, ": ");
    if (gap->defined)
        view_shortfall(view, gap);
    else
        view_sentence(view, TEXT_NO_VALUE, NULL, NULL);
}

/* Prints the conditions of an alternative of `keep` that are missing. */
static void view_put_alternative(const struct view *view, uint32_t rung, uint32_t alternative)
{
    uint32_t count = 0, printed = 0;
    loyalty_program_conditions(view->table->program, LOYALTY_RULE_KEEP, rung, alternative, &count);
    for (uint32_t i = 0; i < count; i++) {
        loyalty_gap gap = {.size = sizeof gap};
        int32_t status = loyalty_customer_gap(view->customer, LOYALTY_RULE_KEEP, rung, alternative, i, &gap);
        if (view_checked(view, status) || gap.holds)
            continue;
        if (printed++ > 0)
            view_sentence(view, TEXT_COMMA, NULL, NULL);
        view_put_missing(view, &gap);
    }
}

/* Returns whether `keep` is one condition, whose value only has to rise: then its amount says all. */
static bool view_is_one_amount(const struct view *view, uint32_t rung, uint32_t alternatives, loyalty_gap *gap)
{
    uint32_t count = 0;
    *gap = (loyalty_gap){.size = sizeof *gap};
    loyalty_program_conditions(view->table->program, LOYALTY_RULE_KEEP, rung, 0, &count);
    return alternatives == 1 && count == 1 &&
           !view_checked(view, loyalty_customer_gap(view->customer, LOYALTY_RULE_KEEP, rung, 0, 0, gap)) &&
           gap->defined && (gap->op == LOYALTY_OP_GE || gap->op == LOYALTY_OP_GT);
}

static void view_print_to_renew(const struct view *view, uint32_t rung)
{
    uint32_t alternatives = 0;
    char amount[24];
    loyalty_gap gap;
    loyalty_program_alternatives(view->table->program, LOYALTY_RULE_KEEP, rung, &alternatives);
    if (view_is_one_amount(view, rung, alternatives, &gap)) {
        view_line(view, TEXT_RENEW_MORE, view_number(gap.shortfall, amount), NULL);
        return;
    }
    screen_pad(&view->screen, 2);
    view_sentence(view, TEXT_TO_RENEW, NULL, NULL);
    for (uint32_t i = 0; i < alternatives; i++) {
        if (i > 0) {
            screen_put(&view->screen, " ");
            view_sentence(view, TEXT_OR, NULL, NULL);
            screen_put(&view->screen, " ");
        }
        view_put_alternative(view, rung, i);
    }
    fputc('\n', view->screen.file);
}

/* Prints until when the term runs, and what renews it. */
static void view_print_term(const struct view *view)
{
    char last[SCREEN_DATE];
    int32_t holds = 0;
    const uint32_t rung = view->standing.rung;
    if (view->standing.term_end == LOYALTY_DATE_NONE)
        return;
    view_line(view, TEXT_UNTIL, view_label(view, LOYALTY_OBJECT_RUNG, rung),
              view_date(view->standing.term_end - 1, last));
    if (view_checked(view, loyalty_customer_meets(view->customer, LOYALTY_RULE_KEEP, rung, &holds)))
        return;
    if (holds)
        view_line(view, TEXT_RENEWED, NULL, NULL);
    else
        view_print_to_renew(view, rung);
}

static void view_print_risk(const struct view *view)
{
    char first[SCREEN_DATE], second[SCREEN_DATE];
    screen_style_on(&view->screen, STYLE_BAD);
    view_line(view, TEXT_AT_RISK, view_date(view->standing.failing, first), view_date(view->standing.falls_on, second));
    screen_style_off(&view->screen);
}

void view_print_keep(const struct view *view)
{
    char date[SCREEN_DATE];
    int32_t held;
    loyalty_rung_info rung = {.size = sizeof rung};
    view_heading(view, TEXT_KEEP, NULL);
    if (view->standing.rung == 0) {
        view_line(view, TEXT_KEEP_FIRST, NULL, NULL);
        return;
    }
    view_rule(view, LOYALTY_RULE_KEEP, view->standing.rung);
    if (view_checked(view, loyalty_program_rung(view->table->program, view->standing.rung, &rung)))
        return;
    if (view->standing.failing != LOYALTY_DATE_NONE)
        view_print_risk(view);
    else if (rung.term)
        view_print_term(view);
    else if (!loyalty_date_add(view->standing.since, rung.hold, &held) && held > view->as_of)
        view_line(view, TEXT_HELD, view_date(held, date), NULL);
}

bool view_is_out(const struct view *view)
{
    uint32_t alternatives;
    int32_t holds = 0;
    if (loyalty_program_alternatives(view->table->program, LOYALTY_RULE_OUT, 0, &alternatives))
        return false; /* the table has no `out` */
    return !view_checked(view, loyalty_customer_meets(view->customer, LOYALTY_RULE_OUT, 0, &holds)) && holds;
}

void view_print_out(const struct view *view)
{
    view_heading(view, TEXT_OUT, NULL);
    view_rule(view, LOYALTY_RULE_OUT, 0);
    view_line(view, TEXT_OUT_HOLDS, NULL, NULL);
}
