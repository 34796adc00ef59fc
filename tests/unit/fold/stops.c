/* SPDX-License-Identifier: MIT */
/* Callbacks that ask to stop, in calls on one customer: an outlook stops; the others have done their work already. */
#include "support.h"

#include <string.h>

static const char shop[] = "{'format':1,'name':'t','events':{'v':{}},'accept_late':'100d',"
                           "'metrics':{'n':{'count':'v','within':'5d'}},"
                           "'ladder':[{'rung':'a'},{'rung':'b','enter':['n >= 1']},{'rung':'c','enter':['n >= 2']}]}";

enum { NEVER = 1000 };

/* Writes transitions down, and asks to stop at one of them. */
struct stopper {
    struct diary diary;
    int calls, stop_at;
};

static int32_t stop_there(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    static const int32_t answers[] = {1, -1, INT32_MIN, INT32_MAX, LOYALTY_E_MEMORY};
    struct stopper *stopper = user;
    write_down(&stopper->diary, customer, transition);
    assert_true(stopper->calls <= stopper->stop_at); /* not called again */
    const int call = stopper->calls++;
    return call == stopper->stop_at ? answers[call % (int)LENGTH(answers)] : 0;
}

static loyalty_customer *visitor(void)
{
    loyalty_customer *customer = customer_of(shop);
    OK(record(customer, "v", "2024-01-01"));
    OK(record(customer, "v", "2024-01-03"));
    OK(record(customer, "v", "2024-01-20"));
    return customer;
}

/* Does a call on a new customer, with a callback that stops at one of its calls; returns the status of the call. */
typedef int32_t call_of(loyalty_customer *customer, struct stopper *stopper);

static int32_t call_advance(loyalty_customer *customer, struct stopper *stopper)
{
    return loyalty_customer_advance(customer, day("2024-02-01"), stop_there, stopper);
}

/* Revokes some, too. */
static int32_t call_record(loyalty_customer *customer, struct stopper *stopper)
{
    loyalty_event event = event_of(customer, "v", "2024-01-02");
    OK(advance(customer, "2024-02-01"));
    return loyalty_customer_record(customer, &event, stop_there, stopper);
}

static int32_t call_outlook(loyalty_customer *customer, struct stopper *stopper)
{
    OK(advance(customer, "2023-12-31"));
    return loyalty_customer_outlook(customer, day("2024-02-01"), stop_there, stopper);
}

/* Checks one position; `all` is what an unstopped call tells. Returns whether the callback has asked to stop. */
static bool stops_at(call_of *call, int position, int32_t expected, const char *all)
{
    loyalty_customer *customer = visitor(), *unstopped = visitor();
    struct stopper stopper = {.stop_at = position}, never = {.stop_at = NEVER};
    const int32_t status = call(customer, &stopper);
    const bool asked = stopper.calls == position + 1;
    assert_int_equal(status, asked ? expected : LOYALTY_OK);
    assert_memory_equal(stopper.diary.text, all, strlen(stopper.diary.text));
    assert_int_equal(stopper.calls > position, asked);
    OK(call(unstopped, &never));
    assert_string_equal(transitions_text(customer), transitions_text(unstopped));
    assert_string_equal(standing_text(customer), standing_text(unstopped));
    assert_string_equal(told_by_outlook(customer, "2024-04-01"), told_by_outlook(unstopped, "2024-04-01"));
    OK(record(customer, "v", "2024-02-01")); /* it is not busy */
    loyalty_customer_free(customer);
    loyalty_customer_free(unstopped);
    return asked;
}

static void check_call(call_of *call, int32_t expected, int transitions)
{
    loyalty_customer *customer = visitor();
    struct stopper never = {.stop_at = NEVER};
    int position = 0;
    OK(call(customer, &never));
    loyalty_customer_free(customer);
    assert_int_equal(never.calls, transitions);
    while (stops_at(call, position, expected, never.diary.text))
        position++;
    assert_int_equal(position, transitions);
}

static void an_advance_tells_nothing_more(void **state)
{
    (void)state;
    check_call(call_advance, LOYALTY_OK, 6);
}

static void a_record_tells_nothing_more(void **state)
{
    (void)state;
    check_call(call_record, LOYALTY_OK, 4);
}

static void an_outlook_stops(void **state)
{
    (void)state;
    check_call(call_outlook, LOYALTY_E_STOPPED, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_advance_tells_nothing_more),
        cmocka_unit_test(a_record_tells_nothing_more),
        cmocka_unit_test(an_outlook_stops),
    };
    return cmocka_run_group_tests_name("callbacks that stop", tests, NULL, NULL);
}
