/* SPDX-License-Identifier: MIT */
/* Books as bytes, piece by piece, and back. */
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "book/books.h"
#include "random.h"
#include "snapshot_bytes.h"

/* A file in memory, which may fail, give little at once, or do something to the book meanwhile. */
struct file {
    unsigned char *bytes;
    size_t length, at;
    size_t most;        /* bytes given at once */
    int calls_left;     /* calls that succeed; -1 for all */
    bool lies;          /* gives more than it was asked for */
    loyalty_book *book; /* to call from within, or NULL */
};

static int32_t write_file(void *user, const void *bytes, size_t length)
{
    struct file *file = user;
    const loyalty_customer *customer;
    assert_true(length > 0);
    if (file->calls_left == 0)
        return 1;
    file->calls_left -= file->calls_left > 0;
    if (file->book) {
        assert_int_equal(loyalty_book_find(file->book, "anna", 4, &customer), LOYALTY_E_BUSY);
        assert_int_equal(loyalty_book_save(file->book, write_file, file), LOYALTY_E_BUSY);
    }
    file->bytes = realloc(file->bytes, file->length + length);
    assert_non_null(file->bytes);
    memcpy(file->bytes + file->length, bytes, length);
    file->length += length;
    return 0;
}

static int32_t read_file(void *user, void *bytes, size_t capacity, size_t *length)
{
    struct file *file = user;
    const size_t left = file->length - file->at;
    size_t given = capacity < file->most ? capacity : file->most;
    assert_true(capacity > 0);
    if (file->calls_left == 0)
        return 1;
    file->calls_left -= file->calls_left > 0;
    given = given < left ? given : left;
    if (given > 0)
        memcpy(bytes, file->bytes + file->at, given);
    file->at += given;
    *length = file->lies ? capacity + 1 : given;
    return 0;
}

static struct file save(loyalty_book *book)
{
    struct file file = {.most = SIZE_MAX, .calls_left = -1};
    OK(loyalty_book_save(book, write_file, &file));
    return file;
}

/* Returns what loading gives, and checks that nothing is set if that fails. */
static int32_t load(loyalty_program *program, struct file *file, loyalty_book **book)
{
    loyalty_book *const before = (loyalty_book *)(void *)&before;
    loyalty_book *loaded = before;
    uint64_t left_out = 77;
    file->at = 0;
    const int32_t status = loyalty_book_load(program, NULL, read_file, file, &left_out, &loaded);
    if (status) {
        assert_ptr_equal(loaded, before);
        assert_int_equal(left_out, 77);
        loaded = NULL;
    }
    if (book)
        *book = loaded;
    else
        loyalty_book_free(loaded);
    return status;
}

static void assert_same_files(const struct file *a, const struct file *b)
{
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->bytes, b->bytes, a->length);
}

/* Returns a loaded twin, read in pieces of `most` bytes. Whatever comes after a snapshot is not asked for. */
static loyalty_book *twin_of(loyalty_book *book, size_t most)
{
    struct file file = save(book);
    const size_t length = file.length;
    loyalty_book *twin;
    OK(write_file(&file, "more", 4));
    file.most = most;
    OK(load(loyalty_book_program(book), &file, &twin));
    assert_int_equal(file.at, length);
    file.length = length;
    struct file again = save(twin);
    assert_same_files(&file, &again);
    free(file.bytes);
    free(again.bytes);
    return twin;
}

static void assert_same_sight(loyalty_book *a, loyalty_book *b)
{
    char *one = book_sight(a), *other = book_sight(b);
    assert_string_equal(one, other);
    free(one);
    free(other);
}

static loyalty_book *book_at_random(uint64_t seed, int events)
{
    static const char *const keys[] = {"anna", "bert", "8 bytes!", "9 bytes!!", "a rather long key", "\1\2\3"};
    struct random random = {seed};
    loyalty_book *book = book_of(books_shop, seed);
    for (int i = 0; i < events; i++) {
        const char *date = date_text(day("2024-01-01") + i / 3);
        const char *key = keys[random_int(&random, 0, LENGTH(keys) - 1)];
        if (random_chance(&random, 20))
            (void)book_record_id(book, key, "visit", date, text_of("till-%d", i));
        else
            (void)book_record(book, key, "visit", date);
        if (random_chance(&random, 10))
            OK(book_advance(book, date));
        if (random_chance(&random, 3))
            (void)book_remove(book, key);
    }
    return book;
}

/* ---- what comes back ---- */

