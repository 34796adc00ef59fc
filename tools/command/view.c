/* SPDX-License-Identifier: MIT */
#include "command/view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    DATE_TEXT = 11,    /* YYYY-MM-DD and a NUL. */
    AMOUNT_TEXT = 64,  /* "365 days" in any language. */
    OUTLOOK_LINES = 12 /* A table in which customers flap would fill the screen. */
};

/* ---- parts ---- */

int32_t view_checked(const view *v, int32_t status)
{
    int is_answer = status == LOYALTY_OK || status == LOYALTY_E_UNDEFINED || status == LOYALTY_E_RANGE ||
                    status == LOYALTY_E_NOT_FOUND;
    if (!is_answer && *v->failure == LOYALTY_OK)
        *v->failure = status;
    return status;
}

const char *view_number(int64_t number, char buffer[24])
{
    snprintf(buffer, 24, "%" PRId64, number);
    return buffer;
}

static const char *date_text(int32_t date, char buffer[DATE_TEXT])
{
    if (loyalty_date_format(date, buffer, DATE_TEXT) != LOYALTY_OK)
        snprintf(buffer, DATE_TEXT, "-");
    return buffer;
}

const char *view_label(const view *v, int32_t object, uint32_t index)
{
    const char *label = "";
    loyalty_program_label(v->program, object, index, lang_code(v->language), &label);
    return label;
}

size_t view_sentence(const view *v, lang_text text, const char *first, const char *second)
{
    return screen_fill(&v->screen, lang_sentence(v->language, text), first, second, NULL);
}

void view_heading(const view *v, lang_text text, const char *first)
{
    fputc('\n', v->screen.file);
    screen_style_on(&v->screen, STYLE_HEADING);
    view_sentence(v, text, first, NULL);
    screen_style_off(&v->screen);
    fputc('\n', v->screen.file);
}

static void indented(const view *v, lang_text text, const char *first, const char *second)
{
    screen_pad(&v->screen, 2);
    view_sentence(v, text, first, second);
    fputc('\n', v->screen.file);
}

/* "365d", "6m", "quarter"… in words. */
static const char *window_text(lang language, const char *within, char buffer[AMOUNT_TEXT])
{
    static const struct {
        const char *within;
        lang_text text;
    } periods[] = {{"week", TEXT_WEEK}, {"month", TEXT_MONTH}, {"quarter", TEXT_QUARTER}, {"year", TEXT_YEAR}};
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++) {
        if (strcmp(periods[i].within, within) == 0)
            return lang_sentence(language, periods[i].text);
    }
    char *unit = NULL;
    long number = strtol(within, &unit, 10);
    return lang_amount(language, *unit == 'm' ? UNIT_MONTHS : UNIT_DAYS, number, buffer, AMOUNT_TEXT);
}

size_t view_metric(const view *v, const screen *s, uint32_t metric)
{
    const char *label = view_label(v, LOYALTY_OBJECT_METRIC, metric);
    size_t columns = screen_put(s, label);
    loyalty_metric_info info = {.size = sizeof info};
    if (loyalty_program_metric(v->program, metric, &info) != LOYALTY_OK || !info.within)
        return columns;
    /* A label says what its author found worth saying; a bare name leaves the window out. */
    if (strcmp(label, info.name) != 0)
        return columns;
    char amount[AMOUNT_TEXT];
    const char *window = window_text(v->language, info.within, amount);
    columns += screen_put(s, lang_sentence(v->language, TEXT_COMMA));
    /* A number of days is "in 365 days"; "this week" stands as it is. */
    if (window != amount)
        return columns + screen_put(s, window);
    return columns + screen_fill(s, lang_sentence(v->language, TEXT_OVER), window, NULL, NULL);
}

size_t view_value(const screen *s, int64_t numerator, int64_t denominator)
{
    char text[64];
    if (numerator % denominator == 0)
        snprintf(text, sizeof text, "%" PRId64, numerator / denominator);
    else
        snprintf(text, sizeof text, "%" PRId64 " (%" PRId64 "/%" PRId64 ")", numerator / denominator, numerator,
                 denominator);
    return screen_put(s, text);
}

/* ---- sections ---- */

static void print_title(const view *v)
{
    char since[DATE_TEXT];
    char day[DATE_TEXT];
    screen_style_on(&v->screen, STYLE_HEADING);
    screen_fill(&v->screen, lang_sentence(v->language, TEXT_TITLE), v->id,
                view_label(v, LOYALTY_OBJECT_RUNG, v->standing.rung), date_text(v->standing.since, since));
    screen_style_off(&v->screen);
    fputc('\n', v->screen.file);
    screen_style_on(&v->screen, STYLE_FAINT);
    view_sentence(v, TEXT_TABLE, v->table.name, date_text(v->as_of, day));
    screen_style_off(&v->screen);
    fputc('\n', v->screen.file);
}

