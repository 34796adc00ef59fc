/* SPDX-License-Identifier: MIT */
/* Prints what is to come: events that the log holds for later days, and transitions. */
#include "command/view.h"

enum { OUTLOOK_LINES = 12 }; /* so that a table in which customers flap does not fill the screen */

static void view_print_later_event(const struct view *view, const struct later_event *event)
{
    char date[LANG_NUMBER], count[LANG_NUMBER];
    struct phrase phrase;
    const enum lang_text text = event->count == 0 || event->count == 1 ? TEXT_LATER_EVENT
                                : event->count < 0                     ? TEXT_LATER_BACK
                                                                       : TEXT_LATER_TIMES;
    view_begin(view, &phrase);
    phrase_fill(&phrase, lang_sentence(view->language, text), view_date(view, event->date, date),
                view_label(view, LOYALTY_OBJECT_KIND, event->kind),
                view_number(view, event->count < 0 ? -event->count : event->count, count));
    view_print_phrase(view, &phrase, 2);
}

void view_print_later(const struct view *view)
{
    char amount[LANG_NUMBER];
    const uint64_t count = view->later->count;
    if (count == 0)
        return;
    view_heading(view, TEXT_LATER, lang_amount(view->language, UNIT_EVENTS, (int64_t)count, amount, sizeof amount));
    for (uint64_t i = 0; i < count && i < VIEW_LATER; i++)
        view_print_later_event(view, &view->later->first[i]);
    if (count > VIEW_LATER)
        view_line(view, TEXT_AND_MORE, view_number(view, (int64_t)count - VIEW_LATER, amount), NULL);
}

/* Transitions seen so far. */
struct outlook {
    const struct view *view;
    int64_t count;
};

static int32_t view_take_outlook(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    (void)customer;
    struct outlook *seen = user;
    char date[LANG_NUMBER];
    if (++seen->count <= OUTLOOK_LINES)
        view_line(seen->view, transition->direction == LOYALTY_DIRECTION_UP ? TEXT_CLIMBS : TEXT_FALLS,
                  view_date(seen->view, transition->date, date),
                  view_label(seen->view, LOYALTY_OBJECT_RUNG, transition->to_rung));
    return 0;
}

void view_print_outlook(const struct view *view)
{
    struct outlook seen = {.view = view};
    char text[LANG_NUMBER]; /* a number or a date */
    view_heading(view, view->later->count > 0 ? TEXT_OUTLOOK_LATER : TEXT_OUTLOOK, NULL);
    view_checked(view, loyalty_customer_outlook(view->customer, view->until, view_take_outlook, &seen));
    if (seen.count == 0)
        view_line(view, TEXT_NO_CHANGE, view_date(view, view->until, text), NULL);
    else if (seen.count > OUTLOOK_LINES)
        view_line(view, TEXT_AND_MORE, view_number(view, seen.count - OUTLOOK_LINES, text), NULL);
}
