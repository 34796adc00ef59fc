/* SPDX-License-Identifier: MIT */
/* Every allocation of a load fails once, in turn, whichever call ends the load; and how much memory a load holds. */
#include <stdlib.h>
#include <string.h>

#include "fail_each.h"
#include "loads.h"
#include "number_key.h"
#include "seed.h"
#include "text.h"

enum { FIRST = 19000, LAST = FIRST + 30, PART = 1024, LONGER = 12, IDS = 6, ROWS_MAX = 400, BOOKS = 3 };

static struct counting counting;

/* Rows of a batch that were recorded already; those in which memory ran out are sent again. */
struct delivery {
    struct rows rows;
    bool done[ROWS_MAX];
};

static struct world {
    loyalty_program *program;
    loyalty_book *books[BOOKS]; /* the one that loads, another one, and one that was converted */
    loyalty_census *census;
    loyalty_backtest *backtest;
    struct delivery plain, large;
    uint32_t ids;        /* events with ids that were recorded */
    bool ended;          /* whether the load has ended, so that the book can be looked at */
    struct text told;    /* to those who are looked at */
    uint32_t told_count; /* in all */
} world;

static bool with_ids;

static void add_key(struct text *text, const void *key, uint32_t length)
{
    if (length != NUMBER_KEY) {
        text_add(text, "%.*s: ", (int)length, (const char *)key);
        return;
    }
    text_add(text, "%u: ", (unsigned)key_number(key));
}

/* Only a few are looked at: it takes most of the time. */
static bool is_seen(const void *key, uint32_t length)
{
    if (length != NUMBER_KEY)
        return length < 100;
    const uint64_t number = key_number(key);
    return number < 4 || number == PART;
}

static int32_t hear(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                    const loyalty_transition *transition)
{
    (void)user, (void)customer;
    world.told_count++;
    if (!is_seen(key, key_length))
        return 0;
    add_key(&world.told, key, key_length);
    text_add(&world.told, "%d %u>%u %d\n", (int)transition->date, (unsigned)transition->from_rung,
             (unsigned)transition->to_rung, (int)transition->revoked);
    return 0;
}

/* Words enough for blocks, pages and escapes. */
static void fill_deliveries(void)
{
    world.plain.rows.style = KEYS_LONG;
    for (uint32_t i = 0; i < LONGER * 10; i++)
        rows_add(&world.plain.rows, i % LONGER, i % 3 == 2, FIRST + (int32_t)i % 25, 1, i);
    world.large.rows.style = KEYS_NUMBERS;
    for (uint32_t i = 0; i < 160; i++)
        rows_add(&world.large.rows, i < 120 ? 3 : i % 20, LOAD_SALE, FIRST + (int32_t)(i * 7 % 97) / 4, i % 9 ? 1 : 20,
                 i % 11 ? 5 : INT64_C(1) << 31);
}

/* Records the rows that were not recorded yet. */
static int32_t deliver(struct delivery *delivery)
{
    const void *keys[ROWS_MAX];
    uint32_t lengths[ROWS_MAX], kinds[ROWS_MAX];
    int32_t dates[ROWS_MAX], counts[ROWS_MAX], statuses[ROWS_MAX], status = LOYALTY_OK;
    int64_t values[ROWS_MAX];
    size_t places[ROWS_MAX], failed = 0;
    loyalty_batch_result result = {.size = sizeof result};
    const struct rows *rows = &delivery->rows;
    loyalty_batch batch = {.size = sizeof batch,
                           .keys = keys,
                           .key_lengths = lengths,
                           .kinds = kinds,
                           .dates = dates,
                           .values = values,
                           .counts = counts};
    for (size_t i = 0; i < rows->count; i++) {
        if (delivery->done[i])
            continue;
        const size_t at = batch.rows++;
        places[at] = i;
        keys[at] = rows->keys[i].bytes;
        lengths[at] = rows->keys[i].length;
        kinds[at] = rows->kinds[i];
        dates[at] = rows->dates[i];
        values[at] = rows->values[i];
        counts[at] = rows->counts[i];
    }
    OK(loyalty_book_record_batch(world.books[0], &batch, hear, NULL, statuses, &result));
    for (size_t i = 0; i < batch.rows; i++) {
        delivery->done[places[i]] = statuses[i] == LOYALTY_OK;
        failed += statuses[i] != LOYALTY_OK;
        status = statuses[i] ? statuses[i] : status;
    }
    assert_int_equal(result.refused + result.duplicates, failed);
    return status;
}

static int32_t deliver_plain(void)
{
    return deliver(&world.plain);
}

static int32_t deliver_large(void)
{
    return deliver(&world.large);
}

