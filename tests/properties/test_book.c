/* SPDX-License-Identifier: MIT */
/*
 * A book is its customers: whatever calls are made, each customer of a book stands, answers and is told of as a customer
 * alone to whom the same happened. A batch is its rows.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "pair.h"
#include "runner.h"
#include "seed.h"

enum { ROWS = 60 };

static long seen_batches, seen_merges, seen_overflows, seen_receipts, seen_voids, seen_loads;

static void *key_of(int key)
{
    return (void *)(uintptr_t)&pair_keys[key];
}

static int32_t record_alone(struct pair *pair, int key, const loyalty_event *event)
{
    bool added = pair->alone[key] == NULL;
    if (added)
        pair->alone[key] = pair_new_alone(pair);
    int32_t status = loyalty_customer_record(pair->alone[key], event, pair_hear_one, key_of(key));
    if (status != LOYALTY_OK && added) {
        loyalty_customer_free(pair->alone[key]);
        pair->alone[key] = NULL;
    }
    return status;
}

static loyalty_event any_event(const struct pair *pair, struct random *random)
{
    const struct scenario *scenario = pair->scenario;
    return scenario_event(&scenario->event[random_int(random, 0, scenario->events - 1)]);
}

static bool step_record(struct pair *pair, struct random *random)
{
    int key = random_int(random, 0, PAIR_KEYS - 1);
    loyalty_event event = any_event(pair, random);
    const loyalty_customer *customer = NULL, *found = NULL;
    if (!pair_prepare(pair, random, key))
        return false;
    pair_begin();
    int32_t expected = record_alone(pair, key, &event);
    int32_t status =
        loyalty_book_record(pair->book, pair_keys[key], pair_length(key), &event, pair_hear_book, NULL, &customer);
    EXPECT(status == expected, "recording for %s: status %d; alone: %d", pair_keys[key], status, expected);
    if (status == LOYALTY_OK)
        EXPECT(loyalty_book_find(pair->book, pair_keys[key], pair_length(key), &found) == LOYALTY_OK &&
                   found == customer,
               "recording gives another customer than finding");
    return pair_told_in_the_same_order("record");
}

/* A receipt: several events of a customer, all or none. */
static bool step_receipt(struct pair *pair, struct random *random)
{
    enum { LINES = 4 };
    const void *ids[LINES];
    uint32_t kinds[LINES], id_lengths[LINES];
    loyalty_date dates[LINES];
    int32_t counts[LINES];
    int64_t values[LINES];
    const loyalty_batch lines = {.size = sizeof lines,
                                 .rows = (size_t)random_int(random, 1, LINES),
                                 .kinds = kinds,
                                 .dates = dates,
                                 .values = values,
                                 .counts = counts,
                                 .ids = ids,
                                 .id_lengths = id_lengths};
    const int key = random_int(random, 0, PAIR_KEYS - 1);
    size_t refused = 99, expected_refused = 99;
    if (!pair_prepare(pair, random, key))
        return false;
    for (size_t i = 0; i < lines.rows; i++) {
        const loyalty_event event = any_event(pair, random);
        kinds[i] = event.kind;
        dates[i] = event.date;
        values[i] = event.value;
        counts[i] = event.count;
        ids[i] = event.id;
        id_lengths[i] = event.id_length;
    }
    pair_begin();
    loyalty_customer *alone = pair->alone[key] != NULL ? pair->alone[key] : pair_new_alone(pair);
    const int32_t expected = loyalty_customer_record_all(alone, &lines, pair_hear_one, key_of(key), &expected_refused);
    if (expected == LOYALTY_OK)
        pair->alone[key] = alone;
    else if (alone != pair->alone[key])
        loyalty_customer_free(alone);
    const int32_t status =
        loyalty_book_record_all(pair->book, pair_keys[key], pair_length(key), &lines, pair_hear_book, NULL, &refused);
    EXPECT(status == expected && refused == expected_refused, "receipt: status %d, row %zu; alone: %d, %zu", status,
           refused, expected, expected_refused);
    seen_receipts += status == LOYALTY_OK && lines.rows > 1;
    return pair_told_in_the_same_order("receipt");
}

static bool void_for(struct pair *pair, int key, const struct ref_event *event)
{
    const uint32_t id_length = (uint32_t)strlen(event->id);
    int32_t expected = LOYALTY_E_NOT_FOUND;
    pair_begin();
    if (pair->alone[key] != NULL)
        expected = loyalty_customer_void(pair->alone[key], event->id, id_length, pair_hear_one, key_of(key));
    const int32_t status =
        loyalty_book_void(pair->book, pair_keys[key], pair_length(key), event->id, id_length, pair_hear_book, NULL);
    EXPECT(status == expected, "void: status %d; alone: %d", status, expected);
    seen_voids += status == LOYALTY_OK;
    return pair_told_in_the_same_order("void");
}

