/* SPDX-License-Identifier: MIT */
/*
 * A book is its customers: whatever calls are made, each customer of a book stands, answers and is told of as a customer
 * alone to whom the same happened. A batch is its rows.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alike.h"
#include "runner.h"
#include "seed.h"

enum { KEYS = 7, TOLD = 8192, ROWS = 60 };

static const char *const keys[KEYS] = {
    "a", "bb", "8 bytes!", "9 bytes!!", "8 bytes\1", "a key that is rather long", "a key that is rather lonG"};

/* What was told by one call, or by several to customers alone. */
struct tellings {
    int count;
    struct {
        int key;
        loyalty_transition transition;
    } told[TOLD];
};

/* A book, and beside it the customers alone; NULL for those who are not in it. */
struct pair {
    const struct scenario *scenario;
    loyalty_book *book;
    loyalty_customer *alone[KEYS];
    bool advanced;
    int day;
    bool hosts; /* the table has host metrics, which need a user */
};

static struct tellings by_book, by_one;
static int listening; /* to the key of a customer alone */

static long seen_batches, seen_merges, seen_overflows, seen_told;

static uint32_t length_of(int key)
{
    return (uint32_t)strlen(keys[key]);
}

static void put_down(struct tellings *tellings, int key, const loyalty_transition *transition)
{
    if (tellings->count == TOLD)
        abort();
    tellings->told[tellings->count].key = key;
    tellings->told[tellings->count++].transition = *transition;
}

static int32_t hear_book(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                         const loyalty_transition *transition)
{
    int which = 0;
    (void)customer;
    while (which < KEYS && (length_of(which) != key_length || memcmp(keys[which], key, key_length) != 0))
        which++;
    if (which == KEYS)
        mismatch("the callback gets no key of the book's");
    else
        put_down(user, which, transition);
    return 0;
}

static int32_t hear_one(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    (void)customer;
    put_down(user, listening, transition);
    return 0;
}

static void begin_listening(void)
{
    by_book.count = by_one.count = 0;
}

/* The same transitions of each customer in the same order; those of several may mix in another way. */
static bool told_the_same(const char *call)
{
    EXPECT(by_book.count == by_one.count, "%s: the book tells of %d transitions; its customers alone: %d", call,
           by_book.count, by_one.count);
    for (int key = 0; key < KEYS; key++) {
        int i = 0, j = 0;
        for (;; i++, j++) {
            while (i < by_book.count && by_book.told[i].key != key)
                i++;
            while (j < by_one.count && by_one.told[j].key != key)
                j++;
            if (i == by_book.count || j == by_one.count)
                break;
            EXPECT(alike_transitions(&by_book.told[i].transition, &by_one.told[j].transition),
                   "%s: the book tells %s another transition on %d than that on %d", call, keys[key],
                   by_book.told[i].transition.date, by_one.told[j].transition.date);
        }
        EXPECT(i == by_book.count && j == by_one.count, "%s: the book tells %s more or less", call, keys[key]);
    }
    seen_told += by_book.count;
    return mismatch_text() == NULL;
}

/* And of several in the same order too. */
static bool told_in_the_same_order(const char *call)
{
    for (int i = 0; i < by_book.count && i < by_one.count; i++)
        EXPECT(by_book.told[i].key == by_one.told[i].key, "%s: told of another customer first", call);
    return told_the_same(call);
}

/* Every customer of the book and nobody else, by key and one after the other. */
static bool pair_agrees(struct pair *pair)
{
    const loyalty_customer *found;
    uint64_t cursor = 0, count = 0;
    uint32_t key_length;
    const void *key;
    for (int i = 0; i < KEYS; i++) {
        int32_t status = loyalty_book_find(pair->book, keys[i], length_of(i), &found);
        EXPECT(status == (pair->alone[i] != NULL ? LOYALTY_OK : LOYALTY_E_NOT_FOUND), "finding %s: status %d", keys[i],
               status);
        if (pair->alone[i] != NULL && !alike_customers(keys[i], found, pair->alone[i], pair->scenario->last))
            return false;
        count += pair->alone[i] != NULL;
    }
    EXPECT(loyalty_book_count(pair->book) == count, "%" PRIu64 " customers, not %" PRIu64,
           loyalty_book_count(pair->book), count);
    while (loyalty_book_each(pair->book, &cursor, &key, &key_length, &found) == LOYALTY_OK) {
        const loyalty_customer *again = NULL;
        EXPECT(loyalty_book_find(pair->book, key, key_length, &again) == LOYALTY_OK && again == found,
               "the book goes through a customer that it does not find");
        count--;
    }
    EXPECT(count == 0, "the book goes through %" PRIu64 " customers too few", count);
    return true;
}

