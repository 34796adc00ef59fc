/* SPDX-License-Identifier: MIT */
/*
 * Snapshots of format 1 load for ever: each file of snapshots/ loads, answers what it always did, and is saved as the same
 * bytes. The same calls still make the same bytes. The files are never written again; `--write` was for the first time.
 * `book-1` was written on a big-endian machine (s390x), `customer-1` on x86-64.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <loyalty/loyalty.h>

#include "bytes.h"
#include "file.h"

#define OK(call) assert_int_equal(call, LOYALTY_OK)

enum { VISIT, SALE, GIFT, FIRST = 19723 /* 2024-01-01 */ };

static const char *folder;
static bool writes;

static const char *path_of(const char *name)
{
    static char path[1000];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static struct bytes read_whole(const char *name)
{
    struct bytes whole = {.bytes = NULL};
    char *text = file_read(path_of(name), &whole.length);
    whole.bytes = (unsigned char *)text;
    assert_non_null(text);
    return whole;
}

static loyalty_program *program_with(const loyalty_options *options)
{
    struct bytes text = read_whole("table.json");
    loyalty_program *made;
    OK(loyalty_program_from_json((const char *)text.bytes, text.length, options, NULL, &made));
    bytes_free(&text);
    return made;
}

static loyalty_program *program(void)
{
    return program_with(NULL);
}

/* The same, whose customers keep the contents of ids. */
static loyalty_program *keeper(void)
{
    loyalty_options *options;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_keep_contents(options));
    loyalty_program *made = program_with(options);
    loyalty_options_free(options);
    return made;
}

static void assert_same(const struct bytes *a, const struct bytes *b)
{
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->bytes, b->bytes, a->length);
}

/* Compares with a file, or writes it. */
static void assert_is_file(const struct bytes *made, const char *name)
{
    if (writes) {
        FILE *file = fopen(path_of(name), "wb");
        assert_true(file && fwrite(made->bytes, 1, made->length, file) == made->length && fclose(file) == 0);
    }
    struct bytes whole = read_whole(name);
    assert_same(made, &whole);
    bytes_free(&whole);
}

/* ---- the calls that made them ---- */

struct call {
    const char *key;
    int day; /* after FIRST */
    uint32_t kind;
    int32_t count;
    int64_t value;
    const char *id; /* or NULL */
};

static const struct call calls[] = {
    {"anna", 0, VISIT, 1, 0, "till-1"},
    {"anna", 0, SALE, 1, 1995, "till-2"},
    {"bert", 1, SALE, 20, 100000, NULL},
    {"bert", 1, GIFT, -1, 5, NULL},
    {"a customer with a long key", 3, VISIT, 3, 0, NULL},
    {"carl", 12, VISIT, 1, 0, NULL}, /* is ahead at the end */
    {"dora", 13, VISIT, 1, 0, NULL}, /* fails at the end */
    {"anna", 40, VISIT, 2, 0, "till-3"},
    {"anna", 40, GIFT, 1, INT64_C(9000000000000), NULL},
    {"8 bytes!", 41, VISIT, 1, 0, "a till of another town"},
    {"anna", 70, SALE, -1, 1995, "till-4"},
    {"8 bytes!", 71, SALE, 1, -7, "x"},
    {"bert", 75, VISIT, 1, 0, "y"},
    {"nobody yet", 500, VISIT, 1, 0, "in the future"},
};

enum { CALLS = sizeof calls / sizeof *calls, UNKNOWN = 12, LAST = 130 };

static loyalty_event event_of(const struct call *call)
{
    return (loyalty_event){.size = sizeof(loyalty_event),
                           .id = call->id,
                           .id_length = call->id ? (uint32_t)strlen(call->id) : 0,
                           .kind = call->kind,
                           .date = FIRST + call->day,
                           .count = call->count,
                           .value = call->value};
}

static int32_t stop(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                    const loyalty_transition *transition)
{
    (void)user, (void)key, (void)key_length, (void)customer, (void)transition;
    return 1;
}

static loyalty_book *book(loyalty_program *rules)
{
    loyalty_book *made;
    OK(loyalty_book_new(rules, NULL, &made));
    for (int i = 0; i < CALLS; i++) {
        const loyalty_event event = event_of(&calls[i]);
        if (calls[i].day < LAST)
            OK(loyalty_book_advance(made, FIRST + calls[i].day, NULL, NULL));
        OK(loyalty_book_record(made, calls[i].key, (uint32_t)strlen(calls[i].key), &event, NULL, NULL, NULL));
    }
    OK(loyalty_book_add(made, "without events", 14, NULL));
    assert_int_equal(loyalty_book_advance(made, FIRST + LAST, stop, NULL), LOYALTY_E_STOPPED); /* one is ahead */
    return made;
}

static loyalty_customer *customer(loyalty_program *rules)
{
    loyalty_customer *made;
    OK(loyalty_customer_new(rules, &made));
    for (int i = 0; i < CALLS; i++) {
        const loyalty_event event = event_of(&calls[i]);
        OK(loyalty_customer_record(made, &event, NULL, NULL));
    }
    OK(loyalty_customer_advance(made, FIRST + LAST, NULL, NULL));
    return made;
}

