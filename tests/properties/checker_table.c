/* SPDX-License-Identifier: MIT */
/* Small tables in which much is amiss: few metrics, numbers from -1 to 3, every operator as likely as another. */
#include "checker.h"
#include "names.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>

static void add_condition(struct text *text, struct random *random, const int *used, int rungs)
{
    const char *op = operator_names[random_int(random, 0, OPERATORS - 1)];
    int subject = random_int(random, 1, 100);
    if (rungs > 0 && subject <= 25)
        text_add(text, "\"rung %s r%d\"", op, random_int(random, 0, rungs - 1));
    else if (subject <= 35)
        text_add(text, "\"score %s %d\"", op, random_int(random, 0, 4) * 50);
    else
        text_add(text, "\"m%d %s %d\"", used[random_int(random, 0, 1)], op, random_int(random, -1, 3));
}

/* Whole numbers leave nothing between the ends that are left out, means do. */
static void add_box(struct text *text, struct random *random, const int *used)
{
    int metric = used[random_int(random, 0, 1)], low = random_int(random, 0, 2), high = low + random_int(random, 0, 1);
    text_add(text, "\"m%d >= %d\", \"m%d <= %d\", \"m%d != %d\"", metric, low, metric, high, metric, low);
    if (high > low)
        text_add(text, ", \"m%d != %d\"", metric, high);
}

static void add_hole(struct text *text, struct random *random, const int *used)
{
    int metric = used[random_int(random, 0, 1)], number = random_int(random, 0, 3);
    text_add(text, "[\"m%d > %d\"], [\"m%d < %d\"]", metric, number, metric, number);
}

static void add_rule(struct text *text, struct random *random, const char *key, const int *used, int rungs)
{
    int alternatives = random_chance(random, 70) ? 1 : 2;
    text_add(text, ", \"%s\": [", key);
    if (random_chance(random, 10)) {
        add_hole(text, random, used);
        alternatives = 0;
    } else if (random_chance(random, 8)) {
        text_add(text, "\"m5 >= %d\"", random_int(random, 1, 3));
        alternatives = 0;
    }
    for (int i = 0; i < alternatives; i++) {
        int conditions = random_chance(random, 60) ? 1 : random_int(random, 2, 4);
        text_add(text, "%s[", i > 0 ? ", " : "");
        if (random_chance(random, 5)) {
            add_box(text, random, used);
            conditions = 0;
        }
        for (int j = 0; j < conditions; j++) {
            text_add(text, "%s", j > 0 ? ", " : "");
            add_condition(text, random, used, rungs);
        }
        text_add(text, "]");
    }
    text_add(text, "]");
}

static const char *const periods[] = {"week", "month", "quarter", "year"};

static void add_span(struct text *text, struct random *random, const char *key, int least)
{
    if (random_chance(random, 75))
        text_add(text, ", \"%s\": \"%dd\"", key, random_int(random, least, random_chance(random, 85) ? 4 : 40));
    else
        text_add(text, ", \"%s\": \"%dm\"", key, random_int(random, least, 2));
}

static void add_spans(struct text *text, struct random *random, bool reviewed)
{
    bool term = !reviewed && random_chance(random, 35);
    if (term)
        add_span(text, random, "term", 1);
    if (term && random_chance(random, 30))
        text_add(text, ", \"until\": \"%s\"", periods[random_int(random, 0, 1)]);
    if (random_chance(random, term ? 40 : 20))
        add_span(text, random, "hold", 0);
    if (random_chance(random, reviewed ? 40 : 20))
        add_span(text, random, "grace", 0);
}

static void add_review(struct text *text, struct random *random, int review)
{
    static const char *const days[] = {"01-01", "01-31", "04-01", "10-15"};
    if (review == 0 || random_chance(random, 60))
        text_add(text, "\"review\": \"%s\", ", periods[review]);
    else
        text_add(text, "\"review\": {\"every\": \"%s\", \"begins\": \"%s\"}, ", periods[review],
                 days[random_int(random, 0, 3)]);
}

static void add_ladder(struct text *text, struct random *random, const int *used, int rungs, int review)
{
    if (review >= 0)
        add_review(text, random, review);
    text_add(text, "\"climb\": \"%s\"", random_chance(random, 70) ? "any" : "step");
    if (random_chance(random, 15))
        add_rule(text, random, "out", used, 0);
    text_add(text, ", \"ladder\": [{\"rung\": \"r0\"}");
    for (int i = 1; i < rungs; i++) {
        text_add(text, ", {\"rung\": \"r%d\"", i);
        add_rule(text, random, "enter", used, 0);
        if (random_chance(random, 60))
            add_rule(text, random, "keep", used, 0);
        add_spans(text, random, review >= 0);
        text_add(text, ", \"fall\": \"%s\"}", fall_names[random_int(random, 0, FALLS - 1)]);
    }
    text_add(text, "]");
}

/* Kinds that only add, only take away, do both, do neither, or not to zero. */
static void add_kinds(struct text *text, struct random *random)
{
    static const char *const ranges[] = {"[0, 100]", "[-100, 0]", "[-100, 100]", "[0, 0]", "[-100, -2]", "[2, 100]"};
    text_add(text,
             "\"events\": {\"other\": {}, \"k0\": {}, \"k1\": %s, \"k2\": {}, \"k3\": {}, \"k4\": {}, "
             "\"k5\": {}, \"k6\": {}, \"k7\": {\"value\": %s}, \"k8\": {\"value\": %s}, \"k9\": {}}, ",
             random_chance(random, 20) ? "{\"value\": [0, 100]}" : "{}", ranges[random_int(random, 0, 5)],
             ranges[random_int(random, 0, 5)]);
}

