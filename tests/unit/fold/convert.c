/* SPDX-License-Identifier: MIT */
/* The same log under another table. */
#include "support.h"

static const char shop[] = "{'format':1,'name':'a','events':{'visit':{},'sale':{},'call':{}},'accept_late':'10d',"
                           "'metrics':{'visits':{'count':'visit'},'spend':{'sum':'sale'},'calls':{'count':'call'}},"
                           "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['visits >= 3']}]}";

/* The kinds stand in another order, one is gone, and one is new. */
static const char other[] = "{'format':1,'name':'b','events':{'sale':{'value':[0,9]},'talk':{},'visit':{}},"
                            "'accept_late':'10d','metrics':{'visits':{'count':'visit'},'spend':{'sum':'sale'},"
                            "'talks':{'count':'talk'}},"
                            "'ladder':[{'rung':'guest'},{'rung':'fan','enter':['visits >= 2']},"
                            "{'rung':'buyer','enter':['spend >= 20']}]}";

static loyalty_customer *customer, *converted;
static loyalty_program *to;

static int set_up(void **state)
{
    (void)state;
    customer = customer_of(shop);
    converted = NULL;
    to = table(other);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(customer);
    loyalty_customer_free(converted);
    loyalty_program_unref(to);
    return 0;
}

static void kinds_are_matched_by_name(void **state)
{
    uint64_t left_out = 7;
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(record_value(customer, "sale", "2024-01-02", 2, 4));
    OK(record(customer, "visit", "2024-01-03"));
    OK(advance(customer, "2024-01-05"));
    OK(loyalty_customer_convert(customer, to, &left_out, &converted));
    assert_int_equal(left_out, 0);
    assert_ptr_equal(loyalty_customer_program(converted), to);
    assert_string_equal(metric_text(converted, "visits"), "2");
    assert_string_equal(metric_text(converted, "spend"), "8");
    assert_string_equal(metric_text(converted, "talks"), "0");
    assert_string_equal(standing_text(converted), "fan since 2024-01-03");
    assert_string_equal(transitions_text(converted), "2024-01-03 guest > fan");
}

/* Pairs of a kind and a date, not events; what was taken back is not in the log. */
static void what_has_no_kind_is_counted_and_left_out(void **state)
{
    uint64_t left_out;
    (void)state;
    OK(record(customer, "call", "2024-01-01"));
    OK(record(customer, "call", "2024-01-01"));
    OK(record(customer, "call", "2024-01-04"));
    OK(record(customer, "call", "2024-01-06"));
    OK(record_value(customer, "call", "2024-01-06", -1, 0));
    OK(record(customer, "visit", "2024-01-09"));
    OK(advance(customer, "2024-01-10"));
    OK(loyalty_customer_convert(customer, to, &left_out, &converted));
    assert_int_equal(left_out, 2);
    assert_string_equal(standing_text(converted), "guest since 2024-01-09");
}

static void a_log_of_which_nothing_is_left(void **state)
{
    int32_t date;
    (void)state;
    OK(record(customer, "call", "2024-01-01"));
    OK(advance(customer, "2024-01-10"));
    OK(loyalty_customer_convert(customer, to, NULL, &converted));
    assert_string_equal(standing_text(converted), "ABSENT");
    OK(loyalty_customer_date(converted, &date));
    assert_int_equal(date, day("2024-01-10"));
    OK(record(converted, "visit", "2024-01-10"));
    assert_string_equal(standing_text(converted), "guest since 2024-01-10");
}

static void ids_the_day_and_the_hosts_pointer_come_along(void **state)
{
    int mine;
    int32_t date;
    (void)state;
    OK(loyalty_customer_set_user(customer, &mine));
    OK(record_id(customer, "visit", "2024-01-08", "a"));
    OK(record_id(customer, "call", "2024-01-08", "b"));
    OK(advance(customer, "2024-01-10"));
    OK(loyalty_customer_convert(customer, to, NULL, &converted));
    assert_ptr_equal(loyalty_customer_user(converted), &mine);
    OK(loyalty_customer_date(converted, &date));
    assert_int_equal(date, day("2024-01-10"));
    assert_int_equal(record_id(converted, "visit", "2024-01-10", "a"), LOYALTY_E_DUPLICATE);
    assert_int_equal(record_id(converted, "visit", "2024-01-10", "b"), LOYALTY_E_DUPLICATE);
    OK(record_id(converted, "visit", "2024-01-10", "c"));
    OK(advance(converted, "2024-01-18"));
    assert_int_equal(record_id(converted, "visit", "2024-01-18", "a"), LOYALTY_E_DUPLICATE);
    OK(advance(converted, "2024-01-19"));
    OK(record_id(converted, "visit", "2024-01-19", "a"));
}

static void one_that_was_not_advanced(void **state)
{
    int32_t date;
    (void)state;
    OK(record(customer, "visit", "2024-01-03"));
    OK(record(customer, "visit", "2024-01-01"));
    OK(loyalty_customer_convert(customer, to, NULL, &converted));
    assert_int_equal(loyalty_customer_date(converted, &date), LOYALTY_E_NOT_ADVANCED);
    assert_string_equal(told_by_advance(converted, "2024-01-10"), "2024-01-03 guest > fan");
}

