/* SPDX-License-Identifier: MIT */
/* A census as tables for a person to read. */
#include "command/census.h"

#include "output/grid.h"
#include "output/matrix.h"

#include <inttypes.h>

static double census_share(uint64_t part, uint64_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

/* ---- names, each with a number of customers ---- */

/* A tally with what its shares need. */
struct census_shares {
    const struct census_tally *tally;
    uint64_t all; /* number of customers that is a share of 1 */
};

static void census_fill_share(const void *user, uint64_t number, struct grid_row *row)
{
    const struct census_shares *shares = user;
    uint64_t count = shares->tally->counts[number];
    row->bar = census_share(count, shares->all);
    grid_cell(row->cells[0], "%s", shares->tally->names[number]);
    grid_cell(row->cells[1], "%" PRIu64, count);
    grid_cell(row->cells[2], "%.1f%%", row->bar * 100);
}

static void census_show_tally(const struct census *census, const struct screen *screen,
                              const struct census_tally *tally)
{
    const struct census_shares shares = {.tally = tally, .all = loyalty_census_count(census->figures)};
    const struct grid grid = {.columns = 3, .left = 1, .rows = tally->rows, .fill = census_fill_share, .user = &shares};
    grid_print(screen, &grid);
}

static void census_show_standings(const struct census *census, const struct screen *screen)
{
    static struct census_tally tally; /* large */
    census_tally_rungs(census, &tally);
    grid_heading(screen, "Rungs");
    census_show_tally(census, screen, &tally);
    for (uint32_t i = 0; i < census->table.info.segmentation_count; i++) {
        census_tally_cells(census, i, "(none)", &tally);
        tally.rows -= tally.counts[tally.rows - 1] == 0;
        grid_heading(screen, "Segments: %s", tally.title);
        census_show_tally(census, screen, &tally);
    }
}

/* ---- scores ---- */

static void census_fill_score(const void *user, uint64_t number, struct grid_row *row)
{
    const struct census *census = user;
    const struct census_quantile *quantile = &census_quantiles[number];
    int64_t score = 0;
    loyalty_census_score_quantile(census->figures, quantile->numerator, quantile->denominator, &score);
    row->bar = (double)score / (double)census->table.info.score_max;
    grid_cell(row->cells[0], "%s", quantile->name);
    grid_cell(row->cells[1], "%" PRId64, score);
}

static void census_show_scores(const struct census *census, const struct screen *screen)
{
    if (census_missing(census, CENSUS_SCORE))
        return;
    const struct grid table = {
        .columns = 2, .left = 1, .rows = CENSUS_QUANTILES, .fill = census_fill_score, .user = census};
    grid_heading(screen, "Score, of %" PRId64, census->table.info.score_max);
    grid_print(screen, &table);
}

/* ---- movement ---- */

static void census_show_matrix(const struct census *census, const struct screen *screen)
{
    static struct matrix matrix;
    matrix.corner = "from \\ to";
    matrix.from_count = census->table.info.rung_count + 1;
    matrix.to_count = census->table.info.rung_count;
    for (uint32_t to = 0; to < matrix.to_count; to++) {
        uint64_t newcomers = 0;
        loyalty_census_on_rung(census->figures, to, &newcomers);
        for (uint32_t from = 0; from < matrix.to_count; from++) {
            loyalty_census_moved(census->figures, from, to, &matrix.counts[from][to]);
            newcomers -= matrix.counts[from][to];
        }
        matrix.counts[matrix.to_count][to] = newcomers;
        matrix.to[to] = matrix.from[to] = census->table.rungs[to];
        matrix.same[to] = to;
    }
    matrix.from[matrix.to_count] = "(new)";
    matrix.same[matrix.to_count] = MATRIX_NONE;
    fputc('\n', screen->file);
    matrix_print(screen, &matrix);
}

static void census_show_movement(const struct census *census, const struct screen *screen)
{
    static struct census_tally tally; /* large */
    char date[SCREEN_DATE];
    if (!census_tally_movement(census, "new", &tally))
        return;
    grid_heading(screen, "Movement since %s", screen_date(census->plan.from_date, date));
    census_show_tally(census, screen, &tally);
    census_show_matrix(census, screen);
}

/* ---- who came back ---- */

static void census_fill_retention(const void *user, uint64_t number, struct grid_row *row)
{
    static const char *const head[] = {"first month", "first", "second", "both", "came back", "lost"};
    const struct census *census = user;
    loyalty_retention figures = {.size = sizeof figures};
    if (number == 0) {
        grid_head(row, head, sizeof head / sizeof head[0]);
        return;
    }
    uint32_t cohorts = loyalty_census_cohort_count(census->figures);
    char date[SCREEN_DATE] = "";
    if (number <= cohorts) {
        loyalty_census_cohort(census->figures, (uint32_t)number - 1, &figures);
        screen_date(figures.cohort, date);
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

static void census_show_retention(const struct census *census, const struct screen *screen)
{
    char dates[4][SCREEN_DATE];
    loyalty_retention figures = {.size = sizeof figures};
    if (loyalty_census_retention(census->figures, &figures))
        return;
    const struct grid table = {.columns = 6,
                               .left = 1,
                               .rows = loyalty_census_cohort_count(census->figures) + (uint64_t)2,
                               .fill = census_fill_retention,
                               .user = census};
    grid_heading(screen, "Bought from %s to %s, and again from %s to %s",
                 screen_date(census->plan.first_from, dates[0]), screen_date(census->plan.first_to, dates[1]),
                 screen_date(census->plan.second_from, dates[2]), screen_date(census->plan.second_to, dates[3]));
    grid_print(screen, &table);
}

/* ---- what comes before a purchase ---- */

/* The kinds that any customer was exposed to. */
struct touchpoints {
    const struct census *census;
    uint32_t kinds[LOYALTY_KINDS_MAX];
    uint32_t count;
    bool has_young;
};

static void census_fill_influence(const void *user, uint64_t number, struct grid_row *row)
{
    static const char *const head[] = {"event", "customers", "bought", "rate", "lift", "too early"};
    const struct touchpoints *met = user;
    const struct census *census = met->census;
    loyalty_influence figures = {.size = sizeof figures};
    if (number == 0) {
        grid_head(row, head, met->has_young ? 6 : 5);
        return;
    }
    if (number > met->count) {
        loyalty_census_influence(census->figures, 0, &figures);
        row->bar = figures.base_rate;
        grid_cell(row->cells[0], "(any day)");
        grid_cell(row->cells[3], "%.1f%%", figures.base_rate * 100);
        return;
    }
    uint32_t index = met->kinds[number - 1];
    loyalty_kind_info kind = {.size = sizeof kind};
    loyalty_program_kind(census->table.program, index, &kind);
    loyalty_census_influence(census->figures, index, &figures);
    row->bar = figures.rate;
    grid_cell(row->cells[0], "%s", kind.name);
    grid_cell(row->cells[1], "%" PRIu64, figures.exposed);
    grid_cell(row->cells[2], "%" PRIu64, figures.bought);
    if (figures.young > 0)
        grid_cell(row->cells[5], "%" PRIu64, figures.young);
    if (figures.exposed == 0)
        return;
    grid_cell(row->cells[3], "%.1f%%", figures.rate * 100);
    if (figures.base_rate > 0)
        grid_cell(row->cells[4], "%.2f", figures.lift);
}

static void census_show_influence(const struct census *census, const struct screen *screen)
{
    struct touchpoints met = {.census = census};
    loyalty_influence figures = {.size = sizeof figures};
    if (loyalty_census_influence(census->figures, 0, &figures))
        return;
    for (uint32_t i = 0; i < census->table.info.kind_count; i++)
        if (!loyalty_census_influence(census->figures, i, &figures) && figures.exposed + figures.young > 0) {
            met.kinds[met.count++] = i;
            met.has_young = met.has_young || figures.young > 0;
        }
    const struct grid table = {.columns = met.has_young ? 6 : 5,
                               .left = 1,
                               .rows = met.count + (uint64_t)2,
                               .fill = census_fill_influence,
                               .user = &met};
    grid_heading(screen, "Who bought within %" PRId32 " %s after an event", census->plan.days,
                 census->plan.days == 1 ? "day" : "days");
    grid_print(screen, &table);
}

/* ---- what a customer is worth ---- */

static void census_fill_value(const void *user, uint64_t rung, struct grid_row *row)
{
    const struct census *census = user;
    double most = 0;
    for (uint32_t i = 0; i < census->table.info.rung_count; i++)
        most = census->values[i] > most ? census->values[i] : most;
    row->bar = most > 0 ? census->values[rung] / most : 0;
    grid_cell(row->cells[0], "%s", census->table.rungs[rung]);
    grid_cell(row->cells[1], "%.3f", census->values[rung]);
}

static void census_show_values(const struct census *census, const struct screen *screen)
{
    if (census->reward_count == 0)
        return;
    const struct grid table = {
        .columns = 2, .left = 1, .rows = census->table.info.rung_count, .fill = census_fill_value, .user = census};
    if (census->periods > 0)
        grid_heading(screen, "Value of a customer: this period and %" PRIu32 " more, discount %g", census->periods,
                     census->discount);
    else
        grid_heading(screen, "Value of a customer: all periods, discount %g", census->discount);
    grid_print(screen, &table);
}

int32_t census_print_screen(const struct census *census)
{
    char date[SCREEN_DATE];
    const struct screen screen = screen_open();
    uint64_t customers = loyalty_census_count(census->figures);
    grid_title(&screen, "Rule table %s, on %s: %" PRIu64 " %s", census->table.info.name,
               screen_date(census->plan.as_of, date), customers, customers == 1 ? "customer" : "customers");
    census_show_standings(census, &screen);
    census_show_scores(census, &screen);
    census_show_metrics(census, &screen);
    census_show_movement(census, &screen);
    census_show_retention(census, &screen);
    census_show_influence(census, &screen);
    census_show_values(census, &screen);
    census_show_left_out(census, &screen);
    return LOYALTY_OK;
}
