/* SPDX-License-Identifier: MIT */
/* Customers with hundreds of days: what refused and revoked events leave, and counts beyond 64 bits. */
#include <stdio.h>

#include "support.h"

enum { DAYS = 200, LATER = 12 };

static const char shop[] = "{'format':1,'name':'t','events':{'a':{},'b':{}},'accept_late':'3650d',"
                           "'metrics':{'n':{'count':'a'},'recent_a':{'count':'a','within':'9d'},"
                           "'recent_b':{'sum':'b','within':'9d'},'days':{'active_days':['a','b'],'within':'20d'},"
                           "'since_b':{'days_since':'b'},'first':{'days_since_first':'b'}},"
                           "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['n >= 100']}],"
                           "'segments':{'many':[{'segment':'yes','when':['n >= 100']},{'segment':'no'}]}}";
static const char *const metrics[] = {"n", "recent_a", "recent_b", "days", "since_b", "first"};

static int32_t first_day;

static int set_up(void **state)
{
    (void)state;
    first_day = day("2020-01-01");
    return 0;
}

static int32_t add(loyalty_customer *customer, const char *kind, int offset, int32_t count, int64_t value)
{
    return record_value(customer, kind, date_text(first_day + offset), count, value);
}

/* Both answer the same on each of the following days. */
static void compare(loyalty_customer *one, loyalty_customer *other, int offset)
{
    for (int later = 0; later < LATER; later++) {
        OK(loyalty_customer_advance(one, first_day + offset + later, NULL, NULL));
        OK(loyalty_customer_advance(other, first_day + offset + later, NULL, NULL));
        for (size_t i = 0; i < LENGTH(metrics); i++)
            assert_string_equal(metric_text(one, metrics[i]), metric_text(other, metrics[i]));
        assert_string_equal(standing_text(one), standing_text(other));
    }
}

/* At every length of the log, a next day is refused; then events come late, and others later. */
static void a_refused_event_leaves_no_trace(void **state)
{
    (void)state;
    for (int days = 1; days <= DAYS; days++) {
        loyalty_customer *customers[2] = {customer_of(shop), customer_of(shop)};
        for (int i = 0; i < 2; i++) {
            for (int offset = 0; offset < days; offset++)
                OK(add(customers[i], "a", offset, 1, 0));
            if (i == 0)
                assert_int_equal(add(customers[i], "b", days, 2, INT64_MAX), LOYALTY_E_OVERFLOW);
            OK(add(customers[i], "b", days - 1 - days / 40, 1, 7));
            OK(add(customers[i], "b", days / 2, 1, 5));
            OK(add(customers[i], "a", days + 2, 1, 0));
        }
        compare(customers[0], customers[1], days);
        loyalty_customer_free(customers[0]);
        loyalty_customer_free(customers[1]);
    }
}

/* Adds a count of 2^63 - 2^32 on each of the first two days, by merging the customer with a copy of itself. */
static void add_half_of_all_counts_twice(loyalty_customer *customer)
{
    for (int offset = 0; offset < 2; offset++)
        OK(add(customer, "a", offset, INT32_MAX, 0));
    for (int doubled = 0; doubled < 32; doubled++)
        OK(merge_with_copy(customer));
}

/* The counts of the first days are 2^64 + 56 and look like 56 in 64 bits; 100 are needed. */
static void counts_beyond_64_bits_are_enough(void **state)
{
    enum { OTHERS = 80 };
    loyalty_customer *customer = customer_of(shop);
    (void)state;
    add_half_of_all_counts_twice(customer);
    for (int times = 0; times < 4; times++)
        OK(add(customer, "a", 2, INT32_MAX, 0));
    for (int offset = 3; offset < OTHERS; offset++)
        OK(add(customer, "a", offset, 1, 0));
    OK(loyalty_customer_advance(customer, first_day + OTHERS, NULL, NULL));
    assert_string_equal(standing_text(customer), "friend since 2020-01-01");
    assert_string_equal(metric_text(customer, "n"), "RANGE");
    assert_string_equal(segment_text(customer, "many"), "yes");
    loyalty_customer_free(customer);
}

/* The last days are revoked at every length of the log, and a few others come in their place. */
static void revoked_days_leave_no_trace(void **state)
{
    (void)state;
    for (int days = 60; days <= DAYS; days++) {
        loyalty_customer *customers[2] = {customer_of(shop), customer_of(shop)};
        for (int i = 0; i < 2; i++) {
            for (int offset = 0; offset < days; offset++)
                OK(add(customers[i], "a", offset, 1, 0));
            for (int offset = days; i == 0 && offset < days + 3; offset++)
                OK(add(customers[i], "b", offset, 1, 5));
            OK(loyalty_customer_advance(customers[i], first_day + days, NULL, NULL));
            for (int offset = days + 3; i == 0 && offset-- > days;)
                OK(add(customers[i], "b", offset, -1, 5));
            for (int offset = days - 1; offset < days - 1 + days % 4; offset++)
                OK(add(customers[i], "a", offset, 1, 0));
        }
        compare(customers[0], customers[1], days);
        loyalty_customer_free(customers[0]);
        loyalty_customer_free(customers[1]);
    }
}

static const char *kind_name(int index)
{
    static char name[8];
    (void)snprintf(name, sizeof name, "k%d", index);
    return name;
}

/* Returns a customer of a table with so many kinds, whose metrics read the first and the last. */
static loyalty_customer *customer_of_kinds(int kinds)
{
    char table[4096];
    size_t end = (size_t)snprintf(table, sizeof table, "{'format':1,'name':'t','accept_late':'3650d','events':{");
    for (int i = 0; i < kinds; i++)
        end += (size_t)snprintf(table + end, sizeof table - end, "%s'%s':{}", i ? "," : "", kind_name(i));
    (void)snprintf(table + end, sizeof table - end,
                   "},'metrics':{'first':{'count':'k0'},'last':{'count':'%s'}},'ladder':[{'rung':'r'}]}",
                   kind_name(kinds - 1));
    return customer_of(table);
}

/* Every tenth day has more kinds than a page has words. Then every third day has less. */
static void days_of_very_many_kinds(void **state)
{
    enum { KINDS = 90, MANY_DAYS = 90 };
    loyalty_customer *customer = customer_of_kinds(KINDS);
    (void)state;
    for (int offset = 0; offset < MANY_DAYS; offset++)
        for (int i = 0; i < (offset % 10 == 5 ? KINDS : 1); i++)
            OK(add(customer, kind_name(i), offset, 1, 0));
    OK(loyalty_customer_advance(customer, first_day + MANY_DAYS, NULL, NULL));
    assert_string_equal(metric_text(customer, "first"), "90");
    assert_string_equal(metric_text(customer, "last"), "9");
    for (int offset = 0; offset < MANY_DAYS; offset += 3)
        OK(add(customer, "k0", offset, -1, 0));
    for (int offset = 5; offset < MANY_DAYS; offset += 20)
        OK(add(customer, kind_name(KINDS - 1), offset, 2, 0));
    assert_string_equal(metric_text(customer, "first"), "60");
    assert_string_equal(metric_text(customer, "last"), "19");
    loyalty_customer_free(customer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_refused_event_leaves_no_trace, set_up),
        cmocka_unit_test_setup(revoked_days_leave_no_trace, set_up),
        cmocka_unit_test_setup(days_of_very_many_kinds, set_up),
        cmocka_unit_test_setup(counts_beyond_64_bits_are_enough, set_up),
    };
    return cmocka_run_group_tests_name("long logs", tests, NULL, NULL);
}
