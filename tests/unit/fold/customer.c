/* SPDX-License-Identifier: MIT */
/* A customer's life: new, copied, erased, freed. */
#include <string.h>

#include "support.h"

#define TABLE                                                                                                          \
    "{'format':1,'name':'t','events':{'visit':{},'sale':{}},'accept_late':'10d',"                                      \
    "'metrics':{'visits':{'count':'visit'},'days':{'active_days':['visit','sale']}},"                                  \
    "'score':{'points':{'visits':[[1,5]]}},"                                                                           \
    "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['visits >= 2']}],"                                           \
    "'segments':{'s':[{'segment':'new','when':['visits <= 1']}]}}"

/* Every answer of a customer who has none. */
static void assert_no_answers(const loyalty_customer *customer, int32_t standing_status, int32_t metric_status)
{
    loyalty_standing standing = {.size = sizeof standing};
    loyalty_gap gap = {.size = sizeof gap};
    int64_t a, b;
    int32_t holds;
    uint32_t cell;
    size_t needed;
    assert_int_equal(loyalty_customer_standing(customer, &standing), standing_status);
    assert_int_equal(loyalty_customer_segment(customer, 0, &cell), standing_status);
    assert_int_equal(loyalty_customer_meets(customer, LOYALTY_RULE_ENTER, 1, &holds), standing_status);
    assert_int_equal(loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 1, 0, 0, &gap), standing_status);
    assert_int_equal(loyalty_customer_points(customer, 0, &a), metric_status);
    assert_int_equal(loyalty_customer_metric(customer, 0, &a, &b), metric_status);
    assert_int_equal(loyalty_customer_json(customer, NULL, LOYALTY_DATE_MAX, NULL, 0, &needed), standing_status);
    assert_int_equal(loyalty_customer_transition_count(customer), 0);
}

static void a_new_customer_knows_nothing(void **state)
{
    loyalty_customer *customer = customer_of(TABLE);
    int32_t date = 77;
    (void)state;
    assert_int_equal(loyalty_customer_date(customer, &date), LOYALTY_E_NOT_ADVANCED);
    assert_int_equal(date, 77);
    assert_no_answers(customer, LOYALTY_E_NOT_ADVANCED, LOYALTY_E_NOT_ADVANCED);
    assert_null(loyalty_customer_user(customer));
    assert_string_equal(told_by_outlook(customer, "9999-12-31"), "");
    loyalty_customer_free(customer);
}

static void events_are_not_seen_before_an_advance(void **state)
{
    loyalty_customer *customer = customer_of(TABLE);
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    assert_no_answers(customer, LOYALTY_E_NOT_ADVANCED, LOYALTY_E_NOT_ADVANCED);
    loyalty_customer_free(customer);
}

/* No standing, but metrics: nothing is a number too. */
static void before_the_first_event_there_is_no_standing(void **state)
{
    loyalty_customer *customer = customer_of(TABLE);
    int32_t date;
    (void)state;
    OK(record(customer, "visit", "2024-01-05"));
    OK(advance(customer, "2024-01-04"));
    OK(loyalty_customer_date(customer, &date));
    assert_int_equal(date, day("2024-01-04"));
    assert_no_answers(customer, LOYALTY_E_ABSENT, LOYALTY_OK);
    assert_string_equal(metric_text(customer, "visits"), "0");
    OK(advance(customer, "2024-01-05"));
    assert_string_equal(standing_text(customer), "guest since 2024-01-05");
    loyalty_customer_free(customer);
}

static void the_user_pointer_is_kept(void **state)
{
    loyalty_customer *customer = customer_of(TABLE), *copy;
    int mine;
    (void)state;
    OK(loyalty_customer_set_user(customer, &mine));
    assert_ptr_equal(loyalty_customer_user(customer), &mine);
    OK(loyalty_customer_copy(customer, &copy));
    assert_ptr_equal(loyalty_customer_user(copy), &mine);
    OK(loyalty_customer_set_user(copy, NULL));
    assert_null(loyalty_customer_user(copy));
    assert_ptr_equal(loyalty_customer_user(customer), &mine);
    loyalty_customer_free(copy);
    loyalty_customer_free(customer);
}

static void a_copy_has_everything(void **state)
{
    loyalty_customer *customer = customer_of(TABLE), *copy;
    (void)state;
    OK(record_id(customer, "visit", "2024-01-01", "one"));
    OK(record(customer, "visit", "2024-01-03"));
    OK(record(customer, "sale", "2024-02-01"));
    OK(advance(customer, "2024-01-05"));
    OK(loyalty_customer_copy(customer, &copy));
    assert_ptr_equal(loyalty_customer_program(copy), loyalty_customer_program(customer));
    assert_string_equal(standing_text(copy), "friend since 2024-01-03");
    assert_string_equal(transitions_text(copy), "2024-01-03 guest > friend");
    assert_string_equal(metric_text(copy, "visits"), "2");
    assert_int_equal(record_id(copy, "visit", "2024-01-01", "one"), LOYALTY_E_DUPLICATE);
    assert_int_equal(advance(copy, "2024-01-04"), LOYALTY_E_PAST);
    OK(advance(copy, "2024-02-01"));
    assert_string_equal(metric_text(copy, "days"), "3");
    loyalty_customer_free(copy);
    loyalty_customer_free(customer);
}