static void *user_of(const struct pair *pair)
{
    return (void *)(uintptr_t)&pair->scenario->host_seed;
}

static bool has_hosts(const loyalty_program *program)
{
    loyalty_metric_info metric = {.size = sizeof metric};
    for (uint32_t i = 0; loyalty_program_metric(program, i, &metric) == LOYALTY_OK; i++)
        if (metric.measure == LOYALTY_MEASURE_HOST)
            return true;
    return false;
}

static bool pair_open(struct pair *pair, const struct scenario *scenario, struct random *random)
{
    *pair = (struct pair){.scenario = scenario, .hosts = has_hosts(scenario->program)};
    EXPECT(loyalty_book_new(scenario->program, seed_of(random_bits(random)), &pair->book) == LOYALTY_OK, "no new book");
    return true;
}

static void pair_close(struct pair *pair)
{
    loyalty_book_free(pair->book);
    for (int i = 0; i < KEYS; i++)
        loyalty_customer_free(pair->alone[i]);
    *pair = (struct pair){.book = NULL};
}

/* A customer alone as the book would make one. */
static loyalty_customer *new_alone(const struct pair *pair)
{
    loyalty_customer *made = NULL;
    if (loyalty_customer_new(pair->scenario->program, &made) != LOYALTY_OK ||
        (pair->advanced && loyalty_customer_advance(made, pair->day, NULL, NULL) != LOYALTY_OK))
        abort();
    return made;
}

/* A user first, where there are host metrics; otherwise sometimes. */
static bool prepare(struct pair *pair, struct random *random, int key)
{
    if (!pair->hosts && !random_chance(random, 10))
        return true;
    if (!pair->alone[key]) {
        EXPECT(loyalty_book_set_user(pair->book, keys[key], length_of(key), NULL) == LOYALTY_E_NOT_FOUND, "a user");
        EXPECT(loyalty_book_add(pair->book, keys[key], length_of(key), user_of(pair)) == LOYALTY_OK, "not added");
        pair->alone[key] = new_alone(pair);
    } else {
        EXPECT(loyalty_book_add(pair->book, keys[key], length_of(key), NULL) == LOYALTY_E_DUPLICATE, "added twice");
        EXPECT(loyalty_book_set_user(pair->book, keys[key], length_of(key), user_of(pair)) == LOYALTY_OK, "no user");
    }
    EXPECT(loyalty_customer_set_user(pair->alone[key], user_of(pair)) == LOYALTY_OK, "no user alone");
    return true;
}

