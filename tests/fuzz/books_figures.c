/* SPDX-License-Identifier: MIT */
/* Census and backtest over a book, beside the same of its customers one by one. */
#include <string.h>

#include "books.h"
#include "seed.h"

static void mix(uint64_t *digest, uint64_t number)
{
    *digest = (*digest ^ number) * UINT64_C(0x9e3779b97f4a7c15);
    *digest ^= *digest >> 29;
}

static void mix_real(uint64_t *digest, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    mix(digest, bits);
}

static void mix_retention(uint64_t *digest, int32_t status, const loyalty_retention *retention)
{
    mix(digest, (uint64_t)status);
    mix(digest, (uint64_t)retention->cohort);
    mix(digest, retention->first);
    mix(digest, retention->second);
    mix(digest, retention->both);
    mix_real(digest, retention->retention);
    mix_real(digest, retention->churn);
}

/* What a census says of the values of each metric, if its plan names it. */
static void mix_metrics(uint64_t *digest, const loyalty_census *census, uint32_t metric_count)
{
    for (uint32_t i = 0; i < metric_count; i++) {
        uint64_t defined = 0, undefined = 0;
        int64_t value = 0;
        mix(digest, (uint64_t)loyalty_census_metric_count(census, i, &defined, &undefined));
        mix(digest, defined);
        mix(digest, undefined);
        for (uint32_t quarter = 0; quarter <= 4; quarter++) {
            mix(digest, (uint64_t)loyalty_census_metric_quantile(census, i, quarter, 4, &value));
            mix(digest, (uint64_t)value);
        }
    }
}

/* All that a census says. */
static uint64_t census_digest(const loyalty_census *census, const loyalty_program *program)
{
    loyalty_table_info table = {.size = sizeof table};
    loyalty_movement movement = {.size = sizeof movement};
    loyalty_retention all = {.size = sizeof all};
    uint64_t digest = loyalty_census_count(census), number = 0;
    int64_t score = 0;
    MUST(loyalty_program_table(program, &table));
    for (uint32_t i = 0; i < table.rung_count; i++) {
        MUST(loyalty_census_on_rung(census, i, &number));
        mix(&digest, number);
        for (uint32_t j = 0; j < table.rung_count; j++) {
            mix(&digest, (uint64_t)loyalty_census_moved(census, i, j, &number));
            mix(&digest, number);
        }
    }
    for (uint32_t i = 0; i < table.cell_count; i++) {
        MUST(loyalty_census_in_cell(census, i, &number));
        mix(&digest, number);
    }
    for (uint32_t quarter = 0; quarter <= 4; quarter++) {
        mix(&digest, (uint64_t)loyalty_census_score_quantile(census, quarter, 4, &score));
        mix(&digest, (uint64_t)score);
    }
    mix_metrics(&digest, census, table.metric_count);
    mix(&digest, (uint64_t)loyalty_census_movement(census, &movement));
    mix(&digest, movement.climbed ^ movement.stayed << 12 ^ movement.fell << 24 ^ movement.lapsed << 36 ^
                     movement.appeared << 48);
    mix_retention(&digest, loyalty_census_retention(census, &all), &all);
    for (uint32_t i = 0; i < loyalty_census_cohort_count(census); i++) {
        loyalty_retention cohort = {.size = sizeof cohort};
        mix_retention(&digest, loyalty_census_cohort(census, i, &cohort), &cohort);
    }
    for (uint32_t i = 0; i < table.kind_count; i++) {
        loyalty_influence influence = {.size = sizeof influence};
        mix(&digest, (uint64_t)loyalty_census_influence(census, i, &influence));
        mix(&digest, influence.exposed);
        mix(&digest, influence.bought);
        mix(&digest, influence.young);
        mix_real(&digest, influence.base_rate);
        mix_real(&digest, influence.lift);
    }
    return digest;
}

/* Each customer alone into one of two, and the second into the first; `times` over. */
static uint64_t census_alone(const struct world *world, const struct shelf *shelf, const loyalty_census_plan *plan,
                             uint32_t times)
{
    loyalty_census *two[2];
    for (uint32_t i = 0; i < 2; i++)
        MUST(loyalty_census_new(world->program, plan, &two[i]));
    for (uint32_t i = KEYS * times; i-- > 0;)
        if (shelf->mirrors[i % KEYS].alone)
            MUST(loyalty_census_add(two[i % 2], shelf->mirrors[i % KEYS].alone));
    MUST(loyalty_census_merge(two[0], two[1]));
    uint64_t digest = census_digest(two[0], world->program);
    loyalty_census_free(two[0]);
    loyalty_census_free(two[1]);
    return digest;
}

static int32_t some_day(const struct shelf *shelf, uint8_t choice)
{
    return (shelf->day == LOYALTY_DATE_NONE ? FIRST_DAY : shelf->day) + choice / 2 - 90;
}

