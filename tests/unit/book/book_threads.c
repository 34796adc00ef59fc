/* SPDX-License-Identifier: MIT */
/* One book a thread, each for its share of the keys, merged in the end. Run it under ThreadSanitizer to see races. */
#include <pthread.h>
#include <stdlib.h>

#include "books.h"
#include "number_key.h"
#include "seed.h"

enum { THREADS = 4, CUSTOMERS = 400, DAYS = 90, FIRST = 19000 };

struct share {
    pthread_t thread;
    loyalty_book *book;
    uint64_t first, step; /* every so many-th customer from one on */
    int32_t status;       /* the first failure: cmocka's assertions are the main thread's */
};

static void must(struct share *share, int32_t status)
{
    if (!share->status)
        share->status = status;
}

static void *live(void *user)
{
    struct share *share = user;
    for (int32_t day = 0; day < DAYS; day++) {
        for (uint64_t number = share->first; number < CUSTOMERS; number += share->step) {
            loyalty_event event = {.size = sizeof event, .date = FIRST + day - (int32_t)(number % 5), .count = 1};
            if ((number * 31 + (uint64_t)day * 7) % 23 < 4)
                must(share,
                     loyalty_book_record(share->book, number_key(number).bytes, NUMBER_KEY, &event, NULL, NULL, NULL));
        }
        must(share, loyalty_book_advance(share->book, FIRST + day, NULL, NULL));
    }
    return NULL;
}

static void shares_of_a_book_add_up_to_it(void **state)
{
    struct share shares[THREADS] = {{.status = LOYALTY_OK}}, whole = {.book = book_of(books_shop, 77), .step = 1};
    loyalty_program *program = loyalty_book_program(whole.book);
    (void)state;
    for (uint64_t i = 0; i < THREADS; i++) {
        shares[i] = (struct share){.first = i, .step = THREADS};
        OK(loyalty_book_new(program, seed_of(i), &shares[i].book));
        assert_int_equal(pthread_create(&shares[i].thread, NULL, live, &shares[i]), 0);
    }
    live(&whole);
    OK(whole.status);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(shares[i].thread, NULL), 0);
        OK(shares[i].status);
        if (i > 0) {
            OK(loyalty_book_merge(shares[0].book, shares[i].book, NULL, NULL, NULL));
            loyalty_book_free(shares[i].book);
        }
    }
    assert_int_equal(loyalty_book_count(shares[0].book), loyalty_book_count(whole.book));
    OK(loyalty_book_advance(whole.book, FIRST + DAYS + 10, NULL, NULL));
    OK(loyalty_book_advance(shares[0].book, FIRST + DAYS + 10, NULL, NULL));
    uint64_t cursor = 0;
    uint32_t key_length, regulars = 0;
    const void *key;
    const loyalty_customer *customer, *other;
    while (loyalty_book_each(whole.book, &cursor, &key, &key_length, &customer) == LOYALTY_OK) {
        OK(loyalty_book_find(shares[0].book, key, key_length, &other));
        assert_string_equal(standing_text(other), standing_text(customer));
        assert_string_equal(transitions_text(other), transitions_text(customer));
        regulars += standing_text(customer)[0] == 'r';
    }
    assert_in_range(regulars, 1, CUSTOMERS - 1);
    loyalty_book_free(shares[0].book);
    loyalty_book_free(whole.book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_of_a_book_add_up_to_it),
    };
    return cmocka_run_group_tests_name("book: threads", tests, NULL, NULL);
}
