/* SPDX-License-Identifier: MIT */
/* Every allocation fails once, in turn, in a scenario that goes through all calls of a book that allocate. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "books.h"
#include "fail_each.h"
#include "seed.h"
#include "text.h"

enum { BOOKS = 3, MANY = 20 };

static struct counting counting;

struct world {
    loyalty_program *program, *rules;
    loyalty_book *books[BOOKS];
    char told[4000];
    int32_t statuses[MANY];
};

static int32_t take_down(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                         const loyalty_transition *transition)
{
    struct world *world = user;
    size_t used = strlen(world->told);
    (void)customer;
    used += (size_t)snprintf(world->told + used, sizeof world->told - used, "%.*s %s%d %u>%u\n", (int)key_length,
                             (const char *)key, transition->revoked ? "not " : "", (int)transition->date,
                             (unsigned)transition->from_rung, (unsigned)transition->to_rung);
    assert_true(used < sizeof world->told);
    return 0;
}

static int32_t new_book(struct world *world)
{
    return loyalty_book_new(world->program, seed_of(1), &world->books[0]);
}

static int32_t new_second(struct world *world)
{
    return loyalty_book_new(world->program, seed_of(2), &world->books[1]);
}

static int32_t add(struct world *world, uint32_t which, const char *key, const char *date, const char *id)
{
    loyalty_event event = book_event(world->books[which], "visit", date);
    event.id = id;
    event.id_length = id ? (uint32_t)strlen(id) : 0;
    return loyalty_book_record(world->books[which], key, (uint32_t)strlen(key), &event, take_down, world, NULL);
}

static int32_t record_first(struct world *world)
{
    return add(world, 0, "anna", "2024-01-01", NULL);
}

static int32_t record_twin(struct world *world)
{
    loyalty_event event = book_event(world->books[0], "visit", "2024-01-01");
    event.count = 2;
    return loyalty_book_record(world->books[0], "anna 2", 6, &event, take_down, world, NULL);
}

static int32_t record_a_long_key(struct world *world)
{
    return add(world, 0, "a customer with a long key", "2024-01-03", "till 1/1");
}

static int32_t record_future(struct world *world)
{
    return add(world, 0, "bert", "2024-02-03", NULL);
}

static int32_t record_in_second(struct world *world)
{
    int32_t status = add(world, 1, "anna", "2024-01-02", "late");
    return status == LOYALTY_E_DUPLICATE ? LOYALTY_OK : status;
}

static int32_t record_another_in_second(struct world *world)
{
    return add(world, 1, "carla, whose key is long too", "2024-01-05", "x");
}

static int32_t advance_first(struct world *world)
{
    return loyalty_book_advance(world->books[0], day("2024-01-15"), take_down, world);
}

static int32_t advance_second(struct world *world)
{
    return loyalty_book_advance(world->books[1], day("2024-01-18"), NULL, NULL);
}

static int32_t record_late(struct world *world)
{
    return add(world, 0, "doris", "2024-01-14", "doris 1");
}

static int32_t record_receipt(struct world *world, const char *key)
{
    const loyalty_date dates[] = {day("2024-01-24"), day("2024-01-13")};
    const void *const ids[] = {"line 1", "line 2"};
    const uint32_t lengths[] = {6, 6};
    loyalty_batch lines = {.size = sizeof lines, .rows = 2, .dates = dates, .ids = ids, .id_lengths = lengths};
    lines.kind = book_event(world->books[0], "visit", "2024-01-13").kind;
    return loyalty_book_record_all(world->books[0], key, (uint32_t)strlen(key), &lines, take_down, world, NULL);
}

static int32_t record_a_receipt(struct world *world)
{
    return record_receipt(world, "doris");
}

static int32_t record_a_first_receipt(struct world *world)
{
    return record_receipt(world, "greta, who has a receipt and a long key");
}

static int32_t add_customer(struct world *world)
{
    return loyalty_book_add(world->books[0], "emil, with a user and a long key", 32, world);
}

/* Enough for keys, rows and the queue to grow. Rows recorded before the failure are duplicates when sent again. */
static int32_t record_batch(struct world *world)
{
    const void *keys[MANY], *ids[MANY];
    char texts[MANY][40];
    uint32_t key_lengths[MANY], id_lengths[MANY], kinds[MANY];
    int32_t dates[MANY], statuses[MANY];
    loyalty_batch batch = {.size = sizeof batch,
                           .rows = MANY,
                           .keys = keys,
                           .key_lengths = key_lengths,
                           .kinds = kinds,
                           .dates = dates,
                           .ids = ids,
                           .id_lengths = id_lengths};
    for (int i = 0; i < MANY; i++) {
        int length = snprintf(texts[i], sizeof texts[i], i % 2 ? "%d" : "a long key, number %d", i);
        keys[i] = ids[i] = texts[i];
        key_lengths[i] = id_lengths[i] = (uint32_t)length;
        kinds[i] = 0;
        dates[i] = day("2024-01-15") + i % 7 - 3;
    }
    loyalty_batch_result result = {.size = sizeof result};
    OK(loyalty_book_record_batch(world->books[0], &batch, NULL, NULL, statuses, &result));
    int32_t status = LOYALTY_OK;
    size_t counted = 0;
    for (int i = 0; i < MANY; i++) {
        counted += statuses[i] != LOYALTY_OK;
        if (statuses[i] == LOYALTY_E_MEMORY)
            status = LOYALTY_E_MEMORY;
        else if (statuses[i] != LOYALTY_OK)
            assert_int_equal(statuses[i], LOYALTY_E_DUPLICATE);
    }
    assert_int_equal(result.refused + result.duplicates, counted);
    return status;
}

