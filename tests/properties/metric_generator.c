/* SPDX-License-Identifier: MIT */
/* Metrics made up at random, of every type and over every window. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sketch.h"

const char *const metric_type_names[REF_TYPES] = {
    "count",           "sum",          "mean",          "latest",
    "active_days",     "active_weeks", "active_months", "active_quarters",
    "active_years",    "streak_days",  "streak_weeks",  "streak_months",
    "streak_quarters", "streak_years", "days_since",    "days_since_first",
    "different",       "share",        "host"};

static void put_back(struct sketch *sketch)
{
    struct random *random = sketch->random;
    if (random_chance(random, 30))
        text_add(&sketch->text, ", \"back\": %d", random_chance(random, 97) ? random_int(random, 0, 3) : 1000);
}

static void put_span_window(struct sketch *sketch)
{
    struct random *random = sketch->random;
    int chance = random_int(random, 1, 100);
    if (chance <= 3)
        text_add(&sketch->text, ", \"within\": \"36525%s\"", random_chance(random, 50) ? "d" : "m");
    else if (chance <= 70)
        text_add(&sketch->text, ", \"within\": \"%dd\"",
                 random_int(random, 1, random_chance(random, 70) ? 12 : sketch->span));
    else
        text_add(&sketch->text, ", \"within\": \"%dm\"", random_int(random, 1, random_chance(random, 70) ? 2 : 14));
    put_back(sketch);
}

static void put_period_window(struct sketch *sketch)
{
    static const char *const periods[] = {"week", "month", "quarter", "year"};
    struct random *random = sketch->random;
    int period = random_int(random, 0, 3);
    text_add(&sketch->text, ", \"within\": \"%s\"", periods[period]);
    put_back(sketch);
    if (period == 0 || random_chance(random, 40))
        return;
    text_add(&sketch->text, ", \"begins\": ");
    if (random_chance(random, 50))
        text_add(&sketch->text, "\"k%d\"", random_int(random, 0, sketch->kinds - 1));
    else
        sketch_day_of_year(sketch);
}

static void put_window(struct sketch *sketch, struct sketch_metric *metric)
{
    struct random *random = sketch->random;
    int chance = random_int(random, 1, 100);
    if (sketch->deep && random_chance(random, 50)) /* or few deep shares would be defined */
        return;
    if (chance > 80 && !sketch->deep) {
        metric->in_term = true;
        text_add(&sketch->text, ", \"within\": \"term\"");
    } else if (chance > 58) {
        put_period_window(sketch);
    } else if (chance > 14) {
        put_span_window(sketch);
    }
    if (random_chance(random, 12))
        text_add(&sketch->text, ", \"after\": \"k%d\"", random_int(random, 0, sketch->kinds - 1));
}

static int any_weight(struct random *random)
{
    int weight = random_int(random, -3, 5), sign = random_chance(random, 50) ? 1 : -1;
    if (random_chance(random, 10))
        return random_chance(random, 50) ? sign * 1000000 : sign * random_int(random, 1, 1000000);
    return weight != 0 ? weight : 10;
}

/* Some kinds and how much each counts. */
static void put_weights(struct sketch *sketch)
{
    struct random *random = sketch->random;
    int kind = random_int(random, 0, sketch->kinds - 1), put_so_far = 0;
    text_add(&sketch->text, "{");
    sketch_note(sketch);
    for (int i = 0; i < sketch->kinds; i++)
        if (i == kind || random_chance(random, 60))
            text_add(&sketch->text, "%s\"k%d\": %d", sketch_comma(put_so_far++), i, any_weight(random));
    text_add(&sketch->text, "}");
}

/* One kind as text, or at least so many of them as a list. */
static void put_list_of_kinds(struct sketch *sketch, int least)
{
    struct random *random = sketch->random;
    int kind = random_int(random, 0, sketch->kinds - least), put_so_far = 0;
    if (least == 1 && random_chance(random, 50)) {
        text_add(&sketch->text, "\"k%d\"", kind);
        return;
    }
    text_add(&sketch->text, "[");
    for (int i = 0; i < sketch->kinds; i++)
        if ((i >= kind && i < kind + least) || random_chance(random, 40))
            text_add(&sketch->text, "%s\"k%d\"", sketch_comma(put_so_far++), i);
    text_add(&sketch->text, "]");
}

static void put_operands(struct sketch *sketch, enum ref_type type)
{
    bool weighs = (type == REF_COUNT || type == REF_SUM) && random_chance(sketch->random, 25);
    if (weighs)
        put_weights(sketch);
    else
        put_list_of_kinds(sketch, type == REF_DIFFERENT ? 2 : 1);
}