static void a_book_comes_back(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 30; seed++) {
        loyalty_book *book = book_at_random(seed, seed % 3 ? 90 : 8);
        loyalty_book *twin = twin_of(book, seed % 2 ? 1 : SIZE_MAX);
        assert_same_sight(twin, book);
        assert_int_equal(loyalty_book_count(twin), loyalty_book_count(book));
        OK(book_advance(twin, "2024-05-01"));
        OK(book_advance(book, "2024-05-01"));
        assert_same_sight(twin, book);
        loyalty_book_free(twin);
        loyalty_book_free(book);
    }
}

static void an_empty_book_comes_back(void **state)
{
    loyalty_book *book = *state, *twin = twin_of(book, 1);
    assert_int_equal(loyalty_book_count(twin), 0);
    assert_string_equal(book_day(twin), book_day(book));
    OK(book_record(twin, "anna", "visit", "2024-01-01"));
    OK(book_advance(twin, "2024-01-01"));
    loyalty_book *again = twin_of(twin, 3);
    assert_string_equal(book_standing(again, "anna"), "friend since 2024-01-01");
    loyalty_book_free(again);
    loyalty_book_free(twin);
}

static void a_book_that_still_loads_settles(void **state)
{
    loyalty_book *book = *state;
    OK(book_record_id(book, "anna", "visit", "2024-01-01", "x"));
    OK(book_record(book, "bert", "visit", "2024-01-02"));
    loyalty_book *twin = twin_of(book, 1);
    assert_int_equal(book_record_id(twin, "anna", "visit", "2024-01-09", "x"), LOYALTY_E_DUPLICATE);
    assert_string_equal(book_told_by_advance(twin, "2024-01-05"),
                        "anna 2024-01-01 guest > friend; bert 2024-01-02 guest > friend");
    loyalty_book_free(twin);
}

static int32_t stop(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                    const loyalty_transition *transition)
{
    (void)user, (void)key, (void)key_length, (void)customer, (void)transition;
    return 1;
}

static void who_is_ahead_stays_ahead(void **state)
{
    loyalty_book *book = *state;
    for (int first = 1; first >= 0; first--) {
        OK(book_record(book, first ? "anna" : "carl", "visit", "2024-01-01"));
        OK(book_record(book, first ? "bert" : "dora", "visit", "2024-01-03"));
        assert_int_equal(loyalty_book_advance(book, day(first ? "2024-01-09" : "2024-02-09"), stop, NULL),
                         LOYALTY_E_STOPPED);
        loyalty_book *twin = twin_of(book, 1);
        OK(book_advance(twin, first ? "2024-01-09" : "2024-02-09"));
        OK(book_advance(book, first ? "2024-01-09" : "2024-02-09"));
        assert_same_sight(twin, book);
        loyalty_book_free(twin);
    }
}

static void another_table_folds_anew(void **state)
{
    static const char other[] = "{'format': 1, 'name': 'other', 'events': {'visit': {}, 'more': {}},"
                                " 'metrics': {'visits': {'count': 'visit'}},"
                                " 'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['visits >= 2']}]}";
    loyalty_book *book = *state, *loaded, *converted;
    loyalty_program *program = table(other);
    uint64_t left_out = 0;
    OK(book_record(book, "anna", "visit", "2024-01-01"));
    OK(book_record(book, "anna", "visit", "2024-01-02"));
    OK(book_record(book, "bert", "visit", "2024-01-02"));
    OK(book_advance(book, "2024-01-05"));
    struct file file = save(book);
    OK(loyalty_book_load(program, NULL, read_file, &file, &left_out, &loaded));
    OK(loyalty_book_convert(book, program, NULL, NULL, &converted));
    assert_int_equal(left_out, 0);
    assert_string_equal(book_standing(loaded, "anna"), "b since 2024-01-02");
    assert_same_sight(loaded, converted);
    loyalty_book_free(loaded);
    loyalty_book_free(converted);
    loyalty_program_unref(program);
    free(file.bytes);
}

/* ---- what fails ---- */

static void the_book_is_busy_while_it_is_saved(void **state)
{
    struct file file = {.calls_left = -1, .book = *state};
    OK(book_record(*state, "anna", "visit", "2024-01-01"));
    OK(loyalty_book_save(*state, write_file, &file));
    OK(book_record(*state, "anna", "visit", "2024-01-02"));
    free(file.bytes);
}

/* A book of some pieces. */
static loyalty_book *large_book(void)
{
    loyalty_book *book = book_of(books_shop, 0);
    for (int i = 0; i < 1500; i++)
        OK(book_record_id(book, text_of("customer %d", i), "visit", "2024-01-01", text_of("%d", i)));
    OK(book_advance(book, "2024-01-02"));
    return book;
}

