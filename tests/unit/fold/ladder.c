/* SPDX-License-Identifier: MIT */
/* The ladder, day by day: climbing, failing, holding, falling. */
#include "support.h"

/* Four rungs over the visits of the last three days; `head` goes into the table, `top` into the top rung. */
static loyalty_customer *climber(const char *head, const char *top)
{
    return customer_of(text_of("{'format':1,'name':'t','events':{'v':{},'w':{}},%s"
                               "'metrics':{'n':{'count':'v','within':'3d'},'w':{'count':'w'},"
                               "'idle':{'days_since':'v'}},'ladder':[{'rung':'r0'},"
                               "{'rung':'r1','enter':['n >= 1'],'keep':['idle <= 9']},"
                               "{'rung':'r2','enter':['n >= 2']},{'rung':'r3','enter':['n >= 3']%s}]}",
                               head, top));
}

/* A climber with three visits on 2024-01-01, and the transitions that an advance reports. Each is a test of its own. */
static const struct climb {
    const char *name, *head, *top, *until, *told, *standing;
} climbs[] = {
    {"any climbs to the highest that holds", "'climb':'any',", "", "2024-01-01", "2024-01-01 r0 > r3",
     "r3 since 2024-01-01"},
    {"step climbs one rung a day", "'climb':'step',", "", "2024-01-03",
     "2024-01-01 r0 > r1; 2024-01-02 r1 > r2; 2024-01-03 r2 > r3", "r3 since 2024-01-03"},
    {"requalify falls to where keep holds, be it the first", "", "", "2024-01-31",
     "2024-01-01 r0 > r3; 2024-01-04 r3 > r1; 2024-01-11 r1 > r0", "r0 since 2024-01-11"},
    /* r2 has no fall of its own: it requalifies, to r1. */
    {"step falls one rung a day", "", ",'fall':'step'", "2024-01-10",
     "2024-01-01 r0 > r3; 2024-01-04 r3 > r2; 2024-01-05 r2 > r1", "r1 since 2024-01-05"},
    {"bottom falls to the first", "", ",'fall':'bottom'", "2024-01-10", "2024-01-01 r0 > r3; 2024-01-04 r3 > r0",
     "r0 since 2024-01-04"},
    {"hold ends after grace", "", ",'hold':'10d','grace':'5d'", "2024-03-01", "2024-01-01 r0 > r3; 2024-01-11 r3 > r0",
     "r0 since 2024-01-11"},
    {"grace ends after hold", "", ",'hold':'10d','grace':'9d'", "2024-03-01", "2024-01-01 r0 > r3; 2024-01-13 r3 > r0",
     "r0 since 2024-01-13"},
    {"hold and grace end together", "", ",'hold':'10d','grace':'7d'", "2024-03-01",
     "2024-01-01 r0 > r3; 2024-01-11 r3 > r0", "r0 since 2024-01-11"},
};

static void climbs_as_told(void **state)
{
    const struct climb *climb = *state;
    loyalty_customer *customer = climber(climb->head, climb->top);
    OK(record_value(customer, "v", "2024-01-01", 3, 0));
    assert_string_equal(told_by_advance(customer, climb->until), climb->told);
    assert_string_equal(standing_text(customer), climb->standing);
    loyalty_customer_free(customer);
}

/* A ladder over the counts v and w, and recent, the v of two days. */
static loyalty_customer *counted(const char *rest)
{
    return customer_of(text_of("{'format':1,'name':'t','events':{'v':{},'w':{}},'metrics':{'v':{'count':'v'},"
                               "'w':{'count':'w'},'recent':{'count':'v','within':'2d'}},%s}",
                               rest));
}

/* With `step` a rung whose enter fails blocks the way to those above, however well they would hold. */
static void step_does_not_pass_a_rung(void **state)
{
    loyalty_customer *customer = counted("'climb':'step','ladder':[{'rung':'r0'},{'rung':'r1','enter':['w >= 1']},"
                                         "{'rung':'r2','enter':['v >= 1']}]");
    (void)state;
    OK(record(customer, "v", "2024-01-01"));
    OK(record(customer, "w", "2024-01-05"));
    assert_string_equal(told_by_advance(customer, "2024-02-01"), "2024-01-05 r0 > r1; 2024-01-06 r1 > r2");
    loyalty_customer_free(customer);
}

