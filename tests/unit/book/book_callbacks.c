/* SPDX-License-Identifier: MIT */
/* From within a book's own callback, and from a host metric that fails. */
#include "books.h"
#include "number_key.h"
#include "seed.h"

#include <stdlib.h>
#include <string.h>

#define BUSY(call) assert_int_equal(call, LOYALTY_E_BUSY)

struct visit {
    loyalty_book *book, *other;
    int told;
};

static int32_t try_everything(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                              const loyalty_transition *transition)
{
    struct visit *visit = user;
    loyalty_book *book = visit->book;
    loyalty_event event = book_event(book, "visit", "2024-01-01");
    const loyalty_customer *found;
    loyalty_book *made = NULL;
    uint64_t cursor = 0;
    loyalty_batch batch = {.size = sizeof batch};
    visit->told++;
    assert_int_equal(key_length, 4);
    assert_memory_equal(key, "anna", 4);
    BUSY(loyalty_book_record(book, "anna", 4, &event, NULL, NULL, NULL));
    BUSY(loyalty_book_record(book, "new", 3, &event, NULL, NULL, NULL));
    BUSY(loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, NULL));
    BUSY(loyalty_book_advance(book, transition->date + 1000, NULL, NULL));
    BUSY(loyalty_book_find(book, "anna", 4, &found));
    BUSY(loyalty_book_each(book, &cursor, NULL, NULL, NULL));
    BUSY(loyalty_book_set_user(book, "anna", 4, NULL));
    BUSY(loyalty_book_add(book, "emil", 4, NULL));
    BUSY(loyalty_book_remove(book, "anna", 4));
    BUSY(loyalty_book_join(book, "anna", 4, "bert", 4, NULL, NULL, NULL));
    BUSY(loyalty_book_merge(book, visit->other, NULL, NULL, NULL));
    BUSY(loyalty_book_merge(visit->other, book, NULL, NULL, NULL));
    BUSY(loyalty_book_convert(book, loyalty_book_program(book), NULL, NULL, &made));
    assert_null(made);
    /* Questions are free. */
    assert_int_equal(loyalty_book_count(book), 1);
    assert_non_null(loyalty_book_program(book));
    assert_string_not_equal(standing_text(customer), "ABSENT");
    OK(loyalty_book_advance(visit->other, transition->date, NULL, NULL)); /* another book is none of its business */
    return 0;
}

static void changes_from_within_are_refused(void **state)
{
    struct visit visit = {book_of(books_shop, 1), NULL, 0};
    loyalty_event event = book_event(visit.book, "visit", "2024-02-20");
    const uint64_t number = key_number("anna-doe");
    const uint32_t kind = 0;
    int32_t status;
    (void)state;
    OK(loyalty_book_new(loyalty_book_program(visit.book), seed_of(2), &visit.other));
    OK(book_record(visit.book, "anna", "visit", "2024-01-01"));
    OK(loyalty_book_advance(visit.book, day("2024-02-15"), try_everything, &visit));
    assert_int_equal(visit.told, 2);
    OK(loyalty_book_advance(visit.book, day("2024-02-20"), try_everything, &visit));
    OK(loyalty_book_record(visit.book, "anna", 4, &event, try_everything, &visit, NULL));
    assert_int_equal(visit.told, 3);
    event.count = -1;
    OK(loyalty_book_record(visit.book, "anna", 4, &event, try_everything, &visit, NULL));
    assert_int_equal(visit.told, 4); /* revoked */
    OK(book_remove(visit.book, "anna"));
    const loyalty_batch batch = {
        .size = sizeof batch, .rows = 1, .numbers = &number, .kinds = &kind, .dates = &event.date};
    struct book_diary diary = {""};
    OK(loyalty_book_record_batch(visit.book, &batch, book_write_down, &diary, &status, NULL));
    assert_string_equal(diary.text, "anna-doe 2024-02-20 guest > friend");
    loyalty_book_free(visit.book);
    loyalty_book_free(visit.other);
}

/* Host metrics. */

#define SKY                                                                                                            \
    "{'format':1,'name':'t','events':{'visit':{}},'metrics':{'sun':{'host':'sun'}},'ladder':["                         \
    "{'rung':'off'},{'rung':'on','enter':['sun >= 10']}]}"

/* The value is what the customer's user points to; it fails where that is negative. */
static int32_t sun(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    const int *own = customer_user;
    (void)user, (void)date;
    *value = own ? *own : 0;
    *until = date + 1;
    return *value < 0 ? 1 : LOYALTY_OK;
}

static loyalty_book *sky(uint64_t seed)
{
    loyalty_options *options;
    loyalty_book *book;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_bind(options, "sun", sun, NULL));
    loyalty_program *program = table_with(SKY, options);
    loyalty_options_free(options);
    OK(loyalty_book_new(program, seed_of(seed), &book));
    loyalty_program_unref(program);
    return book;
}

static void an_unbound_host_metric_is_told(void **state)
{
    loyalty_program *program = table(SKY);
    loyalty_book *book = NULL, *bound = sky(0);
    uint64_t left_out = 7;
    (void)state;
    assert_int_equal(loyalty_book_new(program, NULL, &book), LOYALTY_E_UNBOUND);
    assert_int_equal(loyalty_book_convert(bound, program, NULL, &left_out, &book), LOYALTY_E_UNBOUND);
    assert_null(book);
    assert_int_equal(left_out, 7);
    loyalty_program_unref(program);
    loyalty_book_free(bound);
}

