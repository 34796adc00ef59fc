/* SPDX-License-Identifier: MIT */
/* Prints what keeps a customer on a rung: conditions, terms, hold and grace, or that he is out. */
#include "command/view.h"

/* Appends one condition that is missing, such as "spend, this term: 210 more needed". */
static void view_put_missing(const struct view *view, struct phrase *phrase, const loyalty_gap *gap)
{
    view_subject(view, phrase, gap);
    if (gap->defined)
        view_shortfall(view, phrase, gap);
    else
        view_fill(view, phrase, TEXT_NO_VALUE, NULL, NULL);
}

/* Prints the conditions of an alternative of `keep` that are missing. */
static void view_print_alternative(const struct view *view, uint32_t rung, uint32_t alternative)
{
    uint32_t count = 0;
    loyalty_program_condition_count(view->table->program, LOYALTY_RULE_KEEP, rung, alternative, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct phrase phrase;
        loyalty_gap gap = {.size = sizeof gap};
        int32_t status = loyalty_customer_gap(view->customer, LOYALTY_RULE_KEEP, rung, alternative, i, &gap);
        if (view_checked(view, status) || gap.holds)
            continue;
        view_begin(view, &phrase);
        view_put_missing(view, &phrase, &gap);
        view_print_phrase(view, &phrase, 4);
    }
}

/* Returns whether `keep` is one condition, whose value only has to rise: then its amount says all. */
static bool view_is_one_amount(const struct view *view, uint32_t rung, uint32_t alternatives, loyalty_gap *gap)
{
    uint32_t count = 0;
    *gap = (loyalty_gap){.size = sizeof *gap};
    loyalty_program_condition_count(view->table->program, LOYALTY_RULE_KEEP, rung, 0, &count);
    return alternatives == 1 && count == 1 &&
           !view_checked(view, loyalty_customer_gap(view->customer, LOYALTY_RULE_KEEP, rung, 0, 0, gap)) &&
           gap->defined && (gap->op == LOYALTY_OP_GE || gap->op == LOYALTY_OP_GT);
}

static void view_print_to_renew(const struct view *view, uint32_t rung)
{
    uint32_t alternatives = 0;
    char amount[LANG_NUMBER];
    loyalty_gap gap;
    loyalty_program_alternative_count(view->table->program, LOYALTY_RULE_KEEP, rung, &alternatives);
    if (view_is_one_amount(view, rung, alternatives, &gap)) {
        view_line(view, view->later->count > 0 ? TEXT_RENEW_MORE_LATER : TEXT_RENEW_MORE,
                  view_whole_amount(view, view_unit(view, gap.subject, gap.metric), gap.shortfall, amount), NULL);
        return;
    }
    view_line(view, TEXT_TO_RENEW, NULL, NULL);
    for (uint32_t i = 0; i < alternatives; i++) {
        if (i > 0)
            view_line(view, TEXT_OR, NULL, NULL);
        view_print_alternative(view, rung, i);
    }
}

/* Prints whether `keep` holds on the last day of the term, which is when it is asked, and otherwise what is missing. */
static void view_print_renewal(const struct view *view)
{
    int32_t holds = 0;
    loyalty_standing then = {.size = sizeof then};
    if (view_checked(view, loyalty_customer_standing(view->customer, &then)) || then.rung != view->standing.rung ||
        then.term_end != view->standing.term_end)
        return; /* they leave the rung before; the outlook shows it */
    if (view_checked(view, loyalty_customer_meets(view->customer, LOYALTY_RULE_KEEP, then.rung, &holds)))
        return;
    if (holds)
        view_line(view, view->later->count > 0 ? TEXT_RENEWED_LATER : TEXT_RENEWED, NULL, NULL);
    else
        view_print_to_renew(view, then.rung);
}

/* Prints until when the term runs, and what renews it. By its last day, today's purchases may be out of a window. */
static void view_print_term(const struct view *view)
{
    char last[LANG_NUMBER];
    loyalty_customer *copy = NULL;
    struct view then = *view;
    if (view->standing.term_end == LOYALTY_DATE_NONE)
        return;
    view_line(view, TEXT_UNTIL, view_label(view, LOYALTY_OBJECT_RUNG, view->standing.rung),
              view_date(view, view->standing.term_end - 1, last));
    if (view_checked(view, loyalty_customer_copy(view->customer, &copy)))
        return;
    then.customer = copy;
    if (!view_checked(view, loyalty_customer_advance(copy, view->standing.term_end - 1, NULL, NULL)))
        view_print_renewal(&then);
    loyalty_customer_free(copy);
}

static void view_print_risk(const struct view *view)
{
    char first[LANG_NUMBER], second[LANG_NUMBER];
    screen_style_on(&view->screen, STYLE_BAD);
    view_line(view, TEXT_AT_RISK, view_date(view, view->standing.failing, first),
              view_date(view, view->standing.falls_on, second));
    screen_style_off(&view->screen);
}

/* Prints that a customer stays although `keep` does not hold. */
static void view_print_entered(const struct view *view)
{
    int32_t kept = 0, entered = 0;
    const uint32_t rung = view->standing.rung;
    if (!view_checked(view, loyalty_customer_meets(view->customer, LOYALTY_RULE_KEEP, rung, &kept)) && !kept &&
        !view_checked(view, loyalty_customer_meets(view->customer, LOYALTY_RULE_ENTER, rung, &entered)) && entered)
        view_line(view, TEXT_KEPT_BY_ENTER, NULL, NULL);
}

/* Prints what is certain about the rung, before what it asks: a term, a hold, or a danger. */
static void view_print_tenure(const struct view *view, const loyalty_rung_info *rung)
{
    int32_t held;
    char date[LANG_NUMBER];
    if (view->standing.failing != LOYALTY_DATE_NONE)
        view_print_risk(view);
    else if (rung->term)
        view_print_term(view);
    else if (!loyalty_date_add(view->standing.since, rung->hold, &held) && held > view->as_of)
        view_line(view, TEXT_HELD, view_date(view, held, date), NULL);
}

void view_print_keep(const struct view *view)
{
    loyalty_rung_info rung = {.size = sizeof rung};
    if (view->standing.rung == 0) {
        view_heading(view, TEXT_KEEP, NULL);
        view_line(view, TEXT_KEEP_FIRST, NULL, NULL);
        return;
    }
    if (view_checked(view, loyalty_program_rung(view->table->program, view->standing.rung, &rung)))
        return;
    view_heading(view, rung.term ? TEXT_RENEWAL : TEXT_KEEP, NULL);
    view_print_tenure(view, &rung);
    view_rule(view, LOYALTY_RULE_KEEP, view->standing.rung);
    if (!rung.term && view->standing.failing == LOYALTY_DATE_NONE)
        view_print_entered(view);
}

bool view_is_out(const struct view *view)
{
    uint32_t alternatives;
    int32_t holds = 0;
    if (loyalty_program_alternative_count(view->table->program, LOYALTY_RULE_OUT, 0, &alternatives))
        return false; /* the table has no `out` */
    return !view_checked(view, loyalty_customer_meets(view->customer, LOYALTY_RULE_OUT, 0, &holds)) && holds;
}

void view_print_out(const struct view *view)
{
    view_heading(view, TEXT_OUT, NULL);
    view_rule(view, LOYALTY_RULE_OUT, 0);
    view_line(view, TEXT_OUT_HOLDS, NULL, NULL);
}
