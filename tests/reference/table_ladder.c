/* SPDX-License-Identifier: MIT */
/* Reads the rungs, and what the table says beside them about who stands on none and on which days rungs change. */
#include "table_parts.h"

#include <string.h>

static enum ref_fall fall_named(const char *fall)
{
    if (fall != NULL && strcmp(fall, "step") == 0)
        return REF_STEP;
    if (fall != NULL && strcmp(fall, "bottom") == 0)
        return REF_BOTTOM;
    return REF_REQUALIFY;
}

static void read_rung(const struct ref_table *table, struct ref_rung *rung, json_t *body)
{
    json_t *enter = json_object_get(body, "enter"), *keep = json_object_get(body, "keep");
    rung->enter = table_rule(table, enter);
    rung->keep = table_rule(table, keep != NULL ? keep : enter);
    rung->hold = table_span(json_object_get(body, "hold"));
    rung->grace = table_span(json_object_get(body, "grace"));
    rung->term = table_span(json_object_get(body, "term"));
    rung->until = table_period(json_string_value(json_object_get(body, "until")));
    rung->fall = fall_named(json_string_value(json_object_get(body, "fall")));
}

/* The name of a period, or an object that also says when periods begin. */
static void read_review(struct ref_table *table, json_t *review)
{
    json_t *every = json_is_object(review) ? json_object_get(review, "every") : review;
    table->review = table_period(json_string_value(every));
    table->review_begins = table_day_of_year(json_string_value(json_object_get(review, "begins")));
}

void table_ladder(struct ref_table *table, json_t *json)
{
    json_t *body, *ladder = json_object_get(json, "ladder"), *out = json_object_get(json, "out");
    size_t i;
    json_array_foreach(ladder, i, body)
    {
        table->rung[table->rungs++].name = json_string_value(json_object_get(body, "rung"));
    }
    json_array_foreach(ladder, i, body)
    {
        read_rung(table, &table->rung[i], body);
    }
    table->out = out != NULL ? table_rule(table, out) : NULL;
    read_review(table, json_object_get(json, "review"));
}
