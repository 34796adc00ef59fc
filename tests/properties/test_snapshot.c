/* SPDX-License-Identifier: MIT */
/* Whoever is saved and loaded, at whatever moment, goes on as if nothing had happened. */
#include <stdlib.h>
#include <string.h>

#include "alike.h"
#include "bytes.h"
#include "model.h"
#include "runner.h"

/* Puts a loaded customer in the place of a model's. */
static bool reload(struct model *model)
{
    struct bytes saved = bytes_of(model->customer);
    loyalty_customer *loaded = NULL;
    uint64_t left_out = 99;
    const int32_t status =
        loyalty_customer_load(model->scenario->program, saved.bytes, saved.length, &left_out, &loaded);
    if (status == LOYALTY_OK) {
        struct bytes again = bytes_of(loaded);
        if (!bytes_same(&saved, &again))
            mismatch("what was loaded is saved as %zu other bytes than these %zu", again.length, saved.length);
        bytes_free(&again);
        loyalty_customer_set_user(loaded, loyalty_customer_user(model->customer));
        loyalty_customer_free(model->customer);
        model->customer = loaded;
    }
    bytes_free(&saved);
    EXPECT(status == LOYALTY_OK && left_out == 0, "loading: status %d", status);
    return mismatch_text() == NULL;
}

/* ---- one customer ---- */

/* Loads between any two calls, some of them merges with other loaded customers. */
static bool step(struct model *model, struct model *other, struct random *random)
{
    const struct scenario *scenario = model->scenario;
    const int chance = random_int(random, 1, 100);
    if (random_chance(random, 40) && !(reload(model) && (random_chance(random, 70) || model_agrees(model))))
        return false;
    if (chance <= 70 && scenario->events > 0) {
        struct ref_event event = scenario->event[random_int(random, 0, scenario->events - 1)];
        if (model->advanced && random_chance(random, 20))
            event.date = model->day; /* about which a loaded customer knows the least */
        return model_record(model, &event);
    }
    if (chance <= 97 || model->log.count + other->log.count > SCENARIO_EVENTS / 2)
        return model_reach(model, random_int(random, model->advanced ? model->day : scenario->first, scenario->last));
    return model_merge(model, other);
}

static bool goes_on(const struct scenario *scenario, struct random *random, int steps)
{
    struct model models[2];
    bool holds = model_open(&models[0], scenario);
    holds = model_open(&models[1], scenario) && holds;
    for (int i = 0; holds && i < steps; i++) {
        const int which = random_chance(random, 70) ? 0 : 1;
        holds = step(&models[which], &models[1 - which], random);
    }
    for (int i = 0; i < 2; i++) {
        holds = holds && reload(&models[i]) && model_agrees(&models[i]);
        holds = holds && model_reach(&models[i], scenario->last) && model_agrees(&models[i]);
        model_close(&models[i]);
    }
    return holds;
}

static bool holds_goes_on(const struct scenario *scenario, struct random *random)
{
    return goes_on(scenario, random, random_int(random, 1, 60));
}

static struct plan customers_go_on = {holds_goes_on, {0, 400, 0, 30, false, false}, 2000};
static struct plan customers_go_on_with_extremes = {holds_goes_on, {0, 400, 3, 20, true, false}, 700};

static bool holds_goes_on_long(const struct scenario *scenario, struct random *random)
{
    return goes_on(scenario, random, random_int(random, 100, 300));
}

static struct plan long_logs_go_on = {holds_goes_on_long, {0, 400, 200, 600, false, false}, 60};

/* Who has the same log, day and ids is the same bytes, however that came about. */
static bool holds_equal(const struct scenario *scenario, struct random *random)
{
    struct model one, other;
    bool holds = model_open(&one, scenario);
    holds = model_open(&other, scenario) && holds;
    for (int i = 0; holds && i < scenario->events; i++) {
        holds = model_record(&one, &scenario->event[i]);
        if (holds && random_chance(random, 30))
            holds = model_reach(&one, random_int(random, scenario->first, scenario->last));
        if (holds && random_chance(random, 20))
            holds = reload(&one);
    }
    if (holds && one.log.count > 0)
        scenario_shuffle(random, one.log.event, one.log.count);
    for (int i = 0; holds && i < one.log.count; i++)
        holds = model_record(&other, &one.log.event[i]);
    if (holds && one.advanced)
        holds = model_advance(&other, one.day);
    if (holds && other.log.count == one.log.count) { /* an id may come twice once it is forgotten */
        struct bytes a = bytes_of(one.customer), b = bytes_of(other.customer);
        if (!bytes_same(&a, &b))
            holds = mismatch("equal customers are saved as %zu bytes and as %zu others", a.length, b.length);
        bytes_free(&a);
        bytes_free(&b);
    }
    model_close(&one);
    model_close(&other);
    return holds;
}

static struct plan equal_customers = {holds_equal, {0, 400, 0, 40, false, false}, 2000};