/* Takes back an id, whoever has it. */
static bool step_void(struct pair *pair, struct random *random)
{
    const struct scenario *scenario = pair->scenario;
    int which = random_int(random, 0, scenario->events - 1);
    for (int i = 0; i < scenario->events && scenario->event[which].id == NULL; i++)
        which = (which + 1) % scenario->events;
    for (int key = 0; scenario->event[which].id != NULL && key < PAIR_KEYS; key++)
        if (!void_for(pair, key, &scenario->event[which]))
            return false;
    return true;
}

static bool step_batch(struct pair *pair, struct random *random)
{
    const void *of_key[ROWS], *ids[ROWS];
    uint32_t key_lengths[ROWS], kinds[ROWS], id_lengths[ROWS];
    int32_t dates[ROWS], counts[ROWS], statuses[ROWS], expected[ROWS];
    int64_t values[ROWS];
    size_t rows = (size_t)random_int(random, 1, ROWS), expected_refused = 0, duplicates = 0;
    loyalty_batch_result result = {.size = sizeof result};
    loyalty_batch batch = {.size = sizeof batch,
                           .rows = rows,
                           .keys = of_key,
                           .key_lengths = key_lengths,
                           .kinds = kinds,
                           .dates = dates,
                           .values = values,
                           .counts = counts,
                           .ids = ids,
                           .id_lengths = id_lengths};
    for (int key = 0; key < PAIR_KEYS; key++)
        if (!pair_prepare(pair, random, key))
            return false;
    pair_begin();
    for (size_t i = 0; i < rows; i++) {
        int key = random_int(random, 0, PAIR_KEYS - 1);
        loyalty_event event = any_event(pair, random);
        of_key[i] = pair_keys[key];
        key_lengths[i] = pair_length(key);
        kinds[i] = event.kind;
        dates[i] = event.date;
        values[i] = event.value;
        counts[i] = event.count;
        ids[i] = event.id;
        id_lengths[i] = event.id_length;
        expected[i] = record_alone(pair, key, &event);
        duplicates += expected[i] == LOYALTY_E_DUPLICATE;
        expected_refused += expected[i] != LOYALTY_OK && expected[i] != LOYALTY_E_DUPLICATE;
    }
    int32_t status = loyalty_book_record_batch(pair->book, &batch, pair_hear_book, NULL, statuses, &result);
    EXPECT(status == LOYALTY_OK && result.done == rows, "batch: status %d, %zu rows done", status, result.done);
    EXPECT(result.refused == expected_refused && result.duplicates == duplicates,
           "batch: %zu refused, %zu duplicates; alone: %zu, %zu", result.refused, result.duplicates, expected_refused,
           duplicates);
    for (size_t i = 0; i < rows; i++)
        EXPECT(statuses[i] == expected[i], "row %zu: status %d; alone: %d", i, statuses[i], expected[i]);
    seen_batches++;
    return pair_told_in_the_same_order("batch");
}

/* No transition comes before the date that the book gives as its next. */
static bool step_advance(struct pair *pair, int date)
{
    int32_t expected = pair->advanced && date < pair->day ? LOYALTY_E_PAST : LOYALTY_OK, status;
    int32_t next = LOYALTY_DATE_NONE;
    EXPECT(loyalty_book_next_date(pair->book, &next) == (pair->advanced ? LOYALTY_OK : LOYALTY_E_NOT_ADVANCED),
           "no next date");
    pair_begin();
    for (int key = 0; key < PAIR_KEYS; key++) {
        if (pair->alone[key] == NULL || expected != LOYALTY_OK)
            continue;
        status = loyalty_customer_advance(pair->alone[key], date, pair_hear_one, key_of(key));
        EXPECT(status == LOYALTY_OK, "advancing %s alone: status %d", pair_keys[key], status);
    }
    status = loyalty_book_advance(pair->book, date, pair_hear_book, NULL);
    EXPECT(status == expected, "advance: status %d; expected: %d", status, expected);
    EXPECT(!pair->advanced || pair_told() == 0 || (next != LOYALTY_DATE_NONE && next <= date && next > pair->day),
           "from %d to %d something changes, but the next date was %d", pair->day, date, next);
    if (status == LOYALTY_OK) {
        pair->advanced = true;
        pair->day = date;
    }
    return pair_told_the_same("advance");
}

static bool step_remove(struct pair *pair, struct random *random)
{
    int key = random_int(random, 0, PAIR_KEYS - 1);
    int32_t expected = pair->alone[key] != NULL ? LOYALTY_OK : LOYALTY_E_NOT_FOUND;
    int32_t status = loyalty_book_remove(pair->book, pair_keys[key], pair_length(key));
    EXPECT(status == expected, "removing %s: status %d; expected: %d", pair_keys[key], status, expected);
    loyalty_customer_free(pair->alone[key]);
    pair->alone[key] = NULL;
    return true;
}

