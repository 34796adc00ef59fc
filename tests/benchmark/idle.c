/* SPDX-License-Identifier: MIT */
/* A day goes by for a book of customers: what it costs where nobody is due, and where some are. */
#include <inttypes.h>
#include <stdio.h>

#include "number_key.h"
#include "shop.h"

enum { TODAY = 20088, LONG_AGO = 2000, YEAR = 365 };

/* How many days ago a customer bought last: in the last year if one in `one_in`, 0 for nobody, otherwise years ago. */
static int32_t days_since(uint64_t number, uint32_t one_in)
{
    if (one_in && number % one_in == 0)
        return (int32_t)(number / one_in % YEAR);
    return LONG_AGO + (int32_t)(number % YEAR);
}

/* Customers with two purchases each. */
static loyalty_book *populate(loyalty_program *program, uint32_t customers, uint32_t one_in)
{
    loyalty_book *book;
    must(loyalty_book_new(program, NULL, &book));
    for (uint64_t number = 0; number < customers; number++) {
        loyalty_event event = {.size = sizeof event, .kind = PURCHASE, .count = 1};
        for (int32_t k = 0; k < 2; k++) {
            event.date = TODAY - days_since(number, one_in) - 10 * k;
            must(loyalty_book_record(book, number_key(number).bytes, NUMBER_KEY, &event, NULL, NULL, NULL));
        }
    }
    must(loyalty_book_advance(book, TODAY, NULL, NULL));
    return book;
}

static int32_t count_move(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                          const loyalty_transition *transition)
{
    uint64_t *moves = user;
    (void)key;
    (void)key_length;
    (void)customer;
    (void)transition;
    ++*moves;
    return 0;
}

/* The year after TODAY, day by day. */
static void live(loyalty_program *program, const struct options *options, const char *title, uint32_t one_in)
{
    double seconds[RUNS_MAX], book_bytes = 0;
    uint64_t moves = 0;
    for (uint32_t run = 0; run < options->runs; run++) {
        size_t heap = measure_heap();
        loyalty_book *book = populate(program, options->customers, one_in);
        book_bytes = (double)(measure_heap() - heap);
        moves = 0;
        double begin = measure_clock();
        for (int32_t day = 1; day <= YEAR; day++)
            must(loyalty_book_advance(book, TODAY + day, count_move, &moves));
        seconds[run] = measure_clock() - begin;
        loyalty_book_free(book);
    }
    double day = measure_median(seconds, options->runs) / YEAR;
    printf("  %-44s %14.3f %16.1f %16.0f %14.0f\n", title, 1e6 * day, (double)moves / YEAR,
           moves ? 1e9 * day * YEAR / (double)moves : 0, book_bytes / options->customers);
}

void idle(const struct options *options)
{
    loyalty_program *program = shop_program();
    printf("Idle: a book of %" PRIu32 " customers, two purchases each, advanced day by day through a year without "
           "events.\n  %-44s %14s %16s %16s %14s\n",
           options->customers, "", "µs a day", "transitions/day", "ns/transition", "bytes/customer");
    live(program, options, "nobody due: all bought years ago", 0);
    live(program, options, "many due: all bought in the last year", 1);
    live(program, options, "few due: one in a thousand did, others sleep", 1000);
    loyalty_program_unref(program);
}
