/* SPDX-License-Identifier: MIT */
/* Terms: when they begin and end, what renews them, and what counts in them. */
#include <string.h>

#include "support.h"

/* One rung, gold, with a term: `gold` is added to it. `v` events have values; `w` lets a customer appear. */
static loyalty_customer *member(const char *gold)
{
    return customer_of(text_of("{'format':1,'name':'t','accept_late':'3000d','events':{'v':{},'w':{}},"
                               "'metrics':{'n':{'count':'v','within':'term'},'ever':{'count':'v'},"
                               "'today':{'count':'v','within':'1d'},'w':{'count':'w','within':'1d'}},"
                               "'ladder':[{'rung':'basic'},{'rung':'gold',%s}]}",
                               gold));
}

/* A member with events of `v`, dates with commas between, and what comes up to a day. Each is a test of its own. */
static const struct life {
    const char *name, *gold, *dates, *until, *told, *standing;
} lives[] = {
    {"what leads to a rung does not count in its term", "'enter':['today >= 1'],'keep':['n >= 1'],'term':'12m'",
     "2024-01-01", "2026-01-01", "2024-01-01 basic > gold; 2025-01-01 gold > basic", "basic since 2025-01-01"},
    {"what happens within the term renews it once", "'enter':['today >= 2'],'keep':['n >= 1'],'term':'12m'",
     "2024-01-01,2024-01-01,2024-06-01", "2028-01-01", "2024-01-01 basic > gold; 2026-01-01 gold > basic",
     "basic since 2026-01-01"},
    {"the last day of a term counts, and its end does not", "'enter':['today >= 2'],'keep':['n >= 1'],'term':'1m'",
     "2024-01-10,2024-01-10,2024-02-09,2024-03-10", "2024-05-01", "2024-01-10 basic > gold; 2024-03-10 gold > basic",
     "basic since 2024-03-10"},
    {"the first day of a renewed term counts", "'enter':['today >= 2'],'keep':['n >= 1'],'term':'1m'",
     "2024-01-10,2024-01-10,2024-01-20,2024-02-10", "2024-05-01", "2024-01-10 basic > gold; 2024-04-10 gold > basic",
     "basic since 2024-04-10"},
    {"the rung is reached anew on the day on which the term ends",
     "'enter':['today >= 1'],'keep':['n >= 5'],'term':'30d'", "2024-01-01,2024-01-31", "2024-03-15",
     "2024-01-01 basic > gold; 2024-03-01 gold > basic", "basic since 2024-03-01"},
    {"within a term enter is not asked", "'enter':['today >= 1'],'keep':['n >= 5'],'term':'30d'",
     "2024-01-01,2024-01-20", "2024-03-15", "2024-01-01 basic > gold; 2024-01-31 gold > basic",
     "basic since 2024-01-31"},
    {"keep is asked in the grace, of the same term",
     "'enter':['today >= 2'],'keep':['n >= 2'],'term':'30d','grace':'10d'",
     "2024-01-01,2024-01-01,2024-01-15,2024-02-05", "2024-03-05", "2024-01-01 basic > gold", "gold since 2024-01-01"},
    {"after a term saved in its grace a new one begins, and counts from the next day",
     "'enter':['today >= 2'],'keep':['n >= 2'],'term':'30d','grace':'10d'",
     "2024-01-01,2024-01-01,2024-01-15,2024-02-05", "2024-05-01", "2024-01-01 basic > gold; 2024-03-16 gold > basic",
     "basic since 2024-03-16"},
    {"a grace ends a term a month later", "'enter':['today >= 1'],'keep':['n >= 1'],'term':'1m','grace':'1m'",
     "2024-01-31", "2025-01-01", "2024-01-31 basic > gold; 2024-04-01 gold > basic", "basic since 2024-04-01"},
    {"a hold that is longer than the term puts the fall off",
     "'enter':['today >= 1'],'keep':['n >= 1'],'term':'1m','hold':'100d'", "2024-01-01", "2025-01-01",
     "2024-01-01 basic > gold; 2024-04-10 gold > basic", "basic since 2024-04-10"},
    {"until moves the end to the first day of a year",
     "'enter':['today >= 1'],'keep':['n >= 9'],'term':'12m','until':'year'", "2024-03-01", "2027-01-01",
     "2024-03-01 basic > gold; 2026-01-01 gold > basic", "basic since 2026-01-01"},
    {"until leaves an end that is one already", "'enter':['today >= 1'],'keep':['n >= 9'],'term':'12m','until':'year'",
     "2024-01-01", "2027-01-01", "2024-01-01 basic > gold; 2025-01-01 gold > basic", "basic since 2025-01-01"},
    {"until moves the end to a Monday", "'enter':['today >= 1'],'keep':['n >= 9'],'term':'1d','until':'week'",
     "2024-01-03", "2024-02-01", "2024-01-03 basic > gold; 2024-01-08 gold > basic", "basic since 2024-01-08"},
    {"an anniversary of 29 February is 1 March", "'enter':['today >= 1'],'keep':['n >= 9'],'term':'12m'", "2024-02-29",
     "2026-01-01", "2024-02-29 basic > gold; 2025-03-01 gold > basic", "basic since 2025-03-01"},
    {"or 29 February, four years later", "'enter':['today >= 1'],'keep':['n >= 9'],'term':'48m'", "2024-02-29",
     "2029-01-01", "2024-02-29 basic > gold; 2028-02-29 gold > basic", "basic since 2028-02-29"},
    {"a month from the 31st ends on the 1st", "'enter':['today >= 1'],'keep':['n >= 9'],'term':'1m'", "2023-01-31",
     "2024-01-01", "2023-01-31 basic > gold; 2023-03-01 gold > basic", "basic since 2023-03-01"},
    {"a term past the last year never ends", "'enter':['today >= 1'],'keep':['n >= 9'],'term':'12m'", "9999-01-01",
     "9999-12-31", "9999-01-01 basic > gold", "gold since 9999-01-01"},
    {"a term from the first day ends", "'enter':['today >= 1'],'keep':['n >= 9'],'term':'12m'", "0001-01-01",
     "0003-01-01", "0001-01-01 basic > gold; 0002-01-01 gold > basic", "basic since 0002-01-01"},
};

