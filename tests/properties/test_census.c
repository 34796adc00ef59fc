/* SPDX-License-Identifier: MIT */
/*
 * Censuses of a few customers: against what the customers themselves answer on the two days, against a walk over
 * all days, against the reference's metrics, and merged from parts in any way.
 */
#include <stdlib.h>
#include <string.h>

#include "runner.h"

enum { CUSTOMERS = 8, KINDS = REF_KINDS };

/* A customer's accepted events. */
struct person {
    loyalty_customer *customer;
    struct ref_event event[SCENARIO_EVENTS];
    int events;
};

struct population {
    const struct scenario *scenario;
    loyalty_census_plan plan;
    uint32_t kinds[KINDS], metrics[REF_METRICS];
    struct person person[CUSTOMERS];
};

static int32_t any_day(const struct scenario *scenario, struct random *random)
{
    return random_int(random, scenario->first, scenario->last);
}

static void any_period(const struct scenario *scenario, struct random *random, int32_t *first, int32_t *last)
{
    *first = any_day(scenario, random);
    *last = random_int(random, *first, scenario->last);
}

static void any_plan(struct population *population, struct random *random)
{
    const struct scenario *scenario = population->scenario;
    loyalty_census_plan *plan = &population->plan;
    *plan =
        (loyalty_census_plan){.size = sizeof *plan,
                              .kinds = population->kinds,
                              .metrics = population->metrics,
                              .parts = LOYALTY_CENSUS_MOVEMENT | LOYALTY_CENSUS_RETENTION | LOYALTY_CENSUS_INFLUENCE};
    plan->as_of = random_int(random, scenario->first + 1, scenario->last);
    plan->from_date = random_int(random, scenario->first, plan->as_of - 1);
    plan->days = random_int(random, 1, 20);
    any_period(scenario, random, &plan->first_from, &plan->first_to);
    any_period(scenario, random, &plan->second_from, &plan->second_to);
    for (int i = scenario->table->kinds - 1; i >= 0; i--)
        if (random_chance(random, 60))
            population->kinds[plan->kind_count++] = (uint32_t)i;
    if (plan->kind_count == 0)
        population->kinds[plan->kind_count++] = 0;
    for (int i = scenario->table->metrics - 1; i >= 0; i--)
        if (random_chance(random, 70))
            population->metrics[plan->metric_count++] = (uint32_t)i;
}

/* The scenario's events, shared out among the customers, who are advanced to any day or none. */
static bool population_open(struct population *population, const struct scenario *scenario, struct random *random)
{
    void *seed = (void *)(uintptr_t)&scenario->host_seed;
    *population = (struct population){.scenario = scenario};
    any_plan(population, random);
    for (int i = 0; i < CUSTOMERS; i++) {
        EXPECT(loyalty_customer_new(scenario->program, &population->person[i].customer) == LOYALTY_OK, "no customer");
        EXPECT(loyalty_customer_set_user(population->person[i].customer, seed) == LOYALTY_OK, "no user");
    }
    for (int i = 0; i < scenario->events; i++) {
        struct person *person = &population->person[random_int(random, 0, CUSTOMERS - 1)];
        loyalty_event event = scenario_event(&scenario->event[i]);
        if (loyalty_customer_record(person->customer, &event, NULL, NULL) == LOYALTY_OK)
            person->event[person->events++] = scenario->event[i];
    }
    for (int i = 0; i < CUSTOMERS; i++) {
        int chance = random_int(random, 1, 100);
        int32_t date = chance <= 40 ? population->plan.as_of : any_day(scenario, random);
        if (chance <= 80)
            EXPECT(loyalty_customer_advance(population->person[i].customer, date, NULL, NULL) == LOYALTY_OK,
                   "no advance");
    }
    return true;
}

static void shut(struct population *population)
{
    for (int i = 0; i < CUSTOMERS; i++)
        loyalty_customer_free(population->person[i].customer);
}

/* The counts of some kinds on a date together. */
static int64_t count_on(const struct person *person, const uint32_t *kinds, uint32_t kind_count, int32_t date)
{
    int64_t count = 0;
    for (int i = 0; i < person->events; i++)
        for (uint32_t k = 0; k < kind_count; k++)
            if (person->event[i].date == date && (uint32_t)person->event[i].kind == kinds[k])
                count += person->event[i].count;
    return count;
}

static bool is_active(const struct population *population, const struct person *person, int32_t date)
{
    return count_on(person, population->kinds, population->plan.kind_count, date) > 0;
}

