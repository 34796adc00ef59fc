/* SPDX-License-Identifier: MIT */
/* The tables of the books, with a metric of the host's in both, and the keys. */
#include <string.h>

#include "books.h"

/* Short keys lie in a row, longer ones in blocks of the pool; some are the beginning of others. */
static const uint8_t lengths[KEYS] = {1,  2,  7,  8,   8,   8,   8,   9,   9,   10, 20, 32,
                                      33, 64, 65, 100, 128, 200, 254, 255, 255, 3,  8,  8};
static const char text[] =
    "customers of the shop at the corner, each with a card of its own, some with a very long number that"
    " was never meant to be a key and yet is one, because somebody once wrote it down like this and"
    " now everything depends on it, tills and letters and all, to the very end";

const char *key_bytes(uint32_t key)
{
    static char bytes[KEYS][256];
    if (key == KEYS + 2)
        return NULL;
    if (key >= KEYS)
        return text;
    memcpy(bytes[key], text, lengths[key]);
    bytes[key][lengths[key] - 1] = (char)(key * 11); /* any byte will do, 0 too */
    return bytes[key];
}

uint32_t key_length(uint32_t key)
{
    return key == KEYS ? 0 : key == KEYS + 1 ? LOYALTY_KEY_MAX + 1 : key > KEYS ? 1 : lengths[key];
}

uint32_t key_index(const void *bytes, uint32_t length)
{
    for (uint32_t key = 0; key < KEYS; key++)
        if (lengths[key] == length && memcmp(key_bytes(key), bytes, length) == 0)
            return key;
    broken("a key of %u bytes that nobody added", (unsigned)length);
}

/* Pure: the user is set before a customer has events, and never another one. */
static int32_t weather(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    struct host *host = user;
    if (host->calls++ == host->fail_at) {
        host->failed = 1;
        return LOYALTY_E_HOST;
    }
    if (!customer_user && date / 30 % 3 == 0) {
        *until = date + 29 - date % 30;
        return LOYALTY_E_UNDEFINED;
    }
    *value = date / 10 % 7 + (customer_user ? 1 : 0);
    *until = date + 9 - date % 10;
    return LOYALTY_OK;
}

static loyalty_builder *begin(struct world *world, const char *name)
{
    loyalty_options *options = counting_options(&world->heap);
    MUST(loyalty_options_bind(options, "weather", weather, &world->host));
    return begin_table(options, name);
}

loyalty_program *make_rules(struct world *world)
{
    loyalty_builder *b = begin(world, "today");
    MUST(loyalty_builder_add_kind(b, "a", INT64_MIN, INT64_MAX));
    MUST(loyalty_builder_add_kind(b, "b", 0, 1000));
    MUST(loyalty_builder_add_kind(b, "c", -5, 5));
    add_metric(b, "week", LOYALTY_MEASURE_COUNT, "a", NULL, "7d");
    add_metric(b, "spend", LOYALTY_MEASURE_SUM, "a", "b", "1m");
    add_metric(b, "mean", LOYALTY_MEASURE_MEAN, "c", NULL, "quarter");
    add_metric(b, "days", LOYALTY_MEASURE_ACTIVE, "a", "c", "30d");
    add_metric(b, "own", LOYALTY_MEASURE_ACTIVE, "b", NULL, "20d");
    add_metric(b, "since", LOYALTY_MEASURE_DAYS_SINCE, "b", NULL, NULL);
    add_metric(b, "part", LOYALTY_MEASURE_SHARE, "week", "days", NULL);
    add_metric(b, "weather", LOYALTY_MEASURE_HOST, "weather", NULL, NULL);
    MUST(loyalty_builder_add_points(b, "week", 1, 50));
    MUST(loyalty_builder_add_points(b, "week", 3, 150));
    MUST(loyalty_builder_add_points(b, "mean", 2, 90));
    add_low_rungs(b);
    add_rung(b, "r3", "0d", "4d", LOYALTY_FALL_BOTTOM);
    MUST(loyalty_builder_add_enter(b, "r3", 0, "score >= 100"));
    MUST(loyalty_builder_add_enter(b, "r3", 0, "weather >= 2"));
    MUST(loyalty_builder_add_enter(b, "r3", 1, "own > 1"));
    MUST(loyalty_builder_add_keep(b, "r3", 0, "part != 100"));
    MUST(loyalty_builder_add_keep(b, "r3", 0, "weather != 6"));
    add_kinds(b, "term", (loyalty_metric_definition){.measure = LOYALTY_MEASURE_COUNT, .within = "term"}, "a", NULL,
              NULL);
    add_rung(b, "r4", "0d", "3d", LOYALTY_FALL_REQUALIFY);
    MUST(loyalty_builder_add_enter(b, "r4", 0, "days >= 3"));
    MUST(loyalty_builder_add_keep(b, "r4", 0, "term >= 1"));
    MUST(loyalty_builder_set_term(b, "r4", "12d", "week"));
    MUST(loyalty_builder_add_out(b, 0, "mean == -5"));
    MUST(loyalty_builder_add_cell(b, "s", "high"));
    MUST(loyalty_builder_add_when(b, "s", "high", 0, "rung >= r2"));
    return end_table(b);
}

/* Kinds in another order, one gone and one new; rungs of which some have the same names. */
loyalty_program *make_other_rules(struct world *world)
{
    loyalty_builder *b = begin(world, "tomorrow");
    MUST(loyalty_builder_add_kind(b, "c", INT64_MIN, INT64_MAX));
    MUST(loyalty_builder_add_kind(b, "d", 0, 0));
    MUST(loyalty_builder_add_kind(b, "a", 0, 0));
    MUST(loyalty_builder_set_climb(b, LOYALTY_CLIMB_STEP));
    MUST(loyalty_builder_set_review(b, "week", NULL));
    add_metric(b, "month", LOYALTY_MEASURE_COUNT, "a", NULL, "1m");
    add_metric(b, "ever", LOYALTY_MEASURE_SUM, "a", "c", NULL);
    add_metric(b, "weather", LOYALTY_MEASURE_HOST, "weather", NULL, NULL);
    MUST(loyalty_builder_add_rung(b, "r0"));
    add_rung(b, "between", "0d", "3d", LOYALTY_FALL_STEP);
    MUST(loyalty_builder_add_enter(b, "between", 0, "month >= 2"));
    add_rung(b, "r1", "0d", "0d", LOYALTY_FALL_REQUALIFY);
    MUST(loyalty_builder_add_enter(b, "r1", 0, "month >= 1"));
    MUST(loyalty_builder_add_enter(b, "r1", 0, "ever > 0"));
    add_rung(b, "r2", "10d", "0d", LOYALTY_FALL_BOTTOM);
    MUST(loyalty_builder_add_enter(b, "r2", 0, "ever >= 50"));
    MUST(loyalty_builder_add_keep(b, "r2", 0, "weather >= 3"));
    return end_table(b);
}
