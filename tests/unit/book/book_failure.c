/* SPDX-License-Identifier: MIT */
/* For which customer a call of a book failed, and what the host's function returned. */
#include <string.h>

#include "allocator.h"
#include "books.h"
#include "seed.h"

static const char sky[] = "{'format':1,'name':'t','events':{'visit':{},'sale':{'value':[0,9]}},"
                          "'metrics':{'sun':{'host':'sun'}},"
                          "'ladder':[{'rung':'off'},{'rung':'on','enter':['sun >= 10']}]}";

static struct counting counting;
static loyalty_book *book, *other;
static int fine = 1, broken = -7, worse = -99;

/* Returns what the customer's user points to if that is negative. */
static int32_t sun(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    const int *own = customer_user;
    (void)user;
    *value = own ? *own : 0;
    *until = date + 1;
    return *value < 0 ? (int32_t)*value : LOYALTY_OK;
}

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    fine = 1, broken = -7, worse = -99;
    loyalty_options *options = counting_options(&counting);
    OK(loyalty_options_bind(options, "sun", sun, NULL));
    loyalty_program *program = table_with(sky, options);
    loyalty_options_free(options);
    OK(loyalty_book_new(program, NULL, &book));
    OK(loyalty_book_new(program, seed_of(1), &other));
    loyalty_program_unref(program);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_book_free(book);
    loyalty_book_free(other);
    assert_int_equal(counting.live, 0);
    return 0;
}

static void add(loyalty_book *to, const char *key, int *user, const char *date)
{
    const int before = *user;
    OK(loyalty_book_add(to, key, (uint32_t)strlen(key), user));
    *user = 1;
    OK(book_record(to, key, "visit", date));
    *user = before;
}

/* Returns "anna -7", or a status. */
static const char *failure(void)
{
    const void *key;
    uint32_t length;
    int32_t host_status;
    const int32_t status = loyalty_book_failure(book, &key, &length, &host_status);
    return status ? status_name(status) : text_of("%.*s %d", (int)length, (const char *)key, (int)host_status);
}

static const char *const none = "NOT_FOUND";

static void nothing_has_failed_yet(void **state)
{
    const void *key = book;
    uint32_t length = 77;
    int32_t host_status = 77;
    (void)state;
    REFUSED(loyalty_book_failure(NULL, &key, &length, &host_status));
    assert_int_equal(loyalty_book_failure(book, &key, &length, &host_status), LOYALTY_E_NOT_FOUND);
    assert_ptr_equal(key, book);
    assert_int_equal(length, 77);
    assert_int_equal(host_status, 77);
    OK(book_record(book, "anna", "visit", "2024-01-01"));
    assert_int_equal(loyalty_book_failure(book, NULL, NULL, NULL), LOYALTY_E_NOT_FOUND);
}

static void an_advance_fails_for_a_customer(void **state)
{
    (void)state;
    add(book, "anna", &fine, "2024-01-01");
    add(book, "a customer with a long key", &broken, "2024-01-02");
    assert_int_equal(book_advance(book, "2024-01-10"), LOYALTY_E_HOST);
    assert_string_equal(failure(), "a customer with a long key -7");
    OK(loyalty_book_failure(book, NULL, NULL, NULL));
    assert_int_equal(book_advance(book, "2024-01-11"), LOYALTY_E_HOST);
    broken = 3;
    OK(book_advance(book, "2024-01-11"));
    assert_string_equal(failure(), "a customer with a long key -7"); /* it is still the last one */
    assert_int_equal(book_advance(book, "2024-01-09"), LOYALTY_E_PAST);
    assert_string_equal(failure(), "a customer with a long key -7");
    OK(book_remove(book, "anna"));
    assert_string_equal(failure(), none);
}

static void recording_fails_for_a_customer(void **state)
{
    loyalty_event event;
    (void)state;
    add(book, "anna", &broken, "2024-01-01");
    event = book_event(book, "sale", "2024-01-01");
    event.value = 10;
    assert_int_equal(loyalty_book_record(book, "bert", 4, &event, NULL, NULL, NULL), LOYALTY_E_VALUE);
    assert_string_equal(failure(), "bert 0"); /* who is not in the book */
    broken = 1;
    OK(book_advance(book, "2024-01-10"));
    broken = -8;
    assert_int_equal(book_record(book, "anna", "visit", "2023-12-31"), LOYALTY_E_HOST);
    assert_string_equal(failure(), "anna -8");
    OK(book_record_id(book, "bert", "visit", "2024-01-11", "x"));
    assert_int_equal(book_record_id(book, "bert", "visit", "2024-01-11", "x"), LOYALTY_E_DUPLICATE);
    assert_int_equal(loyalty_book_record(book, "", 0, &event, NULL, NULL, NULL), LOYALTY_E_KEY);
    assert_string_equal(failure(), "anna -8");
}