static int32_t record_alone(struct pair *pair, int key, const loyalty_event *event)
{
    bool added = pair->alone[key] == NULL;
    if (added)
        pair->alone[key] = new_alone(pair);
    listening = key;
    int32_t status = loyalty_customer_record(pair->alone[key], event, hear_one, &by_one);
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
    int key = random_int(random, 0, KEYS - 1);
    loyalty_event event = any_event(pair, random);
    const loyalty_customer *customer = NULL, *found = NULL;
    if (!prepare(pair, random, key))
        return false;
    begin_listening();
    int32_t expected = record_alone(pair, key, &event);
    int32_t status = loyalty_book_record(pair->book, keys[key], length_of(key), &event, hear_book, &by_book, &customer);
    EXPECT(status == expected, "recording for %s: status %d; alone: %d", keys[key], status, expected);
    if (status == LOYALTY_OK)
        EXPECT(loyalty_book_find(pair->book, keys[key], length_of(key), &found) == LOYALTY_OK && found == customer,
               "recording gives another customer than finding");
    return told_in_the_same_order("record");
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
    for (int key = 0; key < KEYS; key++)
        if (!prepare(pair, random, key))
            return false;
    begin_listening();
    for (size_t i = 0; i < rows; i++) {
        int key = random_int(random, 0, KEYS - 1);
        loyalty_event event = any_event(pair, random);
        of_key[i] = keys[key];
        key_lengths[i] = length_of(key);
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
    int32_t status = loyalty_book_record_batch(pair->book, &batch, hear_book, &by_book, statuses, &result);
    EXPECT(status == LOYALTY_OK && result.done == rows, "batch: status %d, %zu rows done", status, result.done);
    EXPECT(result.refused == expected_refused && result.duplicates == duplicates,
           "batch: %zu refused, %zu duplicates; alone: %zu, %zu", result.refused, result.duplicates, expected_refused,
           duplicates);
    for (size_t i = 0; i < rows; i++)
        EXPECT(statuses[i] == expected[i], "row %zu: status %d; alone: %d", i, statuses[i], expected[i]);
    seen_batches++;
    return told_in_the_same_order("batch");
}

static bool step_advance(struct pair *pair, int date)
{
    int32_t expected = pair->advanced && date < pair->day ? LOYALTY_E_PAST : LOYALTY_OK, status;
    begin_listening();
    for (int key = 0; key < KEYS; key++) {
        if (pair->alone[key] == NULL || expected != LOYALTY_OK)
            continue;
        listening = key;
        status = loyalty_customer_advance(pair->alone[key], date, hear_one, &by_one);
        EXPECT(status == LOYALTY_OK, "advancing %s alone: status %d", keys[key], status);
    }
    status = loyalty_book_advance(pair->book, date, hear_book, &by_book);
    EXPECT(status == expected, "advance: status %d; expected: %d", status, expected);
    if (status == LOYALTY_OK) {
        pair->advanced = true;
        pair->day = date;
    }
    return told_the_same("advance");
}

static bool step_remove(struct pair *pair, struct random *random)
{
    int key = random_int(random, 0, KEYS - 1);
    int32_t expected = pair->alone[key] != NULL ? LOYALTY_OK : LOYALTY_E_NOT_FOUND;
    int32_t status = loyalty_book_remove(pair->book, keys[key], length_of(key));
    EXPECT(status == expected, "removing %s: status %d; expected: %d", keys[key], status, expected);
    loyalty_customer_free(pair->alone[key]);
    pair->alone[key] = NULL;
    return true;
}

static bool step_merge_keys(struct pair *pair, struct random *random)
{
    int key = random_int(random, 0, KEYS - 1), other = (key + random_int(random, 1, KEYS - 1)) % KEYS;
    int32_t expected = LOYALTY_E_NOT_FOUND, status;
    if (pair->alone[key] != NULL && pair->alone[other] != NULL)
        expected = loyalty_customer_merge(pair->alone[key], pair->alone[other], NULL, NULL, NULL);
    status = loyalty_book_join(pair->book, keys[key], length_of(key), keys[other], length_of(other), NULL, NULL, NULL);
    EXPECT(status == expected, "merging %s into %s: status %d; expected: %d", keys[other], keys[key], status, expected);
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
    for (int key = 0; key < KEYS; key++) {
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
    loyalty_customer *merged[KEYS] = {NULL};
    int32_t expected = pair == other ? LOYALTY_E_ARGUMENT : merge_alone(pair, other, merged);
    int32_t status = loyalty_book_merge(pair->book, other->book, NULL, NULL, NULL);
    if (status == LOYALTY_OK && expected == LOYALTY_OK) {
        for (int key = 0; key < KEYS; key++) {
            loyalty_customer *swap = pair->alone[key];
            pair->alone[key] = merged[key];
            merged[key] = swap;
        }
        pair->day = !pair->advanced || (other->advanced && other->day > pair->day) ? other->day : pair->day;
        pair->advanced = pair->advanced || other->advanced;
    }
    for (int key = 0; key < KEYS; key++)
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
    for (int key = 0; key < KEYS; key++) {
        loyalty_customer *alone = pair->alone[key];
        if (!alone)
            continue;
        status = loyalty_customer_convert(alone, pair->scenario->program, NULL, &pair->alone[key]);
        EXPECT(status == LOYALTY_OK, "converting %s alone: status %d", keys[key], status);
        loyalty_customer_free(alone);
    }
    return true;
}

static bool step(struct pair *pairs, struct random *random)
{
    int which = random_int(random, 0, 1), chance = random_int(random, 1, 100);
    struct pair *pair = &pairs[which];
    const struct scenario *scenario = pair->scenario;
    if (chance <= 45 && scenario->events > 0)
        return step_record(pair, random);
    if (chance <= 55 && scenario->events > 0)
        return step_batch(pair, random);
    if (chance <= 82)
        return step_advance(pair, pair->advanced && random_chance(random, 90)
                                      ? random_int(random, pair->day, scenario->last)
                                      : random_int(random, scenario->first, scenario->last));
    if (chance <= 87)
        return step_remove(pair, random);
    if (chance <= 92)
        return step_merge_keys(pair, random);
    if (chance <= 96)
        return step_merge(pair, &pairs[random_chance(random, 90) ? !which : which]);
    return step_convert(pair, random);
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
    printf("%ld batches, %ld merges of books, %ld of them refused, %ld transitions told\n", seen_batches, seen_merges,
           seen_overflows, seen_told);
    if (runner_cases(100) < 100)
        return 0;
    return seen_batches > 0 && seen_merges > 0 && seen_overflows > 0 && seen_told > 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROPERTY(any_calls),
        PROPERTY(any_calls_much_is_late),
        PROPERTY(any_calls_with_extremes),
        PROPERTY(day_by_day),
    };
    return cmocka_run_group_tests_name("properties: book", tests, NULL, say_what_was_seen);
}
