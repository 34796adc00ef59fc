/* SPDX-License-Identifier: MIT */
/* Windows of periods before the present one, of the customer's own, and after an event; and metrics that count periods. */
#include <stdio.h>
#include <string.h>

#include "support.h"

/* One metric over events `v`, `w` and `join`, whose value a test asks for. */
static loyalty_customer *measured(const char *metric)
{
    return customer_of(
        text_of("{'format':1,'name':'t','accept_late':'20000d','events':{'v':{},'w':{},'join':{}},"
                "'metrics':{'m':{%s}},'ladder':[{'rung':'basic'},{'rung':'top','enter':['m >= 1000000']}]}",
                metric));
}

/* A metric, events such as "v 2024-01-31" with semicolons between, a day and the value on it. */
static const struct look {
    const char *name, *metric, *events, *date, *value;
} looks[] = {
    {"a year back begins with that year", "'count':'v','within':'year','back':1", "v 2023-01-01; v 2022-12-31",
     "2024-05-05", "1"},
    {"a year back ends with that year", "'count':'v','within':'year','back':1", "v 2023-12-31; v 2024-01-01",
     "2024-12-31", "1"},
    {"days back are those before the window", "'count':'v','within':'10d','back':1",
     "v 2024-01-21; v 2024-01-20; v 2024-01-11", "2024-01-30", "2"},
    {"months back from a 31st", "'count':'v','within':'1m','back':1",
     "v 2024-01-31; v 2024-02-01; v 2024-02-29; v 2024-03-01", "2024-03-31", "2"},
    {"twelve months to 29 February", "'count':'v','within':'12m'", "v 2023-02-28; v 2023-03-01", "2024-02-29", "1"},
    {"twelve months from 29 February last to 28 February", "'count':'v','within':'12m'", "v 2024-02-29", "2025-02-28",
     "1"},
    {"and not to 1 March", "'count':'v','within':'12m'", "v 2024-02-29", "2025-03-01", "0"},
    {"a fiscal year begins on its day", "'count':'v','within':'year','begins':'04-01'", "v 2024-03-31; v 2024-04-01",
     "2025-03-31", "1"},
    {"a month from the 31st begins on the 1st where there is none", "'count':'v','within':'month','begins':'01-31'",
     "v 2023-02-28; v 2023-03-01", "2023-03-30", "1"},
    {"the customer's year begins with the first event of the kind", "'count':'v','within':'year','begins':'join'",
     "join 2020-05-10; v 2024-05-09; v 2024-05-10", "2025-05-09", "1"},
    {"and there is none without one", "'count':'v','within':'year','begins':'join'", "v 2024-05-09", "2025-05-09", "0"},
    {"nor before it comes", "'count':'v','within':'year','begins':'join'", "v 2024-05-09; join 2026-01-01",
     "2025-05-09", "0"},
    {"a year from 29 February begins on 1 March", "'count':'v','within':'year','begins':'join'",
     "join 2024-02-29; v 2025-02-28; v 2025-03-01", "2026-02-28", "1"},
    {"and on 29 February four years later", "'count':'v','within':'year','begins':'join'",
     "join 2024-02-29; v 2028-02-28; v 2028-02-29", "2028-02-29", "1"},
    {"a year of the customer's back may lie before its beginning",
     "'count':'v','within':'year','begins':'join','back':1", "v 2023-05-09; v 2023-05-10; join 2024-05-10",
     "2024-05-10", "1"},
    {"after the latest event of a kind, that day too", "'count':'v','after':'w'",
     "v 2024-01-01; w 2024-01-02; v 2024-01-02; v 2024-01-03", "2024-02-01", "2"},
    {"after no event of a kind there is nothing", "'count':'v','after':'w'", "v 2024-01-01", "2024-02-01", "0"},
    {"after and within", "'count':'v','after':'w','within':'10d'", "w 2024-01-01; v 2024-01-02; v 2024-01-25",
     "2024-01-31", "1"},
    {"weights", "'sum':{'v':2,'w':-1}", "v 2024-01-01 500; w 2024-01-01 300", "2024-01-01", "700"},
    {"a weighted count may be below 0", "'count':{'v':1,'w':-1000000}", "v 2024-01-01; w 2024-01-01", "2024-01-01",
     "-999999"},
    {"weights that leave 64 bits are still exact", "'sum':{'v':1000000,'w':-1000000}",
     "v 2024-01-01 9000000000000000000; w 2024-01-01 8999999999999999999", "2024-01-01", "1000000"},
    {"the result may need more", "'sum':{'v':1000000}", "v 2024-01-01 9000000000000000000", "2024-01-01", "RANGE"},
    {"latest is of the last active date", "'latest':'v'", "v 2024-01-01 5; v 2024-01-03 7; v 2024-01-03 8",
     "2024-02-01", "15/2"},
    {"latest of a kind that is not there", "'latest':'w'", "v 2024-01-01", "2024-02-01", "UNDEFINED"},
    {"different kinds", "'different':['v','w','join']", "v 2024-01-01; v 2024-01-02; w 2024-01-03", "2024-02-01", "2"},
    {"active months", "'active_months':'v'", "v 2024-01-01; v 2024-01-31; v 2024-02-01; v 2025-02-01", "2025-03-01",
     "3"},
    {"active weeks begin on Monday", "'active_weeks':'v'", "v 2024-01-07; v 2024-01-08; v 2024-01-14", "2024-02-01",
     "2"},
    {"active quarters in a window that cuts one", "'active_quarters':'v','within':'100d'",
     "v 2024-01-10; v 2024-03-31; v 2024-04-10", "2024-05-01", "2"},
    {"a streak up to this month", "'streak_months':'v'", "v 2023-11-30; v 2023-12-01; v 2024-01-31", "2024-01-31", "3"},
    {"a streak up to last month is not over", "'streak_months':'v'", "v 2023-12-01; v 2024-01-31", "2024-02-29", "2"},
    {"and then it is", "'streak_months':'v'", "v 2023-12-01; v 2024-01-31", "2024-03-01", "0"},
    {"a streak that was broken begins anew", "'streak_years':['v','w']", "v 2019-01-01; v 2021-01-01; w 2022-12-31",
     "2023-12-31", "2"},
    {"the first year of the calendar", "'count':'v','within':'year','back':1", "v 0001-01-01", "0001-06-01", "0"},
    {"the last year of the calendar", "'count':'v','within':'year','back':1", "v 9998-12-31", "9999-12-31", "1"},
    {"a window far before the calendar", "'count':'v','within':'36525m','back':1000", "v 0001-01-01", "9999-12-31",
     "0"},
};

