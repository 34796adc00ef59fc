/* SPDX-License-Identifier: MIT */
/* Customers as bytes, and back. */
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "bytes.h"
#include "random.h"
#include "snapshot_bytes.h"
#include "support.h"

static const char shop[] =
    "{'format': 1, 'name': 'shop', 'accept_late': '20d', 'events': {'visit': {}, 'sale': {}, 'gift': {}},"
    " 'metrics': {'visits': {'count': 'visit', 'within': '30d'}, 'spent': {'sum': 'sale', 'within': '90d'}},"
    " 'ladder': [{'rung': 'guest'}, {'rung': 'friend', 'enter': ['visits >= 1'], 'grace': '3d'},"
    "            {'rung': 'club', 'enter': ['visits >= 3'], 'keep': ['visits >= 2'], 'hold': '5d', 'fall': 'step'}]}";

static const char terms[] =
    "{'format': 1, 'name': 'terms', 'accept_late': '60d', 'events': {'visit': {}, 'sale': {}},"
    " 'metrics': {'visits': {'count': 'visit', 'within': 'term'}, 'recent': {'count': 'visit', 'within': '30d'}},"
    " 'ladder': [{'rung': 'guest'}, {'rung': 'friend', 'enter': ['recent >= 1'], 'keep': ['visits >= 1'],"
    "             'term': '20d', 'grace': '9d'}]}";

/* Returns what loading gives, and checks that nothing is set if that fails. */
static int32_t load(loyalty_program *program, const void *bytes, size_t length, loyalty_customer **customer)
{
    loyalty_customer *const before = (loyalty_customer *)(void *)&before;
    loyalty_customer *loaded = before;
    uint64_t left_out = 77;
    const int32_t status = loyalty_customer_load(program, bytes, length, &left_out, &loaded);
    if (status) {
        assert_ptr_equal(loaded, before);
        assert_int_equal(left_out, 77);
        loaded = NULL;
    }
    if (customer)
        *customer = loaded;
    else
        loyalty_customer_free(loaded);
    return status;
}

/* Returns a loaded twin, whose bytes must be the same. */
static loyalty_customer *twin_of(const loyalty_customer *customer)
{
    struct bytes saved = bytes_of(customer);
    loyalty_customer *twin;
    OK(load(loyalty_customer_program(customer), saved.bytes, saved.length, &twin));
    struct bytes again = bytes_of(twin);
    assert_int_equal(again.length, saved.length);
    assert_memory_equal(again.bytes, saved.bytes, saved.length);
    bytes_free(&again);
    bytes_free(&saved);
    return twin;
}

/* Records events at random, and advances to some day of a year. */
static loyalty_customer *customer_at_random(const char *json, uint64_t seed)
{
    static const char *const kinds[] = {"visit", "sale"};
    struct random random = {seed};
    loyalty_customer *customer = customer_of(json);
    for (int i = random_int(&random, 1, 60); i > 0; i--) {
        const char *date = date_text(day("2024-01-01") + random_int(&random, 0, 365));
        const char *kind = kinds[random_int(&random, 0, 1)];
        if (random_chance(&random, 30))
            record_id(customer, kind, date, text_of("till-%d", random_int(&random, 1, 40)));
        else
            record_value(customer, kind, date, random_int(&random, -3, 30),
                         random_between(&random, -5, INT64_C(9000000000)));
        if (random_chance(&random, 20))
            advance(customer, date_text(day("2024-01-01") + random_int(&random, 0, 365)));
    }
    return customer;
}

/* ---- what comes back ---- */

static void who_is_new_is_new_again(void **state)
{
    loyalty_customer *customer = customer_of(shop), *twin = twin_of(customer);
    int32_t date;
    (void)state;
    assert_int_equal(loyalty_customer_date(twin, &date), LOYALTY_E_NOT_ADVANCED);
    OK(record(twin, "visit", "2024-03-01"));
    OK(advance(twin, "2024-03-01"));
    assert_string_equal(standing_text(twin), "friend since 2024-03-01");
    loyalty_customer_free(customer);
    loyalty_customer_free(twin);
}

