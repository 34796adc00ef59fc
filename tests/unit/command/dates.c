/* SPDX-License-Identifier: MIT */
/* Dates read by their months, against loyalty_date_parse(). */
#include <string.h>

#include "input/dates.h"
#include "random.h"
#include "support.h"

enum { ROUNDS = 300000 };

static struct random dice = {1};
static struct dates cache;

static void compare(const char *text)
{
    int32_t expected = 7;
    int32_t date = 7;
    bool valid = !loyalty_date_parse(text, 10, &expected);
    if (dates_read(&cache, text, 10, &date) != valid || (valid && date != expected))
        fail_msg("\"%.10s\" is %d, and was read as %d", text, (int)expected, (int)date);
}

/* Days 0 to 39 of months 0 to 13, so that every month ends; each after a day of another year. */
static void every_day(void **state)
{
    (void)state;
    for (int year = 1995; year <= 2030; year++)
        for (int month = 0; month <= 13; month++)
            for (int date = 0; date < 40; date++) {
                compare(text_of("%04d-%02d-%02d", year, month, date));
                compare(text_of("%04d-%02d-%02d", 4000 - year, month, date));
            }
}

static void any_order(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        int year = random_chance(&dice, 90) ? random_int(&dice, 2019, 2026) : random_int(&dice, 0, 9999);
        compare(text_of("%04d-%02d-%02d", year, random_int(&dice, 0, 13), random_int(&dice, 0, 33)));
    }
}

/* Any byte in any place, also right after the date that it spoils. */
static void other_bytes(void **state)
{
    (void)state;
    for (size_t at = 0; at < 10; at++)
        for (int byte = 0; byte < 256; byte++) {
            char text[] = "2024-02-29";
            compare(text);
            text[at] = (char)byte;
            compare(text);
            compare(text);
        }
}

static int begin(void **state)
{
    (void)state;
    dates_init(&cache);
    return 0;
}

static void lengths(void **state)
{
    (void)state;
    int32_t date = 0;
    for (size_t length = 0; length < 20; length++)
        assert_int_equal(dates_read(&cache, "2024-02-290000000000", length, &date), length == 10);
}

static void nothing_is_known_at_first(void **state)
{
    (void)state;
    struct dates fresh;
    int32_t date = 0;
    dates_init(&fresh);
    assert_false(dates_read(&fresh, "\0\0\0\0\0\0\0\0\0\0", 10, &date));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day),
        cmocka_unit_test(any_order),
        cmocka_unit_test(other_bytes),
        cmocka_unit_test(lengths),
        cmocka_unit_test(nothing_is_known_at_first),
    };
    return cmocka_run_group_tests_name("dates of the command", tests, begin, NULL);
}
