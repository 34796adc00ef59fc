/* SPDX-License-Identifier: MIT */
/* Separators found 64 bytes at a time, on this machine and on any, against one byte after the other. */
#include <string.h>

#include "input/separators.h"
#include "random.h"
#include "support.h"

enum { ROUNDS = 20000, MOST = 400 };

static struct random dice = {1};
static char text[MOST + SEPARATORS_PADDING];
static uint32_t places[2][MOST];

static size_t find_naively(uint32_t from, uint32_t to, uint32_t *found)
{
    size_t count = 0;
    for (uint32_t at = from; at < to; at++)
        if (text[at] == ',' || text[at] == '"' || text[at] == '\n' || (text[at] == '\r' && text[at + 1] != '\n'))
            found[count++] = at;
    return count;
}

static void compare(size_t (*find)(const char *, uint32_t, uint32_t, uint32_t *), uint32_t from, uint32_t to)
{
    size_t expected = find_naively(from, to, places[0]);
    size_t count = find(text, from, to, places[1]);
    assert_int_equal(count, expected);
    assert_memory_equal(places[0], places[1], count * sizeof *places[0]);
}

static void compare_both(uint32_t from, uint32_t to)
{
    compare(separators_find, from, to);
    compare(separators_find_portable, from, to);
}

/* Each byte alone, in each place of a mask. */
static void each_byte(void **state)
{
    (void)state;
    for (int byte = 0; byte < 256; byte++)
        for (uint32_t at = 0; at < 3 * SEPARATORS_PADDING; at++) {
            memset(text, 'x', sizeof text);
            text[at] = (char)byte;
            compare_both(0, 3 * SEPARATORS_PADDING);
        }
}

/* Bytes that differ from a separator in one bit, or by one, are common here. */
static char any_byte(void)
{
    static const char separators[] = ",\"\n\r";
    char one = separators[random_bits(&dice) % 4];
    switch (random_int(&dice, 0, 5)) {
    case 0:
        return (char)random_bits(&dice);
    case 1:
        return (char)(one ^ (1 << random_int(&dice, 0, 7)));
    case 2:
        return (char)(one + random_int(&dice, -1, 1));
    default:
        return one;
    }
}

static void generated(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t to = (uint32_t)random_int(&dice, 0, MOST);
        uint32_t from = (uint32_t)random_int(&dice, 0, (int)to);
        int chance = random_int(&dice, 0, 100);
        for (uint32_t at = 0; at < to; at++)
            text[at] = random_chance(&dice, chance) ? any_byte() : 'x';
        memset(text + to, random_chance(&dice, 50) ? 0 : ',', SEPARATORS_PADDING);
        compare_both(from, to);
    }
}

/* A CR belongs to the LF that follows it, also in the next 64 bytes; the last byte of a text is followed by none. */
static void ends_of_lines(void **state)
{
    (void)state;
    memset(text, 0, sizeof text);
    for (uint32_t at = 0; at < MOST; at++) {
        memcpy(text, "\r\n\r\r\n\n", 6);
        memmove(text + at % 200, "\r\n\r\r\n\n", 6);
        compare_both(0, at);
        memset(text, 0, sizeof text);
    }
    text[0] = '\r';
    assert_int_equal(separators_find(text, 0, 1, places[0]), 1);
    assert_int_equal(separators_find_portable(text, 0, 1, places[0]), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_byte),
        cmocka_unit_test(generated),
        cmocka_unit_test(ends_of_lines),
    };
    return cmocka_run_group_tests_name("separators", tests, NULL, NULL);
}
