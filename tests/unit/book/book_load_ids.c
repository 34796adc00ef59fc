/* SPDX-License-Identifier: MIT */
/* Ids during a load: repeats are refused at once, and what came with an id is known after the load. */
#include <stdio.h>
#include <string.h>

#include "loads.h"
#include "seed.h"
#include "text.h"

enum { FIRST = 19000, PART = 1024 };

static int32_t record_id_of(struct twins *twins, uint32_t number, int32_t date, const char *id)
{
    const loyalty_event event = {
        .size = sizeof event, .date = date, .count = 1, .id = id, .id_length = (uint32_t)strlen(id)};
    return twins_record(twins, number, &event);
}

#define DUPLICATE(call) assert_int_equal(call, LOYALTY_E_DUPLICATE)

static void repeats_are_refused_at_once(void **state)
{
    struct twins *twins = *state;
    OK(record_id_of(twins, 1, FIRST, "one"));
    DUPLICATE(record_id_of(twins, 1, FIRST, "one"));
    DUPLICATE(record_id_of(twins, 1, FIRST + 30, "one")); /* whatever else the event says */
    OK(record_id_of(twins, 1, FIRST, "on"));
    OK(record_id_of(twins, 1, FIRST, "one "));
    OK(record_id_of(twins, 2, FIRST, "one"));
    DUPLICATE(record_id_of(twins, 2, FIRST, "one"));
    twins_finish(twins, FIRST + 2);
}

/* Before they are repeats: an event that is not valid is refused for that. */
static void ids_that_are_not_valid_are_refused_at_once(void **state)
{
    static const char bytes[LOYALTY_ID_MAX + 1] = "any bytes";
    struct twins *twins = *state;
    loyalty_event event = {.size = sizeof event, .date = FIRST, .count = 1, .id = bytes};
    for (uint32_t length = 0; length <= LOYALTY_ID_MAX + 1; length++) {
        event.id_length = length;
        assert_int_equal(twins_record(twins, 1, &event), length > LOYALTY_ID_MAX ? LOYALTY_E_ID : LOYALTY_OK);
    }
    event.id_length = 5;
    DUPLICATE(twins_record(twins, 1, &event));
    event.count = 0;
    assert_int_equal(twins_record(twins, 1, &event), LOYALTY_E_COUNT);
    event.id = NULL;
    REFUSED(twins_record(twins, 3, &event));
    assert_int_equal(loyalty_book_count(twins->loading), 1);
    twins_finish(twins, FIRST + 2);
}

enum { ROWS = 450 };

/* Every third row may repeat one of this batch or an earlier one. Returns how many rows were repeats. */
static uint32_t batch_of_ids(struct twins *twins, uint32_t first)
{
    uint64_t numbers[ROWS];
    uint32_t kinds[ROWS] = {0}, lengths[ROWS], repeats = 0;
    int32_t dates[ROWS], statuses[2][ROWS];
    char texts[ROWS][16];
    const void *ids[ROWS];
    const loyalty_batch batch = {.size = sizeof batch,
                                 .rows = ROWS,
                                 .numbers = numbers,
                                 .kinds = kinds,
                                 .dates = dates,
                                 .ids = ids,
                                 .id_lengths = lengths};
    for (uint32_t i = 0; i < ROWS; i++) {
        const uint32_t number = first + i, of = number % 3 == 2 ? number / 2 : number;
        numbers[i] = of % 2100;
        dates[i] = FIRST + (int32_t)(of % 13);
        lengths[i] = (uint32_t)snprintf(texts[i], sizeof texts[i], "%u", (unsigned)of);
        ids[i] = texts[i];
    }
    OK(loyalty_book_record_batch(twins->loading, &batch, NULL, NULL, statuses[0], NULL));
    OK(loyalty_book_record_batch(twins->plain, &batch, NULL, NULL, statuses[1], NULL));
    for (size_t i = 0; i < ROWS; i++)
        repeats += statuses[0][i] == LOYALTY_E_DUPLICATE;
    assert_memory_equal(statuses[0], statuses[1], sizeof statuses[0]);
    return repeats;
}

static void repeats_in_batches_are_refused(void **state)
{
    struct twins *twins = *state;
    uint32_t repeats = 0;
    for (uint32_t first = 0; first < 20 * ROWS; first += ROWS)
        repeats += batch_of_ids(twins, first);
    assert_in_range(repeats, 1500, 3000);
    assert_true(is_loading(twins, twins->loading));
    assert_int_equal(batch_of_ids(twins, 3 * ROWS), ROWS);
    twins_advance(twins, FIRST + 14); /* those of the first days are forgotten, and too late */
    for (uint32_t first = 0; first < 20 * ROWS; first += ROWS)
        batch_of_ids(twins, first);
    twins_agree(twins);
    twins_finish(twins, FIRST + 20);
}

