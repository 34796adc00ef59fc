/* SPDX-License-Identifier: MIT */
/* What all parts of a made-up table have: notes, labels, actions, numbers and conditions. */
#include "sketch.h"

#include <inttypes.h>

#include "names.h"

void sketch_note(struct sketch *sketch)
{
    if (random_chance(sketch->random, 5))
        text_add(&sketch->text, "\"note\": \"why \\u00e9 \\\"so\\\"\", ");
}

void sketch_label(struct sketch *sketch)
{
    if (random_chance(sketch->random, 15))
        text_add(&sketch->text, ", \"label\": {\"en\": \"One\", \"fa\": \"یک\", \"pt-BR\": \"Um\"}");
}

void sketch_actions(struct sketch *sketch)
{
    if (!random_chance(sketch->random, 15))
        return;
    sketch->acts = true;
    text_add(&sketch->text, ", \"actions\": [\"invite\", \"offer-2\"]");
}

const char *sketch_comma(int index)
{
    return index == 0 ? "" : ", ";
}

void sketch_day_of_year(struct sketch *sketch)
{
    static const int days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    struct random *random = sketch->random;
    int month = random_int(random, 1, 12), last = days[month];
    int day = random_chance(random, 40) ? last - random_int(random, 0, 2) : random_int(random, 1, last);
    text_add(&sketch->text, "\"%02d-%02d\"", month, day);
}

static int64_t extreme_number(struct random *random)
{
    static const int64_t numbers[] = {
        INT64_MIN, INT64_MIN + 1, INT64_MAX, INT64_MAX - 1, INT64_MAX / 100, INT32_MIN, INT32_MAX, 0,
        -1,        INT64_MIN / 2};
    return numbers[random_int(random, 0, 9)];
}

int64_t sketch_number(struct sketch *sketch, enum ref_type type)
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
    case REF_LATEST:
        return random_int(random, -4, 9);
    case REF_ACTIVE_DAYS:
        return random_int(random, 0, 4);
    case REF_ACTIVE_WEEKS:
    case REF_ACTIVE_MONTHS:
    case REF_STREAK_DAYS:
    case REF_STREAK_WEEKS:
    case REF_STREAK_MONTHS:
    case REF_DIFFERENT:
        return random_int(random, 0, 3);
    case REF_ACTIVE_QUARTERS:
    case REF_ACTIVE_YEARS:
    case REF_STREAK_QUARTERS:
    case REF_STREAK_YEARS:
        return random_int(random, 0, 2);
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

static void put_metric_condition(struct sketch *sketch, int metric)
{
    struct random *random = sketch->random;
    int op = random_chance(random, 75) ? 0 : random_int(random, 0, OPERATORS - 1);
    const char *space = random_chance(random, 90) ? " " : "";
    enum ref_type type = sketch->metric[metric].type;
    if (type == REF_DAYS_SINCE && random_chance(random, 70))
        op = random_int(random, 2, 3);
    text_add(&sketch->text, "\"m%d%s%s%s%" PRId64 "\"", metric, space, operator_names[op], space,
             sketch_number(sketch, type));
}

static void put_condition(struct sketch *sketch, bool about_rungs)
{
    struct random *random = sketch->random;
    const char *op = operator_names[random_chance(random, 75) ? 0 : random_int(random, 0, OPERATORS - 1)];
    const char *space = random_chance(random, 90) ? " " : "";
    if (about_rungs && random_chance(random, 50)) {
        text_add(&sketch->text, "\"rung%s%s%sr%d\"", space, operator_names[random_int(random, 0, OPERATORS - 1)], space,
                 random_int(random, 0, sketch->rungs - 1));
        return;
    }
    if (sketch->scored && random_chance(random, 20)) {
        text_add(&sketch->text, "\"score%s%s%s%d\"", space, op, space, random_int(random, 0, (int)sketch->score_max));
        return;
    }
    put_metric_condition(sketch, random_int(random, 0, sketch->metrics - 1));
}

static void put_conditions(struct sketch *sketch, bool about_rungs)
{
    int conditions = random_chance(sketch->random, 65) ? 1 : random_int(sketch->random, 2, 3);
    text_add(&sketch->text, "[");
    for (int i = 0; i < conditions; i++) {
        text_add(&sketch->text, "%s", sketch_comma(i));
        put_condition(sketch, about_rungs);
    }
    text_add(&sketch->text, "]");
}

void sketch_rule(struct sketch *sketch, const char *key, bool about_rungs)
{
    int alternatives = random_int(sketch->random, 1, 3);
    text_add(&sketch->text, ", \"%s\": ", key);
    if (random_chance(sketch->random, 65)) {
        put_conditions(sketch, about_rungs);
        return;
    }
    text_add(&sketch->text, "[");
    for (int i = 0; i < alternatives; i++) {
        text_add(&sketch->text, "%s", sketch_comma(i));
        put_conditions(sketch, about_rungs);
    }
    text_add(&sketch->text, "]");
}

void sketch_rule_of_term(struct sketch *sketch, const char *key)
{
    int metric = random_int(sketch->random, 0, sketch->metrics - 1), left = sketch->metrics;
    while (left > 0 && !sketch->metric[metric].in_term) {
        metric = (metric + 1) % sketch->metrics;
        left--;
    }
    text_add(&sketch->text, ", \"%s\": [", key);
    put_metric_condition(sketch, metric);
    if (random_chance(sketch->random, 20)) {
        text_add(&sketch->text, ", ");
        put_condition(sketch, false);
    }
    text_add(&sketch->text, "]");
}