static int32_t record_singly(void)
{
    const loyalty_event event = {.size = sizeof event, .kind = LOAD_SALE, .date = FIRST + 9, .count = -3, .value = 7};
    return loyalty_book_record(world.books[0], "a customer with a long key", 26, &event, hear, NULL, NULL);
}

/* Every second one is a repeat. */
static int32_t record_receipt(uint32_t number)
{
    const loyalty_event event = {.size = sizeof event,
                                 .date = FIRST + 2 + (int32_t)number,
                                 .count = 1,
                                 .id = text_of("receipt %u", (unsigned)number / 2),
                                 .id_length = 9};
    const struct load_key key = load_key(KEYS_NUMBERS, number % 4 < 2 ? 3 : 2000);
    return loyalty_book_record(world.books[0], key.bytes, key.length, &event, hear, NULL, NULL);
}

static int32_t record_ids(void)
{
    for (; with_ids && world.ids < IDS; world.ids++) {
        int32_t status = record_receipt(world.ids);
        if (status == LOYALTY_E_MEMORY)
            return status;
        assert_int_equal(status, world.ids % 2 ? LOYALTY_E_DUPLICATE : LOYALTY_OK);
    }
    return LOYALTY_OK;
}

/* The calls that end the load. */

static int32_t end_by_find(void)
{
    const loyalty_customer *customer;
    return loyalty_book_find(world.books[0], "a customer with a long key", 26, &customer);
}

static int32_t end_by_next(void)
{
    uint64_t cursor = 0;
    return loyalty_book_each(world.books[0], &cursor, NULL, NULL, NULL);
}

static int32_t end_by_advance(void)
{
    return loyalty_book_advance(world.books[0], FIRST + 12, hear, NULL);
}

static int32_t end_by_merge(void)
{
    return loyalty_book_merge(world.books[0], world.books[1], NULL, NULL, NULL);
}

static int32_t end_by_merge_of_other(void)
{
    return loyalty_book_merge(world.books[1], world.books[0], NULL, NULL, NULL);
}

static int32_t end_by_convert(void)
{
    return loyalty_book_convert(world.books[0], world.program, seed_of(3), NULL, &world.books[2]);
}

static int32_t end_by_census(void)
{
    return loyalty_census_add_book(world.census, world.books[0]);
}

static int32_t end_by_backtest(void)
{
    return loyalty_backtest_add_books(world.backtest, world.books[1], world.books[0]);
}

static int32_t end_by_record(void)
{
    const loyalty_event event = {.size = sizeof event, .date = FIRST + 9, .count = 1};
    const loyalty_customer *customer;
    return loyalty_book_record(world.books[0], "a new customer", 14, &event, hear, NULL, &customer);
}

static int32_t end_by_add(void)
{
    return loyalty_book_add(world.books[0], "a new customer", 14, &world);
}

static int32_t end_by_remove(void)
{
    return loyalty_book_remove(world.books[0], "a customer with a long key", 26);
}

static int32_t end_by_merge_keys(void)
{
    const struct load_key key = load_key(KEYS_NUMBERS, 3);
    return loyalty_book_join(world.books[0], "a customer with a long key", 26, key.bytes, key.length, NULL, NULL, NULL);
}

static int32_t (*const enders[])(void) = {end_by_find,    end_by_next,   end_by_advance,  end_by_merge,
                                          end_by_convert, end_by_census, end_by_backtest, end_by_merge_of_other,
                                          end_by_record,  end_by_add,    end_by_remove,   end_by_merge_keys};

static int32_t (*ender)(void);

static int32_t end_load(void)
{
    int32_t status = ender();
    world.ended = !status;
    return status;
}

/* Customers know what they had, unless it was merged into another. */
static int32_t repeat_ids(void)
{
    for (uint32_t i = 0; with_ids && ender != end_by_merge_keys && i < IDS; i++) {
        int32_t status = record_receipt(i);
        if (status == LOYALTY_E_MEMORY)
            return status;
        assert_int_equal(status, LOYALTY_E_DUPLICATE);
    }
    return LOYALTY_OK;
}

static int32_t advance_all(void)
{
    int32_t status = LOYALTY_OK;
    for (int i = 0; !status && i < BOOKS; i++)
        if (world.books[i])
            status = loyalty_book_advance(world.books[i], LAST, hear, NULL);
    return status;
}