static void a_copy_is_independent(void **state)
{
    loyalty_customer *customer = customer_of(TABLE), *what_if;
    (void)state;
    OK(record(customer, "visit", "2024-01-01"));
    OK(advance(customer, "2024-01-05"));
    OK(loyalty_customer_copy(customer, &what_if));
    assert_string_equal(told_by_record(what_if, "visit", "2024-01-02", 1), "2024-01-02 guest > friend");
    OK(record_id(what_if, "visit", "2024-01-02", "one"));
    OK(advance(what_if, "2024-06-01"));
    assert_string_equal(standing_text(customer), "guest since 2024-01-01");
    assert_string_equal(metric_text(customer, "visits"), "1");
    OK(record_id(customer, "sale", "2024-01-02", "one"));
    loyalty_customer_free(customer);
    assert_string_equal(standing_text(what_if), "friend since 2024-01-02");
    loyalty_customer_free(what_if);
}

static void an_erased_customer_is_as_new(void **state)
{
    loyalty_customer *customer = customer_of(TABLE);
    int mine;
    int32_t date;
    (void)state;
    OK(loyalty_customer_set_user(customer, &mine));
    OK(record_id(customer, "visit", "2024-01-01", "one"));
    OK(record(customer, "visit", "2024-01-02"));
    OK(record(customer, "visit", "2024-05-02"));
    OK(advance(customer, "2024-01-05"));
    OK(loyalty_customer_erase(customer));
    assert_int_equal(loyalty_customer_date(customer, &date), LOYALTY_E_NOT_ADVANCED);
    assert_no_answers(customer, LOYALTY_E_NOT_ADVANCED, LOYALTY_E_NOT_ADVANCED);
    assert_null(loyalty_customer_user(customer));
    assert_string_equal(told_by_outlook(customer, "9999-12-31"), "");
    OK(record_id(customer, "visit", "1999-01-01", "one"));
    OK(advance(customer, "1999-01-01"));
    assert_string_equal(standing_text(customer), "guest since 1999-01-01");
    assert_string_equal(metric_text(customer, "visits"), "1");
    OK(loyalty_customer_erase(customer));
    OK(loyalty_customer_erase(customer));
    loyalty_customer_free(customer);
}

/* A host's allocator that looks, when a block comes back, whether a word of the customer's still stands in it. */
static const char secret[] = "card 4711-0815";
static uint32_t found;

struct sized {
    size_t bytes;
    _Alignas(max_align_t) unsigned char content[];
};

static void *take(void *user, size_t bytes)
{
    struct sized *block = test_calloc(1, sizeof *block + bytes);
    (void)user;
    assert_non_null(block);
    block->bytes = bytes;
    return block->content;
}

static void give_back(void *user, void *content)
{
    struct sized *block = (struct sized *)(void *)((unsigned char *)content - offsetof(struct sized, content));
    (void)user;
    for (size_t i = 0; i + sizeof secret - 1 <= block->bytes; i++)
        found += memcmp(block->content + i, secret, sizeof secret - 1) == 0;
    test_free(block);
}

static void *resize(void *user, void *content, size_t bytes)
{
    struct sized *block = (struct sized *)(void *)((unsigned char *)content - offsetof(struct sized, content));
    void *moved = take(user, bytes);
    memcpy(moved, content, block->bytes < bytes ? block->bytes : bytes);
    memset(content, 0, block->bytes); /* a block that grows is not what this test is about */
    give_back(user, content);
    return moved;
}

static loyalty_customer *watched(void)
{
    static const loyalty_allocator allocator = {
        .size = sizeof allocator, .allocate = take, .resize = resize, .release = give_back};
    loyalty_options *options;
    loyalty_customer *customer;
    OK(loyalty_options_new(&allocator, &options));
    loyalty_program *program = table_with(TABLE, options);
    loyalty_options_free(options);
    OK(loyalty_customer_new(program, &customer));
    loyalty_program_unref(program);
    OK(record_id(customer, "visit", "2024-01-01", secret));
    OK(advance(customer, "2024-01-05"));
    found = 0;
    return customer;
}

static void erasing_overwrites_the_memory(void **state)
{
    loyalty_customer *customer = watched();
    (void)state;
    OK(loyalty_customer_erase(customer));
    assert_int_equal(found, 0);
    loyalty_customer_free(customer);
    assert_int_equal(found, 0);
    loyalty_customer_free(watched()); /* nor does it stay without erasing */
    assert_int_equal(found, 0);
    char *block = take(NULL, 100);
    memcpy(block + 9, secret, sizeof secret);
    give_back(NULL, block);
    assert_int_equal(found, 1); /* the test would see it */
}

static void two_programs_two_customers(void **state)
{
    loyalty_customer *shop = customer_of(TABLE), *garage = customer_of(TABLE);
    (void)state;
    OK(record(shop, "visit", "2024-01-01"));
    OK(record_value(garage, "visit", "2024-01-01", 2, 0));
    OK(advance(shop, "2024-01-01"));
    OK(advance(garage, "2024-01-02"));
    assert_string_equal(standing_text(shop), "guest since 2024-01-01");
    assert_string_equal(standing_text(garage), "friend since 2024-01-01");
    loyalty_customer_free(shop);
    loyalty_customer_free(garage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_customer_knows_nothing),
        cmocka_unit_test(events_are_not_seen_before_an_advance),
        cmocka_unit_test(before_the_first_event_there_is_no_standing),
        cmocka_unit_test(the_user_pointer_is_kept),
        cmocka_unit_test(a_copy_has_everything),
        cmocka_unit_test(a_copy_is_independent),
        cmocka_unit_test(an_erased_customer_is_as_new),
        cmocka_unit_test(erasing_overwrites_the_memory),
        cmocka_unit_test(two_programs_two_customers),
    };
    return cmocka_run_group_tests_name("customer", tests, NULL, NULL);
}
