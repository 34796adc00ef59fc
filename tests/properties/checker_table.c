/* SPDX-License-Identifier: MIT */
/* Small tables in which much is amiss: few metrics, numbers from -1 to 3, every operator as likely as another. */
#include "checker.h"
#include "names.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
    char bytes[16384];
    size_t length;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *text, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(text->bytes + text->length, sizeof text->bytes - text->length, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof text->bytes - text->length)
        abort();
    text->length += (size_t)length;
}

static void add_condition(struct text *text, struct random *random, const int *used, int rungs)
{
    const char *op = operator_names[random_int(random, 0, OPERATORS - 1)];
    int subject = random_int(random, 1, 100);

    if (rungs > 0 && subject <= 25)
        add(text, "\"rung %s r%d\"", op, random_int(random, 0, rungs - 1));
    else if (subject <= 35)
        add(text, "\"score %s %d\"", op, random_int(random, 0, 4) * 50);
    else
        add(text, "\"m%d %s %d\"", used[random_int(random, 0, 1)], op, random_int(random, -1, 3));
}

/* Whole numbers leave nothing between the ends that are left out, means do. */
static void add_box(struct text *text, struct random *random, const int *used)
{
    int metric = used[random_int(random, 0, 1)], low = random_int(random, 0, 2), high = low + random_int(random, 0, 1);

    add(text, "\"m%d >= %d\", \"m%d <= %d\", \"m%d != %d\"", metric, low, metric, high, metric, low);
    if (high > low)
        add(text, ", \"m%d != %d\"", metric, high);
}

static void add_hole(struct text *text, struct random *random, const int *used)
{
    int metric = used[random_int(random, 0, 1)], number = random_int(random, 0, 3);

    add(text, "[\"m%d > %d\"], [\"m%d < %d\"]", metric, number, metric, number);
}

static void add_rule(struct text *text, struct random *random, const char *key, const int *used, int rungs)
{
    int alternatives = random_chance(random, 70) ? 1 : 2;

    add(text, ", \"%s\": [", key);
    if (random_chance(random, 10)) {
        add_hole(text, random, used);
        alternatives = 0;
    }
    for (int i = 0; i < alternatives; i++) {
        int conditions = random_chance(random, 60) ? 1 : random_int(random, 2, 4);

        add(text, "%s[", i > 0 ? ", " : "");
        if (random_chance(random, 5)) {
            add_box(text, random, used);
            conditions = 0;
        }
        for (int j = 0; j < conditions; j++) {
            add(text, "%s", j > 0 ? ", " : "");
            add_condition(text, random, used, rungs);
        }
        add(text, "]");
    }
    add(text, "]");
}

static void add_ladder(struct text *text, struct random *random, const int *used, int rungs)
{

    add(text, "\"climb\": \"%s\", \"ladder\": [{\"rung\": \"r0\"}", random_chance(random, 70) ? "any" : "step");
    for (int i = 1; i < rungs; i++) {
        add(text, ", {\"rung\": \"r%d\"", i);
        add_rule(text, random, "enter", used, 0);
        if (random_chance(random, 60))
            add_rule(text, random, "keep", used, 0);
        if (random_chance(random, 20))
            add(text, ", \"hold\": \"%dd\", \"grace\": \"%dd\"", random_int(random, 0, 4), random_int(random, 0, 4));
        add(text, ", \"fall\": \"%s\"}", fall_names[random_int(random, 0, FALLS - 1)]);
    }
    add(text, "]");
}

static void small_table(struct text *text, struct random *random)
{
    int used[2] = {random_int(random, 0, M_TYPES - 1), random_int(random, 0, M_TYPES - 1)};
    int rungs = random_int(random, 2, 4), cells = random_int(random, 2, 4);

    text->length = 0;
    add(text, "{\"format\": 1, \"name\": \"small\", \"events\": {\"other\": {}, \"k0\": {}, \"k1\": {}, \"k2\": {}, "
              "\"k3\": {}, \"k4\": {}}, \"metrics\": {\"m0\": {\"count\": \"k0\"}, \"m1\": {\"sum\": \"k1\"}, "
              "\"m2\": {\"days_since\": \"k2\"}, \"m3\": {\"active_days\": \"k3\"}, \"m4\": {\"mean\": \"k4\"}}, ");
    if (random_chance(random, 60))
        add(text, "\"score\": {\"max\": 200, \"points\": {\"m%d\": [[-1, 0], [0, 50], [%d, %d]]}}, ", used[0],
            random_int(random, 1, 3), random_int(random, -1, 5) * 50);
    add_ladder(text, random, used, rungs);
    add(text, ", \"segments\": {\"s0\": [");
    for (int i = 0; i < cells; i++) {
        add(text, "%s{\"segment\": \"c%d\"", i > 0 ? ", " : "", i);
        if (i < cells - 1 || random_chance(random, 70))
            add_rule(text, random, "when", used, rungs);
        add(text, "}");
    }
    add(text, "]}}");
}

struct scenario *small_scenario(uint64_t seed)
{
    struct scenario *scenario = calloc(1, sizeof *scenario);
    struct random random = {seed};
    static struct text text;

    if (scenario == NULL)
        abort();
    small_table(&text, &random);
    scenario->text = malloc(text.length + 1);
    if (scenario->text == NULL)
        abort();
    memcpy(scenario->text, text.bytes, text.length + 1);
    scenario->table = ref_table_read(text.bytes, text.length);
    if (loyalty_program_from_json(text.bytes, text.length, NULL, NULL, &scenario->program) != LOYALTY_OK) {
        fprintf(stderr, "the library refuses a small table:\n%s\n", text.bytes);
        exit(1);
    }
    scenario->first = 20000;
    scenario->last = 20014;
    return scenario;
}
