/* SPDX-License-Identifier: MIT */
/* Callbacks that ask to stop: what an advance or a batch has told, and that it goes on where it stopped. */
#include "books.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NEVER = INT32_MAX, CUSTOMERS = 6 };

static const char *const names[CUSTOMERS] = {"anna", "bert", "carla", "a customer with a long key", "doris", "emil"};

/* Writes down all that it is told, also by several calls. Asks to stop at one call, or at every one from it on. */
struct stopper {
    struct book_diary diary;
    int calls, stop_at;
    bool always;
};

static int32_t stop_there(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                          const loyalty_transition *transition)
{
    static const int32_t answers[] = {1, -1, INT32_MIN, INT32_MAX, LOYALTY_E_MEMORY};
    struct stopper *stopper = user;
    book_write_down(&stopper->diary, key, key_length, customer, transition);
    const int call = stopper->calls++;
    return call == stopper->stop_at || (stopper->always && call > stopper->stop_at)
               ? answers[call % (int)LENGTH(answers)]
               : 0;
}

/* How a book comes to its advance: in a load, with a load behind it, or a day. */
enum state { LOADING, LOADED, ADVANCED, STATES };

static loyalty_book *visited(enum state state)
{
    loyalty_book *book = book_of(books_shop, 1);
    const loyalty_customer *customer;
    if (state == LOADED)
        assert_int_equal(loyalty_book_find(book, "nobody", 6, &customer), LOYALTY_E_NOT_FOUND);
    if (state == ADVANCED)
        OK(book_advance(book, "2023-12-01"));
    for (int i = 0; i < CUSTOMERS; i++)
        OK(book_record(book, names[i * 5 % CUSTOMERS], "visit", date_text(day("2024-01-01") + i % 3)));
    return book;
}

/* Advances to a date, again and again while the callback asks to stop; returns how often it did. */
static int advance_to(loyalty_book *book, const char *date, struct stopper *stopper)
{
    const char *before = book_day(book);
    int stops = 0;
    for (;; stops++) {
        const int calls = stopper->calls;
        const int32_t status = loyalty_book_advance(book, day(date), stop_there, stopper);
        if (status == LOYALTY_OK)
            break;
        assert_int_equal(status, LOYALTY_E_STOPPED);
        assert_true(stopper->calls > calls);
        assert_string_equal(book_day(book), before);
    }
    assert_string_equal(book_day(book), date);
    return stops;
}

static void assert_same_sight(loyalty_book *one, loyalty_book *other)
{
    char *seen = book_sight(one), *expected = book_sight(other);
    assert_string_equal(seen, expected);
    free(seen);
    free(expected);
}

/* Returns how many bytes of an entry of a diary are the key: those before its date or "revoked". */
static size_t key_in(const char *entry)
{
    const char *revoked = strstr(entry, " revoked "), *date = strstr(entry, " 2024-");
    return (size_t)((revoked && revoked < date ? revoked : date) - entry);
}

/*
 * Returns what is told by a callback that stops at a position, or at every one: nothing more of the customer, or of the
 * row, of whom it stopped, whose entries stand together in the diary of one that never stops.
 */
static const char *told_if_stopped(const char *unstopped, int position, bool always)
{
    char text[sizeof(struct book_diary)] = "";
    const char *stopped = NULL;
    size_t used = 0;
    for (int i = 0; *unstopped; i++) {
        const size_t length = strcspn(unstopped, ";"), key = key_in(unstopped);
        if (stopped && (key_in(stopped) != key || strncmp(stopped, unstopped, key) != 0))
            stopped = NULL;
        if (!stopped) {
            used +=
                (size_t)snprintf(text + used, sizeof text - used, "%s%.*s", used ? "; " : "", (int)length, unstopped);
            assert_true(used < sizeof text);
            if (always ? i >= position : i == position)
                stopped = unstopped;
        }
        unstopped += length + (unstopped[length] ? 2 : 0);
    }
    return text_of("%s", text);
}

/* Stops at a position of the advance to the last of some dates; checks that the others are told all. */
static int stops_at(enum state state, const char *const dates[], int position, bool always)
{
    loyalty_book *book = visited(state), *unstopped = visited(state);
    struct stopper stopper = {.stop_at = position, .always = always}, never = {.stop_at = NEVER};
    int stops = 0;
    for (; *dates; dates++) {
        stops += advance_to(book, *dates, &stopper);
        assert_int_equal(advance_to(unstopped, *dates, &never), 0);
    }
    assert_string_equal(stopper.diary.text, told_if_stopped(never.diary.text, position, always));
    assert_same_sight(book, unstopped);
    loyalty_book_free(book);
    loyalty_book_free(unstopped);
    return stops;
}

