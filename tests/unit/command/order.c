/* SPDX-License-Identifier: MIT */
/* Sorting byte by byte, against qsort(); and keys, whose prefixes are in their order. */
#include <stdlib.h>
#include <string.h>

#include "command/key.h"
#include "command/order.h"
#include "random.h"
#include "support.h"

enum { ROUNDS = 400, MOST = 3000 };

static struct random dice = {1};
static struct order_item items[MOST], expected[MOST];
static uint32_t things[MOST];

static int compare_things(const void *left, const void *right)
{
    const uint32_t *a = ((const struct order_item *)left)->what;
    const uint32_t *b = ((const struct order_item *)right)->what;
    return (*a > *b) - (*a < *b);
}

static int compare_items(const void *left, const void *right)
{
    uint64_t a = ((const struct order_item *)left)->word;
    uint64_t b = ((const struct order_item *)right)->word;
    return a != b ? (a < b ? -1 : 1) : compare_things(left, right);
}

/* Numbers of which few bytes, or none, differ. */
static uint64_t any_word(uint64_t same, unsigned bytes)
{
    uint64_t word = same;
    for (unsigned byte = 0; byte < 8; byte++)
        if (bytes >> byte & 1)
            word ^= (random_bits(&dice) % (random_chance(&dice, 50) ? 3 : 256)) << 8 * byte;
    return word;
}

static void like_qsort(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t count = (uint32_t)random_int(&dice, 0, random_chance(&dice, 50) ? 5 : MOST);
        uint64_t same = random_bits(&dice);
        unsigned bytes = (unsigned)random_bits(&dice);
        bool compares = random_chance(&dice, 50);
        for (uint32_t i = 0; i < count; i++) {
            /* Without a comparison the order of what is the same stays. */
            things[i] = compares ? (uint32_t)random_int(&dice, 0, 9) : i;
            items[i] = (struct order_item){.word = any_word(same, bytes), .what = &things[i]};
        }
        memcpy(expected, items, sizeof expected);
        qsort(expected, count, sizeof *expected, compare_items);
        OK(order_sort(items, count, compares ? compare_things : NULL));
        for (uint32_t i = 0; i < count; i++) {
            assert_int_equal(items[i].word, expected[i].word);
            assert_int_equal(*(const uint32_t *)items[i].what, *(const uint32_t *)expected[i].what);
        }
    }
}

static void prefixes_of_keys(void **state)
{
    (void)state;
    static const char bytes[] = "\0a\xff";
    char keys[2][12], buffer[KEY_PREFIX];
    for (int round = 0; round < 100000; round++) {
        uint32_t lengths[2];
        uint64_t prefixes[2];
        for (int i = 0; i < 2; i++) {
            lengths[i] = (uint32_t)random_int(&dice, 0, (int)sizeof keys[i]);
            for (uint32_t at = 0; at < lengths[i]; at++)
                keys[i][at] = bytes[random_chance(&dice, 80) ? 1 : random_int(&dice, 0, 2)];
            prefixes[i] = key_prefix(keys[i], lengths[i]);
            assert_memory_equal(key_text(prefixes[i], keys[i], lengths[i], buffer), keys[i], lengths[i]);
        }
        int order = key_compare(keys[0], lengths[0], keys[1], lengths[1]);
        if (prefixes[0] != prefixes[1])
            assert_int_equal(order > 0, prefixes[0] > prefixes[1]);
        if (order == 0)
            assert_int_equal(lengths[0], lengths[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(like_qsort),
        cmocka_unit_test(prefixes_of_keys),
    };
    return cmocka_run_group_tests_name("orders of the command", tests, NULL, NULL);
}
