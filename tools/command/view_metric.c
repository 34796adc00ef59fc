/* SPDX-License-Identifier: MIT */
/* Composes the name of a metric, with its window in words. */
#include <stdlib.h>
#include <string.h>

#include "command/view.h"

static const struct {
    const char *within;
    enum lang_text text;
    enum lang_unit unit;
} view_periods[] = {{"week", TEXT_WEEK, UNIT_WEEKS},
                    {"month", TEXT_MONTH, UNIT_MONTHS},
                    {"quarter", TEXT_QUARTER, UNIT_QUARTERS},
                    {"year", TEXT_YEAR, UNIT_YEARS}};

enum { PERIODS = sizeof view_periods / sizeof *view_periods };

/* Appends a part of the window's words, after a comma. */
static void view_put_part(const struct view *view, struct phrase *phrase, enum lang_text text, const char *first)
{
    phrase_put(phrase, lang_sentence(view->language, TEXT_COMMA));
    view_fill(view, phrase, text, first, NULL);
}

/* Appends how long before the present one a window is. */
static void view_put_ago(const struct view *view, struct phrase *phrase, enum lang_unit unit, int64_t number)
{
    char amount[LANG_NUMBER];
    view_put_part(view, phrase, TEXT_AGO, lang_amount(view->language, unit, number, amount, sizeof amount));
}

/* Appends a window such as "365d" or "6m". */
static void view_put_span(const struct view *view, struct phrase *phrase, const loyalty_metric_info *info)
{
    char *end = NULL, amount[LANG_NUMBER];
    const long number = strtol(info->within, &end, 10);
    const enum lang_unit unit = *end == 'm' ? UNIT_MONTHS : UNIT_DAYS;
    view_put_part(view, phrase, TEXT_OVER, lang_amount(view->language, unit, number, amount, sizeof amount));
    if (info->back > 0)
        view_put_ago(view, phrase, unit, (int64_t)number * info->back);
}

static void view_put_within(const struct view *view, struct phrase *phrase, const loyalty_metric_info *info)
{
    if (!info->within)
        return;
    if (strcmp(info->within, "term") == 0) {
        view_put_part(view, phrase, TEXT_TERM, NULL);
        return;
    }
    for (size_t i = 0; i < PERIODS; i++) {
        if (strcmp(view_periods[i].within, info->within) != 0)
            continue;
        if (info->back > 0)
            view_put_ago(view, phrase, view_periods[i].unit, info->back);
        else
            view_put_part(view, phrase, view_periods[i].text, NULL);
        return;
    }
    view_put_span(view, phrase, info);
}

/* Returns the label of a kind; a day of the year in the digits of the language. */
static const char *view_kind_label(const struct view *view, const char *name, char buffer[LANG_NUMBER])
{
    uint32_t kind;
    return loyalty_program_find(view->table->program, LOYALTY_OBJECT_KIND, name, &kind)
               ? lang_number(view->language, name, buffer, LANG_NUMBER)
               : view_label(view, LOYALTY_OBJECT_KIND, kind);
}

void view_metric(const struct view *view, struct phrase *phrase, uint32_t metric)
{
    char text[LANG_NUMBER];
    const char *label = view_label(view, LOYALTY_OBJECT_METRIC, metric);
    loyalty_metric_info info = {.size = sizeof info};
    phrase_put_part(phrase, label);
    /* A label is complete as its author wrote it; a bare name does not mention the window. */
    if (loyalty_program_metric(view->table->program, metric, &info) || strcmp(label, info.name) != 0)
        return;
    view_put_within(view, phrase, &info);
    if (info.begins)
        view_put_part(view, phrase, TEXT_FROM, view_kind_label(view, info.begins, text));
    if (info.after)
        view_put_part(view, phrase, TEXT_AFTER, view_kind_label(view, info.after, text));
}