/* Half are folded, half are not: made again, the call goes on with the others. */
static void an_advance_that_fails_goes_on_where_it_stopped(void **state)
{
    int bright = 20, dark = 0, broken = -1;
    struct book_diary diary = {""};
    loyalty_book *book = sky(1);
    (void)state;
    OK(loyalty_book_add(book, "anna", 4, &dark));
    OK(loyalty_book_add(book, "bert", 4, &broken));
    OK(loyalty_book_add(book, "carla", 5, &dark));
    OK(book_record(book, "anna", "visit", "2024-01-01"));
    OK(book_record(book, "bert", "visit", "2024-01-03"));
    OK(book_record(book, "carla", "visit", "2024-01-01"));
    OK(book_advance(book, "2024-01-01"));
    dark = bright;
    assert_int_equal(loyalty_book_advance(book, day("2024-01-05"), book_write_down, &diary), LOYALTY_E_HOST);
    assert_string_equal(diary.text, "anna 2024-01-03 off > on");
    assert_string_equal(book_day(book), "2024-01-01");
    assert_int_equal(loyalty_book_advance(book, day("2024-01-05"), book_write_down, &diary), LOYALTY_E_HOST);
    assert_string_equal(diary.text, "anna 2024-01-03 off > on");
    /* A late event for one that is ahead of the book, and a new customer. */
    assert_string_equal(book_told_by_record(book, "anna", "visit", "2024-01-04", 1), "");
    OK(book_record(book, "doris", "visit", "2024-01-04"));
    assert_string_equal(book_standing(book, "doris"), "ABSENT");
    broken = 11;
    assert_string_equal(book_told_by_advance(book, "2024-01-05"),
                        "bert 2024-01-03 off > on; carla 2024-01-03 off > on");
    assert_string_equal(book_day(book), "2024-01-05");
    assert_string_equal(book_standing(book, "doris"), "off since 2024-01-04");
    dark = 0;
    OK(book_advance(book, "2024-03-01"));
    assert_string_equal(book_standing(book, "anna"), "off since 2024-01-07"); /* asked every other day */
    loyalty_book_free(book);
}

/* What fails changes nothing: neither the first event of a customer nor a merge of many. */
static void a_failing_host_changes_nothing(void **state)
{
    int dark = 0, broken = -1;
    loyalty_book *book = sky(1), *other = sky(2), *mixed;
    (void)state;
    OK(loyalty_book_new(loyalty_book_program(book), seed_of(3), &mixed));
    assert_int_equal(loyalty_book_merge(book, other, NULL, NULL, NULL), LOYALTY_E_PROGRAM);
    OK(book_advance(book, "2024-01-10"));
    OK(book_advance(mixed, "2024-01-01"));
    static const char *const names[] = {"anna", "bert", "carla", "doris"};
    for (size_t i = 0; i < LENGTH(names); i++) {
        OK(loyalty_book_add(i < 3 ? book : mixed, names[i], (uint32_t)strlen(names[i]), &dark));
        OK(book_record(i < 3 ? book : mixed, names[i], "visit", "2024-01-01"));
    }
    OK(loyalty_book_add(mixed, "bert", 4, &broken));
    OK(book_record(mixed, "bert", "visit", "2024-01-09")); /* behind the day of this book */
    OK(loyalty_book_add(mixed, "emil", 4, &broken));
    OK(book_record(mixed, "emil", "visit", "2024-01-08")); /* will fail when it is folded up to the other's day */
    char *before = book_sight(book);
    assert_int_equal(loyalty_book_merge(book, mixed, NULL, NULL, NULL), LOYALTY_E_HOST);
    char *after = book_sight(book);
    assert_string_equal(before, after);
    free(after);
    free(before);
    OK(loyalty_book_add(book, "franz", 5, &broken));
    assert_int_equal(book_record(book, "franz", "visit", "2024-01-10"), LOYALTY_E_HOST);
    assert_string_equal(book_standing(book, "franz"), "ABSENT");
    broken = 15;
    OK(loyalty_book_merge(book, mixed, NULL, NULL, NULL));
    assert_string_equal(book_keys(book), "anna bert carla franz doris emil");
    assert_string_equal(book_standing(book, "emil"), "on since 2024-01-08");
    assert_string_equal(book_standing(book, "bert"), "off since 2024-01-01"); /* keeps the user that it had */
    broken = -1;
    loyalty_book *converted = NULL;
    assert_int_equal(loyalty_book_convert(book, loyalty_book_program(other), NULL, NULL, &converted), LOYALTY_E_HOST);
    assert_null(converted);
    assert_int_equal(book_merge_keys(book, "emil", "anna"), LOYALTY_E_HOST);
    assert_int_equal(loyalty_book_count(book), 6);
    broken = 15;
    OK(book_merge_keys(book, "emil", "anna"));
    loyalty_book_free(book);
    loyalty_book_free(other);
    loyalty_book_free(mixed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_from_within_are_refused),
        cmocka_unit_test(an_unbound_host_metric_is_told),
        cmocka_unit_test(an_advance_that_fails_goes_on_where_it_stopped),
        cmocka_unit_test(a_failing_host_changes_nothing),
    };
    return cmocka_run_group_tests_name("book: callbacks", tests, NULL, NULL);
}