/* The bucket where the merged customer is queued is full, and the one of those due at once was just emptied. */
static int32_t merge_twin(struct world *world)
{
    return loyalty_book_join(world->books[0], "a customer with a long key", 26, "anna 2", 6, NULL, NULL, NULL);
}

static int32_t merge_keys(struct world *world)
{
    return loyalty_book_join(world->books[0], "anna", 4, "a customer with a long key", 26, NULL, NULL, NULL);
}

static int32_t merge(struct world *world)
{
    return loyalty_book_merge(world->books[0], world->books[1], NULL, NULL, NULL);
}

static int32_t convert(struct world *world)
{
    uint64_t left_out = 77;
    int32_t status = loyalty_book_convert(world->books[0], world->rules, seed_of(3), &left_out, &world->books[2]);
    assert_int_equal(left_out, status ? 77 : 0);
    return status;
}

static int32_t forget(struct world *world)
{
    return loyalty_book_remove(world->books[0], "a long key, number 4", 20);
}

static int32_t advance_far(struct world *world)
{
    return loyalty_book_advance(world->books[0], day("2024-03-15"), take_down, world);
}

static int32_t (*const steps[])(struct world *) = {new_book,
                                                   new_second,
                                                   record_first,
                                                   record_twin,
                                                   record_a_long_key,
                                                   record_future,
                                                   record_in_second,
                                                   record_another_in_second,
                                                   advance_first,
                                                   merge_twin,
                                                   record_late,
                                                   record_a_receipt,
                                                   record_a_first_receipt,
                                                   advance_second,
                                                   add_customer,
                                                   record_batch,
                                                   merge_keys,
                                                   merge,
                                                   convert,
                                                   forget,
                                                   advance_far};

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts lines by their bytes: a row that failed comes later than it would have, and so does what is told of it. */
static void sort_lines(char *text)
{
    enum { LINES = 1000 };
    static char *lines[LINES];
    size_t count = 0, size = strlen(text) + 1, used = 0;
    char *sorted = malloc(size);
    assert_non_null(sorted);
    *sorted = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        assert_in_range(count, 0, LINES - 1);
        lines[count++] = line;
    }
    qsort(lines, count, sizeof *lines, by_text);
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(sorted + used, size - used, "%s\n", lines[i]);
    memcpy(text, sorted, used + 1);
    free(sorted);
}

static struct world world;

static char *sight(void)
{
    struct text text = {0};
    text_add(&text, "%s\n", world.told);
    for (size_t i = 0; i < BOOKS; i++)
        if (world.books[i]) {
            char *one = book_sight(world.books[i]);
            text_add(&text, "%s", one);
            free(one);
        }
    sort_lines(text.bytes);
    return text.bytes;
}

static void begin(void)
{
    loyalty_options *options = counting_options(&counting);
    world = (struct world){.program = table_with(books_shop, options), .rules = table_with(books_shop, options)};
    loyalty_options_free(options);
}

static void end(void)
{
    for (size_t i = 0; i < BOOKS; i++)
        loyalty_book_free(world.books[i]);
    loyalty_program_unref(world.program);
    loyalty_program_unref(world.rules);
}

static int32_t do_step(size_t number)
{
    return steps[number](&world);
}

/* Rows of a batch, customers of an advance. */
static bool does_parts(size_t number)
{
    int32_t (*step)(struct world *) = steps[number];
    return step == record_batch || step == advance_first || step == advance_second || step == advance_far;
}

static struct scenario scenario = {
    .counting = &counting,
    .step_count = LENGTH(steps),
    .begin = begin,
    .step = do_step,
    .does_parts = does_parts,
    .sight = sight,
    .end = end,
    .failures_max = 100000,
};

/* An allocator that looks, when a block comes back, whether a customer's id or amount still stands in it. */
static const char secret[] = "card 4711-0815";
static const int64_t amount = INT64_C(0x5ec2e75ec2e7); /* no word of a log can say it */
static uint32_t found, found_amounts;
static size_t held; /* bytes */

