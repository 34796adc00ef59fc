/* SPDX-License-Identifier: MIT */
/*
 * Every allocation of a conversion and of a backtest fails once, in turn. The call says so and has changed nothing;
 * called again it does its work. The two tables have allocators of their own, and no block goes back to the other one.
 */
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "seed.h"
#include "support.h"

enum { CUSTOMERS = 5 };

static const char today[] = "{'format':1,'name':'today','events':{'call':{},'step':{}},"
                            "'metrics':{'level':{'sum':'step'}},'ladder':[{'rung':'low'},"
                            "{'rung':'mid','enter':['level >= 1']},{'rung':'high','enter':['level >= 2']}]}";
static const char plan[] = "{'format':1,'name':'plan','events':{'step':{}},'metrics':{'level':{'sum':'step'}},"
                           "'ladder':[{'rung':'low'},{'rung':'high','enter':['level >= 2']}]}";

/* Two programs, and customers and a book of each. */
static struct {
    struct counting counting[2];
    loyalty_options *options[2];
    loyalty_program *programs[2];
    loyalty_customer *customers[2][CUSTOMERS];
    loyalty_book *books[2];
    loyalty_backtest *backtest, *other;
} world;

/* Climbs and falls often, so that a history is long. */
static void live(loyalty_customer *customer, int who, int side)
{
    for (int i = 0; i < 12 + who; i++) {
        loyalty_event event = event_of(customer, "step", text_of("2024-%02d-%02d", 1 + i % 12, 1 + who));
        event.value = i % 2 ? -2 : 2 + who % 2;
        event.id = text_of("event %d of a customer", i);
        event.id_length = (uint32_t)strlen(event.id);
        OK(loyalty_customer_record(customer, &event, NULL, NULL));
        OK(loyalty_book_record(world.books[side], text_of("in a book %d", who * (1 + side)), 11, &event, NULL, NULL,
                               NULL));
    }
    OK(record_value(customer, "step", "2024-12-20", 1, 1));
    OK(advance(customer, "2024-12-31"));
}

static void begin(void)
{
    for (int side = 0; side < 2; side++) {
        world.counting[side] = (struct counting){.fail_at = ALLOCATOR_NEVER};
        world.options[side] = counting_options(&world.counting[side]);
        world.programs[side] = table_with(side ? plan : today, world.options[side]);
        OK(loyalty_book_new(world.programs[side], seed_of(1), &world.books[side]));
        for (int i = 0; i < CUSTOMERS; i++) {
            OK(loyalty_customer_new(world.programs[side], &world.customers[side][i]));
            live(world.customers[side][i], i, side);
        }
    }
    OK(loyalty_backtest_new(world.programs[0], world.programs[1], day("2024-12-31"), 90, &world.backtest));
    OK(loyalty_backtest_new(world.programs[0], world.programs[1], day("2024-12-31"), 90, &world.other));
    for (int i = 0; i < CUSTOMERS; i++)
        OK(loyalty_backtest_add(world.other, "other", 5, world.customers[0][i], world.customers[1][i]));
}

static void end(void)
{
    loyalty_backtest_free(world.backtest);
    loyalty_backtest_free(world.other);
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < CUSTOMERS; i++)
            loyalty_customer_free(world.customers[side][i]);
        loyalty_book_free(world.books[side]);
        loyalty_program_unref(world.programs[side]);
        loyalty_options_free(world.options[side]);
    }
    for (int side = 0; side < 2; side++) {
        assert_int_equal(world.counting[side].live, 0);
        assert_int_equal(world.counting[side].strange, 0);
    }
}

/* The steps. */

static int32_t convert(void)
{
    loyalty_customer *converted = NULL;
    uint64_t left_out = 7;
    int32_t status = loyalty_customer_convert(world.customers[0][0], world.programs[1], &left_out, &converted);
    if (status) {
        assert_null(converted);
        assert_int_equal(left_out, 7);
    }
    loyalty_customer_free(converted);
    return status;
}

static int32_t new_one(void)
{
    loyalty_backtest *made = NULL;
    int32_t status = loyalty_backtest_new(world.programs[0], world.programs[1], 0, 90, &made);
    assert_int_equal(status == LOYALTY_OK, made != NULL);
    loyalty_backtest_free(made);
    return status;
}

static int32_t add(void)
{
    return loyalty_backtest_add(world.backtest, "somebody", 8, world.customers[0][0], world.customers[1][0]);
}

static int32_t add_books(void)
{
    return loyalty_backtest_add_books(world.backtest, world.books[0], world.books[1]);
}

static int32_t ask_for_a_change(void)
{
    loyalty_change change = {.size = sizeof change};
    return loyalty_backtest_change(world.backtest, 0, &change);
}

static int32_t merge(void)
{
    return loyalty_backtest_merge(world.backtest, world.other);
}

static int32_t merge_with_itself(void)
{
    return loyalty_backtest_merge(world.backtest, world.backtest);
}

static int32_t write_json(void)
{
    static char text[20000];
    size_t needed = 7;
    int32_t status = loyalty_backtest_json(world.backtest, text, sizeof text, &needed);
    if (status)
        assert_int_equal(needed, 7);
    return status;
}

static int32_t (*const steps[])(void) = {convert, new_one,           add,       add_books, ask_for_a_change,
                                         merge,   merge_with_itself, write_json};

/* All that a backtest tells; free() it. It may sort, which changes no answer. */
static char *sight(void)
{
    size_t needed;
    assert_int_equal(loyalty_backtest_json(world.backtest, NULL, 0, &needed), LOYALTY_E_SPACE);
    char *text = malloc(needed + 1);
    assert_non_null(text);
    OK(loyalty_backtest_json(world.backtest, text, needed + 1, &needed));
    return text;
}

/* Steps that put the list in order: looking at it before would leave them nothing to do. */
static bool sorts(int32_t (*step)(void))
{
    return step == ask_for_a_change || step == write_json;
}

/* A step with the allocation of this number failing; true if it got so far. */
static bool try(size_t step, struct counting *counting, uint32_t number, bool persists)
{
    char *before = sorts(steps[step]) ? NULL : sight();
    counting->fail_at = counting->calls + number;
    counting->persists = persists;
    counting->failed = 0;
    int32_t status = steps[step]();
    counting->fail_at = ALLOCATOR_NEVER;
    counting->persists = false;
    assert_int_equal(status, counting->failed ? LOYALTY_E_MEMORY : LOYALTY_OK);
    if (status && before) {
        char *now = sight();
        assert_string_equal(now, before);
        free(now);
    }
    free(before);
    return counting->failed > 0;
}

static void each_allocation_fails(void **state)
{
    uint32_t failures[LENGTH(steps)] = {0};
    (void)state;
    for (int side = 0; side < 2; side++)
        for (int persists = 0; persists < 2; persists++) {
            begin();
            for (size_t step = 0; step < LENGTH(steps); step++)
                for (uint32_t number = 0; try(step, &world.counting[side], number, persists); number++)
                    failures[step]++;
            end();
        }
    for (size_t step = 0; step < LENGTH(steps); step++)
        if (failures[step] == 0)
            fail_msg("step %u takes no memory", (unsigned)step);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails)};
    return cmocka_run_group_tests_name("memory of a backtest", tests, NULL, NULL);
}