static loyalty_customer *lived(const struct life *life)
{
    loyalty_customer *customer = member(life->gold);
    for (const char *at = life->dates; at; at = strchr(at, ',')) {
        at += *at == ',';
        OK(record(customer, "v", text_of("%.10s", at)));
    }
    return customer;
}

static void terms_as_told(void **state)
{
    const struct life *life = *state;
    loyalty_customer *customer = lived(life);
    assert_string_equal(told_by_advance(customer, life->until), life->told);
    assert_string_equal(standing_text(customer), life->standing);
    loyalty_customer_free(customer);
}

static int32_t term_end(const loyalty_customer *customer)
{
    loyalty_standing standing = {.size = sizeof standing};
    OK(loyalty_customer_standing(customer, &standing));
    return standing.term_end;
}

static void a_standing_tells_when_the_term_ends(void **state)
{
    loyalty_customer *customer = member("'enter':['today >= 1'],'keep':['n >= 1'],'term':'12m','grace':'1m'");
    (void)state;
    OK(record(customer, "w", "2024-01-01"));
    OK(record(customer, "v", "2024-03-01"));
    OK(advance(customer, "2024-01-01"));
    assert_int_equal(term_end(customer), LOYALTY_DATE_NONE);
    OK(advance(customer, "2024-03-01"));
    assert_string_equal(date_text(term_end(customer)), "2025-03-01");
    assert_string_equal(next_text(customer), "2025-03-01");
    OK(advance(customer, "2025-03-01"));
    assert_string_equal(standing_text(customer),
                        "gold since 2024-03-01, failing since 2025-03-01, falls on 2025-04-01");
    assert_string_equal(date_text(term_end(customer)), "2025-03-01");
    loyalty_customer_free(customer);
}

/* Two terms begun and ended by the same event, once it is known. */
static void a_late_event_changes_the_last_day_of_a_term(void **state)
{
    loyalty_customer *customer = member("'enter':['today >= 1'],'keep':['n >= 1'],'term':'30d'");
    (void)state;
    OK(record(customer, "v", "2024-01-10"));
    OK(advance(customer, "2024-02-20"));
    assert_string_equal(standing_text(customer), "basic since 2024-02-09");
    assert_string_equal(told_by_record(customer, "v", "2024-02-08", 1), "revoked 2024-02-09 gold > basic");
    assert_string_equal(date_text(term_end(customer)), "2024-03-10");
    assert_string_equal(told_by_record(customer, "v", "2024-01-05", 1),
                        "revoked 2024-01-10 basic > gold; 2024-01-05 basic > gold");
    assert_string_equal(date_text(term_end(customer)), "2024-03-05");
    assert_string_equal(standing_text(customer), "gold since 2024-01-05");
    assert_string_equal(told_by_outlook(customer, "2024-12-31"), "2024-04-04 gold > basic");
    assert_string_equal(told_by_record(customer, "v", "2024-02-08", -1), "");
    assert_string_equal(told_by_outlook(customer, "2024-12-31"), "2024-03-05 gold > basic");
    loyalty_customer_free(customer);
}

