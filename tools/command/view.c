/* SPDX-License-Identifier: MIT */
/* The sections of a standing, in the order in which they are printed. */
#include "command/view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { OUTLOOK_LINES = 12 }; /* so that a table in which customers flap does not fill the screen */

/* ---- parts ---- */

int32_t view_checked(const struct view *view, int32_t status)
{
    bool is_answer =
        !status || status == LOYALTY_E_UNDEFINED || status == LOYALTY_E_RANGE || status == LOYALTY_E_NOT_FOUND;
    if (!is_answer && !*view->failure)
        *view->failure = status;
    return status;
}

const char *view_number(int64_t number, char buffer[24])
{
    snprintf(buffer, 24, "%" PRId64, number);
    return buffer;
}

const char *view_date(int32_t date, char buffer[SCREEN_DATE])
{
    return screen_date(date, buffer)[0] != '\0' ? buffer : "-";
}

const char *view_label(const struct view *view, int32_t object, uint32_t index)
{
    const char *label = "";
    loyalty_program_label(view->table->program, object, index, lang_code(view->language), &label);
    return label;
}

size_t view_sentence(const struct view *view, enum lang_text text, const char *first, const char *second)
{
    return screen_fill(&view->screen, lang_sentence(view->language, text), first, second, NULL);
}

void view_heading(const struct view *view, enum lang_text text, const char *first)
{
    fputc('\n', view->screen.file);
    screen_style_on(&view->screen, STYLE_HEADING);
    view_sentence(view, text, first, NULL);
    screen_style_off(&view->screen);
    fputc('\n', view->screen.file);
}

void view_line(const struct view *view, enum lang_text text, const char *first, const char *second)
{
    screen_pad(&view->screen, 2);
    view_sentence(view, text, first, second);
    fputc('\n', view->screen.file);
}

size_t view_value(const struct screen *screen, int64_t numerator, int64_t denominator)
{
    char text[64];
    if (numerator % denominator == 0)
        snprintf(text, sizeof text, "%" PRId64, numerator / denominator);
    else
        snprintf(text, sizeof text, "%" PRId64 " (%" PRId64 "/%" PRId64 ")", numerator / denominator, numerator,
                 denominator);
    return screen_put(screen, text);
}

/* ---- sections ---- */

static void view_print_title(const struct view *view)
{
    char since[SCREEN_DATE];
    char day[SCREEN_DATE];
    screen_style_on(&view->screen, STYLE_HEADING);
    screen_fill(&view->screen, lang_sentence(view->language, TEXT_TITLE), view->id,
                view_label(view, LOYALTY_OBJECT_RUNG, view->standing.rung), view_date(view->standing.since, since));
    screen_style_off(&view->screen);
    fputc('\n', view->screen.file);
    screen_style_on(&view->screen, STYLE_FAINT);
    view_sentence(view, TEXT_TABLE, view->table->info.name, view_date(view->as_of, day));
    screen_style_off(&view->screen);
    fputc('\n', view->screen.file);
}

static void view_print_ladder(const struct view *view)
{
    view_heading(view, TEXT_LADDER, NULL);
    for (uint32_t above = view->table->info.rung_count; above > 0; above--) {
        uint32_t rung = above - 1;
        bool here = rung == view->standing.rung;
        screen_put(&view->screen, here ? "  ├──●──┤ " : "  ├─────┤ ");
        if (here)
            screen_style_on(&view->screen, view->standing.failing == LOYALTY_DATE_NONE ? STYLE_GOOD : STYLE_BAD);
        screen_put(&view->screen, view_label(view, LOYALTY_OBJECT_RUNG, rung));
        if (here) {
            char amount[AMOUNT_TEXT];
            int32_t days = view->as_of - view->standing.since;
            screen_put(&view->screen, " ◀ ");
            view_sentence(view, days == 0 ? TEXT_HERE_TODAY : TEXT_HERE,
                          lang_amount(view->language, UNIT_DAYS, days, amount, sizeof amount), NULL);
            screen_style_off(&view->screen);
        }
        fputc('\n', view->screen.file);
    }
}

/* Prints the value of a metric, or why there is none. Returns how many columns it takes. */
static size_t view_put_metric(const struct view *view, const struct screen *screen, uint32_t metric)
{
    int64_t numerator = 0;
    int64_t denominator = 1;
    int32_t status = view_checked(view, loyalty_customer_metric(view->customer, metric, &numerator, &denominator));
    if (!status)
        return view_value(screen, numerator, denominator);
    return screen_put(screen,
                      lang_sentence(view->language, status == LOYALTY_E_RANGE ? TEXT_TOO_LARGE : TEXT_NO_VALUE));
}

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
        if (!loyalty_program_points(view->table->program, metric, row, &at_least, &points) && points > *best)
            *best = points;
    }
    return info.row_count > 0;
}

static void view_print_score_row(const struct view *view, uint32_t metric, size_t name_width, size_t value_width,
                                 int64_t points, int64_t best)
{
    const struct screen measure = {0};
    char text[24];
    char best_text[24];
    screen_pad(&view->screen, 2);
    screen_pad(&view->screen, name_width - view_metric(view, &view->screen, metric) + 2);
    screen_pad(&view->screen, value_width - view_put_metric(view, &measure, metric));
    view_put_metric(view, &view->screen, metric);
    screen_pad(&view->screen, 2);
    if (best > 0) {
        screen_bar(&view->screen, points > 0 ? points : 0, best);
        screen_pad(&view->screen, 2);
        view_sentence(view, TEXT_OF, view_number(points, text), view_number(best, best_text));
    } else {
        /* A metric that can only cost points has no bar to fill. */
        screen_pad(&view->screen, SCREEN_BAR_CELLS + 2);
        screen_put(&view->screen, view_number(points, text));
    }
    fputc('\n', view->screen.file);
}