/* Often over the period of the review. */
static void add_window(struct text *text, struct random *random, int review)
{
    static const char *const begins[] = {"01-01", "01-31", "04-01", "10-15", "k5", "k9"};
    int period = review >= 0 && random_chance(random, 60) ? review : random_int(random, 0, 3);
    if (random_chance(random, 30)) {
        text_add(text, ", \"within\": \"%d%s\"", random_int(random, 1, 6), random_chance(random, 60) ? "d" : "m");
    } else {
        text_add(text, ", \"within\": \"%s\"", periods[period]);
        if (period > 0 && random_chance(random, 35))
            text_add(text, ", \"begins\": \"%s\"", begins[random_int(random, 0, 5)]);
    }
    if (random_chance(random, 25))
        text_add(text, ", \"back\": %d", random_int(random, 0, 2));
    if (random_chance(random, 15))
        text_add(text, ", \"after\": \"k%d\"", random_int(random, 5, 9));
}

static void add_rolling(struct text *text, struct random *random, int review)
{
    static const int weights[] = {1, -1, 2};
    text_add(text, ", \"m7\": {\"sum\": ");
    if (random_chance(random, 50))
        text_add(text, "[\"k7\", \"k8\"]");
    else
        text_add(text, "{\"k7\": %d, \"k8\": %d}", weights[random_int(random, 0, 2)],
                 weights[random_int(random, 0, 2)]);
    add_window(text, random, review);
    text_add(text, "}");
}

static void add_metrics(struct text *text, struct random *random, int review)
{
    static const char *const types[] = {"count", "active_days", "active_weeks"};
    text_add(text,
             "\"metrics\": {\"m0\": {\"count\": \"k0\"}, \"m1\": {\"sum\": \"k1\"%s}, "
             "\"m2\": {\"days_since\": \"k2\", \"unit\": \"days\"}, \"m3\": {\"active_days\": \"k3\"}, \"m4\": "
             "{\"mean\": \"k4\"}, "
             "\"m5\": {\"%s\": \"k5\"",
             random_chance(random, 20) ? ", \"unit\": \"money\"" : "",
             types[random_chance(random, 60) ? 0 : random_int(random, 1, 2)]);
    add_window(text, random, review);
    text_add(text, "}, \"m6\": {\"count\": \"k6\", \"within\": \"term\"}");
    add_rolling(text, random, review);
    text_add(text, "}, ");
}

/* Mostly a metric whose values words can give, often the one in a window. */
static int any_metric(struct random *random)
{
    if (random_chance(random, 20))
        return M_WINDOW;
    return random_int(random, 0, random_chance(random, 70) ? M_TYPES - 1 : SMALL_METRICS - 1);
}

/* Often of weeks, so that some fall into the logs. */
static int any_review(struct random *random)
{
    return random_chance(random, 50) ? 0 : random_int(random, 1, 3);
}

static void add_cells(struct text *text, struct random *random, const int *used, int rungs)
{
    int cells = random_int(random, 2, 4);
    bool is_object = random_chance(random, 20);
    text_add(text, ", \"segments\": {\"s0\": %s[", is_object ? "{\"cells\": " : "");
    for (int i = 0; i < cells; i++) {
        text_add(text, "%s{\"segment\": \"c%d\"", i > 0 ? ", " : "", i);
        if (i < cells - 1 || random_chance(random, 70))
            add_rule(text, random, "when", used, rungs);
        text_add(text, "%s}", i == 0 && random_chance(random, 50) ? ", \"actions\": [\"greet\"]" : "");
    }
    text_add(text, "]%s}", is_object ? "}" : "");
}

static void small_table(struct text *text, struct random *random)
{
    int used[2] = {any_metric(random), any_metric(random)},
        review = random_chance(random, 25) ? any_review(random) : -1;
    int rungs = random_int(random, 2, 4);
    text_add(text, "{\"format\": 1, \"name\": \"small\", ");
    add_kinds(text, random);
    add_metrics(text, random, review);
    if (random_chance(random, 60))
        text_add(text, "\"score\": {\"max\": 200, \"points\": {\"m%d\": [[-1, 0], [0, 50], [%d, %d]]}}, ", used[0],
                 random_int(random, 1, 3), random_int(random, -1, 5) * 50);
    add_ladder(text, random, used, rungs, review);
    add_cells(text, random, used, rungs);
    text_add(text, "%s%s}", random_chance(random, 50) ? ", \"money\": {\"code\": \"EUR\", \"digits\": 2}" : "",
             random_chance(random, 20) ? ", \"actions\": {\"greet\": {\"label\": {\"en\": \"Greet\"}}}" : "");
}

struct scenario *small_scenario(uint64_t seed)
{
    struct scenario *scenario = calloc(1, sizeof *scenario);
    struct random random = {seed};
    struct text text = {0};
    if (!scenario)
        abort();
    small_table(&text, &random);
    scenario->text = text.bytes;
    scenario->table = ref_table_read(text.bytes, text.length);
    if (loyalty_program_from_json(text.bytes, text.length, NULL, NULL, &scenario->program) != LOYALTY_OK) {
        fprintf(stderr, "the library refuses a small table:\n%s\n", text.bytes);
        exit(1);
    }
    scenario->first = 20000 + random_int(&random, 0, 120);
    scenario->last = scenario->first + 14;
    return scenario;
}
