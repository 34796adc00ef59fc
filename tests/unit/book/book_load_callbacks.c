/* SPDX-License-Identifier: MIT */
/* The first advance after a load: whom it tells of in which order, what its callback may do, and hosts that fail in it. */
#include <stdlib.h>
#include <string.h>

#include "loads.h"

enum { FIRST = 19000, PART = 1024, NEVER = INT32_MAX };

static void load_visits(struct twins *twins, enum key_style style, uint32_t customers, int32_t rounds)
{
    struct rows rows = {.style = style};
    for (int32_t round = 0; round < rounds; round++)
        for (uint32_t i = 0; i < customers; i++)
            rows_add(&rows, round % 2 ? customers - 1 - i : i, LOAD_VISIT, FIRST + (int32_t)(i * 7 % 11) + round, 1, 0);
    twins_load(twins, &rows);
}

/* The customers whom an advance should tell of, in the order in which they were added. */
struct line {
    enum key_style style;
    uint32_t next;
};

static int32_t expect_next_in_line(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                                   const loyalty_transition *transition)
{
    struct line *line = user;
    const struct load_key expected = load_key(line->style, line->next++);
    (void)customer, (void)transition;
    assert_int_equal(key_length, expected.length);
    assert_memory_equal(key, expected.bytes, key_length);
    return 0;
}

static void the_first_advance_tells_in_the_order_of_adding(void **state)
{
    const uint32_t counts[] = {PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 1, 3 * PART + 500};
    struct twins *twins = *state;
    for (size_t i = 0; i < LENGTH(counts) * KEY_STYLES; i++) {
        struct line line = {i % KEY_STYLES, 0};
        twins_renew(twins);
        load_visits(twins, line.style, counts[i / KEY_STYLES], 2);
        assert_int_equal(loyalty_book_count(twins->loading), counts[i / KEY_STYLES]);
        OK(loyalty_book_advance(twins->loading, FIRST + 11, expect_next_in_line, &line));
        assert_int_equal(line.next, counts[i / KEY_STYLES]);
        OK(loyalty_book_advance(twins->plain, FIRST + 11, NULL, NULL));
        twins_advance(twins, FIRST + 42);
        twins_agree(twins);
    }
}

/* On most of the days the first advance leaves customers who come later; so does the second. */
static void days_to_come_wait(void **state)
{
    struct twins *twins = *state;
    for (int32_t date = FIRST - 1; date < FIRST + 14; date++) {
        twins_renew(twins);
        load_visits(twins, KEYS_NUMBERS, PART + 300, 3);
        for (int32_t later = date; later < FIRST + 50; later += later < FIRST + 12 ? 1 : 10)
            twins_advance(twins, later);
        twins_agree(twins);
    }
}

/* More events of each part than are put aside of one, in batches and one by one. */
static void a_part_may_be_settled_while_the_load_goes_on(void **state)
{
    struct twins *twins = *state;
    for (int singly = 0; singly < 2; singly++) {
        struct rows rows = {.style = KEYS_NUMBERS};
        twins_renew(twins);
        for (uint32_t i = 0; i < 150000; i++)
            rows_add(&rows, i % 3 ? i % 1100 : 1025, LOAD_SALE, FIRST + (int32_t)(i * 7919 % 40), 1, i % 100);
        if (singly)
            twins_singly(twins, &rows);
        else
            twins_batch(twins, &rows);
        rows_free(&rows);
        assert_true(is_loading(twins, twins->loading));
        twins_finish(twins, FIRST + 30);
    }
}

#define BUSY(call) assert_int_equal(call, LOYALTY_E_BUSY)

struct visitor {
    struct twins *twins;
    loyalty_census *census;
    loyalty_backtest *backtest;
    uint32_t count, told;
};

