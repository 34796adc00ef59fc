/* SPDX-License-Identifier: MIT */
/* A census as tables for a person to read. */
#include "command/census.h"

#include "output/grid.h"
#include "output/matrix.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { DATE_TEXT = 11 };

static const char *date_text(int32_t date, char buffer[DATE_TEXT])
{
    if (loyalty_date_format(date, buffer, DATE_TEXT) != LOYALTY_OK)
        buffer[0] = '\0';
    return buffer;
}

static double share_of(uint64_t part, uint64_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

/* ---- names with how many customers each ---- */

typedef struct tally {
    const char *names[LOYALTY_CELLS_MAX + 1];
    uint64_t counts[LOYALTY_CELLS_MAX + 1];
    uint32_t rows;
    uint64_t all; /* Of which the shares are. */
} tally;

static void tally_add(tally *t, const char *name, uint64_t count)
{
    t->names[t->rows] = name;
    t->counts[t->rows++] = count;
}

static void fill_tally(const void *user, uint64_t number, grid_row *row)
{
    const tally *t = user;
    uint64_t count = t->counts[number];
    row->bar = share_of(count, t->all);
    grid_cell(row->cells[0], "%s", t->names[number]);
    grid_cell(row->cells[1], "%" PRIu64, count);
    grid_cell(row->cells[2], "%.1f%%", row->bar * 100);
}

static void print_tally(const screen *s, const tally *t)
{
    const grid table = {.columns = 3, .left = 1, .rows = t->rows, .fill = fill_tally, .user = t};
    grid_print(s, &table);
}

static void print_rungs(const census *c, const screen *s, tally *t)
{
    t->rows = 0;
    for (uint32_t rung = 0; rung < c->table.rung_count; rung++) {
        uint64_t customers = 0;
        loyalty_census_rung(c->figures, rung, &customers);
        tally_add(t, c->rungs[rung], customers);
    }
    grid_heading(s, "Rungs");
    print_tally(s, t);
}

static void print_segments(const census *c, const screen *s, tally *t)
{
    for (uint32_t i = 0; i < c->table.segmentation_count; i++) {
        loyalty_segmentation_info info = {.size = sizeof info};
        loyalty_cell_info cell = {.size = sizeof cell};
        uint32_t first = 0;
        uint32_t count = 0;
        uint64_t none = census_unsegmented(c, i, &first, &count);
        loyalty_program_segmentation(c->program, i, &info);
        t->rows = 0;
        for (uint32_t at = first; at < first + count; at++) {
            uint64_t customers = 0;
            loyalty_census_cell(c->figures, at, &customers);
            loyalty_program_cell(c->program, at, &cell);
            tally_add(t, cell.name, customers);
        }
        if (none > 0)
            tally_add(t, "(none)", none);
        grid_heading(s, "Segments: %s", info.name);
        print_tally(s, t);
    }
}

/* ---- scores ---- */

static void fill_score(const void *user, uint64_t number, grid_row *row)
{
    const census *c = user;
    const census_quantile *quantile = &CENSUS_QUANTILE[number];
    int64_t score = 0;
    loyalty_census_score(c->figures, quantile->numerator, quantile->denominator, &score);
    row->bar = (double)score / (double)c->table.score_max;
    grid_cell(row->cells[0], "%s", quantile->name);
    grid_cell(row->cells[1], "%" PRId64, score);
}

/* Whether the table gives points for anything. */
static int has_points(const census *c)
{
    loyalty_metric_info info = {.size = sizeof info};
    for (uint32_t metric = 0; loyalty_program_metric(c->program, metric, &info) == LOYALTY_OK; metric++) {
        if (info.row_count > 0)
            return 1;
    }
    return 0;
}

static void print_scores(const census *c, const screen *s)
{
    if (!has_points(c) || loyalty_census_count(c->figures) == 0)
        return;
    const grid table = {.columns = 2, .left = 1, .rows = CENSUS_QUANTILES, .fill = fill_score, .user = c};
    grid_heading(s, "Score, of %" PRId64, c->table.score_max);
    grid_print(s, &table);
}

/* ---- movement ---- */

static void print_matrix(const census *c, const screen *s)
{
    static matrix m;
    m.corner = "from \\ to";
    m.from_count = c->table.rung_count + 1;
    m.to_count = c->table.rung_count;
    for (uint32_t to = 0; to < m.to_count; to++) {
        uint64_t newcomers = 0;
        loyalty_census_rung(c->figures, to, &newcomers);
        for (uint32_t from = 0; from < m.to_count; from++) {
            loyalty_census_moved(c->figures, from, to, &m.counts[from][to]);
            newcomers -= m.counts[from][to];
        }
        m.counts[m.to_count][to] = newcomers;
        m.to[to] = m.from[to] = c->rungs[to];
        m.same[to] = to;
    }
    m.from[m.to_count] = "(new)";
    m.same[m.to_count] = MATRIX_NONE;
    fputc('\n', s->file);
    matrix_print(s, &m);
}

static void print_movement(const census *c, const screen *s, tally *t)
{
    char date[DATE_TEXT];
    loyalty_movement moved = {.size = sizeof moved};
    if (!census_has_movement(c) || loyalty_census_movement(c->figures, &moved) != LOYALTY_OK)
        return;
    t->rows = 0;
    tally_add(t, "climbed", moved.climbed);
    tally_add(t, "stayed", moved.stayed);
    tally_add(t, "fell", moved.fell);
    tally_add(t, "lapsed", moved.lapsed);
    tally_add(t, "new", moved.appeared);
    grid_heading(s, "Movement since %s", date_text(c->plan.from, date));
    print_tally(s, t);
    print_matrix(c, s);
}

/* ---- who came back ---- */

static void fill_retention(const void *user, uint64_t number, grid_row *row)
{
    static const char *const head[] = {"first month", "first", "second", "both", "came back", "lost"};
    const census *c = user;
    loyalty_retention figures = {.size = sizeof figures};
    if (number == 0) {
        for (uint32_t i = 0; i < sizeof head / sizeof head[0]; i++)
            grid_cell(row->cells[i], "%s", head[i]);
        return;
    }
    uint32_t cohorts = loyalty_census_cohort_count(c->figures);
    char date[DATE_TEXT] = "";
    if (number <= cohorts) {
        loyalty_census_cohort(c->figures, (uint32_t)number - 1, &figures);
        date_text(figures.cohort, date);
        grid_cell(row->cells[0], "%.7s", date);
    } else {
        loyalty_census_retention(c->figures, &figures);
        grid_cell(row->cells[0], "all");
    }
    grid_cell(row->cells[1], "%" PRIu64, figures.first);
    grid_cell(row->cells[2], "%" PRIu64, figures.second);
    grid_cell(row->cells[3], "%" PRIu64, figures.both);
    if (figures.first == 0)
        return;
    row->bar = figures.retention;
    grid_cell(row->cells[4], "%.1f%%", figures.retention * 100);
    grid_cell(row->cells[5], "%.1f%%", figures.churn * 100);
}

static void print_retention(const census *c, const screen *s)
{
    char dates[4][DATE_TEXT];
    if (!census_has_retention(c))
        return;
    const grid table = {.columns = 6,
                        .left = 1,
                        .rows = loyalty_census_cohort_count(c->figures) + (uint64_t)2,
                        .fill = fill_retention,
                        .user = c};
    grid_heading(s, "Bought from %s to %s, and again from %s to %s", date_text(c->plan.first_from, dates[0]),
                 date_text(c->plan.first_to, dates[1]), date_text(c->plan.second_from, dates[2]),
                 date_text(c->plan.second_to, dates[3]));
    grid_print(s, &table);
}

/* ---- what comes before a purchase ---- */

/* The kinds that somebody met. */
typedef struct touchpoints {
    const census *census;
    uint32_t kinds[LOYALTY_KINDS_MAX];
    uint32_t count;
} touchpoints;

static void fill_influence(const void *user, uint64_t number, grid_row *row)
{
    static const char *const head[] = {"event", "customers", "bought", "rate", "lift"};
    const touchpoints *met = user;
    const census *c = met->census;
    loyalty_influence figures = {.size = sizeof figures};
    if (number == 0) {
        for (uint32_t i = 0; i < sizeof head / sizeof head[0]; i++)
            grid_cell(row->cells[i], "%s", head[i]);
        return;
    }
    if (number > met->count) {
        loyalty_census_influence(c->figures, 0, &figures);
        row->bar = figures.base;
        grid_cell(row->cells[0], "(any day)");
        grid_cell(row->cells[3], "%.1f%%", figures.base * 100);
        return;
    }
    uint32_t index = met->kinds[number - 1];
    loyalty_kind_info kind = {.size = sizeof kind};
    loyalty_program_kind(c->program, index, &kind);
    loyalty_census_influence(c->figures, index, &figures);
    row->bar = figures.rate;
    grid_cell(row->cells[0], "%s", kind.name);
    grid_cell(row->cells[1], "%" PRIu64, figures.exposed);
    grid_cell(row->cells[2], "%" PRIu64, figures.bought);
    grid_cell(row->cells[3], "%.1f%%", figures.rate * 100);
    if (figures.base > 0)
        grid_cell(row->cells[4], "%.2f", figures.lift);
}

static void print_influence(const census *c, const screen *s)
{
    touchpoints met = {.census = c};
    loyalty_influence figures = {.size = sizeof figures};
    if (!census_has_influence(c))
        return;
    for (uint32_t i = 0; i < c->table.kind_count; i++) {
        if (loyalty_census_influence(c->figures, i, &figures) == LOYALTY_OK && figures.exposed > 0)
            met.kinds[met.count++] = i;
    }
    const grid table = {.columns = 5, .left = 1, .rows = met.count + (uint64_t)2, .fill = fill_influence, .user = &met};
    grid_heading(s, "Who bought within %" PRIu32 " %s after an event", c->plan.days,
                 c->plan.days == 1 ? "day" : "days");
    grid_print(s, &table);
}

/* ---- what a customer is worth ---- */

static void fill_value(const void *user, uint64_t rung, grid_row *row)
{
    const census *c = user;
    double most = 0;
    for (uint32_t i = 0; i < c->table.rung_count; i++)
        most = c->values[i] > most ? c->values[i] : most;
    row->bar = most > 0 ? c->values[rung] / most : 0;
    grid_cell(row->cells[0], "%s", c->rungs[rung]);
    grid_cell(row->cells[1], "%.3f", c->values[rung]);
}

static void print_values(const census *c, const screen *s)
{
    if (c->reward_count == 0)
        return;
    const grid table = {.columns = 2, .left = 1, .rows = c->table.rung_count, .fill = fill_value, .user = c};
    if (c->periods > 0)
        grid_heading(s, "Value of a customer: this period and %" PRIu32 " more, at %g", c->periods, c->discount);
    else
        grid_heading(s, "Value of a customer: for ever, at %g", c->discount);
    grid_print(s, &table);
}

void census_print_screen(const census *c)
{
    static tally t;
    char date[DATE_TEXT];
    const screen s = screen_open();
    t.all = loyalty_census_count(c->figures);
    grid_title(&s, "Rule table %s, on %s: %" PRIu64 " %s", c->table.name, date_text(c->plan.as_of, date), t.all,
               t.all == 1 ? "customer" : "customers");
    print_rungs(c, &s, &t);
    print_segments(c, &s, &t);
    print_scores(c, &s);
    print_movement(c, &s, &t);
    print_retention(c, &s);
    print_influence(c, &s);
    print_values(c, &s);
}
