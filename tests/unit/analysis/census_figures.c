/* SPDX-License-Identifier: MIT */
/* Retention, cohorts and influence, worked out by hand. */
#include <stdio.h>

#include "support.h"

static const char shop[] = "{'format':1,'name':'shop','events':{'mail':{},'sale':{},'swap':{}},"
                           "'ladder':[{'rung':'guest'}]}";

enum { MAIL, SALE, SWAP };

static const uint32_t purchases[] = {SWAP, SALE};
static loyalty_program *program;

static int set_up(void **state)
{
    (void)state;
    program = table(shop);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_program_unref(program);
    return 0;
}

static loyalty_census_plan plan_of(void)
{
    return (loyalty_census_plan){.size = sizeof(loyalty_census_plan),
                                 .as_of = day("2024-03-31"),
                                 .parts = LOYALTY_CENSUS_MOVEMENT | LOYALTY_CENSUS_RETENTION | LOYALTY_CENSUS_INFLUENCE,
                                 .from_date = day("2024-03-10"),
                                 .kinds = purchases,
                                 .kind_count = 2,
                                 .days = 3,
                                 .first_from = day("2024-02-01"),
                                 .first_to = day("2024-02-29"),
                                 .second_from = day("2024-04-01"),
                                 .second_to = day("2024-04-30")};
}

static loyalty_census *census_of(const loyalty_census_plan *plan)
{
    loyalty_census *census;
    OK(loyalty_census_new(program, plan, &census));
    return census;
}

struct done {
    const char *kind, *date;
    int32_t count;
};

/* Adds one customer with some events. */
static void add(loyalty_census *census, const struct done *done, size_t count)
{
    loyalty_customer *customer;
    OK(loyalty_customer_new(program, &customer));
    for (size_t i = 0; i < count; i++)
        OK(record_value(customer, done[i].kind, done[i].date, done[i].count, 5));
    OK(loyalty_census_add(census, customer));
    loyalty_customer_free(customer);
}

#define ADD(census, ...) add(census, (struct done[]){__VA_ARGS__}, LENGTH(((struct done[]){__VA_ARGS__})))

static const char *figures(const loyalty_retention *retention)
{
    return text_of("%s: %u, %u, %u; %.4f, %.4f", date_text(retention->cohort), (unsigned)retention->first,
                   (unsigned)retention->second, (unsigned)retention->both, retention->retention, retention->churn);
}

static const char *retention_text(const loyalty_census *census)
{
    loyalty_retention retention = {.size = sizeof retention};
    OK(loyalty_census_retention(census, &retention));
    return figures(&retention);
}

static const char *cohort_text(const loyalty_census *census, uint32_t index)
{
    loyalty_retention retention = {.size = sizeof retention};
    int32_t status = loyalty_census_cohort(census, index, &retention);
    return status ? status_name(status) : figures(&retention);
}

static void who_came_back(void **state)
{
    loyalty_census_plan plan = plan_of();
    loyalty_census *census = census_of(&plan);
    (void)state;
    assert_string_equal(retention_text(census), "-: 0, 0, 0; 0.0000, 0.0000");
    assert_int_equal(loyalty_census_cohort_count(census), 0);
    ADD(census, {"sale", "2024-02-01", 1}, {"swap", "2024-04-30", 1}); /* at the very edges */
    ADD(census, {"sale", "2024-01-31", 1}, {"sale", "2024-03-01", 1}, {"sale", "2024-04-01", 1}); /* just outside */
    ADD(census, {"sale", "2024-02-29", 1}, {"sale", "2024-05-01", 1});
    ADD(census, {"mail", "2024-02-10", 1}, {"mail", "2024-04-10", 1});                            /* bought nothing */
    ADD(census, {"sale", "2024-02-10", 2}, {"sale", "2024-02-11", 1}, {"swap", "2024-04-02", 1}); /* once a period */
    ADD(census, {"sale", "2022-12-31", 1});                                                       /* in neither */
    assert_string_equal(retention_text(census), "-: 3, 3, 2; 0.6667, 0.3333");
    assert_int_equal(loyalty_census_cohort_count(census), 3);
    assert_string_equal(cohort_text(census, 0), "2022-12-01: 0, 0, 0; 0.0000, 0.0000");
    assert_string_equal(cohort_text(census, 1), "2024-01-01: 0, 1, 0; 0.0000, 0.0000");
    assert_string_equal(cohort_text(census, 2), "2024-02-01: 3, 2, 2; 0.6667, 0.3333");
    assert_string_equal(cohort_text(census, 3), status_name(LOYALTY_E_INDEX));
    loyalty_census_free(census);
}

