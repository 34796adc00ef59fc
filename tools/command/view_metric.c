/* SPDX-License-Identifier: MIT */
/* Prints the name of a metric, with its window in words. */
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

/* Prints a part of the window's words, after a comma. */
static size_t view_put_part(const struct view *view, const struct screen *screen, enum lang_text text,
                            const char *first)
{
    const size_t columns = screen_put(screen, lang_sentence(view->language, TEXT_COMMA));
    return columns + screen_fill(screen, lang_sentence(view->language, text), first, NULL, NULL);
}

/* Prints how long before the present one a window is. */
static size_t view_put_ago(const struct view *view, const struct screen *screen, enum lang_unit unit, int64_t number)
{
    char amount[AMOUNT_TEXT];
    return view_put_part(view, screen, TEXT_AGO, lang_amount(view->language, unit, number, amount, sizeof amount));
}

/* Prints a window such as "365d" or "6m". */
static size_t view_put_span(const struct view *view, const struct screen *screen, const loyalty_metric_info *info)
{
    char *end = NULL, amount[AMOUNT_TEXT];
    const long number = strtol(info->within, &end, 10);
    const enum lang_unit unit = *end == 'm' ? UNIT_MONTHS : UNIT_DAYS;
    size_t columns =
        view_put_part(view, screen, TEXT_OVER, lang_amount(view->language, unit, number, amount, sizeof amount));
    if (info->back > 0)
        columns += view_put_ago(view, screen, unit, (int64_t)number * info->back);
    return columns;
}

static size_t view_put_within(const struct view *view, const struct screen *screen, const loyalty_metric_info *info)
{
    if (!info->within)
        return 0;
    if (strcmp(info->within, "term") == 0)
        return view_put_part(view, screen, TEXT_TERM, NULL);
    for (size_t i = 0; i < PERIODS; i++)
        if (strcmp(view_periods[i].within, info->within) == 0)
            return info->back > 0 ? view_put_ago(view, screen, view_periods[i].unit, info->back)
                                  : view_put_part(view, screen, view_periods[i].text, NULL);
    return view_put_span(view, screen, info);
}

/* Returns the label of a kind; a text that names none as it is. */
static const char *view_kind_label(const struct view *view, const char *name)
{
    uint32_t kind;
    return loyalty_program_find(view->table->program, LOYALTY_OBJECT_KIND, name, &kind)
               ? name
               : view_label(view, LOYALTY_OBJECT_KIND, kind);
}

size_t view_metric(const struct view *view, const struct screen *screen, uint32_t metric)
{
    const char *label = view_label(view, LOYALTY_OBJECT_METRIC, metric);
    size_t columns = screen_put(screen, label);
    loyalty_metric_info info = {.size = sizeof info};
    /* A label is complete as its author wrote it; a bare name does not mention the window. */
    if (loyalty_program_metric(view->table->program, metric, &info) || strcmp(label, info.name) != 0)
        return columns;
    columns += view_put_within(view, screen, &info);
    if (info.begins)
        columns += view_put_part(view, screen, TEXT_FROM, view_kind_label(view, info.begins));
    if (info.after)
        columns += view_put_part(view, screen, TEXT_AFTER, view_kind_label(view, info.after));
    return columns;
}