static bool step_merge_keys(struct pair *pair, struct random *random)
{
    int key = random_int(random, 0, PAIR_KEYS - 1), other = (key + random_int(random, 1, PAIR_KEYS - 1)) % PAIR_KEYS;
    int32_t expected = LOYALTY_E_NOT_FOUND, status;
    if (pair->alone[key] != NULL && pair->alone[other] != NULL)
        expected = loyalty_customer_merge(pair->alone[key], pair->alone[other], NULL, NULL, NULL);
    status = loyalty_book_join(pair->book, pair_keys[key], pair_length(key), pair_keys[other], pair_length(other), NULL,
                               NULL, NULL);
    EXPECT(status == expected, "merging %s into %s: status %d; expected: %d", pair_keys[other], pair_keys[key], status,
           expected);
    if (status == LOYALTY_OK) {
        loyalty_customer_free(pair->alone[other]);
        pair->alone[other] = NULL;
    }
    return true;
}

/* Copies of both pairs' customers alone, merged, as they are after books merge. To be freed, also where it fails. */
static int32_t merge_alone(const struct pair *pair, const struct pair *other, loyalty_customer **merged)
{
    bool advanced = pair->advanced || other->advanced;
    int day = !pair->advanced || (other->advanced && other->day > pair->day) ? other->day : pair->day;
    for (int key = 0; key < PAIR_KEYS; key++) {
        const loyalty_customer *from = pair->alone[key] != NULL ? pair->alone[key] : other->alone[key];
        int32_t status = LOYALTY_OK;
        if (!from)
            continue;
        if (loyalty_customer_copy(from, &merged[key]) != LOYALTY_OK)
            abort();
        if (pair->alone[key] != NULL && other->alone[key] != NULL)
            status = loyalty_customer_merge(merged[key], other->alone[key], NULL, NULL, NULL);
        if (status == LOYALTY_OK && advanced)
            status = loyalty_customer_advance(merged[key], day, NULL, NULL);
        if (status != LOYALTY_OK)
            return status;
    }
    return LOYALTY_OK;
}

static bool step_merge(struct pair *pair, struct pair *other)
{
    loyalty_customer *merged[PAIR_KEYS] = {NULL};
    int32_t expected = pair == other ? LOYALTY_E_ARGUMENT : merge_alone(pair, other, merged);
    int32_t status = loyalty_book_merge(pair->book, other->book, NULL, NULL, NULL);
    if (status == LOYALTY_OK && expected == LOYALTY_OK) {
        for (int key = 0; key < PAIR_KEYS; key++) {
            loyalty_customer *swap = pair->alone[key];
            pair->alone[key] = merged[key];
            merged[key] = swap;
        }
        pair->day = !pair->advanced || (other->advanced && other->day > pair->day) ? other->day : pair->day;
        pair->advanced = pair->advanced || other->advanced;
    }
    for (int key = 0; key < PAIR_KEYS; key++)
        loyalty_customer_free(merged[key]);
    EXPECT(status == expected, "merging books: status %d; expected: %d", status, expected);
    seen_merges++;
    seen_overflows += status == LOYALTY_E_OVERFLOW;
    return true;
}

/* To the same table: nobody stands elsewhere. */
static bool step_convert(struct pair *pair, struct random *random)
{
    loyalty_book *converted = NULL;
    uint64_t left_out = 1;
    int32_t status =
        loyalty_book_convert(pair->book, pair->scenario->program, seed_of(random_bits(random)), &left_out, &converted);
    EXPECT(status == LOYALTY_OK && left_out == 0, "convert: status %d", status);
    loyalty_book_free(pair->book);
    pair->book = converted;
    for (int key = 0; key < PAIR_KEYS; key++) {
        loyalty_customer *alone = pair->alone[key];
        if (!alone)
            continue;
        status = loyalty_customer_convert(alone, pair->scenario->program, NULL, &pair->alone[key]);
        EXPECT(status == LOYALTY_OK, "converting %s alone: status %d", pair_keys[key], status);
        loyalty_customer_free(alone);
    }
    return true;
}

/* Puts a book that was saved and loaded in the place of the book, which goes on as if nothing had happened. */
static bool step_reload(struct pair *pair, struct random *random)
{
    struct bytes saved = {.sizes = random};
    loyalty_book *loaded = NULL;
    uint64_t left_out = 99;
    EXPECT(loyalty_book_save(pair->book, bytes_write, &saved) == LOYALTY_OK, "a book is not saved");
    const int32_t status = loyalty_book_load(pair->scenario->program, seed_of(random_bits(random)), bytes_read, &saved,
                                             &left_out, &loaded);
    bytes_free(&saved);
    EXPECT(status == LOYALTY_OK && left_out == 0, "loading: status %d", status);
    for (int key = 0; key < PAIR_KEYS; key++)
        if (pair->alone[key] != NULL)
            EXPECT(loyalty_book_set_user(loaded, pair_keys[key], pair_length(key),
                                         loyalty_customer_user(pair->alone[key])) == LOYALTY_OK,
                   "a loaded book lacks %s", pair_keys[key]);
    loyalty_book_free(pair->book);
    pair->book = loaded;
    seen_loads++;
    return true;
}