static int32_t (*const steps[])(void) = {deliver_plain, deliver_large, record_singly, record_ids,
                                         end_load,      repeat_ids,    advance_all};

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts lines: a row that failed comes later than it would have, and so does its customer. */
static char *sorted_lines(char *text)
{
    enum { LINES = 8000 };
    static const char *lines[LINES];
    struct text sorted = {0};
    size_t count = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        assert_in_range(count, 0, LINES - 1);
        lines[count++] = line;
    }
    qsort(lines, count, sizeof *lines, by_text);
    for (size_t i = 0; i < count; i++)
        text_add(&sorted, "%s\n", lines[i]);
    free(text);
    return sorted.bytes;
}

static void see_customer(struct text *text, const loyalty_customer *customer)
{
    static char json[10000];
    loyalty_customer *copy;
    size_t needed;
    OK(loyalty_customer_copy(customer, &copy));
    OK(loyalty_customer_advance(copy, LAST, NULL, NULL));
    int32_t status = loyalty_customer_json(copy, "en", LAST + 10, json, sizeof json, &needed);
    for (char *at = json; *at; at++)
        *at = *at == '\n' ? ' ' : *at;
    text_add(text, "%s; %s; %s\n", transitions_text(customer), standing_text(customer),
             status ? status_name(status) : json);
    loyalty_customer_free(copy);
}

static void see_book(struct text *text, loyalty_book *book)
{
    uint64_t cursor = 0;
    uint32_t length;
    const void *key;
    const loyalty_customer *customer;
    while (loyalty_book_each(book, &cursor, &key, &length, &customer) == LOYALTY_OK) {
        if (!is_seen(key, length))
            continue;
        add_key(text, key, length);
        see_customer(text, customer);
    }
}

/* Before the load has ended, what can be seen without ending it. */
static char *sight(void)
{
    struct text text = {0};
    text_add(&text, "%s\n%u in all\n", world.told.bytes ? world.told.bytes : "", (unsigned)world.told_count);
    for (int i = 0; i < BOOKS; i++) {
        if (!world.books[i])
            continue;
        text_add(&text, "%d: %u on %s\n", i, (unsigned)loyalty_book_count(world.books[i]), book_day(world.books[i]));
        if (world.ended)
            see_book(&text, world.books[i]);
    }
    text_add(&text, "census %u, backtest %u\n", (unsigned)loyalty_census_count(world.census),
             (unsigned)loyalty_backtest_change_count(world.backtest));
    return sorted_lines(text.bytes);
}

static void make_figures(void)
{
    const loyalty_census_plan plan = {.size = sizeof plan, .as_of = LAST};
    OK(loyalty_census_new(world.program, &plan, &world.census));
    OK(loyalty_backtest_new(world.program, world.program, LAST, 10, &world.backtest));
}

/* One part is full of others already. */
static void begin(void)
{
    loyalty_options *options = counting_options(&counting);
    world = (struct world){.program = table_with(loads_shop, options)};
    loyalty_options_free(options);
    make_figures();
    OK(loyalty_book_new(world.program, seed_of(1), &world.books[0]));
    OK(loyalty_book_new(world.program, seed_of(2), &world.books[1]));
    for (uint64_t i = 0; i < PART + 5; i++) {
        const loyalty_event event = {.size = sizeof event, .date = FIRST + 3, .count = 1};
        OK(loyalty_book_record(world.books[i % 90 == 4], number_key(i).bytes, NUMBER_KEY, &event, NULL, NULL, NULL));
    }
    fill_deliveries();
}

static void end(void)
{
    for (int i = 0; i < BOOKS; i++)
        loyalty_book_free(world.books[i]);
    loyalty_census_free(world.census);
    loyalty_backtest_free(world.backtest);
    loyalty_program_unref(world.program);
    rows_free(&world.plain.rows);
    rows_free(&world.large.rows);
    free(world.told.bytes);
}

static int32_t do_step(size_t number)
{
    return steps[number]();
}

/* Rows of a batch, customers of an advance, events with ids. */
static bool does_parts(size_t number)
{
    if (steps[number] == end_load)
        return ender == end_by_advance;
    return steps[number] != record_singly;
}

static struct scenario scenario = {
    .counting = &counting,
    .step_count = LENGTH(steps),
    .begin = begin,
    .step = do_step,
    .does_parts = does_parts,
    .sight = sight,
    .end = end,
    .failures_max = 2000,
};

static void any_allocation_of_a_load_may_fail(void **state)
{
    void *chosen = &scenario;
    (void)state;
    for (size_t i = 0; i < LENGTH(enders) * 2; i++) {
        ender = enders[i / 2];
        with_ids = i % 2;
        if (with_ids)
            memory_runs_out_for_good(&chosen);
        else
            each_allocation_fails_once(&chosen);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_allocation_of_a_load_may_fail),
    };
    return cmocka_run_group_tests_name("book: load, memory", tests, NULL, NULL);
}
