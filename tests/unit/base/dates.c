/* SPDX-License-Identifier: MIT */
/* Dates: day numbers and the calendar. */
#include <string.h>

#include "support.h"

static int32_t civil(int32_t year, int32_t month, int32_t date)
{
    int32_t number = 77;
    int32_t status = loyalty_date_from_civil(year, month, date, &number);
    if (status) {
        assert_int_equal(status, LOYALTY_E_DATE);
        assert_int_equal(number, 77);
        return LOYALTY_DATE_NONE;
    }
    return number;
}

static void known_days_have_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(civil(1970, 1, 1), 0);
    assert_int_equal(civil(1969, 12, 31), -1);
    assert_int_equal(civil(2000, 3, 1), 11017);
    assert_int_equal(civil(2024, 2, 29), 19782);
    assert_int_equal(civil(1, 1, 1), LOYALTY_DATE_MIN);
    assert_int_equal(civil(9999, 12, 31), LOYALTY_DATE_MAX);
}

static void leap_days_follow_the_gregorian_rule(void **state)
{
    (void)state;
    assert_int_not_equal(civil(2024, 2, 29), LOYALTY_DATE_NONE);
    assert_int_not_equal(civil(2000, 2, 29), LOYALTY_DATE_NONE);
    assert_int_not_equal(civil(4, 2, 29), LOYALTY_DATE_NONE);
    assert_int_not_equal(civil(400, 2, 29), LOYALTY_DATE_NONE);
    assert_int_equal(civil(2023, 2, 29), LOYALTY_DATE_NONE);
    assert_int_equal(civil(1900, 2, 29), LOYALTY_DATE_NONE);
    assert_int_equal(civil(2100, 2, 29), LOYALTY_DATE_NONE);
    assert_int_equal(civil(100, 2, 29), LOYALTY_DATE_NONE);
    assert_int_equal(civil(1900, 3, 1) - civil(1900, 2, 28), 1);
    assert_int_equal(civil(2000, 3, 1) - civil(2000, 2, 28), 2);
}

static void what_is_no_day_is_refused(void **state)
{
    static const int32_t bad[][3] = {{0, 1, 1},     {-1, 1, 1},    {10000, 1, 1}, {2024, 0, 1},
                                     {2024, 13, 1}, {2024, 1, 0},  {2024, 1, 32}, {2024, 4, 31},
                                     {2024, 2, 30}, {2024, -1, 1}, {2024, 1, -1}};
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_int_equal(civil(bad[i][0], bad[i][1], bad[i][2]), LOYALTY_DATE_NONE);
    assert_int_equal(civil(INT32_MAX, INT32_MAX, INT32_MAX), LOYALTY_DATE_NONE);
    assert_int_equal(civil(INT32_MIN, INT32_MIN, INT32_MIN), LOYALTY_DATE_NONE);
    assert_int_equal(civil(2024, INT32_MIN, 1), LOYALTY_DATE_NONE);
    assert_int_equal(civil(2024, 1, INT32_MAX), LOYALTY_DATE_NONE);
}

/* Counts through the whole calendar beside the library. */
static void every_day_from_first_to_last_is_there_once(void **state)
{
    static const int32_t length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t year = 1, month = 1, date = 1;
    (void)state;
    for (int32_t number = LOYALTY_DATE_MIN; number <= LOYALTY_DATE_MAX; number++) {
        int32_t y, m, d, back;
        if (loyalty_date_to_civil(number, &y, &m, &d) || y != year || m != month || d != date ||
            loyalty_date_from_civil(y, m, d, &back) || back != number)
            fail_msg("day %d is not %d-%d-%d", (int)number, (int)year, (int)month, (int)date);
        int32_t leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (++date > length[month - 1] + (month == 2 && leap)) {
            date = 1;
            if (++month > 12) {
                month = 1;
                year++;
            }
        }
    }
    assert_int_equal(year, 10000);
}

static void numbers_outside_the_calendar_are_no_days(void **state)
{
    static const int32_t bad[] = {LOYALTY_DATE_MIN - 1, LOYALTY_DATE_MAX + 1, LOYALTY_DATE_NONE, INT32_MIN, INT32_MAX};
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        int32_t year = 7, month = 7, date = 7;
        char text[11] = "unchanged";
        assert_int_equal(loyalty_date_to_civil(bad[i], &year, &month, &date), LOYALTY_E_DATE);
        assert_int_equal(year + month + date, 21);
        assert_int_equal(loyalty_date_format(bad[i], text, sizeof text), LOYALTY_E_DATE);
        assert_string_equal(text, "unchanged");
    }
}

