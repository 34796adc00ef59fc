/* SPDX-License-Identifier: MIT */
/* What the keeper's rows share: customers and their keys, the rules, the fold over a log, and the queues of days. */
#include "keeper.h"

#include <stdlib.h>
#include <string.h>

#include "keeper_rules.h"

enum { FIRST_SLOTS = 1024, FIRST_CUSTOMERS = 1024, FIRST_QUEUED = 16, FIRST_CHANGES = 16 };

static void put_slot(struct keeper *keeper, uint32_t hash, uint32_t number)
{
    uint32_t at = hash & keeper->mask;
    while (keeper->slots[at].number)
        at = (at + 1) & keeper->mask;
    keeper->slots[at] = (struct keeper_slot){hash, number};
}

static void set_slots(struct keeper *keeper, uint32_t capacity)
{
    free(keeper->slots);
    keeper->slots = allocate(capacity, sizeof *keeper->slots);
    keeper->mask = capacity - 1;
    for (uint32_t i = 0; i < keeper->count; i++)
        put_slot(keeper, keeper_hash(keeper->customers[i].key), i + 1);
}

/* realloc() would not keep them at the beginnings of lines. */
static void set_customers(struct keeper *keeper, uint32_t capacity)
{
    struct keeper_customer *customers = aligned_alloc(KEEPER_LINE, capacity * sizeof *customers);
    require(customers != NULL, "out of memory");
    if (keeper->count)
        memcpy(customers, keeper->customers, keeper->count * sizeof *customers);
    free(keeper->customers);
    keeper->customers = customers;
    keeper->capacity = capacity;
}

void keeper_open(struct keeper *keeper, const struct shop *shop, struct moves *moves)
{
    require(shop->first_day >= LATE_DAYS && shop->first_day + (int64_t)shop->days < WORD_DATES,
            "the log has dates that the keeper cannot keep");
    *keeper = (struct keeper){.first_day = shop->first_day, .days = shop->days, .moves = moves};
    keeper->queues = allocate(shop->days, sizeof *keeper->queues);
    set_slots(keeper, FIRST_SLOTS);
    set_customers(keeper, FIRST_CUSTOMERS);
}

void keeper_close(struct keeper *keeper)
{
    for (uint32_t day = 0; day < keeper->days; day++)
        free(keeper->queues[day].customers);
    free(keeper->queues);
    free(keeper->customers);
    free(keeper->slots);
    free(keeper->before.items);
    free(keeper->after.items);
}

uint32_t keeper_add(struct keeper *keeper, uint64_t key, uint32_t hash)
{
    if (keeper->count >= keeper->mask / 4 * 3)
        set_slots(keeper, (keeper->mask + 1) * 2);
    if (keeper->count == keeper->capacity)
        set_customers(keeper, keeper->capacity * 2);
    struct keeper_customer *customer = &keeper->customers[keeper->count];
    *customer = (struct keeper_customer){.key = key, .queued = KEEPER_FAR};
    rules_begin(customer);
    put_slot(keeper, hash, ++keeper->count);
    return keeper->count - 1;
}

static void add_change(struct keeper_changes *changes, struct keeper_change change)
{
    if (changes->count == changes->capacity) {
        changes->capacity = changes->capacity ? changes->capacity * 2 : FIRST_CHANGES;
        changes->items = reallocate(changes->items, changes->capacity, sizeof *changes->items);
    }
    changes->items[changes->count++] = change;
}

void keeper_fold(struct keeper_customer *customer, int32_t from, int32_t until, struct keeper_changes *changes)
{
    const uint64_t *log = customer->log;
    uint32_t known = 0, count = customer->count;
    struct keeper_change change;
    changes->count = 0;
    rules_begin(customer);
    while (known < count || customer->next <= until) {
        int32_t day = known < count && word_date(log[known]) <= customer->next ? word_date(log[known]) : customer->next;
        if (day > until)
            break;
        while (known < count && word_date(log[known]) == day)
            rules_take(customer, log[known++]);
        if (rules_evaluate(customer, known, day, &change) && day >= from)
            add_change(changes, change);
    }
}

void keeper_enqueue(struct keeper *keeper, uint32_t customer)
{
    struct keeper_customer *queued = &keeper->customers[customer];
    if (queued->next >= queued->queued || queued->next >= keeper->first_day + (int32_t)keeper->days)
        return;
    struct keeper_queue *queue = &keeper->queues[queued->next - keeper->first_day];
    if (queue->count == queue->capacity) {
        queue->capacity = queue->capacity ? queue->capacity * 2 : FIRST_QUEUED;
        queue->customers = reallocate(queue->customers, queue->capacity, sizeof *queue->customers);
    }
    queue->customers[queue->count++] = customer;
    queued->queued = queued->next;
}

void keeper_ask(const struct keeper *keeper, uint32_t customers, uint8_t *rungs)
{
    memset(rungs, NOBODY, customers);
    for (uint32_t i = 0; i < keeper->count; i++)
        rungs[keeper->customers[i].key] = keeper->customers[i].rung;
}
