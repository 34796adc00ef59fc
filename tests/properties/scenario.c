/* SPDX-License-Identifier: MIT */
/* Makes a scenario from a seed: a table, a host and a log. */
#include "scenario.h"

#include "calendar.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What the host computes for a customer: a number that stays for some days, or is undefined for some. The host behind
 * h0 says how long it stays, the one behind h1 never does, the one behind h2 is the same for ever.
 */
static bool host_value(uint64_t seed, const char *name, int date, int64_t *value, int *until)
{
    int days = name[1] == '2' ? 4000000 : 5;
    int block = (date - calendar_first()) / days;
    uint64_t bits = random_hash(random_hash(seed, (uint64_t)name[1]), (uint64_t)block);
    int end = calendar_first() + block * days + days - 1;
    *value = (int64_t)(bits % 9) - 4;
    *until = end < calendar_last() ? end : calendar_last();
    return bits / 9 % 6 != 0;
}

bool scenario_host(void *user, const char *name, int date, int64_t *value)
{
    int until;
    return host_value(*(uint64_t *)user, name, date, value, &until);
}

static int32_t host_metric(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    const char *name = user;
    int64_t computed;
    int stays;
    uint64_t seed = customer_user ? *(uint64_t *)customer_user : 0; /* whoever comes with a load has no user */
    bool defined = host_value(seed, name, date, &computed, &stays);
    if (name[1] != '1')
        *until = stays;
    if (!defined)
        return LOYALTY_E_UNDEFINED;
    *value = computed;
    return LOYALTY_OK;
}

static void refuse(const struct scenario *scenario, loyalty_report *report)
{
    loyalty_problem problem = {.size = sizeof problem};
    fprintf(stderr, "the library refuses a generated table:\n%s\n", scenario->text);
    for (uint32_t i = 0; i < loyalty_report_count(report); i++)
        if (loyalty_report_problem(report, i, &problem) == LOYALTY_OK)
            fprintf(stderr, "%" PRIu32 ":%" PRIu32 ": %s: %s\n", problem.line, problem.column, problem.path,
                    problem.message);
    exit(1);
}

static void load(struct scenario *scenario)
{
    static char names[SCENARIO_HOSTS][3] = {"h0", "h1", "h2"};
    loyalty_options *options = NULL;
    loyalty_report *report = NULL;
    if (loyalty_options_new(NULL, &options) != LOYALTY_OK || loyalty_report_new(NULL, &report) != LOYALTY_OK)
        abort();
    for (int i = 0; i < SCENARIO_HOSTS; i++)
        if (loyalty_options_bind(options, names[i], host_metric, names[i]) != LOYALTY_OK)
            abort();
    if (scenario->keeps && loyalty_options_keep_contents(options) != LOYALTY_OK)
        abort();
    if (loyalty_program_from_json(scenario->text, strlen(scenario->text), options, report, &scenario->program) !=
        LOYALTY_OK)
        refuse(scenario, report);
    loyalty_report_free(report);
    loyalty_options_free(options);
}

/* A first day at one of the calendar's edges, or any. */
static int choose_first(struct random *random, int span)
{
    static const char *const edges[] = {"2024-02-20", "2023-02-20", "2023-12-20", "2000-02-20",
                                        "1900-02-20", "1969-12-20", "2024-03-25", "2025-01-28"};
    int chance = random_int(random, 1, 100), date = 0;
    if (chance <= 4)
        return calendar_first();
    if (chance <= 8)
        return calendar_last() - span;
    if (chance <= 40) {
        calendar_read(edges[random_int(random, 0, 7)], &date);
        return date;
    }
    calendar_read("2016-01-01", &date);
    return date + random_int(random, 0, 4000);
}

struct scenario *scenario_without_program(uint64_t seed, const struct wishes *wishes)
{
    static const int spans[] = {8, 20, 20, 45, 45, 90, 90, 250};
    struct scenario *scenario = calloc(1, sizeof *scenario);
    struct random random = {seed};
    int span = wishes_long(wishes) ? random_int(&random, 300, 500) : spans[random_int(&random, 0, 7)];
    if (!scenario)
        abort();
    scenario->host_seed = random_bits(&random);
    scenario->first = choose_first(&random, span);
    scenario->last = scenario->first + span;
    scenario->text = generate_table(&random, wishes, span);
    scenario->table = ref_table_read(scenario->text, strlen(scenario->text));
    generate_log(&random, wishes, scenario);
    /* Room for what happens by itself after the last event. */
    scenario->last += random_int(&random, 0, 60);
    if (scenario->last > calendar_last())
        scenario->last = calendar_last();
    return scenario;
}

struct scenario *scenario_new(uint64_t seed, const struct wishes *wishes)
{
    struct scenario *scenario = scenario_without_program(seed, wishes);
    load(scenario);
    return scenario;
}

struct scenario *scenario_keeping(const struct scenario *scenario)
{
    struct scenario *copy = malloc(sizeof *copy);
    if (!copy)
        abort();
    *copy = *scenario;
    copy->keeps = true;
    load(copy);
    return copy;
}

void scenario_free_keeping(struct scenario *scenario)
{
    loyalty_program_unref(scenario->program);
    free(scenario);
}

void scenario_free(struct scenario *scenario)
{
    if (!scenario)
        return;
    loyalty_program_unref(scenario->program);
    ref_table_free(scenario->table);
    free(scenario->text);
    free(scenario);
}

void scenario_print_event(const struct scenario *scenario, const struct ref_event *event)
{
    char date[11];
    calendar_write(event->date, date);
    fprintf(stderr, "c,%s,%s,%" PRId64 ",%d,%s\n", scenario->table->kind[event->kind].name, date, event->value,
            event->count, event->id != NULL ? event->id : "");
}

void scenario_print(const struct scenario *scenario)
{
    char first[11], last[11];
    calendar_write(scenario->first, first);
    calendar_write(scenario->last, last);
    fprintf(stderr, "table:\n%s\nlog, from %s to %s (%d to %d):\ncustomer,kind,date,value,count,id\n", scenario->text,
            first, last, scenario->first, scenario->last);
    for (int i = 0; i < scenario->events; i++)
        scenario_print_event(scenario, &scenario->event[i]);
}

void scenario_shuffle(struct random *random, struct ref_event *event, int count)
{
    for (int i = count - 1; i > 0; i--) {
        int other = random_int(random, 0, i);
        struct ref_event swap = event[i];
        event[i] = event[other];
        event[other] = swap;
    }
}

loyalty_event scenario_event(const struct ref_event *event)
{
    return (loyalty_event){.size = sizeof(loyalty_event),
                           .kind = (uint32_t)event->kind,
                           .date = event->date,
                           .value = event->value,
                           .count = event->count,
                           .id = event->id,
                           .id_length = event->id != NULL ? (uint32_t)strlen(event->id) : 0};
}
