/* SPDX-License-Identifier: MIT */
/* A census for programs: a flat CSV table, or one JSON text. */
#include "command/census.h"

#include "output/output.h"
#include "output/tell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REAL_TEXT = 32, DATE_TEXT = 11 };

/* ---- CSV ---- */

static void begin(output *o, const char *section, const char *row, const char *column)
{
    output_text(o, section);
    output_bytes(o, ",", 1);
    output_text(o, row);
    output_bytes(o, ",", 1);
    output_text(o, column);
    output_bytes(o, ",", 1);
}

static void print_count(output *o, const char *section, const char *row, const char *column, uint64_t count)
{
    begin(o, section, row, column);
    output_number(o, (int64_t)count);
    output_bytes(o, "\n", 1);
}

static void print_real(output *o, const char *section, const char *row, const char *column, double number)
{
    char text[REAL_TEXT];
    snprintf(text, sizeof text, "%.15g\n", number);
    begin(o, section, row, column);
    output_text(o, text);
}

static void print_standings(const census *c, output *o)
{
    print_count(o, "total", "", "customers", loyalty_census_count(c->figures));
    for (uint32_t rung = 0; rung < c->table.rung_count; rung++) {
        uint64_t customers = 0;
        loyalty_census_rung(c->figures, rung, &customers);
        print_count(o, "rung", c->rungs[rung], "customers", customers);
    }
    for (uint32_t i = 0; i < c->table.segmentation_count; i++) {
        loyalty_segmentation_info info = {.size = sizeof info};
        loyalty_cell_info cell = {.size = sizeof cell};
        uint32_t first = 0;
        uint32_t count = 0;
        uint64_t none = census_unsegmented(c, i, &first, &count);
        loyalty_program_segmentation(c->program, i, &info);
        for (uint32_t at = first; at < first + count; at++) {
            uint64_t customers = 0;
            loyalty_census_cell(c->figures, at, &customers);
            loyalty_program_cell(c->program, at, &cell);
            print_count(o, "segment", info.name, cell.name, customers);
        }
        print_count(o, "segment", info.name, "", none);
    }
    for (int i = 0; i < CENSUS_QUANTILES; i++) {
        const census_quantile *quantile = &CENSUS_QUANTILE[i];
        int64_t score = 0;
        if (loyalty_census_score(c->figures, quantile->numerator, quantile->denominator, &score) == LOYALTY_OK) {
            begin(o, "score", "", quantile->name);
            output_number(o, score);
            output_bytes(o, "\n", 1);
        }
    }
}

static void print_movement(const census *c, output *o)
{
    loyalty_movement moved = {.size = sizeof moved};
    if (!census_has_movement(c) || loyalty_census_movement(c->figures, &moved) != LOYALTY_OK)
        return;
    print_count(o, "movement", "", "climbed", moved.climbed);
    print_count(o, "movement", "", "stayed", moved.stayed);
    print_count(o, "movement", "", "fell", moved.fell);
    print_count(o, "movement", "", "lapsed", moved.lapsed);
    print_count(o, "movement", "", "appeared", moved.appeared);
    for (uint32_t from = 0; from < c->table.rung_count; from++) {
        for (uint32_t to = 0; to < c->table.rung_count; to++) {
            uint64_t customers = 0;
            loyalty_census_moved(c->figures, from, to, &customers);
            print_count(o, "moved", c->rungs[from], c->rungs[to], customers);
        }
    }
}

static void print_figures(output *o, const char *section, const char *row, const loyalty_retention *figures)
{
    print_count(o, section, row, "first", figures->first);
    print_count(o, section, row, "second", figures->second);
    print_count(o, section, row, "both", figures->both);
    print_real(o, section, row, "retention", figures->retention);
    print_real(o, section, row, "churn", figures->churn);
}

static void print_retention(const census *c, output *o)
{
    loyalty_retention figures = {.size = sizeof figures};
    if (!census_has_retention(c) || loyalty_census_retention(c->figures, &figures) != LOYALTY_OK)
        return;
    print_figures(o, "retention", "", &figures);
    for (uint32_t i = 0; loyalty_census_cohort(c->figures, i, &figures) == LOYALTY_OK; i++) {
        char date[DATE_TEXT] = "";
        loyalty_date_format(figures.cohort, date, sizeof date);
        print_figures(o, "cohort", date, &figures);
    }
}

static void print_influence(const census *c, output *o)
{
    loyalty_influence figures = {.size = sizeof figures};
    if (!census_has_influence(c) || loyalty_census_influence(c->figures, 0, &figures) != LOYALTY_OK)
        return;
    print_real(o, "influence", "", "base", figures.base);
    for (uint32_t i = 0; loyalty_census_influence(c->figures, i, &figures) == LOYALTY_OK; i++) {
        loyalty_kind_info kind = {.size = sizeof kind};
        loyalty_program_kind(c->program, i, &kind);
        print_count(o, "influence", kind.name, "exposed", figures.exposed);
        print_count(o, "influence", kind.name, "bought", figures.bought);
        print_real(o, "influence", kind.name, "rate", figures.rate);
        print_real(o, "influence", kind.name, "lift", figures.lift);
    }
}

void census_print_csv(const census *c)
{
    static output o;
    output_text(&o, "section,row,column,value\n");
    print_standings(c, &o);
    print_movement(c, &o);
    print_retention(c, &o);
    print_influence(c, &o);
    for (uint32_t rung = 0; rung < c->reward_count; rung++)
        print_real(&o, "value", c->rungs[rung], "", c->values[rung]);
    output_flush(&o);
}

/* ---- JSON ---- */

/* The names of a table need no escapes. */
static void print_lifetime(const census *c)
{
    printf(",\"lifetime\":{\"discount\":%.15g,\"periods\":", c->discount);
    if (c->periods > 0)
        printf("%lu", (unsigned long)c->periods);
    else
        fputs("null", stdout);
    fputs(",\"rungs\":[", stdout);
    for (uint32_t rung = 0; rung < c->reward_count; rung++)
        printf("%s{\"name\":\"%s\",\"reward\":%.15g,\"value\":%.15g}", rung > 0 ? "," : "", c->rungs[rung],
               c->rewards[rung], c->values[rung]);
    fputs("]}", stdout);
}

int census_print_json(const census *c)
{
    size_t needed = 0;
    int32_t status = loyalty_census_json(c->figures, NULL, 0, &needed);
    char *text = status == LOYALTY_OK || status == LOYALTY_E_SPACE ? malloc(needed + 1) : NULL;
    if (status == LOYALTY_OK || status == LOYALTY_E_SPACE)
        status = text ? loyalty_census_json(c->figures, text, needed + 1, &needed) : LOYALTY_E_MEMORY;
    if (status == LOYALTY_OK) {
        /* What the library does not know of the rewards stands before the brace that ends its text. */
        fwrite(text, 1, needed - 1, stdout);
        if (c->reward_count > 0)
            print_lifetime(c);
        puts("}");
    } else {
        tell("%s", loyalty_status_text(status));
    }
    free(text);
    return status == LOYALTY_OK ? 0 : -1;
}
