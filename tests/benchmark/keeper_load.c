/* SPDX-License-Identifier: MIT */
/*
 * The keeper loaded: all events first, set aside with their customers, then divided into parts of neighbouring
 * customers, so that a part fits a cache; each log is written once, sorted, and folded to the last day.
 */
#include <stdlib.h>

#include "keeper.h"

enum { PARTS = 2048 };

/* 12 bytes: a word of 8 would be aligned to 16. */
struct staged {
    uint32_t customer, low, high;
};

/* What a load needs beside the keeper. */
struct load {
    struct staged *staged, *parted;
    uint64_t *words;          /* of all logs, one after the other */
    uint64_t *end;            /* of the logs so far */
    uint32_t ends[PARTS + 1]; /* where each part ends in `parted`; while dividing, where it begins */
    uint32_t shift;           /* a customer's part is the index >> shift */
};

/* Until the logs are written, a customer's `count` is that of the words to come. */
static void stage(const struct shop *shop, struct keeper *keeper, struct load *load)
{
    const uint64_t *keys = shop->columns.customers;
    for (uint32_t i = 0; i < shop->events; i++) {
        if (i + KEEPER_AHEAD_SLOT < shop->events) {
            __builtin_prefetch(keeper_slot_of(keeper, keys[i + KEEPER_AHEAD_SLOT]));
            __builtin_prefetch(keeper_guess(keeper, keys[i + KEEPER_AHEAD_CUSTOMER]), 1);
        }
        uint32_t customer = keeper_find(keeper, keys[i]);
        uint64_t word = word_pack(shop->columns.dates[i], shop->columns.kinds[i], shop->columns.values[i]);
        keeper->customers[customer].count++;
        load->staged[i] = (struct staged){customer, (uint32_t)word, (uint32_t)(word >> 32)};
    }
}

/* A counting sort by parts. */
static void divide(const struct shop *shop, const struct keeper *keeper, struct load *load)
{
    while (keeper->count >> load->shift >= PARTS)
        load->shift++;
    for (uint32_t i = 0; i < keeper->count; i++)
        load->ends[(i >> load->shift) + 1] += keeper->customers[i].count;
    for (uint32_t i = 0; i < PARTS; i++)
        load->ends[i + 1] += load->ends[i];
    for (uint32_t i = 0; i < shop->events; i++)
        load->parted[load->ends[load->staged[i].customer >> load->shift]++] = load->staged[i];
}

static void begin_log(struct keeper_customer *customer, struct load *load)
{
    customer->log = load->end;
    customer->capacity = customer->count;
    load->end += customer->count;
    customer->count = 0;
}

/* By insertion: the words come nearly in order. */
static void put_word(struct keeper_customer *customer, const struct staged *staged)
{
    uint64_t word = (uint64_t)staged->high << 32 | staged->low;
    uint32_t at = customer->count++;
    for (; at > 0 && customer->log[at - 1] > word; at--)
        customer->log[at] = customer->log[at - 1];
    customer->log[at] = word;
}

static void fold(struct keeper *keeper, uint32_t index, int32_t until)
{
    struct keeper_customer *customer = &keeper->customers[index];
    keeper_fold(customer, INT32_MIN, until, &keeper->after);
    for (uint32_t i = 0; i < keeper->after.count; i++)
        keeper_report(keeper, customer->key, keeper->after.items[i], false);
    keeper_enqueue(keeper, index);
}

/* From one customer, the first of a part, up to another, the first of the next part. */
static void settle(struct keeper *keeper, struct load *load, uint32_t first, uint32_t next)
{
    uint32_t part = first >> load->shift;
    for (uint32_t i = first; i < next; i++)
        begin_log(&keeper->customers[i], load);
    for (uint32_t i = part ? load->ends[part - 1] : 0; i < load->ends[part]; i++)
        put_word(&keeper->customers[load->parted[i].customer], &load->parted[i]);
    for (uint32_t i = first; i < next; i++)
        fold(keeper, i, keeper->first_day + (int32_t)keeper->days - 1);
}

static void load_all(const struct shop *shop, struct keeper *keeper, struct load *load)
{
    load->staged = reallocate(NULL, shop->events, sizeof *load->staged);
    load->parted = reallocate(NULL, shop->events, sizeof *load->parted);
    stage(shop, keeper, load);
    divide(shop, keeper, load);
    free(load->staged);
    load->words = load->end = reallocate(NULL, shop->events, sizeof *load->words);
    for (uint32_t first = 0; first < keeper->count;) {
        uint32_t next = ((first >> load->shift) + 1) << load->shift;
        next = next < keeper->count ? next : keeper->count;
        settle(keeper, load, first, next);
        first = next;
    }
    free(load->parted);
}

void keeper_load_run(const struct shop *shop, struct run *run)
{
    size_t heap = measure_heap();
    struct keeper keeper;
    struct load load = {0};
    run->answers.moves = (struct moves){0};
    stopwatch_start(&run->watch);
    keeper_open(&keeper, shop, &run->answers.moves);
    load_all(shop, &keeper, &load);
    stopwatch_stop(&run->watch);
    run->bytes = measure_heap() - heap;
    keeper_ask(&keeper, shop->customers, run->answers.last);
    keeper_close(&keeper);
    free(load.words);
}
