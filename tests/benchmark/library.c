/* SPDX-License-Identifier: MIT */
/* The replay through the public API, one event at a time, the rung asked after each. */
#include <stdlib.h>

#include "shop.h"

/* As a back office does: the book is advanced each morning. */
void book_run(const struct shop *shop, struct run *run)
{
    size_t heap = measure_heap();
    loyalty_program *program = shop_program();
    loyalty_on_book_transition *callback = run->first ? moves_of_book[KEY_NUMBER] : NULL;
    struct moves *moves = &run->answers.moves;
    loyalty_book *book;
    stopwatch_start(&run->watch);
    must(loyalty_book_new(program, NULL, &book));
    for (uint32_t day = 0; day < shop->days; day++) {
        must(loyalty_book_advance(book, shop->first_day + (int32_t)day, callback, moves));
        for (uint32_t i = shop->arrived[day]; i < shop->arrived[day + 1]; i++) {
            unsigned char key[LOYALTY_KEY_OF_NUMBER];
            const loyalty_event event = shop_event(&shop->log[i]);
            const loyalty_customer *customer;
            uint32_t rung;
            must(loyalty_key_of_number(shop->log[i].customer, key));
            must(loyalty_book_record(book, key, sizeof key, &event, callback, moves, &customer));
            must(loyalty_customer_rung(customer, &rung));
            run->answers.after[i] = (uint8_t)rung;
        }
        if (shop_asks(shop, run, day)) {
            stopwatch_stop(&run->watch);
            shop_ask_book(shop, book, KEY_NUMBER, shop_asked(shop, run, day));
            stopwatch_start(&run->watch);
        }
    }
    stopwatch_stop(&run->watch);
    run->bytes = measure_heap() - heap;
    shop_ask_book(shop, book, KEY_NUMBER, run->answers.last);
    loyalty_book_free(book);
    loyalty_program_unref(program);
}

/* Whom the transitions told now are about. */
struct listener {
    struct moves *moves;
    uint32_t customer;
};

static int32_t listen(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct listener *listener = user;
    (void)customer;
    moves_take(listener->moves, listener->customer, transition);
    return 0;
}

static void ask_handles(const struct shop *shop, struct run *run, loyalty_customer **customers,
                        loyalty_on_transition *callback, struct listener *listener)
{
    for (uint32_t i = 0; i < shop->customers; i++) {
        uint32_t rung = NOBODY;
        if (customers[i]) {
            listener->customer = i;
            must(loyalty_customer_advance(customers[i], shop->first_day + (int32_t)shop->days - 1, callback, listener));
            must(loyalty_customer_rung(customers[i], &rung));
        }
        run->answers.last[i] = (uint8_t)rung;
    }
}

/* As a host does that keeps its customers itself: each is advanced when it comes. */
void handles_run(const struct shop *shop, struct run *run)
{
    size_t heap = measure_heap();
    loyalty_program *program = shop_program();
    loyalty_on_transition *callback = run->first ? listen : NULL;
    struct listener listener = {.moves = &run->answers.moves};
    stopwatch_start(&run->watch);
    loyalty_customer **customers = allocate(shop->customers, sizeof *customers);
    for (uint32_t i = 0; i < shop->events; i++) {
        const struct shop_event *from = &shop->log[i];
        loyalty_customer **customer = &customers[from->customer];
        const loyalty_event event = shop_event(from);
        uint32_t rung;
        listener.customer = from->customer;
        if (!*customer)
            must(loyalty_customer_new(program, customer));
        must(loyalty_customer_record(*customer, &event, callback, &listener));
        must(loyalty_customer_advance(*customer, from->arrival, callback, &listener));
        must(loyalty_customer_rung(*customer, &rung));
        run->answers.after[i] = (uint8_t)rung;
    }
    stopwatch_stop(&run->watch);
    run->bytes = measure_heap() - heap;
    ask_handles(shop, run, customers, callback, &listener);
    for (uint32_t i = 0; i < shop->customers; i++)
        loyalty_customer_free(customers[i]);
    free(customers);
    loyalty_program_unref(program);
}