/* A day is active where the counts of all kinds together are above 0. */
static void taken_back_or_swapped(void **state)
{
    loyalty_census_plan plan = plan_of();
    loyalty_census *census = census_of(&plan);
    (void)state;
    ADD(census, {"sale", "2024-02-05", 1}, {"sale", "2024-02-05", -1}, {"sale", "2024-04-05", 1});
    ADD(census, {"sale", "2024-02-05", 1}, {"swap", "2024-02-05", -1}, {"sale", "2024-04-05", 1});
    ADD(census, {"sale", "2024-02-05", 3}, {"swap", "2024-02-05", -2}, {"sale", "2024-04-05", 1});
    ADD(census, {"sale", "2024-02-05", -1}, {"swap", "2024-02-06", 1}, {"swap", "2024-02-08", -1});
    assert_string_equal(retention_text(census), "-: 2, 3, 1; 0.5000, 0.5000");
    assert_int_equal(loyalty_census_cohort_count(census), 2);
    assert_string_equal(cohort_text(census, 0), "2024-02-01: 2, 1, 1; 0.5000, 0.5000");
    assert_string_equal(cohort_text(census, 1), "2024-04-01: 0, 2, 0; 0.0000, 0.0000");
    loyalty_census_free(census);
}

/* Counts whose sum over the kinds leaves 64 bits. */
static void counts_beyond_64_bits(void **state)
{
    loyalty_census_plan plan = plan_of();
    loyalty_census *census = census_of(&plan);
    loyalty_customer *customer;
    (void)state;
    for (int down = 0; down <= 1; down++) {
        int32_t count = down ? -INT32_MAX : INT32_MAX;
        OK(loyalty_customer_new(program, &customer));
        for (int i = 0; i < 31; i++) { /* doubled 31 times: Σcount of each kind ends just within 64 bits */
            loyalty_customer *twin;
            OK(record_value(customer, "sale", "2024-02-05", count, 0));
            OK(record_value(customer, "swap", "2024-02-05", count, 0));
            OK(loyalty_customer_copy(customer, &twin));
            OK(loyalty_customer_merge(customer, twin, NULL, NULL, NULL));
            loyalty_customer_free(twin);
        }
        OK(loyalty_census_add(census, customer));
        loyalty_customer_free(customer);
    }
    assert_string_equal(retention_text(census), "-: 1, 0, 0; 0.0000, 1.0000");
    loyalty_census_free(census);
}

/* Cohorts arrive in any order, and those of another census go between. */
static void cohorts_are_in_order(void **state)
{
    static const char *const months[] = {"2024-05", "2023-01", "2024-02", "0001-01", "2023-11", "9999-12", "2024-03"};
    static const char *const ordered[] = {"0001-01", "2023-01", "2023-11", "2024-02", "2024-03", "2024-05", "9999-12"};
    loyalty_census_plan plan = plan_of();
    (void)state;
    for (size_t cut = 0; cut <= LENGTH(months); cut++) {
        loyalty_census *one = census_of(&plan), *two = census_of(&plan);
        for (size_t i = 0; i < LENGTH(months); i++)
            ADD(i < cut ? one : two, {"sale", text_of("%s-17", months[i]), 1});
        ADD(two, {"sale", "2024-02-29", 1}, {"swap", "2024-04-01", 1});
        OK(loyalty_census_merge(one, two));
        assert_int_equal(loyalty_census_cohort_count(one), LENGTH(ordered));
        for (uint32_t i = 0; i < LENGTH(ordered); i++) {
            const char *expected = i == 3 ? "2, 1, 1; 0.5000, 0.5000" : "0, 0, 0; 0.0000, 0.0000";
            assert_string_equal(cohort_text(one, i), text_of("%s-01: %s", ordered[i], expected));
        }
        loyalty_census_free(one);
        loyalty_census_free(two);
    }
}

static const char *influence_text(const loyalty_census *census, uint32_t kind)
{
    loyalty_influence influence = {.size = sizeof influence};
    OK(loyalty_census_influence(census, kind, &influence));
    return text_of("%u, %u, %u; %.4f %.4f %.4f", (unsigned)influence.exposed, (unsigned)influence.bought,
                   (unsigned)influence.young, influence.rate, influence.base_rate, influence.lift);
}

/*
 * From 2024-03-10 to 2024-03-31, three days. The days whose three days are over are the 11th to the 28th: 18 for a
 * customer on the ladder all the time. In the texts: exposed, bought and young; rate, base and lift.
 */