static void view_print_score(const struct view *view)
{
    const struct screen measure = {0};
    size_t name_width = 0;
    size_t value_width = 0;
    int64_t best = 0;
    for (uint32_t metric = 0; metric < view->table->info.metric_count; metric++) {
        if (!view_has_points(view, metric, &best))
            continue;
        size_t name = view_metric(view, &measure, metric);
        size_t value = view_put_metric(view, &measure, metric);
        name_width = name > name_width ? name : name_width;
        value_width = value > value_width ? value : value_width;
    }
    if (name_width == 0)
        return; /* a table without points has no score to show */
    char text[24];
    char max_text[24];
    view_heading(view, TEXT_SCORE, NULL);
    screen_pad(&view->screen, 2);
    screen_bar(&view->screen, view->standing.score, view->table->info.score_max);
    screen_pad(&view->screen, 2);
    view_sentence(view, TEXT_OF, view_number(view->standing.score, text),
                  view_number(view->table->info.score_max, max_text));
    fputc('\n', view->screen.file);
    int64_t sum = 0;
    for (uint32_t metric = 0; metric < view->table->info.metric_count; metric++) {
        int64_t points = 0;
        if (!view_has_points(view, metric, &best) ||
            view_checked(view, loyalty_customer_points(view->customer, metric, &points)))
            continue;
        sum += points;
        view_print_score_row(view, metric, name_width, value_width, points, best);
    }
    if (sum != view->standing.score)
        view_line(view, TEXT_CUT, view_number(sum, text), max_text);
}

static void view_print_missing(const struct view *view)
{
    const enum lang_text nothing = view->table->info.review ? TEXT_AT_REVIEW : TEXT_NOTHING_MISSING;
    if (view->standing.rung + 1 == view->table->info.rung_count)
        view_line(view, TEXT_TOP, NULL, NULL);
    for (uint32_t rung = view->standing.rung + 1; rung < view->table->info.rung_count; rung++) {
        int32_t holds = 0;
        view_heading(view, TEXT_MISSING, view_label(view, LOYALTY_OBJECT_RUNG, rung));
        view_rule(view, LOYALTY_RULE_ENTER, rung);
        if (!view_checked(view, loyalty_customer_meets(view->customer, LOYALTY_RULE_ENTER, rung, &holds)) && holds)
            view_line(view, nothing, NULL, NULL);
    }
}

struct outlook {
    const struct view *view;
    int64_t count;
};

static void view_take_outlook(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    (void)customer;
    struct outlook *seen = user;
    char date[SCREEN_DATE];
    if (++seen->count <= OUTLOOK_LINES)
        view_line(seen->view, transition->direction == LOYALTY_PROMOTION ? TEXT_CLIMBS : TEXT_FALLS,
                  view_date(transition->date, date), view_label(seen->view, LOYALTY_OBJECT_RUNG, transition->to));
}

static void view_print_outlook(const struct view *view)
{
    struct outlook seen = {.view = view};
    char text[24]; /* a number or a date */
    view_heading(view, TEXT_OUTLOOK, NULL);
    view_checked(view, loyalty_customer_outlook(view->customer, view->until, view_take_outlook, &seen));
    if (seen.count == 0)
        view_line(view, TEXT_NO_CHANGE, view_date(view->until, text), NULL);
    else if (seen.count > OUTLOOK_LINES)
        view_line(view, TEXT_AND_MORE, view_number(seen.count - OUTLOOK_LINES, text), NULL);
}

static void view_print_segments(const struct view *view)
{
    if (view->table->info.segmentation_count > 0)
        view_heading(view, TEXT_SEGMENTS, NULL);
    for (uint32_t i = 0; i < view->table->info.segmentation_count; i++) {
        loyalty_segmentation_info info = {.size = sizeof info};
        uint32_t cell = 0;
        if (loyalty_program_segmentation(view->table->program, i, &info))
            continue;
        int32_t status = view_checked(view, loyalty_customer_segment(view->customer, i, &cell));
        screen_pad(&view->screen, 2);
        screen_put(&view->screen, info.name);
        screen_put(&view->screen, ": ");
        screen_put(&view->screen, status ? lang_sentence(view->language, TEXT_NO_SEGMENT)
                                         : view_label(view, LOYALTY_OBJECT_CELL, cell));
        fputc('\n', view->screen.file);
    }
}

/* Prints the actions of a rung or a cell, and before the first of all the heading. */
static void view_print_actions_of(const struct view *view, int32_t object, uint32_t index, uint32_t count, bool *headed)
{
    if (count == 0)
        return;
    if (!*headed)
        view_heading(view, TEXT_ACTIONS, NULL);
    *headed = true;
    screen_pad(&view->screen, 2);
    screen_put(&view->screen, view_label(view, object, index));
    for (uint32_t i = 0; i < count; i++) {
        const char *action = "";
        loyalty_program_action(view->table->program, object, index, i, &action);
        screen_put(&view->screen, i == 0 ? ": " : lang_sentence(view->language, TEXT_COMMA));
        screen_put(&view->screen, action);
    }
    fputc('\n', view->screen.file);
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
    view_print_outlook(view);
    view_print_segments(view);
    view_print_actions(view);
}
