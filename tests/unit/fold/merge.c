/* SPDX-License-Identifier: MIT */
/* Merging: two cards of one person. */
#include "support.h"

static const char shop[] = "{'format':1,'name':'t','events':{'visit':{},'sale':{}},'accept_late':'10d',"
                           "'metrics':{'visits':{'count':'visit'},'spend':{'sum':'sale'},"
                           "'days':{'active_days':['visit','sale']}},"
                           "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['visits >= 3']}]}";

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

static void logs_are_added(void **state)
{
    (void)state;
    OK(record(one, "visit", "2024-01-01"));
    OK(record_value(one, "sale", "2024-01-02", 1, 10));
    OK(record(two, "visit", "2024-01-01"));
    OK(record(two, "visit", "2024-01-05"));
    OK(record_value(two, "sale", "2024-01-02", -1, 4));
    OK(record(two, "visit", "2024-03-01"));
    OK(advance(one, "2024-01-06"));
    OK(advance(two, "2024-01-06"));
    OK(loyalty_customer_merge(one, two, NULL, NULL, NULL));
    assert_string_equal(metric_text(one, "visits"), "3");
    assert_string_equal(metric_text(one, "spend"), "6");
    assert_string_equal(metric_text(one, "days"), "2"); /* the sale was taken back */
    assert_string_equal(standing_text(one), "friend since 2024-01-05");
    assert_string_equal(transitions_text(one), "2024-01-05 guest > friend");
    OK(advance(one, "2024-03-01"));
    assert_string_equal(metric_text(one, "visits"), "4");
}

static void the_other_stays_as_it_is(void **state)
{
    (void)state;
    OK(record_id(one, "visit", "2024-01-01", "a"));
    OK(record_id(two, "visit", "2024-01-03", "b"));
    OK(advance(one, "2024-01-06"));
    OK(advance(two, "2024-01-06"));
    OK(loyalty_customer_merge(one, two, NULL, NULL, NULL));
    assert_string_equal(metric_text(two, "visits"), "1");
    assert_string_equal(standing_text(two), "guest since 2024-01-03");
    OK(record_id(two, "visit", "2024-01-06", "a"));
}

static void the_later_day_counts(void **state)
{
    int32_t date;
    loyalty_customer *copy;
    (void)state;
    OK(record(one, "visit", "2024-01-01"));
    OK(record_value(two, "visit", "2024-02-01", 2, 0));
    OK(advance(one, "2024-01-10"));
    OK(advance(two, "2024-02-10"));
    OK(loyalty_customer_copy(two, &copy));
    OK(loyalty_customer_merge(two, one, NULL, NULL, NULL)); /* the other way round gives the same */
    OK(loyalty_customer_merge(one, copy, NULL, NULL, NULL));
    OK(loyalty_customer_date(one, &date));
    assert_int_equal(date, day("2024-02-10"));
    OK(loyalty_customer_date(two, &date));
    assert_int_equal(date, day("2024-02-10"));
    assert_string_equal(standing_text(one), "friend since 2024-02-01");
    assert_string_equal(standing_text(two), "friend since 2024-02-01");
    loyalty_customer_free(copy);
}

static void one_that_was_not_advanced(void **state)
{
    int32_t date;
    (void)state;
    OK(record_value(one, "visit", "2024-01-01", 2, 0));
    OK(record(two, "visit", "2024-01-05"));
    OK(advance(two, "2024-01-10"));
    OK(loyalty_customer_merge(one, two, NULL, NULL, NULL));
    OK(loyalty_customer_date(one, &date));
    assert_int_equal(date, day("2024-01-10"));
    assert_string_equal(standing_text(one), "friend since 2024-01-05");
}

static void two_that_were_not_advanced(void **state)
{
    int32_t date;
    (void)state;
    OK(record_value(one, "visit", "2024-01-05", 2, 0));
    OK(record(two, "visit", "2024-01-01"));
    OK(loyalty_customer_merge(one, two, NULL, NULL, NULL));
    assert_int_equal(loyalty_customer_date(one, &date), LOYALTY_E_NOT_ADVANCED);
    assert_string_equal(told_by_advance(one, "2024-01-10"), "2024-01-05 guest > friend");
    assert_string_equal(standing_text(one), "friend since 2024-01-05");
}

static void merging_with_nothing(void **state)
{
    int32_t date;
    (void)state;
    OK(loyalty_customer_merge(one, two, NULL, NULL, NULL));
    assert_int_equal(loyalty_customer_date(one, &date), LOYALTY_E_NOT_ADVANCED);
    OK(record_value(one, "visit", "2024-01-05", 3, 0));
    OK(advance(one, "2024-01-10"));
    OK(loyalty_customer_merge(one, two, NULL, NULL, NULL));
    assert_string_equal(standing_text(one), "friend since 2024-01-05");
    OK(loyalty_customer_merge(two, one, NULL, NULL, NULL));
    assert_string_equal(standing_text(two), "friend since 2024-01-05");
}

static void merging_with_a_copy_doubles(void **state)
{
    (void)state;
    OK(record_id(one, "visit", "2024-01-01", "a"));
    OK(record(one, "visit", "2024-01-04"));
    OK(advance(one, "2024-01-06"));
    REFUSED(loyalty_customer_merge(one, one, NULL, NULL, NULL));
    OK(merge_with_copy(one));
    assert_string_equal(metric_text(one, "visits"), "4");
    assert_string_equal(standing_text(one), "friend since 2024-01-04");
    assert_int_equal(record_id(one, "visit", "2024-01-06", "a"), LOYALTY_E_DUPLICATE);
}