static void print_ladder(const view *v)
{
    view_heading(v, TEXT_LADDER, NULL);
    for (uint32_t above = v->table.rung_count; above > 0; above--) {
        uint32_t rung = above - 1;
        int here = rung == v->standing.rung;
        screen_put(&v->screen, here ? "  ├──●──┤ " : "  ├─────┤ ");
        if (here)
            screen_style_on(&v->screen, v->standing.failing == LOYALTY_DATE_NONE ? STYLE_GOOD : STYLE_BAD);
        screen_put(&v->screen, view_label(v, LOYALTY_OBJECT_RUNG, rung));
        if (here) {
            char amount[AMOUNT_TEXT];
            int32_t days = v->as_of - v->standing.since;
            screen_put(&v->screen, " ◀ ");
            view_sentence(v, days == 0 ? TEXT_HERE_TODAY : TEXT_HERE,
                          lang_amount(v->language, UNIT_DAYS, days, amount, sizeof amount), NULL);
            screen_style_off(&v->screen);
        }
        fputc('\n', v->screen.file);
    }
}

/* The value of a metric today, or why there is none. */
static size_t put_metric_value(const view *v, const screen *s, uint32_t metric)
{
    int64_t numerator = 0;
    int64_t denominator = 1;
    int32_t status = view_checked(v, loyalty_customer_metric(v->customer, metric, &numerator, &denominator));
    if (status == LOYALTY_OK)
        return view_value(s, numerator, denominator);
    return screen_put(s, lang_sentence(v->language, status == LOYALTY_E_RANGE ? TEXT_TOO_LARGE : TEXT_NO_VALUE));
}

/* 1 where the table gives points for a metric; best is the most that it can bring, at least 0. */
static int has_points(const view *v, uint32_t metric, int64_t *best)
{
    loyalty_metric_info info = {.size = sizeof info};
    *best = 0;
    if (loyalty_program_metric(v->program, metric, &info) != LOYALTY_OK)
        return 0;
    for (uint32_t row = 0; row < info.row_count; row++) {
        int64_t at_least = 0;
        int64_t points = 0;
        if (loyalty_program_points(v->program, metric, row, &at_least, &points) == LOYALTY_OK && points > *best)
            *best = points;
    }
    return info.row_count > 0;
}

static void print_score_row(const view *v, uint32_t metric, size_t name_width, size_t value_width, int64_t points,
                            int64_t best)
{
    const screen measure = {0};
    char text[24];
    char best_text[24];
    screen_pad(&v->screen, 2);
    screen_pad(&v->screen, name_width - view_metric(v, &v->screen, metric) + 2);
    screen_pad(&v->screen, value_width - put_metric_value(v, &measure, metric));
    put_metric_value(v, &v->screen, metric);
    screen_pad(&v->screen, 2);
    if (best > 0) {
        screen_bar(&v->screen, points > 0 ? points : 0, best);
        screen_pad(&v->screen, 2);
        view_sentence(v, TEXT_OF, view_number(points, text), view_number(best, best_text));
    } else {
        /* A metric that can only cost points is nothing to fill up. */
        screen_pad(&v->screen, SCREEN_BAR_CELLS + 2);
        screen_put(&v->screen, view_number(points, text));
    }
    fputc('\n', v->screen.file);
}

static void print_score(const view *v)
{
    const screen measure = {0};
    size_t name_width = 0;
    size_t value_width = 0;
    int64_t best = 0;
    for (uint32_t metric = 0; metric < v->table.metric_count; metric++) {
        if (!has_points(v, metric, &best))
            continue;
        size_t name = view_metric(v, &measure, metric);
        size_t value = put_metric_value(v, &measure, metric);
        name_width = name > name_width ? name : name_width;
        value_width = value > value_width ? value : value_width;
    }
    if (name_width == 0)
        return; /* A table without points has no score to show. */
    char text[24];
    char max_text[24];
    view_heading(v, TEXT_SCORE, NULL);
    screen_pad(&v->screen, 2);
    screen_bar(&v->screen, v->standing.score, v->table.score_max);
    screen_pad(&v->screen, 2);
    view_sentence(v, TEXT_OF, view_number(v->standing.score, text), view_number(v->table.score_max, max_text));
    fputc('\n', v->screen.file);
    int64_t sum = 0;
    for (uint32_t metric = 0; metric < v->table.metric_count; metric++) {
        int64_t points = 0;
        if (!has_points(v, metric, &best) ||
            view_checked(v, loyalty_customer_points(v->customer, metric, &points)) != LOYALTY_OK)
            continue;
        sum += points;
        print_score_row(v, metric, name_width, value_width, points, best);
    }
    if (sum != v->standing.score)
        indented(v, TEXT_CUT, view_number(sum, text), max_text);
}