/* Bronze ends on the day of the promotion to silver; the lower term is over, and silver's begins. */
static void a_promotion_on_the_day_on_which_a_term_ends(void **state)
{
    loyalty_customer *customer =
        customer_of("{'format':1,'name':'t','events':{'v':{}},'metrics':{'today':{'count':'v','within':'1d'},"
                    "'n':{'count':'v','within':'term'}},'ladder':[{'rung':'basic'},"
                    "{'rung':'bronze','enter':['today >= 1'],'keep':['n >= 1'],'term':'30d'},"
                    "{'rung':'silver','enter':['today >= 2'],'keep':['n >= 1'],'term':'60d'}]}");
    (void)state;
    OK(record(customer, "v", "2024-01-01"));
    OK(record_value(customer, "v", "2024-01-31", 2, 0));
    assert_string_equal(told_by_advance(customer, "2024-02-10"),
                        "2024-01-01 basic > bronze; 2024-01-31 bronze > silver");
    assert_string_equal(date_text(term_end(customer)), "2024-03-31");
    assert_string_equal(metric_text(customer, "n"), "0");
    assert_string_equal(told_by_outlook(customer, "2024-12-31"), "2024-03-31 silver > basic");
    loyalty_customer_free(customer);
}

/* A fall from a rung with a term asks the lower rungs' keep of the term's last day: of silver's four, three are enough. */
static void a_fall_asks_lower_rungs_of_the_last_day(void **state)
{
    loyalty_customer *customer =
        customer_of("{'format':1,'name':'t','events':{'v':{}},'metrics':{'today':{'count':'v','within':'1d'},"
                    "'n':{'count':'v','within':'term'}},'ladder':[{'rung':'basic'},"
                    "{'rung':'bronze','enter':['today >= 2'],'keep':['n >= 3'],'term':'12m'},"
                    "{'rung':'silver','enter':['today >= 4'],'keep':['n >= 4'],'term':'12m'}]}");
    (void)state;
    OK(record_value(customer, "v", "2024-01-01", 4, 0));
    for (int32_t month = 2; month < 5; month++)
        OK(record(customer, "v", text_of("2024-0%d-15", (int)month)));
    assert_string_equal(told_by_advance(customer, "2026-06-01"),
                        "2024-01-01 basic > silver; 2025-01-01 silver > bronze; 2026-01-01 bronze > basic");
    loyalty_customer_free(customer);
}

/* Without a term on the rung, "term" is what happened since the rung was reached. */
static void on_a_rung_without_a_term_it_never_ends(void **state)
{
    loyalty_customer *customer = member("'enter':['today >= 2'],'keep':['ever >= 1']");
    (void)state;
    OK(record(customer, "v", "2020-01-01"));
    OK(advance(customer, "2020-06-01"));
    assert_string_equal(metric_text(customer, "n"), "1"); /* from the day of appearance on */
    OK(record_value(customer, "v", "2021-01-01", 2, 0));
    OK(advance(customer, "2021-01-01"));
    assert_string_equal(metric_text(customer, "n"), "0"); /* what led to the rung is spent */
    OK(record(customer, "v", "2024-01-01"));
    OK(advance(customer, "2029-01-01"));
    assert_string_equal(metric_text(customer, "n"), "1");
    assert_int_equal(term_end(customer), LOYALTY_DATE_NONE);
    loyalty_customer_free(customer);
}

/* Copies, merges and conversions keep the term. */
static void a_copy_goes_on_with_the_term(void **state)
{
    loyalty_customer *customer = member("'enter':['today >= 1'],'keep':['n >= 1'],'term':'12m'"), *copy, *converted;
    (void)state;
    OK(record(customer, "v", "2024-01-01"));
    OK(record(customer, "v", "2024-05-01"));
    OK(advance(customer, "2025-02-01"));
    OK(loyalty_customer_copy(customer, &copy));
    OK(loyalty_customer_convert(customer, loyalty_customer_program(customer), NULL, &converted));
    assert_string_equal(date_text(term_end(copy)), "2026-01-01");
    assert_string_equal(date_text(term_end(converted)), "2026-01-01");
    assert_string_equal(told_by_advance(copy, "2027-01-01"), "2026-01-01 gold > basic");
    assert_string_equal(told_by_advance(converted, "2027-01-01"), "2026-01-01 gold > basic");
    loyalty_customer_free(customer);
    loyalty_customer_free(copy);
    loyalty_customer_free(converted);
}

int main(void)
{
    struct CMUnitTest each_life[LENGTH(lives)];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_standing_tells_when_the_term_ends),
        cmocka_unit_test(a_late_event_changes_the_last_day_of_a_term),
        cmocka_unit_test(a_promotion_on_the_day_on_which_a_term_ends),
        cmocka_unit_test(a_fall_asks_lower_rungs_of_the_last_day),
        cmocka_unit_test(on_a_rung_without_a_term_it_never_ends),
        cmocka_unit_test(a_copy_goes_on_with_the_term),
    };
    for (size_t i = 0; i < LENGTH(lives); i++)
        each_life[i] = (struct CMUnitTest){lives[i].name, terms_as_told, NULL, NULL, (void *)(uintptr_t)&lives[i]};
    int failures = cmocka_run_group_tests_name("terms as told", each_life, NULL, NULL);
    return failures + cmocka_run_group_tests_name("terms", tests, NULL, NULL);
}