/* At each position there is one stop, also at the last; behind it none. */
static void check_positions(const char *const dates[], int transitions, int stops)
{
    for (enum state state = 0; state < STATES; state++) {
        for (int position = 0; position < transitions; position++)
            assert_int_equal(stops_at(state, dates, position, false), 1);
        assert_int_equal(stops_at(state, dates, transitions, false), 0);
        assert_int_equal(stops_at(state, dates, 0, true), stops);
    }
}

static void an_advance_goes_on_with_the_next_customer(void **state)
{
    static const char *const dates[] = {"2024-01-15", "2024-02-15", NULL};
    (void)state;
    check_positions(dates, 2 * CUSTOMERS, 2 * CUSTOMERS);
}

/* Nothing more is told of the one of whom it was told when the callback asked to stop, who is folded to the end. */
static void an_advance_finishes_its_customer(void **state)
{
    static const char *const dates[] = {"2024-02-15", NULL};
    (void)state;
    check_positions(dates, 2 * CUSTOMERS, CUSTOMERS);
}

/* Calls in between find some customers ahead of the book. */
static void a_stopped_advance_may_wait(void **state)
{
    loyalty_book *book = visited(ADVANCED);
    struct stopper stopper = {.stop_at = 2}, never = {.stop_at = NEVER};
    (void)state;
    assert_int_equal(loyalty_book_advance(book, day("2024-01-15"), stop_there, &stopper), LOYALTY_E_STOPPED);
    assert_int_equal(loyalty_book_count(book), CUSTOMERS);
    OK(book_record(book, "franz", "visit", "2024-01-10"));
    OK(book_remove(book, "doris"));
    OK(book_advance(book, "2024-01-02")); /* a day before that of the advance */
    assert_string_equal(book_day(book), "2024-01-02");
    advance_to(book, "2024-01-15", &never);
    assert_string_equal(book_standing(book, "franz"), "friend since 2024-01-10");
    assert_string_equal(book_standing(book, "anna"), "friend since 2024-01-01");
    assert_int_equal(loyalty_book_count(book), CUSTOMERS);
    loyalty_book_free(book);
}

/* ---- Batches ---- */

enum { ROWS = 9 };

static const void *const row_keys[ROWS] = {"anna", "bert", "anna", "new", "carla", "x", "", "bert", "doris"};
static const uint32_t row_lengths[ROWS] = {4, 4, 4, 3, 5, 1, 0, 4, 5}, row_id_lengths[ROWS] = {1, 0, 1};
static const void *const row_ids[ROWS] = {"1", NULL, "1"}; /* the third is a repeat */
static const uint32_t row_kinds[ROWS] = {0, 1};
static const int32_t row_counts[ROWS] = {1, 1, 1, 1, 3, 1, 1, 2, 1};

/* A book in which each row that is recorded tells of one transition, or of two. */
static loyalty_book *book_for_rows(bool twice)
{
    loyalty_book *book = book_of(books_shop, 2);
    OK(book_advance(book, "2024-01-18"));
    OK(book_record(book, "franz", "visit", "2024-01-15"));
    for (int i = 0; twice && i < CUSTOMERS; i++)
        OK(book_record(book, names[i], "visit", "2024-01-16")); /* later than the rows */
    return book;
}

/* Records all rows, from `done` on again after each stop. Sums up the results. */
static int record_rows(loyalty_book *book, struct stopper *stopper, int32_t *statuses, loyalty_batch_result *sum)
{
    int32_t dates[ROWS];
    int stops = 0;
    for (int i = 0; i < ROWS; i++)
        dates[i] = day("2024-01-12") + i % 3;
    *sum = (loyalty_batch_result){.size = sizeof *sum};
    for (bool over = false; !over;) {
        const size_t from = sum->done;
        const loyalty_batch batch = {.size = sizeof batch,
                                     .rows = ROWS - from,
                                     .keys = row_keys + from,
                                     .key_lengths = row_lengths + from,
                                     .kinds = row_kinds + from,
                                     .dates = dates + from,
                                     .counts = row_counts + from,
                                     .ids = row_ids + from,
                                     .id_lengths = row_id_lengths + from};
        loyalty_batch_result result = {.size = sizeof result};
        int32_t status = loyalty_book_record_batch(book, &batch, stop_there, stopper, statuses + from, &result);
        assert_int_equal(status, status ? LOYALTY_E_STOPPED : LOYALTY_OK);
        sum->done += result.done;
        sum->refused += result.refused;
        sum->duplicates += result.duplicates;
        stops += status != LOYALTY_OK;
        over = status == LOYALTY_OK;
        if (over)
            assert_int_equal(sum->done, ROWS);
        assert_in_range(result.done, status ? 1 : 0, ROWS - from);
        for (size_t i = sum->done; i < ROWS; i++)
            assert_int_equal(statuses[i], 77); /* not looked at */
    }
    return stops;
}