static int32_t try_everything(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                              const loyalty_transition *transition)
{
    struct visitor *visitor = user;
    loyalty_book *book = visitor->twins->loading, *other = visitor->twins->plain, *made = NULL;
    const loyalty_event event = {.size = sizeof event, .date = FIRST, .count = 1};
    const loyalty_batch batch = {.size = sizeof batch};
    const loyalty_customer *found;
    uint64_t cursor = 0;
    BUSY(loyalty_book_record(book, key, key_length, &event, NULL, NULL, NULL));
    BUSY(loyalty_book_record(book, "new", 3, &event, NULL, NULL, &found));
    BUSY(loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, NULL));
    BUSY(loyalty_book_advance(book, transition->date + 1000, NULL, NULL));
    BUSY(loyalty_book_find(book, key, key_length, &found));
    BUSY(loyalty_book_each(book, &cursor, NULL, NULL, NULL));
    BUSY(loyalty_book_set_user(book, key, key_length, NULL));
    BUSY(loyalty_book_add(book, "emil", 4, NULL));
    BUSY(loyalty_book_remove(book, key, key_length));
    BUSY(loyalty_book_join(book, key, key_length, "bert", 4, NULL, NULL, NULL));
    BUSY(loyalty_book_merge(book, other, NULL, NULL, NULL));
    BUSY(loyalty_book_merge(other, book, NULL, NULL, NULL));
    BUSY(loyalty_book_convert(book, loyalty_book_program(book), NULL, NULL, &made));
    BUSY(loyalty_census_add_book(visitor->census, book));
    BUSY(loyalty_backtest_add_books(visitor->backtest, book, other));
    BUSY(loyalty_backtest_add_books(visitor->backtest, other, book));
    assert_int_equal(loyalty_book_count(book), visitor->count);
    assert_string_equal(book_day(book), "NOT_ADVANCED");
    assert_string_not_equal(standing_text(customer), "ABSENT");
    assert_string_equal(metric_text(customer, "n"), "2");
    assert_null(loyalty_customer_user(customer));
    visitor->told++;
    return 0;
}

/* Also while later parts are still put aside. */
static void the_callback_of_the_first_advance_may_ask_the_customer(void **state)
{
    struct twins *twins = *state;
    struct visitor visitor = {.twins = twins, .count = 2 * PART + 10};
    const loyalty_census_plan plan = {.size = sizeof plan, .as_of = FIRST};
    OK(loyalty_census_new(twins->program, &plan, &visitor.census));
    OK(loyalty_backtest_new(twins->program, twins->program, FIRST, 10, &visitor.backtest));
    load_visits(twins, KEYS_NUMBERS, visitor.count, 2);
    OK(loyalty_book_advance(twins->loading, FIRST + 12, try_everything, &visitor));
    assert_int_equal(visitor.told, visitor.count);
    OK(loyalty_book_advance(twins->plain, FIRST + 12, NULL, NULL));
    assert_int_equal(loyalty_census_count(visitor.census), 0);
    twins_finish(twins, FIRST + 12);
    loyalty_census_free(visitor.census);
    loyalty_backtest_free(visitor.backtest);
}

/* Whoever appears is off; on from the second day on that the host is asked about, unless it fails. */
#define SKY                                                                                                            \
    "{'format':1,'name':'t','events':{'visit':{},'sale':{}},'metrics':{'sun':{'host':'sun'},'n':{'count':'visit'}},"   \
    "'ladder':[{'rung':'off'},{'rung':'on','enter':['sun >= 10','n >= 2']}]}"

static int32_t fails_at; /* the call of the host, in either book */
static int32_t asked;

static int32_t sun(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)user, (void)customer_user;
    *value = date >= FIRST + 3 ? 10 : 0;
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
    fails_at = NEVER;
    *state = twins;
    return 0;
}

#define SKY_TEST(name) cmocka_unit_test_setup_teardown(name, sky_set_up, twins_tear_down)

enum { CUSTOMERS = 2 * PART + 100 };

/* Events of customers before and behind the one at which the host failed, and of a new one. */
static void record_in_between(struct twins *twins, bool singly)
{
    const uint32_t keys[] = {0, 1, 500, PART - 1, PART, PART + 1, 2 * PART, CUSTOMERS - 1, CUSTOMERS + 5};
    struct rows rows = {.style = KEYS_NUMBERS};
    for (size_t i = 0; i < LENGTH(keys) * 2; i++)
        rows_add(&rows, keys[i / 2], LOAD_VISIT, FIRST + (int32_t)i % 13, i % 3 ? 1 : -1, 0);
    fails_at = NEVER;
    if (singly)
        twins_singly(twins, &rows);
    else
        twins_batch(twins, &rows);
    rows_free(&rows);
}

