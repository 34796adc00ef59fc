/* SPDX-License-Identifier: MIT */
/* `out` and `review`: who stands on the first rung whatever else, and days on which rungs do not change. */
#include "support.h"

/* Rungs basic, silver (three visits in a year) and gold (five); `head` goes into the table, `silver` into the rung. */
static loyalty_customer *shop(const char *head, const char *silver)
{
    return customer_of(text_of("{'format':1,'name':'t','accept_late':'3000d','events':{'v':{},'staff':{}},%s"
                               "'metrics':{'n':{'count':'v','within':'12m'},'staff':{'count':'staff'},"
                               "'month':{'count':'v','within':'month'}},'ladder':[{'rung':'basic'},"
                               "{'rung':'silver','enter':['n >= 3'],'keep':['n >= 2']%s},"
                               "{'rung':'gold','enter':['n >= 5'],'keep':['n >= 4']}]}",
                               head, silver));
}

static void who_is_out_falls_and_comes_back(void **state)
{
    loyalty_customer *customer = shop("'out':['staff >= 1'],", "");
    (void)state;
    OK(record_value(customer, "v", "2024-01-10", 5, 0));
    OK(record(customer, "staff", "2024-02-01"));
    OK(record_value(customer, "staff", "2024-03-01", -1, 0));
    assert_string_equal(told_by_advance(customer, "2025-02-01"),
                        "2024-01-10 basic > gold; 2024-02-01 gold > basic; 2024-03-01 basic > gold; "
                        "2025-01-10 gold > basic");
    loyalty_customer_free(customer);
}

static void who_is_out_from_the_beginning_never_climbs(void **state)
{
    loyalty_customer *customer = shop("'out':['staff >= 1'],", "");
    (void)state;
    OK(record(customer, "staff", "2024-01-01"));
    OK(record_value(customer, "v", "2024-01-01", 9, 0));
    assert_string_equal(told_by_advance(customer, "2030-01-01"), "");
    assert_string_equal(standing_text(customer), "basic since 2024-01-01");
    assert_string_equal(next_text(customer), "-"); /* while out holds, nothing else matters */
    loyalty_customer_free(customer);
}

/* Out in the morning and in again in the evening of one day: the day's totals are what counts. */
static void out_on_and_off_within_a_day(void **state)
{
    loyalty_customer *customer = shop("'out':['staff >= 1'],", "");
    (void)state;
    OK(record_value(customer, "v", "2024-01-10", 5, 0));
    OK(advance(customer, "2024-02-01"));
    assert_string_equal(told_by_record(customer, "staff", "2024-02-01", 1), "2024-02-01 gold > basic");
    assert_string_equal(told_by_record(customer, "staff", "2024-02-01", -1), "revoked 2024-02-01 gold > basic");
    assert_string_equal(standing_text(customer), "gold since 2024-01-10");
    loyalty_customer_free(customer);
}

/* `out` ends failing, and hold and grace do not keep it from acting. */
static void out_waits_for_nothing(void **state)
{
    loyalty_customer *customer = shop("'out':['staff >= 1'],", ",'hold':'36525d','grace':'36525d'");
    (void)state;
    OK(record_value(customer, "v", "2024-01-10", 3, 0));
    OK(record(customer, "staff", "2024-02-01"));
    assert_string_equal(told_by_advance(customer, "2024-02-01"),
                        "2024-01-10 basic > silver; 2024-02-01 silver > basic");
    loyalty_customer_free(customer);
}

static void out_can_be_asked(void **state)
{
    int32_t holds = -1;
    uint32_t alternatives;
    loyalty_customer *customer = shop("'out':[['staff >= 1'],['n >= 100']],", ""), *without = shop("", "");
    loyalty_gap gap = {.size = sizeof gap};
    (void)state;
    OK(record(customer, "v", "2024-01-10"));
    OK(advance(customer, "2024-01-10"));
    OK(loyalty_customer_meets(customer, LOYALTY_RULE_OUT, 0, &holds));
    assert_int_equal(holds, 0);
    OK(loyalty_customer_gap(customer, LOYALTY_RULE_OUT, 0, 1, 0, &gap));
    assert_int_equal(gap.shortfall, 99);
    OK(loyalty_program_alternative_count(loyalty_customer_program(customer), LOYALTY_RULE_OUT, 0, &alternatives));
    assert_int_equal(alternatives, 2);
    assert_int_equal(loyalty_customer_meets(customer, LOYALTY_RULE_OUT, 1, &holds), LOYALTY_E_INDEX);
    assert_int_equal(
        loyalty_program_alternative_count(loyalty_customer_program(without), LOYALTY_RULE_OUT, 0, &alternatives),
        LOYALTY_E_INDEX);
    loyalty_customer_free(customer);
    loyalty_customer_free(without);
}

