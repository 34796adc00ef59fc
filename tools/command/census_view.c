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

struct tally {
    const char *names[LOYALTY_CELLS_MAX + 1];
    uint64_t counts[LOYALTY_CELLS_MAX + 1];
    uint32_t rows;
    uint64_t all; /* Of which the shares are. */
};

static void tally_add(struct tally *tally, const char *name, uint64_t count)
{
    tally->names[tally->rows] = name;
    tally->counts[tally->rows++] = count;
}

static void fill_tally(const void *user, uint64_t number, struct grid_row *row)
{
    const struct tally *tally = user;
    uint64_t count = tally->counts[number];
    row->bar = share_of(count, tally->all);
    grid_cell(row->cells[0], "%s", tally->names[number]);
    grid_cell(row->cells[1], "%" PRIu64, count);
    grid_cell(row->cells[2], "%.1f%%", row->bar * 100);
}

static void print_tally(const struct screen *screen, const struct tally *tally)
{
    const struct grid table = {.columns = 3, .left = 1, .rows = tally->rows, .fill = fill_tally, .user = tally};
    grid_print(screen, &table);
}

static void print_rungs(const struct census *census, const struct screen *screen, struct tally *tally)
{
    tally->rows = 0;
    for (uint32_t rung = 0; rung < census->table.rung_count; rung++) {
        uint64_t customers = 0;
        loyalty_census_rung(census->figures, rung, &customers);
        tally_add(tally, census->rungs[rung], customers);
    }
    grid_heading(screen, "Rungs");
    print_tally(screen, tally);
}

static void print_segments(const struct census *census, const struct screen *screen, struct tally *tally)
{
    for (uint32_t i = 0; i < census->table.segmentation_count; i++) {
        loyalty_segmentation_info info = {.size = sizeof info};
        loyalty_cell_info cell = {.size = sizeof cell};
        uint32_t first = 0;
        uint32_t count = 0;
        uint64_t none = census_unsegmented(census, i, &first, &count);
        loyalty_program_segmentation(census->program, i, &info);
        tally->rows = 0;
        for (uint32_t at = first; at < first + count; at++) {
            uint64_t customers = 0;
            loyalty_census_cell(census->figures, at, &customers);
            loyalty_program_cell(census->program, at, &cell);
            tally_add(tally, cell.name, customers);
        }
        if (none > 0)
            tally_add(tally, "(none)", none);
        grid_heading(screen, "Segments: %s", info.name);
        print_tally(screen, tally);
    }
}

/* ---- scores ---- */

static void fill_score(const void *user, uint64_t number, struct grid_row *row)
{
    const struct census *census = user;
    const struct census_quantile *quantile = &CENSUS_QUANTILE[number];
    int64_t score = 0;
    loyalty_census_score(census->figures, quantile->numerator, quantile->denominator, &score);
    row->bar = (double)score / (double)census->table.score_max;
    grid_cell(row->cells[0], "%s", quantile->name);
    grid_cell(row->cells[1], "%" PRId64, score);
}

/* Whether the table gives points for anything. */
static int has_points(const struct census *census)
{
    loyalty_metric_info info = {.size = sizeof info};
    for (uint32_t metric = 0; loyalty_program_metric(census->program, metric, &info) == LOYALTY_OK; metric++) {
        if (info.row_count > 0)
            return 1;
    }
    return 0;
}

static void print_scores(const struct census *census, const struct screen *screen)
{
    if (!has_points(census) || loyalty_census_count(census->figures) == 0)
        return;
    const struct grid table = {.columns = 2, .left = 1, .rows = CENSUS_QUANTILES, .fill = fill_score, .user = census};
    grid_heading(screen, "Score, of %" PRId64, census->table.score_max);
    grid_print(screen, &table);
}

/* ---- movement ---- */

static void print_matrix(const struct census *census, const struct screen *screen)
{
    static struct matrix matrix;
    matrix.corner = "from \\ to";
    matrix.from_count = census->table.rung_count + 1;
    matrix.to_count = census->table.rung_count;
    for (uint32_t to = 0; to < matrix.to_count; to++) {
        uint64_t newcomers = 0;
        loyalty_census_rung(census->figures, to, &newcomers);
        for (uint32_t from = 0; from < matrix.to_count; from++) {
            loyalty_census_moved(census->figures, from, to, &matrix.counts[from][to]);
            newcomers -= matrix.counts[from][to];
        }
        matrix.counts[matrix.to_count][to] = newcomers;
        matrix.to[to] = matrix.from[to] = census->rungs[to];
        matrix.same[to] = to;
    }
    matrix.from[matrix.to_count] = "(new)";
    matrix.same[matrix.to_count] = MATRIX_NONE;
    fputc('\n', screen->file);
    matrix_print(screen, &matrix);
}

static void print_movement(const struct census *census, const struct screen *screen, struct tally *tally)
{
    char date[DATE_TEXT];
    loyalty_movement moved = {.size = sizeof moved};
    if (!census_has_movement(census) || loyalty_census_movement(census->figures, &moved) != LOYALTY_OK)
        return;
    tally->rows = 0;
    tally_add(tally, "climbed", moved.climbed);
    tally_add(tally, "stayed", moved.stayed);
    tally_add(tally, "fell", moved.fell);
    tally_add(tally, "lapsed", moved.lapsed);
    tally_add(tally, "new", moved.appeared);
    grid_heading(screen, "Movement since %s", date_text(census->plan.from, date));
    print_tally(screen, tally);
    print_matrix(census, screen);
}

/* ---- who came back ---- */

