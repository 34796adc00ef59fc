/* SPDX-License-Identifier: MIT */
/* Numbers read eight digits at once, against numbers read digit by digit and the texts they were printed to. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "input/number.h"
#include "random.h"
#include "support.h"

enum { ROUNDS = 200000, PADDED = 64 };

static struct random dice = {1};

/* A text with `behind` after its end, where the eight bytes go on. */
static const char *padded(const char *text, size_t length, char behind)
{
    static char bytes[PADDED + 1]; /* the last is a NUL */
    memset(bytes, behind, PADDED);
    memcpy(bytes, text, length);
    return bytes;
}

/* What is short is read alike by both; what is not is left to number_parse(). */
static void compare(const char *text, size_t length, char behind)
{
    int64_t quick = 7;
    int64_t slow = 7;
    const char *bytes = padded(text, length, behind);
    bool is_short = number_parse_short(bytes, length, &quick);
    bool digits = length >= 1 && length <= 8 && strspn(bytes, "0123456789") >= length;
    assert_int_equal(is_short, digits);
    if (!is_short)
        return;
    assert_int_equal(number_parse(bytes, length, &slow), NUMBER_OK);
    assert_int_equal(quick, slow);
}

static void short_numbers(void **state)
{
    (void)state;
    char text[32];
    for (int round = 0; round < ROUNDS; round++) {
        int width = random_int(&dice, 1, 10);
        uint64_t most = 1;
        for (int i = 0; i < width; i++)
            most *= 10;
        uint64_t number = random_bits(&dice) % most;
        int length = snprintf(text, sizeof text, "%0*" PRIu64, random_int(&dice, 1, 10), number);
        compare(text, (size_t)length, "0x\xff\0,"[round % 5]);
        int64_t parsed = 0;
        if (number_parse_short(padded(text, (size_t)length, '9'), (size_t)length, &parsed))
            assert_int_equal(parsed, number);
    }
    for (uint32_t number = 0; number < 20000; number++)
        compare(text, (size_t)snprintf(text, sizeof text, "%" PRIu32, number), '5');
}

/* Any byte in any place of a number. */
static void other_bytes(void **state)
{
    (void)state;
    for (size_t length = 0; length <= 10; length++)
        for (size_t at = 0; at < length; at++)
            for (int byte = 0; byte < 256; byte++) {
                char text[] = "9876543210";
                text[at] = (char)byte;
                compare(text, length, '1');
            }
}

static void limits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum number_result result;
        int64_t number;
    } cases[] = {
        {"9223372036854775807", NUMBER_OK, INT64_MAX},
        {"-9223372036854775808", NUMBER_OK, INT64_MIN},
        {"9223372036854775808", NUMBER_TOO_LARGE, 0},
        {"-9223372036854775809", NUMBER_TOO_LARGE, 0},
        {"99999999999999999999", NUMBER_TOO_LARGE, 0},
        {"99999999999999999999x", NUMBER_MALFORMED, 0},
        {"00000000000000000000000012", NUMBER_OK, 12},
        {"-0", NUMBER_OK, 0},
        {"-12345678", NUMBER_OK, -12345678},
        {"007", NUMBER_OK, 7},
        {"99999999", NUMBER_OK, 99999999},
        {"100000000", NUMBER_OK, 100000000},
        {"+5", NUMBER_MALFORMED, 0},
        {"-", NUMBER_MALFORMED, 0},
        {"", NUMBER_MALFORMED, 0},
        {"--1", NUMBER_MALFORMED, 0},
        {" 1", NUMBER_MALFORMED, 0},
        {"1 ", NUMBER_MALFORMED, 0},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        int64_t number = 0;
        size_t length = strlen(cases[i].text);
        assert_int_equal(number_parse(cases[i].text, length, &number), cases[i].result);
        assert_int_equal(number, cases[i].number);
        compare(cases[i].text, length, '0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_numbers),
        cmocka_unit_test(other_bytes),
        cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests_name("numbers of the command", tests, NULL, NULL);
}
