/* SPDX-License-Identifier: MIT */
/* The sections of a standing, in the order in which they are printed. */
#include "command/view.h"

enum { LADDER_RAIL = 10 }; /* columns before the name of a rung */

int32_t view_checked(const struct view *view, int32_t status)
{
    bool is_answer = !status || status == LOYALTY_E_UNDEFINED || status == LOYALTY_E_RANGE;
    if (!is_answer && !*view->failure)
        *view->failure = status;
    return status;
}

static void view_print_styled(const struct view *view, enum screen_style style, const struct phrase *phrase)
{
    screen_style_on(&view->screen, style);
    screen_begin_line(&view->screen, 0);
    phrase_wrap(&view->screen, phrase, 0, 2);
    screen_style_off(&view->screen);
    screen_end_line(&view->screen);
}

static void view_print_title(const struct view *view)
{
    struct phrase phrase;
    char date[LANG_NUMBER];
    view_begin(view, &phrase);
    phrase_fill(&phrase, lang_sentence(view->language, TEXT_TITLE), view->id,
                view_label(view, LOYALTY_OBJECT_RUNG, view->standing.rung),
                view_date(view, view->standing.since, date));
    view_print_styled(view, STYLE_HEADING, &phrase);
    view_begin(view, &phrase);
    view_fill(view, &phrase, TEXT_TABLE, view->table->info.name, view_date(view, view->as_of, date));
    view_print_styled(view, STYLE_FAINT, &phrase);
}

/* Appends for how long the customer has been on the rung. */
static void view_put_here(const struct view *view, struct phrase *phrase)
{
    char amount[LANG_NUMBER];
    const int32_t days = view->as_of - view->standing.since;
    phrase_put(phrase, " (");
    view_fill(view, phrase, days == 0 ? TEXT_HERE_TODAY : TEXT_HERE,
              lang_amount(view->language, UNIT_DAYS, days, amount, sizeof amount), NULL);
    phrase_put(phrase, ")");
}

static void view_print_rung(const struct view *view, uint32_t rung)
{
    const struct screen *screen = &view->screen;
    const bool here = rung == view->standing.rung;
    struct phrase phrase;
    view_begin(view, &phrase);
    phrase_put_part(&phrase, view_label(view, LOYALTY_OBJECT_RUNG, rung));
    if (here)
        view_put_here(view, &phrase);
    screen_begin_line(screen, 2);
    if (screen->blocks)
        screen_put(screen, here ? "├──●──┤ " : "├─────┤ ");
    else
        screen_put(screen, here ? "|--*--| " : "|-----| ");
    if (here)
        screen_style_on(screen, view->standing.failing == LOYALTY_DATE_NONE ? STYLE_GOOD : STYLE_BAD);
    phrase_wrap(screen, &phrase, LADDER_RAIL, LADDER_RAIL);
    if (here)
        screen_style_off(screen);
    screen_end_line(screen);
}

static void view_print_ladder(const struct view *view)
{
    view_heading(view, TEXT_LADDER, NULL);
    for (uint32_t above = view->table->info.rung_count; above > 0; above--)
        view_print_rung(view, above - 1);
}

/* Prints what is missing for one rung. */
static void view_print_missing_for(const struct view *view, uint32_t rung)
{
    int32_t holds = 0;
    view_heading(view, TEXT_MISSING, view_label(view, LOYALTY_OBJECT_RUNG, rung));
    view_rule(view, LOYALTY_RULE_ENTER, rung);
    if (!view_checked(view, loyalty_customer_meets(view->customer, LOYALTY_RULE_ENTER, rung, &holds)) && holds)
        view_line(view, view->table->info.review ? TEXT_AT_REVIEW : TEXT_NOTHING_MISSING, NULL, NULL);
    else if (view->table->info.review)
        view_line(view, TEXT_REVIEWED, NULL, NULL);
    if (view->table->info.climb == LOYALTY_CLIMB_STEP && rung > view->standing.rung + 1)
        view_line(view, TEXT_STEPWISE, NULL, NULL);
}

static void view_print_missing(const struct view *view)
{
    if (view->standing.rung + 1 == view->table->info.rung_count)
        view_line(view, TEXT_TOP, NULL, NULL);
    for (uint32_t rung = view->standing.rung + 1; rung < view->table->info.rung_count; rung++)
        view_print_missing_for(view, rung);
}

static void view_print_segments(const struct view *view)
{
    if (view->table->info.segmentation_count > 0)
        view_heading(view, TEXT_SEGMENTS, NULL);
    for (uint32_t i = 0; i < view->table->info.segmentation_count; i++) {
        uint32_t cell = 0;
        const bool none =
            view_checked(view, loyalty_customer_segment(view->customer, i, &cell)) || cell == LOYALTY_NONE;
        view_line(view, TEXT_PAIR, view_label(view, LOYALTY_OBJECT_SEGMENTATION, i),
                  none ? lang_sentence(view->language, TEXT_NO_SEGMENT) : view_label(view, LOYALTY_OBJECT_CELL, cell));
    }
}

/* Returns the label of an action; its name if the table gives it none. */
static const char *view_action(const struct view *view, const char *name)
{
    uint32_t action;
    return loyalty_program_find(view->table->program, LOYALTY_OBJECT_ACTION, name, &action)
               ? name
               : view_label(view, LOYALTY_OBJECT_ACTION, action);
}

/* Prints the actions of a rung or a cell, and before the first of all the heading. */
static void view_print_actions_of(const struct view *view, int32_t object, uint32_t index, uint32_t count, bool *headed)
{
    struct phrase phrase;
    if (count == 0)
        return;
    if (!*headed)
        view_heading(view, TEXT_ACTIONS, NULL);
    *headed = true;
    view_begin(view, &phrase);
    phrase_put_part(&phrase, view_label(view, object, index));
    for (uint32_t i = 0; i < count; i++) {
        const char *action = "";
        loyalty_program_action(view->table->program, object, index, i, &action);
        phrase_put(&phrase, i == 0 ? ": " : lang_sentence(view->language, TEXT_COMMA));
        phrase_put_part(&phrase, view_action(view, action));
    }
    view_print_phrase(view, &phrase, 2);
}

static void view_print_actions(const struct view *view)
{
    bool headed = false;
    loyalty_rung_info rung = {.size = sizeof rung};
    if (!loyalty_program_rung(view->table->program, view->standing.rung, &rung))
        view_print_actions_of(view, LOYALTY_OBJECT_RUNG, view->standing.rung, rung.action_count, &headed);
    for (uint32_t i = 0; i < view->table->info.segmentation_count; i++) {
        uint32_t index = 0;
        loyalty_cell_info cell = {.size = sizeof cell};
        if (!view_checked(view, loyalty_customer_segment(view->customer, i, &index)) &&
            !loyalty_program_cell(view->table->program, index, &cell))
            view_print_actions_of(view, LOYALTY_OBJECT_CELL, index, cell.action_count, &headed);
    }
}

void view_print(const struct view *view)
{
    view_print_title(view);
    view_print_ladder(view);
    view_print_score(view);
    if (view_is_out(view)) {
        view_print_out(view);
    } else {
        view_print_keep(view);
        view_print_missing(view);
    }
    view_print_later(view);
    view_print_outlook(view);
    view_print_segments(view);
    view_print_actions(view);
}
