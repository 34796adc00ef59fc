/* SPDX-License-Identifier: MIT */
/* Plans of a census: what each part needs, what is refused, and that two censuses merge only if their plans are one. */
#include "support.h"

static const char shop[] = "{'format':1,'name':'shop','events':{'visit':{},'sale':{},'return':{}},"
                           "'metrics':{'sales':{'count':'sale','within':'30d'}},"
                           "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['sales >= 1']},"
                           "{'rung':'partner','enter':['sales >= 2']}]}";

enum { VISIT, SALE, RETURN };
enum { ALL_PARTS = LOYALTY_CENSUS_MOVEMENT | LOYALTY_CENSUS_RETENTION | LOYALTY_CENSUS_INFLUENCE };

static loyalty_program *program;
static loyalty_customer *customer;

static int set_up(void **state)
{
    (void)state;
    program = table(shop);
    OK(loyalty_customer_new(program, &customer));
    OK(record(customer, "sale", "2024-02-20"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
    return 0;
}

static loyalty_census_plan plan_of(const char *from)
{
    return (loyalty_census_plan){.size = sizeof(loyalty_census_plan),
                                 .as_of = day("2024-04-01"),
                                 .parts = from ? LOYALTY_CENSUS_MOVEMENT : 0,
                                 .from_date = from ? day(from) : 0};
}

static void merging_needs_the_same_plan(void **state)
{
    uint32_t kinds[] = {SALE, RETURN}, turned[] = {RETURN, SALE}, others[] = {SALE, VISIT};
    loyalty_census_plan plan = plan_of("2024-03-01"), same, other[10];
    loyalty_census *census, *second;
    loyalty_program *twin = table(shop);
    (void)state;
    plan.parts = ALL_PARTS;
    plan.kinds = kinds;
    plan.kind_count = 2;
    plan.days = 3;
    plan.first_from = plan.first_to = day("2024-01-01");
    plan.second_from = plan.second_to = day("2024-02-01");
    same = plan;
    same.kinds = turned;
    for (size_t i = 0; i < LENGTH(other); i++)
        other[i] = plan;
    other[0].as_of++;
    other[1].from_date--;
    other[2].kinds = others;
    other[3].kind_count = 1;
    other[4].days++;
    other[5].first_from--;
    other[6].first_to++;
    other[7].second_from--;
    other[8].second_to++;
    other[9].parts = LOYALTY_CENSUS_MOVEMENT;
    OK(loyalty_census_new(program, &plan, &census));
    for (size_t i = 0; i < LENGTH(other); i++) {
        OK(loyalty_census_new(program, &other[i], &second));
        assert_int_equal(loyalty_census_merge(census, second), LOYALTY_E_PROGRAM);
        loyalty_census_free(second);
    }
    OK(loyalty_census_new(program, &same, &second));
    OK(loyalty_census_merge(census, second));
    loyalty_census_free(second);
    OK(loyalty_census_new(twin, &plan, &second)); /* the same text, but another program */
    assert_int_equal(loyalty_census_merge(census, second), LOYALTY_E_PROGRAM);
    loyalty_census_free(second);
    REFUSED(loyalty_census_merge(census, NULL));
    REFUSED(loyalty_census_merge(NULL, census));
    loyalty_census_free(census);
    loyalty_program_unref(twin);
}

static int32_t status_of(const loyalty_census_plan *plan)
{
    loyalty_census *census = NULL;
    int32_t status = loyalty_census_new(program, plan, &census);
    assert_true(!census == (status != LOYALTY_OK));
    loyalty_census_free(census);
    return status;
}

static void bad_plans(void **state)
{
    uint32_t kinds[] = {SALE, RETURN, SALE, 3};
    loyalty_census_plan good = plan_of("2024-03-01"), plan;
    loyalty_census *census;
    (void)state;
    REFUSED(loyalty_census_new(NULL, &good, &census));
    REFUSED(loyalty_census_new(program, NULL, &census));
    REFUSED(loyalty_census_new(program, &good, NULL));
#define SAYS(status, field, value)                                                                                     \
    do {                                                                                                               \
        plan = good;                                                                                                   \
        plan.field = value;                                                                                            \
        assert_int_equal(status_of(&plan), status);                                                                    \
    } while (0)
    SAYS(LOYALTY_E_DATE, as_of, LOYALTY_DATE_NONE);
    SAYS(LOYALTY_E_DATE, as_of, LOYALTY_DATE_MAX + 1);
    SAYS(LOYALTY_E_DATE, from_date, good.as_of);
    SAYS(LOYALTY_OK, from_date, good.as_of - 1);
    SAYS(LOYALTY_OK, from_date, LOYALTY_DATE_MIN);
    SAYS(LOYALTY_E_DATE, from_date, LOYALTY_DATE_MIN - 1);
    SAYS(LOYALTY_E_DATE, from_date, LOYALTY_DATE_NONE);
    SAYS(LOYALTY_E_ARGUMENT, parts, 8);
    SAYS(LOYALTY_E_ARGUMENT, parts, UINT32_MAX);
    good.parts = ALL_PARTS;
    good.kinds = kinds;
    good.kind_count = 2;
    good.days = 1;
    good.first_from = good.first_to = good.second_from = good.second_to = good.from_date;
    SAYS(LOYALTY_OK, first_from, good.first_to);
    SAYS(LOYALTY_E_DATE, first_from, LOYALTY_DATE_NONE);
    SAYS(LOYALTY_E_DATE, first_to, LOYALTY_DATE_NONE);
    SAYS(LOYALTY_E_DATE, second_from, LOYALTY_DATE_MIN - 1);
    SAYS(LOYALTY_E_DATE, first_from, good.first_to + 1);
    SAYS(LOYALTY_E_DATE, second_from, good.second_to + 1);
    SAYS(LOYALTY_E_DATE, second_to, LOYALTY_DATE_MAX + 1);
    SAYS(LOYALTY_OK, second_to, LOYALTY_DATE_MAX);
    SAYS(LOYALTY_E_ARGUMENT, days, 0);
    SAYS(LOYALTY_E_ARGUMENT, days, -1);
    SAYS(LOYALTY_E_ARGUMENT, days, LOYALTY_DAYS_MAX + 1);
    SAYS(LOYALTY_OK, days, LOYALTY_DAYS_MAX);
    SAYS(LOYALTY_E_ARGUMENT, kinds, NULL);
    SAYS(LOYALTY_E_ARGUMENT, kind_count, 0);
    SAYS(LOYALTY_E_ARGUMENT, kind_count, 3); /* sale twice */
    SAYS(LOYALTY_E_ARGUMENT, kind_count, UINT32_MAX);
    good.kind_count = 1;
    SAYS(LOYALTY_E_INDEX, kinds, kinds + 3); /* no such kind */
    SAYS(LOYALTY_E_STRUCT, size, sizeof good - 1);
    struct {
        loyalty_census_plan plan;
        uint64_t later;
    } larger = {good, 0};
    larger.plan.size = sizeof larger;
    assert_int_equal(status_of(&larger.plan), LOYALTY_OK);
    larger.later = 1;
    assert_int_equal(status_of(&larger.plan), LOYALTY_E_STRUCT_TAIL);
}

/* Whatever stands there, and it makes no difference to another census. */
static void fields_of_other_parts_are_not_read(void **state)
{
    static const struct {
        uint32_t parts;
        loyalty_census_plan needed;
    } cases[] = {
        {0, {.parts = 0}},
        {LOYALTY_CENSUS_MOVEMENT, {.from_date = 1}},
        {LOYALTY_CENSUS_RETENTION, {.kind_count = 1, .first_from = 1, .first_to = 1, .second_from = 1, .second_to = 1}},
        {LOYALTY_CENSUS_INFLUENCE, {.from_date = 1, .kind_count = 1, .days = 1}},
    };
    static const uint32_t kinds[] = {SALE};
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const loyalty_census_plan *needed = &cases[i].needed;
        loyalty_census_plan bare = *needed, full;
        loyalty_census *one, *other;
        bare.size = sizeof bare;
        bare.as_of = day("2024-04-01");
        bare.parts = cases[i].parts;
        bare.kinds = needed->kind_count ? kinds : NULL;
        full = bare;
        full.from_date = needed->from_date ? bare.from_date : INT32_MAX;
        full.days = needed->days ? bare.days : -7;
        full.kind_count = needed->kind_count ? bare.kind_count : UINT32_MAX;
        full.first_from = needed->first_from ? bare.first_from : INT32_MAX;
        full.first_to = needed->first_to ? bare.first_to : INT32_MIN;
        full.second_from = needed->second_from ? bare.second_from : INT32_MAX;
        full.second_to = needed->second_to ? bare.second_to : INT32_MIN;
        OK(loyalty_census_new(program, &bare, &one));
        OK(loyalty_census_new(program, &full, &other));
        OK(loyalty_census_merge(one, other));
        loyalty_census_free(one);
        loyalty_census_free(other);
    }
}

/* Each part alone. */
static void what_was_not_planned_is_not_answered(void **state)
{
    static const uint32_t kinds[] = {SALE};
    const double rewards[] = {1, 1, 1};
    (void)state;
    for (uint32_t parts = 0; parts <= ALL_PARTS; parts++) {
        loyalty_census_plan plan = plan_of("2024-03-01");
        loyalty_census *census;
        loyalty_movement movement = {.size = sizeof movement};
        loyalty_retention retention = {.size = sizeof retention};
        loyalty_influence influence = {.size = sizeof influence};
        uint64_t number;
        double values[3];
        plan.parts = parts;
        plan.kinds = kinds;
        plan.kind_count = 1;
        plan.days = 1;
        OK(loyalty_census_new(program, &plan, &census));
        OK(loyalty_census_add(census, customer));
#define PLANNED(part) (parts & LOYALTY_CENSUS_##part ? LOYALTY_OK : LOYALTY_E_PLAN)
        assert_int_equal(loyalty_census_movement(census, &movement), PLANNED(MOVEMENT));
        assert_int_equal(loyalty_census_moved(census, 0, 0, &number), PLANNED(MOVEMENT));
        assert_int_equal(loyalty_census_lifetime(census, rewards, .1, 0, values), PLANNED(MOVEMENT));
        assert_int_equal(loyalty_census_retention(census, &retention), PLANNED(RETENTION));
        assert_int_equal(loyalty_census_cohort(census, 0, &retention), PLANNED(RETENTION));
        assert_int_equal(loyalty_census_cohort_count(census) > 0, (parts & LOYALTY_CENSUS_RETENTION) != 0);
        assert_int_equal(loyalty_census_influence(census, VISIT, &influence), PLANNED(INFLUENCE));
        assert_int_equal(loyalty_census_count(census), 1);
        loyalty_census_free(census);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merging_needs_the_same_plan),
        cmocka_unit_test(bad_plans),
        cmocka_unit_test(fields_of_other_parts_are_not_read),
        cmocka_unit_test(what_was_not_planned_is_not_answered),
    };
    return cmocka_run_group_tests_name("census: plans", tests, set_up, tear_down);
}
