/* SPDX-License-Identifier: MIT */
/* What merging two customers reports: the transitions that differ, and the ids that both remember. */
#include "support.h"

static const char shop[] = "{'format':1,'name':'t','events':{'visit':{},'left':{}},'accept_late':'10d',"
                           "'metrics':{'visits':{'count':'visit'},'leaving':{'count':'left'}},"
                           "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['visits >= 2','leaving == 0']},"
                           "{'rung':'fan','enter':['visits >= 4','leaving == 0']}]}";

static loyalty_customer *one, *two;

static int set_up(void **state)
{
    loyalty_program *program = table(shop);
    (void)state;
    OK(loyalty_customer_new(program, &one));
    OK(loyalty_customer_new(program, &two));
    loyalty_program_unref(program);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(one);
    loyalty_customer_free(two);
    return 0;
}

static const char *told_by_merge(loyalty_customer *customer, const loyalty_customer *other)
{
    struct diary diary = {""};
    OK(loyalty_customer_merge(customer, other, write_down, &diary, NULL));
    return text_of("%s", diary.text);
}

static void an_earlier_promotion_revokes_the_later_one(void **state)
{
    (void)state;
    OK(record(one, "visit", "2024-01-05"));
    OK(record(one, "visit", "2024-02-05"));
    OK(record(two, "visit", "2024-01-01"));
    OK(advance(one, "2024-06-01"));
    OK(advance(two, "2024-06-01"));
    assert_string_equal(told_by_merge(one, two), "revoked 2024-02-05 guest > friend; 2024-01-05 guest > friend");
}

static void transitions_that_stay_are_not_reported(void **state)
{
    (void)state;
    OK(record(one, "visit", "2024-01-05"));
    OK(record(one, "visit", "2024-01-06"));
    OK(record(two, "visit", "2024-03-01"));
    OK(record(two, "visit", "2024-03-02"));
    OK(advance(one, "2024-06-01"));
    OK(advance(two, "2024-06-01"));
    assert_string_equal(told_by_merge(one, two), "2024-03-02 friend > fan");
}

/* Also if the customer itself was advanced to an earlier day, or to none. */
static void days_that_come_with_the_other_are_reported(void **state)
{
    (void)state;
    OK(record(one, "visit", "2024-01-05"));
    OK(record(one, "visit", "2024-05-05"));
    OK(record(two, "visit", "2024-03-01"));
    OK(advance(one, "2024-02-01"));
    OK(advance(two, "2024-06-01"));
    assert_string_equal(told_by_merge(one, two), "2024-03-01 guest > friend");
}

static void a_customer_never_advanced_hears_all(void **state)
{
    (void)state;
    OK(record(one, "visit", "2024-01-05"));
    OK(record(two, "visit", "2024-01-01"));
    OK(advance(two, "2024-06-01"));
    assert_string_equal(told_by_merge(one, two), "2024-01-05 guest > friend");
}

static void nothing_is_reported_before_any_advance(void **state)
{
    (void)state;
    OK(record(one, "visit", "2024-01-05"));
    OK(record(two, "visit", "2024-01-01"));
    assert_string_equal(told_by_merge(one, two), "");
}

static void a_merge_can_only_revoke(void **state)
{
    (void)state;
    OK(record(one, "visit", "2024-01-05"));
    OK(record(one, "visit", "2024-02-05"));
    OK(record(two, "left", "2024-01-01"));
    OK(advance(one, "2024-06-01"));
    OK(advance(two, "2024-06-01"));
    assert_string_equal(told_by_merge(one, two), "revoked 2024-02-05 guest > friend");
}

static int32_t stop_at_once(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    (void)customer;
    (void)transition;
    ++*(int *)user;
    return 1;
}

static void a_callback_that_stops_hears_no_more(void **state)
{
    int calls = 0;
    (void)state;
    OK(record(one, "visit", "2024-01-05"));
    OK(record(one, "visit", "2024-02-05"));
    OK(record(two, "visit", "2024-01-01"));
    OK(advance(one, "2024-06-01"));
    OK(advance(two, "2024-06-01"));
    OK(loyalty_customer_merge(one, two, stop_at_once, &calls, NULL));
    assert_int_equal(calls, 1);
    assert_string_equal(standing_text(one), "friend since 2024-01-05");
}

static void oneself_is_refused(void **state)
{
    uint64_t shared = 7;
    (void)state;
    OK(record(one, "visit", "2024-01-05"));
    assert_int_equal(loyalty_customer_merge(one, one, NULL, NULL, &shared), LOYALTY_E_ARGUMENT);
    assert_int_equal(shared, 7);
}

static void shared_ids_are_counted(void **state)
{
    uint64_t shared = 0;
    (void)state;
    OK(record_id(one, "visit", "2024-01-01", "a"));
    OK(record_id(one, "visit", "2024-01-02", "b"));
    OK(record_id(one, "visit", "2024-01-03", "c"));
    OK(record_id(two, "visit", "2024-01-01", "b"));
    OK(record_id(two, "visit", "2024-01-02", "c"));
    OK(record_id(two, "visit", "2024-01-03", "d"));
    OK(loyalty_customer_merge(one, two, NULL, NULL, &shared));
    assert_int_equal(shared, 2);
}

/* Ids of events dated before `accept_late` days before the day advanced to are forgotten. */
static void forgotten_ids_are_not_shared(void **state)
{
    uint64_t shared = 7;
    (void)state;
    OK(record_id(one, "visit", "2024-01-01", "old"));
    OK(record_id(two, "visit", "2024-01-01", "old"));
    OK(record_id(one, "visit", "2024-01-20", "new"));
    OK(record_id(two, "visit", "2024-01-20", "new"));
    OK(advance(one, "2024-01-25"));
    OK(loyalty_customer_merge(one, two, NULL, NULL, &shared));
    assert_int_equal(shared, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_earlier_promotion_revokes_the_later_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(transitions_that_stay_are_not_reported, set_up, tear_down),
        cmocka_unit_test_setup_teardown(days_that_come_with_the_other_are_reported, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_customer_never_advanced_hears_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_reported_before_any_advance, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_merge_can_only_revoke, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_callback_that_stops_hears_no_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(oneself_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shared_ids_are_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forgotten_ids_are_not_shared, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("merge: news", tests, NULL, NULL);
}