/* ---- under another table ---- */

/* A load gives what a conversion would: the same status, the same customer, the same pairs left out. */
static bool converts_alike(const struct model *model, const struct scenario *other)
{
    struct bytes saved = bytes_of(model->customer);
    loyalty_customer *loaded = NULL, *converted = NULL;
    uint64_t loaded_out = 0, converted_out = 0;
    const int32_t status = loyalty_customer_load(other->program, saved.bytes, saved.length, &loaded_out, &loaded);
    const int32_t expected = loyalty_customer_convert(model->customer, other->program, &converted_out, &converted);
    bool alike = true;
    if (status != expected || loaded_out != converted_out)
        alike = mismatch("loading under another table: status %d, %d left out; converting: %d, %d", status,
                         (int)loaded_out, expected, (int)converted_out);
    else if (status == LOYALTY_OK)
        alike = alike_customers("loaded", loaded, converted, model->scenario->last);
    if (alike && status == LOYALTY_OK) {
        struct bytes a = bytes_of(loaded), b = bytes_of(converted);
        if (!bytes_same(&a, &b))
            alike = mismatch("what was loaded under another table is not saved as what was converted");
        bytes_free(&a);
        bytes_free(&b);
    }
    loyalty_customer_free(loaded);
    loyalty_customer_free(converted);
    bytes_free(&saved);
    return alike;
}

static bool holds_converted(const struct scenario *scenario, struct random *random)
{
    static const struct wishes wishes = {0, 400, 0, 0, false, false};
    struct scenario *other = scenario_new(random_bits(random), &wishes);
    struct model model;
    bool holds = model_open(&model, scenario);
    loyalty_customer_set_user(model.customer, NULL); /* nothing of the host's is in a snapshot */
    for (int i = 0; holds && i < scenario->events; i++) {
        const loyalty_event event = scenario_event(&scenario->event[i]);
        (void)loyalty_customer_record(model.customer, &event, NULL, NULL);
        if (random_chance(random, 20))
            (void)loyalty_customer_advance(model.customer, random_int(random, scenario->first, scenario->last), NULL,
                                           NULL);
        if (random_chance(random, 15))
            holds = converts_alike(&model, other);
    }
    holds = holds && converts_alike(&model, other);
    model_close(&model);
    scenario_free(other);
    return holds;
}

static struct plan customers_converted = {holds_converted, {0, 400, 0, 30, false, false}, 1500};

/* ---- books ---- */

static loyalty_book *load_book(loyalty_program *program, struct bytes *saved, uint64_t *left_out)
{
    loyalty_book *loaded = NULL;
    static struct random sizes = {1};
    saved->at = 0;
    saved->sizes = &sizes;
    const int32_t status = loyalty_book_load(program, NULL, bytes_read, saved, left_out, &loaded);
    if (status != LOYALTY_OK)
        mismatch("loading a book: status %d", status);
    else if (saved->at != saved->length)
        mismatch("a load reads %zu bytes of %zu", saved->at, saved->length);
    return loaded;
}

static const char *const keys[] = {"a", "bb", "8 bytes!", "9 bytes!!", "a key that is rather long"};
enum { KEYS = sizeof keys / sizeof *keys };

static bool books_alike(const loyalty_book *a, const loyalty_book *b, int last)
{
    uint64_t at = 0, also_at = 0;
    const void *key, *also_key;
    uint32_t length, also_length;
    const loyalty_customer *customer, *also;
    while (loyalty_book_each(a, &at, &key, &length, &customer) == LOYALTY_OK) {
        EXPECT(loyalty_book_each(b, &also_at, &also_key, &also_length, &also) == LOYALTY_OK && length == also_length &&
                   memcmp(key, also_key, length) == 0,
               "a loaded book has other keys");
        if (!alike_customers(key, customer, also, last))
            return false;
    }
    EXPECT(loyalty_book_each(b, &also_at, NULL, NULL, NULL) == LOYALTY_E_END, "a loaded book lacks a key");
    return true;
}

/* What was told, of one customer: a book may tell of customers in another order after a load. */
struct heard {
    int count;
    uint64_t sum;
};

static int32_t hear(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                    const loyalty_transition *transition)
{
    struct heard *heard = user;
    uint64_t hash = random_hash(key_length, ((const unsigned char *)key)[0]);
    (void)customer;
    hash = random_hash(hash, (uint64_t)transition->date);
    hash = random_hash(hash, (uint64_t)transition->from_rung << 32 | transition->to_rung);
    heard->sum += random_hash(hash, (uint64_t)transition->revoked);
    heard->count++;
    return 0;
}

/* A book, and beside it the same book that is saved and loaded at times. */
struct twins {
    loyalty_book *book, *reloaded;
    struct heard heard, also_heard;
};

