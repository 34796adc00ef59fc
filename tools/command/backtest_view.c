/* SPDX-License-Identifier: MIT */
/* A backtest as tables for a person to read. */
#include "command/backtest.h"

#include "output/grid.h"
#include "output/tell.h"

#include <inttypes.h>
#include <string.h>

/* Prints the difference with its sign. */
static void backtest_fill_difference(char cell[GRID_CELL], uint64_t before, uint64_t after)
{
    if (after >= before)
        grid_cell(cell, "+%" PRIu64, after - before);
    else
        grid_cell(cell, "-%" PRIu64, before - after);
}

static void backtest_fill_pair(struct grid_row *row, const char *name, uint64_t before, uint64_t after)
{
    grid_cell(row->cells[0], "%s", name);
    grid_cell(row->cells[1], "%" PRIu64, before);
    grid_cell(row->cells[2], "%" PRIu64, after);
    backtest_fill_difference(row->cells[3], before, after);
}

static void backtest_fill_head(struct grid_row *row)
{
    static const char *const head[] = {"", "old", "new", "change"};
    grid_head(row, head, sizeof head / sizeof head[0]);
}

static void backtest_fill_totals(const void *user, uint64_t number, struct grid_row *row)
{
    const struct backtest *backtest = user;
    const loyalty_side *before = &backtest->sides[OLD];
    const loyalty_side *after = &backtest->sides[NEW];
    if (number == 0)
        backtest_fill_head(row);
    else if (number == 1)
        backtest_fill_pair(row, "customers", before->customers, after->customers);
    else if (number == 2)
        backtest_fill_pair(row, "promotions", before->promotions, after->promotions);
    else if (number == 3)
        backtest_fill_pair(row, "demotions", before->demotions, after->demotions);
    else
        backtest_fill_pair(row, "flapping", before->flapping, after->flapping);
}

/* ---- rungs ---- */

struct rungs {
    const char *names[SIDES * LOYALTY_RUNGS_MAX];
    uint64_t counts[SIDES * LOYALTY_RUNGS_MAX][SIDES];
    uint32_t count;
    uint64_t most; /* largest number of customers on a rung, under either table */
};

static void backtest_add_to_rung(struct rungs *list, const char *name, int side, uint64_t customers)
{
    uint32_t at = 0;
    while (at < list->count && strcmp(list->names[at], name) != 0)
        at++;
    if (at == list->count)
        list->names[list->count++] = name;
    list->counts[at][side] = customers;
    list->most = customers > list->most ? customers : list->most;
}

/* Lists the rungs of the old ladder, then those that only the new one has. */
static void backtest_list_rungs(const struct backtest *backtest, struct rungs *list)
{
    const struct matrix *matrix = &backtest->moved;
    for (uint32_t rung = 0; rung + 1 < matrix->from_count; rung++) {
        uint64_t customers = 0;
        for (uint32_t to = 0; to < matrix->to_count; to++)
            customers += matrix->counts[rung][to];
        backtest_add_to_rung(list, backtest->tables[OLD].rungs[rung], OLD, customers);
    }
    for (uint32_t rung = 0; rung + 1 < matrix->to_count; rung++) {
        uint64_t customers = 0;
        for (uint32_t from = 0; from < matrix->from_count; from++)
            customers += matrix->counts[from][rung];
        backtest_add_to_rung(list, backtest->tables[NEW].rungs[rung], NEW, customers);
    }
}

/* The bar shows the count under the new table. */
static void backtest_fill_rung(const void *user, uint64_t number, struct grid_row *row)
{
    const struct rungs *list = user;
    if (number == 0) {
        backtest_fill_head(row);
        return;
    }
    const uint64_t *counts = list->counts[number - 1];
    backtest_fill_pair(row, list->names[number - 1], counts[OLD], counts[NEW]);
    row->bar = list->most > 0 ? (double)counts[NEW] / (double)list->most : 0;
}

