/* SPDX-License-Identifier: MIT */
/* The writer of JSON: commas, escapes, numbers, and a buffer that is too small. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "support.h"
#include "json/write.h"

static char buffer[400];

/* What one value looks like. */
static const char *written(json_produce *produce, const void *subject)
{
    size_t needed = 0;
    assert_int_equal(json_write(produce, subject, buffer, sizeof buffer, &needed), LOYALTY_OK);
    assert_int_equal(needed, strlen(buffer));
    return buffer;
}

static void nested(struct json_writer *writer, const void *subject)
{
    (void)subject;
    json_open(writer, NULL, '{');
    json_open(writer, "a", '[');
    json_put_integer(writer, NULL, INT64_MIN);
    json_put_count(writer, NULL, UINT64_MAX);
    json_open(writer, NULL, '{');
    json_close(writer, '}');
    json_open(writer, NULL, '[');
    json_close(writer, ']');
    json_put_null(writer, NULL);
    json_close(writer, ']');
    json_put_boolean(writer, "b", true);
    json_put_boolean(writer, "c", false);
    json_put_date(writer, "d", 0);
    json_put_date(writer, "e", LOYALTY_DATE_NONE);
    json_close(writer, '}');
}

static void commas_come_by_themselves(void **state)
{
    (void)state;
    assert_string_equal(written(nested, NULL),
                        "{\"a\":[-9223372036854775808,18446744073709551615,{},[],null],\"b\":true,\"c\":false,"
                        "\"d\":\"1970-01-01\",\"e\":null}");
}

static void text(struct json_writer *writer, const void *subject)
{
    json_put_text(writer, NULL, subject);
}

static void texts_are_escaped(void **state)
{
    (void)state;
    assert_string_equal(written(text, ""), "\"\"");
    assert_string_equal(written(text, "a\"b\\c/\b\f\n\r\t\x01\x1f\x7f\u00e9"),
                        "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001F\x7f\u00e9\"");
}

static void real(struct json_writer *writer, const void *subject)
{
    json_put_real(writer, NULL, *(const double *)subject);
}

static const char *real_text(double number)
{
    return written(real, &number);
}

static void reals_have_a_point_or_an_exponent(void **state)
{
    (void)state;
    assert_string_equal(real_text(0), "0.0");
    assert_string_equal(real_text(-1), "-1.0");
    assert_string_equal(real_text(1.0 / 3), "0.333333333333333");
    assert_string_equal(real_text(1e-5), "1e-5");
    assert_string_equal(real_text(1.5e300), "1.5e300");
    assert_string_equal(real_text(-2.5e-300), "-2.5e-300");
    assert_string_equal(real_text((double)NAN), "null");
    assert_string_equal(real_text((double)INFINITY), "null");
}

/* Where the machine has a locale with a comma, or with a point of two bytes. */
static void reals_do_not_depend_on_the_locale(void **state)
{
    static const char *const locales[] = {"de_DE.UTF-8", "fa_IR.UTF-8", "ps_AF.UTF-8"};
    (void)state;
    for (size_t i = 0; i < LENGTH(locales); i++) {
        setlocale(LC_ALL, locales[i]);
        assert_string_equal(real_text(0.25), "0.25");
        assert_string_equal(real_text(1.5e-7), "1.5e-7");
    }
    setlocale(LC_ALL, "C");
}

static void a_small_buffer_is_left_alone(void **state)
{
    size_t needed = 0;
    (void)state;
    memset(buffer, '#', sizeof buffer);
    assert_int_equal(json_write(text, "abc", buffer, 5, &needed), LOYALTY_E_SPACE);
    assert_int_equal(needed, 5);
    assert_int_equal(buffer[0], '#');
    assert_int_equal(json_write(text, "abc", buffer, 6, &needed), LOYALTY_OK);
    assert_string_equal(buffer, "\"abc\"");
    assert_int_equal(buffer[6], '#');
}

/* Like a host's function that gives another answer each time. */
static void fickle(struct json_writer *writer, const void *subject)
{
    static int calls;
    (void)subject;
    json_put_text(writer, NULL, calls++ % 2 ? "much longer than before" : "short");
}

static void failing(struct json_writer *writer, const void *subject)
{
    json_put_null(writer, NULL);
    json_fail(writer, *(const int32_t *)subject);
    json_fail(writer, LOYALTY_E_MEMORY);
}

static void what_fails_writes_nothing(void **state)
{
    const int32_t failure = LOYALTY_E_RANGE;
    size_t needed = 77;
    (void)state;
    memset(buffer, '#', sizeof buffer);
    assert_int_equal(json_write(failing, &failure, buffer, sizeof buffer, &needed), LOYALTY_E_RANGE);
    assert_int_equal(buffer[0], '#');
    assert_int_equal(json_write(fickle, NULL, buffer, sizeof buffer, &needed), LOYALTY_E_HOST);
    assert_int_equal(buffer[0], '\0');
    assert_int_equal(buffer[8], '#');
    assert_int_equal(needed, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_come_by_themselves),         cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(reals_have_a_point_or_an_exponent), cmocka_unit_test(reals_do_not_depend_on_the_locale),
        cmocka_unit_test(a_small_buffer_is_left_alone),      cmocka_unit_test(what_fails_writes_nothing),
    };
    return cmocka_run_group_tests_name("inside JSON writer", tests, NULL, NULL);
}
