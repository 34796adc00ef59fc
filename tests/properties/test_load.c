/* SPDX-License-Identifier: MIT */
/*
 * A load is only a matter of time: a book that puts its events aside and one that records them at once, because it was asked
 * for a customer before, return the same, tell the same and answer the same, whatever calls are made.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alike.h"
#include "number_key.h"
#include "runner.h"
#include "seed.h"

enum { FEW = 14, CROWD = 2300, ROWS = 300, SIDES = 2, SHELVES = 2 };

/* What one call told. */
struct telling {
    uint64_t key; /* hashed */
    loyalty_transition transition;
};

struct tellings {
    int count, capacity;
    struct telling *told;
};

/* Two books that get the same calls. The first one puts events aside, until a call ends that. */
struct shelf {
    loyalty_book *books[SIDES];
    bool advanced;
    int day;
};

struct hall {
    const struct scenario *scenario;
    struct random *random;
    struct shelf shelves[SHELVES];
    int keys;      /* how many there are */
    int questions; /* percentage of calls that end a load */
};

static struct tellings told[SIDES];

static long seen_batches, seen_loads, seen_refused, seen_told, seen_crowds;

/* Keys: every third is a number, a text of up to eight bytes, a longer text. */
struct key {
    char bytes[LOYALTY_KEY_MAX + 1];
    uint32_t length;
};

static struct key key_of(int number)
{
    struct key key = {.length = NUMBER_KEY};
    const uint64_t large = (uint64_t)number * UINT64_C(0x100000001);
    if (number % 3 == 0)
        memcpy(key.bytes, number_key(large).bytes, NUMBER_KEY);
    else
        key.length = (uint32_t)snprintf(key.bytes, sizeof key.bytes, number % 3 == 1 ? "%d" : "customer no. %0*d",
                                        number % 3 == 1 ? number : number * 13 % 200 + 1, number);
    return key;
}

static uint64_t hash_of(const char *key, uint32_t length)
{
    uint64_t hash = length;
    for (uint32_t i = 0; i < length; i++)
        hash = random_hash(hash, (unsigned char)key[i]);
    return hash;
}

static int32_t hear(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                    const loyalty_transition *transition)
{
    struct tellings *tellings = user;
    (void)customer;
    if (tellings->count == tellings->capacity) {
        tellings->capacity = tellings->capacity * 2 + 100;
        tellings->told = realloc(tellings->told, (size_t)tellings->capacity * sizeof *tellings->told);
        if (!tellings->told)
            abort();
    }
    tellings->told[tellings->count].key = hash_of(key, key_length);
    tellings->told[tellings->count++].transition = *transition;
    return 0;
}

static void begin_listening(void)
{
    told[0].count = told[1].count = 0;
}

static bool told_the_same(const char *call)
{
    EXPECT(told[0].count == told[1].count, "%s: told of %d transitions; at once: %d", call, told[0].count,
           told[1].count);
    for (int i = 0; i < told[0].count; i++) {
        EXPECT(told[0].told[i].key == told[1].told[i].key, "%s: told of another customer first", call);
        EXPECT(alike_transitions(&told[0].told[i].transition, &told[1].told[i].transition),
               "%s: told of another transition, on %d and on %d", call, told[0].told[i].transition.date,
               told[1].told[i].transition.date);
    }
    seen_told += told[0].count;
    return true;
}

static bool same_status(const char *call, const int32_t statuses[SIDES])
{
    EXPECT(statuses[0] == statuses[1], "%s: status %d; at once: %d", call, statuses[0], statuses[1]);
    return true;
}

static bool shelf_agrees(const struct hall *hall, const struct shelf *shelf)
{
    const loyalty_customer *customers[SIDES];
    const void *keys[SIDES];
    uint32_t lengths[SIDES];
    uint64_t cursors[SIDES] = {0, 0};
    int32_t statuses[SIDES];
    for (;;) {
        for (int i = 0; i < SIDES; i++)
            statuses[i] = loyalty_book_each(shelf->books[i], &cursors[i], &keys[i], &lengths[i], &customers[i]);
        if (!same_status("next", statuses))
            return false;
        if (statuses[0] == LOYALTY_E_END)
            return true;
        EXPECT(lengths[0] == lengths[1] && memcmp(keys[0], keys[1], lengths[0]) == 0, "another customer comes next");
        if (hall->keys == CROWD && !random_chance(hall->random, 3))
            continue;
        if (!alike_customers("a customer", customers[0], customers[1], hall->scenario->last))
            return false;
    }
}

