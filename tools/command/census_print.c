/* SPDX-License-Identifier: MIT */
/* A census for programs: a flat CSV table, or one JSON text. */
#include "command/census.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- CSV ---- */

static void census_csv_standings(const struct census *census, struct output *output)
{
    static struct census_tally tally; /* large */
    output_count(output, "total", "", "customers", (int64_t)loyalty_census_count(census->figures));
    census_tally_rungs(census, &tally);
    for (uint32_t i = 0; i < tally.rows; i++)
        output_count(output, "rung", tally.names[i], "customers", (int64_t)tally.counts[i]);
    for (uint32_t segmentation = 0; segmentation < census->table.info.segmentation_count; segmentation++) {
        census_tally_cells(census, segmentation, "", &tally);
        for (uint32_t i = 0; i < tally.rows; i++)
            output_count(output, "segment", tally.title, tally.names[i], (int64_t)tally.counts[i]);
    }
    for (uint32_t i = 0; i < CENSUS_QUANTILES; i++) {
        const struct census_quantile *quantile = &census_quantiles[i];
        int64_t score = 0;
        if (!loyalty_census_score_quantile(census->figures, quantile->numerator, quantile->denominator, &score))
            output_count(output, "score", "", quantile->name, score);
    }
}

static void census_csv_movement(const struct census *census, struct output *output)
{
    static struct census_tally tally; /* large */
    if (!census_tally_movement(census, "appeared", &tally))
        return;
    for (uint32_t i = 0; i < tally.rows; i++)
        output_count(output, "movement", "", tally.names[i], (int64_t)tally.counts[i]);
    const struct table *table = &census->table;
    for (uint32_t from = 0; from < table->info.rung_count; from++) {
        for (uint32_t to = 0; to < table->info.rung_count; to++) {
            uint64_t customers = 0;
            loyalty_census_moved(census->figures, from, to, &customers);
            output_count(output, "moved", table->rungs[from], table->rungs[to], (int64_t)customers);
        }
    }
}

static void census_csv_cohort(struct output *output, const char *section, const char *row,
                              const loyalty_retention *figures)
{
    output_count(output, section, row, "first", (int64_t)figures->first);
    output_count(output, section, row, "second", (int64_t)figures->second);
    output_count(output, section, row, "both", (int64_t)figures->both);
    output_real(output, section, row, "retention", figures->retention);
    output_real(output, section, row, "churn", figures->churn);
}

static void census_csv_retention(const struct census *census, struct output *output)
{
    loyalty_retention figures = {.size = sizeof figures};
    if (loyalty_census_retention(census->figures, &figures))
        return;
    census_csv_cohort(output, "retention", "", &figures);
    for (uint32_t i = 0; !loyalty_census_cohort(census->figures, i, &figures); i++) {
        char date[OUTPUT_DATE] = "";
        loyalty_date_format(figures.cohort, date, sizeof date);
        census_csv_cohort(output, "cohort", date, &figures);
    }
}

static void census_csv_influence(const struct census *census, struct output *output)
{
    loyalty_influence figures = {.size = sizeof figures};
    if (loyalty_census_influence(census->figures, 0, &figures))
        return;
    output_real(output, "influence", "", "base", figures.base_rate);
    for (uint32_t i = 0; !loyalty_census_influence(census->figures, i, &figures); i++) {
        loyalty_kind_info kind = {.size = sizeof kind};
        loyalty_program_kind(census->table.program, i, &kind);
        output_count(output, "influence", kind.name, "exposed", (int64_t)figures.exposed);
        output_count(output, "influence", kind.name, "bought", (int64_t)figures.bought);
        output_count(output, "influence", kind.name, "young", (int64_t)figures.young);
        output_real(output, "influence", kind.name, "rate", figures.rate);
        output_real(output, "influence", kind.name, "lift", figures.lift);
    }
}

int32_t census_print_csv(const struct census *census)
{
    static struct output output; /* large */
    output_text(&output, "section,row,column,value");
    output_end(&output);
    census_csv_standings(census, &output);
    census_csv_metrics(census, &output);
    census_csv_movement(census, &output);
    census_csv_retention(census, &output);
    census_csv_influence(census, &output);
    for (uint32_t rung = 0; rung < census->reward_count; rung++)
        output_real(&output, "value", census->table.rungs[rung], "", census->values[rung]);
    output_flush(&output);
    return LOYALTY_OK;
}

/* ---- JSON ---- */

/* Names in a rule table need no JSON escapes. */
static void census_json_lifetime(const struct census *census)
{
    printf(",\"lifetime\":{\"discount\":%.15g,\"periods\":", census->discount);
    if (census->periods > 0)
        printf("%lu", (unsigned long)census->periods);
    else
        fputs("null", stdout);
    fputs(",\"rungs\":[", stdout);
    for (uint32_t rung = 0; rung < census->reward_count; rung++)
        printf("%s{\"name\":\"%s\",\"reward\":%.15g,\"value\":%.15g}", rung > 0 ? "," : "", census->table.rungs[rung],
               census->rewards[rung], census->values[rung]);
    fputs("]}", stdout);
}

static int32_t census_json(const void *census, char *buffer, size_t capacity, size_t *length)
{
    return loyalty_census_json(((const struct census *)census)->figures, buffer, capacity, length);
}

int32_t census_print_json(const struct census *census)
{
    char *text = NULL;
    size_t length = 0;
    int32_t status = output_ask(census_json, census, &text, &length);
    if (status)
        return status;
    /* The library does not know the rewards and the options, so they are inserted before the brace that ends its text. */
    fwrite(text, 1, length - 1, stdout);
    if (census->reward_count > 0)
        census_json_lifetime(census);
    census_json_left_out(census);
    puts("}");
    free(text);
    return LOYALTY_OK;
}