static bool reload_twin(struct twins *twins, const struct scenario *scenario)
{
    struct bytes saved = {.bytes = NULL}, again = {.bytes = NULL}, never = {.bytes = NULL};
    uint64_t left_out = 99;
    if (loyalty_book_save(twins->reloaded, bytes_write, &saved) != LOYALTY_OK)
        return mismatch("a book is not saved");
    loyalty_book *loaded = load_book(scenario->program, &saved, &left_out);
    if (loaded) {
        (void)loyalty_book_save(loaded, bytes_write, &again);
        (void)loyalty_book_save(twins->book, bytes_write, &never);
        if (!bytes_same(&saved, &again) || !bytes_same(&saved, &never) || left_out != 0)
            mismatch("a loaded book is saved as other bytes");
        loyalty_book_free(twins->reloaded);
        twins->reloaded = loaded;
    }
    bytes_free(&saved);
    bytes_free(&again);
    bytes_free(&never);
    return mismatch_text() == NULL;
}

static bool twins_record(struct twins *twins, const struct scenario *scenario, struct random *random)
{
    const char *key = keys[random_int(random, 0, KEYS - 1)];
    const uint32_t length = (uint32_t)strlen(key);
    const loyalty_event event = scenario_event(&scenario->event[random_int(random, 0, scenario->events - 1)]);
    const int32_t status = loyalty_book_record(twins->reloaded, key, length, &event, hear, &twins->also_heard, NULL);
    const int32_t expected = loyalty_book_record(twins->book, key, length, &event, hear, &twins->heard, NULL);
    EXPECT(status == expected, "recording in a loaded book: status %d, not %d", status, expected);
    return true;
}

static bool twins_advance(struct twins *twins, int date)
{
    const int32_t status = loyalty_book_advance(twins->reloaded, date, hear, &twins->also_heard);
    const int32_t expected = loyalty_book_advance(twins->book, date, hear, &twins->heard);
    EXPECT(status == expected, "advancing a loaded book: status %d, not %d", status, expected);
    return true;
}

static bool twins_agree(const struct twins *twins, int last)
{
    EXPECT(twins->heard.count == twins->also_heard.count && twins->heard.sum == twins->also_heard.sum,
           "a loaded book tells other transitions");
    return books_alike(twins->reloaded, twins->book, last);
}

/* The whole book under another table. */
static bool book_converts_alike(loyalty_book *book, int last, struct random *random)
{
    static const struct wishes wishes = {0, 400, 0, 0, false, false};
    struct scenario *other = scenario_new(random_bits(random), &wishes);
    struct bytes saved = {.bytes = NULL};
    loyalty_book *converted = NULL;
    uint64_t loaded_out = 0, converted_out = 0;
    (void)loyalty_book_save(book, bytes_write, &saved);
    loyalty_book *loaded = load_book(other->program, &saved, &loaded_out);
    bool alike = loyalty_book_convert(book, other->program, NULL, &converted_out, &converted) == LOYALTY_OK && loaded;
    alike = alike && (loaded_out == converted_out || mismatch("a loaded book leaves out other events"));
    alike = alike && books_alike(loaded, converted, last);
    loyalty_book_free(loaded);
    loyalty_book_free(converted);
    bytes_free(&saved);
    scenario_free(other);
    return alike;
}

static bool holds_books(const struct scenario *scenario, struct random *random)
{
    struct twins twins = {NULL, NULL, {0, 0}, {0, 0}};
    bool holds = loyalty_book_new(scenario->program, NULL, &twins.book) == LOYALTY_OK &&
                 loyalty_book_new(scenario->program, NULL, &twins.reloaded) == LOYALTY_OK;
    const int steps = random_int(random, 1, 60);
    for (int i = 0; holds && i < steps; i++) {
        if (random_chance(random, 30))
            holds = reload_twin(&twins, scenario);
        if (holds && scenario->events > 0 && random_chance(random, 75))
            holds = twins_record(&twins, scenario, random);
        else if (holds)
            holds = twins_advance(&twins, random_int(random, scenario->first, scenario->last));
        if (holds && random_chance(random, 10))
            holds = twins_agree(&twins, scenario->last);
    }
    holds = holds && reload_twin(&twins, scenario) && twins_agree(&twins, scenario->last);
    holds = holds && twins_advance(&twins, scenario->last) && twins_agree(&twins, scenario->last);
    holds = holds && book_converts_alike(twins.reloaded, scenario->last, random);
    loyalty_book_free(twins.book);
    loyalty_book_free(twins.reloaded);
    return holds;
}

static struct plan books_go_on = {holds_books, {0, 400, 0, 40, false, false}, 1000};

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROPERTY(customers_go_on), PROPERTY(customers_go_on_with_extremes), PROPERTY(long_logs_go_on),
        PROPERTY(equal_customers), PROPERTY(customers_converted),           PROPERTY(books_go_on),
    };
    return cmocka_run_group_tests_name("properties: snapshot", tests, NULL, NULL);
}
