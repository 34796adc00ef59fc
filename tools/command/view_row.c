/* SPDX-License-Identifier: MIT */
/* Prints rows in columns as far as the screen is wide enough. */
#include "command/view.h"

enum { ROW_INDENT = 2, ROW_GAP = 2 };

void view_row_begin(const struct view *view, struct view_row *row)
{
    row->mark = VIEW_PLAIN;
    row->has_bar = false;
    row->part = 0;
    row->whole = 1;
    view_begin(view, &row->name);
    view_begin(view, &row->value);
    view_begin(view, &row->remark);
}

static const char *view_mark_text(const struct view *view, enum view_mark mark)
{
    switch (mark) {
    case VIEW_PLAIN:
        return "";
    case VIEW_YES:
        return view->screen.blocks ? "✓" : lang_sentence(view->language, TEXT_YES);
    case VIEW_NO:
        return view->screen.blocks ? "✗" : lang_sentence(view->language, TEXT_NO);
    case VIEW_UNKNOWN:
        return "?";
    }
    return "";
}

static void view_mark_phrase(const struct view *view, enum view_mark mark, struct phrase *phrase)
{
    view_begin(view, phrase);
    phrase_put(phrase, view_mark_text(view, mark));
}

/* Returns the columns before the names: the widest mark and the gap behind it. */
static size_t view_mark_width(const struct view *view, enum view_mark mark)
{
    struct phrase yes, no;
    if (mark == VIEW_PLAIN)
        return 0;
    view_mark_phrase(view, VIEW_YES, &yes);
    view_mark_phrase(view, VIEW_NO, &no);
    const size_t yes_width = phrase_columns(&yes), no_width = phrase_columns(&no);
    return (yes_width > no_width ? yes_width : no_width) + 1;
}

static void view_widen(size_t *width, const struct phrase *phrase)
{
    const size_t columns = phrase_columns(phrase);
    if (columns > *width)
        *width = columns;
}

void view_row_measure(const struct view *view, const struct view_row *row, struct view_widths *widths)
{
    const size_t mark = view_mark_width(view, row->mark);
    widths->mark = mark > widths->mark ? mark : widths->mark;
    view_widen(&widths->name, &row->name);
    view_widen(&widths->value, &row->value);
    view_widen(&widths->remark, &row->remark);
    widths->has_bar |= row->has_bar;
}

/* Prints the mark, and begins with it the first line of a row. */
static void view_row_open(const struct view *view, const struct view_row *row, size_t width)
{
    struct phrase mark;
    screen_begin_line(&view->screen, ROW_INDENT);
    if (row->mark == VIEW_PLAIN)
        return;
    view_mark_phrase(view, row->mark, &mark);
    screen_style_on(&view->screen, row->mark == VIEW_YES ? STYLE_GOOD : STYLE_BAD);
    phrase_print(&view->screen, &mark);
    screen_style_off(&view->screen);
    screen_pad(&view->screen, width - phrase_columns(&mark));
}

static void view_row_in_columns(const struct view *view, const struct view_row *row, const struct view_widths *widths,
                                bool with_bar)
{
    const struct screen *screen = &view->screen;
    view_row_open(view, row, widths->mark);
    phrase_print(screen, &row->name);
    screen_pad(screen, widths->name - phrase_columns(&row->name) + ROW_GAP);
    screen_pad(screen, widths->value - phrase_columns(&row->value));
    phrase_print(screen, &row->value);
    if (with_bar && row->has_bar) {
        screen_pad(screen, ROW_GAP);
        screen_bar(screen, row->part, row->whole);
    }
    if (row->remark.length > 0) {
        screen_pad(screen, ROW_GAP + (with_bar && !row->has_bar ? SCREEN_BAR_CELLS + ROW_GAP : 0));
        phrase_print(screen, &row->remark);
    }
    screen_end_line(screen);
}

static void view_row_in_lines(const struct view *view, const struct view_row *row, const struct view_widths *widths)
{
    const struct screen *screen = &view->screen;
    const size_t indent = ROW_INDENT + (widths->mark > 0 ? widths->mark : ROW_INDENT);
    struct phrase rest;
    view_row_open(view, row, widths->mark);
    phrase_wrap(screen, &row->name, ROW_INDENT + widths->mark, indent);
    screen_end_line(screen);
    view_begin(view, &rest);
    phrase_add(&rest, &row->value);
    if (row->remark.length > 0) {
        phrase_put(&rest, lang_sentence(view->language, TEXT_COMMA));
        phrase_add(&rest, &row->remark);
    }
    screen_begin_line(screen, indent);
    phrase_wrap(screen, &rest, indent, indent);
    screen_end_line(screen);
}

void view_row_print(const struct view *view, const struct view_row *row, const struct view_widths *widths)
{
    size_t plain = ROW_INDENT + widths->mark + widths->name + ROW_GAP + widths->value;
    plain += widths->remark > 0 ? ROW_GAP + widths->remark : 0;
    const size_t with_bar = plain + (widths->has_bar ? ROW_GAP + SCREEN_BAR_CELLS : 0);
    if (with_bar <= view->screen.width)
        view_row_in_columns(view, row, widths, true);
    else if (plain <= view->screen.width)
        view_row_in_columns(view, row, widths, false);
    else
        view_row_in_lines(view, row, widths);
}