/* Ids of both are remembered; events are added even where both have one with the same id. */
static void ids_are_united(void **state)
{
    (void)state;
    OK(record_id(one, "visit", "2024-01-03", "both"));
    OK(record_id(two, "visit", "2024-01-08", "both"));
    OK(record_id(one, "visit", "2024-01-03", "mine"));
    OK(record_id(two, "visit", "2024-01-03", "yours"));
    OK(record_id(one, "visit", "2024-01-08", "back"));
    OK(record_id(two, "visit", "2024-01-03", "back"));
    OK(loyalty_customer_merge(one, two, NULL, NULL, NULL));
    OK(advance(one, "2024-01-10"));
    assert_string_equal(metric_text(one, "visits"), "6");
    assert_int_equal(record_id(one, "visit", "2024-01-10", "mine"), LOYALTY_E_DUPLICATE);
    assert_int_equal(record_id(one, "visit", "2024-01-10", "yours"), LOYALTY_E_DUPLICATE);
    OK(advance(one, "2024-01-15"));
    OK(record_id(one, "visit", "2024-01-15", "mine"));
    OK(record_id(one, "visit", "2024-01-15", "yours"));
    assert_int_equal(record_id(one, "visit", "2024-01-15", "both"), LOYALTY_E_DUPLICATE); /* the later date counts */
    assert_int_equal(record_id(one, "visit", "2024-01-15", "back"), LOYALTY_E_DUPLICATE);
}

/* Many ids of the other must find room. */
static void many_ids_are_united(void **state)
{
    (void)state;
    for (int i = 0; i < 500; i++) {
        OK(record_id(one, "visit", "2024-01-03", text_of("one-%d", i)));
        OK(record_id(two, "visit", "2024-01-03", text_of("two-%d-%s", i, i % 2 ? "long enough for the pool" : "")));
    }
    OK(loyalty_customer_merge(one, two, NULL, NULL, NULL));
    for (int i = 0; i < 500; i++) {
        assert_int_equal(record_id(one, "visit", "2024-01-03", text_of("one-%d", i)), LOYALTY_E_DUPLICATE);
        assert_int_equal(
            record_id(one, "visit", "2024-01-03", text_of("two-%d-%s", i, i % 2 ? "long enough for the pool" : "")),
            LOYALTY_E_DUPLICATE);
    }
}

/* However long ago: the standing is the one that one card would have. */
static void the_whole_log_is_folded_anew(void **state)
{
    (void)state;
    OK(record_value(one, "visit", "2020-01-01", 2, 0));
    OK(record(two, "visit", "2021-06-01"));
    OK(advance(one, "2024-01-01"));
    OK(advance(two, "2024-01-01"));
    OK(loyalty_customer_merge(one, two, NULL, NULL, NULL));
    assert_string_equal(standing_text(one), "friend since 2021-06-01");
    assert_int_equal(loyalty_customer_transition_count(one), 0); /* long forgotten */
}

static void the_hosts_pointer_stays(void **state)
{
    int mine, yours;
    (void)state;
    OK(loyalty_customer_set_user(one, &mine));
    OK(loyalty_customer_set_user(two, &yours));
    OK(loyalty_customer_merge(one, two, NULL, NULL, NULL));
    assert_ptr_equal(loyalty_customer_user(one), &mine);
    assert_ptr_equal(loyalty_customer_user(two), &yours);
}

static void other_programs_are_refused(void **state)
{
    loyalty_customer *stranger = customer_of(shop); /* the same table, another object */
    (void)state;
    OK(record(one, "visit", "2024-01-01"));
    OK(record(stranger, "visit", "2024-01-01"));
    OK(advance(one, "2024-01-01"));
    assert_int_equal(loyalty_customer_merge(one, stranger, NULL, NULL, NULL), LOYALTY_E_PROGRAM);
    assert_string_equal(metric_text(one, "visits"), "1");
    loyalty_customer_free(stranger);
}

static void a_sum_that_leaves_64_bits_is_refused(void **state)
{
    (void)state;
    OK(record_id(one, "visit", "2024-01-01", "a"));
    OK(record_value(one, "sale", "2024-01-02", 1, INT64_MAX));
    OK(record_value(two, "visit", "2024-01-01", 7, 0));
    OK(record_value(two, "sale", "2024-01-02", 1, 1));
    OK(advance(one, "2024-01-02"));
    OK(advance(two, "2024-01-05"));
    assert_int_equal(loyalty_customer_merge(one, two, NULL, NULL, NULL), LOYALTY_E_OVERFLOW);
    assert_string_equal(metric_text(one, "visits"), "1");
    assert_string_equal(metric_text(one, "spend"), "9223372036854775807");
    int32_t date;
    OK(loyalty_customer_date(one, &date));
    assert_int_equal(date, day("2024-01-02"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(logs_are_added, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_other_stays_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_later_day_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_that_was_not_advanced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_that_were_not_advanced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(merging_with_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(merging_with_a_copy_doubles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ids_are_united, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_ids_are_united, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_whole_log_is_folded_anew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_hosts_pointer_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_programs_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_sum_that_leaves_64_bits_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