/* Without ending a load. */
static bool counts_agree(const struct shelf *shelf)
{
    int32_t dates[SIDES] = {0, 0}, statuses[SIDES];
    EXPECT(loyalty_book_count(shelf->books[0]) == loyalty_book_count(shelf->books[1]),
           "%" PRIu64 " customers; at once: %" PRIu64, loyalty_book_count(shelf->books[0]),
           loyalty_book_count(shelf->books[1]));
    for (int i = 0; i < SIDES; i++)
        statuses[i] = loyalty_book_date(shelf->books[i], &dates[i]);
    EXPECT(dates[0] == dates[1], "the book's day is %d; at once: %d", dates[0], dates[1]);
    return same_status("date", statuses);
}

static int any_key(const struct hall *hall)
{
    return random_int(hall->random, 0, hall->keys - 1);
}

/* An event of the log, or once in a while one that is not valid. */
static loyalty_event any_event(const struct hall *hall)
{
    const struct scenario *scenario = hall->scenario;
    loyalty_event event = scenario_event(&scenario->event[random_int(hall->random, 0, scenario->events - 1)]);
    if (random_chance(hall->random, 97))
        return event;
    switch (random_int(hall->random, 0, 4)) {
    case 0:
        event.kind = UINT32_MAX - (uint32_t)random_int(hall->random, 0, 1);
        break;
    case 1:
        event.date = random_chance(hall->random, 50) ? LOYALTY_DATE_MAX + 1 : LOYALTY_DATE_NONE;
        break;
    case 2:
        event.value = random_chance(hall->random, 50) ? INT64_MAX : INT64_MIN;
        break;
    case 3:
        event.count = random_chance(hall->random, 50) ? 0 : INT32_MIN;
        break;
    default:
        event.id = NULL;
        event.id_length = 3;
    }
    return event;
}

/* Columns; which of them the batch has is decided for all rows. */
struct columns {
    struct key texts[ROWS];
    const void *keys[ROWS], *ids[ROWS];
    uint64_t numbers[ROWS];
    uint32_t lengths[ROWS], kinds[ROWS], id_lengths[ROWS];
    int32_t dates[ROWS], counts[ROWS];
    int64_t values[ROWS];
};

static void set_row(const struct hall *hall, struct columns *columns, size_t i, int number)
{
    const loyalty_event event = any_event(hall);
    columns->texts[i] = key_of(number);
    columns->keys[i] = columns->texts[i].bytes;
    columns->lengths[i] = columns->texts[i].length;
    columns->numbers[i] = key_number(columns->texts[i].bytes);
    if (random_chance(hall->random, 1))
        columns->keys[i] = NULL;
    if (random_chance(hall->random, 1))
        columns->lengths[i] = random_chance(hall->random, 50) ? 0 : LOYALTY_KEY_MAX + 1;
    columns->kinds[i] = event.kind;
    columns->dates[i] = event.date;
    columns->values[i] = event.value;
    columns->counts[i] = event.count;
    columns->ids[i] = event.id;
    columns->id_lengths[i] = event.id_length;
}

static loyalty_batch batch_of(struct random *random, const struct columns *columns, size_t rows, bool numbers)
{
    loyalty_batch batch = {.size = sizeof batch, .rows = rows, .kinds = columns->kinds, .dates = columns->dates};
    if (numbers) {
        batch.numbers = columns->numbers;
    } else {
        batch.keys = columns->keys;
        batch.key_lengths = columns->lengths;
    }
    batch.values = random_chance(random, 80) ? columns->values : NULL;
    batch.counts = random_chance(random, 60) ? columns->counts : NULL;
    if (random_chance(random, 40)) {
        batch.ids = columns->ids;
        batch.id_lengths = columns->id_lengths;
    }
    return batch;
}

