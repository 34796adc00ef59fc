/* SPDX-License-Identifier: MIT */
/* The keeper one event at a time, and looking ahead: each standing is up to date after each event. */
#include <stdlib.h>

#include "keeper.h"
#include "keeper_rules.h"

enum { AHEAD_QUEUED = 12, FIRST_WORDS = 3, FEW_WORDS = 8 };

/* Reserves room for one more word: twice as many words while they are few, then half as many again. */
static inline void reserve_word(struct keeper_customer *customer)
{
    uint32_t capacity = customer->capacity;
    if (customer->count < capacity)
        return;
    customer->capacity = !capacity ? FIRST_WORDS : capacity < FEW_WORDS ? capacity * 2 : capacity + capacity / 2;
    customer->log = reallocate(customer->log, customer->capacity, sizeof *customer->log);
}

static inline void put_word(struct keeper_customer *customer, uint64_t word)
{
    uint32_t at = customer->count++;
    for (; at > 0 && customer->log[at - 1] > word; at--)
        customer->log[at] = customer->log[at - 1];
    customer->log[at] = word;
}

static inline bool is_before(const struct keeper_change *a, const struct keeper_change *b)
{
    return a->date < b->date || (a->date == b->date && (a->from != b->from || a->to != b->to));
}

/* Revokes the changes that no longer are, and reports those that are new. Both lists ascend, with one change a day. */
static void report_differences(struct keeper *keeper, uint64_t key)
{
    const struct keeper_changes *before = &keeper->before, *after = &keeper->after;
    uint32_t i = 0, j = 0;
    while (i < before->count || j < after->count) {
        bool both = i < before->count && j < after->count;
        if (j == after->count || (both && is_before(&before->items[i], &after->items[j])))
            keeper_report(keeper, key, before->items[i++], true);
        else if (i == before->count || is_before(&after->items[j], &before->items[i]))
            keeper_report(keeper, key, after->items[j++], false);
        else
            i++, j++;
    }
}

/* Folds the log without the event, which finds what was reported from its date on, and with it. */
static void record_late(struct keeper *keeper, struct keeper_customer *customer, uint64_t word, int32_t today)
{
    struct keeper_customer without = *customer;
    keeper_fold(&without, word_date(word), today, &keeper->before);
    reserve_word(customer);
    put_word(customer, word);
    keeper_fold(customer, word_date(word), today, &keeper->after);
    report_differences(keeper, customer->key);
}

/* The log has no event after today. */
static inline void evaluate(struct keeper *keeper, struct keeper_customer *customer, int32_t today)
{
    struct keeper_change change;
    if (rules_evaluate(customer, customer->count, today, &change))
        keeper_report(keeper, customer->key, change, false);
}

/* An event of a day whose change is reported may undo that change, as a late one may. */
static inline uint8_t record(struct keeper *keeper, uint32_t index, uint64_t word, int32_t today)
{
    struct keeper_customer *customer = &keeper->customers[index];
    if (word_date(word) < today || customer->changed == today) {
        record_late(keeper, customer, word, today);
    } else {
        reserve_word(customer);
        put_word(customer, word);
        rules_take(customer, word);
        evaluate(keeper, customer, today);
    }
    keeper_enqueue(keeper, index);
    return customer->rung;
}

static void advance_queued(struct keeper *keeper, uint32_t index, int32_t today)
{
    struct keeper_customer *customer = &keeper->customers[index];
    if (customer->queued != today) /* an earlier day was enqueued since */
        return;
    customer->queued = KEEPER_FAR;
    if (customer->next <= today)
        evaluate(keeper, customer, today);
    keeper_enqueue(keeper, index);
}

static void advance(struct keeper *keeper, int32_t today)
{
    struct keeper_queue *queue = &keeper->queues[today - keeper->first_day];
    for (uint32_t i = 0; i < queue->count; i++) {
        if (i + AHEAD_QUEUED < queue->count)
            __builtin_prefetch(&keeper->customers[queue->customers[i + AHEAD_QUEUED]]);
        advance_queued(keeper, queue->customers[i], today);
    }
    free(queue->customers);
    *queue = (struct keeper_queue){0};
}

/* Inlined twice, so that `ahead` is a constant in each. */
static inline void take_day(const struct shop *shop, struct run *run, struct keeper *keeper, uint32_t day, bool ahead)
{
    int32_t today = shop->first_day + (int32_t)day;
    advance(keeper, today);
    for (uint32_t i = shop->arrived[day]; i < shop->arrived[day + 1]; i++) {
        const struct shop_event *event = &shop->log[i];
        if (ahead && i + KEEPER_AHEAD_SLOT < shop->events) {
            __builtin_prefetch(keeper_slot_of(keeper, event[KEEPER_AHEAD_SLOT].customer));
            __builtin_prefetch(keeper_guess(keeper, event[KEEPER_AHEAD_CUSTOMER].customer), 1);
            __builtin_prefetch(keeper_guess_room(keeper, event[KEEPER_AHEAD_LOG].customer), 1);
        }
        uint64_t word = word_pack(event->date, (uint32_t)event->kind, event->value);
        run->answers.after[i] = record(keeper, keeper_find(keeper, event->customer), word, today);
    }
}

static inline void stream(const struct shop *shop, struct run *run, bool ahead)
{
    size_t heap = measure_heap();
    struct keeper keeper;
    stopwatch_start(&run->watch);
    keeper_open(&keeper, shop, run->first ? &run->answers.moves : NULL);
    for (uint32_t day = 0; day < shop->days; day++) {
        take_day(shop, run, &keeper, day, ahead);
        if (shop_asks(shop, run, day)) {
            stopwatch_stop(&run->watch);
            keeper_ask(&keeper, shop->customers, shop_asked(shop, run, day));
            stopwatch_start(&run->watch);
        }
    }
    stopwatch_stop(&run->watch);
    run->bytes = measure_heap() - heap;
    keeper_ask(&keeper, shop->customers, run->answers.last);
    for (uint32_t i = 0; i < keeper.count; i++)
        free(keeper.customers[i].log);
    keeper_close(&keeper);
}

void keeper_run(const struct shop *shop, struct run *run)
{
    stream(shop, run, false);
}

void keeper_ahead_run(const struct shop *shop, struct run *run)
{
    stream(shop, run, true);
}
