/* SPDX-License-Identifier: MIT */
/* Phrases: their parts in isolates, what is too long, and lines broken between words. */
#include <stdlib.h>
#include <string.h>

#include "capture.h"
#include "output/phrase.h"
#include "support.h"

/* U+2067, U+2068 and U+2069, which isolate text; U+200F, with which right-to-left lines begin; a space that ties. */
#define RIGHT "\xE2\x81\xA7"
#define FIRST "\xE2\x81\xA8"
#define END "\xE2\x81\xA9"
#define MARK "\xE2\x80\x8F"
#define TIE PHRASE_TIE

static struct phrase phrase_of(bool isolates, const char *text)
{
    struct phrase phrase;
    phrase_begin(&phrase, isolates);
    phrase_put(&phrase, text);
    return phrase;
}

/* ---- composing ---- */

static void parts(void **state)
{
    (void)state;
    struct phrase phrase = phrase_of(false, "to ");
    phrase_put_part(&phrase, "gold");
    phrase_put(&phrase, "!");
    assert_string_equal(phrase.bytes, "to gold!");
    assert_int_equal(phrase.length, strlen("to gold!"));
    phrase = phrase_of(true, "to ");
    phrase_put_part(&phrase, "gold");
    phrase_put_part(&phrase, "");
    assert_string_equal(phrase.bytes, "to " FIRST "gold" END FIRST END);
}

static void sentences(void **state)
{
    (void)state;
    struct phrase phrase = phrase_of(false, "");
    phrase_fill(&phrase, "%2 of %1, %3 and %1.", "a", "b", "c");
    phrase_fill(&phrase, " No mark.", NULL, NULL, NULL);
    phrase_fill(&phrase, "%1", "100%", NULL, NULL);
    assert_string_equal(phrase.bytes, "b of a, c and a. No mark.100%");
    phrase = phrase_of(true, "");
    phrase_fill(&phrase, "%1-%2", "a", "b", NULL);
    assert_string_equal(phrase.bytes, FIRST "a" END "-" FIRST "b" END);
}

static void phrases_within_phrases(void **state)
{
    (void)state;
    struct phrase part = phrase_of(true, "from ");
    phrase_put_part(&part, "x");
    struct phrase phrase = phrase_of(true, "");
    phrase_add(&phrase, &part);
    assert_string_equal(phrase.bytes, FIRST "from " FIRST "x" END END);
    phrase = phrase_of(false, "");
    phrase_add(&phrase, &part);
    assert_string_equal(phrase.bytes, "from " FIRST "x" END);
}

/* A name can neither end the isolate around it, nor leave one open. */
static void names_with_isolates(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a" END "b", "ab"},
        {"a" FIRST "b", "a" FIRST "b" END},
        {"a" RIGHT "b" END "c", "a" RIGHT "b" END "c"},
        {END FIRST END END FIRST, FIRST END FIRST END},
        {FIRST RIGHT "a", FIRST RIGHT "a" END END},
        {"\xE2\x81", "\xE2\x81"}, /* the beginning of one, and no more */
        {"\xFFz\xC3", "\xFFz\xC3"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        for (int isolates = 0; isolates < 2; isolates++) {
            struct phrase phrase = phrase_of(isolates, "");
            phrase_put_part(&phrase, cases[i][0]);
            assert_string_equal(phrase.bytes,
                                text_of("%s%s%s", isolates ? FIRST : "", cases[i][1], isolates ? END : ""));
        }
}

/* Returns a text that repeats a character. The caller frees it. */
static char *repeated(const char *character, size_t times)
{
    const size_t bytes = strlen(character);
    char *text = calloc(times * bytes + 1, 1);
    assert_non_null(text);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * bytes, character, bytes);
    return text;
}

static void long_names(void **state)
{
    (void)state;
    static const struct {
        const char *before;
        const char *character;
    } cases[] = {{"", "n"}, {"", "\xC3\xA9"}, {"n", "\xC3\xA9"}, {"", "\xE2\x82\xAC"}, {"nn", "\xF0\x9F\x8C\xBC"}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const size_t bytes = strlen(cases[i].character);
        const size_t fit = (PHRASE_NAME - strlen(cases[i].before)) / bytes;
        for (size_t times = fit; times <= fit + 1; times++) {
            char *whole = repeated(cases[i].character, times);
            char *shown = repeated(cases[i].character, fit);
            struct phrase phrase = phrase_of(false, "");
            phrase_put_part(&phrase, text_of("%s%s", cases[i].before, whole));
            assert_string_equal(phrase.bytes, text_of("%s%s%s", cases[i].before, shown, times > fit ? "..." : ""));
            free(whole);
            free(shown);
        }
    }
}

/* What does not fit is left out as a whole; what follows may fit again. */
static void long_phrases(void **state)
{
    (void)state;
    char *most = repeated("m", PHRASE_BYTES - 1);
    struct phrase phrase = phrase_of(false, most);
    assert_string_equal(phrase.bytes, most);
    phrase_put(&phrase, "x");
    phrase_put_part(&phrase, "x");
    assert_string_equal(phrase.bytes, most);
    phrase = phrase_of(false, "");
    phrase_put(&phrase, "a");
    phrase_put(&phrase, most);
    phrase_put(&phrase, "b");
    assert_string_equal(phrase.bytes, "ab");
    free(most);
}