static bool record_batch(const struct shelf *shelf, const loyalty_batch *batch)
{
    static int32_t statuses[SIDES][ROWS];
    int32_t status[SIDES];
    loyalty_batch_result results[SIDES] = {{.size = sizeof *results}, {.size = sizeof *results}};
    begin_listening();
    for (int i = 0; i < SIDES; i++)
        status[i] = loyalty_book_record_batch(shelf->books[i], batch, hear, &told[i], statuses[i], &results[i]);
    for (size_t i = 0; i < batch->rows; i++)
        EXPECT(statuses[0][i] == statuses[1][i], "row %zu: status %d; at once: %d", i, statuses[0][i], statuses[1][i]);
    EXPECT(results[0].done == batch->rows && results[1].done == batch->rows, "%zu rows done; at once: %zu",
           results[0].done, results[1].done);
    EXPECT(results[0].refused == results[1].refused, "%zu rows refused; at once: %zu", results[0].refused,
           results[1].refused);
    EXPECT(results[0].duplicates == results[1].duplicates, "%zu duplicates; at once: %zu", results[0].duplicates,
           results[1].duplicates);
    seen_batches++;
    seen_refused += (long)results[0].refused;
    return same_status("batch", status) && told_the_same("batch");
}

static bool step_batch(const struct hall *hall, const struct shelf *shelf)
{
    static struct columns columns;
    bool numbers = random_chance(hall->random, 50);
    size_t rows = (size_t)random_int(hall->random, 0, random_chance(hall->random, 10) ? ROWS : 60);
    for (size_t i = 0; i < rows; i++)
        set_row(hall, &columns, i, numbers ? any_key(hall) / 3 * 3 : any_key(hall));
    const loyalty_batch batch = batch_of(hall->random, &columns, rows, numbers);
    return record_batch(shelf, &batch);
}

/* Everybody comes once, in an order of its own, so that there are several parts. */
static bool step_crowd(const struct hall *hall, const struct shelf *shelf)
{
    static struct columns columns;
    int first = any_key(hall);
    for (int done = 0; done < hall->keys; done += ROWS) {
        size_t rows = (size_t)(hall->keys - done < ROWS ? hall->keys - done : ROWS);
        for (size_t i = 0; i < rows; i++)
            set_row(hall, &columns, i, (first + done + (int)i) % hall->keys);
        const loyalty_batch batch = batch_of(hall->random, &columns, rows, false);
        if (!record_batch(shelf, &batch))
            return false;
    }
    seen_crowds++;
    return true;
}

static bool step_record(const struct hall *hall, const struct shelf *shelf, bool asks)
{
    const struct key key = key_of(any_key(hall));
    const loyalty_event event = any_event(hall);
    const loyalty_customer *customers[SIDES] = {NULL, NULL};
    int32_t statuses[SIDES];
    begin_listening();
    for (int i = 0; i < SIDES; i++)
        statuses[i] = loyalty_book_record(shelf->books[i], key.bytes, key.length, &event, hear, &told[i],
                                          asks ? &customers[i] : NULL);
    if (!same_status("record", statuses) || !told_the_same("record"))
        return false;
    return !asks || statuses[0] != LOYALTY_OK ||
           alike_customers("the customer of an event", customers[0], customers[1], hall->scenario->last);
}

static bool step_find(const struct hall *hall, const struct shelf *shelf)
{
    const struct key key = key_of(any_key(hall));
    const loyalty_customer *customers[SIDES];
    int32_t statuses[SIDES];
    for (int i = 0; i < SIDES; i++)
        statuses[i] = loyalty_book_find(shelf->books[i], key.bytes, key.length, &customers[i]);
    return same_status("find", statuses) &&
           (statuses[0] != LOYALTY_OK ||
            alike_customers("a customer found", customers[0], customers[1], hall->scenario->last));
}

