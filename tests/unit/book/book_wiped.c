/* SPDX-License-Identifier: MIT */
/* No block is given back, or grown by the host, while it holds a key, an id or an event of a customer. */
#include <stdlib.h>
#include <string.h>

#include "books.h"

enum { BEHIND = 16, ROWS = 3000, FIRST = 19000, SUM = 0x0A5A5A5A, SUM_MASK = 0x3FFFFFFF };

static const char marker[] = "SECRET"; /* in every key and id */

/* Counts blocks that were not overwritten. `strict`: every block must be zero, else only without what is known. */
struct inspector {
    bool strict;
    uint32_t leaks, released;
};

static bool has_marker(const unsigned char *block, size_t bytes)
{
    const size_t length = sizeof marker - 1;
    bool forward, backward;
    for (size_t i = 0; i + length <= bytes; i++) {
        forward = backward = true; /* a short key is a number inside */
        for (size_t k = 0; k < length; k++) {
            forward = forward && block[i + k] == (unsigned char)marker[k];
            backward = backward && block[i + k] == (unsigned char)marker[length - 1 - k];
        }
        if (forward || backward)
            return true;
    }
    return false;
}

/* The sum of an event is in the low bits of its word. */
static bool has_event(const unsigned char *block, size_t bytes)
{
    for (size_t i = 0; i + sizeof(uint32_t) <= bytes; i += sizeof(uint32_t)) {
        uint32_t half;
        memcpy(&half, block + i, sizeof half);
        if ((half & SUM_MASK) == SUM)
            return true;
    }
    return false;
}

static bool is_zero(const unsigned char *block, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (block[i])
            return false;
    return true;
}

static void inspect(struct inspector *inspector, const unsigned char *block)
{
    size_t bytes;
    memcpy(&bytes, block - BEHIND, sizeof bytes);
    inspector->released++;
    inspector->leaks +=
        inspector->strict ? !is_zero(block, bytes) : has_marker(block, bytes) || has_event(block, bytes);
}

static void *take(void *user, size_t bytes)
{
    unsigned char *block = calloc(1, bytes + BEHIND);
    (void)user;
    if (!block)
        abort();
    memcpy(block, &bytes, sizeof bytes);
    return block + BEHIND;
}

static void give_back(void *user, void *block)
{
    inspect(user, block);
    free((unsigned char *)block - BEHIND);
}

static void *resize(void *user, void *block, size_t bytes)
{
    size_t before;
    memcpy(&before, (unsigned char *)block - BEHIND, sizeof before);
    void *moved = take(user, bytes);
    memcpy(moved, block, before < bytes ? before : bytes);
    give_back(user, block);
    return moved;
}

static loyalty_program *program_of(struct inspector *inspector)
{
    const loyalty_allocator allocator = {
        .size = sizeof allocator, .user = inspector, .allocate = take, .resize = resize, .release = give_back};
    loyalty_options *options;
    OK(loyalty_options_new(&allocator, &options));
    loyalty_program *program = table_with("{'format':1,'name':'t','events':{'sale':{}},'accept_late':'10d',"
                                          "'metrics':{'spent':{'sum':'sale','within':'30d'}},"
                                          "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['spent >= 1']}]}",
                                          options);
    loyalty_options_free(options);
    inspector->leaks = 0;
    return program;
}

/* Returns a key of some length: all begin alike. */
static uint32_t key_of(uint32_t number, char key[32])
{
    const uint32_t length = number % 3 ? 8 : 20;
    memset(key, '-', 32);
    memcpy(key, marker, sizeof marker - 1);
    key[6] = (char)(number % 251 + 1);
    key[7] = (char)(number / 251 + 1);
    return length;
}

static void record_sale(loyalty_book *book, uint32_t number, int32_t day)
{
    char key[32], id[16] = "SECRET-";
    const uint32_t length = key_of(number, key);
    id[7] = (char)(day + 1);
    id[8] = (char)(number % 7);
    const loyalty_event event = {
        .size = sizeof event, .id = id, .id_length = 9, .date = FIRST + day, .count = 1, .value = SUM};
    OK(loyalty_book_record(book, key, length, &event, NULL, NULL, NULL));
}