static bool step(struct pair *pairs, struct random *random)
{
    int which = random_int(random, 0, 1), chance = random_int(random, 1, 100);
    struct pair *pair = &pairs[which];
    const struct scenario *scenario = pair->scenario;
    if (chance <= 38 && scenario->events > 0)
        return step_record(pair, random);
    if (chance <= 47 && scenario->events > 0)
        return step_batch(pair, random);
    if (chance <= 52 && scenario->events > 0)
        return step_receipt(pair, random);
    if (chance <= 57 && scenario->events > 0)
        return step_void(pair, random);
    if (chance <= 79)
        return step_advance(pair, pair->advanced && random_chance(random, 90)
                                      ? random_int(random, pair->day, scenario->last)
                                      : random_int(random, scenario->first, scenario->last));
    if (chance <= 83)
        return step_remove(pair, random);
    if (chance <= 87)
        return step_merge_keys(pair, random);
    if (chance <= 91)
        return step_merge(pair, &pairs[random_chance(random, 90) ? !which : which]);
    return chance <= 94 ? step_convert(pair, random) : step_reload(pair, random);
}

static bool holds_any_calls(const struct scenario *scenario, struct random *random)
{
    struct pair pairs[2];
    int steps = random_int(random, 1, 50);
    bool holds = pair_open(&pairs[0], scenario, random);
    holds = pair_open(&pairs[1], scenario, random) && holds;
    for (int i = 0; holds && i < steps; i++) {
        holds = step(pairs, random);
        for (int j = 0; holds && j < 2; j++)
            holds = !random_chance(random, 30) || pair_agrees(&pairs[j]);
    }
    for (int j = 0; j < 2; j++) {
        holds = holds && pair_agrees(&pairs[j]) && step_advance(&pairs[j], scenario->last) && pair_agrees(&pairs[j]);
        pair_close(&pairs[j]);
    }
    return holds;
}

/* The program keeps what ids stand for, so that voids find it. */
static bool holds_any_calls_with_contents(const struct scenario *scenario, struct random *random)
{
    struct scenario *keeping = scenario_keeping(scenario);
    const bool holds = holds_any_calls(keeping, random);
    scenario_free_keeping(keeping);
    return holds;
}

static struct plan any_calls_with_contents = {holds_any_calls_with_contents, {0, 60, 3, 30, false, false}, 200};
static struct plan any_calls = {holds_any_calls, {0, 60, 3, 30, false, false}, 200};
static struct plan any_calls_much_is_late = {holds_any_calls, {320, 400, 3, 30, false, false}, 100};
static struct plan any_calls_with_extremes = {holds_any_calls, {0, 400, 3, 20, true, false}, 100};

/* One more day at a time, as a host would: nobody is overlooked. */
static bool holds_day_by_day(const struct scenario *scenario, struct random *random)
{
    struct pair pair;
    bool holds = pair_open(&pair, scenario, random);
    for (int date = scenario->first; holds && date <= scenario->last; date++) {
        holds = step_advance(&pair, date) && (!random_chance(random, 10) || pair_agrees(&pair));
        while (holds && scenario->events > 0 && random_chance(random, 30))
            holds = step_record(&pair, random);
    }
    holds = holds && pair_agrees(&pair);
    pair_close(&pair);
    return holds;
}

static struct plan day_by_day = {holds_day_by_day, {0, 60, 3, 40, false, false}, 100};

static int say_what_was_seen(void **state)
{
    (void)state;
    printf("%ld batches, %ld receipts, %ld voids, %ld loads, %ld merges of books, %ld of them refused, %ld transitions "
           "told\n",
           seen_batches, seen_receipts, seen_voids, seen_loads, seen_merges, seen_overflows, pair_told_ever());
    if (runner_cases(100) < 100)
        return 0;
    return seen_batches > 0 && seen_receipts > 0 && seen_voids > 0 && seen_loads > 0 && seen_merges > 0 &&
                   seen_overflows > 0 && pair_told_ever() > 0
               ? 0
               : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROPERTY(any_calls),
        PROPERTY(any_calls_with_contents),
        PROPERTY(any_calls_much_is_late),
        PROPERTY(any_calls_with_extremes),
        PROPERTY(day_by_day),
    };
    return cmocka_run_group_tests_name("properties: book", tests, NULL, say_what_was_seen);
}