static bool step_advance(struct shelf *shelf, int date)
{
    int32_t statuses[SIDES];
    begin_listening();
    for (int i = 0; i < SIDES; i++)
        statuses[i] = loyalty_book_advance(shelf->books[i], date, hear, &told[i]);
    if (statuses[0] == LOYALTY_OK) {
        shelf->advanced = true;
        shelf->day = date;
    }
    return same_status("advance", statuses) && told_the_same("advance");
}

static bool step_any_advance(const struct hall *hall, struct shelf *shelf)
{
    const struct scenario *scenario = hall->scenario;
    if (shelf->advanced && random_chance(hall->random, 90) && shelf->day < scenario->last)
        return step_advance(shelf, random_int(hall->random, shelf->day, scenario->last));
    return step_advance(shelf, random_int(hall->random, scenario->first, scenario->last));
}

/* Calls that change customers by their keys. */
static bool step_keys(const struct hall *hall, const struct shelf *shelf)
{
    const int number = any_key(hall), chance = random_int(hall->random, 0, 3);
    const struct key key = key_of(number), other = key_of((number + 1) % hall->keys);
    void *user = random_chance(hall->random, 80) ? (void *)(uintptr_t)&hall->scenario->host_seed : NULL;
    int32_t statuses[SIDES];
    for (int i = 0; i < SIDES; i++)
        if (chance == 0)
            statuses[i] = loyalty_book_remove(shelf->books[i], key.bytes, key.length);
        else if (chance == 1)
            statuses[i] = loyalty_book_set_user(shelf->books[i], key.bytes, key.length, user);
        else if (chance == 2)
            statuses[i] = loyalty_book_add(shelf->books[i], key.bytes, key.length, user);
        else
            statuses[i] =
                loyalty_book_join(shelf->books[i], key.bytes, key.length, other.bytes, other.length, NULL, NULL, NULL);
    return same_status(chance == 0 ? "remove" : chance == 1 ? "set_user" : chance == 2 ? "add" : "join", statuses);
}

static bool step_merge(const struct hall *hall, struct shelf *shelf, struct shelf *other)
{
    int32_t statuses[SIDES], date;
    for (int i = 0; i < SIDES; i++)
        statuses[i] = loyalty_book_merge(shelf->books[i], other->books[i], NULL, NULL, NULL);
    shelf->advanced = loyalty_book_date(shelf->books[0], &date) == LOYALTY_OK;
    if (shelf->advanced)
        shelf->day = date;
    return same_status("merge", statuses) && (!random_chance(hall->random, 50) || shelf_agrees(hall, shelf));
}

static bool step_convert(const struct hall *hall, struct shelf *shelf)
{
    int32_t statuses[SIDES];
    uint64_t left_out[SIDES] = {1, 1}, seed = random_bits(hall->random);
    loyalty_book *converted[SIDES] = {NULL, NULL};
    for (int i = 0; i < SIDES; i++)
        statuses[i] =
            loyalty_book_convert(shelf->books[i], hall->scenario->program, seed_of(seed), &left_out[i], &converted[i]);
    EXPECT(left_out[0] == left_out[1], "converting leaves other events out");
    for (int i = 0; i < SIDES && statuses[i] == LOYALTY_OK; i++) {
        loyalty_book_free(shelf->books[i]);
        shelf->books[i] = converted[i];
    }
    return same_status("convert", statuses);
}

static void shelf_close(struct shelf *shelf)
{
    for (int i = 0; i < SIDES; i++)
        loyalty_book_free(shelf->books[i]);
    *shelf = (struct shelf){.day = 0};
}

static bool shelf_open(const struct hall *hall, struct shelf *shelf)
{
    const loyalty_customer *customer;
    uint64_t seed = random_chance(hall->random, 30) ? 0 : random_bits(hall->random);
    for (int i = 0; i < SIDES; i++)
        EXPECT(loyalty_book_new(hall->scenario->program, seed_of(seed), &shelf->books[i]) == LOYALTY_OK, "no new book");
    EXPECT(loyalty_book_find(shelf->books[1], "nobody", 6, &customer) == LOYALTY_E_NOT_FOUND, "somebody is there");
    seen_loads++;
    return true;
}