/* Omits the row or the column for customers not on the ladder if it is empty. */
static void backtest_show_matrix(const struct backtest *backtest, const struct screen *screen)
{
    static struct matrix matrix;
    matrix = backtest->moved;
    uint64_t in_row = 0;
    uint64_t in_column = 0;
    for (uint32_t to = 0; to < matrix.to_count; to++)
        in_row += matrix.counts[matrix.from_count - 1][to];
    for (uint32_t from = 0; from < matrix.from_count; from++)
        in_column += matrix.counts[from][matrix.to_count - 1];
    matrix.from_count -= in_row == 0;
    matrix.to_count -= in_column == 0;
    matrix_print(screen, &matrix);
}

/* ---- who would stand elsewhere ---- */

struct changes {
    const struct backtest *backtest;
    int32_t *failure;
};

static void backtest_fill_change(const void *user, uint64_t number, struct grid_row *row)
{
    static const char *const head[] = {"customer", "old", "since", "new", "since", "differs since"};
    const struct changes *list = user;
    const struct backtest *backtest = list->backtest;
    char date[SCREEN_DATE];
    if (number == 0) {
        grid_head(row, head, sizeof head / sizeof head[0]);
        return;
    }
    loyalty_change change = {.size = sizeof change};
    int32_t status = loyalty_backtest_change(backtest->figures, number - 1, &change);
    if (status) {
        *list->failure = status;
        return;
    }
    tell_quote(row->cells[0], GRID_CELL, change.key, change.key_length);
    grid_cell(row->cells[1], "%s",
              change.from_rung == LOYALTY_NONE ? "(none)" : backtest_rung(backtest, OLD, change.from_rung));
    grid_cell(row->cells[2], "%s", screen_date(change.since_from, date));
    grid_cell(row->cells[3], "%s",
              change.to_rung == LOYALTY_NONE ? "(none)" : backtest_rung(backtest, NEW, change.to_rung));
    grid_cell(row->cells[4], "%s", screen_date(change.since_to, date));
    grid_cell(row->cells[5], "%s", screen_date(change.differs, date));
}

static int32_t backtest_show_changes(const struct backtest *backtest, const struct screen *screen)
{
    uint64_t all = 0;
    for (uint32_t from = 0; from < backtest->moved.from_count; from++) {
        for (uint32_t to = 0; to < backtest->moved.to_count; to++)
            all += backtest->moved.counts[from][to];
    }
    uint64_t count = loyalty_backtest_change_count(backtest->figures);
    grid_heading(screen, "Would stand elsewhere: %" PRIu64 " of %" PRIu64 " %s", count, all,
                 all == 1 ? "customer" : "customers");
    if (!backtest->list || count == 0)
        return LOYALTY_OK;
    int32_t failure = LOYALTY_OK;
    const struct changes list = {backtest, &failure};
    const struct grid table = {.columns = 6, .left = 6, .rows = count + 1, .fill = backtest_fill_change, .user = &list};
    grid_print(screen, &table);
    return failure;
}

int32_t backtest_print_screen(const struct backtest *backtest)
{
    static struct rungs list;
    char date[SCREEN_DATE];
    const struct screen screen = screen_open();
    const struct grid totals = {.columns = 4, .left = 1, .rows = 5, .fill = backtest_fill_totals, .user = backtest};
    backtest_list_rungs(backtest, &list);
    const struct grid by_rung = {
        .columns = 4, .left = 1, .rows = list.count + (uint64_t)1, .fill = backtest_fill_rung, .user = &list};
    grid_title(&screen, "From rule table %s to %s, on %s", backtest->tables[OLD].info.name,
               backtest->tables[NEW].info.name, screen_date(backtest->as_of, date));
    grid_heading(&screen, "Totals; flapping: reversed twice within %" PRId32 " %s", backtest->flap_days,
                 backtest->flap_days == 1 ? "day" : "days");
    grid_print(&screen, &totals);
    grid_heading(&screen, "Rungs; the bars show the new table");
    grid_print(&screen, &by_rung);
    grid_heading(&screen, "From rung to rung");
    backtest_show_matrix(backtest, &screen);
    return backtest_show_changes(backtest, &screen);
}
