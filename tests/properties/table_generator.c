/* SPDX-License-Identifier: MIT */
/*
 * Rule tables made up at random, as JSON text. Numbers are small and windows short, so that a log of some twenty events
 * crosses the thresholds; now and then one is as large as can be.
 */
#include "names.h"
#include "scenario.h"
#include "text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { METRICS = 10, KINDS = 4, RUNGS = 6 };

/* Kinds before the others, which nothing reads, so that some of the others share the last kind_bit(). */
enum { OTHER_KINDS_MIN = 28, OTHER_KINDS_MAX = 31 };

struct sketch_metric {
    enum ref_type type;
    int depth; /* of nested shares */
};

struct sketch {
    struct random *random;
    bool deep;
    struct text text;
    int span; /* days over which events happen */
    int kinds, metrics, rungs;
    bool scored;
    int64_t score_max;
    struct sketch_metric metric[METRICS];
};

static const char *const type_names[] = {"count", "sum", "mean", "active_days", "days_since", "days_since_first",
                                         "share", "host"};

static int64_t extreme_number(struct random *random)
{
    static const int64_t numbers[] = {
        INT64_MIN, INT64_MIN + 1, INT64_MAX, INT64_MAX - 1, INT64_MAX / 100, INT32_MIN, INT32_MAX, 0,
        -1,        INT64_MIN / 2};
    return numbers[random_int(random, 0, 9)];
}

/* A number that a metric of this type may well cross. */
static int64_t likely_number(struct sketch *sketch, enum ref_type type)
{
    struct random *random = sketch->random;
    if (random_chance(random, sketch->deep ? 30 : 3))
        return extreme_number(random);
    switch (type) {
    case REF_COUNT:
        return random_int(random, random_chance(random, 10) ? -2 : 1, 5);
    case REF_SUM:
        return random_int(random, -10, 40);
    case REF_MEAN:
        return random_int(random, -4, 9);
    case REF_ACTIVE_DAYS:
        return random_int(random, 0, 4);
    case REF_DAYS_SINCE:
    case REF_DAYS_SINCE_FIRST:
        return random_int(random, 0, random_chance(random, 50) ? 10 : sketch->span);
    case REF_SHARE:
        return random_chance(random, 50) ? random_int(random, -2, 6) * 25 : random_int(random, -60, 160);
    case REF_HOST:
        return random_int(random, -4, 4);
    }
    return 0;
}

static void put_note(struct sketch *sketch)
{
    if (random_chance(sketch->random, 5))
        text_add(&sketch->text, "\"note\": \"why \\u00e9 \\\"so\\\"\", ");
}

static void put_labels(struct sketch *sketch)
{
    if (random_chance(sketch->random, 15))
        text_add(&sketch->text, ", \"label\": {\"en\": \"One\", \"fa\": \"یک\", \"pt-BR\": \"Um\"}");
}

static void put_actions(struct sketch *sketch)
{
    if (random_chance(sketch->random, 15))
        text_add(&sketch->text, ", \"actions\": [\"invite\", \"offer-2\"]");
}

static const char *comma(int index)
{
    return index == 0 ? "" : ", ";
}

static void put_kinds(struct sketch *sketch)
{
    struct random *random = sketch->random;
    sketch->kinds = random_int(random, 1, KINDS);
    text_add(&sketch->text, "\"events\": {");
    if (random_chance(random, 20))
        for (int i = random_int(random, OTHER_KINDS_MIN, OTHER_KINDS_MAX); i > 0; i--)
            text_add(&sketch->text, "\"other%d\": {}, ", i);
    for (int i = 0; i < sketch->kinds; i++) {
        static const char *const ranges[] = {"[-100, 100]", "[0, 1000]", "[-9223372036854775808, 9223372036854775807]",
                                             "[3, 3]", "[-20, 0]"};
        text_add(&sketch->text, "%s\"k%d\": {", comma(i), i);
        if (random_chance(random, 50))
            text_add(&sketch->text, "\"value\": %s%s", ranges[random_chance(random, 60) ? 0 : random_int(random, 1, 4)],
                     random_chance(random, 10) ? ", \"label\": {\"en\": \"Kind\"}" : "");
        text_add(&sketch->text, "}");
    }
    text_add(&sketch->text, "}");
}

static void put_window(struct sketch *sketch)
{
    static const char *const periods[] = {"week", "month", "quarter", "year"};
    struct random *random = sketch->random;
    int chance = random_int(random, 1, 100);
    if (chance <= 25)
        return;
    if (chance <= 60)
        text_add(&sketch->text, ", \"within\": \"%dd\"",
                 random_int(random, 1, random_chance(random, 50) ? 12 : sketch->span));
    else if (chance <= 75)
        text_add(&sketch->text, ", \"within\": \"%dm\"", random_int(random, 1, random_chance(random, 70) ? 2 : 14));
    else if (chance <= 97)
        text_add(&sketch->text, ", \"within\": \"%s\"", periods[random_int(random, 0, 3)]);
    else
        text_add(&sketch->text, ", \"within\": \"36525%s\"", random_chance(random, 50) ? "d" : "m");
}

