/* SPDX-License-Identifier: MIT */
/* Logs made up at random: dates in clusters, counts and values of either sign, events taken back, ids, extremes. */
#include "scenario.h"

#include <stdio.h>

struct cluster {
    int from, to;
};

static int64_t any_value(struct random *random, const struct ref_kind *kind, bool extreme)
{
    int64_t value = random_int(random, -5, 10);
    if (extreme && random_chance(random, 50))
        value = random_chance(random, 50) ? random_between(random, INT64_MIN, INT64_MAX)
                                          : (random_chance(random, 50) ? kind->low : kind->high);
    if (value < kind->low || value > kind->high)
        value = kind->low + (kind->high > kind->low ? random_int(random, 0, 10) : 0);
    return value < kind->low ? kind->low : value > kind->high ? kind->high : value;
}

static int any_count(struct random *random, bool extreme)
{
    int chance = random_int(random, 1, 100);
    if (extreme && chance <= 20)
        return random_chance(random, 50) ? INT32_MAX : INT32_MIN + random_int(random, 0, 1);
    if (chance <= 70)
        return 1;
    return chance <= 88 ? random_int(random, 2, 4) : random_int(random, -3, 0);
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
    bool extreme = wishes->may_overflow || wishes->deep || random_chance(random, 14),
         with_ids = random_chance(random, 60);
    int clusters = random_int(random, 1, 4), centre[4];
    for (int i = 0; i < clusters; i++)
        centre[i] = random_int(random, 0, span);
    for (int i = 0; i < wanted; i++) {
        int offset = random_chance(random, 30) ? random_int(random, 0, span)
                                               : centre[random_int(random, 0, clusters - 1)] + random_int(random, 0, 3);
        struct ref_event event = {.kind = random_int(random, 0, scenario->table->kinds - 1)};
        event.date = scenario->first + (offset > span ? span : offset);
        event.value = any_value(random, &scenario->table->kind[event.kind], extreme);
        event.count = any_count(random, extreme);
        if (event.count == 0 && !wishes->may_overflow) /* only who expects refusals gets one for this */
            event.count = -1;
        if (wishes->deep && random_chance(random, 90))
            turn_up(&event, &scenario->table->kind[event.kind]);
        if (with_ids && random_chance(random, 60)) {
            snprintf(scenario->id[i], SCENARIO_ID, "e%d", i);
            event.id = scenario->id[i];
        }
        add(scenario, event, wishes);
        if (random_chance(random, 8) && event.count != INT32_MIN) {
            event.count = -event.count; /* taken back at once */
            event.id = NULL;
            add(scenario, event, wishes);
        }
    }
    scenario_shuffle(random, scenario->event, scenario->events);
}