static void print_keep(const view *v)
{
    view_heading(v, TEXT_KEEP, NULL);
    if (v->standing.rung == 0) {
        indented(v, TEXT_KEEP_FIRST, NULL, NULL);
        return;
    }
    view_rule(v, LOYALTY_RULE_KEEP, v->standing.rung);
    char first[DATE_TEXT];
    char second[DATE_TEXT];
    loyalty_rung_info rung = {.size = sizeof rung};
    if (v->standing.failing != LOYALTY_DATE_NONE) {
        screen_style_on(&v->screen, STYLE_BAD);
        indented(v, TEXT_AT_RISK, date_text(v->standing.failing, first), date_text(v->standing.falls_on, second));
        screen_style_off(&v->screen);
    } else if (loyalty_program_rung(v->program, v->standing.rung, &rung) == LOYALTY_OK &&
               v->standing.since <= LOYALTY_DATE_MAX - rung.hold && v->standing.since + rung.hold > v->as_of) {
        indented(v, TEXT_HELD, date_text(v->standing.since + rung.hold, first), NULL);
    }
}

static void print_missing(const view *v)
{
    if (v->standing.rung + 1 == v->table.rung_count)
        indented(v, TEXT_TOP, NULL, NULL);
    for (uint32_t rung = v->standing.rung + 1; rung < v->table.rung_count; rung++) {
        int32_t holds = 0;
        view_heading(v, TEXT_MISSING, view_label(v, LOYALTY_OBJECT_RUNG, rung));
        view_rule(v, LOYALTY_RULE_ENTER, rung);
        if (view_checked(v, loyalty_customer_meets(v->customer, LOYALTY_RULE_ENTER, rung, &holds)) == LOYALTY_OK &&
            holds)
            indented(v, TEXT_NOTHING_MISSING, NULL, NULL);
    }
}

typedef struct outlook {
    const view *view;
    int64_t count;
} outlook;

static void on_outlook(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    (void)customer;
    outlook *seen = user;
    char date[DATE_TEXT];
    if (++seen->count <= OUTLOOK_LINES)
        indented(seen->view, transition->direction == LOYALTY_PROMOTION ? TEXT_CLIMBS : TEXT_FALLS,
                 date_text(transition->date, date), view_label(seen->view, LOYALTY_OBJECT_RUNG, transition->to));
}

static void print_outlook(const view *v)
{
    outlook seen = {.view = v};
    char text[24]; /* A number or a date. */
    view_heading(v, TEXT_OUTLOOK, NULL);
    view_checked(v, loyalty_customer_outlook(v->customer, v->until, on_outlook, &seen));
    if (seen.count == 0)
        indented(v, TEXT_NO_CHANGE, date_text(v->until, text), NULL);
    else if (seen.count > OUTLOOK_LINES)
        indented(v, TEXT_AND_MORE, view_number(seen.count - OUTLOOK_LINES, text), NULL);
}

static void print_segments(const view *v)
{
    if (v->table.segmentation_count > 0)
        view_heading(v, TEXT_SEGMENTS, NULL);
    for (uint32_t i = 0; i < v->table.segmentation_count; i++) {
        loyalty_segmentation_info info = {.size = sizeof info};
        uint32_t cell = 0;
        if (loyalty_program_segmentation(v->program, i, &info) != LOYALTY_OK)
            continue;
        int32_t status = view_checked(v, loyalty_customer_segment(v->customer, i, &cell));
        screen_pad(&v->screen, 2);
        screen_put(&v->screen, info.name);
        screen_put(&v->screen, ": ");
        screen_put(&v->screen, status == LOYALTY_OK ? view_label(v, LOYALTY_OBJECT_CELL, cell)
                                                    : lang_sentence(v->language, TEXT_NO_SEGMENT));
        fputc('\n', v->screen.file);
    }
}

/* The actions of a rung or a cell; the first of all is preceded by the heading. */
static void print_actions_of(const view *v, int32_t object, uint32_t index, uint32_t count, int *headed)
{
    if (count == 0)
        return;
    if (!*headed)
        view_heading(v, TEXT_ACTIONS, NULL);
    *headed = 1;
    screen_pad(&v->screen, 2);
    screen_put(&v->screen, view_label(v, object, index));
    for (uint32_t i = 0; i < count; i++) {
        const char *action = "";
        loyalty_program_action(v->program, object, index, i, &action);
        screen_put(&v->screen, i == 0 ? ": " : lang_sentence(v->language, TEXT_COMMA));
        screen_put(&v->screen, action);
    }
    fputc('\n', v->screen.file);
}

static void print_actions(const view *v)
{
    int headed = 0;
    loyalty_rung_info rung = {.size = sizeof rung};
    if (loyalty_program_rung(v->program, v->standing.rung, &rung) == LOYALTY_OK)
        print_actions_of(v, LOYALTY_OBJECT_RUNG, v->standing.rung, rung.action_count, &headed);
    for (uint32_t i = 0; i < v->table.segmentation_count; i++) {
        uint32_t index = 0;
        loyalty_cell_info cell = {.size = sizeof cell};
        if (view_checked(v, loyalty_customer_segment(v->customer, i, &index)) == LOYALTY_OK &&
            loyalty_program_cell(v->program, index, &cell) == LOYALTY_OK)
            print_actions_of(v, LOYALTY_OBJECT_CELL, index, cell.action_count, &headed);
    }
}

void view_print(const view *v)
{
    print_title(v);
    print_ladder(v);
    print_score(v);
    print_keep(v);
    print_missing(v);
    print_outlook(v);
    print_segments(v);
    print_actions(v);
}
