/* SPDX-License-Identifier: MIT */
/* The replay's rules as a rule table, through the public API. */
#include <stdlib.h>

#include "measure.h"
#include "shop.h"

static const char table[] =
    "{\"format\": 1, \"name\": \"replay\","
    " \"events\": {\"purchase\": {}, \"visit\": {}, \"advertisement\": {}, \"return\": {},"
    "   \"review\": {\"value\": [-100, 100]}, \"referral\": {}},"
    " \"metrics\": {"
    "   \"visits\": {\"count\": \"visit\"},"
    "   \"ever\": {\"count\": \"purchase\"},"
    "   \"purchases\": {\"count\": \"purchase\", \"within\": \"365d\"},"
    "   \"idle\": {\"days_since\": \"purchase\"},"
    "   \"referrals\": {\"count\": \"referral\", \"within\": \"730d\"},"
    "   \"mood\": {\"mean\": \"review\", \"within\": \"365d\"}},"
    " \"ladder\": ["
    "   {\"rung\": \"suspect\"},"
    "   {\"rung\": \"prospect\", \"enter\": [\"visits >= 1\"]},"
    "   {\"rung\": \"customer\", \"enter\": [\"ever >= 1\"]},"
    "   {\"rung\": \"client\", \"enter\": [\"purchases >= 2\", \"idle <= 180\"]},"
    "   {\"rung\": \"advocate\", \"enter\": [\"purchases >= 4\", \"referrals >= 1\", \"mood >= 0\"]}]}";

/* The kinds by their names: the table may be edited without a thought for the order. */
static void find_kinds(const loyalty_program *program, uint32_t kinds[KINDS])
{
    static const char *const names[KINDS] = {
        [PURCHASE] = "purchase", [VISIT] = "visit",   [ADVERTISEMENT] = "advertisement",
        [RETURN] = "return",     [REVIEW] = "review", [REFERRAL] = "referral"};
    for (int i = 0; i < KINDS; i++)
        kinds[i] = kind_index(program, names[i]);
}

double library_run(const struct shop *shop, uint32_t events, uint8_t *rungs, size_t *bytes)
{
    size_t heap = measure_heap();
    loyalty_program *program = program_from_text(table, NULL);
    uint32_t kinds[KINDS];
    loyalty_standing standing = {.size = sizeof standing};
    find_kinds(program, kinds);
    double begin = measure_clock();
    loyalty_customer **customers = calloc(shop->customers, sizeof *customers);
    require(customers != NULL, "out of memory");
    for (uint32_t i = 0; i < events; i++) {
        const struct shop_event *from = &shop->log[i];
        loyalty_customer **customer = &customers[from->customer];
        loyalty_event event = {
            .size = sizeof event, .kind = kinds[from->kind], .date = from->date, .count = 1, .value = from->value};
        if (!*customer)
            must(loyalty_customer_new(program, customer));
        must(loyalty_customer_record(*customer, &event, NULL, NULL));
        must(loyalty_customer_advance(*customer, from->arrival, NULL, NULL));
        must(loyalty_customer_standing(*customer, &standing));
        rungs[i] = (uint8_t)standing.rung;
    }
    double seconds = measure_clock() - begin;
    *bytes = measure_heap() - heap;
    for (uint32_t i = 0; i < shop->customers; i++)
        loyalty_customer_free(customers[i]);
    free(customers);
    loyalty_program_unref(program);
    return seconds;
}
