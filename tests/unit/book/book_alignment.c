/* SPDX-License-Identifier: MIT */
/* An allocator that aligns to 8 and to no more. Run it under the undefined-behaviour sanitizer to see what needs more. */
#include <stdlib.h>
#include <string.h>

#include "books.h"

/* Blocks begin 24 bytes behind what malloc() gives, which is a multiple of 16. The size is kept in front. */
enum { BEHIND = 24, ROWS = 2000, IDS = 40, FIRST = 19000 };

static void *take(void *user, size_t bytes)
{
    unsigned char *block = malloc(bytes + BEHIND);
    (void)user;
    if (!block || (uintptr_t)block % 16 != 0)
        abort();
    memcpy(block, &bytes, sizeof bytes);
    return block + BEHIND;
}

static void give_back(void *user, void *block)
{
    (void)user;
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

static loyalty_program *shop_program(void)
{
    const loyalty_allocator allocator = {
        .size = sizeof allocator, .allocate = take, .resize = resize, .release = give_back};
    loyalty_options *options;
    OK(loyalty_options_new(&allocator, &options));
    loyalty_program *program = table_with(books_shop, options);
    loyalty_options_free(options);
    return program;
}

/* Records events with ids of any length, and totals that do not fit in a word. */
static void record_ids(loyalty_book *book, const char *key, uint32_t key_length)
{
    char id[IDS + 1];
    memset(id, 'x', sizeof id);
    for (uint32_t i = 1; i <= IDS; i++) {
        const loyalty_event event = {
            .size = sizeof event, .id = id, .id_length = i, .date = FIRST + (int32_t)i * 3, .count = (int32_t)i};
        OK(loyalty_book_record(book, key, key_length, &event, NULL, NULL, NULL));
    }
}

static void blocks_need_an_alignment_of_8_only(void **state)
{
    loyalty_program *program = shop_program();
    static const char seed[LOYALTY_SEED_SIZE] = {1};
    loyalty_book *book, *other;
    loyalty_customer *copy;
    const loyalty_customer *customer;
    (void)state;
    OK(loyalty_book_new(program, seed, &book));
    OK(loyalty_book_new(program, seed, &other));
    record_ids(book, "a longer key", 12); /* of a load */
    for (uint64_t i = 0; i < ROWS; i++) {
        unsigned char key[LOYALTY_KEY_OF_NUMBER];
        const loyalty_event event = {.size = sizeof event, .date = FIRST + (int32_t)(i % 50), .count = 1};
        OK(loyalty_key_of_number(i, key));
        OK(loyalty_book_record(i % 2 ? book : other, key, sizeof key, &event, NULL, NULL, NULL));
    }
    OK(loyalty_book_advance(book, FIRST, NULL, NULL));
    record_ids(other, "a longer key", 12);
    OK(loyalty_book_advance(other, FIRST, NULL, NULL));
    record_ids(other, "short", 5); /* of a book with a day */
    OK(loyalty_book_merge(book, other, NULL, NULL, NULL));
    OK(loyalty_book_advance(book, FIRST + 200, NULL, NULL));
    OK(loyalty_book_find(book, "a longer key", 12, &customer));
    OK(loyalty_customer_copy(customer, &copy));
    assert_non_null(standing_text(copy));
    loyalty_customer_free(copy);
    loyalty_book_free(book);
    loyalty_book_free(other);
    loyalty_program_unref(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_need_an_alignment_of_8_only),
    };
    return cmocka_run_group_tests_name("book: alignment", tests, NULL, NULL);
}