static void the_last_row_of_a_batch_that_was_refused(void **state)
{
    static const void *const keys[] = {"anna", "number 2", "carla", "dora, whose key is long"};
    static const uint32_t lengths[] = {4, 8, 5, 23}, kinds[] = {1, 1, 1, 1};
    static const int64_t values[] = {1, 10, 1, 11};
    loyalty_date dates[4];
    int32_t statuses[4];
    loyalty_batch batch = {.size = sizeof batch,
                           .rows = 4,
                           .keys = keys,
                           .key_lengths = lengths,
                           .kinds = kinds,
                           .dates = dates,
                           .values = values};
    (void)state;
    for (int i = 0; i < 4; i++)
        dates[i] = day("2024-01-01");
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, NULL));
    assert_string_equal(failure(), "dora, whose key is long 0");
    OK(book_advance(book, "2024-01-10"));
    batch.rows = 3;
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, NULL));
    assert_int_equal(statuses[1], LOYALTY_E_VALUE);
    assert_string_equal(failure(), "number 2 0");
}

static void the_key_of_a_number(void **state)
{
    static const uint64_t number = UINT64_C(0x616e6e6120646f65); /* "anna doe" */
    static const uint32_t kind = 9;
    const loyalty_date date = day("2024-01-01");
    const loyalty_batch batch = {.size = sizeof batch, .rows = 1, .numbers = &number, .dates = &date, .kind = kind};
    (void)state;
    OK(loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, NULL));
    assert_string_equal(failure(), "anna doe 0");
}

static void a_join_fails_for_a_customer(void **state)
{
    (void)state;
    add(book, "anna", &broken, "2024-01-01");
    add(book, "bert", &fine, "2024-01-02");
    broken = 1;
    OK(book_advance(book, "2024-01-10"));
    broken = -9;
    assert_int_equal(book_merge_keys(book, "anna", "bert"), LOYALTY_E_HOST);
    assert_string_equal(failure(), "anna -9");
    assert_int_equal(book_merge_keys(book, "anna", "dora"), LOYALTY_E_NOT_FOUND);
    assert_string_equal(failure(), "dora 0");
    broken = 1;
    OK(book_merge_keys(book, "anna", "bert"));
    assert_string_equal(failure(), none);
}

static int32_t ignore(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                      const loyalty_transition *transition)
{
    (void)user, (void)key, (void)key_length, (void)customer, (void)transition;
    return 0;
}

static void a_merge_fails_for_a_customer(void **state)
{
    (void)state;
    add(book, "anna", &fine, "2024-01-01");
    add(book, "bert", &fine, "2024-01-01");
    OK(book_advance(book, "2024-01-10"));
    add(other, "bert", &broken, "2024-01-01");
    add(other, "emil", &worse, "2024-01-01"); /* will fail when it is folded up to the book's day */
    assert_int_equal(loyalty_book_merge(book, other, ignore, NULL, NULL), LOYALTY_E_HOST);
    assert_string_equal(failure(), "emil -99");
    worse = 1;
    fine = -5;
    assert_int_equal(loyalty_book_merge(book, other, ignore, NULL, NULL), LOYALTY_E_HOST);
    assert_string_equal(failure(), "bert -5");
}

static void memory_that_runs_out_for_nobody(void **state)
{
    (void)state;
    add(book, "anna", &broken, "2024-01-01");
    assert_int_equal(book_advance(book, "2024-01-10"), LOYALTY_E_HOST);
    assert_string_equal(failure(), "anna -7");
    OK(book_record(other, "bert", "visit", "2024-01-01")); /* is loaded */
    counting.fail_at = counting.calls;
    counting.persists = true;
    assert_int_equal(loyalty_book_merge(book, other, NULL, NULL, NULL), LOYALTY_E_MEMORY);
    assert_string_equal(failure(), none);
    counting.fail_at = ALLOCATOR_NEVER;
    counting.persists = false;
}

static int32_t ask(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                   const loyalty_transition *transition)
{
    (void)key, (void)key_length, (void)customer, (void)transition;
    *(int32_t *)user = loyalty_book_failure(book, NULL, NULL, NULL);
    return 1;
}

static void a_callback_that_stops_is_no_failure(void **state)
{
    int32_t status = 7;
    fine = 10;
    (void)state;
    OK(loyalty_book_add(book, "anna", 4, &fine));
    OK(book_record(book, "anna", "visit", "2024-01-01"));
    assert_int_equal(loyalty_book_advance(book, day("2024-01-10"), ask, &status), LOYALTY_E_STOPPED);
    assert_int_equal(status, LOYALTY_E_BUSY);
    assert_string_equal(failure(), none);
}

#define FAILURE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAILURE_TEST(nothing_has_failed_yet),
        FAILURE_TEST(an_advance_fails_for_a_customer),
        FAILURE_TEST(recording_fails_for_a_customer),
        FAILURE_TEST(the_last_row_of_a_batch_that_was_refused),
        FAILURE_TEST(the_key_of_a_number),
        FAILURE_TEST(a_join_fails_for_a_customer),
        FAILURE_TEST(a_merge_fails_for_a_customer),
        FAILURE_TEST(memory_that_runs_out_for_nobody),
        FAILURE_TEST(a_callback_that_stops_is_no_failure),
    };
    return cmocka_run_group_tests_name("book failure", tests, NULL, NULL);
}