struct sized {
    size_t bytes;
    _Alignas(max_align_t) unsigned char content[];
};

static struct sized *sized_of(void *content)
{
    return (struct sized *)(void *)((unsigned char *)content - offsetof(struct sized, content));
}

static void *take(void *user, size_t bytes)
{
    struct sized *block = test_calloc(1, sizeof *block + bytes);
    (void)user;
    assert_non_null(block);
    block->bytes = bytes;
    held += bytes;
    return block->content;
}

static void give_back(void *user, void *content)
{
    struct sized *block = sized_of(content);
    (void)user;
    held -= block->bytes;
    for (size_t i = 0; i + sizeof secret - 1 <= block->bytes; i++)
        found += memcmp(block->content + i, secret, sizeof secret - 1) == 0;
    for (size_t i = 0; i + sizeof amount <= block->bytes; i++)
        found_amounts += memcmp(block->content + i, &amount, sizeof amount) == 0;
    test_free(block);
}

static void *resize(void *user, void *content, size_t bytes)
{
    const size_t before = sized_of(content)->bytes;
    void *moved = take(user, bytes);
    memcpy(moved, content, before < bytes ? before : bytes);
    memset(content, 0, before); /* a block that grows is not what this test is about */
    give_back(user, content);
    return moved;
}

static loyalty_program *watched(void)
{
    static const loyalty_allocator allocator = {
        .size = sizeof allocator, .allocate = take, .resize = resize, .release = give_back};
    loyalty_options *options;
    OK(loyalty_options_new(&allocator, &options));
    loyalty_program *program = table_with(books_shop, options);
    loyalty_options_free(options);
    return program;
}

static void a_removed_customer_leaves_nothing_in_memory(void **state)
{
    loyalty_program *program = watched();
    loyalty_book *book;
    (void)state;
    for (int erased = 0; erased < 2; erased++) {
        OK(loyalty_book_new(program, seed_of(1), &book));
        OK(book_record_id(book, secret, "visit", "2024-01-01", secret));
        OK(book_record_id(book, "other card", "visit", "2024-01-01", secret));
        found = 0;
        if (erased) {
            OK(book_remove(book, secret));
            OK(book_remove(book, "other card"));
            assert_int_equal(found, 0);
        }
        loyalty_book_free(book);
        assert_int_equal(found, 0); /* book_wiped.c shows that such a test sees something */
    }
    loyalty_program_unref(program);
}

/* Removing the customer ends a load; what was put aside is overwritten, too. */
static void a_removed_customer_leaves_no_amount_in_memory(void **state)
{
    const loyalty_event event = {.size = sizeof event, .date = 19000, .count = 1, .value = amount};
    loyalty_program *program = watched();
    loyalty_book *book;
    (void)state;
    OK(loyalty_book_new(program, seed_of(1), &book));
    OK(loyalty_book_record(book, secret, sizeof secret - 1, &event, NULL, NULL, NULL));
    found_amounts = 0;
    OK(book_remove(book, secret));
    assert_int_equal(found_amounts, 0);
    OK(loyalty_book_record(book, secret, sizeof secret - 1, &event, NULL, NULL, NULL));
    loyalty_book_free(book);
    assert_int_equal(found_amounts, 0);
    loyalty_program_unref(program);
}

/* Neither the index nor the queue nor the rows grow with those who are gone. */
static void customers_who_come_and_go_take_no_more_memory(void **state)
{
    enum { ROUNDS = 2000, AT_ONCE = 10 };
    loyalty_program *program = watched();
    loyalty_book *book;
    size_t after_some = 0;
    (void)state;
    OK(loyalty_book_new(program, seed_of(1), &book));
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < AT_ONCE; i++)
            OK(book_record(book, text_of("customer %d of %d", i, round), "visit",
                           round % 2 ? "2024-01-01" : "2024-01-02"));
        if (round == ROUNDS / 2)
            OK(book_advance(book, "2024-01-03"));
        for (int i = 0; i < AT_ONCE; i++)
            OK(book_remove(book, text_of("customer %d of %d", i, round)));
        if (round == ROUNDS / 10)
            after_some = held;
        if (round == ROUNDS / 2)
            assert_in_range(held, 1, after_some);
        if (round == ROUNDS / 2 + ROUNDS / 10)
            after_some = held;
    }
    assert_in_range(held, 1, after_some);
    loyalty_book_free(book);
    loyalty_program_unref(program);
    assert_int_equal(held, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(each_allocation_fails_once, &scenario),
        cmocka_unit_test_prestate(memory_runs_out_for_good, &scenario),
        cmocka_unit_test(a_removed_customer_leaves_nothing_in_memory),
        cmocka_unit_test(a_removed_customer_leaves_no_amount_in_memory),
        cmocka_unit_test(customers_who_come_and_go_take_no_more_memory),
    };
    return cmocka_run_group_tests_name("book: memory", tests, NULL, NULL);
}