static int batch_stops_at(bool twice, int position, bool always)
{
    loyalty_book *book = book_for_rows(twice), *unstopped = book_for_rows(twice);
    struct stopper stopper = {.stop_at = position, .always = always}, never = {.stop_at = NEVER};
    int32_t statuses[ROWS], expected[ROWS];
    loyalty_batch_result sum, whole;
    for (int i = 0; i < ROWS; i++)
        statuses[i] = expected[i] = 77;
    int stops = record_rows(book, &stopper, statuses, &sum);
    assert_int_equal(record_rows(unstopped, &never, expected, &whole), 0);
    assert_string_equal(stopper.diary.text, told_if_stopped(never.diary.text, position, always));
    assert_memory_equal(statuses, expected, sizeof statuses);
    assert_int_equal(sum.refused, whole.refused);
    assert_int_equal(sum.duplicates, whole.duplicates);
    assert_int_equal(whole.refused, 1);
    assert_int_equal(whole.duplicates, 1);
    assert_same_sight(book, unstopped);
    loyalty_book_free(book);
    loyalty_book_free(unstopped);
    return stops;
}

/* Returns how many transitions an unstopped batch tells of. */
static int transitions_of_rows(bool twice)
{
    loyalty_book *book = book_for_rows(twice);
    struct stopper never = {.stop_at = NEVER};
    int32_t statuses[ROWS];
    loyalty_batch_result sum;
    for (int i = 0; i < ROWS; i++)
        statuses[i] = 77;
    record_rows(book, &never, statuses, &sum);
    loyalty_book_free(book);
    return never.calls;
}

static void check_batches(bool twice)
{
    const int transitions = transitions_of_rows(twice);
    assert_in_range(transitions, 5, 20);
    for (int position = 0; position < transitions; position++)
        assert_int_equal(batch_stops_at(twice, position, false), 1);
    assert_int_equal(batch_stops_at(twice, transitions, false), 0);
    assert_in_range(batch_stops_at(twice, 0, true), 5, ROWS);
}

static void a_batch_goes_on_with_the_next_row(void **state)
{
    (void)state;
    check_batches(false);
}

/* Nothing more is told of the row that told when the callback asked to stop, which is recorded. */
static void a_batch_finishes_its_row(void **state)
{
    (void)state;
    check_batches(true);
}

/* A call on one customer has done its work when it calls back: it says so, and tells nothing more. */
static void a_record_tells_nothing_more(void **state)
{
    loyalty_book *book = *state;
    const loyalty_customer *customer = NULL;
    loyalty_event event = book_event(book, "visit", "2024-01-12");
    struct stopper stopper = {.stop_at = 0};
    (void)state;
    OK(book_record(book, "anna", "visit", "2024-01-16"));
    OK(book_advance(book, "2024-01-18"));
    OK(loyalty_book_record(book, "anna", 4, &event, stop_there, &stopper, &customer));
    assert_non_null(customer);
    assert_int_equal(stopper.calls, 1);
    assert_string_equal(stopper.diary.text, "anna revoked 2024-01-16 guest > friend");
    assert_string_equal(book_standing(book, "anna"), "friend since 2024-01-12");
    OK(book_advance(book, "2024-01-19")); /* the book is not stopped for long */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_advance_goes_on_with_the_next_customer),
        cmocka_unit_test(an_advance_finishes_its_customer),
        cmocka_unit_test(a_stopped_advance_may_wait),
        cmocka_unit_test(a_batch_goes_on_with_the_next_row),
        cmocka_unit_test(a_batch_finishes_its_row),
        BOOK_TEST(a_record_tells_nothing_more),
    };
    return cmocka_run_group_tests_name("book: callbacks that stop", tests, NULL, NULL);
}
