/* SPDX-License-Identifier: MIT */
/* A log with many kinds on a day is read in pieces: wherever they end, what comes back is the same. */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "support.h"
#include "text.h"

enum { DAYS = 6 };

/* All kinds that there can be, in another order than that of their names. */
static loyalty_program *program_of_many(void)
{
    struct text text = {0};
    text_add(&text, "{'format': 1, 'name': 'many', 'events': {");
    for (int i = 0; i < LOYALTY_KINDS_MAX; i++)
        text_add(&text, "%s'k%d': {}", i ? ", " : "", i * 101 % LOYALTY_KINDS_MAX);
    text_add(&text, "}, 'metrics': {'n': {'count': 'k0'}}, 'ladder': [{'rung': 'all'}]}");
    loyalty_program *program = table(text.bytes);
    free(text.bytes);
    return program;
}

static void record_some(loyalty_customer *customer, struct random *random)
{
    loyalty_event event = {.size = sizeof event, .count = 1, .value = 7};
    for (int i = 0; i < DAYS; i++) {
        const int kinds = random_int(random, 0, 3) ? LOYALTY_KINDS_MAX : random_int(random, 0, LOYALTY_KINDS_MAX);
        event.date = day("2024-01-01") + i;
        for (int kind = 0; kind < kinds; kind++) {
            event.kind = (uint32_t)kind;
            event.count = random_chance(random, 2) ? random_int(random, 2, 20) : 1; /* not of the ordinary words */
            OK(loyalty_customer_record(customer, &event, NULL, NULL));
        }
    }
}

static void assert_comes_back(const loyalty_customer *customer)
{
    loyalty_customer *loaded;
    struct bytes saved = bytes_of(customer);
    OK(loyalty_customer_load(loyalty_customer_program(customer), saved.bytes, saved.length, NULL, &loaded));
    struct bytes again = bytes_of(loaded);
    assert_true(bytes_same(&again, &saved));
    loyalty_customer_free(loaded);
    bytes_free(&saved);
    bytes_free(&again);
}

static void wherever_a_piece_ends(void **state)
{
    struct random random = {7};
    loyalty_program *program = program_of_many();
    (void)state;
    for (int i = 0; i < 200; i++) {
        loyalty_customer *customer;
        OK(loyalty_customer_new(program, &customer));
        record_some(customer, &random);
        assert_comes_back(customer);
        loyalty_customer_free(customer);
    }
    loyalty_program_unref(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(wherever_a_piece_ends)};
    return cmocka_run_group_tests_name("snapshots of many kinds", tests, NULL, NULL);
}
