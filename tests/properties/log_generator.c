/* SPDX-License-Identifier: MIT */
/* Logs made up at random: dates in clusters, counts and values of either sign, events taken back, ids, extremes. */
#include "scenario.h"

#include <stdio.h>

struct cluster {
    int from, to;
};

/* What a log is made of. Plain events fit in words of the log; large ones pass the limits of a word, extreme ones 64 bits. */
enum style { STYLE_ANY, STYLE_PLAIN, STYLE_LARGE, STYLE_EXTREME };

static enum style any_style(struct random *random, const struct wishes *wishes)
{
    int chance = random_int(random, 1, 100);
    if (wishes->may_overflow || wishes->deep || chance <= 14)
        return STYLE_EXTREME;
    if (wishes_long(wishes))
        return chance <= 45 ? STYLE_PLAIN : chance <= 75 ? STYLE_LARGE : STYLE_ANY;
    return chance <= 20 ? STYLE_PLAIN : chance <= 30 ? STYLE_LARGE : STYLE_ANY;
}

/* About a half or a quarter of the largest sum of a word, or the largest itself, or much more. */
static int64_t large_value(struct random *random)
{
    int64_t value =
        (INT64_C(1) << random_int(random, 27, random_chance(random, 80) ? 30 : 45)) + random_int(random, -2, 2);
    return random_chance(random, 70) ? value : -value;
}

static int64_t any_value(struct random *random, const struct ref_kind *kind, enum style style)
{
    int64_t value = random_int(random, -5, 10);
    if (style == STYLE_LARGE && random_chance(random, 50))
        value = large_value(random);
    if (style == STYLE_EXTREME && random_chance(random, 50))
        value = random_chance(random, 50) ? random_between(random, INT64_MIN, INT64_MAX)
                                          : (random_chance(random, 50) ? kind->low : kind->high);
    if (value < kind->low || value > kind->high)
        value = kind->low + (kind->high > kind->low ? random_int(random, 0, 10) : 0);
    return value < kind->low ? kind->low : value > kind->high ? kind->high : value;
}

static int any_count(struct random *random, enum style style)
{
    int chance = random_int(random, 1, 100);
    if (style == STYLE_EXTREME && chance <= 20)
        return random_chance(random, 50) ? INT32_MAX : INT32_MIN + random_int(random, 0, 1);
    if (style == STYLE_LARGE && chance <= 20)
        return random_chance(random, 50) ? random_int(random, 13, 18) : random_int(random, 100, 100000);
    if (chance <= 70)
        return 1;
    return chance <= 88 || style == STYLE_PLAIN || style == STYLE_LARGE ? random_int(random, 2, 4)
                                                                        : random_int(random, -3, 0);
}

/* One of those that metrics read, which are the last, or seldom any. */
static int any_kind(struct random *random, const struct ref_table *table)
{
    int first = 0;
    while (table->kinds - first > 1 && table->kind[first].name[0] == 'o')
        first++;
    return random_int(random, random_chance(random, 5) ? 0 : first, table->kinds - 1);
}

/* Above zero, or few shares would be defined. */
static void turn_up(struct ref_event *event, const struct ref_kind *kind)
{
    if (event->count < 0 && event->count > INT32_MIN)
        event->count = -event->count;
    if (event->value < 0 && event->value > INT64_MIN && -event->value <= kind->high)
        event->value = -event->value;
}

/* Σ|count·value| of a kind on a date stays within 64 bits, so that no order of arrival can overflow. */
static bool stays_small(const struct scenario *scenario, const struct ref_event *event)
{
    wide sum = 0;
    for (int i = 0; i <= scenario->events; i++) {
        const struct ref_event *other = i < scenario->events ? &scenario->event[i] : event;
        wide term = (wide)other->count * other->value;
        if (other->kind == event->kind && other->date == event->date)
            sum += term < 0 ? -term : term;
    }
    return sum <= INT64_MAX;
}

static void add(struct scenario *scenario, struct ref_event event, const struct wishes *wishes)
{
    if (scenario->events == SCENARIO_EVENTS || (!wishes->may_overflow && !stays_small(scenario, &event)))
        return;
    scenario->event[scenario->events++] = event;
}

void generate_log(struct random *random, const struct wishes *wishes, struct scenario *scenario)
{
    int wanted = random_int(random, wishes->events_min, wishes->events_max), span = scenario->last - scenario->first;
    enum style style = any_style(random, wishes);
    bool with_ids = random_chance(random, 60);
    int clusters = random_int(random, 1, 4), centre[4];
    for (int i = 0; i < clusters; i++)
        centre[i] = random_int(random, 0, span);
    for (int i = 0; i < wanted; i++) {
        int offset = random_chance(random, wishes_long(wishes) ? 90 : 30)
                         ? random_int(random, 0, span)
                         : centre[random_int(random, 0, clusters - 1)] + random_int(random, 0, 3);
        struct ref_event event = {.kind = any_kind(random, scenario->table)};
        event.date = scenario->first + (offset > span ? span : offset);
        event.value = any_value(random, &scenario->table->kind[event.kind], style);
        event.count = any_count(random, style);
        if (event.count == 0 && !wishes->may_overflow) /* only who expects refusals gets one for this */
            event.count = -1;
        if (wishes->deep && random_chance(random, 90))
            turn_up(&event, &scenario->table->kind[event.kind]);
        if (with_ids && random_chance(random, 60)) {
            snprintf(scenario->id[i], SCENARIO_ID, "e%d", i);
            event.id = scenario->id[i];
        }
        add(scenario, event, wishes);
        if (style != STYLE_PLAIN && random_chance(random, 8) && event.count != INT32_MIN) {
            event.count = -event.count; /* taken back at once */
            event.id = NULL;
            add(scenario, event, wishes);
        }
    }
    scenario_shuffle(random, scenario->event, scenario->events);
}