enum { FORMS = 5, NUMBERS = 3000, CUSTOMERS = 1500 };

/* Ids of tills whose numbers ascend, those of more tills than are kept in mind, short and long ones, and ones that vary. */
static uint32_t write_id(char *to, size_t size, uint32_t form, uint32_t number)
{
    switch (form) {
    case 0:
        return (uint32_t)snprintf(to, size, "T%02u-%09u", (unsigned)number % 7, (unsigned)number);
    case 1:
        return (uint32_t)snprintf(to, size, "%u-%08u", (unsigned)number, (unsigned)number % 100);
    case 2:
        return (uint32_t)snprintf(to, size, "%x", (unsigned)number);
    case 3:
        return (uint32_t)snprintf(to, size, "%08x-%08x-%08x-of-a-longer-kind", (unsigned)number * 2654435761u, 7u, 8u);
    default:
        return (uint32_t)snprintf(to, size, "sixteen %08u", (unsigned)(number * 2654435761u >> 4) % 100000000);
    }
}

static void batch_of_forms(struct twins *twins, uint32_t from, uint32_t form, bool repeated)
{
    uint64_t numbers[ROWS];
    uint32_t kinds[ROWS] = {0}, lengths[ROWS];
    int32_t dates[ROWS], statuses[2][ROWS];
    char texts[ROWS][64];
    const void *ids[ROWS];
    const loyalty_batch batch = {.size = sizeof batch,
                                 .rows = ROWS,
                                 .numbers = numbers,
                                 .kinds = kinds,
                                 .dates = dates,
                                 .ids = ids,
                                 .id_lengths = lengths};
    for (uint32_t i = 0; i < ROWS; i++) {
        /* Of another customer it is not a repeat. */
        const uint32_t number = repeated && i % 3 == 0 ? (from + i) / 2 : from + i;
        numbers[i] = number * 7 % CUSTOMERS + (i % 9 == 0);
        dates[i] = FIRST + (int32_t)(number % 13);
        lengths[i] = write_id(texts[i], sizeof texts[i], form < FORMS ? form : number % FORMS, number);
        ids[i] = texts[i];
    }
    OK(loyalty_book_record_batch(twins->loading, &batch, NULL, NULL, statuses[0], NULL));
    OK(loyalty_book_record_batch(twins->plain, &batch, NULL, NULL, statuses[1], NULL));
    assert_memory_equal(statuses[0], statuses[1], sizeof statuses[0]);
}

/* Whether an id must be searched for changes nothing. */
static void ids_of_any_form_are_told_apart(void **state)
{
    struct twins *twins = *state;
    for (uint32_t form = 0; form <= FORMS; form++) {
        twins_renew(twins);
        for (uint32_t from = 0; from < NUMBERS; from += ROWS)
            batch_of_forms(twins, from, form, false);
        for (uint32_t from = NUMBERS; from < 2 * NUMBERS; from += ROWS)
            batch_of_forms(twins, from, form, from / ROWS % 2 == 0);
        for (uint32_t from = 0; from < 4 * NUMBERS; from += 3 * ROWS)
            batch_of_forms(twins, from, form, true);
        assert_true(is_loading(twins, twins->loading));
        for (uint32_t from = 0; from < 4 * NUMBERS; from += 5 * ROWS)
            batch_of_forms(twins, from, form, true);
        twins_finish(twins, FIRST + 20);
    }
}

/* Neither of them is greater than the one before, so that each is searched for, in a table that grows. */
static void descending_ids_are_told_apart(void **state)
{
    enum { MANY = 4000 };
    struct twins *twins = *state;
    for (uint32_t i = 0; i < MANY; i++)
        OK(record_id_of(twins, 1 + i % 2, FIRST, text_of("%08u", (unsigned)(MANY - i))));
    for (uint32_t i = 0; i < MANY; i += 5)
        DUPLICATE(record_id_of(twins, 1 + i % 2, FIRST, text_of("%08u", (unsigned)(MANY - i))));
    for (uint32_t i = 0; i < MANY; i += 5)
        OK(record_id_of(twins, 2 - i % 2, FIRST, text_of("%08u", (unsigned)(MANY - i))));
    twins_finish(twins, FIRST + 2);
}

/* A customer who is refused has no ids; nor has one that is removed and comes again. */
static void ids_go_with_their_customers(void **state)
{
    struct twins *twins = *state;
    const struct load_key key = load_key(KEYS_NUMBERS, 1);
    loyalty_event huge = {.size = sizeof huge, .kind = LOAD_SALE, .date = FIRST, .value = INT64_MAX, .count = 2};
    huge.id = "huge";
    huge.id_length = 4;
    assert_int_equal(twins_record(twins, 9, &huge), LOYALTY_E_OVERFLOW);
    huge.count = 1;
    OK(twins_record(twins, 9, &huge));
    OK(record_id_of(twins, 1, FIRST, "one"));
    OK(loyalty_book_remove(twins->loading, key.bytes, key.length));
    OK(loyalty_book_remove(twins->plain, key.bytes, key.length));
    OK(record_id_of(twins, 1, FIRST, "one"));
    twins_finish(twins, FIRST + 2);
}

