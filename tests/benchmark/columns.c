/* SPDX-License-Identifier: MIT */
/* The replay through the public API by batches of columns. */
#include "shop.h"

enum { BATCH = 100000 }; /* rows of a batch where days do not matter */

static void record(const struct shop *shop, loyalty_book *book, uint32_t from, uint32_t to,
                   loyalty_book_callback *callback, void *user)
{
    const loyalty_batch batch = {.size = sizeof batch,
                                 .count = to - from,
                                 .numbers = shop->columns.customers + from,
                                 .kinds = shop->columns.kinds + from,
                                 .dates = shop->columns.dates + from,
                                 .values = shop->columns.values + from};
    size_t refused;
    must(loyalty_book_record_batch(book, &batch, callback, user, NULL, &refused));
    require(refused == 0, "a row of a batch was refused");
}

/* Each morning the book is advanced, each evening the day's events are recorded. */
void batches_run(const struct shop *shop, struct run *run)
{
    size_t heap = measure_heap();
    loyalty_program *program = shop_program();
    loyalty_book_callback *callback = run->first ? moves_of_book : NULL;
    struct moves *moves = &run->answers.moves;
    loyalty_book *book;
    stopwatch_start(&run->watch);
    must(loyalty_book_new(program, shop->options->seed, &book));
    for (uint32_t day = 0; day < shop->days; day++) {
        must(loyalty_book_advance(book, shop->first_day + (int32_t)day, callback, moves));
        if (shop->arrived[day] < shop->arrived[day + 1])
            record(shop, book, shop->arrived[day], shop->arrived[day + 1], callback, moves);
        if (run->first && shop_asks(shop, day)) {
            stopwatch_stop(&run->watch);
            shop_ask_book(shop, book, shop_asked(shop, run, day));
            stopwatch_start(&run->watch);
        }
    }
    stopwatch_stop(&run->watch);
    run->bytes = measure_heap() - heap;
    shop_ask_book(shop, book, run->answers.last);
    loyalty_book_free(book);
    loyalty_program_unref(program);
}

/* All events first, then one advance to the last day, which tells every transition there ever was. */
void load_run(const struct shop *shop, struct run *run)
{
    size_t heap = measure_heap();
    loyalty_program *program = shop_program();
    struct moves *moves = &run->answers.moves;
    loyalty_book *book;
    *moves = (struct moves){0};
    stopwatch_start(&run->watch);
    must(loyalty_book_new(program, shop->options->seed, &book));
    for (uint32_t from = 0; from < shop->events; from += BATCH)
        record(shop, book, from, shop->events - from < BATCH ? shop->events : from + BATCH, NULL, NULL);
    must(loyalty_book_advance(book, shop->first_day + (int32_t)shop->days - 1, moves_of_book, moves));
    stopwatch_stop(&run->watch);
    run->bytes = measure_heap() - heap;
    shop_ask_book(shop, book, run->answers.last);
    loyalty_book_free(book);
    loyalty_program_unref(program);
}