static bool active_between(const struct population *population, const struct person *person, int32_t first,
                           int32_t last)
{
    for (int32_t date = first; date <= last; date++)
        if (is_active(population, person, date))
            return true;
    return false;
}

static bool buys_after(const struct population *population, const struct person *person, int32_t date)
{
    return active_between(population, person, date + 1, date + (int32_t)population->plan.days);
}

/* The same log, in a customer of its own advanced to a day. */
static loyalty_customer *person_on(const struct population *population, const struct person *person, int32_t date)
{
    loyalty_customer *customer = NULL;
    if (loyalty_customer_new(population->scenario->program, &customer) != LOYALTY_OK ||
        loyalty_customer_set_user(customer, loyalty_customer_user(person->customer)) != LOYALTY_OK)
        abort();
    for (int i = 0; i < person->events; i++) {
        loyalty_event event = scenario_event(&person->event[i]);
        event.id_length = 0;
        if (loyalty_customer_record(customer, &event, NULL, NULL) != LOYALTY_OK)
            abort();
    }
    if (loyalty_customer_advance(customer, date, NULL, NULL) != LOYALTY_OK)
        abort();
    return customer;
}

/* What the census should hold, counted in plain ways. */
struct tally {
    uint64_t count, rung[REF_RUNGS], moved[REF_RUNGS][REF_RUNGS], appeared, cell[REF_CELLS];
    int64_t score[CUSTOMERS];
    int64_t value[REF_METRICS][CUSTOMERS];
    uint64_t defined[REF_METRICS];
    loyalty_retention all;
    uint64_t exposed[KINDS], bought[KINDS], young[KINDS], days, buying;
};

static void tally_standing(const struct population *population, const struct person *person, struct tally *tally)
{
    loyalty_customer *now = person_on(population, person, population->plan.as_of);
    loyalty_customer *before = person_on(population, person, population->plan.from_date);
    loyalty_standing standing = {.size = sizeof standing}, former = {.size = sizeof former};
    if (loyalty_customer_standing(now, &standing) == LOYALTY_OK) {
        tally->score[tally->count++] = standing.score;
        tally->rung[standing.rung]++;
        if (loyalty_customer_standing(before, &former) == LOYALTY_OK)
            tally->moved[former.rung][standing.rung]++;
        else
            tally->appeared++;
        for (uint32_t i = 0, cell; loyalty_customer_segment(now, i, &cell) != LOYALTY_E_INDEX; i++)
            if (cell != LOYALTY_NONE)
                tally->cell[cell]++;
    }
    loyalty_customer_free(now);
    loyalty_customer_free(before);
}

/* The whole number toward zero from a value, cut to 64 bits; -2^63 to the next. */
static int64_t whole_of(const struct ref_value *value)
{
    struct big magnitude = value->numerator, whole;
    int64_t number;
    magnitude.sign = magnitude.sign < 0 ? 1 : magnitude.sign;
    big_divide_down(&whole, &magnitude, &value->denominator);
    if (!big_to_int64(&whole, &number))
        number = INT64_MAX;
    return value->numerator.sign < 0 ? -number : number;
}

/* What the reference makes of the person's events on the day. */
static void tally_metrics(const struct population *population, const struct person *person, struct tally *tally)
{
    static struct ref_facts facts; /* large */
    const struct ref_table *table = population->scenario->table;
    struct ref_history history = {0};
    struct ref_log log;
    ref_log_init(&log, table, scenario_host, (void *)(uintptr_t)&population->scenario->host_seed);
    for (int i = 0; i < person->events; i++)
        ref_log_put(&log, &person->event[i]);
    ref_fold(&log, population->plan.as_of, &history);
    struct ref_standing standing = ref_standing_on(&history, population->plan.as_of);
    if (standing.rung >= 0) {
        ref_facts_of(&log, population->plan.as_of, standing.term.counts_from, &facts);
        for (int i = 0; i < table->metrics; i++)
            if (facts.value[i].defined)
                tally->value[i][tally->defined[i]++] = whole_of(&facts.value[i]);
    }
    ref_history_free(&history);
    ref_log_free(&log);
}

static bool is_on_ladder(const struct population *population, const struct person *person, int32_t date)
{
    loyalty_customer *customer = person_on(population, person, date);
    uint32_t rung;
    bool is = loyalty_customer_rung(customer, &rung) == LOYALTY_OK;
    loyalty_customer_free(customer);
    return is;
}