/* The call that ends the load: another book, or another table, knows the ids. */
static void ids_come_along(void **state)
{
    struct twins *twins = *state;
    loyalty_book *books[2] = {NULL, NULL}, **both[] = {&twins->loading, &twins->plain};
    OK(record_id_of(twins, 1, FIRST, "one"));
    OK(record_id_of(twins, PART, FIRST, "one"));
    for (int i = 0; i < 2; i++) {
        OK(loyalty_book_convert(*both[i], twins->program, seed_of(4), NULL, &books[i]));
        loyalty_book_free(*both[i]);
        *both[i] = books[i];
    }
    DUPLICATE(record_id_of(twins, 1, FIRST, "one"));
    for (int i = 0; i < 2; i++) {
        OK(loyalty_book_new(twins->program, seed_of(4), &books[i]));
        OK(loyalty_book_merge(books[i], *both[i], NULL, NULL, NULL));
        loyalty_book_free(*both[i]);
        *both[i] = books[i];
    }
    DUPLICATE(record_id_of(twins, PART, FIRST, "one"));
    twins_finish(twins, FIRST + 2);
}

/* A part is full and settled, while its ids wait. */
static void ids_outlive_a_full_part(void **state)
{
    struct twins *twins = *state;
    struct rows rows = {.style = KEYS_NUMBERS};
    for (uint32_t i = 0; i < 70000; i++)
        rows_add(&rows, i % 10, LOAD_SALE, FIRST + (int32_t)i % 12, 1, 1);
    OK(record_id_of(twins, 3, FIRST, "one"));
    twins_load(twins, &rows);
    DUPLICATE(record_id_of(twins, 3, FIRST, "one"));
    assert_true(is_loading(twins, twins->loading));
    DUPLICATE(record_id_of(twins, 3, FIRST, "one"));
    twins_finish(twins, FIRST + 2);
}

#define SKY                                                                                                            \
    "{'format':1,'name':'t','events':{'visit':{},'sale':{}},'accept_late':'10d','metrics':{'sun':{'host':'sun'}},"     \
    "'ladder':[{'rung':'off'},{'rung':'on','enter':['sun >= 10']}]}"

static int32_t fails_at, asked;

static int32_t sun(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)user, (void)customer_user;
    *value = 10;
    *until = date + 1;
    return asked++ == fails_at ? 1 : LOYALTY_OK;
}

static void ask_again(void)
{
    asked = 0;
}

static int sky_set_up(void **state)
{
    struct twins *twins = twins_of(SKY, sun);
    twins->before_each = ask_again;
    *state = twins;
    return 0;
}

/* Some customers are folded then, and forget what is too late for them; those who are not still know all. */
static void ids_are_known_after_a_host_failed(void **state)
{
    enum { MANY = 2500 };
    struct twins *twins = *state;
    for (int32_t at = 0; at < MANY; at += 700) {
        uint32_t told;
        twins_renew(twins);
        for (uint32_t i = 0; i < MANY; i++)
            OK(record_id_of(twins, i, FIRST + (int32_t)i % 20, "one"));
        fails_at = at;
        assert_int_equal(twins_try_advance(twins, FIRST + 20, &told), LOYALTY_E_HOST);
        fails_at = -1;
        for (uint32_t i = 0; i < MANY; i += 11)
            assert_int_not_equal(record_id_of(twins, i, FIRST + (int32_t)i % 20, "one"), LOYALTY_OK);
        twins_advance(twins, FIRST + 20);
        for (uint32_t i = 0; i < MANY; i += 7)
            assert_int_not_equal(record_id_of(twins, i, FIRST + (int32_t)i % 20, "one"), LOYALTY_OK);
        twins_agree(twins);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOAD_TEST(repeats_are_refused_at_once),
        LOAD_TEST(ids_that_are_not_valid_are_refused_at_once),
        LOAD_TEST(repeats_in_batches_are_refused),
        LOAD_TEST(ids_of_any_form_are_told_apart),
        LOAD_TEST(descending_ids_are_told_apart),
        LOAD_TEST(ids_go_with_their_customers),
        LOAD_TEST(ids_come_along),
        LOAD_TEST(ids_outlive_a_full_part),
        cmocka_unit_test_setup_teardown(ids_are_known_after_a_host_failed, sky_set_up, twins_tear_down),
    };
    return cmocka_run_group_tests_name("book: load, ids", tests, NULL, NULL);
}
