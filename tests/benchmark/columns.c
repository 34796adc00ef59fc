/* SPDX-License-Identifier: MIT */
/* The replay through the public API by batches of columns. */
#include "seed.h"
#include "shop.h"

enum { BATCH = 100000 }; /* rows of a batch where days do not matter */

static loyalty_book *open_book(const struct shop *shop, const struct run *run, loyalty_program *program)
{
    loyalty_book *book;
    must(loyalty_book_new(program, run->feed.seeded ? seed_of(shop->options->seed) : NULL, &book));
    return book;
}

static void record(const struct shop *shop, struct run *run, loyalty_book *book, uint32_t from, uint32_t to,
                   loyalty_on_book_transition *callback)
{
    const struct texts *keys = &shop->keys[run->feed.keys];
    loyalty_batch batch = {.size = sizeof batch,
                           .rows = to - from,
                           .kinds = shop->columns.kinds + from,
                           .dates = shop->columns.dates + from,
                           .values = shop->columns.values + from};
    loyalty_batch_result result = {.size = sizeof result};
    if (run->feed.keys == KEY_NUMBER) {
        batch.numbers = shop->columns.customers + from;
    } else {
        batch.keys = keys->texts + from;
        batch.key_lengths = keys->lengths + from;
    }
    if (run->feed.ids != ID_NONE) {
        batch.ids = shop->ids[run->feed.ids].texts + from;
        batch.id_lengths = shop->ids[run->feed.ids].lengths + from;
    }
    must(loyalty_book_record_batch(book, &batch, callback, &run->answers.moves, NULL, &result));
    require(result.refused + result.duplicates == 0, "a row of a batch was refused");
}

/* Each morning the book is advanced, each evening the day's events are recorded. */
void batches_run(const struct shop *shop, struct run *run)
{
    size_t heap = measure_heap();
    loyalty_program *program = shop_program();
    loyalty_on_book_transition *callback = run->first ? moves_of_book[run->feed.keys] : NULL;
    struct moves *moves = &run->answers.moves;
    stopwatch_start(&run->watch);
    loyalty_book *book = open_book(shop, run, program);
    for (uint32_t day = 0; day < shop->days; day++) {
        must(loyalty_book_advance(book, shop->first_day + (int32_t)day, callback, moves));
        if (shop->arrived[day] < shop->arrived[day + 1])
            record(shop, run, book, shop->arrived[day], shop->arrived[day + 1], callback);
        if (shop_asks(shop, run, day)) {
            stopwatch_stop(&run->watch);
            shop_ask_book(shop, book, run->feed.keys, shop_asked(shop, run, day));
            stopwatch_start(&run->watch);
        }
    }
    stopwatch_stop(&run->watch);
    run->bytes = measure_heap() - heap;
    shop_ask_book(shop, book, run->feed.keys, run->answers.last);
    loyalty_book_free(book);
    loyalty_program_unref(program);
}

/* All events first, then one advance to the last day, which tells every transition there ever was. */
void load_run(const struct shop *shop, struct run *run)
{
    size_t heap = measure_heap();
    loyalty_program *program = shop_program();
    struct moves *moves = &run->answers.moves;
    *moves = (struct moves){0};
    stopwatch_start(&run->watch);
    loyalty_book *book = open_book(shop, run, program);
    for (uint32_t from = 0; from < shop->events; from += BATCH)
        record(shop, run, book, from, shop->events - from < BATCH ? shop->events : from + BATCH, NULL);
    must(loyalty_book_advance(book, shop->first_day + (int32_t)shop->days - 1, moves_of_book[run->feed.keys], moves));
    stopwatch_stop(&run->watch);
    run->bytes = measure_heap() - heap;
    shop_ask_book(shop, book, run->feed.keys, run->answers.last);
    loyalty_book_free(book);
    loyalty_program_unref(program);
}
