/* SPDX-License-Identifier: MIT */
/* Sentences of a view: in its language, with the labels of its table, on lines of its screen. */
#include "command/view.h"

#include <inttypes.h>

enum { VIEW_INDENT = 2 };

const char *view_label(const struct view *view, int32_t object, uint32_t index)
{
    const char *label = "";
    loyalty_program_label(view->table->program, object, index, lang_code(view->language), &label);
    return label;
}

const char *view_number(const struct view *view, int64_t number, char buffer[LANG_NUMBER])
{
    char ascii[24];
    snprintf(ascii, sizeof ascii, "%" PRId64, number);
    return lang_number(view->language, ascii, buffer, LANG_NUMBER);
}

const char *view_date(const struct view *view, int32_t date, char buffer[LANG_NUMBER])
{
    char ascii[SCREEN_DATE];
    return lang_number(view->language, screen_date(date, ascii)[0] != '\0' ? ascii : "-", buffer, LANG_NUMBER);
}

void view_begin(const struct view *view, struct phrase *phrase)
{
    phrase_begin(phrase, lang_is_right_to_left(view->language));
}

void view_fill(const struct view *view, struct phrase *phrase, enum lang_text text, const char *first,
               const char *second)
{
    phrase_fill(phrase, lang_sentence(view->language, text), first, second, NULL);
}

void view_print_phrase(const struct view *view, const struct phrase *phrase, size_t indent)
{
    screen_begin_line(&view->screen, indent);
    phrase_wrap(&view->screen, phrase, indent, indent + VIEW_INDENT);
    screen_end_line(&view->screen);
}

void view_heading(const struct view *view, enum lang_text text, const char *first)
{
    struct phrase phrase;
    view_begin(view, &phrase);
    view_fill(view, &phrase, text, first, NULL);
    screen_end_line(&view->screen);
    screen_style_on(&view->screen, STYLE_HEADING);
    screen_begin_line(&view->screen, 0);
    phrase_wrap(&view->screen, &phrase, 0, VIEW_INDENT);
    screen_style_off(&view->screen);
    screen_end_line(&view->screen);
}

void view_line(const struct view *view, enum lang_text text, const char *first, const char *second)
{
    struct phrase phrase;
    view_begin(view, &phrase);
    view_fill(view, &phrase, text, first, second);
    view_print_phrase(view, &phrase, VIEW_INDENT);
}
