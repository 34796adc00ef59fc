/* SPDX-License-Identifier: MIT */
/* Prints a score, and what each metric contributes to it. */
#include "command/view.h"

/* Returns whether the table gives points for a metric. Sets `best` to the most that it can bring, at least 0. */
static bool view_has_points(const struct view *view, uint32_t metric, int64_t *best)
{
    loyalty_metric_info info = {.size = sizeof info};
    *best = 0;
    if (loyalty_program_metric(view->table->program, metric, &info))
        return false;
    for (uint32_t row = 0; row < info.row_count; row++) {
        int64_t at_least = 0;
        int64_t points = 0;
        if (!loyalty_program_row(view->table->program, metric, row, &at_least, &points) && points > *best)
            *best = points;
    }
    return info.row_count > 0;
}

/* Appends the value of a metric, or why there is none. */
static void view_put_metric(const struct view *view, struct phrase *phrase, uint32_t metric)
{
    int64_t numerator = 0;
    int64_t denominator = 1;
    char amount[LANG_NUMBER];
    int32_t status = view_checked(view, loyalty_customer_metric(view->customer, metric, &numerator, &denominator));
    if (status)
        phrase_put(phrase, lang_sentence(view->language, status == LOYALTY_E_RANGE ? TEXT_TOO_LARGE : TEXT_NO_VALUE));
    else
        phrase_put_part(
            phrase, view_amount(view, view_unit(view, LOYALTY_SUBJECT_METRIC, metric), numerator, denominator, amount));
}

/* Fills in points and their bar. Points that can only be lost have no bar to fill. */
static void view_put_points(const struct view *view, struct view_row *row, int64_t points, int64_t best)
{
    char first[LANG_NUMBER], second[LANG_NUMBER];
    row->has_bar = best > 0;
    row->part = points > 0 ? points : 0;
    row->whole = best;
    view_number(view, points, first);
    if (best > 0)
        view_fill(view, &row->remark, TEXT_OF, first, view_number(view, best, second));
    else
        phrase_put_part(&row->remark, first);
}

/* Composes the row of a metric. Returns whether the table gives points for it. */
static bool view_ask_score(const struct view *view, uint32_t metric, struct view_row *row, int64_t *points)
{
    int64_t best = 0;
    if (!view_has_points(view, metric, &best) ||
        view_checked(view, loyalty_customer_points(view->customer, metric, points)))
        return false;
    view_row_begin(view, row);
    view_metric(view, &row->name, metric);
    view_put_metric(view, &row->value, metric);
    view_put_points(view, row, *points, best);
    return true;
}

static void view_print_total(const struct view *view)
{
    struct view_row row;
    view_row_begin(view, &row);
    view_put_points(view, &row, view->standing.score, view->table->info.score_max);
    screen_begin_line(&view->screen, 2);
    screen_bar(&view->screen, row.part, row.whole);
    screen_pad(&view->screen, 2);
    phrase_print(&view->screen, &row.remark);
    screen_end_line(&view->screen);
}

void view_print_score(const struct view *view)
{
    char first[LANG_NUMBER], second[LANG_NUMBER];
    struct view_row row;
    struct view_widths widths = {0};
    int64_t points = 0, sum = 0;
    for (uint32_t metric = 0; metric < view->table->info.metric_count; metric++)
        if (view_ask_score(view, metric, &row, &points))
            view_row_measure(view, &row, &widths);
    if (widths.name == 0)
        return; /* a table without points has no score to show */
    view_heading(view, TEXT_SCORE, NULL);
    view_print_total(view);
    for (uint32_t metric = 0; metric < view->table->info.metric_count; metric++) {
        if (!view_ask_score(view, metric, &row, &points))
            continue;
        sum += points;
        view_row_print(view, &row, &widths);
    }
    if (sum != view->standing.score)
        view_line(view, TEXT_CUT, view_number(view, sum, first),
                  view_number(view, view->table->info.score_max, second));
}