static void every_write_may_fail(void **state)
{
    loyalty_book *book = large_book();
    struct file whole = save(book);
    int32_t status = LOYALTY_E_STOPPED;
    int calls = 0;
    (void)state;
    for (; status; calls++) {
        struct file file = {.calls_left = calls};
        status = loyalty_book_save(book, write_file, &file);
        assert_true(status == LOYALTY_OK || status == LOYALTY_E_STOPPED);
        assert_true(file.length == 0 || memcmp(file.bytes, whole.bytes, file.length) == 0);
        free(file.bytes);
    }
    assert_true(calls > 5);
    free(whole.bytes);
    loyalty_book_free(book);
}

static void every_read_may_fail(void **state)
{
    loyalty_book *book = large_book();
    struct file file = save(book);
    int32_t status = LOYALTY_E_STOPPED;
    int calls = 0;
    (void)state;
    for (; status; calls++) {
        file.calls_left = calls;
        status = load(loyalty_book_program(book), &file, NULL);
        assert_true(status == LOYALTY_OK || status == LOYALTY_E_STOPPED);
    }
    assert_true(calls > 5);
    file.calls_left = -1;
    file.lies = true;
    REFUSED(load(loyalty_book_program(book), &file, NULL));
    free(file.bytes);
    loyalty_book_free(book);
}

static void every_cut_and_flip_is_caught(void **state)
{
    loyalty_book *book = book_at_random(7, 60);
    struct file file = save(book);
    const size_t length = file.length;
    (void)state;
    for (file.length = 0; file.length < length; file.length++)
        assert_int_equal(load(loyalty_book_program(book), &file, NULL), LOYALTY_E_SNAPSHOT);
    for (size_t bit = 0; bit < 8 * length; bit++) {
        file.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        const int32_t status = load(loyalty_book_program(book), &file, NULL);
        assert_true(status == LOYALTY_E_SNAPSHOT || (status == LOYALTY_E_NEWER && bit / 8 == 4));
        file.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    free(file.bytes);
    loyalty_book_free(book);
}

static int32_t forged(const loyalty_program *program, const unsigned char *content, size_t count)
{
    unsigned char bytes[300] = {0}, fingerprint[LOYALTY_FINGERPRINT_SIZE];
    struct file file = {bytes, SNAPSHOT_HEAD + count + SNAPSHOT_SEAL, 0, SIZE_MAX, -1, false, NULL};
    OK(loyalty_program_fingerprint(program, fingerprint));
    memcpy(bytes + SNAPSHOT_HEAD, content, count);
    snapshot_seal(bytes, file.length, SNAPSHOT_OF_BOOK, fingerprint);
    return load((loyalty_program *)(uintptr_t)program, &file, NULL);
}

#define FORGED(...) forged(program, (const unsigned char[]){__VA_ARGS__}, sizeof((const unsigned char[]){__VA_ARGS__}))
#define KINDS 1, 5, 'v', 'i', 's', 'i', 't'

static void forged_books_are_refused(void **state)
{
    static const char small[] = "{'format': 1, 'name': 's', 'events': {'visit': {}},"
                                " 'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['score >= 1']}]}";
    loyalty_program *program = table(small);
    (void)state;
    OK(FORGED(0, KINDS, 1, 1, 'k', 0, 0));
    OK(FORGED(0, KINDS, 2, 1, 'k', 0, 0, 1, 'l', 1, 9, 0)); /* ahead of a book that was never advanced */
    const int32_t bad[] = {
        FORGED(0, KINDS, 2, 1, 'k', 0, 0),                            /* fewer customers */
        FORGED(0, KINDS, 0, 1, 'k', 0, 0),                            /* more */
        FORGED(0, KINDS, 1, 0, 0, 0),                                 /* an empty key */
        FORGED(0, KINDS, 2, 1, 'k', 0, 0, 1, 'k', 0, 0),              /* a key twice */
        FORGED(0, KINDS, 1, 1, 'k', 1, 0, 0),                         /* ahead by no day */
        FORGED(0, KINDS, 1, 1, 'k', 1, 0xff, 0xff, 0xff, 0xff, 7, 0), /* ahead of all days */
        FORGED(0, 0, 0),                                              /* no kinds */
        FORGED(0, KINDS, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),      /* very many customers */
    };
    for (size_t i = 0; i < LENGTH(bad); i++)
        if (bad[i] != LOYALTY_E_SNAPSHOT)
            fail_msg("the bad book %zu: %s", i, status_name(bad[i]));
    loyalty_program_unref(program);
}

static void one_is_not_the_other(void **state)
{
    loyalty_book *book = *state;
    loyalty_program *program = loyalty_book_program(book);
    loyalty_customer *customer;
    struct file file = save(book), of_customer = {.most = SIZE_MAX, .calls_left = -1};
    unsigned char bytes[200];
    assert_int_equal(loyalty_customer_load(program, file.bytes, file.length, NULL, &customer), LOYALTY_E_SNAPSHOT);
    OK(loyalty_customer_new(program, &customer));
    OK(loyalty_customer_save(customer, bytes, sizeof bytes, &of_customer.length));
    of_customer.bytes = bytes;
    assert_int_equal(load(program, &of_customer, NULL), LOYALTY_E_SNAPSHOT);
    free(file.bytes);
    loyalty_customer_free(customer);
}

static void every_allocation_may_fail(void **state)
{
    struct counting counting = {.fail_at = ALLOCATOR_NEVER};
    loyalty_options *options = counting_options(&counting);
    loyalty_program *program = table_with(books_shop, options);
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        loyalty_book *book = book_at_random(seed, 90);
        struct file file = save(book);
        const uint32_t live = counting.live;
        int32_t status = LOYALTY_E_MEMORY;
        for (uint32_t i = 0; status; i++) {
            counting.fail_at = counting.calls + i;
            status = load(program, &file, NULL);
            assert_true(status == LOYALTY_OK || status == LOYALTY_E_MEMORY);
            assert_int_equal(counting.live, live);
        }
        counting.fail_at = ALLOCATOR_NEVER;
        free(file.bytes);
        loyalty_book_free(book);
    }
    assert_int_equal(counting.strange, 0);
    loyalty_program_unref(program);
    loyalty_options_free(options);
}