static void the_last_days_go_on(void **state)
{
    loyalty_customer *customer = customer_of(shop);
    (void)state;
    OK(record_id(customer, "visit", "2024-03-01", "a"));
    OK(advance(customer, "2024-03-01"));
    OK(record_id(customer, "visit", "2024-03-20", "b"));
    OK(record(customer, "visit", "2024-03-21"));
    OK(advance(customer, "2024-03-25"));
    loyalty_customer *twin = twin_of(customer);
    assert_string_equal(standing_text(twin), "club since 2024-03-21");
    assert_string_equal(transitions_text(twin), transitions_text(customer));
    assert_string_equal(next_text(twin), next_text(customer));
    assert_int_equal(record_id(twin, "visit", "2024-03-25", "b"), LOYALTY_E_DUPLICATE);
    assert_int_equal(record(twin, "visit", "2024-03-04"), LOYALTY_E_TOO_LATE);
    assert_string_equal(told_by_record(twin, "visit", "2024-03-21", -1), "revoked 2024-03-21 friend > club");
    assert_string_equal(told_by_advance(twin, "2024-06-01"), "2024-04-22 friend > guest");
    loyalty_customer_free(customer);
    loyalty_customer_free(twin);
}

static void terms_go_on(void **state)
{
    loyalty_customer *customer = customer_of(terms);
    (void)state;
    OK(record(customer, "visit", "2024-03-01"));
    OK(record(customer, "visit", "2024-03-11"));
    for (const char *const *date = (const char *const[]){"2024-03-01", "2024-03-21", "2024-04-10", "2024-04-12", NULL};
         *date; date++) {
        OK(advance(customer, *date));
        loyalty_customer *twin = twin_of(customer);
        assert_string_equal(standing_text(twin), standing_text(customer));
        assert_string_equal(told_by_outlook(twin, "2025-01-01"), told_by_outlook(customer, "2025-01-01"));
        loyalty_customer_free(twin);
    }
    loyalty_customer_free(customer);
}

static void the_pointer_of_the_host_is_not_in_it(void **state)
{
    loyalty_customer *customer = customer_of(shop);
    (void)state;
    struct bytes without = bytes_of(customer);
    OK(loyalty_customer_set_user(customer, customer));
    struct bytes with = bytes_of(customer);
    assert_int_equal(with.length, without.length);
    assert_memory_equal(with.bytes, without.bytes, with.length);
    loyalty_customer *twin = twin_of(customer);
    assert_null(loyalty_customer_user(twin));
    bytes_free(&with);
    bytes_free(&without);
    loyalty_customer_free(customer);
    loyalty_customer_free(twin);
}

static void equal_customers_are_equal_bytes(void **state)
{
    loyalty_customer *one = customer_of(shop), *other = customer_of(shop);
    (void)state;
    OK(record(one, "visit", "2024-01-05"));
    OK(record_id(one, "visit", "2024-03-05", "x"));
    OK(record_id(one, "sale", "2024-03-05", "yy"));
    OK(advance(one, "2024-03-06"));
    OK(record_id(other, "sale", "2024-03-05", "yy"));
    OK(record_id(other, "gift", "2024-02-01", "old")); /* is forgotten */
    OK(record_id(other, "visit", "2024-03-05", "x"));
    OK(record_value(other, "gift", "2024-02-01", -1, 0));
    OK(record(other, "visit", "2024-01-05"));
    OK(advance(other, "2024-01-09"));
    OK(advance(other, "2024-03-06"));
    struct bytes a = bytes_of(one), b = bytes_of(other);
    assert_int_equal(a.length, b.length);
    assert_memory_equal(a.bytes, b.bytes, a.length);
    bytes_free(&a);
    bytes_free(&b);
    loyalty_customer_free(one);
    loyalty_customer_free(other);
}

static void another_table_folds_anew(void **state)
{
    loyalty_customer *customer = customer_of(shop), *loaded;
    loyalty_program *other = table(terms);
    uint64_t left_out;
    (void)state;
    OK(record(customer, "gift", "2024-03-01"));
    OK(record(customer, "gift", "2024-03-02"));
    OK(record_id(customer, "visit", "2024-03-03", "a"));
    OK(advance(customer, "2024-03-05"));
    struct bytes saved = bytes_of(customer);
    OK(loyalty_customer_load(other, saved.bytes, saved.length, &left_out, &loaded));
    assert_int_equal(left_out, 2);
    assert_string_equal(standing_text(loaded), "friend since 2024-03-03");
    assert_string_equal(transitions_text(loaded), "2024-03-03 guest > friend");
    assert_int_equal(record_id(loaded, "visit", "2024-03-05", "a"), LOYALTY_E_DUPLICATE);
    bytes_free(&saved);
    loyalty_customer_free(customer);
    loyalty_customer_free(loaded);
    loyalty_program_unref(other);
}