/* ---- tests ---- */

static void the_same_calls_make_the_same_bytes(void **state)
{
    loyalty_program *rules = program();
    loyalty_book *of_book = book(rules);
    loyalty_customer *of_customer = customer(rules);
    struct bytes whole = {.bytes = NULL}, one = bytes_of(of_customer);
    (void)state;
    OK(loyalty_book_save(of_book, bytes_write, &whole));
    assert_is_file(&whole, "book-1");
    assert_is_file(&one, "customer-1");
    bytes_free(&whole);
    bytes_free(&one);
    loyalty_book_free(of_book);
    loyalty_customer_free(of_customer);
    loyalty_program_unref(rules);
}

/* Ids of which one is of a voided event, and one came from a program that kept no contents. */
static loyalty_customer *customer_with_contents(loyalty_program *rules)
{
    loyalty_program *plain = program();
    loyalty_customer *before, *made;
    const loyalty_event event = event_of(&calls[UNKNOWN]);
    OK(loyalty_customer_new(plain, &before));
    loyalty_program_unref(plain);
    OK(loyalty_customer_record(before, &event, NULL, NULL));
    OK(loyalty_customer_convert(before, rules, NULL, &made));
    loyalty_customer_free(before);
    for (int i = 0; i < CALLS; i++) {
        const loyalty_event next = event_of(&calls[i]);
        if (i != UNKNOWN)
            OK(loyalty_customer_record(made, &next, NULL, NULL));
    }
    OK(loyalty_customer_void(made, "till-4", 6, NULL, NULL));
    OK(loyalty_customer_advance(made, FIRST + 80, NULL, NULL));
    return made;
}

static void contents_of_ids_make_the_same_bytes(void **state)
{
    loyalty_program *rules = keeper();
    loyalty_customer *of = customer_with_contents(rules);
    struct bytes one = bytes_of(of);
    (void)state;
    assert_is_file(&one, "customer-contents-1");
    bytes_free(&one);
    loyalty_customer_free(of);
    loyalty_program_unref(rules);
}

static void a_customer_with_contents_loads(void **state)
{
    loyalty_program *rules = keeper();
    struct bytes whole = read_whole("customer-contents-1");
    loyalty_customer *loaded;
    (void)state;
    OK(loyalty_customer_load(rules, whole.bytes, whole.length, NULL, &loaded));
    struct bytes again = bytes_of(loaded);
    assert_same(&again, &whole);
    assert_int_equal(loyalty_customer_void(loaded, "till-4", 6, NULL, NULL), LOYALTY_E_DUPLICATE);
    assert_int_equal(loyalty_customer_void(loaded, "y", 1, NULL, NULL), LOYALTY_E_NOT_FOUND);
    OK(loyalty_customer_void(loaded, "x", 1, NULL, NULL));
    bytes_free(&again);
    bytes_free(&whole);
    loyalty_customer_free(loaded);
    loyalty_program_unref(rules);
}

static void a_customer_of_format_1_loads(void **state)
{
    loyalty_program *rules = program();
    struct bytes whole = read_whole("customer-1");
    loyalty_customer *loaded;
    loyalty_standing standing = {.size = sizeof standing};
    (void)state;
    OK(loyalty_customer_load(rules, whole.bytes, whole.length, NULL, &loaded));
    struct bytes again = bytes_of(loaded);
    assert_same(&again, &whole);
    OK(loyalty_customer_standing(loaded, &standing));
    assert_int_equal(standing.rung, 2);
    bytes_free(&again);
    bytes_free(&whole);
    loyalty_customer_free(loaded);
    loyalty_program_unref(rules);
}

static void a_book_of_format_1_loads(void **state)
{
    loyalty_program *rules = program();
    struct bytes whole = read_whole("book-1"), again = {.bytes = NULL};
    loyalty_book *loaded;
    const loyalty_customer *anna;
    uint32_t rung;
    (void)state;
    OK(loyalty_book_load(rules, NULL, bytes_read, &whole, NULL, &loaded));
    OK(loyalty_book_save(loaded, bytes_write, &again));
    assert_same(&again, &whole);
    assert_int_equal(loyalty_book_count(loaded), 8);
    OK(loyalty_book_advance(loaded, FIRST + LAST, NULL, NULL));
    OK(loyalty_book_find(loaded, "anna", 4, &anna));
    OK(loyalty_customer_rung(anna, &rung));
    assert_int_equal(rung, 0);
    bytes_free(&again);
    bytes_free(&whole);
    loyalty_book_free(loaded);
    loyalty_program_unref(rules);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_calls_make_the_same_bytes), cmocka_unit_test(contents_of_ids_make_the_same_bytes),
        cmocka_unit_test(a_customer_with_contents_loads),     cmocka_unit_test(a_customer_of_format_1_loads),
        cmocka_unit_test(a_book_of_format_1_loads),
    };
    if (argc < 2)
        return EXIT_FAILURE;
    folder = argv[1];
    writes = argc > 2 && strcmp(argv[2], "--write") == 0;
    return cmocka_run_group_tests_name("golden snapshots", tests, NULL, NULL);
}