static void saving_may_run_out_of_memory_only_at_the_end_of_a_load(void **state)
{
    struct counting counting = {.fail_at = ALLOCATOR_NEVER};
    loyalty_options *options = counting_options(&counting);
    loyalty_program *program = table_with(books_shop, options);
    loyalty_book *book;
    int32_t status = LOYALTY_E_MEMORY;
    (void)state;
    OK(loyalty_book_new(program, NULL, &book));
    for (int i = 0; i < 30; i++)
        OK(book_record(book, "anna", "visit", date_text(day("2024-01-01") + i)));
    for (uint32_t i = 0; status; i++) {
        struct file file = {.calls_left = -1};
        counting.fail_at = counting.calls + i;
        status = loyalty_book_save(book, write_file, &file);
        assert_true(status == LOYALTY_OK || (status == LOYALTY_E_MEMORY && file.length == 0));
        free(file.bytes);
    }
    const uint32_t calls = counting.calls;
    struct file file = save(book);
    assert_int_equal(counting.calls, calls);
    free(file.bytes);
    loyalty_book_free(book);
    loyalty_program_unref(program);
    loyalty_options_free(options);
}

static void arguments_are_checked(void **state)
{
    loyalty_program *program = loyalty_book_program(*state);
    struct file file = save(*state);
    loyalty_book *book;
    REFUSED(loyalty_book_save(NULL, write_file, &file));
    REFUSED(loyalty_book_save(*state, NULL, &file));
    REFUSED(loyalty_book_load(NULL, NULL, read_file, &file, NULL, &book));
    REFUSED(loyalty_book_load(program, NULL, NULL, &file, NULL, &book));
    REFUSED(loyalty_book_load(program, NULL, read_file, &file, NULL, NULL));
    assert_int_equal(file.at, 0);
    free(file.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_book_comes_back),
        BOOK_TEST(an_empty_book_comes_back),
        BOOK_TEST(a_book_that_still_loads_settles),
        BOOK_TEST(who_is_ahead_stays_ahead),
        BOOK_TEST(another_table_folds_anew),
        BOOK_TEST(the_book_is_busy_while_it_is_saved),
        cmocka_unit_test(every_write_may_fail),
        cmocka_unit_test(every_read_may_fail),
        cmocka_unit_test(every_cut_and_flip_is_caught),
        cmocka_unit_test(forged_books_are_refused),
        BOOK_TEST(one_is_not_the_other),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(saving_may_run_out_of_memory_only_at_the_end_of_a_load),
        BOOK_TEST(arguments_are_checked),
    };
    return cmocka_run_group_tests_name("book snapshots", tests, NULL, NULL);
}
