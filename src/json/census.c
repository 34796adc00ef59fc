/* SPDX-License-Identifier: MIT */
/* A census as JSON; docs/census-json.md describes it. */
#include "analysis/census.h"
#include "json/labels.h"

/* Writes a thing, and the number and share of the customers on the ladder that it applies to. */
static void census_share(struct json_writer *writer, const loyalty_census *census, const struct texts *texts,
                         uint64_t customers)
{
    json_open(writer, NULL, '{');
    json_put_named(writer, texts);
    json_put_count(writer, "customers", customers);
    json_put_real(writer, "share", census->count ? (double)customers / (double)census->count : 0);
    json_close(writer, '}');
}

static void census_rungs(struct json_writer *writer, const loyalty_census *census)
{
    json_open(writer, "rungs", '[');
    for (uint32_t i = 0; i < census->program->rung_count; i++)
        census_share(writer, census, &census->program->rungs[i].texts, census->rungs[i]);
    json_close(writer, ']');
}

static void census_segments(struct json_writer *writer, const loyalty_census *census)
{
    json_open(writer, "segments", '[');
    for (uint32_t i = 0; i < census->program->segmentation_count; i++) {
        const struct segmentation *of = &census->program->segmentations[i];
        uint64_t none = census->count;
        json_open(writer, NULL, '{');
        json_put_named(writer, &of->texts);
        json_open(writer, "cells", '[');
        for (uint32_t cell = of->first; cell < of->first + of->count; cell++) {
            census_share(writer, census, &census->program->cells[cell].texts, census->cells[cell]);
            none -= census->cells[cell];
        }
        json_close(writer, ']');
        json_put_count(writer, "none", none);
        json_close(writer, '}');
    }
    json_close(writer, ']');
}

static const struct {
    const char *name;
    uint32_t numerator, denominator;
} census_quantiles[] = {{"least", 0, 1}, {"p10", 1, 10},  {"p25", 1, 4},    {"median", 1, 2},  {"p75", 3, 4},
                        {"p90", 9, 10},  {"p95", 19, 20}, {"p99", 99, 100}, {"greatest", 1, 1}};

/* Writes an object of quantiles; null if there are no values. */
static void census_spread(struct json_writer *writer, const char *key, const struct spread *values)
{
    if (values->customers == 0) {
        json_put_null(writer, key);
        return;
    }
    json_open(writer, key, '{');
    for (size_t i = 0; i < sizeof census_quantiles / sizeof *census_quantiles; i++) {
        int64_t value = 0;
        json_fail(writer,
                  spread_quantile(values, census_quantiles[i].numerator, census_quantiles[i].denominator, &value));
        json_put_integer(writer, census_quantiles[i].name, value);
    }
    json_close(writer, '}');
}

static void census_metrics(struct json_writer *writer, const loyalty_census *census)
{
    json_open(writer, "metrics", '[');
    for (uint32_t i = 0; i < census->plan.metric_count; i++) {
        const struct census_metric *counted = &census->metrics[i];
        const struct metric *metric = &census->program->metrics[counted->metric];
        json_open(writer, NULL, '{');
        json_put_named(writer, &metric->texts);
        json_put_unit(writer, metric->unit);
        json_put_count(writer, "defined", counted->values.customers);
        json_put_count(writer, "undefined", census->count - counted->values.customers);
        census_spread(writer, "quantiles", &counted->values);
        json_close(writer, '}');
    }
    json_close(writer, ']');
}

static void census_matrix(struct json_writer *writer, const loyalty_census *census)
{
    const uint32_t rungs = census->program->rung_count;
    json_open(writer, "matrix", '[');
    for (uint32_t from = 0; from < rungs; from++) {
        json_open(writer, NULL, '[');
        for (uint32_t to = 0; to < rungs; to++)
            json_put_count(writer, NULL, census->moved[from * rungs + to]);
        json_close(writer, ']');
    }
    json_close(writer, ']');
}

static void census_movement(struct json_writer *writer, const loyalty_census *census)
{
    if (!census_has_movement(census)) {
        json_put_null(writer, "movement");
        return;
    }
    loyalty_movement moved = {.size = sizeof moved};
    json_fail(writer, loyalty_census_movement(census, &moved));
    json_open(writer, "movement", '{');
    json_put_count(writer, "climbed", moved.climbed);
    json_put_count(writer, "stayed", moved.stayed);
    json_put_count(writer, "fell", moved.fell);
    json_put_count(writer, "lapsed", moved.lapsed);
    json_put_count(writer, "appeared", moved.appeared);
    census_matrix(writer, census);
    json_close(writer, '}');
}

