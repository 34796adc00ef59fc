/* SPDX-License-Identifier: MIT */
/* Every allocation of a census fails once, in turn. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail_each.h"

static const char table_text[] =
    "{'format':1,'name':'shop','events':{'visit':{},'sale':{}},'metrics':{'n':{'count':'sale','within':'30d'},"
    "'all':{'count':['visit','sale']},'first':{'days_since_first':'visit'}},'score':{'points':{'all':[[1,1],[2,2],[3,3]"
    ",[4,4],[5,5],[6,6],[7,7],[8,8],[9,9],"
    "[10,10],[11,11],[12,12]]}},'ladder':[{'rung':'guest'},{'rung':'friend','enter':['n >= 1']}],"
    "'segments':{'s':[{'segment':'in','when':['n > 2']},{'segment':'out'}]}}";

enum { CUSTOMERS = 12, JSON_SIZE = 7000 };

static struct counting counting;

/* The customers stand ready; what fails is the census's own. */
struct world {
    loyalty_program *program;
    loyalty_customer *customers[CUSTOMERS];
    loyalty_book *book;
    loyalty_census *census, *other;
    double values[2];
    char text[JSON_SIZE];
};

static int32_t new_census(struct world *world)
{
    static const uint32_t kinds[] = {1, 0}, metrics[] = {2, 1};
    loyalty_census_plan plan = {.size = sizeof plan,
                                .as_of = day("2024-03-20"),
                                .parts = LOYALTY_CENSUS_MOVEMENT | LOYALTY_CENSUS_RETENTION | LOYALTY_CENSUS_INFLUENCE,
                                .from_date = day("2024-02-10"),
                                .kinds = kinds,
                                .kind_count = 2,
                                .days = 5,
                                .first_from = day("2024-01-01"),
                                .first_to = day("2024-01-31"),
                                .second_from = day("2024-02-01"),
                                .second_to = day("2024-02-29"),
                                .metrics = metrics,
                                .metric_count = 2};
    int32_t status = loyalty_census_new(world->program, &plan, &world->census);
    if (!status)
        status = loyalty_census_new(world->program, &plan, &world->other);
    if (status) {
        loyalty_census_free(world->census);
        world->census = NULL;
    }
    return status;
}

/* Each customer has a score and, most of them, a month of their own, so that all tables grow. */
static int32_t add_next(struct world *world, loyalty_census *census, uint32_t first)
{
    for (uint32_t i = first; i < CUSTOMERS; i += 2) {
        uint64_t before = loyalty_census_count(census);
        if (before > i / 2) /* counted before the failure */
            continue;
        int32_t status = loyalty_census_add(census, world->customers[i]);
        assert_int_equal(loyalty_census_count(census), before + (status == LOYALTY_OK));
        if (status)
            return status;
    }
    return LOYALTY_OK;
}

static int32_t add_even(struct world *world)
{
    return add_next(world, world->census, 0);
}

static int32_t add_odd(struct world *world)
{
    return add_next(world, world->other, 1);
}

static int32_t merge(struct world *world)
{
    return loyalty_census_merge(world->census, world->other);
}

static int32_t add_book(struct world *world)
{
    return loyalty_census_add_book(world->census, world->book);
}

static int32_t lifetime(struct world *world)
{
    double rewards[2] = {0, 3};
    return loyalty_census_lifetime(world->census, rewards, .1, 0, world->values);
}

static int32_t write_json(struct world *world)
{
    size_t needed = 7;
    int32_t status = loyalty_census_json(world->census, world->text, sizeof world->text, &needed);
    assert_true(status ? needed == 7 && world->text[0] == '\0' : needed == strlen(world->text));
    return status;
}

static int32_t (*const steps[])(struct world *) = {new_census, add_even, add_odd,   merge,
                                                   add_book,   lifetime, write_json};

static struct world world;

/* Both censuses, and what was written of one. */
static char *sight(void)
{
    enum { CAPACITY = 3 * JSON_SIZE };
    char *text = malloc(CAPACITY);
    assert_non_null(text);
    size_t needed = 0, used = (size_t)snprintf(text, CAPACITY, "%s\n", world.text);
    for (const loyalty_census *census = world.census; census; census = census == world.other ? NULL : world.other) {
        OK(loyalty_census_json(census, text + used, CAPACITY - used, &needed));
        used += needed;
    }
    return text;
}

static void begin(void)
{
    loyalty_options *options = counting_options(&counting);
    world = (struct world){.program = table_with(table_text, options)};
    loyalty_options_free(options);
    OK(loyalty_book_new(world.program, NULL, &world.book));
    for (uint32_t i = 0; i < CUSTOMERS; i++) {
        OK(loyalty_customer_new(world.program, &world.customers[i]));
        for (uint32_t j = 0; j <= i; j++) {
            loyalty_event event = event_of(world.customers[i], j % 2 ? "visit" : "sale", "2024-03-19");
            event.date -= (int32_t)(j * 31);
            OK(loyalty_customer_record(world.customers[i], &event, NULL, NULL));
            OK(loyalty_book_record(world.book, &i, sizeof i, &event, NULL, NULL, NULL));
        }
        if (i % 3 == 0)
            OK(advance(world.customers[i], "2024-03-20"));
    }
}

static void end(void)
{
    for (size_t i = 0; i < CUSTOMERS; i++)
        loyalty_customer_free(world.customers[i]);
    loyalty_book_free(world.book);
    loyalty_census_free(world.census);
    loyalty_census_free(world.other);
    loyalty_program_unref(world.program);
}

static int32_t do_step(size_t number)
{
    return steps[number](&world);
}

/* They watch the count of each call themselves. */
static bool does_parts(size_t number)
{
    return steps[number] == add_even || steps[number] == add_odd;
}

static struct scenario scenario = {
    .counting = &counting,
    .step_count = LENGTH(steps),
    .begin = begin,
    .step = do_step,
    .does_parts = does_parts,
    .sight = sight,
    .end = end,
    .failures_max = 10000,
};

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(each_allocation_fails_once, &scenario),
        cmocka_unit_test_prestate(memory_runs_out_for_good, &scenario),
    };
    return cmocka_run_group_tests_name("census: memory", tests, NULL, NULL);
}