/* One kind as text, or some of them as a list. */
static void put_operands(struct sketch *sketch)
{
    struct random *random = sketch->random;
    int kind = random_int(random, 0, sketch->kinds - 1), put_so_far = 0;
    if (random_chance(random, 50)) {
        text_add(&sketch->text, "\"k%d\"", kind);
        return;
    }
    text_add(&sketch->text, "[");
    for (int i = 0; i < sketch->kinds; i++)
        if (i == kind || random_chance(random, 40))
            text_add(&sketch->text, "%s\"k%d\"", comma(put_so_far++), i);
    text_add(&sketch->text, "]");
}

/* Chooses what each metric is; a share only takes metrics chosen before it. */
static void choose_metrics(struct sketch *sketch)
{
    sketch->metrics = sketch->deep ? METRICS : random_int(sketch->random, 1, METRICS - 1);
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
            sketch->metric[i].type = (enum ref_type)random_int(sketch->random, REF_COUNT, REF_LAST_OF_KINDS);
    }
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
    text_add(&sketch->text, "\"m%d\": {\"share\": [\"m%d\", \"m%d\"]}", index, a, b);
}

static void put_metric(struct sketch *sketch, int index)
{
    enum ref_type type = sketch->metric[index].type;
    if (type == REF_SHARE) {
        put_share(sketch, index);
        return;
    }
    text_add(&sketch->text, "\"m%d\": {", index);
    put_note(sketch);
    text_add(&sketch->text, "\"%s\": ", type_names[type]);
    if (type == REF_HOST) {
        text_add(&sketch->text, "\"h%d\"}", random_int(sketch->random, 0, SCENARIO_HOSTS - 1));
        return;
    }
    put_operands(sketch);
    put_window(sketch);
    put_labels(sketch);
    text_add(&sketch->text, "}");
}

/* In another order than they were chosen in, so that shares name metrics before and behind them. */
static void put_metrics(struct sketch *sketch)
{
    char *metric[METRICS];
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
        text_add(&sketch->text, "%s%s", comma(sketch->metrics - left), metric[next]);
        free(metric[next]);
        metric[next] = metric[left - 1];
    }
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): each of the texts was freed when it was put. */
    text_add(&sketch->text, "}");
}

static void put_rows(struct sketch *sketch, enum ref_type type)
{
    int rows = random_int(sketch->random, 1, 3);
    int64_t at_least = likely_number(sketch, type);
    text_add(&sketch->text, "[");
    for (int i = 0; i < rows; i++) {
        text_add(&sketch->text, "%s[%" PRId64 ", %d]", comma(i), at_least, random_int(sketch->random, -3, 6) * 50);
        if (at_least > INT64_MAX - 40)
            break;
        at_least += random_int(sketch->random, 1, type == REF_SHARE || type == REF_SUM ? 40 : 4);
    }
    text_add(&sketch->text, "]");
}

static void put_score(struct sketch *sketch)
{
    struct random *random = sketch->random;
    int scored = 0;
    sketch->score_max = 1000;
    sketch->scored = random_chance(random, 60);
    if (!sketch->scored)
        return;
    text_add(&sketch->text, ", \"score\": {");
    put_note(sketch);
    if (random_chance(random, 50)) {
        sketch->score_max = random_int(random, 1, 500);
        text_add(&sketch->text, "\"max\": %" PRId64 ", ", sketch->score_max);
    }
    text_add(&sketch->text, "\"points\": {");
    for (int i = 0; i < sketch->metrics; i++)
        if (random_chance(random, 40) || (scored == 0 && i == sketch->metrics - 1)) {
            text_add(&sketch->text, "%s\"m%d\": ", comma(scored++), i);
            put_rows(sketch, sketch->metric[i].type);
        }
    text_add(&sketch->text, "}}");
}

static void put_condition(struct sketch *sketch, bool about_rungs)
{
    struct random *random = sketch->random;
    int metric = random_int(random, 0, sketch->metrics - 1),
        op = random_chance(random, 75) ? 0 : random_int(random, 0, OPERATORS - 1);
    const char *space = random_chance(random, 90) ? " " : "";
    enum ref_type type = sketch->metric[metric].type;
    if (about_rungs && random_chance(random, 50)) {
        text_add(&sketch->text, "\"rung%s%s%sr%d\"", space, operator_names[random_int(random, 0, OPERATORS - 1)], space,
                 random_int(random, 0, sketch->rungs - 1));
        return;
    }
    if (sketch->scored && random_chance(random, 20)) {
        text_add(&sketch->text, "\"score%s%s%s%d\"", space, operator_names[op], space,
                 random_int(random, 0, (int)sketch->score_max));
        return;
    }
    if (type == REF_DAYS_SINCE && random_chance(random, 70))
        op = random_int(random, 2, 3);
    text_add(&sketch->text, "\"m%d%s%s%s%" PRId64 "\"", metric, space, operator_names[op], space,
             likely_number(sketch, type));
}

