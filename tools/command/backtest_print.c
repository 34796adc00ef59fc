/* SPDX-License-Identifier: MIT */
/* A backtest for programs: CSV, or one JSON text. */
#include "command/backtest.h"

#include "output/output.h"
#include "output/tell.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const SIDE_NAMES[SIDES] = {"old", "new"};

static void print_count(output *o, const char *section, const char *row, const char *column, uint64_t count)
{
    output_text(o, section);
    output_bytes(o, ",", 1);
    output_text(o, row);
    output_bytes(o, ",", 1);
    output_text(o, column);
    output_bytes(o, ",", 1);
    output_number(o, (int64_t)count);
    output_bytes(o, "\n", 1);
}

static void print_figures(const backtest *b, output *o)
{
    output_text(o, "section,row,column,value\n");
    for (int side = OLD; side < SIDES; side++) {
        print_count(o, "table", SIDE_NAMES[side], "customers", b->sides[side].customers);
        print_count(o, "table", SIDE_NAMES[side], "promotions", b->sides[side].promotions);
        print_count(o, "table", SIDE_NAMES[side], "demotions", b->sides[side].demotions);
        print_count(o, "table", SIDE_NAMES[side], "flapping", b->sides[side].flapping);
    }
    for (uint32_t from = 0; from < b->moved.from_count; from++) {
        for (uint32_t to = 0; to < b->moved.to_count; to++) {
            if (from + 1 < b->moved.from_count || to + 1 < b->moved.to_count)
                print_count(o, "moved", backtest_rung(b, OLD, from), backtest_rung(b, NEW, to),
                            b->moved.counts[from][to]);
        }
    }
    print_count(o, "changed", "", "customers", loyalty_backtest_change_count(b->figures));
}

static int32_t print_list(const backtest *b, output *o)
{
    int32_t status = LOYALTY_OK;
    loyalty_backtest_change change = {.size = sizeof change};
    output_text(o, "customer,old,old_since,new,new_since,differs\n");
    for (uint64_t i = 0; i < loyalty_backtest_change_count(b->figures) && status == LOYALTY_OK; i++) {
        status = loyalty_backtest_change_at(b->figures, i, &change);
        if (status != LOYALTY_OK)
            break;
        output_field(o, change.key, change.key_length);
        output_bytes(o, ",", 1);
        output_text(o, backtest_rung(b, OLD, change.from));
        output_bytes(o, ",", 1);
        output_date(o, change.since_from);
        output_bytes(o, ",", 1);
        output_text(o, backtest_rung(b, NEW, change.to));
        output_bytes(o, ",", 1);
        output_date(o, change.since_to);
        output_bytes(o, ",", 1);
        output_date(o, change.differs);
        output_bytes(o, "\n", 1);
    }
    return status;
}

static int told(int32_t status)
{
    if (status != LOYALTY_OK)
        tell("%s", loyalty_status_text(status));
    return status == LOYALTY_OK ? 0 : -1;
}

int backtest_print_csv(const backtest *b)
{
    static output o;
    int32_t status = LOYALTY_OK;
    if (b->list)
        status = print_list(b, &o);
    else
        print_figures(b, &o);
    output_flush(&o);
    return told(status);
}

int backtest_print_json(const backtest *b)
{
    size_t needed = 0;
    char *text = NULL;
    int32_t status = loyalty_backtest_json(b->figures, NULL, 0, &needed);
    if (status == LOYALTY_E_SPACE) {
        text = malloc(needed + 1);
        status = text ? loyalty_backtest_json(b->figures, text, needed + 1, &needed) : LOYALTY_E_MEMORY;
    }
    if (status == LOYALTY_OK)
        puts(text);
    free(text);
    return told(status);
}