/* A review, events of `v` on a day, and what comes up to another. Each is a test of its own. */
static const struct pace {
    const char *name, *review, *silver, *date, *until, *told;
} paces[] = {
    {"a review lets a customer climb on its day", "'month'", "", "2024-01-10", "2024-03-01",
     "2024-02-01 basic > silver"},
    {"who appears on a review day climbs at once", "'month'", "", "2024-02-01", "2024-03-01",
     "2024-02-01 basic > silver"},
    {"a review on the 5th", "{'every':'month','begins':'01-05'}", "", "2024-01-10", "2024-03-01",
     "2024-02-05 basic > silver"},
    {"a review from the 31st falls on the 1st of shorter months", "{'every':'month','begins':'01-31'}", "",
     "2023-02-10", "2023-03-30", "2023-03-01 basic > silver"},
    {"a quarter from 16 September", "{'every':'quarter','begins':'09-16'}", "", "2024-01-10", "2024-07-01",
     "2024-03-16 basic > silver"},
    {"a week begins on Monday", "'week'", "", "2024-01-02", "2024-02-01", "2024-01-08 basic > silver"},
    {"a fall waits for a review", "'quarter'", "", "2024-01-01", "2025-12-31",
     "2024-01-01 basic > silver; 2025-01-01 silver > basic"},
    {"and so does a grace", "'quarter'", ",'grace':'1m'", "2024-01-01", "2025-12-31",
     "2024-01-01 basic > silver; 2025-04-01 silver > basic"},
    {"a year from 29 February does not exist, from 1 March it does", "{'every':'year','begins':'03-01'}", "",
     "2024-02-29", "2026-01-01", "2024-03-01 basic > silver; 2025-03-01 silver > basic"},
};

static void reviews_as_told(void **state)
{
    const struct pace *pace = *state;
    loyalty_customer *customer = shop(text_of("'review':%s,", pace->review), pace->silver);
    OK(record_value(customer, "v", pace->date, 3, 0));
    assert_string_equal(told_by_advance(customer, pace->until), pace->told);
    loyalty_customer_free(customer);
}

static void failing_is_noted_and_ended_on_reviews(void **state)
{
    loyalty_customer *customer = shop("'review':'quarter',", ",'grace':'40d'");
    (void)state;
    OK(record_value(customer, "v", "2024-01-01", 3, 0));
    OK(advance(customer, "2025-02-01"));
    assert_string_equal(standing_text(customer),
                        "silver since 2024-01-01, failing since 2025-01-01, falls on 2025-04-01"); /* a review day */
    OK(record_value(customer, "v", "2025-02-01", 2, 0));
    OK(advance(customer, "2025-03-31"));
    assert_string_equal(standing_text(customer),
                        "silver since 2024-01-01, failing since 2025-01-01, falls on 2025-04-01");
    OK(advance(customer, "2025-04-01"));
    assert_string_equal(standing_text(customer), "silver since 2024-01-01");
    loyalty_customer_free(customer);
}

static void out_acts_between_reviews(void **state)
{
    loyalty_customer *customer = shop("'out':['staff >= 1'],'review':'year',", "");
    (void)state;
    OK(record_value(customer, "v", "2024-01-01", 5, 0));
    OK(record(customer, "staff", "2024-02-10"));
    OK(record_value(customer, "staff", "2024-03-10", -1, 0));
    assert_string_equal(told_by_advance(customer, "2025-01-01"), "2024-01-01 basic > gold; 2024-02-10 gold > basic");
    loyalty_customer_free(customer);
}

/* A promotion begins a new term, in which `out` holds: that acts on the next day, before the next review. */
static void out_of_the_new_term_acts_between_reviews(void **state)
{
    loyalty_customer *customer = customer_of(
        "{'format':1,'name':'t','events':{'v':{}},'out':['spent <= 0'],'review':'week','metrics':"
        "{'spent':{'count':'v','within':'term'}},'ladder':[{'rung':'basic'},{'rung':'top','enter':['spent >= 1']}]}");
    (void)state;
    OK(record(customer, "v", "2024-01-04"));
    assert_string_equal(told_by_advance(customer, "2024-01-31"), "2024-01-08 basic > top; 2024-01-09 top > basic");
    loyalty_customer_free(customer);
}

int main(void)
{
    struct CMUnitTest each_pace[LENGTH(paces)];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_out_falls_and_comes_back),
        cmocka_unit_test(who_is_out_from_the_beginning_never_climbs),
        cmocka_unit_test(out_on_and_off_within_a_day),
        cmocka_unit_test(out_waits_for_nothing),
        cmocka_unit_test(out_can_be_asked),
        cmocka_unit_test(failing_is_noted_and_ended_on_reviews),
        cmocka_unit_test(out_acts_between_reviews),
        cmocka_unit_test(out_of_the_new_term_acts_between_reviews),
    };
    for (size_t i = 0; i < LENGTH(paces); i++)
        each_pace[i] = (struct CMUnitTest){paces[i].name, reviews_as_told, NULL, NULL, (void *)(uintptr_t)&paces[i]};
    int failures = cmocka_run_group_tests_name("reviews as told", each_pace, NULL, NULL);
    return failures + cmocka_run_group_tests_name("out and review", tests, NULL, NULL);
}