static void census_period(struct json_writer *writer, const char *key, int32_t first, int32_t last)
{
    json_open(writer, key, '{');
    json_put_date(writer, "from", first);
    json_put_date(writer, "to", last);
    json_close(writer, '}');
}

/* Writes the figures of one cohort, or of all, as members of an object. */
static void census_returned(struct json_writer *writer, const loyalty_retention *retention)
{
    json_put_count(writer, "first", retention->first);
    json_put_count(writer, "second", retention->second);
    json_put_count(writer, "both", retention->both);
    json_put_real(writer, "retention", retention->retention);
    json_put_real(writer, "churn", retention->churn);
}

static void census_cohorts(struct json_writer *writer, const loyalty_census *census)
{
    loyalty_retention figures = {.size = sizeof figures};
    json_open(writer, "cohorts", '[');
    for (uint32_t i = 0; i < loyalty_census_cohort_count(census); i++) {
        json_fail(writer, loyalty_census_cohort(census, i, &figures));
        json_open(writer, NULL, '{');
        json_put_date(writer, "cohort", figures.cohort);
        census_returned(writer, &figures);
        json_close(writer, '}');
    }
    json_close(writer, ']');
}

static void census_retention(struct json_writer *writer, const loyalty_census *census)
{
    const loyalty_census_plan *plan = &census->plan;
    if (!census_has_retention(census)) {
        json_put_null(writer, "retention");
        return;
    }
    loyalty_retention all = {.size = sizeof all};
    json_fail(writer, loyalty_census_retention(census, &all));
    json_open(writer, "retention", '{');
    census_period(writer, "first", plan->first_from, plan->first_to);
    census_period(writer, "second", plan->second_from, plan->second_to);
    json_open(writer, "all", '{');
    census_returned(writer, &all);
    json_close(writer, '}');
    census_cohorts(writer, census);
    json_close(writer, '}');
}

static void census_influence(struct json_writer *writer, const loyalty_census *census)
{
    if (!census_has_influence(census)) {
        json_put_null(writer, "influence");
        return;
    }
    loyalty_influence figures = {.size = sizeof figures};
    json_fail(writer, loyalty_census_influence(census, 0, &figures)); /* a table has at least one kind */
    json_open(writer, "influence", '{');
    json_put_integer(writer, "days", census->plan.days);
    json_put_real(writer, "base", figures.base_rate);
    json_open(writer, "kinds", '[');
    for (uint32_t i = 0; i < census->program->kind_count; i++) {
        json_fail(writer, loyalty_census_influence(census, i, &figures));
        json_open(writer, NULL, '{');
        json_put_named(writer, &census->program->kinds[i].texts);
        json_put_count(writer, "exposed", figures.exposed);
        json_put_count(writer, "bought", figures.bought);
        json_put_count(writer, "young", figures.young);
        json_put_real(writer, "rate", figures.rate);
        json_put_real(writer, "lift", figures.lift);
        json_close(writer, '}');
    }
    json_close(writer, ']');
    json_close(writer, '}');
}

static void census_purchases(struct json_writer *writer, const loyalty_census *census)
{
    json_open(writer, "purchases", '[');
    for (uint32_t kind = 0; kind < census->program->kind_count; kind++)
        if (kind_set_has(&census->kinds, kind))
            json_put_text(writer, NULL, census->program->kinds[kind].texts.name);
    json_close(writer, ']');
}

static void census_produce(struct json_writer *writer, const void *subject)
{
    const loyalty_census *census = subject;
    json_open(writer, NULL, '{');
    json_put_text(writer, "program", census->program->name);
    json_put_date(writer, "as_of", census->plan.as_of);
    json_put_date(writer, "from", census->plan.from_date);
    census_purchases(writer, census);
    json_put_count(writer, "customers", census->count);
    census_rungs(writer, census);
    census_segments(writer, census);
    census_spread(writer, "score", &census->scores);
    census_metrics(writer, census);
    census_movement(writer, census);
    census_retention(writer, census);
    census_influence(writer, census);
    json_close(writer, '}');
}

loyalty_status loyalty_census_json(const loyalty_census *census, char *buffer, size_t capacity, size_t *needed)
{
    if (!census || !needed || (!buffer && capacity))
        return LOYALTY_E_ARGUMENT;
    return json_write(census_produce, census, buffer, capacity, needed);
}
