/* SPDX-License-Identifier: MIT */
/* A census as JSON. docs/census-json.md describes it. */
#include "census.h"
#include "json_make.h"

struct writer {
    const loyalty_census *census;
    const loyalty_program *program;
    int32_t status; /* the first failure */
};

static void fail(struct writer *writer, int32_t status)
{
    json_fail(&writer->status, status);
}

static void set(struct writer *writer, json_t *object, const char *key, json_t *value)
{
    json_set(&writer->status, object, key, value);
}

static void append(struct writer *writer, json_t *array, json_t *value)
{
    json_push(&writer->status, array, value);
}

static json_t *number(uint64_t count)
{
    return json_integer((json_int_t)count);
}

/* "name", and how many of those on the ladder that is. */
static json_t *share(struct writer *writer, const char *name, uint64_t customers)
{
    uint64_t all = loyalty_census_count(writer->census);
    json_t *object = json_object();
    set(writer, object, "name", json_string(name));
    set(writer, object, "customers", number(customers));
    set(writer, object, "share", json_real(all ? (double)customers / (double)all : 0));
    return object;
}

static json_t *rungs(struct writer *writer)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < writer->program->rung_count; i++)
        append(writer, list, share(writer, writer->program->rungs[i].texts.name, writer->census->rungs[i]));
    return list;
}

static json_t *segments(struct writer *writer)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < writer->program->segmentation_count; i++) {
        const struct segmentation *of = &writer->program->segmentations[i];
        uint64_t none = loyalty_census_count(writer->census);
        json_t *segment = json_object(), *cells = json_array();
        for (uint32_t cell = of->first; cell < of->first + of->count; cell++) {
            append(writer, cells, share(writer, writer->program->cells[cell].texts.name, writer->census->cells[cell]));
            none -= writer->census->cells[cell];
        }
        set(writer, segment, "name", json_string(of->name));
        set(writer, segment, "cells", cells);
        set(writer, segment, "none", number(none));
        append(writer, list, segment);
    }
    return list;
}

static json_t *scores(struct writer *writer)
{
    static const struct {
        const char *name;
        uint32_t numerator, denominator;
    } asked[] = {{"least", 0, 1}, {"p10", 1, 10}, {"p25", 1, 4},     {"median", 1, 2},
                 {"p75", 3, 4},   {"p90", 9, 10}, {"greatest", 1, 1}};
    if (loyalty_census_count(writer->census) == 0)
        return json_null();
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        int64_t score = 0;
        fail(writer, loyalty_census_score(writer->census, asked[i].numerator, asked[i].denominator, &score));
        set(writer, object, asked[i].name, json_integer(score));
    }
    return object;
}

static json_t *matrix(struct writer *writer)
{
    json_t *rows = json_array();
    for (uint32_t from = 0; from < writer->program->rung_count; from++) {
        json_t *row = json_array();
        for (uint32_t to = 0; to < writer->program->rung_count; to++) {
            uint64_t customers = 0;
            fail(writer, loyalty_census_moved(writer->census, from, to, &customers));
            append(writer, row, number(customers));
        }
        append(writer, rows, row);
    }
    return rows;
}

static json_t *movement(struct writer *writer)
{
    if (!census_has_movement(writer->census))
        return json_null();
    loyalty_movement moved = {.size = sizeof moved};
    json_t *object = json_object();
    fail(writer, loyalty_census_movement(writer->census, &moved));
    set(writer, object, "climbed", number(moved.climbed));
    set(writer, object, "stayed", number(moved.stayed));
    set(writer, object, "fell", number(moved.fell));
    set(writer, object, "lapsed", number(moved.lapsed));
    set(writer, object, "appeared", number(moved.appeared));
    set(writer, object, "matrix", matrix(writer));
    return object;
}

static json_t *period(struct writer *writer, int32_t first, int32_t last)
{
    json_t *object = json_object();
    set(writer, object, "from", json_date(first));
    set(writer, object, "to", json_date(last));
    return object;
}

/* Adds the figures of one cohort, or of all, to an object. */
static void set_retention(struct writer *writer, json_t *object, const loyalty_retention *retention)
{
    set(writer, object, "first", number(retention->first));
    set(writer, object, "second", number(retention->second));
    set(writer, object, "both", number(retention->both));
    set(writer, object, "retention", json_real(retention->retention));
    set(writer, object, "churn", json_real(retention->churn));
}

static json_t *retention(struct writer *writer)
{
    const loyalty_census_plan *plan = &writer->census->plan;
    if (!census_has_retention(writer->census))
        return json_null();
    loyalty_retention figures = {.size = sizeof figures};
    json_t *object = json_object(), *all = json_object(), *cohorts = json_array();
    fail(writer, loyalty_census_retention(writer->census, &figures));
    set_retention(writer, all, &figures);
    for (uint32_t i = 0; i < loyalty_census_cohort_count(writer->census); i++) {
        json_t *cohort = json_object();
        fail(writer, loyalty_census_cohort(writer->census, i, &figures));
        set(writer, cohort, "cohort", json_date(figures.cohort));
        set_retention(writer, cohort, &figures);
        append(writer, cohorts, cohort);
    }
    set(writer, object, "first", period(writer, plan->first_from, plan->first_to));
    set(writer, object, "second", period(writer, plan->second_from, plan->second_to));
    set(writer, object, "all", all);
    set(writer, object, "cohorts", cohorts);
    return object;
}

static json_t *influence(struct writer *writer)
{
    if (!census_has_influence(writer->census))
        return json_null();
    loyalty_influence figures = {.size = sizeof figures};
    json_t *object = json_object(), *kinds = json_array();
    for (uint32_t i = 0; i < writer->program->kind_count; i++) {
        json_t *kind = json_object();
        fail(writer, loyalty_census_influence(writer->census, i, &figures));
        set(writer, kind, "name", json_string(writer->program->kinds[i].texts.name));
        set(writer, kind, "exposed", number(figures.exposed));
        set(writer, kind, "bought", number(figures.bought));
        set(writer, kind, "rate", json_real(figures.rate));
        set(writer, kind, "lift", json_real(figures.lift));
        append(writer, kinds, kind);
    }
    set(writer, object, "days", number(writer->census->plan.days));
    set(writer, object, "base", json_real(figures.base));
    set(writer, object, "kinds", kinds);
    return object;
}

static json_t *purchases(struct writer *writer)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < writer->census->plan.kind_count; i++)
        append(writer, list, json_string(writer->program->kinds[writer->census->kinds[i]].texts.name));
    return list;
}

int32_t loyalty_census_json(const loyalty_census *census, char *buffer, size_t capacity, size_t *needed)
{
    if (!census || !needed || (!buffer && capacity))
        return LOYALTY_E_ARGUMENT;
    struct writer writer = {census, census->program, LOYALTY_OK};
    json_t *whole = json_object();
    set(&writer, whole, "program", json_string(census->program->name));
    set(&writer, whole, "as_of", json_date(census->plan.as_of));
    set(&writer, whole, "from", json_date(census->plan.from));
    set(&writer, whole, "purchases", purchases(&writer));
    set(&writer, whole, "customers", number(census->count));
    set(&writer, whole, "rungs", rungs(&writer));
    set(&writer, whole, "segments", segments(&writer));
    set(&writer, whole, "score", scores(&writer));
    set(&writer, whole, "movement", movement(&writer));
    set(&writer, whole, "retention", retention(&writer));
    set(&writer, whole, "influence", influence(&writer));
    return json_give(writer.status, whole, buffer, capacity, needed);
}