/* Passing over a rung that does not hold is no trouble for `any`. */
static void any_passes_over_a_rung(void **state)
{
    loyalty_customer *customer = counted("'ladder':[{'rung':'r0'},{'rung':'r1','enter':['w >= 1']},"
                                         "{'rung':'r2','enter':['v >= 1']}]");
    (void)state;
    OK(record(customer, "v", "2024-01-01"));
    assert_string_equal(told_by_advance(customer, "2024-02-01"), "2024-01-01 r0 > r2");
    loyalty_customer_free(customer);
}

static void a_customer_appears_on_the_first_rung_without_a_transition(void **state)
{
    loyalty_customer *customer = climber("", "");
    (void)state;
    OK(record(customer, "w", "2024-01-01"));
    assert_string_equal(told_by_advance(customer, "2024-01-01"), "");
    assert_string_equal(standing_text(customer), "r0 since 2024-01-01");
    assert_int_equal(loyalty_customer_transition_count(customer), 0);
    loyalty_customer_free(customer);
}

/* `hold` counts from since: on the day it is over, the fall may come. */
static void hold_delays_the_fall(void **state)
{
    loyalty_customer *customer = climber("", ",'hold':'10d'");
    (void)state;
    OK(record_value(customer, "v", "2024-01-01", 3, 0));
    OK(advance(customer, "2024-01-03"));
    assert_string_equal(standing_text(customer), "r3 since 2024-01-01");
    OK(advance(customer, "2024-01-04"));
    assert_string_equal(standing_text(customer), "r3 since 2024-01-01, failing since 2024-01-04, falls on 2024-01-11");
    assert_string_equal(next_text(customer), "2024-01-11");
    OK(advance(customer, "2024-01-10"));
    assert_string_equal(standing_text(customer), "r3 since 2024-01-01, failing since 2024-01-04, falls on 2024-01-11");
    assert_string_equal(told_by_advance(customer, "2024-01-11"), "2024-01-11 r3 > r0"); /* idle is 10 by now */
    loyalty_customer_free(customer);
}

/* `grace` counts from failing. */
static void grace_delays_the_fall(void **state)
{
    loyalty_customer *customer = climber("", ",'grace':'5d'");
    (void)state;
    OK(record_value(customer, "v", "2024-01-01", 3, 0));
    OK(advance(customer, "2024-01-04"));
    assert_string_equal(standing_text(customer), "r3 since 2024-01-01, failing since 2024-01-04, falls on 2024-01-09");
    OK(advance(customer, "2024-01-08"));
    assert_string_equal(next_text(customer), "2024-01-09");
    assert_string_equal(told_by_advance(customer, "2024-01-09"), "2024-01-09 r3 > r1");
    loyalty_customer_free(customer);
}

static void failing_ends_where_keep_holds_again(void **state)
{
    loyalty_customer *customer =
        customer_of("{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'count':'v','within':'3d'}},"
                    "'ladder':[{'rung':'r0'},{'rung':'r1','enter':['n >= 3'],'keep':['n >= 1'],'grace':'5d'}]}");
    (void)state;
    OK(record_value(customer, "v", "2024-01-01", 3, 0));
    OK(record(customer, "v", "2024-01-06"));
    OK(advance(customer, "2024-01-05"));
    assert_string_equal(standing_text(customer), "r1 since 2024-01-01, failing since 2024-01-04, falls on 2024-01-09");
    OK(advance(customer, "2024-01-06"));
    assert_string_equal(standing_text(customer), "r1 since 2024-01-01");
    assert_string_equal(told_by_advance(customer, "2024-01-15"), "2024-01-14 r1 > r0"); /* the grace began anew */
    loyalty_customer_free(customer);
}

/* Who qualifies for a rung on a day is not demoted from it on that day, whatever its keep says. */
static void enter_keeps_too(void **state)
{
    loyalty_customer *customer = counted("'ladder':[{'rung':'r0'},{'rung':'r1','enter':['recent >= 1'],"
                                         "'keep':['w >= 1'],'grace':'5d'}]");
    (void)state;
    OK(record(customer, "v", "2024-01-01"));
    OK(advance(customer, "2024-01-02"));
    assert_string_equal(standing_text(customer), "r1 since 2024-01-01");
    assert_string_equal(next_text(customer), "2024-01-03");
    OK(advance(customer, "2024-01-03"));
    assert_string_equal(standing_text(customer), "r1 since 2024-01-01, failing since 2024-01-03, falls on 2024-01-08");
    OK(record(customer, "v", "2024-01-05")); /* qualifies again within the grace, which ends the failing */
    OK(advance(customer, "2024-01-06"));
    assert_string_equal(standing_text(customer), "r1 since 2024-01-01");
    assert_string_equal(told_by_advance(customer, "2024-02-01"), "2024-01-12 r1 > r0");
    loyalty_customer_free(customer);
}