static void fill_retention(const void *user, uint64_t number, struct grid_row *row)
{
    static const char *const head[] = {"first month", "first", "second", "both", "came back", "lost"};
    const struct census *census = user;
    loyalty_retention figures = {.size = sizeof figures};
    if (number == 0) {
        for (uint32_t i = 0; i < sizeof head / sizeof head[0]; i++)
            grid_cell(row->cells[i], "%s", head[i]);
        return;
    }
    uint32_t cohorts = loyalty_census_cohort_count(census->figures);
    char date[DATE_TEXT] = "";
    if (number <= cohorts) {
        loyalty_census_cohort(census->figures, (uint32_t)number - 1, &figures);
        date_text(figures.cohort, date);
        grid_cell(row->cells[0], "%.7s", date);
    } else {
        loyalty_census_retention(census->figures, &figures);
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

static void print_retention(const struct census *census, const struct screen *screen)
{
    char dates[4][DATE_TEXT];
    if (!census_has_retention(census))
        return;
    const struct grid table = {.columns = 6,
                               .left = 1,
                               .rows = loyalty_census_cohort_count(census->figures) + (uint64_t)2,
                               .fill = fill_retention,
                               .user = census};
    grid_heading(screen, "Bought from %s to %s, and again from %s to %s", date_text(census->plan.first_from, dates[0]),
                 date_text(census->plan.first_to, dates[1]), date_text(census->plan.second_from, dates[2]),
                 date_text(census->plan.second_to, dates[3]));
    grid_print(screen, &table);
}

/* ---- what comes before a purchase ---- */

/* The kinds that somebody met. */
struct touchpoints {
    const struct census *census;
    uint32_t kinds[LOYALTY_KINDS_MAX];
    uint32_t count;
};

static void fill_influence(const void *user, uint64_t number, struct grid_row *row)
{
    static const char *const head[] = {"event", "customers", "bought", "rate", "lift"};
    const struct touchpoints *met = user;
    const struct census *census = met->census;
    loyalty_influence figures = {.size = sizeof figures};
    if (number == 0) {
        for (uint32_t i = 0; i < sizeof head / sizeof head[0]; i++)
            grid_cell(row->cells[i], "%s", head[i]);
        return;
    }
    if (number > met->count) {
        loyalty_census_influence(census->figures, 0, &figures);
        row->bar = figures.base;
        grid_cell(row->cells[0], "(any day)");
        grid_cell(row->cells[3], "%.1f%%", figures.base * 100);
        return;
    }
    uint32_t index = met->kinds[number - 1];
    loyalty_kind_info kind = {.size = sizeof kind};
    loyalty_program_kind(census->program, index, &kind);
    loyalty_census_influence(census->figures, index, &figures);
    row->bar = figures.rate;
    grid_cell(row->cells[0], "%s", kind.name);
    grid_cell(row->cells[1], "%" PRIu64, figures.exposed);
    grid_cell(row->cells[2], "%" PRIu64, figures.bought);
    grid_cell(row->cells[3], "%.1f%%", figures.rate * 100);
    if (figures.base > 0)
        grid_cell(row->cells[4], "%.2f", figures.lift);
}

static void print_influence(const struct census *census, const struct screen *screen)
{
    struct touchpoints met = {.census = census};
    loyalty_influence figures = {.size = sizeof figures};
    if (!census_has_influence(census))
        return;
    for (uint32_t i = 0; i < census->table.kind_count; i++) {
        if (loyalty_census_influence(census->figures, i, &figures) == LOYALTY_OK && figures.exposed > 0)
            met.kinds[met.count++] = i;
    }
    const struct grid table = {
        .columns = 5, .left = 1, .rows = met.count + (uint64_t)2, .fill = fill_influence, .user = &met};
    grid_heading(screen, "Who bought within %" PRIu32 " %s after an event", census->plan.days,
                 census->plan.days == 1 ? "day" : "days");
    grid_print(screen, &table);
}

/* ---- what a customer is worth ---- */

static void fill_value(const void *user, uint64_t rung, struct grid_row *row)
{
    const struct census *census = user;
    double most = 0;
    for (uint32_t i = 0; i < census->table.rung_count; i++)
        most = census->values[i] > most ? census->values[i] : most;
    row->bar = most > 0 ? census->values[rung] / most : 0;
    grid_cell(row->cells[0], "%s", census->rungs[rung]);
    grid_cell(row->cells[1], "%.3f", census->values[rung]);
}

static void print_values(const struct census *census, const struct screen *screen)
{
    if (census->reward_count == 0)
        return;
    const struct grid table = {
        .columns = 2, .left = 1, .rows = census->table.rung_count, .fill = fill_value, .user = census};
    if (census->periods > 0)
        grid_heading(screen, "Value of a customer: this period and %" PRIu32 " more, at %g", census->periods,
                     census->discount);
    else
        grid_heading(screen, "Value of a customer: for ever, at %g", census->discount);
    grid_print(screen, &table);
}

void census_print_screen(const struct census *census)
{
    static struct tally tally;
    char date[DATE_TEXT];
    const struct screen screen = screen_open();
    tally.all = loyalty_census_count(census->figures);
    grid_title(&screen, "Rule table %s, on %s: %" PRIu64 " %s", census->table.name, date_text(census->plan.as_of, date),
               tally.all, tally.all == 1 ? "customer" : "customers");
    print_rungs(census, &screen, &tally);
    print_segments(census, &screen, &tally);
    print_scores(census, &screen);
    print_movement(census, &screen, &tally);
    print_retention(census, &screen);
    print_influence(census, &screen);
    print_values(census, &screen);
}
