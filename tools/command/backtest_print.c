/* SPDX-License-Identifier: MIT */
/* A backtest for programs: CSV, or one JSON text. */
#include "command/backtest.h"

#include "output/output.h"
#include "output/tell.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const SIDE_NAMES[SIDES] = {"old", "new"};

static void print_count(struct output *output, const char *section, const char *row, const char *column, uint64_t count)
{
    output_text(output, section);
    output_bytes(output, ",", 1);
    output_text(output, row);
    output_bytes(output, ",", 1);
    output_text(output, column);
    output_bytes(output, ",", 1);
    output_number(output, (int64_t)count);
    output_bytes(output, "\n", 1);
}

static void print_figures(const struct backtest *backtest, struct output *output)
{
    output_text(output, "section,row,column,value\n");
    for (int side = OLD; side < SIDES; side++) {
        print_count(output, "table", SIDE_NAMES[side], "customers", backtest->sides[side].customers);
        print_count(output, "table", SIDE_NAMES[side], "promotions", backtest->sides[side].promotions);
        print_count(output, "table", SIDE_NAMES[side], "demotions", backtest->sides[side].demotions);
        print_count(output, "table", SIDE_NAMES[side], "flapping", backtest->sides[side].flapping);
    }
    for (uint32_t from = 0; from < backtest->moved.from_count; from++) {
        for (uint32_t to = 0; to < backtest->moved.to_count; to++) {
            if (from + 1 < backtest->moved.from_count || to + 1 < backtest->moved.to_count)
                print_count(output, "moved", backtest_rung(backtest, OLD, from), backtest_rung(backtest, NEW, to),
                            backtest->moved.counts[from][to]);
        }
    }
    print_count(output, "changed", "", "customers", loyalty_backtest_change_count(backtest->figures));
}

static int32_t print_list(const struct backtest *backtest, struct output *output)
{
    int32_t status = LOYALTY_OK;
    loyalty_backtest_change change = {.size = sizeof change};
    output_text(output, "customer,old,old_since,new,new_since,differs\n");
    for (uint64_t i = 0; i < loyalty_backtest_change_count(backtest->figures) && status == LOYALTY_OK; i++) {
        status = loyalty_backtest_change_at(backtest->figures, i, &change);
        if (status != LOYALTY_OK)
            break;
        output_field(output, change.key, change.key_length);
        output_bytes(output, ",", 1);
        output_text(output, backtest_rung(backtest, OLD, change.from));
        output_bytes(output, ",", 1);
        output_date(output, change.since_from);
        output_bytes(output, ",", 1);
        output_text(output, backtest_rung(backtest, NEW, change.to));
        output_bytes(output, ",", 1);
        output_date(output, change.since_to);
        output_bytes(output, ",", 1);
        output_date(output, change.differs);
        output_bytes(output, "\n", 1);
    }
    return status;
}

static int told(int32_t status)
{
    if (status != LOYALTY_OK)
        tell("%s", loyalty_status_text(status));
    return status == LOYALTY_OK ? 0 : -1;
}

int backtest_print_csv(const struct backtest *backtest)
{
    static struct output output;
    int32_t status = LOYALTY_OK;
    if (backtest->list)
        status = print_list(backtest, &output);
    else
        print_figures(backtest, &output);
    output_flush(&output);
    return told(status);
}

int backtest_print_json(const struct backtest *backtest)
{
    size_t needed = 0;
    char *text = NULL;
    int32_t status = loyalty_backtest_json(backtest->figures, NULL, 0, &needed);
    if (status == LOYALTY_E_SPACE) {
        text = malloc(needed + 1);
        status = text ? loyalty_backtest_json(backtest->figures, text, needed + 1, &needed) : LOYALTY_E_MEMORY;
    }
    if (status == LOYALTY_OK)
        puts(text);
    free(text);
    return told(status);
}
