/* SPDX-License-Identifier: MIT */
/* What a callback may do: ask anything, change nothing, free the customer. */
#include "support.h"

static const char shop[] = "{'format':1,'name':'t','events':{'v':{}},'accept_late':'100d',"
                           "'metrics':{'n':{'count':'v','within':'5d'}},"
                           "'ladder':[{'rung':'a'},{'rung':'b','enter':['n >= 1']},{'rung':'c','enter':['n >= 2']}]}";

struct visit {
    loyalty_customer *customer;
    loyalty_customer *other;
    int told;
    bool frees; /* at the first call */
};

/* Everything that would change the customer says "busy". */
static int32_t try_to_change(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct visit *visit = user;
    loyalty_event event = event_of(customer, "v", "2024-01-01");
    visit->told++;
    assert_ptr_equal(customer, visit->customer);
    assert_int_equal(loyalty_customer_record(visit->customer, &event, NULL, NULL), LOYALTY_E_BUSY);
    assert_int_equal(loyalty_customer_advance(visit->customer, transition->date + 1000, NULL, NULL), LOYALTY_E_BUSY);
    assert_int_equal(loyalty_customer_erase(visit->customer), LOYALTY_E_BUSY);
    assert_int_equal(loyalty_customer_set_user(visit->customer, visit), LOYALTY_E_BUSY);
    assert_int_equal(loyalty_customer_merge(visit->customer, visit->other, NULL, NULL, NULL), LOYALTY_E_BUSY);
    REFUSED(loyalty_customer_merge(visit->customer, visit->customer, NULL, NULL, NULL));
    return 0;
}

static void changes_from_within_are_refused(void **state)
{
    struct visit visit = {.customer = customer_of(shop)};
    loyalty_event event = event_of(visit.customer, "v", "2024-01-03");
    (void)state;
    OK(loyalty_customer_copy(visit.customer, &visit.other));
    OK(record(visit.customer, "v", "2024-01-01"));
    OK(loyalty_customer_advance(visit.customer, day("2024-02-01"), try_to_change, &visit));
    assert_int_equal(visit.told, 2);
    OK(loyalty_customer_record(visit.customer, &event, try_to_change, &visit));
    assert_int_equal(visit.told, 6);               /* one revoked, three new */
    OK(record(visit.customer, "v", "2024-02-01")); /* afterwards all is as before */
    OK(loyalty_customer_erase(visit.customer));
    loyalty_customer_free(visit.customer);
    loyalty_customer_free(visit.other);
}

/* Answers are about the day advanced to, also while older transitions are told. */
static int32_t ask_everything(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct visit *visit = user;
    loyalty_customer *copy;
    int32_t date, holds;
    size_t needed;
    visit->told++;
    OK(loyalty_customer_date(customer, &date));
    assert_int_equal(date, day("2024-02-01"));
    assert_true(transition->date <= date);
    assert_string_equal(standing_text(customer), "a since 2024-01-06");
    assert_string_equal(metric_text(customer, "n"), "0");
    OK(loyalty_customer_meets(customer, LOYALTY_RULE_ENTER, 1, &holds));
    assert_int_equal(holds, 0);
    assert_string_equal(told_by_outlook(customer, "2024-12-31"), "");
    assert_int_equal(loyalty_customer_json(customer, NULL, date, NULL, 0, &needed), LOYALTY_E_SPACE);
    OK(loyalty_customer_copy(customer, &copy));
    OK(record(copy, "v", "2024-01-20")); /* the copy is not busy */
    assert_string_equal(standing_text(copy), "a since 2024-01-25");
    OK(loyalty_customer_merge(visit->other, customer, NULL, NULL, NULL));
    loyalty_customer_free(copy);
    return 0;
}

static void anything_may_be_asked_from_within(void **state)
{
    struct visit visit = {.customer = customer_of(shop)};
    (void)state;
    OK(loyalty_customer_copy(visit.customer, &visit.other));
    OK(record(visit.customer, "v", "2024-01-01"));
    OK(loyalty_customer_advance(visit.customer, day("2024-02-01"), ask_everything, &visit));
    assert_int_equal(visit.told, 2);
    assert_string_equal(standing_text(visit.other), "a since 2024-01-06");
    loyalty_customer_free(visit.customer);
    loyalty_customer_free(visit.other);
}

/* The customer is still there for the rest of the transitions. */
static int32_t free_it(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct visit *visit = user;
    (void)transition;
    if (visit->told++ == 0) {
        loyalty_customer_free(visit->customer);
        loyalty_customer_free(visit->customer);
    }
    assert_int_not_equal(loyalty_customer_transition_count(customer), 0);
    return 0;
}