static void what_precedes_a_purchase(void **state)
{
    loyalty_census_plan plan = plan_of();
    loyalty_census *census = census_of(&plan);
    (void)state;
    assert_string_equal(influence_text(census, MAIL), "0, 0, 0; 0.0000 0.0000 0.0000");
    ADD(census, {"mail", "2024-03-11", 1}, {"sale", "2024-03-14", 1}); /* 11, 12, 13 of 18 days; bought in time */
    assert_string_equal(influence_text(census, MAIL), "1, 1, 0; 1.0000 0.1667 6.0000");
    ADD(census, {"mail", "2024-03-01", 1}, {"mail", "2024-03-20", 1},
        {"sale", "2024-03-24", 1}); /* 3 of 18; too late */
    assert_string_equal(influence_text(census, MAIL), "2, 1, 0; 0.5000 0.1667 3.0000");
    /* The day itself does not count; the customer appears on the 12th, so 1 of 17 days. */
    ADD(census, {"mail", "2024-03-12", 1}, {"sale", "2024-03-12", 1}, {"sale", "2024-03-13", 1});
    assert_string_equal(influence_text(census, MAIL), "3, 2, 0; 0.6667 0.1321 5.0476"); /* 7 of 53 */
    /* Young exposures do not count, whether or not a purchase followed: none of 18 days, and the 28th of 18. */
    ADD(census, {"mail", "2024-03-10", 1}, {"mail", "2024-03-29", 1}, {"sale", "2024-04-01", 1});
    ADD(census, {"mail", "2024-03-10", 1}, {"mail", "2024-03-30", 1}, {"swap", "2024-03-31", 1});
    assert_string_equal(influence_text(census, MAIL), "3, 2, 2; 0.6667 0.0899 7.4167");             /* 8 of 89 */
    ADD(census, {"mail", "2024-04-05", 1});                                                         /* nothing yet */
    ADD(census, {"mail", "2024-03-11", 1}, {"mail", "2024-03-11", -1}, {"swap", "2024-03-12", -1}); /* 17 days */
    assert_string_equal(influence_text(census, MAIL), "3, 2, 2; 0.6667 0.0755 8.8333");             /* 8 of 106 */
    assert_string_equal(influence_text(census, SALE), "3, 1, 0; 0.3333 0.0755 4.4167");
    assert_string_equal(influence_text(census, SWAP), "0, 0, 1; 0.0000 0.0755 0.0000");
    loyalty_census_free(census);
}

/* Purchases near each other: no day counts twice. */
static void a_day_counts_once(void **state)
{
    loyalty_census_plan plan = plan_of();
    loyalty_census *census = census_of(&plan);
    (void)state;
    /* 9th is before; 11th: none before it in the time; 13th: 11, 12; 14th: 13; 20th: 17, 18, 19. */
    ADD(census, {"sale", "2024-03-09", 1}, {"sale", "2024-03-11", 1}, {"sale", "2024-03-13", 1},
        {"sale", "2024-03-14", 1}, {"sale", "2024-03-20", 1});
    assert_string_equal(influence_text(census, SALE), "1, 1, 0; 1.0000 0.3333 3.0000"); /* 6 of 18 */
    loyalty_census_free(census);
}

/* The last exposure that can be judged is N days before the day; a purchase on the day itself is in time. */
static void judged_to_the_day(void **state)
{
    loyalty_census_plan plan = plan_of();
    loyalty_census *census = census_of(&plan);
    (void)state;
    ADD(census, {"mail", "2024-03-28", 1}, {"sale", "2024-03-31", 1}); /* the 28th of 1 day: it appears then */
    assert_string_equal(influence_text(census, MAIL), "1, 1, 0; 1.0000 1.0000 1.0000");
    ADD(census, {"mail", "2024-03-29", 1}, {"sale", "2024-03-30", 1});
    assert_string_equal(influence_text(census, MAIL), "1, 1, 1; 1.0000 1.0000 1.0000");
    loyalty_census_free(census);
    plan.days = LOYALTY_DAYS_MAX; /* longer than from `from` to `as_of` */
    census = census_of(&plan);
    ADD(census, {"mail", "2024-03-11", 1}, {"sale", "2024-03-12", 1});
    assert_string_equal(influence_text(census, MAIL), "0, 0, 1; 0.0000 0.0000 0.0000");
    loyalty_census_free(census);
}

static void arguments(void **state)
{
    loyalty_retention retention = {.size = sizeof retention};
    loyalty_influence influence = {.size = sizeof influence};
    loyalty_census_plan plan = plan_of();
    loyalty_census *census = census_of(&plan);
    (void)state;
    REFUSED(loyalty_census_retention(NULL, &retention));
    REFUSED(loyalty_census_retention(census, NULL));
    REFUSED(loyalty_census_cohort(NULL, 0, &retention));
    REFUSED(loyalty_census_cohort(census, 0, NULL));
    assert_int_equal(loyalty_census_cohort(census, 0, &retention), LOYALTY_E_INDEX);
    REFUSED(loyalty_census_influence(NULL, MAIL, &influence));
    REFUSED(loyalty_census_influence(census, MAIL, NULL));
    assert_int_equal(loyalty_census_influence(census, 3, &influence), LOYALTY_E_INDEX);
    retention.size--;
    assert_int_equal(loyalty_census_retention(census, &retention), LOYALTY_E_STRUCT);
    influence.size--;
    assert_int_equal(loyalty_census_influence(census, MAIL, &influence), LOYALTY_E_STRUCT);
    loyalty_census_free(census);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_came_back),
        cmocka_unit_test(taken_back_or_swapped),
        cmocka_unit_test(counts_beyond_64_bits),
        cmocka_unit_test(cohorts_are_in_order),
        cmocka_unit_test(what_precedes_a_purchase),
        cmocka_unit_test(a_day_counts_once),
        cmocka_unit_test(judged_to_the_day),
        cmocka_unit_test(arguments),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
