/* SPDX-License-Identifier: MIT */
/*
 * Rule tables made up at random, as JSON text. Numbers are small and windows short, so that a log of some twenty events
 * crosses the thresholds; now and then one is as large as can be.
 */
#include "sketch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { KINDS = 4 };

/* Kinds before the others, which nothing reads, so that some of the others share the last kind_bit(). */
enum { OTHER_KINDS_MIN = 28, OTHER_KINDS_MAX = 31 };

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
        text_add(&sketch->text, "%s\"k%d\": {", sketch_comma(i), i);
        if (random_chance(random, 50))
            text_add(&sketch->text, "\"value\": %s%s", ranges[random_chance(random, 60) ? 0 : random_int(random, 1, 4)],
                     random_chance(random, 10) ? ", \"label\": {\"en\": \"Kind\"}" : "");
        text_add(&sketch->text, "}");
    }
    text_add(&sketch->text, "}");
}

static void put_rows(struct sketch *sketch, enum ref_type type)
{
    int rows = random_int(sketch->random, 1, 3);
    int64_t at_least = sketch_number(sketch, type);
    text_add(&sketch->text, "[");
    for (int i = 0; i < rows; i++) {
        text_add(&sketch->text, "%s[%" PRId64 ", %d]", sketch_comma(i), at_least,
                 random_int(sketch->random, -3, 6) * 50);
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
    sketch_note(sketch);
    if (random_chance(random, 50)) {
        sketch->score_max = random_int(random, 1, 500);
        text_add(&sketch->text, "\"max\": %" PRId64 ", ", sketch->score_max);
    }
    text_add(&sketch->text, "\"points\": {");
    for (int i = 0; i < sketch->metrics; i++)
        if (random_chance(random, 40) || (scored == 0 && i == sketch->metrics - 1)) {
            text_add(&sketch->text, "%s\"m%d\": ", sketch_comma(scored++), i);
            put_rows(sketch, sketch->metric[i].type);
        }
    text_add(&sketch->text, "}}");
}

static void put_cells(struct sketch *sketch)
{
    int cells = random_int(sketch->random, 1, 4);
    text_add(&sketch->text, "[");
    for (int cell = 0; cell < cells; cell++) {
        text_add(&sketch->text, "%s{\"segment\": \"c%d\"", sketch_comma(cell), cell);
        if (cell < cells - 1 || random_chance(sketch->random, 60))
            sketch_rule(sketch, "when", true);
        sketch_label(sketch);
        sketch_actions(sketch);
        text_add(&sketch->text, "}");
    }
    text_add(&sketch->text, "]");
}

static void put_segments(struct sketch *sketch)
{
    int segmentations = random_int(sketch->random, 0, 3);
    if (segmentations == 0)
        return;
    text_add(&sketch->text, ", \"segments\": {");
    for (int i = 0; i < segmentations; i++) {
        bool is_object = random_chance(sketch->random, 25);
        text_add(&sketch->text, "%s\"s%d\": %s", sketch_comma(i), i, is_object ? "{\"cells\": " : "");
        put_cells(sketch);
        if (is_object) {
            sketch_label(sketch);
            text_add(&sketch->text, "}");
        }
    }
    text_add(&sketch->text, "}");
}

/* Texts for people, which change no standing. Some are of actions that no rung or cell has. */
static void put_words(struct sketch *sketch)
{
    static const char *const actions[] = {"\"invite\": {\"label\": {\"en\": \"Invite\"}}",
                                          "\"offer-2\": {\"label\": {\"fa\": \"\u0628\"}, \"note\": \"two\"}",
                                          "\"other\": {}"};
    struct random *random = sketch->random;
    if (random_chance(random, sketch->acts ? 40 : 5)) {
        int put_so_far = 0;
        text_add(&sketch->text, ", \"actions\": {");
        for (int i = 0; i < 3; i++)
            if (random_chance(random, 60))
                text_add(&sketch->text, "%s%s", sketch_comma(put_so_far++), actions[i]);
        text_add(&sketch->text, "}");
    }
    if (random_chance(random, 5))
        text_add(&sketch->text, ", \"$schema\": \"rule-table.schema.json\"");
}

static void put_money(struct sketch *sketch)
{
    if (random_chance(sketch->random, 30))
        text_add(&sketch->text, "\"money\": {\"code\": \"EUR\", \"digits\": %d}, ", random_int(sketch->random, 0, 9));
}

char *generate_table(struct random *random, const struct wishes *wishes, int span)
{
    struct sketch sketch = {.random = random, .deep = wishes->deep, .span = span};
    int late = random_int(random, wishes->accept_late_min, wishes->accept_late_max);
    text_add(&sketch.text, "{");
    sketch_note(&sketch);
    text_add(&sketch.text, "\"format\": 1, \"name\": \"table\", ");
    if (wishes->accept_late_min > 30 || wishes->accept_late_max < 30 || random_chance(random, 80))
        text_add(&sketch.text, "\"accept_late\": \"%dd\", ",
                 random_chance(random, 20) ? wishes->accept_late_min : late);
    put_money(&sketch);
    put_kinds(&sketch);
    sketch_put_metrics(&sketch);
    put_score(&sketch);
    if (random_chance(random, 60))
        text_add(&sketch.text, ", \"climb\": \"%s\"", random_chance(random, 30) ? "any" : "step");
    sketch_put_ladder(&sketch);
    put_segments(&sketch);
    put_words(&sketch);
    text_add(&sketch.text, "}");
    return sketch.text.bytes;
}
