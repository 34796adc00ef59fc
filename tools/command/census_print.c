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

static void begin(struct output *output, const char *section, const char *row, const char *column)
{
    output_text(output, section);
    output_bytes(output, ",", 1);
    output_text(output, row);
    output_bytes(output, ",", 1);
    output_text(output, column);
    output_bytes(output, ",", 1);
}

static void print_count(struct output *output, const char *section, const char *row, const char *column, uint64_t count)
{
    begin(output, section, row, column);
    output_number(output, (int64_t)count);
    output_bytes(output, "\n", 1);
}

static void print_real(struct output *output, const char *section, const char *row, const char *column, double number)
{
    char text[REAL_TEXT];
    snprintf(text, sizeof text, "%.15g\n", number);
    begin(output, section, row, column);
    output_text(output, text);
}

static void print_standings(const struct census *census, struct output *output)
{
    print_count(output, "total", "", "customers", loyalty_census_count(census->figures));
    for (uint32_t rung = 0; rung < census->table.rung_count; rung++) {
        uint64_t customers = 0;
        loyalty_census_rung(census->figures, rung, &customers);
        print_count(output, "rung", census->rungs[rung], "customers", customers);
    }
    for (uint32_t i = 0; i < census->table.segmentation_count; i++) {
        loyalty_segmentation_info info = {.size = sizeof info};
        loyalty_cell_info cell = {.size = sizeof cell};
        uint32_t first = 0;
        uint32_t count = 0;
        uint64_t none = census_unsegmented(census, i, &first, &count);
        loyalty_program_segmentation(census->program, i, &info);
        for (uint32_t at = first; at < first + count; at++) {
            uint64_t customers = 0;
            loyalty_census_cell(census->figures, at, &customers);
            loyalty_program_cell(census->program, at, &cell);
            print_count(output, "segment", info.name, cell.name, customers);
        }
        print_count(output, "segment", info.name, "", none);
    }
    for (int i = 0; i < CENSUS_QUANTILES; i++) {
        const struct census_quantile *quantile = &CENSUS_QUANTILE[i];
        int64_t score = 0;
        if (loyalty_census_score(census->figures, quantile->numerator, quantile->denominator, &score) == LOYALTY_OK) {
            begin(output, "score", "", quantile->name);
            output_number(output, score);
            output_bytes(output, "\n", 1);
        }
    }
}

static void print_movement(const struct census *census, struct output *output)
{
    loyalty_movement moved = {.size = sizeof moved};
    if (!census_has_movement(census) || loyalty_census_movement(census->figures, &moved) != LOYALTY_OK)
        return;
    print_count(output, "movement", "", "climbed", moved.climbed);
    print_count(output, "movement", "", "stayed", moved.stayed);
    print_count(output, "movement", "", "fell", moved.fell);
    print_count(output, "movement", "", "lapsed", moved.lapsed);
    print_count(output, "movement", "", "appeared", moved.appeared);
    for (uint32_t from = 0; from < census->table.rung_count; from++) {
        for (uint32_t to = 0; to < census->table.rung_count; to++) {
            uint64_t customers = 0;
            loyalty_census_moved(census->figures, from, to, &customers);
            print_count(output, "moved", census->rungs[from], census->rungs[to], customers);
        }
    }
}

static void print_figures(struct output *output, const char *section, const char *row, const loyalty_retention *figures)
{
    print_count(output, section, row, "first", figures->first);
    print_count(output, section, row, "second", figures->second);
    print_count(output, section, row, "both", figures->both);
    print_real(output, section, row, "retention", figures->retention);
    print_real(output, section, row, "churn", figures->churn);
}

static void print_retention(const struct census *census, struct output *output)
{
    loyalty_retention figures = {.size = sizeof figures};
    if (!census_has_retention(census) || loyalty_census_retention(census->figures, &figures) != LOYALTY_OK)
        return;
    print_figures(output, "retention", "", &figures);
    for (uint32_t i = 0; loyalty_census_cohort(census->figures, i, &figures) == LOYALTY_OK; i++) {
        char date[DATE_TEXT] = "";
        loyalty_date_format(figures.cohort, date, sizeof date);
        print_figures(output, "cohort", date, &figures);
    }
}

static void print_influence(const struct census *census, struct output *output)
{
    loyalty_influence figures = {.size = sizeof figures};
    if (!census_has_influence(census) || loyalty_census_influence(census->figures, 0, &figures) != LOYALTY_OK)
        return;
    print_real(output, "influence", "", "base", figures.base);
    for (uint32_t i = 0; loyalty_census_influence(census->figures, i, &figures) == LOYALTY_OK; i++) {
        loyalty_kind_info kind = {.size = sizeof kind};
        loyalty_program_kind(census->program, i, &kind);
        print_count(output, "influence", kind.name, "exposed", figures.exposed);
        print_count(output, "influence", kind.name, "bought", figures.bought);
        print_real(output, "influence", kind.name, "rate", figures.rate);
        print_real(output, "influence", kind.name, "lift", figures.lift);
    }
}

void census_print_csv(const struct census *census)
{
    static struct output output;
    output_text(&output, "section,row,column,value\n");
    print_standings(census, &output);
    print_movement(census, &output);
    print_retention(census, &output);
    print_influence(census, &output);
    for (uint32_t rung = 0; rung < census->reward_count; rung++)
        print_real(&output, "value", census->rungs[rung], "", census->values[rung]);
    output_flush(&output);
}

/* ---- JSON ---- */

/* The names of a table need no escapes. */
static void print_lifetime(const struct census *census)
{
    printf(",\"lifetime\":{\"discount\":%.15g,\"periods\":", census->discount);
    if (census->periods > 0)
        printf("%lu", (unsigned long)census->periods);
    else
        fputs("null", stdout);
    fputs(",\"rungs\":[", stdout);
    for (uint32_t rung = 0; rung < census->reward_count; rung++)
        printf("%s{\"name\":\"%s\",\"reward\":%.15g,\"value\":%.15g}", rung > 0 ? "," : "", census->rungs[rung],
               census->rewards[rung], census->values[rung]);
    fputs("]}", stdout);
}

int census_print_json(const struct census *census)
{
    size_t needed = 0;
    int32_t status = loyalty_census_json(census->figures, NULL, 0, &needed);
    char *text = status == LOYALTY_OK || status == LOYALTY_E_SPACE ? malloc(needed + 1) : NULL;
    if (status == LOYALTY_OK || status == LOYALTY_E_SPACE)
        status = text ? loyalty_census_json(census->figures, text, needed + 1, &needed) : LOYALTY_E_MEMORY;
    if (status == LOYALTY_OK) {
        /* What the library does not know of the rewards stands before the brace that ends its text. */
        fwrite(text, 1, needed - 1, stdout);
        if (census->reward_count > 0)
            print_lifetime(census);
        puts("}");
    } else {
        tell("%s", loyalty_status_text(status));
    }
    free(text);
    return status == LOYALTY_OK ? 0 : -1;
}
