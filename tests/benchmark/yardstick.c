/* SPDX-License-Identifier: MIT */
/*
 * The replay's rules written by hand, and nothing but these: what a programmer would write who knows that they never
 * change. "Four purchases in 365 days" needs only the date of the fourth latest one. It knows a rung on the day of an
 * event; it does not know since when, nor when it will change.
 */
#include <stdlib.h>
#include <string.h>

#include "measure.h"
#include "shop.h"

enum { PURCHASES = 4, FEW = 4, NEVER = INT32_MIN / 2 };

struct review {
    int32_t date, value;
};

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

static struct review *reviews_of(struct shopper *shopper)
{
    return shopper->capacity ? shopper->many : shopper->few;
}

static void add_review(struct shopper *shopper, int32_t date, int32_t value, int32_t today)
{
    struct review *reviews = reviews_of(shopper);
    uint16_t kept = 0;
    for (uint16_t i = 0; i < shopper->reviews; i++) /* what has left the window will not come back */
        if (reviews[i].date > today - 365)
            reviews[kept++] = reviews[i];
    shopper->reviews = kept;
    if (kept == (shopper->capacity ? shopper->capacity : FEW)) {
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

static int likes(struct shopper *shopper, int32_t today)
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

static enum rung rung_of(struct shopper *shopper, int32_t today)
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

double yardstick_run(const struct shop *shop, uint32_t events, uint8_t *rungs, size_t *bytes)
{
    size_t heap = measure_heap();
    double begin = measure_clock();
    struct shopper *shoppers = calloc(shop->customers, sizeof *shoppers);
    require(shoppers != NULL, "out of memory");
    for (uint32_t i = 0; i < events; i++) {
        const struct shop_event *event = &shop->log[i];
        struct shopper *shopper = &shoppers[event->customer];
        add(shopper, event);
        rungs[i] = (uint8_t)rung_of(shopper, event->arrival);
    }
    double seconds = measure_clock() - begin;
    *bytes = measure_heap() - heap;
    for (uint32_t i = 0; i < shop->customers; i++)
        free(shoppers[i].many);
    free(shoppers);
    return seconds;
}