static void texts_are_read(void **state)
{
    int32_t date;
    (void)state;
    assert_int_equal(loyalty_date_parse("1970-01-01", 10, &date), LOYALTY_OK);
    assert_int_equal(date, 0);
    assert_int_equal(loyalty_date_parse("0001-01-01", 10, &date), LOYALTY_OK);
    assert_int_equal(date, LOYALTY_DATE_MIN);
    assert_int_equal(loyalty_date_parse("9999-12-31", 10, &date), LOYALTY_OK);
    assert_int_equal(date, LOYALTY_DATE_MAX);
    assert_int_equal(loyalty_date_parse("2024-02-29T00:00", 10, &date), LOYALTY_OK);
    assert_int_equal(date, civil(2024, 2, 29));
}

static void texts_of_no_date_are_refused(void **state)
{
    static const char *const bad[] = {
        "",           "2024-1-01",  "2024-01-1",  "2024/01/01", "24-01-01",    "2024-01-01 ", " 2024-01-01",
        "2024-13-01", "2024-00-01", "2024-01-00", "2023-02-29", "0000-01-01",  "-024-01-01",  "+024-01-01",
        "2024-0a-01", "2024-01-0:", "2024-01-0/", "20240101",   "2024-01-01-", "12024-01-01", "2024-01_01",
        "2024_01-01"};
    int32_t date = 77;
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++)
        if (loyalty_date_parse(bad[i], strlen(bad[i]), &date) != LOYALTY_E_DATE)
            fail_msg("read as a date: '%s'", bad[i]);
    assert_int_equal(loyalty_date_parse("2024-01-01", 9, &date), LOYALTY_E_DATE);
    assert_int_equal(loyalty_date_parse("2024-01-01", 11, &date), LOYALTY_E_DATE);
    assert_int_equal(loyalty_date_parse("2024\0001-01", 10, &date), LOYALTY_E_DATE);
    assert_int_equal(loyalty_date_parse("2024-01-01", SIZE_MAX, &date), LOYALTY_E_DATE);
    assert_int_equal(date, 77);
}

static void dates_are_written_within_the_buffer(void **state)
{
    char buffer[12];
    (void)state;
    memset(buffer, '#', sizeof buffer);
    assert_int_equal(loyalty_date_format(0, buffer, 10), LOYALTY_E_SPACE);
    assert_int_equal(loyalty_date_format(0, buffer, 0), LOYALTY_E_SPACE);
    for (size_t i = 0; i < sizeof buffer; i++)
        assert_int_equal(buffer[i], '#');
    assert_int_equal(loyalty_date_format(0, buffer, 11), LOYALTY_OK);
    assert_string_equal(buffer, "1970-01-01");
    assert_int_equal(buffer[11], '#');
    assert_int_equal(loyalty_date_format(LOYALTY_DATE_MIN, buffer, sizeof buffer), LOYALTY_OK);
    assert_string_equal(buffer, "0001-01-01");
    assert_int_equal(loyalty_date_format(LOYALTY_DATE_MAX, buffer, SIZE_MAX), LOYALTY_OK);
    assert_string_equal(buffer, "9999-12-31");
    assert_int_equal(loyalty_date_format(civil(987, 6, 5), buffer, 11), LOYALTY_OK);
    assert_string_equal(buffer, "0987-06-05");
}

static void null_is_refused(void **state)
{
    int32_t number;
    (void)state;
    assert_int_equal(loyalty_date_from_civil(2024, 1, 1, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_date_to_civil(0, NULL, &number, &number), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_date_to_civil(0, &number, NULL, &number), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_date_to_civil(0, &number, &number, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_date_parse(NULL, 10, &number), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_date_parse("2024-01-01", 10, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_date_format(0, NULL, 11), LOYALTY_E_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days_have_their_numbers),
        cmocka_unit_test(leap_days_follow_the_gregorian_rule),
        cmocka_unit_test(what_is_no_day_is_refused),
        cmocka_unit_test(every_day_from_first_to_last_is_there_once),
        cmocka_unit_test(numbers_outside_the_calendar_are_no_days),
        cmocka_unit_test(texts_are_read),
        cmocka_unit_test(texts_of_no_date_are_refused),
        cmocka_unit_test(dates_are_written_within_the_buffer),
        cmocka_unit_test(null_is_refused),
    };
    return cmocka_run_group_tests_name("dates", tests, NULL, NULL);
}
