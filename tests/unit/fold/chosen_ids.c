/* SPDX-License-Identifier: MIT */
/* Ids chosen by somebody who wants to slow a customer down. */
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* FNV-1a (Fowler, Noll, Vo) has no secret, like any hash that a customer of its own could use. */
static uint32_t fnv(uint32_t state, uint32_t block)
{
    for (int i = 0; i < 4; i++)
        state = (state ^ (block >> 8 * i & 255)) * UINT32_C(16777619);
    return state;
}

enum { STAGES = 18, IDS = 1 << STAGES, TRIED = 300000 };

/* At each place of an id stands one of two blocks that lead to the same state, so that all ids have one hash. */
static uint32_t blocks[STAGES][2];

static struct trial {
    uint32_t state, block;
} trials[TRIED];

static int by_state(const void *a, const void *b)
{
    const struct trial *one = a, *other = b;
    return one->state < other->state ? -1 : one->state > other->state;
}

static void choose_blocks(void)
{
    uint32_t state = UINT32_C(2166136261);
    for (int stage = 0; stage < STAGES; stage++) {
        for (uint32_t i = 0; i < TRIED; i++)
            trials[i] = (struct trial){fnv(state, i * UINT32_C(2654435761)), i * UINT32_C(2654435761)};
        qsort(trials, TRIED, sizeof *trials, by_state);
        int at = 1;
        while (at < TRIED && trials[at].state != trials[at - 1].state)
            at++;
        assert_true(at < TRIED);
        blocks[stage][0] = trials[at - 1].block;
        blocks[stage][1] = trials[at].block;
        state = trials[at].state;
    }
}

static void record_all(loyalty_customer *customer, int32_t expected)
{
    loyalty_event event = event_of(customer, "v", "2024-01-01");
    uint32_t id[STAGES];
    event.id = (const char *)id;
    event.id_length = sizeof id;
    for (uint32_t i = 0; i < IDS; i++) {
        for (int stage = 0; stage < STAGES; stage++)
            id[stage] = blocks[stage][i >> stage & 1];
        assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), expected);
    }
}

/* In minutes, which this test has not, if they cost more the more of them there are. */
static void chosen_ids_cost_what_others_do(void **state)
{
    loyalty_customer *customer =
        customer_of("{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'count':'v'}},'ladder':[{'rung':'a'}]}");
    (void)state;
    choose_blocks();
    record_all(customer, LOYALTY_OK);
    record_all(customer, LOYALTY_E_DUPLICATE);
    loyalty_customer_free(customer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(chosen_ids_cost_what_others_do)};
    return cmocka_run_group_tests_name("chosen ids", tests, NULL, NULL);
}
