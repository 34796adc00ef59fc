/* SPDX-License-Identifier: MIT */
/* Blocks of every size from a pool and from the allocator alone: their content stays, and all memory goes back. */
#include <string.h>

#include "../../src/store.h"
#include "allocator.h"
#include "support.h"

enum { BLOCKS = 200, ROUNDS = 20000, LARGEST = 2 * POOL_LARGEST };

static struct counting counting;
static loyalty_allocator allocator;

static struct held {
    unsigned char *block;
    size_t bytes;
    unsigned char mark;
} held[BLOCKS];

static uint64_t bits(void)
{
    static uint64_t state = 3;
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    allocator = counting_allocator(&counting);
    memset(held, 0, sizeof held);
    return 0;
}

static size_t some_size(void)
{
    return 1 + bits() % (bits() % 4 ? 200 : LARGEST);
}

static void check(const struct held *one, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (one->block[i] != one->mark)
            fail_msg("byte %zu of a block of %zu has changed", i, one->bytes);
}

/* Takes, resizes and gives back at random; each block is full of its own mark, so that overlaps show. */
static void shuffle(const struct store *store)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct held *one = &held[bits() % BLOCKS];
        size_t bytes = some_size(), keep = bytes < one->bytes ? bytes : one->bytes;
        if (one->block)
            check(one, one->bytes);
        if (one->block && bits() % 3 == 0) {
            store_release(store, one->block, one->bytes);
            *one = (struct held){NULL, 0, 0};
            continue;
        }
        unsigned char *block = store_resize(store, one->block, one->bytes, keep, bytes);
        assert_non_null(block);
        one->block = block;
        check(one, keep);
        one->bytes = bytes;
        one->mark = (unsigned char)round;
        memset(block, one->mark, bytes);
    }
    for (int i = 0; i < BLOCKS; i++)
        store_release(store, held[i].block, held[i].bytes);
}

static void from_a_pool(void **state)
{
    struct pool pool = {.chunks = NULL};
    (void)state;
    shuffle(&(struct store){NULL, &allocator, &pool});
    pool_end(&pool, &allocator);
    assert_int_equal(counting.live, 0);
    assert_int_equal(counting.strange, 0);
}

static void from_the_allocator(void **state)
{
    (void)state;
    shuffle(&(struct store){NULL, &allocator, NULL});
    assert_int_equal(counting.live, 0);
}

/* What is given back is taken again before the pool grows. */
static void blocks_are_used_again(void **state)
{
    struct pool pool = {.chunks = NULL};
    struct store store = {NULL, &allocator, &pool};
    (void)state;
    for (size_t bytes = 1; bytes <= POOL_LARGEST; bytes += 31) {
        void *block = store_allocate(&store, bytes);
        store_release(&store, block, bytes);
        assert_ptr_equal(store_allocate(&store, bytes), block);
        store_release(&store, block, bytes);
    }
    assert_int_equal(counting.live, 1);
    pool_end(&pool, &allocator);
}

static void a_failure_keeps_the_block(void **state)
{
    struct pool pool = {.chunks = NULL};
    struct store store = {NULL, &allocator, &pool};
    char *block = store_allocate(&store, POOL_LARGEST);
    (void)state;
    assert_non_null(block);
    memset(block, 7, POOL_LARGEST);
    counting.fail_at = counting.calls;
    assert_null(store_resize(&store, block, POOL_LARGEST, POOL_LARGEST, POOL_LARGEST + 1));
    assert_int_equal(block[POOL_LARGEST - 1], 7);
    counting.fail_at = ALLOCATOR_NEVER;
    while (pool.rest_size >= POOL_LARGEST)
        assert_non_null(store_allocate(&store, POOL_LARGEST));
    counting.fail_at = counting.calls;
    assert_null(store_allocate(&store, POOL_LARGEST));
    counting.fail_at = ALLOCATOR_NEVER;
    pool_end(&pool, &allocator);
    assert_int_equal(counting.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(from_a_pool, set_up),
        cmocka_unit_test_setup(from_the_allocator, set_up),
        cmocka_unit_test_setup(blocks_are_used_again, set_up),
        cmocka_unit_test_setup(a_failure_keeps_the_block, set_up),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