/* An enter that holds for ever is a rung for ever. */
static void enter_keeps_for_ever(void **state)
{
    loyalty_customer *customer = counted("'ladder':[{'rung':'r0'},{'rung':'r1','enter':['v >= 1'],'keep':['v >= 2']}]");
    (void)state;
    OK(record(customer, "v", "2024-01-01"));
    assert_string_equal(told_by_advance(customer, "2034-01-01"), "2024-01-01 r0 > r1");
    assert_string_equal(next_text(customer), "-");
    OK(record_value(customer, "v", "2034-01-02", -1, 0));
    assert_string_equal(told_by_advance(customer, "2034-01-03"), "2034-01-02 r1 > r0");
    loyalty_customer_free(customer);
}

/* A fall that requalifies stops at a rung whose enter holds, where its keep fails too. */
static void enter_stops_a_fall(void **state)
{
    loyalty_customer *customer = counted("'ladder':[{'rung':'r0'},{'rung':'r1','enter':['w >= 2'],'keep':['w >= 9']},"
                                         "{'rung':'r2','enter':['w >= 3'],'keep':['w >= 9']},"
                                         "{'rung':'r3','enter':['recent >= 1']}]");
    (void)state;
    OK(record(customer, "v", "2024-01-01"));
    OK(record_value(customer, "w", "2024-01-01", 2, 0));
    assert_string_equal(told_by_advance(customer, "2024-02-01"), "2024-01-01 r0 > r3; 2024-01-03 r3 > r1");
    loyalty_customer_free(customer);
}

/* Promoted with a keep that fails: the day is done, and the fall comes on the first day without enter, when no other can. */
static void one_transition_a_day(void **state)
{
    loyalty_customer *customer =
        customer_of("{'format':1,'name':'t','events':{'v':{}},'metrics':{'today':{'count':'v','within':'1d'}},"
                    "'ladder':[{'rung':'r0'},{'rung':'r1','enter':['today == 2'],'keep':['today >= 2']},"
                    "{'rung':'r2','enter':['today == 1'],'keep':['today >= 3'],'fall':'step'}]}");
    (void)state;
    OK(record(customer, "v", "2024-01-01"));
    OK(record(customer, "v", "2024-01-03"));
    assert_string_equal(told_by_advance(customer, "2024-01-02"), "2024-01-01 r0 > r2; 2024-01-02 r2 > r1");
    assert_string_equal(told_by_advance(customer, "2024-01-06"),
                        "2024-01-03 r1 > r2; 2024-01-04 r2 > r1; 2024-01-05 r1 > r0");
    loyalty_customer_free(customer);
}

/* Up comes before down: where keep fails and a higher enter holds, the customer climbs. */
static void up_comes_before_down(void **state)
{
    loyalty_customer *customer = counted("'ladder':[{'rung':'r0'},{'rung':'r1','enter':['recent >= 1']},"
                                         "{'rung':'r2','enter':['w >= 1']}]");
    (void)state;
    OK(record(customer, "v", "2024-01-01"));
    OK(record(customer, "w", "2024-01-03"));
    assert_string_equal(told_by_advance(customer, "2024-01-10"), "2024-01-01 r0 > r1; 2024-01-03 r1 > r2");
    loyalty_customer_free(customer);
}

/* Climbing from a failing rung ends the failing. */
static void a_promotion_ends_failing(void **state)
{
    loyalty_customer *customer = counted("'ladder':[{'rung':'r0'},{'rung':'r1','enter':['recent >= 1'],'grace':'30d'},"
                                         "{'rung':'r2','enter':['w == 1'],'keep':['recent >= 1'],'grace':'3d'}]");
    (void)state;
    OK(record(customer, "v", "2024-01-01"));
    OK(record(customer, "w", "2024-01-05"));
    OK(advance(customer, "2024-01-05"));
    assert_string_equal(standing_text(customer), "r2 since 2024-01-05");
    OK(record(customer, "w", "2024-01-06")); /* no longer qualifies */
    OK(advance(customer, "2024-01-06"));
    assert_string_equal(standing_text(customer), "r2 since 2024-01-05, failing since 2024-01-06, falls on 2024-01-09");
    loyalty_customer_free(customer);
}

