/* SPDX-License-Identifier: MIT */
/* `loyalty census --metrics`: which metrics are asked for, and the quantiles of each. */
#include "command/census.h"

#include "command/view.h"
#include "output/grid.h"
#include "output/nearest.h"
#include "output/output.h"
#include "output/tell.h"

#include <inttypes.h>
#include <string.h>

/* ---- which ---- */

static uint32_t metrics_in(const struct census *census)
{
    return census->table.info.metric_count;
}

/* Reports a name that no metric has, and the name that was most likely meant. */
static void metrics_refuse(const struct census *census, const char *name, size_t length)
{
    const char *names[LOYALTY_METRICS_MAX];
    char typed[LOYALTY_NAME_MAX + 1] = "";
    loyalty_metric_info info = {.size = sizeof info};
    for (uint32_t i = 0; i < metrics_in(census); i++) {
        loyalty_program_metric(census->table.program, i, &info);
        names[i] = info.name;
    }
    if (length <= LOYALTY_NAME_MAX)
        memcpy(typed, name, length);
    size_t nearest = nearest_word(typed, names, metrics_in(census));
    if (nearest < metrics_in(census))
        tell("--metrics: the rule table has no metric \"%.*s\"; did you mean \"%s\"?", (int)length, name,
             names[nearest]);
    else
        tell("--metrics: the rule table has no metric \"%.*s\"", (int)length, name);
}

static bool metrics_find(const struct census *census, const char *name, size_t length, uint32_t *metric)
{
    char copy[LOYALTY_NAME_MAX + 1] = "";
    if (length <= LOYALTY_NAME_MAX)
        memcpy(copy, name, length);
    return loyalty_program_find(census->table.program, LOYALTY_OBJECT_METRIC, copy, metric) == LOYALTY_OK;
}

static bool metrics_add(struct census *census, const char *name, size_t length)
{
    uint32_t metric = 0;
    if (!metrics_find(census, name, length, &metric)) {
        metrics_refuse(census, name, length);
        return false;
    }
    for (uint32_t i = 0; i < census->plan.metric_count; i++) {
        if (census->metrics[i] == metric) {
            tell("--metrics: \"%.*s\" is listed twice", (int)length, name);
            return false;
        }
    }
    census->metrics[census->plan.metric_count++] = metric;
    return true;
}

bool census_read_metrics(struct census *census, const char *names)
{
    static const char all[] = "all";
    uint32_t metric = 0;
    census->plan.metrics = census->metrics;
    if (names && strcmp(names, all) == 0 && !metrics_find(census, all, strlen(all), &metric)) {
        for (uint32_t i = 0; i < metrics_in(census); i++)
            census->metrics[census->plan.metric_count++] = i;
        return true;
    }
    while (names) {
        size_t length = strcspn(names, ",");
        if (!metrics_add(census, names, length))
            return false;
        names = names[length] == ',' ? names + length + 1 : NULL;
    }
    return true;
}

/* ---- on the screen ---- */

/* A metric that is printed. */
struct metric_shown {
    const struct census *census;
    uint32_t metric;
    uint64_t defined;
    uint64_t undefined;
};

static int64_t metrics_quantile(const struct metric_shown *shown, const struct census_quantile *quantile)
{
    int64_t value = 0;
    loyalty_census_metric_quantile(shown->census->figures, shown->metric, quantile->numerator, quantile->denominator,
                                   &value);
    return value;
}

/* Writes a value in its unit, as `loyalty explain` does, with plain spaces. */
static void metrics_amount(const struct metric_shown *shown, int64_t value, char cell[GRID_CELL])
{
    const struct view view = {.language = LANG_EN, .table = &shown->census->table};
    const size_t tie = strlen(PHRASE_TIE);
    char text[LANG_NUMBER];
    view_whole_amount(&view, view_unit(&view, LOYALTY_SUBJECT_METRIC, shown->metric), value, text);
    char *space = strstr(text, PHRASE_TIE);
    if (space)
        grid_cell(cell, "%.*s %s", (int)(space - text), text, space + tie);
    else
        grid_cell(cell, "%s", text);
}

/* A row for each quantile if anybody has a value, and one more if anybody has none. */
static void metrics_fill(const void *user, uint64_t number, struct grid_row *row)
{
    const struct metric_shown *shown = user;
    if (shown->defined == 0 || number == CENSUS_QUANTILES) {
        grid_cell(row->cells[0], "(no value)");
        grid_cell(row->cells[1], "%" PRIu64 " %s", shown->undefined, shown->undefined == 1 ? "customer" : "customers");
        return;
    }
    const struct census_quantile *quantile = &census_quantiles[number];
    int64_t value = metrics_quantile(shown, quantile);
    int64_t greatest = metrics_quantile(shown, &census_quantiles[CENSUS_QUANTILES - 1]);
    row->bar = value > 0 ? (double)value / (double)greatest : 0;
    grid_cell(row->cells[0], "%s", quantile->name);
    metrics_amount(shown, value, row->cells[1]);
}

void census_show_metrics(const struct census *census, const struct screen *screen)
{
    struct metric_shown shown = {.census = census};
    for (; shown.metric < metrics_in(census); shown.metric++) {
        loyalty_metric_info info = {.size = sizeof info};
        if (loyalty_census_metric_count(census->figures, shown.metric, &shown.defined, &shown.undefined) ||
            shown.defined + shown.undefined == 0)
            continue;
        loyalty_program_metric(census->table.program, shown.metric, &info);
        const struct grid table = {.columns = 2,
                                   .left = 1,
                                   .rows = (shown.defined > 0 ? CENSUS_QUANTILES : 0) + (uint64_t)(shown.undefined > 0),
                                   .fill = metrics_fill,
                                   .user = &shown};
        grid_heading(screen, "Metric: %s", info.name);
        grid_print(screen, &table);
    }
}

/* ---- as CSV ---- */

void census_csv_metrics(const struct census *census, struct output *output)
{
    for (uint32_t metric = 0; metric < metrics_in(census); metric++) {
        loyalty_metric_info info = {.size = sizeof info};
        uint64_t defined = 0, undefined = 0;
        int64_t value = 0;
        if (loyalty_census_metric_count(census->figures, metric, &defined, &undefined))
            continue;
        loyalty_program_metric(census->table.program, metric, &info);
        output_count(output, "metric", info.name, "defined", (int64_t)defined);
        output_count(output, "metric", info.name, "undefined", (int64_t)undefined);
        for (uint32_t i = 0; i < CENSUS_QUANTILES; i++) {
            const struct census_quantile *quantile = &census_quantiles[i];
            if (!loyalty_census_metric_quantile(census->figures, metric, quantile->numerator, quantile->denominator,
                                                &value))
                output_count(output, "metric", info.name, quantile->name, value);
        }
    }
}