static void tally_influence(const struct population *population, const struct person *person, struct tally *tally)
{
    const loyalty_census_plan *plan = &population->plan;
    bool on_ladder = false;
    for (uint32_t kind = 0; kind < (uint32_t)population->scenario->table->kinds; kind++)
        for (int32_t date = plan->from_date + 1; date <= plan->as_of; date++)
            if (count_on(person, &kind, 1, date) > 0) {
                bool judged = date + (int32_t)plan->days <= plan->as_of;
                tally->young[kind] += !judged;
                tally->exposed[kind] += judged;
                tally->bought[kind] += judged && buys_after(population, person, date);
                break;
            }
    for (int32_t date = plan->from_date + 1; date + (int32_t)plan->days <= plan->as_of; date++) {
        on_ladder = on_ladder || is_on_ladder(population, person, date);
        tally->days += on_ladder;
        tally->buying += on_ladder && buys_after(population, person, date);
    }
}

static void tally_person(const struct population *population, const struct person *person, struct tally *tally)
{
    const loyalty_census_plan *plan = &population->plan;
    bool first = active_between(population, person, plan->first_from, plan->first_to),
         second = active_between(population, person, plan->second_from, plan->second_to);
    tally_standing(population, person, tally);
    tally_metrics(population, person, tally);
    tally_influence(population, person, tally);
    tally->all.first += first;
    tally->all.second += second;
    tally->all.both += first && second;
}

static bool agrees_on_ladder(const struct population *population, const loyalty_census *census,
                             const struct tally *tally)
{
    uint32_t rungs = (uint32_t)population->scenario->table->rungs;
    loyalty_movement movement = {.size = sizeof movement};
    uint64_t found = 0, sum;
    EXPECT(loyalty_census_count(census) == tally->count, "other customers");
    for (uint32_t i = 0; i < rungs; i++) {
        EXPECT(loyalty_census_on_rung(census, i, &found) == LOYALTY_OK && found == tally->rung[i], "rung %u", i);
        for (uint32_t j = 0; j < rungs; j++)
            EXPECT(loyalty_census_moved(census, i, j, &found) == LOYALTY_OK && found == tally->moved[i][j],
                   "moved from %u to %u", i, j);
    }
    for (uint32_t i = 0; loyalty_census_in_cell(census, i, &found) == LOYALTY_OK; i++)
        EXPECT(found == tally->cell[i], "cell %u", i);
    EXPECT(loyalty_census_movement(census, &movement) == LOYALTY_OK, "no movement");
    sum = movement.climbed + movement.stayed + movement.fell + movement.lapsed + movement.appeared;
    EXPECT(movement.appeared == tally->appeared && sum == tally->count, "movement does not add up");
    return true;
}

/* The i-th least score is the quantile i ÷ n. */
static bool agrees_on_scores(const loyalty_census *census, const struct tally *tally)
{
    for (uint32_t i = 0; i < tally->count; i++) {
        int64_t score = 0;
        uint64_t below = 0, up_to = 0;
        EXPECT(loyalty_census_score_quantile(census, i + 1, (uint32_t)tally->count, &score) == LOYALTY_OK,
               "no quantile");
        for (uint32_t j = 0; j < tally->count; j++) {
            below += tally->score[j] < score;
            up_to += tally->score[j] <= score;
        }
        EXPECT(below <= i && i < up_to, "quantile %u", i + 1);
    }
    return true;
}

/* The same of each metric of the plan. */
static bool agrees_on_metrics(const struct population *population, const loyalty_census *census,
                              const struct tally *tally)
{
    for (uint32_t m = 0; m < population->plan.metric_count; m++) {
        const uint32_t metric = population->metrics[m], count = (uint32_t)tally->defined[metric];
        uint64_t defined = 0, undefined = 0;
        int64_t value = 0;
        EXPECT(loyalty_census_metric_count(census, metric, &defined, &undefined) == LOYALTY_OK, "no metric %u", metric);
        EXPECT(defined == count && defined + undefined == tally->count, "metric %u is defined for others", metric);
        for (uint32_t i = 0; i < count; i++) {
            uint64_t below = 0, up_to = 0;
            EXPECT(loyalty_census_metric_quantile(census, metric, i + 1, count, &value) == LOYALTY_OK, "no quantile");
            for (uint32_t j = 0; j < count; j++) {
                below += tally->value[metric][j] < value;
                up_to += tally->value[metric][j] <= value;
            }
            EXPECT(below <= i && i < up_to, "quantile %u of metric %u", i + 1, metric);
        }
    }
    return true;
}