/* ---- printing ---- */

/* Returns what a phrase looks like on a screen of a width. The caller frees it. */
static char *wrapped(const char *text, size_t width, size_t column, size_t indent, bool right_to_left)
{
    const struct phrase phrase = phrase_of(false, text);
    const struct screen screen = {.file = capture_file(""), .width = width, .right_to_left = right_to_left};
    phrase_wrap(&screen, &phrase, column, indent);
    return capture_written(screen.file);
}

static void lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t width;
        size_t column;
        size_t indent;
        const char *lines;
    } cases[] = {
        {"one two three", 80, 0, 0, "one two three"},
        {"one two three", 13, 0, 0, "one two three"},
        {"one two three", 12, 0, 0, "one two\nthree"},
        {"one two three", 7, 0, 2, "one two\n  three"},
        {"one two three", 6, 0, 0, "one\ntwo\nthree"},
        {"one two three", 10, 4, 2, "one\n  two\n  three"},
        {"one two three", 7, 6, 2, "\n  one\n  two\n  three"},
        {"abcdefgh ij", 4, 0, 0, "abcd\nefgh\nij"},
        {"abcdefgh ij", 4, 0, 2, "abcd\n  ef\n  gh\n  ij"},
        {"57.19" TIE "EUR more", 9, 0, 0, "57.19 EUR\nmore"},
        {"is 57.19" TIE "EUR", 9, 0, 0, "is\n57.19 EUR"},
        {"\xC3\xA9\xC3\xA9\xC3\xA9 \xC3\xA9", 5, 0, 0, "\xC3\xA9\xC3\xA9\xC3\xA9 \xC3\xA9"},
        {"\xC3\xA9\xC3\xA9\xC3\xA9 \xC3\xA9", 4, 0, 0, "\xC3\xA9\xC3\xA9\xC3\xA9\n\xC3\xA9"},
        {"a " FIRST "b c" END " d", 3, 0, 0, "a " FIRST "b" END "\n" FIRST "c" END " d"},
        {FIRST "a " RIGHT "b c" END END, 1, 0, 0,
         FIRST "a" END "\n" FIRST RIGHT "b" END END "\n" FIRST RIGHT "c" END END},
        {"", 1, 0, 0, ""},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        char *shown = wrapped(cases[i].text, cases[i].width, cases[i].column, cases[i].indent, false);
        assert_string_equal(shown, cases[i].lines);
        free(shown);
    }
}

/* Each line is isolated as right-to-left, and says where it begins. */
static void right_to_left(void **state)
{
    (void)state;
    char *shown = wrapped("a " FIRST "b c" END " d", 3, 0, 2, true);
    assert_string_equal(shown, RIGHT "a " FIRST "b" END END "\n" MARK "  " RIGHT FIRST "c" END END "\n" MARK "  " RIGHT
                                     "d" END);
    free(shown);
}

/* More isolates than are remembered: those are not begun anew, and nothing else is wrong. */
static void deep_isolates(void **state)
{
    (void)state;
    struct phrase phrase = phrase_of(false, "");
    for (int i = 0; i < 12; i++)
        phrase_put(&phrase, FIRST);
    phrase_put(&phrase, "a b");
    for (int i = 0; i < 12; i++)
        phrase_put(&phrase, END);
    char *shown = wrapped(phrase.bytes, 1, 0, 0, false);
    const char *second = strchr(shown, '\n');
    assert_non_null(second);
    for (size_t at = 1; at < 25; at += 3)
        assert_memory_equal(second + at, FIRST, 3);
    assert_int_equal(second[25], 'b');
    free(shown);
}

static void in_one_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
        const char *line;
    } cases[] = {{"", 0, ""},
                 {"one two", 7, "one two"},
                 {"57.19" TIE "EUR", 9, "57.19 EUR"},
                 {FIRST "a" END, 1, FIRST "a" END},
                 {"\xC3\xA9\xE2\x82\xAC", 2, "\xC3\xA9\xE2\x82\xAC"},
                 {"a\x1B[m", 4, "a?[m"}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct phrase phrase = phrase_of(false, cases[i].text);
        const struct screen screen = {.file = capture_file(""), .width = 1};
        assert_int_equal(phrase_columns(&phrase), cases[i].columns);
        assert_int_equal(phrase_print(&screen, &phrase), cases[i].columns);
        char *shown = capture_written(screen.file);
        assert_string_equal(shown, cases[i].line);
        free(shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts),
        cmocka_unit_test(sentences),
        cmocka_unit_test(phrases_within_phrases),
        cmocka_unit_test(names_with_isolates),
        cmocka_unit_test(long_names),
        cmocka_unit_test(long_phrases),
        cmocka_unit_test(lines),
        cmocka_unit_test(right_to_left),
        cmocka_unit_test(deep_isolates),
        cmocka_unit_test(in_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