static void alternatives_need_one_that_holds(void **state)
{
    loyalty_customer *customer =
        counted("'ladder':[{'rung':'r0'},{'rung':'r1','enter':[['v >= 2','w >= 1'],['w >= 3'],['v == 5']]}]");
    static const struct {
        int32_t v, w;
        int32_t holds;
    } cases[] = {{1, 1, 0}, {2, 0, 0}, {2, 1, 1}, {0, 2, 0}, {0, 3, 1}, {4, 0, 0}, {5, 0, 1}, {6, 0, 0}};
    int32_t holds;
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        OK(loyalty_customer_erase(customer));
        if (cases[i].v)
            OK(record_value(customer, "v", "2024-01-01", cases[i].v, 0));
        if (cases[i].w)
            OK(record_value(customer, "w", "2024-01-01", cases[i].w, 0));
        OK(advance(customer, "2024-01-01"));
        OK(loyalty_customer_meets(customer, LOYALTY_RULE_ENTER, 1, &holds));
        assert_int_equal(holds, cases[i].holds);
        assert_string_equal(standing_text(customer), holds ? "r1 since 2024-01-01" : "r0 since 2024-01-01");
    }
    loyalty_customer_free(customer);
}

/* A fall that lies after the last day never comes. */
static void hold_may_reach_past_the_last_day(void **state)
{
    loyalty_customer *customer = climber("", ",'hold':'36525d','grace':'36525d'");
    loyalty_standing now = {.size = sizeof now};
    (void)state;
    OK(record_value(customer, "v", "9999-01-01", 3, 0));
    OK(advance(customer, "9999-12-31"));
    OK(loyalty_customer_standing(customer, &now));
    assert_int_equal(now.failing, day("9999-01-04"));
    assert_int_equal(now.falls_on, LOYALTY_DATE_NONE);
    assert_int_equal(now.next, LOYALTY_DATE_NONE);
    loyalty_customer_free(customer);
}

static void a_ladder_may_be_one_rung(void **state)
{
    loyalty_customer *customer = customer_of("{'format':1,'name':'t','events':{'v':{}},'ladder':[{'rung':'only'}]}");
    (void)state;
    OK(record(customer, "v", "2024-01-01"));
    assert_string_equal(told_by_advance(customer, "9999-12-31"), "");
    assert_string_equal(standing_text(customer), "only since 2024-01-01");
    assert_string_equal(next_text(customer), "-");
    loyalty_customer_free(customer);
}

int main(void)
{
    struct CMUnitTest each_climb[LENGTH(climbs)];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(step_does_not_pass_a_rung),
        cmocka_unit_test(any_passes_over_a_rung),
        cmocka_unit_test(a_customer_appears_on_the_first_rung_without_a_transition),
        cmocka_unit_test(hold_delays_the_fall),
        cmocka_unit_test(grace_delays_the_fall),
        cmocka_unit_test(failing_ends_where_keep_holds_again),
        cmocka_unit_test(enter_keeps_too),
        cmocka_unit_test(enter_keeps_for_ever),
        cmocka_unit_test(enter_stops_a_fall),
        cmocka_unit_test(one_transition_a_day),
        cmocka_unit_test(up_comes_before_down),
        cmocka_unit_test(a_promotion_ends_failing),
        cmocka_unit_test(alternatives_need_one_that_holds),
        cmocka_unit_test(hold_may_reach_past_the_last_day),
        cmocka_unit_test(a_ladder_may_be_one_rung),
    };
    for (size_t i = 0; i < LENGTH(climbs); i++)
        each_climb[i] = (struct CMUnitTest){climbs[i].name, climbs_as_told, NULL, NULL, (void *)(uintptr_t)&climbs[i]};
    int failures = cmocka_run_group_tests_name("climbs", each_climb, NULL, NULL);
    return failures + cmocka_run_group_tests_name("ladder", tests, NULL, NULL);
}