static bool step_ending(struct hall *hall, int which)
{
    struct shelf *shelf = &hall->shelves[which];
    int chance = random_int(hall->random, 1, 100);
    if (chance <= 35)
        return step_any_advance(hall, shelf);
    if (chance <= 50)
        return step_find(hall, shelf);
    if (chance <= 55)
        return shelf_agrees(hall, shelf);
    if (chance <= 70)
        return step_keys(hall, shelf);
    if (chance <= 78)
        return step_merge(hall, shelf, &hall->shelves[random_chance(hall->random, 90) ? !which : which]);
    if (chance <= 83)
        return step_convert(hall, shelf);
    if (chance <= 90)
        return hall->scenario->events == 0 || step_record(hall, shelf, true);
    shelf_close(shelf);
    return shelf_open(hall, shelf);
}

static bool step(struct hall *hall)
{
    int which = random_chance(hall->random, 75);
    struct shelf *shelf = &hall->shelves[which];
    if (random_chance(hall->random, hall->questions) || hall->scenario->events == 0)
        return step_ending(hall, which);
    if (hall->keys == CROWD && random_chance(hall->random, 10))
        return step_crowd(hall, shelf);
    return random_chance(hall->random, 60) ? step_batch(hall, shelf) : step_record(hall, shelf, false);
}

static bool hall_holds(struct hall *hall, int steps)
{
    bool holds = shelf_open(hall, &hall->shelves[0]) && shelf_open(hall, &hall->shelves[1]);
    for (int i = 0; holds && i < steps; i++)
        holds = step(hall) && counts_agree(&hall->shelves[0]) && counts_agree(&hall->shelves[1]);
    for (int i = 0; holds && i < SHELVES; i++) {
        struct shelf *shelf = &hall->shelves[i];
        holds = step_any_advance(hall, shelf) && step_advance(shelf, hall->scenario->last) && shelf_agrees(hall, shelf);
    }
    for (int i = 0; i < SHELVES; i++)
        shelf_close(&hall->shelves[i]);
    return holds;
}

static bool holds_any_calls(const struct scenario *scenario, struct random *random)
{
    static const int questions[] = {1, 4, 15, 40};
    struct hall hall = {.scenario = scenario, .random = random, .keys = FEW};
    hall.questions = questions[random_int(random, 0, 3)];
    if (random_chance(random, 30))
        hall.keys = random_int(random, 1, 4);
    return hall_holds(&hall, random_int(random, 1, 40));
}

static bool holds_for_a_crowd(const struct scenario *scenario, struct random *random)
{
    struct hall hall = {.scenario = scenario, .random = random, .keys = CROWD, .questions = 10};
    return hall_holds(&hall, random_int(random, 5, 20));
}

static struct plan any_calls = {holds_any_calls, {0, 60, 3, 60, false, false}, 200};
static struct plan any_calls_much_is_late = {holds_any_calls, {320, 400, 3, 60, false, false}, 100};
static struct plan any_calls_with_extremes = {holds_any_calls, {0, 400, 3, 30, true, false}, 200};
static struct plan long_logs = {holds_any_calls, {0, 60, 200, 500, false, false}, 50};
static struct plan crowds = {holds_for_a_crowd, {0, 60, 3, 60, false, false}, 10};

static int say_what_was_seen(void **state)
{
    (void)state;
    printf("%ld loads, %ld of crowds, %ld batches, %ld rows refused, %ld transitions told\n", seen_loads, seen_crowds,
           seen_batches, seen_refused, seen_told);
    free(told[0].told);
    free(told[1].told);
    if (runner_cases(100) < 100)
        return 0;
    return seen_crowds > 0 && seen_batches > 0 && seen_refused > 0 && seen_told > 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROPERTY(any_calls), PROPERTY(any_calls_much_is_late), PROPERTY(any_calls_with_extremes), PROPERTY(long_logs),
        PROPERTY(crowds),
    };
    return cmocka_run_group_tests_name("properties: load", tests, NULL, say_what_was_seen);
}
