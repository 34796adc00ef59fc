/* SPDX-License-Identifier: MIT */
/*
 * What is watched: an event that can change an answer does, whatever way its metric moves. Each case has a condition
 * that was looked at on a day, and one later event that turns it.
 */
#include <string.h>

#include "support.h"

static const struct turn {
    const char *metric, *condition; /* of the rung above */
    const char *first;              /* kind, and value, of what comes on 1 January */
    int64_t first_value;
    const char *then; /* and on 10 January */
    int64_t then_value;
    const char *told;
} turns[] = {
    /* Sums of kinds that only give, only take, or do either, in any order. */
    {"'sum':['gift','fine']", "m >= 100", "gift", 50, "gift", 60, "2024-01-10 out > in"},
    {"'sum':['fine','gift']", "m >= 100", "gift", 50, "gift", 60, "2024-01-10 out > in"},
    {"'sum':['gift','fine']", "m > 40", "gift", 50, "fine", -20, "2024-01-10 in > out"},
    {"'sum':['fine','gift']", "m > 40", "gift", 50, "fine", -20, "2024-01-10 in > out"},
    {"'sum':['gift','fine']", "m <= 40", "gift", 50, "fine", -20, "2024-01-10 out > in"},
    {"'sum':['fine','gift']", "m < 60", "gift", 50, "gift", 20, "2024-01-10 in > out"},
    {"'sum':'swing'", "m >= 10", "swing", 20, "swing", -20, "2024-01-10 in > out"},
    {"'sum':'swing'", "m <= 10", "swing", 20, "swing", -20, "2024-01-10 out > in"},
    /* Counts and days rise. */
    {"'count':'gift'", "m >= 2", "gift", 1, "gift", 1, "2024-01-10 out > in"},
    {"'count':'gift'", "m <= 1", "gift", 1, "gift", 1, "2024-01-10 in > out"},
    {"'count':['gift','fine']", "m > 1", "gift", 1, "fine", -1, "2024-01-10 out > in"},
    {"'count':'gift'", "m == 2", "gift", 1, "gift", 1, "2024-01-10 out > in"},
    {"'count':'gift'", "m != 2", "gift", 1, "gift", 1, "2024-01-10 in > out"},
    {"'active_days':['gift','fine']", "m >= 2", "gift", 1, "fine", -1, "2024-01-10 out > in"},
    {"'active_days':'gift'", "m < 2", "gift", 1, "gift", 1, "2024-01-10 in > out"},
    /* Days since fall, and come to be. */
    {"'days_since':'gift'", "m <= 3", "fine", -1, "gift", 1, "2024-01-10 out > in"},
    {"'days_since':['fine','gift']", "m < 3", "swing", 1, "fine", -1, "2024-01-10 out > in"},
    {"'days_since':'gift'", "m >= 0", "fine", -1, "gift", 1, "2024-01-10 out > in"},
    {"'days_since':'gift'", "m >= 5", "gift", 1, "gift", 1, "2024-01-10 in > out"},
    {"'days_since_first':'gift'", "m >= 0", "fine", -1, "gift", 1, "2024-01-10 out > in"},
    /* Means and shares go where they like. */
    {"'mean':'swing'", "m >= 10", "swing", 20, "swing", -20, "2024-01-10 in > out"},
    {"'mean':'swing'", "m < 10", "swing", 20, "swing", -20, "2024-01-10 out > in"},
    {"'mean':'swing'", "m <= 99", "gift", 20, "swing", 20, "2024-01-10 out > in"},
    {"'share':['gifts','all']", "m >= 60", "gift", 1, "fine", -1, "2024-01-10 in > out"},
    {"'share':['gifts','all']", "m <= 50", "gift", 1, "fine", -1, "2024-01-10 out > in"},
    /* And the score with them. */
    {"'count':'gift'", "score >= 100", "gift", 1, "gift", 1, "2024-01-10 out > in"},
    {"'count':'gift'", "score < 100", "gift", 1, "gift", 1, "2024-01-10 in > out"},
};

static loyalty_customer *customer_with(const struct turn *turn)
{
    return customer_of(text_of("{'format':1,'name':'t','events':{'gift':{'value':[0,100]},'fine':{'value':[-100,0]},"
                               "'swing':{}},'metrics':{'m':{%s},'gifts':{'count':'gift'},"
                               "'all':{'count':['gift','fine']}},'score':{'points':{'gifts':[[2,100]]}},"
                               "'ladder':[{'rung':'out'},{'rung':'in','enter':['%s']}]}",
                               turn->metric, turn->condition));
}

/* The event comes on its day, before it, or late. */
static void check(const struct turn *turn, const char *advanced, int late)
{
    loyalty_customer *customer = customer_with(turn);
    OK(record_value(customer, turn->first, "2024-01-01", 1, turn->first_value));
    OK(advance(customer, "2024-01-02"));
    OK(advance(customer, advanced));
    OK(record_value(customer, turn->then, "2024-01-10", 1, turn->then_value));
    if (late)
        OK(advance(customer, "2024-01-10"));
    const char *told = late ? NULL : told_by_advance(customer, "2024-01-10");
    loyalty_standing now = {.size = sizeof now};
    OK(loyalty_customer_standing(customer, &now));
    if (now.since != day("2024-01-10"))
        fail_msg("%s with %s: nothing happened on 10 January", turn->condition, turn->metric);
    if (told && !strstr(told, turn->told)) /* some have climbed on a day before */
        fail_msg("%s with %s: %s", turn->condition, turn->metric, told);
    loyalty_customer_free(customer);
}

static void an_event_turns_what_it_can(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(turns); i++) {
        check(&turns[i], "2024-01-02", 0);
        check(&turns[i], "2024-01-09", 0);
        check(&turns[i], "2024-01-10", 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_event_turns_what_it_can)};
    return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