static void check(const struct inspector *inspector)
{
    assert_true(inspector->released > 0);
    assert_int_equal(inspector->leaks, 0);
}

/* A load, then events one by one: logs, ids, histories and the index of keys are outgrown many times. */
static void a_book_leaves_nothing(void **state)
{
    struct inspector inspector = {.strict = false};
    loyalty_program *program = program_of(&inspector);
    loyalty_book *book, *other;
    char key[32];
    (void)state;
    OK(loyalty_book_new(program, NULL, &book));
    OK(loyalty_book_new(program, NULL, &other));
    for (uint32_t i = 0; i < ROWS; i++)
        record_sale(book, i, (int32_t)(i % 20));
    for (int32_t day = 0; day < 120; day++) /* ids in no order: they are searched for */
        record_sale(book, 1, 20 + (day * 37) % 120);
    OK(loyalty_book_advance(book, FIRST, NULL, NULL));
    for (int32_t day = 140; day > 20; day--)
        record_sale(book, 2, day);
    for (uint32_t i = 0; i < 50; i++)
        record_sale(other, i * 100, 30);
    OK(loyalty_book_advance(other, FIRST + 5, NULL, NULL));
    OK(loyalty_book_merge(book, other, NULL, NULL, NULL));
    for (int32_t day = 6; day < 220; day += 20)
        OK(loyalty_book_advance(book, FIRST + day, NULL, NULL));
    for (uint32_t i = 0; i < ROWS; i += 2)
        OK(loyalty_book_remove(book, key, key_of(i, key)));
    check(&inspector);
    loyalty_book_free(book);
    loyalty_book_free(other);
    check(&inspector);
    loyalty_program_unref(program);
}

/* A book that is freed while it loads. */
static void a_load_leaves_nothing(void **state)
{
    struct inspector inspector = {.strict = false};
    loyalty_program *program = program_of(&inspector);
    loyalty_book *book;
    (void)state;
    OK(loyalty_book_new(program, NULL, &book));
    for (uint32_t i = 0; i < ROWS; i++)
        record_sale(book, i, (int32_t)(i % 20));
    loyalty_book_free(book);
    check(&inspector);
    loyalty_program_unref(program);
}

/* Every block of a customer is zero when it is given back: also totals that do not fit in a word, and changes. */
static void a_customer_leaves_zeros(void **state)
{
    struct inspector inspector = {.strict = true};
    loyalty_program *program = program_of(&inspector);
    loyalty_customer *customer, *copy;
    (void)state;
    OK(loyalty_customer_new(program, &customer));
    OK(loyalty_customer_advance(customer, FIRST, NULL, NULL));
    for (int32_t i = 0; i < 40; i++) {
        char id[16] = "SECRET-";
        id[7] = (char)(i + 1);
        const loyalty_event event = {.size = sizeof event,
                                     .id = id,
                                     .id_length = 8,
                                     .date = FIRST - i % 9 + i * 35,
                                     .count = i % 3 + 1,
                                     .value = (int64_t)SUM << i % 20};
        OK(loyalty_customer_record(customer, &event, NULL, NULL));
        OK(loyalty_customer_advance(customer, FIRST + i * 35, NULL, NULL));
    }
    OK(loyalty_customer_copy(customer, &copy));
    OK(loyalty_customer_merge(copy, customer, NULL, NULL, NULL));
    OK(loyalty_customer_outlook(customer, FIRST + 5000, NULL, NULL));
    OK(loyalty_customer_erase(copy));
    loyalty_customer_free(copy);
    loyalty_customer_free(customer);
    check(&inspector);
    loyalty_program_unref(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_book_leaves_nothing),
        cmocka_unit_test(a_load_leaves_nothing),
        cmocka_unit_test(a_customer_leaves_zeros),
    };
    return cmocka_run_group_tests_name("book: wiped", tests, NULL, NULL);
}