static int32_t never_called(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)customer_user, (void)date, (void)value, (void)until;
    ++*(int *)user;
    return LOYALTY_E_HOST;
}

static void a_load_asks_no_host(void **state)
{
    static const char hosted[] = "{'format': 1, 'name': 'hosted', 'events': {'visit': {}},"
                                 " 'metrics': {'mood': {'host': 'mood'}},"
                                 " 'ladder': [{'rung': 'guest'}, {'rung': 'friend', 'enter': ['mood >= 1']}]}";
    loyalty_options *options;
    loyalty_customer *customer, *twin;
    int calls = 0;
    (void)state;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_bind(options, "mood", never_called, &calls));
    loyalty_program *program = table_with(hosted, options), *unbound = table(hosted);
    OK(loyalty_customer_new(program, &customer));
    OK(advance(customer, "2024-01-01"));
    OK(record(customer, "visit", "2024-01-09"));
    struct bytes saved = bytes_of(customer);
    OK(load(program, saved.bytes, saved.length, &twin));
    assert_int_equal(calls, 0);
    assert_int_equal(load(unbound, saved.bytes, saved.length, NULL), LOYALTY_E_UNBOUND);
    bytes_free(&saved);
    loyalty_customer_free(customer);
    loyalty_customer_free(twin);
    loyalty_program_unref(program);
    loyalty_program_unref(unbound);
    loyalty_options_free(options);
}

/* ---- what is refused ---- */

static void the_buffer_must_be_large_enough(void **state)
{
    loyalty_customer *customer = customer_at_random(shop, 1);
    struct bytes saved = bytes_of(customer);
    unsigned char *buffer = calloc(1, saved.length);
    (void)state;
    for (size_t capacity = 0; capacity < saved.length; capacity++) {
        size_t needed = 0;
        assert_int_equal(loyalty_customer_save(customer, buffer, capacity, &needed), LOYALTY_E_SPACE);
        assert_int_equal(needed, saved.length);
        for (size_t i = 0; i < saved.length; i++)
            assert_int_equal(buffer[i], 0);
    }
    free(buffer);
    bytes_free(&saved);
    loyalty_customer_free(customer);
}

enum { FLIPPED = 1000 }; /* customers */

static void every_flip_of_a_bit_is_caught(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= FLIPPED; seed++) {
        loyalty_customer *customer = customer_at_random(seed % 2 ? shop : terms, seed);
        struct bytes saved = bytes_of(customer);
        for (size_t bit = 0; bit < 8 * saved.length; bit++) {
            saved.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
            const int32_t status = load(loyalty_customer_program(customer), saved.bytes, saved.length, NULL);
            assert_true(status == LOYALTY_E_SNAPSHOT || (status == LOYALTY_E_NEWER && bit / 8 == 4));
            saved.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        }
        bytes_free(&saved);
        loyalty_customer_free(customer);
    }
}

static void every_cut_is_caught(void **state)
{
    loyalty_customer *customer = customer_at_random(shop, 5);
    struct bytes saved = bytes_of(customer);
    (void)state;
    for (size_t length = 0; length < saved.length; length++) {
        unsigned char *cut = malloc(length + 1); /* so that a sanitizer sees a byte too many */
        memcpy(cut + 1, saved.bytes, length);
        assert_int_equal(load(loyalty_customer_program(customer), cut + 1, length, NULL), LOYALTY_E_SNAPSHOT);
        free(cut);
    }
    unsigned char *longer = calloc(1, saved.length + 1);
    memcpy(longer, saved.bytes, saved.length);
    assert_int_equal(load(loyalty_customer_program(customer), longer, saved.length + 1, NULL), LOYALTY_E_SNAPSHOT);
    free(longer);
    bytes_free(&saved);
    loyalty_customer_free(customer);
}

static void a_later_format_is_told_apart(void **state)
{
    loyalty_customer *customer = customer_of(shop);
    struct bytes saved = bytes_of(customer);
    (void)state;
    saved.bytes[4] = 2;
    assert_int_equal(load(loyalty_customer_program(customer), saved.bytes, saved.length, NULL), LOYALTY_E_NEWER);
    saved.bytes[4] = 0;
    assert_int_equal(load(loyalty_customer_program(customer), saved.bytes, saved.length, NULL), LOYALTY_E_SNAPSHOT);
    bytes_free(&saved);
    loyalty_customer_free(customer);
}