static enum ref_type any_type_of_kinds(struct sketch *sketch)
{
    static const enum ref_type usual[] = {REF_COUNT,       REF_SUM,        REF_MEAN,
                                          REF_ACTIVE_DAYS, REF_DAYS_SINCE, REF_DAYS_SINCE_FIRST};
    enum ref_type type = (enum ref_type)random_int(sketch->random, REF_COUNT, REF_LAST_OF_KINDS);
    if (random_chance(sketch->random, 45) || (type == REF_DIFFERENT && sketch->kinds < 2))
        return usual[random_int(sketch->random, 0, 5)];
    return type;
}

/* Chooses what each metric is; a share only takes metrics chosen before it. */
static void choose_metrics(struct sketch *sketch)
{
    sketch->metrics = sketch->deep ? SKETCH_METRICS : random_int(sketch->random, 1, SKETCH_METRICS - 1);
    for (int i = 0; i < sketch->metrics; i++) {
        int chance = random_int(sketch->random, 1, 100);
        sketch->metric[i].depth = 0;
        if (sketch->deep)
            sketch->metric[i].type = i < 3 ? REF_MEAN : REF_SHARE;
        else if (chance <= 25 && i >= 2)
            sketch->metric[i].type = REF_SHARE;
        else if (chance > 93)
            sketch->metric[i].type = REF_HOST;
        else
            sketch->metric[i].type = any_type_of_kinds(sketch);
    }
}

static void put_unit(struct sketch *sketch)
{
    static const char *const units[] = {"money", "days", "percent"};
    if (random_chance(sketch->random, 15))
        text_add(&sketch->text, ", \"unit\": \"%s\"", units[random_int(sketch->random, 0, 2)]);
}

static void put_share(struct sketch *sketch, int index)
{
    int a = random_int(sketch->random, 0, index - 1), b = random_int(sketch->random, 0, index - 1), depth;
    assert(index > 0);
    if (a == b)
        b = (b + 1) % index;
    if (sketch->deep) { /* metrics 0 to 2 are means, 3 and 4 share two of them, 5 and 6 share 3 and 4, and so on */
        a = index < 5 ? index - 3 : (index - 3) / 2 * 2 + 1;
        b = a + 1;
    }
    depth = sketch->metric[a].depth > sketch->metric[b].depth ? sketch->metric[a].depth : sketch->metric[b].depth;
    if (depth >= 4) {
        sketch->metric[index].type = REF_COUNT;
        text_add(&sketch->text, "\"m%d\": {\"count\": \"k0\"}", index);
        return;
    }
    sketch->metric[index].depth = depth + 1;
    text_add(&sketch->text, "\"m%d\": {\"share\": [\"m%d\", \"m%d\"]", index, a, b);
    put_unit(sketch);
    text_add(&sketch->text, "}");
}

static void put_metric(struct sketch *sketch, int index)
{
    enum ref_type type = sketch->metric[index].type;
    if (type == REF_SHARE) {
        put_share(sketch, index);
        return;
    }
    text_add(&sketch->text, "\"m%d\": {", index);
    sketch_note(sketch);
    text_add(&sketch->text, "\"%s\": ", metric_type_names[type]);
    if (type == REF_HOST) {
        text_add(&sketch->text, "\"h%d\"", random_int(sketch->random, 0, SCENARIO_HOSTS - 1));
        put_unit(sketch);
        text_add(&sketch->text, "}");
        return;
    }
    put_operands(sketch, type);
    if (type < REF_STREAK_DAYS || type > REF_STREAK_YEARS)
        put_window(sketch, &sketch->metric[index]);
    sketch_label(sketch);
    put_unit(sketch);
    text_add(&sketch->text, "}");
}

/* In another order than they were chosen in, so that shares name metrics before and behind them. */
void sketch_put_metrics(struct sketch *sketch)
{
    char *metric[SKETCH_METRICS];
    size_t begin = sketch->text.length;
    choose_metrics(sketch);
    for (int i = 0; i < sketch->metrics; i++) {
        sketch->text.length = begin;
        put_metric(sketch, i);
        metric[i] = strdup(sketch->text.bytes + begin);
        if (!metric[i])
            abort();
    }
    sketch->text.length = begin;
    text_add(&sketch->text, ", \"metrics\": {");
    for (int left = sketch->metrics; left > 0; left--) {
        int next = random_int(sketch->random, 0, left - 1);
        text_add(&sketch->text, "%s%s", sketch_comma(sketch->metrics - left), metric[next]);
        free(metric[next]);
        metric[next] = metric[left - 1];
    }
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): each of the texts was freed when it was put. */
    text_add(&sketch->text, "}");
}
