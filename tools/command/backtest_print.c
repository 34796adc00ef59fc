/* SPDX-License-Identifier: MIT */
/* A backtest for programs: CSV, or one JSON text. */
#include "command/backtest.h"

#include "output/output.h"

static const char *const backtest_sides[SIDES] = {"old", "new"};

static void backtest_csv_figures(const struct backtest *backtest, struct output *output)
{
    output_text(output, "section,row,column,value");
    output_end(output);
    for (int side = OLD; side < SIDES; side++) {
        const loyalty_side *figures = &backtest->sides[side];
        output_count(output, "table", backtest_sides[side], "customers", (int64_t)figures->customers);
        output_count(output, "table", backtest_sides[side], "promotions", (int64_t)figures->promotions);
        output_count(output, "table", backtest_sides[side], "demotions", (int64_t)figures->demotions);
        output_count(output, "table", backtest_sides[side], "flapping", (int64_t)figures->flapping);
    }
    const struct matrix *moved = &backtest->moved;
    for (uint32_t from = 0; from < moved->from_count; from++)
        for (uint32_t to = 0; to < moved->to_count; to++)
            if (from + 1 < moved->from_count || to + 1 < moved->to_count)
                output_count(output, "moved", backtest_rung(backtest, OLD, from), backtest_rung(backtest, NEW, to),
                             (int64_t)moved->counts[from][to]);
    output_count(output, "changed", "", "customers", (int64_t)loyalty_backtest_change_count(backtest->figures));
}

static int32_t backtest_csv_list(const struct backtest *backtest, struct output *output)
{
    loyalty_change change = {.size = sizeof change};
    output_text(output, "customer,old,old_since,new,new_since,differs");
    output_end(output);
    for (uint64_t i = 0; i < loyalty_backtest_change_count(backtest->figures); i++) {
        int32_t status = loyalty_backtest_change(backtest->figures, i, &change);
        if (status)
            return status;
        output_field(output, change.key, change.key_length);
        output_text(output, backtest_rung(backtest, OLD, change.from_rung));
        output_date(output, change.since_from);
        output_text(output, backtest_rung(backtest, NEW, change.to_rung));
        output_date(output, change.since_to);
        output_date(output, change.differs);
        output_end(output);
    }
    return LOYALTY_OK;
}

int32_t backtest_print_csv(const struct backtest *backtest)
{
    static struct output output; /* large */
    int32_t status = LOYALTY_OK;
    if (backtest->list)
        status = backtest_csv_list(backtest, &output);
    else
        backtest_csv_figures(backtest, &output);
    output_flush(&output);
    return status;
}

static int32_t backtest_json(const void *backtest, char *buffer, size_t capacity, size_t *length)
{
    return loyalty_backtest_json(((const struct backtest *)backtest)->figures, buffer, capacity, length);
}

int32_t backtest_print_json(const struct backtest *backtest)
{
    return output_print(backtest_json, backtest);
}
