/* SPDX-License-Identifier: MIT */
/* Ladders made up at random: rungs with holds, graces and terms, and what keeps customers out or rungs as they are. */
#include "names.h"
#include "sketch.h"

static const char *const periods[] = {"week", "month", "quarter", "year"};

/* Some days mostly, so that it passes within the log. */
static void put_span(struct sketch *sketch, const char *key, int least)
{
    struct random *random = sketch->random;
    int chance = random_int(random, 1, 100);
    if (chance <= 75)
        text_add(&sketch->text, ", \"%s\": \"%dd\"", key,
                 random_int(random, least, random_chance(random, 85) ? 8 : 60));
    else if (chance <= 98)
        text_add(&sketch->text, ", \"%s\": \"%dm\"", key, random_int(random, least, random_chance(random, 70) ? 1 : 3));
    else
        text_add(&sketch->text, ", \"%s\": \"36525%s\"", key, random_chance(random, 50) ? "d" : "m");
}

static void put_term(struct sketch *sketch)
{
    put_span(sketch, "term", 1);
    if (random_chance(sketch->random, 30))
        text_add(&sketch->text, ", \"until\": \"%s\"", periods[random_int(sketch->random, 0, 3)]);
}

/* Everything that the first rung has not. */
static void put_rules(struct sketch *sketch)
{
    struct random *random = sketch->random;
    bool has_term = !sketch->reviewed && random_chance(random, 45);
    if (random_chance(random, has_term ? 35 : 10))
        sketch_rule_of_term(sketch, "enter");
    else
        sketch_rule(sketch, "enter", false);
    if (random_chance(random, has_term ? 70 : 20))
        sketch_rule_of_term(sketch, "keep");
    else if (random_chance(random, 50))
        sketch_rule(sketch, "keep", false);
    if (has_term)
        put_term(sketch);
    if (random_chance(random, has_term ? 20 : 40))
        put_span(sketch, "hold", 0);
    if (random_chance(random, has_term ? 60 : 45))
        put_span(sketch, "grace", 0);
    if (random_chance(random, 70))
        text_add(&sketch->text, ", \"fall\": \"%s\"", fall_names[random_int(random, 0, FALLS - 1)]);
}

static void put_out(struct sketch *sketch)
{
    if (random_chance(sketch->random, 14))
        sketch_rule(sketch, "out", false);
}

static void put_review(struct sketch *sketch)
{
    struct random *random = sketch->random;
    sketch->reviewed = random_chance(random, 18);
    if (!sketch->reviewed)
        return;
    text_add(&sketch->text, ", \"review\": ");
    if (random_chance(random, 60)) {
        text_add(&sketch->text, "\"%s\"", periods[random_chance(random, 60) ? 0 : random_int(random, 1, 3)]);
        return;
    }
    text_add(&sketch->text, "{");
    sketch_note(sketch);
    text_add(&sketch->text,
             "\"every\": \"%s\", \"begins\": ", periods[random_chance(random, 60) ? 1 : random_int(random, 2, 3)]);
    sketch_day_of_year(sketch);
    text_add(&sketch->text, "}");
}

void sketch_put_ladder(struct sketch *sketch)
{
    struct random *random = sketch->random;
    put_out(sketch);
    put_review(sketch);
    sketch->rungs = random_chance(random, 5) ? 1 : random_int(random, 2, 6);
    text_add(&sketch->text, ", \"ladder\": [");
    for (int i = 0; i < sketch->rungs; i++) {
        text_add(&sketch->text, "%s{", sketch_comma(i));
        sketch_note(sketch);
        text_add(&sketch->text, "\"rung\": \"r%d\"", i);
        if (i > 0)
            put_rules(sketch);
        sketch_label(sketch);
        sketch_actions(sketch);
        text_add(&sketch->text, "}");
    }
    text_add(&sketch->text, "]");
}