static void record_all(loyalty_customer *customer, const char *events)
{
    for (const char *at = events; at; at = strchr(at, ';')) {
        char kind[8], date[12];
        long long value = 0;
        at += *at == ';';
        assert_true(sscanf(at, " %7s %11[0-9-] %lld", kind, date, &value) >= 2);
        OK(record_value(customer, kind, date, 1, value));
    }
}

static void values_as_told(void **state)
{
    const struct look *look = *state;
    loyalty_customer *customer = measured(look->metric);
    record_all(customer, look->events);
    OK(advance(customer, look->date));
    assert_string_equal(metric_text(customer, "m"), look->value);
    loyalty_customer_free(customer);
}

/* Ten purchases a year earn the rung; the year is the customer's own. */
static loyalty_customer *anniversary(void)
{
    return customer_of("{'format':1,'name':'t','accept_late':'20000d','events':{'v':{},'join':{}},'metrics':"
                       "{'year':{'count':'v','within':'year','begins':'join'}},"
                       "'ladder':[{'rung':'basic'},{'rung':'gold','enter':['year >= 2']}]}");
}

static void a_kind_that_begins_years_may_be_late_or_taken_back(void **state)
{
    loyalty_customer *customer = anniversary();
    (void)state;
    OK(record_value(customer, "v", "2024-03-01", 2, 0));
    OK(advance(customer, "2024-12-31"));
    assert_string_equal(standing_text(customer), "basic since 2024-03-01");
    assert_string_equal(told_by_record(customer, "join", "2024-02-01", 1), "2024-03-01 basic > gold");
    assert_string_equal(told_by_record(customer, "join", "2023-06-15", 1), "2024-06-15 gold > basic");
    assert_string_equal(told_by_record(customer, "join", "2023-06-15", -1), "revoked 2024-06-15 gold > basic");
    assert_string_equal(told_by_outlook(customer, "2030-01-01"), "2025-02-01 gold > basic");
    assert_string_equal(told_by_record(customer, "join", "2024-02-01", -1), "revoked 2024-03-01 basic > gold");
    loyalty_customer_free(customer);
}

/* Each window knows the days on which it changes: the outlook finds them, and the days are where they should be. */
static void windows_back_are_entered_and_left_in_time(void **state)
{
    loyalty_customer *customer = customer_of(
        "{'format':1,'name':'t','events':{'v':{}},'metrics':{'last':{'count':'v','within':'year','back':1},"
        "'days':{'count':'v','within':'30d','back':3}},'ladder':[{'rung':'a'},{'rung':'b','enter':['days >= 1']},"
        "{'rung':'c','enter':['last >= 1']}]}");
    (void)state;
    OK(record(customer, "v", "2024-03-01"));
    assert_string_equal(told_by_advance(customer, "2024-03-01"), "");
    assert_string_equal(next_text(customer), "2024-05-30");
    assert_string_equal(told_by_outlook(customer, "2030-01-01"),
                        "2024-05-30 a > b; 2024-06-29 b > a; 2025-01-01 a > c; 2026-01-01 c > a");
    loyalty_customer_free(customer);
}

int main(void)
{
    struct CMUnitTest each_look[LENGTH(looks)];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kind_that_begins_years_may_be_late_or_taken_back),
        cmocka_unit_test(windows_back_are_entered_and_left_in_time),
    };
    for (size_t i = 0; i < LENGTH(looks); i++)
        each_look[i] = (struct CMUnitTest){looks[i].name, values_as_told, NULL, NULL, (void *)(uintptr_t)&looks[i]};
    int failures = cmocka_run_group_tests_name("values as told", each_look, NULL, NULL);
    return failures + cmocka_run_group_tests_name("periods", tests, NULL, NULL);
}
