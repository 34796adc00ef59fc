/* SPDX-License-Identifier: MIT */
/* Compares a book with its customers alone: what they answer, and what was told of them. */
#include "pair.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alike.h"
#include "mismatch.h"
#include "seed.h"

enum { TOLD = 8192, ROWS = 3 };

const char *const pair_keys[PAIR_KEYS] = {
    "a", "bb", "8 bytes!", "9 bytes!!", "8 bytes\1", "a key that is rather long", "a key that is rather lonG"};

uint32_t pair_length(int key)
{
    return (uint32_t)strlen(pair_keys[key]);
}

/* Returns PAIR_KEYS if there is no such key. */
static int index_of(const void *key, uint32_t key_length)
{
    int which = 0;
    while (which < PAIR_KEYS && (pair_length(which) != key_length || memcmp(pair_keys[which], key, key_length) != 0))
        which++;
    return which;
}

/* ---- what was told ---- */

/* By one call, or by several to customers alone. */
struct tellings {
    int count;
    struct {
        int key;
        loyalty_transition transition;
    } told[TOLD];
};

static struct tellings by_book, by_one;
static long told_ever;

static void put_down(struct tellings *tellings, int key, const loyalty_transition *transition)
{
    if (tellings->count == TOLD)
        abort();
    tellings->told[tellings->count].key = key;
    tellings->told[tellings->count++].transition = *transition;
}

int32_t pair_hear_book(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                       const loyalty_transition *transition)
{
    const int which = index_of(key, key_length);
    (void)user;
    (void)customer;
    if (which == PAIR_KEYS)
        mismatch("the callback gets no key of the book's");
    else
        put_down(&by_book, which, transition);
    return 0;
}

int32_t pair_hear_one(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    const char *const *key = user;
    (void)customer;
    put_down(&by_one, (int)(key - pair_keys), transition);
    return 0;
}

void pair_begin(void)
{
    by_book.count = by_one.count = 0;
}

int pair_told(void)
{
    return by_book.count;
}

long pair_told_ever(void)
{
    return told_ever;
}

/* Those of several customers may mix in another way. */
bool pair_told_the_same(const char *call)
{
    EXPECT(by_book.count == by_one.count, "%s: the book tells of %d transitions; its customers alone: %d", call,
           by_book.count, by_one.count);
    for (int key = 0; key < PAIR_KEYS; key++) {
        int i = 0, j = 0;
        for (;; i++, j++) {
            while (i < by_book.count && by_book.told[i].key != key)
                i++;
            while (j < by_one.count && by_one.told[j].key != key)
                j++;
            if (i == by_book.count || j == by_one.count)
                break;
            EXPECT(alike_transitions(&by_book.told[i].transition, &by_one.told[j].transition),
                   "%s: the book tells %s another transition on %d than that on %d", call, pair_keys[key],
                   by_book.told[i].transition.date, by_one.told[j].transition.date);
        }
        EXPECT(i == by_book.count && j == by_one.count, "%s: the book tells %s more or less", call, pair_keys[key]);
    }
    told_ever += by_book.count;
    return mismatch_text() == NULL;
}

bool pair_told_in_the_same_order(const char *call)
{
    for (int i = 0; i < by_book.count && i < by_one.count; i++)
        EXPECT(by_book.told[i].key == by_one.told[i].key, "%s: told of another customer first", call);
    return pair_told_the_same(call);
}

/* ---- answers ---- */

struct sheet {
    const void *keys[ROWS];
    uint32_t key_lengths[ROWS], rungs[ROWS], cells[ROWS];
    loyalty_date since[ROWS], failing[ROWS], falls_on[ROWS], next[ROWS], term_ends[ROWS];
    int64_t scores[ROWS], numerators[ROWS], denominators[ROWS];
};

static bool standing_agrees(const struct sheet *sheet, int i, const loyalty_customer *alone, const char *key)
{
    const int32_t none = LOYALTY_DATE_NONE;
    loyalty_standing expected = {.size = sizeof expected};
    if (loyalty_customer_standing(alone, &expected) != LOYALTY_OK)
        expected = (loyalty_standing){sizeof expected, LOYALTY_NONE, none, none, none, none, none, 0};
    EXPECT(sheet->rungs[i] == expected.rung && sheet->since[i] == expected.since &&
               sheet->failing[i] == expected.failing && sheet->falls_on[i] == expected.falls_on &&
               sheet->next[i] == expected.next && sheet->term_ends[i] == expected.term_end &&
               sheet->scores[i] == expected.score,
           "columns: %s on %u since %d, failing since %d, next %d; alone: on %u since %d, failing since %d, next %d",
           key, sheet->rungs[i], sheet->since[i], sheet->failing[i], sheet->next[i], expected.rung, expected.since,
           expected.failing, expected.next);
    return true;
}

static bool row_agrees(const struct pair *pair, const struct sheet *sheet, int i, const loyalty_columns *columns)
{
    const int key = index_of(sheet->keys[i], sheet->key_lengths[i]);
    EXPECT(key < PAIR_KEYS && pair->alone[key] != NULL, "columns: a key that is not in the book");
    const loyalty_customer *alone = pair->alone[key];
    int64_t numerator = 0, denominator = 0;
    if (!standing_agrees(sheet, i, alone, pair_keys[key]))
        return false;
    if (loyalty_customer_metric(alone, columns->metric, &numerator, &denominator) != LOYALTY_OK)
        denominator = 0;
    EXPECT(sheet->denominators[i] == denominator && (denominator == 0 || sheet->numerators[i] == numerator),
           "columns: metric %u of %s is %" PRId64 "/%" PRId64 "; alone: %" PRId64 "/%" PRId64, columns->metric,
           pair_keys[key], sheet->numerators[i], sheet->denominators[i], numerator, denominator);
    if (columns->cells) {
        uint32_t cell = LOYALTY_NONE;
        const int32_t status = loyalty_customer_segment(alone, columns->segmentation, &cell);
        EXPECT(sheet->cells[i] == (status == LOYALTY_OK ? cell : LOYALTY_NONE), "columns: %s in cell %u; alone: %u",
               pair_keys[key], sheet->cells[i], cell);
    }
    return true;
}