static void a_customer_freed_from_within_lives_until_the_call_returns(void **state)
{
    struct visit visit = {.customer = customer_of(shop)};
    (void)state;
    OK(record(visit.customer, "v", "2024-01-01"));
    OK(loyalty_customer_advance(visit.customer, day("2024-02-01"), free_it, &visit));
    assert_int_equal(visit.told, 2); /* that it is gone is for the leak checker to see */
    visit = (struct visit){.customer = customer_of(shop)};
    loyalty_event event = event_of(visit.customer, "v", "2024-01-03");
    OK(record(visit.customer, "v", "2024-01-01"));
    OK(advance(visit.customer, "2024-02-01"));
    OK(loyalty_customer_record(visit.customer, &event, free_it, &visit));
    assert_int_equal(visit.told, 4);
}

/* The last owner of the program may go at the same time. */
static void the_program_may_end_with_it(void **state)
{
    struct visit visit = {.customer = customer_of(shop)};
    (void)state;
    OK(record(visit.customer, "v", "2024-01-01"));
    OK(loyalty_customer_advance(visit.customer, day("2024-02-01"), free_it, &visit));
    assert_int_equal(visit.told, 2);
}

/* The same where the call had more transitions to tell than it has room for without the allocator. */
static void the_program_may_end_with_it_after_many_transitions(void **state)
{
    enum { TRANSITIONS = 40 };
    struct visit visit = {.customer = customer_of(shop)};
    loyalty_event event = event_of(visit.customer, "v", "2024-01-01");
    (void)state;
    for (int i = 0; i < TRANSITIONS / 2; i++, event.date += 7)
        OK(loyalty_customer_record(visit.customer, &event, NULL, NULL));
    OK(loyalty_customer_advance(visit.customer, event.date, free_it, &visit));
    assert_int_equal(visit.told, TRANSITIONS);
}

/* A late event that gives many transitions. */
static void the_program_may_end_with_it_after_a_late_event(void **state)
{
    static const char two_kinds[] = "{'format':1,'name':'t','events':{'v':{},'w':{}},'accept_late':'400d',"
                                    "'metrics':{'n':{'count':'v','within':'5d'},'m':{'count':'w'}},"
                                    "'ladder':[{'rung':'a'},{'rung':'b','enter':['n >= 1', 'm >= 1']}]}";
    enum { TRANSITIONS = 40 };
    struct visit visit = {.customer = customer_of(two_kinds)};
    loyalty_event event = event_of(visit.customer, "v", "2024-01-01"),
                  late = event_of(visit.customer, "w", "2024-01-01");
    (void)state;
    for (int i = 0; i < TRANSITIONS / 2; i++, event.date += 7)
        OK(loyalty_customer_record(visit.customer, &event, NULL, NULL));
    OK(loyalty_customer_advance(visit.customer, event.date, NULL, NULL));
    OK(loyalty_customer_record(visit.customer, &late, free_it, &visit));
    assert_int_equal(visit.told, TRANSITIONS);
}

static void a_failed_call_tells_nothing(void **state)
{
    loyalty_customer *customer = customer_of(shop);
    struct diary diary = {""};
    loyalty_event event = event_of(customer, "v", "2024-01-01");
    (void)state;
    OK(record_value(customer, "v", "2024-01-01", 1, INT64_MAX));
    OK(advance(customer, "2024-02-01"));
    event.value = 1;
    assert_int_equal(loyalty_customer_record(customer, &event, write_down, &diary), LOYALTY_E_OVERFLOW);
    assert_int_equal(loyalty_customer_advance(customer, day("2024-01-01"), write_down, &diary), LOYALTY_E_PAST);
    assert_int_equal(loyalty_customer_outlook(customer, day("2024-01-01"), write_down, &diary), LOYALTY_E_PAST);
    assert_string_equal(diary.text, "");
    loyalty_customer_free(customer);
}

static void without_a_callback_the_same_happens(void **state)
{
    loyalty_customer *told = customer_of(shop), *untold = customer_of(shop);
    (void)state;
    OK(record(told, "v", "2024-01-01"));
    OK(record(untold, "v", "2024-01-01"));
    assert_string_not_equal(told_by_advance(told, "2024-02-01"), "");
    OK(advance(untold, "2024-02-01"));
    assert_string_not_equal(told_by_record(told, "v", "2024-01-03", 1), "");
    OK(record(untold, "v", "2024-01-03"));
    assert_string_equal(transitions_text(told), transitions_text(untold));
    assert_string_equal(standing_text(told), standing_text(untold));
    loyalty_customer_free(told);
    loyalty_customer_free(untold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_from_within_are_refused),
        cmocka_unit_test(anything_may_be_asked_from_within),
        cmocka_unit_test(a_customer_freed_from_within_lives_until_the_call_returns),
        cmocka_unit_test(the_program_may_end_with_it),
        cmocka_unit_test(the_program_may_end_with_it_after_many_transitions),
        cmocka_unit_test(the_program_may_end_with_it_after_a_late_event),
        cmocka_unit_test(a_failed_call_tells_nothing),
        cmocka_unit_test(without_a_callback_the_same_happens),
    };
    return cmocka_run_group_tests_name("callbacks", tests, NULL, NULL);
}