static loyalty_census_plan some_plan(const struct shelf *shelf, const uint8_t *choices)
{
    static const uint32_t kinds[] = {0, 1, 2}, metrics[] = {7, 2, 6, 1, 8};
    loyalty_census_plan plan = {
        .size = sizeof plan, .as_of = some_day(shelf, choices[0]), .kinds = kinds, .metrics = metrics};
    plan.kind_count = choices[3] % 4;
    plan.days = choices[5] % 40;
    if (!(choices[3] & 4)) {
        plan.from_date = plan.as_of - 1 - choices[4];
        plan.parts = LOYALTY_CENSUS_MOVEMENT | (plan.kind_count && plan.days ? LOYALTY_CENSUS_INFLUENCE : 0);
    }
    plan.metric_count = choices[3] >> 5 & 1 ? 5 : 0;
    if (choices[3] & 8) {
        plan.parts |= LOYALTY_CENSUS_RETENTION;
        plan.first_from = some_day(shelf, choices[1]);
        plan.first_to = plan.first_from + choices[4] % 50;
        plan.second_from = some_day(shelf, choices[2]);
        plan.second_to = plan.second_from + choices[5] % 50;
    }
    return plan;
}

/* The book is counted twice, so that there is something that a failure of the second time could change. */
int32_t try_census(struct world *world, const struct shelf *shelf, const uint8_t *choices)
{
    loyalty_census_plan plan = some_plan(shelf, choices);
    loyalty_census *census;
    if (choices[3] & 16)
        arm(world);
    int32_t status = loyalty_census_new(world->program, &plan, &census);
    if (status)
        return status;
    uint32_t times = 0;
    status = loyalty_census_add_book(census, shelf->book);
    times += !status;
    if (!status) {
        arm(world);
        status = loyalty_census_add_book(census, shelf->book);
        times += !status;
    }
    calm(world);
    REQUIRE(census_digest(census, world->program) == census_alone(world, shelf, &plan, times),
            "a book counted %u times, status %d, is not its customers", (unsigned)times, (int)status);
    loyalty_census_free(census);
    return status;
}

static uint32_t rung_or_none(uint32_t index)
{
    return index == LOYALTY_RUNGS_MAX ? LOYALTY_NONE : index;
}

/* All that a backtest says. */
static uint64_t backtest_digest(loyalty_backtest *backtest)
{
    uint64_t digest = loyalty_backtest_change_count(backtest), number;
    for (int32_t after = 0; after < 2; after++) {
        loyalty_side side = {.size = sizeof side};
        MUST(loyalty_backtest_side(backtest, after, &side));
        mix(&digest, side.customers);
        mix(&digest, side.promotions);
        mix(&digest, side.demotions);
        mix(&digest, side.flapping);
    }
    for (uint32_t from = 0; from <= LOYALTY_RUNGS_MAX; from++)
        for (uint32_t to = 0; to <= LOYALTY_RUNGS_MAX; to++)
            if (!loyalty_backtest_moved(backtest, rung_or_none(from), rung_or_none(to), &number))
                mix(&digest, number);
    for (uint64_t i = 0; i < loyalty_backtest_change_count(backtest); i++) {
        loyalty_change change = {.size = sizeof change};
        MUST(loyalty_backtest_change(backtest, i, &change));
        mix(&digest, key_index(change.key, change.key_length));
        mix(&digest, change.from_rung);
        mix(&digest, change.to_rung);
        mix(&digest, (uint64_t)change.since_from ^ (uint64_t)change.since_to << 32);
        mix(&digest, (uint64_t)change.differs);
    }
    return digest;
}

/* Each customer alone and the same under the other table; the last first, for the order is that of the keys. */
static uint64_t backtest_alone(const struct world *world, const struct shelf *shelf, int32_t as_of, int32_t flap_days,
                               uint32_t times)
{
    loyalty_backtest *backtest;
    MUST(loyalty_backtest_new(world->program, world->other, as_of, flap_days, &backtest));
    for (uint32_t i = KEYS * times; i-- > 0;) {
        const loyalty_customer *alone = shelf->mirrors[i % KEYS].alone;
        loyalty_customer *after;
        if (!alone)
            continue;
        MUST(loyalty_customer_convert(alone, world->other, NULL, &after));
        MUST(loyalty_backtest_add(backtest, key_bytes(i % KEYS), key_length(i % KEYS), alone, after));
        loyalty_customer_free(after);
    }
    uint64_t digest = backtest_digest(backtest);
    loyalty_backtest_free(backtest);
    return digest;
}

int32_t try_backtest(struct world *world, const struct shelf *shelf, const uint8_t *choices)
{
    int32_t as_of = some_day(shelf, choices[0]);
    int32_t flap_days = choices[1] % 100;
    loyalty_backtest *backtest;
    loyalty_book *after;
    if (choices[3] & 16)
        arm(world);
    int32_t status = loyalty_book_convert(shelf->book, world->other, seed_of(choices[2]), NULL, &after);
    if (status)
        return status;
    status = loyalty_backtest_new(world->program, world->other, as_of, flap_days, &backtest);
    if (!status) {
        uint32_t times = 0;
        status = loyalty_backtest_add_books(backtest, shelf->book, after);
        times += !status;
        if (!status) {
            arm(world);
            status = loyalty_backtest_add_books(backtest, shelf->book, after);
            times += !status;
        }
        calm(world);
        REQUIRE(backtest_digest(backtest) == backtest_alone(world, shelf, as_of, flap_days, times),
                "a book compared %u times, status %d, is not its customers", (unsigned)times, (int)status);
        loyalty_backtest_free(backtest);
    }
    loyalty_book_free(after);
    return status;
}
