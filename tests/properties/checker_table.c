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

static void add_ladder(struct text *text, struct random *random, const int *used, int rungs)
{
    text_add(text, "\"climb\": \"%s\", \"ladder\": [{\"rung\": \"r0\"}", random_chance(random, 70) ? "any" : "step");
    for (int i = 1; i < rungs; i++) {
        text_add(text, ", {\"rung\": \"r%d\"", i);
        add_rule(text, random, "enter", used, 0);
        if (random_chance(random, 60))
            add_rule(text, random, "keep", used, 0);
        if (random_chance(random, 20))
            text_add(text, ", \"hold\": \"%dd\", \"grace\": \"%dd\"", random_int(random, 0, 4),
                     random_int(random, 0, 4));
        text_add(text, ", \"fall\": \"%s\"}", fall_names[random_int(random, 0, FALLS - 1)]);
    }
    text_add(text, "]");
}

static void small_table(struct text *text, struct random *random)
{
    int used[2] = {random_int(random, 0, M_TYPES - 1), random_int(random, 0, M_TYPES - 1)};
    int rungs = random_int(random, 2, 4), cells = random_int(random, 2, 4);
    text_add(text,
             "{\"format\": 1, \"name\": \"small\", \"events\": {\"other\": {}, \"k0\": {}, \"k1\": {}, \"k2\": {}, "
             "\"k3\": {}, \"k4\": {}}, \"metrics\": {\"m0\": {\"count\": \"k0\"}, \"m1\": {\"sum\": \"k1\"}, "
             "\"m2\": {\"days_since\": \"k2\"}, \"m3\": {\"active_days\": \"k3\"}, \"m4\": {\"mean\": \"k4\"}}, ");
    if (random_chance(random, 60))
        text_add(text, "\"score\": {\"max\": 200, \"points\": {\"m%d\": [[-1, 0], [0, 50], [%d, %d]]}}, ", used[0],
                 random_int(random, 1, 3), random_int(random, -1, 5) * 50);
    add_ladder(text, random, used, rungs);
    text_add(text, ", \"segments\": {\"s0\": [");
    for (int i = 0; i < cells; i++) {
        text_add(text, "%s{\"segment\": \"c%d\"", i > 0 ? ", " : "", i);
        if (i < cells - 1 || random_chance(random, 70))
            add_rule(text, random, "when", used, rungs);
        text_add(text, "}");
    }
    text_add(text, "]}}");
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
    scenario->first = 20000;
    scenario->last = 20014;
    return scenario;
}