static void ask_in_between(struct twins *twins)
{
    const uint32_t keys[] = {0, 500, PART - 1, PART, 2 * PART, CUSTOMERS - 1};
    for (size_t i = 0; i < LENGTH(keys); i++) {
        const struct load_key key = load_key(KEYS_NUMBERS, keys[i]);
        const loyalty_customer *one, *other;
        OK(loyalty_book_find(twins->loading, key.bytes, key.length, &one));
        OK(loyalty_book_find(twins->plain, key.bytes, key.length, &other));
        assert_string_equal(standing_text(one), standing_text(other));
        assert_string_equal(transitions_text(one), transitions_text(other));
    }
}

enum between { NOTHING, EVENTS, BATCH, QUESTIONS, REMOVAL, SECOND_FAILURE, BETWEENS };

static void do_in_between(struct twins *twins, enum between between, int32_t date)
{
    uint32_t told;
    switch (between) {
    case NOTHING:
    case BETWEENS:
        break;
    case EVENTS:
    case BATCH:
        record_in_between(twins, between == EVENTS);
        break;
    case QUESTIONS:
        ask_in_between(twins);
        break;
    case REMOVAL:
        for (uint32_t i = 0; i < CUSTOMERS; i += 300) {
            const struct load_key key = load_key(KEYS_NUMBERS, i);
            OK(loyalty_book_remove(twins->loading, key.bytes, key.length));
            OK(loyalty_book_remove(twins->plain, key.bytes, key.length));
        }
        break;
    case SECOND_FAILURE:
        fails_at = 900;
        twins_try_advance(twins, date, &told);
        break;
    }
    fails_at = NEVER;
}

/* The part that is folded then is settled, and those after it are not. */
static void a_host_may_fail_in_the_first_advance(void **state)
{
    const int32_t failures[] = {0, 1, 700, PART * 2 - 1, PART * 2, PART * 3, CUSTOMERS * 2};
    struct twins *twins = *state;
    for (size_t i = 0; i < LENGTH(failures) * BETWEENS; i++) {
        uint32_t told;
        twins_renew(twins);
        load_visits(twins, KEYS_NUMBERS, CUSTOMERS, 2);
        fails_at = failures[i / BETWEENS];
        assert_int_equal(twins_try_advance(twins, FIRST + 8, &told), LOYALTY_E_HOST);
        assert_string_equal(book_day(twins->loading), "NOT_ADVANCED");
        assert_int_equal(loyalty_book_count(twins->loading), CUSTOMERS);
        do_in_between(twins, i % BETWEENS, FIRST + 8);
        twins_advance(twins, FIRST + 8);
        twins_agree(twins);
        twins_advance(twins, FIRST + 12);
        twins_agree(twins);
    }
}

/* Or is advanced to another day then. */
static void after_a_host_failed_a_load_may_be_advanced_to_another_day(void **state)
{
    struct twins *twins = *state;
    for (int32_t date = FIRST; date < FIRST + 14; date++) {
        uint32_t told;
        twins_renew(twins);
        load_visits(twins, KEYS_NUMBERS, CUSTOMERS, 2);
        fails_at = PART + 200;
        assert_int_equal(twins_try_advance(twins, FIRST + 8, &told), LOYALTY_E_HOST);
        fails_at = NEVER;
        twins_advance(twins, date);
        twins_advance(twins, FIRST + 15);
        twins_agree(twins);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOAD_TEST(the_first_advance_tells_in_the_order_of_adding),
        LOAD_TEST(days_to_come_wait),
        LOAD_TEST(a_part_may_be_settled_while_the_load_goes_on),
        LOAD_TEST(the_callback_of_the_first_advance_may_ask_the_customer),
        SKY_TEST(a_host_may_fail_in_the_first_advance),
        SKY_TEST(after_a_host_failed_a_load_may_be_advanced_to_another_day),
    };
    return cmocka_run_group_tests_name("book: load, callbacks", tests, NULL, NULL);
}
