/* SPDX-License-Identifier: MIT */
/*
 * The replay's rules written by hand, and nothing but these: what a programmer would write who knows that they never
 * change. "Four purchases in 365 days" needs only the date of the fourth latest one. It knows a rung on any day from that
 * of the latest event on; it does not know since when, nor when it will change.
 */
#include <stdlib.h>
#include <string.h>

#include "shop.h"

enum { PURCHASES = 4, FEW = 3, NEVER = INT32_MIN / 2, LINE = 64, AHEAD = 16 };

struct review {
    int32_t date, value;
};

/* As large as a line of the cache, and beginning with one. */
struct shopper {
    int32_t purchases[PURCHASES]; /* the latest first */
    int32_t referral;             /* the latest */
    uint16_t reviews, capacity;   /* 0: those in `few` */
    struct review *many;
    struct review few[FEW];
    uint8_t known, visited;
};

static void add_purchase(struct shopper *shopper, int32_t date)
{
    for (int i = 0; i < PURCHASES; i++) {
        if (date > shopper->purchases[i]) {
            int32_t pushed = shopper->purchases[i];
            shopper->purchases[i] = date;
            date = pushed;
        }
    }
}

static const struct review *reviews_of(const struct shopper *shopper)
{
    return shopper->capacity ? shopper->many : shopper->few;
}

static void add_review(struct shopper *shopper, int32_t date, int32_t value, int32_t today)
{
    struct review *reviews = shopper->capacity ? shopper->many : shopper->few;
    uint16_t kept = 0;
    for (uint16_t i = 0; i < shopper->reviews; i++) /* what has left the window will not come back */
        if (reviews[i].date > today - 365)
            reviews[kept++] = reviews[i];
    shopper->reviews = kept;
    if (kept == (shopper->capacity ? shopper->capacity : FEW)) {
        require(kept > 0 && kept <= UINT16_MAX / 2, "too many reviews");
        uint16_t capacity = (uint16_t)(kept * 2);
        struct review *many = malloc(capacity * sizeof *many);
        require(many != NULL, "out of memory");
        memcpy(many, reviews, kept * sizeof *many);
        free(shopper->many);
        shopper->many = reviews = many;
        shopper->capacity = capacity;
    }
    reviews[shopper->reviews++] = (struct review){date, value};
}

static bool likes(const struct shopper *shopper, int32_t today)
{
    const struct review *reviews = reviews_of(shopper);
    int32_t count = 0;
    int64_t sum = 0;
    for (uint16_t i = 0; i < shopper->reviews; i++) {
        if (reviews[i].date > today - 365) {
            count++;
            sum += reviews[i].value;
        }
    }
    return count > 0 && sum >= 0;
}

static enum rung rung_of(const struct shopper *shopper, int32_t today)
{
    const int32_t *purchases = shopper->purchases;
    if (purchases[3] > today - 365 && shopper->referral > today - 730 && likes(shopper, today))
        return ADVOCATE;
    if (purchases[1] > today - 365 && today - purchases[0] <= 180)
        return CLIENT;
    if (purchases[0] != NEVER)
        return CUSTOMER;
    return shopper->visited ? PROSPECT : SUSPECT;
}

static void add(struct shopper *shopper, const struct shop_event *event)
{
    if (!shopper->known) {
        shopper->known = 1;
        shopper->referral = NEVER;
        for (int i = 0; i < PURCHASES; i++)
            shopper->purchases[i] = NEVER;
    }
    if (event->kind == PURCHASE)
        add_purchase(shopper, event->date);
    else if (event->kind == VISIT)
        shopper->visited = 1;
    else if (event->kind == REVIEW)
        add_review(shopper, event->date, event->value, event->arrival);
    else if (event->kind == REFERRAL && event->date > shopper->referral)
        shopper->referral = event->date;
}

static void ask(const struct shop *shop, const struct shopper *shoppers, int32_t today, uint8_t *rungs)
{
    for (uint32_t i = 0; i < shop->customers; i++)
        rungs[i] = shoppers[i].known ? (uint8_t)rung_of(&shoppers[i], today) : NOBODY;
}

static struct shopper *new_shoppers(uint32_t customers)
{
    struct shopper *shoppers = aligned_alloc(LINE, customers * sizeof *shoppers);
    require(shoppers != NULL, "out of memory");
    memset(shoppers, 0, customers * sizeof *shoppers);
    return shoppers;
}

/* Inlined twice, so that `ahead` is a constant in each. */
static inline void follow(const struct shop *shop, struct run *run, uint32_t ahead)
{
    size_t heap = measure_heap();
    stopwatch_start(&run->watch);
    struct shopper *shoppers = new_shoppers(shop->customers);
    for (uint32_t day = 0; day < shop->days; day++) {
        for (uint32_t i = shop->arrived[day]; i < shop->arrived[day + 1]; i++) {
            const struct shop_event *event = &shop->log[i];
            struct shopper *shopper = &shoppers[event->customer];
            if (ahead && i + ahead < shop->events)
                __builtin_prefetch(&shoppers[event[ahead].customer], 1);
            add(shopper, event);
            run->answers.after[i] = (uint8_t)rung_of(shopper, event->arrival);
        }
        if (shop_asks(shop, run, day)) {
            stopwatch_stop(&run->watch);
            ask(shop, shoppers, shop->first_day + (int32_t)day, shop_asked(shop, run, day));
            stopwatch_start(&run->watch);
        }
    }
    stopwatch_stop(&run->watch);
    run->bytes = measure_heap() - heap;
    ask(shop, shoppers, shop->first_day + (int32_t)shop->days - 1, run->answers.last);
    for (uint32_t i = 0; i < shop->customers; i++)
        free(shoppers[i].many);
    free(shoppers);
}

void yardstick_run(const struct shop *shop, struct run *run)
{
    follow(shop, run, 0);
}

void yardstick_ahead_run(const struct shop *shop, struct run *run)
{
    follow(shop, run, AHEAD);
}