static bool agrees_on_figures(const struct population *population, const loyalty_census *census,
                              const struct tally *tally)
{
    loyalty_retention all = {.size = sizeof all};
    loyalty_influence influence = {.size = sizeof influence};
    double base = tally->days ? (double)tally->buying / (double)tally->days : 0;
    EXPECT(loyalty_census_retention(census, &all) == LOYALTY_OK, "no retention");
    EXPECT(all.first == tally->all.first && all.second == tally->all.second && all.both == tally->all.both,
           "retention");
    for (uint32_t i = 0; i < (uint32_t)population->scenario->table->kinds; i++) {
        EXPECT(loyalty_census_influence(census, i, &influence) == LOYALTY_OK, "no influence");
        EXPECT(influence.exposed == tally->exposed[i] && influence.bought == tally->bought[i], "influence of %u", i);
        EXPECT(influence.young == tally->young[i], "young exposures to %u", i);
        EXPECT(!(influence.base_rate < base || influence.base_rate > base), "base rate");
    }
    return true;
}

static loyalty_census *census_of(const struct population *population)
{
    loyalty_census *census = NULL;
    if (loyalty_census_new(population->scenario->program, &population->plan, &census) != LOYALTY_OK)
        abort();
    return census;
}

static bool holds_counted(const struct scenario *scenario, struct random *random)
{
    struct population population;
    struct tally *tally = calloc(1, sizeof *tally);
    bool holds = population_open(&population, scenario, random);
    loyalty_census *census = census_of(&population);
    if (!tally)
        abort();
    for (int i = 0; holds && i < CUSTOMERS; i++) {
        holds = loyalty_census_add(census, population.person[i].customer) == LOYALTY_OK || mismatch("not added");
        tally_person(&population, &population.person[i], tally);
    }
    holds = holds && agrees_on_ladder(&population, census, tally) && agrees_on_scores(census, tally) &&
            agrees_on_metrics(&population, census, tally) && agrees_on_figures(&population, census, tally);
    loyalty_census_free(census);
    shut(&population);
    free(tally);
    return holds;
}

static struct plan counted = {holds_counted, {0, 400, 0, 48, false, false}, 400};

static bool same_text(const loyalty_census *one, const loyalty_census *two)
{
    size_t size = 0, other = 0;
    bool same;
    EXPECT(loyalty_census_json(one, NULL, 0, &size) == LOYALTY_E_SPACE, "no size");
    EXPECT(loyalty_census_json(two, NULL, 0, &other) == LOYALTY_E_SPACE, "no size");
    char *text = malloc(size + other + 2);
    EXPECT(text != NULL, "no memory");
    same = loyalty_census_json(one, text, size + 1, &size) == LOYALTY_OK &&
           loyalty_census_json(two, text + size + 1, other + 1, &other) == LOYALTY_OK &&
           strcmp(text, text + size + 1) == 0;
    if (!same)
        mismatch("%s\nis not\n%s", text, text + size + 1);
    free(text);
    return same;
}

/* Any split over any number of censuses, merged in any order, is the census of all. */
static bool holds_merged(const struct scenario *scenario, struct random *random)
{
    struct population population;
    bool holds = population_open(&population, scenario, random);
    loyalty_census *all = census_of(&population), *part[3];
    for (int i = 0; i < 3; i++)
        part[i] = census_of(&population);
    for (int i = 0; holds && i < CUSTOMERS; i++) {
        const loyalty_customer *customer = population.person[i].customer;
        holds = (loyalty_census_add(all, customer) == LOYALTY_OK &&
                 loyalty_census_add(part[random_int(random, 0, 2)], customer) == LOYALTY_OK) ||
                mismatch("not added");
    }
    int into = random_int(random, 0, 2), turn = random_int(random, 1, 2);
    for (int i = 1; holds && i <= 2; i++)
        holds = loyalty_census_merge(part[into], part[(into + i * turn) % 3]) == LOYALTY_OK || mismatch("not merged");
    holds = holds && same_text(part[into], all);
    for (int i = 0; i < 3; i++)
        loyalty_census_free(part[i]);
    loyalty_census_free(all);
    shut(&population);
    return holds;
}

static struct plan merged = {holds_merged, {0, 400, 0, 96, false, false}, 1500};

int main(void)
{
    const struct CMUnitTest tests[] = {PROPERTY(counted), PROPERTY(merged)};
    return cmocka_run_group_tests_name("properties: census", tests, NULL, NULL);
}