static void put_conditions(struct sketch *sketch, bool about_rungs)
{
    int conditions = random_chance(sketch->random, 65) ? 1 : random_int(sketch->random, 2, 3);
    text_add(&sketch->text, "[");
    for (int i = 0; i < conditions; i++) {
        text_add(&sketch->text, "%s", comma(i));
        put_condition(sketch, about_rungs);
    }
    text_add(&sketch->text, "]");
}

/* All of a list, or one of some lists. */
static void put_rule(struct sketch *sketch, const char *key, bool about_rungs)
{
    int alternatives = random_int(sketch->random, 1, 3);
    text_add(&sketch->text, ", \"%s\": ", key);
    if (random_chance(sketch->random, 65)) {
        put_conditions(sketch, about_rungs);
        return;
    }
    text_add(&sketch->text, "[");
    for (int i = 0; i < alternatives; i++) {
        text_add(&sketch->text, "%s", comma(i));
        put_conditions(sketch, about_rungs);
    }
    text_add(&sketch->text, "]");
}

static void put_ladder(struct sketch *sketch)
{
    struct random *random = sketch->random;
    sketch->rungs = random_chance(random, 5) ? 1 : random_int(random, 2, RUNGS);
    text_add(&sketch->text, ", \"ladder\": [");
    for (int i = 0; i < sketch->rungs; i++) {
        text_add(&sketch->text, "%s{", comma(i));
        put_note(sketch);
        text_add(&sketch->text, "\"rung\": \"r%d\"", i);
        if (i > 0) {
            put_rule(sketch, "enter", false);
            if (random_chance(random, 60))
                put_rule(sketch, "keep", false);
        }
        if (random_chance(random, 40))
            text_add(&sketch->text, ", \"hold\": \"%dd\"", random_int(random, 0, random_chance(random, 80) ? 8 : 60));
        if (random_chance(random, 40))
            text_add(&sketch->text, ", \"grace\": \"%dd\"", random_int(random, 0, random_chance(random, 80) ? 8 : 60));
        if (random_chance(random, 70))
            text_add(&sketch->text, ", \"fall\": \"%s\"", fall_names[random_int(random, 0, FALLS - 1)]);
        put_labels(sketch);
        put_actions(sketch);
        text_add(&sketch->text, "}");
    }
    text_add(&sketch->text, "]");
}

static void put_segments(struct sketch *sketch)
{
    struct random *random = sketch->random;
    int segmentations = random_int(random, 0, 3);
    if (segmentations == 0)
        return;
    text_add(&sketch->text, ", \"segments\": {");
    for (int i = 0; i < segmentations; i++) {
        int cells = random_int(random, 1, 4);
        text_add(&sketch->text, "%s\"s%d\": [", comma(i), i);
        for (int cell = 0; cell < cells; cell++) {
            text_add(&sketch->text, "%s{\"segment\": \"c%d\"", comma(cell), cell);
            if (cell < cells - 1 || random_chance(random, 60))
                put_rule(sketch, "when", true);
            put_labels(sketch);
            put_actions(sketch);
            text_add(&sketch->text, "}");
        }
        text_add(&sketch->text, "]");
    }
    text_add(&sketch->text, "}");
}

char *generate_table(struct random *random, const struct wishes *wishes, int span)
{
    struct sketch sketch = {.random = random, .deep = wishes->deep, .span = span};
    int late = random_int(random, wishes->accept_late_min, wishes->accept_late_max);
    text_add(&sketch.text, "{");
    put_note(&sketch);
    text_add(&sketch.text, "\"format\": 1, \"name\": \"table\", ");
    if (wishes->accept_late_min > 30 || wishes->accept_late_max < 30 || random_chance(random, 80))
        text_add(&sketch.text, "\"accept_late\": \"%dd\", ",
                 random_chance(random, 20) ? wishes->accept_late_min : late);
    put_kinds(&sketch);
    put_metrics(&sketch);
    put_score(&sketch);
    if (random_chance(random, 60))
        text_add(&sketch.text, ", \"climb\": \"%s\"", random_chance(random, 30) ? "any" : "step");
    put_ladder(&sketch);
    put_segments(&sketch);
    text_add(&sketch.text, "}");
    return sketch.text.bytes;
}