/* Bytes of a customer of a table with the kind `visit` and two rungs, whose first day is 2024-01-01. */
static int32_t forged(const unsigned char *content, size_t count)
{
    static const char small[] = "{'format': 1, 'name': 's', 'accept_late': '9d', 'events': {'visit': {}},"
                                " 'metrics': {'n': {'count': 'visit', 'within': '30d'}},"
                                " 'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['n >= 1'], 'grace': '9d'}]}";
    loyalty_program *program = table(small);
    unsigned char fingerprint[LOYALTY_FINGERPRINT_SIZE];
    unsigned char *bytes = calloc(1, SNAPSHOT_HEAD + count + SNAPSHOT_SEAL);
    OK(loyalty_program_fingerprint(program, fingerprint));
    memcpy(bytes + SNAPSHOT_HEAD, content, count);
    snapshot_seal(bytes, SNAPSHOT_HEAD + count + SNAPSHOT_SEAL, SNAPSHOT_OF_CUSTOMER, fingerprint);
    const int32_t status = load(program, bytes, SNAPSHOT_HEAD + count + SNAPSHOT_SEAL, NULL);
    free(bytes);
    loyalty_program_unref(program);
    return status;
}

/* The day 100, in days from 0001-01-01; one kind. */
#define BEGIN 101, 1, 5, 'v', 'i', 's', 'i', 't'
#define FORGED(...) forged((const unsigned char[]){__VA_ARGS__}, sizeof((const unsigned char[]){__VA_ARGS__}))
#define BAD(...) assert_int_equal(FORGED(__VA_ARGS__), LOYALTY_E_SNAPSHOT)

static void forged_bytes_are_refused(void **state)
{
    (void)state;
    /* a visit on the day 100, which makes a friend: a change of that day */
    OK(FORGED(BEGIN, 4, 1, 0, 0, 8, 0, 0, 0));
    OK(FORGED(BEGIN, 6, 1, 0, 0, 8, 0, 0, 0, 1, 1, 'i', 0));
    BAD(BEGIN, 4, 1, 0, 0, 8, 0, 0, 0, 0);                               /* a byte too many */
    BAD(BEGIN, 4, 1, 0, 0, 8, 0, 0);                                     /* one too few */
    BAD(BEGIN, 5, 1, 0, 0, 8, 0, 0, 0);                                  /* ahead of no book */
    BAD(BEGIN, 4, 1, 0, 0x80, 0, 8, 0, 0, 0);                            /* a number longer than need be */
    BAD(BEGIN, 4, 1, 1, 0, 0, 8, 0, 0, 0);                               /* nothing happened */
    BAD(BEGIN, 4, 1, 1, 2, 0, 8, 0, 0, 0);                               /* a count of 1 written out */
    BAD(BEGIN, 4, 2, 0, 0, 0, 0, 8, 0, 0, 0);                            /* a kind twice on a date */
    BAD(BEGIN, 4, 1, 0x92, 3, 0, 8, 0, 0, 0);                            /* before 0001-01-01 */
    BAD(BEGIN, 4, 1, 0, 0, 16, 0, 0, 0);                                 /* a rung that the table lacks */
    BAD(BEGIN, 4, 1, 0, 0, 8, 0, 1, 0);                                  /* not from the lowest rung at first */
    BAD(BEGIN, 4, 1, 0, 0, 8, 1, 0, 0);                                  /* on the ladder before the first event */
    BAD(BEGIN, 4, 1, 0, 0, 8, 0, 0, 1);                                  /* since a day before the change */
    BAD(BEGIN, 4, 1, 0, 0, 9, 0, 0, 0);                                  /* a term where the table has none */
    BAD(BEGIN, 4, 1, 0, 0, 12, 0, 0, 0, 1);                              /* the same */
    BAD(BEGIN, 4, 1, 0, 0, 10, 0, 0, 0, 0);                              /* fails on the day of the climb */
    BAD(BEGIN, 4, 1, 0, 0, 2, 0, 0, 0, 0);                               /* the lowest rung fails */
    BAD(BEGIN, 0, 1, 0, 0);                                              /* not on the ladder, with an event */
    BAD(BEGIN, 4, 0, 8, 0, 0, 0);                                        /* on the ladder without one */
    BAD(BEGIN, 4, 1, 4, 0, 8, 0, 0, 0);                                  /* with one in the future */
    BAD(BEGIN, 8, 1, 0, 0, 8, 0, 0, 0, 8, 0);                            /* no change */
    BAD(BEGIN, 8, 1, 0, 0, 8, 0, 0, 0, 0, 1);                            /* a change after the day */
    BAD(BEGIN, 6, 1, 0, 0, 8, 0, 0, 0, 0);                               /* no ids, which the head promises */
    BAD(BEGIN, 6, 1, 0, 0, 8, 0, 0, 0, 1, 0, 0);                         /* an empty id */
    BAD(BEGIN, 6, 1, 0, 0, 8, 0, 0, 0, 2, 1, 'i', 0, 1, 'i', 0);         /* an id twice */
    BAD(BEGIN, 6, 1, 0, 0, 8, 0, 0, 0, 2, 2, 'a', 'b', 0, 1, 'i', 0);    /* ids in another order */
    BAD(BEGIN, 6, 1, 0, 0, 8, 0, 0, 0, 1, 1, 'i', 19);                   /* an id that was forgotten */
    BAD(BEGIN, 6, 1, 0, 0, 8, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 1); /* very many ids */
    BAD(BEGIN, 4, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0, 0);             /* very many words */
    BAD(BEGIN, 0xfc, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1, 0, 0, 8, 0, 0, 0); /* and changes */
    BAD(101, 1, 5, 'v', 'i', 's', 'i', 'n', 4, 1, 0, 0, 8, 0, 0, 0); /* a kind that the table lacks */
    BAD(0xff, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0);                   /* a day after 9999-12-31 */
}