static bool is_out_of_range(const struct pair *pair, uint32_t metric)
{
    int64_t numerator, denominator;
    for (int i = 0; i < PAIR_KEYS; i++)
        if (pair->alone[i] != NULL &&
            loyalty_customer_metric(pair->alone[i], metric, &numerator, &denominator) == LOYALTY_E_RANGE)
            return true;
    return false;
}

/* Asks for all columns, with one metric and perhaps a segmentation. */
static bool columns_agree(const struct pair *pair, uint32_t metric, bool segmented, uint32_t segmentation)
{
    struct sheet sheet;
    const loyalty_columns columns = {sizeof columns,
                                     sheet.keys,
                                     sheet.key_lengths,
                                     sheet.rungs,
                                     sheet.since,
                                     sheet.failing,
                                     sheet.falls_on,
                                     sheet.next,
                                     sheet.term_ends,
                                     sheet.scores,
                                     segmented ? sheet.cells : NULL,
                                     sheet.numerators,
                                     sheet.denominators,
                                     segmentation,
                                     metric};
    uint64_t cursor = 0, count = 0;
    size_t rows;
    int32_t status;
    while ((status = loyalty_book_columns(pair->book, &cursor, ROWS, &columns, &rows)) == LOYALTY_OK) {
        for (size_t i = 0; i < rows; i++)
            if (!row_agrees(pair, &sheet, (int)i, &columns))
                return false;
        count += rows;
    }
    if (status == LOYALTY_E_RANGE && is_out_of_range(pair, metric))
        return true;
    EXPECT(status == LOYALTY_E_END && count == loyalty_book_count(pair->book), "columns: status %d, %" PRIu64 " rows",
           status, count);
    return true;
}

static bool all_columns_agree(const struct pair *pair)
{
    loyalty_metric_info metric = {.size = sizeof metric};
    loyalty_segmentation_info segmentation = {.size = sizeof segmentation};
    for (uint32_t i = 0; loyalty_program_metric(pair->scenario->program, i, &metric) == LOYALTY_OK; i++) {
        const bool segmented = loyalty_program_segmentation(pair->scenario->program, i, &segmentation) == LOYALTY_OK;
        if (!columns_agree(pair, i, segmented, segmented ? i : 0))
            return false;
    }
    return true;
}

/* Every customer of the book and nobody else, by key and one after the other. */
bool pair_agrees(struct pair *pair)
{
    const loyalty_customer *found;
    uint64_t cursor = 0, count = 0;
    uint32_t key_length;
    const void *key;
    for (int i = 0; i < PAIR_KEYS; i++) {
        int32_t status = loyalty_book_find(pair->book, pair_keys[i], pair_length(i), &found);
        EXPECT(status == (pair->alone[i] != NULL ? LOYALTY_OK : LOYALTY_E_NOT_FOUND), "finding %s: status %d",
               pair_keys[i], status);
        if (pair->alone[i] != NULL && !alike_customers(pair_keys[i], found, pair->alone[i], pair->scenario->last))
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
    return all_columns_agree(pair);
}

/* ---- a pair ---- */

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

bool pair_open(struct pair *pair, const struct scenario *scenario, struct random *random)
{
    *pair = (struct pair){.scenario = scenario, .hosts = has_hosts(scenario->program)};
    EXPECT(loyalty_book_new(scenario->program, seed_of(random_bits(random)), &pair->book) == LOYALTY_OK, "no new book");
    return true;
}

void pair_close(struct pair *pair)
{
    loyalty_book_free(pair->book);
    for (int i = 0; i < PAIR_KEYS; i++)
        loyalty_customer_free(pair->alone[i]);
    *pair = (struct pair){.book = NULL};
}

loyalty_customer *pair_new_alone(const struct pair *pair)
{
    loyalty_customer *made = NULL;
    if (loyalty_customer_new(pair->scenario->program, &made) != LOYALTY_OK ||
        (pair->advanced && loyalty_customer_advance(made, pair->day, NULL, NULL) != LOYALTY_OK))
        abort();
    return made;
}

bool pair_prepare(struct pair *pair, struct random *random, int key)
{
    const char *bytes = pair_keys[key];
    const uint32_t length = pair_length(key);
    if (!pair->hosts && !random_chance(random, 10))
        return true;
    if (!pair->alone[key]) {
        EXPECT(loyalty_book_set_user(pair->book, bytes, length, NULL) == LOYALTY_E_NOT_FOUND, "a user");
        EXPECT(loyalty_book_add(pair->book, bytes, length, user_of(pair)) == LOYALTY_OK, "not added");
        pair->alone[key] = pair_new_alone(pair);
    } else {
        EXPECT(loyalty_book_add(pair->book, bytes, length, NULL) == LOYALTY_E_DUPLICATE, "added twice");
        EXPECT(loyalty_book_set_user(pair->book, bytes, length, user_of(pair)) == LOYALTY_OK, "no user");
    }
    EXPECT(loyalty_customer_set_user(pair->alone[key], user_of(pair)) == LOYALTY_OK, "no user alone");
    return true;
}
