/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_SKETCH_H
#define PROPERTIES_SKETCH_H

#include "scenario.h"
#include "text.h"

/*
 * A rule table that is being made up. Its text grows from the events to the segments; the rest is what later parts have
 * to know of earlier ones.
 */

enum { SKETCH_METRICS = 10 };

struct sketch_metric {
    enum ref_type type;
    int depth; /* of nested shares */
    bool in_term;
};

struct sketch {
    struct random *random;
    bool deep; /* of wishes */
    struct text text;
    int span; /* days over which events happen */
    int kinds, metrics, rungs;
    bool reviewed; /* the table has a review, so its rungs have no terms */
    bool acts;     /* some rung or cell has actions */
    bool scored;
    int64_t score_max;
    struct sketch_metric metric[SKETCH_METRICS];
};

/* "", or ", " before all but the first. */
const char *sketch_comma(int index);
/* Each at times; a note goes first in an object, a label or actions not. */
void sketch_note(struct sketch *sketch);
void sketch_label(struct sketch *sketch);
void sketch_actions(struct sketch *sketch);
/* A day of the year other than 29 February, often at the end of a month. */
void sketch_day_of_year(struct sketch *sketch);

/* A number that a metric of this type may well cross. */
int64_t sketch_number(struct sketch *sketch, enum ref_type type);
/* ", "KEY": CONDITIONS": a list, or a list of lists. */
void sketch_rule(struct sketch *sketch, const char *key, bool about_rungs);
/* The same; a condition of it asks about the term if a metric does. */
void sketch_rule_of_term(struct sketch *sketch, const char *key);

void sketch_put_metrics(struct sketch *sketch);
void sketch_put_ladder(struct sketch *sketch);

#endif