static void kinds_that_never_happened_are_refused(void **state)
{
    (void)state;
    OK(FORGED(101, 0, 0, 0));
    BAD(BEGIN, 0, 0);
}

static void arguments_are_checked(void **state)
{
    loyalty_customer *customer = customer_of(shop), *loaded;
    loyalty_program *program = loyalty_customer_program(customer);
    struct bytes saved = bytes_of(customer);
    size_t needed;
    (void)state;
    REFUSED(loyalty_customer_save(NULL, saved.bytes, saved.length, &needed));
    REFUSED(loyalty_customer_save(customer, NULL, 1, &needed));
    REFUSED(loyalty_customer_save(customer, saved.bytes, saved.length, NULL));
    REFUSED(loyalty_customer_load(NULL, saved.bytes, saved.length, NULL, &loaded));
    REFUSED(loyalty_customer_load(program, NULL, saved.length, NULL, &loaded));
    REFUSED(loyalty_customer_load(program, saved.bytes, saved.length, NULL, NULL));
    OK(loyalty_customer_load(program, saved.bytes, saved.length, NULL, &loaded));
    loyalty_customer_free(loaded);
    bytes_free(&saved);
    loyalty_customer_free(customer);
}

/* ---- memory ---- */

static void allocations_fail_in_turn(const char *json, const char *other, uint64_t seed)
{
    struct counting counting = {.fail_at = ALLOCATOR_NEVER};
    loyalty_options *options = counting_options(&counting);
    loyalty_program *program = table_with(other, options);
    loyalty_customer *customer = customer_at_random(json, seed);
    struct bytes saved = bytes_of(customer);
    const uint32_t live = counting.live;
    int32_t status = LOYALTY_E_MEMORY;
    for (uint32_t i = 0; status; i++) {
        counting.fail_at = counting.calls + i;
        status = load(program, saved.bytes, saved.length, NULL);
        assert_true(status == LOYALTY_OK || status == LOYALTY_E_MEMORY);
        assert_int_equal(counting.live, live);
    }
    counting.fail_at = ALLOCATOR_NEVER;
    assert_int_equal(counting.strange, 0);
    bytes_free(&saved);
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
    loyalty_options_free(options);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        allocations_fail_in_turn(shop, shop, seed);
        allocations_fail_in_turn(terms, terms, seed);
        allocations_fail_in_turn(shop, terms, seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_new_is_new_again),
        cmocka_unit_test(the_last_days_go_on),
        cmocka_unit_test(terms_go_on),
        cmocka_unit_test(the_pointer_of_the_host_is_not_in_it),
        cmocka_unit_test(equal_customers_are_equal_bytes),
        cmocka_unit_test(another_table_folds_anew),
        cmocka_unit_test(a_load_asks_no_host),
        cmocka_unit_test(the_buffer_must_be_large_enough),
        cmocka_unit_test(every_flip_of_a_bit_is_caught),
        cmocka_unit_test(every_cut_is_caught),
        cmocka_unit_test(a_later_format_is_told_apart),
        cmocka_unit_test(forged_bytes_are_refused),
        cmocka_unit_test(kinds_that_never_happened_are_refused),
        cmocka_unit_test(arguments_are_checked),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("customer snapshots", tests, NULL, NULL);
}