static void the_customer_stays_as_it_is(void **state)
{
    (void)state;
    OK(record_id(customer, "visit", "2024-01-03", "a"));
    OK(advance(customer, "2024-01-04"));
    OK(loyalty_customer_convert(customer, to, NULL, &converted));
    OK(record(converted, "visit", "2024-01-04"));
    assert_string_equal(metric_text(customer, "visits"), "1");
    assert_string_equal(standing_text(customer), "guest since 2024-01-03");
    loyalty_customer_free(customer);
    customer = NULL;
    assert_string_equal(standing_text(converted), "fan since 2024-01-04");
}

/* However long ago: the standing is the one that the other table would have given all along. */
static void the_whole_log_is_folded_anew(void **state)
{
    (void)state;
    OK(record_value(customer, "visit", "2020-01-01", 2, 0));
    OK(advance(customer, "2024-01-01"));
    OK(loyalty_customer_convert(customer, to, NULL, &converted));
    assert_string_equal(standing_text(converted), "fan since 2020-01-01");
    assert_int_equal(loyalty_customer_transition_count(converted), 0); /* long forgotten */
}

/* What was recorded was in range then. */
static void values_outside_the_other_range_stay(void **state)
{
    (void)state;
    OK(record_value(customer, "sale", "2024-01-01", 1, 1000));
    OK(advance(customer, "2024-01-01"));
    OK(loyalty_customer_convert(customer, to, NULL, &converted));
    assert_string_equal(standing_text(converted), "buyer since 2024-01-01");
    assert_int_equal(record_value(converted, "sale", "2024-01-01", 1, 1000), LOYALTY_E_VALUE);
}

static void the_same_program_will_do(void **state)
{
    uint64_t left_out;
    (void)state;
    OK(record_value(customer, "visit", "2024-01-01", 3, 0));
    OK(record(customer, "call", "2024-01-02"));
    OK(advance(customer, "2024-01-05"));
    OK(loyalty_customer_convert(customer, loyalty_customer_program(customer), &left_out, &converted));
    assert_int_equal(left_out, 0);
    assert_string_equal(metric_text(converted, "calls"), "1");
    assert_string_equal(standing_text(converted), "friend since 2024-01-01");
    assert_string_equal(transitions_text(converted), "2024-01-01 guest > friend");
}

static int32_t convert_now(void *user, const loyalty_customer *told, const loyalty_transition *transition)
{
    (void)user, (void)transition;
    OK(loyalty_customer_convert(told, to, NULL, &converted));
    return 0;
}

static void from_within_a_callback(void **state)
{
    (void)state;
    OK(record_value(customer, "visit", "2024-01-01", 3, 0));
    OK(loyalty_customer_advance(customer, day("2024-01-05"), convert_now, NULL));
    assert_string_equal(standing_text(converted), "fan since 2024-01-01");
    OK(record(converted, "visit", "2024-01-05"));
}

static void what_is_refused(void **state)
{
    (void)state;
    assert_int_equal(loyalty_customer_convert(NULL, to, NULL, &converted), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_customer_convert(customer, NULL, NULL, &converted), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_customer_convert(customer, to, NULL, NULL), LOYALTY_E_ARGUMENT);
    loyalty_program *unbound = table("{'format':1,'name':'u','events':{'visit':{}},'metrics':{'m':{'host':'h'}},"
                                     "'ladder':[{'rung':'a'},{'rung':'b','enter':['m > 1']}]}");
    assert_int_equal(loyalty_customer_convert(customer, unbound, NULL, &converted), LOYALTY_E_UNBOUND);
    loyalty_program_unref(unbound);
    assert_null(converted);
}

static int32_t never(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)user, (void)customer_user, (void)date, (void)value, (void)until;
    return -99;
}

static void a_host_metric_that_fails(void **state)
{
    loyalty_options *options;
    uint64_t left_out = 7;
    (void)state;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_bind(options, "h", never, NULL));
    loyalty_program *fails = table_with("{'format':1,'name':'u','events':{'visit':{}},'metrics':{'m':{'host':'h'}},"
                                        "'ladder':[{'rung':'a'},{'rung':'b','enter':['m > 1']}]}",
                                        options);
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-01"));
    assert_int_equal(loyalty_customer_convert(customer, fails, &left_out, &converted), LOYALTY_E_HOST);
    assert_null(converted);
    assert_int_equal(left_out, 7);
    loyalty_program_unref(fails);
    loyalty_options_free(options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kinds_are_matched_by_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_has_no_kind_is_counted_and_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_log_of_which_nothing_is_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ids_the_day_and_the_hosts_pointer_come_along, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_that_was_not_advanced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_customer_stays_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_whole_log_is_folded_anew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_outside_the_other_range_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_program_will_do, set_up, tear_down),
        cmocka_unit_test_setup_teardown(from_within_a_callback, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_host_metric_that_fails, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("convert", tests, NULL, NULL);
}
